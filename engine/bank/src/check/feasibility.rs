//! Whether any test satisfies a design's blueprint, and which of its parts contradict each other if none does.

use std::collections::HashSet;

use thetis_assembly::{AssemblyError, ItemSet, Limit, Part, Problem, State};
use thetis_core as core;

use crate::{
    read::BANK_FILE,
    types::{Design, ItemBank},
};

use super::{Code, Place, Report};

/// Reports the parts of the blueprint that no test satisfies together.
///
/// A test has as many scored items as `stop.maxItems` says. Where that is not said, or is more than there are (which
/// is reported by itself), and there are no shadow tests, a shorter one will do, down to the minimum length.
pub(super) fn check(bank: &ItemBank, name: &str, design: &Design, test: &core::Test, report: &mut Report) {
    let blueprint = &test.design().blueprint;
    if blueprint.constraints.is_empty() && blueprint.sets.is_empty() && blueprint.shadow.is_none() {
        return;
    }
    let mut feasibility = Feasibility::new(bank, design, test);
    let place = Place::file(BANK_FILE);
    match feasibility.conflict() {
        Ok(None) => {}
        Ok(Some(parts)) => place.report(
            report,
            Code::InfeasibleBlueprint,
            format!("design {name}: no test satisfies {}", feasibility.sentence(&parts)),
            "loosen one of these, or add items",
        ),
        Err(error) => place.report(
            report,
            Code::RefusedByEngine,
            format!("design {name}: {error}"),
            "simplify the content rules, enemies or item sets",
        ),
    }
}

struct Feasibility<'a> {
    bank: &'a ItemBank,
    design: &'a Design,
    engine: &'a core::Design,
    problem: Problem,
    /// Fewest scored items.
    shortest: u32,
    /// What of the design, beside the parts of the problem, is needed for the conflict.
    also: Vec<&'static str>,
}

impl<'a> Feasibility<'a> {
    fn new(bank: &'a ItemBank, design: &'a Design, test: &'a core::Test) -> Self {
        let engine = test.design();
        let blueprint = &engine.blueprint;
        let may_be_asked = |item: u32| match &engine.selection.criterion {
            core::Criterion::FixedOrder(order) => order.contains(&item) || engine.start.items.contains(&item),
            _ => test.bank().is_available(item),
        };
        let mut states: Vec<State> = (0..test.bank().len())
            .map(|item| match () {
                () if engine.start.items.contains(&item) => State::In,
                () if may_be_asked(item) => State::Free,
                () => State::Out,
            })
            .collect();
        let usable = states.iter().filter(|state| **state != State::Out).count();
        let usable = u32::try_from(usable).unwrap_or(u32::MAX);
        let scored = |items: u32| items.saturating_sub(blueprint.pilot.items);
        let longest = scored(engine.stop.max_items);
        let is_exact = blueprint.shadow.is_some() || (design.stop.max_items.is_some() && longest <= usable);
        let length = if is_exact { longest } else { longest.min(usable) };
        let shortest = if is_exact { length } else { scored(engine.stop.min_items).min(length) };
        // Blanks: positions that need not be filled.
        states.extend(std::iter::repeat_n(State::Free, (length - shortest) as usize));
        let problem = Problem {
            length,
            values: vec![0.0; states.len()],
            states,
            constraints: blueprint
                .constraints
                .iter()
                .map(|constraint| Limit { min: constraint.min, max: constraint.max, items: constraint.items.clone() })
                .collect(),
            sets: blueprint
                .sets
                .iter()
                .map(|set| ItemSet { min: set.min, max: set.max, items: set.items.clone() })
                .collect(),
            sets_min: blueprint.shadow.map_or(0, |shadow| shadow.sets.0),
            sets_max: blueprint.shadow.map_or(u32::MAX, |shadow| shadow.sets.1),
        };
        Self { bank, design, engine, problem, shortest, also: Vec::new() }
    }

    /// The parts in conflict, without the start items and the fixed order where the conflict is there without them.
    fn conflict(&mut self) -> Result<Option<Vec<Part>>, AssemblyError> {
        let Some(mut parts) = self.problem.conflict()? else {
            return Ok(None);
        };
        let is_ordered = matches!(self.engine.selection.criterion, core::Criterion::FixedOrder(_));
        let operational: HashSet<u32> = self.bank.operational().map(|(index, _)| index).collect();
        for (is_there, name, held) in [
            (!self.engine.start.items.is_empty(), "the start items", State::In),
            (is_ordered, "the fixed order", State::Out),
        ] {
            if !is_there {
                continue;
            }
            let mut freed = self.problem.clone();
            for (item, state) in (0..).zip(&mut freed.states) {
                if *state == held && operational.contains(&item) {
                    *state = State::Free;
                }
            }
            match freed.conflict()? {
                Some(fewer) => (self.problem, parts) = (freed, fewer),
                None => self.also.push(name),
            }
        }
        Ok(Some(parts))
    }

    /// The parts, as a sentence goes on after "no test satisfies".
    fn sentence(&self, parts: &[Part]) -> String {
        let mut phrases: Vec<String> = parts.iter().map(|part| self.phrase(*part)).collect();
        phrases.extend(self.also.iter().map(|name| (*name).to_owned()));
        match phrases.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("all of these together: {} and {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn phrase(&self, part: Part) -> String {
        let blueprint = &self.engine.blueprint;
        match part {
            Part::Length if self.shortest == self.problem.length => {
                format!("a length of {} scored items", self.problem.length)
            }
            Part::Length => format!("a length of {} to {} scored items", self.shortest, self.problem.length),
            Part::Constraint(number) => self.constraint(number as usize),
            Part::Set(number) => {
                let set = &blueprint.sets[number as usize];
                let id = set.items.first().and_then(|item| self.bank.items[*item as usize].set.as_deref());
                format!(
                    "{} items of the item set {} once it is begun",
                    amount(set.min, set.max, set.items.len()),
                    id.unwrap_or_default()
                )
            }
            Part::SetCount => {
                format!("{} item sets", amount(self.problem.sets_min, self.problem.sets_max, usize::MAX))
            }
        }
    }

    /// The compiler writes the rules of content first, in the order of their list, then the enemies.
    fn constraint(&self, number: usize) -> String {
        let constraint = &self.engine.blueprint.constraints[number];
        match self.design.select.content.get(number) {
            Some(rule) => {
                format!(
                    "{} items of the area {}",
                    amount(constraint.min, constraint.max, constraint.items.len()),
                    rule.area
                )
            }
            None => {
                let ids: Vec<&str> =
                    constraint.items.iter().map(|item| self.bank.items[*item as usize].id.as_str()).collect();
                format!("the enemies {}", ids.join(" and "))
            }
        }
    }
}

/// How many of so many there may be.
fn amount(min: u32, max: u32, all: usize) -> String {
    let is_bounded = (max as usize) < all && max != u32::MAX;
    match (min, is_bounded) {
        (min, true) if min == max => min.to_string(),
        (0, true) => format!("at most {max}"),
        (min, true) => format!("{min} to {max}"),
        (min, false) => format!("at least {min}"),
    }
}
