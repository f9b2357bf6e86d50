//! Exposure, competences and shadow tests.

use crate::{
    check::Code,
    types::{Eligibility, NextCompetence, Refresh},
};

use super::{DesignCheck, is_ascending};

impl DesignCheck<'_> {
    pub(super) fn exposure(&mut self) {
        let Some(exposure) = &self.design.select.exposure else {
            return;
        };
        if !is_ascending(&exposure.bounds) {
            self.problem(
                Code::ExposureBounds,
                format!("the bounds of exposure classes are {:?}", exposure.bounds),
                "give finite numbers, each above the one before",
            );
        }
        self.duplicate_keys("select.exposure.items", exposure.items.keys());
        let classes = exposure.bounds.len() + 1;
        for (id, eligibility) in exposure.items.iter() {
            if self.bank.item_index(id).is_none() {
                self.problem(
                    Code::UnknownItem,
                    format!("select.exposure names the item {id}, which the bank does not have"),
                    "correct the id",
                );
            }
            if let Eligibility::ByClass(list) = eligibility
                && list.len() != classes
            {
                self.problem(
                    Code::ExposureProbability,
                    format!("the item {id} has {} exposure probabilities for {classes} classes", list.len()),
                    "give one probability, or one for each class: one more than there are bounds",
                );
            }
            for probability in eligibility.as_slice().iter().filter(|value| !(0.0..=1.0).contains(*value)) {
                self.problem(
                    Code::ExposureProbability,
                    format!("an exposure probability of the item {id} is {probability}"),
                    "use a probability from 0 to 1",
                );
            }
        }
    }

    pub(super) fn competences(&mut self) {
        let Some(competences) = self.design.select.competences else {
            return;
        };
        if competences.max_items == Some(0) {
            self.problem(
                Code::CompetenceLimit,
                "select.competences.maxItems is 0",
                "use 1 or more, or leave it out for no limit",
            );
        }
        if let Some(value) = competences.standard_error
            && !(value.is_finite() && value > 0.0)
        {
            self.problem(
                Code::CompetenceLimit,
                format!("select.competences.standardError is {value}"),
                "use a finite number above 0, or leave it out for no limit",
            );
        }
        if competences.next == NextCompetence::NearestCut && !self.has_cuts() {
            self.missing_cuts("the policy nearest-cut");
        }
    }

    pub(super) fn shadow(&mut self) {
        let Some(shadow) = self.design.select.shadow else {
            return;
        };
        let problem = match shadow.refresh {
            Refresh::Every(0) => Some("select.shadow.refresh.every is 0".to_owned()),
            Refresh::Change(logits) if !(logits.is_finite() && logits >= 0.0) => {
                Some(format!("select.shadow.refresh.change is {logits}"))
            }
            _ => None,
        };
        if let Some(problem) = problem {
            self.problem(
                Code::InvalidShadow,
                problem,
                "use {\"every\": 1} or more, {\"change\": 0} or more, or \"always\"",
            );
        }
        let sets = shadow.sets.unwrap_or_default();
        let (min, max) = (sets.min.unwrap_or(0), sets.max.unwrap_or(u32::MAX));
        if min > max {
            self.problem(
                Code::InvalidShadow,
                format!("select.shadow.sets has the min {min}, above its max, which is {max}"),
                "lower min or raise max",
            );
        }
        let in_use = |id: &str| self.bank.operational().any(|(_, item)| item.set.as_deref() == Some(id));
        let there = self.bank.sets.keys().filter(|id| in_use(id)).count();
        if min as usize > there {
            self.problem(
                Code::InvalidShadow,
                format!("select.shadow.sets asks for {min} item sets, but the bank has {there} with operational items"),
                "lower min, or add item sets",
            );
        }
    }
}
