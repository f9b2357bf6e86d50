//! Simulated responses, in memory and as a packed folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Float64Array, RecordBatch, UInt16Array};
use arrow_schema::{DataType, Field, Schema};
use flate2::Crc;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use thetis_calibrate::{MISSING, Responses};
use thetis_responses::Coding;
use thetis_responses::packed::{Header, Layout, MANIFEST, Manifest, PackedFile, PackedItem, Source, VERSION};

/// A small generator (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// What is simulated.
#[derive(Clone, Copy)]
pub(crate) struct Design {
    pub(crate) seed: u64,
    pub(crate) persons: usize,
    pub(crate) items: usize,
    pub(crate) categories: usize,
    /// Part of the responses that are missing.
    pub(crate) missing: f64,
    pub(crate) groups: usize,
    /// Items measure these in turn: a general ability, and something of their own unless there is one.
    pub(crate) dimensions: usize,
    pub(crate) weighted: bool,
    pub(crate) sparse: bool,
}

impl Design {
    pub(crate) fn new(persons: usize, items: usize, categories: usize) -> Self {
        Self {
            seed: 1,
            persons,
            items,
            categories,
            missing: 0.0,
            groups: 1,
            dimensions: 1,
            weighted: false,
            sparse: false,
        }
    }
}

/// Persons, and a folder with them that is removed in the end.
pub(crate) struct Packed {
    pub(crate) folder: PathBuf,
    pub(crate) responses: Responses,
}

impl Drop for Packed {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        for file in ["csv", "checkpoint"] {
            let _ = fs::remove_file(self.folder.with_extension(file));
        }
    }
}

/// Rows a file, so that small data are several files too.
const A_FILE: usize = 5_000;

