//! What keeps the method from an answer.

use std::{error::Error, fmt};

use super::LEVELS;

/// A declaration from which no parameters follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpertError {
    /// An item of which nothing is judged, though its kind needs it.
    NoJudgement {
        /// Id of the item.
        item: String,
    },
    /// An item that measures several dimensions, of which the method says nothing.
    SeveralDimensions {
        /// Id of the item.
        item: String,
    },
    /// An item's EQF level is not one that the method covers.
    Eqf {
        /// Id of the item.
        item: String,
        /// The level declared.
        eqf: u8,
    },
    /// An item has no options, or names a response scale that the bank does not have.
    Options {
        /// Id of the item.
        item: String,
    },
    /// An item's scoring does not reach every category from 0 to its highest, or reaches only one.
    Categories {
        /// Id of the item.
        item: String,
    },
    /// A level's EQF level is not one that the method covers.
    LevelEqf {
        /// Id of the dimension.
        dimension: String,
        /// Id of the level.
        level: String,
        /// The EQF level declared.
        eqf: u8,
    },
    /// A level's EQF level is not above that of a level before it.
    LevelOrder {
        /// Id of the dimension.
        dimension: String,
        /// Id of the level.
        level: String,
        /// The EQF level declared.
        eqf: u8,
        /// That of the level before it.
        before: u8,
    },
}

impl ExpertError {
    /// The item concerned.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::NoJudgement { item }
            | Self::SeveralDimensions { item }
            | Self::Eqf { item, .. }
            | Self::Options { item }
            | Self::Categories { item } => Some(item),
            Self::LevelEqf { .. } | Self::LevelOrder { .. } => None,
        }
    }

    /// What is wrong and what to do about it, without the item's id.
    #[must_use]
    pub fn reason(&self) -> String {
        let (lowest, highest) = (LEVELS.start(), LEVELS.end());
        match self {
            Self::NoJudgement { .. } => "nothing is judged of it: give \"judgement\" its EQF level and demand".into(),
            Self::SeveralDimensions { .. } => {
                "it measures several dimensions, of which the method says nothing: set its parameters yourself".into()
            }
            Self::Eqf { eqf, .. } => format!(
                "it is judged to be of EQF level {eqf}, and the method covers {lowest} to {highest}: correct the level, or leave \"judgement\" out and set the parameters yourself"
            ),
            Self::Options { .. } => {
                "it has no options: give \"options\", or name one of the bank's response scales".into()
            }
            Self::Categories { .. } => {
                "its scoring does not reach every category from 0 to its highest, or only one: correct \"scoring\" (thetis check says where)".into()
            }
            Self::LevelEqf { dimension, level, eqf } => format!(
                "the level {level} of {dimension} has the EQF level {eqf}, and the method covers {lowest} to {highest}: correct it, or leave \"eqf\" out and set \"from\" yourself"
            ),
            Self::LevelOrder { dimension, level, eqf, before } => format!(
                "the level {level} of {dimension} has the EQF level {eqf}, which is not above {before} of a level before it: list levels in ascending order, one for each EQF level"
            ),
        }
    }
}

impl fmt::Display for ExpertError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item() {
            write!(formatter, "item {item}: ")?;
        }
        formatter.write_str(&self.reason())
    }
}

impl Error for ExpertError {}
