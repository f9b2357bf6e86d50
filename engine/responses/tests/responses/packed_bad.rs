//! Packed folders that are damaged, mixed or taken, and imports that end early.

use std::fs;
use std::path::{Path, PathBuf};

use thetis_responses::packed::{Folder, MANIFEST, PackedFault, is_packed};
use thetis_responses::{Fault, ImportOptions, MergePatterns, Progress, ReadErrors, ReadOptions, Stage, import, read};

use crate::support::{few, long, scratch, write};

fn pack(text: &str, folder: &Path, options: &ReadOptions) -> Result<(), ReadErrors> {
    let how = ImportOptions { merge: MergePatterns::Never, ..ImportOptions::default() };
    let file = folder.with_extension("csv");
    fs::write(&file, text).expect("writable");
    import(&[file], options, None, None, &how, folder, &mut |_| true).map(|_| ())
}

/// A packed folder of a test.
fn packed(test: &str, name: &str, text: &str) -> PathBuf {
    let folder = scratch(test).join(name);
    pack(text, &folder, &few()).expect("sound");
    folder
}

const TEXT: &str = "person,q1,q2,q3\na,0,1,1\nb,1,,0\nc,1,0,1\nd,0,0,0\n";

#[track_caller]
fn refused(paths: &[&Path]) -> (String, Fault) {
    let errors = read(paths, &few(), None, None).expect_err("bad");
    let [error] = errors.errors() else { panic!("one error, not {errors}") };
    (error.to_string(), error.fault.clone())
}

#[test]
fn a_damaged_file_is_named() {
    let folder = packed("packed-damaged", "packed", TEXT);
    let part = folder.join("part-00000.parquet");
    let sound = fs::read(&part).expect("readable");
    // Cut off, a bit flipped at every place, gone: the folder says it each time.
    fs::write(&part, &sound[..sound.len() - 9]).expect("writable");
    let (sentence, _) = refused(&[&folder]);
    assert!(
        sentence.contains("part-00000.parquet: the file has") && sentence.contains("copy the folder again"),
        "{sentence}"
    );
    for at in (0..sound.len()).step_by(7) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x10;
        fs::write(&part, &bytes).expect("writable");
        let (sentence, fault) = refused(&[&folder]);
        assert!(sentence.contains("part-00000.parquet"), "{sentence}");
        let known = matches!(fault, Fault::NotWhole { .. } | Fault::Packed(_));
        assert!(known, "byte {at}: {sentence}");
        // By itself it has no checksum, but never panics, and says nothing that cannot be.
        if let Ok(data) = read(&[&part], &few(), None, None) {
            assert_eq!(data.responses.items(), 3);
        }
    }
    fs::remove_file(&part).expect("removable");
    let (sentence, _) = refused(&[&folder]);
    assert!(sentence.contains("part-00000.parquet: responses.json has this file, but it cannot be read"), "{sentence}");
    let cut = write(folder.parent().expect("a folder"), "cut.parquet", &sound[..sound.len() / 2]);
    let (sentence, fault) = refused(&[&cut]);
    assert!(sentence.contains("cut.parquet") && matches!(fault, Fault::NotWhole { kind: "Parquet", .. }), "{sentence}");
}

