//! Files that were made to do harm, given to the command: what they say is text, and what they name stays where it is.

use std::fs;

use serde_json::json;

use crate::pack::player;
use crate::run::{report, rows, scratch, small_bank, small_locale, text, thetis, write, write_bank};

/// Runs a program in many spreadsheets, if it gets into one as a formula.
const FORMULA: &str = "=cmd|' /C calc'!A0";

#[test]
fn formulas_in_ids_are_texts_in_csv_and_the_same_ids_again_when_read() {
    let folder = scratch("hostile-formulas");
    let items = write(&folder, "items.csv", format!("item,model,a,b\n{FORMULA},2pl,1.2,-0.5\n@b,2pl,1,0.5\n"));
    let persons = write(&folder, "answers.csv", format!("person,{FORMULA},@b\n+ann,1,0\n-1,0,1\n"));
    for arguments in [
        vec!["score", &items, "--responses", &persons],
        vec!["information", &items, "--theta=-1"],
        vec!["select", &items],
    ] {
        let outcome = thetis(&[&arguments[..], &["--format", "csv"]].concat());
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {}", outcome.stderr);
        let mut guarded = 0;
        for cell in rows(&outcome.stdout).iter().flatten() {
            guarded += usize::from(cell.starts_with("'=") || cell.starts_with("'@") || cell.starts_with("'+"));
            let is_formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
            assert!(!is_formula, "{arguments:?} writes {cell}");
        }
        assert!(guarded > 0, "{arguments:?} names what is hostile: {}", outcome.stdout);
    }
    // What was written so is read as it was meant.
    let again = write(&folder, "again.csv", format!("item,model,a,b\n'{FORMULA},2pl,1.2,-0.5\n'@b,2pl,1,0.5\n"));
    assert_eq!(report(&["score", &again, "-r", &persons]), report(&["score", &items, "-r", &persons]));
}

#[test]
fn what_a_terminal_would_obey_does_not_reach_it() {
    let folder = scratch("hostile-terminal");
    let mut bank = small_bank();
    bank["items"][0]["id"] = json!("s1\u{1b}[2J\u{1b}]0;all is well\u{7}");
    bank["licence"] = json!("CC0-1.0\u{202e}");
    let path = write_bank(&folder.join("bank"), &bank);
    for arguments in [["check", &path, "--format", "text"], ["select", &path, "--design", "default"]] {
        let outcome = thetis(&arguments);
        let shown = outcome.stdout + &outcome.stderr;
        assert!(shown.contains("all is well"), "it is named: {shown}");
        let obeyed = shown.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(obeyed, None, "{shown:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_in_a_bank_publishes_no_file_of_whoever_packs_it() {
    let folder = scratch("hostile-link");
    let secret = write(&folder, "id_ed25519.svg", "a secret");
    let mut bank = small_bank();
    bank["items"][0]["media"] = json!({"image": "media/a.svg"});
    let path = write_bank(&folder.join("bank"), &bank);
    let mut texts = small_locale();
    texts["items"]["s1"]["image"] = json!("A picture");
    write(&folder.join("bank/locales"), "en.json", texts.to_string());
    fs::create_dir_all(folder.join("bank/media")).expect("creatable");
    let link = folder.join("bank/media/a.svg");
    std::os::unix::fs::symlink(&secret, &link).expect("a link");
    let (output, player) = (text(&folder.join("x.zip")), player(&folder));
    let pack = || thetis(&["pack", &path, "--for", "site", "--player", &player, "-o", &output]);
    let outcome = pack();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("a link to a file outside of the bank's folder"), "{}", outcome.stderr);
    assert!(!folder.join("x.zip").exists(), "nothing is written");
    // A link within the folder leads nobody astray.
    fs::remove_file(&link).expect("removable");
    write(&folder.join("bank/media"), "b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    std::os::unix::fs::symlink("b.svg", &link).expect("a link");
    let outcome = pack();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

#[test]
fn no_path_in_a_bank_leads_out_of_the_package() {
    let folder = scratch("hostile-paths");
    let (output, player) = (folder.join("x.zip"), player(&folder));
    let pack = |bank: &str| thetis(&["pack", bank, "--for", "scorm12", "--player", &player, "-o", &text(&output)]);
    for (name, path) in [
        ("up", "media/../../x.svg"),
        ("absolute", "/etc/x.svg"),
        ("backslash", "media\\..\\..\\x.svg"),
        ("drive", "C:/x.svg"),
        ("elsewhere", "https://example.org/x.svg"),
        ("script", "javascript:alert(1)//.svg"),
    ] {
        let mut bank = small_bank();
        bank["items"][0]["media"] = json!({"image": path});
        let bank = write_bank(&folder.join(name), &bank);
        let outcome = pack(&bank);
        assert_eq!(outcome.code, Some(1), "{path}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("is not a path inside media/"), "{path}: {}", outcome.stderr);
        assert!(!output.exists(), "{path}");
    }
    for language in ["../../en", "/en", "en/../../x"] {
        let mut bank = small_bank();
        bank["languages"] = json!([language]);
        let bank = write_bank(&folder.join("language"), &bank);
        let outcome = pack(&bank);
        assert_eq!(outcome.code, Some(1), "{language}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("language"), "{language}: {}", outcome.stderr);
        assert!(!output.exists(), "{language}");
    }
}

#[test]
fn names_of_others_are_text_in_reports_that_are_pages() {
    let folder = scratch("hostile-pages");
    let name = "<img src=x onerror=alert(1)>";
    let mut table = format!("person,{name},q2,q3\n");
    for person in 0..60u32 {
        // Any answers with some of each kind in every column, and no two columns alike.
        let bits = person.wrapping_mul(2_654_435_761) >> 13;
        table += &format!("p{person},{},{},{}\n", bits & 1, bits >> 1 & 1, bits >> 2 & 1);
    }
    let answers = write(&folder, "answers.csv", table);
    let page = folder.join("report.html");
    let outcome = thetis(&["calibrate", &answers, "--model", "1pl", "--report", &text(&page)]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let html = fs::read_to_string(&page).expect("a page");
    assert!(html.contains("&lt;img"), "it is named");
    assert!(!html.contains("<img"), "and is no element");
}
