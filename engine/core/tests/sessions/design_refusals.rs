//! Designs, estimations and answers that cannot work are refused, each with its own error.

use std::sync::Arc;

use thetis_core::{
    Bank, Criterion, Design, Error, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Parameter, Prior,
    Quadrature, Response, Start, StopRule, Test, estimate,
};

fn standard(k: u32) -> MultivariateNormal {
    MultivariateNormal::standard(k).expect("at least one dimension")
}

fn bank_of(models: Vec<ItemModel>) -> Result<Bank, Error> {
    Bank::new(1.0, standard(1), models.into_iter().map(Item::new).collect(), "refused")
}

#[test]
fn designs() {
    let bank = Arc::new(bank_of(vec![ItemModel::one_pl(-1.0), ItemModel::one_pl(1.0)]).expect("a sound bank"));
    let refuse = |change: &dyn Fn(&mut Design), expected: Error| {
        let mut design = Design::adaptive(&bank, 2);
        change(&mut design);
        let what = format!("{design:?}");
        assert_eq!(Test::new(bank.clone(), design).err(), Some(expected), "{what}");
    };
    for start in [vec![], vec![0.0, 0.0], vec![f64::NAN], vec![f64::INFINITY]] {
        refuse(&|d| d.start = Start::Theta(start.clone()), Error::Start);
    }
    refuse(&|d| d.selection.randomesque = 0, Error::Randomesque);
    let order = |items: &[u32]| Criterion::FixedOrder(items.to_vec());
    refuse(&|d| d.selection.criterion = order(&[]), Error::FixedOrder { item: 0 });
    refuse(&|d| d.selection.criterion = order(&[1, 0, 1]), Error::FixedOrder { item: 1 });
    refuse(&|d| d.selection.criterion = order(&[0, 2]), Error::FixedOrder { item: 2 });
    for range in [(1.0, 1.0), (2.0, -2.0), (f64::NAN, 1.0), (f64::NEG_INFINITY, 1.0), (0.0, f64::INFINITY)] {
        refuse(&|d| d.estimation.range = range, Error::Range);
    }
    for quadrature in [
        Quadrature { nodes: 1, ..Quadrature::DEFAULT },
        Quadrature { nodes: 10_001, ..Quadrature::DEFAULT },
        Quadrature { lower: 6.0, ..Quadrature::DEFAULT },
        Quadrature { upper: f64::NAN, ..Quadrature::DEFAULT },
    ] {
        refuse(&|d| d.estimation.quadrature = Some(quadrature), Error::Range);
    }
    for (lower, upper) in [(1.0, 1.0), (1.0, f64::NAN), (f64::NEG_INFINITY, 0.0), (20.0, 30.0)] {
        // The last lies outside the grid: no node has any mass.
        refuse(&|d| d.estimation.prior = Some(Prior::Uniform { lower, upper }), Error::Prior);
    }
    refuse(&|d| d.estimation.prior = Some(Prior::Normal(standard(2))), Error::Prior);
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        refuse(&|d| d.stop.when = Some(StopRule::StandardError { at_most: value }), Error::StoppingRule);
        refuse(
            &|d| d.stop.when = Some(StopRule::Any(vec![StopRule::Information { below: value }])),
            Error::StoppingRule,
        );
    }
    refuse(&|d| d.stop.when = Some(StopRule::All(vec![])), Error::StoppingRule);
    refuse(&|d| d.stop.max_items = 0, Error::Length);
    refuse(&|d| d.stop.min_items = 3, Error::Length);
}

