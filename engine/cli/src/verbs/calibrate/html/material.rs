//! What several sections need: curves over a common grid, scores, and how things are called.

use thetis_calibrate::{CalibratedItem, Eap, Model};
use thetis_core::{Bank, Curves};
use thetis_plots::escape;
use thetis_responses::ResponseData;

use super::super::Found;

/// Points of a curve.
const POINTS: usize = 49;
/// Standard deviations that the grid reaches from the mean.
const REACH: f64 = 4.0;
/// Letters of an id in a plot.
const LETTERS: usize = 15;

/// A calibration, and what is drawn of it.
pub(super) struct Material<'f> {
    pub(super) found: &'f Found,
    /// The persons.
    pub(super) data: &'f ResponseData,
    /// EAP scores of the persons; empty if they cannot be scored.
    pub(super) scores: Vec<Eap>,
    /// Points of ability.
    pub(super) theta: Vec<f64>,
    pub(super) items: Vec<ItemCurves<'f>>,
    /// Latent dimensions.
    pub(super) dimensions: usize,
}

/// An item over the grid.
pub(super) struct ItemCurves<'f> {
    pub(super) calibrated: &'f CalibratedItem,
    /// Its id, with its group where groups have parameters of their own.
    pub(super) name: String,
    /// Probabilities: a list a category, over the grid. Empty if the engine refuses the item.
    pub(super) categories: Vec<Vec<f64>>,
    /// Where this category or a higher one has a probability of one half; of a dichotomous item, its b.
    pub(super) thresholds: Vec<f64>,
}

impl<'f> Material<'f> {
    pub(super) fn new(found: &'f Found, data: &'f ResponseData) -> Self {
        let calibration = &found.calibration;
        let dimensions = calibration.groups[0].mean.len();
        let (mean, sd) = (calibration.groups[0].mean[0], calibration.groups[0].covariance[0].sqrt());
        // Whole numbers at both ends.
        let (lower, upper) = ((mean - REACH * sd).floor(), (mean + REACH * sd).ceil());
        let step = (upper - lower) / (POINTS - 1) as f64;
        let theta: Vec<f64> = (0..POINTS).map(|point| lower + point as f64 * step).collect();
        let banks: Vec<Option<Bank>> =
            (0..calibration.groups.len()).map(|group| calibration.bank(group).ok()).collect();
        let several = calibration.items.iter().any(|item| item.group.is_some());
        let items = calibration.items.iter().map(|item| {
            let group = item.group.unwrap_or(0);
            let id = &data.responses.ids()[item.item];
            let name = match item.group {
                Some(group) if several => format!("{id} ({})", data.responses.groups()[group]),
                _ => id.clone(),
            };
            let curve =
                |x: f64| banks[group].as_ref().map_or_else(Vec::new, |bank| probabilities(bank, item, dimensions, x));
            let at_points: Vec<Vec<f64>> = theta.iter().map(|x| curve(*x)).collect();
            let count = at_points[0].len();
            let categories: Vec<Vec<f64>> = (0..count).map(|k| at_points.iter().map(|p| p[k]).collect()).collect();
            let thresholds = if count == 0 { Vec::new() } else { thresholds(item, count, &curve) };
            ItemCurves { calibrated: item, name, categories, thresholds }
        });
        let items = items.collect();
        let scores = calibration.eap(&data.responses).unwrap_or_default();
        Self { found, data, scores, theta, items, dimensions }
    }

    /// Lower and upper end of the grid.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.theta[0], self.theta[self.theta.len() - 1])
    }

    /// Whether there is one dimension, as test information and the Wright map ask.
    pub(super) fn is_one_dimensional(&self) -> bool {
        self.dimensions == 1
    }

    /// The name of a dimension, where there are several.
    pub(super) fn dimension(&self, dimension: usize) -> Option<&str> {
        let names = &self.found.dimensions.names;
        (self.dimensions > 1).then(|| names.get(dimension).map_or("", String::as_str))
    }

    /// Mean and standard deviation of the persons' scores, weighted.
    pub(super) fn score_moments(&self) -> Option<(f64, f64)> {
        let responses = &self.data.responses;
        let total = responses.total_weight();
        let weighted = |value: &dyn Fn(f64) -> f64| -> f64 {
            self.scores.iter().enumerate().map(|(person, score)| responses.weight(person) * value(score.theta[0])).sum()
        };
        if self.scores.is_empty() || total <= 0.0 {
            return None;
        }
        let mean = weighted(&|theta| theta) / total;
        Some((mean, (weighted(&|theta| (theta - mean) * (theta - mean)) / total).sqrt()))
    }

    /// The models in use, as words.
    pub(super) fn models(&self) -> String {
        let mut models: Vec<Model> = self.items.iter().map(|item| item.calibrated.model).collect();
        models.sort_unstable();
        models.dedup();
        let names: Vec<&str> = models.into_iter().map(in_words).collect();
        names.join(" and ")
    }
}

