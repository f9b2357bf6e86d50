//! `--calibrate-exposure`: a design with the eligibility probabilities that were found.

use std::fs;

use thetis_bank::{
    BankSource,
    types::{Design, Eligibility, Exposure},
};
use thetis_simulate::{CalibratedExposure, DesignSource, with_design};

use crate::{
    bank::LoadedBank,
    failure::{Complaint, Failure},
    partial_file::PartialFile,
};

/// The design with its probabilities, as files have it.
pub(super) fn with_exposure(
    bank: &LoadedBank,
    name: &str,
    source: &DesignSource,
    found: &CalibratedExposure,
) -> Result<Design, Failure> {
    let mut design = match (source, &bank.source) {
        (DesignSource::Given(design), _) => (**design).clone(),
        (DesignSource::Bank, BankSource::Folder(folder)) => folder
            .bank
            .designs
            .get(name)
            .cloned()
            .ok_or_else(|| Failure::usage(format!("{} has no design {name}", bank.file)))?,
        (DesignSource::Bank, BankSource::Table(_)) => {
            return Err(Failure::usage("a parameter table has no designs: give one as a JSON file"));
        }
    };
    let thetis_core::Exposure { bounds, probabilities } = &found.exposure;
    let items = bank.ids().len();
    let of_item = |item: usize| -> Vec<f64> { probabilities.iter().skip(item).step_by(items).copied().collect() };
    let limited = bank.ids().iter().enumerate().filter_map(|(item, id)| {
        let own = of_item(item);
        let limited = own.iter().any(|probability| *probability < 1.0);
        limited.then(|| {
            let eligibility =
                if bounds.is_empty() { Eligibility::Everywhere(own[0]) } else { Eligibility::ByClass(own) };
            (id.clone(), eligibility)
        })
    });
    design.select.exposure = Some(Exposure { bounds: bounds.clone(), items: limited.collect() });
    Ok(design)
}

/// The design written where it belongs, not yet in its place: into a file of its own, or into the bank's.
pub(super) fn write(
    bank: &LoadedBank,
    name: &str,
    design: &Design,
    into: Option<&std::path::Path>,
) -> Result<PartialFile, Failure> {
    if let Some(file) = into {
        let mut text = serde_json::to_string_pretty(design)
            .map_err(|error| Complaint::about(file.display().to_string(), format!("cannot be made: {error}")))?;
        text.push('\n');
        return PartialFile::with_content(file, text.as_bytes());
    }
    if let BankSource::Table(_) = bank.source {
        let reason = format!("{} is a parameter table, which has no designs: add --into FILE.json", bank.file);
        return Err(Failure::usage(reason));
    }
    let complain = |reason: String| Failure::from(Complaint::about(&bank.file, reason));
    let file = std::path::Path::new(&bank.file);
    let text = fs::read_to_string(file).map_err(|error| complain(format!("cannot be read: {error}")))?;
    let text = with_design(&text, name, design).map_err(|error| complain(error.to_string()))?;
    PartialFile::with_content(file, text.as_bytes())
}
