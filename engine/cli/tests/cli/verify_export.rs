//! `thetis replay --verify` over exports of learning platforms: rows, tables and folders; and what was kept beside the logs.

use std::fs;

use serde_json::Value;

use crate::{
    run::{json_report, report, scratch, small_bank, text, thetis, write, write_bank},
    verify_support::{EXPORT_HEADER, Taken, Verdicts, bank, clean, export_row},
};

const CARE: &str = "item-banks/care-basics";

/// T scores of a session, worked out from the bank's prior, and the mean of those of knowledge.
fn scores(taken: &Taken) -> (Vec<(String, f64)>, f64) {
    let bank = &taken.folder.bank;
    let rounded = |value: f64| (value * 100.0).round() / 100.0;
    let of = |(d, theta): (usize, &f64)| {
        let sd = bank.prior.covariance[d][d].sqrt();
        let score = rounded((50.0 + 10.0 * (theta - bank.prior.mean[d]) / sd).clamp(0.0, 100.0));
        (bank.dimensions[d].id.clone(), score)
    };
    let all: Vec<_> = taken.session.estimate().theta.iter().enumerate().map(of).collect();
    let knowledge: Vec<f64> =
        all.iter().filter(|(id, _)| !id.contains("confidence")).map(|(_, score)| *score).collect();
    let mean = rounded(knowledge.iter().sum::<f64>() / f64::from(u32::try_from(knowledge.len()).expect("few")));
    (all, mean)
}

/// All rows of an attempt in SCORM 2004.
fn rows_2004(taken: &Taken, user: &str) -> Vec<String> {
    let (all, mean) = scores(taken);
    let mut rows = taken.interactions(user);
    let mut row = |element: &str, value: &str| rows.push(export_row(user, element, value));
    row("cmi.score.raw", &mean.to_string());
    row("cmi.completion_status", "completed");
    row("cmi.success_status", "unknown");
    row("cmi.session_time", "PT12M4.5S");
    for (n, (dimension, score)) in all.iter().enumerate() {
        row(&format!("cmi.objectives.{n}.id"), &clean(dimension));
        row(&format!("cmi.objectives.{n}.score.raw"), &score.to_string());
    }
    rows.push(taken.state(user, &taken.log()));
    rows
}

/// The same in SCORM 1.2, as Moodle names and the player writes it.
fn rows_12(taken: &Taken, user: &str) -> Vec<String> {
    let row = |line: &String| {
        let line =
            line.replace("cmi.score", "cmi.core.score").replace("cmi.completion_status", "cmi.core.lesson_status");
        let line = line.replace("learner_response", "student_response").replace("[,]", ",").replace("[.]", ".");
        let numbered = line.replace("interactions.", "interactions_").replace("objectives.", "objectives_");
        match numbered.split_once("student_response,") {
            Some((before, "\"true\"")) => format!("{before}student_response,\"t\""),
            Some((before, "\"false\"")) => format!("{before}student_response,\"f\""),
            _ => numbered,
        }
    };
    rows_2004(taken, user).iter().filter(|line| !line.contains("success_status")).map(row).collect()
}

#[test]
fn an_honest_export_agrees_in_everything() {
    let folder = scratch("export-honest");
    let people: Vec<Taken> = (0..6).map(|seed| Taken::new(&bank(CARE), "default", seed, 99)).collect();
    for rows in [rows_2004, rows_12] {
        let mut lines = vec![EXPORT_HEADER.to_owned()];
        lines.extend((100..).zip(&people).flat_map(|(user, taken)| rows(taken, &user.to_string())));
        let found = Verdicts::of_table(&folder, &people[0].bank, &lines, &[]);
        assert_eq!(found.column("reason"), [""; 6]);
        assert_eq!((found.column("verdict"), found.outcome.code), (vec!["reproduced"; 6], Some(0)));
        assert_eq!(found.cell(3, "id"), "103/4/1");
        assert_eq!(found.column("language"), ["en"; 6]);
        for (row, taken) in people.iter().enumerate() {
            let (all, mean) = scores(taken);
            assert_eq!(found.cell(row, "score").parse(), Ok(mean));
            let theta = taken.session.estimate().theta[0];
            assert_eq!(found.cell(row, &format!("theta_{}", all[0].0)).parse(), Ok(theta), "every digit");
            assert_eq!(found.cell(row, "answers").parse(), Ok(taken.session.step_count()));
        }
    }
}

