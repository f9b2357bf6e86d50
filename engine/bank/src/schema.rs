//! The JSON Schemas of `bank.json` and of the locale files, generated from the Rust types.
//!
//! They are committed in `item-banks/schema/`; `cargo run -p thetis-bank --example schema` writes them.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use crate::types::{ItemBank, Locale};

/// Name of the schema of `bank.json`.
pub const BANK_SCHEMA_FILE: &str = "bank.schema.json";
/// Name of the schema of the locale files.
pub const LOCALE_SCHEMA_FILE: &str = "locale.schema.json";
/// Address of the schema of `bank.json`, from the folder of a bank in `item-banks/`.
pub const BANK_SCHEMA_ADDRESS: &str = "../schema/bank.schema.json";

/// The JSON Schema (draft 2020-12) of `bank.json`, as text ending in a line feed.
#[must_use]
pub fn bank_schema() -> String {
    json_schema::<ItemBank>("Thetis item bank")
}

/// The JSON Schema (draft 2020-12) of `locales/<language>.json`, as text ending in a line feed.
#[must_use]
pub fn locale_schema() -> String {
    json_schema::<Locale>("Thetis item bank texts")
}

/// The JSON Schema (draft 2020-12) of a type, with a title, as text ending in a line feed.
#[must_use]
pub fn json_schema<T: JsonSchema>(title: &str) -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    // A JSON value holds nothing that could fail to print.
    format!("{:#}\n", sorted(schema.as_value()))
}

/// The same value with the keys of its objects in alphabetical order, whatever the order of the maps of
/// `serde_json`, which any crate of a build can change for all by a feature.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            fields.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(values) => values.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
