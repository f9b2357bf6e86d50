//! Content areas, enemy items and item sets, as the items name them.

use std::collections::HashMap;

use crate::{
    id::repeated,
    read::BANK_FILE,
    types::{Item, ItemBank, ItemSet},
};

use super::{Code, Place, Report, identity::duplicate_keys};

const HERE: Place<'static> = Place::file(BANK_FILE);

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    for item in &bank.items {
        areas(item, report);
        enemies(bank, item, report);
        set_of(bank, item, report);
    }
    duplicate_keys(HERE, "sets", bank.sets.keys(), report);
    for (id, set) in bank.sets.iter() {
        members(bank, id, set, report);
    }
}

fn areas(item: &Item, report: &mut Report) {
    for area in repeated(item.content.iter()) {
        Place::item(BANK_FILE, &item.id).report(
            report,
            Code::RepeatedArea,
            format!("the item names the content area {area} twice"),
            "name each area once",
        );
    }
}

fn enemies(bank: &ItemBank, item: &Item, report: &mut Report) {
    let place = Place::item(BANK_FILE, &item.id);
    for enemy in &item.enemies {
        if *enemy == item.id {
            place.report(report, Code::OwnEnemy, "the item is its own enemy", "name the other item");
        } else if bank.item_index(enemy).is_none() {
            place.report(
                report,
                Code::UnknownEnemy,
                format!("its enemy {enemy} is an item the bank does not have"),
                "correct the id, or remove it from \"enemies\"",
            );
        }
    }
}

fn set_of(bank: &ItemBank, item: &Item, report: &mut Report) {
    if let Some(set) = &item.set
        && !bank.sets.contains(set)
    {
        Place::item(BANK_FILE, &item.id).report(
            report,
            Code::UnknownSet,
            format!("the bank declares no item set {set}"),
            format!("add {set:?}: {{}} to \"sets\", or correct the item"),
        );
    }
}

/// Whether a set can ask as many items as it says.
fn members(bank: &ItemBank, id: &str, set: &ItemSet, report: &mut Report) {
    let operational: Vec<&Item> =
        bank.items.iter().filter(|item| item.status.is_operational() && item.set.as_deref() == Some(id)).collect();
    let count = operational.len();
    if count == 0 {
        HERE.report(
            report,
            Code::UnusedSet,
            format!("no operational item belongs to the item set {id}"),
            "remove it, or correct the items that should belong to it",
        );
        return;
    }
    let all = u32::try_from(count).unwrap_or(u32::MAX);
    let (min, max) = (set.min.unwrap_or(all), set.max.unwrap_or(all));
    let problem = if max == 0 {
        Some("its max is 0".to_owned())
    } else if min > all || max > all {
        let (name, value) = if min > all { ("min", min) } else { ("max", max) };
        Some(format!("its {name} is {value}, but the number of its operational items is {count}"))
    } else if min > max {
        Some(format!("its min is {min}, above its max, which is {max}"))
    } else {
        None
    };
    if let Some(problem) = problem {
        HERE.report(
            report,
            Code::SetCount,
            format!("item set {id}: {problem}"),
            "choose min and max from 1 to the number of its operational items, or leave them out to ask all",
        );
        return;
    }
    if min == all {
        enemies_within(id, &operational, report);
    }
}

/// Where all items of a set are asked, no two of them may exclude each other.
fn enemies_within(id: &str, items: &[&Item], report: &mut Report) {
    let names: HashMap<&str, usize> = items.iter().map(|item| item.id.as_str()).zip(0..).collect();
    for item in items {
        let enemy = item.enemies.iter().find(|enemy| **enemy != item.id && names.contains_key(enemy.as_str()));
        if let Some(enemy) = enemy {
            HERE.report(
                report,
                Code::EnemiesInSet,
                format!("item set {id} is asked whole, but {} and {enemy} in it are enemies, so it never is", item.id),
                "give the set a smaller \"min\", or take one of the two out of it",
            );
        }
    }
}
