//! What an outcome is worked out from: importance, pathway, credentials, learning outcomes and judgements.

use serde_json::{Value, json};
use thetis_bank::{Code, check};

use crate::{
    common::outcome::valid_outcome,
    fixture::{Case, case_outcome, patch, patched, patched_item},
};

pub(crate) fn cases() -> Vec<Case> {
    [importance(), modules(), credentials(), authored(), texts()].into_iter().flatten().collect()
}

fn after(module: usize, modules: Value) -> impl FnOnce(&mut thetis_bank::BankFolder) {
    move |folder| patch(folder, &format!("/pathway/{module}/after"), modules)
}

fn importance() -> Vec<Case> {
    let importance = |value: Value| patched("/profiles/housekeeper/importance", value);
    vec![
        case_outcome(
            "an importance of what is not required",
            &[Code::UnrequiredImportance],
            None,
            importance(json!({ "cleaning-confidence": 2 })),
        ),
        case_outcome("no importance at all", &[Code::InvalidImportance], None, importance(json!({ "cleaning": 0 }))),
        case_outcome("a negative importance", &[Code::InvalidImportance], None, importance(json!({ "laundry": -1 }))),
        case_outcome("an infinite importance", &[Code::InvalidImportance], None, |folder| {
            let profile = folder.bank.profiles.get_mut("housekeeper").expect("a profile");
            *profile.importance.get_mut("cleaning").expect("an importance") = f64::INFINITY;
        }),
        case_outcome("an importance twice", &[Code::DuplicateKey], None, |folder| {
            let profile = folder.bank.profiles.get_mut("housekeeper").expect("a profile");
            profile.importance.push("cleaning", 1.0);
        }),
    ]
}

fn modules() -> Vec<Case> {
    let develops = |value: Value| patched("/pathway/1/develops", value);
    vec![
        case_outcome("two modules of one id", &[Code::DuplicateModule], None, |folder| {
            let twin = folder.bank.pathway[0].clone();
            folder.bank.pathway.push(twin);
        }),
        case_outcome("a module with a space", &[Code::InvalidId], None, |folder| {
            folder.bank.pathway[2].module = "fine linen".into();
            for locale in folder.locales.values_mut() {
                let text = locale.modules.remove("linen").expect("a text");
                locale.modules.push("fine linen", text);
            }
        }),
        case_outcome("a module of no time", &[Code::InvalidHours], None, patched("/pathway/0/hours", json!(0))),
        case_outcome(
            "a module of less than no time",
            &[Code::InvalidHours],
            None,
            patched("/pathway/0/hours", json!(-4)),
        ),
        case_outcome("an endless module", &[Code::InvalidHours], None, |folder| {
            folder.bank.pathway[0].hours = f64::INFINITY
        }),
        case_outcome("a module for nothing", &[Code::EmptyModule], None, develops(json!({}))),
        case_outcome(
            "a module of an unknown dimension",
            &[Code::UnknownDimension],
            None,
            develops(json!({ "meals": "alone" })),
        ),
        case_outcome(
            "a module of an unknown level",
            &[Code::UnknownLevel],
            None,
            develops(json!({ "cleaning": "expert" })),
        ),
        case_outcome(
            "a module to where all are",
            &[Code::LowestLevel],
            None,
            develops(json!({ "laundry": "starting" })),
        ),
        case_outcome(
            "a module to the lowest third",
            &[Code::LowestLevel],
            None,
            develops(json!({ "cleaning-confidence": "low" })),
        ),
        case_outcome("a module for one dimension twice", &[Code::DuplicateKey], None, |folder| {
            folder.bank.pathway[1].develops.push("cleaning", "alone".into());
        }),
        case_outcome(
            "a module after an unknown one",
            &[Code::UnknownModule],
            None,
            after(1, json!(["basics", "stairs"])),
        ),
        case_outcome("a module after itself", &[Code::OwnPrerequisite], None, after(1, json!(["basics", "surfaces"]))),
        case_outcome("modules in a circle", &[Code::CyclicPrerequisites], None, after(0, json!(["linen"]))),
    ]
}

