//! Which items there are, and what is known of each.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use thetis_bank::BankSource;
use thetis_bank::types::{Item, ItemBank};

use crate::coding::Coding;
use crate::error::{Collector, Fault, Place, ReadErrors};
use crate::text::{self, TextFormat};

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedItem {
    /// Its id: the name of its column, or what stands in the column of items.
    pub id: String,
    /// The name of its model, if the list has one.
    pub model: Option<String>,
    /// How its responses become categories.
    pub coding: Coding,
    /// All cells of its line, in the order of [`ItemList::columns`].
    pub cells: Vec<String>,
}

/// A list of items: columns that are in neither the list nor among those left out are refused.
///
/// As CSV it has a column `item` and may have `model`, `categories` (how many), `lowest` (the response that is category
/// 0), and `keying` (−1 for a reversed item); other columns are for [`only`](Self::only).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemList {
    /// Its columns.
    pub columns: Vec<String>,
    /// Its items.
    pub items: Vec<ListedItem>,
    /// Items whose columns are passed over.
    pub left_out: HashSet<String>,
}

impl ItemList {
    /// Read a list from CSV.
    ///
    /// # Errors
    /// Everything wrong in it.
    pub fn read(path: &Path, format: TextFormat) -> Result<Self, ReadErrors> {
        let table = text::read_table(path, format)?;
        let mut errors = Collector::default();
        let column = |name: &str| table.names.iter().position(|own| own.eq_ignore_ascii_case(name));
        let Some(id) = column("item") else {
            let fault = Fault::NoColumn { column: "item".into(), known: table.names.clone() };
            errors.add(Place::file(&table.file), fault);
            return errors.finish(Self::default());
        };
        let (model, categories, lowest, keying) =
            (column("model"), column("categories"), column("lowest"), column("keying"));
        let mut seen = HashSet::new();
        let mut items = Vec::new();
        for (line, cells) in &table.rows {
            let name = &cells[id];
            let place = Place { line: Some(*line), item: Some(name.clone()), ..Place::file(&table.file) };
            if name.is_empty() {
                errors.add(place, Fault::NoId { column: "item".into() });
                continue;
            }
            if !seen.insert(name.clone()) {
                errors.add(place, Fault::DuplicateColumn);
                continue;
            }
            let mut cell = |at: Option<usize>, column, expected, sound: &dyn Fn(i64) -> bool| {
                let value = at.map(|at| cells[at].as_str()).filter(|value| !value.is_empty() && *value != "NA")?;
                let number = value.parse::<i64>().ok().filter(|number| sound(*number));
                if number.is_none() {
                    errors.add(place.clone(), Fault::ListCell { column, value: value.to_owned(), expected });
                }
                number
            };
            let categories = cell(categories, "categories", "a number from 2 to 254", &|n| (2..=254).contains(&n));
            let lowest = cell(lowest, "lowest", "a whole number", &|n| n.abs() < 1_000_000);
            let keying = cell(keying, "keying", "1, or -1 for a reversed item", &|n| n == 1 || n == -1);
            let model = model.map(|at| cells[at].clone()).filter(|model| !model.is_empty() && model != "NA");
            let coding = Coding::Numbers {
                lowest,
                categories: categories.and_then(|n| u8::try_from(n).ok()),
                reversed: keying == Some(-1),
            };
            items.push(ListedItem { id: name.clone(), model, coding, cells: cells.clone() });
        }
        errors.finish(Self { columns: table.names, items, left_out: HashSet::new() })
    }

    /// The items of a bank, with the columns `item` and `dimensions` (ids of the dimensions it measures, numbers from 1
    /// in a parameter table, separated by spaces). With `raw`, responses are ids of options, which the bank's scoring
    /// turns into categories; else they are categories already, from 0.
    #[must_use]
    pub fn of_bank(bank: &BankSource, raw: bool) -> Self {
        let items: Vec<ListedItem> = match bank {
            BankSource::Table(table) => {
                let of = |item: &thetis_bank::TableItem| {
                    let dimensions: Vec<String> =
                        item.dimensions.iter().map(|number| (number + 1).to_string()).collect();
                    Self::of_model(&item.id, &item.model, &dimensions)
                };
                table.items.iter().map(of).collect()
            }
            BankSource::Folder(folder) => folder
                .bank
                .items
                .iter()
                .map(|item| {
                    let options = folder.bank.options(item).filter(|_| raw);
                    let scored = options.and_then(|options| Some((options, categories(&folder.bank, item, options)?)));
                    let listed = Self::of_model(&item.id, &item.model, &item.dimensions);
                    match scored {
                        None => listed,
                        Some((options, categories)) => {
                            let coding = Coding::Options(options.iter().cloned().zip(categories).collect());
                            ListedItem { coding, ..listed }
                        }
                    }
                })
                .collect(),
        };
        Self { columns: vec!["item".to_owned(), "dimensions".to_owned()], items, left_out: HashSet::new() }
    }

    fn of_model(id: &str, model: &thetis_bank::Model, dimensions: &[String]) -> ListedItem {
        let categories = u8::try_from(model.categories()).ok();
        let coding = Coding::Numbers { lowest: Some(0), categories, reversed: false };
        let cells = vec![id.to_owned(), dimensions.join(" ")];
        ListedItem { id: id.to_owned(), model: Some(model.name().to_owned()), coding, cells }
    }

    /// What stands in a column, by item.
    ///
    /// # Errors
    /// No such column.
    pub fn column(&self, column: &str) -> Result<HashMap<&str, &str>, Fault> {
        let at = self.place(column)?;
        Ok(self.items.iter().map(|item| (item.id.as_str(), item.cells[at].as_str())).collect())
    }

