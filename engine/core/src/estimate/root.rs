//! Finding a root in a bracket.

/// A root is accepted when its bracket is this narrow, logits. Estimates are promised to 1e-10.
const BRACKET: f64 = 1e-12;

/// Every third step halves the bracket, so that this many bring ±50 logits below [`BRACKET`].
const MAX_STEPS: u32 = 150;

/// A root of `f` between `a` and `b`, where `f(a)` and `f(b)` differ in sign: false position with the
/// Illinois weights (Dowell & Jarratt 1971), every third step a bisection.
pub(super) fn bracketed(f: &dyn Fn(f64) -> f64, mut a: f64, mut b: f64) -> f64 {
    let (mut fa, mut fb) = (f(a), f(b));
    for step in 0..MAX_STEPS {
        let mut x = (a * fb - b * fa) / (fb - fa);
        // Not inside (or NaN, where an end was zero): the middle is.
        if step % 3 == 2 || !((a < x && x < b) || (b < x && x < a)) {
            x = 0.5 * (a + b);
        }
        let fx = f(x);
        if fx == 0.0 || (b - a).abs() < BRACKET {
            return x;
        }
        if (fx > 0.0) == (fb > 0.0) {
            // The far end stays: give it less weight, or it would stay for long.
            fa *= 0.5;
        } else {
            (a, fa) = (b, fb);
        }
        (b, fb) = (x, fx);
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_tight_even_where_the_function_is_flat() {
        assert!((bracketed(&|x| x * x * x - 2.0, 0.0, 6.0) - 1.259_921_049_894_873_2).abs() < 1e-12, "cube root");
        assert!(bracketed(&|x| x * x * x * x * x, -1.0, 6.0).abs() < 1e-10, "fifth-order root");
        assert!((bracketed(&|x| 1.0 - x, -6.0, 6.0) - 1.0).abs() < 1e-12, "falling line");
        assert!((bracketed(&|x| if x < 0.3 { 1e9 } else { -1e-9 }, -50.0, 50.0) - 0.3).abs() < 1e-11, "a jump");
    }

    #[test]
    fn few_evaluations_are_needed() {
        let count = core::cell::Cell::new(0);
        let f = |x: f64| {
            count.set(count.get() + 1);
            3.0 - 1.7 * x - libm::tanh(2.0 * (x - 0.4))
        };
        let root = bracketed(&f, -6.0, 6.0);
        assert!(f(root).abs() < 1e-11, "a root");
        assert!(count.get() < 30, "{} evaluations", count.get());
    }
}
