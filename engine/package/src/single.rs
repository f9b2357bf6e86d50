//! One HTML file that works from a double click: player, texts, pictures and engine within the page.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    digest::integrity,
    page::{Page, STYLE},
    site::ICON,
    xml::address,
};

/// Answers the player's requests for files from the list within the page.
const ANSWER: &str = include_str!("../assets/answer.js");

pub(crate) fn file(page: &Page<'_>, theme: Option<&str>, licences: &str) -> String {
    let imports = data_text(&json!({ "imports": modules(page) }).to_string());
    let answer = script_text(ANSWER);
    let title = script_text(&page.script());
    let player = script_text(&String::from_utf8_lossy(page.player.file("single.js")));
    let style = format!("{STYLE}{}", theme.unwrap_or_default()).replace("</", "<\\/");
    // Nothing that is not in this file, and no request to anyone: modules of texts and pictures are data.
    let hashes =
        [&imports, &answer, &title, &player].map(|script| format!("'{}' ", integrity(script.as_bytes()))).concat();
    let policy = format!(
        "default-src 'none'; script-src {hashes}data: 'wasm-unsafe-eval'; style-src '{}'; \
         img-src data: blob:; media-src data: blob:; base-uri 'none'; form-action 'none'",
        integrity(style.as_bytes()),
    );
    let icon = format!("data:image/svg+xml;base64,{}", STANDARD.encode(ICON));
    let head = [
        format!("<style>{style}</style>"),
        format!("<link rel=\"icon\" href=\"{icon}\">"),
        format!("<script type=\"importmap\">{imports}</script>"),
    ];
    let body = [
        format!(
            "<script type=\"application/json\" id=\"thetis-files\">{}</script>",
            data_text(&Value::Object(files(page)).to_string())
        ),
        format!("<script>{answer}</script>"),
        format!("<script type=\"module\">{title}</script>"),
        format!("<script type=\"module\">{player}</script>"),
        format!("<script type=\"text/plain\" id=\"licences\">\n{}</script>", licences.replace("</", "< /")),
    ];
    let [head, body] =
        [&head[..], &body].map(|lines| lines.iter().map(|line| format!("    {line}\n")).collect::<String>());
    page.html(&policy, &head, &body)
}

/// The modules of the player's words, which it imports by their addresses.
fn modules(page: &Page<'_>) -> BTreeMap<String, String> {
    let words = page.words();
    let texts = words.iter().flat_map(|word| [format!("locales/{word}.js"), format!("locales/counsellor/{word}.js")]);
    let module = |name: String| {
        let code = page.player.files().find(|(file, _)| *file == name)?.1;
        Some((format!("./{name}"), format!("data:text/javascript;base64,{}", STANDARD.encode(code))))
    };
    texts.filter_map(module).collect()
}

/// What the player fetches, by the path from the page: `[type, text]` or `[type, bytes in base64, true]`.
fn files(page: &Page<'_>) -> serde_json::Map<String, Value> {
    let mut files = serde_json::Map::new();
    let solver = page.packed.needs_solver(page.options.design());
    for (name, bytes) in page.player.files().filter(|(name, _)| name.ends_with(".wasm")) {
        if solver || name != "thetis_assembly_bg.wasm" {
            files.insert(name.to_owned(), json!(["application/wasm", STANDARD.encode(bytes), true]));
        }
    }
    let pictures: Vec<_> = page
        .packed
        .media
        .iter()
        .map(|(path, bytes)| (json!(path).to_string(), json!(data(path, bytes)).to_string()))
        .collect();
    for (path, mut text) in page.packed.texts() {
        // A path of a medium is a value of its own wherever it stands.
        for (own, data) in &pictures {
            text = text.replace(own, data);
        }
        files.insert(format!("bank/{path}"), json!(["application/json", text]));
    }
    files
}

/// A picture or recording as a `data:` URL.
fn data(path: &str, bytes: &[u8]) -> String {
    let kind = match path.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("mp3") => "audio/mpeg",
        _ => "audio/mp4",
    };
    match std::str::from_utf8(bytes) {
        // Drawings are texts: as such they are shorter, here and compressed.
        Ok(text) if kind == "image/svg+xml" => format!("data:{kind},{}", address(text)),
        _ => format!("data:{kind};base64,{}", STANDARD.encode(bytes)),
    }
}

/// JavaScript as it may stand within a page. In a module these letters are part of a text or of a pattern, where the escapes mean the same.
fn script_text(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(place) = rest.find('<') {
        let (before, after) = rest.split_at(place);
        out.push_str(before);
        let begins = |word: &str| after.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        out.push_str(if begins("</script") || begins("<script") || begins("<!--") { "\\x3C" } else { "<" });
        rest = &after[1..];
    }
    out + rest
}

/// JSON as it may stand within a page.
fn data_text(json: &str) -> String {
    json.replace('<', "\\u003C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        assert_eq!(script_text("a<b</SCRIPT><!--<script>c</"), "a<b\\x3C/SCRIPT>\\x3C!--\\x3Cscript>c</");
        assert_eq!(data_text(r#"{"a":"</script>"}"#), r#"{"a":"\u003C/script>"}"#);
    }

    #[test]
    fn media_are_data_of_their_type() {
        assert_eq!(data("media/a.svg", b"<svg/>"), "data:image/svg+xml,%3Csvg/%3E");
        assert_eq!(data("media/a.png", b"\x89"), "data:image/png;base64,iQ==");
        assert!(data("media/de/a.mp3", b"").starts_with("data:audio/mpeg;"));
        assert!(data("media/de/a.m4a", b"").starts_with("data:audio/mp4;"));
    }
}
