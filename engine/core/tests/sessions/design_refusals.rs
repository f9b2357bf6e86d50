//! Designs, estimations and answers that cannot work are refused, each with its own error.

use std::sync::Arc;

use thetis_core::{
    Bank, Classification, Competences, Constraint, Criterion, Dependence, Design, Error, Estimation, Estimator,
    Exposure, FitBounds, Item, ItemModel, ItemSet, ItemStatus, MultivariateNormal, Next, Parameter, Pilot, Prior,
    Progress, Quadrature, Refresh, Response, Scale, Shadow, StopRule, Test, estimate,
};

use crate::support::banks::{self, Shape};
use crate::support::designs::{CRITERIA, SMALL_GRID, criterion};
use crate::support::draw::{each_case, grown};
use crate::support::posterior::is_joint;

fn standard(k: u32) -> MultivariateNormal {
    MultivariateNormal::standard(k).expect("at least one dimension")
}

fn bank_of(models: Vec<ItemModel>) -> Result<Bank, Error> {
    Bank::new(1.0, standard(1), models.into_iter().map(Item::new).collect(), "refused")
}

fn refuse(bank: &Arc<Bank>, change: impl Fn(&mut Design), expected: Error) {
    let mut design = Design::adaptive(bank, 2);
    change(&mut design);
    let what = format!("{design:?}");
    assert_eq!(Test::new(bank.clone(), design).err(), Some(expected), "{what}");
}

/// Two items of each status but one, which is pilot.
fn bank() -> Arc<Bank> {
    let mut items: Vec<Item> = [-1.0, 1.0, 0.5, 0.0].map(|b| Item::new(ItemModel::one_pl(b))).to_vec();
    items[2].status = ItemStatus::Pilot;
    items[3].status = ItemStatus::Retired;
    Arc::new(Bank::new(1.0, standard(1), items, "refused").expect("a sound bank"))
}

#[test]
fn how_a_test_begins_and_chooses() {
    let bank = bank();
    let two = Arc::new(Bank::new(1.0, standard(2), vec![Item::new(ItemModel::one_pl(0.0))], "two").expect("a bank"));
    refuse(&two, |d| d.start.theta = vec![0.0; 3], Error::Start);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        refuse(&bank, |d| d.start.theta = vec![0.0, value], Error::Malformed);
    }
    refuse(&bank, |d| d.selection.randomesque = 0, Error::Randomesque);
    for (items, item) in [(vec![0, 0], 0), (vec![0, 2], 2), (vec![3], 3), (vec![4], 4), (vec![u32::MAX], u32::MAX)] {
        refuse(&bank, |d| d.start.items = items.clone(), Error::FixedOrder { item });
        refuse(&bank, |d| d.selection.criterion = Criterion::FixedOrder(items.clone()), Error::FixedOrder { item });
    }
    refuse(&bank, |d| d.selection.criterion = Criterion::FixedOrder(vec![]), Error::FixedOrder { item: 0 });
}

#[test]
fn criteria_with_numbers_that_are_not_usable() {
    let bank = bank();
    let progress = Progress { length: 10, standard_error: 0.0, acceleration: 1.0 };
    let mut criteria = vec![
        Criterion::Progressive(Progress { length: 0, ..progress }),
        Criterion::Proportional(Progress { length: 0, ..progress }),
        Criterion::Proportional(Progress { standard_error: -0.1, ..progress }),
        Criterion::Progressive(Progress { acceleration: -1.0, ..progress }),
        Criterion::Stratified { strata: 0, length: 10, blocked: false },
        Criterion::Stratified { strata: 2, length: 0, blocked: true },
        Criterion::d_optimality(true, 2),
        Criterion::d_optimality(true, 0),
    ];
    for width in [0.0, -1.0] {
        criteria.extend([
            Criterion::KullbackLeiblerPoint { delta: width, scale: Scale::Fixed },
            Criterion::KullbackLeiblerInterval { delta: width, scale: Scale::Growing },
            Criterion::IntervalInformation { half_width: width },
            Criterion::EfficiencyBalanced { standard_errors: width },
        ]);
    }
    for criterion in criteria {
        refuse(&bank, |d| d.selection.criterion = criterion.clone(), Error::CriterionParameter);
    }
    // As words, a length or an order may be no whole number.
    let mut words = Design::adaptive(&bank, 2).to_words();
    let stratified = |length: f64| [16.0, 2.0, length, 0.0, 0.0];
    words.splice(2..7, stratified(0.5));
    assert_eq!(Design::from_words(&words, &bank), Err(Error::CriterionParameter), "half an item");
    words.splice(2..7, stratified(5.0));
    assert!(Design::from_words(&words, &bank).is_ok(), "five items");
    for wrong in [f64::NAN, f64::INFINITY] {
        let interval = Criterion::IntervalInformation { half_width: wrong };
        refuse(&bank, |d| d.selection.criterion = interval.clone(), Error::Malformed);
    }
}

