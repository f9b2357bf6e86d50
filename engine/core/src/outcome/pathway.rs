//! Gaps, and what to learn next.

use alloc::vec::Vec;

use super::report::Attainment;
use super::standards::{Requirement, Standards, Target, is_clear};

/// Most modules proposed at a time: more are not kept in mind.
const MOST: usize = 3;

/// A requirement that may be missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Place of the requirement in the profile.
    pub requirement: u32,
    /// Probability that it is missing.
    pub missing: f64,
    /// Its importance times that.
    pub weight: f64,
}

/// What to learn next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NextSteps {
    /// Places of the modules in the pathway, in the order in which they are to be taken; at most three.
    pub modules: Vec<u32>,
    /// Their hours together.
    pub hours: f64,
}

/// The requirements that are met with less than two chances in three, the heaviest first; of equals, the first in the profile.
pub(super) fn gaps(profile: &[Requirement], attainment: &Attainment<'_>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (place, requirement) in (0..).zip(profile) {
        let met = attainment.reached(requirement.target);
        if is_clear(met) {
            continue;
        }
        let missing = 1.0 - met;
        let gap = Gap { requirement: place, missing, weight: requirement.importance * missing };
        let mut at = gaps.len();
        while at > 0 && gaps[at - 1].weight < gap.weight {
            at -= 1;
        }
        gaps.insert(at, gap);
    }
    gaps
}

/// Modules that develop the gaps, the heaviest gap first, each after those that come before it.
///
/// For a gap, those that lead to the level asked for or to one below it, the lower levels first; where there is none, those that lead
/// least far beyond. A module is not proposed, nor a module before it, if all that it leads to is reached with two chances in
/// three.
pub(super) fn next_steps(standards: &Standards, gaps: &[Gap], attainment: &Attainment<'_>) -> NextSteps {
    let mut steps = NextSteps::default();
    for gap in gaps {
        let target = standards.profile[gap.requirement as usize].target;
        let highest = standards.cuts[target.dimension as usize].len() as u32;
        let mut found = false;
        for level in 1..=highest {
            // Beyond what is asked for, only where nothing led up to it.
            if level > target.level && found {
                break;
            }
            for place in 0..standards.pathway.len() as u32 {
                let leads = Target { dimension: target.dimension, level };
                if standards.pathway[place as usize].develops.contains(&leads) {
                    found |= propose(standards, place, attainment, &mut steps.modules);
                }
            }
        }
    }
    steps.modules.truncate(MOST);
    for module in &steps.modules {
        steps.hours += standards.pathway[*module as usize].hours;
    }
    steps
}

/// Adds a module and what comes before it, unless it is mastered. Returns whether it is among the steps.
fn propose(standards: &Standards, place: u32, attainment: &Attainment<'_>, steps: &mut Vec<u32>) -> bool {
    if steps.contains(&place) {
        return true;
    }
    let module = &standards.pathway[place as usize];
    let mut mastered = true;
    for target in &module.develops {
        mastered &= is_clear(attainment.reached(*target));
    }
    if mastered {
        return false;
    }
    // Circles were refused, so this ends.
    for before in &module.after {
        propose(standards, *before, attainment, steps);
    }
    steps.push(place);
    true
}
