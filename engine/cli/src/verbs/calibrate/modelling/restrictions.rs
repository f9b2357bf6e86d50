//! Which parameters are one and the same: `--equal` and `--free-in-groups`.

use std::collections::BTreeMap;

use thetis_calibrate::{Frame, Model, Parameter, Place, Setting, Specification};

use super::parameter::{Which, all_of, index, places, position};
use crate::failure::Failure;

/// What `--free-in-groups` calls all items.
const ALL: &str = "all";

/// `--equal`: parameters that are one. Words are `PARAMETER`, of all items, or `ITEM:PARAMETER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EqualChoice {
    words: Vec<(Option<String>, Which)>,
    text: String,
}

/// `PARAMETER` or `ITEM:PARAMETER`, separated by commas.
pub(super) fn equal(text: &str) -> Result<EqualChoice, String> {
    let word = |word: &str| {
        let word = word.trim();
        match word.rsplit_once(':') {
            Some((item, name)) => Ok((Some(item.to_owned()), Which::parse(name)?)),
            None => Ok((None, Which::parse(word)?)),
        }
    };
    Ok(EqualChoice { words: text.split(',').map(word).collect::<Result<_, String>>()?, text: text.to_owned() })
}

impl EqualChoice {
    /// Put it into the specification. All intercepts of several items, and all slopes of several nominal items, are
    /// equal step by step.
    ///
    /// # Errors
    /// Usage: nothing has such a parameter, or only one place has.
    pub(super) fn apply(&self, specification: &mut Specification, frame: &Frame) -> Result<(), Failure> {
        let mut sets: BTreeMap<Option<u32>, Vec<Place>> = BTreeMap::new();
        for (item, which) in &self.words {
            for place in places(item.as_deref(), *which, specification, frame)? {
                let nominal = specification.items[place.item as usize].model == Model::Nominal;
                let step = match (which, place.parameter) {
                    (Which::Intercept(None), Parameter::Intercept(step)) => Some(step),
                    (Which::Slope(None), Parameter::Slope(category)) if nominal => Some(category),
                    _ => None,
                };
                sets.entry(step).or_default().push(place);
            }
        }
        if sets.values().all(|set| set.len() < 2) {
            return Err(Failure::usage(format!(
                "--equal {} names one parameter, which has nothing to be equal to: name several, as Q1:a,Q2:a, or those of all items, as a",
                self.text
            )));
        }
        specification.equal.extend(sets.into_values().filter(|set| set.len() > 1));
        Ok(())
    }
}

/// `--free-in-groups`: give items parameters of their own in each group. Words are `ITEM` or `ITEM:PARAMETER`, and
/// `all` for all items; what is not named stays the same in all groups.
///
/// # Errors
/// Usage: there is one group, or an item is not there, or has no such parameter.
pub(super) fn free_in_groups(
    words: &[String],
    specification: &mut Specification,
    frame: &Frame,
) -> Result<(), Failure> {
    if words.is_empty() {
        return Ok(());
    }
    if frame.groups().len() < 2 {
        return Err(Failure::usage("--free-in-groups needs groups: name their column with --group"));
    }
    // Of each item, what is free; `None` is everything.
    let mut freed: BTreeMap<usize, Vec<Option<Which>>> = BTreeMap::new();
    for word in words {
        let (name, which) = match word.rsplit_once(':') {
            Some((item, name)) if position(word, frame).is_err() => {
                let which = Which::parse(name)
                    .map_err(|reason| Failure::usage(format!("--free-in-groups {word}: {reason}")))?;
                (item, Some(which))
            }
            _ => (word.as_str(), None),
        };
        let item = match position(name, frame) {
            Err(_) if name == ALL => None,
            found => Some(found?),
        };
        if let Some(which) = which {
            places(item.map(|_| name), which, specification, frame)?;
        }
        for item in item.map_or(0..frame.items(), |item| item..item + 1) {
            freed.entry(item).or_default().push(which);
        }
    }
    for (item, freed) in freed {
        specification.items[item].per_group = true;
        if freed.contains(&None) {
            continue;
        }
        let specified = &specification.items[item];
        let (model, dimensions) = (specified.model, specified.dimensions.clone());
        for parameter in all_of(item, specification, frame) {
            if !freed.iter().flatten().any(|which| which.means(parameter, model, &dimensions)) {
                specification.equal.push(vec![Place::new(index(item), parameter)]);
            }
        }
    }
    Ok(())
}

