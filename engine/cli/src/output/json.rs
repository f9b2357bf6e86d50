//! JSON with one row a line: a report of a million rows can still be looked into, compared and searched.

use serde::Serialize;

/// An array, one element a line.
pub(crate) fn rows<T: Serialize>(out: &mut Vec<u8>, values: impl IntoIterator<Item = T>) -> serde_json::Result<()> {
    indented_rows(out, values, "")
}

fn indented_rows<T: Serialize>(
    out: &mut Vec<u8>,
    values: impl IntoIterator<Item = T>,
    indent: &str,
) -> serde_json::Result<()> {
    let mut values = values.into_iter().peekable();
    out.push(b'[');
    if values.peek().is_some() {
        let mut separator = "\n";
        for value in values {
            out.extend([separator, indent, "  "].concat().bytes());
            serde_json::to_writer(&mut *out, &value)?;
            separator = ",\n";
        }
        out.extend(["\n", indent].concat().bytes());
    }
    out.push(b']');
    Ok(())
}

/// An object, one member a line, some of them arrays with one element a line.
pub(crate) struct Document<'o> {
    out: &'o mut Vec<u8>,
    separator: &'static str,
}

impl<'o> Document<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, separator: "\n" }
    }

    pub(crate) fn member(&mut self, name: &str, value: impl Serialize) -> serde_json::Result<()> {
        self.name(name)?;
        serde_json::to_writer(&mut *self.out, &value)
    }

    pub(crate) fn rows<T: Serialize>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> serde_json::Result<()> {
        self.name(name)?;
        indented_rows(self.out, values, "  ")
    }

    pub(crate) fn end(self) {
        self.out.extend(b"\n}");
    }

    fn name(&mut self, name: &str) -> serde_json::Result<()> {
        self.out.extend([self.separator, "  "].concat().bytes());
        self.separator = ",\n";
        serde_json::to_writer(&mut *self.out, name)?;
        self.out.extend(b": ");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_a_line_a_member_and_a_line_a_row() {
        let mut out = Vec::new();
        let mut document = Document::new(&mut out);
        document.member("theta", [0.5, f64::INFINITY]).expect("writable");
        document.rows("rows", [1, 2]).expect("writable");
        document.rows("none", [0_u8; 0]).expect("writable");
        document.end();
        let expected = "{\n  \"theta\": [0.5,null],\n  \"rows\": [\n    1,\n    2\n  ],\n  \"none\": []\n}";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }

    #[test]
    fn an_array_has_a_line_an_element() {
        let mut out = Vec::new();
        rows(&mut out, ["a", "b"]).expect("writable");
        assert_eq!(out, b"[\n  \"a\",\n  \"b\"\n]");
    }
}
