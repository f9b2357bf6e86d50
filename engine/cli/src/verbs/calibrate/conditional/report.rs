//! What conditional likelihood found, for reading and for programs.

use std::fmt::Write;

use serde_json::{Value, json};
use thetis_calibrate::conditional::{Andersen, Centre};

use super::{ConditionalFound, name};
use crate::{
    output::{Column, CsvWriter, Report, TextTable, count, json, notes, number},
    verbs::calibrate::{report::shown_parameters, table},
};

/// Smaller probabilities are not shown as numbers.
const SMALLEST: f64 = 1e-4;

/// The report.
pub(super) struct ConditionalReport {
    pub(super) found: ConditionalFound,
}

impl ConditionalReport {
    fn head(&self) -> String {
        let ConditionalFound { data, estimates, separation, .. } = &self.found;
        let responses = &data.responses;
        let mut out = String::new();
        let _ = writeln!(
            out,
            "Data            {} persons, {} items, {} responses; {} persons with a score between the extremes",
            responses.persons(),
            responses.items(),
            data.observed(),
            number::magnitude(estimates.persons).trim_end_matches('0').trim_end_matches('.')
        );
        let _ = writeln!(
            out,
            "Search          converged after {}; gradient {:.1e}; {} answered together",
            count(estimates.rounds as usize, "step", "steps"),
            estimates.gradient,
            count(estimates.patterns, "set of items", "sets of items")
        );
        let _ = writeln!(out, "Conditional log-likelihood  {:.4}", estimates.log_likelihood);
        let _ = writeln!(out, "Parameters      {}", estimates.parameters);
        let _ = writeln!(out, "Zero            {}", zero(estimates.centre, name(estimates.model)));
        if let Some(separation) = separation {
            let _ = writeln!(out, "Reliability     {separation:.4} (separation of persons by maximum likelihood)");
        }
        out
    }

    fn item_table(&self) -> String {
        let ConditionalFound { items, fit, .. } = &self.found;
        let cells: Vec<Vec<(String, String)>> = items.iter().map(|item| shown_parameters(&item.model, None)).collect();
        let names = cells.iter().max_by_key(|cells| cells.len()).map_or(&[][..], |cells| &cells[..]);
        let mut columns = vec![Column::words("item"), Column::words("model")];
        columns.extend(names.iter().map(|(name, _)| Column::numbers(name.clone())));
        if fit.is_some() {
            columns.extend(["infit", "z", "outfit", "z"].map(Column::numbers));
        }
        let mut table = TextTable::new(columns);
        for (place, (item, cells)) in items.iter().zip(&cells).enumerate() {
            let mut row = vec![item.id.clone(), item.model.name().to_owned()];
            row.extend(cells.iter().map(|(_, cell)| cell.clone()));
            row.resize(names.len() + 2, String::new());
            if let Some(fit) = fit {
                let found = &fit.items[place].mean_squares;
                row.extend([found.infit, found.infit_z, found.outfit, found.outfit_z].map(number::decimals));
            }
            table.push(row);
        }
        let errors = items.iter().any(|item| item.model.standard_errors().is_some());
        let legend = if errors { "\nStandard errors in brackets\n" } else { "" };
        format!("{legend}\n{}", table.render())
    }

    fn andersen(&self) -> String {
        let Some(test) = &self.found.andersen else { return String::new() };
        let mut out = format!(
            "\nAndersen's test  LR {:.4}, df {}, p {}: {}\n\n",
            test.statistic,
            test.df,
            if test.p < SMALLEST { "below 0.0001".to_owned() } else { format!("{:.4}", test.p) },
            if test.p < 0.05 {
                "the items are not the same in all parts"
            } else {
                "nothing speaks against the same items"
            }
        );
        let columns = ["persons", "log-likelihood"].map(Column::numbers);
        let mut table = TextTable::new([vec![Column::words("part")], columns.to_vec()].concat());
        for group in &test.groups {
            let persons = number::magnitude(group.estimates.persons);
            table.push(vec![
                group.name.clone(),
                persons.trim_end_matches('0').trim_end_matches('.').to_owned(),
                number::magnitude(group.estimates.log_likelihood),
            ]);
        }
        out.push_str(&table.render());
        let numbers = ["step", "first part", "second part", "Wald z", "p"].map(Column::numbers);
        let mut table = TextTable::new([vec![Column::words("item")], numbers.to_vec()].concat());
        let ids = self.found.data.responses.ids();
        for (place, wald) in walds(test) {
            let [first, second] =
                [0, 1].map(|part: usize| -test.groups[part].estimates.items[place].easiness[wald.category - 1]);
            let mut row = vec![ids[wald.item].clone(), wald.category.to_string()];
            row.extend([first, second, wald.z, wald.p].map(number::decimals));
            table.push(row);
        }
        let _ = write!(out, "\nCumulative difficulties in the first two parts\n\n{}", table.render());
        out
    }

