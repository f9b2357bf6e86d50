//! Finding the eligibility probabilities that keep exposure below a limit.
//!
//! In a session an item is eligible with probability `p`, drawn once from the session's seed; with classes of ability,
//! a draw for each. Both methods iterate simulations and the same step, of
//!
//! ```text
//! p ← min(r_max · p / P(A), 1)
//! ```
//!
//! where `P(A)` is the item's exposure rate. For Sympson & Hetter (1985) it reads `k = r_max / P(S)`: an item that is
//! selected is administered with probability k, so `P(S) = P(A)/k`, and whether the lot is drawn at the start or on
//! selection is the same. For item eligibility (van der Linden & Veldkamp 2004, 2007) it is their update itself.
//! What differs:
//!
//! - **Sympson–Hetter**: each round simulates all simulees with the probabilities of the last; of each class, as many
//!   items as the longest test has stay at 1, so that no test runs out of items.
//! - **Eligibility**: between two rounds, probabilities are updated ten times, each time after a tenth of the simulees,
//!   from sums in which older sessions fade (van der Linden & Veldkamp 2007); that wavers less, for twice the work.
//!
//! Items that a design asks of everybody (`start.items`) are left alone. With classes, rates are conditional: of the
//! sessions that were ever in a class when an item was chosen, the share that had the item chosen there (Stocking & Lewis
//! 1998; van der Linden & Veldkamp 2007). The overall rate is then not limited directly, but cannot exceed the sum over
//! the classes that a test passes through.

use std::{fmt, num::NonZero};

use serde::Serialize;
use thetis_core::{Exposure, Session};

use crate::{
    random::{Purpose, Stream},
    run::{Run, run},
    study::{Study, StudyError},
};

/// Probabilities are written with so many decimals, and simulated as they are written.
const DECIMALS: f64 = 1e4;
/// Updates of the eligibility method between two rounds.
const BLOCKS: u32 = 10;
/// Of a block's weight, what is lost one block later in the first round; in the next, a half of it, a third, and so on:
/// first probabilities move fast, then they settle.
const FADING: f64 = 0.5;
/// So many standard errors a rate may exceed the limit unless a tolerance is given: the largest of many is looked at.
const SAMPLING: f64 = 3.0;

/// How eligibility probabilities are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExposureMethod {
    /// Sympson & Hetter (1985); with classes, Stocking & Lewis (1998).
    SympsonHetter,
    /// Van der Linden & Veldkamp (2004, 2007).
    Eligibility,
}

/// What exposure is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureTarget {
    /// How it is reached.
    pub method: ExposureMethod,
    /// Largest rate allowed, above 0 and at most 1.
    pub max_rate: f64,
    /// Where classes of the first dimension's θ part, ascending, logits; none for one class.
    pub bounds: Vec<f64>,
    /// Most rounds of simulating every simulee.
    pub rounds: u32,
    /// How far the largest rate may exceed the limit; `None`: three standard errors of a rate, `3 √(r (1 − r)/n)`
    /// for n sessions.
    pub tolerance: Option<f64>,
}

/// What a round found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposureRound {
    /// Number of sessions.
    pub sessions: u64,
    /// Largest rate of any item in any class.
    pub max_rate: f64,
    /// The item.
    pub item: String,
    /// Number of items above the limit in some class.
    pub above: usize,
    /// Mean number of items administered.
    pub mean_length: f64,
}

/// Eligibility probabilities that were found.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedExposure {
    /// Ready for a design's blueprint.
    pub exposure: Exposure,
    /// Round by round; the last is that of these probabilities.
    pub rounds: Vec<ExposureRound>,
}

/// Why no probabilities were found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExposureError {
    /// The limit is not above 0 and at most 1.
    Rate {
        /// The limit.
        rate: f64,
    },
    /// Bounds of classes are not finite or do not ascend.
    Bounds,
    /// Tests are so long that even use of all items exceeds the limit.
    Impossible {
        /// The limit.
        rate: f64,
        /// Rate if all items were used evenly.
        even: f64,
    },
    /// The limit was not kept after all rounds.
    NotReached {
        /// What the last round found.
        last: ExposureRound,
        /// What was allowed, tolerance included.
        allowed: f64,
    },
    /// Simulating failed.
    Study(StudyError),
}