impl Packed {
    /// Where a run records its passes.
    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.folder.with_extension("checkpoint")
    }

    /// A table beside the folder, and its path.
    pub(crate) fn table(&self, text: &str) -> String {
        let file = self.folder.with_extension("csv");
        fs::write(&file, text).expect("temporary files can be written");
        file.display().to_string()
    }

    /// Simulate under a graded model, and write.
    pub(crate) fn new(name: &str, design: Design) -> Self {
        let Design { persons, items, groups, .. } = design;
        let folder = std::env::temp_dir().join(format!("thetis-cluster-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("temporary files can be written");
        let cells = simulate(design);
        let ids: Vec<String> = (1..=items).map(|item| format!("item{item}")).collect();
        let group_of: Vec<u16> = (0..persons).map(|person| u16::try_from(person % groups).expect("few")).collect();
        let weights: Vec<f64> = (0..persons).map(|person| 0.5 + (person % 4) as f64 * 0.3).collect();
        write(&folder, design, &ids, &cells, &group_of, &weights);
        let responses = if design.sparse {
            let (mut starts, mut numbers, mut categories) = (vec![0], Vec::new(), Vec::new());
            for row in cells.chunks_exact(items) {
                for (item, cell) in row.iter().enumerate().filter(|(_, cell)| **cell != MISSING) {
                    numbers.push(u32::try_from(item).expect("few"));
                    categories.push(*cell);
                }
                starts.push(numbers.len());
            }
            Responses::sparse(ids, starts, numbers, categories)
        } else {
            Responses::dense(ids, cells)
        };
        let mut responses = responses.expect("simulated data is sound");
        if groups > 1 {
            let names = (0..groups).map(|group| format!("g{group}")).collect();
            responses = responses.with_groups(names, group_of).expect("sound");
        }
        if design.weighted {
            responses = responses.with_weights(weights).expect("sound");
        }
        Self { folder, responses }
    }
}

fn simulate(design: Design) -> Vec<u8> {
    let Design { seed, persons, items, categories, missing, dimensions, .. } = design;
    let mut random = Random(seed);
    let slopes: Vec<f64> = (0..items).map(|_| 0.7 + random.uniform()).collect();
    let shifts: Vec<f64> = (0..items).map(|_| random.normal() * 0.7).collect();
    let mut cells = Vec::with_capacity(persons * items);
    for person in 0..persons {
        let general = random.normal();
        let theta: Vec<f64> = (0..dimensions)
            .map(|_| if dimensions == 1 { general } else { (general + random.normal()) / 2_f64.sqrt() })
            .collect();
        for item in 0..items {
            let draw = random.uniform();
            let above = |k: usize| {
                let threshold = (k as f64 - (categories - 2) as f64 / 2.0) * 0.9 + shifts[item];
                1.0 / (1.0 + (-slopes[item] * (theta[item % dimensions] - threshold)).exp())
            };
            let k = (0..categories - 1).filter(|k| above(*k) > draw).count();
            // The first persons show every category.
            let k = if person < categories { (person + item) % categories } else { k };
            let left_out = random.uniform() < missing && person >= categories && item > 0;
            cells.push(if left_out { MISSING } else { u8::try_from(k).expect("few") });
        }
    }
    cells
}

fn write(folder: &Path, design: Design, ids: &[String], cells: &[u8], group_of: &[u16], weights: &[f64]) {
    let Design { persons, items, groups, weighted, sparse, .. } = design;
    let grouped = groups > 1;
    let names: Vec<String> = if grouped { (0..groups).map(|group| format!("g{group}")).collect() } else { Vec::new() };
    let header = Header {
        layout: if sparse { Layout::Sparse } else { Layout::Dense },
        shape: Source::Wide,
        merged: false,
        persons: false,
        group: grouped.then(|| "country".to_owned()),
        weight: weighted.then(|| "w".to_owned()),
        lowest: 0,
        items: ids.iter().map(|id| PackedItem { id: id.clone(), model: None, coding: Coding::default() }).collect(),
    };
    let header_text = serde_json::to_string(&header).expect("plain data");
    let fields = [
        (grouped, "group", DataType::UInt16),
        (weighted, "weight", DataType::Float64),
        (sparse, "items", DataType::Binary),
        (true, "responses", DataType::Binary),
    ];
    let fields = fields.into_iter().filter(|(there, ..)| *there);
    let schema = Arc::new(Schema::new(fields.map(|(_, name, kind)| Field::new(name, kind, false)).collect::<Vec<_>>()));
    let mut files = Vec::new();
    for (number, start) in (0..persons).step_by(A_FILE).enumerate() {
        let range = start..(start + A_FILE).min(persons);
        let rows: Vec<&[u8]> = cells[range.start * items..range.end * items].chunks_exact(items).collect();
        let mut columns: Vec<ArrayRef> = Vec::new();
        if grouped {
            columns.push(Arc::new(UInt16Array::from(group_of[range.clone()].to_vec())));
        }
        if weighted {
            columns.push(Arc::new(Float64Array::from(weights[range.clone()].to_vec())));
        }
        if sparse {
            let answered = |row: &[u8]| -> Vec<u8> {
                let items = row.iter().enumerate().filter(|(_, cell)| **cell != MISSING);
                items.flat_map(|(item, _)| u16::try_from(item).expect("few").to_le_bytes()).collect()
            };
            let categories = |row: &[u8]| -> Vec<u8> { row.iter().copied().filter(|cell| *cell != MISSING).collect() };
            columns.push(Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| answered(row)))));
            columns.push(Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| categories(row)))));
        } else {
            columns.push(Arc::new(BinaryArray::from_iter_values(&rows)));
        }
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns).expect("columns fit");
        let name = format!("part-{number:05}.parquet");
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_enabled(false)
            .set_max_row_group_row_count(Some(2_000))
            .set_key_value_metadata(Some(vec![
                KeyValue::new("thetis.responses".into(), "1".to_owned()),
                KeyValue::new("thetis.header".into(), header_text.clone()),
                KeyValue::new("thetis.groups".into(), serde_json::to_string(&names).expect("names")),
            ]))
            .build();
        let path = folder.join(&name);
        let file = File::create(&path).expect("temporary files can be written");
        let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).expect("sound");
        writer.write(&batch).expect("can be written");
        writer.close().expect("can be written");
        let bytes = fs::read(&path).expect("was written");
        let mut crc = Crc::new();
        crc.update(&bytes);
        files.push(PackedFile { name, rows: range.len() as u64, bytes: bytes.len() as u64, crc32: crc.sum() });
    }
    let mut counts = vec![vec![0_u64; design.categories]; items];
    for row in cells.chunks_exact(items) {
        for (counts, cell) in counts.iter_mut().zip(row).filter(|(_, cell)| **cell != MISSING) {
            counts[usize::from(*cell)] += 1;
        }
    }
    let weight: f64 = if weighted { weights.iter().sum() } else { persons as f64 };
    let manifest = Manifest {
        format: "thetis-responses".into(),
        version: VERSION,
        header,
        groups: names,
        persons: persons as u64,
        rows: persons as u64,
        weight,
        responses: cells.iter().filter(|cell| **cell != MISSING).count() as u64,
        counts,
        files,
    };
    fs::write(folder.join(MANIFEST), manifest.json()).expect("can be written");
}
