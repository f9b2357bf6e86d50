//! A JSON object from ids to values that keeps the order of the file and every repeated key.

use std::{borrow::Cow, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

/// An object from ids to values, in the order of the file.
///
/// JSON readers silently drop all but the last of several equal keys. Here they are all kept, so that
/// [`check`](crate::check()) can report them; [`get`](Self::get) finds the first.
///
/// ```
/// use thetis_bank::IdMap;
///
/// let map: IdMap<u32> = serde_json::from_str(r#"{"b": 1, "a": 2, "b": 3}"#)?;
/// assert_eq!(map.len(), 3);
/// assert_eq!(map.get("b"), Some(&1));
/// assert_eq!(map.keys().collect::<Vec<_>>(), ["b", "a", "b"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdMap<V> {
    entries: Vec<(String, V)>,
}

impl<V> IdMap<V> {
    /// An empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// The value of the first entry with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&V> {
        self.iter().find(|(key, _)| *key == id).map(|(_, value)| value)
    }

    /// Mutable access to the value of the first entry with this id.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut V> {
        self.entries.iter_mut().find(|(key, _)| key == id).map(|(_, value)| value)
    }

    /// Whether an entry has this id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// Adds an entry at the end, even where the id is already present.
    pub fn push(&mut self, id: impl Into<String>, value: V) {
        self.entries.push((id.into(), value));
    }

    /// Removes every entry with this id; returns the first one's value.
    pub fn remove(&mut self, id: &str) -> Option<V> {
        let mut removed = None;
        for index in (0..self.entries.len()).rev() {
            if self.entries[index].0 == id {
                removed = Some(self.entries.remove(index).1);
            }
        }
        removed
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The ids, in order, repeated ones included.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// Number of entries, repeated ids included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<V> Default for IdMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Into<String>, V> FromIterator<(K, V)> for IdMap<V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
        Self { entries: entries.into_iter().map(|(key, value)| (key.into(), value)).collect() }
    }
}

impl<V: Serialize> Serialize for IdMap<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for (key, value) in &self.entries {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for IdMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = IdMap<V>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object whose keys are ids")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(IdMap { entries })
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<V: JsonSchema> JsonSchema for IdMap<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("IdMap_of_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<V>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remove_takes_every_entry_and_returns_the_first() {
        let mut map: IdMap<u8> = [("a", 1), ("b", 2), ("a", 3)].into_iter().collect();
        assert_eq!(map.remove("a"), Some(1));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["b"]);
        assert_eq!(map.remove("a"), None);
    }

    #[test]
    fn order_and_repeated_keys_survive_a_round_trip() {
        let text = r#"{"z":1,"a":2,"z":3}"#;
        let map: IdMap<u8> = serde_json::from_str(text).expect("valid JSON");
        assert_eq!(serde_json::to_string(&map).expect("serialisable"), text);
    }

    #[test]
    fn an_array_is_not_a_map() {
        let error = serde_json::from_str::<IdMap<u8>>("[1]").expect_err("wrong type");
        assert!(error.to_string().contains("keys are ids"), "{error}");
    }
}
