//! What follows from the answers.

use alloc::vec::Vec;

use super::{Answer, Given, Test};
use crate::answers::PassScoring;
use crate::blueprint::mark;
use crate::estimate::{Estimate, Response, Running};
use crate::list::{copy, has};

/// What follows from the answers: a fold over them.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) seed: u64,
    pub(crate) running: Running,
    /// Estimates and standard errors, `2K` values: before any answer, then after each.
    pub(crate) course: Vec<f64>,
    /// Places of the scored answers among all.
    pub(crate) scored: Vec<u32>,
    /// Number of answers, and of those to pilot items.
    pub(crate) count: u32,
    pub(crate) pilots: u32,
    /// The last item that was no pilot.
    pub(crate) last: Option<u32>,
    /// Of every item, its [marks](mark).
    pub(crate) marks: Vec<u8>,
    /// Of every class of eligibility, of every item, whether the session's lot allows it.
    pub(crate) eligible: Vec<u8>,
    /// The shadow test, the estimates when it was assembled, and whether there was one at all.
    pub(crate) shadow: Vec<u32>,
    pub(crate) shadow_theta: Vec<f64>,
    pub(crate) is_feasible: bool,
}

impl State {
    pub(super) fn new(test: &Test, seed: u64, excluded: &[u32]) -> Self {
        let mut state = Self {
            seed,
            running: Running::new(test.setting()),
            course: Vec::new(),
            scored: Vec::new(),
            count: 0,
            pilots: 0,
            last: None,
            marks: copy(&test.bank.marks),
            eligible: Vec::new(),
            shadow: Vec::new(),
            shadow_theta: Vec::new(),
            is_feasible: true,
        };
        for item in excluded {
            state.marks[*item as usize] |= mark::EXCLUDED;
        }
        test.design.blueprint.exposure.draw(seed, &mut state.eligible);
        state.keep_course();
        state
    }

    /// Take an answer in.
    pub(super) fn fold(&mut self, test: &Test, answer: &Answer) {
        let item = answer.item;
        let mark = &mut self.marks[item as usize];
        if *mark & mark::PILOT == 0 {
            let category = match answer.given {
                Given::Category(category) => Some(category),
                Given::Passed(pass) => (test.design.answers.scoring(pass) == PassScoring::Lowest).then_some(0),
            };
            if let Some(category) = category {
                let block = self.running.record_checked(test.setting(), Response { item, category });
                self.scored.push(self.count);
                self.running.refresh_with_informed(test.setting(), block);
            }
            self.last = Some(item);
            if !has(&self.shadow, item) {
                // A start item, or one asked before an answer was changed: a test without it is no use any more.
                self.shadow_theta.clear();
            }
        } else {
            self.pilots += 1;
        }
        *mark |= mark::ASKED;
        self.count += 1;
        self.keep_course();
    }

    fn keep_course(&mut self) {
        let Estimate { theta, se, .. } = &self.running.estimate;
        self.course.extend_from_slice(theta);
        self.course.extend_from_slice(se);
    }

    /// The ability at which the next item is chosen.
    pub(crate) fn theta<'s>(&'s self, test: &'s Test) -> &'s [f64] {
        let k = test.bank.dimensions();
        let first = k * self.count as usize;
        test.design.start.theta.get(first..first + k).unwrap_or(&self.running.estimate.theta)
    }

    /// Positions left for scored items, those of pilot items put aside.
    pub(crate) fn positions_left(&self, test: &Test) -> u32 {
        let pilots = test.design.blueprint.pilot.items;
        test.design.stop.max_items.saturating_sub(self.count + pilots.saturating_sub(self.pilots))
    }
}
