//! Running a study on several threads, with results that do not depend on how many.
//!
//! Simulees are cut into chunks of a fixed size. Threads take chunks as they are free, fill a tally for each, and
//! hand it in; tallies are merged, and logs passed on, in the order of the chunks. A thread that is far ahead
//! waits, so only a few tallies exist at a time, however many simulees there are.

use std::{
    collections::BTreeMap,
    num::NonZero,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
};

use thetis_core::{Curves, ENGINE_REVISION, Session, estimate};

use crate::{
    random::{Purpose, Stream},
    report::{StudyReport, StudySummary},
    simulees::{Population, Simulees},
    sitting::{Answers, Circumstances, sit},
    study::{Study, StudyError},
    tally::Tally,
};

/// About so many sessions are in a chunk.
const CHUNK: u32 = 64;
/// So many chunks a thread may be ahead of the merging.
const AHEAD: u32 = 4;

/// A session as it is passed on.
#[derive(Clone, Debug)]
pub struct SessionRecord<'a> {
    /// Name of the design.
    pub design: &'a str,
    /// The simulee, from 0.
    pub simulee: u32,
    /// The replication, from 0.
    pub replication: u32,
    /// True θ, logits, a value a dimension; of real persons their full-bank estimate.
    pub truth: &'a [f64],
    /// The session, finished.
    pub session: &'a Session,
}

/// Takes a session, or says why it cannot, which ends the run.
pub type TakeSession<'a> = dyn FnMut(&SessionRecord<'_>) -> Result<(), String> + Send + 'a;

/// How a study is run, and who is told.
pub struct Run<'a> {
    /// Number of threads.
    pub threads: NonZero<usize>,
    /// Whether computing time is measured.
    pub timed: bool,
    /// Called after each session, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
    /// Takes every session, in order: by design, simulee, replication.
    pub sessions: Option<&'a mut TakeSession<'a>>,
}

impl Default for Run<'_> {
    /// One thread, nobody told.
    fn default() -> Self {
        Self { threads: NonZero::<usize>::MIN, timed: false, progress: &|| {}, sessions: None }
    }
}

/// Run a study.
///
/// ```
/// use std::sync::Arc;
/// use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Test};
/// use thetis_simulate::{BankNames, Plan, ResponseTimes, Run, Simulees, Study, StudyDesign, run};
/// let items = (-8..=8).map(|b| Item::new(ItemModel::two_pl(1.5, f64::from(b) / 4.0))).collect();
/// let prior = MultivariateNormal::standard(1)?;
/// let bank = Arc::new(Bank::new(1.0, prior.clone(), items, "17 items")?);
/// let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, 10))?);
/// let names = BankNames {
///     title: "example".into(),
///     items: (1..=17).map(|number| format!("q{number}")).collect(),
///     dimensions: vec!["logic".into()],
/// };
/// let plan = Plan {
///     simulees: Simulees::Normal { distribution: prior, count: 200 },
///     replications: 1,
///     seed: 42,
///     bins: None,
///     times: ResponseTimes::default(),
/// };
/// let design = StudyDesign { name: "ten items".into(), test, rules: vec![] };
/// let study = Study::new(names, bank, vec![design], plan)?;
/// let report = run(&study, Run::default())?;
/// assert_eq!(report.designs[0].sessions, 200);
/// assert!(report.designs[0].dimensions[0].accuracy.correlation > 0.8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`StudyError::Sitting`], or [`StudyError::Logs`] if the taker of sessions fails; always the first in the order
/// of the sessions.
pub fn run(study: &Study, how: Run<'_>) -> Result<StudyReport, StudyError> {
    let Run { threads, timed, progress, mut sessions } = how;
    let mut designs = Vec::new();
    for design in 0..study.designs.len() {
        let keep = sessions.is_some();
        let task = Task { study, design, timed, keep, progress };
        let tally = task.run(threads, &mut |records| {
            let Some(take) = &mut sessions else { return Ok(()) };
            records.iter().try_for_each(|record| take(&record.view(study, design))).map_err(StudyError::Logs)
        })?;
        designs.push(tally.report(study, design, timed));
    }
    Ok(StudyReport { study: summary(study), designs })
}

