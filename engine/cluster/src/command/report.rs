//! What was found, as CSV or JSON.

use clap::ValueEnum;
use serde_json::{Value, json};
use thetis_calibrate::{Calibration, Covariance, Frame};

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A line a parameter: item, group, model, parameter, estimate, se
    Csv,
    /// Everything
    Json,
}

/// The report. Parameters are the bank's (a, b, …); numbers have all their digits.
pub(super) fn write(format: Format, frame: &Frame, found: &Calibration, covariance: Option<&Covariance>) -> String {
    match format {
        Format::Csv => csv(frame, found, covariance),
        Format::Json => json(frame, found, covariance),
    }
}

/// Name, value and standard error of each of an item's parameters.
fn parameters(found: &Calibration, item: usize, covariance: Option<&Covariance>) -> Vec<(String, f64, Option<f64>)> {
    let item = &found.items[item];
    let errors = covariance.map(|covariance| covariance.item(item).irt);
    let values = item.irt.names.iter().zip(&item.irt.values).enumerate();
    let error = |at: usize| errors.as_ref().and_then(|errors| errors[at]).filter(|se| se.is_finite());
    values.map(|(at, (name, value))| (name.clone(), *value, error(at))).collect()
}

fn csv(frame: &Frame, found: &Calibration, covariance: Option<&Covariance>) -> String {
    let mut text = String::from("item,group,model,parameter,estimate,se\n");
    for (number, item) in found.items.iter().enumerate() {
        let group = item.group.map_or("", |group| frame.groups()[group].as_str());
        for (name, value, se) in parameters(found, number, covariance) {
            let se = se.map_or_else(String::new, |se| se.to_string());
            let cells = [frame.ids()[item.item].as_str(), group, item.model.name(), name.as_str()].map(quoted);
            text += &format!("{},{value},{se}\n", cells.join(","));
        }
    }
    text
}

/// A cell of CSV (RFC 4180).
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn json(frame: &Frame, found: &Calibration, covariance: Option<&Covariance>) -> String {
    let items = found.items.iter().enumerate().map(|(number, item)| {
        let parameters = parameters(found, number, covariance).into_iter();
        let parameters = parameters.map(|(name, value, se)| json!({ "parameter": name, "estimate": value, "se": se }));
        json!({
            "item": frame.ids()[item.item],
            "group": item.group.map(|group| &frame.groups()[group]),
            "model": item.model.name(),
            "parameters": parameters.collect::<Vec<Value>>(),
        })
    });
    let groups = found.groups.iter().zip(frame.groups()).map(|(group, name)| {
        json!({
            "group": name,
            "mean": group.mean,
            "covariance": group.covariance,
            "histogram": group.histogram.as_ref().map(|own| json!({ "points": own.points, "weights": own.weights })),
        })
    });
    let report = json!({
        "converged": found.converged(),
        "ending": format!("{:?}", found.ending),
        "cycles": found.cycles,
        "logLikelihood": found.log_likelihood,
        "logPrior": found.log_prior,
        "largestChange": found.largest_change,
        "gradientNorm": found.gradient_norm,
        "persons": found.persons,
        "free": found.free,
        "names": found.names,
        "groups": groups.collect::<Vec<Value>>(),
        "items": items.collect::<Vec<Value>>(),
    });
    format!("{report:#}\n")
}