/// Fix the mean, and the variance, of other groups in a dimension where no item links them to the first. Returns what a
/// reader should know of it.
pub(super) fn settle_groups(specification: &mut Specification, frame: &Frame) -> Option<String> {
    let (mut means, mut variances) = (false, false);
    for dimension in 0..specification.dimensions {
        let links = |intercept: bool| {
            let of_kind = |parameter: Parameter, item: usize| match parameter {
                Parameter::Slope(slope) => {
                    !intercept && specification.items[item].dimensions.get(slope as usize) == Some(&index(dimension))
                }
                Parameter::Intercept(_) | Parameter::Location => intercept,
                _ => false,
            };
            specification.items.iter().enumerate().any(|(item, specified)| {
                let on_it = specified.dimensions.contains(&index(dimension));
                let unit = !intercept && specified.model.has_unit_slope();
                let shared = |parameter: Parameter| {
                    let here = |place: &Place| place.item == index(item) && place.parameter == parameter;
                    let known = specification.fixed.iter().any(|(place, _)| here(place));
                    let tied = specification.equal.iter().any(|set| set.iter().any(here));
                    known || tied
                };
                let all = all_of(item, specification, frame);
                let nominal = specified.model == Model::Nominal && !intercept;
                on_it
                    && (!specified.per_group
                        || unit
                        || all.into_iter().any(|parameter| {
                            (of_kind(parameter, item) || (nominal && matches!(parameter, Parameter::Slope(_))))
                                && shared(parameter)
                        }))
            })
        };
        let (mean, variance) = (links(true), links(false));
        let diagonal = dimension * (dimension + 1) / 2 + dimension;
        for density in specification.latent.iter_mut().skip(1) {
            if !mean {
                density.mean[dimension] = Setting::Fixed(0.0);
                means = true;
            }
            if !variance {
                density.covariance[diagonal] = Setting::Fixed(1.0);
                variances = true;
            }
        }
    }
    let (what, value) = match (means, variances) {
        (false, false) => return None,
        (true, true) => ("parameters", "mean is 0 and its variance 1"),
        (true, false) => ("intercepts", "mean is 0"),
        (false, true) => ("slopes", "variance is 1"),
    };
    Some(format!("no item has the same {what} in all groups, so nothing compares them: each group's {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use thetis_calibrate::LatentNormal;

    /// Three items in two groups.
    fn uniform() -> (Frame, Specification) {
        let ids = ["q1", "q2", "q3"].map(String::from).to_vec();
        let frame = Frame::new(ids, vec![2; 3], vec!["x".into(), "y".into()], false).expect("a sound frame");
        let specification = Specification::uniform_of(Model::TwoParameter, frame.items(), frame.groups().len());
        (frame, specification)
    }

    #[test]
    fn sets_of_equal_parameters_need_two() {
        let (frame, mut specification) = uniform();
        equal("a").expect("a word").apply(&mut specification, &frame).expect("three slopes");
        equal("q1:d, q2:d").expect("words").apply(&mut specification, &frame).expect("two intercepts");
        assert_eq!(specification.equal.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        assert!(equal("q1:a").expect("a word").apply(&mut specification, &frame).is_err());
        assert!(equal("q9:a,q1:a").expect("words").apply(&mut specification, &frame).is_err());
        assert!(equal("x").is_err() && equal("q1:a,").is_err());
    }

    #[test]
    fn what_is_not_freed_stays_the_same() {
        let free = |words: &[&str]| {
            let (frame, mut specification) = uniform();
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            free_in_groups(&words, &mut specification, &frame)?;
            let any = settle_groups(&mut specification, &frame);
            Ok::<_, Failure>((specification, any))
        };
        let (one, any) = free(&["q2:d"]).expect("sound");
        assert_eq!((one.items.iter().filter(|item| item.per_group).count(), one.equal.len(), any), (1, 1, None));
        // Slopes link the groups' variances, nothing their means.
        let (metric, _) = free(&["all:d"]).expect("sound");
        assert_eq!(metric.latent[1].mean, [Setting::Fixed(0.0)]);
        assert_eq!(metric.latent[1].covariance, [Setting::Estimated(1.0)]);
        let (configural, any) = free(&["all"]).expect("sound");
        assert!(any.is_some() && configural.latent[1] == LatentNormal::standard(1) && configural.equal.is_empty());
        assert!(free(&["q7"]).is_err() && free(&["q1:c"]).is_err() && free(&["q1:x"]).is_err());
    }
}
