//! `--into`: parameters, standard errors and provenance written into a bank, and nothing else in its file changed.

use std::{fs, path::Path};

use thetis_bank::{
    BANK_FILE, ItemBank, Model as BankModel,
    json_text::{Edit, Malformed, Object, elements},
    parse_bank,
    types::{Item, Provenance as ItemProvenance, ProvenanceSource, Values},
};
use thetis_calibrate::CalibratedGroup;

use super::{
    Found,
    provenance::Provenance,
    table::{self, BankItem},
};
use crate::{
    failure::{Complaint, Failure},
    partial_file::PartialFile,
};

/// What goes into a bank.
pub(super) struct Written<'f> {
    pub(super) items: &'f [BankItem],
    /// Names of the dimensions, if there are several.
    pub(super) dimensions: Option<&'f [String]>,
    /// Ability in the first group, if it was estimated or assumed.
    pub(super) ability: Option<&'f CalibratedGroup>,
    pub(super) provenance: &'f Provenance,
}

impl Found {
    /// What of it goes into a bank.
    pub(super) fn written(&self) -> Written<'_> {
        Written {
            items: &self.items,
            dimensions: self.dimensions.several().then_some(&self.dimensions.names[..]),
            ability: self.calibration.groups.first(),
            provenance: &self.provenance,
        }
    }
}

/// What changes in an item.
struct Change {
    /// Its place in the bank.
    item: usize,
    model: BankModel,
}

/// The bank's file with the new parameters, beside the old one and not yet in its place. Items whose parameters were
/// all fixed stay as they are.
///
/// # Errors
/// Not a bank; an item that the bank does not have, or with another number of categories or other dimensions; an item
/// with parameters by group.
pub(super) fn write(path: &Path, new: &Written<'_>) -> Result<PartialFile, Failure> {
    let file = if path.is_dir() { path.join(BANK_FILE) } else { path.to_path_buf() };
    let name = file.display().to_string();
    let complain = |reason: String| Failure::from(Complaint::about(&name, reason));
    let bytes = fs::read(&file).map_err(|error| complain(format!("cannot be read: {error}")))?;
    let bank = parse_bank(&bytes, &file).map_err(|error| complain(error.to_string()))?;
    let changes = changes(&bank, new).map_err(|complaints| {
        let complaint = |(item, reason): (String, String)| Complaint::about(&name, reason).of_item(Some(item));
        Failure::Data(complaints.into_iter().map(complaint).collect())
    })?;
    let text = String::from_utf8(bytes).map_err(|error| complain(format!("cannot be read: {error}")))?;
    let edits = edits(&text, &bank, new, &changes).map_err(|error| complain(error.to_string()))?;
    PartialFile::with_content(&file, Edit::apply(&text, edits).as_bytes())
}

/// The items that change, or what keeps each from it.
fn changes(bank: &ItemBank, new: &Written<'_>) -> Result<Vec<Change>, Vec<(String, String)>> {
    let mut complaints = Vec::new();
    let mut changes = Vec::new();
    for item in new.items.iter().filter(|item| !item.known) {
        match change(bank, new, item) {
            Ok(change) => changes.push(change),
            // Of an item by group, once.
            Err(reason) if complaints.last() == Some(&(item.id.clone(), reason.clone())) => {}
            Err(reason) => complaints.push((item.id.clone(), reason)),
        }
    }
    if complaints.is_empty() { Ok(changes) } else { Err(complaints) }
}

fn change(bank: &ItemBank, new: &Written<'_>, item: &BankItem) -> Result<Change, String> {
    let place =
        bank.item_index(&item.id).ok_or("the bank has no such item: add it first, or leave it out with --drop")?;
    let own = &bank.items[place];
    if item.group.is_some() {
        return Err("it has parameters of its own in each group, and a bank has one set for all: leave it out with --drop, or calibrate a group by itself".into());
    }
    let (is, was) = (item.model.categories(), own.model.categories());
    if is != was {
        return Err(format!(
            "it was calibrated with {is} categories and has {was} in the bank: correct its scoring, or do without --collapse"
        ));
    }
    let model = in_order(own, item, new.dimensions)?;
    Ok(Change { item: place, model: table::scaled(model, bank.scaling) })
}

