//! What was found, for reading and for programs.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use super::{
    found::{AdjustName, DifFound, ItemDif, Matching, Method, Run, Side},
    sentences,
};
use crate::output::{Column, CsvWriter, Report, TextTable, count, json, number};

/// The report.
pub(super) struct DifReport {
    pub(super) found: DifFound,
    /// What was noticed while reading.
    pub(super) notes: Vec<String>,
}

#[derive(Serialize)]
struct ItemRow<'r> {
    focal: &'r str,
    method: Method,
    anchor: bool,
    #[serde(flatten)]
    item: &'r ItemDif,
}

impl DifReport {
    fn head(&self) -> String {
        let found = &self.found;
        let mut out = String::new();
        let Some(first) = found.runs.first() else { return out };
        let _ = writeln!(out, "Reference   {}, {} persons", found.reference, first.persons[0]);
        let mut groups: Vec<(&str, usize)> =
            found.runs.iter().map(|run| (run.focal.as_str(), run.persons[1])).collect();
        groups.dedup();
        for (name, persons) in groups {
            let _ = writeln!(out, "Focal       {name}, {persons} persons");
        }
        if found.runs.iter().any(|run| run.method.is_matched()) {
            let matched = match found.matching {
                Matching::Sum => {
                    "the sum of the anchors and the item itself; who did not answer all of them does not count"
                }
                Matching::Ability => "ability, by a model of both groups together",
            };
            let _ = writeln!(out, "Matched on  {matched}");
        }
        let adjusted = match found.adjust {
            AdjustName::None => "not adjusted for the number of items",
            AdjustName::Bh => "adjusted for the number of items (Benjamini-Hochberg)",
            AdjustName::Holm => "adjusted for the number of items (Holm)",
        };
        let _ = writeln!(out, "Flagged     p < {}, {adjusted}", found.alpha);
        out
    }

    fn run(&self, run: &Run) -> String {
        let anchors = run.anchors.iter().filter(|anchor| **anchor).count();
        let mut out = format!("\n{}: {} against {}", run.method.title(), run.focal, self.found.reference);
        if let Some((rounds, _)) = run.purification {
            let _ = match rounds {
                0 => write!(out, "; purified, which changes nothing"),
                _ => write!(out, "; purified in {}", count(rounds as usize, "round", "rounds")),
            };
        }
        if anchors < run.anchors.len() {
            let _ = write!(out, "; {anchors} of {} items are anchors", run.anchors.len());
        }
        out.push('\n');
        let effects = run.columns(|item| item.effect.iter().map(|(name, _)| *name).collect());
        let details = run.columns(|item| item.details.iter().map(|(name, _)| *name).collect());
        let has = |of: &dyn Fn(&ItemDif) -> bool| run.items.iter().any(of);
        let tested = has(&|item| item.p.is_some());
        let df = has(&|item| item.df.is_some());
        let adjusted = tested && self.found.adjust != AdjustName::None;
        let class = has(&|item| item.class.is_some());
        let mut columns = vec![Column::words("item"), Column::words("")];
        if tested {
            columns.push(Column::numbers(if df { "chi2" } else { "z" }));
            columns.extend(df.then(|| Column::numbers("df")));
            columns.push(Column::numbers("p"));
            columns.extend(adjusted.then(|| Column::numbers("adjusted p")));
        }
        columns.extend(effects.iter().copied().map(Column::numbers));
        columns.extend(class.then(|| Column::words("class")));
        columns.extend(details.iter().copied().map(Column::numbers));
        let mut table = TextTable::new(columns);
        let shown = |value: Option<f64>| value.map_or_else(String::new, number::decimals);
        let probability = |p: Option<f64>| p.map_or_else(String::new, number::probability);
        for item in &run.items {
            let mut row = vec![item.item.clone(), if item.flagged { "*" } else { "" }.to_owned()];
            if tested {
                row.push(shown(item.statistic));
                row.extend(df.then(|| item.df.map_or_else(String::new, |df| df.to_string())));
                row.push(probability(item.p));
                row.extend(adjusted.then(|| probability(item.adjusted_p)));
            }
            let of = |list: &[(&'static str, f64)], name: &str| {
                let value = list.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
                if name.ends_with(" p") { probability(value) } else { shown(value) }
            };
            row.extend(effects.iter().map(|name| of(item.effect.as_slice(), name)));
            row.extend(class.then(|| item.class.map_or_else(String::new, String::from)));
            row.extend(details.iter().map(|name| of(&item.details, name)));
            table.push(row);
        }
        out.push_str(&table.render());
        for item in &run.items {
            if let Some(reason) = &item.not_tested {
                let _ = writeln!(out, "{} was not tested: {reason}", item.item);
            }
        }
        out
    }
}

/// The name of a side, for CSV.
fn side(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::Focal) => "focal",
        Some(Side::Reference) => "reference",
        None => "",
    }
}

