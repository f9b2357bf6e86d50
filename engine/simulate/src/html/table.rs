//! Tables.

use std::fmt::Write;

use super::text::escape;

/// A table with a caption, a heading for each column and one for each row.
#[derive(Clone, Debug)]
pub(super) struct Table {
    caption: String,
    class: &'static str,
    long: bool,
    head: String,
    body: String,
}

impl Table {
    /// Headings as HTML.
    pub(super) fn new<S: AsRef<str>>(caption: &str, headings: impl IntoIterator<Item = S>) -> Self {
        let mut head = String::new();
        for heading in headings {
            let _ = write!(head, "<th scope=\"col\">{}</th>", heading.as_ref());
        }
        Self { caption: escape(caption), class: "", long: false, head, body: String::new() }
    }

    pub(super) fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// A table of many narrow rows, in two columns where there is room.
    pub(super) fn long(self) -> Self {
        Self { long: true, ..self }
    }

    /// A row: its heading and cells as HTML.
    pub(super) fn row<S: AsRef<str>>(&mut self, heading: &str, cells: impl IntoIterator<Item = S>) {
        let _ = write!(self.body, "<tr><th scope=\"row\">{heading}</th>");
        for cell in cells {
            let _ = write!(self.body, "<td>{}</td>", cell.as_ref());
        }
        self.body.push_str("</tr>\n");
    }

    /// A row that heads those below it, over so many columns.
    pub(super) fn group(&mut self, heading: &str, columns: usize) {
        let _ = writeln!(
            self.body,
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{}</th></tr>",
            escape(heading)
        );
    }

    pub(super) fn html(&self) -> String {
        let Self { caption, class, long, head, body } = self;
        let scroll = if *long { "scroll long" } else { "scroll" };
        format!(
            "<div class=\"{scroll}\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table class=\"{class}\"><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
        )
    }
}
