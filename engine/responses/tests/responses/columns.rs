//! Parquet and Arrow files.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    Time32SecondArray, UInt8Array, types::Int8Type,
};
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use thetis_responses::{Fault, ReadOptions, read};

use crate::support::{answers, few, long, scratch, write};

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn parquet(folder: &Path, name: &str, batch: &RecordBatch, compression: Compression) -> PathBuf {
    let file = folder.join(name);
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(File::create(&file).expect("creatable"), batch.schema(), Some(properties))
        .expect("a writer");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
    file
}

fn arrow(folder: &Path, name: &str, batch: &RecordBatch) -> PathBuf {
    let file = folder.join(name);
    let mut writer = FileWriter::try_new(File::create(&file).expect("creatable"), &batch.schema()).expect("a writer");
    writer.write(batch).expect("written");
    writer.finish().expect("finished");
    file
}

/// A wide table of every type that can hold a response.
fn wide() -> RecordBatch {
    let dictionary: DictionaryArray<Int8Type> = vec![Some("1"), None, Some("0"), Some("2")].into_iter().collect();
    batch(vec![
        ("q1", Arc::new(UInt8Array::from(vec![Some(0), Some(1), None, Some(1)]))),
        ("person", Arc::new(Int64Array::from(vec![10, 20, 30, 40]))),
        ("q2", Arc::new(Float64Array::from(vec![Some(1.0), Some(f64::NAN), Some(0.0), Some(-9.0)]))),
        ("q3", Arc::new(StringArray::from(vec![Some("0"), Some(""), Some("2"), Some("1")]))),
        ("q4", Arc::new(dictionary)),
        ("q5", Arc::new(BooleanArray::from(vec![Some(true), Some(false), Some(true), None]))),
        ("group", Arc::new(StringArray::from(vec!["x", "y", "x", "y"]))),
        ("when", Arc::new(Time32SecondArray::from(vec![0, 1, 2, 3]))),
    ])
}

fn options() -> ReadOptions {
    ReadOptions { group: Some("group".into()), ignore: vec!["when".into()], missing: vec!["-9".into()], ..few() }
}

#[test]
fn every_type_and_compression_gives_what_csv_gives() {
    let folder = scratch("columns-wide");
    let text = "q1,person,q2,q3,q4,q5,group,when\n0,10,1.0,0,1,1,x,\n1,20,,,,0,y,\n,30,0,2,0,1,x,\n1,40,-9,1,2,,y,\n";
    let csv = read(&[write(&folder, "a.csv", text)], &options(), None, None).expect("sound");
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1).expect("a level"));
    let files = [
        parquet(&folder, "plain.parquet", &wide(), Compression::UNCOMPRESSED),
        parquet(&folder, "snappy.parquet", &wide(), Compression::SNAPPY),
        parquet(&folder, "lz4.parquet", &wide(), Compression::LZ4_RAW),
        parquet(&folder, "zstd.parquet", &wide(), zstd),
        arrow(&folder, "a.arrow", &wide()),
        arrow(&folder, "a.feather", &wide()),
    ];
    for file in files {
        let data =
            read(&[&file], &options(), None, None).unwrap_or_else(|errors| panic!("{}: {errors}", file.display()));
        assert_eq!(answers(&data), answers(&csv), "{}", file.display());
        assert_eq!(data.responses.groups(), ["x", "y"]);
        assert_eq!((data.person(3), data.responses.group(3)), ("40".into(), 1));
    }
}

#[test]
fn long_tables_too() {
    let folder = scratch("columns-long");
    let batch = batch(vec![
        ("person", Arc::new(Int32Array::from(vec![2, 1, 2, 1, 3, 3]))),
        ("item", Arc::new(StringArray::from(vec!["a", "a", "b", "b", "a", "b"]))),
        ("response", Arc::new(Int32Array::from(vec![Some(1), Some(0), None, Some(1), Some(1), Some(0)]))),
    ]);
    let text = "person,item,response\n2,a,1\n1,a,0\n2,b,\n1,b,1\n3,a,1\n3,b,0\n";
    let csv = read(&[write(&folder, "a.csv", text)], &long(), None, None).expect("sound");
    for file in [parquet(&folder, "a.parquet", &batch, Compression::SNAPPY), arrow(&folder, "a.arrow", &batch)] {
        let data = read(&[file], &long(), None, None).expect("sound");
        assert_eq!(answers(&data), answers(&csv));
        assert_eq!(data.person(0), "2");
    }
}

#[test]
fn rows_and_types_at_fault_are_named() {
    let folder = scratch("columns-bad");
    let file = parquet(&folder, "a.parquet", &wide(), Compression::SNAPPY);
    let errors = read(&[&file], &ReadOptions { ignore: vec![], ..options() }, None, None).expect_err("a time");
    assert!(matches!(&errors.errors()[0].fault, Fault::ColumnType { found } if found.contains("Time32")), "{errors}");
    let errors = read(&[&file], &ReadOptions { missing: vec![], ..options() }, None, None).expect_err("-9");
    let error = &errors.errors()[0];
    assert_eq!(error.fault, Fault::BelowLowest { value: -9, lowest: 0 });
    assert_eq!(
        (error.place.line, error.place.item.as_deref(), error.place.person.as_deref()),
        (Some(4), Some("q2"), Some("40"))
    );
}

#[test]
fn truncated_files_are_no_files() {
    let folder = scratch("columns-truncated");
    let whole = fs::read(parquet(&folder, "whole.parquet", &wide(), Compression::SNAPPY)).expect("readable");
    for length in [0, 3, 100, whole.len() / 2, whole.len() - 1] {
        let file = write(&folder, "half.parquet", &whole[..length]);
        let errors = read(&[file], &options(), None, None).expect_err("truncated");
        assert!(matches!(errors.errors()[0].fault, Fault::NotWhole { kind: "Parquet", .. }), "{length}: {errors}");
    }
    let whole = fs::read(arrow(&folder, "whole.arrow", &wide())).expect("readable");
    for length in [0, 3, 100, whole.len() / 2, whole.len() - 1] {
        let file = write(&folder, "half.arrow", &whole[..length]);
        let errors = read(&[file], &options(), None, None).expect_err("truncated");
        assert!(matches!(errors.errors()[0].fault, Fault::NotWhole { kind: "Arrow", .. }), "{length}: {errors}");
    }
    let text = write(&folder, "text.parquet", "person,q1\n");
    assert!(read(&[text], &options(), None, None).is_err());
}
