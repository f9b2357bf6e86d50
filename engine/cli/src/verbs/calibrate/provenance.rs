//! Where parameters come from: program, day, data and method.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use thetis_calibrate::{Calibration, InformationKind, Specification};

use super::modelling::Dimensions;

/// Where the parameters of a calibration come from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provenance {
    program: String,
    pub(super) date: String,
    pub(super) files: Vec<String>,
    pub(super) sample: u32,
    pub(super) method: String,
    pub(super) standard_errors: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nodes: Option<(f64, f64, u32)>,
    pub(super) priors: usize,
    pub(super) fixed: usize,
}

impl Provenance {
    /// Of marginal maximum likelihood.
    pub(super) fn marginal(
        files: Vec<String>,
        calibration: &Calibration,
        specification: &Specification,
        dimensions: &Dimensions,
        errors: Option<InformationKind>,
    ) -> Self {
        let mut models: Vec<&str> = specification.items.iter().map(|item| item.model.name()).collect();
        models.sort_unstable();
        models.dedup();
        let how =
            if specification.priors.is_empty() { "marginal maximum likelihood" } else { "posterior mode, marginal" };
        let what = match (dimensions.specific, dimensions.general()) {
            (0, 1) => String::new(),
            (0, count) => format!(", {count} correlated dimensions"),
            (specific, 1) => format!(", bifactor with {specific} specific dimensions"),
            (specific, count) => {
                format!(", two-tier with {count} correlated and {specific} specific dimensions")
            }
        };
        let nodes = &specification.nodes;
        Self {
            standard_errors: errors.map(|kind| match kind {
                InformationKind::Oakes => "Oakes' identity",
                InformationKind::CrossProduct => "cross-products",
            }),
            nodes: Some((nodes.lower, nodes.upper, nodes.per_dimension)),
            priors: specification.priors.len(),
            fixed: specification.fixed.len(),
            ..Self::new(files, calibration.persons, &format!("{how}, {}{what}", models.join(" and ")))
        }
    }

    /// Of conditional maximum likelihood, by so many persons.
    pub(super) fn conditional(files: Vec<String>, persons: f64, model: &str) -> Self {
        Self {
            standard_errors: Some("information"),
            ..Self::new(files, persons, &format!("conditional maximum likelihood, {model}"))
        }
    }

    fn new(files: Vec<String>, persons: f64, how: &str) -> Self {
        let program = format!("thetis {}", env!("CARGO_PKG_VERSION"));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of weights, rounded")]
        let sample = persons.round() as u32;
        let method = format!("{program}, {how}");
        let date = today();
        Self { program, date, files, sample, method, standard_errors: None, nodes: None, priors: 0, fixed: 0 }
    }
}

/// Today as `YYYY-MM-DD`, UTC.
pub(in crate::verbs) fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar (Hinnant 2013).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // The year begins in March, so that a leap day is its last.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let calendar = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + u64::from(calendar <= 2), calendar, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(
            [civil(0), civil(59), civil(11_016), civil(20_779)],
            [(1970, 1, 1), (1970, 3, 1), (2000, 2, 29), (2026, 11, 22)]
        );
    }
}
