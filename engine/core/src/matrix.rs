//! Small dense symmetric matrices, row by row: as large as a bank has dimensions, no larger.

/// Replace a symmetric positive definite matrix by its inverse (Gauss–Jordan; such matrices need no
/// pivoting) and return its determinant. Zero if it is not positive definite; `a` is then spoilt.
pub(crate) fn invert(a: &mut [f64], n: usize) -> f64 {
    let mut determinant = 1.0;
    for p in 0..n {
        let pivot = a[p * n + p];
        // NaN is not above zero either.
        if !(pivot > 0.0 && pivot <= f64::MAX) {
            return 0.0;
        }
        determinant *= pivot;
        a[p * n + p] = 1.0;
        for c in 0..n {
            a[p * n + c] /= pivot;
        }
        for r in 0..n {
            if r != p {
                let factor = a[r * n + p];
                a[r * n + p] = 0.0;
                for c in 0..n {
                    a[r * n + c] -= factor * a[p * n + c];
                }
            }
        }
    }
    determinant
}

/// `out = A v`.
pub(crate) fn product(a: &[f64], v: &[f64], out: &mut [f64]) {
    for (row, out) in out.iter_mut().enumerate() {
        *out = row_product(a, v, row);
    }
}

/// `vᵀ A v`.
pub(crate) fn quadratic_form(a: &[f64], v: &[f64]) -> f64 {
    let mut form = 0.0;
    for (row, value) in v.iter().enumerate() {
        form += value * row_product(a, v, row);
    }
    form
}

/// One number of `A v`.
#[inline(never)]
fn row_product(a: &[f64], v: &[f64], row: usize) -> f64 {
    let first = row * v.len();
    let mut sum = 0.0;
    for (column, v) in v.iter().enumerate() {
        sum += a[first + column] * v;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_and_determinant_are_right() {
        let a = [4.0, 1.0, 0.5, 1.0, 3.0, -0.2, 0.5, -0.2, 2.0];
        let mut inverse = a;
        // By cofactors: 4(6 − 0.04) − 1(2 + 0.1) + 0.5(−0.2 − 1.5).
        assert!((invert(&mut inverse, 3) - 20.89).abs() < 1e-13, "determinant by cofactors");
        for i in 0..3 {
            for j in 0..3 {
                let e: f64 = (0..3).map(|k| a[i * 3 + k] * inverse[k * 3 + j]).sum();
                assert!((e - f64::from(u8::from(i == j))).abs() < 1e-14, "A A⁻¹ is the identity");
            }
        }
        assert!(invert(&mut [1.0, 2.0, 2.0, 1.0], 2) <= 0.0, "indefinite matrices are refused");
        assert!(invert(&mut [f64::NAN], 1) <= 0.0, "NaN is refused");
    }

    #[test]
    fn products_are_right() {
        let a = [2.0, 1.0, 1.0, 3.0];
        let mut out = [1.0, 1.0];
        product(&a, &[1.0, 2.0], &mut out);
        assert_eq!(out.map(f64::to_bits), [4.0f64, 7.0].map(f64::to_bits), "A v");
        assert!((quadratic_form(&a, &[1.0, 2.0]) - 18.0).abs() < 1e-15, "vᵀ A v");
    }
}
