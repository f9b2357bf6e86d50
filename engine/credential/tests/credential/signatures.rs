//! Signatures of real credentials: whole, changed, of another key, and whole around something that the log does not give.

use serde_json::{Value, json};
use thetis_bank::BankFolder;
use thetis_credential::{
    BuildError, Credential, DidError, Moment, ProofError, Reissue, Token, Validity, Verification, bake_png, bake_svg,
    differences, sign_data_integrity, sign_jwt, verify,
};

use crate::support::{self, Case};

fn now() -> Moment {
    "2026-11-30T12:00:00Z".parse().expect("a moment")
}

fn case(name: &str) -> Case {
    support::cases().into_iter().find(|case| case.name == name).expect("a case")
}

fn signed(credential: &Credential, case: &Case) -> String {
    sign_data_integrity(credential, &case.signer()).expect("signed")
}

/// What is found out about a badge, with the document of the fixtures' `did:web`.
fn found(text: &str) -> Verification {
    verify(text.as_bytes(), Some(&support::did_document()), now()).expect("a badge")
}

#[test]
fn every_case_is_whole_in_every_form() {
    for case in support::cases() {
        let credential = case.credential();
        let (json, jwt) = (signed(&credential, &case), sign_jwt(&credential, &case.signer()).expect("signed"));
        let svg = [Token::Json(&json), Token::Jwt(&jwt)].map(|token| bake_svg(&credential, token).into_bytes());
        let png = [Token::Json(&json), Token::Jwt(&jwt)].map(bake_png);
        let plain = [json.into_bytes(), jwt.into_bytes()];
        for bytes in plain.iter().chain(&svg).chain(&png) {
            let found = verify(bytes, Some(&support::did_document()), now()).expect("a badge");
            assert_eq!(found.signature.as_ref().err(), None, "{}", case.name);
            assert_eq!(found.validity, Validity::Valid);
            assert_eq!(differences(&found.credential, &credential), [], "{}", case.name);
        }
    }
}

#[test]
fn nothing_can_be_changed_added_or_taken_away() {
    let case = case("housekeeping-cleaning-en");
    let whole: Value = serde_json::from_str(&signed(&case.credential(), &case)).expect("JSON");
    let mut places = Vec::new();
    texts(&whole, String::new(), &mut places);
    assert!(places.len() > 60, "{places:?}");
    for place in &places {
        let mut changed = whole.clone();
        let text = changed.pointer_mut(place).expect("there");
        *text = Value::String(format!("{}x", text.as_str().expect("a text")));
        let verdict = verify(changed.to_string().as_bytes(), Some(&support::did_document()), now());
        assert!(!verdict.is_ok_and(|found| found.signature.is_ok()), "{place} changed, and nobody notices");
    }
    for (place, value) in [
        ("/honours", json!("first class")),
        ("/credentialSubject/rank", json!(1)),
        ("/credentialSubject/@type", json!("Doctor")),
        ("/https:~1~1schema.org~1award", json!("prize")),
        ("/validUntil", Value::Null),
        ("/credentialSubject/result/0/note", json!({"text": "excellent"})),
        ("/credentialSubject/type", json!(["AchievementSubject", "Doctor"])),
        ("/credentialSubject/result/0/type", json!([["Result"], "Result"])),
    ] {
        let (parent, name) = place.rsplit_once('/').expect("a place");
        let mut more = whole.clone();
        let parent = more.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
        parent.insert(name.replace("~1", "/"), value);
        assert!(found(&more.to_string()).signature.is_err(), "{place} added, and nobody notices");
    }
    for name in ["name", "description", "evidence", "issuer", "validFrom"] {
        let mut less = whole.clone();
        less.as_object_mut().expect("an object").remove(name);
        assert!(found(&less.to_string()).signature.is_err(), "{name} taken away, and nobody notices");
    }
}

/// Places of all texts but those of contexts.
fn texts(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object
                .iter()
                .filter(|(name, _)| *name != "@context")
                .for_each(|(name, value)| texts(value, format!("{at}/{name}"), places));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(number, value)| texts(value, format!("{at}/{number}"), places));
        }
        Value::String(_) => places.push(at),
        _ => {}
    }
}

