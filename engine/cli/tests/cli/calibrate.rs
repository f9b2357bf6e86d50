//! `thetis calibrate`: parameters that other programs find, in every form, and into banks.

use std::{fmt::Write, fs, path::Path};

use serde_json::{Value, json};

use crate::run::{
    assert_close, csv_report, json_report, report, rows, scratch, small_bank, text, thetis, write, write_bank,
};

/// Log-likelihood of LSAT7 under the 2PL: R mirt's, and what its manual says.
const LSAT7_LOG_LIKELIHOOD: f64 = -2658.805;
/// Three decimals are known.
const THREE_DECIMALS: f64 = 6e-4;

/// Section 7 of the Law School Admission Test: 1,000 persons, 5 items (Bock & Lieberman 1970).
fn lsat7() -> String {
    format!("{}/../../tests/fixtures/reference/lsat7.csv", env!("CARGO_MANIFEST_DIR"))
}

/// A generator that needs no more than to be the same everywhere (SplitMix64).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly standard normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Difficulties of simulated items.
fn difficulty(item: u32) -> f64 {
    f64::from(item % 5) * 0.6 - 1.2
}

/// Responses under a 2PL with slope 1.3, a row a person; abilities have this mean.
fn simulated(seed: u64, persons: usize, items: u32, mean: f64) -> Vec<Vec<u8>> {
    let mut random = Random(seed);
    let mut row = |_| {
        let theta = random.normal() + mean;
        let answer = |item: u32, random: &mut Random| {
            u8::from(random.uniform() < 1.0 / (1.0 + (-1.3 * (theta - difficulty(item))).exp()))
        };
        (0..items).map(|item| answer(item, &mut random)).collect()
    };
    (0..persons).map(&mut row).collect()
}

