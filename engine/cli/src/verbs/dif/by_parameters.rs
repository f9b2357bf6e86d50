//! Methods that compare the parameters of a model: likelihood ratio, Lord, Raju.

use thetis_calibrate::{
    CalibrationError, Continue, Options, Responses,
    dif::{ItemEstimate, LikelihoodRatio, Tested, lord, raju, rescale},
    linking::Transformation,
};
use thetis_core::ItemModel;

use super::{
    by_score::lower,
    found::{ItemDif, TestName},
    matching::Separate,
    settings::Settings,
};

/// Likelihood-ratio tests in a model of both groups.
///
/// # Errors
/// What keeps the model of the anchors from being estimated.
pub(super) fn likelihood_ratio(
    two: &Responses,
    settings: &Settings,
    anchors: &[bool],
) -> Result<Vec<ItemDif>, CalibrationError> {
    let tested = match settings.test {
        TestName::Both => Tested::Both,
        TestName::Uniform => Tested::Uniform,
        TestName::NonUniform => Tested::NonUniform,
    };
    let test = LikelihoodRatio::new(two, settings.models.specification(two), tested, Options::default())?;
    let found = test.run(anchors, &|_| Continue::Yes)?;
    let item = |(found, id): (Result<thetis_calibrate::dif::LikelihoodRatioDif, CalibrationError>, &String)| {
        let found = match found {
            Err(error) => return ItemDif::untested(id, error),
            Ok(found) if !found.converged => {
                return ItemDif::untested(
                    id,
                    "a model did not converge: the item's responses say too little in a group",
                );
            }
            Ok(found) => found,
        };
        let size = found.size;
        ItemDif {
            item: id.clone(),
            statistic: Some(found.chi_square),
            df: Some(found.df),
            p: Some(found.p),
            effect: Some(("score difference", size.signed)),
            harder_for: lower(size.signed),
            details: vec![
                ("unsigned", size.unsigned),
                ("standardised", size.standardised),
                ("largest", size.largest),
                ("at ability", size.largest_at),
            ],
            curves: Some(Box::new([found.reference.core, found.focal.core])),
            ..ItemDif::default()
        }
    };
    Ok(found.into_iter().zip(two.ids()).map(item).collect())
}

/// An item's parameters in both groups on the reference group's scale, and its curves.
struct Compared {
    reference: ItemEstimate,
    focal: ItemEstimate,
    curves: Box<[ItemModel; 2]>,
}

/// Bring the focal group's items to the reference group's scale.
fn on_one_scale(separate: &Separate, anchors: &[bool]) -> Result<Vec<Compared>, CalibrationError> {
    let [reference, focal] = &separate.estimates;
    let moved = rescale(reference, focal, anchors)?;
    // What the rescaling did, told from any item: b' = A b + B, a' = a/A.
    let (slope, intercept) = change(focal, &moved);
    let transformation = Transformation { slope, intercept };
    let [r_curves, f_curves] = &separate.curves;
    let one = |item: usize| {
        Ok(Compared {
            reference: reference[item].clone(),
            focal: moved[item].clone(),
            curves: Box::new([r_curves[item].clone(), transformation.item(&f_curves[item])?]),
        })
    };
    (0..reference.len()).map(one).collect()
}

fn change(before: &[ItemEstimate], after: &[ItemEstimate]) -> (f64, f64) {
    let (Some(x), Some(y)) = (before.first(), after.first()) else { return (1.0, 0.0) };
    match (&x.parameters[..], &y.parameters[..]) {
        ([a, b, ..], [a_new, b_new, ..]) => (a / a_new, b_new - a / a_new * b),
        ([b], [b_new]) => (1.0, b_new - b),
        _ => (1.0, 0.0),
    }
}

/// Mean threshold of the focal group less that of the reference group: above 0, the item is harder for the focal group.
fn shift(compared: &Compared) -> f64 {
    let mean = |item: &ItemEstimate| {
        let thresholds = &item.parameters[usize::from(item.parameters.len() > 1)..];
        thresholds.iter().sum::<f64>() / thresholds.len() as f64
    };
    mean(&compared.focal) - mean(&compared.reference)
}

/// Lord's chi-squared.
///
/// # Errors
/// Too few anchors.
pub(super) fn lords(separate: &Separate, two: &Responses, anchors: &[bool]) -> Result<Vec<ItemDif>, CalibrationError> {
    let item = |(compared, id): (Compared, &String)| match lord(&compared.reference, &compared.focal) {
        Err(error) => ItemDif::untested(id, error),
        Ok(found) => {
            let mut details = Vec::new();
            if let ([a, _, ..], [a_focal, ..]) = (&compared.reference.parameters[..], &compared.focal.parameters[..]) {
                details.push(("a focal/reference", a_focal / a));
            }
            ItemDif {
                item: id.clone(),
                statistic: Some(found.chi_square),
                df: Some(found.df),
                p: Some(found.p),
                effect: Some(("b difference", shift(&compared))),
                harder_for: lower(-shift(&compared)),
                details,
                curves: Some(compared.curves),
                ..ItemDif::default()
            }
        }
    };
    Ok(on_one_scale(separate, anchors)?.into_iter().zip(two.ids()).map(item).collect())
}

/// Raju's areas.
///
/// # Errors
/// Too few anchors.
pub(super) fn areas(separate: &Separate, two: &Responses, anchors: &[bool]) -> Result<Vec<ItemDif>, CalibrationError> {
    let item = |(compared, id): (Compared, &String)| {
        if compared.reference.parameters.len() != 2 {
            let reason = "Raju's area is for items of two categories with a slope; compare by lr or lord";
            return ItemDif::untested(id, reason);
        }
        match raju(&compared.reference, &compared.focal, 0.0) {
            Err(error) => ItemDif::untested(id, error),
            Ok(found) => ItemDif {
                item: id.clone(),
                statistic: Some(found.unsigned_z),
                p: Some(found.unsigned_p),
                effect: Some(("unsigned area", found.unsigned)),
                harder_for: lower(-found.signed),
                details: vec![("signed area", found.signed), ("signed p", found.signed_p)],
                curves: Some(compared.curves),
                ..ItemDif::default()
            },
        }
    };
    Ok(on_one_scale(separate, anchors)?.into_iter().zip(two.ids()).map(item).collect())
}
