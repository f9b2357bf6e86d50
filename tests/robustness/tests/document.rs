//! SECURITY.md names a file and a test for each defence. They are there.

use std::fs;
use std::path::Path;

/// A path and a name, as the document has them: `path` › `name`.
fn named(document: &str) -> Vec<(&str, &str)> {
    let pair = |(before, after): (&'_ str, &'_ str)| -> Option<(usize, usize)> {
        let path = before.trim_end().strip_suffix('`')?;
        let name = after.trim_start().strip_prefix('`')?;
        Some((path.len() - path.rfind('`')? - 1, name.find('`')?))
    };
    let mut found = Vec::new();
    for (at, mark) in document.match_indices('›') {
        let (before, after) = (&document[..at], &document[at + mark.len()..]);
        let (path, name) = pair((before, after)).expect("a path and a name, each between backticks");
        let path_end = before.trim_end().len() - 1;
        let name_start = after.len() - after.trim_start().len() + 1;
        found.push((&before[path_end - path..path_end], &after[name_start..name_start + name]));
    }
    found
}

#[test]
fn every_test_that_the_security_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let document = read("SECURITY.md");
    let named = named(&document);
    assert!(named.len() > 40, "{} tests", named.len());
    for (path, name) in named {
        assert!(read(path).contains(name), "{path} has nothing called {name}");
    }
}
