//! Every fault has its code, its place and its remedy; a sound library has none.

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use thetis_framework::{Code, Library, check, check_folder};

use common::Files;

/// What is changed in a sound library: file, JSON pointer, new value (null removes); the code, and a part of file and
/// place of the problem.
type Fault = (&'static str, &'static str, Value, Code, &'static str);

fn faults() -> Vec<Fault> {
    let wrong_uri = json!(["http://data.europa.eu/esco/skill/not-a-uuid"]);
    let other_uri = json!(["http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000"]);
    let outcome = |id: &str| json!([{"id": id, "type": "skill", "eqf": 1}]);
    let framework_file = "frameworks/care/framework.json";
    vec![
        ("framework", "/id", json!("other"), Code::FileName, "frameworks/care/framework.json id"),
        ("framework", "/id", json!("ca re"), Code::InvalidId, "id"),
        ("framework", "/version", json!(" "), Code::EmptyField, "version"),
        ("framework", "/changed", json!("yesterday"), Code::InvalidDate, "changed"),
        ("framework", "/address", json!("example.org"), Code::MalformedAddress, "address"),
        ("framework", "/languages", json!(["en", "fr", "en"]), Code::DuplicateKey, "languages"),
        ("framework", "/languages", json!(["en", "fr", "xx_Y"]), Code::InvalidLanguage, "languages"),
        ("framework", "/languages", json!(["en", "fr", "de"]), Code::MissingLocale, framework_file),
        ("framework", "/languages", json!(["en"]), Code::UnlistedLocale, "locales/fr.json"),
        ("framework", "/levels/0/eqf", json!(3), Code::LevelOrder, "levels.high"),
        ("framework", "/levels/0/eqf", json!(0), Code::InvalidEqf, "levels.low"),
        ("framework", "/levels/1/id", json!("low"), Code::DuplicateId, "levels"),
        ("framework", "/areas", json!([]), Code::Empty, "areas"),
        ("framework", "/areas/0/competences/1/outcomes", json!([]), Code::Empty, "competences.rules"),
        ("framework", "/areas/0/competences/1/id", json!("cleaning"), Code::DuplicateId, "competences"),
        ("framework", "/areas/0/competences/1/outcomes", outcome("labels"), Code::DuplicateId, "outcomes"),
        ("framework", "/areas/0/competences/1/outcomes", outcome("cesu"), Code::DuplicateId, "outcomes"),
        ("framework", "/areas/0/competences/0/outcomes/0/eqf", json!(9), Code::InvalidEqf, "outcomes.surfaces"),
        ("framework", "/areas/0/competences/0/outcomes/0/esco", wrong_uri, Code::MalformedEscoUri, "outcomes.surfaces"),
        ("framework", "/areas/0/competences/0/outcomes/0/esco", other_uri, Code::UnlabelledEscoSkill, "surfaces"),
        ("framework", "/areas/0/competences/0/outcomes/0/esco", json!([]), Code::UnusedEscoSkill, "escoSkills"),
        ("framework", "/overlays/0/country", json!("UK"), Code::InvalidCountry, "overlays.UK"),
        ("framework", "/overlays/0/adds", json!({"law": []}), Code::UnknownCompetence, "overlays.FR.adds"),
        (
            "framework",
            "/overlays/0/notes/0/competence",
            json!("law"),
            Code::UnknownCompetence,
            "overlays.FR.notes.cesu",
        ),
        ("framework", "/overlays/0/notes/0/source", json!(""), Code::EmptyField, "overlays.FR.notes.cesu.source"),
        (
            "framework",
            "/overlays/0/qualifications/0/eqf",
            json!(11),
            Code::InvalidEqf,
            "qualifications.Employé familial",
        ),
        ("fr", "/language", json!("de"), Code::LocaleLanguage, "locales/fr.json"),
        ("fr", "/outcomes/labels", Value::Null, Code::MissingText, "locales/fr.json outcomes.labels"),
        ("fr", "/outcomes/labels", json!(" "), Code::MissingText, "outcomes.labels"),
        ("fr", "/outcomes/labels", json!("Reads labels in en"), Code::UntranslatedText, "outcomes.labels"),
        ("fr", "/competences/rules", Value::Null, Code::MissingText, "competences.rules.name"),
        ("fr", "/overlays/FR/notes/cesu", Value::Null, Code::MissingText, "overlays.FR.notes.cesu"),
        ("fr", "/framework/notice", Value::Null, Code::MissingText, "framework.notice"),
        ("fr", "/levels/middle", json!("Milieu"), Code::StrayText, "levels"),
        ("fr", "/review", json!("unreviewed"), Code::UnreviewedTexts, "locales/fr.json review"),
        ("profile", "/id", json!("maid"), Code::FileName, "profiles/cleaner.json id"),
        ("profile", "/framework", json!("caer"), Code::UnknownFramework, "framework"),
        ("profile", "/isco", json!("911"), Code::InvalidIsco, "isco"),
        ("profile", "/esco/uri", json!(common::SKILL), Code::MalformedEscoUri, "esco.uri"),
        ("profile", "/requires", json!([]), Code::NoRequirement, "requires"),
        ("profile", "/requires/0/competence", json!("law"), Code::UnknownCompetence, "requires.law"),
        ("profile", "/requires/0/level", json!("top"), Code::UnknownLevel, "requires.cleaning"),
        ("profile", "/requires/0/importance", json!(4), Code::InvalidImportance, "requires.cleaning"),
        (
            "profile",
            "/countries/XX",
            json!({"title": "x", "language": "fr", "source": "x"}),
            Code::InvalidCountry,
            "XX",
        ),
        ("profile", "/texts/fr", Value::Null, Code::MissingText, "texts.fr"),
        ("profile", "/texts/fr/notes", Value::Null, Code::MissingText, "texts.fr.notes.FR"),
        ("profile", "/texts/en/notes", Value::Null, Code::StrayText, "texts.fr.notes.FR"),
        ("practice", "/id", json!("talk"), Code::FileName, "practices/talks.json id"),
        ("practice", "/date", json!("2026-02-30"), Code::InvalidDate, "date"),
        ("practice", "/countries", json!([]), Code::Empty, "countries"),
        ("practice", "/countries", json!(["FR", "XX"]), Code::InvalidCountry, "countries"),
        ("practice", "/title", json!(""), Code::MissingText, "title"),
        ("practice", "/contact", json!({"organisation": "Example"}), Code::NoContact, "contact"),
        ("practice", "/contact/website", json!("javascript:alert(1)"), Code::MalformedAddress, "contact.website"),
        ("practice", "/contact/email", json!("office"), Code::MalformedAddress, "contact.email"),
        ("practice", "/profiles", json!(["cook"]), Code::UnknownProfile, "profiles"),
        ("practice", "/language", json!("fr"), Code::StrayText, "translations.fr"),
    ]
}

fn broken(file: &str, pointer: &str, value: &Value) -> Files {
    let mut files = Files::sound();
    let root = match file {
        "framework" => &mut files.framework,
        "fr" => &mut files.fr,
        "profile" => &mut files.profile,
        "practice" => &mut files.practice,
        _ => panic!("file {file}"),
    };
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match root.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} in {file}")) {
        Value::Array(values) => values[key.parse::<usize>().expect("an index")] = value.clone(),
        Value::Object(fields) if value.is_null() => assert!(fields.remove(key).is_some(), "{pointer}"),
        parent => parent[key] = value.clone(),
    }
    files
}

