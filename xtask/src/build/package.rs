//! The npm package `thetis`: the engine's ES module, the player's, one module of texts for each language, and type declarations.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::declarations;
use crate::process;
use crate::stamp::{self, Step};
use crate::workspace::Workspace;

/// ES2020 is the oldest language level with the dynamic import and `import.meta` the loader uses.
const ESBUILD: [&str; 6] =
    ["--format=esm", "--target=es2020", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"];
const BUNDLE: [&str; 3] = [
    "--bundle",
    "--sourcemap=linked",
    // Loaded in Node only, behind a test for it.
    "--external:node:*",
];
/// Lit says more about mistakes in its other build, and is larger. Texts are modules of their own, fetched for the language at hand; so
/// is what is needed when a result is due.
const PLAYER: [&str; 6] = [
    "--conditions=production",
    "--external:./locales/*",
    "--external:./score_report.js",
    "--external:./ending.js",
    "--external:./counsellor.js",
    "--external:./lms.js",
];
/// Drawn with what the player lends it; its own texts are modules too, and so is what makes credentials.
const COUNSELLOR: [&str; 2] = ["--external:./locales/*", "--external:./credential.js"];

/// What is in the player's bundle and not ours. The packages' tests compare it with the bundle's source map.
const BUNDLED: [&str; 5] = ["lit", "lit-html", "lit-element", "@lit/reactive-element", "idb-keyval"];

/// Bundles the sources and writes the declarations, which also checks the types.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    declarations::build(workspace)?;
    let source = workspace.path("bindings/js/src");
    bundle(workspace, "Bundling the engine's module", &source.join("index.ts"), "thetis", &[])?;
    bundle(workspace, "Bundling the module of results", &source.join("score_report.ts"), "score_report", &[])?;
    bundle(workspace, "Bundling the player", &source.join("player/player.ts"), "player", &PLAYER)?;
    bundle(
        workspace,
        "Bundling the counsellor's side",
        &source.join("player/counsellor.ts"),
        "counsellor",
        &COUNSELLOR,
    )?;
    bundle(workspace, "Bundling what speaks with learning platforms", &source.join("lms/index.ts"), "lms", &[])?;
    bundle(workspace, "Bundling what makes credentials", &source.join("credential/index.ts"), "credential", &[])?;
    let file = |name: &str| workspace.dist().join(name);
    let ending = [file("ending.js"), file("ending.js.map")];
    script(workspace, "Bundling what is shown at the end", &source, "ending", &ending)?;
    script(workspace, "Bundling the player as one module", &source, "single", &[file("single.js")])?;
    texts(workspace)?;
    licences(workspace)
}

fn bundle(workspace: &Workspace, what: &str, entry: &Path, name: &str, more: &[&str]) -> Result<()> {
    let bundle = workspace.dist().join(name).with_extension("js");
    Step {
        name: &format!("bundle-{name}"),
        what,
        inputs: &[workspace.path("bindings/js/src"), workspace.path("package-lock.json")],
        options: &[&ESBUILD[..], &BUNDLE, more].concat().join(" "),
        outputs: &[bundle.clone(), bundle.with_extension("js.map")],
    }
    .run(workspace, || {
        let mut esbuild = process::node_script(workspace, "esbuild/bin/esbuild");
        esbuild.arg(entry).args(ESBUILD).args(BUNDLE).args(more);
        process::quiet(esbuild.arg(format!("--outfile={}", bundle.display())))
    })
}

/// By a script of `bindings/js/build`, where esbuild's command line does not reach: it cannot join what the player imports from beside itself,
/// nor leave out what the player lends.
fn script(workspace: &Workspace, what: &str, source: &Path, name: &str, outputs: &[PathBuf]) -> Result<()> {
    let scripts = workspace.path("bindings/js/build");
    let script = scripts.join(name).with_extension("mjs");
    Step {
        name: &format!("bundle-{name}"),
        what,
        inputs: &[source.to_owned(), scripts.clone(), workspace.path("package-lock.json")],
        options: "",
        outputs,
    }
    .run(workspace, || process::quiet(process::program(workspace, "node").arg(&script).arg(source).arg(&outputs[0])))
}

/// The interface's texts, one module a language, and those of the counsellor's side likewise, in a folder of their own.
fn texts(workspace: &Workspace) -> Result<()> {
    let source = workspace.path("bindings/js/locales");
    let modules = workspace.dist().join("locales");
    Step {
        name: "texts",
        what: "Making modules of the interface's texts",
        inputs: &[source.clone(), workspace.path("package-lock.json")],
        options: &ESBUILD.join(" "),
        outputs: std::slice::from_ref(&modules),
    }
    .run(workspace, || {
        // A language that is gone must not be left behind for `npm pack` to ship.
        fs::remove_dir_all(&modules).or_else(stamp::ignore_missing).context("cannot empty dist/locales")?;
        let files = [stamp::sorted_entries(&source)?, stamp::sorted_entries(&source.join("counsellor"))?].concat();
        let files = files.iter().filter(|file| file.extension() == Some(OsStr::new("json")));
        let mut esbuild = process::node_script(workspace, "esbuild/bin/esbuild");
        esbuild.args(files).args(ESBUILD).arg(format!("--outbase={}", source.display()));
        process::quiet(esbuild.arg(format!("--outdir={}", modules.display())))
    })
}

/// The licences of what is bundled, which ask to go along.
fn licences(workspace: &Workspace) -> Result<()> {
    let mut text = "player.js contains, besides Thetis:\n".to_owned();
    for package in BUNDLED {
        let folder = workspace.path("node_modules").join(package);
        let files = stamp::sorted_entries(&folder)?;
        let named = |file: &&PathBuf| {
            file.file_stem()
                .is_some_and(|name| name.eq_ignore_ascii_case("licence") || name.eq_ignore_ascii_case("license"))
        };
        let file =
            files.iter().find(named).with_context(|| format!("{package} has no licence in {}", folder.display()))?;
        text += &format!("\n\n{package}\n\n{}", fs::read_to_string(file)?);
    }
    let path = workspace.dist().join("LICENSES.txt");
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
