//! Who answered: ids, groups, weights.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::coding::is_missing;
use crate::error::{Collector, Fault, Place, ReadErrors};
use crate::ids::{Ids, joined};
use crate::options::ReadOptions;
use crate::text;

/// Groups that can be told apart.
const MOST_GROUPS: usize = 1_000;

/// What a line says of a person.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PersonCells<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
    pub(crate) weight: Option<&'a str>,
}

/// A table of persons beside the data.
#[derive(Debug, Default)]
pub(crate) struct PersonTable {
    group: Option<usize>,
    weight: Option<usize>,
    rows: HashMap<String, Vec<String>>,
}

impl PersonTable {
    /// The table that the options name, if any.
    pub(crate) fn of(options: &ReadOptions) -> Result<Option<Self>, ReadErrors> {
        options.persons.as_ref().map(|path| Self::read(path, options)).transpose()
    }

    /// Read what the data do not have themselves.
    pub(crate) fn read(path: &Path, options: &ReadOptions) -> Result<Self, ReadErrors> {
        let table = text::read_table(path, options.text)?;
        let mut errors = Collector::default();
        let find = |name: &str| table.names.iter().position(|own| own == name);
        let mut id = Vec::new();
        for name in options.person_columns() {
            match find(name) {
                Some(at) => id.push(at),
                None => {
                    let fault = Fault::NoColumn { column: name.to_owned(), known: table.names.clone() };
                    errors.add(Place::file(&table.file), fault);
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let (group, weight) = (options.group.as_deref().and_then(find), options.weight.as_deref().and_then(find));
        let mut rows = HashMap::with_capacity(table.rows.len());
        let mut first_lines = HashMap::new();
        for (line, cells) in table.rows {
            let person = joined(id.iter().map(|at| cells[*at].as_str())).into_owned();
            let place = Place { line: Some(line), person: Some(person.clone()), ..Place::file(&table.file) };
            match first_lines.entry(person.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(line);
                    rows.insert(person, cells);
                }
                Entry::Occupied(first) => {
                    errors.add(place, Fault::DuplicatePerson { first: format!("line {}", first.get()) });
                }
            }
        }
        errors.finish(Self { group, weight, rows })
    }

    /// Whether it has the column of the group, and that of the weight.
    pub(crate) fn has(&self) -> (bool, bool) {
        (self.group.is_some(), self.weight.is_some())
    }
}

/// The persons of the data, in order.
#[derive(Debug)]
pub(crate) struct Persons<'o> {
    options: &'o ReadOptions,
    table: Option<&'o PersonTable>,
    ids: Option<Ids>,
    groups: Vec<String>,
    group_places: HashMap<String, u16>,
    group_of: Vec<u16>,
    weights: Vec<f64>,
    count: usize,
    /// Persons handed over before these.
    gone: usize,
}

/// Persons as they go into the data.
#[derive(Debug, Default)]
pub(crate) struct FinishedPersons {
    pub(crate) ids: Option<Ids>,
    pub(crate) groups: Option<(Vec<String>, Vec<u16>)>,
    pub(crate) weights: Option<Vec<f64>>,
    /// How many persons each stands for, where those of the same responses are one.
    pub(crate) counts: Option<Vec<u32>>,
}

impl FinishedPersons {
    /// Leave out the persons for whom `kept` is false, and groups nobody is in any more.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        fn filter<T: Copy>(list: &mut Vec<T>, kept: &[bool]) {
            let mut persons = kept.iter();
            list.retain(|_| persons.next() == Some(&true));
        }
        if let Some(ids) = &mut self.ids {
            ids.retain(kept);
        }
        if let Some(weights) = &mut self.weights {
            filter(weights, kept);
        }
        if let Some(counts) = &mut self.counts {
            filter(counts, kept);
        }
        if let Some((_, of)) = &mut self.groups {
            filter(of, kept);
        }
        self.compact_groups();
    }

    /// How many persons one of them is.
    pub(crate) fn stands_for(&self, person: usize) -> usize {
        self.counts.as_ref().map_or(1, |counts| usize::try_from(counts[person]).unwrap_or(usize::MAX))
    }

    /// Leave out groups nobody is in; the others are in the order in which they come.
    pub(crate) fn compact_groups(&mut self) {
        if let Some((names, of)) = &mut self.groups {
            let mut places = vec![None; names.len()];
            let mut left = Vec::new();
            for group in of {
                let old = usize::from(*group);
                let next = u16::try_from(left.len()).unwrap_or(u16::MAX);
                *group = *places[old].get_or_insert_with(|| {
                    left.push(std::mem::take(&mut names[old]));
                    next
                });
            }
            *names = left;
        }
    }
}

impl<'o> Persons<'o> {
    pub(crate) fn new(options: &'o ReadOptions, table: Option<&'o PersonTable>, with_ids: bool) -> Self {
        Self {
            options,
            table,
            ids: with_ids.then(Ids::default),
            groups: Vec::new(),
            group_places: HashMap::new(),
            group_of: Vec::new(),
            weights: Vec::new(),
            count: 0,
            gone: 0,
        }
    }

    /// Forget the persons, but not their groups nor how many there were.
    pub(crate) fn clear(&mut self) {
        if let Some(ids) = &mut self.ids {
            ids.clear();
        }
        self.group_of.clear();
        self.weights.clear();
        self.gone += std::mem::take(&mut self.count);
    }

