//! What a flag means, in plain words.

use super::found::{AdjustName, DifFound, ItemDif, Matching, Method, Run, Side};
use crate::output::count;

/// Share of the mean size of a difference below which its mean says that it changes direction.
const CANCELS: f64 = 0.5;
/// Probability below which odds ratios are taken to differ with the score.
const UNEVEN: f64 = 0.05;

/// A sentence or two for each flagged item and focal group.
pub(in crate::verbs) fn flagged(found: &DifFound) -> Vec<(String, String)> {
    let mut sentences = Vec::new();
    for (item, by) in found.flagged() {
        let mut groups: Vec<&str> = by.iter().map(|(run, _)| run.focal.as_str()).collect();
        groups.dedup();
        for focal in groups {
            let own: Vec<(&Run, &ItemDif)> = by.iter().filter(|(run, _)| run.focal == focal).copied().collect();
            sentences.push((item.to_owned(), sentence(found, focal, &own)));
        }
    }
    sentences
}

fn sentence(found: &DifFound, focal: &str, by: &[(&Run, &ItemDif)]) -> String {
    let methods: Vec<String> = by
        .iter()
        .map(|(run, item)| match item.class {
            Some(class) => format!("{} {class}", run.method.name()),
            None => run.method.name().to_owned(),
        })
        .collect();
    let reference = &found.reference;
    let sides: Vec<Side> = by.iter().filter_map(|(_, item)| item.harder_for).collect();
    let crossing = by.iter().any(|(run, item)| crosses(run.method, item));
    let lower = match sides.first() {
        Some(first) if sides.iter().all(|side| side == first) => Some(*first),
        _ => None,
    };
    let mut text = format!("({}) ", methods.join(", "));
    text.push_str(&match lower {
        Some(side) => {
            let (low, high) = match side {
                Side::Focal => (focal, reference.as_str()),
                Side::Reference => (reference.as_str(), focal),
            };
            format!("group {low} scores lower than group {high} at the same ability")
        }
        None => format!("groups {focal} and {reference} differ at the same ability"),
    });
    if crossing {
        text.push_str(", but not everywhere: the difference changes with ability");
    }
    if let Some(amount) = amount(by, reference, crossing) {
        text.push_str(&amount);
    }
    text.push('.');
    let mut classes = by.iter().filter_map(|(_, item)| item.class).peekable();
    if !crossing && classes.peek().is_some() && classes.all(|class| class == 'A') {
        text.push_str(" The size is negligible (class A).");
    }
    text
}

/// Whether a method says that the difference is not the same at all abilities.
fn crosses(method: Method, item: &ItemDif) -> bool {
    let detail = |name: &str| item.details.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    match method {
        Method::Mh => detail("Breslow-Day p").is_some_and(|p| p < UNEVEN),
        Method::Lr => match (item.effect, detail("unsigned")) {
            (Some((_, signed)), Some(unsigned)) => signed.abs() < CANCELS * unsigned,
            _ => false,
        },
        _ => false,
    }
}

/// How much, by the method that says it in the plainest unit.
fn amount(by: &[(&Run, &ItemDif)], reference: &str, crossing: bool) -> Option<String> {
    let of = |method: Method| by.iter().find(|(run, _)| run.method == method).map(|(_, item)| *item);
    let detail = |item: &ItemDif, name| item.details.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    if let Some(item) = of(Method::Lr) {
        if let (true, Some(size)) = (crossing, detail(item, "unsigned")) {
            return Some(format!(
                "; by {size:.3} points of the item's score on average, in one direction or the other"
            ));
        }
        if let Some((_, difference)) = item.effect {
            return Some(format!("; by {:.3} points of the item's score on average", difference.abs()));
        }
    }
    if let Some(ratio) = of(Method::Mh).and_then(|item| detail(item, "odds ratio")) {
        return Some(format!("; the odds of a correct response are {ratio:.2} times as high in group {reference}"));
    }
    let (_, difference) = of(Method::Standardisation).and_then(|item| item.effect)?;
    Some(format!("; by {:.1} % of the highest score", 100.0 * difference.abs()))
}

/// How to read flags, once for a report.
pub(in crate::verbs) fn how_to_read(found: &DifFound) -> String {
    let matched = match found.matching {
        Matching::Sum => "the same score on the anchors",
        Matching::Ability => "the same estimated ability",
    };
    let tests =
        found.runs.iter().map(|run| run.items.iter().filter(|item| item.p.is_some()).count()).max().unwrap_or(0);
    let chance = if found.adjust == AdjustName::None && tests > 0 {
        let expected = found.alpha * tests as f64;
        format!(
            " Of {} without any difference, {expected:.1} would be flagged by chance at p < {}; --adjust bh allows for it.",
            count(tests, "item", "items"),
            found.alpha
        )
    } else {
        String::new()
    };
    format!(
        "DIF is not bias: it says that persons of two groups with {matched} answer an item differently, not why. Look at the size (class A negligible, B moderate, C large) before the probability; then read the item with people who know both groups: its words, its translation, what it takes for granted. Revise or drop it if what differs is not what the test is to measure.{chance}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(items: Vec<ItemDif>, method: Method) -> DifFound {
        let run = Run {
            focal: "men".into(),
            persons: [10, 10],
            method,
            anchors: vec![true; items.len()],
            purification: None,
            items,
            abilities: None,
        };
        DifFound {
            reference: "women".into(),
            alpha: 0.05,
            adjust: AdjustName::None,
            matching: Matching::Sum,
            runs: vec![run],
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_flag_says_who_scores_lower_and_by_how_much() {
        let item = ItemDif {
            item: "q1".into(),
            p: Some(0.001),
            effect: Some(("MH D-DIF", -2.0)),
            class: Some('C'),
            flagged: true,
            harder_for: Some(Side::Focal),
            details: vec![("odds ratio", 2.34), ("Breslow-Day p", 0.4)],
            ..ItemDif::default()
        };
        let other = ItemDif { item: "q2".into(), ..ItemDif::default() };
        let said = flagged(&found(vec![item, other], Method::Mh));
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].0, "q1");
        let expected = "(mh C) group men scores lower than group women at the same ability; the odds of a correct response are 2.34 times as high in group women.";
        assert_eq!(said[0].1, expected);
    }

    #[test]
    fn differences_that_cross_and_small_ones_are_told() {
        let item = ItemDif {
            item: "q1".into(),
            p: Some(0.001),
            effect: Some(("score difference", 0.01)),
            flagged: true,
            harder_for: Some(Side::Reference),
            details: vec![("unsigned", 0.1)],
            ..ItemDif::default()
        };
        let said = &flagged(&found(vec![item], Method::Lr))[0].1;
        assert!(said.contains("group women scores lower") && said.contains("changes with ability; by 0.100"), "{said}");
        let item = ItemDif { item: "q1".into(), class: Some('A'), flagged: true, ..ItemDif::default() };
        let one = found(vec![item], Method::Logistic);
        assert!(flagged(&one)[0].1.ends_with("The size is negligible (class A)."));
        assert!(how_to_read(&one).starts_with("DIF is not bias"));
    }
}
