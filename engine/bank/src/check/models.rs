//! Model parameters: shape, order, and whether any sample could show such values.

use crate::types::{Model, Parameter};

use super::{Code, Place, Report};

/// Beyond this many logits from the origin no sample has persons enough to locate a threshold.
pub const EXTREME_DIFFICULTY: f64 = 8.0;
/// A slope (times D) above this is, in practice, a calibration that did not converge or two items that
/// are one.
pub const EXTREME_SLOPE: f64 = 6.0;
/// A lower asymptote above this is more than guessing between two options.
pub const EXTREME_LOWER_ASYMPTOTE: f64 = 0.5;
/// An upper asymptote below this: the ablest person fails more often than not.
pub const EXTREME_UPPER_ASYMPTOTE: f64 = 0.5;

/// Checks a model that loads on `dimensions` dimensions in a bank with this scaling constant.
pub(crate) fn check(place: Place<'_>, model: &Model, dimensions: usize, scaling: f64, report: &mut Report) {
    shape(place, model, dimensions, report);
    if !finite(place, model, report) {
        return;
    }
    slopes(place, model, report);
    thresholds(place, model, report);
    asymptotes(place, model, report);
    extremes(place, model, scaling, report);
    standard_errors(place, model, report);
}

fn shape(place: Place<'_>, model: &Model, dimensions: usize, report: &mut Report) {
    for (name, parameter) in model.parameters() {
        if parameter.list_len() == Some(0) {
            place.report(
                report,
                Code::ParameterCount,
                format!("the list {name} of the {} model is empty", model.name()),
                "give at least one value",
            );
        }
    }
    if let Model::Nrm { s, i, .. } = model
        && s.len() != i.len()
    {
        place.report(
            report,
            Code::ParameterCount,
            format!("the nrm model has {} slopes s but {} intercepts i", s.len(), i.len()),
            "give one slope and one intercept for each category from 1",
        );
    }
    if model.categories() > thetis_core::MAX_CATEGORIES as usize {
        place.report(
            report,
            Code::TooManyCategories,
            format!("the model has {} categories", model.categories()),
            format!("use at most {}", thetis_core::MAX_CATEGORIES),
        );
    }
    let (expected, slopes) = match model.slope_vector() {
        Some(a) => (a.len(), format!("{} slopes", a.len())),
        None => (1, "one slope".into()),
    };
    if expected != dimensions {
        place.report(
            report,
            Code::ModelDimensions,
            format!("the {} model has {slopes}, but the item names {dimensions} dimensions", model.name()),
            if model.slope_vector().is_some() {
                "name one dimension for each slope, in their order"
            } else {
                "name one dimension, or use a compensatory model"
            },
        );
    }
}

/// The numbers of a parameter with their names: `b`, or `b[0]`, `b[1]`, ….
fn numbered<'a>(name: &'a str, parameter: Parameter<'a>) -> Vec<(String, f64)> {
    match parameter {
        Parameter::One(value) => vec![(name.to_owned(), value)],
        Parameter::Many(values) => {
            values.iter().enumerate().map(|(index, value)| (format!("{name}[{index}]"), *value)).collect()
        }
    }
}

fn finite(place: Place<'_>, model: &Model, report: &mut Report) -> bool {
    let mut all_finite = true;
    for (name, parameter) in model.parameters() {
        for (name, value) in numbered(name, parameter) {
            if !value.is_finite() {
                all_finite = false;
                place.report(report, Code::NotFinite, format!("{name} is {value}"), "use a finite number");
            }
        }
    }
    all_finite
}