#[test]
fn a_sound_library_has_no_problem() {
    let report = check(&Files::sound().library());
    assert_eq!(report.problems(), []);
    assert!(report.is_valid());
}

#[test]
fn every_fault_is_found_where_it_is() {
    for (file, pointer, value, code, place) in faults() {
        let report = check(&broken(file, pointer, &value).library());
        let found = report
            .problems()
            .iter()
            .any(|problem| problem.code == code && format!("{} {}", problem.file, problem.place).contains(place));
        assert!(found, "{value} at {pointer} of {file} should be {code} at {place}: {:#?}", report.problems());
        for problem in report.problems() {
            assert!(!problem.message.is_empty() && !problem.remedy.is_empty(), "{problem:?}");
        }
    }
}

#[test]
fn problems_come_together_errors_first() {
    let mut files = broken("fr", "/review", &json!("unreviewed"));
    files.fr["outcomes"]["labels"] = json!("Reads labels in en");
    files.practice["profiles"] = json!(["cook"]);
    files.profile["isco"] = json!("x");
    let report = check(&files.library());
    let codes: Vec<_> = report.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::InvalidIsco, Code::UnknownProfile, Code::UntranslatedText, Code::UnreviewedTexts]);
    assert!(!report.is_valid());
}

#[test]
fn repeated_keys_of_an_object_are_found() {
    let text = serde_json::to_string(&common::texts("fr")).expect("JSON");
    let doubled = text.replacen("\"labels\":", "\"labels\":\"once\",\"labels\":", 1);
    let mut library = Files::sound().library();
    let folder = library.frameworks.get_mut("care").expect("there");
    folder.locales.insert("fr".into(), serde_json::from_str(&doubled).expect("texts"));
    let codes: Vec<_> = check(&library).problems().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::DuplicateKey]);
}

