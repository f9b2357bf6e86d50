//! The latent density as an empirical histogram: nearer to the truth where ability is not normal, the same where it
//! is, and everything that follows uses its weights.

use thetis_calibrate::{
    Acceleration, Block, Calibration, CalibrationError as Error, Continue, InformationKind, LatentDensity,
    LatentNormal, Model, Moments, Options, Responses, Setting, Specification, calibrate, calibrate_with,
};
use thetis_core::{Estimation, Estimator};

use crate::support::{Random, dense};

const ITEMS: usize = 20;

/// Slopes and intercepts.
fn truth() -> Vec<(f64, f64)> {
    let mut random = Random(101);
    (0..ITEMS).map(|_| (0.8 + 1.2 * random.uniform(), 1.2 * random.normal())).collect()
}

/// Two clusters, of mean 0 and variance 1 together (Woods & Lin 2009).
fn two_clusters(random: &mut Random) -> f64 {
    let raw = if random.uniform() < 0.6 { -0.70 + 0.50 * random.normal() } else { 1.05 + 0.54 * random.normal() };
    let variance: f64 = 0.6 * (0.49 + 0.25) + 0.4 * (1.1025 + 0.2916);
    raw / variance.sqrt()
}

fn responses(seed: u64, persons: usize, ability: &dyn Fn(&mut Random) -> f64) -> Vec<u8> {
    let mut random = Random(seed);
    let items = truth();
    let mut cells = Vec::with_capacity(persons * ITEMS);
    for _ in 0..persons {
        let theta = ability(&mut random);
        cells.extend(items.iter().map(|(a, d)| u8::from(random.uniform() < 1.0 / (1.0 + (-(a * theta + d)).exp()))));
    }
    cells
}

fn fit(responses: &Responses, specification: &Specification) -> Calibration {
    let found = calibrate(responses, specification, &Options::default()).expect("sound");
    assert!(found.converged(), "{:?} after {}", found.ending, found.cycles);
    found
}

/// Root mean square distance of slopes and intercepts from the truth.
fn distance(found: &Calibration) -> f64 {
    let pairs = found.items.iter().zip(truth());
    let squares = pairs.map(|(item, (a, d))| {
        (item.parameters[0].1 - a) * (item.parameters[0].1 - a)
            + (item.parameters[1].1 - d) * (item.parameters[1].1 - d)
    });
    (squares.sum::<f64>() / (2 * ITEMS) as f64).sqrt()
}

#[test]
fn two_clusters_are_found() {
    let responses = dense(responses(7, 6_000, &two_clusters), ITEMS);
    let plain = Specification::uniform(Model::TwoParameter, &responses);
    let normal = fit(&responses, &plain);
    let histogram = fit(&responses, &plain.clone().with_empirical_histogram());
    println!(
        "log-likelihood {} and {}, distance {} and {}, cycles {} and {}",
        normal.log_likelihood,
        histogram.log_likelihood,
        distance(&normal),
        distance(&histogram),
        normal.cycles,
        histogram.cycles
    );
    assert!(histogram.log_likelihood > normal.log_likelihood + 50.0);
    assert!(distance(&histogram) < 0.75 * distance(&normal));
    let group = &histogram.groups[0];
    assert!(group.mean[0].abs() < 1e-9 && (group.covariance[0] - 1.0).abs() < 1e-9, "{group:?}");
    // The valley between the clusters, and the peaks, by what part of persons is where.
    let density = group.histogram.as_ref().expect("asked for");
    let between = |low: f64, high: f64| -> f64 {
        let inside = density.points.iter().zip(&density.weights).filter(|(point, _)| (low..high).contains(*point));
        inside.map(|(_, weight)| weight).sum()
    };
    let (left, valley, right) = (between(-1.0, -0.4), between(0.0, 0.6), between(0.8, 1.4));
    assert!(left > 1.5 * valley && right > valley, "{left} {valley} {right}");
    // It is paid for: 61 weights less 3 that are not free.
    assert_eq!(histogram.criteria().parameters, normal.criteria().parameters + 58);
    assert!(histogram.criteria().aic < normal.criteria().aic);
}

