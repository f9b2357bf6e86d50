//! What tests are made of: content areas, enemies and item sets, and whether bounds on them hold.

use serde::Serialize;

use super::Moments;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A content area.
    Area,
    /// Items of which a test has at most one.
    Enemies,
    /// Items with a shared stimulus: none of them, or as many as the bounds allow.
    Set,
}

/// A list of items of which tests are to have so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentRule {
    /// How reports call it.
    pub name: String,
    /// What it is about.
    pub kind: RuleKind,
    /// The items.
    pub items: Vec<u32>,
    /// Fewest. Of a set: once it is begun.
    pub min: u32,
    /// Most; `None` is no bound.
    pub max: Option<u32>,
}

impl ContentRule {
    /// Whether a test of so many items breaks it.
    fn is_broken_by(&self, count: u32) -> bool {
        let too_few = count < self.min && !(self.kind == RuleKind::Set && count == 0);
        too_few || self.max.is_some_and(|max| count > max)
    }
}

impl ContentRules {
    /// Whether a test of these items breaks any rule.
    pub(crate) fn are_broken_by(&self, items: impl Iterator<Item = u32>) -> bool {
        let counts = self.counts(items);
        self.rules.iter().zip(counts).any(|(rule, count)| rule.is_broken_by(count))
    }

    fn counts(&self, items: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut counts = vec![0u32; self.rules.len()];
        for item in items {
            for rule in &self.of_item[item as usize] {
                counts[*rule] += 1;
            }
        }
        counts
    }
}

/// The rules of a design, and which of them each item is in.
#[derive(Clone, Debug)]
pub(crate) struct ContentRules {
    pub(crate) rules: Vec<ContentRule>,
    of_item: Vec<Vec<usize>>,
}

impl ContentRules {
    pub(crate) fn new(rules: Vec<ContentRule>, items: usize) -> Self {
        let mut of_item = vec![Vec::new(); items];
        for (place, rule) in rules.iter().enumerate() {
            for item in &rule.items {
                of_item[*item as usize].push(place);
            }
        }
        Self { rules, of_item }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct RuleCount {
    items: Moments,
    fewest: u32,
    most: u32,
    violations: u64,
}

/// What the tests of many sessions were made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Content {
    counts: Vec<RuleCount>,
    sessions_in_violation: u64,
}

impl Content {
    pub(crate) fn new(rules: &ContentRules) -> Self {
        Self { counts: vec![RuleCount::default(); rules.rules.len()], sessions_in_violation: 0 }
    }

    /// A test of these items.
    pub(crate) fn add(&mut self, rules: &ContentRules, items: impl Iterator<Item = u32>) {
        let mut broken = false;
        for ((total, rule), count) in self.counts.iter_mut().zip(&rules.rules).zip(rules.counts(items)) {
            let first = total.items.count() == 0;
            total.fewest = if first { count } else { total.fewest.min(count) };
            total.most = total.most.max(count);
            total.items.add(f64::from(count));
            let violation = rule.is_broken_by(count);
            total.violations += u64::from(violation);
            broken |= violation;
        }
        self.sessions_in_violation += u64::from(broken);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            count.fewest = match (count.items.count(), other.items.count()) {
                (0, _) => other.fewest,
                (_, 0) => count.fewest,
                _ => count.fewest.min(other.fewest),
            };
            count.most = count.most.max(other.most);
            count.items.merge(&other.items);
            count.violations += other.violations;
        }
        self.sessions_in_violation += other.sessions_in_violation;
    }

    pub(crate) fn report(&self, rules: &ContentRules, blueprint: Option<OutsideBlueprint>) -> ContentReport {
        let row = |(rule, count): (&ContentRule, &RuleCount)| RuleReport {
            name: rule.name.clone(),
            kind: rule.kind,
            min: rule.min,
            max: rule.max,
            mean: count.items.mean(),
            fewest: count.fewest,
            most: count.most,
            violations: count.violations,
        };
        ContentReport {
            sessions_in_violation: self.sessions_in_violation,
            blueprint,
            rules: rules.rules.iter().zip(&self.counts).map(row).collect(),
        }
    }
}

/// What tests were made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContentReport {
    /// Sessions that broke at least one rule.
    pub sessions_in_violation: u64,
    /// Where another design of the study bounds content areas and this one does not: how its tests compare with
    /// those bounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blueprint: Option<OutsideBlueprint>,
    /// Content areas, in the order in which items name them; then enemies and item sets.
    pub rules: Vec<RuleReport>,
}

/// Tests that another design's content areas would not allow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutsideBlueprint {
    /// Name of the design that bounds content areas.
    pub design: String,
    /// Sessions outside its bounds.
    pub sessions: u64,
}

/// How a rule was kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleReport {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub kind: RuleKind,
    /// Fewest items that the design asks for.
    pub min: u32,
    /// Most items that the design allows.
    pub max: Option<u32>,
    /// Mean number of scored items.
    pub mean: f64,
    /// Fewest items of any session.
    pub fewest: u32,
    /// Most items of any session.
    pub most: u32,
    /// Sessions that broke it.
    pub violations: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, kind: RuleKind, items: &[u32], min: u32, max: Option<u32>) -> ContentRule {
        ContentRule { name: name.into(), kind, items: items.to_vec(), min, max }
    }

    #[test]
    fn counts_and_violations_by_hand() {
        let rules = ContentRules::new(
            vec![
                rule("algebra", RuleKind::Area, &[0, 1, 2], 1, Some(2)),
                rule("0 and 3", RuleKind::Enemies, &[0, 3], 0, Some(1)),
                rule("text", RuleKind::Set, &[4, 5], 2, Some(2)),
            ],
            6,
        );
        let mut content = Content::new(&rules);
        content.add(&rules, [0, 1].into_iter());
        content.add(&rules, [0, 1, 2].into_iter());
        let mut other = Content::new(&rules);
        other.add(&rules, [0, 3, 4].into_iter());
        other.add(&rules, [4, 5].into_iter());
        content.merge(&other);
        let report = content.report(&rules, None);
        let rows: Vec<_> = report.rules.iter().map(|r| (r.fewest, r.most, r.violations)).collect();
        // Algebra 2, 3 (too many), 1, 0 (too few); enemies 1, 1, 2 (both), 0; text 0, 0, 1 (half), 2.
        assert_eq!(rows, [(0, 3, 2), (0, 2, 1), (0, 2, 1)]);
        let means: Vec<f64> = report.rules.iter().map(|r| r.mean).collect();
        assert_eq!(means, [1.5, 1.0, 0.75]);
        assert_eq!(report.sessions_in_violation, 3);
        assert!(rules.are_broken_by([1, 4].into_iter()) && !rules.are_broken_by([1, 4, 5].into_iter()));
    }

    #[test]
    fn merging_into_nothing_keeps_the_fewest() {
        let rules = ContentRules::new(vec![rule("a", RuleKind::Area, &[0], 0, None)], 1);
        let (mut none, mut some) = (Content::new(&rules), Content::new(&rules));
        some.add(&rules, [0].into_iter());
        none.merge(&some);
        assert_eq!(none, some);
        some.merge(&Content::new(&rules));
        assert_eq!(none, some);
    }
}
