//! A line a log.

use std::borrow::Cow;

use super::verdict::Verified;
use crate::{
    bank::LoadedBank,
    output::{CsvWriter, number},
};

/// The header, then a line for each.
pub(super) fn write<'v>(
    bank: &LoadedBank,
    rows: impl IntoIterator<Item = &'v Verified>,
    out: &mut CsvWriter<'_>,
) -> csv::Result<()> {
    let fixed = [
        "id",
        "verdict",
        "step",
        "reason",
        "answers",
        "amended",
        "finished",
        "language",
        "profile",
        "design",
        "seed",
        "fingerprint",
        "score",
        "success",
    ];
    let mut header: Vec<String> = fixed.map(str::to_owned).to_vec();
    for name in ["theta", "se", "level", "level_probability", "t_score"] {
        header.extend(bank.per_dimension(name));
    }
    out.write_record(&header)?;
    for row in rows {
        let number = |value: Option<f64>| value.map_or_else(String::new, number::exact);
        let count = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
        let text = |value: &Option<String>| inert(value.as_deref().unwrap_or_default()).into_owned();
        let mut cells = vec![
            inert(&row.id).into_owned(),
            row.verdict.name().to_owned(),
            count(row.step),
            inert(&row.reason).into_owned(),
            count(row.answers),
            count(row.amended),
            row.finished.map_or_else(String::new, |finished| finished.to_string()),
            text(&row.language),
            text(&row.profile),
            text(&row.design),
            row.seed.clone().unwrap_or_default(),
            row.fingerprint.clone().unwrap_or_default(),
            number(row.score),
            row.success.unwrap_or_default().to_owned(),
        ];
        let several = bank.dimensions().len();
        let standing = |place: usize| row.dimensions.get(place);
        cells.extend((0..several).map(|place| number(standing(place).map(|own| own.theta))));
        cells.extend((0..several).map(|place| number(standing(place).map(|own| own.se))));
        cells.extend((0..several).map(|place| standing(place).map_or_else(String::new, |own| text(&own.level))));
        cells.extend((0..several).map(|place| number(standing(place).and_then(|own| own.level_probability))));
        cells.extend((0..several).map(|place| number(standing(place).and_then(|own| own.score))));
        out.write_record(&cells)?;
    }
    Ok(())
}

/// A text that a spreadsheet would take for a formula, with an apostrophe before it, so that it stays a text (OWASP, "CSV
/// Injection"): ids come from exports that anybody may have written.
fn inert(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_in_a_spreadsheet() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        assert_eq!(inert("anna=1"), "anna=1");
    }
}