    fn place(&self, column: &str) -> Result<usize, Fault> {
        let found = self.columns.iter().position(|name| name == column);
        found.ok_or_else(|| Fault::NoColumn { column: column.to_owned(), known: self.columns.clone() })
    }

    /// Keep the items with this in this column; the others' columns are passed over.
    ///
    /// # Errors
    /// No such column, or no item with this in it.
    pub fn only(&mut self, column: &str, value: &str) -> Result<(), Fault> {
        let at = self.place(column)?;
        let (kept, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.items).into_iter().partition(|item| item.cells[at] == value);
        self.left_out.extend(rest.into_iter().map(|item| item.id));
        self.items = kept;
        if self.items.is_empty() { Err(Fault::TooFewItems { items: 0 }) } else { Ok(()) }
    }
}

/// The categories of options, as bytes; `None` where an answer is of several parts, which no single option is.
fn categories(bank: &ItemBank, item: &Item, options: &[String]) -> Option<Vec<u8>> {
    if item.scoring.parts().is_some() {
        return None;
    }
    (0..options.len()).map(|place| u8::try_from(bank.answer(item, u32::try_from(place).ok()?)?.1).ok()).collect()
}

/// Which options are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// One entry an item, in the order of the data. Several right options are separated by `|`.
    InOrder(Vec<String>),
    /// The right options of each item, by id.
    ByItem(Vec<(String, Vec<String>)>),
}

impl Key {
    /// A key as text: entries separated by commas, or, without a comma, a character an item.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::InOrder(match text.contains(',') {
            true => text.split(',').map(|entry| entry.trim().to_owned()).collect(),
            false => text.trim().chars().map(String::from).collect(),
        })
    }

    /// Read a key from CSV with the columns `item` and `key`; other columns do not matter.
    ///
    /// # Errors
    /// Everything wrong in it.
    pub fn read(path: &Path, format: TextFormat) -> Result<Self, ReadErrors> {
        let table = text::read_table(path, format)?;
        let mut errors = Collector::default();
        let mut column = |name: &str| {
            let found = table.names.iter().position(|own| own.eq_ignore_ascii_case(name));
            if found.is_none() {
                let fault = Fault::NoColumn { column: name.to_owned(), known: table.names.clone() };
                errors.add(Place::file(&table.file), fault);
            }
            found
        };
        let (Some(item), Some(key)) = (column("item"), column("key")) else {
            return errors.finish(Self::ByItem(Vec::new()));
        };
        let mut entries: Vec<(String, Vec<String>)> = Vec::new();
        let mut seen = HashSet::new();
        for (line, cells) in &table.rows {
            let (id, right) = (&cells[item], alternatives(&cells[key]));
            let place = Place { line: Some(*line), item: Some(id.clone()), ..Place::file(&table.file) };
            if right.is_empty() {
                errors.add(place, Fault::NoKey);
            } else if !seen.insert(id.clone()) {
                errors.add(place, Fault::DuplicateColumn);
            } else {
                entries.push((id.clone(), right));
            }
        }
        errors.finish(Self::ByItem(entries))
    }

    /// The coding of each of these items. `passed_over` are items of the key that are left out on purpose.
    pub(crate) fn codings(&self, ids: &[String], passed_over: &HashSet<String>, errors: &mut Collector) -> Vec<Coding> {
        match self {
            Self::InOrder(entries) if entries.len() != ids.len() => {
                errors.add(Place::default(), Fault::KeyLength { entries: entries.len(), items: ids.len() });
                Vec::new()
            }
            Self::InOrder(entries) => entries
                .iter()
                .zip(ids)
                .map(|(entry, id)| {
                    let right = alternatives(entry);
                    if right.is_empty() {
                        errors.add(Place::item(id), Fault::NoKey);
                    }
                    Coding::Key(right)
                })
                .collect(),
            Self::ByItem(entries) => {
                for (id, _) in entries {
                    if !ids.contains(id) && !passed_over.contains(id) {
                        errors.add(Place::item(id), Fault::KeyWithoutItem);
                    }
                }
                let mut coding = |id: &String| match entries.iter().find(|(own, _)| own == id) {
                    Some((_, right)) => Coding::Key(right.clone()),
                    None => {
                        errors.add(Place::item(id), Fault::NoKey);
                        Coding::default()
                    }
                };
                ids.iter().map(&mut coding).collect()
            }
        }
    }
}

fn alternatives(entry: &str) -> Vec<String> {
    entry.split('|').map(|option| option.trim().to_owned()).filter(|option| !option.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use thetis_bank::ParameterTable;

    #[test]
    fn a_bank_says_which_dimensions_its_items_measure() {
        let csv = "item,model,a1,a2,b,d\nx,2pl,1,,0,\ny,2pl,,1,0,\nz,2pl,1,1,,0\n";
        let table = ParameterTable::from_reader(csv.as_bytes(), "t.csv", 1.0).expect("a sound table");
        let mut list = ItemList::of_bank(&BankSource::Table(table), false);
        let column = list.column("dimensions").expect("every bank has it");
        assert_eq!(["x", "y", "z"].map(|id| column[id]), ["1", "2", "1 2"]);
        list.only("dimensions", "1").expect("one item");
        assert_eq!((list.items.len(), list.left_out.contains("z")), (1, true));
        assert!(matches!(list.column("scale"), Err(Fault::NoColumn { known, .. }) if known == ["item", "dimensions"]));
    }
}