impl ItemCurves<'_> {
    /// The model as reports call it.
    pub(super) fn model(&self) -> &'static str {
        short(self.calibrated.model)
    }

    /// Expected score as part of the highest.
    pub(super) fn expected(&self) -> Vec<f64> {
        let highest = self.categories.len().saturating_sub(1).max(1) as f64;
        let points = self.categories.first().map_or(0, Vec::len);
        (0..points)
            .map(|point| self.categories.iter().enumerate().map(|(k, p)| k as f64 * p[point]).sum::<f64>() / highest)
            .collect()
    }

    /// Whether categories have an order that its scores follow.
    pub(super) fn is_ordered(&self) -> bool {
        self.calibrated.model != Model::Nominal
    }
}

/// Category probabilities at a point of the item's first dimension, all others at 0.
fn probabilities(bank: &Bank, item: &CalibratedItem, dimensions: usize, x: f64) -> Vec<f64> {
    let mut theta = vec![0.0; dimensions.max(bank.dimensions())];
    theta[item.dimensions.first().map_or(0, |dimension| *dimension as usize)] = x;
    let mut curves = Curves::new();
    bank.curves(u32::try_from(item.item).unwrap_or(u32::MAX), &theta, &mut curves);
    curves.categories().iter().map(|category| category.probability).collect()
}

/// Where a response in a category or a higher one has a probability of one half; of dichotomous items, their b. `NaN`
/// where there is no such ability within reach.
fn thresholds(item: &CalibratedItem, categories: usize, curve: &dyn Fn(f64) -> Vec<f64>) -> Vec<f64> {
    /// Abilities between which thresholds are looked for.
    const END: f64 = 60.0;
    const HALVINGS: u32 = 48;
    if item.model == Model::Nominal {
        return Vec::new();
    }
    // b, or b1, b2 … of graded items: known, and with asymptotes P = ½ lies elsewhere.
    if item.model.is_dichotomous() || item.model == Model::Graded {
        let of_places = item.irt.names.iter().zip(&item.irt.values).filter(|(name, _)| name.starts_with('b'));
        let known: Vec<f64> = of_places.map(|(_, value)| *value).collect();
        if known.len() + 1 == categories {
            return known;
        }
    }
    let reached = |x: f64, k: usize| curve(x)[k..].iter().sum::<f64>() > 0.5;
    (1..categories)
        .map(|k| {
            let (mut low, mut high) = (-END, END);
            if reached(low, k) || !reached(high, k) {
                return f64::NAN;
            }
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(low, high);
                if reached(middle, k) { high = middle } else { low = middle }
            }
            f64::midpoint(low, high)
        })
        .collect()
}

/// An id as a plot has room for it.
pub(super) fn shortened(id: &str) -> String {
    if id.chars().count() <= LETTERS {
        return id.to_owned();
    }
    let half = LETTERS / 2;
    let (start, end): (String, Vec<char>) = (id.chars().take(half).collect(), id.chars().rev().take(half).collect());
    format!("{start}…{}", end.iter().rev().collect::<String>())
}

/// Words for a flag.
pub(super) fn flag(words: &str) -> String {
    format!("<span class=\"flag\">{}</span>", escape(words))
}

/// A probability as papers print it.
pub(super) fn probability(p: f64) -> String {
    if p.is_finite() && p < 0.001 { "&lt;\u{a0}0.001".to_owned() } else { thetis_plots::decimal(p, 3) }
}

/// `one` or `many` of them.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thetis_plots::whole(count as u64), if count == 1 { one } else { many })
}

fn in_words(model: Model) -> &'static str {
    match model {
        Model::Rasch => "Rasch model",
        Model::OneParameter => "one-parameter logistic model (1PL)",
        Model::TwoParameter => "two-parameter logistic model (2PL)",
        Model::ThreeParameter => "three-parameter logistic model (3PL)",
        Model::FourParameter => "four-parameter logistic model (4PL)",
        Model::Graded => "graded response model (GRM)",
        Model::PartialCredit => "partial credit model (PCM)",
        Model::GeneralisedPartialCredit => "generalised partial credit model (GPCM)",
        Model::RatingScale => "rating scale model (RSM)",
        Model::Nominal => "nominal response model (NRM)",
    }
}

fn short(model: Model) -> &'static str {
    match model {
        Model::Rasch => "Rasch",
        Model::OneParameter => "1PL",
        Model::TwoParameter => "2PL",
        Model::ThreeParameter => "3PL",
        Model::FourParameter => "4PL",
        Model::Graded => "GRM",
        Model::PartialCredit => "PCM",
        Model::GeneralisedPartialCredit => "GPCM",
        Model::RatingScale => "RSM",
        Model::Nominal => "NRM",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_keep_both_ends() {
        assert_eq!(shortened("q1"), "q1");
        assert_eq!(shortened("listening_comprehension_07"), "listeni…sion_07");
    }

    #[test]
    fn small_probabilities_are_not_zero() {
        assert_eq!([0.04, 0.0004, f64::NAN].map(probability), ["0.040", "&lt;\u{a0}0.001", "–"]);
        assert_eq!(counted(1, "item", "items"), "1 item");
    }
}
