//! Languages, texts and media.

use serde_json::json;
use thetis_bank::{
    Code, IdMap,
    types::{Direction, Review},
};

use crate::fixture::{Case, case, en, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("no language", &[Code::NoLanguage, Code::UnlistedLocale], None, |folder| folder.bank.languages.clear()),
        case(
            "a language that is none",
            &[Code::InvalidLanguage, Code::MissingLocale],
            None,
            patched("/languages", json!(["en", "ar", "Klingon"])),
        ),
        case("a language without file", &[Code::MissingLocale], None, |folder| drop(folder.locales.remove("ar"))),
        case("a file without language", &[Code::UnlistedLocale], None, patched("/languages", json!(["en"]))),
        case("a file of another language", &[Code::LocaleLanguage], None, en(|locale| locale.language = "fr".into())),
        case("Arabic from left to right", &[Code::WritingDirection], None, |folder| {
            folder.locales.get_mut("ar").expect("Arabic").direction = Direction::Ltr;
        }),
        case("an empty title", &[Code::MissingText], None, en(|locale| locale.bank.title = "  ".into())),
        case("a competence without texts", &[Code::MissingText], None, en(|locale| locale.competences = IdMap::new())),
        case(
            "a competence without the sentence for low scores",
            &[Code::MissingText],
            None,
            en(|locale| {
                locale
                    .competences
                    .get_mut("numeracy")
                    .expect("texts")
                    .levels
                    .get_mut("low")
                    .expect("a text")
                    .text
                    .clear();
            }),
        ),
        case(
            "a response scale without texts",
            &[Code::MissingText],
            None,
            en(|locale| locale.response_scales = IdMap::new()),
        ),
        case(
            "an option of a scale without text",
            &[Code::MissingText],
            None,
            en(|locale| {
                locale.response_scales.get_mut("agreement").expect("texts").options.remove("so");
            }),
        ),
        case("an item without text", &[Code::MissingText], Some("q4"), en(|locale| drop(locale.items.remove("q4")))),
        case(
            "an item with an empty stem",
            &[Code::MissingText],
            Some("q1"),
            en(|locale| locale.items.get_mut("q1").expect("a text").stem.clear()),
        ),
        case(
            "an item's option without text",
            &[Code::MissingText],
            Some("q2"),
            en(|locale| {
                locale.items.get_mut("q2").expect("a text").options.remove("c");
            }),
        ),
        case(
            "a text of no item",
            &[Code::StrayText],
            None,
            en(|locale| {
                let text = locale.items.get("q1").expect("a text").clone();
                locale.items.push("q99", text);
            }),
        ),
        case(
            "a text of no option",
            &[Code::StrayText],
            Some("q2"),
            en(|locale| {
                locale.items.get_mut("q2").expect("a text").options.push("z", "none".into());
            }),
        ),
        case(
            "a text of no competence",
            &[Code::StrayText],
            None,
            en(|locale| {
                let text = locale.competences.get("numeracy").expect("a text").clone();
                locale.competences.push("literacy", text);
            }),
        ),
        case(
            "a language nobody reviewed",
            &[Code::UnreviewedTexts],
            None,
            en(|locale| locale.review = Review::Unreviewed),
        ),
        case(
            "an item nobody reviewed",
            &[Code::UnreviewedTexts],
            None,
            en(|locale| {
                locale.items.get_mut("q2").expect("a text").review = Some(Review::Unreviewed);
            }),
        ),
        case(
            "a medium that is not there",
            &[Code::MissingMedia],
            Some("q1"),
            patched("/items/0/media", json!({ "audio": "media/q1.mp3" })),
        ),
        case(
            "a medium out of the folder",
            &[Code::MediaPath, Code::MissingText],
            Some("q1"),
            patched("/items/0/media", json!({ "image": "media/../../secret.png" })),
        ),
        case("a type LMSs do not serve", &[Code::MediaType, Code::MissingText], Some("q1"), |folder| {
            patch(folder, "/items/0/media", json!({ "image": "media/q1.tiff" }));
            folder.media.insert("media/q1.tiff".into());
        }),
        case("a sound as picture", &[Code::MediaType, Code::MissingText], Some("q1"), |folder| {
            patch(folder, "/items/0/media", json!({ "image": "media/q1.mp3" }));
            folder.media.insert("media/q1.mp3".into());
        }),
        case("a medium nobody uses", &[Code::UnusedMedia], None, |folder| {
            folder.media.insert("media/old.png".into());
        }),
    ]
}
