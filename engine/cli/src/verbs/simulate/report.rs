//! A simulation's report as text, JSON and CSV.

use serde::Serialize;
use thetis_simulate::{BinReport, DesignReport, DimensionReport, ExposureRound, RuleKind, StudyReport};

use super::Calibration;
use crate::output::{Column, CsvWriter, Report, TextTable, json, number};

/// What came of a simulation.
pub(super) struct SimulationReport {
    pub(super) report: StudyReport,
    pub(super) calibration: Option<Calibration>,
}

/// What a row of a table shows of a design.
type Row<'r> = (&'r str, &'r dyn Fn(&DesignReport) -> String);

impl SimulationReport {
    /// A table with a column a design; rows without any value are left out.
    fn table(&self, heading: &str, rows: &[Row<'_>]) -> String {
        let mut columns = vec![Column::words(heading)];
        columns.extend(self.report.designs.iter().map(|design| Column::numbers(design.name.clone())));
        let mut table = TextTable::new(columns);
        for (name, value) in rows {
            let cells: Vec<String> = self.report.designs.iter().map(value).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.push(std::iter::once((*name).to_owned()).chain(cells).collect());
            }
        }
        format!("{}\n", table.render())
    }

    fn dimension_tables(&self, dimension: usize) -> String {
        let of = |design: &DesignReport, value: &dyn Fn(&DimensionReport) -> f64| {
            defined(value(&design.dimensions[dimension]))
        };
        let id = &self.report.designs[0].dimensions[dimension].id;
        let several = self.report.designs[0].dimensions.len() > 1;
        let suffix = if several { format!(" {id}") } else { String::new() };
        let classified = |d: &DimensionReport, value: fn(&thetis_simulate::ClassificationReport) -> f64| {
            d.classification.as_ref().map_or(f64::NAN, value)
        };
        let mut out = self.table(
            &format!("Accuracy{suffix}"),
            &[
                ("bias", &|design| of(design, &|d| d.accuracy.bias)),
                ("RMSE", &|design| of(design, &|d| d.accuracy.rmse)),
                ("MAE", &|design| of(design, &|d| d.accuracy.mae)),
                ("correlation", &|design| of(design, &|d| d.accuracy.correlation)),
                ("mean SE", &|design| of(design, &|d| d.accuracy.mean_se)),
                ("coverage of 95 %", &|design| of(design, &|d| d.accuracy.coverage)),
                ("marginal reliability", &|design| of(design, &|d| d.accuracy.reliability)),
                ("squared correlation", &|design| of(design, &|d| d.accuracy.squared_correlation)),
                ("right class", &|design| of(design, &|d| classified(d, |c| c.accuracy))),
                ("right class, expected", &|design| of(design, &|d| classified(d, |c| c.expected_accuracy))),
                ("same class twice", &|design| of(design, &|d| classified(d, |c| c.consistency.unwrap_or(f64::NAN)))),
                ("same class, expected", &|design| of(design, &|d| classified(d, |c| c.expected_consistency))),
            ],
        );
        if several {
            return out;
        }
        // Post hoc, designs that estimate differently put persons into different classes.
        let conditional = |design: &DesignReport| design.dimensions[dimension].conditional.clone();
        let mut bins: Vec<BinReport> = self.report.designs.iter().flat_map(conditional).collect();
        bins.sort_by(|a, b| a.theta.total_cmp(&b.theta));
        bins.dedup_by_key(|bin| (bin.from.map(f64::to_bits), bin.to.map(f64::to_bits)));
        let labels: Vec<String> = bins.iter().map(range).collect();
        let value = |place: usize| {
            let label = labels[place].clone();
            move |design: &DesignReport| {
                let bin = conditional(design).into_iter().find(|bin| range(bin) == label);
                bin.map_or_else(String::new, |bin| number::decimals(bin.rmse))
            }
        };
        let values: Vec<_> = (0..bins.len()).map(value).collect();
        let rows: Vec<Row<'_>> =
            labels.iter().zip(&values).map(|(label, value)| (label.as_str(), value as _)).collect();
        out.push_str(&self.table(&format!("RMSE by {}", self.report.study.truth), &rows));
        out
    }

