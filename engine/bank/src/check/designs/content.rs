//! Content areas and pilot items.

use std::collections::HashSet;

use crate::{
    check::Code,
    id::repeated,
    types::{ContentRule, Pilot, Status},
};

use super::DesignCheck;

/// Shares such as thirds do not add up to 1 exactly.
const SHARE_TOLERANCE: f64 = 1e-6;

impl DesignCheck<'_> {
    pub(super) fn content(&mut self) {
        let rules = &self.design.select.content;
        for area in repeated(rules.iter().map(|rule| rule.area.as_str())) {
            self.problem(
                Code::RepeatedArea,
                format!("select.content names the area {area} twice"),
                "write one rule for each area",
            );
        }
        for rule in rules {
            self.content_rule(rule);
        }
        // An item that is of several areas counts in each, so that the shares of a test may add up to more.
        let areas: HashSet<_> = rules.iter().map(|rule| rule.area.as_str()).collect();
        let most_areas = self
            .bank
            .operational()
            .map(|(_, item)| item.content.iter().filter(|area| areas.contains(area)).collect::<HashSet<_>>().len())
            .max()
            .unwrap_or(0)
            .max(1);
        self.content_sums(rules, most_areas);
    }

    fn content_rule(&mut self, rule: &ContentRule) {
        let ContentRule { area, min, max, target } = rule;
        let there = self.bank.operational().filter(|(_, item)| item.content.contains(area)).count();
        if there == 0 && !self.bank.items.iter().any(|item| item.content.contains(area)) {
            self.problem(
                Code::UnknownArea,
                format!("select.content names the area {area}, to which no item belongs"),
                "correct the id, or give the items their \"content\"",
            );
        } else if min.unwrap_or(0) as usize > there {
            self.problem(
                Code::ContentBounds,
                format!(
                    "the area {area} has the min {}, but the number of its operational items is {there}",
                    min.unwrap_or(0)
                ),
                "lower min, or add operational items",
            );
        }
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            self.problem(
                Code::ContentBounds,
                format!("the area {area} has the min {min}, above its max, which is {max}"),
                "lower min or raise max",
            );
        }
        if let Some(target) = target
            && !(0.0..=1.0).contains(target)
        {
            self.problem(
                Code::ContentTarget,
                format!("the target of the area {area} is {target}"),
                "give a share of the test, from 0 to 1",
            );
        }
    }

    fn content_sums(&mut self, rules: &[ContentRule], most_areas: usize) {
        let of_areas = if most_areas > 1 {
            format!(" although an item is of {most_areas} of these areas at most")
        } else {
            String::new()
        };
        let targets: f64 = rules.iter().filter_map(|rule| rule.target).sum();
        #[expect(clippy::cast_precision_loss, reason = "an item is of a few areas")]
        let whole = most_areas as f64;
        if targets > whole + SHARE_TOLERANCE {
            self.problem(
                Code::ContentTarget,
                format!("the targets add up to {targets}{of_areas}"),
                "lower them so that they add up to a whole test",
            );
        }
        let length = self.scored_items();
        let minima = rules.iter().map(|rule| rule.min.unwrap_or(0) as usize);
        let (sum, largest) = (minima.clone().sum::<usize>(), minima.max().unwrap_or(0));
        if sum > length * most_areas || largest > length {
            self.problem(
                Code::ContentLength,
                format!("the content minima add up to {sum}{of_areas}, but a test has {length} scored items at most"),
                "lower the minima, or raise maxItems",
            );
        }
    }

    /// Most items of a test that are no pilots.
    fn scored_items(&self) -> usize {
        let pilots = self.design.select.pilot.map_or(0, |pilot| pilot.items);
        self.max_items().saturating_sub(pilots) as usize
    }

    pub(super) fn pilot(&mut self) {
        let Some(Pilot { items, from, to }) = self.design.select.pilot else {
            return;
        };
        let length = self.max_items();
        let (first, last) = (from.unwrap_or(1), to.unwrap_or(length));
        let problem = if items == 0 {
            Some("select.pilot.items is 0".to_owned())
        } else if first == 0 || first > last {
            Some(format!("pilot items would stand from position {first} to {last}"))
        } else if last > length {
            Some(format!("pilot items would stand up to position {last}, but a test has {length} items at most"))
        } else if items > last - first + 1 {
            Some(format!("{items} pilot items do not fit between the positions {first} and {last}"))
        } else if items >= length {
            Some(format!("{items} pilot items leave no scored item in a test of {length}"))
        } else {
            None
        };
        if let Some(problem) = problem {
            self.problem(
                Code::PilotPositions,
                problem,
                "choose positions from 1 to maxItems that have room for all pilot items, or remove \"pilot\"",
            );
        }
        let there = self.bank.items.iter().filter(|item| item.status == Status::Pilot).count();
        if items as usize > there {
            self.problem(
                Code::TooFewPilotItems,
                format!("select.pilot asks for {items} items, but the number of pilot items in the bank is {there}"),
                "add items of status \"pilot\", or ask for fewer",
            );
        }
    }
}
