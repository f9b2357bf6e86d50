//! Identifiers and addresses of what an export writes.

use uuid::Uuid;

use crate::OutcomeType;

/// Kinds of CASE resource, as the paths of a CASE service name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Document,
    Item,
    Association,
    License,
    ItemType,
    Grouping,
}

impl Resource {
    const fn path(self) -> &'static str {
        match self {
            Self::Document => "CFDocuments",
            Self::Item => "CFItems",
            Self::Association => "CFAssociations",
            Self::License => "CFLicenses",
            Self::ItemType => "CFItemTypes",
            Self::Grouping => "CFAssociationGroupings",
        }
    }
}

/// Names the parts of one framework: each identifier is a UUID version 5 of the framework's id and the part's path.
pub(super) struct Identifiers<'a> {
    document: Uuid,
    address: Option<&'a str>,
}

impl<'a> Identifiers<'a> {
    pub(super) fn new(framework: &str, address: Option<&'a str>) -> Self {
        let document = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("urn:thetis:framework:{framework}").as_bytes());
        Self { document, address: address.map(|address| address.trim_end_matches('/')) }
    }

    /// Identifier and address of a resource.
    pub(super) fn of(&self, resource: Resource, path: &str) -> (String, String) {
        let uuid = match resource {
            Resource::Document => self.document,
            _ => Uuid::new_v5(&self.document, format!("{}/{path}", resource.path()).as_bytes()),
        };
        let uri = match self.address {
            Some(address) => format!("{address}/{}/{uuid}", resource.path()),
            None => format!("urn:uuid:{uuid}"),
        };
        (uuid.to_string(), uri)
    }
}

/// Kinds of item, in the order of their definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Area,
    Competence,
    Outcome(OutcomeType),
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Area,
        Self::Competence,
        Self::Outcome(OutcomeType::Knowledge),
        Self::Outcome(OutcomeType::Skill),
        Self::Outcome(OutcomeType::Responsibility),
    ];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Area => "Area",
            Self::Competence => "Competence",
            Self::Outcome(OutcomeType::Knowledge) => "Knowledge",
            Self::Outcome(OutcomeType::Skill) => "Skill",
            Self::Outcome(OutcomeType::Responsibility) => "Responsibility and autonomy",
        }
    }

    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Area => "A field of competence.",
            Self::Competence => "What tests measure and training develops.",
            Self::Outcome(OutcomeType::Knowledge) => "A learning outcome: facts, principles, procedures.",
            Self::Outcome(OutcomeType::Skill) => "A learning outcome: knowing how to do something.",
            Self::Outcome(OutcomeType::Responsibility) => "A learning outcome: responsibility and autonomy.",
        }
    }

    /// Depth in the tree.
    pub(super) const fn depth(self) -> u8 {
        match self {
            Self::Area => 1,
            Self::Competence => 2,
            Self::Outcome(_) => 3,
        }
    }
}

/// The kind of outcome that the words of a `CFItemType` mean, ours or those usual elsewhere.
pub(super) fn outcome_type(words: &str) -> Option<OutcomeType> {
    match words.trim().to_lowercase().as_str() {
        "knowledge" => Some(OutcomeType::Knowledge),
        "skill" | "skills" | "ability" => Some(OutcomeType::Skill),
        "responsibility" | "responsibility and autonomy" | "autonomy" => Some(OutcomeType::Responsibility),
        _ => None,
    }
}

/// The EQF level that an `educationLevel` means: `EQF 3`, `EQF level 3`, `eqf3`.
pub(super) fn eqf_level(words: &str) -> Option<u8> {
    let words = words.trim().to_lowercase();
    let level = words.strip_prefix("eqf")?.trim_start().trim_start_matches("level").trim();
    let level = level.parse().ok()?;
    (1..=8).contains(&level).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_rfc_9562() {
        // python3 -c "import uuid; d = uuid.uuid5(uuid.NAMESPACE_URL, 'urn:thetis:framework:care');
        //             print(d, uuid.uuid5(d, 'CFItems/legal'))"
        let identifiers = Identifiers::new("care", None);
        let (document, uri) = identifiers.of(Resource::Document, "");
        assert_eq!(document, "834052fc-f7a9-558c-a5ba-be3817f7dc0a");
        assert_eq!(uri, format!("urn:uuid:{document}"));
        assert_eq!(identifiers.of(Resource::Item, "legal").0, "ce1ef121-ef44-53a4-b496-5f59569e8a05");
        let published = Identifiers::new("care", Some("https://example.org/ims/case/v1p1/"));
        assert_eq!(
            published.of(Resource::Item, "legal").1,
            "https://example.org/ims/case/v1p1/CFItems/ce1ef121-ef44-53a4-b496-5f59569e8a05"
        );
    }

    #[test]
    fn kinds_are_read_as_they_are_written() {
        for kind in Kind::ALL {
            match kind {
                Kind::Outcome(own) => assert_eq!(outcome_type(kind.title()), Some(own)),
                _ => assert_eq!(outcome_type(kind.title()), None),
            }
        }
    }

    #[test]
    fn eqf_levels_are_1_to_8() {
        assert_eq!(eqf_level("EQF 2"), Some(2));
        assert_eq!(eqf_level(" eqf level 8"), Some(8));
        for other in ["EQF 0", "EQF 9", "EQF", "2", "Grade 2", "EQF 2.5"] {
            assert_eq!(eqf_level(other), None, "{other}");
        }
    }
}
