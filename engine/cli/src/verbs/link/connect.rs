//! From the items of two banks to a link, without a word of how it is shown.

use thetis_calibrate::{
    CalibrationError,
    linking::{
        CurveOptions, CurvesCriterion, EquatedScore, Form, ItemDrift, MomentsMethod, Points, Slope, Transformation,
        by_curves, by_moments, drift, jackknife, linking_error, true_score_equating,
    },
};
use thetis_core::ItemModel;

use super::scale::{LinkedItem, Scale, moved};

/// How a link is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verbs) enum LinkMethod {
    /// By moments of the parameters.
    Moments(MomentsMethod),
    /// By response curves.
    Curves(CurvesCriterion),
}

/// What is asked of a link.
#[derive(Clone, Copy, Debug)]
pub(in crate::verbs) struct LinkSettings {
    /// The method.
    pub(in crate::verbs) method: LinkMethod,
    /// Whether curves are compared on both scales.
    pub(in crate::verbs) symmetric: bool,
    /// Displacement, logits, from which a common item that stands out is said to drift.
    pub(in crate::verbs) tolerance: f64,
    /// Whether drifting items are left out of the link.
    pub(in crate::verbs) without_drifting: bool,
    /// Whether scores are equated.
    pub(in crate::verbs) equate: bool,
}

/// A common item after the link.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct Common {
    /// Its id.
    pub(in crate::verbs) id: String,
    /// How the two calibrations differ.
    pub(in crate::verbs) drift: ItemDrift,
    /// Whether it drifts.
    pub(in crate::verbs) flagged: bool,
    /// Whether it made the link.
    pub(in crate::verbs) used: bool,
}

/// A link with what follows from it.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct LinkFound {
    /// From the new scale to the base's.
    pub(in crate::verbs) link: Transformation,
    /// Whether the unit was held, since all common items have slopes of 1.
    pub(in crate::verbs) unit_held: bool,
    /// Standard errors of A and B by leaving items out; none below three common items.
    pub(in crate::verbs) errors: Option<Transformation>,
    /// Standard error of the zero, logits, by the displacements of the items used.
    pub(in crate::verbs) linking_error: f64,
    /// The common items, in the order of the new bank.
    pub(in crate::verbs) common: Vec<Common>,
    /// All items of the new bank on the base's scale.
    pub(in crate::verbs) items: Vec<LinkedItem>,
    /// Which score on the new form is worth which on the base.
    pub(in crate::verbs) equating: Vec<EquatedScore>,
    /// What a reader should know.
    pub(in crate::verbs) notes: Vec<String>,
}

/// Robust z from which an item stands out: 5 %, one-sided (Huynh & Meyer 2010).
const STANDS_OUT: f64 = 1.645;
/// Ratio of slopes beyond which an item is said to drift: a third more or a quarter less.
const SLOPES: f64 = 4.0 / 3.0;
/// Root mean squared difference of expected scores, as part of the highest, from which one does.
const SCORES: f64 = 0.1;
/// Nodes at which curves are compared, over a standard normal distribution.
const NODES: u32 = 40;

