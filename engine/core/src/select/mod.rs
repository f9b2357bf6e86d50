//! Choosing the next item.
//!
//! The [blueprint](crate::Blueprint) says which items may be asked at all; a criterion gives each of these a
//! value, and the largest is chosen, ties going to the item that comes first in the bank. With
//! `randomesque` k > 1 one of the k best is drawn (Kingsbury & Zara 1989).
//!
//! [`Criterion`] has the formulas. Each criterion has a file; what most share is in `integral.rs`.

mod closest_difficulty;
mod criterion;
mod efficiency_balanced;
mod expected_information;
mod expected_posterior_variance;
pub(crate) mod fixed_order;
mod global_discrimination;
mod integral;
mod interval_information;
mod kullback_leibler;
mod maximum_information;
#[cfg(test)]
mod naive;
mod optimal_theta;
mod optimality;
mod progress;
mod recipe;
mod stratified;
mod weighted_information;

pub use criterion::{Criterion, MatrixRule, Progress, Scale, Weight};

use alloc::vec::Vec;

use crate::estimate::{Running, Setting};
use crate::math::ln;
use crate::random;
use closest_difficulty::closeness;
use integral::Nodes;
use recipe::{Measure, Recipe};

/// A criterion and how strictly it is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The criterion.
    pub criterion: Criterion,
    /// Draw among this many of the best; 1 takes the best. Not used by random, proportional and fixed order.
    pub randomesque: u32,
}

/// An item that may be asked and its value under the criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The item.
    pub item: u32,
    /// The criterion's value; larger is better, never NaN.
    pub value: f64,
}

/// What a criterion sees of a session.
pub(crate) struct View<'a> {
    pub(crate) setting: Setting<'a>,
    pub(crate) running: &'a Running,
    /// Where items are weighed: the estimate, or the design's start.
    pub(crate) theta: &'a [f64],
    /// Of every item of the bank, its [marks](crate::blueprint::mark): none if it may be asked now.
    pub(crate) marks: &'a [u8],
    /// Of every item, its stratum; empty for other criteria than [`Criterion::Stratified`].
    pub(crate) strata: &'a [u32],
    pub(crate) seed: u64,
    /// Number of answers so far.
    pub(crate) step: u32,
}

impl Selection {
    /// The value of every item that may be asked.
    pub(crate) fn candidates(&self, view: &View<'_>, out: &mut Vec<Candidate>) {
        out.clear();
        if let Criterion::FixedOrder(order) = &self.criterion {
            return fixed_order::candidates(order, view, out);
        }
        for (item, mark) in view.marks.iter().enumerate() {
            if *mark == 0 {
                // Fewer items than u32 counts.
                out.push(Candidate { item: item as u32, value: 1.0 });
            }
        }
        let View { setting, running, theta, .. } = *view;
        match &self.criterion {
            // Every item is as good as any other; the draw decides.
            Criterion::FixedOrder(_) | Criterion::Random => return,
            Criterion::Optimality { rule, prior, weights } => {
                return optimality::weigh(*rule, *prior, weights, view, out);
            }
            _ => {}
        }
        let Recipe { measure, place } = self.criterion.recipe();
        let distance = self.criterion.distance(running.responses.len());
        let mut nodes = Nodes::EMPTY;
        for block in 0..setting.plan.blocks() {
            nodes.lay(place, distance, view, block);
            for candidate in out.iter_mut() {
                let item = setting.bank.item(candidate.item);
                if setting.plan.block_of(item.dimensions) != block {
                    continue;
                }
                candidate.value = match measure {
                    Measure::Difficulty => closeness(&item, item.values[0], theta),
                    Measure::OptimalTheta => closeness(&item, optimal_theta::peak(&item), theta),
                    _ => nodes.sum(measure, &item, theta),
                };
                match self.criterion {
                    Criterion::EfficiencyBalanced { .. } => {
                        candidate.value += candidate.value / efficiency_balanced::greatest_information(&item);
                    }
                    Criterion::ExpectedInformation { observed } => {
                        candidate.value = expected_information::value(observed, candidate.item, view);
                    }
                    Criterion::Stratified { strata, length, .. } => {
                        candidate.value -= stratified::penalty(strata, length, candidate.item, view);
                    }
                    _ => {}
                }
            }
        }
        if let Criterion::Progressive(progress) | Criterion::Proportional(progress) = &self.criterion {
            progress::weigh(progress, matches!(self.criterion, Criterion::Proportional(_)), view, out);
        }
    }

    /// Choose among candidates in the order of the bank, spoiling their values: the draw of step `step` of a session with this seed.
    #[must_use]
    pub fn choose(&self, candidates: &mut [Candidate], seed: u64, step: u32) -> Option<u32> {
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        if count == 0 {
            return None;
        }
        if let Criterion::Proportional(_) = self.criterion {
            // With u uniform, ln u / v is largest for an item with a chance in proportion to v.
            let mut draws = random::Draws::new(seed, u64::from(step));
            for candidate in &mut *candidates {
                candidate.value = ln(draws.unit()) / candidate.value;
            }
        }
        let among = match self.criterion {
            Criterion::Random => count,
            Criterion::FixedOrder(_) | Criterion::Proportional(_) => 1,
            _ => self.randomesque.min(count),
        };
        let rank = if among == 1 { 0 } else { random::below(seed, u64::from(step), among) };
        if let Criterion::Random = self.criterion {
            return Some(candidates[rank as usize].item);
        }
        // As often as needed: k is small, and a sort would outweigh the engine.
        for _ in 0..rank {
            take_best(candidates);
        }
        Some(take_best(candidates))
    }
}

/// The candidate of the largest value, the first of several; it is then the last.
fn take_best(candidates: &mut [Candidate]) -> u32 {
    let mut best = 0;
    let mut place = 1;
    while place < candidates.len() {
        if candidates[place].value > candidates[best].value {
            best = place;
        }
        place += 1;
    }
    candidates[best].value = f64::NEG_INFINITY;
    candidates[best].item
}
