//! A session: one person taking one test.
//!
//! The session is its log. Its state is a fold over (bank, design, seed, records), so resuming, auditing
//! and verifying are all the same thing: replaying.

mod log;
mod record;
mod state;
mod step;
mod test;

pub use log::{ENGINE_REVISION, LogHeader};
pub use record::Record;
pub(crate) use state::State;
pub use step::{Answer, Given, Step};
pub use test::Test;

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::answers::{Pass, PassScoring};
use crate::blueprint::{item_set, mark};
use crate::design::Design;
use crate::error::Error;
use crate::estimate::{Estimate, Running, Setting, posterior_above};
use crate::fit::{Fit, fit};
use crate::list::{copy, has};
use crate::model::Curves;
use crate::select::{Candidate, Criterion, Selection, View};
use crate::stop::Reason;
use log::Kind;

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
    /// The log's records: exclusions, answers and amendments as they came.
    records: Vec<u8>,
    /// Items never to be asked in this session.
    excluded: Vec<u32>,
    /// The answers as they stand now.
    answers: Vec<Answer>,
    state: State,
    next: Option<u32>,
    finished: Option<Reason>,
}

impl Session {
    /// Begin. The seed decides every random draw of the session.
    #[must_use]
    pub fn new(test: Arc<Test>, seed: u64) -> Self {
        let mut session = Self {
            state: State::new(&test, seed, &[]),
            test,
            records: Vec::new(),
            excluded: Vec::new(),
            answers: Vec::new(),
            next: None,
            finished: None,
        };
        session.advance();
        session
    }

    /// Begin without ever asking some items: those that the person knows from an earlier session.
    ///
    /// # Errors
    /// [`Error::UnknownItem`].
    pub fn excluding(test: Arc<Test>, seed: u64, items: &[u32]) -> Result<Self, Error> {
        let mut session = Self::new(test, seed);
        for &item in items {
            session.exclude(item)?;
        }
        session.rebuild();
        Ok(session)
    }

    fn exclude(&mut self, item: u32) -> Result<(), Error> {
        if item >= self.test.bank.len() {
            return Err(Error::UnknownItem { item });
        }
        log::write(Kind::Exclusion, &[item], &mut self.records);
        self.excluded.push(item);
        Ok(())
    }

    /// Rebuild a session from its log, by replaying it.
    ///
    /// # Errors
    /// Codes 400 to 407 if the log is damaged or belongs elsewhere; those of [`answer`](Self::answer) if
    /// an answer in it is impossible.
    pub fn resume(test: Arc<Test>, log: &[u8]) -> Result<Self, Error> {
        let mut session = Self::new(test, log::seed(log));
        session.replay(log)?;
        Ok(session)
    }

    fn replay(&mut self, log: &[u8]) -> Result<(), Error> {
        let mut records = log::open(log).map_err(|error| *error)?;
        log::check_header(log, &self.log())?;
        while !records.is_empty() {
            let (kind, numbers) = log::read(&mut records).ok_or(Error::LogFormat)?;
            let [item, given, ..] = numbers;
            let step = self.state.count;
            match kind {
                Kind::Exclusion if step == 0 => {
                    self.exclude(item)?;
                    self.rebuild();
                    continue;
                }
                Kind::Exclusion => return Err(Error::LogFormat),
                Kind::Amendment => {}
                _ if self.next.is_none() => return Err(Error::LogTooLong { step }),
                _ if self.next != Some(item) && item < self.test.bank.len() => {
                    return Err(Error::LogDiverges { step });
                }
                Kind::Pass if given > 1 => return Err(Error::LogFormat),
                _ => {}
            }
            self.enter(kind, numbers)?;
        }
        Ok(())
    }

    /// The item to ask now; the same until it is answered, `None` when the session has finished.
    #[must_use]
    pub fn next(&self) -> Option<u32> {
        self.next
    }

