//! `thetis judge`: what it shows, writes and checks, and the way from its parameters to calibrated ones.

use std::{fmt::Write, fs, path::Path};

use serde_json::{Value, json};

use crate::run::{
    csv_report, json_report, report, rows, scratch, small_bank, small_locale, text, thetis, write, write_bank,
};

/// A bank as a person writes it, with placeholders for parameters: layouts and spaces of its own.
const BANK: &str = r#"{
    "format": 1,  "id": "hand-made",
    "version": "1.0.0", "licence": "CC0-1.0",
    "languages": ["en"],
    "dimensions": [ {"id": "care", "competence": "care", "kind": "evaluation"},
        {"id": "sure", "competence": "care", "kind": "confidence"} ],
    "prior": { "mean": [0, 0], "covariance": [[1.00, 0], [0, 1.00]] },
    "items": [
        {"id": "gift", "kind": "single-choice", "dimensions": ["care"], "model": {"type": "1pl", "b": 0},
         "judgement": {"eqf": 2, "demand": "apply"}, "options": ["a", "b", "c", "d"], "scoring": {"key": "a"}},
        {
            "id": "keys", "dimensions": ["care"], "kind": "true-false",
            "judgement": { "eqf": 3, "demand": "judge" },
            "options": ["a", "b"], "scoring": {"key": "b"},
            "provenance": {"source": "expert", "date": "2025-01-31"},
            "model": {
                "type": "1pl", "b": 0
            },
            "content": "x"
        },
        {"id":"sure-1","dimensions":["sure"],"kind":"confidence","options":["1","2","3"],"scoring":{"categories":[0,1,2]},"model":{"type":"1pl","b":0}},
        {"id": "old", "dimensions": ["care"], "kind": "single-choice", "judgement": {"eqf": 2, "demand": "judge"},
         "options": ["a", "b"], "scoring": {"key": "a"}, "model": {"type": "2pl", "a": 1.10, "b": 2e-1}, "provenance": {"source": "calibrated", "sample": 400}},
        {"id": "bare", "dimensions": ["care"], "kind": "single-choice",
         "options": ["a", "b"], "scoring": {"key": "a"}, "model": {"type": "2pl", "a": 0.90, "b": 1}, "provenance": {"source": "expert"}}
    ],
    "levels": [
        {"dimension": "care", "id": "starting", "eqf": 1},
        {"dimension": "care", "id": "alone", "from": 0.5, "eqf": 2},
        {"dimension": "care", "id": "guiding", "eqf": 3},
        {"dimension": "sure", "id": "unsure"}, {"dimension": "sure", "id": "certain", "from": 0.10, "eqf": 3}
    ],
    "designs": { "default": { "select": { "criterion": { "name": "d-optimality" } } } }
}
"#;

