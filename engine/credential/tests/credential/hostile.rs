//! Files that were made to do harm, given to be verified.

use thetis_credential::verify;

fn refused(what: &str, bytes: &[u8]) {
    let now = "2026-11-30T12:00:00Z".parse().expect("a moment");
    let verdict = verify(bytes, None, now);
    assert!(!verdict.is_ok_and(|found| found.signature.is_ok()), "{what} is no badge");
}

#[test]
fn entities_that_multiply_are_not_expanded() {
    let mut types = String::from("<!ENTITY a0 \"aaaaaaaaaa\">");
    for level in 1..30 {
        let before = format!("&a{};", level - 1).repeat(10);
        types += &format!("<!ENTITY a{level} \"{before}\">");
    }
    let credential = "<b:credential xmlns:b=\"https://purl.imsglobal.org/ob/v3p0\">&a29;</b:credential>";
    refused("ten to the thirtieth letters", format!("<!DOCTYPE svg [{types}]><svg>{credential}</svg>").as_bytes());
    let own = "<!DOCTYPE svg [<!ENTITY a \"&a;\">]><svg>&a;</svg>";
    refused("an entity of itself", own.as_bytes());
}

#[test]
fn entities_read_no_file() {
    let file = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg xmlns:b=\"https://purl.imsglobal.org/ob/v3p0\"><b:credential>&a;</b:credential></svg>";
    refused("a file of whoever verifies", file.as_bytes());
    let error = verify(file.as_bytes(), None, "2026-11-30T12:00:00Z".parse().expect("a moment")).err();
    assert!(!error.map(|error| error.to_string()).unwrap_or_default().contains("root:"), "nothing of it is shown");
}

#[test]
fn pictures_json_and_tokens_nested_without_an_end_are_refused() {
    const DEEP: usize = 200_000;
    refused("XML", ("<svg>".repeat(DEEP) + &"</svg>".repeat(DEEP)).as_bytes());
    refused("XML that breaks off", "<a>".repeat(DEEP).as_bytes());
    refused("JSON", (r#"{"a":"#.repeat(DEEP) + "1" + &"}".repeat(DEEP)).as_bytes());
    refused("a list", (r#"{"a":"#.to_owned() + &"[".repeat(DEEP) + &"]".repeat(DEEP) + "}").as_bytes());
    refused("a token", format!("eyJ{}.eyJ{}.x", "A".repeat(DEEP), "A".repeat(DEEP)).as_bytes());
}

#[test]
fn a_file_larger_than_any_badge_is_not_read() {
    let error = verify(&vec![b'{'; 9 << 20], None, "2026-11-30T12:00:00Z".parse().expect("a moment"));
    assert!(error.expect_err("no badge").to_string().contains("larger than any badge"));
}
