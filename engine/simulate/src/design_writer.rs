//! Putting a design into a bank's file without touching anything else in it.

use std::{error::Error, fmt};

use thetis_bank::{
    json_text::{Malformed, Object},
    types::Design,
};

/// The file is not JSON with an object at the top and, if there is one, an object under `designs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotABank;

impl fmt::Display for NotABank {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("this is no bank.json: give the bank's folder or its bank.json")
    }
}

impl Error for NotABank {}

impl From<Malformed> for NotABank {
    fn from(_: Malformed) -> Self {
        Self
    }
}

/// The text of `bank.json` with this design under this name, new or in the place of the old one. All other bytes stay
/// as they are.
///
/// # Errors
/// [`NotABank`].
pub fn with_design(bank: &str, name: &str, design: &Design) -> Result<String, NotABank> {
    let value = serde_json::to_string_pretty(design).map_err(|_| NotABank)?;
    let name_text = serde_json::to_string(name).map_err(|_| NotABank)?;
    let root = Object::root(bank)?;
    let Some(place) = root.value("designs") else {
        let indent = root.indent(bank, "  ");
        let inner = format!("{indent}  ");
        let member = format!("\"designs\": {{\n{inner}{name_text}: {}\n{indent}}}", indented(&value, &inner));
        return Ok(root.with_member(bank, &member, &indent));
    };
    let designs = Object::at(bank, place.start)?;
    let indent = designs.indent(bank, &format!("{}  ", root.indent(bank, "  ")));
    let value = indented(&value, &indent);
    Ok(match designs.value(name) {
        Some(old) => format!("{}{value}{}", &bank[..old.start], &bank[old.end..]),
        None => designs.with_member(bank, &format!("{name_text}: {value}"), &indent),
    })
}

/// All lines but the first begin with `indent`.
fn indented(value: &str, indent: &str) -> String {
    value.replace('\n', &format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn design() -> Design {
        serde_json::from_value(json!({"select": {"criterion": {"name": "random"}}})).expect("a design")
    }

    /// The text with the design, which must say what the text said and the design besides.
    #[track_caller]
    fn inserted(text: &str, name: &str) -> String {
        let new = with_design(text, name, &design()).expect("a bank");
        let mut expected: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
        expected["designs"][name] = serde_json::to_value(design()).expect("JSON");
        let found: Value = serde_json::from_str(new.trim_start_matches('\u{feff}')).expect("JSON");
        assert_eq!(found, expected, "{new}");
        new
    }

    #[test]
    fn a_new_design_comes_last_and_the_rest_stays() {
        let text = "{\n    \"id\" : \"x\",\n    \"designs\": {\n        \"a\": {\"stop\": [1,  2, {\"}\": \"\\\"]\"}]}\n    }, \"z\": 1.50e0\n}\n";
        let new = inserted(text, "b");
        let at = text.find("]}").expect("there") + 2;
        assert!(new.starts_with(&text[..at]) && new.ends_with(&text[at..]), "{new}");
        assert!(new.contains(",\n        \"b\": {\n          \"start\""), "{new}");
    }

    #[test]
    fn an_old_design_is_replaced_in_its_place() {
        let text = "{\"designs\": {\"a\": 1, \"b\": {\"x\": [\"designs\"]}, \"c\": 3}, \"n\": [{}]}";
        let new = inserted(text, "b");
        assert!(
            new.starts_with("{\"designs\": {\"a\": 1, \"b\": {") && new.ends_with("}, \"c\": 3}, \"n\": [{}]}"),
            "{new}"
        );
    }

    #[test]
    fn designs_may_be_empty_or_missing() {
        inserted("{}", "b");
        inserted("{\"designs\": {}}", "b");
        inserted("\u{feff}{\n  \"designs\": {\n  },\n  \"id\": \"y\"\n}", "quotes \" and \\ in a name");
        let new = inserted("{\n  \"id\": \"designs\"\n}\n", "b");
        assert!(new.starts_with("{\n  \"id\": \"designs\",\n  \"designs\": {\n    \"b\": {"), "{new}");
    }

    #[test]
    fn what_is_no_bank_is_refused() {
        for text in ["", "[]", "{\"designs\": []}", "{\"designs\": ", "{\"a\" 1}", "{\"a\": \"", "}", "{\"a\": ]"] {
            assert_eq!(with_design(text, "b", &design()), Err(NotABank), "{text}");
        }
    }
}
