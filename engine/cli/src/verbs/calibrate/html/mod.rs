//! A calibration's report as one HTML file, fit for an appendix: no scripts, no other files, light and dark, A4.
//!
//! Every plot has a sentence that says how to read it, a title and a description for those who cannot see it, and its
//! numbers in a table. What is flagged is said in words.

mod classical;
mod curves;
mod dif;
mod estimation;
mod fit;
mod material;
mod method;
mod numbers;
mod options;
mod parameters;
mod precision;
mod summary;
mod wright;

use thetis_plots::page;
use thetis_responses::ResponseData;

use super::{Found, reading::RawOptions};
use material::Material;

/// Lay out what was found of these persons as HTML. `raw` are the options chosen, where there was a key, or why there are none.
pub(super) fn html(found: &Found, data: &ResponseData, raw: &Result<Option<RawOptions>, String>) -> String {
    let material = Material::new(found, data);
    let classical = classical::Classical::new(data);
    let dif = dif::Dif::new(&material);
    let fit = fit::Flags::new(found);
    let head = summary::head(&material);
    let sections = [
        summary::summary(&material, &fit, &dif),
        estimation::section(&material),
        wright::section(&material),
        precision::section(&material, &classical),
        curves::section(&material),
        parameters::section(&material),
        fit::section(&material, &fit),
        classical::section(&material, &classical),
        options::section(raw),
        dif::section(&material, &dif),
        method::notes(found),
        method::section(&material),
        numbers::section(&material),
    ];
    page("Calibration report", include_str!("style.css"), &head, sections)
}
