//! SVG: an element `openbadges:credential` with the JSON as its text, or the JWS as its attribute `verify`, once.

use roxmltree::{Document, ParsingOptions};

use super::{Token, UnbakeError, picture};
use crate::types::Credential;

const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
const OLD_NAMESPACE: &str = "http://openbadges.org";

/// The badge as an SVG picture, with what it is given for in words, and the signed credential in it.
#[must_use]
pub fn bake_svg(credential: &Credential, token: Token<'_>) -> String {
    let element = match token {
        Token::Jwt(text) => format!("<openbadges:credential verify=\"{text}\"/>"),
        // The only place where JSON may have it is inside of a text, where it can be written so.
        Token::Json(text) => {
            format!("<openbadges:credential><![CDATA[{}]]></openbadges:credential>", text.replace("]]>", "]]\\u003e"))
        }
    };
    picture::picture(credential, &format!("xmlns:openbadges=\"{NAMESPACE}\""), &element)
}

/// The credential in a picture.
pub(crate) fn unbake_svg(text: &str) -> Result<String, UnbakeError> {
    // Drawing programs write a document type; entities it defines are expanded within the parser's limits.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| UnbakeError::Damaged { reason: error.to_string() })?;
    let mut found = document.descendants().filter(|node| node.has_tag_name((NAMESPACE, "credential")));
    match (found.next(), found.next()) {
        (Some(node), None) => {
            let inner: String = node.children().filter_map(|child| child.text()).collect();
            let text = node.attribute("verify").map_or_else(|| inner.trim().to_owned(), str::to_owned);
            if text.is_empty() { Err(UnbakeError::Nothing) } else { Ok(text) }
        }
        (Some(_), Some(_)) => Err(UnbakeError::Several),
        (None, _) => {
            let old = document.descendants().any(|node| node.has_tag_name((OLD_NAMESPACE, "assertion")));
            Err(if old { UnbakeError::OldBadge } else { UnbakeError::Nothing })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\">";

    #[test]
    fn one_badge_comes_out_in_either_form() {
        let with = |inner: &str| unbake_svg(&format!("{OPEN}{inner}</svg>"));
        assert_eq!(with("<openbadges:credential verify=\"a.b.c\"/>").as_deref(), Ok("a.b.c"));
        let json = "<openbadges:credential>\n<![CDATA[{\"a\":\"<&\"}]]>\n</openbadges:credential>";
        assert_eq!(with(json).as_deref(), Ok("{\"a\":\"<&\"}"));
        assert_eq!(with(&json.repeat(2)), Err(UnbakeError::Several));
        assert_eq!(with("<openbadges:credential/>"), Err(UnbakeError::Nothing));
        assert_eq!(with(""), Err(UnbakeError::Nothing));
        assert_eq!(with("<a:assertion xmlns:a=\"http://openbadges.org\"/>"), Err(UnbakeError::OldBadge));
        assert!(matches!(unbake_svg("<svg>"), Err(UnbakeError::Damaged { .. })));
    }
}
