//! Running the command, and the files it is run on.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Run `thetis` with these arguments and nothing on standard input.
pub(crate) fn thetis<S: AsRef<OsStr>>(arguments: &[S]) -> Outcome {
    thetis_reading(arguments, b"")
}

/// Run `thetis` with these arguments and this on standard input.
pub(crate) fn thetis_reading<S: AsRef<OsStr>>(arguments: &[S], input: &[u8]) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_thetis"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A run that fails before it reads closes the pipe: that is its right.
    let _ = child.stdin.take().expect("piped").write_all(input);
    let output = child.wait_with_output().expect("the command ends");
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("reports are UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// The report of a run that succeeds without a word on standard error.
#[track_caller]
pub(crate) fn report<S: AsRef<OsStr>>(arguments: &[S]) -> String {
    let outcome = thetis(arguments);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
    outcome.stdout
}

/// The report of a run that succeeds, as JSON.
#[track_caller]
pub(crate) fn json_report(arguments: &[&str]) -> Value {
    let text = report(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

/// The report of a run that succeeds, as the rows of a CSV file, header first.
#[track_caller]
pub(crate) fn csv_report(arguments: &[&str]) -> Vec<Vec<String>> {
    rows(&report(&[arguments, &["--format", "csv"]].concat()))
}

/// The rows of a CSV text, header first.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| cells(record.expect("rows of one length"))).collect()
}

/// An empty folder of the test's own.
pub(crate) fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("removable");
    }
    fs::create_dir_all(&folder).expect("creatable");
    folder
}

/// Write a file into a folder and return its path.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let file = folder.join(name);
    fs::write(&file, content).expect("writable");
    text(&file)
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().expect("a UTF-8 path").to_owned()
}

/// A file of `tests/data`.
pub(crate) fn data(name: &str) -> String {
    format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The soft-skills bank.
pub(crate) fn soft_skills() -> String {
    format!("{}/../../item-banks/soft-skills", env!("CARGO_MANIFEST_DIR"))
}

/// A table with an item of every model, with parameters that catR was asked about.
pub(crate) const EVERY_MODEL: &str = "\
item,model,a,b,c,d,b1,b2,t1,t2,t3,t4,s1,s2,i1,i2
q1pl,1pl,,-0.2471,,,,,,,,,,,,
q2pl,2pl,1.2373,0.291,,,,,,,,,,,,
q3pl,3pl,1.3936,-0.671,0.1207,,,,,,,,,,,
q4pl,4pl,1.3396,-0.1873,0.2101,0.9864,,,,,,,,,,
qgrm,grm,1.2033,,,,-1.0745,-0.7179,,,,,,,,
qmgrm,mgrm,1.3559,-0.3206,,,,,0.8006,-1.0069,-1.6455,-1.8886,,,,
qpcm,pcm,,,,,-0.5016,0.6022,,,,,,,,
qgpcm,gpcm,1.1391,,,,0.3395,-0.2813,,,,,,,,
qrsm,rsm,,-3.0234,,,,,-0.4773,0.2189,-1.2476,-0.1232,,,,
qnrm,nrm,,,,,,,,,,,0.4759,1.4782,2.0934,-0.6568
";

/// A sound `bank.json` of two dichotomous items and one graded one, with a design.
pub(crate) fn small_bank() -> Value {
    let item = |id: &str, kind: &str, options: Value, scoring: Value, model: Value| {
        json!({
            "id": id, "dimensions": ["logic"], "kind": kind, "options": options, "scoring": scoring,
            "model": model, "provenance": {"source": "expert"}
        })
    };
    json!({
        "format": 1, "id": "small", "version": "1.0.0", "licence": "CC0-1.0", "languages": ["en"],
        "dimensions": [{"id": "logic", "competence": "logic", "kind": "evaluation"}],
        "prior": {"mean": [0.0], "covariance": [[1.0]]},
        "items": [
            item("s1", "single-choice", json!(["a", "b"]), json!({"key": "a"}), json!({"type": "2pl", "a": 1.2, "b": -0.5})),
            item("s2", "single-choice", json!(["a", "b"]), json!({"key": "b"}), json!({"type": "3pl", "a": 0.9, "b": 0.4, "c": 0.2})),
            item("s3", "likert", json!(["1", "2", "3"]), json!({"categories": [0, 1, 2]}), json!({"type": "grm", "a": 1.5, "b": [-1.0, 1.0]}))
        ],
        "designs": {"default": {"select": {"criterion": {"name": "maximum-information"}}}}
    })
}

/// The texts of [`small_bank`].
pub(crate) fn small_locale() -> Value {
    json!({
        "language": "en", "direction": "ltr", "review": "reviewed",
        "bank": {"title": "Small", "description": "Three items"},
        "competences": {"logic": {"name": "Logic", "description": "Drawing conclusions", "levels": {"low": {"text": "Low."}, "middle": {"text": "Middle."}, "high": {"text": "High."}}}},
        "items": {
            "s1": {"stem": "One?", "options": {"a": "yes", "b": "no"}},
            "s2": {"stem": "Two?", "options": {"a": "yes", "b": "no"}},
            "s3": {"stem": "Three?", "options": {"1": "no", "2": "perhaps", "3": "yes"}}
        }
    })
}

/// Write a bank's folder with [`small_locale`] and return its path.
pub(crate) fn write_bank(folder: &Path, bank: &Value) -> String {
    fs::create_dir_all(folder.join("locales")).expect("creatable");
    write(folder, "bank.json", bank.to_string());
    write(&folder.join("locales"), "en.json", small_locale().to_string());
    text(folder)
}

/// `theta` and `se` of a JSON row, in one dimension.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("an array").iter().map(|v| v.as_f64().unwrap_or(f64::INFINITY)).collect()
}

/// Whether two numbers agree to a relative or an absolute tolerance.
#[track_caller]
pub(crate) fn assert_close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let difference = (found - expected).abs();
    assert!(
        difference <= tolerance * expected.abs().max(1.0),
        "{what}: {found}, expected {expected}, differs by {difference:e}"
    );
}
