//! The blueprint in the engine's form: content, enemies, item sets, pilots, exposure, competences, shadow tests.
//!
//! The player (`bindings/js/src/design.ts`) writes the same numbers, since the design's digest is that of its
//! numbers. Everything that has an order has the one given here.
//!
//! - **Constraints.** First `select.content`, in the order of its list, each rule with the operational items of its
//!   area in the order of the bank, `min` 0, `max` the number of these items and `target` 0 where the rule does not
//!   say otherwise. Then the enemies: every item in the order of the bank, its `enemies` in the order of its list,
//!   each a constraint of the item and its enemy, in this order, with min 0, max 1 and target 0. A pair that was
//!   there already, either way round, is left out, as is one of which not both are operational.
//! - **Item sets.** Those that have an operational item, in the order of their first, each with its operational items
//!   in the order of the bank; `min` and `max` are their number where the set does not say otherwise.
//! - **Pilot.** `from` 1 and `to` the maximum length where absent; 0, 0, 0 where there is no `pilot`.
//! - **Exposure.** For each class from the lowest, for each item of the bank, its probability, 1 where it has none; no
//!   numbers at all where no item has one.
//! - **Competences.** For each dimension the number of its competence, competences numbered from 0 as the dimensions
//!   first name them.
//! - **Shadow tests.** From 0 to as many sets as were written above, where `sets` does not say otherwise.

use std::collections::{HashMap, HashSet};

use thetis_core as core;

use crate::types::{Eligibility, IdMap, ItemBank, NextCompetence, Refresh, SetCount, SetOrder};

use super::{CompileError, DesignCompiler};

impl DesignCompiler<'_> {
    pub(super) fn blueprint(&self) -> Result<core::Blueprint, CompileError> {
        let mut constraints = self.content();
        constraints.extend(self.enemies()?);
        let sets = self.bank.core_sets()?;
        let shadow = self.shadow(sets.len());
        Ok(core::Blueprint {
            constraints,
            sets,
            pilot: self.pilot(),
            exposure: self.exposure()?,
            competences: self.competences(),
            shadow,
        })
    }

    /// The constraints of content areas, in the order of the design's list.
    fn content(&self) -> Vec<core::Constraint> {
        let rules = self.design.select.content.iter();
        rules
            .map(|rule| {
                let items = self.bank.operational().filter(|(_, item)| item.content.contains(&rule.area));
                let items: Vec<u32> = items.map(|(index, _)| index).collect();
                core::Constraint {
                    min: rule.min.unwrap_or(0),
                    max: rule.max.unwrap_or_else(|| count(items.len())),
                    target: rule.target.unwrap_or(0.0),
                    items,
                }
            })
            .collect()
    }

    /// A constraint for each pair of enemies.
    fn enemies(&self) -> Result<Vec<core::Constraint>, CompileError> {
        let mut seen = HashSet::new();
        let mut constraints = Vec::new();
        for (index, item) in (0_u32..).zip(&self.bank.items) {
            for id in &item.enemies {
                let enemy = self
                    .items
                    .get(id.as_str())
                    .copied()
                    .ok_or_else(|| CompileError::UnknownEnemy { item: item.id.clone(), enemy: id.clone() })?;
                let is_new = seen.insert((index.min(enemy), index.max(enemy)));
                let operational =
                    item.status.is_operational() && self.bank.items[enemy as usize].status.is_operational();
                if is_new && operational && index != enemy {
                    constraints.push(core::Constraint { items: vec![index, enemy], min: 0, max: 1, target: 0.0 });
                }
            }
        }
        Ok(constraints)
    }

    fn pilot(&self) -> core::Pilot {
        self.design.select.pilot.map_or_else(core::Pilot::default, |pilot| core::Pilot {
            items: pilot.items,
            from: pilot.from.unwrap_or(1),
            to: pilot.to.unwrap_or_else(|| self.max_items()),
        })
    }

    fn exposure(&self) -> Result<core::Exposure, CompileError> {
        let Some(exposure) = &self.design.select.exposure else {
            return Ok(core::Exposure::default());
        };
        let classes = exposure.bounds.len() + 1;
        let n = self.bank.items.len();
        let mut probabilities = if exposure.items.is_empty() { Vec::new() } else { vec![1.0; classes * n] };
        // Backwards, so that the first of two with one id counts, as everywhere.
        for (id, eligibility) in exposure.items.iter().rev() {
            let item = self.item("exposure", id)? as usize;
            for class in 0..classes {
                probabilities[class * n + item] = match eligibility {
                    Eligibility::Everywhere(probability) => *probability,
                    Eligibility::ByClass(list) if list.len() == classes => list[class],
                    Eligibility::ByClass(list) => {
                        return Err(CompileError::ExposureClasses {
                            design: self.name.to_owned(),
                            item: id.to_owned(),
                            classes,
                            found: list.len(),
                        });
                    }
                };
            }
        }
        Ok(core::Exposure { bounds: exposure.bounds.clone(), probabilities })
    }

    fn competences(&self) -> Option<core::Competences> {
        let competences = self.design.select.competences?;
        Some(core::Competences {
            next: match competences.next {
                NextCompetence::LargestUncertainty => core::Next::LargestUncertainty,
                NextCompetence::NearestCut => core::Next::NearestCut,
                NextCompetence::Weakest => core::Next::Weakest,
                NextCompetence::InOrder => core::Next::InOrder,
            },
            of: self.bank.competence_of_dimensions(),
            max_items: competences.max_items.unwrap_or(0),
            standard_error: competences.standard_error.unwrap_or(0.0),
        })
    }

    fn shadow(&self, sets: usize) -> Option<core::Shadow> {
        let shadow = self.design.select.shadow?;
        let SetCount { min, max } = shadow.sets.unwrap_or_default();
        Some(core::Shadow {
            refresh: match shadow.refresh {
                Refresh::Always => core::Refresh::Always,
                Refresh::Every(steps) => core::Refresh::Every(steps),
                Refresh::Change(logits) => core::Refresh::Change(logits),
            },
            sets: (min.unwrap_or(0), max.unwrap_or_else(|| count(sets))),
        })
    }
}

impl ItemBank {
    /// The item sets that have an operational item.
    fn core_sets(&self) -> Result<Vec<core::ItemSet>, CompileError> {
        let mut members: IdMap<Vec<u32>> = IdMap::new();
        for (index, item) in self.operational() {
            let Some(set) = &item.set else { continue };
            match members.get_mut(set) {
                Some(items) => items.push(index),
                None => members.push(set.as_str(), vec![index]),
            }
        }
        let sets = members.iter().map(|(id, items)| {
            let set = self.sets.get(id).ok_or_else(|| CompileError::UnknownSet {
                item: self.items[items[0] as usize].id.clone(),
                set: id.to_owned(),
            })?;
            Ok(core::ItemSet {
                items: items.clone(),
                min: set.min.unwrap_or_else(|| count(items.len())),
                max: set.max.unwrap_or_else(|| count(items.len())),
                ordered: set.order == SetOrder::Fixed,
            })
        });
        sets.collect()
    }

    /// For each dimension the number of its competence.
    fn competence_of_dimensions(&self) -> Vec<u32> {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        self.dimensions
            .iter()
            .map(|dimension| {
                let next = count(numbers.len());
                *numbers.entry(&dimension.competence).or_insert(next)
            })
            .collect()
    }
}

/// A bank has fewer items than u32 counts; one that had more would be refused before it got here.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