#[test]
fn what_needs_one_dimension() {
    let pair = ItemModel::CompensatoryGraded { a: vec![1.0, 0.5], d: vec![0.0] };
    let items = vec![Item { model: pair, dimensions: vec![0, 1], available: true }];
    let bank = Arc::new(Bank::new(1.0, standard(2), items, "two dimensions").expect("a sound bank"));
    let mut design = Design::adaptive(&bank, 1);
    design.selection.criterion = Criterion::MaximumInformation;
    assert_eq!(Test::new(bank.clone(), design).err(), Some(Error::CriterionNeedsOneDimension));
    for estimator in [Estimator::Ml, Estimator::Wle, Estimator::Jeffreys] {
        let refused = estimate(&bank, [], &Estimation::new(estimator)).err();
        assert_eq!(refused, Some(Error::EstimatorNeedsOneDimension), "{estimator:?}");
    }
    for prior in [Prior::Jeffreys, Prior::Uniform { lower: -1.0, upper: 1.0 }] {
        let map = Estimation { prior: Some(prior), ..Estimation::new(Estimator::Map) };
        assert_eq!(estimate(&bank, [], &map).err(), Some(Error::EstimatorNeedsOneDimension));
    }
    let fine = Some(Quadrature { nodes: 1_001, ..Quadrature::DEFAULT });
    let eap = Estimation { quadrature: fine, ..Estimation::new(Estimator::Eap) };
    assert_eq!(estimate(&bank, [], &eap).err(), Some(Error::GridTooLarge), "a million nodes are enough");
}

#[test]
fn responses() {
    let bank = bank_of(vec![ItemModel::one_pl(-1.0), ItemModel::graded(1.0, &[0.0, 1.0])]).expect("a sound bank");
    let refused = |item: u32, category: u32| {
        let answers = [Response { item: 0, category: 1 }, Response { item, category }];
        estimate(&bank, answers, &Estimation::new(Estimator::Eap)).err()
    };
    assert_eq!(refused(2, 0), Some(Error::UnknownItem { item: 2 }));
    assert_eq!(refused(1, 3), Some(Error::CategoryOutOfRange { item: 1, category: 3 }));
    assert_eq!(refused(0, 0), Some(Error::AnsweredTwice { item: 0 }));
    assert_eq!(refused(1, 2), None, "the highest category is one");
}

/// Codes are stable and distinct, and every error says what to do.
#[test]
fn errors_speak() {
    let errors = [
        Error::EmptyBank,
        Error::Scaling { value: 0.0 },
        Error::Prior,
        Error::Dimensions { item: 1 },
        Error::Categories { item: 1, categories: 1 },
        Error::ParameterNotFinite { item: 1, parameter: Parameter::Slope, value: f32::NAN },
        Error::SlopeNotPositive { item: 1, value: 0.0 },
        Error::AsymptotesDisordered { item: 1, lower: 1.0, upper: 0.0 },
        Error::ThresholdsDisordered { item: 1, threshold: 2, value: 0.0 },
        Error::Start,
        Error::CriterionNeedsOneDimension,
        Error::FixedOrder { item: 1 },
        Error::Randomesque,
        Error::Range,
        Error::EstimatorNeedsOneDimension,
        Error::GridTooLarge,
        Error::StoppingRule,
        Error::Length,
        Error::UnknownItem { item: 1 },
        Error::CategoryOutOfRange { item: 1, category: 9 },
        Error::AnsweredTwice { item: 1 },
        Error::NotAsked { item: 1 },
        Error::Finished,
        Error::LogTruncated,
        Error::LogFormat,
        Error::LogDamaged,
        Error::LogEngine { revision: 2 },
        Error::LogBank,
        Error::LogDesign,
        Error::LogDiverges { step: 0 },
        Error::LogTooLong { step: 0 },
    ];
    let mut codes: Vec<u32> = errors.iter().map(Error::code).collect();
    assert!(codes.is_sorted(), "codes are in the order of the enumeration: {codes:?}");
    codes.dedup();
    assert_eq!(codes.len(), errors.len(), "each error has a code of its own");
    for error in errors {
        let sentence = error.to_string();
        assert!(sentence.len() > 15, "{error:?} speaks: {sentence}");
    }
}
