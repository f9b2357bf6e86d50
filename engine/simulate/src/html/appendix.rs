//! The end of a report: the numbers behind the plots, how it was made, sources.

use std::fmt::Write;

use thetis_plots::{Table, decimal, escape, percent, whole};

use super::sections::{headings, of_dimension};
use crate::report::{StudyReport, StudySummary};

/// Banks of no more items have all their exposure rates printed.
const ALL_RATES: usize = 400;
/// Of larger banks, so many of the most exposed.
const SOME_RATES: usize = 100;

/// The numbers behind the plots.
pub(super) fn tables(report: &StudyReport) -> String {
    let mut out = String::from("<section class=\"page\"><h2>The numbers behind the plots</h2>\n");
    for (dimension, of) in (0..report.designs[0].dimensions.len()).map(|d| (d, of_dimension(report, d))) {
        for design in &report.designs {
            let heads = ["class of θ", "mean θ", "tests", "bias", "RMSE", "mean SE", "coverage", "items"];
            let mut table =
                Table::new(&format!("{}{}: by {}", design.name, of.replace(": ", ", "), report.study.truth), heads);
            for bin in &design.dimensions[dimension].conditional {
                let range = match (bin.from, bin.to) {
                    (None, Some(to)) => format!("below {}", decimal(to, 2)),
                    (Some(from), None) => format!("from {}", decimal(from, 2)),
                    (Some(from), Some(to)) => format!("{} to {}", decimal(from, 2), decimal(to, 2)),
                    (None, None) => "all".to_owned(),
                };
                table.row(
                    &range,
                    [
                        decimal(bin.theta, 2),
                        whole(bin.sessions),
                        decimal(bin.bias, 3),
                        decimal(bin.rmse, 3),
                        decimal(bin.mean_se, 3),
                        percent(bin.coverage, 1),
                        decimal(bin.mean_length, 1),
                    ],
                );
            }
            out.push_str(&table.html());
        }
    }
    out.push_str(&rates(report));
    out.push_str("</section>\n");
    out
}

fn rates(report: &StudyReport) -> String {
    let largest = |place: usize| report.designs.iter().map(|d| d.exposure.items[place].rate).fold(0.0, f64::max);
    let mut places: Vec<usize> = (0..report.designs[0].exposure.items.len()).collect();
    let mut caption = "Exposure rate of each item".to_owned();
    if places.len() > ALL_RATES {
        places.sort_by(|a, b| largest(*b).total_cmp(&largest(*a)));
        places.truncate(SOME_RATES);
        caption = format!("Exposure rates of the {SOME_RATES} most exposed items; JSON and CSV reports have all");
    }
    let mut table = Table::new(&caption, headings(report, "item", None)).long();
    for place in places {
        let id = &report.designs[0].exposure.items[place].item;
        table.row(&escape(id), report.designs.iter().map(|d| percent(d.exposure.items[place].rate, 1)));
    }
    table.html()
}

/// Sources of the definitions.
const SOURCES: [&str; 8] = [
    "Chang, H.-H., & Ying, Z. (1999). a-stratified multistage computerized adaptive testing. <i>Applied Psychological Measurement, 23</i>, 211–222. (exposure χ²)",
    "Chen, S.-Y., Ankenmann, R. D., & Spray, J. A. (2003). The relationship between item exposure and test overlap in computerized adaptive testing. <i>Journal of Educational Measurement, 40</i>, 129–145.",
    "Green, B. F., Bock, R. D., Humphreys, L. G., Linn, R. L., & Reckase, M. D. (1984). Technical guidelines for assessing computerized adaptive tests. <i>Journal of Educational Measurement, 21</i>, 347–360. (marginal reliability)",
    "Morris, T. P., White, I. R., & Crowther, M. J. (2019). Using simulation studies to evaluate statistical methods. <i>Statistics in Medicine, 38</i>, 2074–2102. (standard error of the simulation)",
    "Rudner, L. M. (2001). Computing the expected proportions of misclassified examinees. <i>Practical Assessment, Research &amp; Evaluation, 7</i>(14). Rudner, L. M. (2005). Expected classification accuracy. <i>10</i>(13).",
    "Stocking, M. L., & Lewis, C. (1998). Controlling item exposure conditional on ability in computerized adaptive testing. <i>Journal of Educational and Behavioral Statistics, 23</i>, 57–75.",
    "Sympson, J. B., & Hetter, R. D. (1985). Controlling item-exposure rates in computerized adaptive testing. <i>Proceedings of the 27th Annual Meeting of the Military Testing Association</i>, 973–977.",
    "van der Linden, W. J., & Veldkamp, B. P. (2007). Conditional item-exposure control in adaptive testing using item-ineligibility probabilities. <i>Journal of Educational and Behavioral Statistics, 32</i>, 398–418.",
];

pub(super) fn method(report: &StudyReport) -> String {
    let StudySummary { bank, bank_digest, engine_revision, simulees, truth, seed, .. } = &report.study;
    let mut out = format!(
        "<section><h2>How this was made</h2>\n<p>Item bank {} (digest <code>{bank_digest}</code>), engine revision {engine_revision}, seed {}. {}; estimates are compared with the {truth}.</p>\n",
        escape(bank),
        escape(seed),
        escape(simulees)
    );
    if *truth == "full-bank estimate" {
        out.push_str("<p>This is a post-hoc simulation: the answers were given by real persons to the whole bank. A test may ask a person only what the person answered. True ability is unknown; the estimate from all of a person’s answers stands for it, and shares answers with the estimate it is compared with.</p>\n");
    } else {
        out.push_str("<p>Answers were drawn from the bank’s item response models at each person’s true ability. So the results hold as far as the models and their parameters do.</p>\n");
    }
    let mut table = Table::new("Designs", ["design", "digest", "tests"]);
    for design in &report.designs {
        table.row(&escape(&design.name), [format!("<code>{}</code>", design.digest), whole(design.sessions)]);
    }
    out.push_str(&table.html());
    out.push_str("<h3>Sources</h3>\n<ul class=\"sources\">\n");
    for source in SOURCES {
        let _ = writeln!(out, "<li>{}</li>", source.replace(", & ", ", &amp; "));
    }
    out.push_str("</ul></section>\n");
    out
}
