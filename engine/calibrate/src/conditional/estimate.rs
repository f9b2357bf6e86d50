//! Items by Newton's method, with standard errors.

use super::check;
use super::design::{Design, RaschModel};
use super::likelihood::{Observed, likelihood};
use super::symmetric::Order;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::linear::{Square, factor, inverse, solve};

/// Where the scale has its zero; nothing in the data says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// As R eRm: for the Rasch model the difficulties, for partial credit the cumulative easinesses of all categories,
    /// for rating scales the difficulties of first steps sum to zero.
    Erm,
    /// The mean of all thresholds is zero.
    Thresholds,
}

/// An item, estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalItem {
    /// Its id.
    pub id: String,
    /// Step difficulties δ₁, δ₂, …, logits: where two neighbouring categories are equally likely. Of a dichotomous item
    /// the difficulty.
    pub thresholds: Vec<f64>,
    /// Their standard errors.
    pub threshold_errors: Vec<f64>,
    /// Cumulative easinesses `w_k = −Σ_{j≤k} δ_j` of categories 1, 2, …: eRm's `betapar`.
    pub easiness: Vec<f64>,
    /// Their standard errors.
    pub easiness_errors: Vec<f64>,
}

/// Items estimated by conditional maximum likelihood.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// The model.
    pub model: RaschModel,
    /// Where the scale has its zero.
    pub centre: Centre,
    /// Conditional log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Number of free parameters.
    pub parameters: usize,
    /// Newton steps taken.
    pub rounds: u32,
    /// Largest absolute derivative of the log-likelihood where the search ended.
    pub gradient: f64,
    /// Weight of the persons who say something of the items: all but those with the lowest or highest score.
    pub persons: f64,
    /// Sets of items that were answered together.
    pub patterns: usize,
    /// The items.
    pub items: Vec<ConditionalItem>,
    pub(super) design: Design,
    /// Of all cumulative easinesses.
    covariance: Square,
}

/// Newton steps at most. The likelihood is concave; more than twenty mean that it has no maximum.
const ROUNDS: u32 = 100;
/// Halvings of a Newton step at most.
const HALVINGS: u32 = 40;
/// Expected gain of a Newton step at which it is the last. The error left is the square of its root, in standard errors.
const LAST_GAIN: f64 = 1e-12;
/// Rounding of a log-likelihood, as a part of it: a gain below that cannot be told from none.
const ROUNDING: f64 = 4.0 * f64::EPSILON;
/// Largest last step, logits. Below `LAST_GAIN`, a larger one means standard errors above a thousand.
const LARGEST_LAST: f64 = 1e-3;
/// Largest easiness, logits: beyond it, there is no maximum.
const LARGEST: f64 = 100.0;

/// Estimate items by conditional maximum likelihood, centred as eRm does.
///
/// ```
/// use thetis_calibrate::Responses;
/// use thetis_calibrate::conditional::{RaschModel, conditional};
/// let cells = vec![1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1];
/// let responses = Responses::dense(vec!["a".into(), "b".into(), "c".into()], cells)?;
/// let items = conditional(&responses, RaschModel::Rasch)?;
/// // Four solved a, three b, two c.
/// let difficulty = |item: usize| items.items[item].thresholds[0];
/// assert!(difficulty(0) < difficulty(1) && difficulty(1) < difficulty(2));
/// assert!((difficulty(0) + difficulty(1) + difficulty(2)).abs() < 1e-12);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// An item of more than two categories for the Rasch model; an item that nobody answered, or all alike, or with an
/// empty category, among persons whose score is neither lowest nor highest; items that can't be compared with others
/// ([`CalibrationError::NotConnected`]); a maximum that does not exist.
pub fn conditional(responses: &Responses, model: RaschModel) -> Result<Conditional, CalibrationError> {
    check::dichotomous(model, responses)?;
    let design = Design::new(model, responses);
    let observed = Observed::new(responses, &design);
    check::categories(model, responses, &design, &observed)?;
    check::connected(responses, &design)?;
    let mut free = start(model, &design, &observed);
    let mut rounds = 0;
    loop {
        let here = likelihood(&observed, &design, &free, Order::Derivatives);
        // The origin is fixed and items are connected: singular after some steps means that the maximum is infinitely far.
        let root = factor(&here.information).map_err(|place| match rounds {
            0 => singular(responses, &design, place),
            _ => infinite(rounds),
        })?;
        let mut step = here.gradient.clone();
        solve(&root, &mut step);
        let gain: f64 = step.iter().zip(&here.gradient).map(|(step, gradient)| step * gradient).sum();
        let moved = |part: f64| -> Vec<f64> { free.iter().zip(&step).map(|(x, step)| x + part * step).collect() };
        if gain < LAST_GAIN.max(ROUNDING * here.value.abs()) {
            // A likelihood that rises for ever gains little from large steps.
            if step.iter().any(|step| step.abs() > LARGEST_LAST) {
                return Err(infinite(rounds));
            }
            free = moved(1.0);
            break;
        }
        rounds += 1;
        let next = (0..HALVINGS)
            .map(|halving| moved(0.5_f64.powi(i32::try_from(halving).unwrap_or(i32::MAX))))
            .find(|there| likelihood(&observed, &design, there, Order::Value).value > here.value);
        let diverges = next.iter().flatten().any(|x| x.abs() > LARGEST);
        match next {
            Some(next) if rounds < ROUNDS && !diverges => free = next,
            _ => return Err(infinite(rounds)),
        }
    }
    let end = likelihood(&observed, &design, &free, Order::Derivatives);
    let root = factor(&end.information).map_err(|_| infinite(rounds))?;
    let covariance = inverse(&root);
    let mut of_steps = Square::zeros(design.steps());
    for (x, row) in design.rows.iter().enumerate() {
        for (y, other) in design.rows.iter().enumerate() {
            let sum = row.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
            of_steps.set(x, y, sum.map(|((a, f), (b, g))| f * g * covariance.get(*a, *b)).sum());
        }
    }
    let weights = design.weights(&free);
    let found = Conditional {
        model,
        centre: Centre::Erm,
        log_likelihood: end.value,
        parameters: design.free,
        rounds,
        gradient: end.gradient.iter().fold(0.0, |most, part| part.abs().max(most)),
        persons: observed.persons,
        patterns: observed.patterns.len(),
        items: items(responses.ids(), &design, &weights, &of_steps),
        design,
        covariance: of_steps,
    };
    Ok(found.centred(Centre::Erm))
}

