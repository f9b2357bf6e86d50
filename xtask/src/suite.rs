//! Everything continuous integration runs, cheapest first, up to the first failure.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::process;
use crate::setup::{self, Needs};
use crate::size;
use crate::stamp;
use crate::workspace::Workspace;

/// One thing that is checked.
struct Step {
    name: &'static str,
    why: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

const STEPS: [Step; 16] = [
    Step {
        name: "setup",
        why: "the tools and packages the other steps use",
        run: |workspace| setup::run(workspace, Needs::Test),
    },
    Step { name: "format", why: "one style for all Rust sources", run: format },
    Step { name: "lint", why: "mistakes the compiler lets pass, in native code", run: lint },
    Step { name: "lint for WebAssembly", why: "the same in what only the browser's build compiles", run: lint_wasm },
    Step { name: "documentation", why: "it builds, and its links lead somewhere", run: documentation },
    // Before the tests: the command line carries the player, for `thetis pack`.
    Step { name: "build", why: "what a browser loads", run: build::everything },
    Step { name: "size", why: "what a candidate downloads stays small", run: size::check },
    Step { name: "Rust tests", why: "engine, banks, command line, published numbers, import rules", run: rust_tests },
    Step {
        name: "package tests",
        why: "the npm package in Node",
        run: |workspace| node_tests(workspace, "bindings/js/test", &[]),
    },
    Step {
        name: "example tests",
        why: "the commands and programs of the guides",
        run: |workspace| node_tests(workspace, "examples", &[command_line(workspace)?]),
    },
    Step {
        name: "assembly tests",
        why: "shadow tests are the same natively, in Node and in the browser",
        run: |workspace| node_tests(workspace, "bindings/assembly/tests", &[]),
    },
    Step { name: "portability tests", why: "the same numbers everywhere, to the last bit", run: portability },
    Step {
        name: "credential tests",
        why: "badges, and the programs of others that verify them and are verified",
        run: |workspace| peer_tests(workspace, "tests/credentials", "python-credentials"),
    },
    Step {
        name: "platform tests",
        why: "packages in a SCORM runtime and with a record store, in Chromium",
        run: |workspace| peer_tests(workspace, "tests/lms", "python-lms"),
    },
    Step {
        name: "cluster tests",
        why: "calibration on processes that die, on Apache Ballista, beside the local one",
        run: cluster_tests,
    },
    Step {
        name: "browser tests",
        why: "a person takes the test in Chromium",
        run: |workspace| node_tests(workspace, "tests/browser", &[command_line(workspace)?]),
    },
];

/// Runs all steps, or none if nothing has changed since all of them passed. Continuous integration always runs them.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let start = Instant::now();
    let note = workspace.notes().join("suite.stamp");
    // Where git cannot list the sources (an unpacked archive), nothing is known to be unchanged.
    let sources = fingerprint_of_sources(workspace).ok();
    if env::var_os("CI").is_none() && sources.is_some() && fs::read_to_string(&note).ok() == sources {
        println!(
            "Nothing has changed since all {} steps passed. To run them anyway: CI=1 cargo xtask test",
            STEPS.len()
        );
        return Ok(());
    }
    for step in &STEPS {
        println!("\n=== {}: {}", step.name, step.why);
        let begun = Instant::now();
        (step.run)(workspace).with_context(|| format!("the step `{}` failed", step.name))?;
        println!("=== {} passed in {:.1} s", step.name, begun.elapsed().as_secs_f64());
    }
    println!("\nAll {} steps passed in {:.0} s.", STEPS.len(), start.elapsed().as_secs_f64());
    if let Some(sources) = sources {
        fs::write(&note, sources).with_context(|| format!("cannot write {}", note.display()))?;
    }
    Ok(())
}

/// A hash of every file that git tracks or would, and of Node's version; Rust's is in one of the files. An error without git.
fn fingerprint_of_sources(workspace: &Workspace) -> Result<String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let names = process::capture(process::program(workspace, "git").args(list))?;
    let node = process::capture(process::program(workspace, "node").arg("--version"))?;
    let paths: Vec<PathBuf> =
        names.split_terminator('\0').map(|name| workspace.path(name)).filter(|path| path.is_file()).collect();
    stamp::fingerprint(&paths, &(names + &node))
}

fn cargo(workspace: &Workspace, arguments: &str) -> Command {
    let mut cargo = process::cargo(workspace);
    cargo.args(arguments.split(' '));
    cargo
}

fn format(workspace: &Workspace) -> Result<()> {
    process::show(&mut cargo(workspace, "fmt --all --check"))
        .context("run `cargo fmt --all` and look at what it changed")
}

fn lint(workspace: &Workspace) -> Result<()> {
    process::show(&mut cargo(
        workspace,
        "clippy --workspace --exclude thetis-cluster --all-targets --locked -- -D warnings",
    ))
}

