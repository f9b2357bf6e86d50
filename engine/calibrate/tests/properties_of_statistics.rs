//! Promises of classical statistics, conditional estimation, differential functioning and linking, for random data.

use proptest::prelude::*;
use thetis_calibrate::classical::{Basis, Cases, ItemMoments};
use thetis_calibrate::conditional::{Extremes, RaschModel, Split, andersen, conditional};
use thetis_calibrate::dif::{Comparison, LogisticTest, Tested, purified};
use thetis_calibrate::linking::{
    CurveOptions, CurvesCriterion, Form, MomentsMethod, Points, Slope, Transformation, by_curves, by_moments,
    observed_score_equating, true_score_equating,
};
use thetis_calibrate::{CalibrationError, MISSING, Responses};
use thetis_core::ItemModel;

/// Responses of Rasch persons by a small generator: enough that every item has both responses.
fn rasch(persons: usize, items: usize, seed: u64, missing: bool) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut cells = Vec::new();
    for _ in 0..persons {
        let theta = 3.0 * (uniform() + uniform() + uniform() - 1.5);
        for item in 0..items {
            let b = 3.0 * (item as f64 / (items - 1) as f64 - 0.5);
            let right = uniform() < 1.0 / (1.0 + (b - theta).exp());
            cells.push(if missing && uniform() < 0.3 { MISSING } else { u8::from(right) });
        }
    }
    cells
}

fn responses(persons: usize, items: usize, seed: u64, missing: bool) -> Responses {
    let ids = (0..items).map(|item| format!("q{item}")).collect();
    Responses::dense(ids, rasch(persons, items, seed, missing)).expect("the table is sound")
}

