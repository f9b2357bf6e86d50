//! What all files of a packed folder say of the responses in them.

use serde::{Deserialize, Serialize};

use crate::coding::{Coder, Coding};

/// Version of the format.
pub const VERSION: u32 = 1;
/// Most items: their places are numbers of two bytes.
pub const MOST_ITEMS: usize = 65_535;

/// Key of the format's version in the metadata of a file.
pub(crate) const VERSION_KEY: &str = "thetis.responses";
/// Key of the header.
pub(crate) const HEADER_KEY: &str = "thetis.header";
/// Key of the groups' names.
pub(crate) const GROUPS_KEY: &str = "thetis.groups";

/// Column of the person's id.
pub const PERSON: &str = "person";
/// Column of the group: its place among [`Manifest::groups`](super::Manifest::groups).
pub const GROUP: &str = "group";
/// Column of the weight: that of all persons of the row together.
pub const WEIGHT: &str = "weight";
/// Column of the number of persons a row stands for.
pub const PERSONS: &str = "persons";
/// Column of the items answered, of sparse responses: two bytes each, the lower first, in ascending order.
pub const ITEMS: &str = "items";
/// Column of the categories: a byte an item, 255 where the response is missing; of sparse responses one for each of
/// [`ITEMS`].
pub const RESPONSES: &str = "responses";

/// How responses are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Layout {
    /// A byte for every person and item.
    Dense,
    /// Lists of what each person answered.
    Sparse,
}

/// What a line of the imported tables was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// A person.
    Wide,
    /// A response.
    Long,
}

/// What all files of a packed folder have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// How responses are laid out.
    pub layout: Layout,
    /// What a line of the imported tables was: a list of items orders those of wide tables.
    pub shape: Source,
    /// Whether persons with the same responses, of the same group, are one row.
    pub merged: bool,
    /// Whether there is a column of ids.
    pub persons: bool,
    /// The name of the imported column of the group.
    pub group: Option<String>,
    /// The name of the imported column of the weight.
    pub weight: Option<String>,
    /// The response that is category 0, of items whose coding does not say it.
    pub lowest: i64,
    /// The items, in the order of their categories in a row.
    pub items: Vec<PackedItem>,
}

/// An item of packed responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackedItem {
    /// Its id.
    pub id: String,
    /// The name of its model, if the list of items had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// How responses became categories.
    pub coding: Coding,
}

impl Header {
    /// Whether rows have weights.
    #[must_use]
    pub fn has_weights(&self) -> bool {
        self.merged || self.weight.is_some()
    }

    /// The header as it stands in every file.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| unreachable!("plain data can be written: {error}"))
    }

    pub(crate) fn coder<'o>(&self, item: usize) -> Coder<'o> {
        Coder::new(self.items[item].coding.clone(), self.lowest, &[])
    }

    /// Of each item, how many categories a byte may name: those it is said to have, or all that there can be.
    pub(crate) fn limits(&self) -> Vec<u8> {
        (0..self.items.len()).map(|item| self.coder(item).said_categories().unwrap_or(254)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_back_and_says_no_more_than_it_must() {
        let item = |id: &str, coding| PackedItem { id: id.into(), model: None, coding };
        let header = Header {
            layout: Layout::Dense,
            shape: Source::Wide,
            merged: false,
            persons: true,
            group: None,
            weight: Some("w".into()),
            lowest: 1,
            items: vec![
                item("a", Coding::default()),
                item("b", Coding::Numbers { lowest: Some(0), categories: Some(3), reversed: true }),
                item("c", Coding::Key(vec!["B".into()])),
                item("d", Coding::Options(vec![("no".into(), 0), ("yes".into(), 1)])),
            ],
        };
        let json = header.json();
        assert!(json.contains(r#"{"id":"a","coding":{"numbers":{}}}"#), "{json}");
        assert!(json.contains(r#"{"options":[["no",0],["yes",1]]}"#), "{json}");
        assert_eq!(serde_json::from_str::<Header>(&json).expect("sound"), header);
        assert_eq!(header.limits(), [254, 3, 2, 2]);
    }
}
