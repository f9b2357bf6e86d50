//! Identifiers that are a function of what they name: version 5 UUIDs (RFC 9562) in the namespace of URLs.

use uuid::Uuid;

/// `urn:uuid:` of a name.
pub(crate) fn urn(name: &str) -> String {
    format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
}

/// Names of what belongs to an achievement of a bank.
#[derive(Clone, Debug)]
pub(crate) struct AchievementName(String);

impl AchievementName {
    /// `credential` is a micro-credential's id, or `result`.
    pub(crate) fn new(bank: &str, version: &str, credential: &str) -> Self {
        Self(format!("thetis:achievement:{bank}:{version}:{credential}"))
    }

    pub(crate) fn id(&self) -> String {
        urn(&self.0)
    }

    /// The description of the level of a dimension.
    pub(crate) fn level_of(&self, dimension: &str) -> String {
        urn(&format!("{}:{dimension}:level", self.0))
    }

    /// A level of a dimension.
    pub(crate) fn level(&self, dimension: &str, level: &str) -> String {
        urn(&format!("{}:{dimension}:level:{level}", self.0))
    }

    /// The description of the probability of a level.
    pub(crate) fn probability_of(&self, dimension: &str) -> String {
        urn(&format!("{}:{dimension}:probability", self.0))
    }
}

/// The credential itself. `subject` is empty where nobody is named.
pub(crate) fn credential(issuer: &str, subject: &str, log_sha256: &str, achievement: &str) -> String {
    urn(&format!("thetis:credential:{issuer}:{subject}:{log_sha256}:{achievement}"))
}

/// A pseudonym for whoever gave the answers of a log, where nobody is named.
pub(crate) fn pseudonym(log_sha256: &str) -> String {
    urn(&format!("thetis:subject:{log_sha256}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_identifier_that_other_programs_give_it() {
        // Python: uuid.uuid5(uuid.NAMESPACE_URL, "thetis:achievement:b:1.0.0:result")
        let name = AchievementName::new("b", "1.0.0", "result");
        assert_eq!(name.id(), "urn:uuid:f0a9bd52-090c-5ea4-b8fd-d7abcea1ec29");
        assert_eq!(pseudonym("00"), "urn:uuid:4e97323b-fdef-5c3d-9e90-4f9f4f455f76");
        assert_ne!(name.level_of("d"), name.probability_of("d"));
    }
}
