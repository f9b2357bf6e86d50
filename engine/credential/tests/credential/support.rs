//! The cases of `tests/fixtures/credentials`, and what has to come of them.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use thetis_bank::{BankFolder, score_report};
use thetis_core::{LogHeader, Session};
use thetis_credential::{
    Award, BuildError, Credential, DidDocument, Issuer, KeyFile, Occupation, Request, Signer, Token, Transcript,
    bake_svg, sign_jwt,
};

/// A line of `cases.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Case {
    /// Name of the case's file.
    pub(crate) name: String,
    bank: String,
    log: String,
    language: String,
    micro_credential: Option<String>,
    profile: Option<String>,
    esco: Option<Esco>,
    issuer: Named,
    subject: Option<String>,
    valid_from: String,
    valid_until: Option<String>,
    include_log: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Esco {
    uri: String,
    code: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Named {
    id: String,
    name: String,
}

fn root() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect()
}

/// `tests/fixtures/credentials`.
pub(crate) fn folder() -> PathBuf {
    root().join("tests/fixtures/credentials")
}

/// A bank's folder.
pub(crate) fn bank_folder(bank: &str) -> PathBuf {
    root().join("item-banks").join(bank)
}

/// What the `did:web` of the cases publishes.
pub(crate) fn did_document() -> DidDocument {
    let signer = signer("key-web.json");
    DidDocument::read(&DidDocument::publishing(signer.id(), &signer.public_key())).expect("a document")
}

/// A key of the folder.
pub(crate) fn signer(file: &str) -> Signer {
    let text = fs::read_to_string(folder().join(file)).expect("readable");
    KeyFile::read(&text).expect("a key file").open(None).expect("not locked")
}

/// The cases, in order.
pub(crate) fn cases() -> Vec<Case> {
    let text = fs::read_to_string(folder().join("cases.json")).expect("readable");
    serde_json::from_str(&text).expect("cases")
}

impl Case {
    /// The credential that the case asks for.
    pub(crate) fn credential(&self) -> Credential {
        self.build(|_| {}).expect("a credential")
    }

    /// The credential of the case after a change of its session's facts.
    pub(crate) fn build(&self, change: impl FnOnce(&mut Transcript)) -> Result<Credential, BuildError> {
        let folder = BankFolder::read(bank_folder(&self.bank)).expect("a bank");
        let text = fs::read_to_string(self::folder().join(&self.log)).expect("a log");
        let log = URL_SAFE_NO_PAD.decode(text.trim()).expect("base64url");
        let header = LogHeader::read(&log).expect("a header");
        let tests = folder.bank.designs.keys().map(|name| (name, folder.compile_test(name).expect("a sound design")));
        let mut tests: BTreeMap<_, _> = tests.collect();
        tests.retain(|_, test| test.design_digest() == header.design_digest);
        let (design, test) = tests.pop_first().expect("the log's design");
        let session = Session::resume(Arc::new(test), &log).expect("reproduced");
        let report = score_report(&folder.bank, &session, self.profile.as_deref(), None).expect("a report");
        let locale = &folder.locales[&self.language];
        let occupation = self.esco.as_ref().zip(self.profile.as_ref()).map(|(esco, profile)| Occupation {
            uri: esco.uri.clone(),
            code: esco.code.clone(),
            name: locale.profiles.get(profile).expect("a name").name.clone(),
        });
        let mut transcript = Transcript::of(&session, design, &log);
        change(&mut transcript);
        let request = Request {
            bank: &folder.bank,
            locale,
            report: &report,
            transcript: &transcript,
            award: self.micro_credential.as_deref().map_or(Award::Result, Award::MicroCredential),
            occupation: occupation.as_ref(),
            issuer: Issuer { id: &self.issuer.id, name: &self.issuer.name },
            subject: self.subject.as_deref(),
            valid_from: self.valid_from.parse().expect("a day"),
            valid_until: self.valid_until.as_ref().map(|day| day.parse().expect("a day")),
            include_log: self.include_log,
        };
        request.build()
    }

    /// The key of the case's issuer.
    pub(crate) fn signer(&self) -> Signer {
        signer(if self.issuer.id.starts_with("did:web:") { "key-web.json" } else { "key.json" })
    }

    /// Its files by name: the credential, its token, and the picture with the token in it. The browser writes the same.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let credential = self.credential();
        let token = sign_jwt(&credential, &self.signer()).expect("the issuer's key");
        let picture = bake_svg(&credential, Token::Jwt(&token));
        let file = |ending: &str, text: String| (format!("{}.{ending}", self.name), text);
        BTreeMap::from([
            file("json", format!("{}\n", credential.to_json())),
            file("jwt", format!("{token}\n")),
            file("svg", picture),
        ])
    }
}
