//! What a blueprint allows, worked out a second time from its documentation alone, with plain lists.

use std::collections::BTreeSet;

use rand_core::Rng;
use thetis_core::{Bank, Competences, Criterion, Design, Next, Session};

/// What decides what may be asked next.
#[derive(Debug)]
pub(crate) struct Situation<'s> {
    pub(crate) bank: &'s Bank,
    pub(crate) design: &'s Design,
    pub(crate) asked: Vec<u32>,
    pub(crate) excluded: Vec<u32>,
    /// Where items are weighed: the start of this step, or the estimate.
    pub(crate) theta: Vec<f64>,
    pub(crate) se: Vec<f64>,
    pub(crate) shadow: Vec<u32>,
    pub(crate) seed: u64,
}

impl<'s> Situation<'s> {
    pub(crate) fn of(session: &'s Session) -> Self {
        let (bank, design) = (session.test().bank(), session.test().design());
        let k = bank.dimensions();
        let first = k * session.step_count() as usize;
        let start = design.start.theta.get(first..first + k);
        Self {
            bank,
            design,
            asked: session.steps().map(|step| step.answer.item).collect(),
            excluded: session.excluded().to_vec(),
            theta: start.unwrap_or(&session.estimate().theta).to_vec(),
            se: session.estimate().se.clone(),
            shadow: session.shadow_test().to_vec(),
            seed: session.seed(),
        }
    }

    fn count(&self, items: &[u32]) -> u32 {
        self.asked.iter().filter(|item| items.contains(item)).count() as u32
    }

    pub(crate) fn pilots_asked(&self) -> u32 {
        self.asked.iter().filter(|item| self.bank.is_pilot(**item)).count() as u32
    }

    fn positions_left(&self) -> u32 {
        let pilots = self.design.blueprint.pilot.items.saturating_sub(self.pilots_asked());
        self.design.stop.max_items.saturating_sub(self.asked.len() as u32 + pilots)
    }

    /// Pilot items that may still be asked.
    pub(crate) fn pilots_left(&self) -> Vec<u32> {
        let left =
            |item: &u32| self.bank.is_pilot(*item) && !self.asked.contains(item) && !self.excluded.contains(item);
        (0..self.bank.len()).filter(left).collect()
    }

    /// The scored items that may be asked, in the order of the bank.
    pub(crate) fn allowed(&self) -> Vec<u32> {
        let mut open: BTreeSet<u32> = (0..self.bank.len())
            .filter(|item| self.bank.is_available(*item))
            .filter(|item| !self.asked.contains(item) && !self.excluded.contains(item))
            .collect();
        if let Criterion::FixedOrder(order) = &self.design.selection.criterion {
            open.retain(|item| order.contains(item));
        }
        if self.design.blueprint.shadow.is_some() {
            open.retain(|item| self.shadow.contains(item));
        }
        self.item_sets(&mut open);
        if self.design.blueprint.shadow.is_none() {
            self.content(&mut open);
        }
        self.eligibility(&mut open);
        if let Some(competences) = &self.design.blueprint.competences {
            let turn = self.turn(competences, &open);
            open.retain(|item| Some(self.competence(competences, *item)) == turn);
        }
        self.balance(&mut open);
        open.into_iter().collect()
    }

    fn item_sets(&self, open: &mut BTreeSet<u32>) {
        let last = self.asked.iter().rev().find(|item| self.bank.is_available(**item));
        for set in &self.design.blueprint.sets {
            let count = self.count(&set.items);
            let mut left: Vec<u32> = set.items.iter().copied().filter(|item| open.contains(item)).collect();
            let last_asked = set.items.iter().rposition(|item| self.asked.contains(item));
            if let Some(place) = last_asked.filter(|_| set.ordered) {
                let later = &set.items[place..];
                let rest: Vec<u32> = left.iter().copied().filter(|item| later.contains(item)).collect();
                // What was passed over stays so, unless the set needs it.
                if count + rest.len() as u32 >= set.min {
                    left = rest;
                }
            }
            let in_progress = last.is_some_and(|last| set.items.contains(last));
            let goes_on = if count == 0 {
                set.min <= self.positions_left() && set.min as usize <= left.len()
            } else {
                in_progress && count < set.max
            };
            let mut allowed = if goes_on { left.clone() } else { Vec::new() };
            if set.ordered {
                allowed.truncate(1);
            }
            // All of a set that its shadow test has are asked together.
            let must_go_on = count < set.min || (self.design.blueprint.shadow.is_some() && !allowed.is_empty());
            if in_progress && must_go_on {
                open.clear();
            }
            open.retain(|item| !set.items.contains(item));
            open.extend(allowed);
            if in_progress && must_go_on {
                return;
            }
        }
    }

    fn content(&self, open: &mut BTreeSet<u32>) {
        let mut missing = 0;
        let mut wanted: Vec<u32> = Vec::new();
        for area in &self.design.blueprint.constraints {
            let count = self.count(&area.items);
            if count >= area.max {
                open.retain(|item| !area.items.contains(item));
            }
            if count < area.min {
                missing += area.min - count;
                wanted.extend(&area.items);
            }
        }
        if missing > 0 && missing >= self.positions_left() {
            wish(open, &|item| wanted.contains(&item));
        }
    }

