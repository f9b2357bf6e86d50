//! The straight lines by which a natural cubic spline goes on beyond its knots.

/// Value and slope at the first and at the last knot of the natural cubic spline through these points, `x` increasing.
/// `None` for fewer than two points.
pub(super) fn ends(x: &[f64], y: &[f64]) -> Option<[(f64, f64); 2]> {
    let n = x.len();
    if n < 2 || y.len() != n {
        return None;
    }
    let width = |i: usize| x[i + 1] - x[i];
    let slope = |i: usize| (y[i + 1] - y[i]) / width(i);
    // Second derivatives, 0 at both ends: a tridiagonal system (Thomas's algorithm).
    let mut second = vec![0.0; n];
    let mut upper = vec![0.0; n];
    for i in 1..n - 1 {
        let diagonal = 2.0 * (width(i - 1) + width(i)) - width(i - 1) * upper[i - 1];
        upper[i] = width(i) / diagonal;
        second[i] = (6.0 * (slope(i) - slope(i - 1)) - width(i - 1) * second[i - 1]) / diagonal;
    }
    for i in (1..n - 1).rev() {
        second[i] -= upper[i] * second[i + 1];
    }
    let first = slope(0) - width(0) * second[1] / 6.0;
    let last = slope(n - 2) + width(n - 2) * second[n - 2] / 6.0;
    Some([(y[0], first), (y[n - 1], last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_as_it_is() {
        let [first, last] = ends(&[1.0, 2.0, 4.0, 5.0], &[2.0, 4.0, 8.0, 10.0]).expect("four points");
        assert_eq!((first, last), ((2.0, 2.0), (10.0, 2.0)));
        assert_eq!(ends(&[1.0, 3.0], &[0.0, 1.0]), Some([(0.0, 0.5), (1.0, 0.5)]));
        assert_eq!(ends(&[1.0], &[0.0]), None);
    }
}
