//! What an import reads of a CASE package, with a complaint for every field that is missing or of another form.
//!
//! The fields asked for are those that CASE 1.1 requires of a `CFPackage` (1EdTech, Competencies and Academic Standards
//! Exchange Service 1.1, JSON Schema of the `CFPackage` class). Fields that are not known are passed over.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    extensions::{DocumentExtension, ItemExtension},
    import::CaseProblem,
};
use crate::forms;

/// What there is in a package.
pub(super) struct Package {
    pub(super) document: Document,
    pub(super) items: Vec<Item>,
    pub(super) associations: Vec<Association>,
    /// Names of the parts that are there and not read.
    pub(super) unread: Vec<&'static str>,
}

pub(super) struct Document {
    pub(super) identifier: String,
    pub(super) creator: String,
    pub(super) title: String,
    pub(super) changed: String,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) version: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) extension: Option<DocumentExtension>,
}

pub(super) struct Item {
    /// Where it is in the file.
    pub(super) place: String,
    pub(super) identifier: String,
    pub(super) statement: String,
    pub(super) name: Option<String>,
    pub(super) item_type: Option<String>,
    pub(super) code: Option<String>,
    pub(super) education_levels: Vec<String>,
    pub(super) country: Option<String>,
}

pub(super) struct Association {
    /// Where it is in the file.
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) sequence: Option<i64>,
    pub(super) origin: Link,
    pub(super) destination: Link,
}

pub(super) struct Link {
    pub(super) title: String,
    pub(super) identifier: String,
    pub(super) uri: String,
}

/// Reads a package; `None` only with a problem.
pub(super) fn read(text: &[u8], problems: &mut Vec<CaseProblem>) -> Option<Package> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let root: Value = match serde_json::from_slice(text) {
        Ok(root) => root,
        Err(error) => {
            problems.push(CaseProblem::new("", format!("is not JSON: {error}"), "export it again from where it is"));
            return None;
        }
    };
    let mut reader = Reader { problems };
    let Some(document) = root.get("CFDocument") else {
        let message = "has no CFDocument, so it is not a CFPackage of CASE";
        reader.problem("", message, "export the whole framework as a package: GET /CFPackages/{identifier}");
        return None;
    };
    let document = reader.document(document);
    let items = reader.list(&root, "CFItems", Reader::item);
    let associations = reader.list(&root, "CFAssociations", Reader::association);
    let is_there = |value: Option<&Value>| value.and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let definitions = root.get("CFDefinitions");
    let mut unread = Vec::new();
    for (name, value) in [
        ("CFRubrics", root.get("CFRubrics")),
        ("CFConcepts", definitions.and_then(|own| own.get("CFConcepts"))),
        ("CFSubjects", definitions.and_then(|own| own.get("CFSubjects"))),
    ] {
        if is_there(value) {
            unread.push(name);
        }
    }
    Some(Package { document: document?, items, associations, unread })
}

