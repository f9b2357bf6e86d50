//! The sections of a report, from the first page to person fit.

use std::fmt::Write;

use thetis_plots::{Look, NOTHING, Table, decimal, escape, facts, percent, whole};

use super::plots::{self, MEASURES};
use crate::{
    report::{DesignReport, DimensionReport, StudyReport, StudySummary},
    statistics::{RuleKind, RuleReport},
};

/// Headings of a table with a column a design.
pub(super) fn headings(report: &StudyReport, first: &str, last: Option<&str>) -> Vec<String> {
    let mut out = vec![escape(first)];
    let design =
        |(index, design): (usize, &DesignReport)| format!("{}<br>{}", escape(&design.name), Look::of(index).sample());
    out.extend(report.designs.iter().enumerate().map(design));
    out.extend(last.map(escape));
    out
}

/// A heading for each dimension, where there are several.
pub(super) fn of_dimension(report: &StudyReport, dimension: usize) -> String {
    let dimensions = &report.designs[0].dimensions;
    if dimensions.len() > 1 { format!(": {}", escape(&dimensions[dimension].id)) } else { String::new() }
}

pub(super) fn head(study: &StudySummary, designs: usize) -> String {
    let lead = match designs {
        1 => "How one test design performs with this item bank.".to_owned(),
        _ => format!("How {designs} test designs perform with the same item bank and the same persons."),
    };
    let sessions = u64::from(study.simulee_count) * u64::from(study.replications);
    let facts = facts([
        ("Item bank", escape(&study.bank)),
        ("Items in use", whole(u64::from(study.operational_items))),
        ("Persons", escape(&study.simulees)),
        ("Tests a design", format!("{} ({} a person)", whole(sessions), whole(u64::from(study.replications)))),
        ("Compared with", escape(study.truth)),
        ("Seed", escape(&study.seed)),
    ]);
    format!("<header><h1>Simulation study of an adaptive test</h1>\n<p class=\"lead\">{lead}</p>\n{facts}</header>\n")
}

/// A sentence or two a design, for those who read no further.
pub(super) fn summary(report: &StudyReport) -> String {
    let mut out = String::from("<section class=\"short\"><h2>In short</h2>\n<ul>\n");
    for (index, design) in report.designs.iter().enumerate() {
        let DesignReport { name, length, exposure, dimensions, .. } = design;
        let mean =
            |value: fn(&DimensionReport) -> f64| dimensions.iter().map(value).sum::<f64>() / dimensions.len() as f64;
        let over = if dimensions.len() > 1 { " on average over the dimensions" } else { "" };
        let items = if length.minimum == length.maximum {
            format!("{} items", length.maximum)
        } else {
            format!("{} items on average ({} to {})", decimal(length.mean, 1), length.minimum, length.maximum)
        };
        let classes = if dimensions.iter().any(|d| d.classification.is_some()) {
            let known = dimensions.iter().filter_map(|d| d.classification.as_ref()).map(|c| c.accuracy);
            let count = dimensions.iter().filter(|d| d.classification.is_some()).count();
            format!(", {} in the right class", percent(known.sum::<f64>() / count as f64, 0))
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "<li>{}<p><b>{}</b>: {items}. Estimates are typically {} logits away from the truth{over}; reliability {}{classes}. The most exposed item is in {} of the tests, {} of {} items in none.</p></li>",
            Look::of(index).sample(),
            escape(name),
            decimal(mean(|d| d.accuracy.rmse), 2),
            decimal(mean(|d| d.accuracy.reliability), 2),
            percent(exposure.maximum, 0),
            exposure.unused,
            exposure.items.len()
        );
    }
    out.push_str("</ul></section>\n");
    out
}

/// A row of the overview: what it is, its value of a design, what it says.
type Row = (&'static str, fn(&DesignReport, &DimensionReport) -> String, &'static str);

const ACCURACY: [Row; 7] = [
    ("Bias", |_, d| decimal(d.accuracy.bias, 3), "Mean of estimate − truth, logits. 0 is best."),
    (
        "Error (RMSE)",
        |_, d| {
            format!(
                "{} <span class=\"sub\">± {}</span>",
                decimal(d.accuracy.rmse, 3),
                decimal(d.accuracy.rmse_error, 3)
            )
        },
        "Typical distance from the truth, logits; ± the simulation’s own error.",
    ),
    ("Mean absolute error", |_, d| decimal(d.accuracy.mae, 3), "Mean distance of estimate and truth, logits."),
    (
        "Reported standard error",
        |_, d| decimal(d.accuracy.mean_se, 3),
        "Precision that the tests themselves claim, logits.",
    ),
    ("Coverage of 95 % intervals", |_, d| percent(d.accuracy.coverage, 1), "Should be 95 %."),
    (
        "Marginal reliability",
        |_, d| decimal(d.accuracy.reliability, 3),
        "1 − mean SE² / variance of the truth; above 0.9 for decisions on persons.",
    ),
    (
        "Squared correlation",
        |_, d| decimal(d.accuracy.squared_correlation, 3),
        "Of estimate and truth: the reliability that really came out.",
    ),
];

