//! What is found out about many logs.

use std::fmt::Write;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use thetis_responses::{CarriedLog, LogColumns, ReadErrors, each_log};

use super::{
    rows,
    verdict::{Verdict, Verified},
    verifier::Verifier,
};
use crate::output::{Column, CsvWriter, Report, TextTable, count, json};
use crate::progress::Progress;

/// Logs in memory at a time.
const BATCH: usize = 4_096;
/// Failures that a text report shows.
const MOST_SHOWN: usize = 100;

/// Verify every log of a folder or table, on all cores, in its order.
///
/// # Errors
/// The folder or table cannot be read at all.
pub(super) fn verify_all(verifier: &Verifier, path: &Path, columns: &LogColumns) -> Result<Vec<Verified>, ReadErrors> {
    let progress = Progress::new("logs verified", 0);
    let mut done = Vec::new();
    let mut waiting = Vec::new();
    let root = path.display().to_string();
    let verify = |waiting: &mut Vec<CarriedLog>, done: &mut Vec<Verified>| {
        let verified = waiting.par_drain(..).map(|carried| {
            let verified = verifier.verify(id(&root, &carried), &carried);
            progress.step();
            verified
        });
        done.par_extend(verified);
    };
    each_log(path, columns, &mut |carried| {
        waiting.push(carried);
        if waiting.len() == BATCH {
            verify(&mut waiting, &mut done);
        }
    })?;
    verify(&mut waiting, &mut done);
    Ok(done)
}

/// What a log is called: its file in a folder; in a table the person, or the line.
fn id(root: &str, carried: &CarriedLog) -> String {
    let place = &carried.place;
    let file = place.file.as_deref().unwrap_or_default();
    let within = file.strip_prefix(root).unwrap_or(file).trim_start_matches(std::path::is_separator);
    let own = match (&place.person, place.line) {
        (_, None) => return if within.is_empty() { file.to_owned() } else { within.to_owned() },
        (Some(person), _) if !person.is_empty() => person.clone(),
        (_, Some(line)) => format!("line {line}"),
    };
    if within.is_empty() { own } else { format!("{within}, {own}") }
}

/// Many logs, verified.
pub(super) struct ManyReport<'v> {
    pub(super) verifier: &'v Verifier,
    pub(super) logs: Vec<Verified>,
}

#[derive(Serialize)]
struct CountDocument {
    verdict: Verdict,
    logs: usize,
}

impl ManyReport<'_> {
    pub(super) fn failures(&self) -> impl Iterator<Item = &Verified> {
        self.logs.iter().filter(|log| !log.verdict.is_good())
    }

    fn counts(&self) -> Vec<CountDocument> {
        let of = |verdict| self.logs.iter().filter(|log| log.verdict == verdict).count();
        let all = Verdict::ALL.into_iter().map(|verdict| CountDocument { verdict, logs: of(verdict) });
        all.filter(|found| found.logs > 0).collect()
    }
}

impl Report for ManyReport<'_> {
    fn text(&self) -> String {
        let mut out = match self.verifier.identity() {
            Some(bank) => format!("Bank {} {}, ", bank.id, bank.version),
            None => format!("Bank {}, ", self.verifier.bank.file),
        };
        let _ = writeln!(out, "{}\n", count(self.logs.len(), "log", "logs"));
        let mut table = TextTable::new(vec![Column::words("verdict"), Column::numbers("logs")]);
        for found in self.counts() {
            table.push(vec![found.verdict.words().to_owned(), found.logs.to_string()]);
        }
        out.push_str(&table.render());
        let mut table = TextTable::new(vec![
            Column::words("log"),
            Column::words("verdict"),
            Column::numbers("answer"),
            Column::words("reason"),
        ]);
        for log in self.failures().take(MOST_SHOWN) {
            let step = log.step.map_or_else(String::new, |step| step.to_string());
            table.push(vec![log.id.clone(), log.verdict.name().to_owned(), step, log.reason.clone()]);
        }
        let failures = self.failures().count();
        if failures > 0 {
            let _ = write!(out, "\n{}", table.render());
        }
        if failures > MOST_SHOWN {
            let _ = writeln!(out, "… and {} more: --format csv has all.", failures - MOST_SHOWN);
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut document = json::Document::new(out);
        document.member("bank", self.verifier.bank_document())?;
        document.rows("counts", self.counts())?;
        document.rows("logs", &self.logs)?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        rows::write(&self.verifier.bank, &self.logs, out)
    }
}
