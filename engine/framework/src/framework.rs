//! `frameworks/<id>/framework.json`: areas, competences and learning outcomes, and what countries add.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thetis_bank::IdMap;

/// A competence framework: what people of a field know, can do and answer for.
///
/// Texts are not here but in `locales/<language>.json`, by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Framework {
    /// Address of the JSON Schema, for editors: `../../schema/framework.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of this file format: 1.
    pub format: u32,
    /// Id of the framework, also the name of its folder: 1 to 64 of `A–Z a–z 0–9 _ . -`.
    pub id: String,
    /// Version of the framework, for example `1.0.0`.
    pub version: String,
    /// When it was last changed (RFC 3339), for example `2026-11-22T00:00:00Z`.
    pub changed: String,
    /// Who made it.
    pub creator: String,
    /// Licence, as an SPDX expression where there is one, for example `CC-BY-4.0`.
    pub licence: String,
    /// Where areas, competences and outcomes come from, and credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Address of the CASE service that publishes it, for example `https://example.org/ims/case/v1p1`; without one,
    /// its parts are named by `urn:uuid:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Languages (BCP 47), each with its `locales/<language>.json`; the first is the source language.
    pub languages: Vec<String>,
    /// Levels of the competences, ascending; profiles ask for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<FrameworkLevel>,
    /// The areas, each with its competences and their learning outcomes: the core that all countries share.
    pub areas: Vec<Area>,
    /// English preferred label of every ESCO skill that an outcome refers to, by its URI.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub esco_skills: IdMap<String>,
    /// What countries add to the core. It informs, and is no legal advice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<Overlay>,
}

/// A level of every competence; the locale files name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkLevel {
    /// Id of the level, unique in the framework.
    pub id: String,
    /// The level of the European Qualifications Framework that it resembles, 1 to 8: indicative.
    pub eqf: u8,
}

/// A field of competence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Area {
    /// Id of the area, unique in the framework.
    pub id: String,
    /// Its competences.
    pub competences: Vec<Competence>,
}

/// A competence: what tests measure and training develops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Competence {
    /// Id of the competence, unique in the framework.
    pub id: String,
    /// Its learning outcomes.
    pub outcomes: Vec<Outcome>,
}

/// A learning outcome: one thing a person knows, can do or answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Outcome {
    /// Id of the outcome, unique in the framework, overlays included.
    pub id: String,
    /// What kind of outcome it is.
    #[serde(rename = "type")]
    pub kind: OutcomeType,
    /// Level of the European Qualifications Framework, 1 to 8.
    pub eqf: u8,
    /// URIs of ESCO skills that it is related to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub esco: Vec<String>,
}

/// Kinds of learning outcome, as the European Qualifications Framework tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeType {
    /// Knowledge: facts, principles, procedures.
    Knowledge,
    /// Skill: knowing how to do something.
    Skill,
    /// Responsibility and autonomy.
    Responsibility,
}

/// What one country adds to the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overlay {
    /// The country, by its ISO 3166-1 code of two letters.
    pub country: String,
    /// Outcomes that are asked for in this country only, by id of the competence.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub adds: IdMap<Vec<Outcome>>,
    /// What to know about work in this country; the locale files have the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Qualifications of the country in the field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifications: Vec<Qualification>,
}

/// A note on a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Note {
    /// Id of the note, unique in the overlay.
    pub id: String,
    /// Id of the competence that it concerns; without one, it concerns all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competence: Option<String>,
    /// The law, agreement or page that says so.
    pub source: String,
}

/// A qualification of a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Qualification {
    /// Its official name, in its own language.
    pub name: String,
    /// Language of the name (BCP 47).
    pub language: String,
    /// Its level in the country's own words, for example `RNCP 3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_level: Option<String>,
    /// Its level of the European Qualifications Framework, 1 to 8, where the country has said which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eqf: Option<u8>,
    /// The law, register or page that has it.
    pub source: String,
}

impl Framework {
    /// The version of the file format this crate reads and writes.
    pub const FORMAT: u32 = 1;

    /// The competences of all areas, in order.
    pub fn competences(&self) -> impl Iterator<Item = &Competence> {
        self.areas.iter().flat_map(|area| &area.competences)
    }

    /// The competence with this id.
    #[must_use]
    pub fn competence(&self, id: &str) -> Option<&Competence> {
        self.competences().find(|competence| competence.id == id)
    }

    /// The outcomes of the core, then those that countries add, in order.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        let added = self.overlays.iter().flat_map(|overlay| overlay.adds.iter().flat_map(|(_, outcomes)| outcomes));
        self.competences().flat_map(|competence| &competence.outcomes).chain(added)
    }

    /// The level with this id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&FrameworkLevel> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// Whether an outcome refers to ESCO, so that its notice has to be shown.
    #[must_use]
    pub fn uses_esco(&self) -> bool {
        self.outcomes().any(|outcome| !outcome.esco.is_empty())
    }
}
