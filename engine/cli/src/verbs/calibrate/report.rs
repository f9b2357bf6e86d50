//! What a calibration found, for reading and for programs.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Value, json};
use thetis_bank::types::Parameter as Values;
use thetis_calibrate::Ending;

use super::{Found, fit::Whole, table};
use crate::output::{Column, CsvWriter, Report, TextTable, count, json, number};

/// The report.
pub(super) struct CalibrationReport {
    pub(super) found: Found,
}

#[derive(Serialize)]
struct ItemRow<'r> {
    item: &'r str,
    model: &'r thetis_bank::Model,
    /// Slopes and intercepts, as they were estimated.
    parameters: Vec<EstimateRow>,
    /// What the categories stand for.
    categories: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fit: Option<&'r super::fit::ItemFit>,
}

#[derive(Serialize)]
struct EstimateRow {
    name: String,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    se: Option<f64>,
    #[serde(skip_serializing_if = "is_false")]
    fixed: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The name of an ending.
fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Converged => "converged",
        Ending::CyclesUsed => "cycles-used",
        Ending::Stalled => "stalled",
        Ending::Cancelled => "stopped",
    }
}

impl CalibrationReport {
    fn groups(&self) -> Vec<Value> {
        let Found { calibration, covariance, data, .. } = &self.found;
        let error = |free: Option<usize>| Some(covariance.as_ref()?.se(free?));
        let members = |group: usize| {
            (0..data.responses.persons()).filter(|person| data.responses.group(*person) == group).count()
        };
        let row = |(number, (name, group)): (usize, (&String, &thetis_calibrate::CalibratedGroup))| {
            json!({
                "group": name, "persons": members(number), "mean": group.mean[0], "variance": group.covariance[0],
                "meanSe": error(group.free[0]), "varianceSe": error(group.free[1])
            })
        };
        data.responses.groups().iter().zip(&calibration.groups).enumerate().map(row).collect()
    }

