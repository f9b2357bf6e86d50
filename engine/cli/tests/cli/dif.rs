//! `thetis dif`: what other programs find, in every form, for every kind of data.

use std::fs;

use serde_json::Value;

use crate::run::{assert_close, csv_report, json_report, report, rows, scratch, thetis, write};

/// Numbers that R difR printed.
const DIFR: f64 = 1e-6;
/// Twice a difference of log-likelihoods, each to the default tolerance of a search.
const TWICE_LOG_LIKELIHOOD: f64 = 2e-3;

fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn reference(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(fixture(name)).expect("readable")).expect("JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// The items of a method, in the order of the data.
fn of_method<'a>(found: &'a Value, method: &str) -> Vec<&'a Value> {
    found["items"].as_array().expect("items").iter().filter(|item| item["method"] == method).collect()
}

fn flagged(found: &Value, method: &str) -> Vec<String> {
    let items = of_method(found, method).into_iter().filter(|item| item["flagged"] == true);
    items.map(|item| item["item"].as_str().expect("an id").to_owned()).collect()
}

/// Two groups on 15 items, I3, I4 and I8 of which were made to function differently, and I12 to cross.
fn simulated() -> String {
    fixture("dif_sim.csv")
}

#[test]
fn statistics_are_those_of_difr() {
    let found =
        json_report(&["dif", &simulated(), "--group", "focal", "--method", "mh,logistic,standardisation,delta"]);
    let file = reference("dif_classical.json");
    let theirs = &file["MH_purifyFALSE_correctTRUE"];
    let (chi_square, odds) = (numbers(&theirs["MH"]), numbers(&theirs["alphaMH"]));
    for (place, item) in of_method(&found, "mh").into_iter().enumerate() {
        assert_close(item["statistic"].as_f64().expect("a number"), chi_square[place], DIFR, "MH");
        assert_close(item["oddsRatio"].as_f64().expect("a number"), odds[place], DIFR, "odds ratio");
    }
    let theirs = numbers(&file["logistic_both_purifyFALSE"]["Logistik"]);
    for (place, item) in of_method(&found, "logistic").into_iter().enumerate() {
        assert_close(item["statistic"].as_f64().expect("a number"), theirs[place], 1e-5, "logistic");
        assert_eq!(item["df"], 2);
    }
    let theirs = numbers(&file["transformed_delta"]["Dist"]);
    for (place, item) in of_method(&found, "delta").into_iter().enumerate() {
        assert_close(item["size"].as_f64().expect("a number"), theirs[place], 1e-5, "delta plot");
    }
    assert_eq!(flagged(&found, "standardisation"), ["I3"]);
    assert_eq!((&found["reference"], &found["matching"]), (&Value::from("0"), &Value::from("sum")));
    let third = of_method(&found, "mh")[2];
    assert_eq!((&third["class"], &third["harderFor"]), (&Value::from("C"), &Value::from("focal")));
}

#[test]
fn purification_and_adjustment_change_what_is_flagged() {
    let plain = json_report(&["dif", &simulated(), "--group", "focal", "--method", "mh"]);
    let purified = json_report(&["dif", &simulated(), "--group", "focal", "--method", "mh", "--purify"]);
    let places = |value: &Value| -> Vec<String> {
        value.as_array().expect("a list").iter().map(|item| format!("I{item}")).collect()
    };
    let file = reference("dif_classical.json");
    assert_eq!(flagged(&plain, "mh"), places(&file["MH_purifyFALSE_correctTRUE"]["DIFitems"]));
    assert_eq!(flagged(&purified, "mh"), places(&file["MH_purifyTRUE_correctTRUE"]["DIFitems"]));
    assert_eq!(purified["runs"][0]["rounds"], file["MH_purifyTRUE_correctTRUE"]["nrPur"]);
    let holm = json_report(&["dif", &simulated(), "--group", "focal", "--method", "mh", "--adjust", "holm"]);
    assert_eq!(flagged(&holm, "mh"), ["I3"]);
    let third = of_method(&holm, "mh")[2];
    let [p, adjusted] = ["p", "adjustedP"].map(|name| third[name].as_f64().expect("a number"));
    assert_close(adjusted, 15.0 * p, 1e-9, "Holm's of the smallest");
}