/// An empty folder of the test's own.
fn scratch(test: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("removable");
    }
    fs::create_dir_all(&folder).expect("creatable");
    folder
}

fn write(folder: &Path, name: &str, content: &Value) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("creatable");
    fs::write(file, content.to_string()).expect("writable");
}

fn write_all(folder: &Path, files: &Files) {
    write(folder, "frameworks/care/framework.json", &files.framework);
    write(folder, "frameworks/care/locales/en.json", &files.en);
    write(folder, "frameworks/care/locales/fr.json", &files.fr);
    write(folder, "profiles/cleaner.json", &files.profile);
    write(folder, "practices/talks.json", &files.practice);
}

#[test]
fn a_folder_is_read_as_it_is_written() {
    let folder = scratch("sound");
    let files = Files::sound();
    write_all(&folder, &files);
    assert_eq!(Library::read(&folder), Ok(files.library()));
    assert_eq!(check_folder(&folder).problems(), []);
}

#[test]
fn one_unreadable_file_does_not_hide_the_problems_of_the_others() {
    let folder = scratch("unreadable");
    let mut files = Files::sound();
    files.practice["profiles"] = json!(["cook"]);
    files.profile["format"] = json!(2);
    write_all(&folder, &files);
    fs::write(folder.join("frameworks/care/locales/fr.json"), "{\n\"language\": 3}").expect("writable");
    fs::create_dir_all(folder.join("frameworks/empty")).expect("creatable");
    let report = check_folder(&folder);
    let found: BTreeSet<_> =
        report.problems().iter().map(|problem| (problem.code, problem.file.as_str(), problem.line)).collect();
    let expected = BTreeSet::from([
        (Code::MalformedFile, "frameworks/care/locales/fr.json", Some(2)),
        (Code::UnreadableFile, "frameworks/empty/framework.json", None),
        (Code::UnknownFormat, "profiles/cleaner.json", None),
        (Code::UnknownProfile, "practices/talks.json", None),
    ]);
    assert_eq!(found, expected, "{:#?}", report.problems());
    let library = Library::read(&folder).expect_err("three files");
    assert_eq!(library.len(), 3, "{library:?}");
}

#[test]
fn a_folder_without_any_of_it_is_named() {
    let folder = scratch("nothing");
    let report = check_folder(&folder);
    assert_eq!(report.problems().len(), 1);
    assert!(report.problems()[0].message.contains("frameworks, profiles, practices"), "{}", report.problems()[0]);
}

#[test]
fn every_code_is_met() {
    let met: BTreeSet<_> = faults().into_iter().map(|(_, _, _, code, _)| code).collect();
    let of_files = [Code::UnreadableFile, Code::MalformedFile, Code::UnknownFormat];
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !met.contains(code) && !of_files.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
