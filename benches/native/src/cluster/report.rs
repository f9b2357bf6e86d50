//! The snapshot of times.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::{Engine, Imported, Row};

/// Everything that was timed.
#[derive(Debug, Default)]
pub struct Report {
    /// A row for each engine and set.
    pub rows: Vec<Row>,
    /// Persons, and what their import took.
    pub sizes: Vec<(usize, Imported)>,
}

/// Two executors must be so many times as fast as one.
const SPEED_UP: f64 = 1.6;
/// Seconds that a cycle over almost nobody may take.
const FIXED: f64 = 0.1;
/// The set that [`SPEED_UP`] is about.
const MILLION: usize = 1_000_000;

impl Report {
    /// Write it, and hold it against what is promised.
    ///
    /// # Errors
    /// A file that cannot be written, or a promise that is not kept.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = self.text();
        print!("{text}");
        fs::write(path, text)?;
        let speed_up = self.ratio(MILLION, 1, 2);
        let fixed = self.fixed();
        if speed_up >= SPEED_UP && fixed <= FIXED {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "two executors are {speed_up:.2} times as fast as one (at least {SPEED_UP} is promised), and a cycle over nobody takes {fixed:.3} s (at most {FIXED})"
        )))
    }

    fn cycle(&self, persons: usize, engine: Engine) -> f64 {
        let row = self.rows.iter().find(|row| row.persons == persons && row.engine == engine);
        row.map_or(f64::NAN, |row| row.cycle)
    }

    fn ratio(&self, persons: usize, few: usize, many: usize) -> f64 {
        let cycle = |executors| self.cycle(persons, Engine::Cluster { executors });
        cycle(few) / cycle(many)
    }

    /// What a cycle costs before anything is done.
    fn fixed(&self) -> f64 {
        let smallest = self.rows.iter().map(|row| row.persons).min().unwrap_or(0);
        self.cycle(smallest, Engine::Cluster { executors: 2 })
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Calibration on a cluster of one machine beside the local engine: 2PL, 100 items, complete responses, 61 nodes, EM without\n\
             # acceleration, from a folder of `thetis import responses`. cycle: seconds a cycle, maximisation included; rest: seconds before the\n\
             # first and after the last; MB: memory at its highest, of `thetis` or of the largest executor. Lowest of two times up to a million\n\
             # persons. All processes on one machine of two cores: two executors share it with the scheduler and the driver. Written by\n\
             # `cargo xtask bench cluster`, in the profile `cluster`.\n\
             #\n\
             # The local engine keeps all responses in memory and finds out once where each person's posterior lies; executors read\n\
             # their files again in every cycle, and go through all nodes.\n\
             #\n",
        );
        text += "   persons who                     cycle     rest         MB\n";
        for row in &self.rows {
            let _ = writeln!(text, "{row}");
        }
        text += "\n   persons import, s   CSV, MB   packed, MB\n";
        for (persons, imported) in &self.sizes {
            let Imported { seconds, text: csv, packed } = imported;
            #[expect(clippy::cast_precision_loss, reason = "megabytes")]
            let [csv, packed] = [csv, packed].map(|bytes| *bytes as f64 / 1e6);
            let _ = writeln!(text, "{persons:>10} {seconds:>9.2} {csv:>9.1} {packed:>12.1}");
        }
        let _ = writeln!(
            text,
            "\ntwo executors against one, 1,000,000 persons: {:.2} times as fast",
            self.ratio(MILLION, 1, 2)
        );
        let _ = writeln!(text, "fixed cost of a cycle on the cluster: {:.0} ms", 1_000.0 * self.fixed());
        text
    }
}