struct Reader<'a> {
    problems: &'a mut Vec<CaseProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, place: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(CaseProblem::new(place, message, remedy));
    }

    fn list<T>(&mut self, root: &Value, name: &str, read: fn(&mut Self, String, &Value) -> Option<T>) -> Vec<T> {
        match root.get(name) {
            None => Vec::new(),
            Some(Value::Array(values)) => values
                .iter()
                .enumerate()
                .filter_map(|(index, value)| read(self, format!("{name}[{index}]"), value))
                .collect(),
            Some(_) => {
                self.problem(name, "is not a list", "make it one, as CASE has it");
                Vec::new()
            }
        }
    }

    /// A text that CASE requires.
    fn required(&mut self, place: &str, value: &Value, field: &str) -> Option<String> {
        match value.get(field) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
            Some(Value::String(_)) | None | Some(Value::Null) => {
                self.problem(place, format!("has no {field}, which CASE requires"), format!("add {field}"));
                None
            }
            Some(other) => {
                self.problem(place, format!("{field} is {other}, not a text"), format!("make {field} a text"));
                None
            }
        }
    }

    fn date_time(&mut self, place: &str, value: &Value) -> Option<String> {
        let text = self.required(place, value, "lastChangeDateTime")?;
        if forms::is_date_time(&text) {
            return Some(text);
        }
        let message = format!("lastChangeDateTime {text:?} is not a date and time");
        self.problem(place, message, "write it like 2026-11-22T00:00:00Z (RFC 3339)");
        None
    }

    fn document(&mut self, value: &Value) -> Option<Document> {
        let place = "CFDocument";
        match value.get("caseVersion") {
            None | Some(Value::Null) => {}
            Some(version) if matches!(version.as_str(), Some("1.1" | "1.0")) => {}
            Some(version) => {
                let message = format!("caseVersion is {version}; this version of Thetis reads 1.0 and 1.1");
                self.problem(place, message, "export it as CASE 1.1, or use a newer release of Thetis");
            }
        }
        let identifier = self.required(place, value, "identifier");
        self.required(place, value, "uri");
        let (creator, title) = (self.required(place, value, "creator"), self.required(place, value, "title"));
        let changed = self.date_time(place, value);
        Some(Document {
            identifier: identifier?,
            creator: creator?,
            title: title?,
            changed: changed?,
            description: optional(value, "description"),
            language: optional(value, "language"),
            version: optional(value, "version"),
            licence: value.get("licenseURI").and_then(|licence| optional(licence, "title")),
            notes: optional(value, "notes"),
            extension: self.extension::<DocumentExtension>(place, value),
        })
    }

    fn item(&mut self, place: String, value: &Value) -> Option<Item> {
        let identifier = self.required(&place, value, "identifier");
        self.required(&place, value, "uri");
        let statement = self.required(&place, value, "fullStatement");
        self.date_time(&place, value);
        let country = self.extension::<ItemExtension>(&place, value).map(|extension| extension.country);
        let levels = value.get("educationLevel").and_then(Value::as_array).into_iter().flatten();
        Some(Item {
            identifier: identifier?,
            statement: statement?,
            name: optional(value, "abbreviatedStatement"),
            item_type: optional(value, "CFItemType"),
            code: optional(value, "humanCodingScheme"),
            education_levels: levels.filter_map(Value::as_str).map(str::to_owned).collect(),
            country,
            place,
        })
    }

    fn association(&mut self, place: String, value: &Value) -> Option<Association> {
        self.required(&place, value, "identifier");
        self.required(&place, value, "uri");
        self.date_time(&place, value);
        let kind = self.required(&place, value, "associationType");
        let origin = self.link(&place, value, "originNodeURI");
        let destination = self.link(&place, value, "destinationNodeURI");
        Some(Association {
            kind: kind?,
            sequence: value.get("sequenceNumber").and_then(Value::as_i64),
            origin: origin?,
            destination: destination?,
            place,
        })
    }

    fn link(&mut self, place: &str, value: &Value, field: &str) -> Option<Link> {
        let place = format!("{place}.{field}");
        let Some(value) = value.get(field).filter(|value| value.is_object()) else {
            self.problem(&place, "is missing, or not an object", "give its title, identifier and uri");
            return None;
        };
        let title = self.required(&place, value, "title");
        let identifier = self.required(&place, value, "identifier");
        let uri = self.required(&place, value, "uri");
        Some(Link { title: title?, identifier: identifier?, uri: uri? })
    }

    /// What we wrote into the extension point. That of others is theirs.
    fn extension<T: DeserializeOwned>(&mut self, place: &str, value: &Value) -> Option<T> {
        let own = value.get("extensions")?.get("thetis")?;
        match serde_json::from_value(own.clone()) {
            Ok(extension) => Some(extension),
            Err(error) => {
                let place = format!("{place}.extensions.thetis");
                self.problem(&place, format!("is not what Thetis writes: {error}"), "export the framework again");
                None
            }
        }
    }
}

/// A text that may be there.
fn optional(value: &Value, field: &str) -> Option<String> {
    value.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
