//! Classification: every method worked out a second time, and persons far from the cut classified rightly.

use std::sync::Arc;

use thetis_core::{
    Bank, Classification, Curves, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Reason, Session,
    Stop, StopRule, Test,
};

use crate::support::cases::{scored, simulate};
use crate::support::draw::Draw;
use crate::support::posterior::Posterior;
use crate::support::statistics::moments;

/// Of the answers to items of a dimension, at `x` there and at the estimates elsewhere, from the probabilities.
fn log_likelihood(session: &Session, dimension: usize, x: f64) -> f64 {
    let bank = session.test().bank();
    let mut theta = session.estimate().theta.clone();
    theta[dimension] = x;
    let mut curves = Curves::new();
    let mut sum = 0.0;
    for response in scored(session) {
        if bank.item(response.item).dimensions().contains(&u32::try_from(dimension).expect("few")) {
            bank.curves(response.item, &theta, &mut curves);
            sum += curves.categories()[response.category as usize].probability.ln();
        }
    }
    sum
}

/// Largest log-likelihood between two points, on a grid eight times as fine as the engine's.
fn supremum(session: &Session, dimension: usize, from: f64, to: f64) -> f64 {
    let step = ((to - from) / 16_384.0).max(1.0 / 512.0);
    let points = (0..).map(|j| from + f64::from(j) * step).take_while(|x| *x < to).chain([to]);
    points.map(|x| log_likelihood(session, dimension, x)).fold(f64::NEG_INFINITY, f64::max)
}

/// Whether every cut score is decided; `None` where rounding, or the engine's search, decides.
pub(crate) fn is_decided(rule: Classification, session: &Session) -> Option<bool> {
    let design = session.test().design();
    let mut all = Some(true);
    for (dimension, cuts) in design.cuts.iter().enumerate() {
        for cut in cuts {
            match (all, is_beyond(rule, session, dimension, *cut)) {
                (_, Some(false)) => return Some(false),
                (_, None) => all = None,
                _ => {}
            }
        }
    }
    all
}

fn is_beyond(rule: Classification, session: &Session, dimension: usize, cut: f64) -> Option<bool> {
    let (design, estimate) = (session.test().design(), session.estimate());
    let (theta, se) = (estimate.theta[dimension], estimate.se[dimension]);
    // Wald's (1947) bounds.
    let bounds = |alpha: f64, beta: f64| ((beta / (1.0 - alpha)).ln(), ((1.0 - beta) / alpha).ln());
    let decide = |ratio: f64, (below, above): (f64, f64), tolerance: f64| {
        let doubtful = (ratio - below).abs() < tolerance || (ratio - above).abs() < tolerance;
        (!doubtful).then_some(ratio <= below || ratio >= above)
    };
    match rule {
        Classification::Interval { standard_errors } => Some((theta - cut).abs() >= standard_errors * se),
        Classification::Sprt { alpha, beta, delta } => {
            let ratio =
                log_likelihood(session, dimension, cut + delta) - log_likelihood(session, dimension, cut - delta);
            decide(ratio, bounds(alpha, beta), 1e-9)
        }
        Classification::LikelihoodRatio { alpha, beta, delta } => {
            let (lower, upper) = design.estimation.range;
            let above = supremum(session, dimension, cut + delta, upper.max(cut + delta));
            let below = supremum(session, dimension, lower.min(cut - delta), cut - delta);
            decide(above - below, bounds(alpha, beta), 0.02)
        }
        Classification::Posterior { probability } => {
            let (bank, estimation) = (session.test().bank(), &design.estimation);
            let posterior = Posterior::new(bank, estimation, &scored(session), dimension, &estimate.theta);
            let above = posterior.above(dimension, cut);
            decide(above, (1.0 - probability, probability), 1e-9)
        }
    }
}

/// A hundred 2PL items about the cut scores.
fn test(rule: Classification, cuts: &[f64]) -> Arc<Test> {
    let items = (0..100).map(|i| Item::new(ItemModel::two_pl(1.5, f64::from(i % 25) * 0.16 - 2.0))).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let bank = Arc::new(Bank::new(1.0, prior, items, "classification").expect("a sound bank"));
    let design = Design {
        cuts: vec![cuts.to_vec()],
        stop: Stop { min_items: 3, max_items: 100, when: Some(StopRule::Classified(rule)) },
        estimation: Estimation::new(Estimator::Eap),
        ..Design::adaptive(&bank, 100)
    };
    Arc::new(Test::new(bank, design).expect("a sound design"))
}

/// Share of persons put on the right side of every cut score, and how many items they were asked.
fn classify(rule: Classification, cuts: &[f64], theta: f64) -> (f64, f64) {
    const PERSONS: u64 = 200;
    let test = test(rule, cuts);
    let (mut right, mut lengths) = (0.0, Vec::new());
    for seed in 0..PERSONS {
        let mut draw = Draw::new(seed);
        let mut session = Session::new(test.clone(), seed);
        while let Some(item) = session.next() {
            let category = simulate(&mut draw, test.bank(), item, &[theta]);
            session.answer(item, category, 0, 0).expect("the item asked");
        }
        assert_eq!(session.finished(), Some(Reason::Classified), "θ {theta} is far from {cuts:?}");
        let side = |x: f64| cuts.iter().filter(|cut| x > **cut).count();
        right += f64::from(u8::from(side(session.estimate().theta[0]) == side(theta))) / PERSONS as f64;
        lengths.push(f64::from(session.step_count()));
    }
    (right, moments(&lengths).0)
}

#[test]
fn persons_far_from_the_cut_are_classified_rightly_and_soon() {
    let (alpha, beta, delta) = (0.05, 0.05, 0.25);
    for rule in [
        Classification::Interval { standard_errors: 1.96 },
        Classification::Sprt { alpha, beta, delta },
        Classification::LikelihoodRatio { alpha, beta, delta },
        Classification::Posterior { probability: 0.95 },
    ] {
        let mut before = f64::INFINITY;
        for distance in [0.8, 1.4, 2.0] {
            for side in [-1.0, 1.0] {
                let (right, length) = classify(rule, &[0.0], side * distance);
                assert!(right >= 0.95, "{rule:?} at {}: {right} are right", side * distance);
                assert!((3.0..40.0).contains(&length), "{rule:?} at {}: {length} items", side * distance);
                if side > 0.0 {
                    assert!(length < before, "the farther, the sooner: {rule:?}");
                    before = length;
                }
            }
        }
        let (right, length) = classify(rule, &[-1.0, 1.0], 0.0);
        assert!(right >= 0.93 && length < 45.0, "{rule:?} between two cuts: {right} are right, {length} items");
    }
}

/// However far away a cut score lies, the search for the likelihood's supremum ends.
#[test]
fn cut_scores_far_away_are_decided_at_once() {
    for cut in [40.0, 1e6, 1e300, f64::MAX / 2.0] {
        let rule = Classification::LikelihoodRatio { alpha: 0.05, beta: 0.05, delta: 0.2 };
        let mut session = Session::new(test(rule, &[-cut, cut]), 1);
        while let Some(item) = session.next() {
            session.answer(item, item % 2, 0, 0).expect("the item asked");
        }
        assert_eq!((session.finished(), session.step_count()), (Some(Reason::Classified), 3), "cut scores at ±{cut}");
    }
}
