//! Derivatives by Ridders' extrapolated central differences (Ridders 1982): an opinion on analytic
//! derivatives that shares nothing with them.

/// Shrinkage of the step from one row of the tableau to the next.
const SHRINK: f64 = 1.4;
/// Rows of the tableau.
const ROWS: usize = 12;

/// `f′(x)` and an estimate of its error, from central differences with steps `h`, `h/1.4`, …
pub fn derivative(f: impl Fn(f64) -> f64, x: f64, h: f64) -> (f64, f64) {
    let mut previous: Vec<f64> = Vec::new();
    let mut best = (f64::NAN, f64::INFINITY);
    let mut step = h;
    for row in 0..ROWS {
        let mut current = vec![(f(x + step) - f(x - step)) / (2.0 * step)];
        let mut factor = SHRINK * SHRINK;
        for column in 1..=row {
            let (fine, coarse) = (current[column - 1], previous[column - 1]);
            let value = (fine * factor - coarse) / (factor - 1.0);
            let error = (value - fine).abs().max((value - coarse).abs());
            if error <= best.1 {
                best = (value, error);
            }
            current.push(value);
            factor *= SHRINK * SHRINK;
        }
        previous = current;
        step /= SHRINK;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_derivative_of_the_sine_is_the_cosine() {
        for x in [-3.0, -0.4, 0.0, 1.0, 7.5] {
            let (value, error) = derivative(f64::sin, x, 0.5);
            assert!((value - x.cos()).abs() < 1e-11, "at {x}: {value} for {}", x.cos());
            assert!(error < 1e-9, "the error is known to be small: {error}");
        }
    }
}
