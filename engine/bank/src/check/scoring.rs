//! What an item scores: categories, keys, and answers of several parts.

use std::collections::BTreeSet;

use crate::{
    answers::{AnswerSpace, MOST_ANSWERS},
    id::repeated,
    types::{IdMap, Item, ItemKind, Scoring},
};

use super::{Code, Place, Report, identity::duplicate_keys};

/// The number of categories scored, where the scoring is consistent.
pub(super) fn check(item: &Item, options: Option<&[String]>, place: Place<'_>, report: &mut Report) -> Option<usize> {
    let problems_before = report.problems().len();
    kind(item, place, report);
    targets(item, options, place, report);
    let Some(options) = options else {
        // Without them only the categories can be looked at.
        return match &item.scoring {
            Scoring::Categories { categories } => contiguous(categories, place, report),
            _ => None,
        };
    };
    let categories = match &item.scoring {
        Scoring::Key { key } => known(&[key.as_str()], options, "key", place, report).then_some(2),
        Scoring::Categories { categories } => {
            let remedy = "list one category for each option, in the order of the options";
            listed(categories, options.len(), "options", remedy, place, report)
                .then(|| contiguous(categories, place, report))
                .flatten()
        }
        Scoring::Keys { keys, .. } => {
            ticked(keys, options, place, report);
            of_parts(item, place, report)
        }
        Scoring::Order { order, .. } => {
            ordered(order, options, place, report);
            of_parts(item, place, report)
        }
        Scoring::Pairs { pairs, .. } => {
            matched(pairs, options, item, place, report);
            of_parts(item, place, report)
        }
    };
    if report.problems().len() == problems_before && AnswerSpace::new(item, options).is_none() {
        place.report(
            report,
            Code::TooManyAnswers,
            format!("there are more than {MOST_ANSWERS} possible answers, beyond what a log can tell apart"),
            "offer fewer options or targets",
        );
    }
    categories.filter(|_| report.problems().len() == problems_before)
}

/// Whether the scoring is one for items of this kind.
fn kind(item: &Item, place: Place<'_>, report: &mut Report) {
    let (fits, remedy) = match item.kind {
        ItemKind::MultipleResponse => {
            (matches!(item.scoring, Scoring::Keys { .. }), "list the options to tick in \"keys\"")
        }
        ItemKind::Ordering => {
            (matches!(item.scoring, Scoring::Order { .. }), "list the options in their right order in \"order\"")
        }
        ItemKind::Matching => {
            (matches!(item.scoring, Scoring::Pairs { .. }), "give the target of each option in \"pairs\"")
        }
        _ => (
            item.scoring.parts().is_none(),
            "give \"key\" or \"categories\", or set \"kind\" to multiple-response, ordering or matching",
        ),
    };
    if !fits {
        place.report(
            report,
            Code::KindScoring,
            format!("the scoring by {:?} is not one for items of its kind", item.scoring.field()),
            remedy,
        );
    }
}

fn targets(item: &Item, options: Option<&[String]>, place: Place<'_>, report: &mut Report) {
    let matching = item.kind == ItemKind::Matching;
    if matching && item.targets.len() < 2 {
        place.report(
            report,
            Code::Targets,
            format!("the number of targets is {}", item.targets.len()),
            "list at least two in \"targets\"",
        );
    }
    if !matching && !item.targets.is_empty() {
        place.report(
            report,
            Code::Targets,
            "only matching items have targets",
            "remove \"targets\", or set \"kind\" to \"matching\"",
        );
    }
    let twice: BTreeSet<_> = repeated(item.targets.iter().map(String::as_str)).into_iter().collect();
    let also_option = item.targets.iter().map(String::as_str).filter(|target| {
        !twice.contains(target) && options.is_some_and(|options| options.iter().any(|option| option == target))
    });
    for target in twice.iter().copied().chain(also_option) {
        place.report(
            report,
            Code::DuplicateOption,
            format!("the id {target} of a target is used twice in the item"),
            "give each option and target an id of its own",
        );
    }
}