#[test]
fn files_that_do_not_belong_together_are_named_both() {
    let root = scratch("packed-mixed");
    let folder = |name: &str, text: &str, options: &ReadOptions| {
        let folder = root.join(name);
        pack(text, &folder, options).expect("sound");
        folder
    };
    let one = folder("one", TEXT, &few());
    let other = folder("other", "person,q1,q2,q4\nx,0,1,1\ny,1,0,0\n", &few());
    let lowest = folder("lowest", "person,q1,q2,q3\nx,2,1,1\ny,1,2,2\n", &ReadOptions { lowest: 1, ..few() });
    let (sentence, _) = refused(&[&one, &other]);
    let both = |sentence: &str, what: &str, first: &str, second: &str| {
        let [first, second] = [first, second].map(|name| format!("{name}/part-00000.parquet"));
        assert!(sentence.contains(&first) && sentence.contains(&second) && sentence.contains(what), "{sentence}");
    };
    both(&sentence, "list of items", "other", "one");
    both(&refused(&[&one, &lowest]).0, "coding of items", "lowest", "one");
    // A part of another import in the folder, in place of its own or beside them.
    fs::copy(other.join("part-00000.parquet"), one.join("part-00001.parquet")).expect("copied");
    let (sentence, _) = refused(&[&one]);
    assert!(
        sentence.contains("part-00001.parquet: its list of items is not that of") && sentence.contains(MANIFEST),
        "{sentence}"
    );
    fs::copy(one.join("part-00000.parquet"), one.join("part-00001.parquet")).expect("copied");
    let (sentence, _) = refused(&[&one]);
    assert!(sentence.contains("part-00001.parquet") && sentence.contains("does not name this file"), "{sentence}");
    fs::remove_file(one.join("part-00001.parquet")).expect("removable");
    // Tables cannot be read along with packed responses, nor a part without the folder's list.
    let table = root.join("one.csv");
    let (sentence, _) = refused(&[&one, &table]);
    assert!(sentence.contains("one.csv: import both together first"), "{sentence}");
    fs::rename(one.join(MANIFEST), root.join("elsewhere.json")).expect("movable");
    assert_eq!(refused(&[&one]).1, Fault::Packed(PackedFault::NoManifest));
    assert!(!is_packed(&one) && is_packed(&one.join("part-00000.parquet")) && is_packed(&other) && !is_packed(&table));
    // The same persons twice.
    let again = folder("again", TEXT, &few());
    let copy = root.join("copy");
    fs::create_dir(&copy).expect("creatable");
    for entry in fs::read_dir(&again).expect("there") {
        let path = entry.expect("readable").path();
        fs::copy(&path, copy.join(path.file_name().expect("named"))).expect("copied");
    }
    let errors = read(&[&again, &copy], &few(), None, None).expect_err("twice").to_string();
    assert!(errors.contains("copy/part-00000.parquet, line 1, person a: the person has responses at"), "{errors}");
}

#[test]
fn other_versions_and_manifests_that_are_none_are_refused() {
    let folder = packed("packed-version", "packed", TEXT);
    let manifest = folder.join(MANIFEST);
    let text = fs::read_to_string(&manifest).expect("readable");
    assert_eq!(Folder::open(&folder).expect("sound").manifest().counts[1], [2, 1]);
    fs::write(&manifest, text.replacen("\"version\":1", "\"version\":2,\"more\":[]", 1)).expect("writable");
    let (sentence, _) = refused(&[&folder]);
    assert!(sentence.contains("packed in format thetis-responses 2, this program reads format 1"), "{sentence}");
    fs::write(&manifest, &text[..text.len() / 2]).expect("writable");
    assert!(matches!(refused(&[&folder]).1, Fault::NotWhole { .. }));
    fs::write(&manifest, text.replacen("part-00000.parquet", "../part-00000.parquet", 1)).expect("writable");
    assert!(refused(&[&folder]).0.contains("is no name of a file in this folder"));
    fs::write(&manifest, text.replacen("\"rows\":4,\"bytes\"", "\"rows\":5,\"bytes\"", 1)).expect("writable");
    assert!(refused(&[&folder]).0.contains("the file has 4 rows, responses.json says 5"));
    // In a part, the version is in the metadata.
    let part = folder.join("part-00000.parquet");
    let mut bytes = fs::read(&part).expect("readable");
    let key = b"thetis.responses";
    let at = bytes.windows(key.len()).rposition(|window| window == key).expect("there") + key.len();
    let digit = bytes[at..].iter().position(|byte| *byte == b'1').expect("a version") + at;
    bytes[digit] = b'7';
    fs::write(&part, bytes).expect("writable");
    let (sentence, _) = refused(&[&part]);
    assert!(sentence.contains("part-00000.parquet: the responses were packed in format 7"), "{sentence}");
}

