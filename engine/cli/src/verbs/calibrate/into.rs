//! `--into`: parameters, standard errors and provenance written into a bank.

use std::{fs, path::Path};

use thetis_bank::{
    BANK_FILE, ItemBank, parse_bank,
    types::{Provenance as ItemProvenance, ProvenanceSource},
};

use super::{Found, table};
use crate::{
    failure::{Complaint, Failure},
    partial_file::PartialFile,
};

/// The bank's file with the new parameters, beside the old one and not yet in its place. Items whose parameters were
/// all fixed stay as they are.
///
/// # Errors
/// Not a bank; an item that the bank does not have, or with another number of categories; scores whose distribution
/// the bank's prior does not have.
pub(super) fn write(path: &Path, found: &Found) -> Result<PartialFile, Failure> {
    let file = if path.is_dir() { path.join(BANK_FILE) } else { path.to_path_buf() };
    let name = file.display().to_string();
    let complain = |reason: String| Failure::from(Complaint::about(&name, reason));
    let text = fs::read(&file).map_err(|error| complain(format!("cannot be read: {error}")))?;
    let mut bank = parse_bank(&text, &file).map_err(|error| complain(error.to_string()))?;
    fill(&mut bank, found).map_err(|complaints| {
        let complaint = |(item, reason): (String, String)| Complaint::about(&name, reason).of_item(Some(item));
        Failure::Data(complaints.into_iter().map(complaint).collect())
    })?;
    let mut text = serde_json::to_string_pretty(&bank).map_err(|error| complain(format!("cannot be made: {error}")))?;
    text.push('\n');
    PartialFile::with_content(&file, text.as_bytes())
}

fn fill(bank: &mut ItemBank, found: &Found) -> Result<(), Vec<(String, String)>> {
    let ids = found.data.responses.ids();
    let mut complaints = Vec::new();
    let mut measured = Vec::new();
    for item in &found.calibration.items {
        if item.free.iter().all(Option::is_none) {
            continue;
        }
        let id = &ids[item.item];
        let errors = found.covariance.as_ref().map(|covariance| covariance.item(item));
        let Some(place) = bank.item_index(id) else {
            complaints
                .push((id.clone(), "the bank has no such item: add it first, or leave it out with --drop".into()));
            continue;
        };
        let (own, new) = (&mut bank.items[place], table::bank_model(item, errors.as_ref(), bank.scaling));
        match new {
            Err(slope) => complaints.push((id.clone(), format!("its slope is {slope:.3}, and a bank's are above 0"))),
            Ok(model) if model.categories() != own.model.categories() => {
                let (is, was) = (model.categories(), own.model.categories());
                complaints.push((id.clone(), format!("it was calibrated with {is} categories and has {was} in the bank: correct its scoring, or do without --collapse")));
            }
            Ok(_) if own.dimensions.len() != 1 => {
                complaints
                    .push((id.clone(), "it has several dimensions in the bank, and was calibrated in one".into()));
            }
            Ok(model) => {
                own.model = model;
                own.provenance = Some(ItemProvenance {
                    source: ProvenanceSource::Calibrated,
                    sample: Some(found.provenance.sample),
                    date: Some(found.provenance.date.clone()),
                    method: Some(found.provenance.method.clone()),
                });
                measured.push(own.dimensions[0].clone());
            }
        }
    }
    if complaints.is_empty() {
        set_prior(bank, found, &measured);
        return Ok(());
    }
    Err(complaints)
}

/// Where all items of a dimension were calibrated, its prior is the first group's ability.
fn set_prior(bank: &mut ItemBank, found: &Found, measured: &[String]) {
    let Some(dimension) = measured.first().filter(|first| measured.iter().all(|own| own == *first)) else { return };
    let of_dimension = bank.items.iter().filter(|item| item.dimensions == [dimension.clone()]).count();
    let Some(place) = bank.dimension_index(dimension).filter(|_| of_dimension == measured.len()) else { return };
    let group = &found.calibration.groups[0];
    if let Some(mean) = bank.prior.mean.get_mut(place) {
        *mean = group.mean[0];
    }
    let uncorrelated = bank
        .prior
        .covariance
        .get(place)
        .is_some_and(|row| row.iter().enumerate().all(|(other, value)| other == place || *value == 0.0));
    if let (true, Some(variance)) =
        (uncorrelated, bank.prior.covariance.get_mut(place).and_then(|row| row.get_mut(place)))
    {
        *variance = group.covariance[0];
    }
}
