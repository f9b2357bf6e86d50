//! `thetis select`: catR's and mirtCAT's criterion values, and the item chosen.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::run::{
    EVERY_MODEL, assert_close, csv_report, data, json_report, numbers, report, scratch, small_bank, soft_skills,
    thetis, write, write_bank,
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
fn rules_of_the_information_matrix_agree_with_mirtcat() {
    let bank = write_bank(&scratch("select-mirtcat"), &mirtcat_bank());
    // mirtCAT 1.14, computeCriteria() after items 11 and 12 were answered wrongly, MAP, weights 0.5 and 0.5: values of
    // items 1, 4 and 15, and the item with the largest.
    let half = "weights=0.5/0.5";
    let cases = [
        ("Drule", "", [0.125846886285324, 0.0751397045163359, 0.209218513587813], "i15"),
        ("DPrule", "", [2.26753460457808, 2.19151718120372, 2.66923575974583], "i15"),
        ("Trule", half, [0.367791413793293, 0.330823248027455, 0.501489815496703], "i15"),
        ("TPrule", half, [1.55826760426948, 1.52129943850365, 1.69196600597289], "i15"),
        ("Arule", half, [-2.92253089964756, -4.40277547212781, -2.39696672582572], "i15"),
        ("APrule", half, [-0.687207860521022, -0.694176368568579, -0.633876569274647], "i15"),
        ("Erule", "", [0.27071599066908, 0.145609002033527, 0.295884559097202], "i15"),
        ("EPrule", "", [1.1574393094378, 1.17082147858635, 1.25206464700473], "i20"),
        ("Wrule", half, [0.223542491758727, 0.237980739240284, 0.290391692610431], "i20"),
        ("WPrule", half, [0.580685348901584, 0.595123596383141, 0.647534549753289], "i20"),
        // mirtCAT's KL is not catR's, whose name "KL" is here.
        ("kullback-leibler-point", "", [0.00480102522302193, 0.00615757072886651, 0.0101096689785178], "i20"),
        ("KLn", "", [0.00958922176030434, 0.0124821989845512, 0.0201607981301709], "i20"),
    ];
    for (criterion, parameters, expected, chosen) in cases {
        let criterion = if parameters.is_empty() { criterion.to_owned() } else { format!("{criterion}:{parameters}") };
        let found = json_report(&[
            "select",
            &bank,
            "--answers",
            "i11=0,i12=0",
            "--estimator",
            "map",
            "--criterion",
            &criterion,
        ]);
        assert_eq!(found["chosen"], chosen, "{criterion}");
        let theta = numbers(&found["theta"]);
        assert_close(theta[0], -0.435659228024463, MIRTCAT, "first theta");
        assert_close(theta[1], -0.439182189498585, MIRTCAT, "second theta");
        let values = values(&found);
        for (item, value) in ["i1", "i4", "i15"].iter().zip(expected) {
            // The trace of the inverse magnifies what mirtCAT's MAP leaves open.
            assert_close(values[*item], value, 5.0 * MIRTCAT, &format!("{criterion} of {item}"));
        }
    }
    let default = json_report(&["select", &bank]);
    assert_eq!(default["criterion"], "d-optimality", "the default in several dimensions");
}

#[test]
fn every_criterion_of_catr_chooses_as_catr_does() {
    let items = data("catr_nextitem_3pl.csv");
    // catR 3.17, nextItem(), 3PL, D = 1.702, BM N(0, 1), 33 nodes on ±4: the item chosen after items 25, 8 and 20 were
    // answered correctly, and what its report calls the criterion.
    let cases = [
        ("MFI", "i3", "maximum-information"),
        ("bOpt", "i12", "closest-difficulty"),
        ("thOpt", "i12", "optimal-theta"),
        ("MLWI", "i6", "weighted-information:weight=likelihood"),
        ("MPWI", "i3", "weighted-information"),
        ("MEI", "i3", "expected-information"),
        ("MEPV", "i3", "expected-posterior-variance:predictive=false"),
        ("KL", "i3", "kullback-leibler:weight=likelihood"),
        ("KLP", "i3", "kullback-leibler"),
        ("GDI", "i6", "global-discrimination:weight=likelihood"),
        ("GDIP", "i3", "global-discrimination"),
    ];
    let select = |criterion: &str| {
        json_report(&[
            "select",
            &items,
            "--scaling",
            "1.702",
            "--answers",
            "i25=1,i8=1,i20=1",
            "--estimator",
            "map",
            "--quadrature",
            "catr",
            "--criterion",
            criterion,
        ])
    };
    for (alias, chosen, name) in cases {
        let found = select(alias);
        assert_eq!((&found["chosen"], &found["criterion"]), (&json!(chosen), &json!(name)), "{alias}");
        // The report's name is one that the option takes, and means the same.
        assert_eq!(select(name), found, "{alias}");
    }
    let close = |criterion: &str, item: &str, expected: f64, tolerance: f64| {
        assert_close(values(&select(criterion))[item], expected, tolerance, criterion);
    };
    close("bOpt", "i1", -0.952490362058586, CATR);
    // catR's root finder and MEI's inner estimates stop sooner than ours.
    close("MEI", "i3", 1.53815373090252, 1e-6);
    close("MEI:observed=false", "i3", 1.06021848564407, 1e-6);
}

