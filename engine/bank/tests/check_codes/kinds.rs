//! Kinds of items: answers of several parts, pictures, places on them, and recordings.

use serde_json::{Value, json};
use thetis_bank::{BankFolder, Code, Locale};

use crate::fixture::{Case, case_kinds, patch, patched};

/// Changes the texts of both languages.
fn texts(change: impl Fn(&mut Locale)) -> impl FnOnce(&mut BankFolder) {
    move |folder| folder.locales.values_mut().for_each(change)
}

fn ar(change: impl FnOnce(&mut Locale)) -> impl FnOnce(&mut BankFolder) {
    move |folder| change(folder.locales.get_mut("ar").expect("Arabic"))
}

fn kind(item: usize, kind: &'static str) -> impl FnOnce(&mut BankFolder) {
    move |folder| patch(folder, &format!("/items/{item}/kind"), json!(kind))
}

fn ticks(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/items/0/scoring", value)
}

fn order(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/items/1/scoring", value)
}

fn pairs(value: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/items/2/scoring/pairs", value)
}

pub(crate) fn cases() -> Vec<Case> {
    [answers(), pictures(), of_texts()].into_iter().flatten().collect()
}

fn answers() -> Vec<Case> {
    vec![
        case_kinds("several keys of a single choice", &[Code::KindScoring], Some("m1"), kind(0, "single-choice")),
        case_kinds("an order of a multiple response", &[Code::KindScoring], Some("o1"), kind(1, "multiple-response")),
        case_kinds("one key of an ordering", &[Code::KindScoring], Some("o1"), order(json!({ "key": "a" }))),
        case_kinds("targets of an ordering", &[Code::KindScoring, Code::Targets], Some("p1"), kind(2, "ordering")),
        case_kinds("no key", &[Code::ScoringParts], Some("m1"), ticks(json!({ "keys": [], "credit": "each" }))),
        case_kinds("a key twice", &[Code::ScoringParts], Some("m1"), ticks(json!({ "keys": ["a", "a"] }))),
        case_kinds("a key that is no option", &[Code::UnknownKey], Some("m1"), ticks(json!({ "keys": ["a", "z"] }))),
        case_kinds("an option not in order", &[Code::ScoringParts], Some("o1"), order(json!({ "order": ["c", "a"] }))),
        case_kinds(
            "an option twice in order",
            &[Code::ScoringParts],
            Some("o1"),
            order(json!({ "order": ["c", "a", "a"] })),
        ),
        case_kinds(
            "an option without target",
            &[Code::ScoringParts, Code::ScoringLength],
            Some("p1"),
            pairs(json!({ "a": "x", "b": "y" })),
        ),
        case_kinds(
            "a target of no option",
            &[Code::UnknownKey, Code::ScoringParts],
            Some("p1"),
            pairs(json!({ "a": "x", "b": "y", "z": "x" })),
        ),
        case_kinds(
            "an unknown target",
            &[Code::UnknownTarget],
            Some("p1"),
            pairs(json!({ "a": "x", "b": "y", "c": "z" })),
        ),
        case_kinds("one target", &[Code::Targets, Code::UnknownTarget, Code::StrayText], Some("p1"), |folder| {
            patch(folder, "/items/2/targets", json!(["x"]));
        }),
        case_kinds(
            "a target twice",
            &[Code::DuplicateOption],
            Some("p1"),
            patched("/items/2/targets", json!(["x", "y", "y"])),
        ),
        case_kinds("a target with the id of an option", &[Code::DuplicateOption], Some("p1"), |folder| {
            patch(folder, "/items/2/targets", json!(["x", "y", "a"]));
            texts(|locale| locale.items.get_mut("p1").expect("a text").targets.push("a", "A".into()))(folder);
        }),
        case_kinds("more points than categories", &[Code::CategoryCount], Some("m1"), |folder| {
            patch(folder, "/items/0/model", json!({ "type": "2pl", "a": 1, "b": 0 }));
        }),
        case_kinds(
            "a number of points without category",
            &[Code::ScoringLength],
            Some("p1"),
            patched("/items/2/scoring/categories", json!([0, 1, 2])),
        ),
        case_kinds(
            "a category that no number of points scores",
            &[Code::CategoriesNotContiguous],
            Some("p1"),
            patched("/items/2/scoring/categories", json!([0, 0, 2, 2])),
        ),
        case_kinds(
            "more points for a lower category",
            &[Code::CategoriesNotContiguous],
            Some("p1"),
            patched("/items/2/scoring/categories", json!([0, 1, 2, 1])),
        ),
        case_kinds("thirteen options to order", &[Code::TooManyAnswers], Some("o1"), |folder| {
            let options: Vec<_> = (0..13).map(|place| format!("o{place}")).collect();
            patch(folder, "/items/1/options", json!(options));
            patch(folder, "/items/1/scoring", json!({ "order": options }));
            texts(|locale| {
                let text = locale.items.get_mut("o1").expect("a text");
                text.options = (0..13).map(|place| (format!("o{place}"), "O".to_owned())).collect();
            })(folder);
        }),
    ]
}

