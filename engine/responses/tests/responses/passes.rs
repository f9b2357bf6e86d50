//! Packed responses as passes over them need them: what the manifest tells is what reading tells, and a sample is of the
//! persons it should be of.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use thetis_calibrate::passes::WireError;
use thetis_calibrate::{Frame, Responses, Tally};
use thetis_responses::packed::{Folder, Outline, PackedFault, Sample, sample_from_bytes, verify};
use thetis_responses::{
    Fault, ImportOptions, ItemList, MergePatterns, ReadErrors, ReadOptions, ResponseData, Storage, TextFormat, import,
    read,
};

use crate::support::{few, scratch, write};

/// A folder packed of a text.
fn packed(folder: &Path, text: &str, options: &ReadOptions, how: &ImportOptions) -> Folder {
    let file = write(folder, "data.csv", text);
    let packed = folder.join("packed");
    import(&[file], options, None, None, how, &packed, &mut |_| true).expect("sound");
    Folder::open(&packed).expect("it was just written")
}

fn plain() -> ImportOptions {
    ImportOptions { merge: MergePatterns::Never, ..ImportOptions::default() }
}

fn outline(folder: &Folder, options: &ReadOptions, list: Option<&ItemList>) -> Result<Outline, ReadErrors> {
    folder.manifest().outline(folder.path(), options, list, None)
}

fn again(folder: &Folder, options: &ReadOptions, list: Option<&ItemList>) -> Result<ResponseData, ReadErrors> {
    read(&[folder.path()], options, list, None)
}

/// Some persons in two groups, a few of whom gave no response, to three items of two, three and four categories.
fn text(persons: usize) -> String {
    let mut text = "country,w,q1,q2,q3\n".to_owned();
    for person in 0..persons {
        let draw = |salt: usize, of: usize| (person * 7919 + salt * 104_729) % 65_537 % of;
        let cell = |salt: usize, of: usize| match draw(salt, 9) == 0 || draw(9, 11) == 0 {
            true => String::new(),
            false => draw(salt + 3, of).to_string(),
        };
        let (group, weight) = (["at", "de"][person % 2], 1 + person % 3);
        let _ = writeln!(text, "{group},{weight},{},{},{}", cell(0, 2), cell(1, 3), cell(2, 4));
    }
    text
}

/// Columns that are no items.
fn columns() -> ReadOptions {
    ReadOptions { group: Some("country".into()), weight: Some("w".into()), ..few() }
}

#[test]
fn the_manifest_says_what_reading_says() {
    let root = scratch("passes-outline");
    let folder = packed(&root, &text(500), &columns(), &plain());
    let list = "item,model,categories\nq1,2pl,\nq2,grm,3\nq3,grm,4\nq9,grm,4\n";
    let list = ItemList::read(&write(&root, "items.csv", list), TextFormat::default()).expect("sound");
    let grouped = ReadOptions { group: Some("country".into()), ..few() };
    for (options, list) in [(&few(), None), (&grouped, None), (&grouped, Some(&list))] {
        let found = outline(&folder, options, list).expect("sound");
        let data = again(&folder, options, list).expect("sound");
        assert_eq!(found.frame, Frame::of(&data.responses));
        assert_eq!((&found.codes, &found.models), (&data.codes, &data.models));
        let tally = Tally::of(&data.responses);
        let notes = [found.notes, folder.manifest().without_responses(&tally).into_iter().collect()].concat();
        assert_eq!(notes, data.notes);
        assert!(notes.len() > usize::from(list.is_some()), "there are persons without a response: {notes:?}");
    }
    // Items of known parameters have the categories that are known.
    let known = ReadOptions { known: vec![("q2".into(), 5)], ..few() };
    let found = outline(&folder, &known, None).expect("sound");
    assert_eq!((found.frame.categories(1), found.codes[1].len()), (5, 5));
    assert_eq!(found.frame, Frame::of(&again(&folder, &known, None).expect("sound").responses));
}

