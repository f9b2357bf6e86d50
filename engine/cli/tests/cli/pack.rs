//! `thetis pack`: what it writes for each target, and every reason why it does not. In a browser its packages are tested by `tests/lms`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::run::{Outcome, report, scratch, small_bank, soft_skills, text, thetis, write, write_bank};

const OPEN_KEYS: &str = "Whoever looks into the package finds the right answers: it is for self-assessment and guidance, not a secure exam.\n";

/// A folder with the names of a built player: what is in the files makes no difference to how they are packed.
pub(crate) fn player(folder: &Path) -> String {
    let player = folder.join("player");
    fs::create_dir_all(player.join("locales/counsellor")).expect("creatable");
    let files = [
        "LICENSES.txt",
        "counsellor.js",
        "locales/counsellor/en.js",
        "locales/counsellor/fr.js",
        "locales/en.js",
        "locales/fr.js",
        "player.d.ts",
        "player.js",
        "player.js.map",
        "score_report.js",
        "single.js",
        "thetis.js",
        "thetis_assembly_bg.wasm",
        "thetis_session_bg.wasm",
    ];
    for file in files {
        write(&player, file, format!("{file} of the player\n"));
    }
    text(&player)
}

fn care_basics() -> String {
    soft_skills().replace("soft-skills", "care-basics")
}

/// Packs care-basics with more options into a file of this name; what came of it, and the file.
fn pack_as(test: &str, name: &str, more: &[&str]) -> (Outcome, PathBuf) {
    let folder = scratch(test);
    let output = folder.join(name);
    let (bank, player, file) = (care_basics(), player(&folder), text(&output));
    (thetis(&[&["pack", &bank, "--player", &player, "-o", &file], more].concat()), output)
}