#[test]
fn criteria_with_chance_in_them_repeat_with_the_seed() {
    let items = data("catr_nextitem_3pl.csv");
    for criterion in ["progressive:length=20", "proportional:length=20,acceleration=2"] {
        let select = |seed: &str| json_report(&["select", &items, "--criterion", criterion, "--seed", seed]);
        assert_eq!(select("3"), select("3"), "{criterion}");
        let chosen: HashSet<String> = (0..12).map(|seed| select(&seed.to_string())["chosen"].to_string()).collect();
        assert!(chosen.len() > 1, "{criterion}: {chosen:?}");
    }
    let strata = json_report(&["select", &items, "--criterion", "stratified:strata=3,length=30,blocked=true"]);
    // The items of the first stratum come before all others, by their difficulty's distance from the estimate.
    let value = |place: usize| strata["candidates"][place]["value"].as_f64().expect("a number");
    assert!(value(9) > -6.0 && value(10) < -1000.0, "{strata}");
}

#[test]
fn a_criterion_that_is_not_for_the_bank_is_a_usage_error() {
    let table = write(&scratch("select-not-for"), "items.csv", EVERY_MODEL);
    for (criterion, message) in [
        ("closest-difficulty", "item qgrm: the criterion is defined for dichotomous items only"),
        ("kullback-leibler-point:delta=0", "a number of the criterion is not usable"),
        ("fixed-order:order=q1pl/q9", "has no item q9"),
        ("fixed-order:order=q1pl/q1pl", "item q1pl: the fixed order"),
        ("mfy", "there is no criterion \"mfy\""),
        ("random:prior=true", "random: unknown field `prior`"),
    ] {
        let outcome = thetis(&["select", &table, "--criterion", criterion]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{criterion}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(message), "{criterion}: {}", outcome.stderr);
    }
    let ordered = json_report(&["select", &table, "--criterion", "fixed-order:order=qnrm/q1pl"]);
    assert_eq!((&ordered["chosen"], values(&ordered).len()), (&json!("qnrm"), 2));
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
    bank["designs"]["sequence"] = json!({
        "start": {"theta": [[0.0], [3.0]]}, "select": {"criterion": {"name": "maximum-information"}}
    });
    bank["designs"]["listed"] = json!({
        "start": {"items": ["s2"]}, "select": {"criterion": {"name": "maximum-information"}}
    });
    bank["designs"]["ordered"] = json!({"select": {"criterion": {"name": "fixed-order", "order": ["s2", "s1"]}}});
    let bank = write_bank(&scratch("select-design"), &bank);
    let default = json_report(&["select", &bank, "--design", "default"]);
    assert_eq!(default["chosen"], "s1");
    assert_eq!(values(&default).len(), 2, "a retired item is no candidate");
    let distant = json_report(&["select", &bank, "--design", "distant"]);
    assert_eq!(distant["chosen"], "s2", "chosen at the design's start");
    assert_eq!(numbers(&distant["theta"]), [0.0], "which is no estimate");
    let second = json_report(&["select", &bank, "--design", "sequence", "--answers", "s2=1"]);
    assert_eq!(second["chosen"], "s1", "of one item left");
    let listed = json_report(&["select", &bank, "--design", "listed"]);
    assert_eq!(listed["chosen"], "s2", "the design's start item");
    let ordered = json_report(&["select", &bank, "--design", "ordered"]);
    assert_eq!((&ordered["criterion"], &ordered["chosen"]), (&json!("fixed-order"), &json!("s2")));
}

#[test]
fn soft_skills_selects_by_its_default_design() {
    let found = json_report(&["select", &soft_skills(), "--design", "default", "--answers", "A1=3,E4=0"]);
    assert_eq!((numbers(&found["theta"]).len(), values(&found).len()), (5, 48));
    assert_eq!(found["criterion"], "d-optimality");
}
