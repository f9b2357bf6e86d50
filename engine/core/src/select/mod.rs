//! Choosing the next item.
//!
//! A criterion gives every item still available a value; the largest is chosen, ties going to the item
//! that comes first in the bank. With `randomesque` k > 1 one of the k best is drawn (Kingsbury & Zara 1989).

mod d_optimality;
mod fixed_order;
mod maximum_information;

use alloc::vec::Vec;

use crate::bank::Bank;
use crate::digest::Digest;
use crate::error::Error;
use crate::estimate::Response;
use crate::random;

/// What makes an item the best to ask.
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// Largest Fisher information at the estimate; one dimension.
    MaximumInformation,
    /// Largest determinant of the information matrix of the answered items and this one, at the estimate.
    DOptimality {
        /// Whether the inverse prior covariance is added (mirtCAT: `DPrule`; without: `Drule`).
        prior: bool,
    },
    /// Any item, each with equal chance.
    Random,
    /// These items in this order; what is left unnamed is never asked.
    FixedOrder(Vec<u32>),
}

/// A criterion and how strictly it is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The criterion.
    pub criterion: Criterion,
    /// Draw among this many of the best; 1 takes the best. Not used by random and fixed order.
    pub randomesque: u32,
}

/// An item still available and its value under the criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The item.
    pub item: u32,
    /// The criterion's value; larger is better.
    pub value: f64,
}

/// What a criterion sees of a session.
pub(crate) struct View<'a> {
    pub(crate) bank: &'a Bank,
    pub(crate) theta: &'a [f64],
    pub(crate) responses: &'a [Response],
    /// Items that may be asked, in the order of the bank.
    pub(crate) available: &'a [u32],
}

impl Selection {
    pub(crate) fn check(&self, bank: &Bank) -> Result<(), Error> {
        if self.randomesque == 0 {
            return Err(Error::Randomesque);
        }
        match &self.criterion {
            Criterion::MaximumInformation if bank.dimensions() > 1 => Err(Error::CriterionNeedsOneDimension),
            Criterion::FixedOrder(order) => fixed_order::check(order, bank),
            _ => Ok(()),
        }
    }

    /// The value of every available item.
    pub(crate) fn candidates(&self, view: &View<'_>, out: &mut Vec<Candidate>) {
        out.clear();
        match &self.criterion {
            Criterion::MaximumInformation => maximum_information::candidates(view, out),
            Criterion::DOptimality { prior } => d_optimality::candidates(view, *prior, out),
            // Every item is as good as any other; the draw decides.
            Criterion::Random => out.extend(view.available.iter().map(|item| Candidate { item: *item, value: 1.0 })),
            Criterion::FixedOrder(order) => fixed_order::candidates(order, view, out),
        }
    }

    /// Choose among candidates, destroying their order.
    pub(crate) fn choose(&self, candidates: &mut [Candidate], seed: u64, step: u32) -> Option<u32> {
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        if count == 0 {
            return None;
        }
        let among = match self.criterion {
            Criterion::Random => count,
            Criterion::FixedOrder(_) => 1,
            _ => self.randomesque.min(count),
        };
        let rank = if among == 1 { 0 } else { random::below(seed, step, among) };
        if let Criterion::Random = self.criterion {
            return Some(candidates[rank as usize].item);
        }
        // Selection sort as far as needed: k is small, and a full sort would outweigh the engine.
        let rank = rank as usize;
        for place in 0..=rank {
            let mut best = place;
            for other in place + 1..candidates.len() {
                let (a, b) = (candidates[other], candidates[best]);
                if a.value > b.value || (a.value >= b.value && a.item < b.item) {
                    best = other;
                }
            }
            candidates.swap(place, best);
        }
        Some(candidates[rank].item)
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        match &self.criterion {
            Criterion::MaximumInformation => digest.u32(0),
            Criterion::DOptimality { prior } => {
                digest.u32(1);
                digest.u32(u32::from(*prior));
            }
            Criterion::Random => digest.u32(2),
            Criterion::FixedOrder(order) => {
                digest.u32(3);
                digest.u32(u32::try_from(order.len()).unwrap_or(u32::MAX));
                for item in order {
                    digest.u32(*item);
                }
            }
        }
        digest.u32(self.randomesque);
    }
}
