//! What was chosen in items with a key, by whom, and whether the key may be wrong.

use crate::data::Responses;
use crate::error::CalibrationError;

/// The key of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedItem {
    /// Options that count as correct, by their number in the responses.
    pub correct: Vec<u8>,
}

/// One option of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionStatistics {
    /// Whether it counts as correct.
    pub is_correct: bool,
    /// Weight of the persons who chose it.
    pub chosen: f64,
    /// The same as part of all who answered the item.
    pub proportion: f64,
    /// Correlation of choosing it with the rest score; `None` if all or none chose it, or all have one rest score.
    pub rest_correlation: Option<f64>,
    /// Mean rest score of those who chose it; `None` if nobody did.
    pub mean_rest: Option<f64>,
    /// Proportion who chose it in each ability group, the least able first; NaN in a group without persons.
    pub by_group: Vec<f64>,
}

/// What speaks against a key or an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// Who answered correctly knows less about the other items: the key is probably wrong.
    KeyAgainstAbility,
    /// A wrong option goes with ability more than the key does: it may be the correct one, or correct as well.
    BetterThanKey {
        /// The option.
        option: u8,
    },
    /// The ablest group chose a wrong option more often than the key.
    AblestPrefer {
        /// The option.
        option: u8,
    },
    /// Fewer than one in twenty chose this wrong option: it distracts nobody (Haladyna & Downing 1993).
    Rare {
        /// The option.
        option: u8,
    },
}

/// The options of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionsReport {
    /// Weight of the persons who answered it and at least one other item.
    pub answered: f64,
    /// Each option, by number.
    pub options: Vec<OptionStatistics>,
    /// What looks wrong, the worst first.
    pub suspicions: Vec<Suspicion>,
}

/// Proportion below which a wrong option distracts nobody.
const RARE: f64 = 0.05;

/// The options of each item: how many chose them, and how able those were.
///
/// `raw` has the options as chosen, not scored. A person's rest score for an item is the proportion correct among the
/// other items he or she answered, so that a missing response counts neither way; who answered no other item is left
/// out. Ability groups, `groups` of them and of equal weight as far as ties allow, are formed by the rest score: a
/// group's number is that of the quantile its middle falls into.
///
/// ```
/// use thetis_calibrate::Responses;
/// use thetis_calibrate::classical::{KeyedItem, options};
/// let raw = Responses::dense(vec!["a".into(), "b".into()], vec![2, 1, 2, 1, 0, 0, 1, 0])?;
/// let keys = [KeyedItem { correct: vec![2] }, KeyedItem { correct: vec![1] }];
/// let report = options(&raw, &keys, 2)?;
/// assert_eq!(report[0].options[2].proportion, 0.5);
/// assert_eq!(report[0].options[2].mean_rest, Some(1.0));
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// Another number of keys than items; no ability group; a key with no option, or one that can't be chosen; an item
/// that nobody answered together with another.
pub fn options(raw: &Responses, keys: &[KeyedItem], groups: usize) -> Result<Vec<OptionsReport>, CalibrationError> {
    let items = raw.items();
    if keys.len() != items {
        return Err(CalibrationError::Items { expected: items, found: keys.len() });
    }
    if groups == 0 {
        return Err(CalibrationError::NotDefined {
            statistic: "option analysis",
            reason: "there is no ability group; ask for at least one",
        });
    }
    if let Some(item) =
        keys.iter().position(|key| key.correct.is_empty() || key.correct.contains(&crate::data::MISSING))
    {
        return Err(CalibrationError::Key { item: raw.ids()[item].clone() });
    }
    let mut choices: Vec<Vec<Choice>> = vec![Vec::new(); items];
    for person in 0..raw.persons() {
        let answers: Vec<(usize, usize)> = raw.answers(person).collect();
        let others = answers.len().saturating_sub(1);
        if others == 0 {
            continue;
        }
        let is_correct = |(item, option): &(usize, usize)| is_correct(&keys[*item], *option);
        let correct = answers.iter().filter(|answer| is_correct(answer)).count();
        for answer in &answers {
            let rest = (correct - usize::from(is_correct(answer))) as f64 / others as f64;
            choices[answer.0].push(Choice { option: answer.1, rest, weight: raw.weight(person) });
        }
    }
    let report = |item: usize| match &mut choices[item] {
        choices if choices.iter().all(|choice| choice.weight <= 0.0) => {
            Err(CalibrationError::NobodyAnswered { item: raw.ids()[item].clone() })
        }
        choices => Ok(item_report(choices, &keys[item], raw.categories(item), groups)),
    };
    (0..items).map(report).collect()
}

/// What one person chose.
#[derive(Clone, Copy)]
struct Choice {
    option: usize,
    rest: f64,
    weight: f64,
}

fn is_correct(key: &KeyedItem, option: usize) -> bool {
    key.correct.iter().any(|correct| usize::from(*correct) == option)
}

