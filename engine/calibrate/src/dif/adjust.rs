//! Probabilities of many tests, adjusted for their number.

/// How probabilities are adjusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjustment {
    /// They are not: of items without differential functioning, the level's share is flagged.
    #[default]
    None,
    /// Benjamini & Hochberg (1995): bounds the expected share of false flags among all flags.
    BenjaminiHochberg,
    /// Holm (1979): bounds the probability of any false flag.
    Holm,
}

/// The probabilities, adjusted; a test is flagged where its own is below the level. In ascending order `p₁ ≤ p₂ ≤ … ≤ p_m`:
///
/// - Benjamini–Hochberg: `min_{j ≥ i} m p_j/j`
/// - Holm: `max_{j ≤ i} (m − j + 1) p_j`
///
/// each at most 1, as R's `p.adjust`. A probability that is NaN stays so and is not counted among the m.
///
/// ```
/// use thetis_calibrate::dif::{Adjustment, adjusted};
/// let holm = adjusted(&[0.01, 0.04, 0.03], Adjustment::Holm);
/// assert!(holm.iter().zip([0.03, 0.06, 0.06]).all(|(x, y)| (x - y).abs() < 1e-12));
/// ```
#[must_use]
pub fn adjusted(probabilities: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).filter(|place| !probabilities[*place].is_nan()).collect();
    order.sort_by(|x, y| probabilities[*x].total_cmp(&probabilities[*y]));
    let count = order.len();
    let mut adjusted = probabilities.to_vec();
    match adjustment {
        Adjustment::None => {}
        Adjustment::BenjaminiHochberg => {
            let mut least = 1.0_f64;
            for (rank, place) in order.into_iter().enumerate().rev() {
                least = least.min(probabilities[place] * count as f64 / (rank + 1) as f64);
                adjusted[place] = least;
            }
        }
        Adjustment::Holm => {
            let mut most = 0.0_f64;
            for (rank, place) in order.into_iter().enumerate() {
                most = most.max(probabilities[place] * (count - rank) as f64).min(1.0);
                adjusted[place] = most;
            }
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "BH")` gives 0.05 five times; "holm" 0.05, 0.08, 0.09, 0.09,
    /// 0.09 (help page of `p.adjust`, its formulas applied).
    #[test]
    fn both_methods_follow_their_formulas() {
        let p = [0.03, 0.01, 0.05, 0.02, 0.04];
        for found in adjusted(&p, Adjustment::BenjaminiHochberg) {
            assert!((found - 0.05).abs() < 1e-12, "{found}");
        }
        let holm = adjusted(&p, Adjustment::Holm);
        for (found, expected) in holm.iter().zip([0.09, 0.05, 0.09, 0.08, 0.09]) {
            assert!((found - expected).abs() < 1e-12, "{holm:?}");
        }
        let unequal = adjusted(&[0.001, 0.9, 0.02], Adjustment::BenjaminiHochberg);
        assert!(unequal.iter().zip([0.003, 0.9, 0.03]).all(|(x, y)| (x - y).abs() < 1e-12), "{unequal:?}");
    }

    #[test]
    fn what_is_not_a_number_does_not_count() {
        let found = adjusted(&[f64::NAN, 0.02, 0.8], Adjustment::Holm);
        assert!(found[0].is_nan() && (found[1] - 0.04).abs() < 1e-12 && (found[2] - 0.8).abs() < 1e-12, "{found:?}");
        assert_eq!(adjusted(&[0.3, 0.2], Adjustment::None), [0.3, 0.2]);
    }
}
