//! Which items of packed responses are read, and how their categories are to be read now.

use std::collections::HashMap;

use super::header::Header;
use crate::coding::{Coder, Coding};
use crate::error::{Collector, Fault, Place};
use crate::items::{ItemList, ListedItem};

/// In a table: a category that the item cannot have as it is read now.
pub(crate) const REFUSED: u8 = 254;

/// Items as they are read.
#[derive(Debug)]
pub(crate) struct Choice<'o> {
    pub(crate) ids: Vec<String>,
    pub(crate) models: Vec<Option<String>>,
    pub(crate) coders: Vec<Coder<'o>>,
    /// Of each item that is packed, its place now.
    pub(crate) places: Vec<Option<u16>>,
    /// Of each item as it is read, other categories, where the list says another coding.
    pub(crate) tables: Vec<Option<Box<[u8; 256]>>>,
    /// Of each item as it is read, its place in the files.
    pub(crate) sources: Vec<usize>,
}

impl Choice<'_> {
    /// Choose items: those of the list, unless they are dropped.
    pub(crate) fn new(
        header: &Header,
        by_list: bool,
        list: Option<&ItemList>,
        drop: &[String],
        errors: &mut Collector,
    ) -> Self {
        let of_list: Option<HashMap<&str, (usize, &ListedItem)>> = list
            .map(|list| list.items.iter().enumerate().map(|(place, item)| (item.id.as_str(), (place, item))).collect());
        for name in drop.iter().filter(|name| header.items.iter().all(|item| item.id != **name)) {
            let known = header.items.iter().map(|item| item.id.clone()).collect();
            errors.add(Place::default(), Fault::NoColumn { column: name.clone(), known });
        }
        let mut chosen: Vec<(usize, Option<(usize, &ListedItem)>)> = Vec::new();
        for (source, item) in header.items.iter().enumerate() {
            if drop.contains(&item.id) || list.is_some_and(|list| list.left_out.contains(&item.id)) {
                continue;
            }
            match &of_list {
                None => chosen.push((source, None)),
                Some(of_list) => match of_list.get(item.id.as_str()) {
                    Some(listed) => chosen.push((source, Some(*listed))),
                    None => errors.add(Place::item(&item.id), Fault::UnknownItem),
                },
            }
        }
        if by_list {
            chosen.sort_by_key(|(_, listed)| listed.map(|(place, _)| place));
        }
        if chosen.is_empty() && errors.is_empty() {
            errors.add(Place::default(), Fault::NoItemColumns);
        }
        let mut choice = Self {
            ids: Vec::new(),
            models: Vec::new(),
            coders: Vec::new(),
            places: vec![None; header.items.len()],
            tables: Vec::new(),
            sources: Vec::new(),
        };
        for (source, listed) in chosen {
            let item = &header.items[source];
            let listed = listed.map(|(_, listed)| listed);
            let own = header.coder(source);
            let coding = listed.map_or_else(|| item.coding.clone(), |listed| joined(&item.coding, &listed.coding));
            if matches!(coding, Coding::Numbers { reversed: true, categories: None, .. }) {
                errors.add(Place::item(&item.id), Fault::ReversedWithoutCategories);
                continue;
            }
            let coder = Coder::new(coding, header.lowest, &[]);
            choice.places[source] = u16::try_from(choice.ids.len()).ok();
            choice.ids.push(item.id.clone());
            choice.models.push(listed.and_then(|listed| listed.model.clone()).or_else(|| item.model.clone()));
            choice.tables.push(table(&own, &coder));
            choice.coders.push(coder);
            choice.sources.push(source);
        }
        choice
    }

    /// Whether all items are read, in their order, with the categories they have.
    pub(crate) fn is_all(&self) -> bool {
        self.sources.len() == self.places.len() && self.sources.is_sorted() && self.tables.iter().all(Option::is_none)
    }

    /// What is wrong with a packed category.
    pub(crate) fn fault(&self, header: &Header, item: usize, category: u8) -> Fault {
        let response = header.coder(self.sources[item]).response(category);
        match self.coders[item].bytes(response.as_bytes()) {
            Err(fault) => fault,
            Ok(_) => Fault::NotACategory { value: response },
        }
    }
}

/// The coding with which responses are packed, with what a list says more, or otherwise. Scored options stay as scored.
fn joined(packed: &Coding, listed: &Coding) -> Coding {
    match (packed, listed) {
        (
            Coding::Numbers { lowest, categories, reversed },
            Coding::Numbers { lowest: own_lowest, categories: own_categories, reversed: own_reversed },
        ) => Coding::Numbers {
            lowest: own_lowest.or(*lowest),
            categories: own_categories.or(*categories),
            reversed: *own_reversed || *reversed,
        },
        _ => packed.clone(),
    }
}

/// Which category each packed one is now; `None` where each is what it was.
fn table(packed: &Coder<'_>, now: &Coder<'_>) -> Option<Box<[u8; 256]>> {
    if packed.coding() == now.coding() {
        return None;
    }
    let mut table = Box::new([REFUSED; 256]);
    table[usize::from(u8::MAX)] = u8::MAX;
    for category in 0..packed.said_categories().unwrap_or(REFUSED) {
        if let Ok(own) = now.bytes(packed.response(category).as_bytes()) {
            table[usize::from(category)] = own;
        }
    }
    let same = table.iter().zip(0..=u8::MAX).all(|(own, category)| *own == category);
    (!same).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_may_say_more_and_otherwise() {
        let numbers = |lowest, categories, reversed| Coding::Numbers { lowest, categories, reversed };
        assert_eq!(
            joined(&numbers(Some(1), None, true), &numbers(None, Some(5), false)),
            numbers(Some(1), Some(5), true)
        );
        let key = Coding::Key(vec!["B".into()]);
        assert_eq!(joined(&key, &numbers(Some(0), Some(2), false)), key);
        let coder = |coding| Coder::new(coding, 0, &[]);
        assert!(table(&coder(numbers(None, None, false)), &coder(numbers(Some(0), None, false))).is_none());
        let reversed = table(&coder(numbers(None, None, false)), &coder(numbers(None, Some(3), true))).expect("others");
        assert_eq!(reversed[..4], [2, 1, 0, REFUSED]);
        assert_eq!(reversed[255], 255);
    }
}
