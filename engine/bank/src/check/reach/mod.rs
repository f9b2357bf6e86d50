//! Whether stopping rules can be met: the best case, computed with the engine's own information.

mod classification;

use std::ops::Range;

use thetis_core as core;

use crate::{
    read::BANK_FILE,
    types::{Confidence, Design, Dimension, ItemBank, SmallChange, StandardErrorBound, StopRule},
};

use super::{Code, Place, Report};

/// Points of θ, over the range of estimates, at which information is evaluated in each dimension.
const GRID_POINTS: u32 = 121;

/// How far below the bound `1/√information` a standard error may fall, relatively: a posterior standard
/// deviation is not exactly that, and the grid may miss the very top of a peak. A rule is called
/// unreachable only where this does not help.
const STANDARD_ERROR_SLACK: f64 = 0.05;

/// Warns of rules of this design that no test, or every test, meets at once.
pub(super) fn check(bank: &ItemBank, name: &str, design: &Design, test: &core::Test, report: &mut Report) {
    if let Some(rule) = &design.stop.when {
        let best_case = BestCase::new(&bank.dimensions, design, test);
        best_case.rule(name, rule, report);
    }
}

struct BestCase<'a> {
    dimensions: &'a [Dimension],
    bank: &'a core::Bank,
    /// Cut scores of each dimension; empty where the design has none.
    cuts: &'a [Vec<f64>],
    /// The items the design can use.
    items: Vec<u32>,
    /// Most scored items.
    max_items: usize,
    /// Most items, pilots among them.
    max_steps: u32,
    /// What the prior adds to the information of each dimension; 0 where the estimator has none.
    prior: Vec<f64>,
    /// `points[k]`: values of θ_k.
    points: Vec<f64>,
}

impl<'a> BestCase<'a> {
    fn new(dimensions: &'a [Dimension], design: &Design, test: &'a core::Test) -> Self {
        let bank = test.bank();
        let core::Stop { max_items: max_steps, .. } = test.design().stop;
        let max_items = max_steps.saturating_sub(test.design().blueprint.pilot.items) as usize;
        let items: Vec<u32> = match &test.design().selection.criterion {
            core::Criterion::FixedOrder(order) => {
                let start = &test.design().start.items;
                let others = order.iter().filter(|item| !start.contains(item));
                start.iter().chain(others).copied().take(max_items).collect()
            }
            _ => (0..bank.len()).filter(|item| bank.is_available(*item)).collect(),
        };
        let estimation = &test.design().estimation;
        let uses_prior = matches!(estimation.estimator, core::Estimator::Map | core::Estimator::Eap)
            || estimation.standard_error == core::StandardErrorKind::Posterior;
        let prior = match design.estimate.confidence {
            _ if !uses_prior => vec![0.0; bank.dimensions()],
            Confidence::Joint => precision_diagonal(bank.prior()),
            // Each dimension by itself: correlations are set aside.
            Confidence::PriorMean | Confidence::Off => variances(bank.prior()).map(f64::recip).collect(),
        };
        let (lower, upper) = estimation.range;
        let step = (upper - lower) / f64::from(GRID_POINTS - 1);
        let points = (0..GRID_POINTS).map(|point| lower + f64::from(point) * step).collect();
        let cuts = &test.design().cuts;
        Self { dimensions, bank, cuts, items, max_items, max_steps, prior, points }
    }

