//! The sets that are calibrated: shared ones where they are, else simulated ones of the same design.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use thetis_bench::simulate::{self, Truth};
use thetis_calibrate::{MISSING, Model, Responses};

/// A set of responses on disk, where other programs can read it.
pub(crate) struct Set {
    pub(crate) file: PathBuf,
    /// Whether it is the shared one, for which R mirt's results are known.
    pub(crate) is_shared: bool,
    pub(crate) responses: Responses,
}

/// What a set is called and how large it is.
#[derive(Clone, Copy)]
pub(crate) struct Design {
    pub(crate) name: &'static str,
    pub(crate) model: Model,
    pub(crate) categories: usize,
    pub(crate) persons: usize,
    pub(crate) items: usize,
}

/// Where sets are looked for, and where simulated ones are written.
pub(crate) struct Folders {
    pub(crate) shared: PathBuf,
    pub(crate) simulated: PathBuf,
}

/// All simulated numbers follow from it.
pub(crate) const SEED: u64 = 20_261_122;

impl Folders {
    /// The set from the shared folder, or, where that has none, simulated by seed.
    pub(crate) fn set(&self, design: &Design) -> io::Result<Set> {
        let name = format!("{}.csv.gz", design.name);
        let shared = self.shared.join(&name);
        if shared.exists() {
            return Ok(Set { responses: read(&shared)?, file: shared, is_shared: true });
        }
        let file = self.simulated.join(&name);
        fs::create_dir_all(&self.simulated)?;
        let mut random = simulate::generator(SEED, design.persons as u64);
        let truth = Truth::draw(design.model, design.items, design.categories, &mut random);
        write(&file, design.items, &truth.answer(design.persons, &mut random).cells)?;
        Ok(Set { responses: read(&file)?, file, is_shared: false })
    }
}

/// A header and whole numbers.
fn read(path: &Path) -> io::Result<Responses> {
    let mut lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    let header = lines.next().ok_or_else(|| io::Error::other("the file is empty"))??;
    let ids = header.split(',').map(str::to_owned).collect();
    let mut cells = Vec::new();
    for line in lines {
        cells.extend(line?.split(',').map(|cell| cell.parse().unwrap_or(MISSING)));
    }
    Responses::dense(ids, cells).map_err(io::Error::other)
}

fn write(path: &Path, items: usize, cells: &[u8]) -> io::Result<()> {
    let mut out = BufWriter::new(GzEncoder::new(File::create(path)?, Compression::fast()));
    writeln!(out, "{}", simulate::ids(items).join(","))?;
    for row in cells.chunks_exact(items) {
        let row: Vec<String> = row.iter().map(u8::to_string).collect();
        writeln!(out, "{}", row.join(","))?;
    }
    out.into_inner()?.finish().map(drop)
}
