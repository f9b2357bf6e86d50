//! For tests: the criteria's ingredients a second time, straight from their definitions, and random banks.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Criterion, Selection};
use crate::math::{exp, ln};
use crate::random::{self, Draws};
use crate::{
    Bank, Curves, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Quadrature, Response, Rule, Test,
};

/// Number of models in one dimension.
const MODELS: u32 = 14;

/// Item number `item` of a random bank: each model in turn, or dichotomous ones only.
fn model(draws: &mut Draws, item: u32, dichotomous: bool) -> ItemModel {
    let a = 0.5 + 2.0 * draws.unit();
    let mut b = Vec::new();
    let mut last = -2.5 + 3.0 * draws.unit();
    for _ in 0..1 + item % 4 {
        b.push(last);
        last += 0.1 + draws.unit();
    }
    let falling: Vec<f64> = b.iter().map(|b| -a * b).collect();
    let (c, d) = (0.25 * draws.unit(), 0.85 + 0.1 * draws.unit());
    match if dichotomous { [0, 1, 2, 3, 10, 11][item as usize % 6] } else { item % MODELS } {
        0 => ItemModel::one_pl(b[0]),
        1 => ItemModel::two_pl(a, b[0]),
        2 => ItemModel::three_pl(a, b[0], c),
        3 => ItemModel::four_pl(a, b[0], c, d),
        4 => ItemModel::graded(a, &b),
        5 => ItemModel::modified_graded(a, 0.3, &falling),
        6 => ItemModel::partial_credit(&b),
        7 => ItemModel::generalised_partial_credit(a, &b),
        8 => ItemModel::rating_scale(0.2, &b),
        9 => ItemModel::nominal(&b, &falling),
        10 => ItemModel::CompensatoryDichotomous { a: alloc::vec![a], d: falling[0], g: c, u: 1.0 },
        11 => ItemModel::CompensatoryDichotomous { a: alloc::vec![-a], d: b[0], g: c, u: d },
        12 => ItemModel::CompensatoryGraded { a: alloc::vec![a], d: falling },
        _ => ItemModel::CompensatoryPartialCredit { a: alloc::vec![a], d: falling },
    }
}

/// A random test of a criterion in one dimension, answers to its first items, and what their grid is.
pub(super) struct Case {
    pub(super) test: Test,
    pub(super) answers: Vec<Response>,
    pub(super) seed: u64,
}

impl Case {
    pub(super) fn new(seed: u64, criterion: Criterion, dichotomous: bool, estimator: Estimator) -> Self {
        let draws = &mut Draws::new(seed, 77);
        let items = (0..42).map(|item| Item::new(model(draws, item, dichotomous))).collect();
        let prior = MultivariateNormal::new(alloc::vec![0.3], alloc::vec![1.44]).expect("a prior");
        let bank = Arc::new(Bank::new(1.0, prior, items, "random").expect("a bank"));
        let mut answers = Vec::new();
        for item in 0..seed as u32 % 9 {
            let item = item * 5 % 42;
            let category = random::below(seed, 1_000 + u64::from(item), bank.categories(item));
            answers.push(Response { item, category });
        }
        let estimation = Estimation {
            quadrature: Some(Quadrature { rule: Rule::Trapezoid, lower: -5.0, upper: 5.5, nodes: 36 }),
            ..Estimation::new(estimator)
        };
        let design =
            Design { selection: Selection { criterion, randomesque: 1 }, estimation, ..Design::adaptive(&bank, 20) };
        let test = Test::new(bank, design).expect("a sound design");
        Self { test, answers, seed }
    }

    pub(super) fn bank(&self) -> &Bank {
        self.test.bank()
    }

    /// The grid's nodes with their weights, prior aside.
    pub(super) fn nodes(&self) -> Vec<(f64, f64)> {
        (0..36).map(|j| (-5.0 + 0.3 * f64::from(j), if j % 35 == 0 { 0.5 } else { 1.0 })).collect()
    }

    pub(super) fn probabilities(&self, item: u32, theta: f64) -> Vec<f64> {
        let mut curves = Curves::new();
        self.bank().curves(item, &[theta], &mut curves);
        curves.categories().iter().map(|category| category.probability).collect()
    }

    pub(super) fn likelihood(&self, theta: f64) -> f64 {
        self.answers.iter().map(|answer| self.probabilities(answer.item, theta)[answer.category as usize]).product()
    }

    /// Nodes with the likelihood's or the posterior's weights, which sum to 1.
    pub(super) fn weights(&self, with_prior: bool) -> Vec<(f64, f64)> {
        let mut nodes = self.nodes();
        let mut total = 0.0;
        for (theta, weight) in &mut nodes {
            *weight *= self.likelihood(*theta);
            if with_prior {
                let z = (*theta - 0.3) / 1.2;
                *weight *= exp(-0.5 * z * z);
            }
            total += *weight;
        }
        nodes.iter().map(|(theta, weight)| (*theta, weight / total)).collect()
    }

    pub(super) fn information(&self, item: u32, theta: f64) -> f64 {
        self.bank().information(item, &[theta])
    }

    /// Where an item's information is largest, by a fine search, and how large it is.
    pub(super) fn peak(&self, item: u32) -> (f64, f64) {
        let (mut best, mut most, mut step) = (0.0, 0.0, 0.01);
        let mut from = -40.0;
        let mut count = 8_001;
        for _ in 0..5 {
            for j in 0..count {
                let theta = from + f64::from(j) * step;
                let information = self.information(item, theta);
                if information > most {
                    (best, most) = (theta, information);
                }
            }
            (from, step, count) = (best - 2.0 * step, step / 50.0, 201);
        }
        (best, most)
    }

    /// `Σ_k P_k(a) ln(P_k(a)/P_k(b))`.
    pub(super) fn divergence(&self, item: u32, a: f64, b: f64) -> f64 {
        let (at, from) = (self.probabilities(item, a), self.probabilities(item, b));
        at.iter().zip(&from).map(|(p, q)| p * ln(p / q)).sum()
    }

    /// Midpoint rule on 100 cells.
    pub(super) fn integral(&self, middle: f64, half_width: f64, f: impl Fn(f64) -> f64) -> f64 {
        let cell = half_width / 50.0;
        (0..100).map(|j| cell * f(middle - half_width + (f64::from(j) + 0.5) * cell)).sum()
    }

    /// Compare the criterion's values at `theta` with a definition of them.
    pub(super) fn assert_values(&self, theta: f64, tolerance: f64, naive: impl Fn(u32) -> f64) {
        let candidates = self.test.rank(&self.answers, Some(&[theta]), self.seed).expect("values");
        assert_eq!(candidates.len(), 42 - self.answers.len(), "every item not answered");
        for candidate in candidates {
            let naive = naive(candidate.item);
            let apart = (candidate.value - naive).abs();
            assert!(
                apart <= tolerance * naive.abs().max(1e-3),
                "{:?}, seed {}, item {}: {} and by definition {naive}",
                self.test.design().selection.criterion,
                self.seed,
                candidate.item,
                candidate.value
            );
        }
    }
}

/// Cases of a criterion, with abilities to weigh at.
pub(super) fn each_case(criterion: &Criterion, dichotomous: bool, mut visit: impl FnMut(&Case, f64)) {
    for seed in 0..20 {
        let case = Case::new(seed, criterion.clone(), dichotomous, Estimator::Eap);
        visit(&case, -1.8 + 0.2 * seed as f64);
    }
}
