//! Changing a part of a JSON file and no other byte of it.
//!
//! Values are found by their places in the text; what is put in their place is laid out as what stood there.

use std::{error::Error, fmt, ops::Range};

use serde::Serialize;

/// The text is not JSON of the shape looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("this is no JSON of the shape it should have")
    }
}

impl Error for Malformed {}

/// A part of a text and what is to stand there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    place: Range<usize>,
    with: String,
}

impl Edit {
    /// Put a value in the place of another.
    #[must_use]
    pub fn replace(text: &str, place: Range<usize>, value: &impl Serialize) -> Self {
        let old = &text[place.clone()];
        let line = &text[text[..place.start].rfind('\n').map_or(0, |end| end + 1)..];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let with =
            if old.contains('\n') { tall(value, indent) } else { flat(value, !old.contains(':') || is_spaced(old)) };
        Self { place, with }
    }

    /// The text after these changes, which must not overlap.
    #[must_use]
    pub fn apply(text: &str, mut edits: Vec<Self>) -> String {
        edits.sort_by_key(|edit| edit.place.start);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for Self { place, with } in edits {
            out.push_str(&text[done..place.start]);
            out.push_str(&with);
            done = place.end;
        }
        out.push_str(&text[done..]);
        out
    }
}

/// Where the members of an object are.
#[derive(Clone, Debug)]
pub struct Object {
    open: usize,
    close: usize,
    /// Name, where it begins, and where its value is.
    members: Vec<(String, usize, Range<usize>)>,
}

impl Object {
    /// The object that is the whole text, which a byte order mark may precede.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn root(text: &str) -> Result<Self, Malformed> {
        Self::at(text, skip_space(text, text.len() - text.trim_start_matches('\u{feff}').len()))
    }

    /// The object whose brace is at this place.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn at(text: &str, open: usize) -> Result<Self, Malformed> {
        let bytes = text.as_bytes();
        if bytes.get(open) != Some(&b'{') {
            return Err(Malformed);
        }
        let mut members = Vec::new();
        let mut place = skip_space(text, open + 1);
        while bytes.get(place) == Some(&b'"') {
            let begin = place;
            let end = skip_value(text, begin)?;
            let name = serde_json::from_str(&text[begin..end]).map_err(|_| Malformed)?;
            place = skip_space(text, end);
            if bytes.get(place) != Some(&b':') {
                return Err(Malformed);
            }
            let value = skip_space(text, place + 1);
            let value = value..skip_value(text, value)?;
            place = skip_space(text, value.end);
            members.push((name, begin, value));
            if bytes.get(place) == Some(&b',') {
                place = skip_space(text, place + 1);
            }
        }
        if bytes.get(place) == Some(&b'}') { Ok(Self { open, close: place, members }) } else { Err(Malformed) }
    }

    /// Where the value of the first member of this name is.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Range<usize>> {
        self.members.iter().find(|(own, ..)| own == name).map(|(.., value)| value.clone())
    }

    /// What stands before the first member on its line, or `usual` where it does not begin a line.
    #[must_use]
    pub fn indent(&self, text: &str, usual: &str) -> String {
        let before = self.members.first().and_then(|(_, begin, _)| text[self.open + 1..*begin].rsplit_once('\n'));
        before.map_or_else(|| usual.to_owned(), |(_, indent)| indent.to_owned())
    }

    /// The text with one more member at the object's end, on a line of its own.
    #[must_use]
    pub fn with_member(&self, text: &str, member: &str, indent: &str) -> String {
        match self.members.last() {
            Some((.., last)) => format!("{},\n{indent}{member}{}", &text[..last.end], &text[last.end..]),
            None => {
                let outer = indent.strip_suffix("  ").unwrap_or_default();
                format!("{}\n{indent}{member}\n{outer}{}", &text[..=self.open], &text[self.close..])
            }
        }
    }

    /// Give a member this value, in its place, or behind the last member if it is new.
    #[must_use]
    pub fn set(&self, text: &str, name: &str, value: &impl Serialize) -> Edit {
        if let Some(place) = self.value(name) {
            return Edit::replace(text, place, value);
        }
        let whole = &text[self.open..=self.close];
        let end = self.members.last().map_or(self.open + 1, |(.., last)| last.end);
        let comma = if self.members.is_empty() { "" } else { "," };
        let name = serde_json::Value::from(name);
        let with = if whole.contains('\n') {
            let indent = self.indent(text, "  ");
            format!("{comma}\n{indent}{name}: {}", tall(value, &indent))
        } else if is_spaced(whole) {
            format!("{comma} {name}: {}", flat(value, true))
        } else {
            format!("{comma}{name}:{}", flat(value, false))
        };
        Edit { place: end..end, with }
    }
}

/// Where the elements of an array are whose bracket is at this place.
///
/// # Errors
/// [`Malformed`].
pub fn elements(text: &str, open: usize) -> Result<Vec<Range<usize>>, Malformed> {
    let bytes = text.as_bytes();
    if bytes.get(open) != Some(&b'[') {
        return Err(Malformed);
    }
    let mut elements = Vec::new();
    let mut place = skip_space(text, open + 1);
    loop {
        match bytes.get(place) {
            Some(b']') => return Ok(elements),
            Some(b',') => place = skip_space(text, place + 1),
            Some(_) => {
                let element = place..skip_value(text, place)?;
                place = skip_space(text, element.end);
                elements.push(element);
            }
            None => return Err(Malformed),
        }
    }
}

