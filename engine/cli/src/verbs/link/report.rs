//! A link, for reading and for programs.

use std::fmt::Write;

use serde_json::{Value, json};
use thetis_calibrate::linking::EquatedScore;

use super::connect::{Common, LinkFound};
use crate::{
    output::{Column, CsvWriter, Report, TextTable, count, json, number},
    verbs::calibrate::table::{self, BankItem},
};

/// The report.
pub(super) struct LinkReport {
    pub(super) found: LinkFound,
    pub(super) method: &'static str,
    pub(super) base: String,
    pub(super) new: String,
    /// The items of the table: those of the new bank, after the base's where they are merged.
    pub(super) table: Vec<BankItem>,
}

impl LinkReport {
    fn common_table(&self) -> String {
        let mut table = TextTable::new(vec![
            Column::words("common item"),
            Column::words(""),
            Column::numbers("displacement"),
            Column::numbers("robust z"),
            Column::numbers("slope ratio"),
            Column::numbers("score difference"),
        ]);
        let shown = |value: Option<f64>| value.map_or_else(String::new, number::decimals);
        for Common { id, drift, flagged, used } in &self.found.common {
            let mark = match (flagged, used) {
                (_, false) => "left out",
                (true, true) => "drifts",
                _ => "",
            };
            table.push(vec![
                id.clone(),
                mark.to_owned(),
                shown(drift.displacement),
                shown(drift.robust_z),
                shown(drift.slope_ratio),
                number::decimals(drift.score_difference),
            ]);
        }
        table.render()
    }

    fn drifting(&self) -> Option<String> {
        let flagged: Vec<&str> =
            self.found.common.iter().filter(|item| item.flagged).map(|item| item.id.as_str()).collect();
        let all_out = self.found.common.iter().all(|item| !item.flagged || !item.used);
        match (flagged.is_empty(), all_out) {
            (true, _) => None,
            (false, true) => Some(format!(
                "{} drifted and did not make the link: give them other ids, since they are no longer the same items.",
                flagged.join(", ")
            )),
            (false, false) => Some(format!(
                "{} drifted: what they ask may have changed, or become known. Look at them, and link without them by --without-drifting.",
                flagged.join(", ")
            )),
        }
    }
}

/// The equating table.
fn equating(list: &[EquatedScore]) -> String {
    let mut table =
        TextTable::new(vec![Column::numbers("score on NEW"), Column::numbers("ability"), Column::numbers("on BASE")]);
    for EquatedScore { score, theta, equivalent } in list {
        let theta = theta.map_or_else(String::new, number::decimals);
        table.push(vec![score.to_string(), theta, number::decimals(*equivalent)]);
    }
    table.render()
}

impl Report for LinkReport {
    fn text(&self) -> String {
        let found = &self.found;
        let error =
            |value: Option<f64>| value.map_or_else(String::new, |value| format!(" ({})", number::decimals(value)));
        let mut out = String::new();
        let used = found.common.iter().filter(|item| item.used).count();
        let _ = writeln!(out, "Link           {} onto {}, {}", self.new, self.base, self.method);
        let _ = writeln!(out, "Common items   {used} used of {}", found.common.len());
        let held = if found.unit_held { "; held, since all common items have slopes of 1" } else { "" };
        let slope_error = error(found.errors.map(|errors| errors.slope).filter(|_| !found.unit_held));
        let _ = writeln!(out, "A              {}{slope_error}{held}", number::decimals(found.link.slope));
        let intercept_error = error(found.errors.map(|errors| errors.intercept));
        let _ = writeln!(out, "B              {}{intercept_error}", number::decimals(found.link.intercept));
        if found.linking_error.is_finite() {
            let _ = writeln!(out, "Linking error  {} logits", number::decimals(found.linking_error));
        }
        out.push_str("\nAbilities and difficulties of NEW become A x + B on BASE's scale, slopes a / A. Standard errors in brackets, from leaving out one common item at a time\n\n");
        out.push_str(&self.common_table());
        if let Some(sentence) = self.drifting() {
            let _ = write!(out, "\n{sentence}\n");
        }
        if !found.equating.is_empty() {
            let _ = write!(out, "\nTrue-score equating\n\n{}", equating(&found.equating));
        }
        let _ = writeln!(
            out,
            "\n{} on BASE's scale: --format csv -o FILE writes them as a parameter table.",
            count(self.table.len(), "item", "items")
        );
        for note in &found.notes {
            let _ = writeln!(out, "Note: {note}");
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let found = &self.found;
        let mut document = json::Document::new(out);
        document.member("method", self.method)?;
        document.member("a", found.link.slope)?;
        document.member("b", found.link.intercept)?;
        document.member("aSe", found.errors.map(|errors| errors.slope))?;
        document.member("bSe", found.errors.map(|errors| errors.intercept))?;
        document.member("unitHeld", found.unit_held)?;
        document.member("linkingError", found.linking_error)?;
        let common = |item: &Common| -> Value {
            json!({
                "item": item.id, "displacement": item.drift.displacement, "robustZ": item.drift.robust_z,
                "slopeRatio": item.drift.slope_ratio, "scoreDifference": item.drift.score_difference,
                "drifts": item.flagged, "used": item.used,
            })
        };
        document.rows("common", found.common.iter().map(common))?;
        document.rows("notes", &found.notes)?;
        let equated =
            |score: &EquatedScore| json!({"score": score.score, "theta": score.theta, "equivalent": score.equivalent});
        document.rows("equating", found.equating.iter().map(equated))?;
        document.rows("items", self.table.iter().map(|item| json!({"item": item.id, "model": item.model})))?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        table::write(&self.table, 1, out)
    }
}
