//! `thetis calibrate --report`: one file that needs nothing else, whole or not there.

use std::{fmt::Write, fs, path::Path};

use crate::run::{scratch, text, thetis, write};

/// An id that HTML would read as markup.
const AWKWARD: &str = "<b>&\"";

/// A number in 0..1 that depends on its place alone (SplitMix64).
fn uniform(place: u64) -> f64 {
    let mut z = place.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Choices among A to D of 800 persons in two groups to eight items with the key AAAAAAAA. The first item has a name of
/// markup, the second is far harder for the second group than its ability says, the last has a key that is wrong.
fn choices() -> String {
    let ids = ["q2", "q3", "q4", "q5", "q6", "q7", "q8"];
    let mut table = format!("person,country,\"{}\",{}\n", AWKWARD.replace('"', "\"\""), ids.join(","));
    for person in 0..800_u64 {
        let draw = |n: u64| uniform(person * 100 + n);
        let theta = (0..12).map(draw).sum::<f64>() - 6.0;
        let focal = person % 2 == 1;
        let _ = write!(table, "p{person},{}", if focal { "B & C" } else { "A" });
        for item in 0..8_u64 {
            let shift = if focal && item == 1 { 1.8 } else { 0.0 };
            let b = item as f64 * 0.3 - 1.0 + shift;
            let right = draw(20 + item) < 1.0 / (1.0 + (-1.4 * (theta - b)).exp());
            let wrong = match draw(40 + item) * 3.0 {
                x if x < 1.0 => "B",
                x if x < 2.0 => "C",
                _ => "D",
            };
            let _ = write!(table, ",{}", if right { "A" } else { wrong });
        }
        table.push('\n');
    }
    table
}

fn calibrated(folder: &Path, more: &[&str]) -> String {
    let file = write(folder, "choices.csv", choices());
    let report = text(&folder.join("report.html"));
    let arguments = ["calibrate", &file, "--key", "AAAAAAAA", "--group", "country", "--report", &report];
    let outcome = thetis(&[&arguments[..], more].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
    fs::read_to_string(&report).expect("a report")
}

#[test]
fn the_report_is_one_file_with_every_section() {
    let folder = scratch("report-sections");
    let page = calibrated(&folder, &["--model", "2pl"]);
    let files: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for outside in ["http:", "https:", " src=", "url(", "@import", "<script", "<link", "<iframe", "NaN"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for section in [
        "In short",
        "Estimation",
        "Wright map",
        "Precision",
        "Item curves",
        "Item parameters",
        "Fit",
        "Classical statistics",
        "Options and distractors",
        "Differential item functioning",
        "Notes and warnings",
        "How this was made",
        "The numbers behind the plots",
    ] {
        assert!(page.contains(&format!("<h2>{section}</h2>")), "{section}");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("size: A4"));
    for element in ["section", "figure", "figcaption", "table", "svg", "details", "div", "ul", "li", "p", "h3", "desc"]
    {
        let opened = page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
}

#[test]
fn names_are_escaped_and_plots_are_told() {
    let page = calibrated(&scratch("report-names"), &["--model", "2pl"]);
    assert!(!page.contains("<b>&\"") && !page.contains("B & C"));
    assert!(page.contains("&lt;b&gt;&amp;&quot;") && page.contains("B &amp; C"));
    let plots: Vec<&str> = page.split("<svg ").skip(1).filter(|svg| svg.contains("role=\"img\"")).collect();
    // A map, information, error, eight curves, eight items' options, and the item that functions differently.
    assert_eq!(plots.len(), 20);
    let mut ids = std::collections::HashSet::new();
    for plot in &plots {
        let id = plot.split("<title id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a title");
        assert!(ids.insert(id), "{id} is there twice");
        let description =
            plot.split("<desc id=").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1)).expect("a description");
        assert!(description.split(' ').count() > 5, "{description}");
    }
    let decorations = page.matches("<svg ").count() - plots.len();
    assert_eq!(page.matches("aria-hidden=\"true\"").count(), decorations);
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let folder = scratch("report-flags");
    let page = calibrated(&folder, &["--model", "2pl"]);
    assert!(page.contains("much harder for B &amp; C"), "the item made harder for one group is flagged");
    assert_eq!(page.matches("harder for B &amp; C</span>").count(), 1, "and no other");
    // Keyed D, the last item goes against ability, and so does its A with it.
    let file = write(&folder, "choices.csv", choices());
    let report = text(&folder.join("wrong.html"));
    let arguments = ["calibrate", &file, "--key", "AAAAAAAD", "--ignore", "country", "--model", "2pl"];
    let outcome = thetis(&[&arguments[..], &["--prior", "a=lognormal:0,0.5", "--report", &report]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let page = fs::read_to_string(&report).expect("a report");
    assert!(page.contains("chosen by the less able: the key is probably wrong"));
    assert!(page.contains("goes against the other items: check the key or reverse it"));
    assert!(!page.contains("<h2>Differential"), "without groups there is none");
}

#[test]
fn where_responses_are_missing_persons_are_matched_on_ability() {
    let folder = scratch("report-missing");
    // A response in seven is missing: hardly anybody has a sum of all.
    let blank = |(number, line): (usize, &str)| {
        let cells = line.split(',').enumerate().map(|(at, cell)| match at {
            0 | 1 => cell,
            _ if number > 0 && (number * 31 + at * 17) % 7 == 0 => "",
            _ => cell,
        });
        cells.collect::<Vec<_>>().join(",")
    };
    let table = choices().replace("\"<b>&\"\"\"", "q1");
    let lines: Vec<String> = table.lines().enumerate().map(blank).collect();
    let file = write(&folder, "choices.csv", lines.join("\n"));
    let report = text(&folder.join("report.html"));
    let arguments = ["--key", "AAAAAAAA", "--group", "country"];
    let outcome = thetis(&[&["calibrate", &file, "--model", "2pl", "--report", &report][..], &arguments].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let page = fs::read_to_string(&report).expect("a report");
    assert!(page.contains("matched on classes of ability by a model of both groups"), "not on sums");
    assert_eq!(page.matches("harder for B &amp; C</span>").count(), 1, "the item made harder, and no other");
    assert!(page.contains("<title id=\"dif-1-1-t\">DIF of item q2"), "it has a plot");
    // `thetis dif` finds the same with the same anchors.
    let others = "q1,q3,q4,q5,q6,q7,q8";
    let verb = ["dif", &file, "--method", "mh", "--anchor", others, "--format", "csv"];
    let outcome = thetis(&[&verb[..], &arguments].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let row = outcome.stdout.lines().find(|line| line.contains(",q2,")).expect("the item");
    let statistic: f64 = row.split(',').nth(3).and_then(|cell| cell.parse().ok()).expect("a number");
    assert!(page.contains(&format!("{statistic:.2}")), "{row}");
}

#[test]
fn nothing_is_left_behind_when_there_is_no_result() {
    let folder = scratch("report-failures");
    let report = text(&folder.join("report.html"));
    let file = write(&folder, "choices.csv", choices());
    let bad = write(&folder, "bad.csv", "person,q1,q2\n1,0,x\n2,1,0\n");
    let before = fs::read_dir(&folder).expect("a folder").count();
    for (arguments, code) in [
        (vec!["calibrate", &bad, "--model", "2pl", "--report", &report], 1),
        (
            vec![
                "calibrate",
                &file,
                "--key",
                "AAAAAAAA",
                "--group",
                "country",
                "--model",
                "2pl",
                "--cycles",
                "1",
                "--report",
                &report,
            ],
            1,
        ),
        (
            vec![
                "calibrate",
                &file,
                "--key",
                "AAAAAAAA",
                "--ignore",
                "country",
                "--model",
                "rasch",
                "--method",
                "conditional",
                "--report",
                &report,
            ],
            2,
        ),
    ] {
        let outcome = thetis(&arguments);
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {}", outcome.stderr);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), before, "{arguments:?}");
    }
    let nowhere = text(&folder.join("no-such-folder").join("report.html"));
    let outcome = thetis(&[
        "calibrate",
        &file,
        "--key",
        "AAAAAAAA",
        "--ignore",
        "country",
        "--model",
        "2pl",
        "--report",
        &nowhere,
    ]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no-such-folder"), "{}", outcome.stderr);
}