/// Link a new scale to a base.
///
/// # Errors
/// No common item, or what keeps the method from a link.
pub(in crate::verbs) fn connect(
    base: &Scale,
    new: &Scale,
    settings: &LinkSettings,
) -> Result<LinkFound, CalibrationError> {
    let mut notes = Vec::new();
    let mut pairs: Vec<(&LinkedItem, &LinkedItem)> = Vec::new();
    let mut unlike = Vec::new();
    for item in &new.items {
        if let Some(other) = base.items.iter().find(|other| other.id == item.id) {
            let (x, y) = (item.model.lower(), other.model.lower());
            let moments = matches!(settings.method, LinkMethod::Moments(_));
            let family = std::mem::discriminant(&x) == std::mem::discriminant(&y);
            match item.model.categories() == other.model.categories() && (family || !moments) {
                true => pairs.push((item, other)),
                false => unlike.push(item.id.as_str()),
            }
        }
    }
    if !unlike.is_empty() {
        notes.push(format!(
            "common items of other models or categories in the two banks, left out of the link: {}",
            unlike.join(", ")
        ));
    }
    if pairs.is_empty() {
        return Err(CalibrationError::NotDefined {
            statistic: "a link",
            reason: "no item has one id in both banks; compare the ids, or calibrate both forms together",
        });
    }
    let from: Vec<ItemModel> = pairs.iter().map(|(item, _)| item.model.lower()).collect();
    let to: Vec<ItemModel> = pairs.iter().map(|(_, other)| other.model.lower()).collect();
    let unit = |item: &LinkedItem| matches!(item.model.name(), "1pl" | "pcm" | "rsm");
    let unit_held = pairs.iter().all(|(item, other)| unit(item) && unit(other));
    let slope = if unit_held { Slope::One } else { Slope::Free };
    let solve = |from: &[ItemModel], to: &[ItemModel]| solve(from, to, base.scaling, settings, slope);
    let points = Points::normal(0.0, 1.0, NODES);
    let mut used = vec![true; pairs.len()];
    let (link, drifts, flagged) = loop {
        let kept = |list: &[ItemModel]| -> Vec<ItemModel> {
            list.iter().zip(&used).filter(|(_, used)| **used).map(|(item, _)| item.clone()).collect()
        };
        let link = solve(&kept(&from), &kept(&to))?;
        let drifts = drift(&from, &to, base.scaling, link, &points)?;
        let flagged: Vec<bool> = drifts.iter().map(|drift| drifts_away(drift, settings.tolerance)).collect();
        // The worst at a time, since others may only seem to drift for its sake.
        let worst = (0..pairs.len())
            .filter(|item| flagged[*item] && used[*item])
            .max_by(|x, y| drifts[*x].score_difference.total_cmp(&drifts[*y].score_difference));
        match worst {
            Some(worst) if settings.without_drifting && used.iter().filter(|used| **used).count() > 2 => {
                used[worst] = false;
            }
            _ => break (link, drifts, flagged),
        }
    };
    let kept: Vec<usize> = (0..pairs.len()).filter(|item| used[*item]).collect();
    let pick = |list: &[ItemModel]| -> Vec<ItemModel> { kept.iter().map(|item| list[*item].clone()).collect() };
    let errors = match jackknife(&pick(&from), &pick(&to), solve) {
        Ok(errors) => Some(errors),
        Err(error) => {
            notes.push(format!("no standard errors: {error}"));
            None
        }
    };
    let used_drifts: Vec<ItemDrift> = kept.iter().map(|item| drifts[*item]).collect();
    let common = (0..pairs.len()).map(|item| Common {
        id: pairs[item].0.id.clone(),
        drift: drifts[item],
        flagged: flagged[item],
        used: used[item],
    });
    let items: Vec<LinkedItem> =
        new.items.iter().map(|item| LinkedItem { id: item.id.clone(), model: moved(&item.model, link) }).collect();
    let equating = match settings.equate {
        false => Vec::new(),
        true => {
            let form = |items: &[LinkedItem]| {
                let models: Vec<ItemModel> = items.iter().map(|item| item.model.lower()).collect();
                Form::new(&models, base.scaling)
            };
            true_score_equating(&form(&items)?, &form(&base.items)?)?
        }
    };
    Ok(LinkFound {
        link,
        unit_held,
        errors,
        linking_error: linking_error(&used_drifts),
        common: common.collect(),
        items,
        equating,
        notes,
    })
}

fn drifts_away(drift: &ItemDrift, tolerance: f64) -> bool {
    let displaced = drift.displacement.is_some_and(|d| d.abs() >= tolerance)
        && drift.robust_z.is_some_and(|z| z.abs() >= STANDS_OUT);
    let steeper = drift.slope_ratio.is_some_and(|ratio| !(1.0 / SLOPES..=SLOPES).contains(&ratio));
    displaced || drift.score_difference >= SCORES || (steeper && drift.score_difference >= 0.5 * SCORES)
}

