//! `calibrate --engine`: another program does the passes, or the user hears how to get it. What a real cluster finds is
//! tested in `engine/cluster/tests`; here are programs that say no.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder with the command in it, so that nothing lies beside it but what a test puts there.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("thetis-engine-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("temporary files can be written");
        // No copy if it can be helped: a file that was just written may be too busy to be run.
        let (built, own) = (env!("CARGO_BIN_EXE_thetis"), folder.join("thetis"));
        fs::hard_link(built, &own).or_else(|_| fs::copy(built, &own).map(|_| ())).expect("the command was built");
        Self(folder)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(self.0.join("thetis"));
        // Little programs, but none of ours.
        command.args(arguments).env("PATH", "/usr/bin:/bin").output().expect("it runs")
    }

    /// What is said of a run on a cluster that cannot be, and the exit code.
    fn refused(&self, more: &[&str]) -> (String, Option<i32>) {
        let arguments = ["calibrate", "answers", "--model", "2pl", "--engine", "ballista://127.0.0.1:50050"];
        let output = self.run(&[&arguments[..], more].concat());
        assert!(output.stdout.is_empty(), "nothing was found");
        (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
    }

    /// Put a program beside the command.
    #[cfg(unix)]
    fn with_program(self, script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;

        let program = self.0.join("thetis-cluster");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("temporary files can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
        self
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn without_the_program_the_user_hears_how_to_get_it() {
    let (said, code) = Folder::new("none").refused(&[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("thetis-cluster") && said.contains("cargo build --profile cluster --package thetis-cluster"),
        "{said}"
    );
}

#[test]
fn what_does_not_go_together_is_refused_before_anything_is_started() {
    let folder = Folder::new("together");
    let cases = [
        (&["--fit"][..], "--fit needs the persons in memory"),
        (&["--report", "r.html"], "--report needs the persons"),
        (&["--method", "conditional"], "--method conditional needs the persons"),
        (&["--andersen", "median"], "--andersen needs the persons"),
        (&["--collapse"], "--collapse needs the persons"),
        (&["--overlap", "9"], "--overlap needs the persons"),
        (&["--logs", "--items", "bank"], "--logs and --engine do not go together"),
        (&["more"], "--engine takes one folder"),
        (&["--tls-ca", "ca.pem"], "--tls-cert"),
        (&["--resume"], "--checkpoint"),
        (&["--parts", "0"], "--parts"),
    ];
    for (more, expected) in cases {
        let (said, code) = folder.refused(more);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    for (arguments, expected) in [
        (&["--engine", "spark://host"][..], "write local, disk or ballista://HOST:PORT"),
        (&["--parts", "8"], "--parts is for a cluster: say which with --engine ballista://HOST:PORT"),
        (&["--checkpoint", "x", "--resume"], "--checkpoint is for a cluster"),
        (&["--engine", "disk", "--parts", "8"], "--parts is for a cluster"),
        (&["--engine", "disk", "--fit"], "--fit needs the persons in memory"),
    ] {
        let output = folder.run(&[&["calibrate", "answers"], arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn the_program_beside_it_gets_what_is_its_own_and_its_end_is_ours() {
    let folder = Folder::new("beside").with_program("echo \"$@\" > \"$0.arguments\"; exit 2");
    let own = ["--parts", "8", "--patience", "60", "--checkpoint", "run", "--resume"];
    let (said, code) = folder.refused(&[&own[..], &["--group", "country", "--quiet", "--format", "csv"]].concat());
    assert_eq!((said.as_str(), code), ("", Some(2)), "the other program says why");
    let arguments = fs::read_to_string(folder.0.join("thetis-cluster.arguments")).expect("it ran");
    let expected = "passes answers --engine ballista://127.0.0.1:50050 --group country --parts 8 --patience 60 --checkpoint run --resume --quiet";
    assert_eq!(arguments.trim(), expected);
}

#[cfg(unix)]
#[test]
fn a_reason_is_passed_on_and_silence_is_told() {
    // A reply is a byte, eight of length, and a reason.
    let reply = r"head -c 10 > /dev/null; printf '\001\017\000\000\000\000\000\000\000no such machine'; exit 1";
    let (said, code) = Folder::new("reason").with_program(reply).refused(&[]);
    assert_eq!((said.as_str(), code), ("error: calibration: no such machine\n", Some(1)));
    let (said, code) = Folder::new("killed").with_program("kill -9 $$").refused(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("thetis-cluster ended before it began"), "{said}");
    // A manifest that is none.
    let reply = r"head -c 10 > /dev/null; printf '\000\002\000\000\000\000\000\000\000{}'; cat > /dev/null";
    let (said, code) = Folder::new("manifest").with_program(reply).refused(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("answers/responses.json: this is no whole responses.json file"), "{said}");
}
