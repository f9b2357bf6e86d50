//! Promises of the method, over every kind of item, every level and every demand.

use serde_json::{Value, json};

use super::*;
use crate::{
    BankFolder, ItemBank, Model, check,
    types::{Demand, Judgement},
};

/// Kind, options, targets and scoring of items, each of which the method treats in a way of its own.
fn forms() -> Vec<(&'static str, &'static str, usize, usize, Value)> {
    let pairs = |right: [usize; 3]| {
        let pairs = (1..).zip(right).map(|(option, target)| (format!("o{option}"), json!(format!("t{target}"))));
        json!({ "pairs": pairs.collect::<serde_json::Map<_, _>>() })
    };
    let each = |mut scoring: Value| {
        scoring["credit"] = "each".into();
        scoring
    };
    vec![
        ("choice-3", "single-choice", 3, 0, json!({ "key": "o1" })),
        ("choice-4", "single-choice", 4, 0, json!({ "key": "o2" })),
        ("choice-7", "single-choice", 7, 0, json!({ "key": "o2" })),
        ("two-right", "single-choice", 5, 0, json!({ "categories": [0, 1, 0, 1, 0] })),
        ("true-false", "true-false", 2, 0, json!({ "key": "o1" })),
        ("situation", "situational-judgement", 4, 0, json!({ "key": "o3" })),
        ("situation-points", "situational-judgement", 4, 0, json!({ "categories": [0, 2, 1, 0] })),
        ("tick-all", "multiple-response", 5, 0, json!({ "keys": ["o1", "o3"] })),
        ("tick-few", "multiple-response", 3, 0, json!({ "keys": ["o1", "o3"] })),
        ("tick-each", "multiple-response", 6, 0, each(json!({ "keys": ["o1", "o3", "o4", "o5"] }))),
        (
            "tick-enough",
            "multiple-response",
            4,
            0,
            json!({ "keys": ["o1", "o2"], "credit": "each", "categories": [0, 0, 1] }),
        ),
        ("order-all", "ordering", 4, 0, json!({ "order": ["o4", "o2", "o1", "o3"] })),
        ("order-three", "ordering", 3, 0, json!({ "order": ["o2", "o1", "o3"] })),
        ("order-each", "ordering", 3, 0, each(json!({ "order": ["o2", "o1", "o3"] }))),
        ("match-once", "matching", 3, 3, pairs([2, 1, 3])),
        ("match-twice", "matching", 3, 3, pairs([2, 1, 2])),
        ("match-two", "matching", 3, 2, pairs([2, 1, 2])),
        ("match-each", "matching", 3, 3, each(pairs([2, 1, 3]))),
        ("sure", "confidence", 4, 0, json!({ "categories": [0, 1, 2, 3] })),
        ("agree", "likert", 5, 0, json!({ "categories": [4, 3, 2, 1, 0] })),
    ]
}

fn ids(letter: &str, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{letter}{number}")).collect()
}

/// A bank of all [`forms`] with one judgement.
fn bank_value(eqf: u8, demand: &str, scaling: f64) -> Value {
    let item = |(id, kind, options, targets, scoring): (&str, &str, usize, usize, Value)| {
        let dimension = if matches!(kind, "confidence" | "likert") { "sure" } else { "care" };
        let mut item = json!({
            "id": id, "dimensions": [dimension], "kind": kind, "options": ids("o", options), "scoring": scoring,
            "model": { "type": "1pl", "b": 0.0 }
        });
        if targets > 0 {
            item["targets"] = json!(ids("t", targets));
        }
        if dimension == "care" {
            item["judgement"] = json!({ "eqf": eqf, "demand": demand });
        }
        item
    };
    json!({
        "format": 1, "id": "forms", "version": "1", "licence": "CC0-1.0", "languages": ["en"], "scaling": scaling,
        "dimensions": [
            { "id": "care", "competence": "care", "kind": "evaluation" },
            { "id": "sure", "competence": "care", "kind": "confidence" }
        ],
        "prior": { "mean": [0.0, 0.0], "covariance": [[1.0, 0.0], [0.0, 1.0]] },
        "items": forms().into_iter().map(item).collect::<Vec<_>>(),
        "levels": [
            { "dimension": "care", "id": "starting", "eqf": 1 },
            { "dimension": "sure", "id": "unsure" },
            { "dimension": "care", "id": "alone", "eqf": 2 },
            { "dimension": "sure", "id": "sure", "from": 0.25, "eqf": 2 },
            { "dimension": "care", "id": "guiding", "eqf": 3, "from": 9 }
        ],
        "designs": { "default": { "select": { "criterion": { "name": "d-optimality" } } } }
    })
}

