//! Banks that cannot work are refused when they are made, each with its own error.

use std::sync::Arc;

use thetis_core::{Bank, Design, Error, Item, ItemModel, ItemStatus, MultivariateNormal, Parameter, Prior, Test};

fn standard(k: u32) -> MultivariateNormal {
    MultivariateNormal::standard(k).expect("at least one dimension")
}

fn bank_of(models: Vec<ItemModel>) -> Result<Bank, Error> {
    Bank::new(1.0, standard(1), models.into_iter().map(Item::new).collect(), "refused")
}

/// A sound item, then this one.
fn second(model: ItemModel) -> Error {
    bank_of(vec![ItemModel::one_pl(0.0), model]).expect_err("the second item is not sound")
}

#[test]
fn items_with_numbers_that_are_none() {
    let item = 1;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
        let named = |error: Error, expected: Parameter| match error {
            Error::ParameterNotFinite { item: 1, parameter, value } => {
                assert_eq!(parameter, expected, "{bad} is found in the right place");
                assert_eq!(value.to_bits(), (bad as f32).to_bits(), "and quoted");
            }
            other => panic!("{bad} as a {expected}: {other:?}"),
        };
        named(second(ItemModel::two_pl(bad, 0.0)), Parameter::Slope);
        named(second(ItemModel::two_pl(1.0, bad)), Parameter::Threshold);
        named(second(ItemModel::graded(1.0, &[0.0, bad])), Parameter::Threshold);
        named(second(ItemModel::graded(bad, &[0.0, 1.0])), Parameter::Slope);
        named(second(ItemModel::generalised_partial_credit(1.0, &[bad, 0.0])), Parameter::Threshold);
        named(second(ItemModel::nominal(&[1.0, bad], &[0.0, 0.0])), Parameter::Slope);
        named(
            second(ItemModel::CompensatoryDichotomous { a: vec![1.0], d: bad, g: 0.0, u: 1.0 }),
            Parameter::Intercept,
        );
        named(second(ItemModel::CompensatoryGraded { a: vec![bad], d: vec![0.0] }), Parameter::Slope);
    }
    let nan = second(ItemModel::four_pl(1.0, 0.0, f64::NAN, 1.0));
    assert_eq!(nan.item(), Some(item), "an asymptote that is no number names its item: {nan:?}");
    for slope in [0.0, -0.7] {
        let value = slope as f32;
        assert_eq!(second(ItemModel::two_pl(slope, 0.0)), Error::SlopeNotPositive { item, value });
        assert_eq!(second(ItemModel::graded(slope, &[0.0])), Error::SlopeNotPositive { item, value });
    }
    let flat = ItemModel::CompensatoryGraded { a: vec![0.0], d: vec![0.0] };
    assert_eq!(second(flat), Error::SlopeNotPositive { item, value: 0.0 }, "an item must measure something");
}

