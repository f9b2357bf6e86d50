//! Two-by-two and three-by-three matrices by the schoolbook: determinants by Leibniz' formula, inverses by
//! cofactors. Slow, obvious, and nothing like the factorisations of the engine.

use thetis_core::Bank;

/// Add a matrix to another.
pub fn add(sum: &mut [f64], other: &[f64]) {
    for (s, o) in sum.iter_mut().zip(other) {
        *s += o;
    }
}

/// Sum of the information matrices of items at `theta`.
#[must_use]
pub fn information_of(bank: &Bank, items: impl IntoIterator<Item = u32>, theta: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; theta.len() * theta.len()];
    for item in items {
        add(&mut sum, &bank.information_matrix(item, theta));
    }
    sum
}

/// Determinant.
///
/// # Panics
/// If the matrix is neither 1×1, 2×2 nor 3×3.
#[must_use]
pub fn determinant(m: &[f64]) -> f64 {
    match *m {
        [a] => a,
        [a, b, c, d] => a * d - b * c,
        [a, b, c, d, e, f, g, h, i] => a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g),
        _ => panic!("a matrix of at most three rows, not {} numbers", m.len()),
    }
}

/// Inverse.
///
/// # Panics
/// If the matrix is neither 1×1, 2×2 nor 3×3.
#[must_use]
pub fn inverse(m: &[f64]) -> Vec<f64> {
    let det = determinant(m);
    let adjugate = match *m {
        [_] => vec![1.0],
        [a, b, c, d] => vec![d, -b, -c, a],
        [a, b, c, d, e, f, g, h, i] => vec![
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ],
        _ => panic!("a matrix of at most three rows, not {} numbers", m.len()),
    };
    adjugate.iter().map(|c| c / det).collect()
}

/// Segall's (1996) criterion of one more item: determinant of the information of the answered items and
/// this one, and of the inverse prior covariance if `prior` says so.
#[must_use]
pub fn d_criterion(bank: &Bank, answered: &[u32], item: u32, theta: &[f64], prior: bool) -> f64 {
    let mut information = information_of(bank, answered.iter().copied().chain([item]), theta);
    if prior {
        add(&mut information, &inverse(bank.prior().covariance()));
    }
    determinant(&information)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_the_identity() {
        for m in [vec![4.0], vec![4.0, 1.0, 2.0, 3.0], vec![4.0, 1.0, 0.5, -1.0, 3.0, -0.2, 0.5, 2.0, 2.0]] {
            let n = (1..=3).find(|n| n * n == m.len()).expect("a square");
            let inv = inverse(&m);
            for i in 0..n {
                for j in 0..n {
                    let cell: f64 = (0..n).map(|k| m[i * n + k] * inv[k * n + j]).sum();
                    let identity = f64::from(u8::from(i == j));
                    assert!((cell - identity).abs() < 1e-14, "{n}×{n}, cell {i},{j}: {cell}");
                }
            }
        }
    }
}