#[test]
fn how_a_test_estimates() {
    let bank = bank();
    for range in [(1.0, 1.0), (2.0, -2.0), (-1e9, 1.0)] {
        refuse(&bank, |d| d.estimation.range = range, Error::Range);
    }
    for range in [(f64::NAN, 1.0), (f64::NEG_INFINITY, 1.0), (0.0, f64::INFINITY)] {
        refuse(&bank, |d| d.estimation.range = range, Error::Malformed);
    }
    for (quadrature, expected) in [
        (Quadrature { nodes: 1, ..Quadrature::DEFAULT }, Error::Range),
        (Quadrature { nodes: 10_001, ..Quadrature::DEFAULT }, Error::Range),
        (Quadrature { lower: 6.0, ..Quadrature::DEFAULT }, Error::Range),
        (Quadrature { upper: f64::NAN, ..Quadrature::DEFAULT }, Error::Malformed),
    ] {
        refuse(&bank, |d| d.estimation.quadrature = Some(quadrature), expected);
    }
    for (lower, upper) in [(1.0, 1.0), (1.0, f64::NAN), (f64::NEG_INFINITY, 0.0), (20.0, 30.0)] {
        // The last lies outside the grid: no node has any mass.
        refuse(&bank, |d| d.estimation.prior = Some(Prior::Uniform { lower, upper }), Error::Prior);
    }
    refuse(&bank, |d| d.estimation.prior = Some(Prior::Normal(standard(2))), Error::Prior);
    let two = Arc::new(Bank::new(1.0, standard(2), vec![Item::new(ItemModel::one_pl(0.0))], "two").expect("a bank"));
    for informed_by in [vec![Some(2), None], vec![Some(1), Some(0)], vec![Some(0), None]] {
        let dependence = Dependence::Separate { informed_by };
        refuse(&two, |d| d.estimation.dependence = dependence.clone(), Error::Dependence);
    }
    let follows = Dependence::Separate { informed_by: vec![None, Some(0)] };
    let estimation = Estimation { dependence: follows, ..Estimation::new(Estimator::Eap) };
    assert!(
        Test::new(two.clone(), Design { estimation, ..Design::adaptive(&two, 1) }).is_ok(),
        "one follows the other"
    );
}

#[test]
fn how_a_test_stops() {
    let bank = bank();
    let rule = |when: StopRule, expected: Error| {
        refuse(&bank, |d| d.stop.when = Some(when.clone()), expected);
        refuse(&bank, |d| d.stop.when = Some(StopRule::Any(vec![when.clone()])), expected);
    };
    let rules: [&dyn Fn(f64) -> StopRule; 7] = [
        &|at_most| StopRule::StandardError { dimension: None, at_most },
        &|below| StopRule::Information { below },
        &|below| StopRule::PredictedReduction { below, above: 0.1, standard_error: 0.3 },
        &|standard_error| StopRule::PredictedReduction { below: 0.1, above: 0.1, standard_error },
        &|at_most| StopRule::Change { at_most, steps: 1 },
        &|at_most| StopRule::Plateau { at_most, steps: 1 },
        &|seconds| StopRule::Time { seconds },
    ];
    for with in rules {
        rule(with(0.0), Error::StoppingRule);
        rule(with(-1.0), Error::StoppingRule);
        rule(with(f64::NAN), Error::Malformed);
        rule(with(f64::INFINITY), Error::Malformed);
    }
    rule(StopRule::All(vec![]), Error::StoppingRule);
    rule(StopRule::StandardError { dimension: Some(1), at_most: 0.3 }, Error::StoppingRule);
    rule(StopRule::Change { at_most: 0.1, steps: 0 }, Error::StoppingRule);
    rule(StopRule::Plateau { at_most: 0.1, steps: 0 }, Error::StoppingRule);
    refuse(&bank, |d| d.stop.max_items = 0, Error::Length);
    refuse(&bank, |d| d.stop.min_items = 3, Error::Length);

    let interval = Classification::Interval { standard_errors: 1.96 };
    rule(StopRule::Classified(interval), Error::CutScores);
    let nearest = Competences { next: Next::NearestCut, of: vec![0], max_items: 0, standard_error: 0.0 };
    refuse(&bank, |d| d.blueprint.competences = Some(nearest.clone()), Error::CutScores);
    for cuts in [vec![vec![0.5, 0.5]], vec![vec![1.0, 0.0]]] {
        refuse(&bank, |d| d.cuts = cuts.clone(), Error::CutScores);
    }
    let with_cut = |when: Classification, expected: Error| {
        let change = |d: &mut Design| (d.cuts, d.stop.when) = (vec![vec![0.0]], Some(StopRule::Classified(when)));
        refuse(&bank, change, expected);
    };
    with_cut(Classification::Interval { standard_errors: 0.0 }, Error::StoppingRule);
    for (alpha, beta, delta) in [(0.0, 0.1, 0.1), (0.1, 0.0, 0.1), (0.1, 0.1, 0.0), (0.5, 0.5, 0.1), (0.9, 0.2, 0.1)] {
        with_cut(Classification::Sprt { alpha, beta, delta }, Error::StoppingRule);
        with_cut(Classification::LikelihoodRatio { alpha, beta, delta }, Error::StoppingRule);
    }
    for probability in [0.5, 0.4, 1.0, 1.1] {
        with_cut(Classification::Posterior { probability }, Error::StoppingRule);
    }
}