fn item_report(choices: &mut [Choice], key: &KeyedItem, seen: usize, groups: usize) -> OptionsReport {
    choices.sort_by(|x, y| x.rest.total_cmp(&y.rest));
    let answered: f64 = choices.iter().map(|choice| choice.weight).sum();
    let group_of = ability_groups(choices, answered, groups);
    let mut in_group = vec![0.0; groups];
    for (choice, group) in choices.iter().zip(&group_of) {
        in_group[*group] += choice.weight;
    }
    let mean = choices.iter().map(|choice| choice.weight * choice.rest).sum::<f64>() / answered;
    let spread = choices.iter().map(|choice| choice.weight * (choice.rest - mean).powi(2)).sum::<f64>() / answered;
    let keyed = key.correct.iter().map(|option| usize::from(*option) + 1).max().unwrap_or(0);
    let statistics = |option: usize| {
        let (mut chosen, mut rest, mut by_group) = (0.0, 0.0, vec![0.0; groups]);
        for (choice, group) in choices.iter().zip(&group_of).filter(|(choice, _)| choice.option == option) {
            chosen += choice.weight;
            rest += choice.weight * choice.rest;
            by_group[*group] += choice.weight;
        }
        by_group.iter_mut().zip(&in_group).for_each(|(part, all)| *part /= all);
        let proportion = chosen / answered;
        let variance = proportion * (1.0 - proportion) * spread;
        let covariance = (rest - chosen * mean) / answered;
        OptionStatistics {
            is_correct: is_correct(key, option),
            chosen,
            proportion,
            rest_correlation: (variance > 0.0).then(|| covariance / variance.sqrt()),
            mean_rest: (chosen > 0.0).then(|| rest / chosen),
            by_group,
        }
    };
    let options: Vec<OptionStatistics> = (0..seen.max(keyed)).map(statistics).collect();
    let suspicions = suspicions(&options);
    OptionsReport { answered, options, suspicions }
}

/// The group of each person, sorted by rest score. Persons of one score stay together.
fn ability_groups(choices: &[Choice], answered: f64, groups: usize) -> Vec<usize> {
    let mut group_of = Vec::with_capacity(choices.len());
    let mut below = 0.0;
    for tied in choices.chunk_by(|x, y| x.rest.total_cmp(&y.rest).is_eq()) {
        let weight: f64 = tied.iter().map(|choice| choice.weight).sum();
        let middle = (below + 0.5 * weight) / answered;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of groups"
        )]
        let group = ((middle * groups as f64) as usize).min(groups - 1);
        group_of.extend(tied.iter().map(|_| group));
        below += weight;
    }
    group_of
}

fn suspicions(options: &[OptionStatistics]) -> Vec<Suspicion> {
    let correlation = |option: &OptionStatistics| option.rest_correlation.unwrap_or(0.0);
    let key = options.iter().filter(|option| option.is_correct);
    let key_correlation = key.clone().map(correlation).fold(f64::NEG_INFINITY, f64::max);
    let ablest =
        |option: &OptionStatistics| option.by_group.iter().rev().find(|part| !part.is_nan()).copied().unwrap_or(0.0);
    let key_ablest: f64 = key.map(ablest).sum();
    let wrong: Vec<(u8, &OptionStatistics)> =
        (0..=u8::MAX).zip(options).filter(|(_, option)| !option.is_correct).collect();
    let all = |found: fn(u8) -> Suspicion, holds: &dyn Fn(&OptionStatistics) -> bool| -> Vec<Suspicion> {
        wrong.iter().filter(|(_, option)| holds(option)).map(|(number, _)| found(*number)).collect()
    };
    let mut suspicions = Vec::new();
    if key_correlation < 0.0 {
        suspicions.push(Suspicion::KeyAgainstAbility);
    }
    suspicions
        .extend(all(|option| Suspicion::BetterThanKey { option }, &|option| correlation(option) > key_correlation));
    suspicions.extend(all(|option| Suspicion::AblestPrefer { option }, &|option| ablest(option) > key_ablest));
    suspicions.extend(all(|option| Suspicion::Rare { option }, &|option| option.proportion < RARE));
    suspicions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve persons of rising ability answer four items keyed 1; item 0 is given the wrong key.
    fn report(key: u8) -> Vec<OptionsReport> {
        let cells: Vec<u8> = (0..12)
            .flat_map(|person| {
                [u8::from(person >= 6), u8::from(person >= 3), u8::from(person >= 5), u8::from(person >= 9)]
            })
            .collect();
        let ids = ["a", "b", "c", "d"].map(String::from).to_vec();
        let raw = Responses::dense(ids, cells).expect("the table is sound");
        let keys: Vec<KeyedItem> = [key, 1, 1, 1].map(|correct| KeyedItem { correct: vec![correct] }).to_vec();
        options(&raw, &keys, 3).expect("the keys fit")
    }

    #[test]
    fn a_wrong_key_is_found() {
        assert_eq!(report(1)[0].suspicions, []);
        let expected = [
            Suspicion::KeyAgainstAbility,
            Suspicion::BetterThanKey { option: 1 },
            Suspicion::AblestPrefer { option: 1 },
        ];
        assert_eq!(report(0)[0].suspicions, expected);
    }

    #[test]
    fn a_key_nobody_chose_and_a_rare_option_are_found() {
        let report = report(2);
        assert_eq!(report[0].options.len(), 3);
        assert_eq!(report[0].options[2].mean_rest, None);
        assert!(report[0].suspicions.contains(&Suspicion::BetterThanKey { option: 1 }));
        assert!(report[0].suspicions.contains(&Suspicion::AblestPrefer { option: 1 }));
    }

    #[test]
    fn the_proportions_of_a_group_sum_to_one() {
        for item in report(1) {
            for group in 0..3 {
                let sum: f64 = item.options.iter().map(|option| option.by_group[group]).sum();
                assert!((sum - 1.0).abs() < 1e-12 || sum.is_nan(), "{sum}");
            }
        }
    }

    #[test]
    fn keys_that_do_not_fit_are_refused() {
        let raw = Responses::dense(vec!["a".into(), "b".into()], vec![0, 1, 1, 0]).expect("the table is sound");
        let key = KeyedItem { correct: vec![1] };
        let short = options(&raw, std::slice::from_ref(&key), 2);
        assert_eq!(short, Err(CalibrationError::Items { expected: 2, found: 1 }));
        let none = options(&raw, &[key, KeyedItem { correct: vec![] }], 2);
        assert_eq!(none, Err(CalibrationError::Key { item: "b".into() }));
    }
}
