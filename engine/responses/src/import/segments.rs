//! Long tables: lines of a person that stand together become segments, which are sorted by person.

use thetis_calibrate::MISSING;

use super::counts::Counts;
use super::row::{Row, RowAnswers};
use super::sort::Sorter;
use super::{FileProgress, Watch, key_of_place, person_key};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::lines::{Line, Lines};
use crate::long_items::LongItems;
use crate::packed::{MOST_ITEMS, PackedFault};
use crate::persons::{PersonCells, Persons};

/// Lines between two looks at how far reading is.
const LINES: u64 = 50_000;
/// Responses of a segment, at most: someone's further ones are in another.
const RESPONSES: usize = 4_096;

/// Lines of a person that stand together.
#[derive(Default)]
struct Segment {
    person: String,
    group_text: Option<String>,
    weight_text: Option<String>,
    group: Option<u16>,
    weight: Option<f64>,
    /// Where the first line is.
    at: u64,
    items: Vec<u8>,
    categories: Vec<u8>,
}

/// Takes the lines of long tables.
pub(super) struct Segments<'o, 's, 'w> {
    pub(super) persons: Persons<'o>,
    pub(super) items: LongItems<'o>,
    /// Responses in each category of each item.
    pub(super) counts: Counts,
    /// Lines read.
    pub(super) lines: u64,
    pub(super) number: u64,
    sorter: &'s mut Sorter,
    watch: &'s mut Watch<'w>,
    file: (usize, FileProgress),
    open: bool,
    segment: Segment,
    value: Vec<u8>,
}

impl<'o, 's, 'w> Segments<'o, 's, 'w> {
    pub(super) fn new(
        persons: Persons<'o>,
        items: LongItems<'o>,
        sorter: &'s mut Sorter,
        watch: &'s mut Watch<'w>,
    ) -> Self {
        Self {
            persons,
            items,
            counts: Counts::default(),
            lines: 0,
            number: 0,
            sorter,
            watch,
            file: (0, FileProgress::default()),
            open: false,
            segment: Segment::default(),
            value: Vec::new(),
        }
    }

    /// Begin another file.
    pub(super) fn begin(&mut self, number: usize, file: &crate::read::Opened) -> Result<(), ReadError> {
        self.end()?;
        self.file = (number, self.watch.file(number, file));
        Ok(())
    }

    /// End the segment.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        if !std::mem::take(&mut self.open) {
            return Ok(());
        }
        let Segment { person, group, weight, at, items, categories, .. } = &self.segment;
        let mut key = person_key(person);
        key.extend(key_of_place(self.file.0, *at));
        self.value.clear();
        let answers = RowAnswers::Sparse { items, categories };
        Row { person: None, group: *group, weight: *weight, answers }.encode(&mut self.value);
        self.number += 1;
        self.sorter.push(&key, &self.value)
    }

    /// Whether a line goes on with the segment.
    fn goes_on(&self, line: &Line<'_>) -> bool {
        let Segment { person, group_text, weight_text, .. } = &self.segment;
        self.open
            && person == line.person
            && group_text.as_deref() == line.group
            && weight_text.as_deref() == line.weight
            && self.segment.categories.len() < RESPONSES
    }

    fn begin_segment(&mut self, line: &Line<'_>) -> Result<(), Fault> {
        let Line { person, group, weight, at, .. } = *line;
        let (own_group, own_weight) = self.persons.resolve(PersonCells { id: Some(person), group, weight })?;
        let segment = &mut self.segment;
        segment.person.clear();
        segment.person.push_str(person);
        segment.group_text = group.map(str::to_owned);
        segment.weight_text = weight.map(str::to_owned);
        (segment.group, segment.weight, segment.at) = (own_group, own_weight, at);
        segment.items.clear();
        segment.categories.clear();
        self.open = true;
        Ok(())
    }

    fn answer(&mut self, line: &Line<'_>) -> Result<(), Fault> {
        let Some(item) = self.items.number(line.item)? else { return Ok(()) };
        let place = u16::try_from(item).ok().filter(|_| self.items.ids.len() <= MOST_ITEMS);
        let place = place.ok_or(PackedFault::TooManyItems { most: MOST_ITEMS })?;
        let category = self.items.coders[item as usize].code(line.response)?;
        if category != MISSING {
            self.counts.add(usize::from(place), category, 1);
            self.segment.items.extend(place.to_le_bytes());
            self.segment.categories.push(category);
        }
        Ok(())
    }
}

impl Lines for Segments<'_, '_, '_> {
    fn add(&mut self, line: &Line<'_>, place: impl Fn() -> Place, errors: &mut Collector) -> Result<(), ReadError> {
        let here = || Place { person: Some(line.person.to_owned()), ..place() };
        if !self.goes_on(line) {
            self.end()?;
            if let Err(fault) = self.begin_segment(line) {
                errors.add(here(), fault);
                return Ok(());
            }
        }
        if let Err(fault) = self.answer(line) {
            errors.add(Place { item: Some(line.item.to_owned()), ..here() }, fault);
        }
        self.lines += 1;
        if self.lines.is_multiple_of(LINES) {
            self.file.1.at(self.watch, line.at)?;
        }
        Ok(())
    }
}
