//! Some groups of the responses by themselves.

use crate::data::{MISSING, Responses};
use crate::error::CalibrationError;

/// The persons of these groups alone, in the order of the data; group n of the result is `groups[n]`. An item's highest
/// category is the highest that these persons chose.
///
/// ```
/// use thetis_calibrate::{Responses, dif::only_groups};
/// let responses = Responses::dense(vec!["a".into(), "b".into()], vec![0, 1, 1, 0, 1, 1, 0, 0])?
///     .with_groups(vec!["de".into(), "fr".into(), "it".into()], vec![0, 1, 2, 1])?;
/// let french_german = only_groups(&responses, &[1, 0])?;
/// assert_eq!((french_german.persons(), french_german.groups()), (3, &["fr".to_owned(), "de".to_owned()][..]));
/// assert_eq!(french_german.group(0), 1);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// A group that is not there, or named twice; fewer than two persons.
pub fn only_groups(responses: &Responses, groups: &[usize]) -> Result<Responses, CalibrationError> {
    let all = responses.groups().len();
    for (place, group) in groups.iter().enumerate() {
        if *group >= all || groups[..place].contains(group) {
            return Err(CalibrationError::Groups { group: *group, groups: all });
        }
    }
    let place = |person: usize| groups.iter().position(|group| *group == responses.group(person));
    let kept: Vec<(usize, usize)> =
        (0..responses.persons()).filter_map(|person| Some((person, place(person)?))).collect();
    let items = responses.items();
    let observed: usize = kept.iter().map(|(person, _)| responses.answers(*person).count()).sum();
    let byte = |category: usize| u8::try_from(category).unwrap_or(MISSING);
    let only = if 4 * observed >= kept.len() * items {
        let mut cells = vec![MISSING; kept.len() * items];
        for (row, (person, _)) in cells.chunks_exact_mut(items).zip(&kept) {
            responses.answers(*person).for_each(|(item, category)| row[item] = byte(category));
        }
        Responses::dense(responses.ids().to_vec(), cells)?
    } else {
        let (mut starts, mut list, mut categories) = (vec![0], Vec::new(), Vec::new());
        for (person, _) in &kept {
            for (item, category) in responses.answers(*person) {
                list.push(u32::try_from(item).unwrap_or(u32::MAX));
                categories.push(byte(category));
            }
            starts.push(list.len());
        }
        Responses::sparse(responses.ids().to_vec(), starts, list, categories)?
    };
    let names = groups.iter().map(|group| responses.groups()[*group].clone()).collect();
    let group_of = kept.iter().map(|(_, place)| u16::try_from(*place).unwrap_or(u16::MAX)).collect();
    let only = only.with_groups(names, group_of)?;
    if responses.is_weighted() {
        return only.with_weights(kept.iter().map(|(person, _)| responses.weight(*person)).collect());
    }
    Ok(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_and_sparse_data_keep_responses_weights_and_groups() {
        let ids: Vec<String> = (0..9).map(|item| format!("q{item}")).collect();
        // Person p answers items p and p + 1: a quarter of nine items is more than two.
        let starts: Vec<usize> = (0..=6).map(|person| 2 * person).collect();
        let list: Vec<u32> = (0..6).flat_map(|person| [person, person + 1]).collect();
        let categories: Vec<u8> = (0..12).map(|n| n % 3).collect();
        let responses = Responses::sparse(ids, starts, list, categories)
            .and_then(|r| r.with_groups(vec!["a".into(), "b".into(), "c".into()], vec![0, 1, 2, 0, 1, 2]))
            .and_then(|r| r.with_weights(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
            .expect("the lists are sound");
        let only = only_groups(&responses, &[2, 0]).expect("the groups are there");
        for (own, person) in [0, 2, 3, 5].into_iter().enumerate() {
            assert_eq!(only.answers(own).collect::<Vec<_>>(), responses.answers(person).collect::<Vec<_>>());
            assert!((only.weight(own) - responses.weight(person)).abs() < 1e-15);
            assert_eq!(only.groups()[only.group(own)], responses.groups()[responses.group(person)]);
        }
        assert_eq!(only.persons(), 4);
    }

    #[test]
    fn groups_that_are_not_there_are_refused() {
        let responses = Responses::dense(vec!["a".into(), "b".into()], vec![0, 1, 1, 0])
            .and_then(|r| r.with_groups(vec!["x".into(), "y".into()], vec![0, 1]))
            .expect("the table is sound");
        assert_eq!(only_groups(&responses, &[0, 2]).err(), Some(CalibrationError::Groups { group: 2, groups: 2 }));
        assert_eq!(only_groups(&responses, &[1, 1]).err(), Some(CalibrationError::Groups { group: 1, groups: 2 }));
    }
}
