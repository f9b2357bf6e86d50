//! Frameworks go to CASE 1.1 and come back; packages of others are read, or refused with a reason.

mod common;

use jsonschema::Validator;
use serde_json::{Value, json};
use thetis_bank::IdMap;
use thetis_framework::{
    Defaults, ESCO_NOTICE, ExportError, FrameworkFolder, Library, OutcomeType, check, export_case, import_case,
};

use common::{Files, fixture};

fn case_schema() -> Validator {
    let schema = serde_json::from_str(&fixture("case-1.1.schema.json")).expect("JSON");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema")
}

fn package(folder: &FrameworkFolder, language: &str) -> Value {
    serde_json::from_str(&export_case(folder, language).expect("exported")).expect("JSON")
}

/// What a package in one language can hold of a framework: no other language, no address of a schema.
fn in_one_language(folder: &FrameworkFolder, language: &str) -> FrameworkFolder {
    let mut framework = folder.framework.clone();
    framework.schema = None;
    framework.languages = vec![language.to_owned()];
    let mut texts = folder.locales[language].clone();
    texts.schema = None;
    FrameworkFolder { framework, locales: [(language.to_owned(), texts)].into() }
}

/// Texts in the order of their ids, which an object of JSON does not promise to keep.
fn sorted(mut folder: FrameworkFolder) -> FrameworkFolder {
    fn sort<V: Clone>(map: &mut IdMap<V>) {
        let mut entries: Vec<_> = map.iter().map(|(id, value)| (id.to_owned(), value.clone())).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        *map = entries.into_iter().collect();
    }
    sort(&mut folder.framework.esco_skills);
    for texts in folder.locales.values_mut() {
        sort(&mut texts.levels);
        sort(&mut texts.areas);
        sort(&mut texts.competences);
        sort(&mut texts.outcomes);
        sort(&mut texts.overlays);
    }
    folder
}

fn committed() -> FrameworkFolder {
    let mut library = Library::read(common::item_banks()).unwrap_or_else(|errors| panic!("{errors:?}"));
    library.frameworks.remove("care-and-household").expect("committed")
}