/// Verbal aggression, three categories: women are the reference group, as in R mirt's test.
#[test]
fn likelihood_ratio_tests_are_those_of_mirt() {
    let drop: Vec<String> = (9..=24).map(|item| format!("V{item}")).collect();
    let arguments = [
        "dif",
        &fixture("verbagg.csv"),
        "--group",
        "male",
        "--reference",
        "0",
        "--method",
        "lr",
        "--model",
        "grm",
        "--drop",
        &drop.join(","),
    ];
    let found = json_report(&arguments);
    let theirs = numbers(&reference("mirt_multigroup.json")["graded"]["DIF_drop_LR"]["X2"]);
    let items = of_method(&found, "lr");
    assert_eq!(items.len(), 8);
    for (place, item) in items.iter().enumerate() {
        let ours = item["statistic"].as_f64().expect("a number");
        assert!((ours - theirs[place]).abs() < TWICE_LOG_LIKELIHOOD, "item {place}: {ours} {}", theirs[place]);
        assert_eq!(item["df"], 3);
        assert!(item["inFocal"]["b"].as_array().is_some_and(|b| b.len() == 2));
    }
    assert_eq!(flagged(&found, "lr"), ["V1", "V8"]);
    // Chosen anchors: R mirt's scheme "add".
    let found = json_report(&[&arguments[..], &["--anchor", "V1,V2,V3,V4"]].concat());
    let theirs = numbers(&reference("mirt_multigroup.json")["graded"]["DIF_add_LR"]["result"]["X2"]);
    for (item, theirs) in of_method(&found, "lr")[4..].iter().zip(theirs) {
        let ours = item["statistic"].as_f64().expect("a number");
        assert!((ours - theirs).abs() < TWICE_LOG_LIKELIHOOD, "{ours} {theirs}");
        assert_eq!(item["anchor"], false);
    }
}

#[test]
fn items_of_several_categories_are_compared_by_every_method_that_can() {
    let text = report(&[
        "dif",
        &fixture("verbagg.csv"),
        "--group",
        "male",
        "--reference",
        "0",
        "--method",
        "mh,logistic,lr,lord",
    ]);
    for heading in ["SMD/SD", "delta R2", "score difference", "b difference"] {
        assert!(text.contains(heading), "{heading}: {text}");
    }
    assert!(
        text.contains("\nV8 (")
            && text.contains("group 1 scores lower than group 0") | text.contains("group 0 scores lower than group 1"),
        "{text}"
    );
    assert!(text.contains("DIF is not bias") && !text.contains("was not tested"), "{text}");
}

#[test]
fn csv_has_a_line_for_each_group_method_and_item() {
    let rows = csv_report(&["dif", &simulated(), "--group", "focal", "--method", "raju,lord"]);
    assert_eq!(rows.len(), 1 + 30);
    let column =
        |name: &str| rows[0].iter().position(|own| own == name).unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
    assert_eq!((rows[1][column("method")].as_str(), rows[16][column("method")].as_str()), ("lord", "raju"));
    let flagged: Vec<&str> = rows
        .iter()
        .filter(|row| row[column("method")] == "lord" && row[column("flagged")] == "1")
        .map(|row| row[column("item")].as_str())
        .collect();
    assert_eq!(flagged, ["I3", "I12"]);
    let area: f64 = rows[18][column("size")].parse().expect("a number");
    assert!(rows[18][column("item")] == "I3" && area > 0.5, "{area}");
}