    fn content_table(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for rule in self.report.designs.iter().flat_map(|design| &design.content.rules) {
            if rule.kind == RuleKind::Area && !names.contains(&rule.name.as_str()) {
                names.push(&rule.name);
            }
        }
        if self.report.designs.iter().all(|design| design.content.rules.is_empty()) {
            return String::new();
        }
        let of_area = |name: &str| {
            let name = name.to_owned();
            move |design: &DesignReport| {
                let rule = design.content.rules.iter().find(|rule| rule.kind == RuleKind::Area && rule.name == name);
                rule.map_or_else(String::new, |rule| format!("{:.2} ({}-{})", rule.mean, rule.fewest, rule.most))
            }
        };
        let values: Vec<_> = names.iter().map(|name| of_area(name)).collect();
        let mut rows: Vec<Row<'_>> = names.iter().zip(&values).map(|(name, value)| (*name, value as _)).collect();
        let broken = |design: &DesignReport| {
            let bounded = design.content.rules.iter().any(|rule| rule.min > 0 || rule.max.is_some());
            if bounded { design.content.sessions_in_violation.to_string() } else { String::new() }
        };
        rows.push(("tests that break a rule", &broken));
        self.table("Content: mean items (fewest-most)", &rows)
    }

    fn stopping_table(&self) -> String {
        let mut reasons: Vec<(u32, &str)> =
            self.report.designs.iter().flat_map(|d| d.stopping.iter().map(|r| (r.code, r.reason))).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let share = |code: u32| {
            move |design: &DesignReport| {
                let count = design.stopping.iter().find(|r| r.code == code).map_or(0, |r| r.sessions);
                number::decimals(count as f64 / design.sessions as f64)
            }
        };
        let values: Vec<_> = reasons.iter().map(|(code, _)| share(*code)).collect();
        let rows: Vec<Row<'_>> = reasons.iter().zip(&values).map(|((_, name), value)| (*name, value as _)).collect();
        self.table("Share of tests that ended for", &rows)
    }

    fn calibration_table(&self) -> String {
        let Some(Calibration { target, design, rounds }) = &self.calibration else { return String::new() };
        let columns = ["round", "sessions", "largest rate", "above limit"].map(Column::numbers);
        let mut columns = columns.to_vec();
        columns.push(Column::words("item"));
        let mut table = TextTable::new(columns);
        for (number, round) in (1..).zip(rounds) {
            let ExposureRound { sessions, max_rate, item, above, .. } = round;
            table.push(vec![
                number.to_string(),
                sessions.to_string(),
                number::decimals(*max_rate),
                above.to_string(),
                item.clone(),
            ]);
        }
        format!("Exposure below {} for design {design}:\n{}\n", target.max_rate, table.render())
    }
}

/// Nothing for a number that is not defined.
fn defined(value: f64) -> String {
    if value.is_nan() { String::new() } else { number::decimals(value) }
}