/// All sessions of a design.
#[derive(Clone, Copy)]
struct Task<'a> {
    study: &'a Study,
    design: usize,
    timed: bool,
    /// Whether sessions are handed on.
    keep: bool,
    progress: &'a (dyn Fn() + Sync),
}

/// Takes the sessions of a chunk.
type Sink<'a> = dyn FnMut(&[Record]) -> Result<(), StudyError> + Send + 'a;

impl Task<'_> {
    fn run(self, threads: NonZero<usize>, sink: &mut Sink<'_>) -> Result<Tally, StudyError> {
        let Self { study, design, .. } = self;
        let chunk = (CHUNK / study.replications.min(CHUNK)).max(1);
        let chunks = study.population.count.div_ceil(chunk);
        let threads = u32::try_from(threads.get()).unwrap_or(u32::MAX).min(chunks);
        let merger = Mutex::new(Merger {
            tally: Tally::new(study, design),
            next: 0,
            waiting: BTreeMap::new(),
            sink,
            error: None,
        });
        let (merged, stop, taken) = (Condvar::new(), AtomicBool::new(false), AtomicU32::new(0));
        let work = || {
            // A thread that panics must not leave others waiting for its chunk.
            let _release = Release { stop: &stop, merged: &merged };
            let mut worker = Worker { task: self, scratch: Curves::new() };
            while !stop.load(Ordering::Relaxed) {
                let number = taken.fetch_add(1, Ordering::Relaxed);
                if number >= chunks {
                    break;
                }
                let first = number * chunk;
                let done = worker.chunk(first..study.population.count.min(first.saturating_add(chunk)));
                let mut merger = lock(&merger);
                while number > merger.next + AHEAD * threads && !stop.load(Ordering::Relaxed) {
                    merger = merged.wait(merger).unwrap_or_else(PoisonError::into_inner);
                }
                merger.hand_in(number, done);
                if merger.error.is_some() {
                    stop.store(true, Ordering::Relaxed);
                }
                merged.notify_all();
            }
        };
        if threads == 1 {
            work();
        } else {
            thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        }
        let merger = merger.into_inner().unwrap_or_else(PoisonError::into_inner);
        merger.error.map_or(Ok(merger.tally), Err)
    }
}

fn lock<'m, T>(mutex: &'m Mutex<T>) -> MutexGuard<'m, T> {
    // A panic in another thread ends the scope with that panic; until then its data are as good as any.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets waiting threads go when a thread panics.
struct Release<'a> {
    stop: &'a AtomicBool,
    merged: &'a Condvar,
}

impl Drop for Release<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.stop.store(true, Ordering::Relaxed);
            self.merged.notify_all();
        }
    }
}

/// A finished session that is to be passed on.
struct Record {
    simulee: u32,
    replication: u32,
    truth: Vec<f64>,
    session: Session,
}

impl Record {
    fn view<'a>(&'a self, study: &'a Study, design: usize) -> SessionRecord<'a> {
        SessionRecord {
            design: &study.designs[design].name,
            simulee: self.simulee,
            replication: self.replication,
            truth: &self.truth,
            session: &self.session,
        }
    }
}

/// What a chunk came to.
struct Done {
    tally: Tally,
    records: Vec<Record>,
}

/// Puts chunks together in their order.
struct Merger<'a> {
    tally: Tally,
    /// The chunk to be merged next.
    next: u32,
    waiting: BTreeMap<u32, Result<Done, StudyError>>,
    sink: &'a mut Sink<'a>,
    /// The first error in the order of the chunks.
    error: Option<StudyError>,
}

impl Merger<'_> {
    fn hand_in(&mut self, number: u32, done: Result<Done, StudyError>) {
        self.waiting.insert(number, done);
        while self.error.is_none()
            && let Some(done) = self.waiting.remove(&self.next)
        {
            self.next += 1;
            let taken = done.and_then(|done| {
                self.tally.merge(&done.tally);
                (self.sink)(&done.records)
            });
            self.error = taken.err();
        }
    }
}

/// What a thread works with.
struct Worker<'a> {
    task: Task<'a>,
    scratch: Curves,
}