fn infinite(rounds: u32) -> CalibrationError {
    CalibrationError::NotConverged { what: "a finite maximum of the conditional likelihood", rounds }
}

fn singular(responses: &Responses, design: &Design, place: usize) -> CalibrationError {
    let step = design.rows.iter().position(|row| row.iter().any(|(free, _)| *free == place)).unwrap_or(0);
    let item = design.starts.partition_point(|start| *start <= step) - 1;
    CalibrationError::Singular { parameter: format!("step {} of item {}", design.number[step], responses.ids()[item]) }
}

/// Odds of categories against category 0, which an ability of 0 would give.
fn start(model: RaschModel, design: &Design, observed: &Observed) -> Vec<f64> {
    let odds = |item: usize, k: usize| {
        libm::log((observed.counts[design.starts[item] + k] + 0.5) / (observed.zeros[item] + 0.5))
    };
    let mut free = vec![0.0; design.free];
    if model != RaschModel::RatingScale {
        let origin = odds(0, 0);
        for item in 0..design.items() {
            for k in 0..design.highest(item) {
                if let Some((place, _)) = design.rows[design.starts[item] + k].first() {
                    free[*place] = odds(item, k) - origin * (k + 1) as f64;
                }
            }
        }
    }
    free
}

fn items(ids: &[String], design: &Design, weights: &[f64], covariance: &Square) -> Vec<ConditionalItem> {
    let item = |(item, id): (usize, &String)| {
        let steps = design.starts[item]..design.starts[item + 1];
        let before = |step: usize| (step > steps.start).then(|| step - 1);
        let threshold = |step: usize| before(step).map_or(0.0, |before| weights[before]) - weights[step];
        let error = |step: usize| {
            let variance = covariance.get(step, step);
            let others = before(step).map_or(0.0, |b| covariance.get(b, b) - 2.0 * covariance.get(b, step));
            (variance + others).max(0.0).sqrt()
        };
        ConditionalItem {
            id: id.clone(),
            thresholds: steps.clone().map(threshold).collect(),
            threshold_errors: steps.clone().map(error).collect(),
            easiness: weights[steps.clone()].to_vec(),
            easiness_errors: steps.clone().map(|step| covariance.get(step, step).max(0.0).sqrt()).collect(),
        }
    };
    ids.iter().enumerate().map(item).collect()
}

impl Conditional {
    /// The same items with another zero of the scale; standard errors change with it.
    #[must_use]
    pub fn centred(&self, centre: Centre) -> Self {
        let design = &self.design;
        let number = |step: usize| design.number[step] as f64;
        let last = |step: usize| design.starts.contains(&(step + 1));
        let counts = |step: usize| match (centre, self.model) {
            (Centre::Thresholds, _) => last(step),
            (Centre::Erm, RaschModel::RatingScale) => design.number[step] == 1,
            (Centre::Erm, _) => true,
        };
        let steps: Vec<usize> = (0..design.steps()).filter(|step| counts(*step)).collect();
        let divisor: f64 = steps.iter().map(|step| number(*step)).sum();
        let weights: Vec<f64> = self.items.iter().flat_map(|item| item.easiness.iter().copied()).collect();
        let mean = steps.iter().map(|step| weights[*step]).sum::<f64>() / divisor;
        let moved: Vec<f64> = (0..weights.len()).map(|step| weights[step] - mean * number(step)).collect();
        // w − k m, where m is a mean of w: covariances lose their row and column means.
        let with_mean: Vec<f64> = (0..weights.len())
            .map(|x| steps.iter().map(|step| self.covariance.get(x, *step)).sum::<f64>() / divisor)
            .collect();
        let of_mean = steps.iter().map(|step| with_mean[*step]).sum::<f64>() / divisor;
        let mut covariance = self.covariance.clone();
        for x in 0..weights.len() {
            for y in 0..weights.len() {
                let (k, l) = (number(x), number(y));
                covariance.add(x, y, k * l * of_mean - l * with_mean[x] - k * with_mean[y]);
            }
        }
        let ids: Vec<String> = self.items.iter().map(|item| item.id.clone()).collect();
        let items = items(&ids, design, &moved, &covariance);
        Self { centre, items, covariance, ..self.clone() }
    }

    /// Covariance of two cumulative easinesses, each given by item and category (from 1).
    ///
    /// # Panics
    /// If there is no such item or category.
    #[must_use]
    pub fn covariance(&self, (item, category): (usize, usize), (other, other_category): (usize, usize)) -> f64 {
        let place = |item: usize, category: usize| {
            assert!((1..=self.design.highest(item)).contains(&category), "item {item} has no category {category}");
            self.design.starts[item] + category - 1
        };
        self.covariance.get(place(item, category), place(other, other_category))
    }
}
