//! Person fit: every statistic worked out a second time, numbers by hand, and by simulation what they are for.

use std::sync::Arc;

use thetis_core::{
    Bank, Curves, Design, Estimation, Estimator, Fit, FitBounds, Item, ItemModel, MultivariateNormal, Session, Test,
};

use crate::support::cases::{Case, scored, simulate};
use crate::support::draw::{Draw, assert_close, close, each_case};
use crate::support::posterior::solve;
use crate::support::statistics::moments;

/// From the definitions, with everything summed anew.
fn naive(session: &Session) -> Fit {
    let (bank, design) = (session.test().bank(), session.test().design());
    let k = bank.dimensions();
    let responses = scored(session);
    let n = responses.len() as f64;
    let theta = &session.estimate().theta;
    let mut curves = Curves::new();
    let mut fit = Fit::default();
    // W, V, and for each dimension C, the score and the information.
    let (mut w, mut v) = (0.0, 0.0);
    let (mut c, mut score, mut information) = (vec![0.0; k], vec![0.0; k], vec![0.0; k * k]);
    let mut steps: Vec<(f64, bool)> = Vec::new();
    let start = Session::new(session.test().clone(), session.seed());
    let mut before = start.estimate().theta.clone();
    let (mut upper, mut lower) = (0.0f64, 0.0f64);
    let mut course = session.steps();
    for response in &responses {
        bank.curves(response.item, &before, &mut curves);
        let expected: f64 =
            (0..).zip(curves.categories()).map(|(x, category)| f64::from(x) * category.probability).sum();
        let span = f64::from(bank.categories(response.item) - 1);
        let t = (f64::from(response.category) - expected) / (span * n);
        (upper, lower) = ((upper + t).max(0.0), (lower + t).min(0.0));
        (fit.cusum_upper, fit.cusum_lower) = (fit.cusum_upper.max(upper), fit.cusum_lower.min(lower));
        before = course.find(|step| step.answer.item == response.item).expect("it was asked").theta.to_vec();

        bank.curves(response.item, theta, &mut curves);
        let categories = curves.categories();
        let ln = |p: f64| if p > 0.0 { p.ln() } else { 0.0 };
        let mean: f64 = categories.iter().map(|k| k.probability * ln(k.probability)).sum();
        w += bank.item(response.item).log_probability(theta, response.category) - mean;
        v += categories.iter().map(|k| k.probability * (ln(k.probability) - mean).powi(2)).sum::<f64>();
        let view = bank.item(response.item);
        let matrix = bank.information_matrix(response.item, theta);
        for (cell, value) in information.iter_mut().zip(matrix) {
            *cell += value;
        }
        for (slope, d) in view.slopes().iter().zip(view.dimensions()) {
            let with: f64 = categories.iter().map(|k| k.probability * k.score * ln(k.probability)).sum();
            c[*d as usize] += slope * with;
            score[*d as usize] += slope * categories[response.category as usize].score;
        }
        let tail = |from: usize| categories[from..].iter().map(|k| k.probability).sum::<f64>();
        steps.extend((1..categories.len()).map(|step| (tail(step), response.category as usize >= step)));
    }
    for d in 0..k {
        let diagonal = &mut information[d * (k + 1)];
        *diagonal = if *diagonal > 0.0 { *diagonal } else { 1.0 };
    }
    fit.lz = if v > 1e-9 { w / v.sqrt() } else { 0.0 };
    let weight = solve(&information, &c);
    let corrected: f64 = w - weight.iter().zip(&score).map(|(c, s)| c * s).sum::<f64>();
    let variance: f64 = v - weight.iter().zip(&c).map(|(a, b)| a * b).sum::<f64>();
    fit.lz_star = if variance > 1e-9 { corrected / variance.sqrt() } else { 0.0 };
    let of = |outcome: bool| steps.iter().filter(move |(_, passed)| *passed == outcome).map(|(chance, _)| *chance);
    let pairs: Vec<f64> = of(true).flat_map(|passed| of(false).map(move |failed| failed - passed)).collect();
    // Equal chances may be ordered by rounding: such answers are not compared.
    let doubtful = pairs.iter().any(|difference| difference.abs() < 1e-12);
    let errors = pairs.iter().filter(|difference| **difference > 0.0).count() as f64;
    fit.guttman = if doubtful { f64::NAN } else { errors / pairs.len().max(1) as f64 };
    let times: Vec<f64> = session.steps().map(|step| f64::from(step.answer.centiseconds) / 100.0).collect();
    let fast = times.iter().filter(|seconds| **seconds < design.fit.fast_seconds).count();
    fit.fast = fast as f64 / times.len().max(1) as f64;
    fit
}