#[test]
fn whatever_was_kept_otherwise_is_named() {
    let folder = scratch("export-kept");
    let taken = Taken::new(&bank(CARE), "default", 1, 99);
    let honest = rows_2004(&taken, "5");
    let rows = |element: &str, value: &str| {
        let of = |row: &&String| row.contains(&format!(",{element},"));
        assert_eq!(honest.iter().filter(of).count(), 1, "{element}");
        let other = honest.iter().map(|row| if of(&row) { export_row("5", element, value) } else { row.clone() });
        [vec![EXPORT_HEADER.to_owned()], other.collect()].concat()
    };
    let answered = taken.given().iter().position(|(_, answer)| answer.is_some()).expect("an answer");
    let [id, response] = ["id", "learner_response"].map(|name| format!("cmi.interactions.{answered}.{name}"));
    let item = clean(&taken.given()[answered].0);
    let cases = [
        ("cmi.score.raw", "99.5", "the score was kept as 99.5, and is "),
        ("cmi.score.raw", "high", "the score was kept as high"),
        ("cmi.completion_status", "incomplete", "the completion was kept as incomplete, but the session has ended"),
        ("cmi.objectives.0.score.raw", "12", "the score of hygiene was kept as 12, and is "),
        ("cmi.objectives.2.id", "magic", "an objective was kept that is no dimension of the bank: magic"),
        (&id, "magic", "in the log, and was kept as magic, "),
        (&response, "magic", &format!("{item}, magic (interaction {answered})")),
    ];
    for (element, value, sentence) in cases {
        let found = Verdicts::of_table(&folder, &taken.bank, &rows(element, value), &[]);
        assert_eq!((found.column("verdict"), found.outcome.code), (vec!["contradicted"], Some(1)), "{element}");
        let reason = found.cell(0, "reason");
        assert!(reason.contains(sentence), "{element}: {reason}");
    }
    // A passing rule tells what passed is.
    for (rule, expected) in [("hygiene:starting", "passed"), ("profile", "")] {
        let more = ["--pass", rule, "--profile", "domestic-cleaner"];
        let found = Verdicts::of_table(&folder, &taken.bank, &rows("cmi.success_status", "failed"), &more);
        let success = found.cell(0, "success").to_owned();
        assert!(["passed", "failed", "unknown"].contains(&success.as_str()), "{success}");
        assert!(expected.is_empty() || expected == success, "{rule}: {success}");
        let reason = found.cell(0, "reason");
        let said = reason.contains(&format!("the success was kept as failed, and by the rule it is {success}"));
        assert_eq!(said, success != "failed", "{reason}");
    }
    // Without a rule nobody knows.
    let found = Verdicts::of_table(&folder, &taken.bank, &rows("cmi.success_status", "passed"), &[]);
    assert_eq!((found.column("verdict"), found.cell(0, "success")), (vec!["reproduced"], ""));
}

#[test]
fn a_session_that_goes_on_has_no_score_yet() {
    let folder = scratch("export-open");
    let taken = Taken::new(&bank(CARE), "default", 2, 5);
    let row = |element: &str, value: &str| export_row("5", element, value);
    let state = taken.state("5", &taken.log());
    let lines = |more: &[String]| [&[EXPORT_HEADER.to_owned(), state.clone()], more].concat();
    let open = lines(&[row("cmi.core.lesson_status", "incomplete")]);
    let found = Verdicts::of_table(&folder, &taken.bank, &open, &[]);
    assert_eq!(
        (found.cell(0, "verdict"), found.cell(0, "finished"), found.cell(0, "score")),
        ("reproduced", "false", "")
    );
    let closed = lines(&[row("cmi.core.lesson_status", "passed"), row("cmi.core.score.raw", "80")]);
    let reason = Verdicts::of_table(&folder, &taken.bank, &closed, &[]).cell(0, "reason").to_owned();
    assert_eq!(
        reason,
        "the status was kept as passed, but the session has not ended; the score was kept as 80, but the session has not ended, and has none"
    );
    // Who only opened the page has kept nothing; a result without a log is nobody's.
    let none = [
        EXPORT_HEADER.to_owned(),
        export_row("1", "cmi.core.lesson_status", "incomplete"),
        export_row("1", "cmi.core.exit", "suspend"),
        export_row("2", "cmi.core.score.raw", "91"),
        export_row("2", "cmi.suspend_data", ""),
    ];
    let found = Verdicts::of_table(&folder, &taken.bank, &none, &[]);
    assert_eq!(found.column("verdict"), ["empty", "no-log"]);
    assert!(found.cell(1, "reason").starts_with("results were kept"), "{}", found.cell(1, "reason"));
}

