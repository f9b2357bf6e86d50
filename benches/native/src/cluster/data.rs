//! Simulated persons, as `thetis import responses` leaves them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use thetis_calibrate::Model;

use super::Machine;
use crate::simulate::{self, Truth};

/// All simulated numbers follow from it.
const SEED: u64 = 20_261_122;
/// Persons a text file: what is in memory at one time.
const A_FILE: usize = 500_000;

/// A packed folder, removed in the end.
#[derive(Debug)]
pub struct Data {
    /// Where it is.
    pub folder: PathBuf,
    /// How many persons there are.
    pub persons: usize,
    /// What the import took.
    pub imported: Imported,
}

/// What `thetis import responses` took, and made.
#[derive(Clone, Copy, Debug)]
pub struct Imported {
    /// Seconds.
    pub seconds: f64,
    /// Bytes of the text it read.
    pub text: u64,
    /// Bytes of the folder it wrote.
    pub packed: u64,
}

impl Data {
    /// Simulate 2PL responses, write them as CSV, and have them imported.
    ///
    /// # Errors
    /// Files that cannot be written, or an import that fails.
    pub fn new(machine: &Machine, persons: usize, items: usize) -> io::Result<Self> {
        let texts = machine.folder.join("text");
        fs::create_dir_all(&texts)?;
        let mut random = simulate::generator(SEED, persons as u64);
        let truth = Truth::draw(Model::TwoParameter, items, 2, &mut random);
        let mut files = Vec::new();
        for start in (0..persons).step_by(A_FILE) {
            let file = texts.join(format!("{:03}.csv", files.len()));
            let mut out = BufWriter::new(File::create(&file)?);
            writeln!(out, "{}", simulate::ids(items).join(","))?;
            let mut line = vec![b','; 2 * items];
            line[2 * items - 1] = b'\n';
            for row in truth.answer(A_FILE.min(persons - start), &mut random).cells.chunks_exact(items) {
                line.iter_mut().step_by(2).zip(row).for_each(|(out, cell)| *out = b'0' + cell);
                out.write_all(&line)?;
            }
            out.flush()?;
            files.push(file);
        }
        let text = size(&files)?;
        let folder = machine.folder.join(format!("packed-{persons}"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let start = Instant::now();
        let mut import = machine.thetis();
        import.args(["import", "responses"]).args(&files).arg("-o").arg(&folder).arg("--quiet").stdout(Stdio::null());
        super::machine::finish(&mut import, &[0])?;
        let seconds = start.elapsed().as_secs_f64();
        fs::remove_dir_all(&texts)?;
        let entries: Vec<PathBuf> =
            fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        let packed = size(&entries)?;
        Ok(Self { folder, persons, imported: Imported { seconds, text, packed } })
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        // What is left of a failed run is overwritten by the next.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn size(files: &[PathBuf]) -> io::Result<u64> {
    files.iter().map(|file| fs::metadata(file).map(|data| data.len())).sum()
}
