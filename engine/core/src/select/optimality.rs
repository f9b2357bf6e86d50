//! Scalars of the information matrix M of the answered items and this one, at the estimate (Segall 1996; Mulder &
//! van der Linden 2009).
//!
//! | rule | value |
//! |---|---|
//! | D | `det M` |
//! | T | `Σ w_i M_ii` |
//! | A | `−Σ w_i (M⁻¹)_ii` |
//! | E | smallest eigenvalue of M |
//! | W | `wᵀ M w` |
//!
//! With the prior, M is the posterior precision (mirtCAT: `DPrule` and so on); without, the information of the
//! answers alone, which is singular until every dimension has been measured. D and E are then 0, and A is the
//! lowest number there is, as variances are infinite; mirtCAT's A-rule takes a pseudo-inverse, in which a
//! dimension that was never measured has a variance of 0, and so leaves it unmeasured.

use super::{Candidate, MatrixRule, View};
use crate::list::{copy, zeros};
use crate::matrix::{invert, quadratic_form};
use crate::model::Curves;

/// Halvings of the first element of the diagonal, which is never below the smallest eigenvalue.
const HALVINGS: u32 = 64;

pub(super) fn weigh(rule: MatrixRule, prior: bool, weights: &[f64], view: &View<'_>, out: &mut [Candidate]) {
    let (bank, theta) = (view.setting.bank, view.theta);
    let k = bank.dimensions();
    let mut scratch = Curves::new();
    let mut so_far = zeros(k * k);
    if prior {
        so_far.copy_from_slice(&view.setting.plan.precision);
    }
    let mut add = |item: u32, matrix: &mut [f64]| {
        let item = bank.item(item);
        let information = item.unit_information_at(item.position(theta), &mut scratch);
        item.add_outer_product(information, k, matrix);
    };
    for response in &view.running.responses {
        add(response.item, &mut so_far);
    }
    let mut after = copy(&so_far);
    for candidate in out {
        after.copy_from_slice(&so_far);
        add(candidate.item, &mut after);
        let is_inverse = matches!(rule, MatrixRule::D | MatrixRule::A);
        let determinant = if is_inverse { invert(&mut after, k) } else { 0.0 };
        let mut trace = 0.0;
        for (d, weight) in weights.iter().enumerate() {
            trace += weight * after[d * (k + 1)];
        }
        candidate.value = match rule {
            MatrixRule::D => determinant,
            MatrixRule::T => trace,
            MatrixRule::A if determinant > 0.0 => -trace,
            MatrixRule::A => f64::MIN,
            MatrixRule::E => smallest_eigenvalue(&after, k),
            MatrixRule::W => quadratic_form(&after, weights),
        };
        // Weights beyond all reason may make infinity less infinity; NaN is less than the least.
        candidate.value = candidate.value.max(f64::MIN);
    }
}

