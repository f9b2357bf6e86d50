//! The committed framework, profiles and practices: sound, complete, true to ESCO; and the schemas are those of the types.

mod common;

use std::{collections::BTreeSet, env, fs, path::Path};

use serde_json::Value;
use thetis_bank::Severity;
use thetis_framework::{ESCO_NOTICE, Library, Match, check_folder, schemas};

use common::{fixture, item_banks};

fn library() -> Library {
    Library::read(item_banks()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

#[test]
fn nothing_is_wrong_with_them() {
    let report = check_folder(item_banks());
    let problems: Vec<_> = report
        .problems()
        .iter()
        .filter(|problem| problem.severity != Severity::Note)
        .map(ToString::to_string)
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_reference_to_esco_is_in_the_list_with_its_label() {
    let list: Value = serde_json::from_str(&fixture("esco.json")).expect("JSON");
    assert_eq!(list["notice"], ESCO_NOTICE);
    let library = library();
    let mut used = BTreeSet::new();
    for folder in library.frameworks.values() {
        for (uri, label) in folder.framework.esco_skills.iter() {
            assert_eq!(list["skills"][uri], label.as_str(), "{uri}");
            used.insert(uri.to_owned());
        }
        for uri in folder.framework.outcomes().flat_map(|outcome| &outcome.esco) {
            assert!(list["skills"][uri].is_string(), "{uri}");
        }
    }
    let listed: BTreeSet<_> = list["skills"].as_object().expect("skills").keys().cloned().collect();
    assert_eq!(used, listed, "the list has what is used and nothing else");
    for (id, profile) in &library.profiles {
        match &profile.esco {
            Some(esco) => assert_eq!(list["occupations"][&esco.uri], esco.label.as_str(), "{id}"),
            None => assert_eq!(id, "informal-carer", "only unpaid care has no occupation of ESCO"),
        }
    }
    assert_eq!(library.profiles["personal-carer"].esco.as_ref().map(|esco| esco.kind), Some(Match::Near));
}

#[test]
fn the_framework_has_what_the_projects_have() {
    let library = library();
    let framework = &library.frameworks["care-and-household"].framework;
    assert_eq!(framework.areas.len(), 3);
    assert_eq!(framework.competences().count(), 13);
    assert_eq!(framework.languages, ["en", "fr", "de", "es", "it", "fi", "ar", "uk"]);
    let countries: Vec<_> = framework.overlays.iter().map(|overlay| overlay.country.as_str()).collect();
    assert_eq!(countries, ["FR", "DE", "AT", "ES", "IT", "FI"]);
    let occupations: Vec<_> = library.profiles.keys().map(String::as_str).collect();
    let expected = [
        "child-care-worker",
        "companion",
        "domestic-cleaner",
        "domestic-housekeeper",
        "home-care-aide",
        "informal-carer",
        "personal-carer",
    ];
    assert_eq!(occupations, expected);
    for competence in framework.competences() {
        assert!(competence.outcomes.iter().any(|outcome| outcome.eqf == 2), "{}", competence.id);
        assert!(competence.outcomes.iter().any(|outcome| outcome.eqf == 3), "{}", competence.id);
    }
}

#[test]
fn committed_schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks/schema");
    for (file, generated) in schemas() {
        let path = folder.join(file);
        if env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(&path, &generated).expect("the schema can be written");
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == generated,
            "item-banks/schema/{file} is not what the types say: run `cargo run -p thetis-framework --example schema` \
             and commit it"
        );
    }
}

/// Every committed file fits its schema, read by a program that is not ours.
#[test]
fn committed_files_fit_the_schemas() {
    let schemas = schemas().map(|(file, text)| {
        let schema = serde_json::from_str(&text).expect("JSON");
        (file, jsonschema::draft202012::new(&schema).expect("a schema"))
    });
    let mut checked = 0;
    for (pattern, index) in [("frameworks", 0), ("locales", 1), ("profiles", 2), ("practices", 3)] {
        for path in files(pattern) {
            let value: Value = serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
            let errors: Vec<_> = schemas[index]
                .1
                .iter_errors(&value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
            let address = value["$schema"].as_str().unwrap_or_default();
            assert!(address.ends_with(schemas[index].0), "{}: $schema is {address:?}", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 1 + 8 + 7, "{checked} files");
}

fn files(kind: &str) -> Vec<std::path::PathBuf> {
    let root = item_banks();
    let list = |folder: &Path| {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect::<Vec<_>>()
    };
    match kind {
        "frameworks" => vec![root.join("frameworks/care-and-household/framework.json")],
        "locales" => list(&root.join("frameworks/care-and-household/locales")),
        other => list(&root.join(other)),
    }
}

#[test]
fn every_field_is_described() {
    fn undescribed(schema: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                if property.get("description").is_none() {
                    found.push(format!("{path}.{name}"));
                }
            }
        }
        match schema {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| undescribed(value, &format!("{path}/{name}"), found));
            }
            Value::Array(values) => values.iter().for_each(|value| undescribed(value, path, found)),
            _ => {}
        }
    }
    for (file, text) in schemas() {
        let mut found = Vec::new();
        undescribed(&serde_json::from_str(&text).expect("JSON"), "", &mut found);
        assert!(found.is_empty(), "{file}: {found:#?}");
    }
}