fn item() -> impl Strategy<Value = ItemModel> {
    prop_oneof![
        (0.4..2.5, -2.0..2.0, 0.0..0.3).prop_map(|(a, b, c)| ItemModel::three_pl(a, b, c)),
        (0.4..2.5, -2.0..0.0, 0.2..1.5).prop_map(|(a, b, gap)| ItemModel::graded(a, &[b, b + gap])),
        (0.4..2.5, -2.0..2.0, -2.0..2.0).prop_map(|(a, b, c)| ItemModel::generalised_partial_credit(a, &[b, c])),
        (0.4..2.5, -2.0..2.0).prop_map(|(s, i)| ItemModel::nominal(&[s, 2.0 * s], &[i, -i])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Of three or more items λ₁ ≤ λ₃ ≤ λ₂ (Guttman 1945), and λ₄ is at least the split of even and odd items.
    #[test]
    fn lambdas_are_ordered(seed in any::<u64>(), items in 4_usize..24) {
        let moments = ItemMoments::new(&responses(400, items, seed, false), Cases::Complete).expect("no item is constant");
        for basis in [Basis::Covariance, Basis::Correlation] {
            let [one, two, three, four, ..] = moments.guttman(basis).expect("the items differ").lambda;
            prop_assert!(one <= three && three <= two + 1e-12);
            if basis == Basis::Covariance {
                let half: f64 = (0..items).step_by(2).flat_map(|i| (1..items).step_by(2).map(move |j| (i, j))).map(|(i, j)| moments.covariance(i, j)).sum();
                prop_assert!(four >= 4.0 * half / moments.total_variance() - 1e-12);
                prop_assert!((three - moments.test_statistics().alpha).abs() < 1e-12);
            }
        }
    }

    /// A person of weight 2 is two persons, in every statistic.
    #[test]
    fn a_weight_is_a_number_of_persons(seed in any::<u64>(), missing in any::<bool>()) {
        let (persons, items) = (300, 6);
        let once = responses(persons, items, seed, missing);
        let group = |person: usize| u16::from(person.is_multiple_of(2));
        let groups = || vec!["a".to_owned(), "b".to_owned()];
        let weighted = once
            .with_weights((0..persons).map(|person| 1.0 + f64::from(u8::from(person.is_multiple_of(3)))).collect())
            .and_then(|r| r.with_groups(groups(), (0..persons).map(group).collect()))
            .expect("a weight for each");
        let cells = rasch(persons, items, seed, missing);
        let mut twice = cells.clone();
        let mut of_twice: Vec<u16> = (0..persons).map(group).collect();
        for person in (0..persons).filter(|person| person.is_multiple_of(3)) {
            twice.extend(&cells[person * items..(person + 1) * items]);
            of_twice.push(group(person));
        }
        let ids = (0..items).map(|item| format!("q{item}")).collect();
        let twice = Responses::dense(ids, twice).and_then(|r| r.with_groups(groups(), of_twice)).expect("sound");
        let close = |x: f64, y: f64| (x - y).abs() < 1e-8 * (1.0 + y.abs());
        let [x, y] = [&weighted, &twice].map(|r| ItemMoments::new(r, Cases::Pairwise).expect("answered").test_statistics());
        prop_assert!(close(x.alpha, y.alpha) && close(x.standard_error, y.standard_error));
        let [x, y] = [&weighted, &twice].map(|r| conditional(r, RaschModel::Rasch).expect("connected"));
        for (x, y) in x.items.iter().zip(&y.items) {
            prop_assert!(close(x.thresholds[0], y.thresholds[0]) && close(x.threshold_errors[0], y.threshold_errors[0]));
        }
        let [x, y] = [&weighted, &twice].map(|r| andersen(r, RaschModel::Rasch, Split::Groups).expect("connected"));
        prop_assert!(close(x.statistic, y.statistic) && x.df == y.df);
        if missing {
            // Few answered all items, which matching on their sum takes.
            return Ok(());
        }
        let [x, y] = [&weighted, &twice].map(|r| {
            let comparison = Comparison::new(r, 0, 1).expect("two groups");
            let tables = comparison.mantel_haenszel(&[true; 6], true).expect("dichotomous");
            let fits = comparison.logistic(&[true; 6], Tested::Both, LogisticTest::LikelihoodRatio);
            (tables, fits.expect("both responses occur"))
        });
        for item in 0..items {
            prop_assert!(close(x.0[item].chi_square, y.0[item].chi_square) && close(x.0[item].delta, y.0[item].delta));
            prop_assert!(close(x.1[item].chi_square, y.1[item].chi_square) && close(x.1[item].delta_r2, y.1[item].delta_r2));
        }
    }

    /// At the estimates, every item is solved as often as expected given the scores; by another road than the symmetric
    /// functions: by ability, the expected score is the score.
    #[test]
    fn abilities_give_the_scores_back(seed in any::<u64>(), missing in any::<bool>()) {
        let responses = responses(300, 8, seed, missing);
        let items = conditional(&responses, RaschModel::Rasch).expect("connected");
        prop_assert!(items.gradient < 1e-7, "{}", items.gradient);
        for (person, ability) in items.abilities(&responses, Extremes::Infinite).expect("the same items").iter().enumerate() {
            let expected: f64 = responses
                .answers(person)
                .map(|(item, _)| 1.0 / (1.0 + (items.items[item].thresholds[0] - ability.theta).exp()))
                .sum();
            prop_assert!(ability.highest == 0 || (expected - ability.score as f64).abs() < 1e-9);
        }
    }

    /// Items moved by a transformation are linked back by it, by every method that knows their models.
    #[test]
    fn links_are_found_again(
        items in prop::collection::vec(item(), 3..9),
        slope in 0.6..1.7,
        intercept in -1.0..1.0,
        symmetric in any::<bool>(),
    ) {
        let truth = Transformation { slope, intercept };
        let moved: Vec<ItemModel> = items.iter().map(|item| truth.item(item).expect("one dimension")).collect();
        let (from, to) = (Form::new(&items, 1.0).expect("sound"), Form::new(&moved, 1.0).expect("sound"));
        for theta in [-2.0, 0.3, 1.9] {
            prop_assert!((from.expected_score(theta) - to.expected_score(truth.theta(theta))).abs() < 1e-10);
        }
        for criterion in [CurvesCriterion::Haebara, CurvesCriterion::StockingLord] {
            let points = Points::normal(0.0, 1.0, 20);
            let points_from = symmetric.then(|| points.clone());
            let options = CurveOptions { criterion, slope: Slope::Free, points, points_from };
            let found = by_curves(&from, &to, &options, Transformation::IDENTITY).expect("there is a minimum");
            prop_assert!((found.transformation.slope - slope).abs() < 1e-5, "{criterion:?} {found:?}");
            prop_assert!((found.transformation.intercept - intercept).abs() < 1e-5, "{criterion:?} {found:?}");
        }
        if items.iter().all(|item| !matches!(item, ItemModel::Nominal { .. })) {
            for method in [MomentsMethod::MeanMean, MomentsMethod::MeanSigma, MomentsMethod::MeanGeometricMean] {
                let found = by_moments(&items, &moved, method, Slope::Free).expect("the models are the same");
                prop_assert!((found.slope - slope).abs() < 1e-9 && (found.intercept - intercept).abs() < 1e-9);
            }
        }
        prop_assert!((truth.then(truth.inverse()).slope - 1.0).abs() < 1e-14);
    }

    /// A form equated with itself changes nothing, and equivalents rise with the score.
    #[test]
    fn equating_is_sane(items in prop::collection::vec(item(), 3..9), other in prop::collection::vec(item(), 3..9)) {
        let (x, y) = (Form::new(&items, 1.0).expect("sound"), Form::new(&other, 1.0).expect("sound"));
        let population = Points::normal(0.0, 1.0, 30);
        for score in observed_score_equating(&x, &x, &population) {
            prop_assert!((score.equivalent - score.score as f64).abs() < 1e-9);
        }
        for score in true_score_equating(&x, &x).expect("no upper asymptotes") {
            prop_assert!((score.equivalent - score.score as f64).abs() < 1e-9);
        }
        let rises = |scores: &[f64]| scores.windows(2).all(|pair| pair[0] < pair[1] + 1e-9);
        let equivalents: Vec<f64> = observed_score_equating(&x, &y, &population).iter().map(|s| s.equivalent).collect();
        prop_assert!(rises(&equivalents), "{equivalents:?}");
    }
}

/// With equal covariances, omega is alpha (McDonald 1999).
#[test]
fn omega_of_equivalent_items_is_alpha() {
    // Every pattern of three items, weighted so that all pairs covary alike.
    let cells: Vec<u8> = (0..8_u8).flat_map(|pattern| [pattern & 1, pattern >> 1 & 1, pattern >> 2 & 1]).collect();
    let weights = (0..8_u8).map(|pattern| if [0, 7].contains(&pattern) { 30.0 } else { 10.0 }).collect();
    let ids = ["a", "b", "c"].map(String::from).to_vec();
    let responses = Responses::dense(ids, cells).and_then(|r| r.with_weights(weights)).expect("sound");
    let moments = ItemMoments::new(&responses, Cases::Complete).expect("no item is constant");
    let omega = moments.omega().expect("three items");
    assert!((omega.omega - moments.test_statistics().alpha).abs() < 1e-10, "{omega:?}");
    assert!(omega.residual < 1e-10);
}

#[test]
fn items_that_cannot_be_compared_are_named() {
    // Who solved c or d had solved a and b.
    let cells = vec![1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1];
    let ids = ["a", "b", "c", "d"].map(String::from).to_vec();
    let responses = Responses::dense(ids, cells).expect("sound");
    let found = conditional(&responses, RaschModel::Rasch).map(|items| items.parameters);
    assert_eq!(found, Err(CalibrationError::NotConnected { item: "c".into(), other: "a".into() }));
    // Two forms without a common item.
    let m = MISSING;
    let cells = vec![1, 0, m, m, 0, 1, m, m, m, m, 1, 0, m, m, 0, 1];
    let ids = ["a", "b", "c", "d"].map(String::from).to_vec();
    let responses = Responses::dense(ids, cells).expect("sound");
    let found = conditional(&responses, RaschModel::Rasch).map(|items| items.parameters);
    assert_eq!(found, Err(CalibrationError::NotConnected { item: "a".into(), other: "c".into() }));
    let found = ItemMoments::new(&responses, Cases::Pairwise).map(|moments| moments.items());
    assert_eq!(found, Err(CalibrationError::Overlap { item: "c".into(), other: "a".into(), persons: 0.0 }));
    let found = ItemMoments::new(&responses, Cases::Complete).map(|moments| moments.items());
    assert!(matches!(found, Err(CalibrationError::NotDefined { .. })));
}

#[test]
fn purification_ends_when_no_anchor_is_left() {
    let found = purified(3, 5, |anchors| Ok(vec![0.0; anchors.len()]), |_| true);
    assert!(matches!(found, Err(CalibrationError::NotDefined { .. })));
    let none = purified(3, 5, |anchors| Ok(vec![0.0; anchors.len()]), |_| false).expect("nothing is flagged");
    assert_eq!((none.rounds, none.settled), (0, true));
}
