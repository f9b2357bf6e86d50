//! A session: one person taking one test.
//!
//! The session is its log. Its state is a fold over (bank, design, seed, answers), so resuming, auditing
//! and verifying are all the same thing: replaying.

mod log;

pub use log::{ENGINE_REVISION, LogHeader};

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::bank::Bank;
use crate::design::{Design, Start};
use crate::digest::Digest;
use crate::error::Error;
use crate::estimate::{Estimate, Plan, Response, Running, Setting};
use crate::model::Curves;
use crate::select::{Candidate, Criterion, View};
use crate::stop::{Reason, Situation};

/// A bank and a design that fit each other: everything about a test that no answer changes.
#[derive(Clone, Debug)]
pub struct Test {
    bank: Arc<Bank>,
    design: Design,
    design_digest: u64,
    plan: Plan,
}

impl Test {
    /// Check a design against a bank.
    ///
    /// # Errors
    /// What the design asks and the bank cannot do: codes 200 to 208, [`Error::Prior`], or
    /// [`Error::EmptyBank`] if no item is available.
    pub fn new(bank: Arc<Bank>, design: Design) -> Result<Self, Error> {
        let words = design.to_words();
        Self::make(bank, design, &words)
    }

    /// The same from a design as numbers; see [`Design::from_words`].
    ///
    /// # Errors
    /// [`Error::Malformed`], and those of [`Test::new`].
    pub fn from_words(bank: Arc<Bank>, words: &[f64]) -> Result<Self, Error> {
        let design = Design::from_words(words, bank.dimensions())?;
        Self::make(bank, design, words)
    }

    fn make(bank: Arc<Bank>, design: Design, words: &[f64]) -> Result<Self, Error> {
        design.check(&bank)?;
        let plan = Plan::new(&bank, &design.estimation)?;
        if !(0..bank.len()).any(|item| bank.is_available(item)) {
            return Err(Error::EmptyBank);
        }
        let mut digest = Digest::new();
        digest.f64s(words);
        Ok(Self { design_digest: digest.finish(), bank, design, plan })
    }

    fn setting(&self) -> Setting<'_> {
        Setting { bank: &self.bank, estimation: &self.design.estimation, plan: &self.plan }
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
}

/// An answer as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The item asked.
    pub item: u32,
    /// The response category it was scored in.
    pub category: u32,
    /// What was chosen, in whatever code the host uses (the number of the option, for instance): kept for
    /// review and for distractor analysis, never read by the engine.
    pub response: u32,
    /// Time taken, hundredths of a second.
    pub centiseconds: u32,
}

/// One step of a session's course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'s> {
    /// The answer.
    pub answer: Answer,
    /// The estimate after it, logits, one value a dimension.
    pub theta: &'s [f64],
    /// Its standard errors, logits.
    pub se: &'s [f64],
}

/// One person taking one test.
///
/// ```
/// use std::sync::Arc;
/// use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Session, Test};
/// let items = (-4..=4).map(|b| Item::new(ItemModel::two_pl(1.5, f64::from(b) / 2.0))).collect();
/// let bank = Arc::new(Bank::new(1.0, MultivariateNormal::standard(1)?, items, "nine items")?);
/// let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, 5))?);
/// let mut session = Session::new(test.clone(), 42);
/// while let Some(item) = session.next() {
///     session.answer(item, u32::from(item < 5), 0, 320)?;
/// }
/// let resumed = Session::resume(test, &session.log())?;
/// assert_eq!(resumed.estimate(), session.estimate());
/// # Ok::<(), thetis_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    test: Arc<Test>,
    seed: u64,
    running: Running,
    answers: Vec<Answer>,
    /// θ and SE after each answer, `2K` values a step.
    course: Vec<f64>,
    asked: Option<u32>,
    finished: Option<Reason>,
}

impl Session {
    /// Begin. The seed decides every random draw of the session.
    #[must_use]
    pub fn new(test: Arc<Test>, seed: u64) -> Self {
        let mut session = Self {
            running: Running::new(test.setting()),
            test,
            seed,
            answers: Vec::new(),
            course: Vec::new(),
            asked: None,
            finished: None,
        };
        session.advance();
        session
    }

    /// Rebuild a session from its log, by replaying it.
    ///
    /// # Errors
    /// Codes 400 to 407 if the log is damaged or belongs elsewhere; those of [`answer`](Self::answer) if
    /// an answer in it is impossible.
    pub fn resume(test: Arc<Test>, log: &[u8]) -> Result<Self, Error> {
        let mut records = log::open(log)?;
        let mut session = Self::new(test, log::seed(log));
        log::check_header(log, &session.log())?;
        while !records.is_empty() {
            let Answer { item, category, response, centiseconds } = log::read(&mut records).ok_or(Error::LogFormat)?;
            let step = session.step_count();
            match session.asked {
                None => return Err(Error::LogTooLong { step }),
                Some(asked) if asked != item && item < session.test.bank.len() => {
                    return Err(Error::LogDiverges { step });
                }
                Some(_) => session.answer(item, category, response, centiseconds)?,
            }
        }
        Ok(session)
    }

