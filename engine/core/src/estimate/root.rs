//! Finding a root in a bracket.

/// A root is accepted when its bracket is this narrow, logits. Estimates are promised to 1e-10.
const BRACKET: f64 = 1e-13;

/// Never reached: each step at least halves the bracket every other time.
const MAX_STEPS: u32 = 200;

/// A root of `f` between `a` and `b`, where `f(a)` and `f(b)` differ in sign (Chandrupatla 1997: inverse
/// quadratic interpolation where it is safe, bisection where not).
pub(super) fn bracketed(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let (mut x1, mut x2) = (a, b);
    let (mut f1, mut f2) = (f(x1), f(x2));
    let (mut x3, mut f3);
    let mut t = 0.5;
    for _ in 0..MAX_STEPS {
        let x = x1 + t * (x2 - x1);
        let fx = f(x);
        if (fx > 0.0) == (f1 > 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, fx);
        let best = if f1.abs() < f2.abs() { x1 } else { x2 };
        let tolerance = BRACKET + 2.0 * f64::EPSILON * best.abs();
        let half = 0.5 * tolerance / (x2 - x1).abs();
        if half > 0.5 || f1 == 0.0 || f2 == 0.0 {
            return best;
        }
        let xi = (x1 - x2) / (x3 - x2);
        let phi = (f1 - f2) / (f3 - f2);
        t = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
        // NaN (two equal values interpolated) falls to bisection as well.
        t = if t.is_nan() { 0.5 } else { t.clamp(half, 1.0 - half) };
    }
    x1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_tight_even_where_the_function_is_flat() {
        assert!((bracketed(|x| x * x * x - 2.0, 0.0, 6.0) - 1.259_921_049_894_873_2).abs() < 1e-12, "cube root");
        assert!(bracketed(|x| x * x * x * x * x, -1.0, 6.0).abs() < 1e-10, "fifth-order root");
        assert!((bracketed(|x| 1.0 - x, -6.0, 6.0) - 1.0).abs() < 1e-13, "falling line");
    }
}
