//! Which model, and how its free parameters make up the weights of the categories.

use crate::data::Responses;

/// A model in which the raw score is sufficient for ability: `P(k) ∝ exp(kθ + w_k)`, `w_0 = 0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaschModel {
    /// Two categories: `w_1 = −b` (Rasch 1960).
    Rasch,
    /// Each item with step difficulties of its own: `w_k = −Σ_{j≤k} δ_j` (Masters 1982).
    PartialCredit,
    /// Items of one rating scale, which differ in location only: `δ_ik = b_i + t_k` (Andrich 1978).
    RatingScale,
}

/// Steps of all items in one list, and their weights as linear functions of the free parameters.
#[derive(Clone, Debug)]
pub(super) struct Design {
    /// Where each item's steps begin; one more at the end.
    pub(super) starts: Vec<usize>,
    /// Each step's number in its item, from 1.
    pub(super) number: Vec<usize>,
    /// For each step: free parameters and their factors. One weight is 0 to fix the origin of the scale.
    pub(super) rows: Vec<Vec<(usize, f64)>>,
    /// Number of free parameters.
    pub(super) free: usize,
}

impl Design {
    pub(super) fn new(model: RaschModel, responses: &Responses) -> Self {
        let items = responses.items();
        let steps_of = |item: usize| responses.categories(item).saturating_sub(1);
        let most = (0..items).map(steps_of).max().unwrap_or(0);
        let mut design = Self { starts: vec![0], number: Vec::new(), rows: Vec::new(), free: 0 };
        for item in 0..items {
            let steps = if model == RaschModel::RatingScale { most } else { steps_of(item) };
            for k in 1..=steps {
                design.number.push(k);
                let row = match model {
                    // Easiness of each item but the first, then of each category but the first.
                    RaschModel::RatingScale => {
                        let location = (item > 0).then(|| (item - 1, k as f64));
                        let category = (k > 1).then(|| (items + k - 3, 1.0));
                        location.into_iter().chain(category).collect()
                    }
                    _ => design.rows.len().checked_sub(1).map(|place| (place, 1.0)).into_iter().collect(),
                };
                design.rows.push(row);
            }
            design.starts.push(design.rows.len());
        }
        design.free = design.rows.iter().flatten().map(|(place, _)| place + 1).max().unwrap_or(0);
        design
    }

    pub(super) fn steps(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn items(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of steps of an item: its highest score.
    pub(super) fn highest(&self, item: usize) -> usize {
        self.starts[item + 1] - self.starts[item]
    }

    /// All weights.
    pub(super) fn weights(&self, free: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| row.iter().map(|(place, factor)| factor * free[*place]).sum()).collect()
    }
}
