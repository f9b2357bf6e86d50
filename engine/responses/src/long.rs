//! Long tables, whole in memory.

use std::collections::HashMap;

use thetis_calibrate::MISSING;

use crate::coding::Coder;
use crate::error::{Collector, Fault, Place, ReadError};
use crate::items::{ItemList, Key};
use crate::lines::{Line, Lines};
use crate::lists::{Answers, Lists};
use crate::long_items::LongItems;
use crate::options::ReadOptions;
use crate::persons::{PersonCells, Persons};

/// Responses being read, in the order of the lines.
#[derive(Debug)]
pub(crate) struct Long<'o> {
    persons: Persons<'o>,
    items: LongItems<'o>,
    options: &'o ReadOptions,
    person_places: HashMap<String, u32>,
    answers: Answers,
    /// Person of the line before, with whom the next has much in common.
    last_person: Option<u32>,
}

impl<'o> Long<'o> {
    pub(crate) fn new(
        persons: Persons<'o>,
        options: &'o ReadOptions,
        list: Option<&'o ItemList>,
        key: Option<&'o Key>,
    ) -> Self {
        Self {
            persons,
            items: LongItems::new(options, list, key),
            options,
            person_places: HashMap::new(),
            answers: Answers::default(),
            last_person: None,
        }
    }

    /// The number of a line's person.
    fn person(&mut self, line: &Line<'_>) -> Result<u32, Fault> {
        let Line { person, group, weight, .. } = *line;
        let cells = PersonCells { id: Some(person), group, weight };
        let last = self.last_person.filter(|last| self.persons.is(*last as usize, person));
        if let Some(known) = last.or_else(|| self.person_places.get(person).copied()) {
            self.last_person = Some(known);
            return self.persons.agree(known as usize, cells).map(|()| known);
        }
        let number = u32::try_from(self.persons.len()).unwrap_or(u32::MAX);
        self.persons.add(cells)?;
        self.person_places.insert(person.to_owned(), number);
        self.last_person = Some(number);
        Ok(number)
    }

    /// Everything by person, each answer once.
    pub(crate) fn finish(self, errors: &mut Collector) -> (Persons<'o>, Vec<String>, Vec<Coder<'o>>, Lists) {
        let Self { persons, items: LongItems { ids, coders, .. }, answers, options, .. } = self;
        let mut lists = answers.by_person(persons.len());
        lists.once(ids.len(), options.repeated, |person, item, times| {
            let place = Place { person: Some(persons.id(person)), ..Place::item(&ids[item]) };
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            errors.add(place, Fault::RepeatedResponse { times });
            !errors.is_full()
        });
        (persons, ids, coders, lists)
    }
}

impl Lines for Long<'_> {
    fn add(&mut self, line: &Line<'_>, place: impl Fn() -> Place, errors: &mut Collector) -> Result<(), ReadError> {
        let Line { person, item, response, .. } = *line;
        let here = || Place { person: Some(person.to_owned()), item: Some(item.to_owned()), ..place() };
        let number = match self.person(line) {
            Ok(number) => number,
            Err(fault) => {
                errors.add(Place { item: None, ..here() }, fault);
                return Ok(());
            }
        };
        let coded = self.items.number(item).and_then(|item| match item {
            Some(item) => Ok(Some((item, self.items.coders[item as usize].code(response)?))),
            None => Ok(None),
        });
        match coded {
            Ok(None | Some((_, MISSING))) => {}
            Ok(Some((item, category))) => self.answers.push(number, item, category),
            Err(fault) => errors.add(here(), fault),
        }
        Ok(())
    }
}
