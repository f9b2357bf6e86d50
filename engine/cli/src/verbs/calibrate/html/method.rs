//! Notes and warnings; how the report was made, and sources.

use std::fmt::Write;

use thetis_plots::escape;

use super::super::Found;
use super::material::Material;

/// Which part of a report a source is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Any,
    Oakes,
    Fit,
    Dif,
}

/// Sources of the definitions, as HTML.
const SOURCES: [(Part, &str); 15] = [
    (
        Part::Any,
        "Bock, R. D., &amp; Aitkin, M. (1981). Marginal maximum likelihood estimation of item parameters. <i>Psychometrika, 46</i>, 443–459.",
    ),
    (
        Part::Fit,
        "Browne, M. W., &amp; Cudeck, R. (1993). Alternative ways of assessing model fit. In K. A. Bollen &amp; J. S. Long (Eds.), <i>Testing structural equation models</i> (136–162). Sage.",
    ),
    (
        Part::Fit,
        "Cai, L., &amp; Monroe, S. (2014). <i>A new statistic for evaluating item response theory models for ordinal data</i> (CRESST Report 839). (C2)",
    ),
    (
        Part::Fit,
        "Chen, W.-H., &amp; Thissen, D. (1997). Local dependence indexes for item pairs. <i>Journal of Educational and Behavioral Statistics, 22</i>, 265–289.",
    ),
    (
        Part::Fit,
        "Drasgow, F., Levine, M. V., &amp; Williams, E. A. (1985). Appropriateness measurement with polychotomous item response models. <i>British Journal of Mathematical and Statistical Psychology, 38</i>, 67–86. (lz)",
    ),
    (
        Part::Any,
        "Green, B. F., Bock, R. D., Humphreys, L. G., Linn, R. L., &amp; Reckase, M. D. (1984). Technical guidelines for assessing computerized adaptive tests. <i>Journal of Educational Measurement, 21</i>, 347–360.",
    ),
    (
        Part::Dif,
        "Holland, P. W., &amp; Thayer, D. T. (1988). Differential item performance and the Mantel–Haenszel procedure. In H. Wainer &amp; H. I. Braun (Eds.), <i>Test validity</i> (129–145). Erlbaum.",
    ),
    (
        Part::Fit,
        "Maydeu-Olivares, A., &amp; Joe, H. (2006). Limited information goodness-of-fit testing in multidimensional contingency tables. <i>Psychometrika, 71</i>, 713–732. (M2)",
    ),
    (Part::Any, "McDonald, R. P. (1999). <i>Test theory: A unified treatment</i>. Erlbaum. (omega)"),
    (
        Part::Oakes,
        "Oakes, D. (1999). Direct calculation of the information matrix via the EM. <i>Journal of the Royal Statistical Society B, 61</i>, 479–482. (standard errors)",
    ),
    (
        Part::Fit,
        "Orlando, M., &amp; Thissen, D. (2000). Likelihood-based item-fit indices for dichotomous item response theory models. <i>Applied Psychological Measurement, 24</i>, 50–64. (S-X²)",
    ),
    (
        Part::Fit,
        "Wright, B. D., &amp; Linacre, J. M. (1994). Reasonable mean-square fit values. <i>Rasch Measurement Transactions, 8</i>, 370.",
    ),
    (
        Part::Fit,
        "Wright, B. D., &amp; Masters, G. N. (1982). <i>Rating scale analysis</i>. MESA Press. (infit, outfit)",
    ),
    (
        Part::Fit,
        "Yen, W. M. (1984). Effects of local item dependence on the fit and equating performance of the three-parameter logistic model. <i>Applied Psychological Measurement, 8</i>, 125–145. (Q3)",
    ),
    (
        Part::Dif,
        "Zwick, R., Thayer, D. T., &amp; Mazzeo, J. (1997). Descriptive and inferential procedures for assessing differential item functioning in polytomous items. <i>Applied Measurement in Education, 10</i>, 321–344.",
    ),
];

/// What a reader should know.
pub(super) fn notes(found: &Found) -> String {
    let mut out = String::from("<section id=\"notes\"><h2>Notes and warnings</h2>\n");
    if found.notes.is_empty() {
        out.push_str("<p>None.</p>\n");
    } else {
        let notes: String = found.notes.iter().map(|note| format!("<li>{}</li>\n", escape(note))).collect();
        let _ = write!(out, "<ul class=\"notes\">\n{notes}</ul>\n");
    }
    out.push_str("</section>\n");
    out
}

pub(super) fn section(material: &Material<'_>) -> String {
    let (found, responses) = (material.found, &material.data.responses);
    let provenance = &found.provenance;
    let files: Vec<String> = provenance.files.iter().map(|file| format!("<code>{}</code>", escape(file))).collect();
    let missing = if responses.is_complete() {
        "No response was missing."
    } else {
        "Missing responses say nothing: they are taken to be ignorable, as those of a test form without the item or of an adaptive test are."
    };
    let weights = if responses.is_weighted() {
        " A weight is a number of persons in all that is counted and tested: sampling weights that add up to more than the sample make standard errors and probabilities too small."
    } else {
        ""
    };
    let mut out = format!(
        "<section class=\"flow\"><h2>How this was made</h2>\n<p>{}, on {}, from {}. {missing}{weights} Intercepts and slopes were estimated; reported are a and b = −d/a with standard errors by the delta method.</p>\n<h3>Sources</h3>\n<ul class=\"sources\">\n",
        escape(&provenance.method),
        escape(&provenance.date),
        files.join(", ")
    );
    let is_there = |part: Part| match part {
        Part::Any => true,
        Part::Oakes => provenance.standard_errors.is_some_and(|kind| kind.contains("Oakes")),
        Part::Fit => found.fit.is_some(),
        Part::Dif => responses.groups().len() > 1,
    };
    for (_, source) in SOURCES.iter().filter(|(part, _)| is_there(*part)) {
        let _ = writeln!(out, "<li>{source}</li>");
    }
    out.push_str("</ul></section>\n");
    out
}