fn bank(eqf: u8, demand: &str, scaling: f64) -> ItemBank {
    serde_json::from_value(bank_value(eqf, demand, scaling)).expect("a bank")
}

fn model(bank: &ItemBank, id: &str) -> Model {
    expert_model(bank, &bank.items[bank.item_index(id).expect(id)]).expect(id)
}

/// Texts for everything that a bank of [`forms`] shows.
fn folder(bank: ItemBank) -> BankFolder {
    let texts = |ids: &[String]| ids.iter().map(|id| (id.clone(), json!(id))).collect::<serde_json::Map<_, _>>();
    let text = |item: &crate::types::Item| {
        let mut text = json!({ "stem": "What now?", "options": texts(item.options.as_deref().unwrap_or_default()) });
        if !item.targets.is_empty() {
            text["targets"] = texts(&item.targets).into();
        }
        (item.id.clone(), text)
    };
    let items: serde_json::Map<_, _> = bank.items.iter().map(text).collect();
    let levels: serde_json::Map<_, _> =
        bank.levels.iter().map(|level| (level.id.clone(), json!({ "text": "Can do." }))).collect();
    let locale = json!({
        "language": "en", "direction": "ltr", "review": "reviewed", "bank": { "title": "F", "description": "All forms." },
        "competences": { "care": { "name": "Care", "description": "D", "levels": levels } }, "items": items
    });
    let locale = serde_json::from_value(locale).expect("a locale");
    BankFolder { bank, locales: [("en".to_owned(), locale)].into(), media: [].into() }
}

/// Places of the steps or of the only difficulty.
fn difficulties(model: &Model) -> Vec<f64> {
    match model {
        Model::TwoPl { b, .. } | Model::ThreePl { b, .. } => vec![*b],
        Model::Grm { b, .. } | Model::Gpcm { b, .. } => b.clone(),
        other => panic!("the method makes no {other:?}"),
    }
}

#[test]
fn every_bank_that_it_writes_passes_all_checks() {
    for eqf in LEVELS {
        for (demand, scaling) in [("remember", 1.0), ("understand", 1.702), ("apply", 1.0), ("judge", 1.7)] {
            let value = bank_value(eqf, demand, scaling);
            let text = serde_json::to_string_pretty(&value).expect("JSON");
            let judged = judge(&bank(eqf, demand, scaling)).expect("judged");
            assert_eq!((judged.items.len(), judged.left_alone.len()), (forms().len(), 0));
            let written = judged.write(&text, "2026-11-22").expect("the bank's own text");
            let after: ItemBank = serde_json::from_str(&written).expect("a bank");
            let problems = check(&folder(after.clone()));
            assert!(problems.problems().is_empty(), "{:#?}", problems.problems());
            assert_eq!(judge(&after).expect("judged").differing(), (0, 0));
        }
    }
}

#[test]
fn difficulty_rises_with_the_level_and_with_the_demand() {
    let demands = ["remember", "understand", "apply", "judge"];
    for (id, kind, ..) in forms() {
        for demand in demands {
            for eqf in 2..=*LEVELS.end() {
                let easier = difficulties(&model(&bank(eqf - 1, demand, 1.0), id));
                let harder = difficulties(&model(&bank(eqf, demand, 1.0), id));
                let is_rating = matches!(kind, "confidence" | "likert");
                for (easier, harder) in easier.iter().zip(&harder) {
                    // Ratings here have no judgement.
                    let expected = if is_rating { 0.0 } else { LEVEL_DISTANCE };
                    assert!((harder - easier - expected).abs() < 1e-9, "{id} {eqf}: {easier} {harder}");
                }
            }
        }
        for pair in demands.windows(2).filter(|_| !matches!(kind, "confidence" | "likert")) {
            let easier = difficulties(&model(&bank(2, pair[0], 1.0), id));
            let harder = difficulties(&model(&bank(2, pair[1], 1.0), id));
            assert!(easier.iter().zip(&harder).all(|(easier, harder)| easier < harder), "{id} {pair:?}");
        }
    }
    // On average a demand adds nothing, and no demand leads into the middle of another level.
    let offsets: f64 = DEMANDS.iter().map(|(_, offset)| offset).sum();
    assert!(offsets.abs() < 1e-12);
    let widest = DEMANDS.iter().map(|(_, offset)| offset.abs()).fold(0.0, f64::max);
    assert!(widest < LEVEL_DISTANCE / 2.0);
}

