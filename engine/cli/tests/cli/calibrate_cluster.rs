//! `calibrate --engine`: the command goes to another program as it is, or the user hears how to get it.

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
        command.args(arguments).env("PATH", "/nowhere").output().expect("it runs")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn without_the_program_the_user_hears_how_to_get_it() {
    let output = Folder::new("none").run(&["calibrate", "answers", "--engine", "ballista://127.0.0.1:50050"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("thetis-cluster") && said.contains("cargo build --release --package thetis-cluster"),
        "{said}"
    );
}

#[test]
fn an_engine_that_is_none_is_refused() {
    let output = Folder::new("other").run(&["calibrate", "answers", "--engine", "spark://host"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("write local or ballista://HOST:PORT"), "{said}");
}

#[cfg(unix)]
#[test]
fn the_program_beside_it_gets_all_arguments_and_says_how_it_ended() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("beside");
    let program = folder.0.join("thetis-cluster");
    fs::write(&program, "#!/bin/sh\necho \"$@\"\nexit 1\n").expect("temporary files can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let arguments = ["calibrate", "answers", "--model", "2pl", "--engine", "ballista://127.0.0.1:50050"];
    let output = folder.run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), arguments.join(" "));
    assert!(output.stderr.is_empty(), "the other program says why, if anyone");
}