/// A class of θ, in words.
fn range(bin: &BinReport) -> String {
    match (bin.from, bin.to) {
        (None, Some(to)) => format!("below {to:.2}"),
        (Some(from), None) => format!("from {from:.2}"),
        (Some(from), Some(to)) => format!("{from:.2} to {to:.2}"),
        (None, None) => "all".to_owned(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CalibrationDocument<'r> {
    design: &'r str,
    method: thetis_simulate::ExposureMethod,
    max_rate: f64,
    bounds: &'r [f64],
    rounds: &'r [ExposureRound],
}

impl Report for SimulationReport {
    fn text(&self) -> String {
        let study = &self.report.study;
        let mut out = format!(
            "Bank      {} ({} items in use, digest {})\nSimulees  {}, {} each, compared with the {}\nSeed      {}\n\n",
            study.bank,
            study.operational_items,
            study.bank_digest,
            study.simulees,
            crate::output::count(study.replications as usize, "test", "tests"),
            study.truth,
            study.seed
        );
        out.push_str(&self.calibration_table());
        for dimension in 0..self.report.designs[0].dimensions.len() {
            out.push_str(&self.dimension_tables(dimension));
        }
        out.push_str(&self.table(
            "Length",
            &[
                ("items, mean", &|d| number::decimals(d.length.mean)),
                ("items, SD", &|d| defined(d.length.sd)),
                ("items, 5 / 50 / 95 %", &|d| {
                    let [low, _, median, _, high] = d.length.quantiles;
                    format!("{low} / {median} / {high}")
                }),
                ("seconds, mean", &|d| format!("{:.0}", d.mean_seconds)),
            ],
        ));
        out.push_str(&self.stopping_table());
        out.push_str(&self.table(
            "Exposure",
            &[
                ("largest rate", &|d| number::decimals(d.exposure.maximum)),
                ("smallest rate", &|d| number::decimals(d.exposure.minimum)),
                ("items used", &|d| d.exposure.used.to_string()),
                ("items never used", &|d| d.exposure.unused.to_string()),
                ("items below 2 %", &|d| d.exposure.rare.to_string()),
                ("chi-square", &|d| defined(d.exposure.chi_square)),
                ("test overlap", &|d| defined(d.exposure.overlap)),
            ],
        ));
        out.push_str(&self.content_table());
        let fit = |value: fn(&thetis_simulate::FitReport) -> f64| {
            move |d: &DesignReport| d.fit.as_ref().map_or_else(String::new, |fit| number::decimals(value(fit)))
        };
        if self.report.designs.iter().any(|design| design.fit.is_some()) {
            out.push_str(&self.table(
                "Share of tests flagged",
                &[
                    ("for any reason", &fit(|f| f.flagged)),
                    ("lz*", &fit(|f| f.lz_star)),
                    ("CUSUM", &fit(|f| f.cusum)),
                    ("Guttman errors", &fit(|f| f.guttman)),
                    ("fast answers", &fit(|f| f.fast)),
                ],
            ));
        }
        let time = |value: fn(&thetis_simulate::TimeReport) -> f64| {
            move |d: &DesignReport| d.time.as_ref().map_or_else(String::new, |time| format!("{:.1}", value(time)))
        };
        if self.report.designs.iter().any(|design| design.time.is_some()) {
            out.push_str(&self.table(
                "Microseconds a step",
                &[("mean", &time(|t| t.mean)), ("median", &time(|t| t.median)), ("longest", &time(|t| t.maximum))],
            ));
        }
        // One empty line stands between tables, none at the end.
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut document = json::Document::new(out);
        document.member("study", &self.report.study)?;
        if let Some(Calibration { target, design, rounds }) = &self.calibration {
            let (method, max_rate, bounds) = (target.method, target.max_rate, target.bounds.as_slice());
            let calibration = CalibrationDocument { design, method, max_rate, bounds, rounds };
            document.member("exposureCalibration", calibration)?;
        }
        document.rows("designs", &self.report.designs)?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        out.write_record(["design", "dimension", "statistic", "key", "value"])?;
        for design in &self.report.designs {
            let mut lines = Lines { out, design: &design.name };
            lines.design(design)?;
        }
        Ok(())
    }
}

/// A line a number.
struct Lines<'l, 'o> {
    out: &'l mut CsvWriter<'o>,
    design: &'l str,
}

impl Lines<'_, '_> {
    fn line(&mut self, dimension: &str, statistic: &str, key: &str, value: f64) -> csv::Result<()> {
        let value = if value.is_nan() { "NA".to_owned() } else { number::exact(value) };
        self.out.write_record([self.design, dimension, statistic, key, &value])
    }

    fn design(&mut self, design: &DesignReport) -> csv::Result<()> {
        self.line("", "sessions", "", design.sessions as f64)?;
        for dimension in &design.dimensions {
            self.dimension(dimension)?;
        }
        let length = &design.length;
        self.line("", "length-mean", "", length.mean)?;
        self.line("", "length-sd", "", length.sd)?;
        for (probability, quantile) in ["0.05", "0.25", "0.5", "0.75", "0.95"].iter().zip(length.quantiles) {
            self.line("", "length-quantile", probability, f64::from(quantile))?;
        }
        for count in &length.distribution {
            self.line("", "length-count", &count.items.to_string(), count.tests as f64)?;
        }
        self.line("", "seconds-mean", "", design.mean_seconds)?;
        for reason in &design.stopping {
            self.line("", "stopping-count", reason.reason, reason.sessions as f64)?;
        }
        let exposure = &design.exposure;
        self.line("", "exposure-maximum", "", exposure.maximum)?;
        self.line("", "exposure-minimum", "", exposure.minimum)?;
        self.line("", "exposure-expected", "", exposure.expected)?;
        self.line("", "items-used", "", exposure.used as f64)?;
        self.line("", "items-unused", "", exposure.unused as f64)?;
        self.line("", "items-rare", "", exposure.rare as f64)?;
        self.line("", "exposure-chi-square", "", exposure.chi_square)?;
        self.line("", "overlap", "", exposure.overlap)?;
        for item in &exposure.items {
            self.line("", "exposure", &item.item, item.rate)?;
        }
        self.line("", "sessions-in-violation", "", design.content.sessions_in_violation as f64)?;
        for rule in &design.content.rules {
            self.line("", "content-mean", &rule.name, rule.mean)?;
            self.line("", "content-fewest", &rule.name, f64::from(rule.fewest))?;
            self.line("", "content-most", &rule.name, f64::from(rule.most))?;
            self.line("", "content-violations", &rule.name, rule.violations as f64)?;
        }
        if let Some(fit) = &design.fit {
            let kinds = [
                ("any", fit.flagged),
                ("lz*", fit.lz_star),
                ("cusum", fit.cusum),
                ("guttman", fit.guttman),
                ("fast", fit.fast),
            ];
            for (kind, share) in kinds {
                self.line("", "flagged", kind, share)?;
            }
        }
        if let Some(time) = &design.time {
            self.line("", "microseconds-mean", "", time.mean)?;
            self.line("", "microseconds-median", "", time.median)?;
            self.line("", "microseconds-maximum", "", time.maximum)?;
        }
        Ok(())
    }

    fn dimension(&mut self, dimension: &DimensionReport) -> csv::Result<()> {
        let id = dimension.id.as_str();
        let a = &dimension.accuracy;
        for (statistic, value) in [
            ("true-mean", a.true_mean),
            ("true-sd", a.true_sd),
            ("estimate-sd", a.estimate_sd),
            ("bias", a.bias),
            ("bias-error", a.bias_error),
            ("rmse", a.rmse),
            ("rmse-error", a.rmse_error),
            ("mae", a.mae),
            ("correlation", a.correlation),
            ("mean-se", a.mean_se),
            ("without-se", a.without_se as f64),
            ("coverage", a.coverage),
            ("reliability", a.reliability),
            ("squared-correlation", a.squared_correlation),
        ] {
            self.line(id, statistic, "", value)?;
        }
        for bin in &dimension.conditional {
            let key = number::exact(bin.theta);
            for (statistic, value) in [
                ("conditional-sessions", bin.sessions as f64),
                ("conditional-bias", bin.bias),
                ("conditional-rmse", bin.rmse),
                ("conditional-mean-se", bin.mean_se),
                ("conditional-length", bin.mean_length),
                ("conditional-coverage", bin.coverage),
            ] {
                self.line(id, statistic, &key, value)?;
            }
        }
        let Some(classification) = &dimension.classification else { return Ok(()) };
        self.line(id, "classification-accuracy", "", classification.accuracy)?;
        self.line(id, "classification-consistency", "", classification.consistency.unwrap_or(f64::NAN))?;
        self.line(id, "classification-expected-accuracy", "", classification.expected_accuracy)?;
        self.line(id, "classification-expected-consistency", "", classification.expected_consistency)?;
        for (truth, row) in classification.table.iter().enumerate() {
            for (estimated, count) in row.iter().enumerate() {
                self.line(id, "classification-count", &format!("{truth},{estimated}"), *count as f64)?;
            }
        }
        Ok(())
    }
}