#[test]
fn what_cannot_be_read_as_it_was_signed_says_why() {
    let case = case("housekeeping-result-fr");
    let whole: Value = serde_json::from_str(&signed(&case.credential(), &case)).expect("JSON");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(&mut changed);
        found(&changed.to_string()).signature.expect_err("refused")
    };
    assert_eq!(with(&|badge| drop(badge.as_object_mut().expect("one").remove("proof"))), ProofError::Missing);
    assert_eq!(with(&|badge| badge["proof"] = json!([badge["proof"], badge["proof"]])), ProofError::Several);
    let suite = with(&|badge| badge["proof"]["cryptosuite"] = json!("ecdsa-sd-2023"));
    assert_eq!(suite, ProofError::UnknownSuite { found: "ecdsa-sd-2023".to_owned() });
    let context = with(&|badge| badge["@context"][1] = json!("https://example.org/own.json"));
    assert!(context.to_string().contains("https://example.org/own.json"), "{context}");
    let own = with(&|badge| badge["@context"][1] = json!({"name": "https://example.org/name"}));
    assert!(matches!(own, ProofError::Malformed { .. }), "{own}");
    let purpose = with(&|badge| badge["proof"]["proofPurpose"] = json!("authentication"));
    assert!(matches!(purpose, ProofError::Malformed { .. }), "{purpose}");
    let other = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    let method = with(&|badge| badge["proof"]["verificationMethod"] = json!(format!("{other}#{}", &other[8..])));
    assert!(matches!(method, ProofError::Key(DidError::NotTheIssuers { .. })), "{method}");
    // Another key may sign for itself, not for somebody else.
    let forged = with(&|badge| badge["issuer"]["id"] = json!(other));
    assert!(matches!(forged, ProofError::Key(DidError::NotTheIssuers { .. })), "{forged}");
}

#[test]
fn a_key_signs_for_its_own_identifier_only() {
    let (case, web) = (case("housekeeping-result-fr"), case("housekeeping-result-ar"));
    let refused = |result: Result<String, ProofError>| {
        assert!(matches!(result, Err(ProofError::Key(DidError::NotTheIssuers { .. }))), "{result:?}");
    };
    refused(sign_data_integrity(&case.credential(), &web.signer()));
    refused(sign_jwt(&case.credential(), &web.signer()));
}

#[test]
fn a_whole_signature_around_a_forged_result_is_found_out_by_the_log() {
    let case = case("housekeeping-result-fr");
    let mut forged = case.credential();
    forged.credential_subject.result[1].value = Some("97".to_owned());
    let found = found(&signed(&forged, &case));
    assert!(found.holds(), "whoever has a key can sign anything");
    let told = differences(&found.credential, &case.credential());
    let places: Vec<&str> = told.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(places, ["credentialSubject.result.1.value"]);
    assert_eq!(told[0].badge.as_deref(), Some("97"));
}

#[test]
fn a_badge_says_how_to_make_it_again() {
    let bank = BankFolder::read(support::bank_folder("housekeeping")).expect("a bank").bank;
    let case = case("housekeeping-work-ar");
    let credential = case.credential();
    let found = found(&signed(&credential, &case));
    let fingerprint = credential.evidence[0].narrative.rsplit_once("sha256:").expect("one").1;
    let again = Reissue::of(&found, &bank, fingerprint).expect("a badge of the bank");
    assert_eq!((again.language.as_str(), again.subject, again.include_log), ("ar", None, false));
    assert_eq!(again.valid_until.map(|day| day.to_string()).as_deref(), Some("2029-11-22"));
    let mut other = bank.clone();
    other.version = "2.0.0".to_owned();
    assert_eq!(Reissue::of(&found, &other, fingerprint), None, "another version has other levels");
}

#[test]
fn a_test_that_was_not_finished_gives_no_credential() {
    let unfinished = case("housekeeping-result-fr").build(|transcript| transcript.finished = false);
    assert!(matches!(unfinished, Err(BuildError::NotFinished { .. })), "{unfinished:?}");
}
