//! The npm package `thetis`: one minified ES module and its type declarations.

use std::fs;

use anyhow::Result;

use crate::process;
use crate::stamp::{self, Step};
use crate::workspace::Workspace;

/// ES2020 is the oldest language level with the dynamic import and `import.meta` the loader uses.
const ESBUILD: [&str; 8] = [
    "--bundle",
    "--format=esm",
    "--target=es2020",
    "--minify",
    "--charset=utf8",
    "--legal-comments=none",
    "--sourcemap=linked",
    // Loaded in Node only, behind a test for it.
    "--external:node:*",
];

/// Bundles the sources and writes the declarations, which also checks the types.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let source = workspace.path("bindings/js/src");
    let settings = workspace.path("bindings/js/tsconfig.json");
    let lock = workspace.path("package-lock.json");
    let bundle = workspace.dist().join("thetis.js");
    let declarations = workspace.dist().join("index.d.ts");
    let inputs = [source.clone(), settings.clone(), lock];
    Step {
        name: "declarations",
        what: "Checking the types of the npm package",
        inputs: &inputs,
        options: "",
        outputs: std::slice::from_ref(&declarations),
    }
    .run(workspace, || {
        remove_declarations(workspace)?;
        let mut tsc = process::node_script(workspace, "typescript/bin/tsc");
        process::quiet(tsc.arg("--project").arg(&settings))
    })?;
    Step {
        name: "bundle",
        what: "Bundling the npm package",
        inputs: &inputs,
        options: &ESBUILD.join(" "),
        outputs: std::slice::from_ref(&bundle),
    }
    .run(workspace, || {
        let mut esbuild = process::node_script(workspace, "esbuild/bin/esbuild");
        esbuild.arg(source.join("index.ts")).args(ESBUILD).arg("--log-level=warning");
        esbuild.arg(format!("--outfile={}", bundle.display()));
        process::quiet(&mut esbuild)
    })
}

/// Sources that are gone must not leave declarations behind for `npm pack` to ship.
fn remove_declarations(workspace: &Workspace) -> Result<()> {
    for path in stamp::sorted_entries(&workspace.dist())? {
        if path.to_string_lossy().ends_with(".d.ts") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