    fn items(&self) -> impl Iterator<Item = ItemRow<'_>> {
        let Found { calibration, covariance, data, fit, items, .. } = &self.found;
        calibration.items.iter().zip(items).map(move |(item, own)| {
            let errors = covariance.as_ref().map(|covariance| covariance.item(item));
            let estimates = item.parameters.iter().zip(&item.free).enumerate();
            // Asymptotes that the model does not have are no estimates, and their logits no JSON.
            let parameters =
                estimates.filter(|(_, ((_, value), _))| value.is_finite()).map(|(at, ((name, value), free))| {
                    let se = errors.as_ref().and_then(|errors| errors.parameters[at]);
                    EstimateRow { name: name.to_string(), value: *value, se, fixed: free.is_none() }
                });
            ItemRow {
                item: &own.id,
                model: &own.model,
                parameters: parameters.collect(),
                categories: &data.codes[item.item],
                fit: fit.as_ref().map(|fit| &fit.items[item.item]),
            }
        })
    }

    fn head(&self) -> String {
        let Found { calibration, data, reliability, .. } = &self.found;
        let responses = &data.responses;
        let criteria = calibration.criteria();
        let mut out = String::new();
        let observed = data.observed();
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let share = 100.0 * observed as f64 / (responses.persons() * responses.items()) as f64;
        let _ = writeln!(
            out,
            "Data            {} persons, {} items, {observed} responses ({share:.1} %)",
            responses.persons(),
            responses.items()
        );
        if responses.is_weighted() {
            let _ = writeln!(out, "Weights         {} in all", number::magnitude(responses.total_weight()));
        }
        let state = match calibration.ending {
            Ending::Converged => format!("converged after {}", count(calibration.cycles as usize, "cycle", "cycles")),
            Ending::CyclesUsed => format!("NOT CONVERGED after {} cycles", calibration.cycles),
            Ending::Stalled => "NOT CONVERGED: the likelihood is flat".to_owned(),
            Ending::Cancelled => format!("STOPPED after {} cycles, not converged", calibration.cycles),
        };
        let _ = writeln!(
            out,
            "Search          {state}; largest change {:.1e}, gradient {:.1e}",
            calibration.largest_change, calibration.gradient_norm
        );
        let _ = writeln!(out, "Log-likelihood  {:.4}", calibration.log_likelihood);
        if calibration.log_prior != 0.0 {
            let _ = writeln!(out, "Log prior       {:.4}", calibration.log_prior);
        }
        let _ = writeln!(out, "Parameters      {}", criteria.parameters);
        let _ = writeln!(out, "AIC, AICc       {:.2}, {:.2}", criteria.aic, criteria.aicc);
        let _ = writeln!(out, "BIC, SABIC      {:.2}, {:.2}", criteria.bic, criteria.sabic);
        if let Some((empirical, marginal)) = reliability {
            let marginal = marginal.map_or_else(String::new, |value| format!(", marginal {value:.4}"));
            let _ = writeln!(out, "Reliability     {empirical:.4} (of EAP scores){marginal}");
        }
        out
    }

    fn group_table(&self) -> String {
        let rows = self.groups();
        if rows.len() < 2 {
            return String::new();
        }
        let columns = ["persons", "mean", "SE", "variance", "SE"].map(Column::numbers);
        let mut table = TextTable::new([vec![Column::words("group")], columns.to_vec()].concat());
        let shown = |value: &Value| value.as_f64().map_or_else(String::new, number::decimals);
        for row in &rows {
            let name = row["group"].as_str().unwrap_or_default().to_owned();
            let mut cells = vec![name, row["persons"].to_string()];
            cells.extend(["mean", "meanSe", "variance", "varianceSe"].map(|name| shown(&row[name])));
            table.push(cells);
        }
        format!("\n{}", table.render())
    }

    fn item_table(&self) -> String {
        let Found { items, fit, .. } = &self.found;
        // Every parameter of any item has a column, in the order of the first item that has it.
        let mut names: Vec<String> = Vec::new();
        let cells: Vec<Vec<(String, String)>> = items.iter().map(|item| shown_parameters(&item.model)).collect();
        for (name, _) in cells.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names.sort_by_key(|name| (name.len() > 1, name.chars().next(), name.len(), name.clone()));
        let mut columns = vec![Column::words("item"), Column::words("model")];
        columns.extend(names.iter().map(Column::numbers));
        if fit.is_some() {
            columns.extend(["infit", "outfit", "S-X2", "df", "p"].map(Column::numbers));
        }
        let mut table = TextTable::new(columns);
        for (item, (own, cells)) in self.found.calibration.items.iter().zip(items.iter().zip(&cells)) {
            let mut row = vec![own.id.clone(), own.model.name().to_owned()];
            let of = |name: &String| {
                cells.iter().find(|(own, _)| own == name).map_or_else(String::new, |(_, cell)| cell.clone())
            };
            row.extend(names.iter().map(of));
            if let Some(fit) = fit {
                let fit = &fit.items[item.item];
                let shown = |value: Option<f64>| value.map_or_else(String::new, number::decimals);
                let df = fit.s_x2_df.map_or_else(String::new, |df| df.to_string());
                row.extend([shown(fit.infit), shown(fit.outfit), shown(fit.s_x2), df, shown(fit.s_x2_p)]);
            }
            table.push(row);
        }
        let legend = if self.found.covariance.is_some() { "\nStandard errors in brackets\n" } else { "" };
        format!("{legend}\n{}", table.render())
    }

    fn fit_lines(&self) -> String {
        let Some(fit) = &self.found.fit else { return String::new() };
        let mut out = String::new();
        let whole = |name: &str, found: &Whole| {
            let (low, high) = found.rmsea_interval;
            format!(
                "{name}  {:.2} (df {}, p {:.4}), RMSEA {:.4} (90 % {low:.4} to {high:.4}), SRMSR {:.4}, TLI {:.4}, CFI {:.4}; {} complete persons\n",
                found.statistic, found.df, found.p, found.rmsea, found.srmsr, found.tli, found.cfi, found.persons
            )
        };
        out.push('\n');
        out.extend(fit.m2.iter().map(|found| whole("M2", found)));
        out.extend(fit.c2.iter().map(|found| whole("C2", found)));
        if let Some(share) = fit.unlikely_persons {
            let _ = writeln!(out, "lz  below -1.645 for {:.1} % of the persons (5 % expected)", 100.0 * share);
        }
        if !fit.pairs.is_empty() {
            let mut table = TextTable::new(vec![
                Column::words("largest |Q3|"),
                Column::words(""),
                Column::numbers("Q3"),
                Column::numbers("LD-X2"),
                Column::numbers("df"),
            ]);
            for pair in &fit.pairs {
                let (first, second) = &pair.items;
                table.push(vec![
                    first.clone(),
                    second.clone(),
                    number::decimals(pair.q3),
                    number::decimals(pair.chi_square),
                    pair.df.to_string(),
                ]);
            }
            let _ = write!(out, "\n{}", table.render());
        }
        out
    }
}

