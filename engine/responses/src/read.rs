//! From files to data: opening, sorting out columns, reading, checking.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use thetis_calibrate::Responses;

use crate::check;
use crate::coding::{Coder, Coding};
use crate::columns::ColumnFile;
use crate::data::{Cells, Note, ResponseData};
use crate::error::{Collector, Fault, Place, ReadError, ReadErrors};
use crate::inputs::Inputs;
use crate::items::{ItemList, Key};
use crate::lines::{self, LongRoles};
use crate::long::Long;
use crate::options::{Kind, ReadOptions, Shape, Storage};
use crate::packed;
use crate::persons::{FinishedPersons, PersonTable, Persons};
use crate::text::{self, TextFile};
use crate::wide::{Roles, Wide, resolve_lines};

/// A file, opened.
pub(crate) enum Opened {
    Text(TextFile),
    Columns(ColumnFile),
}

impl Opened {
    pub(crate) fn all(paths: &[PathBuf], options: &ReadOptions) -> Result<Vec<Self>, ReadError> {
        paths.iter().map(|path| Self::open(path, options)).collect()
    }

    fn open(path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let file = path.display().to_string();
        match options.kind.or_else(|| Kind::of(path)) {
            None => Err(ReadError::new(Place::file(&file), Fault::UnknownKind)),
            Some(Kind::Csv) => TextFile::open(path, options.text).map(Self::Text),
            Some(kind) => ColumnFile::open(path, kind).map(Self::Columns),
        }
    }

    fn names(&self) -> &[String] {
        match self {
            Self::Text(file) => &file.names,
            Self::Columns(file) => &file.names,
        }
    }

    fn file(&self) -> &str {
        match self {
            Self::Text(file) => &file.file,
            Self::Columns(file) => &file.file,
        }
    }
}

/// Read response data. Several files are one after another; items that a file has no column for are missing by design.
///
/// A folder stands for the Parquet files in it, or for the [packed](crate::packed) responses, which are read at the speed
/// of the disk.
///
/// `list` names the items and says what is known of them, `key` scores raw options.
///
/// ```
/// use thetis_responses::{ReadOptions, read};
/// let file = std::env::temp_dir().join("thetis-responses-doc.csv");
/// std::fs::write(&file, "person,q1,q2\nann,0,1\nbob,1,\ncid,1,0\n")?;
/// let options = ReadOptions { overlap: 1, ..ReadOptions::default() };
/// let data = read(&[&file], &options, None, None)?;
/// assert_eq!((data.responses.persons(), data.responses.items(), data.observed()), (3, 2, 5));
/// assert_eq!(data.person(1), "bob");
/// # std::fs::remove_file(&file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Everything wrong that can be found at once, each with file, line or row, person, item and what to do. Nothing is
/// read past 100 errors.
pub fn read<P: AsRef<Path>>(
    files: &[P],
    options: &ReadOptions,
    list: Option<&ItemList>,
    key: Option<&Key>,
) -> Result<ResponseData, ReadErrors> {
    let named: Vec<PathBuf> = files.iter().map(|path| path.as_ref().to_path_buf()).collect();
    let paths = match Inputs::of(&named, options)? {
        Inputs::Packed(inputs) => {
            let job = Job { paths: named, options, list, key, table: None };
            return packed::data::read(&job, &inputs).map_err(|errors| errors.of_files(&job.paths));
        }
        Inputs::Tables(paths) => paths,
    };
    let opened = Opened::all(&paths, options)?;
    let table = PersonTable::of(options)?;
    let job = Job { paths, options, list, key, table: table.as_ref() };
    let data = match &options.shape {
        Shape::Wide => job.wide(opened),
        Shape::Long { items, response } => job.long(opened, items, response),
    };
    data.map_err(|errors| errors.of_files(&job.paths))
}

/// What the columns of wide tables are.
pub(crate) struct WidePlan<'o> {
    pub(crate) ids: Vec<String>,
    pub(crate) coders: Vec<Coder<'o>>,
    pub(crate) with_ids: bool,
    /// Of each file.
    pub(crate) roles: Vec<Roles>,
}

/// What is to be done.
pub(crate) struct Job<'o> {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) options: &'o ReadOptions,
    pub(crate) list: Option<&'o ItemList>,
    pub(crate) key: Option<&'o Key>,
    pub(crate) table: Option<&'o PersonTable>,
}

impl<'o> Job<'o> {
    /// The place of a column that has to be there, unless the table of persons has it.
    fn column(&self, file: &Opened, name: &str, elsewhere: bool, errors: &mut Collector) -> Option<usize> {
        let found = file.names().iter().position(|own| own == name);
        if found.is_none() && !elsewhere {
            let fault = Fault::NoColumn { column: name.to_owned(), known: file.names().to_vec() };
            errors.add(Place::file(file.file()), fault);
        }
        found
    }

