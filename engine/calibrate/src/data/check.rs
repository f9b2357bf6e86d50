//! What is checked before anything is computed.

use std::collections::HashSet;

use super::{MISSING, Responses};
use crate::error::CalibrationError;

pub(super) fn ids(ids: &[String]) -> Result<(), CalibrationError> {
    match ids {
        [] => return Err(CalibrationError::NoItems),
        [only] => return Err(CalibrationError::OneItem { item: only.clone() }),
        _ => {}
    }
    let mut seen = HashSet::new();
    match ids.iter().find(|id| !seen.insert(*id)) {
        Some(item) => Err(CalibrationError::DuplicateItem { item: item.clone() }),
        None => Ok(()),
    }
}

pub(super) fn sparse(
    ids: &[String],
    starts: &[usize],
    items: &[u32],
    categories: &[u8],
) -> Result<(), CalibrationError> {
    let ordered = starts.is_sorted() && starts.first() == Some(&0) && starts.last() == Some(&items.len());
    if !ordered || items.len() != categories.len() {
        return Err(CalibrationError::Shape { expected: items.len(), found: categories.len() });
    }
    let mut last_seen = vec![usize::MAX; ids.len()];
    for (person, place) in starts.windows(2).enumerate() {
        for answer in place[0]..place[1] {
            let item = items[answer];
            let Some(last) = last_seen.get_mut(item as usize) else {
                return Err(CalibrationError::UnknownItem { person, item, items: ids.len() });
            };
            if *last == person || categories[answer] == MISSING {
                return Err(CalibrationError::RepeatedResponse { person, item: ids[item as usize].clone() });
            }
            *last = person;
        }
    }
    Ok(())
}

pub(super) fn size(responses: &Responses) -> Result<(), CalibrationError> {
    match responses.persons() {
        0 => Err(CalibrationError::NoPersons),
        1 => Err(CalibrationError::OnePerson),
        _ if responses.categories.iter().all(|categories| *categories == 0) => Err(CalibrationError::AllMissing),
        _ => Ok(()),
    }
}

pub(super) fn weights(persons: usize, weights: &[f64]) -> Result<(), CalibrationError> {
    if weights.len() != persons {
        return Err(CalibrationError::PersonList { what: "weights", expected: persons, found: weights.len() });
    }
    // Written so that NaN is refused.
    match weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        Some(person) => Err(CalibrationError::Weight { person, weight: weights[person] }),
        None => Ok(()),
    }
}

pub(super) fn groups(persons: usize, groups: &[String], group_of: &[u16]) -> Result<(), CalibrationError> {
    if group_of.len() != persons {
        return Err(CalibrationError::PersonList { what: "groups", expected: persons, found: group_of.len() });
    }
    let mut members = vec![0_usize; groups.len()];
    for (person, group) in group_of.iter().enumerate() {
        match members.get_mut(usize::from(*group)) {
            Some(count) => *count += 1,
            None => return Err(CalibrationError::UnknownGroup { person, group: *group, groups: groups.len() }),
        }
    }
    match members.iter().position(|count| *count == 0) {
        Some(empty) => Err(CalibrationError::EmptyGroup { group: groups[empty].clone() }),
        None => Ok(()),
    }
}

pub(super) fn categories(ids: &[String], seen: &[u8], said: &[u8]) -> Result<(), CalibrationError> {
    if seen.len() != said.len() {
        return Err(CalibrationError::Items { expected: seen.len(), found: said.len() });
    }
    match seen.iter().zip(said).position(|(seen, said)| seen > said) {
        Some(item) => Err(CalibrationError::TooFewCategories {
            item: ids[item].clone(),
            seen: usize::from(seen[item]),
            said: usize::from(said[item]),
        }),
        None => Ok(()),
    }
}
