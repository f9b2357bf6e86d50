//! Choosing the next item.
//!
//! A criterion gives every item still available a value; the largest is chosen, ties going to the item
//! that comes first in the bank. With `randomesque` k > 1 one of the k best is drawn (Kingsbury & Zara 1989).

mod d_optimality;
mod fixed_order;
mod maximum_information;

use alloc::vec;
use alloc::vec::Vec;

use crate::bank::Bank;
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
    /// Inverse covariance of the normal prior in use.
    pub(crate) precision: &'a [f64],
    pub(crate) responses: &'a [Response],
    /// Of every item of the bank, whether it is answered.
    pub(crate) answered: &'a [bool],
}

impl View<'_> {
    /// Whether the item may still be asked.
    fn is_available(&self, item: u32) -> bool {
        self.bank.is_available(item) && !self.answered[item as usize]
    }

    /// Every item that may still be asked, in the order of the bank.
    pub(crate) fn each_available(&self, visit: &mut dyn FnMut(u32)) {
        for item in 0..self.bank.len() {
            if self.is_available(item) {
                visit(item);
            }
        }
    }
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

    /// The value of every item still available after these answers, at an estimate.
    ///
    /// # Errors
    /// Those of the criterion, [`Error::UnknownItem`], or [`Error::Start`] if `theta` has another length
    /// than the bank has dimensions.
    pub fn rank(&self, bank: &Bank, responses: &[Response], theta: &[f64]) -> Result<Vec<Candidate>, Error> {
        self.check(bank)?;
        if theta.len() != bank.dimensions() {
            return Err(Error::Start);
        }
        let mut answered = vec![false; bank.len() as usize];
        for response in responses {
            let item = response.item;
            *answered.get_mut(item as usize).ok_or(Error::UnknownItem { item })? = true;
        }
        let mut out = Vec::new();
        let precision = bank.prior().precision();
        self.candidates(&View { bank, theta, precision: &precision, responses, answered: &answered }, &mut out);
        Ok(out)
    }

    /// The value of every available item.
    pub(crate) fn candidates(&self, view: &View<'_>, out: &mut Vec<Candidate>) {
        out.clear();
        match &self.criterion {
            Criterion::MaximumInformation => maximum_information::candidates(view, out),
            Criterion::DOptimality { prior } => d_optimality::candidates(view, *prior, out),
            // Every item is as good as any other; the draw decides.
            Criterion::Random => view.each_available(&mut |item| out.push(Candidate { item, value: 1.0 })),
            Criterion::FixedOrder(order) => fixed_order::candidates(order, view, out),
        }
    }

    /// Choose among candidates in the order of the bank, spoiling their values: the draw of step `step` of a session with this seed.
    #[must_use]
    pub fn choose(&self, candidates: &mut [Candidate], seed: u64, step: u32) -> Option<u32> {
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
        // The best as often as needed: k is small, and a sort would outweigh the engine.
        let mut taken = 0;
        loop {
            let mut best = 0;
            for place in 1..candidates.len() {
                // Ties go to the first.
                if candidates[place].value > candidates[best].value {
                    best = place;
                }
            }
            if taken == rank {
                return Some(candidates[best].item);
            }
            candidates[best].value = f64::NEG_INFINITY;
            taken += 1;
        }
    }
}