/// The largest number that can be taken off the diagonal and leaves the matrix positive definite, by bisection.
fn smallest_eigenvalue(matrix: &[f64], k: usize) -> f64 {
    let (mut low, mut step) = (0.0, matrix[0]);
    for _ in 0..HALVINGS {
        step *= 0.5;
        let mut shifted = copy(matrix);
        for d in 0..k {
            shifted[d * (k + 1)] -= low + step;
        }
        if invert(&mut shifted, k) > 0.0 {
            low += step;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::random::Draws;
    use crate::{
        Bank, Criterion, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Response, Selection, Test,
    };

    const COVARIANCE: [f64; 9] = [1.0, 0.4, 0.2, 0.4, 1.5, -0.1, 0.2, -0.1, 0.8];
    const THETA: [f64; 3] = [0.3, -0.6, 0.1];
    const RULES: [MatrixRule; 5] = [MatrixRule::D, MatrixRule::T, MatrixRule::A, MatrixRule::E, MatrixRule::W];

    fn bank() -> Arc<Bank> {
        let mut draws = Draws::new(5, 1);
        let mut items = Vec::new();
        for item in 0..24 {
            let a: Vec<f64> = (0..3).map(|d| if (item + d) % 3 == 0 { 0.0 } else { 0.4 + draws.unit() }).collect();
            let d = 2.0 * draws.unit() - 1.0;
            let model = match item % 3 {
                0 => ItemModel::CompensatoryDichotomous { a, d, g: 0.1, u: 0.95 },
                1 => ItemModel::CompensatoryGraded { a, d: vec![d, d - 0.7, d - 1.5] },
                _ => ItemModel::CompensatoryPartialCredit { a, d: vec![d, 0.2] },
            };
            items.push(Item { dimensions: vec![0, 1, 2], ..Item::new(model) });
        }
        let prior = MultivariateNormal::new(vec![0.0; 3], COVARIANCE.to_vec()).expect("a prior");
        Arc::new(Bank::new(1.0, prior, items, "three").expect("a bank"))
    }

    fn values(
        bank: &Arc<Bank>,
        rule: MatrixRule,
        prior: bool,
        weights: [f64; 3],
        answers: &[Response],
    ) -> Vec<Candidate> {
        let criterion = Criterion::Optimality { rule, prior, weights: weights.to_vec() };
        let design = Design {
            selection: Selection { criterion, randomesque: 1 },
            estimation: Estimation::new(Estimator::Map),
            ..Design::adaptive(bank, 9)
        };
        Test::new(bank.clone(), design).expect("sound").rank(answers, Some(&THETA), 0).expect("values")
    }

    fn answers(count: u32) -> Vec<Response> {
        (0..count).map(|item| Response { item, category: 1 }).collect()
    }

    /// The matrix after asking an item.
    fn matrix(bank: &Bank, item: u32, prior: bool, answers: &[Response]) -> [f64; 9] {
        let mut matrix = [0.0; 9];
        if prior {
            matrix = COVARIANCE;
            assert!(invert(&mut matrix, 3) > 0.0, "positive definite");
        }
        for item in answers.iter().map(|answer| answer.item).chain([item]) {
            for (sum, value) in matrix.iter_mut().zip(bank.information_matrix(item, &THETA)) {
                *sum += value;
            }
        }
        matrix
    }

    /// Smallest root of the characteristic polynomial `λ³ − tλ² + sλ − d`, by Newton's method from below, where it is
    /// concave and rises.
    fn smallest_root(m: &[f64; 9]) -> f64 {
        let t = m[0] + m[4] + m[8];
        let s = m[0] * m[4] - m[1] * m[3] + m[0] * m[8] - m[2] * m[6] + m[4] * m[8] - m[5] * m[7];
        let d = invert(&mut m.clone(), 3);
        let mut root = 0.0;
        for _ in 0..200 {
            root -= (((root - t) * root + s) * root - d) / ((3.0 * root - 2.0 * t) * root + s);
        }
        root
    }

    #[test]
    fn values_are_the_scalars_of_the_matrix() {
        let bank = bank();
        let weights = [0.5, 1.0, 0.25];
        for (prior, count) in [(true, 0), (true, 4), (false, 5)] {
            let answers = answers(count);
            for rule in RULES {
                for Candidate { item, value } in values(&bank, rule, prior, weights, &answers) {
                    let m = matrix(&bank, item, prior, &answers);
                    let mut inverse = m;
                    let determinant = invert(&mut inverse, 3);
                    let diagonal = |m: &[f64; 9]| weights[0] * m[0] + weights[1] * m[4] + weights[2] * m[8];
                    let expected = match rule {
                        MatrixRule::D => determinant,
                        MatrixRule::T => diagonal(&m),
                        MatrixRule::A => -diagonal(&inverse),
                        MatrixRule::E => smallest_root(&m),
                        MatrixRule::W => {
                            (0..9).map(|cell| weights[cell / 3] * m[cell] * weights[cell % 3]).sum::<f64>()
                        }
                    };
                    assert!((value / expected - 1.0).abs() < 1e-10, "{rule:?}, item {item}: {value} for {expected}");
                }
            }
        }
    }

    #[test]
    fn what_was_not_measured_at_all_is_worst() {
        let bank = bank();
        for rule in [MatrixRule::D, MatrixRule::A, MatrixRule::E] {
            let lowest = if rule == MatrixRule::A { f64::MIN } else { 0.0 };
            for candidate in values(&bank, rule, false, [1.0; 3], &[]) {
                let apart = candidate.value - lowest;
                assert!((0.0..1e-15).contains(&apart), "{rule:?}: one item leaves two dimensions unmeasured");
            }
        }
    }
}