    /// Take the answer to the item asked.
    ///
    /// # Errors
    /// [`Error::Finished`], [`Error::UnknownItem`], [`Error::AnsweredTwice`], [`Error::NotAsked`] or
    /// [`Error::CategoryOutOfRange`]; the session is then as it was.
    pub fn answer(&mut self, item: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), Error> {
        self.enter(Kind::Answer, [item, category, response, centiseconds])
    }

    /// Pass on the item asked.
    ///
    /// # Errors
    /// [`Error::PassRefused`] if the design does not allow it, and those of [`answer`](Self::answer).
    pub fn pass(&mut self, item: u32, pass: Pass, centiseconds: u32) -> Result<(), Error> {
        self.enter(Kind::Pass, [item, u32::from(pass == Pass::DontKnow), centiseconds, 0])
    }

    /// Change answer number `index`, from 0. Items asked stay as they were; all estimates are computed anew,
    /// and the next item is chosen anew.
    ///
    /// # Errors
    /// [`Error::ChangeRefused`] if the design does not allow it, [`Error::CategoryOutOfRange`].
    pub fn amend(&mut self, index: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), Error> {
        self.enter(Kind::Amendment, [index, category, response, centiseconds])
    }

    /// Check and take in what a record says; see [`log`].
    fn enter(&mut self, kind: Kind, numbers: [u32; 4]) -> Result<(), Error> {
        let Design { answers: policy, .. } = &self.test.design;
        let mut item = numbers[0];
        let place = item as usize;
        if kind == Kind::Amendment {
            item = self.answers.get(place).map_or(0, |answer| answer.item);
            if !policy.may_change(numbers[0], self.step_count()) {
                return Err(Error::ChangeRefused { item });
            }
        } else if item >= self.test.bank.len() {
            return Err(Error::UnknownItem { item });
        } else if self.next != Some(item) {
            return Err(match self.next {
                None => Error::Finished,
                _ if self.state.marks[place] & mark::ASKED > 0 => Error::AnsweredTwice { item },
                _ => Error::NotAsked { item },
            });
        }
        let answer = kind.answer(item, numbers);
        match answer.given {
            Given::Passed(pass) if policy.scoring(pass) == PassScoring::Refused => {
                return Err(Error::PassRefused { item });
            }
            Given::Category(category) if category >= self.test.bank.categories(item) => {
                return Err(Error::CategoryOutOfRange { item, category });
            }
            _ => {}
        }
        log::write(kind, &numbers, &mut self.records);
        if kind == Kind::Amendment {
            self.answers[place] = answer;
            self.rebuild();
        } else {
            self.answers.push(answer);
            self.state.fold(&self.test, &answer);
            self.advance();
        }
        Ok(())
    }

    /// Work the state out from the answers, and choose the next item.
    fn rebuild(&mut self) {
        self.state = State::new(&self.test, self.state.seed, &self.excluded);
        for place in 0..self.answers.len() {
            self.assemble();
            self.state.fold(&self.test, &self.answers[place]);
        }
        self.advance();
    }

    /// Decide whether the session goes on, and with which item.
    fn advance(&mut self) {
        self.assemble();
        self.next = None;
        self.finished = self.reason();
        if self.finished.is_none() {
            self.next = self.choose();
            if self.next.is_none() {
                self.finished =
                    Some(if self.state.is_feasible { Reason::BankExhausted } else { Reason::NoFeasibleTest });
            }
        }
    }

