//! Levels of dimensions, and profiles.

use serde_json::json;
use thetis_bank::Code;

use crate::fixture::{Case, case_kinds, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case_kinds("a level of no dimension", &[Code::UnknownDimension], None, |folder| {
            folder
                .bank
                .levels
                .push(serde_json::from_value(json!({ "dimension": "speed", "id": "fast" })).expect("a level"));
        }),
        case_kinds("two levels of one id", &[Code::DuplicateLevel], None, |folder| {
            let twin = json!({ "dimension": "safety", "id": "expert", "from": 2.0 });
            folder.bank.levels.push(serde_json::from_value(twin).expect("a level"));
        }),
        case_kinds("a lowest level that begins", &[Code::LevelOrder], None, patched("/levels/0/from", json!(-2))),
        case_kinds("levels that descend", &[Code::LevelOrder], None, patched("/levels/2/from", json!(-0.5))),
        case_kinds("a level that begins nowhere", &[Code::LevelOrder], None, |folder| {
            folder.bank.levels[1].from = None
        }),
        case_kinds("one level", &[Code::LevelOrder, Code::StrayText, Code::UnknownLevel], None, |folder| {
            folder.bank.levels.truncate(1);
        }),
        case_kinds("a level beyond the framework", &[Code::InvalidEqf], None, patched("/levels/1/eqf", json!(9))),
        case_kinds(
            "a profile of an unknown level",
            &[Code::UnknownLevel],
            None,
            patched("/profiles/cook/requires/safety", json!("high")),
        ),
        case_kinds(
            "a profile of an unknown dimension",
            &[Code::UnknownDimension],
            None,
            patched("/profiles/cook/requires", json!({ "speed": "expert" })),
        ),
        case_kinds("a profile of nothing", &[Code::EmptyProfile], None, patched("/profiles/cook/requires", json!({}))),
        case_kinds("a profile twice", &[Code::DuplicateKey], None, |folder| {
            let profile = folder.bank.profiles.get("cook").expect("a profile").clone();
            folder.bank.profiles.push("cook", profile);
        }),
        case_kinds(
            "levels and profiles with ids that are none",
            &[Code::InvalidId, Code::StrayText, Code::MissingText],
            None,
            |folder| {
                patch(folder, "/profiles", json!({ "head cook": { "requires": { "safety": "expert" } } }));
            },
        ),
    ]
}
