//! References to ESCO, the European classification of skills and occupations.
//!
//! ESCO may be reused under Commission Decision 2011/833/EU if its notice is shown.

/// What whoever shows a reference to ESCO has to show too.
pub const ESCO_NOTICE: &str = "This service uses the ESCO classification of the European Commission.";

/// Kinds of ESCO concept that our files refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscoConcept {
    /// A skill, competence or knowledge.
    Skill,
    /// An occupation.
    Occupation,
}

impl EscoConcept {
    /// What the URIs of these concepts begin with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Skill => "http://data.europa.eu/esco/skill/",
            Self::Occupation => "http://data.europa.eu/esco/occupation/",
        }
    }
}

/// The UUID at the end of an ESCO URI; `None` where the URI has not the form of this concept's.
///
/// ```
/// use thetis_framework::{EscoConcept, esco_identifier};
///
/// let uri = "http://data.europa.eu/esco/skill/6ff01827-907d-43d8-b6e4-7162c1cf0aca";
/// assert_eq!(esco_identifier(EscoConcept::Skill, uri), Some("6ff01827-907d-43d8-b6e4-7162c1cf0aca"));
/// assert_eq!(esco_identifier(EscoConcept::Occupation, uri), None);
/// assert_eq!(esco_identifier(EscoConcept::Skill, "http://data.europa.eu/esco/skill/S6.11.2"), None);
/// ```
#[must_use]
pub fn esco_identifier(concept: EscoConcept, uri: &str) -> Option<&str> {
    let identifier = uri.strip_prefix(concept.prefix())?;
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = identifier.split('-');
    let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let sound = lengths.iter().all(|length| parts.next().is_some_and(|part| part.len() == *length && hex(part)));
    (sound && parts.next().is_none()).then_some(identifier)
}
