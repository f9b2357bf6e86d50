//! `thetis import responses`: packed folders, what reads them, and what is left when something goes wrong.

use std::{fmt::Write as _, fs, path::Path};

use crate::run::{json_report, report, scratch, text, thetis, write};

/// Responses that fit a 2PL well enough to converge, with a group and a weight.
fn table(persons: u64) -> String {
    let mix = |n: u64| {
        let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let uniform = |n: u64| (mix(n) >> 11) as f64 / (1_u64 << 53) as f64;
    let mut out = String::from("person,country,w,q1,q2,q3,q4,q5,q6\n");
    for person in 0..persons {
        let theta = (0..12).map(|draw| uniform(person * 100 + draw)).sum::<f64>() - 6.0;
        let _ =
            write!(out, "p{person},{},{}", ["fr", "de"][(person % 2) as usize], [1.0, 0.5, 2.0][(person % 3) as usize]);
        for item in 0..6_u64 {
            let right =
                uniform(person * 100 + 50 + item) < 1.0 / (1.0 + (-1.2 * (theta - item as f64 * 0.4 + 1.0)).exp());
            let missing = mix(person * 31 + item).is_multiple_of(13);
            out.push_str(if missing {
                ","
            } else if right {
                ",1"
            } else {
                ",0"
            });
        }
        out.push('\n');
    }
    out
}

/// The same, a response a line, in an order of no use.
fn lines(table: &str) -> String {
    let mut rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let rows: Vec<_> = rows.collect();
    let mut out = String::from("student,country,w,task,score\n");
    for item in (3..header.len()).rev() {
        for row in rows.iter().step_by(2).chain(rows.iter().skip(1).step_by(2)) {
            let _ = writeln!(out, "{},{},{},{},{}", row[0], row[1], row[2], header[item], row[item]);
        }
    }
    out
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn packed_wide_responses_are_calibrated_to_the_same_bits() {
    let folder = scratch("import-wide");
    let file = write(&folder, "a.csv", table(1_500));
    let packed = text(&folder.join("packed"));
    let options = ["--group", "country", "--weight", "w"];
    let said =
        report(&[&["import", "responses", &file, "-o", &packed, "--merge-patterns", "never"], &options[..]].concat());
    assert!(
        said.contains("1500 persons, 6 items, ") && said.contains("1500 rows of a byte for every item in 1 file"),
        "{said}"
    );
    assert!(said.contains("the 2 groups count where --group country is given again"), "{said}");
    assert_eq!(names(&folder.join("packed")), ["part-00000.parquet", "responses.json"]);
    let calibrated = |file: &str| {
        let mut found = json_report(
            &[&["calibrate", file, "--model", "2pl", "--covariance", &text(&folder.join("c.csv"))], &options[..]]
                .concat(),
        );
        found["provenance"] = serde_json::Value::Null;
        (found, fs::read_to_string(folder.join("c.csv")).expect("written"))
    };
    assert_eq!(calibrated(&file), calibrated(&packed));
    // Other verbs take it, too, and say what was settled.
    assert_eq!(
        report(&["classical", &packed, "--drop", "q3"]),
        report(&["classical", &file, "--drop", "q3", "--weight", "w", "--ignore", "country"])
    );
    let refused = thetis(&["calibrate", &packed, "--model", "2pl", "--missing", "-9"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("packed: --missing was settled when the responses were packed"),
        "{}",
        refused.stderr
    );
}

#[test]
fn packed_long_responses_are_calibrated_to_the_same_bits() {
    let folder = scratch("import-long");
    let file = write(&folder, "a.csv", lines(&table(900)));
    let options = [
        "--long",
        "--person",
        "student",
        "--item",
        "task",
        "--response",
        "score",
        "--group",
        "country",
        "--weight",
        "w",
    ];
    let pack = |name: &str, more: &[&str]| {
        let packed = text(&folder.join(name));
        let said = report(&[&["import", "responses", &file, "-o", &packed], &options[..], more].concat());
        assert!(said.contains("Read: 5400 lines, 900 persons, 6 items, "), "{said}");
        packed
    };
    // A memory so small that lines are sorted in hundreds of runs on the disk.
    let small = pack("small", &["--memory", "2000", "--merge-patterns", "never"]);
    let large = pack("large", &["--merge-patterns", "never"]);
    for name in names(Path::new(&large)) {
        let read = |folder: &str| fs::read(Path::new(folder).join(&name)).expect("there");
        assert!(read(&small) == read(&large), "{name}");
    }
    let calibrated = |file: &str, options: &[&str]| {
        let mut found = json_report(&[&["calibrate", file, "--model", "2pl"], options].concat());
        found["provenance"] = serde_json::Value::Null;
        found
    };
    assert_eq!(calibrated(&file, &options), calibrated(&small, &["--group", "country"]));
    // Few items, many persons: merged, which changes no more than the order of sums.
    let merged = pack("merged", &["--merge-patterns", "auto", "--sparse"]);
    let (own, other) = (calibrated(&large, &[]), calibrated(&merged, &[]));
    let number = |found: &serde_json::Value| found["logLikelihood"].as_f64().expect("a number");
    assert!((number(&own) - number(&other)).abs() < 1e-6 * number(&own).abs(), "{} {}", number(&own), number(&other));
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(Path::new(&merged).join("responses.json")).expect("there"))
            .expect("JSON");
    assert_eq!(
        (&manifest["header"]["layout"], &manifest["header"]["merged"], &manifest["persons"]),
        (&"sparse".into(), &true.into(), &900.into())
    );
    assert!(manifest["rows"].as_u64().expect("a number") < 600);
}

#[test]
fn options_that_are_not_asked_and_places_that_are_taken_are_refused() {
    let folder = scratch("import-refused");
    let file = write(&folder, "a.csv", "q1,q2\n0,1\n1,0\n");
    let packed = text(&folder.join("packed"));
    for (options, code, expected) in [
        (&["--collapse"][..], 2, "--collapse is for those who read what is packed"),
        (&["--logs", "--items", "bank"][..], 2, "session logs are not packed"),
        (&["--memory", "much"][..], 2, "is no amount of memory"),
        (&["--sparse", "--storage", "dense"][..], 2, "cannot be used with"),
        (&["--group", "form"][..], 1, "a.csv: there is no column form"),
        (&["--key", "nowhere.csv"][..], 1, "nowhere.csv: cannot be read"),
    ] {
        let outcome = thetis(&[&["import", "responses", &file, "-o", &packed], options].concat());
        assert_eq!(outcome.code, Some(code), "{options:?} {}", outcome.stderr);
        assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
        assert_eq!(names(&folder), ["a.csv"]);
    }
    report(&["import", "responses", &file, "-o", &packed]);
    let outcome = thetis(&["import", "responses", &file, "-o", &packed]);
    assert!(outcome.code == Some(1) && outcome.stderr.contains("packed: is there already"), "{}", outcome.stderr);
    let outcome = thetis(&["import", "responses", &packed, "-o", &text(&folder.join("again"))]);
    assert!(outcome.code == Some(1) && outcome.stderr.contains("it is packed already"), "{}", outcome.stderr);
    assert_eq!(names(&folder), ["a.csv", "packed"]);
}

/// A table that never ends, by which an import is caught in the middle.
#[cfg(unix)]
mod endless {
    use std::{
        fs::{self, File},
        io::Write,
        path::Path,
        process::{Child, Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    use super::names;
    use crate::run::{report, scratch, text, write};

    const ROWS: &str = "0,1,1\n1,0,1\n0,0,1\n";

    /// An import that reads a pipe, once it has begun to write.
    fn begun(folder: &Path) -> (Child, thread::JoinHandle<()>) {
        let pipe = folder.join("pipe.csv");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
        let child = Command::new(env!("CARGO_BIN_EXE_thetis"))
            .args([
                "import",
                "responses",
                &text(&pipe),
                "-o",
                &text(&folder.join("packed")),
                "--merge-patterns",
                "never",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let writer = thread::spawn(move || {
            let Ok(mut file) = File::options().write(true).open(&pipe) else { return };
            let rows = ROWS.repeat(500);
            let _ = file.write_all(b"q1,q2,q3\n");
            // Until nobody reads any more.
            while file.write_all(rows.as_bytes()).is_ok() {}
        });
        let part = folder.join(".packed.partial/part-00000.parquet");
        let started = Instant::now();
        while !part.exists() {
            assert!(started.elapsed() < Duration::from_mins(5), "the import writes nothing");
            thread::sleep(Duration::from_millis(5));
        }
        (child, writer)
    }

    #[test]
    fn ctrl_c_leaves_nothing() {
        let folder = scratch("import-interrupted");
        let (child, writer) = begun(&folder);
        assert!(
            Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there").success()
        );
        let output = child.wait_with_output().expect("it ends");
        writer.join().expect("the pipe is closed");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(output.status.code() == Some(1) && stderr.contains("stopped; nothing was written"), "{stderr}");
        assert_eq!(names(&folder), ["pipe.csv"]);
    }

    #[test]
    fn a_kill_leaves_no_half_folder_and_the_next_import_clears_up() {
        let folder = scratch("import-killed");
        let (mut child, writer) = begun(&folder);
        child.kill().expect("killed");
        child.wait().expect("it ends");
        writer.join().expect("the pipe is closed");
        assert_eq!(names(&folder), [".packed.partial", "pipe.csv"]);
        let file = write(&folder, "a.csv", format!("q1,q2,q3\n{}", ROWS.repeat(3)));
        report(&["import", "responses", &file, "-o", &text(&folder.join("packed")), "--merge-patterns", "never"]);
        assert_eq!(names(&folder), ["a.csv", "packed", "pipe.csv"]);
        assert_eq!(names(&folder.join("packed")), ["part-00000.parquet", "responses.json"]);
        let manifest = fs::read_to_string(folder.join("packed/responses.json")).expect("there");
        assert!(manifest.contains(r#""persons":9,"rows":9"#), "{manifest}");
    }
}

#[test]
fn what_is_larger_than_memory_is_calibrated_from_disk() {
    let folder = scratch("import-disk");
    let file = write(&folder, "a.csv", table(1_500));
    let packed = text(&folder.join("packed"));
    let options = ["--group", "country", "--weight", "w"];
    report(&[&["import", "responses", &file, "-o", &packed], &options[..]].concat());
    let found = |engine: &str| {
        let calibrate = ["calibrate", &packed, "--model", "2pl", "--engine", engine];
        json_report(&[&calibrate[..], &options].concat())
    };
    let (memory, disk) = (found("local"), found("disk"));
    assert_eq!(memory["cycles"], disk["cycles"]);
    /// Sums in another order may differ by so much, in parts.
    const ROUNDING: f64 = 1e-9;
    let likelihood = [&memory, &disk].map(|report| report["logLikelihood"].as_f64().expect("a number"));
    assert!((likelihood[0] - likelihood[1]).abs() < ROUNDING * likelihood[0].abs(), "{likelihood:?}");
    assert!(memory["reliability"].is_object() || memory["reliability"].is_number(), "{}", memory["reliability"]);
    assert!(disk["reliability"].is_null(), "scores need the persons");
    // A table that was not imported is no folder.
    let said = thetis(&["calibrate", &file, "--model", "2pl", "--engine", "disk"]);
    assert!(said.stderr.contains("a.csv"), "{}", said.stderr);
}
