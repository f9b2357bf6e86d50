//! Items of one dimension whose response curves can be computed.

use thetis_core::{Bank, Curves, Item, ItemModel, MultivariateNormal};

use crate::error::CalibrationError;

/// A set of items of one dimension, with their scaling constant.
#[derive(Clone, Debug)]
pub struct Form {
    bank: Bank,
    items: usize,
}

impl Form {
    /// Items and the constant D that multiplies their slopes.
    ///
    /// # Errors
    /// No item; an item of several dimensions; a parameter that is not allowed.
    pub fn new(items: &[ItemModel], scaling: f64) -> Result<Self, CalibrationError> {
        let prior = MultivariateNormal::new(vec![0.0], vec![1.0]).map_err(CalibrationError::Item)?;
        let list = items.iter().cloned().map(Item::new).collect();
        let bank = Bank::new(scaling, prior, list, "form").map_err(CalibrationError::Item)?;
        Ok(Self { bank, items: items.len() })
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// Highest score: every item's highest category.
    #[must_use]
    pub fn highest(&self) -> usize {
        (0..self.numbers()).map(|item| self.bank.categories(item) as usize - 1).sum()
    }

    /// Expected score at an ability: the test characteristic curve.
    #[must_use]
    pub fn expected_score(&self, theta: f64) -> f64 {
        let mut sum = 0.0;
        self.visit(theta, |_, k, p, _| sum += k as f64 * p);
        sum
    }

    /// Expected score of who guesses everything: the sum of lower asymptotes, that of polytomous items being 0.
    pub(super) fn lowest_expected(&self) -> f64 {
        let mut sum = 0.0;
        // The lowest θ the engine would ever meet: curves are flat there.
        self.visit(-1e9, |_, k, p, _| sum += k as f64 * p);
        sum
    }

    fn numbers(&self) -> u32 {
        self.bank.len()
    }

    /// Calls `see(item, category, P, dP/dθ)` for each category of each item.
    pub(super) fn visit(&self, theta: f64, mut see: impl FnMut(usize, usize, f64, f64)) {
        let mut curves = Curves::new();
        for (number, place) in (0..self.numbers()).zip(0..) {
            let item = self.bank.item(number);
            item.curves(&[theta], &mut curves);
            let slope = item.slopes().first().copied().unwrap_or(1.0);
            for (k, category) in curves.categories().iter().enumerate() {
                see(place, k, category.probability, category.d1() * slope);
            }
        }
    }

    /// Distribution of the score at an ability: entry s is the probability of score s (Lord & Wingersky 1984; for items of
    /// several categories Thissen, Pommerich, Billeaud & Williams 1995).
    #[must_use]
    pub fn score_distribution(&self, theta: f64) -> Vec<f64> {
        let mut items = vec![Vec::new(); self.items];
        self.visit(theta, |item, _, p, _| items[item].push(p));
        let mut distribution = vec![1.0];
        for item in &items {
            let mut next = vec![0.0; distribution.len() + item.len() - 1];
            for (k, p) in item.iter().enumerate() {
                for (next, known) in next[k..].iter_mut().zip(&distribution) {
                    *next += p * known;
                }
            }
            distribution = next;
        }
        distribution
    }
}