const OTHERS: [Row; 9] = [
    (
        "Items asked",
        |d, _| {
            format!(
                "{} <span class=\"sub\">{} to {}</span>",
                decimal(d.length.mean, 1),
                d.length.minimum,
                d.length.maximum
            )
        },
        "Mean test length; shortest and longest test.",
    ),
    (
        "Testing time",
        |d, _| format!("{} min", decimal(d.mean_seconds / 60.0, 1)),
        "As the study assumes of response times.",
    ),
    ("Largest exposure", |d, _| percent(d.exposure.maximum, 1), "Tests that have the most exposed item."),
    (
        "Items never used",
        |d, _| format!("{} <span class=\"sub\">of {}</span>", d.exposure.unused, d.exposure.items.len()),
        "Items that no test had.",
    ),
    (
        "Test overlap",
        |d, _| percent(d.exposure.overlap, 1),
        "Items that two persons’ tests have in common, on average.",
    ),
    ("Exposure χ²", |d, _| decimal(d.exposure.chi_square, 2), "0 if all items are used evenly (Chang & Ying 1999)."),
    (
        "Tests that break a rule",
        |d, _| {
            let bounded = d.content.rules.iter().any(|rule| rule.min > 0 || rule.max.is_some());
            if bounded { whole(d.content.sessions_in_violation) } else { NOTHING.to_owned() }
        },
        "On content, enemy items or item sets.",
    ),
    (
        "Flagged for person fit",
        |d, _| d.fit.map_or_else(|| NOTHING.to_owned(), |fit| percent(fit.flagged, 1)),
        "Tests to be read with care.",
    ),
    (
        "Computing time",
        |d, _| d.time.map_or_else(|| NOTHING.to_owned(), |time| format!("{} µs", decimal(time.mean, 1))),
        "Mean of a step, where this was simulated.",
    ),
];

pub(super) fn overview(report: &StudyReport) -> String {
    let columns = report.designs.len() + 2;
    let mut table =
        Table::new("Designs side by side", headings(report, "measure", Some("what it says"))).class("overview");
    let row = |table: &mut Table, dimension: usize, (name, value, meaning): &Row| {
        let mut cells: Vec<String> =
            report.designs.iter().map(|design| value(design, &design.dimensions[dimension])).collect();
        if cells.iter().all(|cell| cell == NOTHING) {
            return;
        }
        cells.push(escape(meaning));
        table.row(&escape(name), cells);
    };
    for dimension in 0..report.designs[0].dimensions.len() {
        table.group(&format!("Accuracy{}", of_dimension(report, dimension)), columns);
        ACCURACY.iter().for_each(|entry| row(&mut table, dimension, entry));
        classification_rows(report, dimension, &mut table);
    }
    table.group("Length, exposure and content", columns);
    OTHERS.iter().for_each(|entry| row(&mut table, 0, entry));
    format!("<section class=\"flow\"><h2>At a glance</h2>\n{}</section>\n", table.html())
}

fn classification_rows(report: &StudyReport, dimension: usize, table: &mut Table) {
    let of = |design: &DesignReport| design.dimensions[dimension].classification.clone();
    if report.designs.iter().all(|design| of(design).is_none()) {
        return;
    }
    type Value = fn(&crate::statistics::ClassificationReport) -> f64;
    let rows: [(&str, Value, &str); 4] = [
        ("Right class", |c| c.accuracy, "Tests that end on the right side of every cut score."),
        ("Same class twice", |c| c.consistency.unwrap_or(f64::NAN), "Pairs of tests of one person that agree."),
        ("Right class, expected", |c| c.expected_accuracy, "The same, from estimate and SE alone (Rudner 2001, 2005)."),
        ("Same class twice, expected", |c| c.expected_consistency, "Likewise for two tests of one person."),
    ];
    for (name, value, meaning) in rows {
        let mut cells: Vec<String> = report
            .designs
            .iter()
            .map(|design| of(design).map_or_else(|| NOTHING.to_owned(), |c| percent(value(&c), 1)))
            .collect();
        if cells.iter().any(|cell| cell != NOTHING) {
            cells.push(escape(meaning));
            table.row(&escape(name), cells);
        }
    }
}