/// What of [`BANK`] changes, in the layout of its surroundings.
const CHANGES: [(&str, &str); 7] = [
    (
        r#"{"id": "gift", "kind": "single-choice", "dimensions": ["care"], "model": {"type": "1pl", "b": 0},"#,
        r#"{"id": "gift", "kind": "single-choice", "dimensions": ["care"], "model": { "type": "3pl", "a": 1.3, "b": -0.8, "c": 0.2, "standardErrors": { "a": 0.4, "b": 0.7, "c": 0.1 } },"#,
    ),
    (
        r#""options": ["a", "b", "c", "d"], "scoring": {"key": "a"}}"#,
        r#""options": ["a", "b", "c", "d"], "scoring": {"key": "a"},
  "provenance": {
    "source": "expert",
    "date": "2026-11-22",
    "method": "thetis judge 1: EQF level, demand and options"
  }}"#,
    ),
    (
        r#""provenance": {"source": "expert", "date": "2025-01-31"},"#,
        r#""provenance": { "source": "expert", "date": "2026-11-22", "method": "thetis judge 1: EQF level, demand and options" },"#,
    ),
    (
        r#""model": {
                "type": "1pl", "b": 0
            },"#,
        r#""model": {
              "type": "3pl",
              "a": 1.2,
              "b": 1.6,
              "c": 0.3333,
              "standardErrors": {
                "a": 0.4,
                "b": 0.7,
                "c": 0.1
              }
            },"#,
    ),
    (
        r#""model":{"type":"1pl","b":0}}"#,
        r#""model":{"type":"grm","a":1.7,"b":[-1.5,1.5],"standardErrors":{"a":0.4,"b":[0.7,0.7]}},"provenance":{"source":"expert","date":"2026-11-22","method":"thetis judge 1: points of the rating scale"}}"#,
    ),
    (r#""id": "alone", "from": 0.5, "eqf": 2}"#, r#""id": "alone", "from": -0.4668, "eqf": 2}"#),
    (r#""id": "guiding", "eqf": 3}"#, r#""id": "guiding", "eqf": 3, "from": 1.5332}"#),
];

fn locale() -> String {
    let options = |ids: &[&str]| ids.iter().map(|id| ((*id).to_owned(), json!(id))).collect::<serde_json::Map<_, _>>();
    let item = |ids: &[&str]| json!({ "stem": "What now?", "options": options(ids) });
    let level = |id: &str| (id.to_owned(), json!({ "text": "Can do." }));
    let levels: serde_json::Map<_, _> =
        ["starting", "alone", "guiding", "unsure", "certain"].map(level).into_iter().collect();
    json!({
        "language": "en", "direction": "ltr", "review": "reviewed", "bank": { "title": "C", "description": "Care" },
        "competences": { "care": { "name": "Care", "description": "D", "levels": levels } },
        "items": {
            "gift": item(&["a", "b", "c", "d"]), "keys": item(&["a", "b"]), "sure-1": item(&["1", "2", "3"]),
            "old": item(&["a", "b"]), "bare": item(&["a", "b"])
        }
    })
    .to_string()
}

/// [`BANK`] in a folder of its own; returns the folder and its bank.json.
fn hand_made(test: &str) -> (String, String) {
    let folder = scratch(test);
    fs::create_dir_all(folder.join("locales")).expect("creatable");
    write(&folder.join("locales"), "en.json", locale());
    let file = write(&folder, "bank.json", BANK);
    (text(&folder), file)
}

#[test]
fn it_writes_what_differs_and_no_other_byte() {
    let (bank, file) = hand_made("judge-write");
    report(&["judge", &bank, "--write", "--date", "2026-11-22"]);
    let expected = CHANGES.iter().fold(BANK.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    });
    assert_eq!(fs::read_to_string(&file).expect("readable"), expected);
    assert!(report(&["check", &bank]).ends_with("no errors, no warnings\n"));
    // A second time, on another day, there is nothing to do.
    let found = report(&["judge", &bank, "--write", "--date", "2027-01-01"]);
    assert!(found.ends_with("hand-made: 0 of 3 items and 0 of 2 cut scores were set\n"), "{found}");
    assert_eq!(fs::read_to_string(&file).expect("readable"), expected);
}

