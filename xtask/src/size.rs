//! What a candidate downloads: the engine, and everything up to the first question, compressed as web servers compress.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::workspace::Workspace;

/// A file, by the name it has in the table: with a slash below the root of the repository, else below `bindings/js/dist`.
const SESSION: &str = "thetis_session_bg.wasm";
const SCRIPT: &str = "thetis.js";
const ASSEMBLY: &str = "thetis_assembly_bg.wasm";
const REPORT: &str = "score_report.js";
const OUTCOME: &str = "thetis_outcome_bg.wasm";
const COUNSELLOR: &str = "counsellor.js";
const ENDING: &str = "ending.js";
const PLATFORMS: &str = "lms.js";
const CREDENTIAL: &str = "credential.js";
/// What the person of the budget below waits for: player and engine, one language, and a bank's structure with its texts in that language.
const FIRST: [&str; 5] = [
    "player.js",
    SESSION,
    "locales/en.js",
    "item-banks/care-basics/bank.json",
    "item-banks/care-basics/locales/en.json",
];
/// What is measured by itself.
const ALONE: [&str; 8] = [SCRIPT, ASSEMBLY, REPORT, OUTCOME, ENDING, COUNSELLOR, PLATFORMS, CREDENTIAL];
/// The line of `FIRST` together.
const FIRST_QUESTION: &str = "first question";
/// Most bytes after gzip -9. The smallest comparable program for browsers, jsCAT, has 24,650 and does a small part of what the session does.
const LIMITS: [(&str, usize); 10] = [
    (SESSION, 24_000),
    (SCRIPT, 7_000),
    // Downloaded if a design asks for shadow tests.
    (ASSEMBLY, 60_000),
    // Downloaded while the test goes on, for its result.
    (REPORT, 5_000),
    (OUTCOME, 11_000),
    (ENDING, 9_500),
    (COUNSELLOR, 10_000),
    // Downloaded before the first question where a learning platform is asked for.
    (PLATFORMS, 11_500),
    // Downloaded where somebody wants a credential.
    (CREDENTIAL, 7_000),
    (FIRST_QUESTION, 90_000),
];
/// How far a measurement may lie from the snapshot, as a share of the snapshot, before the snapshot counts as out of date.
const TOLERANCE: f64 = 0.01;
const SNAPSHOT: &str = "benches/results/size.snap";

/// Sizes of one file, or of all together, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    raw: usize,
    gzip: usize,
}

/// Measures and writes the snapshot.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let lines = measure(workspace)?;
    let table = table(&lines);
    print!("{table}");
    let path = snapshot(workspace);
    fs::create_dir_all(workspace.path("benches/results"))?;
    fs::write(&path, table).with_context(|| format!("cannot write {}", path.display()))?;
    below_limit(&lines)
}

/// Measures, and compares with the limits and the committed snapshot.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let lines = measure(workspace)?;
    print!("{}", table(&lines));
    below_limit(&lines)?;
    let path = snapshot(workspace);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {SNAPSHOT}; `cargo xtask size` writes it"))?;
    matches(&lines, &parse(&text))
}

fn snapshot(workspace: &Workspace) -> PathBuf {
    workspace.path(SNAPSHOT)
}

fn measure(workspace: &Workspace) -> Result<Vec<Line>> {
    let alone = ALONE.map(|name| measure_file(workspace, name));
    let mut lines = FIRST.map(|name| measure_file(workspace, name)).into_iter().collect::<Result<Vec<_>>>()?;
    let (raw, gzip) = lines.iter().fold((0, 0), |(raw, gzip), line| (raw + line.raw, gzip + line.gzip));
    lines.push(Line { name: FIRST_QUESTION.to_owned(), raw, gzip });
    for line in alone {
        lines.push(line?);
    }
    Ok(lines)
}

fn measure_file(workspace: &Workspace, name: &str) -> Result<Line> {
    let path = if name.starts_with("item-banks/") { workspace.path(name) } else { workspace.dist().join(name) };
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(Line { name: name.to_owned(), raw: bytes.len(), gzip: encoder.finish()?.len() })
}

