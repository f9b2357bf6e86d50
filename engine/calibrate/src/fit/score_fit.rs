//! S-X²: observed and expected responses of persons with one sum score.

use super::collapse::{Table, collapse};
use super::rmsea::rmsea;
use super::space::Space;
use super::sum_scores::SumScores;
use super::{Predictions, float};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::tails;

/// Fit of an item (Orlando & Thissen 2000; for several categories Kang & Chen 2008).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreFit {
    /// `Σ (O − E)²/E` over sum scores and categories, after collapsing; NaN without degrees of freedom.
    pub statistic: f64,
    /// Cells less rows less the item's free parameters and the latent density's; 0 if that is negative.
    pub df: usize,
    /// Upper tail probability.
    pub p: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// Weighted number of persons without a missing response: the others are left out.
    pub persons: f64,
}

impl Calibration {
    /// S-X² of every item of a group's persons.
    ///
    /// Cells with less than one person expected are collapsed by R mirt's rule: score groups of one person join the
    /// next; categories join the smaller neighbour within a score; then scores join the neighbour with fewer persons.
    /// Expected counts are those of the latent density that was estimated; of bifactor and two-tier models by dimension reduction (Cai 2015).
    ///
    /// # Errors
    /// [`CalibrationError::NotDefined`] if nobody answered every item.
    pub fn score_fit(&self, responses: &Responses, group: usize) -> Result<Vec<ScoreFit>, CalibrationError> {
        let problem = &self.evaluator.problem;
        let instances = &problem.instance_of[group];
        let items = responses.items();
        let categories: Vec<usize> = instances.iter().map(|i| problem.instances[*i].shape.categories).collect();
        let highest: usize = categories.iter().map(|k| k - 1).sum();
        let mut observed: Vec<Table> = categories.iter().map(|k| vec![vec![0.0; *k]; highest + 1]).collect();
        let mut persons = 0.0;
        let mut of_score = vec![0.0; highest + 1];
        responses.each_complete(group, |weight, row| {
            let score: usize = row.iter().map(|(_, k)| k).sum();
            persons += weight;
            of_score[score] += weight;
            for (item, k) in row {
                observed[*item][score][*k] += weight;
            }
        });
        if persons <= 0.0 {
            return Err(CalibrationError::NotDefined { statistic: "S-X²", reason: "nobody answered every item" });
        }
        let predictions = Predictions::new(self);
        let space = Space::new(self, &predictions, group);
        let test = SumScores::new(&space, &predictions, instances, &categories);
        let marginal = test.marginal();
        let latent = problem.latent[group]..problem.latent[group] + crate::problem::latent_len(problem.dimensions());
        let latent_free = latent.filter(|at| problem.free.of[*at].is_some()).count();
        let fit = |item: usize| {
            let joint = test.with_category(item);
            let mut expected: Vec<Vec<Option<f64>>> = Vec::new();
            for score in 1..highest {
                let cell = |k: usize| {
                    let others = joint[k].get(score.checked_sub(k)?)?;
                    Some(of_score[score] * others / marginal[score])
                };
                expected.push((0..categories[item]).map(cell).collect());
            }
            let seen: Table = observed[item][1..highest].to_vec();
            let (seen, expected) = collapse(seen, &expected);
            let mut statistic = 0.0;
            let mut cells = 0_usize;
            for (o, e) in seen.iter().flatten().zip(expected.iter().flatten()) {
                if *e > 0.0 {
                    statistic += (o - e) * (o - e) / e;
                    cells += 1;
                }
            }
            let own = &problem.instances[instances[item]];
            let free = own.range().filter(|at| problem.free.of[*at].is_some()).count() + latent_free;
            let df = cells.saturating_sub(expected.len() + free);
            let statistic = if df == 0 { f64::NAN } else { statistic };
            let d = float(df);
            ScoreFit { statistic, df, p: tails::chi_square(statistic, d), rmsea: rmsea(statistic, d, persons), persons }
        };
        Ok((0..items).map(fit).collect())
    }
}
