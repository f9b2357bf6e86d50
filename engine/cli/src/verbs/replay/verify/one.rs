//! What is found out about one log.

use std::fmt::Write;

use super::{
    rows,
    suspect::Suspect,
    verdict::{Verdict, Verified},
    verifier::Verifier,
};
use crate::output::{Column, CsvWriter, Report, TextTable, count, json, number};

/// A log, verified, with what only a single one is worth.
pub(super) struct OneReport<'v> {
    pub(super) verifier: &'v Verifier,
    pub(super) verified: Verified,
    pub(super) chain: Vec<String>,
    pub(super) suspects: Vec<Suspect>,
}

impl OneReport<'_> {
    /// The verdict in a sentence.
    fn headline(&self) -> String {
        let Verified { verdict, reason, answers, finished, design, .. } = &self.verified;
        if *verdict != Verdict::Reproduced {
            let reason = if reason.is_empty() { "there is nothing" } else { reason };
            return format!("{}: {reason}.", verdict.words());
        }
        let answers = count(answers.unwrap_or_default() as usize, "answer", "answers");
        let end = if *finished == Some(true) { "to its end" } else { "not finished" };
        let design = design.as_deref().unwrap_or_default();
        let bank =
            self.verifier.identity().map_or_else(String::new, |bank| format!(" of {} {}", bank.id, bank.version));
        format!(
            "{}: {answers} of the design {design}{bank}, {end}; the engine asks the same items and writes the same log.",
            verdict.words()
        )
    }
}

impl Report for OneReport<'_> {
    fn text(&self) -> String {
        let mut out = format!("{}\n", self.headline());
        for Suspect { step, item, category, instead } in &self.suspects {
            let _ = writeln!(
                out,
                "The log would be reproduced if answer {step} (item {item}) were category {instead}, not {category}."
            );
        }
        let verified = &self.verified;
        if let Some(fingerprint) = &verified.fingerprint {
            let _ = writeln!(out, "Fingerprint (SHA-256 of the log): {fingerprint}");
        }
        if let Some(last) = self.chain.last() {
            let _ = writeln!(out, "Chain of hashes after its last record: {last}");
        }
        if !verified.dimensions.is_empty() {
            let mut table = TextTable::new(vec![
                Column::words("dimension"),
                Column::numbers("theta"),
                Column::numbers("SE"),
                Column::words("level"),
                Column::numbers("probability"),
                Column::numbers("T score"),
            ]);
            for own in &verified.dimensions {
                table.push(vec![
                    own.dimension.clone(),
                    number::decimals(own.theta),
                    number::decimals(own.se),
                    own.level.clone().unwrap_or_default(),
                    own.level_probability.map_or_else(String::new, |p| format!("{p:.2}")),
                    own.score.map_or_else(String::new, |score| format!("{score:.2}")),
                ]);
            }
            let _ = write!(out, "\n{}", table.render());
        }
        if let Some(score) = verified.score {
            let _ = writeln!(out, "\nScore {score:.2}");
        }
        if let Some(success) = verified.success {
            let _ = writeln!(out, "By the rule: {success}");
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut document = json::Document::new(out);
        document.member("bank", self.verifier.bank_document())?;
        document.member("log", &self.verified)?;
        document.rows("suspects", &self.suspects)?;
        document.rows("chain", &self.chain)?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        rows::write(&self.verifier.bank, [&self.verified], out)
    }
}
