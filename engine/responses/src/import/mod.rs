//! Packing tables: from wide or long files of any length to a packed folder, in bounded memory.
//!
//! Wide tables go straight through. Long ones are sorted twice on disk, by person and back into the order in which
//! persons first come, so that what is packed is what [`read`](crate::read) makes of the same files, person by person.
//! The folder is written under another name, counted against what was read, and only then put in its place.

mod counts;
mod folder;
mod keys;
mod long;
mod parts;
mod patterns;
mod row;
mod runs;
mod segments;
mod sink;
mod sort;
mod watch;
mod wide;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::coding::Coder;
use crate::error::{Fault, Place, ReadError, ReadErrors};
use crate::inputs::Inputs;
use crate::items::{ItemList, Key};
use crate::options::{ReadOptions, Shape, Storage};
use crate::packed::crc;
use crate::packed::manifest::FORMAT;
use crate::packed::part::Part;
use crate::packed::{
    Header, Layout, MANIFEST, MOST_ITEMS, Manifest, PackedFault, PackedFile, PackedItem, Source, VERSION,
};
use crate::persons::PersonTable;
use crate::read::{Job, Opened};
use counts::Tally;
use folder::PartialFolder;
use keys::{key_of_place, person_key, person_of_key, place_of_key};
use watch::FileProgress;
pub(crate) use watch::Watch;
pub use watch::{Progress, Stage};

/// Whether persons with the same responses, of the same group, become one row with a weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergePatterns {
    /// If less than half of the first persons have responses of their own.
    #[default]
    Automatic,
    /// Yes; ids of persons are not kept.
    Always,
    /// No.
    Never,
}

/// How tables are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// Bytes of memory for what has to be sorted; some 200 MB more are row groups on their way to the disk.
    pub memory: usize,
    /// Lists of what each person answered, a byte for every person and item, or what is shorter.
    pub storage: Storage,
    /// Whether persons with the same responses become one row.
    pub merge: MergePatterns,
}

impl Default for ImportOptions {
    /// A gibibyte; what is shorter; merged if it pays.
    fn default() -> Self {
        Self { memory: 1 << 30, storage: Storage::default(), merge: MergePatterns::default() }
    }
}

/// What was packed.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What lies in the folder.
    pub manifest: Manifest,
    /// Lines of long tables.
    pub lines: Option<u64>,
    /// Whether there were ids that are not kept, since persons are merged.
    pub ids_dropped: bool,
}

/// Files written, and what was read.
struct Packed {
    /// Whether persons have ids.
    ids: bool,
    header: Header,
    files: Vec<PackedFile>,
    groups: Vec<String>,
    tally: Tally,
    lines: Option<u64>,
}

/// Pack tables into a folder, which is there, whole, only if all went well.
///
/// `files`, `options`, `list` and `key` are those of [`read`](crate::read); of the options, `scale_weights`, `collapse`,
/// `overlap`, `keep_identical`, `known` and `storage` are for those who read what is packed. `tell` hears how far it is and
/// says whether to go on. The same files and options give the same bytes.
///
/// ```
/// use thetis_responses::{ImportOptions, ReadOptions, import, read};
/// let folder = std::env::temp_dir().join(format!("thetis-import-doc-{}", std::process::id()));
/// let file = folder.with_extension("csv");
/// std::fs::write(&file, "person,q1,q2\nann,0,1\nbob,1,\ncid,1,0\n")?;
/// let options = ReadOptions { overlap: 1, ..ReadOptions::default() };
/// let imported = import(&[&file], &options, None, None, &ImportOptions::default(), &folder, &mut |_| true)?;
/// assert_eq!((imported.manifest.persons, imported.manifest.responses), (3, 5));
/// assert_eq!(read(&[&folder], &options, None, None)?.person(1), "bob");
/// # std::fs::remove_dir_all(&folder)?;
/// # std::fs::remove_file(&file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Everything wrong in the files that can be found at once, a place that is taken or cannot be written, and
/// [`PackedFault::Stopped`].
pub fn import<P: AsRef<Path>>(
    files: &[P],
    options: &ReadOptions,
    list: Option<&ItemList>,
    key: Option<&Key>,
    import_options: &ImportOptions,
    folder: &Path,
    tell: &mut dyn FnMut(Progress) -> bool,
) -> Result<Imported, ReadErrors> {
    let named: Vec<PathBuf> = files.iter().map(|path| path.as_ref().to_path_buf()).collect();
    let paths = match Inputs::of(&named, options)? {
        Inputs::Tables(paths) => paths,
        Inputs::Packed(inputs) => {
            let place = Place::file(&inputs.parts[0].0.name());
            return Err(ReadError::new(place, PackedFault::PackedAlready.into()).into());
        }
    };
    let opened = Opened::all(&paths, options)?;
    let table = PersonTable::of(options)?;
    let partial = PartialFolder::create(folder)?;
    let mut watch = Watch::new(&paths, tell);
    let job = Job { paths, options, list, key, table: table.as_ref() };
    let packed = job.pack(opened, import_options, partial.path(), &mut watch);
    let packed = packed.map_err(|errors| errors.of_files(&job.paths))?;
    let (lines, ids_dropped) = (packed.lines, packed.ids && packed.header.merged);
    let manifest = check(packed, partial.path(), &mut watch)?;
    write_manifest(&manifest, partial.path())?;
    partial.finish()?;
    Ok(Imported { manifest, lines, ids_dropped })
}

