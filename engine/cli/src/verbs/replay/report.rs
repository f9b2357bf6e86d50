//! The course of a session, laid out.

use std::fmt::Write;

use serde::Serialize;
use thetis_bank::outcome::ScoreReportDocument;
use thetis_bank::{Answer, BankSource};
use thetis_core::{ENGINE_REVISION, Given, Pass, Reason, Session};

use super::{
    amendments::Amendment,
    fit::{FitDocument, cares, summary},
    outcome,
};
use crate::{
    bank::LoadedBank,
    output::{Column, CsvWriter, Report, TextTable, estimate_cells, json},
};

/// A replayed session and what it was a session of.
pub(super) struct ReplayReport {
    pub(super) bank: LoadedBank,
    pub(super) design: String,
    pub(super) session: Session,
    pub(super) amendments: Vec<Amendment>,
    /// What the result means; a table of item parameters declares nothing that it could be held against.
    pub(super) report: Option<ScoreReportDocument>,
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
    given: &'static str,
    category: Option<u32>,
    response: u32,
    /// `None` where nothing was answered, or the bank knows no such answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
    seconds: f64,
    #[serde(skip_serializing_if = "is_false")]
    pilot: bool,
    #[serde(skip_serializing_if = "is_false")]
    amended: bool,
    theta: &'r [f64],
    se: &'r [f64],
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Serialize)]
struct AmendmentDocument<'r> {
    item: &'r str,
    /// Number of the answer changed, from 1.
    step: u32,
    /// How many items had been asked by then.
    after: u32,
    category: u32,
    response: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
    seconds: f64,
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

    /// What a response code stands for. A log made by another program than the player may have codes of its own: those
    /// that score otherwise than the bank does are no answers of the bank.
    fn answer(&self, item: u32, category: u32, response: u32) -> Option<Answer> {
        let BankSource::Folder(folder) = &self.bank.source else { return None };
        let (answer, scored) = folder.bank.answer(folder.bank.items.get(item as usize)?, response)?;
        (u32::from(scored) == category).then_some(answer)
    }

    fn steps(&self) -> impl Iterator<Item = StepDocument<'_>> {
        (0..).zip(self.session.steps()).map(|(index, step)| StepDocument {
            item: self.bank.id(step.answer.item),
            given: given_name(step.answer.given),
            category: match step.answer.given {
                Given::Category(category) => Some(category),
                Given::Passed(_) => None,
            },
            response: step.answer.response,
            answer: match step.answer.given {
                Given::Category(category) => self.answer(step.answer.item, category, step.answer.response),
                Given::Passed(_) => None,
            },
            seconds: f64::from(step.answer.centiseconds) / 100.0,
            pilot: self.bank.engine.is_pilot(step.answer.item),
            amended: self.amendments.iter().any(|amendment| amendment.index == index),
            theta: step.theta,
            se: step.se,
        })
    }

    fn amendments(&self) -> impl Iterator<Item = AmendmentDocument<'_>> {
        self.amendments.iter().map(|amendment| {
            let item = self.session.step(amendment.index).map(|step| step.answer.item);
            AmendmentDocument {
                item: item.map_or("?", |item| self.bank.id(item)),
                step: amendment.index + 1,
                after: amendment.after,
                category: amendment.category,
                response: amendment.response,
                answer: item.and_then(|item| self.answer(item, amendment.category, amendment.response)),
                seconds: f64::from(amendment.centiseconds) / 100.0,
            }
        })
    }

    /// Ids of the items excluded at the start.
    fn excluded(&self) -> Vec<&str> {
        self.session.excluded().iter().map(|item| self.bank.id(*item)).collect()
    }
}

