//! One item: options, scoring, model, status, media.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::{Areas, Model, Provenance};

/// A question, how its answers are scored, and the model of those scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Id of the item, unique in the bank and never reused.
    pub id: String,
    /// Ids of the dimensions the item measures: one, or those of a compensatory model's slopes, in their order.
    pub dimensions: Vec<String>,
    /// How the question is put.
    pub kind: ItemKind,
    /// Name of the shared response scale whose options are offered. Either this or `options`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_scale: Option<String>,
    /// Ids of the item's own options, in the order shown. Either this or `responseScale`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    /// Which category each option scores.
    pub scoring: Scoring,
    /// The item response model and its parameters.
    pub model: Model,
    /// Content area, or a list of the content areas it belongs to, for content balancing.
    #[serde(default, skip_serializing_if = "Areas::is_empty")]
    pub content: Areas,
    /// Ids of items that must not be in the same test. It is enough that one of the two says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enemies: Vec<String>,
    /// Id of the item set it belongs to, one of `sets`. Within a set, items have the order of the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Whether tests may use the item.
    #[serde(default, skip_serializing_if = "Status::is_operational")]
    pub status: Status,
    /// Where the parameters come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Picture and sound that belong to the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
}

/// How a question is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A statement with an ordered scale of agreement or accuracy; no answer is wrong.
    Likert,
    /// One of several options is chosen.
    SingleChoice,
    /// One of two options is chosen.
    TrueFalse,
}

/// Whether tests may use an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In use.
    #[default]
    Operational,
    /// Not yet calibrated well enough to count: asked only where a design has pilot items, and never scored.
    Pilot,
    /// No longer used; kept so that old session logs can be replayed.
    Retired,
}

impl Status {
    /// Whether tests may use the item.
    #[must_use]
    pub const fn is_operational(&self) -> bool {
        matches!(self, Self::Operational)
    }
}

/// Which response category each option scores: a `key`, or `categories` option by option.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Scoring {
    /// One right answer: 1 for the key, 0 for any other option.
    Key {
        /// Id of the right option.
        key: String,
    },
    /// The category of each option, in the order of the options; categories run from 0 without gaps.
    Categories {
        /// One category an option. A reverse-keyed item lists them downwards: `[4, 3, 2, 1, 0]`.
        categories: Vec<u16>,
    },
}

impl Scoring {
    /// The category of each of these options; `None` where the key is not among them, or the
    /// categories are not as many as the options.
    #[must_use]
    pub fn categories(&self, options: &[String]) -> Option<Vec<u16>> {
        match self {
            Self::Key { key } => {
                options.contains(key).then(|| options.iter().map(|option| u16::from(option == key)).collect())
            }
            Self::Categories { categories } => (categories.len() == options.len()).then(|| categories.clone()),
        }
    }
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for Scoring {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct KeyOrCategories {
            #[serde(default)]
            key: Option<String>,
            #[serde(default)]
            categories: Option<Vec<u16>>,
        }

        match KeyOrCategories::deserialize(deserializer)? {
            KeyOrCategories { key: Some(key), categories: None } => Ok(Self::Key { key }),
            KeyOrCategories { key: None, categories: Some(categories) } => Ok(Self::Categories { categories }),
            KeyOrCategories { key: Some(_), categories: Some(_) } => {
                Err(D::Error::custom("scoring has both `key` and `categories`: give one of them"))
            }
            KeyOrCategories { key: None, categories: None } => {
                Err(D::Error::custom("scoring has neither `key` nor `categories`: give one of them"))
            }
        }
    }
}

/// Files in the bank's `media/` folder. Every LMS serves svg, png, webp, mp3 and m4a.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Media {
    /// A picture: `media/….svg`, `.png` or `.webp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// A recording: `media/….mp3` or `.m4a`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(ids: &[&str]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn scoring_is_a_key_or_categories_and_says_so() {
        let read = serde_json::from_str::<Scoring>;
        assert_eq!(read(r#"{"key":"b"}"#).expect("a key"), Scoring::Key { key: "b".into() });
        let reversed = read(r#"{"categories":[2,1,0]}"#).expect("categories");
        assert_eq!(reversed, Scoring::Categories { categories: vec![2, 1, 0] });
        let both = read(r#"{"key":"b","categories":[0]}"#).expect_err("both").to_string();
        assert!(both.contains("both `key` and `categories`"), "{both}");
        let neither = read("{}").expect_err("neither").to_string();
        assert!(neither.contains("neither"), "{neither}");
        let other = read(r#"{"keys":"b"}"#).expect_err("unknown field").to_string();
        assert!(other.contains("unknown field `keys`"), "{other}");
        assert!(read(r#"{"categories":[-1]}"#).is_err());
    }

    #[test]
    fn categories_of_options() {
        let key = Scoring::Key { key: "b".into() };
        assert_eq!(key.categories(&options(&["a", "b", "c"])), Some(vec![0, 1, 0]));
        assert_eq!(key.categories(&options(&["a", "c"])), None);
        let listed = Scoring::Categories { categories: vec![1, 0] };
        assert_eq!(listed.categories(&options(&["a", "b"])), Some(vec![1, 0]));
        assert_eq!(listed.categories(&options(&["a"])), None);
    }
}
