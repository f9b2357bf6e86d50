//! What packed responses are responses to, and whether passes over them saw what was imported: all from the manifest.

use std::fmt;

use thetis_calibrate::{CalibrationError, Frame, Tally};

use super::header::{GROUP, ITEMS, Layout, RESPONSES, WEIGHT};
use super::manifest::Manifest;

/// The name of the one group where persons are in none.
const EVERYONE: &str = "all";
/// Sums of weights in another order may differ by so much, in parts.
const ROUNDING: f64 = 1e-9;

impl Manifest {
    /// Items, with the categories that were seen or that they are said to have, and groups: those of the folder, or one of
    /// all persons.
    ///
    /// # Errors
    /// Fewer than two items, or, of a folder without persons, no groups.
    pub fn frame(&self, grouped: bool) -> Result<Frame, CalibrationError> {
        let said = |item: usize| self.header.coder(item).said_categories().unwrap_or(0);
        let items = self.header.items.iter().enumerate();
        let (ids, categories) = items.map(|(item, own)| (own.id.clone(), self.seen(item).max(said(item)))).unzip();
        Frame::new(ids, categories, self.group_names(grouped), self.header.layout == Layout::Sparse)
    }

    /// The columns that a pass over the persons needs: of group, weight and items, where there are any, and of responses.
    #[must_use]
    pub fn columns(&self, grouped: bool) -> [Option<&'static str>; 4] {
        [
            grouped.then_some(GROUP),
            self.header.has_weights().then_some(WEIGHT),
            (self.header.layout == Layout::Sparse).then_some(ITEMS),
            Some(RESPONSES),
        ]
    }

    /// Whether a first pass over so many rows saw what was imported.
    ///
    /// # Errors
    /// The first thing that differs.
    pub fn check(&self, tally: &Tally, rows: u64) -> Result<(), Discrepancy> {
        let differ = |what: String, found: f64, expected: f64| Err(Discrepancy { what, found, expected });
        if rows != self.rows {
            return differ("rows".into(), float(rows), float(self.rows));
        }
        // Who gave no response is weighed in the manifest only.
        if tally.persons() == rows && (tally.weight() - self.weight).abs() > ROUNDING * self.weight.abs() {
            return differ("as the sum of weights".into(), tally.weight(), self.weight);
        }
        // Counts are of persons, not of weights.
        if self.header.has_weights() {
            return Ok(());
        }
        for (item, (packed, expected)) in self.header.items.iter().zip(&self.counts).enumerate() {
            for (category, expected) in expected.iter().enumerate() {
                let found: f64 = (0..tally.groups()).map(|group| tally.count(group, item, category)).sum();
                let expected = float(*expected);
                if (found - expected).abs() > 0.5 {
                    return differ(format!("responses {category} to item {}", packed.id), found, expected);
                }
            }
        }
        Ok(())
    }

    /// How many categories of an item were seen, up to the highest.
    pub(crate) fn seen(&self, item: usize) -> u8 {
        self.counts.get(item).map_or(0, |counts| u8::try_from(counts.len()).unwrap_or(u8::MAX))
    }

    pub(crate) fn group_names(&self, grouped: bool) -> Vec<String> {
        if grouped { self.groups.clone() } else { vec![EVERYONE.to_owned()] }
    }
}

/// In what a pass over the persons saw something else than was imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrepancy {
    /// What was counted.
    pub what: String,
    /// What the pass found.
    pub found: f64,
    /// What the manifest says.
    pub expected: f64,
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} instead of {}", self.found, self.what, self.expected)
    }
}

impl std::error::Error for Discrepancy {}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 persons")]
fn float(count: u64) -> f64 {
    count as f64
}