    fn rule(&self, name: &str, rule: &StopRule, report: &mut Report) {
        match rule {
            StopRule::StandardErrorAtMost(StandardErrorBound::Every(bound)) => {
                self.standard_error(name, *bound, 0..self.bank.dimensions(), report);
            }
            StopRule::StandardErrorAtMost(StandardErrorBound::Dimension { dimension, value }) => {
                if let Some(place) = self.dimensions.iter().position(|declared| declared.id == *dimension) {
                    self.standard_error(name, *value, place..place + 1, report);
                }
            }
            StopRule::InformationBelow(bound) => self.information(name, *bound, report),
            StopRule::Any(rules) | StopRule::All(rules) => {
                rules.iter().for_each(|rule| self.rule(name, rule, report));
            }
            StopRule::ChangeAtMost(SmallChange { steps, .. }) | StopRule::PlateauAtMost(SmallChange { steps, .. }) => {
                self.steps(name, rule.name(), *steps, report);
            }
            StopRule::ClassifiedBySprt(rates) => self.sequential_test(name, rule.name(), *rates, false, report),
            StopRule::ClassifiedByLikelihoodRatio(rates) => {
                self.sequential_test(name, rule.name(), *rates, true, report);
            }
            // Far enough from every cut score, or with a wide enough reduction or time, these always hold.
            StopRule::PredictedReduction(_)
            | StopRule::SecondsAtLeast(_)
            | StopRule::ClassifiedByInterval(_)
            | StopRule::ClassifiedByPosterior(_) => {}
        }
    }

    /// A rule that looks back over as many steps as a test has never holds before the test is over: the first
    /// step has none before it.
    fn steps(&self, name: &str, rule: &str, steps: u32, report: &mut Report) {
        if steps >= self.max_steps {
            Place::file(BANK_FILE).report(
                report,
                Code::UnreachableSteps,
                format!(
                    "design {name}: {rule} looks back over {steps} steps, but a test has {} items at most",
                    self.max_steps
                ),
                "lower steps or raise maxItems",
            );
        }
    }

    /// With `M` the information of a test and its prior, `SE_k² = (M⁻¹)_kk ≥ 1 / M_kk`: so many items at
    /// least as it takes to bring `M_kk` to `1 / SE²`, whatever the other dimensions.
    fn standard_error(&self, name: &str, bound: f64, dimensions: Range<usize>, report: &mut Report) {
        let needed = (bound * (1.0 + STANDARD_ERROR_SLACK)).powi(-2);
        let mut total = 0;
        let mut most = 0;
        for dimension in dimensions {
            let Some(count) = self.fewest_items(dimension, needed) else {
                let best = self.best_standard_error(dimension);
                self.warn_standard_error(
                    name,
                    format!(
                        "all usable items of {} together reach about {best:.3} at best",
                        self.dimensions[dimension].id
                    ),
                    bound,
                    report,
                );
                return;
            };
            total += count;
            most = most.max(count);
        }
        // Items of one dimension each count for that dimension alone.
        let each_its_own = self.items.iter().all(|item| self.bank.item(*item).dimensions().len() == 1);
        let fewest = if each_its_own { total } else { most };
        if fewest > self.max_items {
            self.warn_standard_error(
                name,
                format!("it takes about {fewest} items or more, and maxItems is {}", self.max_steps),
                bound,
                report,
            );
        }
    }

    fn warn_standard_error(&self, name: &str, why: String, bound: f64, report: &mut Report) {
        Place::file(BANK_FILE).report(
            report,
            Code::UnreachableStandardError,
            format!("design {name}: a standard error of {bound} is out of reach: {why}"),
            "raise standardErrorAtMost or maxItems, or add items that discriminate better",
        );
    }

    fn information(&self, name: &str, bound: f64, report: &mut Report) {
        let most = self.items.iter().map(|item| self.most_information(*item)).fold(0.0, f64::max);
        if bound > most {
            Place::file(BANK_FILE).report(
                report,
                Code::ImmediateInformationRule,
                format!(
                    "design {name}: informationBelow is {bound}, but no item offers more than {most:.3} at any ability, so the rule always holds"
                ),
                "lower informationBelow",
            );
        }
    }