impl<'o> Job<'o> {
    fn pack(
        &self,
        opened: Vec<Opened>,
        options: &ImportOptions,
        folder: &Path,
        watch: &mut Watch<'_>,
    ) -> Result<Packed, ReadErrors> {
        let runs = sort::runs_folder(folder)?;
        let packed = match &self.options.shape {
            Shape::Wide => wide::pack(self, opened, options, (folder, &runs), watch)?,
            Shape::Long { items, response } => {
                long::pack(self, opened, (items, response), options, (folder, &runs), watch)?
            }
        };
        fs::remove_dir_all(&runs).map_err(|error| sort::unwritable(&runs, &error))?;
        Ok(packed)
    }

    /// What the files say of themselves, but for layout and merging.
    fn header(&self, shape: Source, persons: bool, ids: &[String], coders: &[Coder<'_>]) -> Header {
        let models: HashMap<&str, &Option<String>> =
            self.list.iter().flat_map(|list| &list.items).map(|item| (item.id.as_str(), &item.model)).collect();
        let items = ids.iter().zip(coders).map(|(id, coder)| PackedItem {
            id: id.clone(),
            model: models.get(id.as_str()).copied().cloned().flatten(),
            coding: coder.coding().clone(),
        });
        Header {
            layout: Layout::Dense,
            shape,
            merged: false,
            persons,
            group: self.options.group.clone(),
            weight: self.options.weight.clone(),
            lowest: self.options.lowest,
            items: items.collect(),
        }
    }

    /// That there are items, and no more than can be numbered.
    fn check_items(&self, items: usize) -> Result<(), ReadErrors> {
        let fault = match items {
            0 if self.list.is_some() => Fault::NoListedItem,
            0 => Fault::TooFewItems { items },
            _ if items > MOST_ITEMS => PackedFault::TooManyItems { most: MOST_ITEMS }.into(),
            _ => return Ok(()),
        };
        Err(ReadError::new(Place::default(), fault).into())
    }
}

/// Read what was written and hold it against what was read.
fn check(packed: Packed, folder: &Path, watch: &mut Watch<'_>) -> Result<Manifest, ReadErrors> {
    let Packed { header, files, groups, tally, .. } = packed;
    let limits = header.limits();
    let mut written = Tally::default();
    let total = files.iter().map(|file| file.rows).sum();
    for file in &files {
        let path = folder.join(&file.name);
        let damaged = |reason: String| {
            ReadError::new(Place::file(&path.display().to_string()), PackedFault::Damaged { reason }.into())
        };
        crc::check(&path, file)?;
        let part = Part::open(&path)?.ok_or_else(|| damaged("the file lost its metadata".into()))?;
        let count = |number| Ok(Tally::of(&part.read(number, &limits)?, limits.len()));
        let tallies: Vec<Tally> = (0..part.rows.len()).into_par_iter().map(count).collect::<Result<_, ReadError>>()?;
        tallies.iter().for_each(|tally| written.merge(tally));
        watch.tell(Stage::Checking, written.rows, total)?;
    }
    let ids: Vec<String> = header.items.iter().map(|item| item.id.clone()).collect();
    let miscounted = |fault: PackedFault| ReadError::new(Place::file(&folder.display().to_string()), fault.into());
    tally.check(&written, &ids).map_err(miscounted)?;
    Ok(Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        groups,
        persons: written.persons,
        rows: written.rows,
        weight: written.weight,
        responses: written.responses.responses(),
        counts: written.responses.by_item(ids.len()),
        files,
        header,
    })
}

fn write_manifest(manifest: &Manifest, folder: &Path) -> Result<(), ReadError> {
    let path = folder.join(MANIFEST);
    let write = || {
        let mut file = File::create_new(&path)?;
        file.write_all(manifest.json().as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| sort::unwritable(&path, &error))
}