impl Worker<'_> {
    /// All sessions of these simulees.
    fn chunk(&mut self, simulees: std::ops::Range<u32>) -> Result<Done, StudyError> {
        let mut done = Done { tally: Tally::new(self.task.study, self.task.design), records: Vec::new() };
        for index in simulees {
            self.simulee(self.task.study.population.number(index), &mut done)?;
        }
        Ok(done)
    }

    fn simulee(&mut self, simulee: u32, done: &mut Done) -> Result<(), StudyError> {
        let Task { study, design, timed, keep, progress } = self.task;
        let Study { population, seed, replications, times, designs, .. } = study;
        let test = &designs[design].test;
        let theta = population.theta(simulee, *seed);
        let person = theta.is_none().then(|| Person::of(population, simulee, test.bank().len()));
        let truth = match (&theta, &person) {
            (Some(theta), _) => theta.clone(),
            (None, Some(person)) => person.full_bank_estimate(test).map_err(|error| self.failure(simulee, error))?,
            (None, None) => Vec::new(),
        };
        for replication in 0..*replications {
            let stream = |purpose| Stream::new(*seed, purpose).at(u64::from(simulee)).at(u64::from(replication));
            let answers = match &person {
                Some(person) => Answers::Recorded { cells: &person.cells, excluded: &person.missing },
                None => Answers::Drawn { theta: &truth, stream: stream(Purpose::Answer) },
            };
            let how = Circumstances {
                seed: stream(Purpose::Session).bits(),
                times,
                time_stream: stream(Purpose::Time),
                clock: timed.then_some(&mut done.tally.times),
                scratch: &mut self.scratch,
            };
            let session = sit(test, &answers, how).map_err(|error| self.failure(simulee, error))?;
            done.tally.add(study, design, &truth, &session);
            if keep {
                done.records.push(Record { simulee, replication, truth: truth.clone(), session });
            }
            progress();
        }
        done.tally.end_simulee();
        Ok(())
    }

    fn failure(&self, simulee: u32, source: thetis_core::Error) -> StudyError {
        StudyError::Sitting {
            design: self.task.study.designs[self.task.design].name.clone(),
            simulee,
            item: source.item().and_then(|item| self.task.study.names.items.get(item as usize).cloned()),
            source,
        }
    }
}

/// A real person's answers.
struct Person {
    /// One cell an item.
    cells: Vec<Option<u16>>,
    /// Operational items without an answer.
    missing: Vec<u32>,
}

impl Person {
    fn of(population: &Population, person: u32, items: u32) -> Self {
        let mut cells = vec![None; items as usize];
        if let Simulees::Responses(table) = &population.simulees {
            for response in table.responses(person as usize) {
                cells[response.item as usize] = u16::try_from(response.category).ok();
            }
        }
        let missing = (0..items).filter(|item| cells[*item as usize].is_none()).collect();
        Self { cells, missing }
    }

    /// The design's estimate from all answers of the person to operational items.
    fn full_bank_estimate(&self, test: &thetis_core::Test) -> Result<Vec<f64>, thetis_core::Error> {
        let answered = (0..).zip(&self.cells).filter(|(item, _)| test.bank().is_available(*item));
        let responses = answered.filter_map(|(item, cell)| {
            cell.map(|category| thetis_core::Response { item, category: u32::from(category) })
        });
        estimate(test.bank(), responses, &test.design().estimation).map(|estimate| estimate.theta)
    }
}

fn summary(study: &Study) -> StudySummary {
    let Study { population, .. } = study;
    let truth = match population.simulees {
        Simulees::Responses(_) => "full-bank estimate",
        _ => "true ability",
    };
    let available = |item: &u32| study.bank.is_available(*item);
    StudySummary {
        bank: study.names.title.clone(),
        bank_digest: format!("{:016x}", study.bank.digest()),
        engine_revision: ENGINE_REVISION,
        simulees: population.describe(),
        truth,
        simulee_count: population.count,
        replications: study.replications,
        seed: study.seed.to_string(),
        operational_items: u32::try_from((0..study.bank.len()).filter(available).count()).unwrap_or(u32::MAX),
    }
}