fn pictures() -> Vec<Case> {
    vec![
        case_kinds("a picture of no option", &[Code::UnknownOption], Some("m1"), |folder| {
            patch(folder, "/items/0/media/options/z", json!("media/a.svg"));
        }),
        case_kinds("a place of no option", &[Code::UnknownOption], Some("h1"), |folder| {
            patch(folder, "/items/4/media/regions/z", json!({ "x": 0, "y": 0, "width": 1, "height": 1 }));
        }),
        case_kinds(
            "a choice of pictures without one",
            &[Code::MissingPicture],
            Some("c1"),
            patched("/items/3/media/options", json!({ "b": "media/b.svg" })),
        ),
        case_kinds("a hotspot without picture", &[Code::MissingPicture, Code::StrayText], Some("h1"), |folder| {
            folder.bank.items[4].media.as_mut().expect("media").image = None;
        }),
        case_kinds("an option without place", &[Code::Regions], Some("h1"), |folder| {
            folder.bank.items[4].media.as_mut().expect("media").regions.remove("a");
        }),
        case_kinds(
            "a place beyond the picture",
            &[Code::Regions],
            Some("h1"),
            patched("/items/4/media/regions/a/width", json!(101)),
        ),
        case_kinds("places of a single choice", &[Code::Regions], Some("h1"), kind(4, "single-choice")),
        case_kinds("an option's picture that is not there", &[Code::MissingMedia], Some("c1"), |folder| {
            folder.media.remove("media/b.svg");
        }),
        case_kinds(
            "a set's picture of another type",
            &[Code::MediaType, Code::MissingMedia],
            None,
            patched("/sets/scene/media/image", json!("media/room.gif")),
        ),
        case_kinds("a recording that is not there", &[Code::MissingMedia], Some("p1"), |folder| {
            folder.media.remove("media/ar/p1-x.mp3");
        }),
        case_kinds(
            "a recording nobody hears",
            &[Code::UnusedMedia],
            None,
            ar(|locale| locale.sets.get_mut("scene").expect("a text").audio = None),
        ),
    ]
}

fn of_texts() -> Vec<Case> {
    vec![
        case_kinds(
            "a target without text",
            &[Code::MissingText],
            Some("p1"),
            ar(|locale| drop(locale.items.get_mut("p1").expect("a text").targets.remove("y"))),
        ),
        case_kinds(
            "a picture nobody describes",
            &[Code::MissingText],
            Some("h1"),
            ar(|locale| locale.items.get_mut("h1").expect("a text").image = None),
        ),
        case_kinds(
            "a description of no picture",
            &[Code::StrayText],
            Some("o1"),
            ar(|locale| locale.items.get_mut("o1").expect("a text").image = Some("A clock.".into())),
        ),
        case_kinds(
            "a set's picture nobody describes",
            &[Code::MissingText],
            None,
            ar(|locale| locale.sets.get_mut("scene").expect("a text").image = None),
        ),
        case_kinds(
            "a set's text not translated",
            &[Code::MissingText],
            None,
            ar(|locale| locale.sets.get_mut("scene").expect("a text").text = None),
        ),
        case_kinds(
            "texts of no set",
            &[Code::StrayText],
            None,
            ar(|locale| {
                let text = locale.sets.get("scene").expect("a text").clone();
                locale.sets.push("street", text);
            }),
        ),
        case_kinds(
            "a profile without name",
            &[Code::MissingText],
            None,
            ar(|locale| drop(locale.profiles.remove("cook"))),
        ),
        case_kinds(
            "a level without text",
            &[Code::MissingText],
            None,
            texts(|locale| drop(locale.competences.get_mut("safety").expect("texts").levels.remove("expert"))),
        ),
        case_kinds(
            "what to learn next, not translated",
            &[Code::MissingText],
            None,
            ar(|locale| {
                let levels = &mut locale.competences.get_mut("safety").expect("texts").levels;
                levels.get_mut("expert").expect("a text").next = None;
            }),
        ),
        case_kinds(
            "a text of no level",
            &[Code::StrayText],
            None,
            ar(|locale| {
                let levels = &mut locale.competences.get_mut("safety").expect("texts").levels;
                let text = levels.get("expert").expect("a text").clone();
                levels.push("low", text);
            }),
        ),
        case_kinds(
            "a recording of no option",
            &[Code::StrayText],
            Some("m1"),
            ar(|locale| {
                let audio = locale.items.get_mut("m1").expect("a text").audio.as_mut().expect("recordings");
                audio.options.push("z", "media/ar/m1-a.mp3".into());
            }),
        ),
    ]
}
