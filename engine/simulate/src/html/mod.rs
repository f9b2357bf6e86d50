//! A study's report as one HTML file: no scripts, no other files, plots as inline SVG, fit for A4 paper.
//!
//! Every plot has a sentence that says how to read it, a title and a description for those who cannot see it, and its
//! numbers in a table at the end. Designs are told apart by colour, dashes and markers at once.

mod appendix;
mod chart;
mod plots;
mod sections;
mod series;
mod table;
mod text;

use crate::report::StudyReport;

/// Lay a report out as HTML.
///
/// `limit` is drawn into the plot of exposure rates, if there is one.
#[must_use]
pub fn html(report: &StudyReport, limit: Option<f64>) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Simulation study: {}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        text::escape(&report.study.bank),
        include_str!("style.css")
    );
    out.push_str(&sections::head(&report.study, report.designs.len()));
    out.push_str("<main>\n");
    for section in [
        sections::summary(report),
        sections::overview(report),
        sections::accuracy(report),
        sections::length(report),
        sections::exposure(report, limit),
        sections::content(report),
        sections::classification(report),
        sections::fit(report),
        appendix::method(report),
        appendix::tables(report),
    ] {
        out.push_str(&section);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}
