//! What is packed for whom.

use std::{fmt, path::PathBuf, str::FromStr};

use thetis_bank::ItemBank;

use crate::error::PackError;

/// Where a package goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A learning management system, by SCORM 1.2.
    Scorm12,
    /// A learning management system, by SCORM 2004 4th edition.
    Scorm2004,
    /// A learning management system with a record store, by cmi5.
    Cmi5,
    /// A web server: a progressive web app that works without a network on the second visit.
    Site,
    /// One HTML file, which a double click opens.
    Html,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 5] = [Self::Scorm12, Self::Scorm2004, Self::Cmi5, Self::Site, Self::Html];

    /// Its name on the command line, which is also the name of the player's adapter where there is one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scorm12 => "scorm12",
            Self::Scorm2004 => "scorm2004",
            Self::Cmi5 => "cmi5",
            Self::Site => "site",
            Self::Html => "html",
        }
    }

    /// What the tag's attribute `lms` says: which platform there is. A site finds out by itself whether there is one.
    pub(crate) const fn platform(self) -> Option<&'static str> {
        match self {
            Self::Scorm12 | Self::Scorm2004 | Self::Cmi5 => Some(self.name()),
            Self::Site | Self::Html => None,
        }
    }
}

/// When the platform is told that a person has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The requirements of the profile compared with are met, with a probability of two thirds.
    Profile,
    /// This level of this dimension, or a higher one, is reached with a probability of two thirds.
    Level {
        /// Id of the dimension.
        dimension: String,
        /// Id of the level.
        level: String,
    },
}

impl FromStr for Pass {
    type Err = PackError;

    fn from_str(rule: &str) -> Result<Self, PackError> {
        if rule == "profile" {
            return Ok(Self::Profile);
        }
        match rule.split_once(':') {
            Some((dimension, level)) if !dimension.is_empty() && !level.is_empty() => {
                Ok(Self::Level { dimension: dimension.to_owned(), level: level.to_owned() })
            }
            _ => Err(PackError::PassForm { rule: rule.to_owned() }),
        }
    }
}

impl fmt::Display for Pass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile => formatter.write_str("profile"),
            Self::Level { dimension, level } => write!(formatter, "{dimension}:{level}"),
        }
    }
}

/// How a bank is packed. The default: its design `default`, all of its languages, its own title, no passing rule, the usual colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the design.
    pub design: Option<String>,
    /// The languages to pack, the first for whom none of them suits.
    pub languages: Option<Vec<String>>,
    /// Profile that the result is compared with; empty for none. Without it the person is asked.
    pub profile: Option<String>,
    /// Title, in every language.
    pub title: Option<String>,
    /// When the platform is told that a person has passed.
    pub pass: Option<Pass>,
    /// A style sheet after the page's own.
    pub theme: Option<PathBuf>,
}

impl Options {
    /// Name of the design, also where none is given.
    pub(crate) fn design(&self) -> &str {
        self.design.as_deref().unwrap_or("default")
    }

    /// Whether everything named is in the bank.
    pub(crate) fn check(&self, bank: &ItemBank) -> Result<(), PackError> {
        known("design", self.design(), bank.designs.keys())?;
        for language in self.languages.iter().flatten() {
            known("language", language, bank.languages.iter().map(String::as_str))?;
        }
        let profile = self.profile.as_deref().filter(|profile| !profile.is_empty());
        if let Some(profile) = profile {
            known("profile", profile, bank.profiles.keys())?;
        }
        match &self.pass {
            Some(Pass::Profile) if profile.is_none() => return Err(PackError::PassWithoutProfile),
            Some(Pass::Level { dimension, level }) => {
                known("dimension", dimension, bank.dimensions.iter().map(|dimension| dimension.id.as_str()))?;
                known(&format!("level of {dimension}"), level, bank.levels_of(dimension).into_iter())?;
            }
            Some(Pass::Profile) | None => {}
        }
        if self.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
            return Err(PackError::EmptyTitle);
        }
        Ok(())
    }
}

fn known<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Result<(), PackError> {
    let known: Vec<_> = names.map(str::to_owned).collect();
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    Err(PackError::Unknown { what: what.to_owned(), name: name.to_owned(), known })
}