/// The first group of the file as two groups, and a third of all responses missing by design.
fn three_forms(folder: &std::path::Path) -> String {
    let table = rows(&fs::read_to_string(simulated()).expect("readable"));
    let mut out = format!("person,land,{}\n", table[0][..15].join(","));
    for (person, row) in table[1..].iter().enumerate() {
        let land = match (row[15].as_str(), person % 2) {
            ("1", _) => "fr",
            (_, 0) => "de",
            _ => "at",
        };
        let cell = |item: usize| if item % 3 == person % 3 { "" } else { row[item].as_str() };
        let cells: Vec<&str> = (0..15).map(cell).collect();
        out.push_str(&format!("{person},{land},{}\n", cells.join(",")));
    }
    write(folder, "forms.csv", out)
}

#[test]
fn several_groups_with_responses_missing_by_design_are_matched_on_ability() {
    let file = three_forms(&scratch("dif-missing"));
    let found = json_report(&["dif", &file, "--group", "land", "--method", "mh,logistic,lr", "--alpha", "0.01"]);
    assert_eq!(found["matching"], "ability");
    let groups: Vec<&str> =
        found["runs"].as_array().expect("runs").iter().filter_map(|run| run["focal"].as_str()).collect();
    assert_eq!(groups.len(), 6);
    assert_eq!(groups.iter().filter(|group| **group == "fr").count(), 3);
    let of = |focal: &str, method: &str| -> Vec<&str> {
        let items =
            of_method(&found, method).into_iter().filter(|item| item["focal"] == focal && item["flagged"] == true);
        items.filter_map(|item| item["item"].as_str()).collect()
    };
    for method in ["mh", "logistic", "lr"] {
        assert!(of("fr", method).contains(&"I3"), "{method}: {:?}", of("fr", method));
        let other = if found["reference"] == "de" { "at" } else { "de" };
        assert!(of(other, method).is_empty(), "{method}: {:?}", of(other, method));
    }
    // Nobody has a sum of all items.
    let outcome = thetis(&["dif", &file, "--group", "land", "--focal", "fr", "--method", "mh", "--match", "sum"]);
    assert!(
        outcome.code == Some(0) && outcome.stdout.contains("was not tested"),
        "{}{}",
        outcome.stdout,
        outcome.stderr
    );
}

#[test]
fn an_item_that_a_group_answered_alike_is_named_and_the_others_are_tested() {
    let folder = scratch("dif-constant");
    let mut table = rows(&fs::read_to_string(simulated()).expect("readable"));
    for row in table.iter_mut().skip(1).filter(|row| row[15] == "1") {
        row[4] = "1".into();
    }
    let lines: Vec<String> = table.iter().map(|row| row.join(",")).collect();
    let file = write(&folder, "a.csv", lines.join("\n"));
    let found = json_report(&["dif", &file, "--group", "focal", "--method", "lr"]);
    let items = of_method(&found, "lr");
    assert!(items[4]["notTested"].as_str().is_some_and(|reason| reason.contains("I5")), "{}", items[4]);
    assert!(items[2]["flagged"] == true && items[2]["p"].as_f64().is_some_and(|p| p < 0.001));
}

#[test]
fn command_lines_that_make_no_sense_are_refused() {
    for (arguments, message) in [
        (&["dif", &simulated(), "--drop", "focal"][..], "name the column of groups with --group"),
        (&["dif", &simulated(), "--group", "focal", "--reference", "2"], "there is no group 2: the groups are"),
        (&["dif", &simulated(), "--group", "focal", "--focal", "0", "--reference", "0"], "cannot be focal too"),
        (&["dif", &simulated(), "--group", "focal", "--anchor", "I99"], "--anchor I99"),
        (&["dif", &simulated(), "--group", "focal", "--anchor", "I1", "--purify"], "cannot be used with"),
        (&["dif", &simulated(), "--group", "focal", "--alpha", "2"], "2 is not below 1"),
        (&["dif", &simulated(), "--group", "focal", "--method", "sibtest"], "sibtest"),
        (&["dif", &simulated(), "--group", "focal", "--model", "5pl"], "5pl"),
    ] {
        let outcome = thetis(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    }
    let outcome = thetis(&["dif", &fixture("verbagg.csv"), "--group", "male", "--method", "delta"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("Delta plot for") && outcome.stderr.contains("item V1 has 3 categories"),
        "{}",
        outcome.stderr
    );
}