fn slopes(place: Place<'_>, model: &Model, report: &mut Report) {
    let nonpositive = |name: &str, value: f64, report: &mut Report| {
        place.report(
            report,
            Code::NonpositiveSlope,
            format!("the slope {name} is {value}, not above 0"),
            "if ability lowers the score, reverse the key or the categories; if the item does not discriminate, retire it",
        );
    };
    match model {
        Model::TwoPl { a, .. }
        | Model::ThreePl { a, .. }
        | Model::FourPl { a, .. }
        | Model::Grm { a, .. }
        | Model::Mgrm { a, .. }
        | Model::Gpcm { a, .. } => {
            if *a <= 0.0 {
                nonpositive("a", *a, report);
            }
        }
        Model::CompensatoryFourPl { a, .. } | Model::CompensatoryGrm { a, .. } | Model::CompensatoryGpcm { a, .. } => {
            for (index, a) in a.iter().enumerate() {
                if *a < 0.0 {
                    place.report(
                        report,
                        Code::NegativeSlope,
                        format!("the slope a[{index}] is {a}: more of that dimension lowers the score"),
                        "check the sign, and the key or categories",
                    );
                } else if *a <= 0.0 {
                    place.report(
                        report,
                        Code::NonpositiveSlope,
                        format!("the slope a[{index}] is 0"),
                        "remove the dimension from the item, and its slope",
                    );
                }
            }
        }
        Model::Nrm { s, .. } => {
            if !s.is_empty() && s.iter().all(|s| s.abs() <= 0.0) {
                nonpositive("of every category", 0.0, report);
            }
        }
        Model::OnePl { .. } | Model::Pcm { .. } | Model::Rsm { .. } => {}
    }
}

fn thresholds(place: Place<'_>, model: &Model, report: &mut Report) {
    let mut ordered = |name: &str, values: &[f64], above: fn(f64, f64) -> bool, relation: &str| {
        for (index, pair) in values.windows(2).enumerate() {
            if !above(pair[1], pair[0]) {
                place.report(
                    report,
                    Code::DisorderedThresholds,
                    format!("{name}[{}] = {} is not {relation} {name}[{index}] = {}", index + 1, pair[1], pair[0]),
                    "order the thresholds, join categories that were hardly used, or use a partial credit model",
                );
            }
        }
    };
    match model {
        Model::Grm { b, .. } => ordered("b", b, |next, last| next > last, "above"),
        // t runs downwards, as the thresholds b − t_k run upwards.
        Model::Mgrm { t, .. } => ordered("t", t, |next, last| next < last, "below"),
        Model::CompensatoryGrm { d, .. } => ordered("d", d, |next, last| next < last, "below"),
        _ => {}
    }
}

/// Lower and upper asymptote of a model that has them.
struct Asymptotes {
    lower_name: &'static str,
    lower: f64,
    upper_name: &'static str,
    upper: f64,
}

fn asymptotes_of(model: &Model) -> Option<Asymptotes> {
    let (lower_name, lower, upper_name, upper) = match model {
        Model::ThreePl { c, .. } => ("c", *c, "d", 1.0),
        Model::FourPl { c, d, .. } => ("c", *c, "d", *d),
        Model::CompensatoryFourPl { g, u, .. } => ("g", *g, "u", *u),
        _ => return None,
    };
    Some(Asymptotes { lower_name, lower, upper_name, upper })
}

fn asymptotes(place: Place<'_>, model: &Model, report: &mut Report) {
    if let Some(Asymptotes { lower_name, lower, upper_name, upper }) = asymptotes_of(model)
        && !(0.0 <= lower && lower < upper && upper <= 1.0)
    {
        place.report(
            report,
            Code::DisorderedAsymptotes,
            format!("the asymptotes are {lower_name} = {lower} and {upper_name} = {upper}"),
            format!("use 0 ≤ {lower_name} < {upper_name} ≤ 1"),
        );
    }
}

fn extremes(place: Place<'_>, model: &Model, scaling: f64, report: &mut Report) {
    for (name, difficulty) in difficulties(model) {
        if difficulty.abs() > EXTREME_DIFFICULTY {
            place.report(
                report,
                Code::ExtremeDifficulty,
                format!("{name} is {difficulty}, beyond ±{EXTREME_DIFFICULTY}"),
                "check the calibration: too few persons answered in the highest or lowest category",
            );
        }
    }
    for (name, slope) in slopes_of(model, scaling) {
        if slope.abs() > EXTREME_SLOPE {
            place.report(
                report,
                Code::ExtremeSlope,
                format!("the slope {name} is {slope} (times D), beyond {EXTREME_SLOPE}"),
                "check the calibration, and whether another item asks the same",
            );
        }
    }
    if let Some(Asymptotes { lower_name, lower, upper_name, upper }) = asymptotes_of(model) {
        if lower > EXTREME_LOWER_ASYMPTOTE {
            place.report(
                report,
                Code::ExtremeAsymptote,
                format!("the lower asymptote {lower_name} is {lower}"),
                "check the calibration: guessing rarely succeeds more often than one time in two",
            );
        }
        if upper < EXTREME_UPPER_ASYMPTOTE {
            place.report(
                report,
                Code::ExtremeAsymptote,
                format!("the upper asymptote {upper_name} is {upper}"),
                "check the calibration and the key: the ablest would fail more often than not",
            );
        }
    }
}

