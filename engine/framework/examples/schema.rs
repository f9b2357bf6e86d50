//! Writes the JSON Schemas into item-banks/schema/: `cargo run -p thetis-framework --example schema`.

use std::{fs, io, path::Path};

use thetis_framework::schemas;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks/schema");
    fs::create_dir_all(&folder)?;
    for (file, schema) in schemas() {
        fs::write(folder.join(file), schema)?;
    }
    Ok(())
}
