//! A study's report as one HTML file: no scripts, no other files, plots as inline SVG, light and dark, fit for A4 paper.
//!
//! Every plot has a sentence that says how to read it, a title and a description for those who cannot see it, and its
//! numbers in a table at the end. Designs are told apart by colour, dashes and markers at once.

mod appendix;
mod plots;
mod sections;

use thetis_plots::page;

use crate::report::StudyReport;

/// Lay a report out as HTML.
///
/// `limit` is drawn into the plot of exposure rates, if there is one.
#[must_use]
pub fn html(report: &StudyReport, limit: Option<f64>) -> String {
    let title = format!("Simulation study: {}", report.study.bank);
    let head = sections::head(&report.study, report.designs.len());
    let sections = [
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
    ];
    page(&title, include_str!("style.css"), &head, sections)
}
