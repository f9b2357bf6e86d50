//! Items: options, scoring and provenance.

use std::collections::BTreeSet;

use crate::{
    read::BANK_FILE,
    types::{Item, ItemBank, ItemKind},
};

use super::{Code, Place, Report, models, scoring};

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    for item in &bank.items {
        let place = Place::item(BANK_FILE, &item.id);
        let options = options(bank, item, place, report);
        let categories = scoring::check(item, options, place, report);
        if let Some(categories) = categories
            && categories != item.model.categories()
        {
            place.report(
                report,
                Code::CategoryCount,
                format!(
                    "the scoring has {categories} categories, but the {} model has {}",
                    item.model.name(),
                    item.model.categories()
                ),
                "correct the scoring, or give the model one step fewer than there are categories",
            );
        }
        models::check(place, &item.model, item.dimensions.len(), bank.scaling, report);
        provenance(item, place, report);
        authored(bank, item, place, report);
    }
    unused_scales(bank, report);
}

/// The options of an item, where it has usable ones.
fn options<'a>(bank: &'a ItemBank, item: &'a Item, place: Place<'_>, report: &mut Report) -> Option<&'a [String]> {
    let options = match (&item.response_scale, &item.options) {
        (None, Some(options)) => options,
        (Some(scale), None) => match bank.response_scales.get(scale) {
            Some(options) => options,
            None => {
                place.report(
                    report,
                    Code::UnknownResponseScale,
                    format!("the bank has no response scale {scale}"),
                    "add it to \"responseScales\", or correct the item",
                );
                return None;
            }
        },
        (both_or_neither, _) => {
            let message = if both_or_neither.is_some() {
                "the item has both a response scale and options of its own"
            } else {
                "the item has neither a response scale nor options"
            };
            place.report(report, Code::OptionsOrScale, message, "give either \"responseScale\" or \"options\"");
            return None;
        }
    };
    if options.len() < 2 {
        place.report(
            report,
            Code::TooFewOptions,
            format!("the number of options is {}", options.len()),
            "offer at least two",
        );
        return None;
    }
    if item.kind == ItemKind::TrueFalse && options.len() != 2 {
        place.report(
            report,
            Code::TrueFalseOptions,
            format!("a true-false item has {} options", options.len()),
            "offer two, or set \"kind\" to \"single-choice\"",
        );
    }
    Some(options)
}

fn provenance(item: &Item, place: Place<'_>, report: &mut Report) {
    let Some(provenance) = &item.provenance else {
        place.report(
            report,
            Code::MissingProvenance,
            "the item does not say where its parameters come from",
            "add \"provenance\": {\"source\": \"calibrated\"} or {\"source\": \"expert\"}",
        );
        return;
    };
    if let Some(date) = &provenance.date
        && !is_date(date)
    {
        place.report(
            report,
            Code::InvalidDate,
            format!("the date of the provenance is {date:?}"),
            "write it as YYYY-MM-DD",
        );
    }
}

/// What the author declares about the item.
fn authored(bank: &ItemBank, item: &Item, place: Place<'_>, report: &mut Report) {
    if let (Some(outcome), None) = (&item.outcome, &bank.framework) {
        place.report(
            report,
            Code::OutcomeWithoutFramework,
            format!("the item asks for the learning outcome {outcome}, but the bank names no framework that has it"),
            "name the framework in \"framework\" of the bank, or remove \"outcome\"",
        );
    }
    if let Some(judgement) = item.judgement.filter(|judgement| !(1..=8).contains(&judgement.eqf)) {
        place.report(
            report,
            Code::InvalidEqf,
            format!("the item is judged to be of the EQF level {}", judgement.eqf),
            "give a level from 1 to 8",
        );
    }
}

/// Whether this is a day of the Gregorian calendar as `YYYY-MM-DD`.
#[must_use]
pub fn is_date(date: &str) -> bool {
    let shape = date.len() == 10
        && date.bytes().enumerate().all(
            |(index, byte)| {
                if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    if !shape {
        return false;
    }
    let number = |range: std::ops::Range<usize>| date[range].parse::<u32>().unwrap_or(0);
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn unused_scales(bank: &ItemBank, report: &mut Report) {
    let used: BTreeSet<_> = bank.items.iter().filter_map(|item| item.response_scale.as_deref()).collect();
    for scale in bank.response_scales.keys() {
        if !used.contains(scale) {
            Place::file(BANK_FILE).report(
                report,
                Code::UnusedResponseScale,
                format!("no item uses the response scale {scale}"),
                "remove it, or correct the items that should use it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for date in ["2026-11-21", "2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(date), "{date}");
        }
        for date in ["2026-13-01", "2025-02-29", "1900-02-29", "2026-04-31", "2026-1-1", "21.11.2026", "2026-11-2é"] {
            assert!(!is_date(date), "{date}");
        }
    }
}
