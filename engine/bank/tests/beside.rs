//! What lies beside a bank, its framework and the occupations of its profiles, has to agree with it.

mod common;

use common::{outcome::valid_outcome, scratch::Scratch};
use serde_json::{Value, json};
use thetis_bank::{Code, Problem, Severity, check, check_path};

const FRAMEWORK: &str = "frameworks/household/framework.json";
const OCCUPATION: &str = "profiles/domestic-housekeeper.json";

fn framework() -> Value {
    let competence = |id: &str, outcome: &str| json!({ "id": id, "outcomes": [{ "id": outcome, "type": "knowledge", "eqf": 2, "esco": [] }] });
    json!({
        "id": "household", "areas": [{ "id": "housekeeping", "competences": [
            competence("cleaning", "cleaning-order"), competence("laundry", "laundry-labels"), competence("meals", "meals-plan")
        ] }]
    })
}

fn occupation() -> Value {
    json!({
        "id": "domestic-housekeeper", "esco": "http://data.europa.eu/esco/occupation/1", "requires": [
            { "competence": "laundry", "level": "alone" },
            { "competence": "cleaning", "level": "guiding", "importance": 3 },
            { "competence": "meals", "level": "guiding", "importance": 2 }
        ]
    })
}

/// The valid bank in a folder of banks, with its framework and occupation beside it, one of the three changed.
fn problems(change: impl FnOnce(&mut Value, &mut Value, &mut Value)) -> Vec<Problem> {
    let folder = valid_outcome();
    let mut bank = serde_json::to_value(&folder.bank).expect("serialisable");
    let (mut framework, mut occupation) = (framework(), occupation());
    change(&mut bank, &mut framework, &mut occupation);
    let scratch = Scratch::new();
    folder.write(scratch.0.join("home")).expect("written");
    scratch.write("home/bank.json", &bank.to_string());
    for (file, value) in [(FRAMEWORK, framework), (OCCUPATION, occupation)] {
        match value {
            Value::Null => {}
            Value::String(text) => scratch.write(file, &text),
            value => scratch.write(file, &value.to_string()),
        }
    }
    check_path(scratch.0.join("home")).problems().to_vec()
}

/// The only problem.
fn problem(change: impl FnOnce(&mut Value, &mut Value, &mut Value)) -> Problem {
    let problems = problems(change);
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    problem.clone()
}

