//! A bank and a design that fit each other.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::bank::Bank;
use crate::blueprint::{Assembler, mark};
use crate::design::Design;
use crate::digest::Digest;
use crate::error::Error;
use crate::estimate::{Plan, Response, Running, Setting};
use crate::list::copy;
use crate::select::{Candidate, View};

/// A bank and a design that fit each other: everything about a test that no answer changes.
#[derive(Clone, Debug)]
pub struct Test {
    pub(crate) bank: Arc<Bank>,
    pub(crate) design: Design,
    pub(crate) design_digest: u64,
    pub(crate) plan: Plan,
    /// Of every item, its stratum, where the criterion has strata.
    pub(crate) strata: Vec<u32>,
    pub(crate) assembler: Option<Arc<dyn Assembler>>,
}

impl Test {
    /// Check a design against a bank.
    ///
    /// # Errors
    /// What the design asks and the bank cannot do: codes 200 to 215, [`Error::Prior`],
    /// [`Error::EmptyBank`] if no item is available, or [`Error::NeedsAssembler`] if the design has shadow tests.
    pub fn new(bank: Arc<Bank>, design: Design) -> Result<Self, Error> {
        Self::checked(bank, design, None)
    }

    /// The same for a design with shadow tests, which the assembler finds.
    ///
    /// # Errors
    /// Those of [`Test::new`].
    pub fn with_assembler(bank: Arc<Bank>, design: Design, assembler: Arc<dyn Assembler>) -> Result<Self, Error> {
        Self::checked(bank, design, Some(assembler))
    }

    /// Reading checks: the design is written and read, all but a prior of its own, which does not cross.
    fn checked(bank: Arc<Bank>, design: Design, assembler: Option<Arc<dyn Assembler>>) -> Result<Self, Error> {
        let mut plain = design.clone();
        plain.estimation = plain.estimation.without_own_prior();
        Design::from_words(&plain.to_words(), &bank)?;
        let words = design.to_words();
        let mut test = Self { design, ..Self::of(bank, assembler) };
        test.make(&words)?;
        Ok(test)
    }

    /// A design as numbers; see [`Design::from_words`].
    ///
    /// # Errors
    /// [`Error::Malformed`], and those of [`Test::new`].
    pub fn from_words(bank: Arc<Bank>, words: &[f64], assembler: Option<Arc<dyn Assembler>>) -> Result<Self, Error> {
        let mut test = Self::of(bank, assembler);
        test.read(words)?;
        Ok(test)
    }

    /// What reading fills.
    fn of(bank: Arc<Bank>, assembler: Option<Arc<dyn Assembler>>) -> Self {
        Self { bank, design: Design::EMPTY, design_digest: 0, plan: Plan::EMPTY, strata: Vec::new(), assembler }
    }

    fn read(&mut self, words: &[f64]) -> Result<(), Error> {
        self.design.read(words, &self.bank)?;
        self.make(words)
    }

    /// All that follows from bank and design.
    fn make(&mut self, words: &[f64]) -> Result<(), Error> {
        let Self { bank, design, plan, .. } = self;
        plan.make(bank, &design.estimation, design.needs_grid()).map_err(|error| *error)?;
        design.selection.criterion.check(bank, plan)?;
        let mut is_empty = true;
        for mark in &bank.marks {
            is_empty &= *mark > 0;
        }
        if is_empty {
            return Err(Error::EmptyBank);
        }
        if design.blueprint.shadow.is_some() && self.assembler.is_none() {
            return Err(Error::NeedsAssembler);
        }
        let mut digest = Digest::EMPTY;
        digest.f64s(words);
        self.design_digest = digest.finish();
        self.strata = design.selection.criterion.strata(bank);
        Ok(())
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting { bank: &self.bank, plan: &self.plan }
    }

    /// The bank.
    #[must_use]
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The design.
    #[must_use]
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// Digest of the design.
    #[must_use]
    pub fn design_digest(&self) -> u64 {
        self.design_digest
    }

    /// The value of every operational item not yet answered, under the design's criterion, after these answers:
    /// at `theta`, or at their estimate. The blueprint is left aside; random parts are drawn with this seed, at
    /// the step after as many answers.
    ///
    /// # Errors
    /// [`Error::UnknownItem`], [`Error::CategoryOutOfRange`], [`Error::AnsweredTwice`], or [`Error::Start`] if
    /// `theta` has another length than the bank has dimensions.
    pub fn rank(&self, responses: &[Response], theta: Option<&[f64]>, seed: u64) -> Result<Vec<Candidate>, Error> {
        let setting = self.setting();
        let mut running = Running::new(setting);
        let mut marks = copy(&self.bank.marks);
        for response in responses {
            let block = running.record(setting, *response)?;
            running.refresh_with_informed(setting, block);
            marks[response.item as usize] |= mark::ASKED;
        }
        let theta = theta.unwrap_or(&running.estimate.theta);
        if theta.len() != self.bank.dimensions() {
            return Err(Error::Start);
        }
        let step = u32::try_from(responses.len()).unwrap_or(u32::MAX);
        let view = View { setting, running: &running, theta, marks: &marks, strata: &self.strata, seed, step };
        let mut out = Vec::new();
        self.design.selection.candidates(&view, &mut out);
        Ok(out)
    }
}