#[test]
fn check_holds_a_bank_to_its_declarations() {
    let (bank, file) = hand_made("judge-check");
    let outcome = thetis(&["judge", &bank, "--check"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("3 items and 2 cut scores differ"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(&file).expect("readable"), BANK, "a check writes nothing");
    report(&["judge", &bank, "--write"]);
    report(&["judge", &bank, "--check"]);
    // Whatever is changed by hand, in the numbers or in what is declared, is found.
    let sound = fs::read_to_string(&file).expect("readable");
    for (old, new, complaint) in [
        ("\"b\": -0.8", "\"b\": -0.9", "1 item and no cut scores differ"),
        (
            "\"eqf\": 2, \"demand\": \"apply\"",
            "\"eqf\": 2, \"demand\": \"remember\"",
            "1 item and no cut scores differ",
        ),
        ("[0.7,0.7]", "[0.1,0.7]", "1 item and no cut scores differ"),
        ("thetis judge 1: points", "by hand: points", "1 item and no cut scores differ"),
        ("\"from\": 1.5332", "\"from\": 1.5", "no items and 1 cut score differ"),
    ] {
        assert_eq!(sound.matches(old).count(), 1, "{old}");
        fs::write(&file, sound.replace(old, new)).expect("writable");
        let outcome = thetis(&["judge", &bank, "--check"]);
        assert_eq!(outcome.code, Some(1), "{old}");
        assert!(outcome.stderr.contains(complaint), "{old}: {}", outcome.stderr);
    }
    // What is calibrated or not judged may be what it will.
    for (old, new) in
        [("\"a\": 1.10", "\"a\": 0.7"), ("\"a\": 0.90", "\"a\": 0.8"), ("\"from\": 0.10", "\"from\": 0.3")]
    {
        assert_eq!(sound.matches(old).count(), 1, "{old}");
        fs::write(&file, sound.replace(old, new)).expect("writable");
        report(&["judge", &bank, "--check"]);
    }
}

#[test]
fn every_format_has_what_follows_and_what_the_bank_has() {
    let (bank, _) = hand_made("judge-formats");
    let found = report(&["judge", &bank]);
    let line = |id: &str| found.lines().find(|line| line.starts_with(id)).unwrap_or_default();
    let words = |id: &str| line(id).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words("gift"), "gift 2 apply single-choice 4 3pl 1.3 -0.8 0.2 1pl, b 0.0");
    assert_eq!(words("sure-1"), "sure-1 confidence 3 grm 1.7 -1.5 1.5 1pl, b 0.0");
    assert!(found.contains("Left alone, calibrated: old\nLeft alone, no judgement: bare\n"), "{found}");
    assert!(found.ends_with("hand-made: 3 of 3 items and 2 of 2 cut scores differ\n"), "{found}");
    let found = json_report(&["judge", &bank]);
    let all = json!(["parameters", "standard errors", "provenance"]);
    assert_eq!(
        found["items"][1],
        json!({
            "item": "keys", "eqf": 3, "demand": "judge", "kind": "true-false", "options": 2,
            "model": { "type": "3pl", "a": 1.2, "b": 1.6, "c": 0.3333, "standardErrors": { "a": 0.4, "b": 0.7, "c": 0.1 } },
            "bank": { "type": "1pl", "b": 0.0 }, "differs": all
        })
    );
    let level =
        json!({ "dimension": "care", "level": "alone", "eqf": 2, "from": -0.4668, "bank": 0.5, "differs": true });
    assert_eq!(found["levels"][0], level);
    assert_eq!(found["leftAlone"][1], json!({ "item": "bare", "reason": "no judgement" }));
    let table = csv_report(&["judge", &bank]);
    assert_eq!(table.len(), 1 + 3 + 2 + 2);
    let cell =
        |row: usize, name: &str| table[row][table[0].iter().position(|own| own == name).expect("a column")].as_str();
    assert_eq!(
        (cell(3, "item"), cell(3, "b"), cell(3, "eqf"), cell(3, "bank_model")),
        ("sure-1", "-1.5 1.5", "", "1pl")
    );
    assert_eq!((cell(4, "level"), cell(4, "b"), cell(4, "bank_b")), ("care:alone", "-0.4668", "0.5"));
    assert_eq!((cell(6, "item"), cell(6, "left_alone")), ("old", "calibrated"));
}

#[test]
fn what_cannot_be_is_said_with_its_remedy() {
    let folder = scratch("judge-bad");
    let table = write(&folder, "items.csv", "item,model,b\nq1,1pl,0\n");
    let outcome = thetis(&["judge", &table]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("is a parameter table"), "{}", outcome.stderr);
    for arguments in [&["--date", "2026-02-30", "--write"][..], &["--date", "2026-02-28"], &["--check", "--write"]] {
        let outcome = thetis(&[&["judge", &table], arguments].concat());
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {}", outcome.stderr);
    }
    let mut bank = small_bank();
    bank["items"][0]["judgement"] = json!({ "eqf": 7, "demand": "apply" });
    bank["items"][2]["options"] = Value::Null;
    let path = write_bank(&folder, &bank);
    let outcome = thetis(&["judge", &path, "--write"]);
    assert_eq!(outcome.code, Some(1));
    for sentence in ["item s1: it is judged to be of EQF level 7", "item s3: it has no options"] {
        assert!(outcome.stderr.contains(sentence), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_to_string(folder.join("bank.json")).expect("readable"), bank.to_string());
    let outcome = thetis(&["judge", &text(&folder.join("none"))]);
    assert!(outcome.code == Some(1) && outcome.stderr.contains("cannot be read"), "{}", outcome.stderr);
}

/// How many items and persons the way back is walked with.
const ITEMS: usize = 20;
const PERSONS: u32 = 800;
/// Primes but 5, whose root is in the golden section, by which abilities step.
const STEPS: [u32; ITEMS] = [2, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73];

/// An expert-set bank in `bank`, and answers of persons to whom its items are otherwise: difficulties by item.
fn judged_bank_and_answers(folder: &Path) -> (String, String, Vec<f64>) {
    let mut bank = small_bank();
    let demands = ["remember", "understand", "apply", "judge"];
    let item = |number: usize| {
        json!({
            "id": format!("q{number}"), "dimensions": ["logic"], "kind": "single-choice", "options": ["a", "b", "c", "d"],
            "scoring": { "key": "b" }, "model": { "type": "1pl", "b": 0 },
            "judgement": { "eqf": 2 + number % 2, "demand": demands[number / 2 % 4] }
        })
    };
    bank["items"] = (0..ITEMS).map(item).collect();
    bank["designs"]["default"]["stop"] = json!({ "maxItems": 15 });
    bank["designs"]["default"]["select"]["randomesque"] = json!(5);
    fs::create_dir_all(folder.join("bank")).expect("creatable");
    let path = write_bank(&folder.join("bank"), &bank);
    report(&["judge", &path, "--write", "--date", "2026-11-22"]);
    let judged = json_report(&["judge", &path]);
    let expert = |number: usize| judged["items"][number]["model"]["b"].as_f64().expect("a difficulty");
    // The first eight are what the author thought, the others are not.
    let off = |number: usize| if number < 8 { 0.0 } else { [0.9, -0.8, 0.7, -0.9][number % 4] };
    let truth: Vec<f64> = (0..ITEMS).map(|number| expert(number) + off(number)).collect();
    let ids: Vec<String> = (0..ITEMS).map(|number| format!("q{number}")).collect();
    let mut answers = ids.join(",") + "\n";
    // Weyl sequences, whose steps have no ratio: even, apart, and the same on every machine.
    let uniform = |number: usize, person: u32| (f64::from(STEPS[number]).sqrt() * f64::from(person)).fract();
    for person in 1..=PERSONS {
        let theta = 5.0 * (f64::from(person) * 0.618_033_988_75).fract() - 2.5;
        let cells: Vec<&str> = (0..ITEMS)
            .map(|number| {
                let probability = 0.2 + 0.8 / (1.0 + (-1.3 * (theta - truth[number])).exp());
                if uniform(number, person) < probability { "1" } else { "0" }
            })
            .collect();
        let _ = writeln!(answers, "{}", cells.join(","));
    }
    (path, write(folder, "answers.csv", answers), truth)
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("few"))
}

/// The walk of docs/expert-parameters.md: two rounds, the first anchored on expert items, the second on calibrated ones.
#[test]
fn logs_replace_expert_parameters_on_the_scale_of_the_anchors() {
    let folder = scratch("judge-calibrate");
    let (bank, answers, truth) = judged_bank_and_answers(&folder);
    let [logs, expert, anchors, round_1] =
        ["logs.csv", "expert.csv", "anchors.csv", "round-1.csv"].map(|name| text(&folder.join(name)));
    let quiet = text(&folder.join("out.txt"));
    report(&["simulate", &bank, "--responses", &answers, "--logs", &logs, "-o", &quiet]);
    report(&["judge", &bank, "--anchors", &expert, "-o", &quiet]);
    let table = fs::read_to_string(&expert).expect("written");
    assert_eq!(rows(&table).len(), 1 + ITEMS);
    fs::write(&anchors, table.lines().take(1 + 8).collect::<Vec<_>>().join("\n") + "\n").expect("writable");
    // The bank of the logs stays; a copy takes the new parameters.
    let new = text(&folder.join("new"));
    fs::create_dir_all(folder.join("new")).expect("creatable");
    write_bank(&folder.join("new"), &serde_json::from_str(&read(&bank)).expect("JSON"));
    let calibrate = |anchors: &str, table: &str| {
        let options = ["--prior", "c=normal:-1.4,0.3", "--prior", "a=lognormal:0.26,0.3", "--quiet", "--format", "csv"];
        let run = ["calibrate", &logs, "--logs", "--person", "simulee", "--items", &bank, "--anchors", anchors];
        report(&[&run[..], &options, &["--into", &new, "-o", table]].concat());
    };
    calibrate(&anchors, &round_1);
    let after: Value = serde_json::from_str(&read(&new)).expect("JSON");
    let before: Value = serde_json::from_str(&read(&bank)).expect("JSON");
    assert_eq!(after["items"].as_array().expect("items")[..8], before["items"].as_array().expect("items")[..8]);
    assert_eq!((&after["prior"], &after["levels"]), (&before["prior"], &before["levels"]));
    let error = |bank: &Value, items: std::ops::Range<usize>| {
        let squares =
            items.clone().map(|item| (bank["items"][item]["model"]["b"].as_f64().expect("b") - truth[item]).powi(2));
        (squares.sum::<f64>() / as_number(items.len())).sqrt()
    };
    let (judged, estimated) = (error(&before, 8..ITEMS), error(&after, 8..ITEMS));
    assert!(judged > 0.8 && estimated < 0.3, "difficulties were off by {judged}, and are by {estimated}");
    for item in &after["items"].as_array().expect("items")[8..] {
        assert_eq!(
            (&item["provenance"]["source"], &item["provenance"]["sample"]),
            (&json!("calibrated"), &json!(PERSONS))
        );
        let errors = &item["model"]["standardErrors"]["b"];
        assert!(errors.as_f64().is_some_and(|error| error < 0.7), "{item}");
    }
    // What is calibrated is left alone from now on; of the others nothing differs.
    let found = json_report(&["judge", &new, "--check"]);
    assert_eq!(
        (found["items"].as_array().map(Vec::len), found["leftAlone"].as_array().map(Vec::len)),
        (Some(8), Some(ITEMS - 8))
    );
    // The second round: those with standard errors are the anchors of those without.
    let table = fs::read_to_string(&round_1).expect("written");
    let calibrated = |line: &&str| line.starts_with("item") || !line.ends_with(',');
    fs::write(&anchors, table.lines().filter(calibrated).collect::<Vec<_>>().join("\n") + "\n").expect("writable");
    assert_eq!(rows(&fs::read_to_string(&anchors).expect("written")).len(), 1 + ITEMS - 8);
    calibrate(&anchors, &text(&folder.join("round-2.csv")));
    let last: Value = serde_json::from_str(&read(&new)).expect("JSON");
    assert_eq!(last["items"].as_array().expect("items")[8..], after["items"].as_array().expect("items")[8..]);
    assert!(last["items"].as_array().expect("items").iter().all(|item| item["provenance"]["source"] == "calibrated"));
    let estimated = error(&last, 0..ITEMS);
    assert!(estimated < 0.3, "all difficulties are off by {estimated}");
    let mut locale = small_locale();
    let options = json!({ "a": "A", "b": "B", "c": "C", "d": "D" });
    let text = |number| (format!("q{number}"), json!({ "stem": "What now?", "options": options }));
    locale["items"] = (0..ITEMS).map(text).collect::<serde_json::Map<_, _>>().into();
    write(&folder.join("new").join("locales"), "en.json", locale.to_string());
    let found = report(&["check", &new]);
    assert!(found.contains("no errors"), "{found}");
}

/// A bank's bank.json.
fn read(bank: &str) -> String {
    fs::read_to_string(Path::new(bank).join("bank.json")).expect("readable")
}
