//! The length of a test, and what it can be made of.

use std::collections::HashSet;

use crate::{
    check::Code,
    id::repeated,
    types::{Criterion, Status},
};

use super::DesignCheck;

impl DesignCheck<'_> {
    pub(super) fn length(&mut self) {
        let usable = self.order() + self.pilots();
        let stop = &self.design.stop;
        let (min, max) = (stop.min_items.unwrap_or(1), self.max_items());
        if stop.max_items == Some(0) {
            self.problem(Code::DesignLength, "maxItems is 0", "allow at least one item");
        } else if min > max && stop.max_items.is_some() {
            self.problem(
                Code::DesignLength,
                format!("minItems is {min}, above maxItems, which is {max}"),
                "lower minItems or raise maxItems",
            );
        }
        if min as usize > usable && usable > 0 {
            self.problem(
                Code::UnreachableMinimum,
                format!("minItems is {min}, but the design can use only {usable} items"),
                "lower minItems, or add operational items",
            );
        }
        if let Some(max) = stop.max_items
            && max as usize > usable
            && usable > 0
        {
            self.problem(
                Code::UnreachableMaximum,
                format!("maxItems is {max}, but the design can use only {usable} items"),
                "lower maxItems, or add operational items",
            );
        }
        if self.design.select.randomesque == 0 {
            self.problem(Code::InvalidRandomesque, "randomesque is 0", "use 1 to take the best item");
        }
    }

    /// Checks a fixed order; returns how many operational items the design can use at most.
    fn order(&mut self) -> usize {
        let bank = self.bank;
        let operational: HashSet<_> = bank.operational().map(|(_, item)| item.id.as_str()).collect();
        let Criterion::FixedOrder { order } = &self.design.select.criterion else {
            // Not the number of ids: two items of one id are a problem of theirs, not of the design.
            return bank.operational().count();
        };
        if order.is_empty() {
            self.problem(Code::InvalidOrder, "the fixed order is empty", "list the items to ask");
        }
        for id in repeated(order.iter().map(String::as_str)) {
            self.problem(
                Code::InvalidOrder,
                format!("the fixed order names the item {id} twice"),
                "name each item once",
            );
        }
        for id in order.iter().map(String::as_str).filter(|id| !operational.contains(id)) {
            if bank.item_index(id).is_some() {
                self.problem(
                    Code::UnavailableOrderItem,
                    format!("the fixed order names the item {id}, which is not operational"),
                    "make the item operational, or take it out of the order",
                );
            } else {
                self.problem(
                    Code::UnknownOrderItem,
                    format!("the fixed order names the item {id}, which the bank does not have"),
                    "correct the id",
                );
            }
        }
        // Start items are asked whatever the order says.
        let named: HashSet<_> = order.iter().chain(&self.design.start.items).map(String::as_str).collect();
        named.intersection(&operational).count()
    }

    /// How many pilot items a test has.
    fn pilots(&self) -> usize {
        let there = self.bank.items.iter().filter(|item| item.status == Status::Pilot).count();
        self.design.select.pilot.map_or(0, |pilot| there.min(pilot.items as usize))
    }
}