/// Lists that are not as long as the bank has dimensions are never taken for something else.
#[test]
fn lists_of_the_wrong_length() {
    let bank = bank();
    let changes: [&dyn Fn(&mut Design); 6] = [
        &|d| d.cuts = vec![vec![0.0], vec![0.0]],
        &|d| d.cuts = vec![vec![], vec![]],
        &|d| d.estimation.dependence = Dependence::Separate { informed_by: vec![] },
        &|d| d.estimation.dependence = Dependence::Separate { informed_by: vec![None, None] },
        &|d| {
            let of = vec![0, 0];
            d.blueprint.competences = Some(Competences { next: Next::Weakest, of, max_items: 0, standard_error: 0.0 });
        },
        &|d| {
            let of = vec![];
            d.blueprint.competences = Some(Competences { next: Next::Weakest, of, max_items: 0, standard_error: 0.0 });
        },
    ];
    for (place, change) in changes.iter().enumerate() {
        for max_items in 1..6 {
            let mut design = Design::adaptive(&bank, max_items);
            change(&mut design);
            assert!(Test::new(bank.clone(), design).is_err(), "change {place}");
        }
    }
}

#[test]
fn blueprints_that_contradict_themselves() {
    let bank = bank();
    let constraint = Constraint { items: vec![0, 1], min: 0, max: 2, target: 0.0 };
    let set = ItemSet { items: vec![0, 1], min: 1, max: 2, ordered: false };
    let of = |item: u32| Error::Blueprint { item };
    for wrong in [
        Constraint { min: 3, ..constraint.clone() },
        Constraint { target: -0.1, ..constraint.clone() },
        Constraint { target: 1.1, ..constraint.clone() },
    ] {
        refuse(&bank, |d| d.blueprint.constraints = vec![constraint.clone(), wrong.clone()], of(0));
    }
    for item in [2, 3, 4, u32::MAX] {
        let items = vec![0, item];
        let constraint = Constraint { items: items.clone(), ..constraint.clone() };
        refuse(&bank, |d| d.blueprint.constraints = vec![constraint.clone()], of(item));
        refuse(&bank, |d| d.blueprint.sets = vec![ItemSet { items: items.clone(), ..set.clone() }], of(item));
    }
    for wrong in [
        ItemSet { min: 3, max: 3, ..set.clone() },
        ItemSet { min: 2, max: 1, ..set.clone() },
        ItemSet { min: 0, max: 0, ..set.clone() },
    ] {
        refuse(&bank, |d| d.blueprint.sets = vec![wrong.clone()], of(0));
    }
    let twice = ItemSet { items: vec![1], min: 1, max: 1, ordered: false };
    refuse(&bank, |d| d.blueprint.sets = vec![set.clone(), twice.clone()], of(1));
    for (items, from, to) in [(1, 0, 2), (1, 3, 2), (2, 1, 5), (1, 2, 1)] {
        refuse(&bank, |d| d.blueprint.pilot = Pilot { items, from, to }, of(0));
    }
    for (bounds, probabilities) in [
        (vec![], vec![1.0; 3]),
        (vec![0.0], vec![1.0; 4]),
        (vec![1.0, 0.0], vec![1.0; 12]),
        (vec![], vec![1.0, 1.0, 1.0, 1.5]),
        (vec![], vec![-0.5, 1.0, 1.0, 1.0]),
    ] {
        let exposure = Exposure { bounds, probabilities };
        refuse(&bank, |d| d.blueprint.exposure = exposure.clone(), of(0));
    }
    let competences = Competences { next: Next::Weakest, of: vec![0], max_items: 0, standard_error: -1.0 };
    refuse(&bank, |d| d.blueprint.competences = Some(competences.clone()), of(0));
    let shadow = |refresh: Refresh| Shadow { refresh, sets: (0, 0) };
    refuse(&bank, |d| d.blueprint.shadow = Some(shadow(Refresh::Change(-1.0))), of(0));
    refuse(&bank, |d| d.blueprint.shadow = Some(shadow(Refresh::Always)), Error::NeedsAssembler);
}