#[test]
fn the_export_has_every_field_that_case_requires_and_none_it_does_not_know() {
    let schema = case_schema();
    let small = Files::sound().folder();
    let mut published = small.clone();
    published.framework.address = Some("https://example.org/ims/case/v1p1/".into());
    let committed = committed();
    let committed = committed.locales.keys().map(|language| package(&committed, language)).collect::<Vec<_>>();
    assert_eq!(committed.len(), 8);
    for package in [package(&small, "en"), package(&published, "fr")].iter().chain(&committed) {
        let errors: Vec<_> =
            schema.iter_errors(package).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_case_refuses() {
    let schema = case_schema();
    let sound = package(&Files::sound().folder(), "en");
    for (pointer, value) in [
        ("/CFDocument/creator", Value::Null),
        ("/CFDocument/identifier", json!("care")),
        ("/CFDocument/caseVersion", json!("1.2")),
        ("/CFDocument/colour", json!("red")),
        ("/CFItems/0/fullStatement", Value::Null),
        ("/CFItems/0/lastChangeDateTime", json!("today")),
        ("/CFAssociations/0/associationType", json!("belongsTo")),
        ("/CFAssociations/0/destinationNodeURI/title", Value::Null),
        ("/CFDefinitions/CFItemTypes/0/hierarchyCode", Value::Null),
        ("/CFDefinitions/CFLicenses/0/licenseText", Value::Null),
    ] {
        let mut package = sound.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = package.pointer_mut(parent).expect("there").as_object_mut().expect("an object");
        if value.is_null() {
            parent.remove(key)
        } else {
            parent.insert(key.into(), value)
        };
        assert!(!schema.is_valid(&package), "{pointer}");
    }
}

#[test]
fn a_framework_comes_back_as_it_was_in_every_language() {
    for folder in [Files::sound().folder(), committed()] {
        for language in folder.locales.keys() {
            let text = export_case(&folder, language).expect("exported");
            let imported = import_case(text.as_bytes(), &Defaults::default()).expect("imported");
            assert_eq!(imported.notes, [] as [String; 0], "{language}");
            assert_eq!(sorted(imported.folder.clone()), sorted(in_one_language(&folder, language)), "{language}");
            assert_eq!(export_case(&imported.folder, language).as_ref(), Ok(&text), "{language}");
        }
    }
}

#[test]
fn what_is_exported_is_what_is_there() {
    let mut files = Files::sound();
    files.framework["source"] = json!("Written by us.");
    let package = package(&files.folder(), "en");
    let document = &package["CFDocument"];
    assert_eq!(document["notes"], format!("Written by us.\n\n{ESCO_NOTICE}"));
    assert_eq!(document["caseVersion"], "1.1");
    assert_eq!(document["lastChangeDateTime"], "2026-11-22T00:00:00Z");
    let items = package["CFItems"].as_array().expect("a list");
    let codes: Vec<_> = items.iter().map(|item| item["humanCodingScheme"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["home", "cleaning", "surfaces", "labels", "rules", "contract", "cesu"]);
    let cesu = &items[6];
    assert_eq!((&cesu["CFItemType"], &cesu["educationLevel"]), (&json!("Knowledge"), &json!(["EQF 2"])));
    assert_eq!(cesu["extensions"], json!({"thetis": {"country": "FR"}}));
    let associations = package["CFAssociations"].as_array().expect("a list");
    let of = |code: &str, kind: &str| {
        let item = items.iter().find(|item| item["humanCodingScheme"] == code).expect("an item");
        let found: Vec<_> = associations
            .iter()
            .filter(|own| own["originNodeURI"]["identifier"] == item["identifier"] && own["associationType"] == kind)
            .collect();
        assert_eq!(found.len(), 1, "{code} {kind}");
        found[0].clone()
    };
    let esco = &of("surfaces", "isRelatedTo")["destinationNodeURI"];
    assert_eq!(
        *esco,
        json!({
            "title": "clean surfaces", "uri": common::SKILL, "targetType": "ext:ESCO",
            "identifier": "6ff01827-907d-43d8-b6e4-7162c1cf0aca"
        })
    );
    let added = of("cesu", "isChildOf");
    assert_eq!(added["destinationNodeURI"]["title"], "Rules in en");
    assert_eq!((&added["sequenceNumber"], &added["CFAssociationGroupingURI"]["title"]), (&json!(2), &json!("FR")));
    assert_eq!(of("home", "isChildOf")["destinationNodeURI"]["identifier"], document["identifier"]);
}

#[test]
fn identifiers_depend_on_nothing_but_ids() {
    let folder = Files::sound().folder();
    let (en, fr) = (package(&folder, "en"), package(&folder, "fr"));
    let identifiers = |package: &Value| {
        let lists = ["CFItems", "CFAssociations"].map(|name| package[name].as_array().expect("a list").clone());
        lists.concat().iter().map(|own| own["identifier"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(identifiers(&en), identifiers(&fr));
    let mut unique = identifiers(&en);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), identifiers(&en).len());
}

#[test]
fn what_cannot_be_exported_is_named() {
    let mut files = Files::sound();
    files.fr["outcomes"].as_object_mut().expect("texts").remove("labels");
    let missing = ExportError::MissingText { place: "outcomes.labels".into(), language: "fr".into() };
    assert_eq!(export_case(&files.folder(), "fr"), Err(missing));
    let unknown = ExportError::UnknownLanguage { language: "it".into(), known: vec!["en".into(), "fr".into()] };
    assert_eq!(export_case(&files.folder(), "it"), Err(unknown));
    files.framework["escoSkills"] = json!({});
    let esco = export_case(&files.folder(), "en").expect_err("no label");
    assert!(esco.to_string().contains("the outcome surfaces refers to"), "{esco}");
}

#[test]
fn a_package_of_another_program_is_read() {
    let imported = import_case(fixture("foreign.case.json").as_bytes(), &Defaults::default()).expect("imported");
    assert_eq!(
        imported.notes,
        [
            "CFSubjects are not read",
            "1 associations of type precedes are not read",
            "2 items have their identifier as id, because their humanCodingScheme is missing, repeated or no id",
        ]
    );
    let framework = &imported.folder.framework;
    assert_eq!((framework.id.as_str(), framework.version.as_str()), ("cuidados-b-sicos", "2"));
    assert_eq!((framework.creator.as_str(), framework.licence.as_str()), ("Instituto de ejemplo", "CC-BY-4.0"));
    assert_eq!(framework.languages, ["es"]);
    assert_eq!(framework.areas[0].id, "A");
    let competence = framework.competence("A.1").expect("there");
    let outcomes: Vec<_> = competence.outcomes.iter().map(|own| (own.id.as_str(), own.kind, own.eqf)).collect();
    assert_eq!(
        outcomes,
        [
            ("A.1.a", OutcomeType::Skill, 2),
            ("00000000-0000-4000-8000-000000000005", OutcomeType::Knowledge, 2),
            ("00000000-0000-4000-8000-000000000006", OutcomeType::Responsibility, 3),
        ]
    );
    let skill = &competence.outcomes[0].esco[0];
    assert_eq!(framework.esco_skills.get(skill).map(String::as_str), Some("comply with food safety and hygiene"));
    let texts = &imported.folder.locales["es"];
    let named = texts.competences.get("A.1").expect("there");
    assert_eq!((named.name.as_str(), named.description.as_str()), ("Higiene", "Trabaja con higiene"));
    // It is a sound framework: only what no person has read is noted.
    let frameworks = [("cuidados-b-sicos".to_owned(), imported.folder.clone())].into();
    let report = check(&Library { frameworks, ..Library::default() });
    assert!(report.is_valid(), "{:#?}", report.problems());
    assert!(case_schema().is_valid(&package(&imported.folder, "es")));
}

/// The complaints about the foreign package after a change (null removes).
fn complaints(changes: &[(&str, Value)], defaults: &Defaults) -> Vec<String> {
    let mut package: Value = serde_json::from_str(&fixture("foreign.case.json")).expect("JSON");
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        match package.pointer_mut(parent).unwrap_or_else(|| panic!("{parent}")) {
            Value::Array(values) => values[key.parse::<usize>().expect("an index")] = value.clone(),
            Value::Object(fields) if value.is_null() => assert!(fields.remove(key).is_some(), "{pointer}"),
            parent => parent[key] = value.clone(),
        }
    }
    match import_case(package.to_string().as_bytes(), defaults) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let missing = "00000000-0000-4000-8000-0000000000ff";
    let first = "00000000-0000-4000-8000-000000000002";
    for (pointer, value, message) in [
        ("/CFDocument", Value::Null, "has no CFDocument"),
        ("/CFDocument/creator", Value::Null, "CFDocument: has no creator, which CASE requires"),
        ("/CFDocument/title", json!(3), "CFDocument: title is 3, not a text"),
        ("/CFDocument/title", json!("ケア"), "CFDocument: no id can be made of the title"),
        ("/CFDocument/caseVersion", json!("2.0"), "CFDocument: caseVersion is \"2.0\""),
        ("/CFDocument/language", Value::Null, "CFDocument: the language \"\" is none"),
        ("/CFDocument/licenseURI", Value::Null, "CFDocument: no licenseURI"),
        ("/CFDocument/extensions", json!({"thetis": 3}), "CFDocument.extensions.thetis: is not what Thetis writes"),
        ("/CFItems", json!({}), "CFItems: is not a list"),
        ("/CFItems/3/fullStatement", json!(""), "CFItems[3]: has no fullStatement"),
        ("/CFItems/3/lastChangeDateTime", json!("1.2.2021"), "CFItems[3]: lastChangeDateTime \"1.2.2021\""),
        (
            "/CFItems/3/identifier",
            json!(first),
            "CFItems[3]: the identifier 00000000-0000-4000-8000-000000000002 occurs",
        ),
        ("/CFItems/2/CFItemType", json!("Standard"), "CFItems[2]: the CFItemType is Standard"),
        ("/CFItems/2/educationLevel", json!(["03"]), "CFItems[2]: no educationLevel is an EQF level"),
        ("/CFItems/1/extensions", json!({"thetis": {"country": "FR"}}), "CFItems[1]: is an area or a competence that"),
        (
            "/CFAssociations/2/destinationNodeURI/identifier",
            json!(missing),
            "CFAssociations[2].destinationNodeURI: no item",
        ),
        ("/CFAssociations/2/originNodeURI/identifier", json!(missing), "CFAssociations[2].originNodeURI: no item"),
        (
            "/CFAssociations/2/originNodeURI",
            json!("x"),
            "CFAssociations[2].originNodeURI: is missing, or not an object",
        ),
        ("/CFAssociations/2/associationType", json!("isPartOf"), "CFItems[4]: \"Responde de la limpieza"),
        ("/CFAssociations/6/associationType", json!("isChildOf"), "CFAssociations[6]: \"Se lava las manos"),
        ("/CFAssociations/1/associationType", json!("isPeerOf"), "CFAssociations: the tree below the document has 1"),
    ] {
        let found = complaints(&[(pointer, value.clone())], &Defaults::default());
        assert!(found.iter().any(|own| own.starts_with(message)), "{value} at {pointer}: {found:#?}");
        assert!(found.iter().all(|own| own.contains("; ")), "a remedy: {found:#?}");
    }
}

#[test]
fn problems_of_a_package_come_together() {
    let changes =
        [("/CFDocument/creator", Value::Null), ("/CFItems/2/uri", Value::Null), ("/CFAssociations/0/uri", Value::Null)];
    assert_eq!(complaints(&changes, &Defaults::default()).len(), 3);
}

#[test]
fn a_tree_that_is_too_deep_or_a_ring_is_refused() {
    let deep = ("/CFAssociations/2/destinationNodeURI/identifier", json!("00000000-0000-4000-8000-000000000004"));
    let found = complaints(&[deep], &Defaults::default());
    assert!(found[0].starts_with("CFItems[4]: \"Responde de la limpieza de la cocina.\" is on level 4"), "{found:#?}");
    let ring = ("/CFAssociations/0/destinationNodeURI/identifier", json!("00000000-0000-4000-8000-000000000003"));
    let found = complaints(&[ring], &Defaults::default());
    assert_eq!(found.iter().filter(|own| own.contains("is not below the document")).count(), 5, "{found:#?}");
}

#[test]
fn defaults_say_what_a_package_does_not() {
    let changes = [
        ("/CFItems/2/CFItemType", json!("Standard")),
        ("/CFItems/2/educationLevel", Value::Null),
        ("/CFDocument/language", Value::Null),
        ("/CFDocument/licenseURI", Value::Null),
        ("/CFDocument/title", json!("ケア")),
    ];
    assert_eq!(complaints(&changes, &Defaults::default()).len(), 5);
    let defaults = Defaults {
        id: Some("care".into()),
        language: Some("es".into()),
        licence: Some("CC0-1.0".into()),
        outcome_type: Some(OutcomeType::Skill),
        eqf: Some(2),
    };
    assert_eq!(complaints(&changes, &defaults), [] as [String; 0]);
}

/// A chain of items as long as a file can hold must not exhaust the stack.
#[test]
fn no_depth_is_too_much() {
    let identifier = |number: usize| format!("00000000-0000-4000-8000-{number:012}");
    let link = |number: usize| json!({"title": "x", "identifier": identifier(number), "uri": "x"});
    let mut package: Value = serde_json::from_str(&fixture("foreign.case.json")).expect("JSON");
    let (item, association) = (package["CFItems"][0].clone(), package["CFAssociations"][0].clone());
    let items = (2..10_000).map(|number| {
        let mut item = item.clone();
        item["identifier"] = json!(identifier(number));
        item
    });
    let associations = (2..10_000).map(|number| {
        let mut association = association.clone();
        association["originNodeURI"] = link(number);
        association["destinationNodeURI"] = link(number - 1);
        association
    });
    (package["CFItems"], package["CFAssociations"]) = (items.collect(), associations.collect());
    let problems = import_case(package.to_string().as_bytes(), &Defaults::default()).expect_err("too deep");
    assert!(problems[0].message.contains("is on level 4"), "{}", problems[0]);
}

#[test]
fn no_input_makes_it_panic() {
    let text = fixture("foreign.case.json");
    for end in (0..text.len()).step_by(37).filter(|end| text.is_char_boundary(*end)) {
        assert!(import_case(&text.as_bytes()[..end], &Defaults::default()).is_err());
    }
    for text in [
        "",
        "null",
        "[]",
        "3",
        "{\"CFDocument\": []}",
        "{\"CFDocument\": {}, \"CFItems\": [null, 3, []]}",
        "\u{feff}{}",
    ] {
        assert!(import_case(text.as_bytes(), &Defaults::default()).is_err(), "{text}");
    }
}
