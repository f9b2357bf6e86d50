//! How well the model fits, as far as the data let it be said.

use serde::Serialize;
use thetis_calibrate::{Calibration, Eap, LimitedInformation, MeanSquares, Moments, Responses, ScoreFit};

/// Pairs of items that are shown: those of the largest |Q3|.
const MOST_PAIRS: usize = 20;

/// Fit of the whole, of items and of pairs of items.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FitReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) m2: Option<Whole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) c2: Option<Whole>,
    /// The largest |Q3|, largest first.
    pub(super) pairs: Vec<Pair>,
    /// Share of persons whose lz is below −1.645.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unlikely_persons: Option<f64>,
    #[serde(skip)]
    pub(super) items: Vec<ItemFit>,
}

/// A test of the whole model.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whole {
    pub(super) statistic: f64,
    pub(super) df: usize,
    pub(super) p: f64,
    pub(super) rmsea: f64,
    pub(super) rmsea_interval: (f64, f64),
    pub(super) srmsr: f64,
    pub(super) tli: f64,
    pub(super) cfi: f64,
    /// Persons without a missing response.
    pub(super) persons: f64,
}

/// Local dependence of two items.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pair {
    pub(super) items: (String, String),
    pub(super) q3: f64,
    pub(super) chi_square: f64,
    pub(super) df: usize,
    pub(super) persons: f64,
}

/// Fit of an item.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemFit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) infit: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outfit: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) s_x2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) s_x2_df: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) s_x2_p: Option<f64>,
}

impl Whole {
    fn new(found: &LimitedInformation) -> Self {
        let LimitedInformation { statistic, df, p, rmsea, rmsea_interval, srmsr, tli, cfi, persons } = *found;
        Self { statistic, df, p, rmsea, rmsea_interval, srmsr, tli, cfi, persons }
    }
}

impl FitReport {
    /// What is not defined for these data becomes a note.
    pub(super) fn new(
        calibration: &Calibration,
        responses: &Responses,
        scores: &[Eap],
        notes: &mut Vec<String>,
    ) -> Self {
        let ids = responses.ids();
        let polytomous = (0..responses.items()).any(|item| responses.categories(item) > 2);
        let mut whole = |moments| match calibration.limited_information(responses, moments) {
            Ok(found) => Some(Whole::new(&found)),
            Err(error) => {
                notes.push(error.to_string());
                None
            }
        };
        let m2 = whole(Moments::M2);
        let c2 = if polytomous { whole(Moments::C2) } else { None };
        let mut items = vec![ItemFit::default(); responses.items()];
        match calibration.item_mean_squares(responses, scores) {
            Ok(found) => {
                for (item, MeanSquares { infit, outfit, .. }) in items.iter_mut().zip(found) {
                    (item.infit, item.outfit) = (Some(infit), Some(outfit));
                }
            }
            Err(error) => notes.push(format!("no infit and outfit: {error}")),
        }
        match calibration.score_fit(responses, 0) {
            Ok(found) => {
                for (item, ScoreFit { statistic, df, p, .. }) in items.iter_mut().zip(found) {
                    (item.s_x2, item.s_x2_df, item.s_x2_p) = (Some(statistic), Some(df), Some(p));
                }
            }
            Err(error) => notes.push(error.to_string()),
        }
        let mut pairs = match calibration.local_dependence(responses, scores) {
            Ok(found) => found.pairs,
            Err(error) => {
                notes.push(format!("no local dependence: {error}"));
                Vec::new()
            }
        };
        pairs.retain(|pair| pair.q3.is_finite());
        pairs.sort_by(|a, b| b.q3.abs().total_cmp(&a.q3.abs()));
        pairs.truncate(MOST_PAIRS);
        let pair = |pair: thetis_calibrate::PairFit| Pair {
            items: (ids[pair.first].clone(), ids[pair.second].clone()),
            q3: pair.q3,
            chi_square: pair.chi_square,
            df: pair.df,
            persons: pair.persons,
        };
        let pairs = pairs.into_iter().map(pair).collect();
        let unlikely_persons = calibration.person_fit(responses, scores).ok().map(|persons| {
            let known: Vec<f64> = persons.iter().map(|person| person.lz).filter(|lz| lz.is_finite()).collect();
            known.iter().filter(|lz| **lz < -1.645).count() as f64 / known.len() as f64
        });
        Self { m2, c2, pairs, unlikely_persons, items }
    }
}
