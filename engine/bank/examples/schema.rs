//! Writes the JSON Schemas into item-banks/schema/: `cargo run -p thetis-bank --example schema`.

use std::{fs, io, path::Path};

use thetis_bank::schema;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks/schema");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(schema::BANK_SCHEMA_FILE), schema::bank_schema())?;
    fs::write(folder.join(schema::LOCALE_SCHEMA_FILE), schema::locale_schema())
}
