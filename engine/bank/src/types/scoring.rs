//! Which category an answer scores.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::IdMap;

/// Which category each answer scores. Where one option is chosen: a `key`, or `categories` option by option. Where an
/// answer has several parts: what is right, and what a part of it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
    /// Of a multiple-response item: the options to tick. Each credit: right ticks less wrong ones, at least 0.
    Keys {
        /// Ids of the options to tick.
        keys: Vec<String>,
        /// What a part of the answer is worth.
        #[serde(default, skip_serializing_if = "Credit::is_all")]
        credit: Credit,
        /// The category of each number of points, from 0 points, ascending from 0 without gaps; without, the points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        categories: Option<Vec<u16>>,
    },
    /// Of an ordering item: the right order. Each credit: how many options are directly followed by the right one.
    Order {
        /// Ids of all options in the right order.
        order: Vec<String>,
        /// What a part of the answer is worth.
        #[serde(default, skip_serializing_if = "Credit::is_all")]
        credit: Credit,
        /// The category of each number of points, from 0 points, ascending from 0 without gaps; without, the points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        categories: Option<Vec<u16>>,
    },
    /// Of a matching item: the right target of each option. Each credit: the number of right pairs.
    Pairs {
        /// Id of a target, by id of the option.
        pairs: IdMap<String>,
        /// What a part of the answer is worth.
        #[serde(default, skip_serializing_if = "Credit::is_all")]
        credit: Credit,
        /// The category of each number of points, from 0 points, ascending from 0 without gaps; without, the points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        categories: Option<Vec<u16>>,
    },
}

/// What a part of an answer is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Credit {
    /// One point if all is right, else none.
    #[default]
    All,
    /// A point for each part that is right.
    Each,
}

impl Credit {
    const fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }
}

impl Scoring {
    /// The field that says what is right.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Key { .. } => "key",
            Self::Categories { .. } => "categories",
            Self::Keys { .. } => "keys",
            Self::Order { .. } => "order",
            Self::Pairs { .. } => "pairs",
        }
    }

    /// Credit and categories of an answer of several parts.
    #[must_use]
    pub fn parts(&self) -> Option<(Credit, Option<&[u16]>)> {
        match self {
            Self::Key { .. } | Self::Categories { .. } => None,
            Self::Keys { credit, categories, .. }
            | Self::Order { credit, categories, .. }
            | Self::Pairs { credit, categories, .. } => Some((*credit, categories.as_deref())),
        }
    }

    /// Most points that an answer of several parts can have.
    #[must_use]
    pub fn most_points(&self) -> usize {
        let parts = match self {
            Self::Key { .. } | Self::Categories { .. } => return 1,
            Self::Keys { keys, .. } => keys.len(),
            Self::Order { order, .. } => order.len().saturating_sub(1),
            Self::Pairs { pairs, .. } => pairs.len(),
        };
        match self.parts() {
            Some((Credit::Each, _)) => parts,
            _ => 1,
        }
    }
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for Scoring {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            #[serde(default)]
            key: Option<String>,
            #[serde(default)]
            categories: Option<Vec<u16>>,
            #[serde(default)]
            keys: Option<Vec<String>>,
            #[serde(default)]
            order: Option<Vec<String>>,
            #[serde(default)]
            pairs: Option<IdMap<String>>,
            #[serde(default)]
            credit: Option<Credit>,
        }

        let Fields { key, categories, keys, order, pairs, credit } = Fields::deserialize(deserializer)?;
        let given: Vec<_> =
            [("key", key.is_some()), ("keys", keys.is_some()), ("order", order.is_some()), ("pairs", pairs.is_some())]
                .into_iter()
                .filter_map(|(name, is_given)| is_given.then_some(name))
                .collect();
        if let [first, second, ..] = given[..] {
            return Err(D::Error::custom(format!("scoring has both `{first}` and `{second}`: give one of them")));
        }
        let of_parts = credit.unwrap_or_default();
        match (key, keys, order, pairs, categories) {
            (Some(_), _, _, _, Some(_)) => {
                Err(D::Error::custom("scoring has both `key` and `categories`: give one of them"))
            }
            (_, Some(keys), _, _, categories) => Ok(Self::Keys { keys, credit: of_parts, categories }),
            (_, _, Some(order), _, categories) => Ok(Self::Order { order, credit: of_parts, categories }),
            (_, _, _, Some(pairs), categories) => Ok(Self::Pairs { pairs, credit: of_parts, categories }),
            (None, None, None, None, None) => Err(D::Error::custom(
                "scoring has none of `key`, `categories`, `keys`, `order` and `pairs`: give one of them",
            )),
            _ if credit.is_some() => {
                Err(D::Error::custom("scoring has `credit`, which is for answers of several parts: remove it"))
            }
            (Some(key), ..) => Ok(Self::Key { key }),
            (.., Some(categories)) => Ok(Self::Categories { categories }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scoring_is_of_one_kind_and_says_so() {
        let read = serde_json::from_str::<Scoring>;
        assert_eq!(read(r#"{"key":"b"}"#).expect("a key"), Scoring::Key { key: "b".into() });
        let reversed = read(r#"{"categories":[2,1,0]}"#).expect("categories");
        assert_eq!(reversed, Scoring::Categories { categories: vec![2, 1, 0] });
        let mistakes = [
            (r#"{"key":"b","categories":[0]}"#, "both `key` and `categories`"),
            (r#"{"keys":["b"],"order":["b"]}"#, "both `keys` and `order`"),
            (r#"{"key":"b","credit":"each"}"#, "several parts"),
            (r#"{"categories":[0,1],"credit":"all"}"#, "several parts"),
            (r#"{"credit":"each"}"#, "none of"),
            ("{}", "none of"),
            (r#"{"correct":"b"}"#, "unknown field `correct`"),
            (r#"{"keys":["b"],"credit":"some"}"#, "unknown variant `some`"),
        ];
        for (text, what) in mistakes {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(what), "{text}: {error}");
        }
        assert!(read(r#"{"categories":[-1]}"#).is_err());
    }

    #[test]
    fn scoring_of_several_parts_survives_a_round_trip() {
        for text in [
            r#"{"keys":["a","c"]}"#,
            r#"{"keys":["a","c"],"credit":"each","categories":[0,0,1]}"#,
            r#"{"order":["b","a"],"credit":"each"}"#,
            r#"{"pairs":{"a":"x","b":"y"},"categories":[0,1]}"#,
        ] {
            let scoring: Scoring = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&scoring).expect(text), text);
        }
    }

    #[test]
    fn points_of_several_parts() {
        let most = |text: &str| serde_json::from_str::<Scoring>(text).expect(text).most_points();
        assert_eq!(most(r#"{"keys":["a","c","d"]}"#), 1);
        assert_eq!(most(r#"{"keys":["a","c","d"],"credit":"each"}"#), 3);
        assert_eq!(most(r#"{"order":["a","c","d"],"credit":"each"}"#), 2);
        assert_eq!(most(r#"{"pairs":{"a":"x","b":"y"},"credit":"each"}"#), 2);
    }
}
