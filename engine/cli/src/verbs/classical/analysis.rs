//! Classical statistics of responses, as plain results with what each flag asks to be done; nothing here prints.

use thetis_calibrate::{
    CalibrationError, Responses,
    classical::{
        Basis, Cases, Guttman, ItemMoments, ItemStatistics, KeyedItem, Omega, OptionsReport, Suspicion, TestStatistics,
        options,
    },
};

/// Corrected item–total correlation below which an item is flagged (Ebel 1965).
pub(in crate::verbs) const LOW: f64 = 0.2;
/// Parts of the highest score beyond which an item tells hardly anybody apart.
const EASY: f64 = 0.95;
const HARD: f64 = 0.05;
/// What alpha must gain without an item for it to be worth a word.
const GAIN: f64 = 0.001;

/// Classical statistics of a test.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct ClassicalFound {
    /// Whose responses counted.
    pub(in crate::verbs) cases: Cases,
    /// Persons with every response, and all.
    pub(in crate::verbs) complete: (usize, usize),
    /// The sum of the items.
    pub(in crate::verbs) test: TestStatistics,
    /// McDonald's omega, or why there is none.
    pub(in crate::verbs) omega: Result<Omega, CalibrationError>,
    /// Guttman's bounds, or why there are none.
    pub(in crate::verbs) guttman: Result<Guttman, CalibrationError>,
    /// The items, in the order of the data.
    pub(in crate::verbs) items: Vec<ItemFound>,
}

/// Classical statistics of an item.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct ItemFound {
    /// Its id.
    pub(in crate::verbs) id: String,
    /// Difficulty, correlations, alpha without it.
    pub(in crate::verbs) statistics: ItemStatistics,
    /// What is unusual, the worst first.
    pub(in crate::verbs) flags: Vec<Flag>,
    /// Its options, where responses are raw and there is a key.
    pub(in crate::verbs) options: Option<OptionsFound>,
}

/// The options of an item, with their names.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct OptionsFound {
    /// What the files call each option.
    pub(in crate::verbs) names: Vec<String>,
    /// The statistics of each.
    pub(in crate::verbs) report: OptionsReport,
}

/// What is unusual about an item.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::verbs) enum Flag {
    /// Who answers it correctly does worse on the others.
    AgainstTheOthers,
    /// It hardly goes with the others.
    Weak,
    /// Nearly everybody has the highest score.
    Easy,
    /// Nearly everybody has the lowest.
    Hard,
    /// Alpha is higher without it.
    LowersAlpha,
    /// What its options say.
    Option(Suspicion),
}

/// Statistics of all items. `cases` says whose responses count; persons with every response if that is everybody, else
/// pairs of items, where it is not said.
///
/// # Errors
/// Constant items, items nobody answered, pairs of items without persons in common.
pub(in crate::verbs) fn analyse(
    responses: &Responses,
    cases: Option<Cases>,
) -> Result<ClassicalFound, CalibrationError> {
    let complete =
        (0..responses.persons()).filter(|person| responses.answers(*person).count() == responses.items()).count();
    let all = complete == responses.persons();
    let cases = cases.unwrap_or(if all { Cases::Complete } else { Cases::Pairwise });
    let moments = ItemMoments::new(responses, cases)?;
    let test = moments.test_statistics();
    let item = |(statistics, id): (ItemStatistics, &String)| {
        let flags = flags(&statistics, test.alpha);
        ItemFound { id: id.clone(), statistics, flags, options: None }
    };
    let items = moments.item_statistics().into_iter().zip(responses.ids()).map(item).collect();
    let omega = moments.omega().and_then(|omega| match omega.unique.iter().all(|unique| *unique >= 0.0) {
        true => Ok(omega),
        false => Err(CalibrationError::NotDefined {
            statistic: "omega",
            reason: "the factor explains more of an item than there is (a Heywood case): two items nearly repeat each other, or the sample is small",
        }),
    });
    let guttman = moments.guttman(Basis::Covariance);
    Ok(ClassicalFound { cases, complete: (complete, responses.persons()), test, omega, guttman, items })
}

