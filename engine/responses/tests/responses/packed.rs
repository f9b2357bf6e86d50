//! Packed responses: what is packed comes back, whatever the tables were, and whatever memory there was.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, UInt8Array};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use thetis_calibrate::{Calibration, Model, Options, Responses, Specification, calibrate};
use thetis_responses::packed::Layout;
use thetis_responses::{
    Fault, ImportOptions, Imported, ItemList, Key, MergePatterns, ReadErrors, ReadOptions, Repeated, ResponseData,
    Storage, TextFormat, import, read,
};

use crate::support::{few, long, scratch, write};

/// Tables as they are packed here: any memory, nobody merged.
fn plain() -> ImportOptions {
    ImportOptions { merge: MergePatterns::Never, ..ImportOptions::default() }
}

fn pack(files: &[PathBuf], options: &ReadOptions, how: &ImportOptions, folder: &Path) -> Result<Imported, ReadErrors> {
    import(files, options, None, None, how, folder, &mut |_| true)
}

/// Everything that there is to know of data.
fn all(data: &ResponseData) -> String {
    format!("{data:?}")
}

/// The faults of what was refused, or the data.
fn result(read: Result<ResponseData, ReadErrors>) -> Result<String, Vec<Fault>> {
    read.map(|data| all(&data)).map_err(|errors| errors.errors().iter().map(|error| error.fault.clone()).collect())
}

/// The files of a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("there").map(|entry| entry.expect("readable").path());
    entries
        .map(|path| {
            (path.file_name().expect("named").to_string_lossy().into_owned(), fs::read(&path).expect("readable"))
        })
        .collect()
}

/// Options of those who read what is packed: columns and codes are settled.
fn settled(options: &ReadOptions) -> ReadOptions {
    ReadOptions {
        shape: few().shape,
        person: Vec::new(),
        persons: None,
        ignore: Vec::new(),
        missing: Vec::new(),
        lowest: 0,
        ..options.clone()
    }
}

#[derive(Clone, Debug)]
struct Table {
    /// Responses of persons, by items; `None` is missing.
    rows: Vec<Vec<Option<u8>>>,
    groups: bool,
    weights: bool,
    ids: bool,
    /// The rows before which another file begins.
    cut: usize,
    /// Whether lines of a long table are shuffled, and by what.
    order: u64,
    storage: Storage,
    memory: usize,
}

fn table() -> impl Strategy<Value = Table> {
    let rows = (2..7_usize, 0.0..1.0_f64).prop_flat_map(|(items, missing)| {
        let cell = prop_oneof![
            1 => Just(None),
            3 => (0..4_u8).prop_map(Some),
        ];
        let cell = (cell, 0.0..1.0_f64).prop_map(move |(cell, draw)| cell.filter(|_| draw > missing));
        prop::collection::vec(prop::collection::vec(cell, items), 2..60)
    });
    let storage = prop_oneof![Just(Storage::Automatic), Just(Storage::Dense), Just(Storage::Sparse)];
    let memory = prop_oneof![Just(0), Just(4_000), Just(1 << 30)];
    (rows, any::<[bool; 3]>(), 0..60_usize, any::<u64>(), storage, memory).prop_map(
        |(rows, [groups, weights, ids], cut, order, storage, memory)| Table {
            rows,
            groups,
            weights,
            ids,
            cut,
            order,
            storage,
            memory,
        },
    )
}

