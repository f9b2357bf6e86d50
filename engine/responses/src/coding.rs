//! From what stands in a cell to a category.

use serde::{Deserialize, Serialize};
use thetis_calibrate::MISSING;

use crate::error::Fault;

/// A cell, whatever kind of file it is from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A whole number of a typed column.
    Number(i64),
    /// A number with a fraction, or one that might have.
    Real(f64),
    /// Text.
    Text(&'a str),
}

/// How the responses to an item become categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Coding {
    /// Whole numbers.
    Numbers {
        /// The response that is category 0, if the item has one of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lowest: Option<i64>,
        /// Number of categories, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        categories: Option<u8>,
        /// Whether the highest response is category 0.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reversed: bool,
    },
    /// Raw options: category 1 for any of these, 0 for any other.
    Key(Vec<String>),
    /// Raw options, each with its category.
    Options(Vec<(String, u8)>),
}

impl Default for Coding {
    fn default() -> Self {
        Self::Numbers { lowest: None, categories: None, reversed: false }
    }
}

/// Highest category: the numbers above it stand for something else.
const HIGHEST: i64 = 253;
/// In the tables: a cell that has to be looked at.
const SLOW: u8 = 254;

/// Turns the cells of one item into categories.
#[derive(Clone, Debug)]
pub(crate) struct Coder<'o> {
    coding: Coding,
    lowest: i64,
    missing: &'o [String],
    /// Categories of the numbers −128 to 127.
    small: Box<[u8; 256]>,
}

impl<'o> Coder<'o> {
    /// `lowest` is the response that is category 0 unless the item says otherwise; `missing` are codes for no
    /// response beside an empty cell and `NA`.
    pub(crate) fn new(coding: Coding, lowest: i64, missing: &'o [String]) -> Self {
        let lowest = match coding {
            Coding::Numbers { lowest: Some(own), .. } => own,
            _ => lowest,
        };
        let mut coder = Self { coding, lowest, missing, small: Box::new([SLOW; 256]) };
        for number in -128..=127_i64 {
            if let Ok(category) = coder.text(&number.to_string()) {
                coder.small[small_place(number)] = category;
            }
        }
        coder
    }

    /// The category of a cell; [`MISSING`] where there is no response.
    pub(crate) fn code(&self, cell: Cell<'_>) -> Result<u8, Fault> {
        match cell {
            Cell::Empty => Ok(MISSING),
            Cell::Number(number) => self.number(number),
            Cell::Real(value) if value.is_nan() => Ok(MISSING),
            Cell::Real(value) => match whole(value) {
                Some(number) => self.number(number),
                None => Err(Fault::NotACategory { value: value.to_string() }),
            },
            Cell::Text(text) => self.text(text.trim()),
        }
    }

    /// The category of a cell of a text file: most are a digit.
    pub(crate) fn bytes(&self, cell: &[u8]) -> Result<u8, Fault> {
        if let [digit @ b'0'..=b'9'] = cell {
            let category = self.small[small_place(i64::from(digit - b'0'))];
            if category != SLOW {
                return Ok(category);
            }
        }
        match std::str::from_utf8(cell) {
            Ok(text) => self.text(text.trim()),
            Err(_) => Err(Fault::NotUtf8),
        }
    }

    /// The category of a number that is in the table; `None` where it has to be looked at.
    pub(crate) fn small(&self, number: i64) -> Option<u8> {
        let category = match number {
            -128..=127 => self.small[small_place(number)],
            _ => SLOW,
        };
        (category != SLOW).then_some(category)
    }

    fn number(&self, number: i64) -> Result<u8, Fault> {
        self.small(number).map_or_else(|| self.text(&number.to_string()), Ok)
    }

    pub(crate) fn coding(&self) -> &Coding {
        &self.coding
    }

    /// The right options, where there is a key.
    pub(crate) fn key(&self) -> Option<&[String]> {
        match &self.coding {
            Coding::Key(right) => Some(right),
            _ => None,
        }
    }

    fn text(&self, text: &str) -> Result<u8, Fault> {
        if is_missing(text, self.missing) {
            return Ok(MISSING);
        }
        match &self.coding {
            Coding::Numbers { categories, reversed, .. } => self.category(text, *categories, *reversed),
            Coding::Key(right) => Ok(u8::from(right.iter().any(|key| same_option(key, text)))),
            Coding::Options(options) => {
                let found = options.iter().find(|(option, _)| same_option(option, text));
                found.map(|(_, category)| *category).ok_or_else(|| Fault::UnknownOption {
                    value: text.to_owned(),
                    options: options.iter().map(|(option, _)| option.clone()).collect(),
                })
            }
        }
    }

    fn category(&self, text: &str, categories: Option<u8>, reversed: bool) -> Result<u8, Fault> {
        // A column with missing values leaves many programs as 1.0, 2.0.
        let number = text.parse::<i64>().ok().or_else(|| whole(text.parse().ok()?));
        let Some(value) = number else {
            return Err(Fault::NotACategory { value: text.to_owned() });
        };
        if value < self.lowest {
            return Err(Fault::BelowLowest { value, lowest: self.lowest });
        }
        let steps = categories.map_or(HIGHEST, |categories| i64::from(categories) - 1);
        let highest = self.lowest.saturating_add(steps);
        if value > highest {
            return Err(Fault::AboveHighest { value, highest });
        }
        let category = if reversed { highest - value } else { value - self.lowest };
        // Between 0 and the highest category.
        Ok(u8::try_from(category).unwrap_or(SLOW))
    }

