//! Responses that cannot be calibrated: exit code 1, what and where on standard error, and no file left behind.

use std::fs;

use crate::run::{Outcome, scratch, text, thetis, write};

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

/// The outcome of calibrating this, with output into files: none of which may be there afterwards.
#[track_caller]
fn refused_with(test: &str, name: &str, content: impl AsRef<[u8]>, options: &[&str], said: &[&str]) {
    let folder = scratch(&format!("calibrate-bad-{test}"));
    let file = write(&folder, name, content);
    for format in ["text", "json", "csv"] {
        let out = folder.join("out");
        let path = text(&out);
        let all = [&["calibrate", &file, "--format", format, "-o", &path][..], options].concat();
        let Outcome { code, stdout, stderr } = thetis(&all);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{test}: {stderr}");
        assert!(stderr.starts_with("error: "), "{test}: {stderr}");
        for words in said {
            assert!(stderr.contains(words), "{test} says {words:?}: {stderr}");
        }
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "{test} leaves nothing behind");
    }
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
    refused("ragged", |rows| drop(rows[5].pop()), &["data.csv, line 6: the line has 4 cells, the header 5"]);
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
        &["item q1: nobody gave response 1", "--collapse"],
    );
    refused("nobody", |rows| set(rows, 1, |_| String::new()), &["item q1: nobody answered it", "--drop"]);
    refused(
        "all-correct",
        |rows| set(rows, 4, |_| "1".into()),
        &["item q4: everybody who answered it gave response 1"],
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

#[test]
fn too_little_of_everything() {
    refused("one-person", |rows| rows.truncate(2), &["there is one person"]);
    refused("no-person", |rows| rows.truncate(1), &["there is no person"]);
    refused("one-item", |rows| rows.iter_mut().for_each(|row| row.truncate(2)), &["there is one item only"]);
    refused("all-missing", |rows| (1..5).for_each(|c| set(rows, c, |_| "NA".into())), &["every response is missing"]);
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

#[test]
fn files_that_break_off() {
    refused_with(
        "parquet",
        "data.parquet",
        b"PAR1 and no more",
        &["--model", "2pl"],
        &["data.parquet: this is no whole Parquet file", "copy or export it again"],
    );
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