    /// Assemble the shadow test anew, if it is due.
    fn assemble(&mut self) {
        let Self { test, state, .. } = self;
        let Design { blueprint, stop, .. } = &test.design;
        let (Some(shadow), Some(assembler)) = (&blueprint.shadow, &test.assembler) else { return };
        let theta = state.theta(test);
        if state.count < stop.max_items && shadow.is_due(state.count, theta, &state.shadow_theta) {
            let mut marks = copy(&state.marks);
            item_set::close_over(&blueprint.sets, state.last, state.positions_left(test), &mut marks);
            let mut eligible = copy(&marks);
            blueprint.exposure.close(theta, &state.eligible, &mut eligible);
            // What the lot closes is a wish: if no test is left, it is passed over.
            let found = assembler
                .assemble(&shadow.problem(test, state, &eligible))
                .or_else(|| assembler.assemble(&shadow.problem(test, state, &marks)));
            state.shadow_theta = copy(theta);
            state.is_feasible = found.is_some();
            state.shadow = found.unwrap_or_default();
        }
    }

    /// Why the session ends here, if it does for another reason than having nothing to ask.
    fn reason(&self) -> Option<Reason> {
        let stop = &self.test.design.stop;
        let count = self.state.count;
        if count == 0 {
            return None;
        }
        if count >= stop.min_items
            && let Some(rule) = &stop.when
            && let Some(reason) = rule.met(self)
        {
            return Some(reason);
        }
        (count >= stop.max_items).then_some(Reason::MaximumLength)
    }

    /// The most information at the estimate that any item left has; pilot items tell nothing.
    pub(crate) fn information_left(&self) -> f64 {
        let mut marks = copy(&self.state.marks);
        self.bar(false, &mut marks);
        let mut scratch = Curves::new();
        let mut most = 0.0f64;
        for (item, mark) in marks.iter().enumerate() {
            if *mark == 0 {
                let item = self.test.bank.item(item as u32);
                most = most.max(item.information_with(&self.state.running.estimate.theta, &mut scratch));
            }
        }
        most
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        self.test.setting()
    }

    pub(crate) fn running(&self) -> &Running {
        &self.state.running
    }

    /// Time taken for all answers.
    pub(crate) fn centiseconds(&self) -> f64 {
        let mut sum = 0.0;
        for answer in &self.answers {
            sum += f64::from(answer.centiseconds);
        }
        sum
    }

    /// Whether none of the K values at `offset` of each scored step of the course has moved by more in each of the
    /// last steps; of standard errors, fallen. Pilots and ignored passes are no standstill.
    pub(crate) fn is_still(&self, at_most: f64, steps: u32, offset: usize) -> bool {
        let State { course, scored, .. } = &self.state;
        let (k, count, steps) = (self.test.bank.dimensions(), scored.len(), steps as usize);
        if count <= steps {
            return false;
        }
        for step in count - steps..count {
            let before = (scored[step - 1] as usize + 1) * 2 * k;
            let now = (scored[step] as usize + 1) * 2 * k;
            for d in offset..offset + k {
                let mut moved = course[before + d] - course[now + d];
                if offset == 0 {
                    moved = moved.abs();
                }
                // NaN, from two infinite errors, is no stillness.
                let is_still = moved <= at_most;
                if !is_still {
                    return false;
                }
            }
        }
        true
    }

    fn choose(&self) -> Option<u32> {
        let Self { test, state, .. } = self;
        let Design { start, selection, blueprint, .. } = &test.design;
        if !state.is_feasible {
            return None;
        }
        if let Some(item) = start.items.get(state.count as usize)
            && state.marks[*item as usize] == 0
        {
            return Some(*item);
        }
        if matches!(selection.criterion, Criterion::MaximumInformation)
            && selection.randomesque == 1
            && blueprint.is_open()
        {
            // The same choice as below, without weighing every item.
            return test.bank.most_informative(&state.marks, state.theta(test));
        }
        let mut candidates = Vec::new();
        self.weigh(&mut candidates).choose(&mut candidates, state.seed, state.count)
    }

    /// Mark every item that may not be asked now; `pilots` if a pilot position is one. Whether this is one.
    fn bar(&self, pilots: bool, marks: &mut [u8]) -> bool {
        let Self { test, state, .. } = self;
        let Design { selection, blueprint, .. } = &test.design;
        if pilots && blueprint.pilot.open(&blueprint.sets, state, marks) {
            return true;
        }
        if let Criterion::FixedOrder(order) = &selection.criterion {
            mark::set(mark::KEPT, order, marks);
            mark::close_others(true, marks);
        }
        blueprint.close(test, state, marks);
        false
    }

