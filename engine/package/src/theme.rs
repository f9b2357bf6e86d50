//! A style sheet of the integrator's own.

use std::{fs, path::Path};

use crate::{error::PackError, player::unread};

/// Reads it. What it refers to would not be packed, and the page's policy would refuse it: only `data:` URLs go along.
pub(crate) fn read(file: &Path) -> Result<String, PackError> {
    let text = fs::read_to_string(file).map_err(unread(file))?;
    match reference(&text) {
        Some(reference) => Err(PackError::ThemeRefers { file: file.to_path_buf(), reference }),
        None => Ok(text.trim_start_matches('\u{feff}').to_owned()),
    }
}

/// The first reference to another file.
fn reference(text: &str) -> Option<String> {
    let text = without_comments(text);
    let lower = text.to_ascii_lowercase();
    if let Some(place) = lower.find("@import") {
        let end = text[place..].find([';', '\n']).map_or(text.len(), |end| place + end);
        return Some(text[place..end].trim().to_owned());
    }
    lower.match_indices("url(").find_map(|(place, _)| {
        let inside = text[place + 4..].trim_start().trim_start_matches(['"', '\'']);
        let is_here =
            inside.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) || inside.starts_with('#');
        let end = text[place..].find(')').map_or(text.len(), |end| place + end + 1);
        (!is_here).then(|| text[place..end].to_owned())
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_data_goes_along() {
        assert_eq!(reference("a { color: red } /* url(x.png) @import */"), None);
        assert_eq!(reference("a { background: url( 'data:image/png;base64,AA') } b { filter: url(#c) }"), None);
        assert_eq!(reference("a { background: URL(logo.png) }").as_deref(), Some("URL(logo.png)"));
        assert_eq!(reference("@import 'x.css';").as_deref(), Some("@import 'x.css'"));
    }
}
