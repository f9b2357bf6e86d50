//! Compiling to the engine: exactly the contract's arithmetic, identity and availability, to the bit.

mod common;

use common::{valid, valid_two_dimensions};
use serde_json::json;
use thetis_bank::{
    CompileError, Model, parse_bank,
    types::{Quadrature, Status},
};
use thetis_core as core;

fn lower(model: serde_json::Value) -> core::ItemModel {
    serde_json::from_value::<Model>(model).expect("a model").lower()
}

#[test]
fn every_model_is_lowered_as_documented() {
    use core::ItemModel as M;
    // 0.1 + 0.2 is not 0.3: the sum has to be formed, and formed once.
    let cases = [
        (json!({"type":"1pl","b":0.5}), M::Dichotomous { a: 1.0, b: 0.5, c: 0.0, d: 1.0 }),
        (json!({"type":"2pl","a":1.2,"b":0.5}), M::Dichotomous { a: 1.2, b: 0.5, c: 0.0, d: 1.0 }),
        (json!({"type":"3pl","a":1.2,"b":0.5,"c":0.2}), M::Dichotomous { a: 1.2, b: 0.5, c: 0.2, d: 1.0 }),
        (json!({"type":"4pl","a":1.2,"b":0.5,"c":0.2,"d":0.9}), M::Dichotomous { a: 1.2, b: 0.5, c: 0.2, d: 0.9 }),
        (json!({"type":"grm","a":1.2,"b":[-1,1]}), M::Graded { a: 1.2, b: vec![-1.0, 1.0] }),
        (json!({"type":"mgrm","a":1.2,"b":0.3,"t":[0.2,-0.1]}), M::Graded { a: 1.2, b: vec![0.3 - 0.2, 0.3 - -0.1] }),
        (json!({"type":"pcm","b":[1,-1]}), M::PartialCredit { a: 1.0, b: vec![1.0, -1.0] }),
        (json!({"type":"gpcm","a":0.7,"b":[1,-1]}), M::PartialCredit { a: 0.7, b: vec![1.0, -1.0] }),
        (json!({"type":"rsm","b":0.1,"t":[0.2,-0.7]}), M::PartialCredit { a: 1.0, b: vec![0.1 + 0.2, 0.1 + -0.7] }),
        (
            json!({"type":"nrm","s":[0.5,1],"i":[0,-1]}),
            M::Nominal { slopes: vec![0.5, 1.0], intercepts: vec![0.0, -1.0] },
        ),
        (
            json!({"type":"compensatory-4pl","a":[1,0.5],"d":0.3}),
            M::CompensatoryDichotomous { a: vec![1.0, 0.5], d: 0.3, g: 0.0, u: 1.0 },
        ),
        (
            json!({"type":"compensatory-grm","a":[1,0.5],"d":[1,-1]}),
            M::CompensatoryGraded { a: vec![1.0, 0.5], d: vec![1.0, -1.0] },
        ),
        (
            json!({"type":"compensatory-gpcm","a":[1,0.5],"d":[1,-1]}),
            M::CompensatoryPartialCredit { a: vec![1.0, 0.5], d: vec![1.0, -1.0] },
        ),
    ];
    for (model, expected) in cases {
        assert_eq!(lower(model.clone()), expected, "{model}");
    }
}

#[test]
fn the_digest_is_that_of_a_bank_built_by_hand() {
    let folder = valid();
    let items = vec![
        core::Item::new(core::ItemModel::graded(1.5, &[-1.0, 1.0])),
        core::Item::new(core::ItemModel::three_pl(1.2, -0.5, 0.25)),
        core::Item::new(core::ItemModel::two_pl(1.0, 0.5)),
        core::Item::new(core::ItemModel::generalised_partial_credit(0.9, &[0.5, -0.5])),
    ];
    let prior = core::MultivariateNormal::standard(1).expect("a prior");
    let by_hand = core::Bank::new(1.0, prior, items, "numbers\n1.0.0\nq1\nq2\nq3\nq4").expect("a bank");
    assert_eq!(folder.compile().expect("a bank").digest(), by_hand.digest());
    assert_eq!(folder.bank.identity(), "numbers\n1.0.0\nq1\nq2\nq3\nq4");

    let mut renamed = folder.clone();
    renamed.bank.version = "1.0.1".into();
    assert_ne!(renamed.compile().expect("a bank").digest(), by_hand.digest());
}

#[test]
fn items_that_are_not_operational_keep_their_place_but_are_not_asked() {
    let mut folder = valid();
    folder.bank.items[0].status = Status::Pilot;
    folder.bank.items[2].status = Status::Retired;
    let bank = folder.compile().expect("a bank");
    let available: Vec<_> = (0..bank.len()).map(|item| bank.is_available(item)).collect();
    assert_eq!(available, [false, true, false, true]);
}

