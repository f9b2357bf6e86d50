//! The demo: a folder of static files that any web server can serve.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::stamp::{self, Step};
use crate::workspace::Workspace;

/// What is in the sources' folders for people and tools, not for the page.
const NOT_SERVED: [&str; 3] = ["README.md", "LICENSES.md", "build"];
/// The part of the npm package a page loads.
const PACKAGE: [&str; 18] = [
    "thetis.js",
    "thetis.js.map",
    "player.js",
    "player.js.map",
    "ending.js",
    "ending.js.map",
    "counsellor.js",
    "counsellor.js.map",
    "lms.js",
    "lms.js.map",
    "credential.js",
    "credential.js.map",
    "score_report.js",
    "score_report.js.map",
    "locales",
    "thetis_session_bg.wasm",
    "thetis_assembly_bg.wasm",
    "thetis_outcome_bg.wasm",
];
/// The scripts of `js-demo/build`, each given the folder of the demo: the pages for frameworks are bundled, occupations and practices
/// gathered for their page, and last, when every file is there, the service worker learns which there are.
const SCRIPTS: [&str; 3] = ["bundle.mjs", "platform.mjs", "precache.mjs"];

/// Copies the pages, the package and the item banks together.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let pages = workspace.path("js-demo");
    let banks = workspace.path("item-banks");
    let package = PACKAGE.map(|name| workspace.dist().join(name));
    let mut inputs = vec![pages.clone(), banks.clone(), workspace.path("package-lock.json")];
    inputs.extend(package.iter().cloned());
    let demo = workspace.demo();
    Step {
        name: "demo",
        what: "Putting the demo together in target/demo",
        inputs: &inputs,
        options: &NOT_SERVED.join(" "),
        outputs: std::slice::from_ref(&demo),
    }
    .run(workspace, || {
        fs::remove_dir_all(&demo).or_else(stamp::ignore_missing).context("cannot empty target/demo")?;
        copy(&pages, &demo)?;
        copy(&banks, &demo.join("item-banks"))?;
        fs::create_dir_all(demo.join("thetis"))?;
        for (file, name) in package.iter().zip(PACKAGE) {
            copy(file, &demo.join("thetis").join(name))?;
        }
        for script in SCRIPTS {
            process::quiet(process::program(workspace, "node").arg(pages.join("build").join(script)).arg(&demo))?;
        }
        Ok(())
    })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in stamp::sorted_entries(from)? {
            let name = entry.file_name().context("entries of a folder have names")?;
            if !NOT_SERVED.iter().any(|left_out| name == *left_out) {
                copy(&entry, &to.join(name))?;
            }
        }
    } else {
        fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    }
    Ok(())
}
