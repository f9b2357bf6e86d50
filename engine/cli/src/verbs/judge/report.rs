//! What follows from the declarations beside what the bank has, for reading and for programs.

use std::fmt::Write;

use serde::Serialize;
use thetis_bank::{
    ItemBank, Model,
    expert::{Difference, Judged, JudgedItem, JudgedLevel, LeftAlone},
    types::{Item, Level, Parameter},
};

use crate::output::{Column, CsvWriter, Report, TextTable, count, json, number};

/// The report.
pub(super) struct JudgeReport<'r> {
    pub(super) bank: &'r ItemBank,
    pub(super) judged: &'r Judged,
    /// Whether the bank has been brought in line.
    pub(super) written: bool,
}

/// The columns of parameters.
const PARAMETERS: [&str; 3] = ["a", "b", "c"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemRow<'r> {
    item: &'r str,
    eqf: Option<u8>,
    demand: Option<String>,
    kind: String,
    options: usize,
    model: &'r Model,
    bank: &'r Model,
    differs: Vec<&'static str>,
}

#[derive(Serialize)]
struct LevelRow<'r> {
    dimension: &'r str,
    level: &'r str,
    eqf: u8,
    from: f64,
    bank: Option<f64>,
    differs: bool,
}

#[derive(Serialize)]
struct LeftRow<'r> {
    item: &'r str,
    reason: &'static str,
}

impl JudgeReport<'_> {
    fn items(&self) -> impl Iterator<Item = ItemRow<'_>> {
        self.judged.items.iter().map(|JudgedItem { item, model, differences, .. }| {
            let own: &Item = &self.bank.items[*item];
            ItemRow {
                item: &own.id,
                eqf: own.judgement.map(|judgement| judgement.eqf),
                demand: own.judgement.map(|judgement| name(judgement.demand)),
                kind: name(own.kind),
                options: self.bank.options(own).map_or(0, <[String]>::len),
                model,
                bank: &own.model,
                differs: differences.iter().map(|difference| difference.name()).collect(),
            }
        })
    }

    fn levels(&self) -> impl Iterator<Item = LevelRow<'_>> {
        self.judged.levels.iter().map(|JudgedLevel { level, eqf, from, differs }| {
            let own: &Level = &self.bank.levels[*level];
            LevelRow {
                dimension: &own.dimension,
                level: &own.id,
                eqf: *eqf,
                from: *from,
                bank: own.from,
                differs: *differs,
            }
        })
    }

    fn left_alone(&self) -> impl Iterator<Item = LeftRow<'_>> {
        let row = |(item, reason): &(usize, LeftAlone)| (*item, reason.name());
        self.judged.left_alone.iter().map(row).map(|(item, reason)| LeftRow { item: &self.bank.items[item].id, reason })
    }

    fn item_table(&self) -> String {
        let mut table = TextTable::new(vec![
            Column::words("item"),
            Column::numbers("EQF"),
            Column::words("demand"),
            Column::words("kind"),
            Column::numbers("options"),
            Column::words("model"),
            Column::numbers("a"),
            Column::words("b"),
            Column::numbers("c"),
            Column::words(self.heading()),
        ]);
        for row in self.items() {
            let eqf = row.eqf.map_or_else(String::new, |eqf| eqf.to_string());
            let demand = row.demand.unwrap_or_default();
            let mut cells =
                vec![row.item.to_owned(), eqf, demand, row.kind, row.options.to_string(), row.model.name().to_owned()];
            cells.extend(PARAMETERS.map(|parameter| cell(row.model, parameter)));
            cells.push(if row.differs.contains(&Difference::Parameters.name()) {
                described(row.bank)
            } else if row.differs.is_empty() {
                "the same".to_owned()
            } else {
                format!("other {}", row.differs.join(", "))
            });
            table.push(cells);
        }
        table.render()
    }

    fn level_table(&self) -> String {
        let mut table = TextTable::new(vec![
            Column::words("dimension"),
            Column::words("level"),
            Column::numbers("EQF"),
            Column::numbers("from"),
            Column::words(self.heading()),
        ]);
        for LevelRow { dimension, level, eqf, from, bank, differs } in self.levels() {
            let own = match (differs, bank) {
                (false, _) => "the same".to_owned(),
                (true, Some(own)) => number::exact(own),
                (true, None) => "nothing".to_owned(),
            };
            table.push(vec![dimension.to_owned(), level.to_owned(), eqf.to_string(), number::exact(from), own]);
        }
        table.render()
    }

    const fn heading(&self) -> &'static str {
        if self.written { "the bank had" } else { "the bank has" }
    }
}

