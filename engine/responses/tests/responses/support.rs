//! Files for tests.

use std::fs;
use std::path::{Path, PathBuf};

use thetis_responses::{Fault, ReadError, ReadOptions, ResponseData, Shape, read};

/// An empty folder of the test's own.
pub(crate) fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("responses").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("removable");
    }
    fs::create_dir_all(&folder).expect("creatable");
    folder
}

/// Write a file and return its path.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, content).expect("writable");
    file
}

/// Options for data of a few persons.
pub(crate) fn few() -> ReadOptions {
    ReadOptions { overlap: 1, keep_identical: true, ..ReadOptions::default() }
}

pub(crate) fn long() -> ReadOptions {
    ReadOptions { shape: Shape::Long { items: vec!["item".into()], response: "response".into() }, ..few() }
}

/// Everybody's answers: item ids and categories.
pub(crate) fn answers(data: &ResponseData) -> Vec<Vec<(String, usize)>> {
    let responses = &data.responses;
    let of = |person: usize| responses.answers(person).map(|(item, k)| (responses.ids()[item].clone(), k)).collect();
    (0..responses.persons()).map(of).collect()
}

/// The errors of a text read as CSV.
pub(crate) fn refused(test: &str, content: impl AsRef<[u8]>, options: &ReadOptions) -> Vec<ReadError> {
    let file = write(&scratch(test), "data.csv", content);
    let errors = read(&[file], options, None, None).expect_err("the data are bad");
    for error in errors.errors() {
        let sentence = error.to_string();
        assert!(sentence.contains(": "), "{sentence}");
    }
    errors.errors().to_vec()
}

/// The only fault of a text read as CSV, with line, person and item.
#[track_caller]
pub(crate) fn one_fault(
    test: &str,
    content: impl AsRef<[u8]>,
    options: &ReadOptions,
) -> (Fault, Option<u64>, Option<String>) {
    let errors = refused(test, content, options);
    let [error] = &errors[..] else { panic!("one error, not {errors:?}") };
    (error.fault.clone(), error.place.line, error.place.item.clone())
}
