//! `thetis select`: catR's and mirtCAT's criterion values, and the item chosen.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::run::{
    EVERY_MODEL, assert_close, csv_report, data, json_report, numbers, report, scratch, small_bank, soft_skills, write,
    write_bank,
};

/// Agreement with catR's criterion values.
const CATR: f64 = 1e-9;
/// Agreement with mirtCAT's, whose MAP stops at 1e-6.
const MIRTCAT: f64 = 2e-6;

/// Candidates by item.
fn values(report: &Value) -> HashMap<String, f64> {
    let candidates = report["candidates"].as_array().expect("an array");
    let value =
        |row: &Value| (row["item"].as_str().expect("text").to_owned(), row["value"].as_f64().expect("a number"));
    candidates.iter().map(value).collect()
}

#[test]
fn maximum_information_agrees_with_catr() {
    let items = data("catr_nextitem_3pl.csv");
    let found = json_report(&[
        "select",
        &items,
        "--scaling",
        "1.702",
        "--answers",
        "i25=1,i8=1,i20=1",
        "--estimator",
        "map",
        "--criterion",
        "mfi",
    ]);
    // catR 3.17, nextItem(criterion = "MFI"), 3PL, D = 1.702, items 25, 8 and 20 answered correctly, BM N(0, 1).
    assert_close(numbers(&found["theta"])[0], 0.778109637941414, CATR, "theta");
    assert_close(numbers(&found["se"])[0], 0.738501156965828, CATR, "se");
    assert_eq!((&found["chosen"], &found["criterion"]), (&json!("i3"), &json!("maximum-information")));
    let values = values(&found);
    assert_eq!(values.len(), 27, "all but the three answered");
    let expected = [
        ("i1", 0.135087227055559),
        ("i2", 0.514520137526589),
        ("i3", 1.66507863861326),
        ("i4", 0.94321235021592),
        ("i6", 0.00110318110064718),
        ("i22", 0.705720183569136),
        ("i30", 0.0201400637284025),
    ];
    for (item, value) in expected {
        assert_close(values[item], value, CATR, item);
    }
}

#[test]
fn candidates_stand_best_first() {
    let items = data("catr_nextitem_3pl.csv");
    let found = json_report(&["select", &items]);
    let ranked: Vec<f64> = found["candidates"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|row| row["value"].as_f64().expect("a number"))
        .collect();
    assert_eq!(ranked.len(), 30);
    assert!(ranked.windows(2).all(|pair| pair[0] >= pair[1]), "{ranked:?}");
    assert_eq!(found["chosen"], found["candidates"][0]["item"]);
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["candidates", "chosen", "criterion", "se", "theta"]);
}

/// The two-dimensional mirtCAT bank with its latent covariance, which a parameter table cannot say.
fn mirtcat_bank() -> Value {
    let table = std::fs::read_to_string(data("mirtcat_dim2.csv")).expect("readable");
    let items: Vec<Value> = table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |cell: usize| cells[cell].parse::<f64>().expect("a number");
            let model =
                json!({"type": "compensatory-4pl", "a": [number(2), number(3)], "d": number(4), "g": number(5)});
            json!({
                "id": cells[0], "dimensions": ["one", "two"], "kind": "single-choice", "options": ["a", "b"],
                "scoring": {"key": "a"}, "model": model
            })
        })
        .collect();
    let mut bank = small_bank();
    let dimension = |id: &str| json!({"id": id, "competence": id, "kind": "evaluation"});
    bank["dimensions"] = json!([dimension("one"), dimension("two")]);
    bank["prior"] = json!({"mean": [0.0, 0.0], "covariance": [[1.0, 0.4], [0.4, 1.0]]});
    bank["items"] = Value::from(items);
    bank["designs"] = json!({});
    bank
}