/// What was chosen in each item; the arguments are those of [`ClassicalFound::add_options`].
///
/// # Errors
/// A key that is no option; no ability group.
pub(in crate::verbs) fn analyse_options(
    raw: &Responses,
    names: &[Vec<String>],
    keys: &[Vec<String>],
    groups: usize,
) -> Result<Vec<OptionsFound>, CalibrationError> {
    let place = |item: usize, option: &String| {
        let at = names[item].iter().position(|name| name == option)?;
        u8::try_from(at).ok()
    };
    let keyed: Vec<KeyedItem> = keys
        .iter()
        .enumerate()
        .map(|(item, key)| KeyedItem { correct: key.iter().filter_map(|option| place(item, option)).collect() })
        .collect();
    let found = |(report, names): (_, &Vec<String>)| OptionsFound { names: names.clone(), report };
    Ok(options(raw, &keyed, groups)?.into_iter().zip(names).map(found).collect())
}

fn flags(item: &ItemStatistics, alpha: f64) -> Vec<Flag> {
    let mut flags = Vec::new();
    if item.item_rest < 0.0 {
        flags.push(Flag::AgainstTheOthers);
    } else if item.item_rest < LOW {
        flags.push(Flag::Weak);
    }
    if item.difficulty > EASY {
        flags.push(Flag::Easy);
    }
    if item.difficulty < HARD {
        flags.push(Flag::Hard);
    }
    if item.alpha_if_deleted.is_some_and(|without| without > alpha + GAIN) {
        flags.push(Flag::LowersAlpha);
    }
    flags
}

impl ClassicalFound {
    /// Add what was chosen in items with a key: `raw` has the same persons and items, options as categories, which
    /// `names` calls by item and option; `keys` are the right options by name.
    ///
    /// # Errors
    /// A key that is no option; no ability group.
    pub(in crate::verbs) fn add_options(
        &mut self,
        raw: &Responses,
        names: &[Vec<String>],
        keys: &[Vec<String>],
        groups: usize,
    ) -> Result<(), CalibrationError> {
        for (item, options) in self.items.iter_mut().zip(analyse_options(raw, names, keys, groups)?) {
            // What the options say is closer to the cause than what the item's score says.
            let found = options.report.suspicions.iter().map(|suspicion| Flag::Option(*suspicion));
            item.flags = found.chain(std::mem::take(&mut item.flags)).collect();
            item.options = Some(options);
        }
        Ok(())
    }
}

impl ItemFound {
    /// Whether more is unusual than options that few chose.
    pub(in crate::verbs) fn is_suspect(&self) -> bool {
        self.flags.iter().any(|flag| !matches!(flag, Flag::Option(Suspicion::Rare { .. })))
    }