pub(super) fn accuracy(report: &StudyReport) -> String {
    let mut out = String::new();
    for dimension in 0..report.designs[0].dimensions.len() {
        let _ = write!(
            out,
            "<section><h2>Accuracy by ability{}</h2>\n<p>Persons are put into classes by their {}; each point is the mean of a class of at least {} tests.</p>\n<div class=\"pair\">",
            of_dimension(report, dimension),
            escape(report.study.truth),
            plots::SHOWN
        );
        for (number, measure) in MEASURES.iter().enumerate().filter(|(_, measure)| !is_flat(report, measure)) {
            out.push_str(&plots::conditional(report, dimension, measure, &format!("m{dimension}-{number}")));
        }
        let _ = writeln!(
            out,
            "<aside class=\"key\"><b>Designs</b>{}<p>Designs differ in colour, dashes and markers. All saw the same persons, who answered an item the same way in each, so differences between lines are more certain than the lines.</p></aside></div></section>",
            plots::legend(report)
        );
        let _ = write!(
            out,
            "<section><h2>Truth and estimate{}</h2>\n{}</section>\n",
            of_dimension(report, dimension),
            plots::scatters(report, dimension)
        );
    }
    out
}

/// Whether a plot would show nothing: the length of tests that all have one.
fn is_flat(report: &StudyReport, measure: &plots::Measure) -> bool {
    measure.heading == plots::LENGTH && common_length(report).is_some()
}

/// The length of every test, if all have the same.
fn common_length(report: &StudyReport) -> Option<u32> {
    let length = report.designs[0].length.minimum;
    report
        .designs
        .iter()
        .all(|design| (design.length.minimum, design.length.maximum) == (length, length))
        .then_some(length)
}

pub(super) fn length(report: &StudyReport) -> String {
    let mut out = String::from("<section><h2>How long tests are, and why they end</h2>\n");
    match common_length(report) {
        Some(items) => {
            let _ = writeln!(out, "<p>Every test has {items} items.</p>");
        }
        None => out.push_str(&plots::lengths(report)),
    }
    let mut codes: Vec<(u32, &str)> =
        report.designs.iter().flat_map(|design| design.stopping.iter().map(|r| (r.code, r.reason))).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut table = Table::new("Why tests ended", headings(report, "reason", None));
    for (code, reason) in codes {
        let cells = report.designs.iter().map(|design| {
            let count = design.stopping.iter().find(|r| r.code == code).map_or(0, |r| r.sessions);
            percent(count as f64 / design.sessions as f64, 1)
        });
        table.row(&escape(reason), cells);
    }
    out.push_str(&table.html());
    out.push_str("</section>\n");
    out
}

