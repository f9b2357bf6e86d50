//! Packed responses: checked, coded and in Parquet, so that they are read at the speed of the disk, by many machines.
//!
//! A packed folder has a manifest, `responses.json`, and files `part-00000.parquet`, …, with a row a person: an id, group
//! and weight where there are any, and one byte an item, the category, 255 where the response is missing. Sparse
//! responses are two texts of bytes a person, the places of the items answered and the categories. Persons with the same
//! responses may be one row, whose weight is that of all of them. Each file has the [`Header`] in its metadata.
//!
//! [`import`](crate::import()) packs tables, [`read`](crate::read()) reads folders and files as any other table.
//!
//! | column | type | what |
//! |---|---|---|
//! | [`PERSON`] | text | the id, where there are ids |
//! | [`GROUP`] | `u16` | place of the group in [`Manifest::groups`], where there are groups |
//! | [`WEIGHT`] | `f64` | of all persons of the row, where there are weights or persons are merged |
//! | [`PERSONS`] | `u32` | how many persons the row stands for, where they are merged |
//! | [`ITEMS`] | bytes | sparse: the items answered, ascending, two bytes each, the lower first |
//! | [`RESPONSES`] | bytes | the categories: of each item, or of each of [`ITEMS`] |

mod choice;
pub(crate) mod crc;
pub(crate) mod data;
mod disk;
mod fault;
mod frame;
pub(crate) mod header;
pub(crate) mod manifest;
mod outline;
pub(crate) mod part;
pub mod pipe;
mod sample;
mod settled;

use std::path::Path;

pub use disk::Disk;
pub use fault::PackedFault;
pub use frame::Discrepancy;
pub use header::{
    GROUP, Header, ITEMS, Layout, MOST_ITEMS, PERSON, PERSONS, PackedItem, RESPONSES, Source, VERSION, WEIGHT,
};
pub use manifest::{Folder, MANIFEST, Manifest, PackedFile};
pub use outline::Outline;
pub use sample::{Sample, sample_from_bytes, verify};

/// Whether this is a packed folder or file.
#[must_use]
pub fn is_packed(path: &Path) -> bool {
    match path.is_dir() {
        true => path.join(MANIFEST).is_file(),
        false => matches!(part::Part::open(path), Ok(Some(_))),
    }
}