/// Whether a space stands behind the colons of an object on one line.
fn is_spaced(text: &str) -> bool {
    text.contains("\": ")
}

/// A member a line, lists of numbers and words on one; all lines but the first begin with `indent`.
fn tall(value: &impl Serialize, indent: &str) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|error| panic!("the value is no JSON: {error}"));
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        if at > 0 {
            out.push('\n');
            out.push_str(indent);
        }
        out.push_str(lines[at]);
        // No string ends in a bracket: its quotation mark does.
        let nested = |line: &&&str| line.ends_with(['[', '{']) || line.trim_start().starts_with([']', '}']);
        let inner = lines[at + 1..].iter().take_while(|line| !nested(line)).count();
        let closes = lines.get(at + 1 + inner).is_some_and(|line| line.trim_start().starts_with(']'));
        if lines[at].ends_with('[') && closes {
            let elements: Vec<&str> = lines[at + 1..=at + inner].iter().map(|line| line.trim_start()).collect();
            out.push_str(&elements.join(" "));
            out.push_str(lines[at + 1 + inner].trim_start());
            at += inner + 1;
        }
        at += 1;
    }
    out
}

/// All on one line, with spaces as people write them or without any.
fn flat(value: &impl Serialize, spaced: bool) -> String {
    let sound = "the value is JSON";
    if !spaced {
        return serde_json::to_string(value).unwrap_or_else(|error| panic!("{sound}: {error}"));
    }
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|error| panic!("{sound}: {error}"));
    let mut out = String::new();
    for line in text.lines().map(str::trim_start) {
        if !(out.is_empty() || out.ends_with('[') || line.starts_with(']')) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn skip_space(text: &str, from: usize) -> usize {
    let space = text.as_bytes().iter().skip(from).take_while(|byte| b" \t\r\n".contains(byte));
    from + space.count()
}

/// The end of the value that begins here.
fn skip_value(text: &str, from: usize) -> Result<usize, Malformed> {
    let bytes = text.as_bytes();
    let mut depth = 0u32;
    let mut place = from;
    loop {
        match bytes.get(place).ok_or(Malformed)? {
            b'"' => {
                place += 1;
                while *bytes.get(place).ok_or(Malformed)? != b'"' {
                    place += if bytes[place] == b'\\' { 2 } else { 1 };
                }
                place += 1;
            }
            b'{' | b'[' => {
                depth += 1;
                place += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1).ok_or(Malformed)?;
                place += 1;
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => place += 1,
            // A number or a word.
            _ => {
                let word = bytes[place..].iter().take_while(|byte| !b" \t\r\n,:]}".contains(byte)).count();
                place += word.max(1);
            }
        }
        if depth == 0 {
            return Ok(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const TEXT: &str = "\u{feff}{\n   \"a\" : [1.50,  {\"x\": \"]},\\\"\"}, true],\n   \"b\": {\n     \"c\": 2\n   }, \"d\": {\"e\":1}\n}\n";

    fn member(name: &str) -> Range<usize> {
        Object::root(TEXT).expect("an object").value(name).expect("a member")
    }

    #[test]
    fn every_value_has_its_place() {
        let elements = elements(TEXT, member("a").start).expect("a list");
        let texts: Vec<&str> = elements.into_iter().map(|place| &TEXT[place]).collect();
        assert_eq!(texts, ["1.50", "{\"x\": \"]},\\\"\"}", "true"]);
        assert_eq!(super::elements("[]", 0), Ok(Vec::new()));
        assert_eq!(&TEXT[member("d")], "{\"e\":1}");
        for text in ["", "[1", "{\"a\" 1}", "{\"a\": \"", "{\"a\": ]"] {
            assert!(Object::root(text).is_err() && super::elements(text, 0).is_err(), "{text}");
        }
    }

    #[test]
    fn values_are_laid_out_as_their_neighbours() {
        let b = Object::at(TEXT, member("b").start).expect("an object");
        let d = Object::at(TEXT, member("d").start).expect("an object");
        let edits = vec![
            d.set(TEXT, "f", &json!([1, 2])),
            b.set(TEXT, "g", &json!({"h": [0.5, 1.0], "i": {"j": []}})),
            Edit::replace(TEXT, member("a"), &json!({"k": [[1.0, 2.0]]})),
        ];
        let expected = "\u{feff}{\n   \"a\" : { \"k\": [[1.0, 2.0]] },\n   \"b\": {\n     \"c\": 2,\n     \"g\": {\n       \"h\": [0.5, 1.0],\n       \"i\": {\n         \"j\": []\n       }\n     }\n   }, \"d\": {\"e\":1,\"f\":[1,2]}\n}\n";
        let new = Edit::apply(TEXT, edits);
        assert_eq!(new, expected);
        let parsed: Value = serde_json::from_str(new.trim_start_matches('\u{feff}')).expect("JSON");
        assert_eq!(parsed["d"]["f"], json!([1, 2]));
    }

    #[test]
    fn no_change_changes_nothing() {
        assert_eq!(Edit::apply(TEXT, Vec::new()), TEXT);
    }
}