    fn person_columns(&self, file: &Opened, needed: bool, errors: &mut Collector) -> Vec<usize> {
        let names = self.options.person_columns();
        names.into_iter().filter_map(|name| self.column(file, name, !needed, errors)).collect()
    }

    fn group_and_weight(&self, file: &Opened, errors: &mut Collector) -> (Option<usize>, Option<usize>) {
        let (has_group, has_weight) = self.table.map_or((false, false), PersonTable::has);
        let group = self.options.group.as_ref().and_then(|name| self.column(file, name, has_group, errors));
        let weight = self.options.weight.as_ref().and_then(|name| self.column(file, name, has_weight, errors));
        (group, weight)
    }

    /// Which columns of a wide table are what; items as names.
    fn roles(&self, file: &Opened, errors: &mut Collector) -> (Roles, Vec<(usize, String)>) {
        let options = self.options;
        // A wide table may do without ids, unless something is looked up by them.
        let needs_ids = !options.person.is_empty() || self.table.is_some();
        let person = self.person_columns(file, needs_ids, errors);
        let (group, weight) = self.group_and_weight(file, errors);
        for name in options.ignore.iter().chain(&options.drop) {
            self.column(file, name, self.paths.len() > 1, errors);
        }
        let mut seen = HashSet::new();
        let mut items = Vec::new();
        for (column, name) in file.names().iter().enumerate() {
            let place = || Place { item: Some(name.clone()), ..Place::file(file.file()) };
            if !seen.insert(name) {
                errors.add(place(), Fault::DuplicateColumn);
                continue;
            }
            let other = person.contains(&column)
                || [group, weight].contains(&Some(column))
                || options.ignore.contains(name)
                || options.drop.contains(name);
            if other || self.list.is_some_and(|list| list.left_out.contains(name)) {
                continue;
            }
            if name.is_empty() {
                errors.add(Place::file(file.file()), Fault::NoId { column: (column + 1).to_string() });
            } else if self.list.is_some_and(|list| list.items.iter().all(|item| item.id != *name)) {
                errors.add(place(), Fault::UnknownItem);
            } else {
                items.push((column, name.clone()));
            }
        }
        if items.is_empty() && errors.is_empty() {
            errors.add(Place::file(file.file()), Fault::NoItemColumns);
        }
        (Roles { person, group, weight, items: Vec::new() }, items)
    }