#[test]
fn bounds_of_person_fit() {
    let bank = bank();
    let bounds = FitBounds::default();
    for wrong in [
        FitBounds { lz: 0.1, ..bounds },
        FitBounds { cusum: -0.1, ..bounds },
        FitBounds { guttman: -0.1, ..bounds },
        FitBounds { fast_seconds: -1.0, ..bounds },
        FitBounds { fast_share: -0.1, ..bounds },
    ] {
        refuse(&bank, |d| d.fit = wrong, Error::FitBounds);
    }
    refuse(&bank, |d| d.fit.lz = f64::NAN, Error::Malformed);
}

/// Each criterion is refused for the models and the banks it is not defined for, and for no others.
#[test]
fn criteria_are_refused_where_they_are_not_defined() {
    let mut counts = [0; 3];
    each_case("criteria", 4_000, |draw, size| {
        let shape = Shape::draw(draw);
        let bank = Arc::new(banks::bank(draw, shape, 2 + grown(size, 6)));
        let number = draw.below(CRITERIA);
        let mut design = Design::adaptive(&bank, 2);
        design.estimation.estimator = Estimator::Map;
        design.estimation.quadrature = Some(SMALL_GRID);
        design.selection.criterion = criterion(draw, number, &bank);
        let joint = is_joint(&bank, &design.estimation);
        let for_dichotomous_items = matches!(number, 3 | 4 | 11 | 13 | 16);
        let polytomous = banks::operational(&bank).into_iter().find(|item| bank.categories(*item) > 2);
        let for_one_dimension = joint && !matches!(number, 1 | 2 | 9 | 17..);
        let expected = for_one_dimension.then_some(Error::CriterionNeedsOneDimension);
        let found = Test::new(bank.clone(), design).err();
        match found {
            Some(Error::CriterionNotForItem { item }) => {
                assert!(
                    for_dichotomous_items && !shape.dichotomous && bank.is_available(item),
                    "{number}: item {item}"
                );
                counts[0] += 1;
            }
            Some(Error::CriterionNeedsOneDimension) => {
                assert_eq!(found, expected, "criterion {number}");
                counts[1] += 1;
            }
            Some(error) => panic!("criterion {number}: {error:?}"),
            None => {
                assert_eq!(expected, None, "criterion {number}");
                assert!(!(for_dichotomous_items && polytomous.is_some()), "criterion {number}: {polytomous:?}");
                counts[2] += 1;
            }
        }
    });
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}

#[test]
fn what_needs_one_dimension() {
    let pair = ItemModel::CompensatoryGraded { a: vec![1.0, 0.5], d: vec![0.0] };
    let items = vec![Item { model: pair, dimensions: vec![0, 1], status: ItemStatus::Operational }];
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
        Error::Malformed,
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
        Error::Blueprint { item: 1 },
        Error::NeedsAssembler,
        Error::CriterionNotForItem { item: 1 },
        Error::CriterionParameter,
        Error::CutScores,
        Error::Dependence,
        Error::FitBounds,
        Error::UnknownItem { item: 1 },
        Error::CategoryOutOfRange { item: 1, category: 9 },
        Error::AnsweredTwice { item: 1 },
        Error::NotAsked { item: 1 },
        Error::Finished,
        Error::PassRefused { item: 1 },
        Error::ChangeRefused { item: 1 },
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
