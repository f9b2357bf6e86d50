//! Guessing and slipping make likelihoods with several maxima. Every modal estimator takes the highest on
//! its range. catR does not: it looks between the extremes of the estimating function, and there finds a
//! maximum that may be a lower one.

use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::stress::{Numbers, bank};
use thetis_core::{Bank, Estimation, Estimator, ItemModel, Prior, Response, estimate};

/// The range all estimators search, logits.
const RANGE: (f64, f64) = (-6.0, 6.0);

/// Points at which the objective is compared with its value at the estimate: 0.05 logits apart.
const POINTS: u32 = 240;

/// What rounding, and for Warm's estimator quadrature, may hide.
const HEIGHT: f64 = 1e-5;

/// Steps of that quadrature.
const STEPS: u32 = 200;

fn grid() -> impl Iterator<Item = f64> {
    (0..=POINTS).map(|j| RANGE.0 + f64::from(j) * (RANGE.1 - RANGE.0) / f64::from(POINTS))
}

fn estimators() -> Vec<(Estimation, Correction)> {
    let with = |estimator, prior| Estimation { prior, ..Estimation::new(estimator) };
    let wide = Prior::normal(0.0, 3.0).expect("a proper prior");
    vec![
        (with(Estimator::Ml, None), Correction::None),
        (with(Estimator::Map, Some(wide)), Correction::Normal { mean: 0.0, sd: 3.0 }),
        (with(Estimator::Wle, None), Correction::Warm),
        (with(Estimator::Jeffreys, None), Correction::Jeffreys),
    ]
}

/// Inner maxima on the grid's cells, by the sign of the estimating function.
fn maxima(equation: &Equation<'_>) -> Vec<f64> {
    let points: Vec<(f64, f64)> = grid().map(|x| (x, equation.value(x))).collect();
    points.windows(2).filter(|w| w[0].1 > 0.0 && w[1].1 <= 0.0).map(|w| w[0].0).collect()
}

fn responses(answers: &[u32]) -> Vec<Response> {
    (0..).zip(answers).map(|(item, category)| Response { item, category: *category }).collect()
}

/// A very easy item right, an easy one wrong, four hard ones right: a low ability that guessed four times, or
/// a high one that slipped once. Which is likelier depends on how often one guesses.
fn two_minded(guessing: f64) -> (Bank, Vec<Response>) {
    let rows = [[2.0, -3.5], [1.2, -1.5], [3.0, 1.6], [3.0, 1.8], [3.0, 2.0], [3.0, 2.2]];
    let items = rows.map(|[a, b]| ItemModel::three_pl(a, b, guessing));
    (bank(items).expect("sound parameters"), responses(&[1, 0, 1, 1, 1, 1]))
}

#[test]
fn the_example_has_two_maxima_and_the_higher_one_wins() {
    let mut sides = Vec::new();
    for guessing in [0.1, 0.5] {
        let (bank, answers) = two_minded(guessing);
        let equation = Equation::new(&bank, &answers, Correction::None);
        let found = maxima(&equation);
        assert_eq!(found.len(), 2, "guessing {guessing}: two inner maxima, {found:?}");
        let ml = estimate(&bank, answers.iter().copied(), &Estimation::new(Estimator::Ml)).expect("answers fit");
        for x in grid() {
            let rise = equation.rise(ml.theta[0], x, STEPS);
            assert!(rise <= HEIGHT, "guessing {guessing}: ML {} is lower than {x} by {rise}", ml.theta[0]);
        }
        sides.push(ml.theta[0] > 0.0);
    }
    assert_eq!(sides, [true, false], "little guessing: able; much guessing: not");
}

/// catR's rule: the root between the places where the estimating function is largest and smallest.
fn between_extremes(equation: &Equation<'_>) -> Option<f64> {
    let value = |x: &f64| equation.value(*x);
    let top = grid().max_by(|a, b| value(a).total_cmp(&value(b)))?;
    let bottom = grid().min_by(|a, b| value(a).total_cmp(&value(b)))?;
    let (low, high) = (top.min(bottom), top.max(bottom));
    maxima(equation).into_iter().find(|x| (low..=high).contains(x))
}

#[test]
fn no_point_of_the_range_is_higher() {
    let mut numbers = Numbers::new(3);
    let (mut several, mut catr_is_lower) = (0, 0);
    for trial in 0..60 {
        let length = 2 + numbers.below(7);
        let items: Vec<ItemModel> = (0..length)
            .map(|_| {
                let (a, b) = (numbers.uniform(0.8, 3.0), numbers.uniform(-2.5, 2.5));
                let (c, d) = (numbers.uniform(0.0, 0.4), numbers.uniform(0.8, 1.0));
                ItemModel::four_pl(a, b, c, if numbers.below(2) == 0 { 1.0 } else { d })
            })
            .collect();
        let bank = bank(items).expect("sound parameters");
        // Answers that have nothing to do with ability contradict each other most.
        let answers: Vec<u32> = (0..length).map(|_| numbers.below(2)).collect();
        let answers = responses(&answers);
        for (estimation, correction) in estimators() {
            let equation = Equation::new(&bank, &answers, correction);
            let ours = estimate(&bank, answers.iter().copied(), &estimation).expect("answers fit the items").theta[0];
            for x in grid() {
                let rise = equation.rise(ours, x, STEPS);
                assert!(rise <= HEIGHT, "trial {trial}, {correction:?}: {x} is higher than our {ours} by {rise}");
            }
            if maxima(&equation).len() > 1 {
                several += 1;
                let lower = between_extremes(&equation).is_some_and(|x| equation.rise(x, ours, STEPS) > 0.01);
                catr_is_lower += u32::from(lower);
            }
        }
    }
    assert!(several >= 20, "{several} objectives had several inner maxima");
    assert!(catr_is_lower >= 1, "catR's rule finds a lower maximum in {catr_is_lower} of them");
    println!("{several} objectives with several inner maxima; catR's rule takes a lower one in {catr_is_lower}");
}
