//! Ids, duplicates and an empty bank.

use serde_json::json;
use thetis_bank::{Code, IdMap, types::Status};

use crate::fixture::{Case, case, en, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("no items", &[Code::EmptyBank], None, |folder| {
            folder.bank.items.clear();
            folder.bank.response_scales = IdMap::new();
            folder.media.clear();
            for locale in folder.locales.values_mut() {
                locale.items = IdMap::new();
                locale.response_scales = IdMap::new();
            }
            folder.bank.designs.get_mut("default").expect("a design").stop.max_items = None;
            folder.bank.designs.get_mut("default").expect("a design").stop.min_items = None;
        }),
        case("all retired", &[Code::NoOperationalItem, Code::UnmeasuredDimension], None, |folder| {
            for item in &mut folder.bank.items {
                item.status = Status::Retired;
            }
        }),
        case("a bank id with a space", &[Code::InvalidId], None, patched("/id", json!("my bank"))),
        case("an empty version", &[Code::InvalidId], None, patched("/version", json!(""))),
        case("a version with a line feed", &[Code::InvalidId], None, patched("/version", json!("1\n2"))),
        case("two items of one id", &[Code::DuplicateItem, Code::StrayText], Some("q1"), |folder| {
            folder.bank.items[3].id = "q1".into();
        }),
        case("two dimensions of one id", &[Code::DuplicateDimension, Code::PriorShape], None, |folder| {
            let twin = folder.bank.dimensions[0].clone();
            folder.bank.dimensions.push(twin);
            // Maximum information wants one dimension, which is not what this is about.
            patch(folder, "/designs/default/select/criterion", json!({ "name": "random" }));
        }),
        case(
            "an option twice",
            &[Code::DuplicateOption],
            Some("q2"),
            patched("/items/1/options", json!(["a", "b", "b", "c"])),
        ),
        case(
            "a scale's option twice",
            &[Code::DuplicateOption, Code::StrayText],
            None,
            patched("/responseScales/agreement", json!(["no", "yes", "yes"])),
        ),
        case("a language twice", &[Code::DuplicateLanguage], None, patched("/languages", json!(["en", "ar", "en"]))),
        case("a design twice", &[Code::DuplicateKey], None, |folder| {
            let design = folder.bank.designs.get("default").expect("a design").clone();
            folder.bank.designs.push("default", design);
        }),
        case(
            "a text twice",
            &[Code::DuplicateKey],
            None,
            en(|locale| {
                let text = locale.items.get("q1").expect("a text").clone();
                locale.items.push("q1", text);
            }),
        ),
        case(
            "an option's text twice",
            &[Code::DuplicateKey],
            Some("q2"),
            en(|locale| {
                locale.items.get_mut("q2").expect("a text").options.push("a", "again".into());
            }),
        ),
    ]
}
