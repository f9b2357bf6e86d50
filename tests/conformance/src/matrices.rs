//! Two-by-two and three-by-three matrices by the schoolbook: determinants by Leibniz' formula, inverses by
//! cofactors, eigenvalues by Jacobi's rotations. Slow, obvious, and nothing like the factorisations of the engine.

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

/// Sweeps of Jacobi's method: it converges quadratically, and matrices are small.
const SWEEPS: usize = 30;

/// Eigenvalues of a symmetric matrix, and its eigenvectors as the columns of a second (Jacobi 1846).
#[must_use]
pub fn eigen(m: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = m.len().isqrt();
    let mut a = m.to_vec();
    let mut vectors: Vec<f64> = (0..n * n).map(|cell| f64::from(u8::from(cell / n == cell % n))).collect();
    for _ in 0..SWEEPS {
        for p in 0..n {
            for q in p + 1..n {
                let angle = 0.5 * (2.0 * a[p * n + q]).atan2(a[q * n + q] - a[p * n + p]);
                let (sin, cos) = angle.sin_cos();
                for k in 0..n {
                    let (x, y) = (a[k * n + p], a[k * n + q]);
                    (a[k * n + p], a[k * n + q]) = (cos * x - sin * y, sin * x + cos * y);
                    let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
                    (vectors[k * n + p], vectors[k * n + q]) = (cos * x - sin * y, sin * x + cos * y);
                }
                for k in 0..n {
                    let (x, y) = (a[p * n + k], a[q * n + k]);
                    (a[p * n + k], a[q * n + k]) = (cos * x - sin * y, sin * x + cos * y);
                }
            }
        }
    }
    ((0..n).map(|j| a[j * (n + 1)]).collect(), vectors)
}

/// Eigenvalues this small beside the largest count as zero: the bound of R's `MASS::ginv`, the root of the machine's
/// precision.
const RANK: f64 = 1.5e-8;

/// Whether a symmetric matrix is singular but for rounding.
#[must_use]
pub fn is_singular(m: &[f64]) -> bool {
    let (values, _) = eigen(m);
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    values.iter().any(|value| value.abs() <= RANK * largest)
}

/// Pseudo-inverse of a symmetric matrix (Moore 1920, Penrose 1955), as `MASS::ginv`.
#[must_use]
pub fn pseudo_inverse(m: &[f64]) -> Vec<f64> {
    let (values, vectors) = eigen(m);
    let n = values.len();
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let cell = |cell: usize| {
        let (i, j) = (cell / n, cell % n);
        let term = |k: usize| vectors[i * n + k] * vectors[j * n + k] / values[k];
        (0..n).filter(|k| values[*k].abs() > RANK * largest).map(term).sum()
    };
    (0..n * n).map(cell).collect()
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
    fn eigenvectors_are_stretched_by_their_eigenvalues() {
        for m in [vec![4.0, 1.0, 1.0, 3.0], vec![4.0, 1.0, 0.5, 1.0, 3.0, -0.2, 0.5, -0.2, 2.0], vec![1.0; 9]] {
            let (values, vectors) = eigen(&m);
            let n = values.len();
            for k in 0..n {
                for i in 0..n {
                    let product: f64 = (0..n).map(|j| m[i * n + j] * vectors[j * n + k]).sum();
                    assert!((product - values[k] * vectors[i * n + k]).abs() < 1e-14, "{n}×{n}, vector {k}");
                }
            }
        }
    }

    /// A regular matrix' is its inverse; `vvᵀ` has `vvᵀ/(vᵀv)²`.
    #[test]
    fn pseudo_inverses() {
        let regular = [4.0, 1.0, 1.0, 3.0];
        for (a, b) in pseudo_inverse(&regular).iter().zip(inverse(&regular)) {
            assert!((a - b).abs() < 1e-14, "regular: {a} for {b}");
        }
        assert!(!is_singular(&regular), "regular");
        let v = [0.6, -1.1, 0.3];
        let outer: Vec<f64> = (0..9).map(|cell| v[cell / 3] * v[cell % 3]).collect();
        let square: f64 = v.iter().map(|x| x * x).sum();
        for (a, b) in pseudo_inverse(&outer).iter().zip(&outer) {
            assert!((a - b / (square * square)).abs() < 1e-14, "of rank one: {a}");
        }
        assert!(is_singular(&outer), "of rank one");
    }

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