fn solve(
    from: &[ItemModel],
    to: &[ItemModel],
    scaling: f64,
    settings: &LinkSettings,
    slope: Slope,
) -> Result<Transformation, CalibrationError> {
    match settings.method {
        LinkMethod::Moments(method) => by_moments(from, to, method, slope),
        LinkMethod::Curves(criterion) => {
            let points = Points::normal(0.0, 1.0, NODES);
            let options =
                CurveOptions { criterion, slope, points_from: settings.symmetric.then(|| points.clone()), points };
            // Models without thresholds, and unlike ones, have no moments to begin with.
            let start = by_moments(from, to, MomentsMethod::MeanMean, slope).unwrap_or(Transformation::IDENTITY);
            by_curves(&Form::new(from, scaling)?, &Form::new(to, scaling)?, &options, start)
                .map(|found| found.transformation)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thetis_bank::Model;

    fn scale(items: &[(&str, f64, f64)]) -> Scale {
        let item = |(id, a, b): &(&str, f64, f64)| LinkedItem {
            id: (*id).to_owned(),
            model: Model::TwoPl { a: *a, b: *b, standard_errors: None },
        };
        Scale { file: "a.csv".into(), scaling: 1.0, items: items.iter().map(item).collect() }
    }

    /// A = 1.25, B = 0.5, but for one item that became harder by 1.2 logits.
    #[test]
    fn a_drifting_item_is_found_and_left_out() {
        let new = scale(&[
            ("q1", 1.0, -1.2),
            ("q2", 1.2, -0.4),
            ("q3", 0.8, 0.1),
            ("q4", 1.1, 0.8),
            ("q5", 0.9, 1.6),
            ("x", 1.0, 0.0),
        ]);
        let mut base = scale(&[("y", 1.0, 1.0)]);
        let link = Transformation { slope: 1.25, intercept: 0.5 };
        let moved_items =
            new.items[..5].iter().map(|item| LinkedItem { id: item.id.clone(), model: moved(&item.model, link) });
        base.items.extend(moved_items);
        if let Model::TwoPl { b, .. } = &mut base.items[3].model {
            *b += 1.2;
        }
        let mut settings = LinkSettings {
            method: LinkMethod::Curves(CurvesCriterion::StockingLord),
            symmetric: false,
            tolerance: 0.3,
            without_drifting: false,
            equate: true,
        };
        let found = connect(&base, &new, &settings).expect("common items");
        let flagged: Vec<&str> = found.common.iter().filter(|item| item.flagged).map(|item| item.id.as_str()).collect();
        assert_eq!(flagged, ["q3"]);
        assert!((found.link.intercept - 0.5).abs() > 0.05, "it pulls the link: {:?}", found.link);
        settings.without_drifting = true;
        let found = connect(&base, &new, &settings).expect("common items");
        assert!(
            (found.link.slope - 1.25).abs() < 1e-6 && (found.link.intercept - 0.5).abs() < 1e-6,
            "{:?}",
            found.link
        );
        assert_eq!(found.common.iter().filter(|item| !item.used).count(), 1);
        assert!(found.linking_error < 1e-6 && found.errors.is_some_and(|errors| errors.slope < 1e-6));
        assert_eq!((found.items.len(), found.equating.len()), (6, 7));
    }

    #[test]
    fn banks_without_a_common_item_have_no_link() {
        let settings = LinkSettings {
            method: LinkMethod::Moments(MomentsMethod::MeanSigma),
            symmetric: false,
            tolerance: 0.3,
            without_drifting: false,
            equate: false,
        };
        let error = connect(&scale(&[("a", 1.0, 0.0)]), &scale(&[("b", 1.0, 0.0)]), &settings).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("no item has one id in both banks"), "{error}");
    }
}
