//! Writes the JSON Schema of study files: `cargo run -p thetis-simulate --example schema`.

use std::{fs, io, path::Path};

use thetis_simulate::StudyFile;

fn main() -> io::Result<()> {
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("study.schema.json"), StudyFile::json_schema())
}
