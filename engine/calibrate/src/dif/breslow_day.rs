//! Whether the odds ratio is the same at all abilities: Breslow and Day's test of non-uniform functioning.

use super::matching::{Comparison, Strata};
use crate::error::CalibrationError;
use crate::tails;

/// An item tested by Breslow and Day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreslowDay {
    /// Chi-squared statistic; NaN without a stratum that says anything.
    pub chi_square: f64,
    /// Degrees of freedom: strata in which both groups and both responses occur, less one.
    pub df: usize,
    /// Probability of a larger statistic if the odds ratio is the same everywhere.
    pub p: f64,
}

impl Comparison<'_> {
    /// Breslow & Day's (1980) test: `Σ (A − A*)²/V*`, where `A*` is the number of correct responses of the reference group
    /// that gives the stratum the common odds ratio with its margins, and `1/V* = 1/A* + 1/B* + 1/C* + 1/D*`. With
    /// `tarone`, less `(Σ(A − A*))²/ΣV*` (Tarone 1985), without which the statistic is a little too large. The common odds
    /// ratio is Mantel and Haenszel's over the strata that say something.
    ///
    /// # Errors
    /// An item of more than two categories; another number of anchors than items.
    pub fn breslow_day(&self, anchors: &[bool], tarone: bool) -> Result<Vec<BreslowDay>, CalibrationError> {
        (0..self.items()).map(|item| self.breslow_day_of(item, anchors, tarone)).collect()
    }

    /// One item, where others may have more categories.
    ///
    /// # Errors
    /// As [`breslow_day`](Self::breslow_day), of this item.
    pub fn breslow_day_of(&self, item: usize, anchors: &[bool], tarone: bool) -> Result<BreslowDay, CalibrationError> {
        self.check_item(item, anchors, "Breslow–Day")?;
        Ok(test(&self.strata(item, anchors), tarone))
    }
}

fn test(strata: &Strata, tarone: bool) -> BreslowDay {
    let tables: Vec<[f64; 4]> = strata
        .tables
        .iter()
        .map(super::matching::Stratum::fourfold)
        .filter(|[a, b, c, d]| a + b > 0.0 && c + d > 0.0 && a + c > 0.0 && b + d > 0.0)
        .collect();
    let (mut numerator, mut denominator) = (0.0, 0.0);
    for [a, b, c, d] in &tables {
        let total = a + b + c + d;
        numerator += a * d / total;
        denominator += b * c / total;
    }
    let odds_ratio = numerator / denominator;
    let (mut chi_square, mut excess, mut variance) = (0.0, 0.0, 0.0);
    for [a, b, c, d] in &tables {
        let (reference, focal, correct) = (a + b, c + d, a + c);
        let fitted = fitted(odds_ratio, reference, focal, correct);
        let parts = [fitted, reference - fitted, correct - fitted, focal - correct + fitted];
        let own = 1.0 / parts.iter().map(|part| 1.0 / part).sum::<f64>();
        chi_square += (a - fitted) * (a - fitted) / own;
        excess += a - fitted;
        variance += own;
    }
    if tarone {
        chi_square -= excess * excess / variance;
    }
    let df = tables.len().saturating_sub(1);
    let chi_square = if tables.is_empty() { f64::NAN } else { chi_square };
    BreslowDay { chi_square, df, p: tails::chi_square(chi_square, df as f64) }
}

/// The A with `A (F − M + A) = α (R − A)(M − A)` that leaves all cells positive; R and F the sizes of the groups, M the
/// correct responses.
fn fitted(odds_ratio: f64, reference: f64, focal: f64, correct: f64) -> f64 {
    let square = 1.0 - odds_ratio;
    let linear = focal - correct + odds_ratio * (reference + correct);
    let constant = -odds_ratio * reference * correct;
    // The root of A² square + A linear + constant that does not suffer from cancellation, nor from α = 1.
    let root = (linear * linear - 4.0 * square * constant).max(0.0).sqrt();
    -2.0 * constant / (linear + root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fitted_table_has_the_odds_ratio() {
        for odds_ratio in [0.2, 1.0, 1.0 + 1e-12, 3.7] {
            let (reference, focal, correct) = (30.0, 12.0, 25.0);
            let a = fitted(odds_ratio, reference, focal, correct);
            let (b, c) = (reference - a, correct - a);
            let d = focal - c;
            assert!(a > 0.0 && b > 0.0 && c > 0.0 && d > 0.0);
            assert!((a * d / (b * c) / odds_ratio - 1.0).abs() < 1e-10);
        }
    }
}
