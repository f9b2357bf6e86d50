//! From responses and settings to results, with the engine's methods.

use std::cell::RefCell;

use thetis_calibrate::{
    CalibrationError, Responses,
    dif::{Comparison, adjusted, only_groups, purified},
};

use super::{
    by_parameters, by_score,
    found::{DifFound, FlaggedBy, ItemDif, Matching, Method, Run},
    matching::Abilities,
    settings::Settings,
};
use crate::output::count;

/// Rounds of purification at most.
const ROUNDS: u32 = 10;
/// Share of persons with every response from which sums are what persons are matched on.
const MOSTLY_COMPLETE: f64 = 0.9;

/// Why groups could not be compared.
#[derive(Debug)]
pub(in crate::verbs) struct Refusal {
    /// The method.
    pub(in crate::verbs) method: Method,
    /// The focal group.
    pub(in crate::verbs) focal: String,
    /// The engine's reason.
    pub(in crate::verbs) error: CalibrationError,
}

/// Compare each focal group with the reference group; groups are places in the responses' list. `done` is told of
/// every method that is done for a group.
///
/// # Errors
/// What keeps a whole method from an answer; an item that it cannot test says so itself.
pub(in crate::verbs) fn compare(
    responses: &Responses,
    reference: usize,
    focal: &[usize],
    settings: &Settings,
    done: &dyn Fn(),
) -> Result<DifFound, Refusal> {
    let matching = settings.matching.unwrap_or_else(|| suitable(responses));
    let mut found = DifFound {
        reference: responses.groups()[reference].clone(),
        alpha: settings.alpha,
        adjust: settings.adjust,
        matching,
        runs: Vec::new(),
        notes: Vec::new(),
    };
    for group in focal {
        let name = responses.groups()[*group].clone();
        let refused = |method: Method| {
            let focal = name.clone();
            move |error| Refusal { method, focal, error }
        };
        let first = settings.methods.first().copied().unwrap_or(Method::Mh);
        let two = only_groups(responses, &[reference, *group]).map_err(refused(first))?;
        let mut abilities = Abilities::new(&two, settings.models);
        for method in &settings.methods {
            let pair = Pair { two: &two, method: *method, matching, settings };
            let run = pair.run(&name, &mut abilities, &mut found.notes).map_err(refused(*method))?;
            found.runs.push(run);
            done();
        }
    }
    Ok(found)
}

/// Sums, where nearly everybody has one.
fn suitable(responses: &Responses) -> Matching {
    let complete =
        (0..responses.persons()).filter(|person| responses.answers(*person).count() == responses.items()).count();
    if complete as f64 >= MOSTLY_COMPLETE * responses.persons() as f64 { Matching::Sum } else { Matching::Ability }
}

/// A reference group (first) and a focal group, to be compared by one method.
struct Pair<'a> {
    two: &'a Responses,
    method: Method,
    matching: Matching,
    settings: &'a Settings,
}

