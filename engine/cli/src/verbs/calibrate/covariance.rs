//! `--covariance`: the covariance matrix of all estimates, as a table.

use std::path::Path;

use thetis_calibrate::{Calibration, Covariance};

use super::{
    Found,
    modelling::{Dimensions, parameter_name},
};
use crate::{
    failure::{Complaint, Failure},
    output::{formula::without_formulas, number},
    partial_file::PartialFile,
};

/// The matrix in a file that is not yet in its place.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write(path: &Path, found: &Found, covariance: &Covariance) -> Result<PartialFile, Failure> {
    let frame = &found.sampled.frame;
    let names = names(&found.calibration, &found.dimensions, frame.ids(), frame.groups());
    let complain = |error: csv::Error| Complaint::about(path.display().to_string(), format!("cannot be made: {error}"));
    let mut bytes = Vec::new();
    let mut table = csv::Writer::from_writer(&mut bytes);
    let header: Vec<&str> = std::iter::once("parameter").chain(names.iter().map(String::as_str)).collect();
    table.write_record(header).map_err(complain)?;
    for (row, name) in names.iter().enumerate() {
        // Both triangles from one, which rounding has made differ.
        let cells = (0..names.len()).map(|column| number::exact(covariance.get(row.max(column), row.min(column))));
        table.write_record(std::iter::once(name.clone()).chain(cells)).map_err(complain)?;
    }
    drop(table);
    let bytes = without_formulas(bytes).map_err(complain)?;
    PartialFile::with_content(path, &bytes)
}

/// The names of the free parameters: `ITEM:a`, `ITEM:GROUP:a` where groups have their own, `group GROUP:mean`; of
/// several equal ones the first.
fn names(calibration: &Calibration, dimensions: &Dimensions, ids: &[String], groups: &[String]) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; calibration.free.len()];
    let mut name = |free: Option<usize>, new: &dyn Fn() -> String| {
        if let Some(place) = free {
            names[place].get_or_insert_with(new);
        }
    };
    for item in &calibration.items {
        let group = item.group.map_or_else(String::new, |group| format!(":{}", groups[group]));
        for ((parameter, _), free) in item.parameters.iter().zip(&item.free) {
            let short = parameter_name(*parameter, item.model, &item.dimensions, dimensions.several());
            name(*free, &|| format!("{}{group}:{short}", ids[item.item]));
        }
    }
    for (group, density) in groups.iter().zip(&calibration.groups) {
        let several = dimensions.several();
        let of = |dimension: usize| if several { format!(" {}", dimensions.names[dimension]) } else { String::new() };
        let mut place = density.mean.len();
        for i in 0..density.mean.len() {
            name(density.free[i], &|| format!("group {group}:mean{}", of(i)));
            for j in 0..=i {
                name(density.free[place], &|| match i == j {
                    true => format!("group {group}:variance{}", of(i)),
                    false => format!("group {group}:covariance{}{}", of(i), of(j)),
                });
                place += 1;
            }
        }
    }
    let unnamed = names.into_iter().zip(&calibration.names).map(|(own, name)| own.unwrap_or_else(|| name.clone()));
    unnamed.collect()
}
