//! Packed responses as passes over the rows take them: as they lie, with all items and categories.

use std::path::Path;

use thetis_calibrate::{Frame, Tally};

use super::choice::{Choice, REFUSED};
use super::fault::PackedFault;
use super::header::Layout;
use super::manifest::Manifest;
use super::settled::settled;
use crate::check;
use crate::data::Note;
use crate::error::{Collector, Fault, Place, ReadErrors};
use crate::items::{ItemList, Key};
use crate::options::ReadOptions;

/// What must be known of packed responses before a calibration that does not read them itself.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Items, categories and groups.
    pub frame: Frame,
    /// Of each item, the response that each category stands for.
    pub codes: Vec<Vec<String>>,
    /// Of each item, the name of its model, if it has one.
    pub models: Vec<Option<String>>,
    /// What a reader of the results should know.
    pub notes: Vec<Note>,
}

impl Manifest {
    /// What [`read`](crate::read()) would say of the folder at `place`, as far as the manifest tells it; items are in the
    /// folder's order. What only persons could tell is not looked at: links between items, and items that are alike.
    ///
    /// # Errors
    /// As [`read`](crate::read()); and a list of items that leaves some out, or gives responses other categories than they
    /// were packed with, since rows are taken as they are.
    pub fn outline(
        &self,
        place: &Path,
        options: &ReadOptions,
        list: Option<&ItemList>,
        key: Option<&Key>,
    ) -> Result<Outline, ReadErrors> {
        self.outlined(options, list, key).map_err(|errors| errors.of_files(&[place.to_path_buf()]))
    }

    fn outlined(
        &self,
        options: &ReadOptions,
        list: Option<&ItemList>,
        key: Option<&Key>,
    ) -> Result<Outline, ReadErrors> {
        let mut errors = Collector::default();
        settled(&self.header, options, key, &mut errors);
        let choice = Choice::new(&self.header, false, list, &options.drop, &mut errors);
        if errors.is_empty() {
            self.as_packed(&choice, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let Choice { ids, models, coders, .. } = choice;
        let mut notes = Vec::new();
        if let Some(list) = list {
            check::listed(list, &ids, &mut notes, &mut errors);
        }
        let counts = self.all_counts();
        check::size(&ids, None, self.rows, &counts, &mut errors);
        if errors.is_empty() {
            check::lowest(&coders, &counts, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        // To take categories out would be to read other rows than there are.
        let options = ReadOptions { collapse: false, ..options.clone() };
        let check::Categories { codes, .. } =
            check::categories(&ids, &coders, &counts, &options, (&mut notes, &mut errors));
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let categories = codes.iter().map(|codes| u8::try_from(codes.len()).unwrap_or(u8::MAX)).collect();
        let groups = self.group_names(options.group.is_some());
        let frame = Frame::new(ids, categories, groups, self.header.layout == Layout::Sparse)
            .unwrap_or_else(|error| panic!("a checked manifest is refused: {error}"));
        Ok(Outline { frame, codes, models, notes })
    }

    /// Whether the items chosen are all that are packed, with the categories they have.
    fn as_packed(&self, choice: &Choice<'_>, errors: &mut Collector) {
        for (item, packed) in self.header.items.iter().enumerate() {
            let Some(place) = choice.places[item] else {
                errors.add(Place::item(&packed.id), PackedFault::LeftOut.into());
                continue;
            };
            let Some(table) = &choice.tables[usize::from(place)] else { continue };
            let seen = (0..self.seen(item)).filter(|category| self.counts[item][usize::from(*category)] > 0);
            for category in seen {
                let fault: Fault = match table[usize::from(category)] {
                    same if same == category => continue,
                    REFUSED => choice.fault(&self.header, usize::from(place), category),
                    _ => PackedFault::Recoded.into(),
                };
                errors.add(Place::item(&packed.id), fault);
                break;
            }
        }
    }

    /// Persons in each category of each item.
    fn all_counts(&self) -> check::Counts {
        let all = |item: usize| {
            let mut all = [0; 256];
            let own = self.counts.get(item).map_or(&[][..], Vec::as_slice);
            all.iter_mut().zip(own).for_each(|(all, count)| *all = *count);
            all
        };
        (0..self.header.items.len()).map(all).collect()
    }

    /// What there is to know of persons without a response, once all others are counted. Of weighted rows that stand for
    /// several persons it is the rows.
    #[must_use]
    pub fn without_responses(&self, tally: &Tally) -> Option<Note> {
        let rows = self.rows.saturating_sub(tally.persons());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of persons")]
        let persons = match self.header.merged && self.header.weight.is_none() {
            true => (self.weight - tally.weight()).round() as u64,
            false => rows,
        };
        (rows > 0).then(|| Note::WithoutResponses { persons: usize::try_from(persons).unwrap_or(usize::MAX) })
    }
}