#[test]
fn steps_are_even_and_symmetric_about_the_difficulty() {
    let bank = bank(3, "judge", 1.0);
    let centre = difficulty(Judgement { eqf: 3, demand: Demand::Judge });
    assert!((centre - 1.6).abs() < 1e-12);
    for (id, kind, ..) in forms() {
        let b = difficulties(&model(&bank, id));
        let centre = if matches!(kind, "confidence" | "likert") { 0.0 } else { centre };
        let mean = b.iter().sum::<f64>() / f64::from(u16::try_from(b.len()).expect("few"));
        assert!((mean - centre).abs() < 1e-4, "{id}: {b:?}");
        let gaps: Vec<f64> = b.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| *gap > 0.0 && (gap - gaps[0]).abs() < 2e-4), "{id}: {b:?}");
    }
}

#[test]
fn guessing_is_the_share_of_right_answers_with_i_do_not_know() {
    let bank = bank(2, "apply", 1.0);
    let expected = [
        ("choice-3", 0.25),
        ("choice-4", 0.2),
        ("choice-7", 0.125),
        ("two-right", 0.3333),
        ("true-false", 0.3333),
        ("situation", 0.2),
        ("tick-all", 0.0),
        ("tick-few", 0.1111),
        ("tick-enough", 0.0),
        ("order-all", 0.0),
        ("order-three", 0.1429),
        ("match-once", 0.1429),
        ("match-twice", 0.0),
        ("match-two", 0.1111),
    ];
    for (id, expected) in expected {
        let c = match model(&bank, id) {
            Model::ThreePl { c, .. } => c,
            Model::TwoPl { .. } => 0.0,
            other => panic!("{id}: {other:?}"),
        };
        assert!((c - expected).abs() < 1e-12, "{id}: {c}");
    }
    let several = ["situation-points", "tick-each", "order-each", "match-each"];
    assert!(several.iter().all(|id| matches!(model(&bank, id), Model::Gpcm { .. })));
    assert!(["sure", "agree"].iter().all(|id| matches!(model(&bank, id), Model::Grm { .. })));
}

#[test]
fn a_bank_in_normal_metric_has_the_same_curves() {
    let (logistic, normal) = (bank(2, "judge", 1.0), bank(2, "judge", 1.702));
    for (id, ..) in forms() {
        let slope = |bank: &ItemBank| match model(bank, id) {
            Model::TwoPl { a, .. } | Model::ThreePl { a, .. } | Model::Grm { a, .. } | Model::Gpcm { a, .. } => a,
            other => panic!("{id}: {other:?}"),
        };
        assert!((slope(&logistic) - 1.702 * slope(&normal)).abs() < 1e-4, "{id}");
        assert_eq!(difficulties(&model(&logistic, id)), difficulties(&model(&normal, id)));
    }
    // Points of one item tell less than as many items: their slope is lower the more there are.
    let slope = |id: &str| match model(&logistic, id) {
        Model::Gpcm { a, .. } => a,
        other => panic!("{id}: {other:?}"),
    };
    assert!(slope("order-each") > slope("match-each") && slope("match-each") > slope("tick-each"));
}

#[test]
fn a_level_begins_where_two_of_three_such_items_are_mastered() {
    for eqf in LEVELS {
        let between = (model(&bank(eqf, "understand", 1.0), "choice-4"), model(&bank(eqf, "apply", 1.0), "choice-4"));
        let (Model::ThreePl { a, b: lower, .. }, Model::ThreePl { b: upper, .. }) = between else { panic!("3pl") };
        let average = f64::midpoint(lower, upper);
        let probability = 1.0 / (1.0 + (-a * (cut_score(eqf) - average)).exp());
        assert!((probability - 2.0 / 3.0).abs() < 1e-4, "{eqf}: {probability}");
    }
}