    /// What is unusual and what to do about it, a sentence for each kind of flag.
    pub(in crate::verbs) fn advice(&self) -> Vec<String> {
        let name = |option: u8| {
            let names = self.options.as_ref().map(|options| &options.names);
            names.and_then(|names| names.get(usize::from(option))).map_or_else(|| option.to_string(), Clone::clone)
        };
        let suspect = self.flags.contains(&Flag::Option(Suspicion::KeyAgainstAbility));
        let keyed = self.options.is_some();
        let rare: Vec<u8> = self
            .flags
            .iter()
            .filter_map(|flag| match flag {
                Flag::Option(Suspicion::Rare { option }) => Some(*option),
                _ => None,
            })
            .collect();
        let sentence = |flag: &Flag| {
            match flag {
            Flag::Option(Suspicion::KeyAgainstAbility) => {
                Some("who chose the keyed answer knows less about the other items: the key is probably wrong; check it".into())
            }
            Flag::Option(Suspicion::BetterThanKey { option }) => Some(format!(
                "option {} goes with ability more than the keyed answer: it may be right, or right as well",
                name(*option)
            )),
            Flag::Option(Suspicion::AblestPrefer { option }) => Some(format!(
                "the ablest prefer option {} to the keyed answer: have an expert read both",
                name(*option)
            )),
            // All of them are told in one sentence, at the first.
            Flag::Option(Suspicion::Rare { option }) if rare.first() == Some(option) => {
                let names: Vec<String> = rare.iter().map(|option| name(*option)).collect();
                let (which, them) = match names.len() {
                    1 => ("option", "it distracts nobody; replace it or do without"),
                    _ => ("each of options", "they distract nobody; replace them or do without"),
                };
                Some(format!("fewer than one in twenty chose {which} {}: {them}", names.join(", ")))
            }
            Flag::Option(Suspicion::Rare { .. }) => None,
            Flag::AgainstTheOthers if suspect => None,
            Flag::AgainstTheOthers if keyed => {
                Some("it goes against the other items: check its key, and whether it is clear what is asked".into())
            }
            Flag::AgainstTheOthers => {
                Some("it goes against the other items: check its scoring, or reverse it with keying -1 in --items".into())
            }
            Flag::Weak => Some(format!(
                "it hardly goes with the other items (below {LOW}): see whether it measures the same, and whether it is clear what is asked"
            )),
            Flag::Easy => Some("nearly everybody has the highest score: it tells few apart; keep it for the least able only".into()),
            Flag::Hard => Some("nearly everybody has the lowest score: it tells few apart; check the key, or keep it for the ablest only".into()),
            // Of an item that goes against the others it is no news.
            Flag::LowersAlpha if self.flags.contains(&Flag::AgainstTheOthers) => None,
            Flag::LowersAlpha => Some("alpha is higher without it".into()),
        }
        };
        self.flags.iter().filter_map(sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve persons of rising ability answer four items whose right answer is option B; item d is keyed A.
    fn found() -> ClassicalFound {
        let scores = |person: usize| [person >= 6, person >= 3, person >= 5, person >= 8];
        let cells = |wrong: bool| -> Vec<u8> {
            (0..12)
                .flat_map(|person| {
                    scores(person)
                        .into_iter()
                        .enumerate()
                        .map(move |(item, right)| u8::from(right != (wrong && item == 3)))
                })
                .collect()
        };
        let ids: Vec<String> = ["a", "b", "c", "d"].map(String::from).to_vec();
        let scored = Responses::dense(ids.clone(), cells(true)).expect("the table is sound");
        let raw = Responses::dense(ids, cells(false)).expect("the table is sound");
        let mut found = analyse(&scored, None).expect("no item is constant");
        let names = vec![vec!["A".to_owned(), "B".to_owned()]; 4];
        let keys = ["B", "B", "B", "A"].map(|key| vec![key.to_owned()]).to_vec();
        found.add_options(&raw, &names, &keys, 3).expect("the keys are options");
        found
    }

    #[test]
    fn a_wrong_key_is_named_with_the_better_option() {
        let found = found();
        assert_eq!(found.cases, Cases::Complete);
        assert_eq!(found.items[0].flags, []);
        let advice = found.items[3].advice();
        assert!(advice[0].contains("the key is probably wrong"), "{advice:?}");
        assert!(advice[1].contains("option B goes with ability more"), "{advice:?}");
        // It is said once.
        assert!(!advice.iter().any(|sentence| sentence.contains("against the other items")), "{advice:?}");
    }

    #[test]
    fn a_key_that_nobody_chose_is_refused() {
        let mut found = found();
        let raw = Responses::dense(["a", "b", "c", "d"].map(String::from).to_vec(), vec![0, 1, 0, 1, 1, 0, 1, 0])
            .expect("the table is sound");
        let names = vec![vec!["A".to_owned(), "B".to_owned()]; 4];
        let keys = vec![vec!["C".to_owned()]; 4];
        assert_eq!(found.add_options(&raw, &names, &keys, 3), Err(CalibrationError::Key { item: "a".into() }));
    }
}