#[test]
fn items_that_contradict_themselves() {
    let item = 1;
    for (lower, upper) in [(0.5, 0.5), (0.7, 0.3), (-0.1, 1.0), (0.0, 1.1)] {
        let expected = Error::AsymptotesDisordered { item, lower: lower as f32, upper: upper as f32 };
        assert_eq!(second(ItemModel::four_pl(1.0, 0.0, lower, upper)), expected);
        let compensatory = ItemModel::CompensatoryDichotomous { a: vec![1.0], d: 0.0, g: lower, u: upper };
        assert_eq!(second(compensatory), expected);
    }
    let expected = Error::ThresholdsDisordered { item, threshold: 3, value: 0.5 };
    assert_eq!(second(ItemModel::graded(1.0, &[0.0, 1.0, 0.5])), expected, "the third is below the second");
    let equal = Error::ThresholdsDisordered { item, threshold: 2, value: 0.0 };
    assert_eq!(second(ItemModel::graded(1.0, &[0.0, 0.0])), equal, "equal thresholds leave a category empty");
    let rising = ItemModel::CompensatoryGraded { a: vec![1.0], d: vec![0.0, 1.0] };
    assert!(matches!(second(rising), Error::ThresholdsDisordered { item: 1, threshold: 2, .. }), "intercepts fall");
    assert_eq!(second(ItemModel::graded(1.0, &[])), Error::Categories { item, categories: 1 });
    let many: Vec<f64> = (0..64).map(f64::from).collect();
    assert_eq!(second(ItemModel::partial_credit(&many)), Error::Categories { item, categories: 65 });
    assert!(bank_of(vec![ItemModel::partial_credit(&many[..63])]).is_ok(), "64 categories are allowed");
    for intercepts in [vec![], vec![0.0], vec![0.0; 2], vec![0.0; 4]] {
        let nominal = ItemModel::nominal(&[1.0, 2.0, 3.0], &intercepts);
        assert!(
            matches!(second(nominal), Error::Categories { item: 1, .. }),
            "3 slopes, {} intercepts",
            intercepts.len()
        );
    }
}

#[test]
fn items_of_the_wrong_dimensions() {
    let two = |dimensions: Vec<u32>, model: ItemModel| {
        Bank::new(1.0, standard(2), vec![Item { dimensions, ..Item::new(model) }], "refused")
    };
    let pair = || ItemModel::CompensatoryGraded { a: vec![1.0, 0.5], d: vec![0.0] };
    for wrong in [vec![0, 2], vec![1, 1], vec![0], vec![], vec![0, 1, 0]] {
        let refused = two(wrong.clone(), pair()).expect_err("dimensions that do not fit");
        assert!(
            matches!(refused, Error::Dimensions { item: 0 } | Error::Categories { item: 0, .. }),
            "{wrong:?}: {refused:?}"
        );
    }
    assert_eq!(two(vec![0, 1], ItemModel::two_pl(1.0, 0.0)).err(), Some(Error::Dimensions { item: 0 }));
    assert!(two(vec![1, 0], pair()).is_ok(), "any order will do");
}

#[test]
fn banks_and_priors() {
    assert_eq!(bank_of(vec![]).err(), Some(Error::EmptyBank));
    for scaling in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = Bank::new(scaling, standard(1), vec![Item::new(ItemModel::one_pl(0.0))], "refused").err();
        assert!(
            matches!(refused, Some(Error::Scaling { value }) if value.to_bits() == (scaling as f32).to_bits()),
            "{scaling}"
        );
    }
    for (mean, covariance) in [
        (vec![], vec![]),
        (vec![0.0], vec![0.0]),
        (vec![0.0], vec![-1.0]),
        (vec![f64::NAN], vec![1.0]),
        (vec![0.0], vec![f64::INFINITY]),
        (vec![0.0, 0.0], vec![1.0]),
        (vec![0.0, 0.0], vec![1.0, 0.5, 0.4, 1.0]),
        (vec![0.0, 0.0], vec![1.0, 1.0, 1.0, 1.0]),
        (vec![0.0, 0.0], vec![1.0, 1.5, 1.5, 1.0]),
    ] {
        let what = format!("mean {mean:?}, covariance {covariance:?}");
        assert_eq!(MultivariateNormal::new(mean, covariance).err(), Some(Error::Prior), "{what}");
    }
    for sd in [0.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Prior::normal(0.0, sd).err(), Some(Error::Prior), "SD {sd}");
    }
    for status in [ItemStatus::Retired, ItemStatus::Pilot] {
        let unscored = Item { status, ..Item::new(ItemModel::one_pl(0.0)) };
        let bank = Arc::new(Bank::new(1.0, standard(1), vec![unscored], "none").expect("a bank of its own right"));
        assert_eq!(Test::new(bank.clone(), Design::adaptive(&bank, 1)).err(), Some(Error::EmptyBank), "{status:?}");
    }
}
