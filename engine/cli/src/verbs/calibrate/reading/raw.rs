//! The options that persons chose, before a key scored them.

use std::path::PathBuf;

use thetis_bank::BankSource;
use thetis_responses::{Coding, ItemList, Key, ListedItem, ReadOptions, ResponseData, TextFormat, read};

use super::{KEY_OF_BANK, ReadingArguments, is_bank};
use crate::bank::BankArguments;

/// Chosen options of items with a key.
pub(in crate::verbs) struct RawOptions {
    /// Options as categories; the codes are what the files have.
    pub(in crate::verbs) data: ResponseData,
    /// Of each item, its right options.
    pub(in crate::verbs) keys: Vec<Vec<String>>,
}

/// Whole numbers up to this are options, beside single letters and what the key has.
const NUMBERS: u8 = 99;

impl ReadingArguments {
    /// Read the options chosen in the items that were `read` with a key.
    ///
    /// # Errors
    /// Why there are none: a reason as a clause. `None` inside if there was no key.
    pub(in crate::verbs) fn raw_options(
        &self,
        files: &[PathBuf],
        data: &ResponseData,
    ) -> Result<Option<RawOptions>, String> {
        let Some(text) = self.key.as_deref().filter(|_| !self.logs) else { return Ok(None) };
        let ids = data.responses.ids();
        let known = if text == KEY_OF_BANK { self.of_bank()? } else { Self::of_key(text, ids)? };
        let keys: Vec<Vec<String>> = ids
            .iter()
            .map(|id| known.iter().find(|item| item.id == *id).map(|item| item.key.clone()))
            .collect::<Option<_>>()
            .ok_or("some items have no options of their own")?;
        let items = ids.iter().zip(&keys).map(|(id, key)| {
            let listed = known.iter().find(|item| item.id == *id).and_then(|item| item.options.clone());
            let options = listed.unwrap_or_else(|| any_option(key));
            let coding = Coding::Options(options.into_iter().zip(0..).collect());
            ListedItem { id: id.clone(), model: None, coding, cells: Vec::new() }
        });
        let mut list = ItemList { columns: Vec::new(), items: items.collect(), ..ItemList::default() };
        list.left_out.extend(self.drop.iter().cloned());
        if let Some(path) = self.items.as_ref().filter(|path| !is_bank(path)) {
            let all = ItemList::read(path, TextFormat::default()).map_err(|errors| errors.to_string())?;
            list.left_out.extend(all.items.into_iter().map(|item| item.id).filter(|id| !ids.contains(id)));
        } else if let Some(path) = &self.items {
            let bank = BankArguments::new(path.clone(), None).load().map_err(|_| "the bank cannot be read")?;
            let all = ItemList::of_bank(&bank.source, false);
            list.left_out.extend(all.items.into_iter().map(|item| item.id).filter(|id| !ids.contains(id)));
        }
        let text = TextFormat { delimiter: self.delimiter, header: !self.no_header };
        // What nobody chose is gone; what was asked of scored items was asked when they were read.
        let options =
            ReadOptions { collapse: true, overlap: 0, keep_identical: true, ..self.options(text, Vec::new()) };
        let data = read(files, &options, Some(&list), None).map_err(|errors| errors.to_string())?;
        Ok(Some(RawOptions { data, keys }))
    }

    /// Items with the right options of a key.
    fn of_key(text: &str, ids: &[String]) -> Result<Vec<Keyed>, String> {
        let key = match PathBuf::from(text) {
            path if path.is_file() => Key::read(&path, TextFormat::default()).map_err(|errors| errors.to_string())?,
            _ => Key::parse(text),
        };
        Ok(match key {
            Key::ByItem(items) => items.into_iter().map(|(id, key)| Keyed { id, key, options: None }).collect(),
            Key::InOrder(keys) => ids
                .iter()
                .zip(keys)
                .map(|(id, key)| Keyed {
                    id: id.clone(),
                    key: key.split('|').map(|option| option.trim().to_owned()).collect(),
                    options: None,
                })
                .collect(),
        })
    }

    /// Items of the bank, with their options; the right ones are those of the highest category.
    fn of_bank(&self) -> Result<Vec<Keyed>, String> {
        let path = self.items.clone().ok_or("there is no bank")?;
        let bank = BankArguments::new(path, None).load().map_err(|_| "the bank cannot be read")?;
        if matches!(bank.source, BankSource::Table(_)) {
            return Err("a parameter table has no options".into());
        }
        let keyed = |item: ListedItem| {
            let Coding::Options(options) = item.coding else { return None };
            let highest = options.iter().map(|(_, category)| *category).max()?;
            let right = options.iter().filter(|(_, category)| *category == highest);
            let key = right.map(|(option, _)| option.clone()).collect();
            let all = options.iter().map(|(option, _)| option.clone()).collect();
            Some(Keyed { id: item.id, key, options: Some(all) })
        };
        Ok(ItemList::of_bank(&bank.source, true).items.into_iter().filter_map(keyed).collect())
    }
}

/// An item, its right options, and all of them where they are known.
struct Keyed {
    id: String,
    key: Vec<String>,
    options: Option<Vec<String>>,
}

/// Whatever an option may be called where nobody says.
fn any_option(key: &[String]) -> Vec<String> {
    let mut options: Vec<String> = (0..=NUMBERS).map(|number| number.to_string()).collect();
    options.extend(('A'..='Z').chain('a'..='z').map(String::from));
    options.extend(key.iter().filter(|own| !options.contains(own)).cloned().collect::<Vec<_>>());
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_have_one_place_each() {
        let options = any_option(&["B".into(), "yes".into()]);
        assert!(options.contains(&"yes".to_owned()) && options.contains(&"8".to_owned()));
        let different: std::collections::HashSet<&String> = options.iter().collect();
        assert_eq!(different.len(), options.len());
        assert!(u8::try_from(options.len()).is_ok_and(|count| count < 254));
    }

    #[test]
    fn keys_in_order_are_given_to_items_in_order() {
        let keyed = ReadingArguments::of_key("A,B|C", &["q1".into(), "q2".into()]).expect("a key");
        assert_eq!(keyed[1].key, ["B", "C"]);
        assert_eq!(keyed[0].id, "q1");
    }
}