#[test]
fn levels_of_judged_evaluation_dimensions_are_set_but_for_the_lowest() {
    let judged = judge(&bank(2, "apply", 1.0)).expect("judged");
    let levels: Vec<_> = judged.levels.iter().map(|level| (level.level, level.eqf, level.differs)).collect();
    assert_eq!(levels, [(2, 2, true), (4, 3, true)]);
    // Without a judgement of some item, the levels of a dimension are somebody else's.
    let mut value = bank_value(2, "apply", 1.0);
    for item in value["items"].as_array_mut().expect("items") {
        item.as_object_mut().expect("an item").remove("judgement");
    }
    let judged = judge(&serde_json::from_value(value).expect("a bank")).expect("judged");
    assert!(judged.levels.is_empty() && judged.items.len() == 2);
    assert!(judged.left_alone.iter().all(|(_, reason)| *reason == LeftAlone::NoJudgement));
}

#[test]
fn a_rating_scale_moves_to_the_level_that_is_declared() {
    let mut value = bank_value(3, "judge", 1.0);
    let sure = value["items"].as_array_mut().expect("items").iter_mut().find(|item| item["id"] == "sure");
    sure.expect("there")["judgement"] = json!({ "eqf": 3, "demand": "judge" });
    let bank: ItemBank = serde_json::from_value(value).expect("a bank");
    assert_eq!(difficulties(&model(&bank, "sure")), [-0.5, 1.0, 2.5]);
    let judged = judge(&bank).expect("judged");
    let method = |id: &str| judged.items.iter().find(|item| bank.items[item.item].id == id).map(|item| item.method);
    assert_eq!((method("sure"), method("agree")), (Some(METHOD), Some(RATING_METHOD)));
}

#[test]
fn what_is_calibrated_or_of_several_dimensions_is_left_alone() {
    let mut value = bank_value(2, "apply", 1.0);
    value["items"][0]["provenance"] = json!({ "source": "calibrated" });
    // Whatever is judged of it.
    value["items"][0]["judgement"]["eqf"] = json!(7);
    value["items"][1]["dimensions"] = json!(["care", "sure"]);
    let bank: ItemBank = serde_json::from_value(value.clone()).expect("a bank");
    let judged = judge(&bank).expect("judged");
    assert_eq!(judged.left_alone, [(0, LeftAlone::Calibrated), (1, LeftAlone::SeveralDimensions)]);
    let text = value.to_string();
    let after: Value = serde_json::from_str(&judged.write(&text, "2026-11-22").expect("its text")).expect("JSON");
    assert_eq!((&after["items"][0], &after["items"][1]), (&value["items"][0], &value["items"][1]));
    assert_ne!(after["items"][2], value["items"][2]);
    assert!(judged.write("{\"items\": []}", "2026-11-22").is_err());
}

#[test]
fn declarations_from_which_nothing_follows_are_named_all_at_once() {
    let mut value = bank_value(2, "apply", 1.0);
    value["items"][0]["judgement"]["eqf"] = json!(6);
    value["items"][1].as_object_mut().expect("an item").remove("options");
    value["items"][3]["scoring"] = json!({ "categories": [0, 2, 0, 2, 0] });
    value["levels"][2]["eqf"] = json!(8);
    value["levels"][4]["eqf"] = json!(1);
    let bank: ItemBank = serde_json::from_value(value).expect("a bank");
    let errors = judge(&bank).expect_err("five mistakes");
    let (dimension, item) = ("care".to_owned(), |id: &str| id.to_owned());
    let expected = [
        ExpertError::Eqf { item: item("choice-3"), eqf: 6 },
        ExpertError::Options { item: item("choice-4") },
        ExpertError::Categories { item: item("two-right") },
        ExpertError::LevelEqf { dimension: dimension.clone(), level: "alone".into(), eqf: 8 },
        ExpertError::LevelOrder { dimension, level: "guiding".into(), eqf: 1, before: 8 },
    ];
    assert_eq!(errors, expected);
    let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(sentences[0].starts_with("item choice-3: it is judged to be of EQF level 6, and the method covers 1 to 5"));
    assert!(sentences[4].contains("the EQF level 1, which is not above 8"), "{}", sentences[4]);
    assert_eq!((errors[1].item(), errors[3].item()), (Some("choice-4"), None));
}
