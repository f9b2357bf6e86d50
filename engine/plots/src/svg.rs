//! From what the library drew to what a page needs: names for colours, and nothing that the style sheet says anyway.

use std::fmt::Write;

use crate::ink::class_of;

/// Attributes that the style sheet replaces.
const STYLED: [&str; 6] = ["fill", "stroke", "stroke-width", "font-family", "font-size", "opacity"];

/// The drawing's elements without its outer one, each with a class in place of colours.
///
/// The library writes an element a line, attributes in double quotes with quotes escaped, and texts on a line of their
/// own.
pub(crate) fn restyled(drawing: &str) -> String {
    let mut out = String::with_capacity(drawing.len() / 2);
    for line in drawing.lines() {
        match line.strip_prefix('<') {
            // The outer element; ours has a title, a description and no size.
            Some(tag) if tag.starts_with("svg") || tag.starts_with("/svg") => {}
            Some(tag) if !tag.starts_with('/') => element(tag, &mut out),
            _ => out.push_str(line),
        }
    }
    out
}

fn element(tag: &str, out: &mut String) {
    let (tag, end) = match tag.strip_suffix("/>") {
        Some(tag) => (tag, "/>"),
        None => (tag.trim_end_matches('>'), ">"),
    };
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut kept = String::new();
    let mut class = None;
    while let Some((key, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        rest = next.trim_start();
        if matches!(key, "fill" | "stroke") {
            class = class.or_else(|| class_of(value));
        }
        let is_shade = key == "opacity" && value != "1";
        if is_shade || !STYLED.contains(&key) {
            let _ = write!(kept, " {key}=\"{}\"", value.trim_end());
        }
    }
    let _ = write!(out, "<{name}");
    if let Some(class) = class {
        let _ = write!(out, " class=\"{class}\"");
    }
    let _ = write!(out, "{kept}{end}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_classes() {
        let drawing = "<svg width=\"10\" xmlns=\"http://www.w3.org/2000/svg\">\n<polyline fill=\"none\" opacity=\"1\" stroke=\"#000006\" stroke-width=\"1\" points=\"0,0 1,1 \"/>\n<text x=\"1\" dy=\"0.5ex\" font-size=\"8\" fill=\"#000003\">\na &lt; fill=b\n</text>\n<rect x=\"1\" opacity=\"0.25\" fill=\"#000008\" stroke=\"none\"/>\n</svg>\n";
        assert_eq!(
            restyled(drawing),
            "<polyline class=\"main\" points=\"0,0 1,1\"/><text class=\"word\" x=\"1\" dy=\"0.5ex\">a &lt; fill=b</text><rect class=\"shade\" x=\"1\" opacity=\"0.25\"/>"
        );
    }
}
