//! The classes of CASE 1.1 that an export fills, with the fields it fills, in the order in which they are written.

use serde::Serialize;

use super::extensions::{DocumentExtension, ItemExtension};

/// A framework with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct CfPackage {
    /// The framework as a whole.
    #[serde(rename = "CFDocument")]
    pub(super) document: CfDocument,
    /// Areas, competences and outcomes.
    #[serde(rename = "CFItems")]
    pub(super) items: Vec<CfItem>,
    /// How they belong together, and what they are related to.
    #[serde(rename = "CFAssociations")]
    pub(super) associations: Vec<CfAssociation>,
    /// What the others refer to.
    #[serde(rename = "CFDefinitions")]
    pub(super) definitions: CfDefinitions,
}

/// The framework as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfDocument {
    /// UUID.
    pub(super) identifier: String,
    /// Address of the document.
    pub(super) uri: String,
    /// `1.1`.
    pub(super) case_version: &'static str,
    /// Who made it.
    pub(super) creator: String,
    /// Its title.
    pub(super) title: String,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
    /// What it is about.
    pub(super) description: String,
    /// Language of the texts.
    pub(super) language: String,
    /// Its version.
    pub(super) version: String,
    /// Its licence.
    #[serde(rename = "licenseURI")]
    pub(super) license_uri: LinkUri,
    /// Its source, and the notice of ESCO where an outcome refers to ESCO.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notes: Option<String>,
    /// What CASE has no field for.
    pub(super) extensions: Thetis<DocumentExtension>,
}

/// The only property of our extensions, so that those of others do not collide with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Thetis<T> {
    /// What CASE has no field for.
    pub(super) thetis: T,
}

/// An area, a competence or an outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfItem {
    /// UUID.
    pub(super) identifier: String,
    /// Address of the item.
    pub(super) uri: String,
    /// The text of an outcome; the description of an area or a competence.
    pub(super) full_statement: String,
    /// The name of an area or a competence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) abbreviated_statement: Option<String>,
    /// What kind of item it is.
    #[serde(rename = "CFItemType")]
    pub(super) item_type: &'static str,
    /// The definition of the kind.
    #[serde(rename = "CFItemTypeURI")]
    pub(super) item_type_uri: LinkUri,
    /// Our id.
    pub(super) human_coding_scheme: String,
    /// EQF level of an outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) education_level: Vec<String>,
    /// Language of the texts.
    pub(super) language: String,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
    /// What CASE has no field for: the country of an outcome that a country adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) extensions: Option<Thetis<ItemExtension>>,
}

/// How two things belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfAssociation {
    /// UUID.
    pub(super) identifier: String,
    /// `isChildOf` or `isRelatedTo`.
    pub(super) association_type: &'static str,
    /// Place of a child among its siblings, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sequence_number: Option<usize>,
    /// Address of the association.
    pub(super) uri: String,
    /// The child, or what is related.
    #[serde(rename = "originNodeURI")]
    pub(super) origin: LinkUri,
    /// The parent, or what it is related to.
    #[serde(rename = "destinationNodeURI")]
    pub(super) destination: LinkUri,
    /// The country that it holds for, if it does not hold for all.
    #[serde(rename = "CFAssociationGroupingURI", skip_serializing_if = "Option::is_none")]
    pub(super) grouping: Option<LinkUri>,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
}

/// A reference to something that has an identifier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkUri {
    /// What a person calls it.
    pub(super) title: String,
    /// Its identifier.
    pub(super) identifier: String,
    /// Its address.
    pub(super) uri: String,
    /// What it is a part of, if not of a CASE framework: `ext:ESCO`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_type: Option<&'static str>,
}

/// What items and associations refer to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct CfDefinitions {
    /// The licence.
    #[serde(rename = "CFLicenses")]
    pub(super) licenses: Vec<CfLicense>,
    /// Kinds of item.
    #[serde(rename = "CFItemTypes")]
    pub(super) item_types: Vec<CfItemType>,
    /// Countries that add outcomes.
    #[serde(rename = "CFAssociationGroupings", skip_serializing_if = "Vec::is_empty")]
    pub(super) groupings: Vec<CfAssociationGrouping>,
}

/// A licence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfLicense {
    /// UUID.
    pub(super) identifier: String,
    /// Address of the definition.
    pub(super) uri: String,
    /// Its SPDX expression or name.
    pub(super) title: String,
    /// Where its text is, or its name.
    pub(super) license_text: String,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
}

/// A kind of item.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfItemType {
    /// UUID.
    pub(super) identifier: String,
    /// Address of the definition.
    pub(super) uri: String,
    /// Its name.
    pub(super) title: String,
    /// What it is.
    pub(super) description: String,
    /// Depth in the tree, from 1.
    pub(super) hierarchy_code: String,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
}

/// Associations that hold for one country.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CfAssociationGrouping {
    /// UUID.
    pub(super) identifier: String,
    /// Address of the definition.
    pub(super) uri: String,
    /// What a person calls it.
    pub(super) title: String,
    /// What it is.
    pub(super) description: String,
    /// When it was last changed (RFC 3339).
    pub(super) last_change_date_time: String,
}
