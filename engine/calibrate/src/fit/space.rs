//! Integrals over the latent density of products of functions of items' responses.
//!
//! Nodes are those of the general dimensions times those of an inner one, general nodes fastest. Items of one factor share
//! the inner dimension; items of different factors are independent given the general ones, so that
//! `E[Π_i f_i] = Σ_g w_g Π_s Σ_u v_u Π_{i∈s} f_i(g, u)` (Gibbons & Hedeker 1992; Cai & Hansen 2013). Without dimension
//! reduction there is one general node, and all items are of one factor.

use super::Predictions;
use crate::calibrate::Calibration;

/// The latent density of a group, and which items share a factor.
pub(super) struct Space {
    /// Weights of the general nodes.
    general: Vec<f64>,
    /// Weights of the inner nodes, each repeated for all general nodes.
    inner: Vec<f64>,
    /// The factor of each item.
    factor_of: Vec<usize>,
}

/// A product of functions of different items, by factor.
pub(super) struct Product {
    factors: Vec<Factor>,
}

struct Factor {
    number: usize,
    /// Its part of the product at the nodes.
    values: Vec<f64>,
    /// The same times the inner weights.
    weighted: Vec<f64>,
    /// The same summed over inner nodes: a value a general node.
    marginal: Vec<f64>,
}

impl Space {
    /// Of a group of a calibration.
    pub(super) fn new(calibration: &Calibration, predictions: &Predictions, group: usize) -> Self {
        let density = predictions.density(group);
        match &calibration.evaluator.problem.reduction {
            None => {
                let items = calibration.evaluator.problem.instance_of[group].len();
                Self { general: vec![1.0], inner: density, factor_of: vec![0; items] }
            }
            Some(reduction) => {
                let general = reduction.general_nodes;
                let sum = |g: usize| density.iter().skip(g).step_by(general).sum::<f64>();
                let inner = density.chunks_exact(general).flat_map(|row| vec![row.iter().sum::<f64>(); general]);
                Self {
                    general: (0..general).map(sum).collect(),
                    inner: inner.collect(),
                    factor_of: reduction.of_item.clone(),
                }
            }
        }
    }

    /// One point: items are independent.
    pub(super) fn point(items: usize) -> Self {
        Self { general: vec![1.0], inner: vec![1.0], factor_of: vec![0; items] }
    }

    /// Number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.inner.len()
    }

    /// Number of general nodes.
    pub(super) fn general_nodes(&self) -> usize {
        self.general.len()
    }

    /// The factor of an item.
    pub(super) fn factor(&self, item: usize) -> usize {
        self.factor_of[item]
    }

    /// Sum over inner nodes of the weighted product of two functions: a value a general node.
    pub(super) fn inner_mean(&self, a: &[f64], b: &[f64]) -> Vec<f64> {
        let weighted: Vec<f64> = a.iter().zip(&self.inner).map(|(a, w)| a * w).collect();
        self.sum_inner(&weighted, b)
    }

    fn sum_inner(&self, weighted: &[f64], b: &[f64]) -> Vec<f64> {
        let general = self.general.len();
        if general == 1 {
            return vec![weighted.iter().zip(b).map(|(a, b)| a * b).sum()];
        }
        let mut sums = vec![0.0; general];
        for (a, b) in weighted.chunks_exact(general).zip(b.chunks_exact(general)) {
            for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
                *sum += a * b;
            }
        }
        sums
    }

    /// Mean over the general nodes.
    pub(super) fn general_mean(&self, values: &[f64]) -> f64 {
        self.general.iter().zip(values).map(|(w, value)| w * value).sum()
    }

    /// The product of functions of different items: each an item, and its mean given the nodes.
    pub(super) fn product(&self, parts: &[(usize, &[f64])]) -> Product {
        let mut grouped: Vec<(usize, Vec<f64>)> = Vec::with_capacity(parts.len());
        for (item, row) in parts {
            let number = self.factor_of[*item];
            match grouped.iter_mut().find(|(own, _)| *own == number) {
                Some((_, values)) => values.iter_mut().zip(*row).for_each(|(value, f)| *value *= f),
                None => grouped.push((number, row.to_vec())),
            }
        }
        let factors = grouped.into_iter().map(|(number, values)| {
            let weighted: Vec<f64> = values.iter().zip(&self.inner).map(|(value, w)| value * w).collect();
            let general = self.general.len();
            let mut marginal = vec![0.0; general];
            for row in weighted.chunks_exact(general) {
                marginal.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
            Factor { number, values, weighted, marginal }
        });
        Product { factors: factors.collect() }
    }

    /// Its mean.
    pub(super) fn mean(&self, product: &Product) -> f64 {
        self.general
            .iter()
            .enumerate()
            .map(|(g, w)| w * product.factors.iter().map(|f| f.marginal[g]).product::<f64>())
            .sum()
    }

    /// The mean of two products of different items multiplied.
    pub(super) fn joint(&self, a: &Product, b: &Product) -> f64 {
        if let ([left], [right], [weight]) = (&a.factors[..], &b.factors[..], &self.general[..]) {
            // The usual case, without allocation: there are millions of pairs.
            return weight * left.weighted.iter().zip(&right.values).map(|(a, b)| a * b).sum::<f64>();
        }
        let mut total = self.general.clone();
        let mut times = |values: &[f64]| total.iter_mut().zip(values).for_each(|(total, value)| *total *= value);
        for left in &a.factors {
            match b.factors.iter().find(|right| right.number == left.number) {
                Some(right) => times(&self.sum_inner(&left.weighted, &right.values)),
                None => times(&left.marginal),
            }
        }
        for right in b.factors.iter().filter(|right| a.factors.iter().all(|left| left.number != right.number)) {
            times(&right.marginal);
        }
        total.iter().sum()
    }

    /// The mean of a product under another density: without dimension reduction, of one factor; with it, the inner
    /// density being the same.
    pub(super) fn mean_under(&self, product: &Product, density: &[f64]) -> f64 {
        let general = self.general.len();
        if general > 1 {
            let mut total = vec![0.0; general];
            for row in density.chunks_exact(general) {
                total.iter_mut().zip(row).for_each(|(sum, w)| *sum += w);
            }
            for factor in &product.factors {
                total.iter_mut().zip(&factor.marginal).for_each(|(total, value)| *total *= value);
            }
            return total.iter().sum();
        }
        product.factors.iter().flat_map(|factor| factor.values.iter().zip(density)).map(|(value, w)| value * w).sum()
    }
}