fn wide(rows: &[Vec<u8>]) -> String {
    let mut out = (1..=rows[0].len()).map(|item| format!("q{item}")).collect::<Vec<_>>().join(",");
    for row in rows {
        out.push('\n');
        out.push_str(&row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    }
    out
}

#[test]
fn lsat7_has_the_published_likelihood_and_parameters() {
    let found = json_report(&["calibrate", &lsat7(), "--model", "2pl"]);
    assert_eq!(found["converged"], true);
    assert_close(
        found["logLikelihood"].as_f64().expect("a number"),
        LSAT7_LOG_LIKELIHOOD,
        THREE_DECIMALS / 2658.0,
        "LSAT7",
    );
    // philchalmers/mirt, tests/testthat/test-01-mirtOne.R, tolerance 1e-2.
    let published = [(0.988, 1.856), (1.081, 0.808), (1.706, 1.804), (0.765, 0.486), (0.736, 1.855)];
    for (item, (slope, intercept)) in found["items"].as_array().expect("items").iter().zip(published) {
        let value = |at: usize| item["parameters"][at]["value"].as_f64().expect("a number");
        assert_close(value(0), slope, 1e-2, "slope");
        assert_close(value(1), intercept, 1e-2, "intercept");
        let [a, b] = ["a", "b"].map(|name| item["model"][name].as_f64().expect("a number"));
        assert_close(b, -value(1) / a, 1e-12, "difficulty");
        assert!(item["model"]["standardErrors"]["b"].as_f64().expect("a number") > 0.05);
    }
    assert_eq!(found["criteria"]["parameters"], 10);
    assert_eq!(found["provenance"]["sample"], 1000);
    let text = report(&["calibrate", &lsat7(), "--model", "2pl", "--fit"]);
    assert!(
        text.contains("Log-likelihood  -2658.805") && text.contains("converged after") && text.contains("M2  11.9"),
        "{text}"
    );
}

#[test]
fn every_form_of_the_data_gives_the_same_numbers() {
    let folder = scratch("calibrate-forms");
    let table = fs::read_to_string(lsat7()).expect("readable");
    let mut lines = table.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
    let names = lines.next().expect("a header");
    let (mut long, mut ones, mut letters) = ("person,item,response\n".to_owned(), names.join(";"), names.join(","));
    for (person, row) in lines.enumerate() {
        for (name, cell) in names.iter().zip(&row) {
            let _ = writeln!(long, "{person},{name},{cell}");
        }
        let plus_one: Vec<&str> = row.iter().map(|cell| if *cell == "1" { "2" } else { "1" }).collect();
        let letter: Vec<&str> = row.iter().map(|cell| if *cell == "1" { "B" } else { "D" }).collect();
        let _ = write!(ones, "\n{}", plus_one.join(";"));
        let _ = write!(letters, "\n{}", letter.join(","));
    }
    let (long, ones, letters) =
        (write(&folder, "long.csv", long), write(&folder, "ones.csv", ones), write(&folder, "letters.csv", letters));
    let runs: [&[&str]; 5] = [
        &[&long, "--long"],
        &[&ones, "--delimiter", ";", "--lowest", "1"],
        &[&letters, "--key", "BBBBB"],
        &[&lsat7(), "--acceleration", "squarem", "--tolerance", "1e-6"],
        &[&lsat7(), "--storage", "sparse"],
    ];
    let expected = csv_report(&["calibrate", &lsat7(), "--model", "2pl"]);
    assert_eq!(expected[0], ["item", "model", "a", "b", "se_a", "se_b"]);
    for run in runs {
        let found = csv_report(&[&["calibrate", "--model", "2pl"], run].concat());
        for (found, expected) in found.iter().zip(&expected).skip(1) {
            assert_eq!(found[0], expected[0]);
            for column in [2, 3] {
                let number = |row: &Vec<String>| row[column].parse::<f64>().expect("a number");
                assert_close(number(found), number(expected), 1e-3, &format!("{run:?}"));
            }
        }
    }
}

#[test]
fn a_parameter_table_is_a_bank() {
    let folder = scratch("calibrate-table");
    let items = text(&folder.join("items.csv"));
    assert_eq!(
        report(&[
            "calibrate",
            &lsat7(),
            "--model",
            "3pl",
            "--prior",
            "c=normal:-1.4,0.5",
            "--format",
            "csv",
            "-o",
            &items,
            "--quiet"
        ]),
        ""
    );
    assert!(report(&["check", &items]).ends_with("no errors, no warnings\n"));
    let header = rows(&fs::read_to_string(&items).expect("readable")).swap_remove(0);
    assert_eq!(header, ["item", "model", "a", "b", "c", "se_a", "se_b", "se_c"]);
    report(&["information", &items, "--theta", "0"]);
}

#[test]
fn anchors_put_items_on_their_scale() {
    let folder = scratch("calibrate-anchors");
    let easy = simulated(1, 1_500, 10, 0.0);
    let first = write(&folder, "first.csv", wide(&easy));
    let items = text(&folder.join("items.csv"));
    report(&["calibrate", &first, "--model", "2pl", "--format", "csv", "-o", &items]);
    // Abler persons; the last five items are new to the anchors.
    let all = fs::read_to_string(&items).expect("readable");
    let anchors = write(&folder, "anchors.csv", all.lines().take(6).collect::<Vec<_>>().join("\n"));
    let second = write(&folder, "second.csv", wide(&simulated(2, 1_500, 10, 0.8)));
    let found = json_report(&["calibrate", &second, "--model", "2pl", "--anchors", &anchors]);
    let mean = found["groups"][0]["mean"].as_f64().expect("a number");
    assert!((mean - 0.8).abs() < 0.15, "{mean}");
    let anchor: Vec<f64> = rows(&all)[1][2..4].iter().map(|cell| cell.parse().expect("a number")).collect();
    assert_close(found["items"][0]["model"]["a"].as_f64().expect("a number"), anchor[0], 1e-12, "an anchor stays");
    assert_close(found["items"][0]["model"]["b"].as_f64().expect("a number"), anchor[1], 1e-12, "an anchor stays");
    assert_eq!(found["items"][0]["parameters"][0]["fixed"], true);
    for item in 5..10_u32 {
        let b = found["items"][item as usize]["model"]["b"].as_f64().expect("a number");
        assert!((b - difficulty(item)).abs() < 0.3, "{item}: {b}");
    }
    let other = write(&folder, "other.csv", "item,model,b\nx,1pl,0\n");
    let outcome = thetis(&["calibrate", &second, "--model", "2pl", "--anchors", &other]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("none of the items in --anchors"), "{}", outcome.stderr);
}

#[test]
fn groups_have_means_of_their_own() {
    let folder = scratch("calibrate-groups");
    let mut table = "land,q1,q2,q3,q4,q5,q6\n".to_owned();
    for (land, mean, seed) in [("de", 0.0, 3), ("at", 0.5, 4)] {
        for row in simulated(seed, 1_200, 6, mean) {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            let _ = writeln!(table, "{land},{}", cells.join(","));
        }
    }
    let file = write(&folder, "a.csv", table);
    let found = json_report(&["calibrate", &file, "--model", "2pl", "--group", "land"]);
    let groups = found["groups"].as_array().expect("groups");
    assert_eq!((groups[0]["group"].as_str(), groups[0]["mean"].as_f64()), (Some("de"), Some(0.0)));
    let [mean, se] = ["mean", "meanSe"].map(|name| groups[1][name].as_f64().expect("a number"));
    assert!((mean - 0.5).abs() < 3.0 * se && se < 0.1, "{mean} ± {se}");
    assert!(
        report(&["calibrate", &file, "--model", "rasch", "--group", "land"]).contains("\nat "),
        "a table of groups"
    );
}

/// Responses to the small bank's items s1, s2 and s3, as ids of options and as categories.
fn small_responses() -> (String, String) {
    let (mut raw, mut scored) = ("s1,s2,s3\n".to_owned(), "s1,s2,s3\n".to_owned());
    let mut random = Random(9);
    for _ in 0..800 {
        let theta = random.normal();
        let mut above = |b: f64| random.uniform() < 1.0 / (1.0 + (-1.5 * (theta - b)).exp());
        let (first, second) = (above(-0.5), above(0.4));
        let third = usize::from(above(-1.0)) + usize::from(above(0.5));
        let _ = writeln!(raw, "{},{},{}", if first { "a" } else { "b" }, if second { "b" } else { "a" }, third + 1);
        let _ = writeln!(scored, "{},{},{third}", u8::from(first), u8::from(second));
    }
    (raw, scored)
}

#[test]
fn parameters_go_into_a_bank_with_errors_and_provenance() {
    let folder = scratch("calibrate-into");
    let bank = write_bank(&folder.join("bank"), &small_bank_in(&folder));
    let (raw, scored) = small_responses();
    let (raw, scored) = (write(&folder, "raw.csv", raw), write(&folder, "scored.csv", scored));
    let read = || -> Value {
        serde_json::from_slice(&fs::read(Path::new(&bank).join("bank.json")).expect("readable")).expect("JSON")
    };
    let before = read();
    let by_key = json_report(&["calibrate", &raw, "--items", &bank, "--key", "bank", "--model", "2pl,grm"]);
    assert_eq!(read(), before, "nothing is written unless it is said where");
    let scored = json_report(&["calibrate", &scored, "--items", &bank, "--model", "2pl,grm", "--into", &bank]);
    assert_eq!(by_key["items"][0]["model"], scored["items"][0]["model"]);
    let after = read();
    for (item, model) in [(0, "2pl"), (1, "2pl"), (2, "grm")] {
        let own = &after["items"][item];
        assert_eq!(own["model"]["type"], model);
        assert!(own["model"]["standardErrors"]["a"].as_f64().expect("a number") > 0.0);
        assert_eq!(
            (own["provenance"]["source"].as_str(), own["provenance"]["sample"].as_u64()),
            (Some("calibrated"), Some(800))
        );
        assert!(own["provenance"]["method"].as_str().expect("a text").contains("marginal maximum likelihood"));
        assert_eq!(own["options"], before["items"][item]["options"]);
    }
    assert_eq!((&after["designs"], &after["dimensions"]), (&before["designs"], &before["dimensions"]));
    assert!(report(&["check", &bank]).contains("no errors"));
    assert_eq!(fs::read_dir(&bank).expect("a folder").count(), 2, "bank.json and locales, nothing beside");
}

fn small_bank_in(folder: &Path) -> Value {
    fs::create_dir_all(folder.join("bank")).expect("creatable");
    small_bank()
}

#[test]
fn a_bank_that_does_not_fit_stays_as_it_is() {
    let folder = scratch("calibrate-into-bad");
    let mut other = small_bank_in(&folder);
    other["items"][2]["options"] = json!(["1", "2", "3", "4"]);
    other["items"][2]["scoring"] = json!({"categories": [0, 1, 2, 3]});
    other["items"][2]["model"] = json!({"type": "grm", "a": 1.5, "b": [-1.0, 0.0, 1.0]});
    let bank = write_bank(&folder.join("bank"), &other);
    let before = fs::read(Path::new(&bank).join("bank.json")).expect("readable");
    let (_, scored) = small_responses();
    let file = write(&folder, "scored.csv", scored.replace("s1", "s9"));
    let out = folder.join("out.json");
    let outcome =
        thetis(&["calibrate", &file, "--model", "2pl,grm", "--into", &bank, "--format", "json", "-o", &text(&out)]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("item s9: the bank has no such item"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("item s3: it was calibrated with 3 categories and has 4"), "{}", outcome.stderr);
    assert_eq!(fs::read(Path::new(&bank).join("bank.json")).expect("readable"), before);
    assert!(!out.exists());
}

#[test]
fn session_logs_calibrate_the_items_they_asked() {
    let folder = scratch("calibrate-logs");
    let bank = small_bank_in(&folder);
    let bank = write_bank(&folder.join("bank"), &bank);
    let logs = text(&folder.join("logs.csv"));
    report(&[
        "simulate",
        &bank,
        "--normal",
        "0,1",
        "-n",
        "400",
        "--logs",
        &logs,
        "-o",
        &text(&folder.join("report.txt")),
    ]);
    let found = json_report(&[
        "calibrate",
        &logs,
        "--logs",
        "--items",
        &bank,
        "--prior",
        "a=lognormal:0,0.3",
        "--prior",
        "c=normal:-1.4,0.5",
    ]);
    assert_eq!((found["data"]["persons"].as_u64(), found["data"]["items"].as_u64()), (Some(400), Some(3)));
    let types: Vec<&str> =
        found["items"].as_array().expect("items").iter().filter_map(|item| item["model"]["type"].as_str()).collect();
    assert_eq!(types, ["2pl", "3pl", "grm"], "the bank's models unless told otherwise");
}

#[test]
fn a_search_that_did_not_converge_says_so() {
    let folder = scratch("calibrate-unconverged");
    let out = folder.join("out.json");
    let run = ["calibrate", &lsat7(), "--model", "2pl", "--cycles", "3"];
    let outcome = thetis(&[&run[..], &["--format", "json", "-o", &text(&out)]].concat());
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("did not converge in 3 cycles"), "{}", outcome.stderr);
    let found: Value = serde_json::from_slice(&fs::read(&out).expect("written whole")).expect("JSON");
    assert_eq!((found["converged"].as_bool(), found["ending"].as_str()), (Some(false), Some("cycles-used")));
    let outcome = thetis(&run);
    assert!(outcome.code == Some(1) && outcome.stdout.contains("NOT CONVERGED after 3 cycles"), "{}", outcome.stdout);
    // A parameter table could not say it.
    let table = folder.join("items.csv");
    let outcome = thetis(&[&run[..], &["--format", "csv", "-o", &text(&table)]].concat());
    assert!(outcome.code == Some(1) && !table.exists(), "{}", outcome.stderr);
}

#[test]
fn what_a_reader_should_know_is_noted() {
    let found = json_report(&["calibrate", &lsat7(), "--model", "rasch"]);
    let notes = found["notes"].to_string();
    assert!(notes.contains("standard deviation") && notes.contains("--prior normal:0"), "{notes}");
    let out = text(&scratch("calibrate-notes").join("out.json"));
    let outcome = thetis(&["calibrate", &lsat7(), "--model", "3pl", "--cycles", "5", "--format", "json", "-o", &out]);
    assert_eq!(outcome.code, Some(1));
    assert!(fs::read_to_string(&out).expect("written").contains("asymptotes without a prior"));
}

/// A log-normal prior holds slopes above 0, whatever the data say at first sight.
#[test]
fn a_prior_of_slopes_keeps_them_above_0() {
    let folder = scratch("calibrate-prior");
    let mut rows = simulated(5, 300, 6, 0.0);
    rows.iter_mut().enumerate().for_each(|(person, row)| row[5] = u8::from(person % 3 == 0) ^ (row[0] & row[1]) ^ 1);
    let file = write(&folder, "a.csv", wide(&rows));
    let found = json_report(&["calibrate", &file, "--model", "2pl", "--prior", "a=lognormal:0,0.5"]);
    for item in found["items"].as_array().expect("items") {
        assert!(item["model"]["a"].as_f64().expect("a number") > 0.0, "{item}");
    }
    assert!(found["logPrior"].as_f64().expect("finite") < 0.0);
}

/// Ctrl-C ends the search, and what is known is reported.
#[cfg(unix)]
#[test]
fn an_interrupt_ends_cleanly() {
    use std::{
        process::{Command, Stdio},
        thread,
        time::Duration,
    };

    let folder = scratch("calibrate-interrupt");
    let file = write(&folder, "a.csv", wide(&simulated(7, 4_000, 40, 0.0)));
    let table = folder.join("items.csv");
    let child = Command::new(env!("CARGO_BIN_EXE_thetis"))
        .args(["calibrate", &file, "--model", "2pl", "--acceleration", "none", "--tolerance", "1e-6"])
        .args(["--nodes", "2001", "--cycles", "100000", "--format", "csv", "-o", &text(&table)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    thread::sleep(Duration::from_secs(3));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(killed.success());
    let output = child.wait_with_output().expect("the command ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("stopped after") && stderr.contains("no parameters were written"), "{stderr}");
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "nothing half-written");
}
