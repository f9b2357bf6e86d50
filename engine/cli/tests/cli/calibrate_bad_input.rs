//! Responses that cannot be calibrated: exit code 1, what and where on standard error, and no file left behind.

use std::fs;

use serde_json::Value;

use crate::run::{Outcome, csv_report, data, json_report, scratch, small_bank, text, thetis, write, write_bank};

/// Persons enough that only what a test changes is at fault.
fn sound() -> Vec<Vec<String>> {
    let mut rows = vec!["person,q1,q2,q3,q4".split(',').map(str::to_owned).collect::<Vec<_>>()];
    for person in 0..60_u32 {
        let answer = |item: u32| (person * (7 + 2 * item) + item * 5) % (11 + item) > 4 + item;
        let mut row = vec![format!("p{person}")];
        row.extend((0..4).map(|item| if answer(item) { "1".to_owned() } else { "0".to_owned() }));
        rows.push(row);
    }
    rows
}

fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

/// The outcome of calibrating this, with output into files in every form: none of them may be there afterwards, and a
/// bank that was to take the parameters is what it was.
#[track_caller]
fn refused_with(test: &str, name: &str, content: impl AsRef<[u8]>, options: &[&str], said: &[&str]) {
    let folder = scratch(&format!("calibrate-bad-{test}"));
    let file = write(&folder, name, content);
    let bank = write_bank(&scratch(&format!("calibrate-bad-{test}-bank")), &small_bank());
    let bank_before = files_of(&bank);
    for format in ["text", "json", "csv"] {
        let out = folder.join("out");
        let path = text(&out);
        let all = [&["calibrate", &file, "--format", format, "-o", &path, "--into", &bank][..], options].concat();
        let Outcome { code, stdout, stderr } = thetis(&all);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{test}: {stderr}");
        assert!(stderr.starts_with("error: "), "{test}: {stderr}");
        for words in said {
            assert!(stderr.contains(words), "{test} says {words:?}: {stderr}");
        }
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "{test} leaves nothing behind");
        assert!(files_of(&bank) == bank_before, "{test} leaves the bank alone");
    }
}

/// Names and contents of the files of a folder.
fn files_of(folder: &str) -> Vec<(String, Option<Vec<u8>>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut files: Vec<_> = entries.map(|path| (text(&path), fs::read(&path).ok())).collect();
    files.sort();
    files
}

/// Calibrating this succeeds all the same; its notes.
#[track_caller]
fn accepted(test: &str, rows: &[Vec<String>], options: &[&str]) -> (Value, String) {
    let file = write(&scratch(&format!("calibrate-odd-{test}")), "data.csv", csv(rows));
    let found = json_report(&[&["calibrate", &file][..], options].concat());
    let notes = found["notes"].to_string();
    (found, notes)
}

/// The sound table, changed.
#[track_caller]
fn refused(test: &str, change: impl FnOnce(&mut Vec<Vec<String>>), said: &[&str]) {
    let mut rows = sound();
    change(&mut rows);
    refused_with(test, "data.csv", csv(&rows), &["--model", "2pl"], said);
}

fn set(rows: &mut [Vec<String>], column: usize, value: impl Fn(usize) -> String) {
    for (number, row) in rows.iter_mut().enumerate().skip(1) {
        row[column] = value(number);
    }
}

