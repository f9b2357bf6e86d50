//! `thetis judge`: parameters and cut scores from what authors declare, shown, written or checked.

mod report;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use thetis_bank::{
    BANK_FILE, BankSource, ItemBank, Model,
    check::is_date,
    expert::{Judged, judge},
    parse_bank,
    types::{Provenance, ProvenanceSource},
};

use super::calibrate::{
    provenance::today,
    table::{self, BankItem},
};
use crate::{
    failure::{Complaint, Failure},
    output::{CsvWriter, OutputArguments, count, formula::without_formulas},
    partial_file::PartialFile,
};
use report::JudgeReport;

const AFTER_HELP: &str = "\
An item declares \"judgement\": {\"eqf\": 2, \"demand\": \"apply\"}, with remember, understand, apply or judge as the demand. With \
its kind, options and scoring that settles its model; likert and confidence items need no judgement. Items estimated \
from answers are never touched. docs/expert-parameters.md has the method, its limits, and how answers replace it.

Examples:
  thetis judge item-banks/care-positioning
  thetis judge item-banks/care-positioning --write --date 2026-11-22
  thetis judge item-banks/care-positioning --check
  thetis judge item-banks/care-positioning --anchors anchors.csv";

/// Set item parameters and cut scores from what authors declare, where no answers exist yet
///
/// Shows what follows from the declarations, beside what the bank has. JSON is {bank, items: [{item, eqf, demand, kind,
/// options, model, bank, differs}], levels: [{dimension, level, eqf, from, bank, differs}], leftAlone: [{item, reason}]};
/// in CSV a level is DIMENSION:LEVEL, and its b is where it begins.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Judge {
    /// Item bank: its folder or its bank.json
    #[arg(value_name = "BANK")]
    bank: PathBuf,
    /// Write parameters, standard errors, provenance and cut scores into bank.json where they differ; all else stays as it is
    #[arg(long)]
    write: bool,
    /// Fail if anything differs
    #[arg(long, conflicts_with = "write")]
    check: bool,
    /// Day of the judgement, YYYY-MM-DD, for the provenance: today unless given
    #[arg(long, value_name = "DATE", requires = "write", value_parser = date)]
    date: Option<String>,
    /// Write the bank's expert-set items of one dimension, as they then are, into this parameter table, from which to choose the --anchors of thetis calibrate
    #[arg(long, value_name = "FILE.csv")]
    anchors: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArguments,
}

impl Judge {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if BankSource::is_table(&self.bank) {
            return Err(Failure::usage(format!(
                "{} is a parameter table, which declares nothing of its items: give a bank's folder or bank.json",
                self.bank.display()
            )));
        }
        let file = if self.bank.is_dir() { self.bank.join(BANK_FILE) } else { self.bank.clone() };
        let name = file.display().to_string();
        let complain = |reason: String| Failure::from(Complaint::about(&name, reason));
        let bytes = fs::read(&file).map_err(|error| complain(format!("cannot be read: {error}")))?;
        let bank = parse_bank(&bytes, &file).map_err(|error| complain(error.to_string()))?;
        let judged = judge(&bank).map_err(|errors| {
            let complaint = |error: &thetis_bank::expert::ExpertError| {
                Complaint::about(&name, error.reason()).of_item(error.item())
            };
            Failure::Data(errors.iter().map(complaint).collect())
        })?;
        let mut files = Vec::new();
        let differing = judged.differing();
        if self.write && differing != (0, 0) {
            let text = String::from_utf8(bytes).map_err(|error| complain(format!("cannot be read: {error}")))?;
            let date = self.date.clone().unwrap_or_else(today);
            let written = judged.write(&text, &date).map_err(|error| complain(error.to_string()))?;
            files.push(PartialFile::with_content(&file, written.as_bytes())?);
        }
        if let Some(path) = &self.anchors {
            files.push(anchors(path, &bank, &judged)?);
        }
        self.output.write(&JudgeReport { bank: &bank, judged: &judged, written: self.write })?;
        for file in files {
            file.finish()?;
        }
        if self.check && differing != (0, 0) {
            let reason = format!(
                "{} and {} differ from what follows from the declarations: correct what is declared, or thetis judge {} --write",
                count(differing.0, "item", "items"),
                count(differing.1, "cut score", "cut scores"),
                self.bank.display()
            );
            return Err(complain(reason));
        }
        Ok(())
    }
}

/// The parameter table of all items that no answers stand behind.
fn anchors(path: &Path, bank: &ItemBank, judged: &Judged) -> Result<PartialFile, Failure> {
    let is_calibrated = |provenance: &Provenance| provenance.source == ProvenanceSource::Calibrated;
    let is_one = bank.scaling.to_bits() == 1.0_f64.to_bits();
    let of_judged = |place| judged.items.iter().find(|own| own.item == place).map(|own| &own.model);
    let items: Vec<BankItem> = bank
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.dimensions.len() == 1 && !item.provenance.as_ref().is_some_and(is_calibrated))
        .map(|(place, item)| (item, of_judged(place).unwrap_or(&item.model)))
        // Models that no calibration makes, and that have no form in another scaling.
        .filter(|(_, model)| is_one || !matches!(model, Model::Rsm { .. } | Model::Mgrm { .. }))
        .map(|(item, model)| BankItem {
            id: item.id.clone(),
            group: None,
            // Anchors are read as a table of the scaling constant 1.
            model: table::scaled(model.clone(), 1.0 / bank.scaling),
            dimensions: vec![0],
            known: true,
        })
        .collect();
    let complain = |reason: String| Failure::from(Complaint::about(path.display().to_string(), reason));
    if items.is_empty() {
        return Err(complain("the bank has no expert-set items of one dimension to choose anchors from".into()));
    }
    let mut bytes = Vec::new();
    let mut writer: CsvWriter<'_> = csv::Writer::from_writer(&mut bytes);
    table::write(&items, 1, &mut writer)
        .and_then(|()| writer.flush().map_err(Into::into))
        .map_err(|error| complain(format!("cannot be made: {error}")))?;
    drop(writer);
    let bytes = without_formulas(bytes).map_err(|error| complain(format!("cannot be made: {error}")))?;
    PartialFile::with_content(path, &bytes)
}

fn date(text: &str) -> Result<String, String> {
    if is_date(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no day of the calendar; write it as YYYY-MM-DD"))
    }
}
