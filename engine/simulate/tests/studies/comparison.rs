//! The comparison that this crate is for, on a generated bank built like a real one: graded items in overlapping content
//! areas with enemies, tested by maximum information, posterior-weighted information, shadow tests that keep a
//! blueprint, and a randomesque with exposure control.

use std::{num::NonZero, sync::Arc};

use serde_json::{Value, json};
use thetis_bank::types::{Design, Eligibility, Exposure};
use thetis_simulate::{
    DesignSource, ExposureMethod, ExposureTarget, RuleKind, Run, Study, StudyReport, calibrate_exposure, run,
};

use crate::cases::{folder, fraction, normal, plan};

const ITEMS: u32 = 95;
const LENGTH: u32 = 12;
const LIMIT: f64 = 0.25;
const SIMULEES: u32 = 500;

/// Ninety-five graded items with five categories: two subdomains, two rating scales, three strata of slopes, and two
/// small areas within; every ninth item has two enemies.
fn bank() -> Value {
    let item = |i: u32| {
        let a = 1.5 + 3.5 * fraction(i, 0);
        let first = -1.2 + 2.0 * fraction(i, 1);
        let b: Vec<f64> = (0..4).map(|k| first + 0.8 * f64::from(k)).collect();
        let mut content = vec![
            if i.is_multiple_of(2) { "impact" } else { "experience" }.to_owned(),
            if fraction(i, 2) < 0.6 { "intensity" } else { "frequency" }.to_owned(),
            format!("stratum-{}", 1 + (a > 2.6) as u32 + (a > 3.8) as u32),
        ];
        if i.is_multiple_of(8) {
            content.push("mental".into());
        }
        if i % 11 == 3 {
            content.push("social".into());
        }
        let enemies: Vec<String> = if i.is_multiple_of(9) && i + 2 < ITEMS {
            vec![format!("i{}", i + 1), format!("i{}", i + 2)]
        } else {
            vec![]
        };
        json!({
            "id": format!("i{i}"), "dimensions": ["fatigue"], "kind": "likert", "options": ["0", "1", "2", "3", "4"],
            "scoring": {"categories": [0, 1, 2, 3, 4]}, "model": {"type": "grm", "a": a, "b": b},
            "content": content, "enemies": enemies
        })
    };
    json!({
        "format": 1, "id": "generated", "version": "1.0.0", "licence": "CC0-1.0", "languages": ["en"],
        "dimensions": [{"id": "fatigue", "competence": "fatigue", "kind": "evaluation"}],
        "prior": {"mean": [0.0], "covariance": [[1.0]]},
        "items": (0..ITEMS).map(item).collect::<Vec<_>>(),
    })
}

fn design(criterion: &str, select: Value) -> Design {
    let mut design =
        json!({"select": {"criterion": {"name": criterion}}, "stop": {"minItems": LENGTH, "maxItems": LENGTH}});
    for (name, value) in select.as_object().expect("an object") {
        design["select"][name] = value.clone();
    }
    serde_json::from_value(design).expect("a design")
}

fn given(name: &str, design: Design) -> (String, DesignSource) {
    (name.to_owned(), DesignSource::Given(Box::new(design)))
}

fn compared() -> StudyReport {
    let source = folder(serde_json::from_value(bank()).expect("a bank"));
    let bank = Arc::new(source.compile().expect("compiles"));
    let compile = |designs: &[(String, DesignSource)], seed| {
        Study::compile(&source, bank.clone(), designs, plan(normal(SIMULEES), 1, seed)).expect("a study")
    };
    let five = design("maximum-information", json!({"randomesque": 5}));
    let target = ExposureTarget {
        method: ExposureMethod::Eligibility,
        max_rate: LIMIT,
        bounds: vec![],
        rounds: 40,
        tolerance: None,
    };
    let found = calibrate_exposure(&compile(&[given("five", five.clone())], 5), &target, NonZero::<usize>::MIN, &|| {})
        .expect("found");
    let mut limited = five;
    let probabilities = (0..).zip(&found.exposure.probabilities).filter(|(_, p)| **p < 1.0);
    limited.select.exposure = Some(Exposure {
        bounds: vec![],
        items: probabilities.map(|(item, p): (u32, _)| (format!("i{item}"), Eligibility::Everywhere(*p))).collect(),
    });
    let area = |area: &str, min: u32, max: u32| json!({"area": area, "min": min, "max": max});
    let content = json!([
        area("impact", 6, 6),
        area("experience", 6, 6),
        area("mental", 1, 2),
        area("social", 1, 2),
        area("intensity", 6, 6),
        area("frequency", 6, 6),
        area("stratum-1", 4, 4),
        area("stratum-2", 4, 4),
        area("stratum-3", 4, 4)
    ]);
    let designs = [
        given("MFI", design("maximum-information", json!({}))),
        given("MPWI", design("weighted-information", json!({}))),
        given("shadow", design("maximum-information", json!({"content": content, "shadow": {}}))),
        given("limited", limited),
    ];
    run(&compile(&designs, 6), Run::default()).expect("runs")
}

#[test]
fn shadow_tests_keep_the_blueprint_and_eligibility_the_limit() {
    let report = compared();
    let [mfi, mpwi, shadow, limited] = &report.designs[..] else { panic!("four designs") };
    for design in &report.designs {
        assert_eq!((design.length.minimum, design.length.maximum), (LENGTH, LENGTH), "{}", design.name);
        let enemies: Vec<_> = design.content.rules.iter().filter(|rule| rule.kind == RuleKind::Enemies).collect();
        assert_eq!(enemies.len(), 22, "eleven items with two enemies each");
        assert!(enemies.iter().all(|rule| rule.violations == 0), "{}: enemies meet in no design", design.name);
    }
    assert_eq!(shadow.content.sessions_in_violation, 0, "{:?}", shadow.content);
    assert_eq!(shadow.content.blueprint, None, "it is the blueprint");
    for name in ["impact", "intensity", "stratum-1", "stratum-3"] {
        let rule = shadow.content.rules.iter().find(|rule| rule.name == name).expect("a rule");
        assert_eq!((rule.fewest, rule.most), (rule.min, rule.max.expect("bounded")), "{name}");
    }
    for other in [mfi, mpwi, limited] {
        let outside = other.content.blueprint.as_ref().expect("held against the shadow test's");
        assert_eq!(outside.design, "shadow");
        assert!(outside.sessions > u64::from(SIMULEES) * 9 / 10, "{}: {outside:?}", other.name);
    }
    // A rate's own error, and that of the probabilities.
    let sampling = 4.0 * (2.0 * LIMIT * (1.0 - LIMIT) / f64::from(SIMULEES)).sqrt();
    assert!(limited.exposure.maximum < LIMIT + sampling, "{}", limited.exposure.maximum);
    assert!(mfi.exposure.maximum > 0.9 && limited.exposure.unused < mfi.exposure.unused);
    let rmse = |design: &thetis_simulate::DesignReport| design.dimensions[0].accuracy.rmse;
    assert!(rmse(mfi) < rmse(shadow) && rmse(mfi) < rmse(limited), "constraints cost precision");
    assert!(rmse(shadow) < 1.5 * rmse(mfi) && rmse(limited) < 1.5 * rmse(mfi), "but little");
}