/// Whether two numbers may differ by rounding: a variance that is nearly nothing has few digits.
const NEAR: f64 = 1e-6;

#[test]
fn statistics_are_those_of_their_definitions() {
    let mut compared = 0;
    each_case("fit", 6_000, |draw, size| {
        Case::draw(draw, size).take(|session| {
            let (found, expected) = (session.fit(), naive(session));
            let what = (session.estimate(), &found, &expected);
            assert_close(&[found.lz], &[expected.lz], NEAR, what);
            let ends = |fit: &Fit| [fit.cusum_upper, fit.cusum_lower, fit.fast];
            assert_close(&ends(&found), &ends(&expected), 1e-9, what);
            // In several dimensions the matrix may be singular but for rounding.
            if session.test().bank().dimensions() == 1 {
                assert_close(&[found.lz_star], &[expected.lz_star], 1e-4, what);
                compared += 1;
            }
            assert!((0.0..=1.0).contains(&found.guttman), "a share: {found:?}");
            if !expected.guttman.is_nan() {
                assert_close(&[found.guttman], &[expected.guttman], 1e-12, what);
            }
            let bounds = &session.test().design().fit;
            let flag = |flag: u32| found.flags & flag != 0;
            assert_eq!(flag(1), bounds.lz < 0.0 && found.lz_star < bounds.lz, "{found:?} {bounds:?}");
            let cusum = found.cusum_upper.max(-found.cusum_lower);
            assert_eq!(flag(2), bounds.cusum > 0.0 && cusum > bounds.cusum, "{found:?} {bounds:?}");
            assert_eq!(flag(4), bounds.guttman > 0.0 && found.guttman > bounds.guttman, "{found:?} {bounds:?}");
            let fast = bounds.fast_seconds > 0.0 && found.fast > bounds.fast_share;
            assert_eq!(flag(8), fast, "{found:?} {bounds:?}");
            assert!(found.flags < 16, "{found:?}");
        });
    });
    assert!(compared > 10_000, "{compared} values of lz*");
}

fn session(models: Vec<ItemModel>, estimator: Estimator, categories: &[u32]) -> Session {
    let order = (0..models.len() as u32).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let items = models.into_iter().map(Item::new).collect();
    let bank = Arc::new(Bank::new(1.0, prior, items, "fit").expect("a sound bank"));
    let mut design = Design::adaptive(&bank, bank.len());
    design.selection.criterion = thetis_core::Criterion::FixedOrder(order);
    design.estimation = Estimation::new(estimator);
    design.fit = FitBounds { lz: -1.645, cusum: 0.0, guttman: 0.0, fast_seconds: 1.0, fast_share: 0.5 };
    let mut session = Session::new(Arc::new(Test::new(bank, design).expect("a sound design")), 1);
    for (item, category) in (0..).zip(categories) {
        session.answer(item, *category, 0, 50 + 100 * item).expect("the item asked");
    }
    session
}