#[test]
fn a_table_has_a_log_a_line_and_what_was_kept_beside_it() {
    let folder = scratch("export-wide");
    let people: Vec<Taken> = (0..3).map(|seed| Taken::new(&bank(CARE), "default", seed, 99)).collect();
    let mut lines = vec!["Name;username;anything;score_raw;lesson_status".to_owned()];
    for (n, taken) in people.iter().enumerate() {
        let score = if n == 1 { "3".to_owned() } else { scores(taken).1.to_string() };
        lines.push(format!("A;=cmd{n};'T1.fr.home-care-aide.{};{score};completed", taken.text()));
    }
    lines.push("A;+x;;;".to_owned());
    lines.push("A;y;VAECAAAA;;".to_owned());
    lines.push("A;too;few".to_owned());
    let found = Verdicts::of_table(&folder, &people[0].bank, &lines, &[]);
    assert_eq!(
        found.column("verdict"),
        ["reproduced", "contradicted", "reproduced", "empty", "truncated", "no-log"],
        "{:?}",
        found.column("reason")
    );
    // None of the ids runs in a spreadsheet.
    assert_eq!(found.column("id"), ["'=cmd0", "'=cmd1", "'=cmd2", "'+x", "y", "line 7"]);
    assert_eq!((found.cell(0, "language"), found.cell(0, "profile")), ("fr", "home-care-aide"));
    assert!(found.outcome.stderr.contains("3 of 6 logs failed"), "{}", found.outcome.stderr);
    let named = Verdicts::of_table(&folder, &people[0].bank, &lines, &["--person", "Name", "--column", "anything"]);
    assert_eq!(named.cell(0, "id"), "A");
    let unknown = Verdicts::of_table(&folder, &people[0].bank, &lines[..2], &[]);
    assert_eq!(unknown.outcome.code, Some(0));
    let file = write(&folder, "export.csv", lines.join("\n"));
    let outcome = thetis(&["replay", &people[0].bank, &file, "--verify", "--column", "state"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.contains("there is no column state; the columns are Name, username"), "{}", outcome.stderr);
}

#[test]
fn a_folder_has_a_log_a_file_and_none_stops_the_others() {
    let folder = scratch("export-folder");
    let taken = Taken::new(&bank(CARE), "default", 4, 99);
    let other = Taken::new(&bank("item-banks/soft-skills"), "short", 4, 99);
    let inner = folder.join("course");
    fs::create_dir(&inner).expect("creatable");
    write(&folder, "anna.log", taken.log());
    write(&folder, "bad.txt", "hello");
    write(&folder, "empty.txt", "");
    write(&folder, "other.log", other.log());
    write(&folder, "result.json", format!("{{\"log\": \"{}\"}}", taken.text()));
    write(&inner, "more.csv", format!("user,log\neve,{}\n", taken.text()));
    write(&inner, "none.csv", "a,b\n1,2\n");
    let path = text(&folder);
    let found = Verdicts::of(&["replay", &taken.bank, &path, "--verify", "--format", "csv"]);
    assert_eq!(
        found.column("id"),
        ["anna.log", "bad.txt", "course/more.csv, eve", "course/none.csv", "empty.txt", "other.log", "result.json"]
    );
    assert_eq!(
        found.column("verdict"),
        ["reproduced", "no-log", "reproduced", "no-log", "empty", "other-bank", "reproduced"],
        "{:?}",
        found.column("reason")
    );
    assert_eq!(found.outcome.code, Some(1));
    let shown = thetis(&["replay", &taken.bank, &path, "--verify"]).stdout;
    assert!(shown.starts_with("Bank care-basics 1.0.0, 7 logs\n"), "{shown}");
    assert!(shown.contains("Reproduced exactly") && shown.contains("other.log        other-bank"), "{shown}");
    let printed = thetis(&["replay", &taken.bank, &path, "--verify", "--format", "json"]).stdout;
    let document: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(document["logs"].as_array().map(Vec::len), Some(7));
    assert_eq!(document["counts"][0], serde_json::json!({"verdict": "reproduced", "logs": 3}));
    assert_eq!(document["bank"]["id"], "care-basics");
    let unasked = thetis(&["replay", &taken.bank, &path]);
    assert!(unasked.code == Some(1) && unasked.stderr.contains("with --verify"), "{}", unasked.stderr);
}

#[test]
fn an_export_goes_straight_into_calibration() {
    let folder = scratch("export-calibrate");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let logs = text(&folder.join("logs.csv"));
    let quiet = text(&folder.join("quiet.txt"));
    report(&["simulate", &bank, "--normal", "0,1", "-n", "400", "--logs", &logs, "-o", &quiet]);
    let table = crate::run::rows(&fs::read_to_string(&logs).expect("written"));
    let mut lines = vec![EXPORT_HEADER.to_owned(), export_row("0", "cmi.core.lesson_status", "incomplete")];
    for row in &table[1..] {
        lines.push(export_row(&row[1], "cmi.core.lesson_status", "completed"));
        lines.push(export_row(&row[1], "cmi.suspend_data", &format!("T1.en..{}", row[4])));
    }
    let tracks = write(&folder, "tracks.csv", lines.join("\n"));
    let fitted = |file: &str, person: &[&str]| {
        let priors = ["--prior", "a=lognormal:0,0.3", "--prior", "c=normal:-1.4,0.5"];
        let run = [&["calibrate", file, "--logs", "--items", &bank][..], &priors].concat();
        let mut found = json_report(&[&run[..], person].concat());
        found["items"].take()
    };
    let [ours, theirs] = [fitted(&logs, &["--person", "simulee"]), fitted(&tracks, &[])];
    assert!(ours.as_array().is_some_and(|items| items.len() == 3), "{ours}");
    assert_eq!(ours, theirs);
}
