//! Where theory says what must come out, it does.

use thetis_core::{Criterion, Curves, Design, Estimation, Estimator, Selection, Stop};
use thetis_simulate::{Run, Simulees, run};

use crate::cases::{bank, named, normal, plan, study, two_pl};

/// Standard errors of the simulation within which a number must agree with theory: 1 in 16,000 by chance.
const SURELY: f64 = 4.0;

/// Everybody takes all items in the order of the bank.
fn fixed_form(items: u32, estimation: Estimation) -> Design {
    let bank = bank(two_pl(items));
    Design {
        selection: Selection { criterion: Criterion::FixedOrder((0..items).collect()), randomesque: 1 },
        estimation,
        stop: Stop { min_items: items, max_items: items, when: None },
        ..Design::adaptive(&bank, items)
    }
}

#[test]
fn maximum_likelihood_on_a_fixed_form_has_lords_bias_and_fishers_standard_error() {
    let bank = bank(two_pl(60));
    let design = fixed_form(60, Estimation::new(Estimator::Ml));
    let points = vec![-1.0, 0.0, 1.0];
    let each = 500;
    let simulees = Simulees::Grid { axis: points.clone(), each };
    let report =
        run(&study(&bank, vec![named("form", &bank, design)], plan(simulees, 1, 3)), Run::default()).expect("runs");
    let dimension = &report.designs[0].dimensions[0];
    let mut curves = Curves::new();
    for (theta, bin) in points.iter().zip(&dimension.conditional) {
        let (mut information, mut numerator) = (0.0, 0.0);
        for item in 0..bank.len() {
            bank.curves(item, &[*theta], &mut curves);
            let a = bank.information(item, &[*theta]).sqrt() / curves.information().sqrt();
            information += bank.information(item, &[*theta]);
            // Curves are per unit of a·θ.
            numerator += a * a * a * curves.bias_numerator();
        }
        let (bias, se) = (-numerator / (2.0 * information * information), 1.0 / information.sqrt());
        let n = f64::from(each);
        assert_eq!(bin.sessions, u64::from(each));
        // Lord (1983) to order 1/n; the next order is about the square of it.
        assert!((bin.bias - bias).abs() < SURELY * se / n.sqrt() + bias * bias, "bias at {theta}: {} {bias}", bin.bias);
        // The variance of θ̂ exceeds 1/I by terms of order 1/n²; a relative 3/n covers them here.
        let allowed = SURELY * se / (2.0 * n).sqrt() + se * 3.0 / 60.0;
        assert!((bin.rmse - se).abs() < allowed, "RMSE at {theta}: {} {se}", bin.rmse);
        assert!((bin.mean_se / se - 1.0).abs() < 0.04, "SE at {theta}: {} {se}", bin.mean_se);
        assert!((bin.coverage - 0.95).abs() < SURELY * (0.95 * 0.05 / n).sqrt() + 0.01, "{}", bin.coverage);
        assert!((bin.mean_length - 60.0).abs() < 1e-12);
    }
}

/// If simulees come from the prior, the posterior mean is unbiased over all of them, its error has the posterior's
/// variance, and so reliability and squared correlation are one number.
#[test]
fn posterior_means_of_simulees_from_the_prior_keep_the_law_of_total_variance() {
    let bank = bank(two_pl(60));
    let design = Design::adaptive(&bank, 15);
    let count = 6_000;
    let report =
        run(&study(&bank, vec![named("cat", &bank, design)], plan(normal(count), 1, 8)), Run::default()).expect("runs");
    let accuracy = &report.designs[0].dimensions[0].accuracy;
    assert!(accuracy.bias.abs() < SURELY * accuracy.bias_error, "{accuracy:?}");
    let rms_se = (1.0 - accuracy.reliability).sqrt() * accuracy.true_sd;
    assert!((accuracy.rmse - rms_se).abs() < SURELY * accuracy.rmse_error, "RMSE {} against {rms_se}", accuracy.rmse);
    assert!((accuracy.reliability - accuracy.squared_correlation).abs() < 0.01, "{accuracy:?}");
    let explained = accuracy.estimate_sd.powi(2) + rms_se * rms_se;
    assert!((explained - accuracy.true_sd.powi(2)).abs() < 0.05, "{explained}");
    assert!(
        (accuracy.coverage - 0.95).abs() < SURELY * (0.95 * 0.05 / f64::from(count)).sqrt() + 0.003,
        "{accuracy:?}"
    );
}

/// Rudner's expectations, which know nothing of the truth, are what the simulation finds.
#[test]
fn expected_classification_agrees_with_what_is_found() {
    let bank = bank(two_pl(60));
    let design = Design { cuts: vec![vec![-0.5, 1.0]], ..Design::adaptive(&bank, 15) };
    let plan = plan(normal(3_000), 2, 4);
    let report = run(&study(&bank, vec![named("cat", &bank, design)], plan), Run::default()).expect("runs");
    let classes = report.designs[0].dimensions[0].classification.as_ref().expect("cut scores");
    assert!((classes.accuracy - classes.expected_accuracy).abs() < 0.015, "{classes:?}");
    let consistency = classes.consistency.expect("replications");
    assert!((consistency - classes.expected_consistency).abs() < 0.03, "{classes:?}");
    let persons: u64 = classes.table.iter().flatten().sum();
    assert_eq!(persons, 6_000);
}

/// Randomly chosen items are all used at the same rate, and two tests overlap as chance has it.
#[test]
fn random_tests_use_the_bank_evenly() {
    let bank = bank(two_pl(40));
    let design =
        Design { selection: Selection { criterion: Criterion::Random, randomesque: 1 }, ..Design::adaptive(&bank, 10) };
    let n = 3_000.0_f64;
    let report = run(&study(&bank, vec![named("random", &bank, design)], plan(normal(3_000), 1, 5)), Run::default())
        .expect("runs");
    let exposure = &report.designs[0].exposure;
    let se = (0.25 * 0.75 / n).sqrt();
    for item in &exposure.items {
        assert!((item.rate - 0.25).abs() < 4.5 * se, "one in 4,000 for the worst of forty: {item:?}");
    }
    assert!((exposure.expected - 0.25).abs() < 1e-12);
    assert!((exposure.overlap - 0.25).abs() < 1e-3, "{}", exposure.overlap);
    assert_eq!((exposure.unused, exposure.rare, exposure.used), (0, 0, 40));
}