#[test]
fn dimensions_are_those_the_items_name() {
    let bank = valid_two_dimensions().compile().expect("a bank");
    assert_eq!(bank.dimensions(), 2);
    assert_eq!(bank.item(0).dimensions(), [1]);
    assert_eq!(bank.item(1).dimensions(), [0, 1]);
    assert_eq!(bank.prior().covariance(), [1.0, 0.3, 0.3, 1.0]);
}

#[test]
fn numbers_are_read_to_the_nearest_double() {
    // Decimals that a reader without correct rounding gets wrong in the last place.
    for text in [
        "0.99999999999999994",
        "1.7976931348623157e308",
        "9007199254740993.0",
        "2.2250738585072011e-308",
        "123456789012345680.3",
        "0.30000000000000004",
        "1.0715660391633747",
    ] {
        let mut bank = serde_json::to_value(&valid().bank).expect("serialisable");
        bank["scaling"] = json!("HERE");
        let text_of_bank = bank.to_string().replace("\"HERE\"", text);
        let read = parse_bank(text_of_bank.as_bytes(), std::path::Path::new("bank.json")).expect("a bank");
        let nearest: f64 = text.parse().expect("a number");
        assert_eq!(read.scaling.to_bits(), nearest.to_bits(), "{text}");
    }
}

#[test]
fn a_design_is_lowered_with_its_defaults() {
    let mut folder = valid();
    let design = folder.compile_design("default").expect("a design");
    assert_eq!(design.start, core::Start::default());
    assert_eq!(design.selection.criterion, core::Criterion::MaximumInformation);
    assert_eq!(design.selection.randomesque, 1);
    assert_eq!(design.estimation, core::Estimation::new(core::Estimator::Eap));
    assert_eq!((design.stop.min_items, design.stop.max_items), (2, 4));
    assert_eq!(design.stop.when, Some(core::StopRule::StandardError { dimension: None, at_most: 0.7 }));

    let short = json!({ "select": { "criterion": { "name": "fixed-order", "order": ["q3", "q1"] } } });
    folder.bank.designs.push("linear", serde_json::from_value(short).expect("a design"));
    let design = folder.compile_design("linear").expect("a design");
    assert_eq!(design.selection.criterion, core::Criterion::FixedOrder(vec![2, 0]));
    assert_eq!((design.stop.min_items, design.stop.max_items), (1, 4));
    assert_eq!(Quadrature::Catr.lower(), Some(core::Quadrature::CATR));
}

#[test]
fn a_test_runs_from_files_to_the_end() {
    let test = std::sync::Arc::new(valid().compile_test("default").expect("a test"));
    let mut session = core::Session::new(test, 7);
    let mut asked = 0;
    while let Some(item) = session.next() {
        session.answer(item, 1, 0, 100).expect("an answer");
        asked += 1;
    }
    assert!((2..=4).contains(&asked), "{asked}");
    assert!(session.finished().is_some());
}

#[test]
fn errors_name_items_and_designs() {
    let mut folder = valid();
    folder.bank.items[2].model = Model::TwoPl { a: -1.0, b: 0.0, standard_errors: None };
    let error = folder.compile().expect_err("a negative slope");
    let source = core::Error::SlopeNotPositive { item: 2, value: -1.0 };
    let expected = CompileError::Engine { item: Some("q3".into()), design: None, source };
    assert_eq!(error, expected);
    assert!(error.to_string().starts_with("item q3: the slope is -1"), "{error}");

    let mut folder = valid();
    folder.bank.items[0].dimensions = vec!["nothing".into()];
    let error = folder.compile().expect_err("an unknown dimension");
    assert!(matches!(&error, CompileError::UnknownDimension { item, .. } if item == "q1"), "{error}");

    let error = valid().compile_design("quick").expect_err("no such design");
    assert_eq!(error.to_string(), "there is no design quick; use one of: default");

    let mut folder = valid();
    let order = json!({ "select": { "criterion": { "name": "fixed-order", "order": ["q1", "q9"] } } });
    folder.bank.designs.push("linear", serde_json::from_value(order).expect("a design"));
    let error = folder.compile_test("linear").expect_err("an unknown item");
    assert!(matches!(&error, CompileError::UnknownItem { item, .. } if item == "q9"), "{error}");

    let mut folder = valid();
    folder.bank.prior.mean.push(0.0);
    assert_eq!(folder.compile().expect_err("two means"), CompileError::PriorShape { dimensions: 1 });

    let mut folder = valid();
    folder.bank.designs.get_mut("default").expect("a design").stop.min_items = Some(5);
    let error = folder.compile_test("default").expect_err("a minimum above the maximum");
    assert!(error.to_string().starts_with("design default: "), "{error}");
}
