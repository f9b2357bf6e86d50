//! What an engine is asked: an expectation step, or part of the information, at given parameters.

use super::structure;
use super::wire::Writer;
use crate::covariance::InformationKind;
use crate::data::{Extent, Frame};
use crate::estep::{Curves, Range};
use crate::problem::Problem;

/// The letters that tasks begin with.
pub(super) const LETTERS: [u8; 4] = *b"thTA";
/// What is asked, by its code.
pub(super) const TALLY: u8 = 0;
pub(super) const WINDOWS: u8 = 1;
pub(super) const EVERYTHING: u8 = 2;
pub(super) const MISSING_INFORMATION: u8 = 3;
pub(super) const CROSS_PRODUCT: u8 = 4;

/// Parameters, and all that is needed to sum over persons under them.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) extent: &'a Extent,
    /// All parameters, fixed ones too.
    pub(crate) full: Vec<f64>,
    pub(crate) curves: Curves,
    pub(crate) range: Range,
}

impl<'a> Task<'a> {
    pub(crate) fn new(problem: &'a Problem, extent: &'a Extent, free: &[f64], range: Range) -> Self {
        let full = problem.free.expand(free);
        let curves = Curves::new(problem, &full);
        Self { problem, extent, full, curves, range }
    }

    /// The expectation step as bytes, for [`Instructions::from_bytes`](super::Instructions::from_bytes).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.write(if self.range == Range::Everything { EVERYTHING } else { WINDOWS })
    }

    /// What [`Engine::information`](super::Engine::information) asks, as bytes.
    #[must_use]
    pub fn information_to_bytes(&self, kind: InformationKind) -> Vec<u8> {
        self.write(match kind {
            InformationKind::Oakes => MISSING_INFORMATION,
            InformationKind::CrossProduct => CROSS_PRODUCT,
        })
    }

    fn write(&self, what: u8) -> Vec<u8> {
        let mut writer = Writer::new(LETTERS);
        writer.u8(what);
        writer.u8(u8::from(self.extent.sparse));
        writer.size(self.extent.members.len());
        self.extent.members.iter().for_each(|members| writer.u64(*members));
        self.extent.omitted.iter().for_each(|omitted| writer.flags(omitted));
        structure::write(&mut writer, self.problem, &self.full);
        writer.finish()
    }
}

/// The first pass over a data set as bytes: a [`Tally`](crate::Tally).
#[must_use]
pub fn tally_task(frame: &Frame) -> Vec<u8> {
    let mut writer = Writer::new(LETTERS);
    writer.u8(TALLY);
    writer.u8(u8::from(frame.is_sparse()));
    writer.size(frame.groups().len());
    writer.size(frame.items());
    (0..frame.items()).for_each(|item| writer.size(frame.categories(item)));
    writer.finish()
}