impl fmt::Display for ExposureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate { rate } => write!(formatter, "the largest rate is {rate}: give one above 0 and at most 1"),
            Self::Bounds => formatter.write_str("the bounds of classes must be finite numbers in ascending order"),
            Self::Impossible { rate, even } => write!(
                formatter,
                "the tests are too long for a rate of {rate}: with every item used evenly it would be {even:.3}; shorten them, or add items"
            ),
            Self::NotReached { last, allowed } => write!(
                formatter,
                "the limit is not kept: item {} still reaches a rate of {:.3}, where {allowed:.3} is allowed; give more rounds or simulees, or a higher limit",
                last.item, last.max_rate
            ),
            Self::Study(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ExposureError {}

impl From<StudyError> for ExposureError {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

/// Find eligibility probabilities for the first design of a study.
///
/// Every round has simulees and answers of its own, so that a round judges probabilities by sessions that had no part
/// in finding them.
///
/// # Errors
/// [`ExposureError`].
pub fn calibrate_exposure(
    study: &Study,
    target: &ExposureTarget,
    threads: NonZero<usize>,
    progress: &(dyn Fn() + Sync),
) -> Result<CalibratedExposure, ExposureError> {
    target.check()?;
    let mut search = Search::new(study, target, threads, progress);
    let mut sums = Counts::new(search.classes(), study.bank.len() as usize);
    let mut rounds = Vec::new();
    loop {
        let counts = search.simulate(0, 1)?;
        let round = search.judge(&counts);
        let even = round.mean_length / search.pool.len() as f64;
        if even > target.max_rate {
            return Err(ExposureError::Impossible { rate: target.max_rate, even });
        }
        let allowed = search.allowed(&counts);
        rounds.push(round);
        if allowed.excess <= 0.0 {
            break;
        }
        if rounds.len() as u64 > u64::from(target.rounds) {
            // A round was pushed above.
            let last = rounds.swap_remove(rounds.len() - 1);
            return Err(ExposureError::NotReached { last, allowed: allowed.rate });
        }
        match target.method {
            ExposureMethod::SympsonHetter => {
                search.update(&counts);
                search.keep_enough();
            }
            ExposureMethod::Eligibility => {
                let remaining = 1.0 - FADING / rounds.len() as f64;
                sums.fade_in(&counts, remaining);
                for block in 0..BLOCKS {
                    search.update(&sums);
                    sums.fade_in(&search.simulate(block, BLOCKS)?, remaining);
                }
                search.update(&sums);
            }
        }
    }
    Ok(CalibratedExposure { exposure: search.exposure(), rounds })
}

impl ExposureTarget {
    fn check(&self) -> Result<(), ExposureError> {
        if !(self.max_rate > 0.0 && self.max_rate <= 1.0) {
            return Err(ExposureError::Rate { rate: self.max_rate });
        }
        let ascending = self.bounds.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending || self.bounds.iter().any(|bound| !bound.is_finite()) {
            return Err(ExposureError::Bounds);
        }
        Ok(())
    }

    /// The rate allowed of so many sessions, tolerance included.
    fn allowed(&self, sessions: f64) -> f64 {
        let r = self.max_rate;
        r + self.tolerance.unwrap_or_else(|| SAMPLING * (r * (1.0 - r) / sessions).sqrt())
    }
}

/// Sessions and administrations, class by class.
#[derive(Clone, Debug, PartialEq)]
struct Counts {
    items: usize,
    /// Sessions that were in the class when an item was chosen.
    visits: Vec<f64>,
    /// Class by class, of each item, in how many sessions it was chosen there.
    administrations: Vec<f64>,
    /// Likewise, in how many it was eligible, on average: visits times probability.
    eligible: Vec<f64>,
    sessions: u64,
    length: u64,
}

impl Counts {
    fn new(classes: usize, items: usize) -> Self {
        Self {
            items,
            visits: vec![0.0; classes],
            administrations: vec![0.0; classes * items],
            eligible: vec![0.0; classes * items],
            sessions: 0,
            length: 0,
        }
    }

    /// A session; `first` is the estimate before any answer.
    fn add(&mut self, bounds: &[f64], first: &[f64], session: &Session) {
        let start = &session.test().design().start.theta;
        let k = session.test().bank().dimensions();
        let mut visited = vec![false; self.visits.len()];
        let mut estimate = first[0];
        for (place, step) in session.steps().enumerate() {
            let theta = start.get(place * k).copied().unwrap_or(estimate);
            let class = bounds.partition_point(|bound| *bound <= theta);
            visited[class] = true;
            self.administrations[class * self.items + step.answer.item as usize] += 1.0;
            estimate = step.theta[0];
        }
        for (visits, visited) in self.visits.iter_mut().zip(visited) {
            *visits += f64::from(u8::from(visited));
        }
        self.sessions += 1;
        self.length += u64::from(session.step_count());
    }

    fn rate(&self, class: usize, item: usize) -> f64 {
        if self.visits[class] > 0.0 {
            self.administrations[class * self.items + item] / self.visits[class]
        } else {
            0.0
        }
    }

    /// Take newer counts in; of those that were there, a part remains.
    fn fade_in(&mut self, newer: &Self, remaining: f64) {
        for (own, newer) in [
            (&mut self.visits, &newer.visits),
            (&mut self.administrations, &newer.administrations),
            (&mut self.eligible, &newer.eligible),
        ] {
            for (old, new) in own.iter_mut().zip(newer) {
                *old = *old * remaining + new;
            }
        }
    }
}

/// How the largest rate compares with what is allowed.
struct Allowed {
    rate: f64,
    excess: f64,
}

struct Search<'a> {
    study: &'a Study,
    target: &'a ExposureTarget,
    threads: NonZero<usize>,
    progress: &'a (dyn Fn() + Sync),
    /// Items whose exposure is controlled.
    pool: Vec<u32>,
    /// Class by class, of each item.
    probabilities: Vec<f64>,
    /// How many simulations there were: each has random numbers of its own.
    simulations: u64,
}

impl<'a> Search<'a> {
    fn new(
        study: &'a Study,
        target: &'a ExposureTarget,
        threads: NonZero<usize>,
        progress: &'a (dyn Fn() + Sync),
    ) -> Self {
        let always = &study.designs[0].test.design().start.items;
        let pool = (0..study.bank.len()).filter(|item| study.bank.is_available(*item) && !always.contains(item));
        Self {
            study,
            target,
            threads,
            progress,
            pool: pool.collect(),
            probabilities: vec![1.0; (target.bounds.len() + 1) * study.bank.len() as usize],
            simulations: 0,
        }
    }

    fn classes(&self) -> usize {
        self.target.bounds.len() + 1
    }

    fn items(&self) -> usize {
        self.study.bank.len() as usize
    }

    fn exposure(&self) -> Exposure {
        // Nobody is ever kept from an item: no lot needs to be drawn.
        let open = self.probabilities.iter().all(|probability| *probability >= 1.0);
        let probabilities = if open { Vec::new() } else { self.probabilities.clone() };
        Exposure { bounds: self.target.bounds.clone(), probabilities }
    }

    /// Every simulee, or every `step`th from number `first`, with the probabilities as they are.
    fn simulate(&mut self, first: u32, step: u32) -> Result<Counts, ExposureError> {
        let design = &self.study.designs[0];
        let mut rules = design.test.design().clone();
        rules.blueprint.exposure = self.exposure();
        let seed = Stream::new(self.study.seed, Purpose::Study).at(self.simulations).bits();
        self.simulations += 1;
        let study = self.study.variant(rules, seed, first, step)?;
        let before = Session::new(study.designs[0].test.clone(), 0).estimate().theta.clone();
        let mut counts = Counts::new(self.classes(), self.items());
        let bounds = &self.target.bounds;
        let how = Run {
            threads: self.threads,
            timed: false,
            progress: self.progress,
            sessions: Some(&mut |record| {
                counts.add(bounds, &before, record.session);
                Ok(())
            }),
        };
        run(&study, how)?;
        for (class, visits) in counts.visits.iter().enumerate() {
            for place in class * counts.items..(class + 1) * counts.items {
                counts.eligible[place] = visits * self.probabilities[place];
            }
        }
        Ok(counts)
    }

    /// The step that both methods share.
    fn update(&mut self, counts: &Counts) {
        for class in 0..self.classes() {
            for item in &self.pool {
                let place = class * counts.items + *item as usize;
                let (eligible, administered) = (counts.eligible[place], counts.administrations[place]);
                // Nobody was in this class: it says nothing.
                if counts.visits[class] > 0.0 {
                    // No more than all for whom it is eligible have it: below the limit it need never be.
                    let probability = if administered > 0.0 {
                        (self.target.max_rate * eligible / administered).clamp(self.target.max_rate, 1.0)
                    } else {
                        1.0
                    };
                    self.probabilities[place] = (probability * DECIMALS).round() / DECIMALS;
                }
            }
        }
    }

    /// As many items as the longest test has, those closest to it, are always eligible.
    fn keep_enough(&mut self) {
        let longest = self.study.designs[0].test.design().stop.max_items as usize;
        for class in 0..self.classes() {
            let own = &mut self.probabilities[class * self.study.bank.len() as usize..];
            let mut order = self.pool.clone();
            // Stable: of equal ones, the first in the bank.
            order.sort_by(|a, b| own[*b as usize].total_cmp(&own[*a as usize]));
            for item in order.iter().take(longest) {
                own[*item as usize] = 1.0;
            }
        }
    }

    fn rates<'c>(&'c self, counts: &'c Counts) -> impl Iterator<Item = (usize, u32, f64)> + 'c {
        (0..self.classes())
            .flat_map(move |class| self.pool.iter().map(move |item| (class, *item, counts.rate(class, *item as usize))))
    }

    fn judge(&self, counts: &Counts) -> ExposureRound {
        let mut round = ExposureRound {
            sessions: counts.sessions,
            max_rate: 0.0,
            item: String::new(),
            above: 0,
            mean_length: counts.length as f64 / counts.sessions as f64,
        };
        let mut above = vec![false; self.items()];
        for (_, item, rate) in self.rates(counts) {
            above[item as usize] |= rate > self.target.max_rate;
            if rate > round.max_rate {
                round.max_rate = rate;
                round.item = self.study.names.items[item as usize].clone();
            }
        }
        round.above = above.into_iter().filter(|above| *above).count();
        round
    }

    /// Where the allowed rate is exceeded most, or missed by least.
    fn allowed(&self, counts: &Counts) -> Allowed {
        let mut worst = Allowed { rate: self.target.max_rate, excess: f64::NEG_INFINITY };
        for (class, _, rate) in self.rates(counts) {
            let allowed = self.target.allowed(counts.visits[class].max(1.0));
            if rate - allowed > worst.excess {
                worst = Allowed { rate: allowed, excess: rate - allowed };
            }
        }
        worst
    }
}