#[test]
fn the_table_these_change_is_sound() {
    let file = write(&scratch("calibrate-bad-none"), "data.csv", csv(&sound()));
    let outcome = thetis(&["calibrate", &file, "--model", "2pl", "--prior", "a=lognormal:0,0.5"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

#[test]
fn ragged_rows_and_text() {
    refused("ragged", |rows| drop(rows[5].pop()), &["data.csv, line 6: the line has 4 cells, the header 5: correct"]);
    refused("ragged-long", |rows| rows[7].push("1".into()), &["data.csv, line 8: the line has 6 cells, the header 5"]);
    refused(
        "text",
        |rows| rows[3][2] = "yes".into(),
        &["data.csv, line 4, person p2, item q2: \"yes\" is no response", "--missing"],
    );
    refused("duplicate-person", |rows| rows[3][0] = "p1".into(), &["line 4, person p1", "line 3 already"]);
    refused("duplicate-item", |rows| rows[0][2] = "q1".into(), &["item q1: two columns have this name"]);
}

#[test]
fn categories() {
    refused(
        "gap",
        |rows| set(rows, 1, |n| if n % 2 == 0 { "2".into() } else { "0".into() }),
        &["data.csv, item q1: nobody gave response 1: ", "--collapse", "--drop"],
    );
    refused("nobody", |rows| set(rows, 1, |_| String::new()), &["item q1: nobody answered it", "--drop"]);
    refused(
        "all-correct",
        |rows| set(rows, 4, |_| "1".into()),
        &["data.csv, item q4: everybody who answered it gave response 1, so it has no finite difficulty", "--drop"],
    );
    refused(
        "from-one",
        |rows| (1..5).for_each(|c| set(rows, c, |n| (1 + n * c % 7 % 2).to_string())),
        &["no item has the response 0, the lowest is 1: say --lowest 1"],
    );
    refused(
        "three",
        |rows| set(rows, 1, |n| (n % 3).to_string()),
        &["item q1 has 3 categories, the model 2pl two", "graded"],
    );
}

/// What the messages of [`categories`] advise helps.
#[test]
fn categories_nobody_chose_can_be_taken_out() {
    let mut rows = sound();
    set(&mut rows, 1, |n| if n % 3 == 0 { "3".into() } else { (n % 2).to_string() });
    set(&mut rows, 4, |_| String::new());
    let (found, notes) =
        accepted("collapse", &rows, &["--model", "grm", "--collapse", "--drop", "q4", "--prior", "a=lognormal:0,0.5"]);
    assert_eq!(found["items"].as_array().expect("items").len(), 3);
    assert_eq!(found["items"][0]["model"]["b"].as_array().expect("thresholds").len(), 2);
    assert!(notes.contains("item q1: categories nobody chose are gone; 0, 1, 3 are left"), "{notes}");
}

#[test]
fn too_little_of_everything() {
    refused("one-person", |rows| rows.truncate(2), &["data.csv, person p0: there is one person"]);
    refused("no-person", |rows| rows.truncate(1), &["there is no person"]);
    refused(
        "one-item",
        |rows| rows.iter_mut().for_each(|row| row.truncate(2)),
        &["data.csv, item q1: there is one item only"],
    );
    refused(
        "all-missing",
        |rows| (1..5).for_each(|c| set(rows, c, |_| "NA".into())),
        &["data.csv: every response is missing"],
    );
    refused("empty", Vec::clear, &["there are no lines of data"]);
    let halves = |rows: &mut Vec<Vec<String>>| {
        for (number, row) in rows.iter_mut().enumerate().skip(1) {
            let gone = if number % 2 == 0 { 1..3 } else { 3..5 };
            row[gone].fill(String::new());
        }
    };
    refused("overlap", halves, &["nothing links q1 and 1 items with it to q3", "--anchors"]);
}

#[test]
fn items_that_say_what_others_say_or_the_contrary() {
    let copy = |rows: &mut Vec<Vec<String>>| rows.iter_mut().skip(1).for_each(|row| row[4] = row[1].clone());
    refused("collinear", copy, &["item q4: everybody gave the same responses as to item q1"]);
    let reverse = |rows: &mut Vec<Vec<String>>| {
        rows.iter_mut().skip(1).for_each(|row| row[4] = if row[1] == "1" { "0".into() } else { "1".into() })
    };
    refused("reversed", reverse, &["item q4: everybody gave the reverse of the responses to item q1"]);
    // One item against the others, not quite their reverse: it discriminates negatively.
    let mut rows = vec!["q1,q2,q3,q4".to_owned()];
    for person in 0..400_u32 {
        let noise = |item: u32| (person.wrapping_mul(2_654_435_761).rotate_left(item * 7)) % 10 < 2;
        let able = person % 2 == 0;
        let cell = |item: u32| u8::from(if item == 3 { able == noise(item) } else { able != noise(item) });
        rows.push((0..4).map(|item| cell(item).to_string()).collect::<Vec<_>>().join(","));
    }
    refused_with(
        "negative",
        "data.csv",
        rows.join("\n"),
        &["--model", "2pl"],
        &["item q4: its slope is -", "keying -1", "--drop q4"],
    );
}

#[test]
fn keys() {
    let rows = csv(&sound());
    refused_with(
        "key-length",
        "data.csv",
        &rows,
        &["--model", "2pl", "--key", "11"],
        &["the key has 2 entries for 4 items"],
    );
    refused_with(
        "key-file",
        "data.csv",
        &rows,
        &["--model", "2pl", "--key", "nowhere.csv"],
        &["nowhere.csv: cannot be read"],
    );
}

#[test]
fn keys_that_fit_other_data() {
    let folder = scratch("calibrate-bad-key-files");
    let rows = csv(&sound());
    let with = |name: &str, key: &str| write(&folder, name, key);
    let options = ["--model", "2pl", "--key"];
    let refused = |test: &str, key: &str, said: &[&str]| {
        refused_with(test, "data.csv", &rows, &[&options[..], &[key]].concat(), said);
    };
    refused("key-long", "11111", &["data.csv: the key has 5 entries for 4 items: give one for each"]);
    refused(
        "key-case",
        "1A11",
        &["data.csv, item q2: nobody gave A, which the key says is right", "capital letters", "--drop"],
    );
    let short = with("short.csv", "item,key\nq1,1\nq2,1\nq3,1\n");
    refused("key-item", &short, &["item q4: the item has no key: add it"]);
    let other = with("other.csv", "item,key\nq1,1\nq2,1\nq3,1\nq4,1\nq5,1\n");
    refused("key-other", &other, &["item q5: the key has an item that the data do not have"]);
    let broken = with("broken.csv", "item,answer\nq1,1\n");
    refused("key-column", &broken, &["broken.csv: there is no column key; the columns are item, answer"]);
}

/// Steps of partial credit may be in any order: the item is odd, the estimates are sound.
#[test]
fn disordered_steps_are_noted() {
    let mut rows = vec!["q1,q2,q3,q4".split(',').map(str::to_owned).collect::<Vec<_>>()];
    let mut state = 7_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).expect("31 bits")) / f64::from(1_u32 << 31)
    };
    for _ in 0..600 {
        let theta = 3.0 * (uniform() + uniform() + uniform() - 1.5);
        let mut answer = |middle: f64| {
            // Categories 0, 1, 2 with weights 1, middle·exp θ, exp 2θ: steps at −ln middle and ln middle.
            let weights = [1.0, middle * theta.exp(), (2.0 * theta).exp()];
            let at = uniform() * weights.iter().sum::<f64>();
            usize::from(at > weights[0]) + usize::from(at > weights[0] + weights[1])
        };
        rows.push([2.0, 0.2, 2.0, 2.0].map(|middle| answer(middle).to_string()).to_vec());
    }
    for model in ["pcm", "gpcm"] {
        let (found, notes) = accepted(&format!("disordered-{model}"), &rows, &["--model", model]);
        assert_eq!(found["converged"], true);
        assert!(notes.contains("steps are not in order") && notes.contains("likeliest: q2\""), "{notes}");
        let steps = &found["items"][1]["model"]["b"];
        assert!(steps[0].as_f64() > steps[1].as_f64(), "{steps}");
        assert!(found["items"][1]["model"]["standardErrors"]["b"][0].as_f64().is_some_and(|se| se > 0.0));
    }
}

