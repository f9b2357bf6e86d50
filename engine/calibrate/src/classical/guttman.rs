//! Guttman's lower bounds of reliability.

use super::moments::ItemMoments;
use crate::error::CalibrationError;
use crate::linear::{Square, factor, inverse};

/// What the bounds are computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Covariances: reliability of the sum of items, as Guttman defined it. λ₃ is alpha.
    Covariance,
    /// Correlations: reliability of the sum of items brought to one variance (R psych's `guttman`). λ₃ is the
    /// standardised alpha.
    Correlation,
}

/// Guttman's six lower bounds of reliability (Guttman 1945).
#[derive(Clone, Debug, PartialEq)]
pub struct Guttman {
    /// λ₁ to λ₆.
    pub lambda: [f64; 6],
    /// Which items are in the first half of the split that gives λ₄.
    pub half: Vec<bool>,
    /// Whether all splits were compared for λ₄. If not, a better one may exist.
    pub all_splits: bool,
}

/// Most items whose splits are all compared: half a million.
const ALL_SPLITS: usize = 20;
/// Where the search for a split begins, if there are more.
const STARTS: u64 = 64;

impl ItemMoments {
    /// With `C` the matrix, `V` its sum and n items:
    ///
    /// - λ₁ = 1 − Σ c_ii/V
    /// - λ₂ = λ₁ + √(n/(n − 1) Σ_{i≠j} c_ij²)/V
    /// - λ₃ = n/(n − 1) λ₁
    /// - λ₄ = the largest `4 Cov(A, B)/V` over splits into sums A and B, of any sizes (Jackson & Agunwamba 1977): all
    ///   splits up to 20 items, else the best of 64 searches by exchanging items
    /// - λ₅ = λ₁ + 2 √(max_j Σ_{i≠j} c_ij²)/V
    /// - λ₆ = 1 − Σ e_j²/V with e_j² = 1/(C⁻¹)_jj, an item's variance that the others do not explain
    ///
    /// # Errors
    /// A matrix that can't be inverted: an item is a sum of others.
    pub fn guttman(&self, basis: Basis) -> Result<Guttman, CalibrationError> {
        let items = self.items();
        let mut matrix = self.covariance.clone();
        if basis == Basis::Correlation {
            for i in 0..items {
                for j in 0..items {
                    matrix.set(i, j, self.correlation(i, j));
                }
            }
        }
        let total: f64 = matrix.entries.iter().sum();
        let trace: f64 = (0..items).map(|i| matrix.get(i, i)).sum();
        let squares: Vec<f64> =
            (0..items).map(|i| (0..items).filter(|j| *j != i).map(|j| matrix.get(i, j).powi(2)).sum()).collect();
        let ratio = items as f64 / (items as f64 - 1.0);
        let one = 1.0 - trace / total;
        let root = factor(&matrix).map_err(|_| CalibrationError::NotDefined {
            statistic: "lambda 6",
            reason: "the covariance matrix is not positive definite: an item is a sum of others, or pairs of items were answered by too different persons; leave items out",
        })?;
        let inverse = inverse(&root);
        let unexplained: f64 = (0..items).map(|i| 1.0 / inverse.get(i, i)).sum();
        let half = best_split(&matrix);
        let lambda = [
            one,
            one + (ratio * squares.iter().sum::<f64>()).sqrt() / total,
            ratio * one,
            4.0 * between(&matrix, &half) / total,
            one + 2.0 * squares.iter().copied().fold(0.0, f64::max).sqrt() / total,
            1.0 - unexplained / total,
        ];
        Ok(Guttman { lambda, half, all_splits: items <= ALL_SPLITS })
    }
}

/// Covariance of the two halves.
fn between(matrix: &Square, half: &[bool]) -> f64 {
    let row = |i: usize| matrix.row(i).iter().zip(half).filter(|(_, other)| !**other).map(|(c, _)| c).sum::<f64>();
    (0..matrix.size).filter(|i| half[*i]).map(row).sum()
}