/// Two items of equal difficulty, one right and one wrong: θ̂ = b, both chances ½, all by hand.
#[test]
fn numbers_by_hand() {
    let fit = session(vec![ItemModel::one_pl(0.0), ItemModel::one_pl(0.0)], Estimator::Ml, &[1, 0]).fit();
    // ln P is ln ½ whatever the answer: no variance, so neither statistic is defined.
    assert!(close(fit.lz, 0.0, 0.0) && close(fit.lz_star, 0.0, 0.0), "{fit:?}");
    // Before the first answer θ̂ = 0: T = (1 − ½)/2.
    assert!(close(fit.cusum_upper, 0.25, 1e-12), "{fit:?}");
    // Then ML is at the upper end, 6: T = −σ(6)/2.
    assert!(close(fit.cusum_lower, -0.5 / (1.0 + (-6.0f64).exp()), 1e-9), "{fit:?}");
    assert!(close(fit.guttman, 0.0, 0.0) && close(fit.fast, 0.5, 0.0), "equal chances are no error: {fit:?}");

    // Difficulties −1 and 1, the easy one wrong: θ̂ = 0, chances σ(1) and σ(−1).
    let models = || vec![ItemModel::one_pl(-1.0), ItemModel::one_pl(1.0)];
    let wrong = session(models(), Estimator::Ml, &[0, 1]).fit();
    let right = session(models(), Estimator::Ml, &[1, 0]).fit();
    let p = 1.0 / (1.0 + (-1.0f64).exp());
    let (likely, unlikely) = (p.ln(), (1.0 - p).ln());
    let mean = p * likely + (1.0 - p) * unlikely;
    let sd = (2.0 * p * (1.0 - p) * (likely - unlikely) * (likely - unlikely)).sqrt();
    assert!(close(wrong.lz, 2.0 * (unlikely - mean) / sd, 1e-9), "{wrong:?}");
    assert!(close(right.lz, 2.0 * (likely - mean) / sd, 1e-9), "{right:?}");
    // The two items' covariances with the score cancel, and nothing is to be corrected.
    assert!(close(wrong.lz_star, wrong.lz, 1e-9) && wrong.flags & 1 == 1, "{wrong:?}");
    assert!(close(wrong.guttman, 1.0, 0.0) && close(right.guttman, 0.0, 0.0), "{wrong:?} {right:?}");
    let nothing = session(models(), Estimator::Ml, &[]).fit();
    assert_eq!(nothing, Fit::default(), "before any answer");
}

/// Forty 2PL items.
fn forty() -> Vec<ItemModel> {
    (0..40).map(|i| ItemModel::two_pl(0.8 + f64::from(i % 5) * 0.3, f64::from(i) * 0.1 - 2.0)).collect()
}

/// Statistics of persons at random abilities, of whose answers a share is careless.
fn simulated(estimator: Estimator, careless: f64, persons: u64) -> Vec<Fit> {
    let test = session(forty(), estimator, &[]).test().clone();
    let mut draw = Draw::new(7);
    let mut person = |seed: u64| {
        let theta = draw.normal().clamp(-2.0, 2.0);
        let mut session = Session::new(test.clone(), seed);
        while let Some(item) = session.next() {
            let careless = draw.chance(careless);
            let category = if careless { draw.below(2) } else { simulate(&mut draw, test.bank(), item, &[theta]) };
            session.answer(item, category, 0, 0).expect("the item asked");
        }
        session.fit()
    };
    (0..persons).map(&mut person).collect()
}

#[test]
fn lz_star_is_about_standard_normal_and_lz_is_narrower() {
    const PERSONS: u64 = 800;
    for estimator in [Estimator::Ml, Estimator::Map] {
        let fits = simulated(estimator, 0.0, PERSONS);
        let (mean, sd) = moments(&fits.iter().map(|fit| fit.lz_star).collect::<Vec<_>>());
        // Standard errors 0.035 and 0.025. θ̂ makes the answers look a little likelier than they are: the mean is
        // near 0.1 for forty items, and goes with one over the root of their number.
        assert!(mean.abs() < 0.22 && (sd - 1.0).abs() < 0.1, "{estimator:?}: lz* has mean {mean} and SD {sd}");
        let (_, narrower) = moments(&fits.iter().map(|fit| fit.lz).collect::<Vec<_>>());
        assert!(narrower < 1.0 && narrower < sd, "{estimator:?}: lz has SD {narrower}");
        let flagged = fits.iter().filter(|fit| fit.flags & 1 == 1).count() as f64 / PERSONS as f64;
        assert!((0.02..0.09).contains(&flagged), "{estimator:?}: {flagged} of fitting persons are flagged, not 0.05");
    }
}

#[test]
fn careless_answers_are_flagged_far_more_often() {
    let share = |fits: &[Fit], flag: &dyn Fn(&Fit) -> bool| {
        fits.iter().filter(|fit| flag(fit)).count() as f64 / fits.len() as f64
    };
    let (careful, careless) = (simulated(Estimator::Map, 0.0, 600), simulated(Estimator::Map, 0.5, 600));
    let lz = |fits: &[Fit]| share(fits, &|fit| fit.flags & 1 == 1);
    assert!(lz(&careless) > 5.0 * lz(&careful) && lz(&careless) > 0.4, "{} and {}", lz(&careless), lz(&careful));
    let guttman = |fits: &[Fit]| share(fits, &|fit| fit.guttman > 0.3);
    assert!(guttman(&careless) > 5.0 * guttman(&careful), "{} and {}", guttman(&careless), guttman(&careful));
}
