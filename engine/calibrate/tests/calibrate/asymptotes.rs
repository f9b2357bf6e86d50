//! Asymptotes without a prior that the data put at 0 or 1: they are held there, said, and keep nothing else from being
//! found.

use thetis_calibrate::{
    Acceleration, Calibration, InformationKind, Model, Options, Parameter, Responses, Specification,
};
use thetis_calibrate::{CalibratedItem, calibrate};

use crate::support::{Random, dense};

const PERSONS: usize = 3_000;
const ITEMS: usize = 12;
/// Items that are guessed on, and missed by whoever should solve them.
const GUESSED: [usize; 6] = [1, 3, 5, 7, 9, 11];

/// Steep items of middling difficulty; every other one has asymptotes `g` and `u`, the rest 0 and 1.
fn simulated(g: f64, u: f64) -> Responses {
    let mut random = Random(20_261_122);
    let mut cells = Vec::with_capacity(PERSONS * ITEMS);
    for _ in 0..PERSONS {
        let theta = random.normal();
        for item in 0..ITEMS {
            let b = 0.25 * (item as f64) - 1.4;
            let (g, u) = if GUESSED.contains(&item) { (g, u) } else { (0.0, 1.0) };
            let p = g + (u - g) / (1.0 + (-1.8 * (theta - b)).exp());
            cells.push(u8::from(random.uniform() < p));
        }
    }
    dense(cells, ITEMS)
}

/// Places of an item's free asymptotes.
fn asymptotes(item: &CalibratedItem) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
    let all = item.parameters.iter().zip(&item.free).enumerate();
    all.filter_map(|(at, ((name, value), free))| {
        let asymptote = matches!(name, Parameter::LowerAsymptote | Parameter::UpperAsymptote);
        free.filter(|_| asymptote).map(|free| (at, free, *value))
    })
}

/// What every such calibration keeps to.
fn check(found: &Calibration, most_cycles: u32, what: &str) {
    let (change, norm) = (found.largest_change, found.gradient_norm);
    assert!(found.converged(), "{what}: {:?} after {} cycles, change {change}", found.ending, found.cycles);
    assert!(found.cycles <= most_cycles, "{what}: {} cycles", found.cycles);
    assert!(change.is_finite() && change < 1e-5, "{what}: {change}");
    assert!(norm < 1.0, "{what}: gradient {norm}");
    assert!(!found.at_bound.is_empty(), "{what}: some asymptote is at 0 or 1");
    for kind in [InformationKind::Oakes, InformationKind::CrossProduct] {
        let covariance = found.covariance(kind).unwrap_or_else(|error| panic!("{what}: {error}"));
        for item in &found.items {
            let errors = covariance.item(item);
            for (at, free, value) in asymptotes(item) {
                let held = found.at_bound.contains(&free);
                assert_eq!(held, value.abs() >= 15.0, "{what}, item {}: {value}", item.item);
                assert_eq!(errors.parameters[at].is_none(), held, "{what}, item {}: {value}", item.item);
                assert_eq!(errors.irt[at].is_none(), held, "{what}, item {}: {value}", item.item);
                assert_eq!(covariance.se(free).is_nan(), held);
            }
            for se in &errors.parameters[..2] {
                assert!(se.is_some_and(|se| se > 0.0 && se.is_finite()), "{what}, item {}: {se:?}", item.item);
            }
        }
    }
}

#[test]
fn three_parameter_items_without_guessing_converge() {
    let responses = simulated(0.2, 1.0);
    let specification = Specification::uniform(Model::ThreeParameter, &responses);
    let fit = |acceleration, cycles| {
        let options = Options { acceleration, cycles, ..Options::default() };
        calibrate(&responses, &specification, &options).expect("sound")
    };
    let quick = fit(Acceleration::QuasiNewton, 1_000);
    check(&quick, 150, "quasi-Newton");
    for guessed in GUESSED.into_iter().filter(|item| *item > 4) {
        let (_, free, value) = asymptotes(&quick.items[guessed]).next().expect("it has one");
        assert!(!quick.at_bound.contains(&free) && value > -3.5, "item {guessed}: {value}");
    }
    let squared = fit(Acceleration::Squarem, 3_000);
    check(&squared, 3_000, "SQUAREM");
    assert_eq!(quick.at_bound, squared.at_bound);
    let apart = (quick.log_likelihood - squared.log_likelihood).abs();
    assert!(apart < 1e-2, "{} {}", quick.log_likelihood, squared.log_likelihood);
}

#[test]
fn errors_beside_an_asymptote_at_its_bound_are_those_beside_a_known_one() {
    let responses = simulated(0.2, 1.0);
    let mut specification = Specification::uniform(Model::ThreeParameter, &responses);
    let found = calibrate(&responses, &specification, &Options::default()).expect("sound");
    for item in &found.items {
        for (at, free, _) in asymptotes(item) {
            if found.at_bound.contains(&free) {
                let number = u32::try_from(item.item).expect("few");
                let place = thetis_calibrate::Place::new(number, item.parameters[at].0);
                specification.fixed.push((place, f64::NEG_INFINITY));
            }
        }
    }
    let known = calibrate(&responses, &specification, &Options::default()).expect("sound");
    assert!(known.at_bound.is_empty() && known.converged());
    // The bound is 3e-7 from 0.
    assert!((known.log_likelihood - found.log_likelihood).abs() < 1e-3);
    let errors = |found: &Calibration| {
        let covariance = found.covariance(InformationKind::Oakes).expect("positive definite");
        found.items.iter().flat_map(|item| covariance.item(item).irt).collect::<Vec<_>>()
    };
    for (ours, theirs) in errors(&found).into_iter().zip(errors(&known)) {
        let apart = ours.zip(theirs).map_or(0.0, |(ours, theirs)| (ours / theirs - 1.0).abs());
        assert!(ours.is_some() == theirs.is_some() && apart < 2e-3, "{ours:?} {theirs:?}");
    }
}

#[test]
fn four_parameter_items_without_guessing_or_slipping_converge() {
    let responses = simulated(0.15, 0.9);
    let specification = Specification::uniform(Model::FourParameter, &responses);
    let found = calibrate(&responses, &specification, &Options::default()).expect("sound");
    check(&found, 700, "4PL");
    let held = |sign: f64| {
        let values = found.items.iter().flat_map(asymptotes).map(|(_, _, value)| value * sign);
        values.filter(|value| *value >= 15.0).count()
    };
    assert!(held(-1.0) > 0 && held(1.0) > 0, "{} lower, {} upper", held(-1.0), held(1.0));
}