    fn andersen_json(&self) -> Option<Value> {
        let test = self.found.andersen.as_ref()?;
        let ids = self.found.data.responses.ids();
        let names = |items: &[usize]| items.iter().map(|item| ids[*item].as_str()).collect::<Vec<_>>();
        let groups: Vec<Value> = test
            .groups
            .iter()
            .map(|group| {
                let items = group.estimates.items.iter();
                json!({
                    "part": group.name, "persons": group.estimates.persons,
                    "logLikelihood": group.estimates.log_likelihood, "parameters": group.estimates.parameters,
                    "items": items.map(|item| json!({"item": item.id, "easiness": item.easiness, "se": item.easiness_errors})).collect::<Vec<_>>()
                })
            })
            .collect();
        let wald: Vec<Value> = walds(test)
            .map(|(_, wald)| json!({"item": ids[wald.item], "category": wald.category, "z": wald.z, "p": wald.p}))
            .collect();
        Some(json!({
            "statistic": test.statistic, "df": test.df, "p": test.p, "parts": groups, "wald": wald,
            "items": names(&test.items), "leftOut": names(&test.left_out)
        }))
    }

    fn items(&self) -> Vec<Value> {
        let ConditionalFound { data, estimates, fit, items, .. } = &self.found;
        let row = |(place, (item, own)): (
            usize,
            (&thetis_calibrate::conditional::ConditionalItem, &table::BankItem),
        )| {
            let mut row = json!({
                "item": own.id, "model": own.model, "easiness": item.easiness, "easinessSe": item.easiness_errors,
                "categories": data.codes[place]
            });
            if let Some(fit) = fit {
                let found = &fit.items[place];
                let squares = &found.mean_squares;
                row["fit"] = json!({
                    "infit": squares.infit, "infitZ": squares.infit_z, "outfit": squares.outfit,
                    "outfitZ": squares.outfit_z, "chiSquare": found.chi_square, "persons": found.persons, "p": found.p
                });
            }
            row
        };
        estimates.items.iter().zip(items).enumerate().map(row).collect()
    }
}

/// Wald's statistics with the place of their item among those that were compared.
fn walds(test: &Andersen) -> impl Iterator<Item = (usize, thetis_calibrate::conditional::Wald)> {
    let place = |item: usize| test.items.iter().position(|own| *own == item).unwrap_or(0);
    test.wald().into_iter().map(move |wald| (place(wald.item), wald))
}

/// Where the scale has its zero.
fn zero(centre: Centre, model: &str) -> &'static str {
    match (centre, model) {
        (Centre::Erm, "rasch") | (Centre::Thresholds, _) => "the mean of the difficulties",
        (Centre::Erm, "pcm") => "the mean of the cumulative easinesses, as in R eRm",
        (Centre::Erm, _) => "the mean of the difficulties of first steps, as in R eRm",
    }
}

impl Report for ConditionalReport {
    fn text(&self) -> String {
        let mut out = self.head();
        out.push_str(&self.item_table());
        out.push_str(&self.andersen());
        out.push_str(&notes(&self.found.notes));
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let ConditionalFound { data, estimates, separation, provenance, .. } = &self.found;
        let mut document = json::Document::new(out);
        document.member("method", "conditional")?;
        document.member("converged", true)?;
        document.member("logLikelihood", estimates.log_likelihood)?;
        document.member("parameters", estimates.parameters)?;
        document.member("gradient", estimates.gradient)?;
        document.member(
            "data",
            json!({"persons": data.responses.persons(), "informative": estimates.persons, "items": data.responses.items(), "responses": data.observed()}),
        )?;
        document.member("separationReliability", separation)?;
        document.member("andersen", self.andersen_json())?;
        document.member("provenance", provenance)?;
        document.rows("notes", &self.found.notes)?;
        document.rows("items", self.items())?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        table::write(&self.found.items, 1, out)
    }
}