fn table(lines: &[Line]) -> String {
    let mut text = "# What a candidate downloads, in bytes; gzip at level 9. Written by `cargo xtask size`.\n\
        # The first question needs the files above it; thetis.js is for pages of one's own, the assembly module for shadow tests, what follows for results.\n"
        .to_owned();
    for (name, limit) in LIMITS {
        writeln!(text, "# {name}: at most {limit} after gzip").expect("writing to a string cannot fail");
    }
    writeln!(text, "{:<40}{:>9}{:>9}", "file", "raw", "gzip").expect("writing to a string cannot fail");
    for Line { name, raw, gzip } in lines {
        writeln!(text, "{name:<40}{raw:>9}{gzip:>9}").expect("writing to a string cannot fail");
    }
    text
}

/// The lines of a table; its header and anything else that is not a name and two numbers is passed over.
fn parse(text: &str) -> Vec<Line> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (rest, gzip) = line.rsplit_once(' ')?;
            let (name, raw) = rest.trim_end().rsplit_once(' ')?;
            Some(Line { name: name.trim_end().to_owned(), raw: raw.parse().ok()?, gzip: gzip.parse().ok()? })
        })
        .collect()
}

fn below_limit(lines: &[Line]) -> Result<()> {
    for (name, limit) in LIMITS {
        let line = lines.iter().find(|line| line.name == name).with_context(|| format!("{name} was not measured"))?;
        if line.gzip > limit {
            bail!(
                "a candidate would download {} bytes ({name}); the limit is {limit}. Find what was added, or make something else smaller",
                line.gzip
            );
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "file sizes are far below 2^52")]
fn matches(measured: &[Line], committed: &[Line]) -> Result<()> {
    for line in measured {
        let Some(then) = committed.iter().find(|committed| committed.name == line.name) else {
            bail!("{SNAPSHOT} has no line for {}: run `cargo xtask size` and commit it", line.name);
        };
        for (unit, now, then) in [("raw", line.raw, then.raw), ("gzip", line.gzip, then.gzip)] {
            if now.abs_diff(then) as f64 > TOLERANCE * then as f64 {
                bail!(
                    "{} has {now} bytes ({unit}) and {SNAPSHOT} says {then}: if the change is meant, run `cargo xtask size` and commit the file",
                    line.name
                );
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each limited line with the size `of` it, given its limit.
    fn lines(of: impl Fn(&str, usize) -> usize) -> Vec<Line> {
        let line = |(name, limit): (&str, usize)| Line {
            name: name.to_owned(),
            raw: 2 * of(name, limit),
            gzip: of(name, limit),
        };
        LIMITS.map(line).into()
    }

    #[test]
    fn a_table_is_read_back() {
        let lines = lines(|_, limit| limit - 1);
        assert_eq!(parse(&table(&lines)), lines);
    }

    #[test]
    fn a_limit_is_the_last_size_that_passes() {
        assert!(below_limit(&lines(|_, limit| limit)).is_ok());
        for (large, limit) in LIMITS {
            let lines = lines(|name, limit| limit + usize::from(name == large));
            let error = below_limit(&lines).unwrap_err().to_string();
            assert!(
                error.contains(large) && error.contains(&(limit + 1).to_string()) && error.contains(&limit.to_string()),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_limited_is_measured() {
        assert!(below_limit(&[]).is_err());
        assert!(LIMITS.iter().all(|(name, _)| FIRST.contains(name) || ALONE.contains(name) || *name == FIRST_QUESTION));
    }

    #[test]
    fn a_snapshot_out_of_date_is_named_with_the_remedy() {
        let sized = |bytes| lines(|_, _| bytes);
        assert!(matches(&sized(10_100), &sized(10_000)).is_ok());
        for committed in [sized(10_000), vec![]] {
            let error = matches(&sized(10_101), &committed).unwrap_err().to_string();
            assert!(error.contains(SESSION) && error.contains("cargo xtask size"), "{error}");
        }
    }
}
