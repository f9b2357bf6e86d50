//! Items with any number of categories: Mantel's test, the generalised Mantel–Haenszel test, standardised differences.

use super::matching::{Comparison, Strata};
use crate::error::CalibrationError;
use crate::linear::{Square, factor, solve};
use crate::tails;

/// An item of any number of categories, compared. NaN where no stratum has persons of both groups and two categories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolytomousDif {
    /// Mantel's (1963) chi-squared statistic, one degree of freedom: whether scores differ. Of a dichotomous item it is
    /// Mantel and Haenszel's without correction.
    pub mantel: f64,
    /// Its probability without differential functioning.
    pub mantel_p: f64,
    /// The generalised Mantel–Haenszel statistic (Somes 1986): whether categories differ, in whatever order.
    pub generalised: f64,
    /// Its degrees of freedom: categories that occur, less one.
    pub df: usize,
    /// Its probability.
    pub generalised_p: f64,
    /// Standardised mean difference of scores, focal less reference, weighted as the focal group is distributed (Dorans &
    /// Schmitt 1991). Below 0, the focal group scores lower.
    pub mean_difference: f64,
    /// The same in units of the item's standard deviation in both groups together; from 0.17 in size moderate, from 0.25
    /// large (Zwick, Thayer & Mazzeo 1997).
    pub effect_size: f64,
}

impl Comparison<'_> {
    /// Compare items of any number of categories, matched as for [`mantel_haenszel`](Self::mantel_haenszel).
    ///
    /// Mantel: with F the sum of the focal group's scores, `χ² = (Σ(F − E F))²/Σ Var F`, where of a stratum's T persons with
    /// scores y, `E F = n_F Σy/T` and `Var F = n_R n_F (T Σy² − (Σy)²)/(T² (T − 1))`. Generalised: the same for the vector of
    /// the reference group's numbers in all categories but one, with their hypergeometric covariances.
    ///
    /// # Errors
    /// Another number of anchors than items.
    pub fn polytomous(&self, anchors: &[bool]) -> Result<Vec<PolytomousDif>, CalibrationError> {
        self.check_anchors(anchors)?;
        Ok((0..self.items()).map(|item| compare(&self.strata(item, anchors))).collect())
    }
}

fn compare(strata: &Strata) -> PolytomousDif {
    let categories = strata.tables.first().map_or(0, |stratum| stratum.focal.len());
    let (mut excess, mut variance) = (0.0, 0.0);
    let (mut difference, mut focal_weight) = (0.0, 0.0);
    let mut all = vec![0.0; categories];
    let mut informative = vec![0.0; categories];
    let mut residual = vec![0.0; categories];
    let mut covariance = Square::zeros(categories);
    let mean = |counts: &[f64], n: f64| counts.iter().enumerate().map(|(k, count)| k as f64 * count).sum::<f64>() / n;
    for stratum in &strata.tables {
        let (reference, focal) = (&stratum.reference, &stratum.focal);
        let both: Vec<f64> = reference.iter().zip(focal).map(|(r, f)| r + f).collect();
        all.iter_mut().zip(&both).for_each(|(all, both)| *all += both);
        let (n_r, n_f) = (reference.iter().sum::<f64>(), focal.iter().sum::<f64>());
        let total = n_r + n_f;
        if n_r <= 0.0 || n_f <= 0.0 || total <= 1.0 {
            continue;
        }
        difference += n_f * (mean(focal, n_f) - mean(reference, n_r));
        focal_weight += n_f;
        let sum = mean(&both, 1.0);
        let squares: f64 = both.iter().enumerate().map(|(k, count)| (k * k) as f64 * count).sum();
        excess += mean(focal, 1.0) - n_f * sum / total;
        variance += n_r * n_f * (total * squares - sum * sum) / (total * total * (total - 1.0));
        let scale = n_r * n_f / (total * total * (total - 1.0));
        for k in 0..categories {
            informative[k] += both[k];
            residual[k] += reference[k] - n_r * both[k] / total;
            covariance.add(k, k, scale * total * both[k]);
            for l in 0..categories {
                covariance.add(k, l, -scale * both[k] * both[l]);
            }
        }
    }
    let mantel = excess * excess / variance;
    // All categories that occur but the last of them: their numbers have a fixed sum.
    let occurring: Vec<usize> = (0..categories).filter(|k| informative[*k] > 0.0).collect();
    let df = occurring.len().saturating_sub(1);
    let generalised = quadratic_form(&residual, &covariance, &occurring[..df]);
    let persons: f64 = all.iter().sum();
    let centre = mean(&all, persons);
    let spread = all.iter().enumerate().map(|(k, n)| n * (k as f64 - centre).powi(2)).sum::<f64>() / (persons - 1.0);
    let mean_difference = difference / focal_weight;
    PolytomousDif {
        mantel,
        mantel_p: tails::chi_square(mantel, 1.0),
        generalised,
        df,
        generalised_p: tails::chi_square(generalised, df as f64),
        mean_difference,
        effect_size: mean_difference / spread.sqrt(),
    }
}

/// `x′ V⁻¹ x` over some places; NaN if there is none, or V can't be inverted.
fn quadratic_form(x: &[f64], covariance: &Square, places: &[usize]) -> f64 {
    if places.is_empty() {
        return f64::NAN;
    }
    let mut part = Square::zeros(places.len());
    for (i, k) in places.iter().enumerate() {
        for (j, l) in places.iter().enumerate() {
            part.set(i, j, covariance.get(*k, *l));
        }
    }
    let Ok(root) = factor(&part) else { return f64::NAN };
    let kept: Vec<f64> = places.iter().map(|k| x[*k]).collect();
    let mut solved = kept.clone();
    solve(&root, &mut solved);
    solved.iter().zip(&kept).map(|(solved, x)| solved * x).sum()
}
