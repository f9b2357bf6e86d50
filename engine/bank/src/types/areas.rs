//! The content areas of an item: one id, or a list of them.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// Ids of content areas, written as one text or as a list of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas(Vec<String>);

impl Areas {
    /// The ids, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether this area is among them.
    #[must_use]
    pub fn contains(&self, area: &str) -> bool {
        self.iter().any(|own| own == area)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<A: Into<String>> FromIterator<A> for Areas {
    fn from_iter<I: IntoIterator<Item = A>>(areas: I) -> Self {
        Self(areas.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Areas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [area] => serializer.serialize_str(area),
            areas => areas.serialize(serializer),
        }
    }
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for Areas {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Areas;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a content area, or a list of content areas")
            }

            fn visit_str<E: Error>(self, area: &str) -> Result<Areas, E> {
                Ok([area].into_iter().collect())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Areas, A::Error> {
                let mut areas = Vec::new();
                while let Some(area) = list.next_element()? {
                    areas.push(area);
                }
                Ok(Areas(areas))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

impl JsonSchema for Areas {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Areas".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_area_is_a_text_and_several_are_a_list() {
        for (text, areas) in [(r#""algebra""#, vec!["algebra"]), (r#"["algebra","story"]"#, vec!["algebra", "story"])] {
            let read: Areas = serde_json::from_str(text).expect(text);
            assert_eq!(read.iter().collect::<Vec<_>>(), areas);
            assert_eq!(serde_json::to_string(&read).expect(text), text);
        }
        let one: Areas = serde_json::from_str(r#"["algebra"]"#).expect("a list of one");
        assert!(one.contains("algebra") && !one.contains("alg"));
        assert_eq!(serde_json::to_string(&one).expect("serialisable"), r#""algebra""#);
        let message = serde_json::from_str::<Areas>("3").expect_err("a number").to_string();
        assert!(message.contains("a content area, or a list of content areas"), "{message}");
    }
}