#[test]
fn anchors_with_disordered_thresholds() {
    let folder = scratch("calibrate-bad-anchors-file");
    let anchors = write(&folder, "anchors.csv", "item,model,a,b1,b2\nq1,grm,1,1,-1\n");
    refused_with(
        "disordered",
        "data.csv",
        csv(&sound()),
        &["--model", "grm", "--anchors", &anchors],
        &["anchors.csv, item q1"],
    );
}

/// `answers.parquet` has the sound table, as pyarrow writes it.
#[test]
fn parquet_that_breaks_off() {
    let sound_file = write(&scratch("calibrate-bad-parquet-none"), "data.csv", csv(&sound()));
    let options = ["--model", "2pl", "--prior", "a=lognormal:0,0.5"];
    let of = |file: &str| csv_report(&[&["calibrate", file][..], &options].concat());
    assert_eq!(of(&data("answers.parquet")), of(&sound_file));
    let whole = fs::read(data("answers.parquet")).expect("readable");
    for length in [0, 4, whole.len() / 2, whole.len() - 1] {
        refused_with(
            "parquet",
            "data.parquet",
            &whole[..length],
            &options,
            &["data.parquet: this is no whole Parquet file", "copy or export it again"],
        );
    }
    // The end is there, something before it is not: zeros, as disks leave them.
    let mut damaged = whole.clone();
    damaged[680..750].fill(0);
    refused_with(
        "parquet-hole",
        "data.parquet",
        &damaged,
        &options,
        &["data.parquet, line ", "this is no whole Parquet file"],
    );
}