/// What it is, and its value of a design.
type UseRow = (&'static str, fn(&DesignReport) -> String);

pub(super) fn exposure(report: &StudyReport, limit: Option<f64>) -> String {
    let mut table = Table::new("Use of the item bank", headings(report, "measure", None));
    let rows: [UseRow; 7] = [
        ("Largest rate", |d| percent(d.exposure.maximum, 1)),
        ("Smallest rate", |d| percent(d.exposure.minimum, 1)),
        ("Rate if all items were used evenly", |d| percent(d.exposure.expected, 1)),
        ("Items used", |d| d.exposure.used.to_string()),
        ("Items never used", |d| d.exposure.unused.to_string()),
        ("Items in less than 2 % of the tests", |d| d.exposure.rare.to_string()),
        ("Test overlap", |d| percent(d.exposure.overlap, 1)),
    ];
    for (name, value) in rows {
        table.row(&escape(name), report.designs.iter().map(value));
    }
    if let Some(limit) = limit {
        let above =
            |design: &DesignReport| design.exposure.items.iter().filter(|item| item.rate > limit).count().to_string();
        table.row(&format!("Items above the limit of {}", percent(limit, 0)), report.designs.iter().map(above));
    }
    format!(
        "<section><h2>Exposure and use of the item bank</h2>\n{}{}{}</section>\n",
        plots::legend(report),
        plots::exposure(report, limit),
        table.html()
    )
}

pub(super) fn content(report: &StudyReport) -> String {
    let rules = |design: &DesignReport, kind| -> Vec<RuleReport> {
        design.content.rules.iter().filter(|rule| rule.kind == kind).cloned().collect()
    };
    if report.designs.iter().all(|design| design.content.rules.is_empty()) {
        return String::new();
    }
    let mut names: Vec<String> = Vec::new();
    for design in &report.designs {
        for rule in rules(design, RuleKind::Area) {
            if !names.contains(&rule.name) {
                names.push(rule.name);
            }
        }
    }
    let mut table = Table::new(
        "Items of each content area: mean, fewest to most, and what the design asks for",
        headings(report, "content area", None),
    );
    for name in names {
        let cells = report.designs.iter().map(|design| {
            let Some(rule) = rules(design, RuleKind::Area).into_iter().find(|rule| rule.name == name) else {
                return NOTHING.to_owned();
            };
            let asked = match (rule.min, rule.max) {
                (0, None) => String::new(),
                (min, None) => format!("<span class=\"sub\">wanted: {min} or more</span>"),
                (min, Some(max)) if min == max => format!("<span class=\"sub\">wanted: {min}</span>"),
                (min, Some(max)) => format!("<span class=\"sub\">wanted: {min} to {max}</span>"),
            };
            let broken = match rule.violations {
                0 => String::new(),
                count => format!("<span class=\"sub\">{} tests break it</span>", whole(count)),
            };
            format!(
                "{} <span class=\"sub\">{} to {}</span>{asked}{broken}",
                decimal(rule.mean, 1),
                rule.fewest,
                rule.most
            )
        });
        table.row(&escape(&name), cells.collect::<Vec<_>>());
    }
    for (kind, name) in [(RuleKind::Enemies, "Pairs of enemy items"), (RuleKind::Set, "Item sets")] {
        let counts: Vec<Vec<RuleReport>> = report.designs.iter().map(|design| rules(design, kind)).collect();
        if counts.iter().any(|rules| !rules.is_empty()) {
            let cell = |rules: &Vec<RuleReport>| {
                let broken: u64 = rules.iter().map(|rule| rule.violations).sum();
                format!("{} <span class=\"sub\">{} broken</span>", rules.len(), whole(broken))
            };
            table.row(name, counts.iter().map(cell));
        }
    }
    if report.designs.iter().any(|design| design.content.blueprint.is_some()) {
        let cell = |design: &DesignReport| {
            design.content.blueprint.as_ref().map_or_else(
                || NOTHING.to_owned(),
                |outside| {
                    format!(
                        "{} <span class=\"sub\">of {}</span>",
                        percent(outside.sessions as f64 / design.sessions as f64, 1),
                        escape(&outside.design)
                    )
                },
            )
        };
        table.row("Tests outside another design’s bounds", report.designs.iter().map(cell));
    }
    format!("<section><h2>What tests are made of</h2>\n{}</section>\n", table.html())
}

pub(super) fn classification(report: &StudyReport) -> String {
    let mut out = String::new();
    for (dimension, of) in (0..report.designs[0].dimensions.len()).map(|d| (d, of_dimension(report, d))) {
        let mut tables = String::new();
        for design in &report.designs {
            let Some(classification) = &design.dimensions[dimension].classification else { continue };
            let range = |class: usize| {
                let edge = |cut: &f64| decimal(*cut, 2);
                match (
                    class.checked_sub(1).and_then(|below| classification.cuts.get(below)),
                    classification.cuts.get(class),
                ) {
                    (None, Some(cut)) => format!("below {}", edge(cut)),
                    (Some(cut), None) => format!("from {}", edge(cut)),
                    (Some(from), Some(to)) => format!("{} to {}", edge(from), edge(to)),
                    (None, None) => String::new(),
                }
            };
            let classes = classification.table.len();
            let mut heads = vec![escape("true class ↓ estimated class →")];
            heads.extend((0..classes).map(range));
            let mut table = Table::new(&format!("{}: share of persons of each true class", design.name), heads);
            for (class, row) in classification.table.iter().enumerate() {
                let total: u64 = row.iter().sum();
                table.row(&range(class), row.iter().map(|count| percent(*count as f64 / total as f64, 1)));
            }
            tables.push_str(&table.html());
        }
        if !tables.is_empty() {
            let _ = write!(
                out,
                "<section><h2>Classification{of}</h2>\n<p>On the diagonal, persons end in the class they belong to.</p>\n<div class=\"pair\">{tables}</div></section>\n"
            );
        }
    }
    out
}

/// What it is, and the share of a design.
type FitRow = (&'static str, fn(&crate::report::FitReport) -> f64);

pub(super) fn fit(report: &StudyReport) -> String {
    if report.designs.iter().all(|design| design.fit.is_none()) {
        return String::new();
    }
    let mut table = Table::new("Share of tests beyond the design's bounds", headings(report, "measure", None));
    let rows: [FitRow; 5] = [
        ("Any", |f| f.flagged),
        ("Unlikely answers (lz*)", |f| f.lz_star),
        ("Runs of unexpected answers (CUSUM)", |f| f.cusum),
        ("Guttman errors", |f| f.guttman),
        ("Fast answers", |f| f.fast),
    ];
    for (name, value) in rows {
        let cell = |design: &DesignReport| design.fit.map_or_else(|| NOTHING.to_owned(), |fit| percent(value(&fit), 1));
        table.row(&escape(name), report.designs.iter().map(cell));
    }
    let meaning = if report.study.truth == "true ability" {
        "All simulated persons answer as the model says, so these are false alarms."
    } else {
        "Persons whose answers the model finds unlikely."
    };
    format!("<section><h2>Person fit</h2>\n<p>{meaning}</p>\n{}</section>\n", table.html())
}