/// Whether all these are options.
fn known(ids: &[&str], options: &[String], what: &str, place: Place<'_>, report: &mut Report) -> bool {
    let unknown: Vec<_> = ids.iter().filter(|id| !options.iter().any(|option| option == *id)).collect();
    for id in &unknown {
        place.report(
            report,
            Code::UnknownKey,
            format!("the {what} {id} is not among the options {}", options.join(", ")),
            "name one of the options",
        );
    }
    unknown.is_empty()
}

fn ticked(keys: &[String], options: &[String], place: Place<'_>, report: &mut Report) {
    if keys.is_empty() {
        place.report(report, Code::ScoringParts, "no option is right", "list at least one option in \"keys\"");
    }
    for key in repeated(keys.iter().map(String::as_str)) {
        place.report(
            report,
            Code::ScoringParts,
            format!("the key {key} is listed twice"),
            "remove one of the two from \"keys\"",
        );
    }
    known(&keys.iter().map(String::as_str).collect::<Vec<_>>(), options, "key", place, report);
}

fn ordered(order: &[String], options: &[String], place: Place<'_>, report: &mut Report) {
    let mut sorted = [order.to_vec(), options.to_vec()];
    sorted.iter_mut().for_each(|list| list.sort_unstable());
    if sorted[0] != sorted[1] {
        place.report(
            report,
            Code::ScoringParts,
            format!("the order {} is not one of the options {}", order.join(", "), options.join(", ")),
            "list in \"order\" each option once",
        );
    }
}

fn matched(pairs: &IdMap<String>, options: &[String], item: &Item, place: Place<'_>, report: &mut Report) {
    duplicate_keys(place, "pairs", pairs.keys(), report);
    known(&pairs.keys().collect::<Vec<_>>(), options, "option", place, report);
    for option in options.iter().filter(|option| !pairs.contains(option)) {
        place.report(
            report,
            Code::ScoringParts,
            format!("the option {option} has no right target"),
            "give the target of each option in \"pairs\"",
        );
    }
    for (option, target) in pairs.iter() {
        if !item.targets.contains(target) {
            place.report(
                report,
                Code::UnknownTarget,
                format!("{target}, the right target of {option}, is not among the targets {}", item.targets.join(", ")),
                "name one of the targets, or add it to \"targets\"",
            );
        }
    }
}

/// The number of categories of an answer of several parts.
fn of_parts(item: &Item, place: Place<'_>, report: &mut Report) -> Option<usize> {
    let points = item.scoring.most_points() + 1;
    let (_, categories) = item.scoring.parts()?;
    let Some(categories) = categories else {
        return Some(points);
    };
    let remedy = "list one category for each number of points, from 0 on";
    if !listed(categories, points, "numbers of points", remedy, place, report) {
        return None;
    }
    if categories.windows(2).any(|pair| pair[1] < pair[0]) {
        place.report(
            report,
            Code::CategoriesNotContiguous,
            "more points score a lower category",
            "let the categories ascend with the points",
        );
        return None;
    }
    contiguous(categories, place, report)
}

/// Whether there is a category for each of so many.
fn listed(categories: &[u16], count: usize, what: &str, remedy: &str, place: Place<'_>, report: &mut Report) -> bool {
    if categories.len() != count {
        place.report(
            report,
            Code::ScoringLength,
            format!("the scoring lists {} categories for {count} {what}", categories.len()),
            remedy,
        );
    }
    categories.len() == count
}

fn contiguous(categories: &[u16], place: Place<'_>, report: &mut Report) -> Option<usize> {
    let distinct: BTreeSet<_> = categories.iter().copied().collect();
    let highest = distinct.last()?;
    match (0..=*highest).find(|category| !distinct.contains(category)) {
        Some(missing) => {
            place.report(
                report,
                Code::CategoriesNotContiguous,
                format!("the scoring reaches category {highest}, but nothing scores {missing}"),
                "number the categories from 0 without gaps",
            );
            None
        }
        None => Some(distinct.len()),
    }
}