    /// What the lots allow in the present class: one draw an item and class, in order.
    pub(crate) fn lots(&self) -> Vec<bool> {
        let exposure = &self.design.blueprint.exposure;
        let class = exposure.bounds.iter().filter(|bound| self.theta[0] >= **bound).count();
        let mut generator = rand_pcg::Pcg32::new(self.seed, 2 << 32);
        let mut draw = || f64::from(generator.next_u32()) / 4_294_967_296.0;
        let lots: Vec<bool> = exposure.probabilities.iter().map(|p| draw() < *p).collect();
        let n = self.bank.len() as usize;
        if lots.is_empty() { vec![true; n] } else { lots[class * n..][..n].to_vec() }
    }

    fn eligibility(&self, open: &mut BTreeSet<u32>) {
        let lots = self.lots();
        wish(open, &|item| lots[item as usize]);
    }

    pub(crate) fn competence(&self, competences: &Competences, item: u32) -> u32 {
        competences.of[self.bank.item(item).dimensions()[0] as usize]
    }

    /// The competence that is measured next.
    pub(crate) fn turn(&self, competences: &Competences, open: &BTreeSet<u32>) -> Option<u32> {
        let members = |competence: u32| {
            let of = competences.of.iter().enumerate();
            of.filter(move |(_, other)| **other == competence).map(|(dimension, _)| dimension)
        };
        let is_closed = |competence: u32| {
            let of_it = |item: &&u32| self.competence(competences, **item) == competence;
            let asked = self.asked.iter().filter(of_it).count() as u32;
            (competences.max_items > 0 && asked >= competences.max_items)
                || (competences.standard_error > 0.0
                    && members(competence).all(|dimension| self.se[dimension] <= competences.standard_error))
        };
        let distance = |dimension: usize| {
            let cuts = self.design.cuts.get(dimension).map_or(&[][..], Vec::as_slice);
            let distances = cuts.iter().map(|cut| (self.theta[dimension] - cut).abs() / self.se[dimension]);
            distances.fold(f64::INFINITY, f64::min)
        };
        let has_open = |competence: u32| open.iter().any(|item| self.competence(competences, *item) == competence);
        // In the order of the bank: by the first dimension of each.
        let mut in_order: Vec<u32> = Vec::new();
        for competence in &competences.of {
            if !in_order.contains(competence) && has_open(*competence) {
                in_order.push(*competence);
            }
        }
        let unfinished: Vec<u32> = in_order.iter().copied().filter(|c| !is_closed(*c)).collect();
        let among = if unfinished.is_empty() { in_order } else { unfinished };
        let dimensions: Vec<usize> =
            (0..competences.of.len()).filter(|dimension| among.contains(&competences.of[*dimension])).collect();
        let best = |value: &dyn Fn(usize) -> f64, of: &[usize]| {
            let most = of.iter().map(|dimension| value(*dimension)).fold(f64::NEG_INFINITY, f64::max);
            of.iter().find(|dimension| value(**dimension) >= most).map(|dimension| competences.of[*dimension])
        };
        let undecided: Vec<usize> =
            dimensions.iter().copied().filter(|dimension| distance(*dimension) < Competences::DECIDED).collect();
        match competences.next {
            Next::InOrder => among.first().copied(),
            Next::Weakest => best(&|dimension| -self.theta[dimension], &dimensions),
            Next::NearestCut if !undecided.is_empty() => best(&|dimension| -distance(dimension), &undecided),
            Next::NearestCut | Next::LargestUncertainty => best(&|dimension| self.se[dimension], &dimensions),
        }
    }

    /// The area furthest below its target (Kingsbury & Zara 1989).
    pub(crate) fn furthest_below(&self, open: &BTreeSet<u32>) -> Option<&[u32]> {
        let areas = || self.design.blueprint.constraints.iter().filter(|area| area.target > 0.0);
        let total: u32 = areas().map(|area| self.count(&area.items)).sum();
        let below = |items: &[u32], target: f64| target - f64::from(self.count(items)) / f64::from(total.max(1));
        let mut furthest: Option<(f64, &[u32])> = None;
        for area in areas().filter(|area| area.items.iter().any(|item| open.contains(item))) {
            let value = below(&area.items, area.target);
            if furthest.is_none_or(|(most, _)| value > most) {
                furthest = Some((value, &area.items));
            }
        }
        furthest.map(|(_, items)| items)
    }

    fn balance(&self, open: &mut BTreeSet<u32>) {
        if let Some(items) = self.furthest_below(open).map(<[u32]>::to_vec) {
            wish(open, &|item| items.contains(&item));
        }
    }
}

/// Keep these, if any of them is there.
fn wish(open: &mut BTreeSet<u32>, keep: &dyn Fn(u32) -> bool) {
    if open.iter().any(|item| keep(*item)) {
        open.retain(|item| keep(*item));
    }
}