#[test]
fn what_agrees_is_not_reported() {
    let problems = problems(|_, _, _| {});
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_bank_that_is_no_folder_is_not_compared() {
    assert!(check(&valid_outcome()).problems().is_empty());
}

#[test]
fn a_bank_that_names_nothing_is_not_compared() {
    let problems = problems(|bank, framework, occupation| {
        bank.as_object_mut().expect("an object").remove("framework");
        for item in bank["items"].as_array_mut().expect("a list") {
            item.as_object_mut().expect("an object").remove("outcome");
        }
        bank["profiles"]["housekeeper"].as_object_mut().expect("an object").remove("occupation");
        (*framework, *occupation) = (Value::Null, Value::Null);
    });
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn what_is_not_there_is_a_warning() {
    let found = problem(|_, framework, _| *framework = Value::Null);
    assert_eq!((found.code, found.severity), (Code::FrameworkNotCompared, Severity::Warning));
    assert!(found.message.contains("../frameworks/household/framework.json"), "{found}");
    let found = problem(|_, _, occupation| *occupation = Value::Null);
    assert_eq!((found.code, found.severity), (Code::ProfileNotCompared, Severity::Warning));
    assert!(found.message.contains("../profiles/domestic-housekeeper.json"), "{found}");
}

#[test]
fn what_cannot_be_read_is_located() {
    let found = problem(|_, framework, _| framework["areas"][0]["competences"][1]["id"] = json!(7));
    assert_eq!((found.code, found.file.as_str()), (Code::MalformedFile, "../frameworks/household/framework.json"));
    assert!(found.message.contains("areas[0].competences[1].id"), "{found}");
    let found = problem(|_, _, occupation| *occupation = Value::String("{".into()));
    assert_eq!((found.code, found.file.as_str()), (Code::MalformedFile, "../profiles/domestic-housekeeper.json"));
}

#[test]
fn levels_are_those_of_the_framework() {
    let levels = json!([{ "id": "starting", "eqf": 1 }, { "id": "alone", "eqf": 2 }, { "id": "guiding", "eqf": 3 }]);
    assert!(problems(|_, framework, _| framework["levels"] = levels.clone()).is_empty());
    let found = problems(|_, framework, _| {
        framework["levels"] = levels.clone();
        framework["levels"][2]["eqf"] = json!(4);
    });
    assert!(!found.is_empty() && found.iter().all(|found| found.code == Code::FrameworkLevel), "{found:#?}");
    assert!(found[0].message.contains("has the EQF level 3, in the framework household 4"), "{}", found[0]);
    let found = problems(|_, framework, _| framework["levels"] = json!([levels[0], levels[1]]));
    assert!(found[0].message.contains("the framework household does not have the level guiding of "), "{}", found[0]);
}

#[test]
fn competences_are_those_of_the_framework() {
    let found = problem(|bank, framework, _| {
        framework["areas"][0]["competences"][1]["id"] = json!("linen");
        // Else it belongs to another competence than its items.
        for item in [3, 4] {
            bank["items"][item].as_object_mut().expect("an object").remove("outcome");
        }
    });
    assert_eq!((found.code, found.item), (Code::UnknownCompetence, None));
    assert_eq!(found.message, "the framework household does not have the competence laundry");
    assert!(found.remedy.contains("(cleaning, linen, meals)"), "{}", found.remedy);
}

#[test]
fn outcomes_are_those_of_the_framework_and_of_the_items_competence() {
    let found = problem(|bank, _, _| bank["items"][0]["outcome"] = json!("cleaning-magic"));
    assert_eq!((found.code, found.item.as_deref()), (Code::UnknownOutcome, Some("c1")));
    assert_eq!(found.message, "the framework household does not have the learning outcome cleaning-magic");

    let found = problem(|bank, _, _| bank["items"][0]["outcome"] = json!("laundry-labels"));
    assert_eq!((found.code, found.item.as_deref()), (Code::OutcomeCompetence, Some("c1")));
    assert_eq!(found.message, "the learning outcome laundry-labels belongs to laundry, but the item measures cleaning");

    // Confidence in a competence is about the same outcomes.
    let problems = problems(|bank, _, _| bank["items"][6]["outcome"] = json!("cleaning-order"));
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn profiles_ask_for_what_their_occupations_ask_for() {
    let differs = |change: &dyn Fn(&mut Value, &mut Value)| {
        let found =
            problem(|bank, _, occupation| change(&mut bank["profiles"]["housekeeper"], &mut occupation["requires"]));
        assert_eq!((found.code, found.severity), (Code::ProfileDiffers, Severity::Error), "{found}");
        found.message
    };
    assert_eq!(
        differs(&|_, asked| asked[1]["level"] = json!("alone")),
        "of cleaning, the profile housekeeper asks for the level guiding with importance 3, \
         but the occupation domestic-housekeeper for the level alone with importance 3 of cleaning"
    );
    assert!(differs(&|profile, _| profile["importance"]["laundry"] = json!(2)).contains("alone with importance 1"));
    assert!(
        differs(&|_, asked| drop(asked.as_array_mut().expect("a list").remove(0))).contains("for nothing of laundry")
    );
    let unasked = |profile: &mut Value, _: &mut Value| {
        profile["requires"].as_object_mut().expect("an object").remove("laundry");
    };
    assert!(differs(&unasked).starts_with("of laundry, the profile housekeeper asks for nothing, but"));
    // What only confidence is measured of, or nothing, is not compared.
    let problems =
        problems(|bank, _, _| bank["profiles"]["housekeeper"]["requires"]["cleaning-confidence"] = json!("high"));
    assert!(problems.is_empty(), "{problems:#?}");
}
