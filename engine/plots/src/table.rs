//! Tables.

use std::fmt::Write;

use crate::text::escape;

/// A table with a caption, a heading for each column and one for each row.
///
/// It scrolls sideways where it is wider than the page, also by keyboard.
///
/// ```
/// let mut table = thetis_plots::Table::new("Items", ["item", "a"]);
/// table.row("q1", ["1.20"]);
/// assert!(table.html().contains("<td>1.20</td>"));
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    class: &'static str,
    long: bool,
    head: String,
    body: String,
}

impl Table {
    /// The caption is text, headings are HTML.
    #[must_use]
    pub fn new<S: AsRef<str>>(caption: &str, headings: impl IntoIterator<Item = S>) -> Self {
        let mut head = String::new();
        for heading in headings {
            let _ = write!(head, "<th scope=\"col\">{}</th>", heading.as_ref());
        }
        Self { caption: escape(caption), class: "", long: false, head, body: String::new() }
    }

    /// With a class for a style sheet.
    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// A table of many narrow rows, in two columns where there is room.
    #[must_use]
    pub fn long(self) -> Self {
        Self { long: true, ..self }
    }

    /// A row: its heading and cells as HTML.
    pub fn row<S: AsRef<str>>(&mut self, heading: &str, cells: impl IntoIterator<Item = S>) {
        let _ = write!(self.body, "<tr><th scope=\"row\">{heading}</th>");
        for cell in cells {
            let _ = write!(self.body, "<td>{}</td>", cell.as_ref());
        }
        self.body.push_str("</tr>\n");
    }

    /// A row that heads those below it, over so many columns; the heading is text.
    pub fn group(&mut self, heading: &str, columns: usize) {
        let _ = writeln!(
            self.body,
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{}</th></tr>",
            escape(heading)
        );
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The table.
    #[must_use]
    pub fn html(&self) -> String {
        let Self { caption, class, long, head, body } = self;
        let scroll = if *long { "scroll long" } else { "scroll" };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        format!(
            "<div class=\"{scroll}\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table{class}><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
        )
    }

    /// The table behind a line that opens it, for numbers that few look up.
    #[must_use]
    pub fn folded(&self) -> String {
        format!("<details><summary>{}</summary>{}</details>\n", self.caption, self.html())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_groups_are_escaped() {
        let mut table = Table::new("a <b>", ["x"]);
        assert!(table.is_empty());
        table.group("c & d", 1);
        assert!(table.html().contains("<caption>a &lt;b&gt;</caption>") && table.html().contains("c &amp; d"));
        assert!(table.folded().starts_with("<details><summary>a &lt;b&gt;</summary>"));
    }
}