/// Locations on the θ scale, in logits. An intercept stands for its distance from the origin,
/// `−d / |a|` (Reckase 2009). The nominal model has none.
fn difficulties(model: &Model) -> Vec<(String, f64)> {
    let distance = |name: &str, a: &[f64], d: &[f64]| {
        let length = a.iter().map(|a| a * a).sum::<f64>().sqrt();
        let several = d.len() > 1;
        let at = move |index: usize| {
            if several { format!("−{name}[{index}] / |a|") } else { format!("−{name} / |a|") }
        };
        d.iter().enumerate().filter(|_| length > 0.0).map(|(index, d)| (at(index), -d / length)).collect()
    };
    match model {
        Model::OnePl { b, .. } | Model::TwoPl { b, .. } | Model::ThreePl { b, .. } | Model::FourPl { b, .. } => {
            vec![("b".into(), *b)]
        }
        Model::Grm { b, .. } | Model::Pcm { b, .. } | Model::Gpcm { b, .. } => numbered("b", Parameter::Many(b)),
        Model::Mgrm { b, t, .. } => t.iter().enumerate().map(|(index, t)| (format!("b − t[{index}]"), b - t)).collect(),
        Model::Rsm { b, t, .. } => t.iter().enumerate().map(|(index, t)| (format!("b + t[{index}]"), b + t)).collect(),
        Model::Nrm { .. } => Vec::new(),
        Model::CompensatoryFourPl { a, d, .. } => distance("d", a, &[*d]),
        Model::CompensatoryGrm { a, d, .. } => distance("d", a, d),
        // Step intercepts: the difference of two category intercepts.
        Model::CompensatoryGpcm { a, d, .. } => {
            let steps: Vec<f64> = d
                .iter()
                .enumerate()
                .map(|(index, value)| value - if index == 0 { 0.0 } else { d[index - 1] })
                .collect();
            distance("step", a, &steps)
        }
    }
}

/// The slopes in the logistic metric: times D, but for the nominal model's.
fn slopes_of(model: &Model, scaling: f64) -> Vec<(String, f64)> {
    let factor = if matches!(model, Model::Nrm { .. }) { 1.0 } else { scaling };
    model
        .parameters()
        .into_iter()
        .filter(|(name, _)| matches!(*name, "a" | "s"))
        .flat_map(|(name, parameter)| numbered(name, parameter))
        .map(|(name, slope)| (name, slope * factor))
        .collect()
}

fn standard_errors(place: Place<'_>, model: &Model, report: &mut Report) {
    let Some(standard_errors) = model.standard_errors() else {
        return;
    };
    let parameters = model.parameters();
    for (name, values) in standard_errors.iter() {
        let parameter = parameters.iter().find(|(parameter, _)| *parameter == name);
        let given = match values {
            crate::types::Values::One(_) => None,
            crate::types::Values::Many(values) => Some(values.len()),
        };
        let describe = |list: Option<usize>| list.map_or("one number".to_owned(), |n| format!("a list of {n}"));
        match parameter {
            None => place.report(
                report,
                Code::StandardErrorShape,
                format!("there is a standard error of {name}, which the {} model does not have", model.name()),
                "remove it",
            ),
            Some((_, parameter)) if parameter.list_len() != given => place.report(
                report,
                Code::StandardErrorShape,
                format!("{name} is {}, but its standard error is {}", describe(parameter.list_len()), describe(given)),
                "give one standard error for each value",
            ),
            Some(_) => {}
        }
        for value in values.as_slice() {
            if !value.is_finite() {
                place.report(
                    report,
                    Code::NotFinite,
                    format!("a standard error of {name} is {value}"),
                    "use a finite number, or leave it out",
                );
            } else if *value < 0.0 {
                place.report(
                    report,
                    Code::NegativeStandardError,
                    format!("a standard error of {name} is {value}"),
                    "use the positive square root of the sampling variance",
                );
            }
        }
    }
}