#[test]
fn what_reading_refuses_the_outline_refuses_too() {
    let root = scratch("passes-refused");
    let folder = packed(&root, &text(500), &columns(), &plain());
    let list = |name: &str, text: &str| {
        ItemList::read(&write(&root, name, text), TextFormat::default()).expect("a sound list")
    };
    let faults = |found: Result<(), ReadErrors>| -> Vec<(Option<String>, Fault)> {
        let errors = found.expect_err("it is refused");
        assert!(errors.errors().iter().all(|error| error.place.file.is_some()), "{errors}");
        errors.errors().iter().map(|error| (error.place.item.clone(), error.fault.clone())).collect()
    };
    let both = |options: &ReadOptions, list: Option<&ItemList>| {
        let one = faults(outline(&folder, options, list).map(|_| ()));
        assert_eq!(one, faults(again(&folder, options, list).map(|_| ())));
        one
    };
    both(&ReadOptions { group: Some("w".into()), ..few() }, None);
    both(&ReadOptions { missing: vec!["9".into()], lowest: 1, ..few() }, None);
    both(&few(), Some(&list("unknown.csv", "item\nq1\nq2\n")));
    let empty = both(&few(), Some(&list("more.csv", "item,categories\nq1,2\nq2,4\nq3,4\n")));
    assert_eq!(empty, [(Some("q2".into()), Fault::EmptyCategory { response: "3".into() })]);
    // Reading finds each response that cannot be, the manifest that there are some.
    let fewer = list("fewer.csv", "item,categories\nq1,2\nq2,2\nq3,4\n");
    let found = faults(outline(&folder, &few(), Some(&fewer)).map(|_| ()));
    assert_eq!(found, [(Some("q2".into()), Fault::AboveHighest { value: 2, highest: 1 })]);
    assert!(faults(again(&folder, &few(), Some(&fewer)).map(|_| ())).starts_with(&found));
    // What reading can do, and passes cannot.
    let dropped = ReadOptions { drop: vec!["q3".into()], ..few() };
    let reversed = list("reversed.csv", "item,categories,keying\nq1,2,-1\nq2,3,1\nq3,4,1\n");
    for (options, list, item, fault) in
        [(&dropped, None, "q3", PackedFault::LeftOut), (&few(), Some(&reversed), "q1", PackedFault::Recoded)]
    {
        assert!(again(&folder, options, list).is_ok());
        let found = faults(outline(&folder, options, list).map(|_| ()));
        assert_eq!(found, [(Some(item.to_owned()), Fault::Packed(fault))]);
    }
}

/// Every so many-th person of these.
fn chosen(all: &Responses, step: usize) -> Vec<(Vec<(usize, usize)>, f64)> {
    (0..all.persons()).step_by(step).map(|person| (all.answers(person).collect(), all.weight(person))).collect()
}

#[test]
fn a_sample_is_every_so_many_th_person_with_a_response() {
    // With persons who gave none, and without; from 10,000 on every other is taken.
    for (name, persons, step, complete) in
        [("few", 300, 1, false), ("empty", 12_000, 2, false), ("many", 12_000, 2, true)]
    {
        for storage in [Storage::Dense, Storage::Sparse] {
            let root = scratch(&format!("passes-sample-{name}-{storage:?}"));
            let text = text(persons);
            let complete = |line: &str| !complete || !line.split(',').skip(2).all(str::is_empty);
            let text: String = text.lines().filter(|line| complete(line)).map(|line| format!("{line}\n")).collect();
            let folder = packed(&root, &text, &columns(), &ImportOptions { storage, ..plain() });
            let all = again(&folder, &few(), None).expect("sound").responses;
            let manifest = folder.manifest();
            let mut sample = Sample::new(manifest, all.persons() as u64);
            for (path, file) in folder.files().iter().zip(&manifest.files) {
                sample.read(file, File::open(path).expect("there")).expect("whole");
                verify(manifest, true, File::open(path).expect("there")).expect("whole");
            }
            let bytes = sample.to_bytes();
            let found = sample_from_bytes(&bytes, all.ids()).expect("whole");
            assert_eq!(chosen(&found, 1), chosen(&all, step), "{name} {storage:?}");
            assert_eq!(chosen(&sample.responses(all.ids()).expect("sound"), 1), chosen(&found, 1));
            for cut in (0..bytes.len()).step_by(97) {
                assert!(sample_from_bytes(&bytes[..cut], all.ids()).is_err(), "{cut}");
            }
            assert!(matches!(sample_from_bytes(b"something else", all.ids()), Err(WireError::Other { .. })));
        }
    }
}

#[test]
fn a_file_that_is_not_whole_is_no_sample() {
    let folder = packed(&scratch("passes-cut"), &text(300), &columns(), &plain());
    let [path]: [PathBuf; 1] = folder.files().try_into().expect("one file");
    let bytes = std::fs::read(&path).expect("readable");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("writable");
    let file = || File::open(&path).expect("there");
    let mut sample = Sample::new(folder.manifest(), 270);
    assert!(sample.read(&folder.manifest().files[0], file()).is_err());
    assert!(verify(folder.manifest(), true, file()).is_err());
}

#[test]
fn a_tally_of_other_persons_is_told() {
    let root = scratch("passes-tally");
    let options = ReadOptions { ignore: vec!["country".into(), "w".into()], ..few() };
    let folder = packed(&root, &text(300), &options, &plain());
    let manifest = folder.manifest();
    let tally = Tally::of(&again(&folder, &few(), None).expect("sound").responses);
    assert_eq!(manifest.check(&tally, 300), Ok(()));
    let said = manifest.check(&tally, 299).expect_err("one less").to_string();
    assert_eq!(said, "299 rows instead of 300");
    let other = write(&root, "other.csv", text(300).replacen(",1\n", ",2\n", 1));
    let other = Tally::of(&read(&[other], &options, None, None).expect("sound").responses);
    let found = manifest.check(&other, 300).expect_err("other responses");
    assert_eq!(found.what, "responses 1 to item q3");
    assert!((found.expected - found.found - 1.0).abs() < 1e-9, "{found}");
}