impl StepDocument<'_> {
    /// What was answered; of a code that is none of the bank's, the number in the log.
    fn answer_cell(&self) -> String {
        match (&self.answer, self.category) {
            (Some(answer), _) => answer.to_string(),
            (None, Some(_)) => self.response.to_string(),
            (None, None) => String::new(),
        }
    }

    /// What is special about the step, in a word or two.
    fn note(&self) -> String {
        let notes = [
            (self.given == "skipped").then_some("skipped"),
            (self.given == "dont-know").then_some("don't know"),
            self.pilot.then_some("pilot, not scored"),
            self.amended.then_some("changed"),
        ];
        notes.into_iter().flatten().collect::<Vec<_>>().join("; ")
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
        Reason::PredictedReduction => "predicted-reduction",
        Reason::Change => "change",
        Reason::Plateau => "plateau",
        Reason::Time => "time",
        Reason::Classified => "classified",
        Reason::NoFeasibleTest => "no-feasible-test",
    }
}

/// What was given to an item.
const fn given_name(given: Given) -> &'static str {
    match given {
        Given::Category(_) => "answer",
        Given::Passed(Pass::Skipped) => "skipped",
        Given::Passed(Pass::DontKnow) => "dont-know",
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
        let excluded = self.excluded();
        if !excluded.is_empty() {
            let _ = writeln!(out, "Not to be asked: {}\n", excluded.join(", "));
        }
        out.push_str(estimate_cells::text_legend(&self.bank));
        out.push_str(&self.course());
        out.push('\n');
        for AmendmentDocument { item, step, after, category, .. } in self.amendments() {
            let _ =
                writeln!(out, "Changed after item {after}: the answer to {item} (step {step}) to category {category}");
        }
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
        if self.session.step_count() > 0 {
            let fit = self.session.fit();
            let _ = writeln!(out, "Fit: {}", summary(&fit));
            for care in cares(&fit, &self.session.test().design().fit) {
                let _ = writeln!(out, "Read with care: {}.", care.sentence);
            }
            if let Some(report) = &self.report {
                out.push_str(&outcome::text(report));
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
        document.member("excluded", self.excluded())?;
        document.rows("steps", self.steps())?;
        document.rows("amendments", self.amendments())?;
        document.member("next", self.session.next().map(|item| self.bank.id(item)))?;
        document.member("finished", finished)?;
        document.member("fit", FitDocument::new(&self.session.fit(), &self.session.test().design().fit))?;
        document.member("report", &self.report)?;
        document.end();
        Ok(())
    }

    /// Why the test ended stands in the last line's `ended`, which is empty in all others.
    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let columns = ["step", "item", "given", "category", "response", "answer", "seconds", "pilot", "amended"];
        let mut header: Vec<String> = columns.map(str::to_owned).to_vec();
        header.extend(estimate_cells::csv_columns(&self.bank));
        header.push("ended".to_owned());
        out.write_record(&header)?;
        let last = self.session.step_count();
        for (number, step) in (1..).zip(self.steps()) {
            let mut cells = vec![
                number.to_string(),
                step.item.to_owned(),
                step.given.to_owned(),
                category_cell(step.category),
                step.response.to_string(),
                step.answer.as_ref().map_or_else(String::new, Answer::to_string),
                step.seconds.to_string(),
                step.pilot.to_string(),
                step.amended.to_string(),
            ];
            cells.extend(estimate_cells::csv_cells(step.theta, step.se));
            let reason = self.session.finished().filter(|_| number == last);
            cells.push(reason.map_or("", reason_name).to_owned());
            out.write_record(&cells)?;
        }
        Ok(())
    }
}

impl ReplayReport {
    /// The table of steps.
    fn course(&self) -> String {
        let mut columns = vec![
            Column::numbers("step"),
            Column::words("item"),
            Column::numbers("category"),
            Column::words("answer"),
            Column::numbers("seconds"),
        ];
        columns.extend(estimate_cells::text_columns(&self.bank));
        columns.push(Column::words(""));
        let mut table = TextTable::new(columns);
        for (number, step) in (1..).zip(self.steps()) {
            let mut cells: Vec<String> = vec![
                number.to_string(),
                step.item.to_owned(),
                category_cell(step.category),
                step.answer_cell(),
                format!("{:.2}", step.seconds),
            ];
            cells.extend(estimate_cells::text_cells(step.theta, step.se));
            cells.push(step.note());
            table.push(cells);
        }
        table.render()
    }
}

/// A category; nothing where the item was passed on.
fn category_cell(category: Option<u32>) -> String {
    category.map_or_else(String::new, |category| category.to_string())
}