    /// What the columns of wide tables are, before anything is read of them.
    pub(crate) fn wide_plan(&self, opened: &[Opened]) -> Result<WidePlan<'o>, ReadErrors> {
        let mut errors = Collector::default();
        let sorted: Vec<_> = opened.iter().map(|file| self.roles(file, &mut errors)).collect();
        let ids = self.item_ids(sorted.iter().flat_map(|(_, items)| items.iter().map(|(_, name)| name)));
        let coders = self.coders(&ids, &mut errors);
        // Of files, some of which have ids and some not, none can be matched.
        let with_ids = sorted.iter().all(|(roles, _)| !roles.person.is_empty());
        let places: HashMap<&String, usize> = ids.iter().zip(0..).collect();
        let roles = sorted
            .into_iter()
            .map(|(roles, items)| {
                let items = items.iter().filter_map(|(column, name)| Some((*column, *places.get(name)?))).collect();
                let person = if with_ids { roles.person } else { Vec::new() };
                Roles { items, person, ..roles }
            })
            .collect();
        errors.finish(WidePlan { ids, coders, with_ids, roles })
    }

    fn wide(&self, opened: Vec<Opened>) -> Result<ResponseData, ReadErrors> {
        let WidePlan { ids, coders, with_ids, roles } = self.wide_plan(&opened)?;
        let mut errors = Collector::default();
        let mut wide = Wide::new(Persons::new(self.options, self.table, with_ids), ids.len());
        let mut first_persons = Vec::new();
        for ((file, roles), path) in opened.into_iter().zip(&roles).zip(&self.paths) {
            first_persons.push(wide.persons.len());
            let before = errors.places().count();
            match file {
                Opened::Text(file) => {
                    let read = wide.read_text(file, roles, &ids, &coders, &mut errors, &mut |_, _| Ok(()));
                    resolve_lines(path, &mut errors, before);
                    read?;
                }
                Opened::Columns(file) => {
                    wide.reserve(file.rows());
                    wide.read_columns(file, roles, &ids, &coders, &mut errors, &mut |_, _| Ok(()))?;
                }
            }
        }
        let Wide { persons, cells, offsets, .. } = wide;
        if errors.is_empty() {
            self.duplicates(&persons, &offsets, &first_persons, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let cells = Cells::Dense { cells, items: ids.len() };
        self.finish(persons.finish(), ids, &coders, cells, errors)
    }

    /// What the columns of long tables are, file by file.
    pub(crate) fn long_roles(
        &self,
        opened: &[Opened],
        items: &[String],
        response: &str,
    ) -> Result<Vec<LongRoles>, ReadErrors> {
        let mut errors = Collector::default();
        let mut roles = Vec::new();
        for file in opened {
            let person = self.person_columns(file, true, &mut errors);
            let response = self.column(file, response, false, &mut errors);
            let items: Option<Vec<usize>> =
                items.iter().map(|name| self.column(file, name, false, &mut errors)).collect();
            let (group, weight) = self.group_and_weight(file, &mut errors);
            if let (Some(response), Some(items)) = (response, items) {
                roles.push(LongRoles { person, items, response, group, weight });
            }
        }
        errors.finish(roles)
    }

    /// That a key has no items that long tables turned out not to have.
    pub(crate) fn key_fits(&self, ids: &[String], errors: &mut Collector) {
        if let Some(key @ Key::ByItem(_)) = self.key {
            key.codings(ids, self.left_out(), errors);
        }
    }

    fn long(&self, opened: Vec<Opened>, items: &[String], response: &str) -> Result<ResponseData, ReadErrors> {
        let roles = self.long_roles(&opened, items, response)?;
        let mut errors = Collector::default();
        let persons = Persons::new(self.options, self.table, true);
        let mut long = Long::new(persons, self.options, self.list, self.key);
        for ((file, roles), path) in opened.into_iter().zip(&roles).zip(&self.paths) {
            let before = errors.places().count();
            match file {
                Opened::Text(file) => {
                    let read = lines::read_text(file, roles, &mut long, &mut errors);
                    resolve_lines(path, &mut errors, before);
                    read?;
                }
                Opened::Columns(file) => lines::read_columns(file, roles, &mut long, &mut errors)?,
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let (persons, ids, coders, lists) = long.finish(&mut errors);
        self.key_fits(&ids, &mut errors);
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        self.finish(persons.finish(), ids, &coders, Cells::Sparse(lists), errors)
    }

    fn left_out(&self) -> &HashSet<String> {
        static NONE: std::sync::LazyLock<HashSet<String>> = std::sync::LazyLock::new(HashSet::new);
        self.list.map_or(&NONE, |list| &list.left_out)
    }

    /// The items that are there: in the order of the list, or of their first columns.
    fn item_ids<'n>(&self, names: impl Iterator<Item = &'n String>) -> Vec<String> {
        let mut seen = HashSet::new();
        let found: Vec<&String> = names.filter(|name| seen.insert(*name)).collect();
        match self.list {
            None => found.into_iter().cloned().collect(),
            Some(list) => list.items.iter().map(|item| &item.id).filter(|id| seen.contains(id)).cloned().collect(),
        }
    }

    fn coders(&self, ids: &[String], errors: &mut Collector) -> Vec<Coder<'o>> {
        let coding = |id: &String| -> Result<Coding, Fault> {
            let listed = self.list.and_then(|list| list.items.iter().find(|item| item.id == *id));
            let coding = listed.map_or_else(Coding::default, |item| item.coding.clone());
            match coding {
                Coding::Numbers { reversed: true, categories: None, .. } => Err(Fault::ReversedWithoutCategories),
                coding => Ok(coding),
            }
        };
        let codings: Vec<Coding> = match self.key {
            Some(key) => key.codings(ids, self.left_out(), errors),
            None => ids
                .iter()
                .filter_map(|id| coding(id).map_err(|fault| errors.add(Place::item(id), fault)).ok())
                .collect(),
        };
        let coder = |coding| Coder::new(coding, self.options.lowest, &self.options.missing);
        codings.into_iter().map(coder).collect()
    }

    /// A place in a file: of a text the line at an offset, else the row.
    pub(crate) fn place(&self, file: usize, at: u64) -> Place {
        let path = &self.paths[file];
        let text = self.options.kind.or_else(|| Kind::of(path)) == Some(Kind::Csv);
        let line = match text {
            true => text::lines(path, &[at]).map(|lines| lines[0]),
            false => Some(at),
        };
        Place { line, ..Place::file(&path.display().to_string()) }
    }

    fn duplicates(&self, persons: &Persons<'_>, offsets: &[u64], first: &[usize], errors: &mut Collector) {
        let found = persons.duplicates();
        let file_of = |person: usize| first.partition_point(|start| *start <= person) - 1;
        let place_of = |person: usize| self.place(file_of(person), offsets[person]);
        // Each needs a look at the file: some are enough to see what is wrong.
        for (person, before) in found.into_iter().take(5) {
            let place = Place { person: Some(persons.id(person)), ..place_of(person) };
            errors.add(place, Fault::DuplicatePerson { first: place_of(before).to_string() });
        }
    }

    /// Check what was read, and make the data of it.
    pub(crate) fn finish(
        &self,
        mut persons: FinishedPersons,
        ids: Vec<String>,
        coders: &[Coder<'_>],
        mut cells: Cells,
        mut errors: Collector,
    ) -> Result<ResponseData, ReadErrors> {
        let options = self.options;
        let mut notes = Vec::new();
        if let Some(list) = self.list {
            check::listed(list, &ids, &mut notes, &mut errors);
        }
        let counts = check::count(&cells, ids.len());
        check::size(&ids, persons.ids.as_ref(), cells.persons() as u64, &counts, &mut errors);
        if errors.is_empty() {
            let answered: Vec<bool> =
                (0..cells.persons()).map(|person| cells.answers(person).next().is_some()).collect();
            let without =
                (0..answered.len()).filter(|person| !answered[*person]).map(|person| persons.stands_for(person)).sum();
            if without > 0 {
                notes.push(Note::WithoutResponses { persons: without });
                cells.retain_persons(&answered);
                persons.retain(&answered);
                check::size(&ids, persons.ids.as_ref(), cells.persons() as u64, &counts, &mut errors);
            }
        }
        if errors.is_empty() {
            check::lowest(coders, &counts, &mut errors);
        }
        // Each of these would say all over again what the ones before said.
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        let check::Categories { codes, tables } =
            check::categories(&ids, coders, &counts, options, (&mut notes, &mut errors));
        if tables.iter().any(Option::is_some) {
            cells.renumber(&tables);
        }
        if !options.keep_identical && errors.is_empty() {
            let counts = if options.collapse { check::count(&cells, ids.len()) } else { counts.clone() };
            check::collinear(&ids, &counts, &cells, &mut errors);
        }
        if options.known.is_empty() {
            check::overlap(&ids, &counts, &cells, persons.counts.as_deref(), options.overlap, &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
        if let Some(weights) = persons.weights.as_mut().filter(|_| options.scale_weights) {
            scale(weights, persons.counts.as_deref());
        }
        let responses = into_responses(ids, cells, &counts, &codes, persons.groups, persons.weights, options);
        let model = |id: &String| self.list?.items.iter().find(|item| item.id == *id)?.model.clone();
        let models = responses.ids().iter().map(model).collect();
        Ok(ResponseData { responses, codes, models, notes, persons: persons.ids })
    }
}

/// Let persons weigh 1 on average.
fn scale(weights: &mut [f64], counts: Option<&[u32]>) {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        let persons = counts.map_or(weights.len() as u64, |counts| counts.iter().map(|count| u64::from(*count)).sum());
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let factor = persons as f64 / sum;
        weights.iter_mut().for_each(|weight| *weight *= factor);
    }
}

/// Checked data as the calibration takes it.
///
/// # Panics
/// If a check let something pass that the calibration refuses.
fn into_responses(
    ids: Vec<String>,
    cells: Cells,
    counts: &check::Counts,
    codes: &[Vec<String>],
    groups: Option<(Vec<String>, Vec<u16>)>,
    weights: Option<Vec<f64>>,
    options: &ReadOptions,
) -> Responses {
    /// Lists are shorter below, and faster.
    const SPARSE: u64 = 4;
    let observed: u64 = counts.iter().flatten().sum();
    let all = cells.persons() as u64 * ids.len() as u64;
    let cells = match options.storage {
        Storage::Dense => cells.into_dense(ids.len()),
        Storage::Sparse => cells.into_sparse(),
        Storage::Automatic if observed * SPARSE < all => cells.into_sparse(),
        Storage::Automatic => cells.into_dense(ids.len()),
    };
    let categories = codes.iter().map(|codes| u8::try_from(codes.len()).unwrap_or(u8::MAX)).collect();
    let responses = match cells {
        Cells::Dense { cells, .. } => Responses::dense(ids, cells),
        Cells::Sparse(lists) => Responses::sparse(ids, lists.starts, lists.items, lists.categories),
    };
    let made = responses
        .and_then(|responses| responses.with_categories(categories))
        .and_then(|responses| match groups {
            Some((names, of)) => responses.with_groups(names, of),
            None => Ok(responses),
        })
        .and_then(|responses| match weights {
            Some(weights) => responses.with_weights(weights),
            None => Ok(responses),
        });
    made.unwrap_or_else(|error| panic!("checked responses are refused: {error}"))
}