#[test]
fn with_normal_ability_little_differs() {
    let responses = dense(responses(11, 4_000, &|random| random.normal()), ITEMS);
    let plain = Specification::uniform(Model::TwoParameter, &responses);
    let (normal, histogram) = (fit(&responses, &plain), fit(&responses, &plain.clone().with_empirical_histogram()));
    let rise = histogram.log_likelihood - normal.log_likelihood;
    assert!((0.0..30.0).contains(&rise), "{rise}");
    let errors = normal.covariance(InformationKind::Oakes).expect("positive definite");
    for (place, (a, b)) in normal.free.iter().zip(&histogram.free).enumerate() {
        assert!((a - b).abs() < 1.5 * errors.se(place), "{}: {a} {b}, se {}", normal.names[place], errors.se(place));
    }
    // Standard errors of the two are of one size.
    let own = histogram.covariance(InformationKind::Oakes).expect("positive definite");
    let products = histogram.covariance(InformationKind::CrossProduct).expect("positive definite");
    for place in 0..own.size() {
        for ratio in [own.se(place) / errors.se(place), own.se(place) / products.se(place)] {
            assert!((0.7..1.3).contains(&ratio), "{}: {ratio}", normal.names[place]);
        }
    }
    let statistic = |found: &Calibration| found.limited_information(&responses, Moments::M2).expect("enough moments");
    let (a, b) = (statistic(&normal), statistic(&histogram));
    assert_eq!(a.df, b.df);
    assert!(b.p > 1e-3 && (a.statistic / b.statistic - 1.0).abs() < 0.15, "{} {}", a.statistic, b.statistic);
    assert!(histogram.score_fit(&responses, 0).expect("complete").iter().all(|fit| fit.p > 1e-4));
}

#[test]
fn scores_and_reliabilities_use_the_weights() {
    let responses = dense(responses(13, 2_000, &two_clusters), ITEMS);
    let specification = Specification::uniform(Model::TwoParameter, &responses).with_empirical_histogram();
    let found = fit(&responses, &specification);
    let density = found.groups[0].histogram.as_ref().expect("asked for");
    let scores = found.eap(&responses).expect("the same items");
    let engine = found.scores(&responses, &Estimation::new(Estimator::Eap)).expect("the same items");
    for person in [0, 17, 1_999] {
        let likelihood = |theta: f64| -> f64 {
            let terms = responses.answers(person).map(|(item, k)| {
                let parameters = &found.items[item].parameters;
                let z = parameters[0].1 * theta + parameters[1].1;
                1.0 / (1.0 + (if k == 1 { -z } else { z }).exp())
            });
            terms.product()
        };
        let joint: Vec<f64> = density.points.iter().zip(&density.weights).map(|(x, w)| w * likelihood(*x)).collect();
        let total: f64 = joint.iter().sum();
        let mean: f64 = density.points.iter().zip(&joint).map(|(x, p)| x * p).sum::<f64>() / total;
        assert!((scores[person].theta[0] - mean).abs() < 1e-9, "{} for {mean}", scores[person].theta[0]);
        assert!((engine[person].theta[0] - mean).abs() < 1e-9);
    }
    let reliability = found.reliability(&responses, &scores);
    let marginal: f64 = density
        .points
        .iter()
        .zip(&density.weights)
        .map(|(x, w)| {
            let information = found.test_information(0, &[*x])[0];
            w * information / (information + 1.0)
        })
        .sum();
    assert!((reliability.marginal.expect("one dimension") - marginal).abs() < 1e-6);
    assert!((0.6..1.0).contains(&reliability.empirical[0]));
}

#[test]
fn em_never_lowers_the_log_likelihood() {
    let responses = dense(responses(17, 800, &two_clusters), ITEMS);
    for model in [Model::Rasch, Model::TwoParameter] {
        let specification = Specification::uniform(model, &responses).with_empirical_histogram();
        for acceleration in [Acceleration::None, Acceleration::Squarem] {
            let options = Options { cycles: 60, acceleration, ..Options::default() };
            let (mut last, mut falls) = (f64::NEG_INFINITY, 0);
            calibrate_with(&responses, &specification, &options, &mut |cycle| {
                falls += u32::from(cycle.objective < last - 1e-7);
                last = cycle.objective;
                Continue::Yes
            })
            .expect("sound");
            assert_eq!(falls, 0, "{model:?} {acceleration:?}");
        }
    }
}

