//! The JSON Schemas of frameworks, their texts, profiles and practices, generated from the Rust types.
//!
//! They are committed in `item-banks/schema/`; `cargo run -p thetis-framework --example schema` writes them.

use thetis_bank::schema::json_schema;

use crate::{Framework, FrameworkTexts, Practice, Profile};

/// The schemas, each with the name of its file: JSON Schema (draft 2020-12), as text ending in a line feed.
#[must_use]
pub fn schemas() -> [(&'static str, String); 4] {
    [
        ("framework.schema.json", json_schema::<Framework>("Thetis competence framework")),
        ("framework-locale.schema.json", json_schema::<FrameworkTexts>("Thetis competence framework texts")),
        ("profile.schema.json", json_schema::<Profile>("Thetis occupational profile")),
        ("practice.schema.json", json_schema::<Practice>("Thetis good practice")),
    ]
}
