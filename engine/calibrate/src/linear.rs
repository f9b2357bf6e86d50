//! Small dense symmetric matrices: Cholesky factors, solutions, inverses.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Square {
    pub(crate) size: usize,
    pub(crate) entries: Vec<f64>,
}

impl Square {
    pub(crate) fn zeros(size: usize) -> Self {
        Self { size, entries: vec![0.0; size * size] }
    }

    pub(crate) fn get(&self, i: usize, j: usize) -> f64 {
        self.entries[i * self.size + j]
    }

    pub(crate) fn set(&mut self, i: usize, j: usize, value: f64) {
        self.entries[i * self.size + j] = value;
    }

    pub(crate) fn add(&mut self, i: usize, j: usize, value: f64) {
        self.entries[i * self.size + j] += value;
    }

    pub(crate) fn row(&self, i: usize) -> &[f64] {
        &self.entries[i * self.size..(i + 1) * self.size]
    }
}

/// The lower triangle `L` of `M = L Lᵀ`, or `None` if `M` is not positive definite to working precision.
pub(crate) fn cholesky(matrix: &Square) -> Option<Square> {
    factor(matrix).ok()
}

/// As [`cholesky`]; an error is the place of the first pivot that is not positive.
pub(crate) fn factor(matrix: &Square) -> Result<Square, usize> {
    /// A pivot below this part of the diagonal entry is nothing but rounding.
    const SMALLEST_PIVOT: f64 = 1e-13;
    let n = matrix.size;
    let mut l = Square::zeros(n);
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = l.row(i)[..j].iter().zip(&l.row(j)[..j]).map(|(a, b)| a * b).sum();
            let value = matrix.get(i, j) - dot;
            if i == j {
                if value.is_nan() || value <= SMALLEST_PIVOT * matrix.get(i, i).abs() {
                    return Err(i);
                }
                l.set(i, i, value.sqrt());
            } else {
                l.set(i, j, value / l.get(j, j));
            }
        }
    }
    Ok(l)
}

/// Solve `L Lᵀ x = b` in place.
pub(crate) fn solve(factor: &Square, b: &mut [f64]) {
    let n = factor.size;
    for i in 0..n {
        let dot: f64 = factor.row(i)[..i].iter().zip(&b[..i]).map(|(l, b)| l * b).sum();
        b[i] = (b[i] - dot) / factor.get(i, i);
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|j| factor.get(j, i) * b[j]).sum();
        b[i] = (b[i] - dot) / factor.get(i, i);
    }
}

/// `M⁻¹` from its factor.
pub(crate) fn inverse(factor: &Square) -> Square {
    let n = factor.size;
    let mut inverse = Square::zeros(n);
    let mut column = vec![0.0; n];
    for j in 0..n {
        column.fill(0.0);
        column[j] = 1.0;
        solve(factor, &mut column);
        for (i, value) in column.iter().enumerate() {
            inverse.set(i, j, *value);
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_times_its_matrix_is_one() {
        let matrix = Square { size: 3, entries: vec![4.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.5, -1.0, 2.0] };
        let inverse = inverse(&cholesky(&matrix).expect("positive definite"));
        for i in 0..3 {
            for j in 0..3 {
                let entry: f64 = (0..3).map(|k| matrix.get(i, k) * inverse.get(k, j)).sum();
                assert!((entry - f64::from(u8::from(i == j))).abs() < 1e-14, "{i} {j}: {entry}");
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_no_factor() {
        let matrix = Square { size: 2, entries: vec![1.0, 2.0, 2.0, 4.0] };
        assert_eq!(factor(&matrix), Err(1));
    }
}
