//! Cases: a valid bank and one way to break it.

use serde_json::Value;
use thetis_bank::{BankFolder, Code, Locale};

use crate::common::{outcome::valid_outcome, valid, valid_blueprint, valid_kinds, valid_two_dimensions};

/// One way to break a bank; the codes reported, the main one first; the item that one names.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) expected: &'static [Code],
    pub(crate) item: Option<&'static str>,
    pub(crate) broken: BankFolder,
}

pub(crate) fn case(
    name: &'static str,
    expected: &'static [Code],
    item: Option<&'static str>,
    break_it: impl FnOnce(&mut BankFolder),
) -> Case {
    let mut broken = valid();
    break_it(&mut broken);
    Case { name, expected, item, broken }
}

pub(crate) fn case_two(
    name: &'static str,
    expected: &'static [Code],
    item: Option<&'static str>,
    break_it: impl FnOnce(&mut BankFolder),
) -> Case {
    let mut broken = valid_two_dimensions();
    break_it(&mut broken);
    Case { name, expected, item, broken }
}

pub(crate) fn case_blueprint(
    name: &'static str,
    expected: &'static [Code],
    item: Option<&'static str>,
    break_it: impl FnOnce(&mut BankFolder),
) -> Case {
    let mut broken = valid_blueprint();
    break_it(&mut broken);
    Case { name, expected, item, broken }
}

pub(crate) fn case_kinds(
    name: &'static str,
    expected: &'static [Code],
    item: Option<&'static str>,
    break_it: impl FnOnce(&mut BankFolder),
) -> Case {
    let mut broken = valid_kinds();
    break_it(&mut broken);
    Case { name, expected, item, broken }
}

pub(crate) fn case_outcome(
    name: &'static str,
    expected: &'static [Code],
    item: Option<&'static str>,
    break_it: impl FnOnce(&mut BankFolder),
) -> Case {
    let mut broken = valid_outcome();
    break_it(&mut broken);
    Case { name, expected, item, broken }
}

/// Changes the bank as JSON, for what is easier to say so.
pub(crate) fn patch(folder: &mut BankFolder, pointer: &str, value: Value) {
    let mut bank = serde_json::to_value(&folder.bank).expect("serialisable");
    match bank.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => {
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            bank.pointer_mut(parent).expect("a place")[key] = value;
        }
    }
    folder.bank = serde_json::from_value(bank).unwrap_or_else(|error| panic!("{pointer}: {error}"));
}

pub(crate) fn patched(pointer: &'static str, value: Value) -> impl FnOnce(&mut BankFolder) {
    move |folder| patch(folder, pointer, value)
}

pub(crate) fn patched_item(index: usize, field: &'static str, value: Value) -> impl FnOnce(&mut BankFolder) {
    move |folder| patch(folder, &format!("/items/{index}/{field}"), value)
}

pub(crate) fn model(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/items/2/model", value)
}

/// Sets the model of q1, which has three categories.
pub(crate) fn graded(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/items/0/model", value)
}

pub(crate) fn en(change: impl FnOnce(&mut Locale)) -> impl FnOnce(&mut BankFolder) {
    move |folder| change(folder.locales.get_mut("en").expect("English"))
}

pub(crate) fn design(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/designs/default", value)
}

pub(crate) fn stop(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/designs/default/stop", value)
}
