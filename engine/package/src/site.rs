//! What a static site has besides: the app's manifest, icons, and the service worker that makes it work without a network.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    digest::{integrity, short},
    page::{Page, direction},
};

pub(crate) const ICON: &str = include_str!("../../../js-demo/icon.svg");
const ICONS: [(&str, &[u8]); 3] = [
    ("icons/192.png", include_bytes!("../../../js-demo/icons/192.png")),
    ("icons/512.png", include_bytes!("../../../js-demo/icons/512.png")),
    ("icons/maskable.png", include_bytes!("../../../js-demo/icons/maskable.png")),
];
/// The demo's own: it needs nothing but lists of files.
const WORKER: &str = include_str!("../../../js-demo/sw.js");
/// The demo's name for its caches; and ours, which is another one for each folder of a server.
const PREFIX: [&str; 2] = ["\"thetis-demo-\"", "`thetis ${registration.scope} `"];

/// What the page's head has for it.
pub(crate) const HEAD: &str = r##"    <link rel="manifest" href="manifest.webmanifest">
    <link rel="apple-touch-icon" href="icons/192.png">
    <meta name="theme-color" content="#f7f6f2" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#121716" media="(prefers-color-scheme: dark)">
"##;

/// Adds what a site has besides.
pub(crate) fn complete(page: &Page<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    files.extend(ICONS.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    files.insert("manifest.webmanifest".to_owned(), pretty(&manifest(page)));
    let worker = worker(files);
    files.insert("sw.js".to_owned(), worker.into_bytes());
}

fn manifest(page: &Page<'_>) -> Value {
    let first = page.packed.first();
    let icon = |file: &str, kind: &str, sizes: &str| json!({ "src": file, "type": kind, "sizes": sizes });
    json!({
        "id": "./",
        "name": page.title(),
        "short_name": page.title(),
        "description": first.bank.description,
        "lang": first.language,
        "dir": direction(first.direction),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#f7f6f2",
        "theme_color": "#0b6b66",
        "icons": [
            icon("icon.svg", "image/svg+xml", "any"),
            icon("icons/192.png", "image/png", "192x192"),
            icon("icons/512.png", "image/png", "512x512"),
            { "src": "icons/maskable.png", "type": "image/png", "sizes": "512x512", "purpose": "maskable" },
        ],
    })
}

/// The service worker: in front of it the files with the hashes of their contents, and a version that is a hash of all.
fn worker(files: &BTreeMap<String, Vec<u8>>) -> String {
    let (mut now, mut later) = (BTreeMap::new(), BTreeMap::new());
    for (path, bytes) in files {
        // For the home screen and for who passes it on, not for who takes the test.
        if path.starts_with("icons/") || path == "LICENSES.txt" {
            continue;
        }
        // Fetched after the first question.
        let is_later = path.starts_with("bank/media/") || path == "thetis/thetis_assembly_bg.wasm";
        let list = if is_later { &mut later } else { &mut now };
        // A page is asked for by its folder.
        list.insert(path.strip_suffix("index.html").unwrap_or(path), integrity(bytes));
    }
    let [demo, ours] = PREFIX;
    let text = WORKER.replacen(demo, ours, 1);
    let lists =
        [("FILES", now), ("LATER", later)].map(|(name, list)| format!("const {name} = {:#};\n", json!(list))).concat();
    let version = short(format!("{lists}{text}").as_bytes(), 16);
    format!("const VERSION = \"{version}\";\n{lists}{text}")
}

fn pretty(json: &Value) -> Vec<u8> {
    format!("{json:#}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_keeps_caches_of_its_own() {
        let text =
            worker(&BTreeMap::from([("index.html".to_owned(), b"a".to_vec()), ("LICENSES.txt".to_owned(), vec![])]));
        assert!(text.contains(&format!("const PREFIX = {};", PREFIX[1])), "{text}");
        assert!(!text.contains(PREFIX[0]));
        // SHA-256 of "a", from sha256sum.
        assert!(text.contains(r#""": "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=""#), "{text}");
        assert!(!text.contains("LICENSES.txt"));
    }

    #[test]
    fn the_version_is_one_of_all_contents() {
        let version = |content: &[u8]| {
            let text = worker(&BTreeMap::from([("page.js".to_owned(), content.to_vec())]));
            text.lines().next().expect("a line").to_owned()
        };
        assert_eq!(version(b"a"), version(b"a"));
        assert_ne!(version(b"a"), version(b"b"));
    }
}
