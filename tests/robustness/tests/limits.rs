//! Input that is small and asks for much: nested without an end, or many times as large once it is unpacked.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use flate2::{Compression, write::GzEncoder};
use thetis_bank::{parse_bank, parse_locale};
use thetis_responses::{LogColumns, ReadOptions, each_log, find_log, read};

/// Far more levels than any stack holds.
const DEEP: usize = 1_000_000;

fn nested(open: &str, close: &str) -> String {
    open.repeat(DEEP) + &close.repeat(DEEP)
}

#[test]
fn json_that_is_nested_without_an_end_is_refused() {
    for text in [nested("[", "]"), nested("{\"any\":[", "]}"), "[".repeat(DEEP)] {
        assert!(parse_bank(text.as_bytes(), Path::new("bank.json")).is_err());
        assert!(parse_locale(text.as_bytes(), Path::new("en.json")).is_err());
        assert!(find_log(text.as_bytes()).is_err());
    }
    // Where a bank may be nested at all.
    let rule =
        format!("{{\"format\":1,\"designs\":{{\"d\":{{\"stop\":{{\"when\":{}}}}}}}}}", nested("{\"any\":[", "]}"));
    assert!(parse_bank(rule.as_bytes(), Path::new("bank.json")).is_err());
}

/// A file of the test's own.
fn scratch(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("thetis-limits-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder for scratch files");
    folder.join(name)
}

/// A compressed file: a beginning, and many times a piece.
fn compressed(name: &str, beginning: &str, piece: &[u8], times: usize) -> PathBuf {
    let path = scratch(name);
    let mut file = GzEncoder::new(fs::File::create(&path).expect("a file"), Compression::fast());
    file.write_all(beginning.as_bytes()).expect("written");
    for _ in 0..times {
        file.write_all(piece).expect("written");
    }
    file.finish().expect("whole");
    path
}

/// A line is held in memory whole, so a line without an end would be as large as what is unpacked.
#[test]
fn a_compressed_line_without_an_end_is_refused_before_it_fills_the_memory() {
    let piece = vec![b'7'; 1 << 20];
    for (name, beginning) in
        [("header.csv.gz", ""), ("cell.csv.gz", "person,q1\na,"), ("quoted.csv.gz", "person,q1\na,\"\n")]
    {
        let path = compressed(name, beginning, &piece, 40);
        assert!(fs::metadata(&path).expect("there").len() < 2_000_000, "small as it is");
        let refused = read(&[&path], &ReadOptions::default(), None, None).expect_err("no table");
        assert!(refused.to_string().contains("a line has more than 16 megabytes"), "{name}: {refused}");
        let columns = LogColumns::default();
        assert!(each_log(&path, &columns, &mut |_| panic!("{name} has no log")).is_err(), "{name}");
        fs::remove_file(path).expect("removable");
    }
}

/// Many lines are another matter: each is let go of before the next.
#[test]
fn a_long_compressed_table_is_read() {
    let mut lines = String::new();
    for person in 0..1_000_u32 {
        let bits = person.wrapping_mul(2_654_435_761) >> 13;
        lines += &format!("{},{}{}\n", bits & 1, bits >> 1 & 1, " ".repeat(200));
    }
    let path = compressed("long.csv.gz", "q1,q2\n", lines.as_bytes(), 100);
    let data = read(&[&path], &ReadOptions::default(), None, None).expect("a table of 20 megabytes");
    assert_eq!(data.responses.persons(), 100_000);
    fs::remove_file(path).expect("removable");
}
