//! `did:web`: an identifier that is a web address, where its owner publishes the keys.
//!
//! W3C Credentials Community Group, did:web Method Specification: colons stand for slashes, `%3A` before a port.

use std::{fmt, str::FromStr};

use super::DidError;

const PREFIX: &str = "did:web:";

/// A `did:web`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DidWeb(String);

impl DidWeb {
    /// Where its document is published.
    #[must_use]
    pub fn address(&self) -> String {
        let mut parts = self.0.split(':');
        let host = parts.next().unwrap_or_default().replace("%3A", ":").replace("%3a", ":");
        let path: Vec<&str> = parts.collect();
        if path.is_empty() {
            format!("https://{host}/.well-known/did.json")
        } else {
            format!("https://{host}/{}/did.json", path.join("/"))
        }
    }
}

impl fmt::Display for DidWeb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0)
    }
}

impl FromStr for DidWeb {
    type Err = DidError;

    /// With or without `did:web:` in front.
    fn from_str(text: &str) -> Result<Self, DidError> {
        let error = || DidError::NoAddress { text: text.to_owned() };
        let name = text.strip_prefix(PREFIX).unwrap_or(text);
        let mut parts = name.split(':');
        let host = parts.next().unwrap_or_default();
        let (domain, port) = host.split_once("%3A").or_else(|| host.split_once("%3a")).unwrap_or((host, "443"));
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_path = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
        };
        let sound = (domain == "localhost" || domain.contains('.'))
            && domain.split('.').all(is_label)
            && port.parse::<u16>().is_ok_and(|port| port > 0)
            && parts.all(is_path);
        if sound { Ok(Self(name.to_owned())) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_addresses() {
        for (text, address) in [
            ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
            ("w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
            ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ] {
            assert_eq!(text.parse::<DidWeb>().map(|did| did.address()).as_deref(), Ok(address), "{text}");
        }
        for text in [
            "",
            "https://example.org",
            "example",
            "example.org:",
            "example.org:..:x",
            "a b.org",
            "ex.org/x",
            "ex.org%3A0",
            "-a.org",
        ] {
            assert!(matches!(text.parse::<DidWeb>(), Err(DidError::NoAddress { .. })), "{text}");
        }
    }
}
