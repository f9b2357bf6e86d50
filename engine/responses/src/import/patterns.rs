//! Persons with the same responses as one row, in bounded memory.

use std::collections::HashMap;
use std::path::Path;

use super::parts::{Parts, laid_out};
use super::row::{Row, RowAnswers};
use super::sort::Sorter;
use crate::error::ReadError;
use crate::packed::Layout;

/// What a pattern takes in memory beside its own bytes.
const OVERHEAD: usize = 96;

/// Patterns met so far.
pub(crate) struct Patterns {
    layout: Layout,
    items: usize,
    with_groups: bool,
    met: HashMap<Vec<u8>, Met>,
    bytes: usize,
    most: usize,
    sorter: Sorter,
    key: Vec<u8>,
    persons: u64,
}

/// Persons of a pattern.
#[derive(Clone, Copy)]
struct Met {
    weight: f64,
    persons: u64,
    /// The first of them: keys that differ are needed, and sums in one order.
    first: u64,
}

impl Patterns {
    pub(crate) fn new(runs: &Path, layout: Layout, items: usize, with_groups: bool, memory: usize) -> Self {
        Self {
            layout,
            items,
            with_groups,
            met: HashMap::new(),
            bytes: 0,
            most: memory / 2,
            sorter: Sorter::new(runs, "patterns", memory / 2),
            key: Vec::new(),
            persons: 0,
        }
    }

    /// Add a person.
    pub(crate) fn push(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let (places, categories) = laid_out(row.answers, self.layout, self.items, &mut first, &mut second);
        self.key.clear();
        self.key.extend(row.group.unwrap_or(0).to_be_bytes());
        if self.layout == Layout::Sparse {
            // So that no pattern is the beginning of another, whatever follows it.
            self.key.extend(u32::try_from(categories.len()).unwrap_or(u32::MAX).to_be_bytes());
        }
        self.key.extend(places);
        self.key.extend(categories);
        let weight = row.weight.unwrap_or(1.0);
        match self.met.get_mut(&self.key) {
            Some(met) => {
                met.weight += weight;
                met.persons += 1;
            }
            None => {
                self.bytes += self.key.len() + OVERHEAD;
                self.met.insert(self.key.clone(), Met { weight, persons: 1, first: self.persons });
            }
        }
        self.persons += 1;
        if self.bytes > self.most { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), ReadError> {
        for (mut key, met) in self.met.drain() {
            key.extend(met.first.to_be_bytes());
            let mut value = [0; 16];
            value[..8].copy_from_slice(&met.weight.to_bits().to_le_bytes());
            value[8..].copy_from_slice(&met.persons.to_le_bytes());
            self.sorter.push(&key, &value)?;
        }
        self.bytes = 0;
        Ok(())
    }

    /// Hand over each pattern once, in order, with the weight and number of its persons.
    pub(crate) fn finish(mut self, parts: &mut Parts, groups: &[String]) -> Result<(), ReadError> {
        self.spill()?;
        let Self { layout, with_groups, sorter, .. } = self;
        let mut write = |pattern: &[u8], met: Met| {
            let (group, rest) = pattern.split_at(2);
            let answers = match layout {
                Layout::Dense => RowAnswers::Dense(rest),
                Layout::Sparse => {
                    let rest = &rest[4..];
                    let (items, categories) = rest.split_at(rest.len() / 3 * 2);
                    RowAnswers::Sparse { items, categories }
                }
            };
            let group = with_groups.then(|| u16::from_be_bytes([group[0], group[1]]));
            let row = Row { person: None, group, weight: Some(met.weight), answers };
            parts.push(&row, u32::try_from(met.persons).unwrap_or(u32::MAX), groups)
        };
        let mut sorted = sorter.finish()?;
        let mut last: Option<(Vec<u8>, Met)> = None;
        while let Some((key, value)) = sorted.next()? {
            let pattern = &key[..key.len() - 8];
            let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
            let (weight, persons) = (f64::from_bits(number(&value[..8])), number(&value[8..]));
            match &mut last {
                Some((own, met)) if own == pattern => {
                    met.weight += weight;
                    met.persons += persons;
                }
                _ => {
                    if let Some((own, met)) = last.replace((pattern.to_vec(), Met { weight, persons, first: 0 })) {
                        write(&own, met)?;
                    }
                }
            }
        }
        match last {
            Some((own, met)) => write(&own, met),
            None => Ok(()),
        }
    }
}