#[test]
fn what_is_wrong_in_tables_is_said_as_by_reading_them() {
    let root = scratch("packed-tables");
    let same = |name: &str, text: &str, options: &ReadOptions| {
        let folder = root.join(name);
        let packed = pack(text, &folder, options).expect_err("bad");
        let own = read(&[folder.with_extension("csv")], options, None, None).expect_err("bad too");
        assert_eq!(packed, own);
        assert!(
            !folder.exists()
                && fs::read_dir(&root).expect("there").all(|entry| {
                    entry.expect("readable").path().extension().is_some_and(|extension| extension == "csv")
                })
        );
        own.to_string()
    };
    let doubled = same("doubled", &format!("{TEXT}\na,1,1,1\n\nc,0,1,1\n"), &few());
    assert!(
        doubled.contains("line 7, person a: the person has responses at") && doubled.contains("line 9, person c"),
        "{doubled}"
    );
    same("ragged", "person,q1,q2\na,0\nb,1,1\n", &few());
    same("letters", "q1,q2\n0,1\n1,x\n1,-1\n", &few());
    same("high", "q1,q2\n0,1\n1,254\n", &few());
    same("empty", "", &few());
    same("columns", "person\na\nb\n", &few());
    same("weights", "person,q1,q2,w\na,0,1,-1\nb,1,1,x\n", &ReadOptions { weight: Some("w".into()), ..few() });
    let options = ReadOptions { group: Some("land".into()), weight: Some("n".into()), ..long() };
    same("group", "person,item,response,land,n\na,p,0,de,1\nb,p,1,at,1\na,q,1,at,1\nb,q,0,at,1\n", &options);
    same("weight", "person,item,response,land,n\na,p,0,de,1\nb,p,1,at,1\na,q,1,de,2\nb,q,0,at,1\n", &options);
    same("repeated", "person,item,response\na,p,0\nb,q,1\na,p,1\n", &long());
    same("nobody", "person,item,response\n,p,0\na,,1\na,q,5.5\n", &long());
    // No persons, or no columns of items.
    let none = pack("person,q1,q2\n", &root.join("none"), &few()).expect_err("nobody").to_string();
    assert!(none.contains("none.csv: there is no person"), "{none}");
    let none = pack("person,item,response\n", &root.join("none"), &long()).expect_err("nobody").to_string();
    assert!(none.contains("none.csv: there is no person"), "{none}");
}

#[test]
fn more_items_than_numbers_are_refused() {
    let root = scratch("packed-items");
    let header: Vec<String> = (0..65_536).map(|item| format!("q{item}")).collect();
    let row = vec!["1"; 65_536].join(",");
    let wide = pack(&format!("{}\n{row}\n", header.join(",")), &root.join("wide"), &few()).expect_err("too many");
    assert_eq!(wide.errors()[0].fault, Fault::Packed(PackedFault::TooManyItems { most: 65_535 }));
    let lines: String = (0..65_536).map(|item| format!("a,q{item},1\n")).collect();
    let errors = pack(&format!("person,item,response\n{lines}"), &root.join("long"), &long()).expect_err("too many");
    assert_eq!(errors.errors()[0].fault, Fault::Packed(PackedFault::TooManyItems { most: 65_535 }));
    assert!(errors.to_string().contains("line 65537, person a, item q65535: "), "{errors}");
    // One fewer is packed, in as many row groups as it takes.
    let most = format!("{}\n{}", header[1..].join(","), format!("{}\n", &row[2..]).repeat(3));
    pack(&most, &root.join("most"), &few()).expect("sound");
    let manifest = Folder::open(&root.join("most")).expect("sound").manifest().clone();
    assert_eq!((manifest.rows, manifest.counts.len(), manifest.counts[65_534].clone()), (3, 65_535, vec![0, 3]));
}

#[test]
fn an_import_that_is_stopped_leaves_nothing() {
    let root = scratch("packed-stopped");
    let lines: String =
        (0..30_000).map(|n| format!("p{},q{},{}\n", n % 5_000, n / 5_000, (n * 7 + n / 5_000) % 3)).collect();
    let file = write(&root, "a.csv", format!("person,item,response\n{lines}"));
    let how = ImportOptions { memory: 20_000, merge: MergePatterns::Never, ..ImportOptions::default() };
    let folder = root.join("packed");
    let mut stages = Vec::new();
    let mut go = |last: Option<Stage>| {
        let mut tell = |progress: Progress| {
            assert!(progress.done <= progress.total, "{progress:?}");
            if !stages.contains(&progress.stage) {
                stages.push(progress.stage);
            }
            Some(progress.stage) != last
        };
        import(&[&file], &long(), None, None, &how, &folder, &mut tell)
    };
    for stage in [Stage::Sorting, Stage::Writing, Stage::Checking] {
        let errors = go(Some(stage)).expect_err("stopped");
        assert_eq!(errors.errors()[0].fault, Fault::Packed(PackedFault::Stopped), "{stage:?}");
        assert_eq!(fs::read_dir(&root).expect("there").count(), 1, "{stage:?}");
    }
    assert_eq!(go(None).expect("sound").manifest.persons, 5_000);
    assert_eq!(fs::read_dir(&folder).expect("there").count(), 2);
    let taken = go(None).expect_err("taken").to_string();
    assert!(taken.contains("packed: is there already: give another folder"), "{taken}");
    let packed = import(&[&folder], &few(), None, None, &how, &root.join("b"), &mut |_| true).expect_err("packed");
    assert!(packed.to_string().contains("it is packed already"), "{packed}");
}
