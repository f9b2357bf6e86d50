//! The course of a session, laid out.

use std::fmt::Write;

use serde::Serialize;
use thetis_bank::BankSource;
use thetis_core::{ENGINE_REVISION, Reason, Session};

use crate::{
    bank::LoadedBank,
    output::{Column, CsvWriter, Report, TextTable, estimate_cells, json},
};

/// A replayed session and what it was a session of.
pub(super) struct ReplayReport {
    pub(super) bank: LoadedBank,
    pub(super) design: String,
    pub(super) session: Session,
}

#[derive(Serialize)]
struct BankDocument<'r> {
    id: &'r str,
    version: &'r str,
    digest: String,
}

#[derive(Serialize)]
struct DesignDocument<'r> {
    name: &'r str,
    digest: String,
}

#[derive(Serialize)]
struct StepDocument<'r> {
    item: &'r str,
    category: u32,
    response: u32,
    seconds: f64,
    theta: &'r [f64],
    se: &'r [f64],
}

#[derive(Serialize)]
struct ReasonDocument {
    code: u32,
    name: &'static str,
    sentence: &'static str,
}

impl ReplayReport {
    /// Id and version of the bank.
    fn identity(&self) -> (&str, &str) {
        match &self.bank.source {
            BankSource::Folder(folder) => (&folder.bank.id, &folder.bank.version),
            BankSource::Table(table) => (&table.file, ""),
        }
    }

    fn digests(&self) -> (String, String) {
        let hexadecimal = |digest: u64| format!("{digest:016x}");
        (hexadecimal(self.bank.engine.digest()), hexadecimal(self.session.test().design_digest()))
    }

    fn steps(&self) -> impl Iterator<Item = StepDocument<'_>> {
        self.session.steps().map(|step| StepDocument {
            item: self.bank.id(step.answer.item),
            category: step.answer.category,
            response: step.answer.response,
            seconds: f64::from(step.answer.centiseconds) / 100.0,
            theta: step.theta,
            se: step.se,
        })
    }
}

/// Short name of a reason, as the JavaScript package has it.
const fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::MaximumLength => "maximum-length",
        Reason::BankExhausted => "bank-exhausted",
        Reason::StandardError => "standard-error",
        Reason::Information => "information",
        Reason::AllRules => "all-rules",
    }
}

impl Report for ReplayReport {
    fn text(&self) -> String {
        let (id, version) = self.identity();
        let (bank_digest, design_digest) = self.digests();
        let mut out = String::new();
        let _ = writeln!(out, "Bank    {id} {version} (digest {bank_digest})");
        let _ = writeln!(out, "Design  {} (digest {design_digest})", self.design);
        let _ = writeln!(out, "Seed    {}", self.session.seed());
        let _ = writeln!(out, "Engine  revision {ENGINE_REVISION}\n");
        out.push_str(estimate_cells::text_legend(&self.bank));
        let mut columns = vec![
            Column::numbers("step"),
            Column::words("item"),
            Column::numbers("category"),
            Column::numbers("response"),
            Column::numbers("seconds"),
        ];
        columns.extend(estimate_cells::text_columns(&self.bank));
        let mut table = TextTable::new(columns);
        for (number, step) in (1..).zip(self.steps()) {
            let mut cells: Vec<String> = vec![
                number.to_string(),
                step.item.to_owned(),
                step.category.to_string(),
                step.response.to_string(),
                format!("{:.2}", step.seconds),
            ];
            cells.extend(estimate_cells::text_cells(step.theta, step.se));
            table.push(cells);
        }
        out.push_str(&table.render());
        out.push('\n');
        match (self.session.finished(), self.session.next()) {
            (Some(reason), _) => {
                let (name, code) = (reason_name(reason), reason.code());
                let _ = writeln!(out, "Ended: {} ({name}, code {code})", reason.sentence());
            }
            (None, next) => {
                let next = next.map_or("none", |item| self.bank.id(item));
                let _ = writeln!(out, "Not finished: the next item is {next}.");
            }
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let (id, version) = self.identity();
        let (bank_digest, design_digest) = self.digests();
        let finished = self.session.finished().map(|reason| ReasonDocument {
            code: reason.code(),
            name: reason_name(reason),
            sentence: reason.sentence(),
        });
        let mut document = json::Document::new(out);
        document.member("bank", BankDocument { id, version, digest: bank_digest })?;
        document.member("design", DesignDocument { name: &self.design, digest: design_digest })?;
        // As text: above 2⁵³ JSON numbers lose digits in other programs.
        document.member("seed", self.session.seed().to_string())?;
        document.member("engineRevision", ENGINE_REVISION)?;
        document.rows("steps", self.steps())?;
        document.member("next", self.session.next().map(|item| self.bank.id(item)))?;
        document.member("finished", finished)?;
        document.end();
        Ok(())
    }

    /// Why the test ended stands in the last line's `ended`, which is empty in all others.
    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let mut header: Vec<String> = ["step", "item", "category", "response", "seconds"].map(str::to_owned).to_vec();
        header.extend(estimate_cells::csv_columns(&self.bank));
        header.push("ended".to_owned());
        out.write_record(&header)?;
        let last = self.session.step_count();
        for (number, step) in (1..).zip(self.steps()) {
            let mut cells = vec![
                number.to_string(),
                step.item.to_owned(),
                step.category.to_string(),
                step.response.to_string(),
                step.seconds.to_string(),
            ];
            cells.extend(estimate_cells::csv_cells(step.theta, step.se));
            let reason = self.session.finished().filter(|_| number == last);
            cells.push(reason.map_or("", reason_name).to_owned());
            out.write_record(&cells)?;
        }
        Ok(())
    }
}