/// Names and values, with standard errors in brackets.
fn shown_parameters(model: &thetis_bank::Model) -> Vec<(String, String)> {
    let errors = |name: &str| -> Vec<f64> {
        let all = model.standard_errors();
        all.and_then(|all| all.iter().find(|(own, _)| *own == name))
            .map_or_else(Vec::new, |(_, values)| values.as_slice().to_vec())
    };
    let mut shown = Vec::new();
    for (name, value) in model.parameters() {
        let (values, numbered): (&[f64], bool) = match &value {
            Values::One(value) => (std::slice::from_ref(value), false),
            Values::Many(values) => (values, true),
        };
        let errors = errors(name);
        for (place, value) in values.iter().enumerate() {
            let error = errors.get(place).map_or_else(String::new, |error| format!(" ({})", number::decimals(*error)));
            let name = if numbered { format!("{name}{}", place + 1) } else { name.to_owned() };
            shown.push((name, format!("{}{error}", number::decimals(*value))));
        }
    }
    shown
}

impl Report for CalibrationReport {
    fn text(&self) -> String {
        let mut out = self.head();
        out.push_str(&self.group_table());
        out.push_str(&self.item_table());
        out.push_str(&self.fit_lines());
        if !self.found.notes.is_empty() {
            out.push('\n');
        }
        for note in &self.found.notes {
            let _ = writeln!(out, "Note: {note}");
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let Found { calibration, data, reliability, fit, provenance, notes, .. } = &self.found;
        let criteria = calibration.criteria();
        let mut document = json::Document::new(out);
        document.member("converged", calibration.converged())?;
        document.member("ending", ending(calibration.ending))?;
        document.member("cycles", calibration.cycles)?;
        document.member("logLikelihood", calibration.log_likelihood)?;
        document.member("logPrior", calibration.log_prior)?;
        document.member("largestChange", calibration.largest_change)?;
        document.member("gradientNorm", calibration.gradient_norm)?;
        document.member(
            "criteria",
            json!({"parameters": criteria.parameters, "aic": criteria.aic, "aicc": criteria.aicc, "bic": criteria.bic, "sabic": criteria.sabic}),
        )?;
        document.member(
            "data",
            json!({"persons": data.responses.persons(), "weight": calibration.persons, "items": data.responses.items(), "responses": data.observed()}),
        )?;
        document.rows("groups", self.groups())?;
        document.member(
            "reliability",
            reliability.map(|(empirical, marginal)| json!({"empirical": empirical, "marginal": marginal})),
        )?;
        document.member("fit", fit)?;
        document.member("provenance", provenance)?;
        document.rows("notes", notes)?;
        document.rows("items", self.items())?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        table::write(&self.found.items, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_shown_with_their_errors() {
        let text = r#"{"type":"grm","a":1.5,"b":[-1.0,0.5],"standardErrors":{"a":0.1,"b":[0.2,0.3]}}"#;
        let model: thetis_bank::Model = serde_json::from_str(text).expect("a model");
        let shown = shown_parameters(&model);
        let expected = [("a", "1.5000 (0.1000)"), ("b1", "-1.0000 (0.2000)"), ("b2", "0.5000 (0.3000)")];
        assert_eq!(shown, expected.map(|(name, cell)| (name.to_owned(), cell.to_owned())));
    }
}