#[test]
fn d_optimality_agrees_with_mirtcat() {
    let bank = write_bank(&scratch("select-mirtcat"), &mirtcat_bank());
    // mirtCAT 1.14, computeCriteria() after items 11 and 12 were answered wrongly, MAP.
    let cases = [
        (
            "d-optimality",
            [("i1", 2.26753460457808), ("i4", 2.19151718120372), ("i15", 2.66923575974583), ("i24", 2.10472924560191)],
        ),
        (
            "d-optimality-without-prior",
            [
                ("i1", 0.125846886285324),
                ("i4", 0.0751397045163359),
                ("i15", 0.209218513587813),
                ("i24", 0.0676508465107918),
            ],
        ),
    ];
    for (criterion, expected) in cases {
        let found =
            json_report(&["select", &bank, "--answers", "i11=0,i12=0", "--estimator", "map", "--criterion", criterion]);
        assert_eq!((&found["criterion"], &found["chosen"]), (&json!(criterion), &json!("i15")));
        let theta = numbers(&found["theta"]);
        assert_close(theta[0], -0.435659228024463, MIRTCAT, "first theta");
        assert_close(theta[1], -0.439182189498585, MIRTCAT, "second theta");
        let values = values(&found);
        for (item, value) in expected {
            assert_close(values[item], value, MIRTCAT, item);
        }
    }
    let default = json_report(&["select", &bank]);
    assert_eq!(default["criterion"], "d-optimality", "the default in several dimensions");
}

#[test]
fn every_model_can_be_selected() {
    let table = write(&scratch("select-models"), "items.csv", EVERY_MODEL);
    let found = json_report(&["select", &table, "--answers", "q1pl=1,qgrm=2"]);
    assert_eq!(values(&found).len(), 8);
    let csv = csv_report(&["select", &table, "--answers", "q1pl=1,qgrm=2"]);
    assert_eq!(csv[0], ["item", "value", "chosen"]);
    let chosen: Vec<&str> = csv[1..].iter().filter(|row| row[2] == "true").map(|row| row[0].as_str()).collect();
    assert_eq!(chosen, [found["chosen"].as_str().expect("text")]);
    let text = report(&["select", &table, "--answers", "q1pl=1,qgrm=2"]);
    assert!(text.starts_with("After 2 answers:\n  theta = "), "{text}");
}

#[test]
fn randomesque_draws_among_the_best_and_a_seed_repeats_the_draw() {
    let items = data("catr_nextitem_3pl.csv");
    let best: HashSet<String> = json_report(&["select", &items])["candidates"].as_array().expect("an array")[..5]
        .iter()
        .map(|row| row["item"].as_str().expect("text").to_owned())
        .collect();
    let draw = |seed: u32| {
        let seed = seed.to_string();
        let found = json_report(&["select", &items, "--randomesque", "5", "--seed", &seed]);
        found["chosen"].as_str().expect("text").to_owned()
    };
    let drawn: HashSet<String> = (0..25).map(draw).collect();
    assert!(drawn.len() > 1 && drawn.is_subset(&best), "{drawn:?}");
    assert_eq!(draw(7), draw(7));
}

#[test]
fn when_everything_is_answered_nothing_is_chosen() {
    let table = write(&scratch("select-none"), "items.csv", "item,model,b\nq,1pl,0\n");
    let found = json_report(&["select", &table, "--answers", "q=1"]);
    assert_eq!((&found["candidates"], &found["chosen"]), (&json!([]), &Value::Null));
    assert!(report(&["select", &table, "--answers", "q=1"]).contains("none: no item is left"));
}

#[test]
fn a_design_decides_criterion_estimation_and_start() {
    let mut bank = small_bank();
    bank["items"][2]["status"] = json!("retired");
    bank["designs"]["distant"] = json!({
        "start": {"theta": [3.0]},
        "select": {"criterion": {"name": "maximum-information"}},
        "estimate": {"estimator": "map"}
    });
    bank["designs"]["ordered"] = json!({"select": {"criterion": {"name": "fixed-order", "order": ["s2", "s1"]}}});
    let bank = write_bank(&scratch("select-design"), &bank);
    let default = json_report(&["select", &bank, "--design", "default"]);
    assert_eq!(default["chosen"], "s1");
    assert_eq!(values(&default).len(), 2, "a retired item is no candidate");
    let distant = json_report(&["select", &bank, "--design", "distant"]);
    assert_eq!(distant["chosen"], "s2", "chosen at the design's start");
    assert_eq!(numbers(&distant["theta"]), [0.0], "which is no estimate");
    let ordered = json_report(&["select", &bank, "--design", "ordered"]);
    assert_eq!((&ordered["criterion"], &ordered["chosen"]), (&json!("fixed-order"), &json!("s2")));
}

#[test]
fn soft_skills_selects_by_its_default_design() {
    let found = json_report(&["select", &soft_skills(), "--design", "default", "--answers", "A1=3,E4=0"]);
    assert_eq!((numbers(&found["theta"]).len(), values(&found).len()), (5, 48));
    assert_eq!(found["criterion"], "d-optimality");
}