/// What moving an item to the other half adds to the covariance of the halves.
fn gain(matrix: &Square, half: &[bool], item: usize) -> f64 {
    let row = matrix.row(item).iter().enumerate().filter(|(j, _)| *j != item);
    row.map(|(j, c)| if half[j] == half[item] { *c } else { -c }).sum()
}

/// The split whose halves covary most; the last item is in the second half.
fn best_split(matrix: &Square) -> Vec<bool> {
    let items = matrix.size;
    let mut best = (f64::NEG_INFINITY, Vec::new());
    let mut offer = |value: f64, half: &[bool]| {
        if value > best.0 {
            best = (value, half.to_vec());
        }
    };
    if items <= ALL_SPLITS {
        // In Gray code's order: from each split to the next, one item moves.
        let mut half = vec![false; items];
        let mut value = 0.0;
        for step in 1_u32..1 << (items - 1) {
            let item = step.trailing_zeros() as usize;
            value += gain(matrix, &half, item);
            half[item] = !half[item];
            offer(value, &half);
        }
    } else {
        let mut state = 1_u64;
        for _ in 0..STARTS {
            let mut half: Vec<bool> = (0..items)
                .map(|_| {
                    // Multiplier of Knuth's MMIX; the high bit is the random one.
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    state >> 63 == 1
                })
                .collect();
            climb(matrix, &mut half);
            offer(between(matrix, &half), &half);
        }
    }
    best.1
}

/// Move single items, then exchange pairs, while the covariance of the halves grows.
fn climb(matrix: &Square, half: &mut [bool]) {
    /// Smallest growth, as part of an item's variance, that is not rounding.
    const GROWTH: f64 = 1e-10;
    let items = matrix.size;
    // Kept up to date, so that trying all pairs costs no more than their number.
    let mut gains: Vec<f64> = (0..items).map(|item| gain(matrix, half, item)).collect();
    let change_sides = |half: &mut [bool], gains: &mut [f64], item: usize| {
        half[item] = !half[item];
        for (j, covariance) in matrix.row(item).iter().enumerate() {
            gains[j] += if half[j] == half[item] { 2.0 } else { -2.0 } * covariance;
        }
        gains[item] = gain(matrix, half, item);
    };
    loop {
        let mut moved = false;
        for i in 0..items {
            if gains[i] > GROWTH * matrix.get(i, i) {
                change_sides(half, &mut gains, i);
                moved = true;
            }
        }
        for i in 0..items {
            for j in 0..i {
                let pair = gains[i] + gains[j] + 2.0 * matrix.get(i, j);
                if half[i] != half[j] && pair > GROWTH * matrix.get(i, i) {
                    change_sides(half, &mut gains, i);
                    change_sides(half, &mut gains, j);
                    moved = true;
                }
            }
        }
        if !moved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_move_and_no_exchange_betters_a_split_that_was_climbed_to() {
        const ITEMS: usize = 30;
        let mut matrix = Square::zeros(ITEMS);
        for i in 0..ITEMS {
            for j in 0..=i {
                let value = if i == j { 2.0 } else { ((i * 37 + j * 61) % 23) as f64 / 10.0 - 0.9 };
                matrix.set(i, j, value);
                matrix.set(j, i, value);
            }
        }
        let mut half: Vec<bool> = (0..ITEMS).map(|item| item % 3 == 0).collect();
        let before = between(&matrix, &half);
        climb(&matrix, &mut half);
        let reached = between(&matrix, &half);
        assert!(reached > before, "{reached} from {before}");
        let with = |change: &dyn Fn(&mut Vec<bool>)| {
            let mut other = half.clone();
            change(&mut other);
            between(&matrix, &other)
        };
        for i in 0..ITEMS {
            assert!(with(&|other| other[i] = !other[i]) <= reached + 1e-9, "moving {i}");
            for j in 0..i {
                assert!(with(&|other| other.swap(i, j)) <= reached + 1e-9, "exchanging {i} and {j}");
            }
        }
    }
}
