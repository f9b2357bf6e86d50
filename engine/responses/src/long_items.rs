//! The items of long tables, in the order in which they first come.

use std::collections::HashMap;

use crate::coding::{Coder, Coding};
use crate::error::Fault;
use crate::items::{ItemList, Key};
use crate::options::ReadOptions;

/// Items met so far.
#[derive(Debug)]
pub(crate) struct LongItems<'o> {
    pub(crate) ids: Vec<String>,
    pub(crate) coders: Vec<Coder<'o>>,
    options: &'o ReadOptions,
    list: Option<&'o ItemList>,
    key: Option<&'o Key>,
    places: HashMap<String, u32>,
    /// Item of the line before, with which the next has much in common.
    last: u32,
}

impl<'o> LongItems<'o> {
    pub(crate) fn new(options: &'o ReadOptions, list: Option<&'o ItemList>, key: Option<&'o Key>) -> Self {
        Self { ids: Vec::new(), coders: Vec::new(), options, list, key, places: HashMap::new(), last: 0 }
    }

    /// The number of an item; `None` where it is left out on purpose.
    pub(crate) fn number(&mut self, item: &str) -> Result<Option<u32>, Fault> {
        // Files often have the items in one order for all.
        let next = self.last + 1;
        let known = match self.ids.get(next as usize) {
            Some(id) if id == item => Some(next),
            _ => self.places.get(item).copied(),
        };
        let number = match known {
            Some(number) => number,
            None if self.is_left_out(item) => return Ok(None),
            None => self.new_item(item)?,
        };
        self.last = number;
        Ok(Some(number))
    }

    fn is_left_out(&self, item: &str) -> bool {
        self.list.is_some_and(|list| list.left_out.contains(item)) || self.options.drop.iter().any(|own| own == item)
    }

    fn new_item(&mut self, item: &str) -> Result<u32, Fault> {
        if item.is_empty() || item == "NA" {
            return Err(Fault::NoId { column: "of the item".into() });
        }
        let listed = match self.list {
            None => None,
            Some(list) => Some(list.items.iter().find(|own| own.id == item).ok_or(Fault::UnknownItem)?),
        };
        let coding = match self.key {
            None => listed.map_or_else(Coding::default, |listed| listed.coding.clone()),
            Some(Key::ByItem(entries)) => match entries.iter().find(|(id, _)| id == item) {
                Some((_, right)) => Coding::Key(right.clone()),
                None => return Err(Fault::NoKey),
            },
            Some(Key::InOrder(entries)) => return Err(Fault::KeyWithoutOrder { entries: entries.len() }),
        };
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(item.to_owned());
        self.places.insert(item.to_owned(), number);
        self.coders.push(Coder::new(coding, self.options.lowest, &self.options.missing));
        Ok(number)
    }
}