fn credentials() -> Vec<Case> {
    let requires = |value: Value| patched("/credentials/clean-home/requires", value);
    let probability = |value: Value| patched("/credentials/clean-home/probability", value);
    let answers = |value: Value| patched("/credentials/home/minAnswers", value);
    vec![
        case_outcome("a credential for nothing", &[Code::EmptyCredential], None, requires(json!({}))),
        case_outcome(
            "a credential of an unknown dimension",
            &[Code::UnknownDimension],
            None,
            requires(json!({ "meals": "alone" })),
        ),
        case_outcome(
            "a credential of an unknown level",
            &[Code::UnknownLevel],
            None,
            requires(json!({ "cleaning": "high" })),
        ),
        case_outcome("a credential for all", &[Code::LowestLevel], None, requires(json!({ "cleaning": "starting" }))),
        case_outcome(
            "a credential by the toss of a coin",
            &[Code::CredentialProbability],
            None,
            probability(json!(0.5)),
        ),
        case_outcome("a certain credential", &[Code::CredentialProbability], None, probability(json!(1))),
        case_outcome("a credential of no number", &[Code::CredentialProbability], None, |folder| {
            folder.bank.credentials.get_mut("home").expect("a credential").probability = f64::NAN;
        }),
        case_outcome("a credential without answers", &[Code::CredentialAnswers], None, answers(json!(0))),
        // Laundry has three items, one of which is a pilot.
        case_outcome("a credential of more answers than items", &[Code::CredentialAnswers], None, answers(json!(3))),
        case_outcome("a credential twice", &[Code::DuplicateKey], None, |folder| {
            let twin = folder.bank.credentials.get("home").expect("a credential").clone();
            folder.bank.credentials.push("home", twin);
        }),
    ]
}

fn authored() -> Vec<Case> {
    vec![
        case_outcome("outcomes of no framework", &[Code::OutcomeWithoutFramework], Some("c1"), |folder| {
            folder.bank.framework = None;
        }),
        case_outcome(
            "a judgement beyond the qualifications framework",
            &[Code::InvalidEqf],
            Some("c2"),
            patched_item(1, "judgement", json!({ "eqf": 0, "demand": "remember" })),
        ),
        case_outcome(
            "a framework with a slash",
            &[Code::InvalidId],
            None,
            patched("/framework", json!("../household")),
        ),
        case_outcome(
            "an occupation with a slash",
            &[Code::InvalidId],
            None,
            patched("/profiles/housekeeper/occupation", json!("a/b")),
        ),
        case_outcome(
            "an outcome with a space",
            &[Code::InvalidId],
            None,
            patched_item(0, "outcome", json!("clean rooms")),
        ),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        case_outcome("a module without texts", &[Code::MissingText], None, |folder| {
            folder.locales.values_mut().for_each(|locale| drop(locale.modules.remove("basics")));
        }),
        case_outcome("a module that says nothing", &[Code::MissingText], None, |folder| {
            let german = folder.locales.get_mut("de").expect("German");
            german.modules.get_mut("basics").expect("a text").description = " ".into();
        }),
        case_outcome("a credential without texts", &[Code::MissingText], None, |folder| {
            folder.locales.values_mut().for_each(|locale| drop(locale.credentials.remove("home")));
        }),
        case_outcome("a credential without criteria", &[Code::MissingText], None, |folder| {
            let german = folder.locales.get_mut("de").expect("German");
            german.credentials.get_mut("home").expect("a text").criteria.clear();
        }),
        case_outcome("texts of no module", &[Code::StrayText], None, |folder| drop(folder.bank.pathway.pop())),
        case_outcome("texts of no credential", &[Code::StrayText], None, |folder| {
            drop(folder.bank.credentials.remove("home"))
        }),
        case_outcome("a reason in one language", &[Code::MissingText], Some("c1"), |folder| {
            let german = folder.locales.get_mut("de").expect("German");
            german.items.get_mut("c1").expect("a text").reason = None;
        }),
    ]
}

/// The message of the only problem.
fn message(break_it: impl FnOnce(&mut thetis_bank::BankFolder)) -> String {
    let mut folder = valid_outcome();
    break_it(&mut folder);
    let report = check(&folder);
    let [problem] = report.problems() else { panic!("{:#?}", report.problems()) };
    problem.message.clone()
}

#[test]
fn a_circle_is_named_module_by_module() {
    assert_eq!(
        message(after(0, json!(["linen"]))),
        "each of the modules basics → linen → basics comes after the next, so none can be the first"
    );
    let longer = |folder: &mut thetis_bank::BankFolder| {
        patch(folder, "/pathway/0/after", json!(["linen"]));
        patch(folder, "/pathway/2/after", json!(["surfaces"]));
    };
    assert_eq!(
        message(longer),
        "each of the modules basics → linen → surfaces → basics comes after the next, so none can be the first"
    );
}

#[test]
fn levels_out_of_order_are_named_with_their_places() {
    assert_eq!(
        message(patched("/levels/2/from", json!(-0.5))),
        "levels of cleaning: guiding begins at -0.5, which is not above -0.5, where alone begins"
    );
    assert_eq!(
        message(|folder| folder.bank.levels[2].from = Some(f64::INFINITY)),
        "levels of cleaning: guiding begins at inf"
    );
}

#[test]
fn a_credential_says_what_it_asks_for_and_what_there_is() {
    assert_eq!(
        message(patched("/credentials/home/minAnswers", json!(3))),
        "the credential home asks for 3 answers of laundry, which has 2 operational items"
    );
}
