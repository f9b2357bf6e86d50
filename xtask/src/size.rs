//! What a candidate downloads for the engine: the module and the script that loads it, compressed as web servers compress.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::workspace::Workspace;

/// Most bytes module and script together may have after gzip -9: what they have now, and little more. The aim is 24,000; the smallest
/// comparable program for browsers, jsCAT, has 24,650 and does a small part of it.
const LIMIT: usize = 31_700;
/// How far a measurement may lie from the snapshot, as a share of the snapshot, before the snapshot counts as out of date.
const TOLERANCE: f64 = 0.01;
/// The files, below `bindings/js/dist`.
const FILES: [&str; 2] = ["thetis_session_bg.wasm", "thetis.js"];
/// Most bytes the module may have after gzip -9 that assembles shadow tests, which a candidate downloads if a design asks for it.
const ASSEMBLY_LIMIT: usize = 60_000;
const ASSEMBLY: &str = "thetis_assembly_bg.wasm";
/// The line of the files together.
const TOTAL: &str = "total";
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

/// Measures, and compares with the limit and the committed snapshot.
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
    let mut lines = Vec::new();
    for name in FILES {
        lines.push(measure_file(workspace, name)?);
    }
    let (raw, gzip) = lines.iter().fold((0, 0), |(raw, gzip), line| (raw + line.raw, gzip + line.gzip));
    lines.push(Line { name: TOTAL.to_owned(), raw, gzip });
    lines.push(measure_file(workspace, ASSEMBLY)?);
    Ok(lines)
}

fn measure_file(workspace: &Workspace, name: &str) -> Result<Line> {
    let path = workspace.dist().join(name);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(Line { name: name.to_owned(), raw: bytes.len(), gzip: encoder.finish()?.len() })
}

fn table(lines: &[Line]) -> String {
    let mut text = format!(
        "# What a candidate downloads for the engine, in bytes; gzip at level 9. Written by `cargo xtask size`.\n\
         # The total after gzip may be at most {LIMIT}; {ASSEMBLY}, which only shadow tests load, {ASSEMBLY_LIMIT}.\n{:<24}{:>9}{:>9}\n",
        "file", "raw", "gzip"
    );
    for Line { name, raw, gzip } in lines {
        writeln!(text, "{name:<24}{raw:>9}{gzip:>9}").expect("writing to a string cannot fail");
    }
    text
}

/// The lines of a table; its header and anything else that is not `name number number` is passed over.
fn parse(text: &str) -> Vec<Line> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, raw, gzip) = (words.next()?, words.next()?, words.next()?);
            Some(Line { name: name.to_owned(), raw: raw.parse().ok()?, gzip: gzip.parse().ok()? })
        })
        .collect()
}

fn below_limit(lines: &[Line]) -> Result<()> {
    for (name, limit) in [(TOTAL, LIMIT), (ASSEMBLY, ASSEMBLY_LIMIT)] {
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

    fn lines(wasm: usize) -> Vec<Line> {
        let line = |name: &str, raw, gzip| Line { name: name.to_owned(), raw, gzip };
        vec![
            line("thetis_session_bg.wasm", 2 * wasm, wasm),
            line(TOTAL, 2 * wasm, wasm),
            line(ASSEMBLY, 3 * wasm, wasm),
        ]
    }

    #[test]
    fn a_table_is_read_back() {
        assert_eq!(parse(&table(&lines(15_000))), lines(15_000));
    }

    #[test]
    fn the_limit_is_the_last_size_that_passes() {
        assert!(below_limit(&lines(LIMIT)).is_ok());
        let error = below_limit(&lines(LIMIT + 1)).unwrap_err().to_string();
        assert!(error.contains(&(LIMIT + 1).to_string()) && error.contains(&LIMIT.to_string()), "{error}");
        let mut assembly = lines(LIMIT);
        assembly[2].gzip = ASSEMBLY_LIMIT;
        assert!(below_limit(&assembly).is_ok());
        assembly[2].gzip += 1;
        let error = below_limit(&assembly).unwrap_err().to_string();
        assert!(error.contains("60001") && error.contains(ASSEMBLY), "{error}");
    }

    #[test]
    fn a_snapshot_out_of_date_is_named_with_the_remedy() {
        assert!(matches(&lines(10_100), &lines(10_000)).is_ok());
        for committed in [lines(10_000), vec![]] {
            let error = matches(&lines(10_101), &committed).unwrap_err().to_string();
            assert!(error.contains("thetis_session_bg.wasm") && error.contains("cargo xtask size"), "{error}");
        }
    }
}
