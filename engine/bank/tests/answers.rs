//! Codes of answers, and what they score. `bindings/js/test/answers.test.mjs` has the same of the JavaScript side.

mod common;

use common::valid_kinds;
use serde_json::{Value, json};
use thetis_bank::{Answer, ItemBank};

/// Each code of an item with the answer as JSON and its category.
fn all(bank: &ItemBank, item: usize) -> Vec<(Value, u16)> {
    let item = &bank.items[item];
    (0..)
        .map_while(|code| bank.answer(item, code))
        .map(|(answer, category)| (serde_json::to_value(answer).expect("serialisable"), category))
        .collect()
}

#[test]
fn ticks_are_bits() {
    let answers = all(&valid_kinds().bank, 0);
    assert_eq!(answers.len(), 16);
    assert_eq!(answers[0], (json!([]), 0));
    assert_eq!(answers[1], (json!(["a"]), 1));
    assert_eq!(answers[2], (json!(["b"]), 0));
    assert_eq!(answers[5], (json!(["a", "c"]), 2));
    assert_eq!(answers[7], (json!(["a", "b", "c"]), 1));
    assert_eq!(answers[15], (json!(["a", "b", "c", "d"]), 0));
}

#[test]
fn orders_are_ranked_as_in_a_dictionary() {
    let mut bank = valid_kinds().bank;
    let orders = ["abc", "acb", "bac", "bca", "cab", "cba"]
        .map(|text| json!(text.split("").filter(|id| !id.is_empty()).collect::<Vec<_>>()));
    assert_eq!(all(&bank, 1), orders.clone().into_iter().zip([0, 0, 0, 0, 1, 0]).collect::<Vec<_>>());
    bank.items[1].scoring =
        serde_json::from_value(json!({ "order": ["c", "a", "b"], "credit": "each" })).expect("a scoring");
    // a follows c, b follows a.
    assert_eq!(all(&bank, 1), orders.into_iter().zip([1, 0, 0, 1, 2, 0]).collect::<Vec<_>>());
}

#[test]
fn pairs_are_digits() {
    let answers = all(&valid_kinds().bank, 2);
    assert_eq!(answers.len(), 8);
    assert_eq!(answers[0], (json!({ "a": "x", "b": "x", "c": "x" }), 1));
    assert_eq!(answers[1], (json!({ "a": "y", "b": "x", "c": "x" }), 0));
    assert_eq!(answers[2], (json!({ "a": "x", "b": "y", "c": "x" }), 2));
    assert_eq!(answers[5], (json!({ "a": "y", "b": "x", "c": "y" }), 0));
}

#[test]
fn one_option_is_its_place() {
    let bank = valid_kinds().bank;
    assert_eq!(all(&bank, 3), [(json!("a"), 1), (json!("b"), 0)]);
    assert_eq!(all(&bank, 5), [(json!("a"), 0), (json!("b"), 2), (json!("c"), 1)]);
}

#[test]
fn answers_read_well() {
    let bank = valid_kinds().bank;
    let text =
        |item: usize, code| bank.answer(&bank.items[item], code).map(|(answer, _): (Answer, _)| answer.to_string());
    assert_eq!(text(0, 5).as_deref(), Some("a+c"));
    assert_eq!(text(1, 4).as_deref(), Some("c>a>b"));
    assert_eq!(text(2, 2).as_deref(), Some("a=x+b=y+c=x"));
    assert_eq!(text(3, 1).as_deref(), Some("b"));
    assert_eq!(text(3, 2), None);
}

#[test]
fn the_largest_codes() {
    let mut bank = valid_kinds().bank;
    let options: Vec<_> = (0..31).map(|place| format!("o{place}")).collect();
    bank.items[0].scoring = serde_json::from_value(json!({ "keys": options })).expect("a scoring");
    bank.items[0].options = Some(options.clone());
    assert_eq!(bank.answer(&bank.items[0], (1 << 31) - 1), Some((Answer::Ticked(options), 1)));
    assert_eq!(bank.answer(&bank.items[0], 1 << 31), None);
    bank.items[0].options.as_mut().expect("options").push("o31".into());
    assert_eq!(bank.answer(&bank.items[0], 0), None);
}
