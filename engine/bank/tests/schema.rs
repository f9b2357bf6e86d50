//! The committed JSON Schemas are those of the Rust types, and say what the types say.

mod common;

use std::{env, fs, path::Path};

use serde_json::{Value, json};
use thetis_bank::schema::{BANK_SCHEMA_FILE, LOCALE_SCHEMA_FILE, bank_schema, locale_schema};

#[test]
fn committed_schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks/schema");
    for (file, generated) in [(BANK_SCHEMA_FILE, bank_schema()), (LOCALE_SCHEMA_FILE, locale_schema())] {
        let path = folder.join(file);
        if env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(&path, &generated).expect("the schema can be written");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == generated,
            "item-banks/schema/{file} is not what the types say: run `cargo run -p thetis-bank --example schema` and commit it"
        );
    }
}

#[test]
fn every_field_is_described() {
    fn undescribed(schema: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            // An object of one field that is itself described, such as a stopping rule, needs no more.
            let described = properties.len() == 1 && schema.get("description").is_some();
            for (name, property) in properties {
                // The tag of a variant is described by the variant.
                if !described && property.get("description").is_none() && property.get("const").is_none() {
                    found.push(format!("{path}.{name}"));
                }
            }
        }
        match schema {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| undescribed(value, &format!("{path}/{name}"), found))
            }
            Value::Array(values) => values
                .iter()
                .enumerate()
                .for_each(|(index, value)| undescribed(value, &format!("{path}/{index}"), found)),
            _ => {}
        }
    }
    for text in [bank_schema(), locale_schema()] {
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let mut found = Vec::new();
        undescribed(&schema, "", &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// A validator of the few keywords that the schemas use: enough to hold the schemas against the reader.
fn valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(keywords) = schema.as_object() else {
        return schema.as_bool().unwrap_or(false);
    };
    let of_type = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => panic!("type {name}"),
    };
    let list = |keyword: &Value| keyword.as_array().expect("a list").clone();
    keywords.iter().all(|(keyword, argument)| match keyword.as_str() {
        "$ref" => {
            let pointer = argument.as_str().and_then(|text| text.strip_prefix('#')).expect("a local reference");
            valid(root, root.pointer(pointer).expect("a definition"), value)
        }
        "type" => match argument {
            Value::String(name) => of_type(name),
            names => list(names).iter().any(|name| of_type(name.as_str().expect("a type"))),
        },
        "const" => argument == value,
        "enum" => list(argument).contains(value),
        "anyOf" => list(argument).iter().any(|schema| valid(root, schema, value)),
        "oneOf" => list(argument).iter().filter(|schema| valid(root, schema, value)).count() == 1,
        "required" => value
            .as_object()
            .is_none_or(|object| list(argument).iter().all(|name| object.contains_key(name.as_str().expect("a name")))),
        "properties" => value.as_object().is_none_or(|object| {
            object.iter().all(|(name, value)| argument.get(name).is_none_or(|schema| valid(root, schema, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|object| {
            let declared = keywords.get("properties").and_then(Value::as_object);
            object
                .iter()
                .filter(|(name, _)| !declared.is_some_and(|declared| declared.contains_key(*name)))
                .all(|(_, value)| valid(root, argument, value))
        }),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| valid(root, argument, item))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= argument.as_u64().expect("a number")),
        "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= argument.as_u64().expect("a number")),
        "minimum" => value.as_f64().is_none_or(|number| number >= argument.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= argument.as_f64().expect("a number")),
        "$schema" | "$defs" | "title" | "description" | "format" | "default" => true,
        other => panic!("the test knows no keyword {other}: {argument}"),
    })
}

#[test]
fn schema_and_reader_agree() {
    let schema: Value = serde_json::from_str(&bank_schema()).expect("JSON");
    let bank = serde_json::to_value(common::valid().bank).expect("serialisable");
    assert!(valid(&schema, &schema, &bank), "the valid bank does not fit the schema");
    let two = serde_json::to_value(common::valid_two_dimensions().bank).expect("serialisable");
    assert!(valid(&schema, &schema, &two), "the valid bank of two dimensions does not fit the schema");
    let blueprint = serde_json::to_value(common::valid_blueprint().bank).expect("serialisable");
    assert!(valid(&schema, &schema, &blueprint), "the valid bank with a blueprint does not fit the schema");
    let kinds = serde_json::to_value(common::valid_kinds().bank).expect("serialisable");
    assert!(valid(&schema, &schema, &kinds), "the valid bank of all kinds does not fit the schema");
    let outcome = serde_json::to_value(common::outcome::valid_outcome().bank).expect("serialisable");
    assert!(valid(&schema, &schema, &outcome), "the valid bank with a pathway does not fit the schema");

    let broken = [
        ("/extra", json!(1)),
        ("/format", json!("1")),
        ("/items/0/kind", json!("essay")),
        ("/items/0/status", json!("draft")),
        ("/items/0/scoring", json!({ "key": "no", "categories": [0] })),
        ("/items/0/scoring", json!({})),
        ("/items/0/scoring", json!({ "categories": [-1] })),
        ("/items/0/scoring", json!({ "keys": "a" })),
        ("/items/0/scoring", json!({ "keys": ["a"], "order": ["a"] })),
        ("/items/0/scoring", json!({ "keys": ["a"], "credit": "some" })),
        ("/items/0/scoring", json!({ "key": "a", "credit": "each" })),
        ("/items/0/scoring", json!({ "pairs": ["x"] })),
        ("/items/0/targets", json!("x")),
        ("/items/0/media", json!({ "options": ["media/x.svg"] })),
        ("/items/0/media", json!({ "regions": { "a": { "x": 0, "y": 0 } } })),
        ("/levels", json!({ "numeracy": [] })),
        ("/levels", json!([{ "dimension": "numeracy", "id": "low", "to": 1 }])),
        ("/levels", json!([{ "dimension": "numeracy", "id": "low", "eqf": -1 }])),
        ("/profiles", json!({ "cook": {} })),
        ("/sets", json!({ "text": { "media": { "audio": "media/x.mp3" } } })),
        ("/items/0/model", json!({ "type": "5pl", "b": 0 })),
        ("/items/0/model", json!({ "type": "2pl", "b": 0 })),
        ("/items/0/model", json!({ "type": "2pl", "a": 1, "b": 0, "c": 0 })),
        ("/items/0/model", json!({ "type": "grm", "a": 1, "b": 0 })),
        ("/items/0/model/standardErrors", json!({ "z": 1 })),
        ("/items/0/media", json!({ "video": "media/x.mp4" })),
        ("/designs/default/select/criterion", json!({ "name": "mfi" })),
        ("/designs/default/select/criterion", json!({ "name": "random", "prior": true })),
        ("/designs/default/start", json!({ "theta": "zero" })),
        ("/designs/default/estimate", json!({ "quadrature": "gauss" })),
        ("/designs/default/estimate", json!({ "quadrature": { "nodes": 3 } })),
        ("/designs/default/estimate", json!({ "range": [0] })),
        ("/designs/default/stop", json!({ "when": { "sem": 0.3 } })),
        ("/designs/default/stop", json!({ "minItems": -1 })),
        ("/items/0/content", json!(3)),
        ("/items/0/enemies", json!("q2")),
        ("/items/0/set", json!(["text"])),
        ("/sets", json!({ "text": { "order": "random" } })),
        ("/sets", json!({ "text": { "most": 2 } })),
        ("/designs/default/start", json!({ "theta": [0, [1]] })),
        ("/designs/default/start", json!({ "items": "q1" })),
        ("/designs/default/select/criterion", json!({ "name": "kullback-leibler", "weight": "flat" })),
        ("/designs/default/select/criterion", json!({ "name": "stratified", "strata": 2.5 })),
        ("/designs/default/select/criterion", json!({ "name": "w-rule", "weights": 1 })),
        ("/designs/default/select/competences", json!({ "next": "strongest" })),
        ("/designs/default/select/content", json!([{ "min": 1 }])),
        ("/designs/default/select/pilot", json!({ "from": 2 })),
        ("/designs/default/select/exposure", json!({ "items": { "q1": "often" } })),
        ("/designs/default/select/shadow", json!({ "refresh": "every" })),
        ("/designs/default/select/shadow", json!({ "refresh": { "every": 1, "change": 0.1 } })),
        ("/designs/default/select/shadow", json!({ "sets": { "least": 1 } })),
        ("/designs/default/estimate", json!({ "confidence": "some" })),
        ("/designs/default/cuts", json!([0])),
        ("/designs/default/stop", json!({ "when": { "changeAtMost": 0.1 } })),
        ("/designs/default/stop", json!({ "when": { "standardErrorAtMost": { "dimension": "numeracy" } } })),
        ("/designs/default/stop", json!({ "when": { "classifiedBySprt": { "gamma": 0.1 } } })),
        ("/designs/default/answers", json!({ "skip": "maybe" })),
        ("/designs/default/answers", json!({ "change": "block" })),
        ("/designs/default/fit", json!({ "lzStar": -2 })),
        ("/framework", json!(["household"])),
        ("/pathway", json!({ "basics": { "hours": 8 } })),
        ("/pathway", json!([{ "module": "basics", "develops": {} }])),
        ("/pathway", json!([{ "module": "basics", "hours": 8, "develops": {}, "after": "none" }])),
        ("/credentials", json!({ "home": { "requires": {} } })),
        ("/credentials", json!({ "home": { "requires": {}, "minAnswers": -1 } })),
        ("/profiles", json!({ "cook": { "requires": {}, "importance": 2 } })),
        ("/items/0/judgement", json!({ "eqf": 2 })),
        ("/items/0/judgement", json!({ "eqf": 2, "demand": "create" })),
    ];
    for (pointer, value) in broken {
        let mut bank = bank.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = bank.pointer_mut(parent).expect("a place");
        match parent {
            Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value.clone(),
            parent => parent[key] = value.clone(),
        }
        let read = serde_json::from_value::<thetis_bank::ItemBank>(bank.clone());
        assert!(read.is_err(), "the reader takes {value} at {pointer}");
        assert!(!valid(&schema, &schema, &bank), "the schema takes {value} at {pointer}");
    }
}
