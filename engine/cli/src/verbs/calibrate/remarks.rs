//! What a reader should know of the parameters that were found.

use thetis_calibrate::{CalibratedItem, Calibration, Model, Parameter};

use super::table;

/// What a reader should know of the parameters.
pub(super) fn remarks(calibration: &Calibration, ids: &[String], several: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut disordered: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| {
            let partial =
                matches!(item.model, Model::PartialCredit | Model::GeneralisedPartialCredit | Model::RatingScale);
            partial && item.dimensions.len() == 1 && item.irt.values[1..].windows(2).any(|pair| pair[0] > pair[1])
        })
        .map(|item| ids[item.item].as_str())
        .collect();
    disordered.dedup();
    if !disordered.is_empty() {
        remarks.push(format!(
            "steps are not in order, so that some category is nowhere the likeliest: {}",
            disordered.join(", ")
        ));
    }
    /// A slope that data of usual size cannot tell from infinity.
    const STEEP: f64 = 8.0;
    let mut steep: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| table::slope(item).is_some_and(|slope| slope > STEEP))
        .map(|item| ids[item.item].as_str())
        .collect();
    steep.dedup();
    if !steep.is_empty() {
        remarks.push(format!("slopes above {STEEP} say that items repeat each other or that the sample is small: {}; a prior such as --prior a=lognormal:0,0.5 holds them", steep.join(", ")));
    }
    remarks.extend(asymptotes_at_bound(calibration, ids));
    let (mean, variance) = (calibration.groups[0].mean[0], calibration.groups[0].covariance[0]);
    /// Moments of a histogram are met by its weights, to within rounding.
    const SAME: f64 = 1e-6;
    if !several && ((variance - 1.0).abs() > SAME || mean.abs() > SAME) {
        remarks.push(format!("ability in the first group has mean {mean:.4} and standard deviation {:.4}: score with --prior normal:{mean:.4},{:.4}", variance.sqrt(), variance.sqrt()));
    }
    remarks
}

/// Asymptotes that ran to 0 or 1.
fn asymptotes_at_bound(calibration: &Calibration, ids: &[String]) -> Vec<String> {
    let with = |wanted: Parameter| -> Vec<&str> {
        let at_bound = |item: &&CalibratedItem| {
            item.parameters.iter().zip(&item.free).any(|((parameter, _), free)| {
                *parameter == wanted && free.is_some_and(|free| calibration.at_bound.contains(&free))
            })
        };
        let mut found: Vec<&str> =
            calibration.items.iter().filter(at_bound).map(|item| ids[item.item].as_str()).collect();
        found.dedup();
        found
    };
    let kinds = [
        (Parameter::LowerAsymptote, "lower", 0, "c=normal:-1.4,0.5"),
        (Parameter::UpperAsymptote, "upper", 1, "u=normal:1.4,0.5"),
    ];
    let mut remarks = Vec::new();
    for (parameter, name, end, prior) in kinds {
        let found = with(parameter);
        if !found.is_empty() {
            remarks.push(format!(
                "the {name} asymptote is at {end} in {}: the data show none, and it has no standard error; give a prior, such as --prior {prior}, or a model without it",
                found.join(", ")
            ));
        }
    }
    remarks
}
