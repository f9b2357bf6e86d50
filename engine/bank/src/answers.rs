//! Answers as numbers: each answer that an item may have has a code, which the log keeps, and a category.
//!
//! A code is a number whose digits have bases of their own, the lowest digit first: the place of the option chosen; of
//! each option whether it is ticked (multiple response); of each option the place of its target (matching); for an
//! ordering its rank among all orders, whose digits, the last one first, are each option's place among itself and
//! those after it. `bindings/js/src/answers.ts` does the same.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::types::{Credit, IdMap, Item, ItemBank, Scoring};

/// An item may have so many different answers, 2³¹.
pub const MOST_ANSWERS: u64 = 1 << 31;

/// An answer in the ids of the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The option chosen.
    One(String),
    /// The options ticked, in the order of the bank.
    Ticked(Vec<String>),
    /// The options in the order given.
    Ordered(Vec<String>),
    /// The target of each option.
    Matched(IdMap<String>),
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::One(option) => option.clone(),
            Self::Ticked(options) => options.join("+"),
            Self::Ordered(options) => options.join(">"),
            Self::Matched(pairs) => {
                pairs.iter().map(|(option, target)| format!("{option}={target}")).collect::<Vec<_>>().join("+")
            }
        };
        formatter.pad(&text)
    }
}

// As JavaScript takes it: an id, a list of ids, or an object.
impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(option) => option.serialize(serializer),
            Self::Ticked(options) | Self::Ordered(options) => options.serialize(serializer),
            Self::Matched(pairs) => pairs.serialize(serializer),
        }
    }
}

impl ItemBank {
    /// The answer that a code in a log stands for, and the category it scores; `None` where the item has no such
    /// answer.
    #[must_use]
    pub fn answer(&self, item: &Item, code: u32) -> Option<(Answer, u16)> {
        AnswerSpace::new(item, self.options(item)?)?.decode(code)
    }
}

/// All answers that an item may have.
pub(crate) struct AnswerSpace<'a> {
    item: &'a Item,
    options: &'a [String],
    /// Of the code's digits, the lowest first.
    bases: Vec<u64>,
}

impl<'a> AnswerSpace<'a> {
    /// `None` where the item has more answers than there may be, or none.
    pub(crate) fn new(item: &'a Item, options: &'a [String]) -> Option<Self> {
        let count = options.len() as u64;
        let each = |base| vec![base; options.len()];
        let bases = match &item.scoring {
            Scoring::Key { .. } | Scoring::Categories { .. } => vec![count],
            Scoring::Keys { .. } => each(2),
            Scoring::Order { .. } => (1..=count).collect(),
            Scoring::Pairs { .. } => each(item.targets.len() as u64),
        };
        let answers = bases.iter().try_fold(1, |product: u64, base| product.checked_mul(*base))?;
        (1..=MOST_ANSWERS).contains(&answers).then_some(Self { item, options, bases })
    }

    fn decode(&self, code: u32) -> Option<(Answer, u16)> {
        let mut rest = u64::from(code);
        let mut digits = Vec::new();
        for base in &self.bases {
            digits.push(usize::try_from(rest % base).ok()?);
            rest /= base;
        }
        if rest > 0 {
            return None;
        }
        let answer = self.assemble(&digits)?;
        let category = self.category(&answer)?;
        Some((answer, category))
    }

    fn assemble(&self, digits: &[usize]) -> Option<Answer> {
        let options = self.options;
        Some(match &self.item.scoring {
            Scoring::Key { .. } | Scoring::Categories { .. } => Answer::One(options.get(*digits.first()?)?.clone()),
            Scoring::Keys { .. } => Answer::Ticked(
                options.iter().zip(digits).filter(|(_, digit)| **digit > 0).map(|(option, _)| option.clone()).collect(),
            ),
            Scoring::Order { .. } => {
                let mut left = options.to_vec();
                Answer::Ordered(digits.iter().rev().map(|digit| left.remove(*digit)).collect())
            }
            Scoring::Pairs { .. } => {
                let pair =
                    |(option, digit): (&String, &usize)| Some((option.clone(), self.item.targets.get(*digit)?.clone()));
                Answer::Matched(options.iter().zip(digits).map(pair).collect::<Option<_>>()?)
            }
        })
    }

    /// The category of an answer of the item's kind.
    fn category(&self, answer: &Answer) -> Option<u16> {
        let scoring = &self.item.scoring;
        let points = match (scoring, answer) {
            (Scoring::Key { key }, Answer::One(option)) => return Some(u16::from(option == key)),
            (Scoring::Categories { categories }, Answer::One(option)) => {
                let place = self.options.iter().position(|own| own == option)?;
                return categories.get(place).copied();
            }
            (Scoring::Keys { keys, .. }, Answer::Ticked(ticked)) => {
                let right = ticked.iter().filter(|option| keys.contains(option)).count();
                let most = keys.len();
                (right.saturating_sub(ticked.len() - right), most)
            }
            (Scoring::Order { order, .. }, Answer::Ordered(given)) => {
                let followed = order.windows(2).filter(|right| given.windows(2).any(|pair| pair == *right)).count();
                (followed, order.len().saturating_sub(1))
            }
            (Scoring::Pairs { pairs, .. }, Answer::Matched(given)) => {
                let right = given.iter().filter(|(option, target)| pairs.get(option) == Some(target)).count();
                (right, pairs.len())
            }
            _ => return None,
        };
        let (credit, categories) = scoring.parts()?;
        let (right, most) = points;
        let points = match credit {
            Credit::All => usize::from(right == most),
            Credit::Each => right,
        };
        match categories {
            Some(categories) => categories.get(points).copied(),
            None => u16::try_from(points).ok(),
        }
    }
}