    /// The item to ask now; the same until it is answered, `None` when the session has finished.
    #[must_use]
    pub fn next(&self) -> Option<u32> {
        self.asked
    }

    /// Take the answer to the item asked.
    ///
    /// # Errors
    /// [`Error::Finished`], [`Error::UnknownItem`], [`Error::AnsweredTwice`], [`Error::NotAsked`] or
    /// [`Error::CategoryOutOfRange`]; the session is then as it was.
    pub fn answer(&mut self, item: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), Error> {
        let test = &*self.test;
        if self.asked != Some(item) && item < test.bank.len() {
            return Err(match self.asked {
                None => Error::Finished,
                Some(_) if self.running.is_answered(item) => Error::AnsweredTwice { item },
                Some(_) => Error::NotAsked { item },
            });
        }
        let block = self.running.record(test.setting(), Response { item, category })?;
        self.running.refresh(test.setting(), block);
        self.answers.push(Answer { item, category, response, centiseconds });
        let Estimate { theta, se, .. } = &self.running.estimate;
        self.course.extend_from_slice(theta);
        self.course.extend_from_slice(se);
        self.advance();
        Ok(())
    }

    /// Decide whether the session goes on, and with which item.
    fn advance(&mut self) {
        self.asked = None;
        let Self { test, running, .. } = &*self;
        let estimate = &running.estimate;
        let answered = self.step_count();
        if answered > 0 {
            let left = || {
                let mut scratch = Curves::new();
                let mut most = 0.0f64;
                // The criterion's candidates: of a fixed order, only what it names is left.
                for Candidate { item, .. } in self.candidates() {
                    most = most.max(test.bank.item(item).information_with(&estimate.theta, &mut scratch));
                }
                most
            };
            let situation = Situation { se: &estimate.se, information_left: &left };
            self.finished = test
                .design
                .stop
                .rule_met(answered, &situation)
                .or_else(|| (answered >= test.design.stop.max_items).then_some(Reason::MaximumLength));
            if self.finished.is_some() {
                return;
            }
        }
        let selection = &self.test.design.selection;
        self.asked = if matches!(selection.criterion, Criterion::MaximumInformation) && selection.randomesque == 1 {
            // The same choice as below, without weighing every item.
            self.test.bank.most_informative(&self.running.answered, self.theta())
        } else {
            selection.choose(&mut self.candidates(), self.seed, answered)
        };
        if self.asked.is_none() {
            self.finished = Some(Reason::BankExhausted);
        }
    }

    fn view<'s>(&'s self, theta: &'s [f64]) -> View<'s> {
        View {
            bank: &self.test.bank,
            theta,
            precision: &self.test.plan.precision,
            responses: &self.running.responses,
            answered: &self.running.answered,
        }
    }

    /// The ability at which the next item is chosen.
    fn theta(&self) -> &[f64] {
        match &self.test.design.start {
            Start::Theta(theta) if self.step_count() == 0 => theta,
            _ => &self.running.estimate.theta,
        }
    }

    /// Every item still available, in the order of the bank, with its value under the design's criterion.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        self.test.design.selection.candidates(&self.view(self.theta()), &mut out);
        out
    }

    /// Why the session has finished; `None` while it goes on.
    #[must_use]
    pub fn finished(&self) -> Option<Reason> {
        self.finished
    }

    /// The current estimate.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.running.estimate
    }

    /// The test being taken.
    #[must_use]
    pub fn test(&self) -> &Arc<Test> {
        &self.test
    }

    /// The seed given at the start.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Number of answers so far.
    #[must_use]
    pub fn step_count(&self) -> u32 {
        u32::try_from(self.running.responses.len()).unwrap_or(u32::MAX)
    }

    /// Answer number `index`, from 0, with the estimate after it.
    #[must_use]
    pub fn step(&self, index: u32) -> Option<Step<'_>> {
        let k = self.test.bank.dimensions();
        let answer = *self.answers.get(index as usize)?;
        let (theta, se) = self.course.get(2 * k * index as usize..)?.get(..2 * k)?.split_at(k);
        Some(Step { answer, theta, se })
    }

    /// The course so far: each answer with the estimate after it.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Step<'_>> {
        let k = self.test.bank.dimensions();
        self.answers.iter().zip(self.course.chunks_exact(2 * k)).map(move |(answer, values)| {
            let (theta, se) = values.split_at(k);
            Step { answer: *answer, theta, se }
        })
    }

    /// The log: everything needed to rebuild this session, in a few bytes an answer.
    #[must_use]
    pub fn log(&self) -> Vec<u8> {
        let header =
            LogHeader { bank_digest: self.test.bank.digest(), design_digest: self.test.design_digest, seed: self.seed };
        log::write(&header, &self.answers)
    }
}