/// `SplitMix64`.
fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Table {
    fn options(&self) -> ReadOptions {
        ReadOptions {
            group: self.groups.then(|| "land".to_owned()),
            weight: self.weights.then(|| "w".to_owned()),
            // What cannot be calibrated is read nevertheless, as far as that goes.
            collapse: true,
            overlap: 0,
            ..few()
        }
    }

    fn how(&self) -> ImportOptions {
        ImportOptions { storage: self.storage, memory: self.memory, ..plain() }
    }

    fn cells(&self, person: usize) -> (String, String, String) {
        let land = ["de", "at", "ch"][person * 7 % 5 % 3].to_owned();
        (
            format!("p{}", person * 31 % 1_000),
            land,
            (0.5 + f64::from(u32::try_from(person % 3).expect("small"))).to_string(),
        )
    }

    /// Two wide files, the second with its items the other way round.
    fn wide(&self, folder: &Path) -> Vec<PathBuf> {
        let items = self.rows[0].len();
        let part = |name: &str, rows: std::ops::Range<usize>, reverse: bool| {
            let mut order: Vec<usize> = (0..items).collect();
            if reverse {
                order.reverse();
            }
            let own = [("person", self.ids), ("land", self.groups), ("w", self.weights)];
            let mut header: Vec<String> = own.iter().filter(|(_, is)| *is).map(|(name, _)| (*name).into()).collect();
            header.extend(order.iter().map(|item| format!("q{item}")));
            let mut text = header.join(",") + "\n";
            for row in rows {
                let (id, land, weight) = self.cells(row);
                let own = [(id, self.ids), (land, self.groups), (weight, self.weights)];
                let mut cells: Vec<String> = own.into_iter().filter(|(_, is)| *is).map(|(cell, _)| cell).collect();
                cells.extend(order.iter().map(|item| self.rows[row][*item].map_or(String::new(), |k| k.to_string())));
                text += &(cells.join(",") + "\n");
            }
            write(folder, name, text)
        };
        let cut = self.cut.min(self.rows.len());
        vec![part("a.csv", 0..cut, false), part("b.csv", cut..self.rows.len(), true)]
    }

    /// A long file, its lines in any order; some answers are there twice.
    fn long(&self, folder: &Path) -> Vec<PathBuf> {
        let mut lines = Vec::new();
        for (person, row) in self.rows.iter().enumerate() {
            let (id, land, weight) = self.cells(person);
            for (item, cell) in row.iter().enumerate() {
                let cell = cell.map_or(String::new(), |k| k.to_string());
                let line = format!("{id},q{item},{cell},{land},{weight}\n");
                lines.push(line);
                if mix(self.order ^ (person * 100 + item) as u64).is_multiple_of(9) {
                    lines.push(format!("{id},q{item},{},{land},{weight}\n", (person + item) % 3));
                }
            }
        }
        if self.ids {
            let mut keys: Vec<(u64, String)> =
                lines.drain(..).enumerate().map(|(at, line)| (mix(self.order.wrapping_add(at as u64)), line)).collect();
            keys.sort();
            lines.extend(keys.into_iter().map(|(_, line)| line));
        }
        let cut = self.cut.min(lines.len());
        let header = "person,item,response,land,w\n".to_owned();
        vec![
            write(folder, "a.csv", header.clone() + &lines[..cut].concat()),
            write(folder, "b.csv", header + &lines[cut..].concat()),
        ]
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wide_tables_come_back(table in table()) {
        let folder = scratch("packed-wide");
        let (files, options) = (table.wide(&folder), table.options());
        let packed = folder.join("packed");
        pack(&files, &options, &table.how(), &packed).expect("sound");
        prop_assert_eq!(result(read(&[&packed], &settled(&options), None, None)), result(read(&files, &options, None, None)));
        // File by file it is the same, and so are the bytes with all memory there is.
        let parts: Vec<PathBuf> = contents(&packed).into_keys().filter(|name| name.ends_with("parquet")).map(|name| packed.join(name)).collect();
        prop_assert_eq!(result(read(&parts, &settled(&options), None, None)), result(read(&files, &options, None, None)));
        let again = folder.join("again");
        pack(&files, &options, &ImportOptions { memory: 1 << 30, ..table.how() }, &again).expect("sound");
        prop_assert!(contents(&packed) == contents(&again), "other bytes");
    }

    #[test]
    fn long_tables_come_back(table in table(), which in 0..3_usize) {
        let folder = scratch("packed-long");
        let repeated = [Repeated::Refused, Repeated::First, Repeated::Last][which];
        let options = ReadOptions { repeated, shape: long().shape, group: Some("land".into()), weight: Some("w".into()), ..table.options() };
        let files = table.long(&folder);
        let packed = folder.join("packed");
        let own = result(read(&files, &options, None, None));
        match pack(&files, &options, &table.how(), &packed) {
            Ok(imported) => {
                prop_assert_eq!(result(read(&[&packed], &settled(&options), None, None)), own);
                let layout = imported.manifest.header.layout;
                let asked = match table.storage {
                    Storage::Automatic => layout,
                    Storage::Dense => Layout::Dense,
                    Storage::Sparse => Layout::Sparse,
                };
                prop_assert_eq!((layout, imported.manifest.rows), (asked, table.rows.len() as u64));
                let again = folder.join("again");
                pack(&files, &options, &ImportOptions { memory: 1 << 30, ..table.how() }, &again).expect("sound");
                prop_assert!(contents(&packed) == contents(&again), "other bytes");
            }
            Err(errors) => {
                let mut faults: Vec<String> = errors.errors().iter().map(ToString::to_string).collect();
                let mut own: Vec<String> = read(&files, &options, None, None).expect_err("refused too").errors().iter().map(ToString::to_string).collect();
                faults.sort();
                own.sort();
                prop_assert_eq!(faults, own);
                prop_assert!(!packed.exists());
            }
        }
    }

    #[test]
    fn merged_persons_weigh_what_they_did(table in table()) {
        let folder = scratch("packed-merged");
        let (files, options) = (table.wide(&folder), table.options());
        let packed = folder.join("packed");
        let imported = pack(&files, &options, &ImportOptions { merge: MergePatterns::Always, ..table.how() }, &packed).expect("sound");
        let persons = u64::try_from(table.rows.len()).expect("few");
        prop_assert_eq!((imported.manifest.persons, imported.ids_dropped), (persons, table.ids));
        // Scaled or not, and whatever the order: the weight of each pattern in each group.
        for scale_weights in [false, table.weights] {
            let options = ReadOptions { scale_weights, ..options.clone() };
            match (read(&files, &options, None, None), read(&[&packed], &settled(&options), None, None)) {
                (Ok(tables), Ok(packed)) => {
                    prop_assert_eq!(&tables.codes, &packed.codes);
                    prop_assert_eq!(&tables.notes, &packed.notes);
                    let (tables, packed) = (patterns(&tables), patterns(&packed));
                    prop_assert_eq!(tables.keys().collect::<Vec<_>>(), packed.keys().collect::<Vec<_>>());
                    for (own, other) in tables.values().zip(packed.values()) {
                        prop_assert!((own - other).abs() < 1e-12 * own, "{own} {other}");
                    }
                }
                // One pattern is one row: which says no more than that there are not two.
                (tables, packed) => prop_assert!(packed.is_err(), "{:?}", tables.map(|_| ())),
            }
        }
    }
}

/// Sum of weights by group and responses.
fn patterns(data: &ResponseData) -> BTreeMap<(String, Vec<(usize, usize)>), f64> {
    let responses = &data.responses;
    let mut sums = BTreeMap::new();
    for person in 0..responses.persons() {
        let group = responses.groups()[responses.group(person)].clone();
        *sums.entry((group, responses.answers(person).collect())).or_insert(0.0) += responses.weight(person);
    }
    sums
}

/// Answers under a two-parameter model, with holes.
pub(crate) fn simulated(persons: u64, items: u64) -> String {
    let mut text = (0..items).map(|item| format!("q{item}")).collect::<Vec<_>>().join(",") + "\n";
    let uniform = |n: u64| (mix(n) >> 11) as f64 / (1_u64 << 53) as f64;
    for person in 0..persons {
        let theta: f64 = (0..12).map(|draw| uniform(person * 1_000 + draw)).sum::<f64>() - 6.0;
        for item in 0..items {
            let difficulty = (item % 5) as f64 * 0.6 - 1.2;
            let right = uniform(person * 1_000 + 500 + item) < 1.0 / (1.0 + (-1.3 * (theta - difficulty)).exp());
            let hole = mix(person * 77 + item).is_multiple_of(11);
            let _ = write!(
                text,
                "{}{}",
                if item == 0 { "" } else { "," },
                if hole {
                    ""
                } else if right {
                    "1"
                } else {
                    "0"
                }
            );
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_calibration_of_what_is_packed_is_the_same_to_the_bit() {
    let folder = scratch("packed-calibration");
    let file = write(&folder, "a.csv", simulated(3_000, 12));
    let packed = folder.join("packed");
    pack(std::slice::from_ref(&file), &few(), &plain(), &packed).expect("sound");
    let found = |path: &Path| {
        let data = read(&[path], &few(), None, None).expect("sound");
        let specification = Specification::uniform(Model::TwoParameter, &data.responses);
        let calibration = calibrate(&data.responses, &specification, &Options::default()).expect("converges");
        let Calibration { items, groups, log_likelihood, free, cycles, .. } = calibration;
        format!("{items:?} {groups:?} {log_likelihood:?} {free:?} {cycles}")
    };
    assert_eq!(found(&file), found(&packed));
}

#[test]
fn keys_lists_and_models_are_packed_too() {
    let folder = scratch("packed-key");
    let file =
        write(&folder, "a.csv", "person,q1,q2,q3,likert\na,A,B,C,1\nb,B,B,A,3\nc,A,C,C,2\nd,C,B,,5\ne,A,A,C,4\n");
    let list =
        write(&folder, "items.csv", "item,model,categories,lowest,keying\nlikert,grm,5,1,-1\nq3,2pl,,,\nq1,,,,\n");
    let list = ItemList::read(&list, TextFormat::default()).expect("a list");
    let options = ReadOptions { ignore: vec!["q1".into(), "q2".into(), "q3".into()], ..few() };
    let mut own = list.clone();
    own.items.truncate(1);
    let packed = folder.join("likert");
    // One item can be packed, though not calibrated.
    import(&[&file], &options, Some(&own), None, &plain(), &packed, &mut |_| true).expect("sound");
    let errors = read(&[&packed], &few(), None, None).expect_err("one item").to_string();
    assert!(errors.contains("there is one item only"), "{errors}");
    let key = Key::ByItem(["q1", "q2", "q3"].map(|id| (id.to_owned(), vec!["A".to_owned(), "B".to_owned()])).to_vec());
    let options = ReadOptions { ignore: vec!["likert".into()], ..few() };
    let packed = folder.join("keyed");
    import(&[&file], &options, None, Some(&key), &plain(), &packed, &mut |_| true).expect("sound");
    let direct = read(&[&file], &options, None, Some(&key)).expect("sound");
    assert_eq!(all(&read(&[&packed], &few(), None, None).expect("sound")), all(&direct));
    let settled = read(&[&packed], &few(), None, Some(&key)).expect_err("settled").to_string();
    assert!(settled.contains("--key was settled when the responses were packed"), "{settled}");
    // A list chooses items afterwards as it would have before, and orders those of wide tables.
    let file = write(&folder, "n.csv", "person,q1,q3,likert\na,0,1,1\nb,1,0,3\nc,1,1,2\nd,0,0,5\ne,1,1,4\n");
    let packed = folder.join("numbers");
    import(&[&file], &few(), None, None, &plain(), &packed, &mut |_| true).expect("sound");
    let listed = |path: &Path, list: &ItemList| result(read(&[path], &few(), Some(list), None));
    assert_eq!(listed(&packed, &list), listed(&file, &list));
    let data = read(&[&packed], &few(), Some(&list), None).expect("sound");
    assert_eq!(
        (data.responses.ids(), data.responses.answer(0, 0)),
        (&["likert", "q3", "q1"].map(String::from)[..], Some(4))
    );
    let mut narrow = list.clone();
    narrow.only("item", "q3").expect("there");
    assert_eq!(listed(&packed, &narrow), listed(&file, &narrow));
    let four = write(&folder, "four.csv", "item,categories\nlikert,4\nq3,\nq1,\n");
    let four = ItemList::read(&four, TextFormat::default()).expect("a list");
    let errors = read(&[&packed], &few(), Some(&four), None).expect_err("5 of 4").to_string();
    assert!(
        errors.contains("part-00000.parquet, line 4, person d, item likert: the response 5 is above 3"),
        "{errors}"
    );
    let dropped = ReadOptions { drop: vec!["q3".into()], ..few() };
    assert_eq!(result(read(&[&packed], &dropped, None, None)), result(read(&[&file], &dropped, None, None)));
}

#[test]
fn groups_count_where_they_are_asked_for_and_weights_always() {
    let folder = scratch("packed-groups");
    let text = "person,land,w,q1,q2\na,de,1,0,1\nb,at,2,1,0\nc,de,0.5,1,1\nd,at,1,0,0\n";
    let file = write(&folder, "a.csv", text);
    let options = ReadOptions { group: Some("land".into()), weight: Some("w".into()), ..few() };
    let packed = folder.join("packed");
    pack(&[file], &options, &plain(), &packed).expect("sound");
    let data = read(&[&packed], &few(), None, None).expect("sound");
    assert_eq!((data.responses.groups().len(), data.responses.weight(1), data.person(2)), (1, 2.0, "c".to_owned()));
    let data = read(&[&packed], &options, None, None).expect("sound");
    assert_eq!((data.responses.groups(), data.responses.group(3)), (&["de".to_owned(), "at".to_owned()][..], 1));
    let other = ReadOptions { group: Some("form".into()), ..few() };
    let errors = read(&[&packed], &other, None, None).expect_err("no such column").to_string();
    assert!(errors.contains("there is no column form; the columns are land, w"), "{errors}");
}

/// Some persons as a wide Parquet file.
fn columns(file: &Path, responses: &Responses, persons: std::ops::Range<usize>) {
    let column = |item: usize| -> ArrayRef {
        let cells = persons.clone().map(|person| responses.answer(person, item).map(|k| u8::try_from(k).expect("few")));
        Arc::new(cells.collect::<UInt8Array>())
    };
    let columns = responses.ids().iter().enumerate().map(|(item, id)| (id, column(item)));
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut writer = ArrowWriter::try_new(File::create(file).expect("room"), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

#[test]
fn parquet_folders_are_packed_like_files() {
    let folder = scratch("packed-folder");
    let tables = folder.join("tables");
    fs::create_dir(&tables).expect("creatable");
    let file = write(&folder, "a.csv", simulated(300, 6));
    let empty = read(&[&tables], &few(), None, None).expect_err("nothing there").to_string();
    assert!(empty.contains("the folder has no .parquet files"), "{empty}");
    // Of packed rows, the table of bytes that another program would have written.
    let direct = read(&[&file], &few(), None, None).expect("sound");
    columns(&tables.join("2.parquet"), &direct.responses, 100..300);
    columns(&tables.join("1.parquet"), &direct.responses, 0..100);
    let packed = folder.join("packed");
    let imported = pack(std::slice::from_ref(&tables), &few(), &plain(), &packed).expect("sound");
    assert_eq!(imported.manifest.rows, 300);
    let (read_tables, read_packed) = (read(&[&tables], &few(), None, None), read(&[&packed], &few(), None, None));
    assert_eq!(result(read_tables), result(read_packed));
}