/// The model with its slopes in the order of the bank's dimensions.
fn in_order(own: &Item, item: &BankItem, names: Option<&[String]>) -> Result<BankModel, String> {
    let Some(names) = names else {
        return match own.dimensions.len() {
            1 => Ok(item.model.clone()),
            _ => Err("it has several dimensions in the bank, and was calibrated in one".into()),
        };
    };
    let calibrated: Vec<&str> = item.dimensions.iter().map(|number| names[*number as usize].as_str()).collect();
    let order: Option<Vec<usize>> =
        own.dimensions.iter().map(|name| calibrated.iter().position(|other| other == name)).collect();
    let order = order.filter(|order| order.len() == calibrated.len()).ok_or_else(|| {
        format!(
            "it measures {} in the bank and was calibrated on {}: name the bank's dimensions",
            own.dimensions.join(" and "),
            calibrated.join(" and ")
        )
    })?;
    let mut model = item.model.clone();
    if let BankModel::CompensatoryFourPl { a, standard_errors, .. }
    | BankModel::CompensatoryGrm { a, standard_errors, .. }
    | BankModel::CompensatoryGpcm { a, standard_errors, .. } = &mut model
    {
        let sorted = |values: &[f64]| order.iter().map(|place| values[*place]).collect::<Vec<f64>>();
        *a = sorted(a);
        if let Some(Values::Many(errors)) = standard_errors.as_mut().and_then(|errors| errors.a.as_mut()) {
            *errors = sorted(errors);
        }
    }
    Ok(model)
}

fn edits(text: &str, bank: &ItemBank, new: &Written<'_>, changes: &[Change]) -> Result<Vec<Edit>, Malformed> {
    let root = Object::root(text)?;
    let items = elements(text, root.value("items").ok_or(Malformed)?.start)?;
    let provenance = ItemProvenance {
        source: ProvenanceSource::Calibrated,
        sample: Some(new.provenance.sample),
        date: Some(new.provenance.date.clone()),
        method: Some(new.provenance.method.clone()),
    };
    let mut edits = Vec::new();
    for Change { item, model } in changes {
        let object = Object::at(text, items.get(*item).ok_or(Malformed)?.start)?;
        edits.push(object.set(text, "model", model));
        edits.push(object.set(text, "provenance", &provenance));
    }
    if let Some(ability) = new.ability {
        edits.extend(prior(text, bank, ability, new.dimensions, changes)?);
    }
    Ok(edits)
}

/// Where all items of the calibrated dimensions were calibrated, their prior is the first group's ability.
fn prior(
    text: &str,
    bank: &ItemBank,
    ability: &CalibratedGroup,
    names: Option<&[String]>,
    changes: &[Change],
) -> Result<Vec<Edit>, Malformed> {
    let Some(first) = changes.first() else { return Ok(Vec::new()) };
    let names = names.unwrap_or(&bank.items[first.item].dimensions);
    let places: Option<Vec<usize>> = names.iter().map(|name| bank.dimension_index(name)).collect();
    let all = (0..bank.items.len()).all(|item| {
        let own = &bank.items[item].dimensions;
        let changed = changes.iter().any(|change| change.item == item);
        changed == own.iter().any(|name| names.contains(name))
    });
    let Some(places) = places.filter(|_| all) else { return Ok(Vec::new()) };
    let object = Object::at(text, Object::root(text)?.value("prior").ok_or(Malformed)?.start)?;
    let mut edits = Vec::new();
    let mut set = |place: &std::ops::Range<usize>, old: f64, value: f64| {
        if (old - value).abs() > 0.0 {
            edits.push(Edit::replace(text, place.clone(), &value));
        }
    };
    let means = elements(text, object.value("mean").ok_or(Malformed)?.start)?;
    for (i, place) in places.iter().enumerate() {
        set(means.get(*place).ok_or(Malformed)?, bank.prior.mean[*place], ability.mean[i]);
    }
    // With dimensions that were not calibrated the new matrix might not be one of covariances.
    let tied = |row: &Vec<f64>| row.iter().enumerate().any(|(other, value)| !places.contains(&other) && *value != 0.0);
    if places.iter().any(|place| tied(&bank.prior.covariance[*place])) {
        return Ok(edits);
    }
    let rows = elements(text, object.value("covariance").ok_or(Malformed)?.start)?;
    for (i, place) in places.iter().enumerate() {
        let row = elements(text, rows.get(*place).ok_or(Malformed)?.start)?;
        for (j, other) in places.iter().enumerate() {
            let new = ability.covariance[i * places.len() + j];
            set(row.get(*other).ok_or(Malformed)?, bank.prior.covariance[*place][*other], new);
        }
    }
    Ok(edits)
}