/// The complaint of a run that writes nothing.
#[track_caller]
fn refusal(test: &str, code: i32, more: &[&str]) -> String {
    let (outcome, output) = pack_as(test, "x.zip", more);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{}", outcome.stderr);
    assert!(!output.exists(), "nothing was written");
    outcome.stderr
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(path) = folders.pop() {
        for entry in fs::read_dir(path).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(text(path.strip_prefix(folder).expect("below it")).replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn each_target_is_written_and_said() {
    for (target, name) in
        [("scorm12", "a.zip"), ("scorm2004", "a.ZIP"), ("cmi5", "a.zip"), ("site", "a.zip"), ("html", "a.html")]
    {
        let (outcome, output) = pack_as(&format!("pack-{target}"), name, &["--for", target]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        let bytes = fs::read(&output).expect("it was written");
        let said = outcome.stdout.strip_suffix(OPEN_KEYS).expect("the keys are open, and it says so");
        let begin = format!("{}: {target}, {} kB", output.display(), bytes.len().div_ceil(1000));
        assert!(said.starts_with(&begin), "{said}");
        let (begins, several) = if target == "html" { ("<!doctype html>", false) } else { ("PK", true) };
        assert!(bytes.starts_with(begins.as_bytes()));
        assert_eq!(said.contains(" files\n"), several, "{said}");
    }
}

#[test]
fn a_site_is_a_folder_with_only_what_it_needs() {
    let (outcome, output) = pack_as("pack-folder", "site", &["--for", "site", "--languages", "fr"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    let (media, others): (Vec<_>, Vec<_>) =
        files(&output).into_iter().partition(|file| file.starts_with("bank/media/"));
    assert_eq!(media.len(), 21, "every picture is used in every language");
    assert_eq!(
        others,
        [
            "LICENSES.txt",
            "bank/bank.json",
            "bank/locales/fr.json",
            "icon.svg",
            "icons/192.png",
            "icons/512.png",
            "icons/maskable.png",
            "index.html",
            "manifest.webmanifest",
            "page.css",
            "page.js",
            "sw.js",
            "thetis/counsellor.js",
            "thetis/locales/counsellor/fr.js",
            "thetis/locales/fr.js",
            "thetis/player.js",
            "thetis/score_report.js",
            "thetis/thetis_session_bg.wasm",
        ]
    );
    let licences = fs::read_to_string(output.join("LICENSES.txt")).expect("readable");
    for part in ["care-basics 1.0.0", "CC-BY-4.0", "MIT License", "LICENSES.txt of the player"] {
        assert!(licences.contains(part), "{part} in {licences}");
    }
    // An empty folder is as good as none, one with something in it is not touched.
    let again = ["pack", &care_basics(), "--for", "site", "--player"].map(str::to_owned);
    let again = [&again[..], &[player(&scratch("pack-again")), "-o".to_owned(), text(&output)]].concat();
    let outcome = thetis(&again);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("there is something in this folder"), "{}", outcome.stderr);
    fs::remove_dir_all(&output).expect("removable");
    fs::create_dir(&output).expect("creatable");
    report(&again);
    assert!(output.join("index.html").exists());
}

#[test]
fn the_page_has_one_tag_with_what_was_asked_for() {
    let tag = |test: &str, more: &[&str]| {
        let (outcome, output) = pack_as(test, "site", &[&["--for", "site"], more].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        let page = fs::read_to_string(output.join("index.html")).expect("readable");
        let tags: Vec<_> = page.lines().filter(|line| line.contains("<thetis-assessment")).collect();
        assert_eq!(tags.len(), 1);
        (tags[0].trim().to_owned(), page)
    };
    let (plain, page) = tag("pack-tag", &["--languages", "uk, fr"]);
    assert_eq!(plain, r#"<thetis-assessment bank="bank/" languages="uk fr">"#);
    assert!(page.contains("<html lang=\"uk\" dir=\"ltr\">"), "the first language asked for is the first: {page}");
    let (full, page) = tag(
        "pack-tag-full",
        &[
            "--languages",
            "ar",
            "--design",
            "full",
            "--profile",
            "domestic-cleaner",
            "--pass",
            "hygiene:alone",
            "--title",
            " A & \"B\" ",
        ],
    );
    assert_eq!(
        full,
        r#"<thetis-assessment bank="bank/" languages="ar" design="full" profile="domestic-cleaner" pass="hygiene:alone">"#
    );
    assert!(page.contains("<h1>A &amp; &quot;B&quot;</h1>"), "{page}");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    let (none, _) = tag("pack-tag-none", &["--languages", "en", "--profile", ""]);
    assert_eq!(none, r#"<thetis-assessment bank="bank/" languages="en" profile="">"#);
}

#[test]
fn the_solver_goes_along_where_the_design_needs_it() {
    let folder = scratch("pack-shadow");
    let mut bank = small_bank();
    bank["designs"]["shadow"] = bank["designs"]["default"].clone();
    bank["designs"]["shadow"]["select"]["shadow"] = json!({});
    let bank = write_bank(&folder.join("bank"), &bank);
    let player = player(&folder);
    for (design, expected) in [("default", false), ("shadow", true)] {
        let output = folder.join(design);
        report(&["pack", &bank, "--for", "site", "--design", design, "--player", &player, "-o", &text(&output)]);
        assert_eq!(output.join("thetis/thetis_assembly_bg.wasm").exists(), expected, "{design}");
    }
}

#[test]
fn a_recording_goes_along_with_its_language() {
    let folder = scratch("pack-recordings");
    let mut bank = small_bank();
    bank["languages"] = json!(["en", "fr"]);
    let bank = write_bank(&folder.join("bank"), &bank);
    let locales = folder.join("bank/locales");
    let mut locale: serde_json::Value =
        serde_json::from_slice(&fs::read(locales.join("en.json")).expect("readable")).expect("JSON");
    for language in ["en", "fr"] {
        let recording = format!("media/{language}/title.mp3");
        fs::create_dir_all(folder.join("bank/media").join(language)).expect("creatable");
        write(&folder.join("bank"), &recording, "sound");
        locale["language"] = json!(language);
        locale["bank"]["audio"] = json!(recording);
        write(&locales, &format!("{language}.json"), locale.to_string());
    }
    let (player, output) = (player(&folder), folder.join("site"));
    report(&["pack", &bank, "--for", "site", "--languages", "fr", "--player", &player, "-o", &text(&output)]);
    assert_eq!(files(&output.join("bank")), ["bank.json", "locales/fr.json", "media/fr/title.mp3"]);
}

#[test]
fn what_the_bank_does_not_have_is_refused_with_what_it_has() {
    let cases = [
        (&["--design", "long"][..], "there is no design long; use one of: default, full"),
        (&["--languages", "en,nl"], "there is no language nl; use one of: en, fr, de, es, it, fi, ar, uk"),
        (&["--profile", "cook"], "there is no profile cook; use one of: home-care-aide, domestic-cleaner"),
        (&["--pass", "cooking:alone"], "there is no dimension cooking; use one of: hygiene,"),
        (&["--pass", "hygiene:best"], "there is no level of hygiene best; use one of: starting, alone, guiding"),
        (&["--pass", "hygiene"], "\"hygiene\" is no passing rule"),
        (&["--pass", "profile"], "give one with --profile"),
        (&["--title", " "], "the title is empty"),
    ];
    for (place, (more, expected)) in cases.into_iter().enumerate() {
        let said = refusal(&format!("pack-unknown-{place}"), 2, &[&["--for", "scorm12"], more].concat());
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn the_name_says_what_is_written() {
    for (target, ending) in [("html", ".html"), ("cmi5", ".zip")] {
        let (outcome, output) = pack_as(&format!("pack-name-{target}"), "package", &["--for", target]);
        assert_eq!(outcome.code, Some(2));
        assert!(outcome.stderr.contains(&format!("give a name that ends in {ending}")), "{}", outcome.stderr);
        assert!(!output.exists());
    }
}

#[test]
fn files_that_are_not_right_are_named() {
    let folder = scratch("pack-files");
    let theme = write(&folder, "ours.css", "h1 { background: url(logo.png) }");
    let said = refusal("pack-theme", 1, &["--for", "cmi5", "--theme", &theme]);
    assert!(said.starts_with(&format!("error: {theme}: url(logo.png) would not be in the package")), "{said}");
    let said = refusal("pack-theme-missing", 1, &["--for", "cmi5", "--theme", "nowhere.css"]);
    assert!(said.starts_with("error: nowhere.css: cannot be read"), "{said}");

    let output = text(&folder.join("x.zip"));
    let empty = text(&folder);
    let said = thetis(&["pack", &care_basics(), "--for", "cmi5", "--player", &empty, "-o", &output]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("this is no built player, LICENSES.txt is missing"), "{}", said.stderr);

    let player = player(&folder);
    let table = write(&folder, "items.csv", "item,model,a,b\nq,2pl,1,0\n");
    let said = thetis(&["pack", &table, "--for", "cmi5", "--player", &player, "-o", &output]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("a parameter table has no questions to show"), "{}", said.stderr);

    let mut bank = small_bank();
    bank["items"][0]["model"]["a"] = json!(-1.2);
    let bank = write_bank(&folder.join("bank"), &bank);
    let said = thetis(&["pack", &bank, "--for", "cmi5", "--player", &player, "-o", &output]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.starts_with(&format!("error: {bank}/bank.json, item ")), "{}", said.stderr);
    assert!(!Path::new(&output).exists());
}
