//! Parameters as the command line names them: `a`, `a2`, `d`, `d1`, `c`, `u`, of all items or of one.

use thetis_calibrate::{Frame, Model, Parameter, Place, Specification};

use crate::failure::Failure;

/// A parameter as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All slopes, or the one on this dimension (of a nominal item, of this category), from 1.
    Slope(Option<u32>),
    /// All intercepts, or one.
    Intercept(Option<u32>),
    /// The lower asymptote.
    Lower,
    /// The upper asymptote.
    Upper,
}

impl Which {
    /// A parameter by its name.
    pub(super) fn parse(name: &str) -> Result<Self, String> {
        let numbered = |letter: char| {
            let number = name.strip_prefix(letter)?.parse::<u32>().ok()?;
            (number > 0).then_some(number)
        };
        match name {
            "a" => Ok(Self::Slope(None)),
            "d" => Ok(Self::Intercept(None)),
            "c" | "g" => Ok(Self::Lower),
            "u" => Ok(Self::Upper),
            _ => match (numbered('a'), numbered('d')) {
                (Some(number), _) => Ok(Self::Slope(Some(number))),
                (_, Some(number)) => Ok(Self::Intercept(Some(number))),
                _ => Err(format!("{name:?} is no parameter; write a, a1, a2 …, d, d1, d2 …, c or u")),
            },
        }
    }

    /// Whether this parameter of an item is meant; `dimensions` are the item's.
    pub(super) fn means(self, parameter: Parameter, model: Model, dimensions: &[u32]) -> bool {
        match (self, parameter) {
            (Self::Slope(None), Parameter::Slope(_))
            | (Self::Intercept(None), Parameter::Intercept(_) | Parameter::Location)
            | (Self::Lower, Parameter::LowerAsymptote)
            | (Self::Upper, Parameter::UpperAsymptote) => true,
            (Self::Slope(Some(number)), Parameter::Slope(slope)) => match model {
                Model::Nominal => slope == number,
                _ => dimensions.get(slope as usize).is_some_and(|dimension| dimension + 1 == number),
            },
            (Self::Intercept(Some(number)), Parameter::Intercept(step)) => step == number,
            _ => false,
        }
    }
}

/// The name of a parameter as [`Which::parse`] reads it; logits of asymptotes, and the steps of rating scales, have
/// names of their own. `several` says whether there is more than one dimension, of which `dimensions` are the item's.
pub(in super::super) fn name(parameter: Parameter, model: Model, dimensions: &[u32], several: bool) -> String {
    match parameter {
        Parameter::Slope(category) if model == Model::Nominal => format!("a{category}"),
        Parameter::Slope(slope) if several => {
            format!("a{}", dimensions.get(slope as usize).map_or(0, |dimension| dimension + 1))
        }
        Parameter::Slope(_) => "a".to_owned(),
        Parameter::Intercept(_) if model.is_dichotomous() => "d".to_owned(),
        Parameter::Intercept(step) => format!("d{step}"),
        Parameter::Location => "d".to_owned(),
        Parameter::Step(step) => format!("t{step}"),
        Parameter::LowerAsymptote => "logit c".to_owned(),
        Parameter::UpperAsymptote => "logit u".to_owned(),
    }
}

/// Every parameter that an item's model has, but for the common steps of rating scales.
pub(super) fn all_of(item: usize, specification: &Specification, frame: &Frame) -> Vec<Parameter> {
    let specified = &specification.items[item];
    let model = specified.model;
    let steps = index(frame.categories(item).max(2)) - 1;
    let mut parameters: Vec<Parameter> = match model {
        Model::Nominal => (1..=steps).map(Parameter::Slope).collect(),
        _ => (0..index(specified.dimensions.len())).map(Parameter::Slope).collect(),
    };
    match model {
        Model::RatingScale => parameters.push(Parameter::Location),
        _ => parameters.extend((1..=steps).map(Parameter::Intercept)),
    }
    if matches!(model, Model::ThreeParameter | Model::FourParameter) {
        parameters.push(Parameter::LowerAsymptote);
    }
    if model == Model::FourParameter {
        parameters.push(Parameter::UpperAsymptote);
    }
    parameters
}

/// The parameters meant: of all items those that have it, of one item it has to.
///
/// # Errors
/// Usage: an item that is not there, or without the parameter.
pub(super) fn places(
    item: Option<&str>,
    which: Which,
    specification: &Specification,
    frame: &Frame,
) -> Result<Vec<Place>, Failure> {
    let items = match item {
        None => 0..frame.items(),
        Some(id) => {
            let item = position(id, frame)?;
            item..item + 1
        }
    };
    let of = |number: usize| {
        let specified = &specification.items[number];
        let (model, dimensions) = (specified.model, &specified.dimensions);
        let all = all_of(number, specification, frame).into_iter();
        let meant = all.filter(move |parameter| which.means(*parameter, model, dimensions));
        meant.map(move |parameter| Place::new(index(number), parameter))
    };
    let found: Vec<Place> = items.flat_map(of).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    Err(Failure::usage(match (item, which) {
        (None, Which::Lower | Which::Upper) => {
            "no item has such a parameter: asymptotes are those of 3pl and 4pl".to_owned()
        }
        (None, _) => "no item has such a parameter: a1, a2 … are slopes on dimensions, d1, d2 … steps".to_owned(),
        (Some(id), which) => {
            let missing = match which {
                Which::Slope(Some(number)) => format!("slope {number}"),
                Which::Intercept(Some(number)) => format!("intercept {number}"),
                Which::Lower => "lower asymptote (3pl and 4pl have one)".to_owned(),
                Which::Upper => "upper asymptote (4pl has one)".to_owned(),
                Which::Slope(None) => "slope".to_owned(),
                Which::Intercept(None) => "intercept".to_owned(),
            };
            format!("item {id} has no {missing}: see which parameters its model has, and on which dimensions it loads")
        }
    }))
}

/// The place of an item in the data.
///
/// # Errors
/// Usage: it is not there.
pub(super) fn position(id: &str, frame: &Frame) -> Result<usize, Failure> {
    let found = frame.ids().iter().position(|own| own == id);
    found.ok_or_else(|| Failure::usage(format!("there is no item {id} in the responses: correct the id")))
}

pub(super) fn index(item: usize) -> u32 {
    u32::try_from(item).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_have_a_letter_and_perhaps_a_number() {
        let found = ["a", "a2", "d", "d3", "c", "g", "u"].map(|name| Which::parse(name).expect(name));
        let expected = [
            Which::Slope(None),
            Which::Slope(Some(2)),
            Which::Intercept(None),
            Which::Intercept(Some(3)),
            Which::Lower,
            Which::Lower,
            Which::Upper,
        ];
        assert_eq!(found, expected);
        for text in ["", "b", "a0", "d-1", "aa", "c1"] {
            assert!(Which::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_numbered_slope_is_that_of_the_dimension() {
        // An item on the first and the third dimension.
        let means =
            |number, slope| Which::Slope(Some(number)).means(Parameter::Slope(slope), Model::TwoParameter, &[0, 2]);
        assert!(means(1, 0) && means(3, 1) && !means(2, 1) && !means(2, 0));
        assert_eq!(name(Parameter::Slope(1), Model::TwoParameter, &[0, 2], true), "a3");
        assert_eq!(name(Parameter::Slope(0), Model::TwoParameter, &[0], false), "a");
        assert!(Which::Slope(Some(2)).means(Parameter::Slope(2), Model::Nominal, &[0]));
    }
}
