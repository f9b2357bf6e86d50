//! Micro-credentials: which levels they ask for, and on what evidence.

use crate::{
    read::BANK_FILE,
    types::{Credential, ItemBank},
};

use super::{Code, Place, Report, identity::duplicate_keys, levels::level_to_reach};

const HERE: Place<'static> = Place::file(BANK_FILE);

/// A credential says that more speaks for its levels than against them, and no number of answers makes that certain.
const LEAST_PROBABILITY: f64 = 0.5;

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    duplicate_keys(HERE, "credentials", bank.credentials.keys(), report);
    for (id, credential) in bank.credentials.iter() {
        requires(bank, id, credential, report);
        let probability = credential.probability;
        if !(probability > LEAST_PROBABILITY && probability < 1.0) {
            HERE.report(
                report,
                Code::CredentialProbability,
                format!("the credential {id} asks for a probability of {probability}"),
                format!("give one above {LEAST_PROBABILITY} and below 1, for example 0.8"),
            );
        }
        answers(bank, id, credential, report);
    }
}

fn requires(bank: &ItemBank, id: &str, credential: &Credential, report: &mut Report) {
    if credential.requires.is_empty() {
        HERE.report(
            report,
            Code::EmptyCredential,
            format!("the credential {id} asks for nothing"),
            "name a level for at least one dimension in \"requires\"",
        );
    }
    duplicate_keys(HERE, &format!("credentials.{id}.requires"), credential.requires.keys(), report);
    for (dimension, level) in credential.requires.iter() {
        level_to_reach(bank, dimension, level, &format!("the credential {id} asks for"), report);
    }
}

fn answers(bank: &ItemBank, id: &str, credential: &Credential, report: &mut Report) {
    let asked = credential.min_answers;
    if asked == 0 {
        HERE.report(
            report,
            Code::CredentialAnswers,
            format!("the credential {id} asks for 0 answers, so it says nothing that an answer has shown"),
            "give \"minAnswers\" of at least 1",
        );
    }
    for dimension in credential.requires.keys().filter(|dimension| bank.dimension_index(dimension).is_some()) {
        let items = bank.operational().filter(|(_, item)| item.dimensions.iter().any(|own| own == dimension)).count();
        if asked as usize > items {
            HERE.report(
                report,
                Code::CredentialAnswers,
                format!(
                    "the credential {id} asks for {asked} answers of {dimension}, which has {items} operational items"
                ),
                format!("give \"minAnswers\" of at most {items}, or add items"),
            );
        }
    }
}
