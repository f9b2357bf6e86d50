//! What is said about some of the persons.

use super::coverage::Coverage;
use super::wire::{Reader, WireError, Writer};
use crate::data::{Extent, Frame, Tally};
use crate::estep::Sums;

/// The letters that answers begin with.
const LETTERS: [u8; 4] = *b"thAN";
const TALLY: u8 = 0;
const SUMS: u8 = 1;
const INFORMATION: u8 = 2;

/// The answer to a task about some rows; merged with those about all others, it is the answer about all.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub(super) coverage: Coverage,
    pub(super) body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    Tally(Tally),
    Sums(Sums),
    Information(Vec<f64>),
}

impl Answer {
    /// Which rows it is about.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// Add what is said about other rows.
    ///
    /// # Errors
    /// An answer to another task; nothing was added.
    pub fn merge(&mut self, other: &Self) -> Result<(), WireError> {
        let lengths = |tally: &Tally| tally.counts.iter().flatten().map(Vec::len).collect::<Vec<usize>>();
        let sizes = |sums: &Sums| (sums.counts.len(), sums.density.len());
        match (&mut self.body, &other.body) {
            (Body::Tally(own), Body::Tally(other))
                if own.counts.len() == other.counts.len() && lengths(own) == lengths(other) =>
            {
                own.merge(other);
            }
            (Body::Sums(own), Body::Sums(other)) if sizes(own) == sizes(other) => own.merge(other),
            (Body::Information(own), Body::Information(other)) if own.len() == other.len() => {
                own.iter_mut().zip(other).for_each(|(sum, part)| *sum += part);
            }
            _ => return Err(WireError::Invalid { what: "two answers that are to be one" }),
        }
        self.coverage.merge(&other.coverage);
        Ok(())
    }

    /// Whether every number is finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        let all = |list: &[f64]| list.iter().all(|value| value.is_finite());
        match &self.body {
            Body::Tally(tally) => tally.weight.is_finite() && tally.counts.iter().flatten().all(|list| all(list)),
            Body::Sums(sums) => {
                sums.log_likelihood.is_finite() && sums.weight.is_finite() && all(&sums.counts) && all(&sums.density)
            }
            Body::Information(information) => all(information),
        }
    }

    /// The tally it is.
    ///
    /// # Errors
    /// An answer to another task, or about other items or groups.
    pub fn into_tally(self, frame: &Frame) -> Result<Tally, WireError> {
        let fits = |tally: &Tally| {
            let empty = Tally::empty(frame);
            let lengths = |tally: &Tally| tally.counts.iter().flatten().map(Vec::len).collect::<Vec<usize>>();
            tally.counts.len() == empty.counts.len() && lengths(tally) == lengths(&empty)
        };
        match self.body {
            Body::Tally(tally) if fits(&tally) => Ok(tally),
            _ => Err(WireError::Other { expected: "a tally of this data set" }),
        }
    }

    /// The sums it is, if it is an expectation step's.
    #[must_use]
    pub fn sums(&self) -> Option<&Sums> {
        match &self.body {
            Body::Sums(sums) => Some(sums),
            _ => None,
        }
    }

    /// The sums it is.
    ///
    /// # Errors
    /// An answer to another task.
    pub fn into_sums(self) -> Result<Sums, WireError> {
        match self.body {
            Body::Sums(sums) => Ok(sums),
            _ => Err(WireError::Other { expected: "sums of an expectation step" }),
        }
    }

    /// The part of the information it is.
    ///
    /// # Errors
    /// An answer to another task.
    pub fn into_information(self) -> Result<Vec<f64>, WireError> {
        match self.body {
            Body::Information(information) => Ok(information),
            _ => Err(WireError::Other { expected: "a part of the information" }),
        }
    }

    /// As bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(LETTERS);
        writer.u64(self.coverage.rows);
        writer.u64(self.coverage.fingerprint);
        match &self.body {
            Body::Tally(tally) => {
                writer.u8(TALLY);
                writer.u8(u8::from(tally.extent.sparse));
                writer.f64(tally.weight);
                writer.size(tally.counts.len());
                for (group, items) in tally.counts.iter().enumerate() {
                    writer.u64(tally.extent.members[group]);
                    writer.flags(&tally.extent.omitted[group]);
                    writer.size(items.len());
                    items.iter().for_each(|counts| writer.numbers(counts));
                }
            }
            Body::Sums(sums) => {
                writer.u8(SUMS);
                writer.f64(sums.log_likelihood);
                writer.f64(sums.weight);
                writer.u64(sums.widened as u64);
                writer.numbers(&sums.density);
                writer.numbers(&sums.counts);
            }
            Body::Information(information) => {
                writer.u8(INFORMATION);
                writer.numbers(information);
            }
        }
        writer.finish()
    }

    /// From bytes.
    ///
    /// # Errors
    /// Bytes that are no answer, are of another version or were damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes, LETTERS, "an answer")?;
        let coverage = Coverage { rows: reader.u64()?, fingerprint: reader.u64()? };
        let body = match reader.u8()? {
            TALLY => Body::Tally(tally(&mut reader)?),
            SUMS => {
                let (log_likelihood, weight, widened) = (reader.f64()?, reader.f64()?, reader.u64()?);
                let (density, counts) = (reader.numbers()?, reader.numbers()?);
                let widened = usize::try_from(widened).unwrap_or(usize::MAX);
                Body::Sums(Sums { counts, density, log_likelihood, weight, widened })
            }
            INFORMATION => Body::Information(reader.numbers()?),
            _ => return Err(WireError::Invalid { what: "the kind of an answer" }),
        };
        reader.finish()?;
        Ok(Self { coverage, body })
    }
}

fn tally(reader: &mut Reader<'_>) -> Result<Tally, WireError> {
    let sparse = reader.u8()? != 0;
    let weight = reader.f64()?;
    let mut extent = Extent { sparse, members: Vec::new(), omitted: Vec::new() };
    let mut counts = Vec::new();
    for _ in 0..reader.length(16)? {
        extent.members.push(reader.u64()?);
        let omitted = reader.flags()?;
        let items: Result<Vec<Vec<f64>>, WireError> = (0..reader.length(4)?).map(|_| reader.numbers()).collect();
        let items = items?;
        if omitted.len() != items.len() {
            return Err(WireError::Invalid { what: "the number of items" });
        }
        extent.omitted.push(omitted);
        counts.push(items);
    }
    Ok(Tally { extent, weight, counts })
}
