//! The type declarations of the npm package: written for every source, shipped where a public entry leads to them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::stamp::{self, Step};
use crate::workspace::Workspace;

/// What package.json names as `types`, below `dist`.
const ENTRIES: [&str; 3] = ["index.d.ts", "score_report.d.ts", "player/public.d.ts"];

/// Checks the types, and puts the declarations that users' compilers read into `dist`.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let settings = workspace.path("bindings/js/tsconfig.json");
    let all = workspace.notes().join("declarations");
    let dist = workspace.dist();
    Step {
        name: "declarations",
        what: "Checking the types of the npm package",
        inputs: &[workspace.path("bindings/js/src"), settings.clone(), workspace.path("package-lock.json")],
        options: &ENTRIES.join(" "),
        outputs: &ENTRIES.map(|entry| dist.join(entry)),
    }
    .run(workspace, || {
        fs::remove_dir_all(&all).or_else(stamp::ignore_missing).context("cannot empty target/xtask/declarations")?;
        remove_declarations(&dist)?;
        let mut tsc = process::node_script(workspace, "typescript/bin/tsc");
        process::quiet(tsc.arg("--project").arg(&settings).arg("--outDir").arg(&all))?;
        for file in public(&all)? {
            let to = dist.join(&file);
            fs::create_dir_all(to.parent().context("declarations lie in a folder")?)?;
            fs::copy(all.join(&file), &to).with_context(|| format!("cannot write {}", to.display()))?;
        }
        Ok(())
    })
}

/// The declarations the entries lead to, relative to the folder of all.
fn public(all: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut next: Vec<PathBuf> = ENTRIES.map(PathBuf::from).into();
    while let Some(file) = next.pop() {
        let text =
            fs::read_to_string(all.join(&file)).with_context(|| format!("no declarations for {}", file.display()))?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        if found.insert(file) {
            next.extend(imports(&text).map(|import| normal(&folder.join(import)).with_extension("d.ts")));
        }
    }
    Ok(found)
}

/// The modules of ours that a declaration names: `from "./errors.js"`. Those of others have no dot in front; the package's tests refuse them.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let named = ["from \"", "import(\"", "import \""].into_iter().flat_map(|before| text.split(before).skip(1));
    named.filter_map(|rest| rest.split('"').next()).filter(|name| name.starts_with('.'))
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            other => normal.push(other),
        }
    }
    normal
}

/// Sources that are gone must not leave declarations behind for `npm pack` to ship.
fn remove_declarations(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for path in stamp::sorted_entries(folder)? {
        if path.is_dir() {
            remove_declarations(&path)?;
            // Left if it has anything else.
            let _ = fs::remove_dir(&path);
        } else if path.to_string_lossy().ends_with(".d.ts") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_entries_lead_to_is_public_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("thetis-declarations-{}", std::process::id()));
        fs::create_dir_all(folder.join("player")).unwrap();
        let files = [
            ("index.d.ts", "import { A } from \"./types.js\";\nexport type { B } from \"lit\";"),
            ("score_report.d.ts", "export type * from \"./types.js\";"),
            ("types.d.ts", "export type A = import(\"./errors.js\").E;"),
            (
                "errors.d.ts",
                "/** As in `import \"thetis\"`, or \"./gone.js\". */\nimport type { A } from \"./types.js\";",
            ),
            ("player/public.d.ts", "import type { A } from \"../types.js\";"),
            ("player/element.d.ts", "import { LitElement } from \"lit\";"),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let found: Vec<_> = public(&folder).unwrap().into_iter().collect();
        assert_eq!(
            found,
            ["errors.d.ts", "index.d.ts", "player/public.d.ts", "score_report.d.ts", "types.d.ts"].map(PathBuf::from)
        );
        remove_declarations(&folder).unwrap();
        assert!(!folder.join("player").exists() && stamp::sorted_entries(&folder).unwrap().is_empty());
        fs::remove_dir(folder).unwrap();
    }
}