fn lint_wasm(workspace: &Workspace) -> Result<()> {
    process::show(&mut cargo(
        workspace,
        "clippy --package thetis-session --package thetis-outcome --package thetis-portability --no-default-features --target wasm32v1-none --locked -- -D warnings",
    ))?;
    // What wasm-pack would build; and the solver of shadow tests, which needs `std`.
    process::show(&mut cargo(
        workspace,
        "clippy --package thetis-session --package thetis-assembly-wasm --target wasm32-unknown-unknown --locked -- -D warnings",
    ))
}

fn documentation(workspace: &Workspace) -> Result<()> {
    process::show(
        cargo(workspace, "doc --workspace --exclude thetis-cluster --no-deps --locked")
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn rust_tests(workspace: &Workspace) -> Result<()> {
    process::show(&mut cargo(workspace, "test --workspace --exclude xtask --exclude thetis-cluster --locked"))?;
    // By itself, with the very dependencies this program was built with; among the others they would all be compiled once more.
    process::show(&mut cargo(workspace, "test --package xtask --locked"))
}

/// The digest of many sessions, in the same build of the engine as a candidate's, in Node and in two browsers.
fn portability(workspace: &Workspace) -> Result<()> {
    let module = build::compile(workspace, "thetis-portability")?;
    let firefox = setup::firefox::ensure(workspace)?;
    let variables =
        [("THETIS_PORTABILITY_WASM", module.into_os_string()), ("THETIS_FIREFOX", firefox.into_os_string())];
    node_tests(workspace, "tests/portability", &variables)
}

/// Tests beside programs of others, from the registries of npm and PyPI.
fn peer_tests(workspace: &Workspace, folder: &str, environment: &str) -> Result<()> {
    setup::packages(workspace, &workspace.path(folder))?;
    let python = setup::python::ensure(workspace, environment, &format!("{folder}/requirements.txt"))?;
    let variables = [command_line(workspace)?, ("THETIS_PYTHON", python.into_os_string())];
    node_tests(workspace, folder, &variables)
}

/// The package that knows Ballista, by itself: its 300 packages of others are compiled here and nowhere else. For the same reason it is
/// linted while it is compiled for its tests, as `cargo clippy` would after compiling all of them once more.
fn cluster_tests(workspace: &Workspace) -> Result<()> {
    let python = setup::python::ensure(workspace, "python-cluster", "engine/cluster/tests/requirements.txt")?;
    let variables = [command_line(workspace)?, ("THETIS_PYTHON", python.into_os_string())];
    let linter = env::var_os("CARGO").map_or_else(PathBuf::new, PathBuf::from).with_file_name("clippy-driver");
    let mut tests = cargo(workspace, "test --package thetis-cluster --features s3 --locked");
    tests.env("RUSTC_WORKSPACE_WRAPPER", linter);
    // How cargo hands `-D warnings` to it.
    tests.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    process::show(tests.envs(variables))
}

/// The command line as the Rust tests have it, and the variable by which others find it. Not built by itself: with the features of its own
/// dependencies alone half of them would be compiled once more.
fn command_line(workspace: &Workspace) -> Result<(&'static str, OsString)> {
    process::show(&mut cargo(
        workspace,
        "test --workspace --exclude xtask --exclude thetis-cluster --locked --no-run --quiet",
    ))?;
    let program = workspace.path(&format!("target/debug/thetis{}", env::consts::EXE_SUFFIX));
    Ok(("THETIS_CLI", program.into_os_string()))
}

/// Node's test runner over the `*.test.mjs` files of a folder. They are listed here because Node 20's runner takes no patterns.
fn node_tests(workspace: &Workspace, folder: &str, variables: &[(&str, OsString)]) -> Result<()> {
    let files = test_files(&workspace.path(folder))?;
    if files.is_empty() {
        bail!("there is no *.test.mjs file in {folder}, so this step would test nothing");
    }
    let files = files.iter().map(|file| file.as_os_str());
    node(workspace, ["--test", "--test-reporter=spec"].map(OsStr::new).into_iter().chain(files), variables)
}

/// Node, told where the browser, the demo and this program are.
pub(crate) fn node(
    workspace: &Workspace,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    variables: &[(&str, OsString)],
) -> Result<()> {
    let mut node = process::program(workspace, "node");
    node.args(arguments)
        .env("THETIS_CHROMIUM", setup::browser::ensure(workspace)?)
        .env("THETIS_DEMO", workspace.demo())
        .env("THETIS_XTASK", env::current_exe()?)
        .envs(variables.iter().cloned());
    process::show(&mut node)
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in stamp::sorted_entries(folder)? {
        if path.is_dir() && path.file_name() != Some(OsStr::new("node_modules")) {
            files.extend(test_files(&path)?);
        } else if path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(".test.mjs")) {
            files.push(path);
        }
    }
    Ok(files)
}