    /// Names of the groups so far.
    pub(crate) fn group_names(&self) -> &[String] {
        &self.groups
    }

    /// Id, group and weight of a person, as far as there are any.
    pub(crate) fn get(&self, person: usize) -> (Option<&str>, Option<u16>, Option<f64>) {
        let id = self.ids.as_ref().map(|ids| ids.get(person));
        (id, self.group_of.get(person).copied(), self.weights.get(person).copied())
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Whether a person has this id.
    pub(crate) fn is(&self, person: usize, id: &str) -> bool {
        self.ids.as_ref().is_some_and(|ids| ids.get(person) == id)
    }

    /// Make room for this many more.
    pub(crate) fn reserve(&mut self, persons: usize) {
        if let Some(ids) = &mut self.ids {
            ids.reserve(persons);
        }
    }

    /// The id of a person: the number where the data have none.
    pub(crate) fn id(&self, person: usize) -> String {
        self.ids.as_ref().map_or_else(|| (self.gone + person + 1).to_string(), |ids| ids.get(person).to_owned())
    }

    /// Add a person; what is wrong in the cells is a fault with the name of its column.
    pub(crate) fn add(&mut self, cells: PersonCells<'_>) -> Result<(), Fault> {
        let (group, weight) = self.resolve(cells)?;
        if let Some(group) = group {
            self.group_of.push(group);
        }
        if let Some(weight) = weight {
            self.weights.push(weight);
        }
        if let (Some(ids), Some(id)) = (&mut self.ids, cells.id) {
            ids.push(id);
        }
        self.count += 1;
        Ok(())
    }

    /// Whether another line of a person agrees with the first.
    pub(crate) fn agree(&mut self, person: usize, cells: PersonCells<'_>) -> Result<(), Fault> {
        if cells.group.is_none() && cells.weight.is_none() {
            return Ok(());
        }
        let (group, weight) = self.resolve(cells)?;
        if let Some(group) = group
            && self.group_of[person] != group
        {
            let before = self.groups[usize::from(self.group_of[person])].clone();
            return Err(Fault::Group { value: self.groups[usize::from(group)].clone(), before: Some(before) });
        }
        match weight {
            Some(weight) if weight.to_bits() != self.weights[person].to_bits() => {
                Err(Fault::Weight { value: format!("{weight}, after {}", self.weights[person]) })
            }
            _ => Ok(()),
        }
    }

    /// Group and weight of a person, as far as there are any.
    pub(crate) fn resolve(&mut self, cells: PersonCells<'_>) -> Result<(Option<u16>, Option<f64>), Fault> {
        let PersonCells { id, mut group, mut weight } = cells;
        if id.is_some_and(|id| id.is_empty() || id == "NA") {
            return Err(Fault::NoId { column: self.options.person_columns().join(" or ") });
        }
        if let (Some(table), Some(id)) = (self.table, id) {
            let row = table.rows.get(id).ok_or(Fault::UnknownPerson)?;
            group = group.or_else(|| table.group.map(|at| row[at].as_str()));
            weight = weight.or_else(|| table.weight.map(|at| row[at].as_str()));
        }
        let group = group.map(|name| self.group(name)).transpose()?;
        let weight = weight.map(|text| match text.parse::<f64>() {
            Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
            _ => Err(Fault::Weight { value: text.to_owned() }),
        });
        Ok((group, weight.transpose()?))
    }

    fn group(&mut self, name: &str) -> Result<u16, Fault> {
        if let Some(place) = self.group_places.get(name) {
            return Ok(*place);
        }
        if is_missing(name, &self.options.missing) {
            return Err(Fault::Group { value: name.to_owned(), before: None });
        }
        match u16::try_from(self.groups.len()) {
            Ok(place) if self.groups.len() < MOST_GROUPS => {
                self.groups.push(name.to_owned());
                self.group_places.insert(name.to_owned(), place);
                Ok(place)
            }
            _ => Err(Fault::TooManyGroups { most: MOST_GROUPS }),
        }
    }

    /// Pairs of a person and the one before with the same id.
    pub(crate) fn duplicates(&self) -> Vec<(usize, usize)> {
        self.ids.as_ref().map_or_else(Vec::new, duplicates)
    }

    pub(crate) fn finish(self) -> FinishedPersons {
        FinishedPersons {
            ids: self.ids,
            groups: (!self.groups.is_empty()).then_some((self.groups, self.group_of)),
            weights: (!self.weights.is_empty()).then_some(self.weights),
            counts: None,
        }
    }
}

/// Pairs of a person and the one before with the same id.
pub(crate) fn duplicates(ids: &Ids) -> Vec<(usize, usize)> {
    // Numbers take less memory than a set of texts, and only like numbers are looked at again.
    let hash = |id: &str| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    };
    let mut order: Vec<(u64, usize)> = (0..ids.len()).map(|person| (hash(ids.get(person)), person)).collect();
    order.sort_unstable();
    let mut found = Vec::new();
    for run in order.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        for (later, (_, person)) in run.iter().enumerate() {
            let first = run[..later].iter().find(|(_, other)| ids.get(*other) == ids.get(*person));
            found.extend(first.map(|(_, first)| (*person, *first)));
        }
    }
    found.sort_unstable();
    found
}
