//! Classical statistics agree with R psych 2.2.9: alpha, corrected item–total correlations, Guttman's lambdas.
//!
//! Where they differ on purpose: psych's λ₄ of 32 items is the best split found by sampling among halves of 16 items;
//! ours is the best found among splits of any sizes, and must not be below.

use serde::Deserialize;
use thetis_calibrate::classical::{Basis, Cases, ItemMoments};
use thetis_conformance::mirt::responses;
use thetis_conformance::{Agreement, Tolerance, reference};

const TOLERANCE: Tolerance = Tolerance::both(1e-10);

#[derive(Deserialize)]
struct File {
    binary: Analysis,
    polytomous: Analysis,
}

#[derive(Deserialize)]
struct Analysis {
    alpha_raw: f64,
    alpha_std: f64,
    alpha_if_deleted: Vec<f64>,
    item_total_uncorrected: Vec<f64>,
    item_rest: Vec<f64>,
    mean: Vec<f64>,
    sd: Vec<f64>,
    total_mean: f64,
    total_sd: f64,
    sem: f64,
    guttman: Lambdas,
}

#[derive(Deserialize)]
struct Lambdas {
    lambda1: f64,
    lambda2: f64,
    lambda3: f64,
    lambda4: f64,
    lambda5: f64,
    lambda6: f64,
}

/// Each analysis with its moments and the score of the lowest category.
fn analyses() -> [(Analysis, ItemMoments, f64); 2] {
    let File { binary, polytomous } = reference("ctt.json");
    let moments = |csv, items| ItemMoments::new(&responses(csv, items), Cases::Complete).expect("the table is sound");
    [(binary, moments("sat12.csv", 32), 0.0), (polytomous, moments("science.csv", 4), 1.0)]
}

#[test]
fn items_agree() {
    let mut ledger = Agreement::new("classical statistics of items", TOLERANCE);
    for (theirs, moments, lowest) in analyses() {
        for (item, ours) in moments.item_statistics().iter().enumerate() {
            for (what, ours, theirs) in [
                ("mean", ours.mean + lowest, theirs.mean[item]),
                ("sd", ours.sd, theirs.sd[item]),
                ("item-total", ours.item_total, theirs.item_total_uncorrected[item]),
                ("item-rest", ours.item_rest, theirs.item_rest[item]),
                ("alpha if deleted", ours.alpha_if_deleted.expect("more than two"), theirs.alpha_if_deleted[item]),
            ] {
                ledger.check(ours, theirs, || format!("{what} of item {item} of {}", moments.items()));
            }
        }
    }
    ledger.conclude(180);
}

#[test]
fn reliabilities_agree() {
    let mut ledger = Agreement::new("alpha, its standard error, lambdas", TOLERANCE);
    for (theirs, moments, lowest) in analyses() {
        let test = moments.test_statistics();
        let guttman = moments.guttman(Basis::Correlation).expect("the items differ");
        let items = moments.items();
        for (what, ours, theirs) in [
            ("mean", test.mean + lowest * items as f64, theirs.total_mean),
            ("sd", test.sd, theirs.total_sd),
            ("alpha", test.alpha, theirs.alpha_raw),
            ("alpha, standardised", test.alpha_standardised, theirs.alpha_std),
            ("SEM", test.standard_error, theirs.sem),
            ("λ1", guttman.lambda[0], theirs.guttman.lambda1),
            ("λ2", guttman.lambda[1], theirs.guttman.lambda2),
            ("λ3", guttman.lambda[2], theirs.guttman.lambda3),
            ("λ5", guttman.lambda[4], theirs.guttman.lambda5),
            ("λ6", guttman.lambda[5], theirs.guttman.lambda6),
        ] {
            ledger.check(ours, theirs, || format!("{what} of {items} items"));
        }
        println!("λ4 of {items} items: {} for {}", guttman.lambda[3], theirs.guttman.lambda4);
        assert_eq!(guttman.all_splits, items == 4);
        if guttman.all_splits {
            ledger.check(guttman.lambda[3], theirs.guttman.lambda4, || "λ4 of 4 items".into());
        } else {
            assert!(guttman.lambda[3] >= theirs.guttman.lambda4, "a worse split than psych's");
        }
    }
    ledger.conclude(21);
}
