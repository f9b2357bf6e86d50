//! Mantel and Haenszel's common odds ratio, with ETS's classes.

use super::matching::{Comparison, Strata};
use crate::error::CalibrationError;
use crate::tails;

/// ETS's classes of differential item functioning (Zieky 1993; Dorans & Holland 1993), by the MH delta difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EtsClass {
    /// Negligible: below 1 in size, or not different from 0 at the 5 % level.
    A,
    /// Moderate: neither A nor C.
    B,
    /// Large: 1.5 or more in size, and by more than 1 at the 5 % level, one-sided.
    C,
}

/// An item compared by Mantel and Haenszel's method. NaN (and no class) where no stratum has persons of both groups and
/// both responses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MantelHaenszel {
    /// Chi-squared statistic with one degree of freedom.
    pub chi_square: f64,
    /// Its probability without differential functioning.
    pub p: f64,
    /// Common odds ratio α: odds of the reference group over odds of the focal group. Above 1, the item is harder for
    /// the focal group.
    pub odds_ratio: f64,
    /// Variance of `ln α` (Phillips & Holland 1987).
    pub log_variance: f64,
    /// `MH D-DIF = −2.35 ln α` on ETS's delta scale. Below 0, the item is harder for the focal group.
    pub delta: f64,
    /// Standard error of `delta`.
    pub delta_error: f64,
    /// ETS's class. (difR goes by the size of `delta` alone.)
    pub class: Option<EtsClass>,
}

/// Logits of odds to units of delta.
const DELTA: f64 = -2.35;
/// 5 % quantile of the normal distribution, one-sided.
const ONE_SIDED: f64 = 1.644_853_626_951_472_6;
/// Bounds of ETS's classes, delta.
const MODERATE: f64 = 1.0;
const LARGE: f64 = 1.5;

impl Comparison<'_> {
    /// Mantel–Haenszel (Mantel & Haenszel 1959; Holland & Thayer 1988), item by item. In stratum j with correct and wrong
    /// A, B of the reference and C, D of the focal group, T in all:
    ///
    /// - `χ² = (|Σ(A − E A)| − ½)²/Σ Var A`, without the ½ if not `corrected`; the margins given, `E A = (A+B)(A+C)/T` and
    ///   `Var A = (A+B)(C+D)(A+C)(B+D)/(T²(T−1))`
    /// - `α = Σ(A D/T)/Σ(B C/T)`
    /// - `Var ln α = Σ (AD + αBC)(A + D + α(B + C))/T² / (2 (Σ AD/T)²)`
    ///
    /// `anchors` says which items make up the sum that persons are matched on; the item itself is always in it.
    ///
    /// # Errors
    /// An item of more than two categories; another number of anchors than items.
    pub fn mantel_haenszel(&self, anchors: &[bool], corrected: bool) -> Result<Vec<MantelHaenszel>, CalibrationError> {
        (0..self.items()).map(|item| self.mantel_haenszel_of(item, anchors, corrected)).collect()
    }

    /// One item, where others may have more categories.
    ///
    /// # Errors
    /// As [`mantel_haenszel`](Self::mantel_haenszel), of this item.
    pub fn mantel_haenszel_of(
        &self,
        item: usize,
        anchors: &[bool],
        corrected: bool,
    ) -> Result<MantelHaenszel, CalibrationError> {
        self.check_item(item, anchors, "Mantel–Haenszel")?;
        Ok(test(&self.strata(item, anchors), corrected))
    }
}

fn test(strata: &Strata, corrected: bool) -> MantelHaenszel {
    let (mut excess, mut variance) = (0.0, 0.0);
    let (mut numerator, mut denominator) = (0.0, 0.0);
    for stratum in &strata.tables {
        let [a, b, c, d] = stratum.fourfold();
        let total = a + b + c + d;
        numerator += a * d / total;
        denominator += b * c / total;
        if total > 1.0 {
            excess += a - (a + b) * (a + c) / total;
            variance += (a + b) * (c + d) * (a + c) * (b + d) / (total * total * (total - 1.0));
        }
    }
    let distance = excess.abs() - if corrected { 0.5 } else { 0.0 };
    // Without a stratum that says something, ½² over nothing would be infinitely significant.
    let chi_square = if variance > 0.0 { distance * distance / variance } else { f64::NAN };
    let odds_ratio = numerator / denominator;
    let mut spread = 0.0;
    for stratum in &strata.tables {
        let [a, b, c, d] = stratum.fourfold();
        let total = a + b + c + d;
        spread += (a * d + odds_ratio * b * c) * (a + d + odds_ratio * (b + c)) / (total * total);
    }
    let log_variance = spread / (2.0 * numerator * numerator);
    let delta = DELTA * libm::log(odds_ratio);
    let p = tails::chi_square(chi_square, 1.0);
    let delta_error = DELTA.abs() * log_variance.sqrt();
    let class = p.is_finite().then(|| {
        let beyond = (delta.abs() - MODERATE) / delta_error;
        let differs = tails::two_sided(delta / delta_error) < 0.05;
        if delta.abs() >= LARGE && beyond > ONE_SIDED {
            EtsClass::C
        } else if delta.abs() >= MODERATE && differs {
            EtsClass::B
        } else {
            EtsClass::A
        }
    });
    MantelHaenszel { chi_square, p, odds_ratio, log_variance, delta, delta_error, class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Responses;

    /// Persons of the two groups never have the same score.
    #[test]
    fn without_matched_persons_there_is_no_statistic() {
        let cells = vec![0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1];
        let ids = ["a", "b", "c"].map(String::from).to_vec();
        let data = Responses::dense(ids, cells)
            .and_then(|data| data.with_groups(vec!["r".into(), "f".into()], vec![0, 0, 1, 1]))
            .expect("the table is sound");
        let comparison = Comparison::new(&data, 0, 1).expect("two groups");
        for found in comparison.mantel_haenszel(&[true; 3], true).expect("two categories") {
            assert!(found.chi_square.is_nan() && found.p.is_nan() && found.class.is_none(), "{found:?}");
        }
    }
}
