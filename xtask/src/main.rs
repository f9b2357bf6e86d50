//! `cargo xtask`: the commands of this repository.
//!
//! Every command first installs what it needs from the lists in the repository (`rust-toolchain.toml`, `package-lock.json`), or says
//! what is missing and how to get it, and skips whatever has not changed since the last run.

#![forbid(unsafe_code)]

mod bench;
mod build;
mod process;
mod serve;
mod setup;
mod size;
mod stamp;
mod suite;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::serve::WasmType;
use crate::setup::Needs;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, shows, tests and measures Thetis.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the demo on this machine until Ctrl-C.
    Demo {
        /// Port on 127.0.0.1; 0 picks a free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the WebAssembly engine, the npm package with the player, and the demo.
    Build,
    /// Run everything continuous integration runs, and stop at the first failure.
    #[command(visible_alias = "ci")]
    Test,
    /// Measure what a candidate downloads and write the committed snapshot.
    Size {
        /// Write nothing; fail above the limit or when the snapshot is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Time tests, simulations and calibrations beside the peers from npm and PyPI, and write the committed snapshots.
    Bench {
        /// Only this.
        only: Option<bench::Only>,
    },
    /// Take a screenshot of every screen of the player, for looking at, in tests/browser/screenshots.
    Screenshots,
    /// Install what the other commands need (they all do this by themselves).
    Setup,
    /// Serve a folder on this machine (the browser tests use it).
    #[command(hide = true)]
    Serve {
        /// Folder to serve.
        #[arg(long)]
        root: PathBuf,
        /// Port on 127.0.0.1; 0 picks a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Label .wasm files application/octet-stream, as some learning platforms do.
        #[arg(long)]
        octet_stream_wasm: bool,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    // Started by tests, beside the command that holds the lock.
    if let Command::Serve { root, port, octet_stream_wasm } = command {
        let wasm = if *octet_stream_wasm { WasmType::OctetStream } else { WasmType::Wasm };
        let root = root.canonicalize().with_context(|| format!("there is no folder {}", root.display()))?;
        return serve::Server::bind(root, *port, wasm)?.run("Serving");
    }

    let workspace = Workspace::find()?;
    let lock = workspace.lock()?;
    match command {
        Command::Demo { port } => {
            // Before the build, so that nobody waits a minute to read that the port is taken. Connections queue until the build is done.
            let server = serve::Server::bind(workspace.demo(), *port, WasmType::Wasm)?;
            setup::run(&workspace, Needs::Build)?;
            build::everything(&workspace)?;
            drop(lock);
            server.run("Thetis demo")
        }
        Command::Build => {
            setup::run(&workspace, Needs::Build)?;
            build::everything(&workspace)
        }
        Command::Test => suite::run(&workspace),
        Command::Size { check } => {
            setup::run(&workspace, Needs::Build)?;
            build::everything(&workspace)?;
            if *check { size::check(&workspace) } else { size::write(&workspace) }
        }
        Command::Bench { only } => {
            setup::run(&workspace, Needs::Build)?;
            build::everything(&workspace)?;
            match only {
                None => bench::run(&workspace),
                Some(bench::Only::Cluster) => bench::cluster(&workspace),
                Some(bench::Only::Peers) => bench::peers(&workspace),
            }
        }
        Command::Screenshots => {
            setup::run(&workspace, Needs::Test)?;
            build::everything(&workspace)?;
            suite::node(&workspace, ["tests/browser/screenshots.mjs"], &[])
        }
        Command::Setup => {
            setup::run(&workspace, Needs::Test)?;
            println!("Everything the commands need is installed.");
            Ok(())
        }
        Command::Serve { .. } => unreachable!("served above"),
    }
}