impl Report for DifReport {
    fn text(&self) -> String {
        let mut out = self.head();
        for run in &self.found.runs {
            out.push_str(&self.run(run));
        }
        let sentences = sentences::flagged(&self.found);
        out.push('\n');
        if sentences.is_empty() {
            out.push_str("No item is flagged.\n");
        }
        for (item, sentence) in &sentences {
            let _ = writeln!(out, "{item} {sentence}");
        }
        let _ = writeln!(out, "\n{}", sentences::how_to_read(&self.found));
        for note in self.notes.iter().chain(&self.found.notes) {
            let _ = writeln!(out, "Note: {note}");
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let found = &self.found;
        let mut document = json::Document::new(out);
        document.member("reference", &found.reference)?;
        document.member("alpha", found.alpha)?;
        document.member("adjust", found.adjust)?;
        document.member("matching", found.matching)?;
        let run = |run: &Run| {
            json!({
                "focal": run.focal, "method": run.method, "persons": run.persons,
                "rounds": run.purification.map(|(rounds, _)| rounds),
                "settled": run.purification.map(|(_, settled)| settled),
            })
        };
        document.rows("runs", found.runs.iter().map(run))?;
        let sentences = sentences::flagged(found);
        document
            .rows("flagged", sentences.iter().map(|(item, sentence)| json!({"item": item, "reading": sentence})))?;
        document.member("reading", sentences::how_to_read(found))?;
        document.rows("notes", self.notes.iter().chain(&found.notes))?;
        let rows = found.runs.iter().flat_map(|run| {
            let row =
                |(item, anchor): (_, &bool)| ItemRow { focal: &run.focal, method: run.method, anchor: *anchor, item };
            run.items.iter().zip(&run.anchors).map(row).collect::<Vec<_>>()
        });
        document.rows("items", rows)?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let mut details: Vec<&'static str> = Vec::new();
        for name in
            self.found.runs.iter().flat_map(|run| run.columns(|item| item.details.iter().map(|d| d.0).collect()))
        {
            if !details.contains(&name) {
                details.push(name);
            }
        }
        let fixed = ["focal", "method", "item", "statistic", "df", "p", "adjusted p", "effect", "size", "class"];
        let header: Vec<&str> = fixed
            .into_iter()
            .chain(["flagged", "harder for", "anchor"])
            .chain(details.iter().copied())
            .chain(["not tested"])
            .collect();
        out.write_record(header.iter().map(|name| name.replace([' ', '-'], "_")))?;
        let shown = |value: Option<f64>| value.map_or_else(String::new, number::exact);
        for run in &self.found.runs {
            for (item, anchor) in run.items.iter().zip(&run.anchors) {
                let mut row = vec![
                    run.focal.clone(),
                    run.method.name().to_owned(),
                    item.item.clone(),
                    shown(item.statistic),
                    item.df.map_or_else(String::new, |df| df.to_string()),
                    shown(item.p),
                    shown(item.adjusted_p),
                    item.effect.map_or_else(String::new, |(name, _)| name.to_owned()),
                    shown(item.effect.map(|(_, value)| value)),
                    item.class.map_or_else(String::new, String::from),
                    u8::from(item.flagged).to_string(),
                    side(item.harder_for).to_owned(),
                    u8::from(*anchor).to_string(),
                ];
                let detail = |name: &&str| item.details.iter().find(|(own, _)| own == name).map(|(_, value)| *value);
                row.extend(details.iter().map(|name| shown(detail(name))));
                row.push(item.not_tested.clone().unwrap_or_default());
                out.write_record(&row)?;
            }
        }
        Ok(())
    }
}
