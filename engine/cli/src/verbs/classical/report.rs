//! Classical statistics, for reading and for programs.

use std::fmt::Write;

use clap::ValueEnum;
use serde_json::{Value, json};
use thetis_calibrate::classical::Cases;

use super::analysis::{ClassicalFound, ItemFound, OptionsFound};
use crate::output::{Column, CsvWriter, Report, TextTable, json, notes, number};

/// Which table CSV is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableName {
    /// A line an item
    Items,
    /// A line an option, of items with a key
    Options,
}

/// The report.
pub(super) struct ClassicalReport {
    pub(super) found: ClassicalFound,
    pub(super) notes: Vec<String>,
    pub(super) table: TableName,
}

fn shown(value: Option<f64>) -> String {
    value.filter(|value| !value.is_nan()).map_or_else(String::new, number::decimals)
}

impl ClassicalReport {
    fn head(&self) -> String {
        let ClassicalFound { cases, complete: (complete, persons), test, omega, guttman, items } = &self.found;
        let mut out = String::new();
        let counted = match cases {
            Cases::Complete if complete == persons => "all with every response".to_owned(),
            Cases::Complete => format!("only the {complete} with every response count"),
            Cases::Pairwise => {
                format!("{complete} with every response; for correlations whoever answered both items counts")
            }
        };
        let _ = writeln!(out, "Data        {persons} persons, {counted}; {} items", items.len());
        let _ = writeln!(out, "Sum         mean {}, SD {}", number::decimals(test.mean), number::decimals(test.sd));
        let _ = writeln!(
            out,
            "Alpha       {} (standardised {}); standard error of measurement {}",
            number::decimals(test.alpha),
            number::decimals(test.alpha_standardised),
            number::decimals(test.standard_error)
        );
        if let Ok(omega) = omega {
            let _ = writeln!(
                out,
                "Omega       {} by one factor, root mean square of residual correlations {}",
                number::decimals(omega.omega),
                number::decimals(omega.residual)
            );
        }
        if let Ok(guttman) = guttman {
            let lambda: Vec<String> = guttman.lambda.iter().map(|lambda| number::decimals(*lambda)).collect();
            let split = if guttman.all_splits { "" } else { "; 4 by the best split found" };
            let _ = writeln!(out, "Lambda 1-6  {} (Guttman's lower bounds{split})", lambda.join(", "));
        }
        out
    }

    fn item_table(&self) -> String {
        let dichotomous =
            self.found.items.iter().all(|item| item.statistics.difficulty.to_bits() == item.statistics.mean.to_bits());
        let mut columns = vec![Column::words("item"), Column::words(""), Column::numbers("persons")];
        columns.extend((!dichotomous).then(|| Column::numbers("mean")));
        columns.extend(["difficulty", "SD", "item-total", "item-rest", "alpha without"].map(Column::numbers));
        let mut table = TextTable::new(columns);
        for item in &self.found.items {
            let ItemFound { id, statistics, .. } = item;
            let mut row =
                vec![id.clone(), if item.is_suspect() { "*" } else { "" }.to_owned(), persons(statistics.answered)];
            row.extend((!dichotomous).then(|| number::decimals(statistics.mean)));
            row.extend(
                [statistics.difficulty, statistics.sd, statistics.item_total, statistics.item_rest]
                    .map(number::decimals),
            );
            row.push(shown(statistics.alpha_if_deleted));
            table.push(row);
        }
        table.render()
    }

    fn option_table(&self) -> String {
        let groups = self.groups();
        if groups == 0 {
            return String::new();
        }
        let mut columns = vec![Column::words("item"), Column::words("option"), Column::words("")];
        columns.extend(["chosen", "proportion", "correlation", "mean rest"].map(Column::numbers));
        columns.extend((1..=groups).map(|group| Column::numbers(format!("group {group}"))));
        let mut table = TextTable::new(columns);
        for item in &self.found.items {
            let Some(OptionsFound { names, report }) = &item.options else { continue };
            for (place, (name, option)) in names.iter().zip(&report.options).enumerate() {
                let mut row = vec![
                    if place == 0 { item.id.clone() } else { String::new() },
                    name.clone(),
                    if option.is_correct { "key" } else { "" }.to_owned(),
                    persons(option.chosen),
                    number::decimals(option.proportion),
                    shown(option.rest_correlation),
                    shown(option.mean_rest),
                ];
                row.extend(option.by_group.iter().map(|part| shown(Some(*part))));
                table.push(row);
            }
        }
        format!(
            "\nOptions: who chose them. Correlation of choosing with the proportion correct of the other items, its mean among those who chose it, and the proportion who did in each ability group, the least able first\n\n{}",
            table.render()
        )
    }

    /// Ability groups of the options; 0 without options.
    fn groups(&self) -> usize {
        let options = self.found.items.iter().filter_map(|item| item.options.as_ref()?.report.options.first());
        options.map(|option| option.by_group.len()).max().unwrap_or(0)
    }