    /// Information in one dimension of an item at each point: `a_k² / |a|²` of its trace.
    ///
    /// An item of several dimensions counts with its largest value along the axis wherever it is, which
    /// errs to the side of a test that can do it.
    fn profile(&self, item: u32, dimension: usize) -> Option<Vec<f64>> {
        let view = self.bank.item(item);
        let square: f64 = view.slopes().iter().map(|a| a * a).sum();
        let index = view.dimensions().iter().position(|k| *k as usize == dimension)?;
        let share = view.slopes()[index].powi(2) / square;
        let mut theta = self.bank.prior().mean().to_vec();
        let mut values: Vec<f64> = self
            .points
            .iter()
            .map(|point| {
                theta[dimension] = *point;
                self.bank.information(item, &theta) * share
            })
            .collect();
        if view.dimensions().len() > 1 {
            let most = values.iter().copied().fold(0.0, f64::max);
            values.fill(most);
        }
        Some(values)
    }

    fn profiles(&self, dimension: usize) -> Vec<Vec<f64>> {
        self.items.iter().filter_map(|item| self.profile(*item, dimension)).collect()
    }

    /// Fewest items that bring the information in a dimension to `needed` at the best θ.
    fn fewest_items(&self, dimension: usize, needed: f64) -> Option<usize> {
        let profiles = self.profiles(dimension);
        (0..self.points.len())
            .filter_map(|point| {
                let mut values: Vec<f64> = profiles.iter().map(|profile| profile[point]).collect();
                values.sort_by(|a, b| b.total_cmp(a));
                let mut sum = self.prior[dimension];
                if sum >= needed {
                    return Some(0);
                }
                values
                    .iter()
                    .position(|value| {
                        sum += value;
                        sum >= needed
                    })
                    .map(|index| index + 1)
            })
            .min()
    }

    fn best_standard_error(&self, dimension: usize) -> f64 {
        let profiles = self.profiles(dimension);
        let most = (0..self.points.len())
            .map(|point| profiles.iter().map(|profile| profile[point]).sum::<f64>())
            .fold(0.0, f64::max);
        (most + self.prior[dimension]).sqrt().recip()
    }

    fn most_information(&self, item: u32) -> f64 {
        let dimensions = self.bank.item(item).dimensions();
        let mut theta = self.bank.prior().mean().to_vec();
        let mut most = 0.0_f64;
        for dimension in dimensions.iter().map(|k| *k as usize) {
            let mean = theta[dimension];
            for point in &self.points {
                theta[dimension] = *point;
                most = most.max(self.bank.information(item, &theta));
            }
            theta[dimension] = mean;
        }
        most
    }
}

/// The diagonal of the prior's covariance.
fn variances(prior: &core::MultivariateNormal) -> impl Iterator<Item = f64> {
    prior.covariance().iter().copied().step_by(prior.dimensions() + 1)
}

/// The diagonal of the inverse of the prior's covariance, by Gauss–Jordan elimination: the engine has
/// made sure that the matrix is positive definite, so no pivot is 0.
fn precision_diagonal(prior: &core::MultivariateNormal) -> Vec<f64> {
    let size = prior.dimensions();
    let mut left = prior.covariance().to_vec();
    let mut right: Vec<f64> = core::MultivariateNormal::standard(u32::try_from(size).unwrap_or(0))
        .map(|standard| standard.covariance().to_vec())
        .unwrap_or_default();
    for pivot in 0..size {
        let scale = left[pivot * size + pivot].recip();
        for column in 0..size {
            left[pivot * size + column] *= scale;
            right[pivot * size + column] *= scale;
        }
        for row in (0..size).filter(|row| *row != pivot) {
            let factor = left[row * size + pivot];
            for column in 0..size {
                left[row * size + column] -= factor * left[pivot * size + column];
                right[row * size + column] -= factor * right[pivot * size + column];
            }
        }
    }
    (0..size).map(|index| right[index * size + index]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_of_a_correlated_prior() {
        // The inverse of [[1, r], [r, 1]] has 1 / (1 − r²) on its diagonal.
        let prior = core::MultivariateNormal::new(vec![0.0; 2], vec![1.0, 0.6, 0.6, 1.0]).expect("a prior");
        for value in precision_diagonal(&prior) {
            assert!((value - 1.0 / 0.64).abs() < 1e-12, "{value}");
        }
    }
}
