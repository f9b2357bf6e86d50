//! Options that have nothing to say once responses are packed.

use super::fault::PackedFault;
use super::header::Header;
use crate::error::{Collector, Fault, Place};
use crate::items::Key;
use crate::options::{ReadOptions, Shape};

/// Options that have nothing to say any more, and columns that are not there.
pub(crate) fn settled(header: &Header, options: &ReadOptions, key: Option<&Key>, errors: &mut Collector) {
    let given = [
        (key.is_some(), "--key"),
        (options.shape != Shape::Wide, "--long"),
        (!options.person.is_empty(), "--person"),
        (options.persons.is_some(), "--persons"),
        (!options.ignore.is_empty(), "--ignore"),
        (!options.missing.is_empty(), "--missing"),
        (options.lowest != 0 && options.lowest != header.lowest, "--lowest"),
    ];
    for (_, option) in given.into_iter().filter(|(given, _)| *given) {
        errors.add(Place::default(), PackedFault::Settled { option }.into());
    }
    let known: Vec<String> = header.group.iter().chain(&header.weight).cloned().collect();
    for (asked, there) in [(&options.group, &header.group), (&options.weight, &header.weight)] {
        if let Some(column) = asked.as_ref().filter(|_| asked != there) {
            errors.add(Place::default(), Fault::NoColumn { column: column.clone(), known: known.clone() });
        }
    }
}
