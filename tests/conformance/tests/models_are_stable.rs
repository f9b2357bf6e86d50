//! Every model holds together wherever it may be asked: θ up to ±50, slopes from 1e-6 to 1e8, thresholds
//! far away, crowded and enormous, asymptotes a hair from 0 and 1. Nothing is NaN or infinite,
//! probabilities sum to 1, logarithms stay finite where probabilities underflow, information is not negative.

use thetis_conformance::stress::{MODELS, bank, model};
use thetis_core::{Bank, Curves, ItemModel};

const ABILITIES: [f64; 13] = [-50.0, -20.0, -6.0, -2.0, -1.0, -0.3, 0.0, 0.3, 1.0, 2.0, 6.0, 20.0, 50.0];
const SLOPES: [f64; 9] = [1e-6, 1e-3, 0.1, 1.0, 4.0, 50.0, 1e3, 1e5, 1e8];
const THRESHOLDS: [&[f64]; 7] = [
    &[0.0],
    &[-1.5, -0.2, 0.9],
    &[-50.0, 50.0],
    &[-1e6, 0.0, 1e6],
    &[0.3, 0.3 + 1e-9],
    &[-2.0, -1.0, -0.5, 0.0, 0.1, 0.4, 2.0, 3.0],
    &[40.0, 40.5, 41.0, 60.0],
];

/// Rounding of sums over a few categories.
const ROUNDING: f64 = 1e-13;

fn check(bank: &Bank, item: u32, theta: f64, name: &str) {
    let mut curves = Curves::new();
    bank.curves(item, &[theta], &mut curves);
    let categories = curves.categories();
    assert_eq!(categories.len(), bank.categories(item) as usize, "{name}: one entry a category");

    let (mut total, mut first, mut second, mut size) = (0.0, 0.0, 0.0, 1.0_f64);
    for (k, c) in (0..).zip(categories) {
        let log_probability = bank.item(item).log_probability(&[theta], k);
        for value in [c.probability, log_probability, c.score, c.score_d1, c.score_d2, c.d1(), c.d2(), c.d3()] {
            assert!(value.is_finite(), "{name}, category {k}: {c:?}, ln P = {log_probability}");
        }
        assert!((0.0..=1.0).contains(&c.probability), "{name}: P = {}", c.probability);
        assert!(log_probability <= 0.0, "{name}: ln P = {log_probability} is not above 0");
        // Relative error of exp(x) is the absolute error of x, which is |x| times an ulp or two.
        let allowed = c.probability * (1e-12 + 1e-15 * log_probability.abs()) + f64::MIN_POSITIVE;
        assert!((log_probability.exp() - c.probability).abs() <= allowed, "{name}: ln P and P tell one story");
        total += c.probability;
        first += c.d1();
        second += c.d2();
        size = size.max(c.score.abs()).max(c.score_d1.abs().sqrt());
    }
    assert!((total - 1.0).abs() < ROUNDING, "{name}: probabilities sum to {total}");
    assert!(first.abs() < ROUNDING * size, "{name}: P′ sums to {first}, not 0");
    assert!(second.abs() < ROUNDING * size * size, "{name}: P″ sums to {second}, not 0");

    let information = bank.information(item, &[theta]);
    let slope = bank.item(item).slopes()[0];
    let from_curves = slope * slope * curves.information();
    assert!(information.is_finite() && information >= 0.0, "{name}: information is {information}");
    let close = (information - from_curves).abs() <= 1e-10 * from_curves.max(slope * slope * 1e-15);
    assert!(close, "{name}: two routes to the information, {information} and {from_curves}");
    for value in [curves.information_d1(), curves.information_d2(), curves.bias_numerator()] {
        assert!(value.is_finite(), "{name}: derivative of information {value}");
    }
}

#[test]
fn every_model_holds_for_every_slope_threshold_and_ability() {
    let mut checked = 0;
    for slope in SLOPES {
        for thresholds in THRESHOLDS {
            for name in MODELS {
                let bank = bank([model(name, slope, thresholds)])
                    .unwrap_or_else(|error| panic!("{name}, slope {slope}, thresholds {thresholds:?}: {error}"));
                for theta in ABILITIES {
                    check(&bank, 0, theta, &format!("{name}, slope {slope}, thresholds {thresholds:?}, θ = {theta}"));
                    checked += 1;
                }
            }
        }
    }
    assert_eq!(checked, SLOPES.len() * THRESHOLDS.len() * MODELS.len() * ABILITIES.len(), "all combinations");
}

#[test]
fn asymptotes_next_to_zero_and_one_hold() {
    for gap in [1e-300, 1e-30, 1e-16, 1e-12, 1e-6, 0.3] {
        for slope in SLOPES {
            for (c, d) in [(gap, 1.0), (0.0, 1.0 - gap), (gap, 1.0 - gap)] {
                let bank = bank([ItemModel::four_pl(slope, 0.5, c, d)]).expect("asymptotes in order");
                for theta in ABILITIES {
                    check(&bank, 0, theta, &format!("4PL, slope {slope}, asymptotes {c} and {d}, θ = {theta}"));
                }
            }
        }
    }
}

/// The widest items the engine takes.
#[test]
fn sixty_four_categories_hold() {
    let thresholds: Vec<f64> = (0..63).map(|k| f64::from(k) * 0.1 - 3.0).collect();
    for name in MODELS {
        for slope in [1e-6, 1.0, 1e8] {
            let bank = bank([model(name, slope, &thresholds)]).expect("64 categories are allowed");
            for theta in ABILITIES {
                check(&bank, 0, theta, &format!("{name}, 64 thresholds, slope {slope}, θ = {theta}"));
            }
        }
    }
}

/// More ability never lowers the expected category of an ordered model.
#[test]
fn ordered_models_are_monotone() {
    for name in MODELS.into_iter().filter(|name| *name != "NRM") {
        let bank = bank([model(name, 1.3, &[-1.5, -0.2, 0.9])]).expect("sound parameters");
        let expected = |theta: f64| {
            let mut curves = Curves::new();
            bank.curves(0, &[theta], &mut curves);
            curves.categories().iter().zip(0_u32..).map(|(c, k)| c.probability * f64::from(k)).sum::<f64>()
        };
        let mut last = expected(-50.0);
        for step in -499..=500 {
            let next = expected(f64::from(step) / 10.0);
            assert!(next >= last - ROUNDING, "{name}: the expected category falls at {}", f64::from(step) / 10.0);
            last = next;
        }
    }
}

/// Symmetry: mirroring a dichotomous item and the ability swaps right and wrong.
#[test]
fn the_wrong_answer_mirrors_the_right_one() {
    let right = bank([ItemModel::four_pl(1.7, 0.4, 0.12, 0.93)]).expect("sound parameters");
    let mirrored = bank([ItemModel::four_pl(1.7, -0.4, 0.07, 0.88)]).expect("sound parameters");
    for theta in ABILITIES {
        let (mut a, mut b) = (Curves::new(), Curves::new());
        right.curves(0, &[theta], &mut a);
        mirrored.curves(0, &[-theta], &mut b);
        for k in 0..2 {
            let (x, y) = (a.categories()[k], b.categories()[1 - k]);
            assert!((x.probability - y.probability).abs() < 1e-14, "P at {theta}");
            assert!((x.d1() + y.d1()).abs() < 1e-14, "P′ at {theta}");
            assert!((x.d2() - y.d2()).abs() < 1e-14, "P″ at {theta}");
            assert!((x.d3() + y.d3()).abs() < 1e-14, "P‴ at {theta}");
        }
    }
}