    /// Weigh every item that may be asked now; returns how to choose among them. Pilot items are drawn: their
    /// parameters are yet to be found.
    fn weigh(&self, candidates: &mut Vec<Candidate>) -> &Selection {
        static PILOTS: Selection = Selection { criterion: Criterion::Random, randomesque: 1 };
        let Self { test, state, .. } = self;
        let mut marks = copy(&state.marks);
        let selection = if self.bar(true, &mut marks) { &PILOTS } else { &test.design.selection };
        let view = View {
            setting: test.setting(),
            running: &state.running,
            theta: state.theta(test),
            marks: &marks,
            strata: &test.strata,
            seed: state.seed,
            step: state.count,
        };
        selection.candidates(&view, candidates);
        selection
    }

    /// Every item that may be asked now, in the order of the bank, with its value under the design's criterion.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        self.weigh(&mut candidates);
        candidates
    }

    /// Why the session has finished; `None` while it goes on.
    #[must_use]
    pub fn finished(&self) -> Option<Reason> {
        self.finished
    }

    /// The current estimate.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.state.running.estimate
    }

    /// Posterior probability that θ of a dimension is at least `cut`, logits; `None` if the design needs no grid to have it on.
    #[must_use]
    pub fn posterior_above(&self, dimension: u32, cut: f64) -> Option<f64> {
        let setting = self.setting();
        (setting.plan.nodes > 0).then(|| posterior_above(setting, self.running(), dimension as usize, cut))
    }

    /// How many answers so far are scored and measure a dimension.
    #[must_use]
    pub fn scored_answers(&self, dimension: u32) -> u32 {
        let mut count = 0;
        for response in &self.running().responses {
            count += u32::from(has(self.test.bank.item(response.item).dimensions, dimension));
        }
        count
    }

    /// Whether the answers look like those of somebody whom the model describes.
    #[must_use]
    pub fn fit(&self) -> Fit {
        fit(&self.test, &self.state, &self.answers)
    }

    /// The test being taken.
    #[must_use]
    pub fn test(&self) -> &Arc<Test> {
        &self.test
    }

    /// The seed given at the start.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.state.seed
    }

    /// The items excluded at the start.
    #[must_use]
    pub fn excluded(&self) -> &[u32] {
        &self.excluded
    }

    /// Number of answers so far, passes among them.
    #[must_use]
    pub fn step_count(&self) -> u32 {
        self.state.count
    }

    /// Answer number `index`, from 0, with the estimate after it.
    #[must_use]
    pub fn step(&self, index: u32) -> Option<Step<'_>> {
        let k = self.test.bank.dimensions();
        let answer = *self.answers.get(index as usize)?;
        let (theta, se) = self.state.course[2 * k * (index as usize + 1)..][..2 * k].split_at(k);
        Some(Step { answer, theta, se })
    }

    /// The course so far: each answer with the estimate after it.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Step<'_>> {
        let k = self.test.bank.dimensions();
        self.answers.iter().zip(self.state.course[2 * k..].chunks_exact(2 * k)).map(move |(answer, values)| {
            let (theta, se) = values.split_at(k);
            Step { answer: *answer, theta, se }
        })
    }

    /// The items of the present shadow test, those asked among them; empty without one.
    #[must_use]
    pub fn shadow_test(&self) -> &[u32] {
        &self.state.shadow
    }

    /// The log: everything needed to rebuild this session, in a few bytes an answer.
    #[must_use]
    pub fn log(&self) -> Vec<u8> {
        let header = LogHeader {
            bank_digest: self.test.bank.digest(),
            design_digest: self.test.design_digest,
            seed: self.state.seed,
        };
        log::seal(&header, &self.records)
    }
}
