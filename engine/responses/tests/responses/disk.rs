//! A packed folder that is gone through again and again gives what it gives in memory.

use std::fs;
use std::path::Path;

use thetis_calibrate::{Calibration, Continue, Model, Options, Responses, Specification, calibrate, calibrate_on};
use thetis_responses::packed::Disk;
use thetis_responses::{ImportOptions, ReadOptions, import, read};

use crate::packed::simulated;
use crate::support::{few, long, scratch, write};

/// Sums in another order may differ by so much, in parts.
const ROUNDING: f64 = 1e-9;

fn specification(items: usize, groups: usize) -> Specification {
    Specification::uniform_of(Model::TwoParameter, items, groups)
}

fn in_memory(responses: &Responses) -> Calibration {
    let specification = specification(responses.items(), responses.groups().len());
    calibrate(responses, &specification, &Options::default()).expect("converges")
}

fn from_disk(folder: &Path, grouped: bool) -> Calibration {
    let mut disk = Disk::open(folder, grouped).expect("as it was packed");
    let frame = disk.folder().manifest().frame(grouped).expect("sound");
    let tally = disk.tally(&frame).expect("as it was packed");
    let sample = disk.sample(&frame, &tally).expect("as it was packed");
    let specification = specification(frame.items(), frame.groups().len());
    let options = Options::default();
    calibrate_on(&frame, &tally, &sample, &specification, &options, &mut disk, &mut |_| Continue::Yes)
        .expect("converges")
}

/// Import a table, and compare what comes of it either way.
fn compare(test: &str, text: &str, options: &ReadOptions) {
    let folder = scratch(test);
    let file = write(&folder, "a.csv", text);
    let packed = folder.join("packed");
    import(&[file], options, None, None, &ImportOptions::default(), &packed, &mut |_| true).expect("sound");
    let own = ReadOptions { group: options.group.clone(), weight: options.weight.clone(), ..few() };
    let memory = in_memory(&read(&[&packed], &own, None, None).expect("sound").responses);
    let disk = from_disk(&packed, options.group.is_some());
    assert_eq!(memory.cycles, disk.cycles, "{test}");
    for ((a, b), name) in memory.free.iter().zip(&disk.free).zip(&memory.names) {
        assert!((a - b).abs() <= ROUNDING * (a.abs() + 1.0), "{test}, {name}: {a} {b}");
    }
}

#[test]
fn dense_grouped_and_sparse_folders_give_what_they_give_in_memory() {
    let text = simulated(3_000, 12);
    compare("disk-dense", &text, &few());
    let lines = text.lines().enumerate().map(|(line, row)| match line {
        0 => format!("country,w,{row}\n"),
        _ => format!("{},{},{row}\n", ["x", "y", "z"][line % 3], [0.5, 1.0, 1.75][line % 7 % 3]),
    });
    let options = ReadOptions { group: Some("country".into()), weight: Some("w".into()), ..few() };
    compare("disk-grouped", &lines.collect::<String>(), &options);
    let mut answers = String::from("person,item,response\n");
    for (person, row) in text.lines().skip(1).enumerate() {
        let cells = row.split(',').enumerate().filter(|(item, _)| (item * 7 + person) % 12 < 4);
        cells.for_each(|(item, cell)| answers += &format!("p{person},i{item},{cell}\n"));
    }
    compare("disk-sparse", &answers, &ReadOptions { person: vec!["person".into()], ..long() });
}

#[test]
fn a_folder_that_changes_under_way_ends_the_search() {
    let folder = scratch("disk-changed");
    let packed = |name: &str, text: &str| {
        let file = write(&folder, &format!("{name}.csv"), text);
        let packed = folder.join(name);
        import(&[file], &few(), None, None, &ImportOptions::default(), &packed, &mut |_| true).expect("sound");
        packed
    };
    let (one, two) = (packed("one", &simulated(2_000, 6)), packed("two", &simulated(2_001, 6)));
    let mut disk = Disk::open(&one, false).expect("as it was packed");
    let frame = disk.folder().manifest().frame(false).expect("sound");
    let tally = disk.tally(&frame).expect("as it was packed");
    let sample = disk.sample(&frame, &tally).expect("as it was packed");
    let part = "part-00000.parquet";
    fs::copy(two.join(part), one.join(part)).expect("writable");
    let (specification, options) = (specification(6, 1), Options::default());
    let found = calibrate_on(&frame, &tally, &sample, &specification, &options, &mut disk, &mut |_| Continue::Yes);
    let said = found.expect_err("it changed").to_string();
    assert!(said.contains("packed") || said.contains("changed"), "{said}");
    // Opened again, it is refused at once.
    let said = Disk::open(&one, false).expect_err("it changed").to_string();
    assert!(said.contains(part), "{said}");
}