    /// Why something is missing, and what was noted.
    fn all_notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(self.found.omega.as_ref().err().map(ToString::to_string));
        notes.extend(self.found.guttman.as_ref().err().map(ToString::to_string));
        notes
    }

    fn row(&self, item: &ItemFound) -> Value {
        let s = &item.statistics;
        let mut row = json!({
            "item": item.id, "answered": s.answered, "mean": s.mean, "difficulty": s.difficulty, "sd": s.sd,
            "itemTotal": s.item_total, "itemRest": s.item_rest, "alphaIfDeleted": s.alpha_if_deleted,
            "advice": item.advice(),
        });
        if let Some(OptionsFound { names, report }) = &item.options {
            let option = |(name, option): (&String, &thetis_calibrate::classical::OptionStatistics)| {
                json!({
                    "option": name, "correct": option.is_correct, "chosen": option.chosen,
                    "proportion": option.proportion, "restCorrelation": option.rest_correlation,
                    "meanRest": option.mean_rest, "byGroup": option.by_group,
                })
            };
            row["options"] = names.iter().zip(&report.options).map(option).collect();
        }
        if let Ok(omega) = &self.found.omega {
            let place = self.found.items.iter().position(|own| own.id == item.id);
            row["loading"] = json!(place.map(|place| omega.loadings[place]));
        }
        row
    }
}

/// A number of persons, which with weights has decimals.
fn persons(weight: f64) -> String {
    if weight.fract() == 0.0 { format!("{weight:.0}") } else { number::decimals(weight) }
}

impl Report for ClassicalReport {
    fn text(&self) -> String {
        let mut out = self.head();
        let _ = write!(out, "\n{}{}", self.item_table(), self.option_table());
        let flagged: Vec<(&ItemFound, Vec<String>)> = self
            .found
            .items
            .iter()
            .map(|item| (item, item.advice()))
            .filter(|(_, advice)| !advice.is_empty())
            .collect();
        if !flagged.is_empty() {
            out.push_str("\nFlagged, and what to do:\n");
        }
        for (item, advice) in flagged {
            for sentence in advice {
                let _ = writeln!(out, "  {}: {sentence}", item.id);
            }
        }
        out.push_str(&notes(self.all_notes()));
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let ClassicalFound { cases, complete, test, omega, guttman, items } = &self.found;
        let mut document = json::Document::new(out);
        let cases = if *cases == Cases::Complete { "complete" } else { "pairwise" };
        document.member(
            "data",
            json!({"persons": complete.1, "complete": complete.0, "cases": cases, "items": items.len()}),
        )?;
        document.member(
            "test",
            json!({
                "mean": test.mean, "sd": test.sd, "alpha": test.alpha,
                "alphaStandardised": test.alpha_standardised, "standardError": test.standard_error,
            }),
        )?;
        document.member(
            "omega",
            omega.as_ref().ok().map(|omega| json!({"omega": omega.omega, "residual": omega.residual})),
        )?;
        document.member("lambda", guttman.as_ref().ok().map(|guttman| guttman.lambda))?;
        document.rows("notes", self.all_notes())?;
        document.rows("items", items.iter().map(|item| self.row(item)))?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let cell = |value: Option<f64>| value.map_or_else(String::new, number::exact);
        if self.table == TableName::Options {
            let mut header: Vec<String> = ["item", "option", "key", "chosen", "proportion", "correlation", "mean_rest"]
                .map(String::from)
                .to_vec();
            header.extend((1..=self.groups()).map(|group| format!("group_{group}")));
            out.write_record(&header)?;
            for item in &self.found.items {
                let Some(OptionsFound { names, report }) = &item.options else { continue };
                for (name, option) in names.iter().zip(&report.options) {
                    let mut row = vec![item.id.clone(), name.clone(), u8::from(option.is_correct).to_string()];
                    row.extend(
                        [Some(option.chosen), Some(option.proportion), option.rest_correlation, option.mean_rest]
                            .map(cell),
                    );
                    row.extend(option.by_group.iter().map(|part| cell(Some(*part).filter(|part| !part.is_nan()))));
                    out.write_record(&row)?;
                }
            }
            return Ok(());
        }
        out.write_record([
            "item",
            "answered",
            "mean",
            "difficulty",
            "sd",
            "item_total",
            "item_rest",
            "alpha_if_deleted",
            "advice",
        ])?;
        for item in &self.found.items {
            let s = &item.statistics;
            let numbers = [s.answered, s.mean, s.difficulty, s.sd, s.item_total, s.item_rest];
            let mut row = vec![item.id.clone()];
            row.extend(numbers.map(|value| cell(Some(value))));
            row.push(cell(s.alpha_if_deleted));
            row.push(item.advice().join("; "));
            out.write_record(&row)?;
        }
        Ok(())
    }
}
