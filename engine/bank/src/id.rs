//! What ids may look like.

/// Longest id, in characters.
pub(crate) const MAX_ID_LENGTH: usize = 64;

/// How an id is described to a person.
pub(crate) const ID_FORM: &str = "1 to 64 of the letters A–Z and a–z, digits, _ . and -";

/// Whether this is an id: 1 to 64 of `A–Z a–z 0–9 _ . -`. Such ids are safe in file names, addresses,
/// command lines and every LMS.
///
/// ```
/// assert!(thetis_bank::is_valid_id("cooperation-A1.2"));
/// assert!(!thetis_bank::is_valid_id("coopération"));
/// assert!(!thetis_bank::is_valid_id(""));
/// ```
#[must_use]
pub fn is_valid_id(id: &str) -> bool {
    (1..=MAX_ID_LENGTH).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// Whether this has the form of a BCP 47 language tag: `fr`, `pt-BR`, `zh-Hant`.
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags
            .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The ids that occur more than once, each named once, in order of first occurrence.
pub(crate) fn repeated<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut counts = std::collections::HashMap::new();
    let mut repeated = Vec::new();
    for id in ids {
        let count = counts.entry(id).or_insert(0_u32);
        *count += 1;
        if *count == 2 {
            repeated.push(id);
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_id_has_64_characters() {
        assert!(is_valid_id(&"x".repeat(64)));
        assert!(!is_valid_id(&"x".repeat(65)));
        assert!(!is_valid_id("a b"));
        assert!(!is_valid_id("a/b"));
    }

    #[test]
    fn language_tags() {
        for tag in ["fr", "fil", "pt-BR", "zh-Hant-TW", "sr-Latn"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "f", "FR", "french", "fr_FR", "fr-", "fr-é"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }

    #[test]
    fn repeated_ids_are_named_once() {
        assert_eq!(repeated(["a", "b", "a", "a", "c", "b"].into_iter()), ["a", "b"]);
    }
}
