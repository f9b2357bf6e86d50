//! Simulated responses as a Parquet file of any length, for timing the reader and `thetis calibrate`.
//!
//!     cargo run --release -p thetis-responses --example simulated_parquet -- PARAMETERS.csv PERSONS OUT.parquet [SEED]
//!
//! PARAMETERS.csv has the columns `a`, `b` and, as wished, `c` (0 unless given), an item a line; items are called `i1`,
//! `i2`, … Ability is standard normal, and P(1 | θ) = c + (1 − c) / (1 + exp(−a(θ − b))). The file has a column `person`
//! of whole numbers and a byte an item, in row groups of 65,536 persons, compressed by snappy: as pyarrow writes it.
//! The same seed gives the same file.

use std::env;
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, UInt8Array};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

/// Persons in a row group: what the writer holds in memory.
const ROW_GROUP: usize = 1 << 16;
const SEED: u64 = 1;

/// `SplitMix64` (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let bits = (self.next() >> 11) as f64;
        (bits + 0.5) / 9_007_199_254_740_992.0
    }

    /// Standard normal (Box & Muller 1958).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// Slope, difficulty and lower asymptote of each item.
fn parameters(path: &Path) -> Result<Vec<[f64; 3]>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|own| own == name);
    let (Some(a), Some(b)) = (column("a"), column("b")) else {
        return Err(format!("{}: there are no columns a and b", path.display()).into());
    };
    let c = column("c");
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record?;
        let number = |at: usize| record[at].parse::<f64>();
        items.push([number(a)?, number(b)?, c.map_or(Ok(0.0), number)?]);
    }
    Ok(items)
}

fn batch(
    items: &[[f64; 3]],
    persons: std::ops::Range<i64>,
    random: &mut Random,
) -> Result<RecordBatch, Box<dyn Error>> {
    let mut columns = vec![Vec::new(); items.len()];
    for _ in persons.clone() {
        let theta = random.normal();
        for (column, [a, b, c]) in columns.iter_mut().zip(items) {
            let probability = c + (1.0 - c) / (1.0 + (-a * (theta - b)).exp());
            column.push(u8::from(random.uniform() < probability));
        }
    }
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(persons));
    let answers = columns.into_iter().enumerate().map(|(item, column)| {
        let column: ArrayRef = Arc::new(UInt8Array::from(column));
        (format!("i{}", item + 1), column)
    });
    Ok(RecordBatch::try_from_iter([("person".to_owned(), ids)].into_iter().chain(answers))?)
}

fn write(parameters_file: &str, persons: &str, out: &str, seed: Option<&String>) -> Result<(), Box<dyn Error>> {
    let items = parameters(Path::new(parameters_file))?;
    let persons: i64 = persons.parse()?;
    let mut random = Random(seed.map_or(Ok(SEED), |seed| seed.parse())?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let schema = batch(&items, 0..0, &mut Random(0))?.schema();
    let mut writer = ArrowWriter::try_new(File::create(out)?, schema, Some(properties))?;
    let step = i64::try_from(ROW_GROUP)?;
    let mut from = 0;
    while from < persons {
        let to = (from + step).min(persons);
        writer.write(&batch(&items, from + 1..to + 1, &mut random)?)?;
        from = to;
    }
    writer.close()?;
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let ([parameters, persons, out] | [parameters, persons, out, _]) = &arguments[..] else {
        eprintln!("usage: simulated_parquet PARAMETERS.csv PERSONS OUT.parquet [SEED]");
        return ExitCode::from(2);
    };
    match write(parameters, persons, out, arguments.get(3)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