    /// The response, as files have it, that is this category.
    pub(crate) fn response(&self, category: u8) -> String {
        match &self.coding {
            Coding::Numbers { categories: Some(categories), reversed: true, .. } => {
                (self.lowest + i64::from(*categories) - 1 - i64::from(category)).to_string()
            }
            Coding::Numbers { .. } => (self.lowest + i64::from(category)).to_string(),
            Coding::Key(_) => (if category == 1 { "right" } else { "wrong" }).to_owned(),
            Coding::Options(options) => {
                let of: Vec<&str> =
                    options.iter().filter(|(_, own)| *own == category).map(|(option, _)| option.as_str()).collect();
                of.join("|")
            }
        }
    }

    /// How many categories the item is said to have.
    pub(crate) fn said_categories(&self) -> Option<u8> {
        match &self.coding {
            Coding::Numbers { categories, .. } => *categories,
            Coding::Key(_) => Some(2),
            Coding::Options(options) => options.iter().map(|(_, category)| category + 1).max(),
        }
    }

    /// The response that is category 0, if responses are numbers and the item has no range of its own.
    pub(crate) fn common_lowest(&self) -> Option<i64> {
        match self.coding {
            Coding::Numbers { lowest: None, reversed: false, .. } => Some(self.lowest),
            _ => None,
        }
    }
}

/// Whether a cell says that there is no response.
pub(crate) fn is_missing(text: &str, codes: &[String]) -> bool {
    text.is_empty() || text == "NA" || codes.iter().any(|code| code == text)
}

/// Options are compared as text, but `2` and `2.0` are one.
fn same_option(option: &str, text: &str) -> bool {
    option == text || text.strip_suffix(".0") == Some(option)
}

fn small_place(number: i64) -> usize {
    usize::from(number.to_le_bytes()[0])
}

/// A number that has no fraction.
fn whole(value: f64) -> Option<i64> {
    const LARGEST: f64 = 1e15;
    #[expect(clippy::cast_possible_truncation, reason = "whole and far below 2^53")]
    (value.fract() == 0.0 && value.abs() < LARGEST).then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(categories: Option<u8>, reversed: bool) -> Coding {
        Coding::Numbers { lowest: None, categories, reversed }
    }

    #[test]
    fn numbers_count_from_the_lowest() {
        let missing = ["-9".to_owned(), "0".to_owned()];
        let coder = Coder::new(numbers(None, false), 1, &missing);
        for (text, category) in [
            ("1", 0),
            ("5", 4),
            (" 3 ", 2),
            ("2.0", 1),
            ("", MISSING),
            ("NA", MISSING),
            ("-9", MISSING),
            ("0", MISSING),
        ] {
            assert_eq!(coder.bytes(text.as_bytes()), Ok(category), "{text}");
            assert_eq!(coder.code(Cell::Text(text)), Ok(category), "{text}");
        }
        assert_eq!(coder.code(Cell::Number(-9)), Ok(MISSING));
        assert_eq!(coder.code(Cell::Real(4.0)), Ok(3));
        assert_eq!(coder.code(Cell::Real(f64::NAN)), Ok(MISSING));
        assert_eq!(coder.bytes(b"-1"), Err(Fault::BelowLowest { value: -1, lowest: 1 }));
        assert_eq!(coder.bytes(b"300"), Err(Fault::AboveHighest { value: 300, highest: 254 }));
        for text in ["yes", "1.5", "1e99", "inf"] {
            assert_eq!(coder.bytes(text.as_bytes()), Err(Fault::NotACategory { value: text.into() }));
        }
        assert_eq!(coder.code(Cell::Real(0.5)), Err(Fault::NotACategory { value: "0.5".into() }));
        assert_eq!(coder.bytes(b"\xff"), Err(Fault::NotUtf8));
    }

    #[test]
    fn reversed_numbers_count_from_the_highest() {
        let coder = Coder::new(numbers(Some(5), true), 1, &[]);
        assert_eq!([coder.bytes(b"1"), coder.bytes(b"5")], [Ok(4), Ok(0)]);
        assert_eq!(coder.response(4), "1");
        assert_eq!(coder.bytes(b"6"), Err(Fault::AboveHighest { value: 6, highest: 5 }));
    }

    #[test]
    fn keys_score_and_options_have_categories() {
        let coder = Coder::new(Coding::Key(vec!["B".into(), "4".into()]), 0, &[]);
        for (text, category) in [("B", 1), ("A", 0), ("4.0", 1), ("8", 0), ("", MISSING)] {
            assert_eq!(coder.bytes(text.as_bytes()), Ok(category), "{text}");
        }
        assert_eq!(coder.code(Cell::Number(4)), Ok(1));
        let coder =
            Coder::new(Coding::Options(vec![("never".into(), 0), ("often".into(), 1), ("x".into(), 1)]), 0, &[]);
        assert_eq!(coder.bytes(b"often"), Ok(1));
        assert_eq!(coder.response(1), "often|x");
        assert!(matches!(coder.bytes(b"ofen"), Err(Fault::UnknownOption { .. })));
    }
}