impl Report for JudgeReport<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        if !self.judged.items.is_empty() {
            out.push_str(&self.item_table());
            out.push('\n');
        }
        if !self.judged.levels.is_empty() {
            out.push_str(&self.level_table());
            out.push('\n');
        }
        for reason in [LeftAlone::Calibrated, LeftAlone::NoJudgement, LeftAlone::SeveralDimensions] {
            let ids: Vec<&str> =
                self.left_alone().filter(|row| row.reason == reason.name()).map(|row| row.item).collect();
            if !ids.is_empty() {
                let _ = writeln!(out, "Left alone, {}: {}", reason.name(), ids.join(", "));
            }
        }
        let (items, levels) = self.judged.differing();
        let verb = if self.written { "were set" } else { "differ" };
        let _ = writeln!(
            out,
            "{}: {} of {} and {} of {} {verb}",
            self.bank.id,
            items,
            count(self.judged.items.len(), "item", "items"),
            levels,
            count(self.judged.levels.len(), "cut score", "cut scores")
        );
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut document = json::Document::new(out);
        document.member("bank", &self.bank.id)?;
        document.rows("items", self.items())?;
        document.rows("levels", self.levels())?;
        document.rows("leftAlone", self.left_alone())?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let header =
            "item level eqf demand kind options model a b c bank_model bank_a bank_b bank_c differs left_alone";
        let header: Vec<&str> = header.split(' ').collect();
        out.write_record(&header)?;
        for row in self.items() {
            let eqf = row.eqf.map_or_else(String::new, |eqf| eqf.to_string());
            let (demand, options) = (row.demand.unwrap_or_default(), row.options.to_string());
            let mut cells = vec![row.item.to_owned(), String::new(), eqf, demand, row.kind, options];
            for model in [row.model, row.bank] {
                cells.push(model.name().to_owned());
                cells.extend(PARAMETERS.map(|parameter| cell(model, parameter)));
            }
            cells.extend([row.differs.join("; "), String::new()]);
            out.write_record(&cells)?;
        }
        let mut write = |filled: &[(&str, String)]| {
            let value = |column: &&str| filled.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value);
            out.write_record(header.iter().map(value))
        };
        for LevelRow { dimension, level, eqf, from, bank, differs } in self.levels() {
            write(&[
                ("level", format!("{dimension}:{level}")),
                ("eqf", eqf.to_string()),
                ("b", number::exact(from)),
                ("bank_b", bank.map_or_else(String::new, number::exact)),
                ("differs", if differs { "from".to_owned() } else { String::new() }),
            ])?;
        }
        for LeftRow { item, reason } in self.left_alone() {
            write(&[("item", item.to_owned()), ("left_alone", reason.to_owned())])?;
        }
        Ok(())
    }
}

/// A parameter's numbers with spaces between; nothing if the model has none of this name.
fn cell(model: &Model, parameter: &str) -> String {
    match model.parameters().into_iter().find(|(name, _)| *name == parameter) {
        None => String::new(),
        Some((_, Parameter::One(value))) => number::exact(value),
        Some((_, Parameter::Many(values))) => {
            values.iter().map(|value| number::exact(*value)).collect::<Vec<_>>().join(" ")
        }
    }
}

/// `2pl, a 1.1, b -1.7`.
fn described(model: &Model) -> String {
    let parameters = model.parameters().into_iter().map(|(name, _)| format!(", {name} {}", cell(model, name)));
    model.name().to_owned() + &parameters.collect::<String>()
}

/// The name that a bank gives it.
fn name(of: impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(serde_json::Value::String(name)) => name,
        other => panic!("kinds and demands are names in a bank: {other:?}"),
    }
}
