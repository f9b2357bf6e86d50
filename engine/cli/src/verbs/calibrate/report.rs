//! What a calibration found, for reading and for programs.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;
use thetis_bank::types::Parameter as Values;
use thetis_calibrate::Ending;

use super::{
    Found,
    density::{self, Density},
    fit::Whole,
    modelling::parameter_name,
    table,
};
use crate::output::{Column, CsvWriter, Report, TextTable, count, json, notes, number};

/// The report.
pub(super) struct CalibrationReport {
    pub(super) found: Found,
}

#[derive(Serialize)]
struct ItemRow<'r> {
    item: &'r str,
    /// The group whose parameters these are, if groups have their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'r str>,
    model: &'r thetis_bank::Model,
    /// Names of the dimensions of its slopes, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<&'r str>,
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
    fn items(&self) -> impl Iterator<Item = ItemRow<'_>> {
        let Found { calibration, covariance, sampled, dimensions, fit, items, .. } = &self.found;
        let several = dimensions.several();
        calibration.items.iter().zip(items).map(move |(item, own)| {
            let errors = covariance.as_ref().map(|covariance| covariance.item(item));
            let estimates = item.parameters.iter().zip(&item.free).enumerate();
            // Asymptotes that the model does not have are no estimates, and their logits no JSON.
            let parameters =
                estimates.filter(|(_, ((_, value), _))| value.is_finite()).map(|(at, ((name, value), free))| {
                    let se = errors.as_ref().and_then(|errors| errors.parameters[at]);
                    let name = parameter_name(*name, item.model, &item.dimensions, several);
                    EstimateRow { name, value: *value, se, fixed: free.is_none() }
                });
            let names = item.dimensions.iter().map(|number| dimensions.names[*number as usize].as_str());
            ItemRow {
                item: &own.id,
                group: own.group.as_deref(),
                model: &own.model,
                dimensions: if several { names.collect() } else { Vec::new() },
                parameters: parameters.collect(),
                categories: &sampled.codes[item.item],
                fit: fit.as_ref().map(|fit| &fit.items[item.item]),
            }
        })
    }

    fn head(&self) -> String {
        let Found { calibration, sampled, reliability, .. } = &self.found;
        let (persons, items) = (sampled.persons(), sampled.frame.items());
        let criteria = calibration.criteria();
        let mut out = String::new();
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let responses = sampled.observed.map_or_else(String::new, |observed| {
            let share = 100.0 * observed as f64 / (persons * items as u64) as f64;
            format!(", {observed} responses ({share:.1} %)")
        });
        let _ = writeln!(out, "Data            {persons} persons, {items} items{responses}");
        if let Some(weight) = sampled.weight {
            let _ = writeln!(out, "Weights         {} in all", number::magnitude(weight));
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
        if let (Some(reliability), false) = (reliability, self.found.dimensions.several()) {
            let marginal = reliability.marginal.map_or_else(String::new, |value| format!(", marginal {value:.4}"));
            let _ = writeln!(out, "Reliability     {:.4} (of EAP scores){marginal}", reliability.empirical[0]);
        }
        out
    }

    fn item_table(&self) -> String {
        let Found { items, fit, .. } = &self.found;
        // Every parameter of any item has a column, in the order of the first item that has it.
        let mut names: Vec<String> = Vec::new();
        let several = self.found.dimensions.several();
        let shown = |item: &table::BankItem| shown_parameters(&item.model, several.then_some(&item.dimensions[..]));
        let cells: Vec<Vec<(String, String)>> = items.iter().map(shown).collect();
        for (name, _) in cells.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        // Slopes on dimensions come before intercepts; else what has no number comes first.
        let slope = |name: &String| several && name.starts_with('a');
        names.sort_by_key(|name| (!slope(name), name.len() > 1, name.chars().next(), name.len(), name.clone()));
        let by_group = items.iter().any(|item| item.group.is_some());
        let mut columns = vec![Column::words("item")];
        if by_group {
            columns.push(Column::words("group"));
        }
        columns.push(Column::words("model"));
        columns.extend(names.iter().map(Column::numbers));
        // What the data do not let be said has no columns.
        let any = |of: fn(&super::fit::ItemFit) -> Option<f64>| {
            fit.as_ref().is_some_and(|fit| fit.items.iter().any(|item| of(item).is_some()))
        };
        let (squares, sums) = (any(|item| item.infit), any(|item| item.s_x2));
        if squares {
            columns.extend(["infit", "outfit"].map(Column::numbers));
        }
        if sums {
            columns.extend(["S-X2", "df", "p"].map(Column::numbers));
        }
        let mut table = TextTable::new(columns);
        for (item, (own, cells)) in self.found.calibration.items.iter().zip(items.iter().zip(&cells)) {
            let mut row = vec![own.id.clone()];
            if by_group {
                row.push(own.group.clone().unwrap_or_default());
            }
            row.push(own.model.name().to_owned());
            let of = |name: &String| {
                cells.iter().find(|(own, _)| own == name).map_or_else(String::new, |(_, cell)| cell.clone())
            };
            row.extend(names.iter().map(of));
            if let Some(fit) = fit {
                let fit = &fit.items[item.item];
                let shown = |value: Option<f64>| value.map_or_else(String::new, number::decimals);
                let df = fit.s_x2_df.map_or_else(String::new, |df| df.to_string());
                if squares {
                    row.extend([shown(fit.infit), shown(fit.outfit)]);
                }
                if sums {
                    row.extend([shown(fit.s_x2), df, shown(fit.s_x2_p)]);
                }
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

/// Names and values, with standard errors in brackets; slopes are numbered by these dimensions, if there are several.
pub(super) fn shown_parameters(model: &thetis_bank::Model, dimensions: Option<&[u32]>) -> Vec<(String, String)> {
    let errors = |name: &str| -> Vec<f64> {
        let all = model.standard_errors();
        all.and_then(|all| all.iter().find(|(own, _)| *own == name))
            .map_or_else(Vec::new, |(_, values)| values.as_slice().to_vec())
    };
    let mut shown = Vec::new();
    for (name, value) in model.parameters() {
        // Asymptotes that are none.
        if matches!((name, value), ("g", Values::One(0.0)) | ("u", Values::One(1.0))) {
            continue;
        }
        let (values, numbered): (&[f64], bool) = match &value {
            Values::One(value) => (std::slice::from_ref(value), false),
            Values::Many(values) => (values, true),
        };
        let errors = errors(name);
        for (place, value) in values.iter().enumerate() {
            let error = errors.get(place).map_or_else(String::new, |error| format!(" ({})", number::decimals(*error)));
            let name = match dimensions {
                Some(dimensions) if name == "a" => format!("a{}", dimensions[place] + 1),
                _ if numbered => format!("{name}{}", place + 1),
                _ => name.to_owned(),
            };
            shown.push((name, format!("{}{error}", number::decimals(*value))));
        }
    }
    shown
}

impl Report for CalibrationReport {
    fn text(&self) -> String {
        let mut out = self.head();
        out.push_str(&density::text(&self.found));
        out.push_str(&self.item_table());
        out.push_str(&self.fit_lines());
        out.push_str(&notes(&self.found.notes));
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let Found { calibration, sampled, dimensions, reliability, fit, provenance, .. } = &self.found;
        let criteria = calibration.criteria();
        let mut document = json::Document::new(out);
        document.member("method", "marginal")?;
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
            json!({"persons": sampled.persons(), "weight": calibration.persons, "items": sampled.frame.items(), "responses": sampled.observed}),
        )?;
        document.member("dimensions", &dimensions.names)?;
        document.rows("groups", Density::all(&self.found).iter().map(Density::json))?;
        let empirical = |all: &[f64]| if dimensions.several() { json!(all) } else { json!(all[0]) };
        document.member(
            "reliability",
            reliability
                .as_ref()
                .map(|found| json!({"empirical": empirical(&found.empirical), "marginal": found.marginal})),
        )?;
        document.member("fit", fit)?;
        document.member("provenance", provenance)?;
        document.rows("notes", &self.found.notes)?;
        document.rows("items", self.items())?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        table::write(&self.found.items, self.found.dimensions.names.len(), out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_shown_with_their_errors() {
        let text = r#"{"type":"grm","a":1.5,"b":[-1.0,0.5],"standardErrors":{"a":0.1,"b":[0.2,0.3]}}"#;
        let model: thetis_bank::Model = serde_json::from_str(text).expect("a model");
        let shown = shown_parameters(&model, None);
        let expected = [("a", "1.5000 (0.1000)"), ("b1", "-1.0000 (0.2000)"), ("b2", "0.5000 (0.3000)")];
        assert_eq!(shown, expected.map(|(name, cell)| (name.to_owned(), cell.to_owned())));
    }
}