/// A second group, higher and narrower; the items' scale is the first group's.
#[test]
fn groups_have_weights_of_their_own() {
    let mut cells = responses(19, 3_000, &two_clusters);
    cells.extend(responses(23, 3_000, &|random| 0.5 + 0.7 * random.normal()));
    let groups = (0..6_000).map(|person| u16::from(person >= 3_000)).collect();
    let responses = dense(cells, ITEMS).with_groups(vec!["a".into(), "b".into()], groups).expect("sound");
    let specification = Specification::uniform(Model::TwoParameter, &responses).with_empirical_histogram();
    let found = fit(&responses, &specification);
    let (a, b) = (&found.groups[0], &found.groups[1]);
    assert!(a.mean[0].abs() < 1e-9 && (a.covariance[0] - 1.0).abs() < 1e-9);
    assert!(
        (b.mean[0] - 0.5).abs() < 0.08 && (b.covariance[0] - 0.49).abs() < 0.08,
        "{} {}",
        b.mean[0],
        b.covariance[0]
    );
    assert!(a.histogram != b.histogram);
    assert_eq!(found.free.len(), 2 * ITEMS, "mean and variance follow from the weights");
}

/// With unit slopes the variance is that of the weights.
#[test]
fn the_variance_of_a_rasch_model_is_found() {
    let items = truth();
    let mut random = Random(29);
    let mut cells = Vec::new();
    for _ in 0..4_000 {
        let theta = 1.5 * two_clusters(&mut random);
        cells.extend(items.iter().map(|(_, d)| u8::from(random.uniform() < 1.0 / (1.0 + (-(theta + d)).exp()))));
    }
    let responses = dense(cells, ITEMS);
    let found = fit(&responses, &Specification::uniform(Model::Rasch, &responses).with_empirical_histogram());
    let group = &found.groups[0];
    assert!(group.mean[0].abs() < 1e-9 && (group.covariance[0] - 2.25).abs() < 0.2, "{group:?}");
}

/// The same by expectation steps of two blocks.
#[test]
fn blocks_update_weights() {
    let cells = responses(31, 600, &two_clusters);
    let whole = dense(cells.clone(), ITEMS);
    let specification = Specification::uniform(Model::TwoParameter, &whole).with_empirical_histogram();
    let part = |cells: &[u8]| {
        let persons = dense(cells.to_vec(), ITEMS).with_categories(vec![2; ITEMS]).expect("binary");
        Block::new(&specification, &persons).expect("sound")
    };
    let mut all = Block::new(&specification, &whole).expect("sound");
    let mut blocks = [part(&cells[..200 * ITEMS]), part(&cells[200 * ITEMS..])];
    let free = all.start();
    let mut last = f64::NEG_INFINITY;
    for _ in 0..5 {
        let expected = all.sums(&free);
        let mut merged = blocks[0].sums(&free);
        merged.merge(&blocks[1].sums(&free));
        let (a, b) = (merged.log_likelihood, expected.log_likelihood);
        assert!((a - b).abs() < 1e-8 * b.abs(), "{a} {b}");
        assert!(expected.log_likelihood > last, "weights alone raise it: {} {last}", expected.log_likelihood);
        last = expected.log_likelihood;
        all.update_weights(&expected);
        blocks.iter_mut().for_each(|block| block.update_weights(&merged));
    }
}

#[test]
fn what_a_histogram_is_not_for() {
    let responses = dense(responses(37, 100, &two_clusters), ITEMS);
    let refuse = |specification: &Specification| {
        calibrate(&responses, specification, &Options::default()).expect_err("not defined")
    };
    let loads = (0..20).map(|item| vec![item % 2]).collect();
    let two = Specification::confirmatory(Model::TwoParameter, loads, 2).with_empirical_histogram();
    assert!(matches!(refuse(&two), Error::NotDefined { statistic: "an empirical histogram", .. }));
    let mut loose = Specification::uniform(Model::TwoParameter, &responses).with_empirical_histogram();
    assert_eq!(loose.density, LatentDensity::EmpiricalHistogram);
    loose.latent[0] = LatentNormal { mean: vec![Setting::Estimated(0.0)], covariance: vec![Setting::Fixed(1.0)] };
    assert!(matches!(refuse(&loose), Error::NotIdentified { .. } | Error::NotDefined { .. }));
    loose.latent[0] = LatentNormal::free();
    assert!(matches!(refuse(&loose), Error::NotIdentified { what: "the latent mean" }));
}