impl Pair<'_> {
    fn run(
        &self,
        focal: &str,
        abilities: &mut Abilities<'_>,
        notes: &mut Vec<String>,
    ) -> Result<Run, CalibrationError> {
        let items = self.two.items();
        let chosen = self.settings.anchors.clone().unwrap_or_else(|| vec![true; items]);
        let purify = self.settings.purify && self.settings.anchors.is_none();
        let abilities = RefCell::new(abilities);
        let one = |anchors: &[bool]| -> Result<Vec<ItemDif>, CalibrationError> {
            Ok(self.flag(self.once(anchors, &mut abilities.borrow_mut())?))
        };
        let title = self.method.title();
        let (items, anchors, purification) = if purify {
            match purified(items, ROUNDS, one, |item: &ItemDif| item.flagged) {
                Ok(found) => (found.items, found.anchors, Some((found.rounds, found.settled))),
                Err(CalibrationError::NotDefined { statistic: "purification", .. }) => {
                    notes.push(format!(
                        "{title} for {focal}: purification flags every item, so that no anchor is left, and what is reported is without it; name items that are known to function alike with thetis dif --anchor"
                    ));
                    (one(&chosen)?, chosen, None)
                }
                Err(error) => return Err(error),
            }
        } else {
            (one(&chosen)?, chosen, None)
        };
        if let Some((rounds, false)) = purification {
            notes.push(format!(
                "{title} for {focal}: after {} of purification the flags still change; some items are at the border",
                count(rounds as usize, "round", "rounds")
            ));
        }
        // Computed for these anchors already.
        let abilities = match self.matching {
            Matching::Ability if self.method.is_matched() => Some(abilities.into_inner().matched(&anchors, true)?),
            _ => None,
        };
        let members = |group: usize| (0..self.two.persons()).filter(|person| self.two.group(*person) == group).count();
        Ok(Run {
            focal: focal.to_owned(),
            persons: [members(0), members(1)],
            method: self.method,
            anchors,
            purification,
            items,
            abilities,
        })
    }

    /// The method with these anchors, not flagged yet but for those without a test.
    fn once(&self, anchors: &[bool], abilities: &mut Abilities<'_>) -> Result<Vec<ItemDif>, CalibrationError> {
        let Self { two, method, settings, .. } = self;
        match method {
            Method::Lr => by_parameters::likelihood_ratio(two, settings, anchors),
            Method::Lord => by_parameters::lords(abilities.separate()?, two, anchors),
            Method::Raju => by_parameters::areas(abilities.separate()?, two, anchors),
            Method::Delta => by_score::delta_plot(&Comparison::new(two, 0, 1)?, two, anchors),
            Method::Mh | Method::Logistic | Method::Standardisation => {
                let exact = *method == Method::Logistic;
                let matched = match self.matching {
                    Matching::Sum => None,
                    Matching::Ability => Some(abilities.matched(anchors, exact)?),
                };
                let mut comparison = Comparison::new(two, 0, 1)?;
                if let Some(matched) = &matched {
                    comparison = comparison.matched_on(matched)?;
                }
                Ok(match method {
                    Method::Mh => by_score::mantel_haenszel(&comparison, two, anchors),
                    Method::Logistic => by_score::logistic(&comparison, two, settings.test, anchors),
                    _ => by_score::standardisation(&comparison, two, anchors),
                })
            }
        }
    }

    /// Adjust probabilities for the number of items, and flag by them or by classes.
    fn flag(&self, mut list: Vec<ItemDif>) -> Vec<ItemDif> {
        let p: Vec<f64> = list.iter().map(|item| item.p.unwrap_or(f64::NAN)).collect();
        for (item, p) in list.iter_mut().zip(adjusted(&p, self.settings.adjust.into())) {
            if item.p.is_some() {
                item.adjusted_p = Some(p);
                item.flagged = p < self.settings.alpha;
            }
            if self.settings.flagged_by == FlaggedBy::Class {
                item.flagged = matches!(item.class, Some('B' | 'C'));
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_by_probability_or_by_class() {
        let two = Responses::dense(vec!["a".into(), "b".into()], vec![0, 1, 1, 0])
            .and_then(|data| data.with_groups(vec!["r".into(), "f".into()], vec![0, 1]))
            .expect("the table is sound");
        let item = |p, class| ItemDif { p: Some(p), class: Some(class), ..ItemDif::default() };
        let flags = |flagged_by| {
            let settings = Settings { flagged_by, ..Settings::default() };
            let pair = Pair { two: &two, method: Method::Mh, matching: Matching::Sum, settings: &settings };
            let list = pair.flag(vec![item(0.001, 'A'), item(0.06, 'B'), item(0.001, 'C')]);
            list.iter().map(|item| item.flagged).collect::<Vec<_>>()
        };
        assert_eq!(flags(FlaggedBy::Probability), [true, false, true]);
        assert_eq!(flags(FlaggedBy::Class), [false, true, true]);
    }
}
