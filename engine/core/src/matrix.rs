//! Small dense symmetric matrices, row by row: as large as a bank has dimensions, no larger.

use alloc::vec;
use alloc::vec::Vec;

use crate::math::sqrt;

/// Cholesky factor `L` (lower triangle, `A = L Lᵀ`), or `None` if `A` is not positive definite.
pub(crate) fn cholesky(a: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[i * n + j];
            for k in 0..j {
                sum -= l[i * n + k] * l[j * n + k];
            }
            if i == j {
                if !(sum.is_finite() && sum > 0.0) {
                    return None;
                }
                l[i * n + i] = sqrt(sum);
            } else {
                l[i * n + j] = sum / l[j * n + j];
            }
        }
    }
    Some(l)
}

/// Solve `L Lᵀ x = b` in place.
pub(crate) fn solve(l: &[f64], n: usize, b: &mut [f64]) {
    for i in 0..n {
        for k in 0..i {
            b[i] -= l[i * n + k] * b[k];
        }
        b[i] /= l[i * n + i];
    }
    for i in (0..n).rev() {
        for k in i + 1..n {
            b[i] -= l[k * n + i] * b[k];
        }
        b[i] /= l[i * n + i];
    }
}

/// Inverse of the matrix whose factor is `l`.
pub(crate) fn inverse(l: &[f64], n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n * n];
    let mut column = vec![0.0; n];
    for j in 0..n {
        column.fill(0.0);
        column[j] = 1.0;
        solve(l, n, &mut column);
        for i in 0..n {
            out[i * n + j] = column[i];
        }
    }
    out
}

/// Determinant of the matrix whose factor is `l`.
pub(crate) fn determinant(l: &[f64], n: usize) -> f64 {
    let root: f64 = (0..n).map(|i| l[i * n + i]).product();
    root * root
}

/// Determinant of any square matrix, by elimination with partial pivoting. Destroys `a`.
pub(crate) fn determinant_by_elimination(a: &mut [f64], n: usize) -> f64 {
    let mut det = 1.0;
    for i in 0..n {
        let mut pivot = i;
        for r in i + 1..n {
            if a[r * n + i].abs() > a[pivot * n + i].abs() {
                pivot = r;
            }
        }
        let p = a[pivot * n + i];
        if p == 0.0 {
            return 0.0;
        }
        if pivot != i {
            for c in 0..n {
                a.swap(i * n + c, pivot * n + c);
            }
            det = -det;
        }
        det *= p;
        for r in i + 1..n {
            let f = a[r * n + i] / p;
            for c in i..n {
                a[r * n + c] -= f * a[i * n + c];
            }
        }
    }
    det
}

/// `vᵀ A v`.
pub(crate) fn quadratic_form(a: &[f64], n: usize, v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let row: f64 = a[i * n..(i + 1) * n].iter().zip(v).map(|(a, v)| a * v).sum();
        sum += v[i] * row;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factor_inverse_and_determinant_agree() {
        let a = [4.0, 1.0, 0.5, 1.0, 3.0, -0.2, 0.5, -0.2, 2.0];
        let l = cholesky(&a, 3).expect("positive definite");
        let inv = inverse(&l, 3);
        for i in 0..3 {
            for j in 0..3 {
                let e: f64 = (0..3).map(|k| a[i * 3 + k] * inv[k * 3 + j]).sum();
                assert!((e - f64::from(u8::from(i == j))).abs() < 1e-14, "A A⁻¹ is the identity");
            }
        }
        let by_elimination = determinant_by_elimination(&mut a.clone(), 3);
        assert!((determinant(&l, 3) - by_elimination).abs() < 1e-13, "two routes, one determinant");
        assert!(cholesky(&[1.0, 2.0, 2.0, 1.0], 2).is_none(), "indefinite matrices are refused");
    }
}
