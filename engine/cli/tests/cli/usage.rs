//! Help, version, and command lines that are wrong: exit code 2.

use crate::run::{EVERY_MODEL, data, report, scratch, small_bank, soft_skills, thetis, write, write_bank};

/// A command line that is refused: exit code 2, nothing on standard output, and a message with this in it.
#[track_caller]
fn misused(arguments: &[&str], message: &str) {
    let outcome = thetis(arguments);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", outcome.stderr);
    assert!(outcome.stderr.starts_with("error: "), "{arguments:?}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
}

#[test]
fn every_verb_has_help_with_an_example() {
    let all = report(&["--help"]);
    for verb in ["calibrate", "check", "classical", "dif", "score", "information", "judge", "link", "select", "replay"]
    {
        assert!(all.contains(&format!("\n  {verb} ")), "{verb} in {all}");
        let help = report(&[verb, "--help"]);
        assert!(help.contains(&format!("Examples:\n  thetis {verb} ")), "{help}");
        assert!(
            help.contains("--format <FORMAT>")
                && help.contains("text")
                && help.contains("json")
                && help.contains("csv")
        );
    }
    assert!(all.contains("Exit codes"));
}

#[test]
fn the_version_is_the_crates() {
    assert_eq!(report(&["--version"]), format!("thetis {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_bare_command_shows_its_help_and_fails() {
    let outcome = thetis::<&str>(&[]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("Usage: thetis"), "{}", outcome.stderr);
}

#[test]
fn arguments_that_make_no_sense_are_named() {
    let items = write(&scratch("usage"), "items.csv", EVERY_MODEL);
    let answers = data("catr_theta_3pl_patterns.csv");
    misused(&["grade", &items], "grade");
    misused(&["check"], "<BANK>");
    misused(&["check", &items, "--format", "xml"], "xml");
    misused(&["information", &items], "--theta");
    misused(&["information", &items, "--theta", "0", "--grid", "-1,1,3"], "cannot be used with");
    for theta in ["nan", "0,inf", "", "0;x", "1e999"] {
        misused(&["information", &items, "--theta", theta], "not a finite number");
    }
    misused(&["information", &items, "--grid", "-4,4,0"], "2 to 10000 points");
    misused(&["score", &items], "--responses");
    let score = ["score", &items, "--responses", &answers];
    let bad_options = [
        (["--estimator", "mle"], "mle"),
        (["--prior", "normal:0,0"], "0 is below"),
        (["--prior", "cauchy:0,1"], "normal:MEAN,SD"),
        (["--range", "4,-4"], "not below"),
        (["--range", "-4,inf"], "not a finite number"),
        (["--range", "-1e300,4"], "beyond"),
        (["--quadrature", "gauss"], "NODES"),
        (["--quadrature", "1"], "2 to 10,000 nodes"),
        (["--quadrature", "4000000000"], "2 to 10,000 nodes"),
        (["--se", "robust"], "robust"),
        (["--scaling", "0"], "0 is below"),
        (["--scaling", "nan"], "not a finite number"),
    ];
    for (option, message) in bad_options {
        misused(&[&score[..], &option].concat(), message);
    }
    for answers in ["q1pl", "q1pl=", "q1pl=-1", "q1pl=one", "q1pl=1.0", "q1pl=1,,"] {
        misused(&["select", &items, "--answers", answers], "--answers");
    }
    misused(&["select", &items, "--randomesque", "0"], "0");
    misused(&["select", &items, "--seed", "-1"], "-1");
    misused(&["replay", &items], "<LOG>");
}

#[test]
fn options_that_do_not_fit_the_bank_are_usage_errors() {
    let two = data("mirtcat_dim2.csv");
    let answers = data("catr_theta_3pl_patterns.csv");
    misused(&["score", &two, "--responses", &answers, "--estimator", "ml"], "one dimension");
    misused(&["score", &two, "--responses", &answers, "--prior", "uniform:-4,4"], "one dimension");
    misused(&["select", &two, "--criterion", "maximum-information"], "d-optimality");
    misused(&["information", &two, "--theta", "0"], "2 dimensions");
    misused(&["information", &two, "--grid", "-1,1,3"], "one dimension");
    misused(&["check", &soft_skills(), "--scaling", "1"], "--scaling is for parameter tables");
}

#[test]
fn designs_are_looked_up_and_not_mixed_with_options() {
    let bank = write_bank(&scratch("usage-design"), &small_bank());
    misused(&["select", &bank, "--design", "long"], "use one of: default");
    misused(&["select", &data("mirtcat_dim2.csv"), "--design", "default"], "there is no design default");
    misused(&["select", &bank, "--design", "default", "--criterion", "random"], "cannot be used with");
    misused(&["select", &bank, "--design", "default", "--estimator", "map"], "cannot be used with");
    misused(&["select", &bank, "--design", "default", "--randomesque", "2"], "cannot be used with");
}

/// `thetis … | head` closes the pipe early. That is no error, and nothing is said about it.
#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    use std::{
        io::{BufRead, BufReader, Read},
        process::{Command, Stdio},
    };

    let items = write(&scratch("usage-pipe"), "items.csv", EVERY_MODEL);
    // Some megabytes: more than any pipe holds.
    let mut child = Command::new(env!("CARGO_BIN_EXE_thetis"))
        .args(["information", &items, "--grid", "-4,4,10000"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("UTF-8");
    assert_eq!((child.wait().expect("the command ends").code(), stderr.as_str()), (Some(0), ""));
    assert!(line.starts_with("item"), "{line}");
}