#[test]
fn files_that_break_off() {
    refused_with(
        "arrow",
        "data.arrow",
        b"ARROW1\0\0",
        &["--model", "2pl"],
        &["data.arrow: this is no whole Arrow file"],
    );
    refused_with(
        "gzip",
        "data.csv.gz",
        b"\x1f\x8b\x08\0\0",
        &["--model", "2pl"],
        &["data.csv.gz: this is no whole gzip file"],
    );
    refused_with(
        "kind",
        "data.xlsx",
        b"PK",
        &["--model", "2pl"],
        &["data.xlsx: the ending of the name says no format"],
    );
}

#[test]
fn an_output_that_was_there_stays_as_it_was() {
    let folder = scratch("calibrate-bad-kept");
    let mut rows = sound();
    rows[3][2] = "yes".into();
    let file = write(&folder, "data.csv", csv(&rows));
    let out = write(&folder, "out.csv", "of last year");
    let outcome = thetis(&["calibrate", &file, "--model", "2pl", "--format", "csv", "-o", &out]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(fs::read_to_string(&out).expect("still there"), "of last year");
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2);
}

#[test]
fn persons_groups_and_weights() {
    let folder = scratch("calibrate-bad-persons-file");
    let people = |change: &dyn Fn(usize) -> String| {
        let rows: String = (0..60).map(|n| format!("p{n},{}\n", change(n))).collect();
        write(&folder, "people.csv", format!("person,land,n\n{rows}"))
    };
    let rows = csv(&sound());
    let with = |test: &str, file: &str, said: &[&str]| {
        let options = ["--model", "2pl", "--persons", file, "--group", "land", "--weight", "n"];
        refused_with(test, "data.csv", &rows, &options, said);
    };
    let file = people(&|n| if n == 7 { ",1".into() } else { "de,1".into() });
    with("no-group", &file, &["data.csv, line 9, person p7: \"\" is no group: write its name for every person"]);
    let file = people(&|n| if n == 7 { "de,-2".into() } else { "de,1".into() });
    with("weight", &file, &["data.csv, line 9, person p7: \"-2\" is no weight: write a number of persons"]);
    let file = write(&folder, "few.csv", "person,land,n\np0,de,1\n");
    with("unknown-person", &file, &["data.csv, line 3, person p1: the table of persons does not have this person"]);
    let file = write(&folder, "no.csv", "person,n\np0,1\n");
    with("no-column", &file, &["there is no column land"]);
}

#[test]
fn command_lines_that_make_no_sense() {
    let folder = scratch("calibrate-bad-usage");
    let file = write(&folder, "data.csv", csv(&sound()));
    let misused = |options: &[&str], said: &str| {
        let outcome = thetis(&[&["calibrate", &file][..], options].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{options:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{options:?}: {}", outcome.stderr);
    };
    misused(&[], "item q1 has no model: give --model");
    misused(&["--model", "5pl"], "5pl");
    misused(&["--model", "2pl", "--prior", "a=cauchy:0,1"], "is no prior");
    misused(&["--model", "2pl", "--prior", "q9:a=normal:0,1"], "there is no item q9");
    misused(&["--model", "2pl", "--prior", "c=beta:5,17"], "no item has such a parameter");
    misused(&["--model", "2pl", "--fix", "q1:d7=1"], "intercept 7");
    misused(&["--model", "2pl", "--latent", "free"], "latent");
    misused(&["--model", "2pl", "--logs"], "--items");
    misused(&["--model", "2pl", "--key", "bank"], "--key bank needs a bank's folder");
    misused(&["--model", "2pl", "--delimiter", "ab"], "separates no cells");
    misused(&["--model", "2pl", "--nodes", "2"], "nodes");
}
