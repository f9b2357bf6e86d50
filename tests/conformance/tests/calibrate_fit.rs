//! Fit statistics agree with R mirt 1.45.1: M2, C2, S-X², infit and outfit, person fit, LD-χ², Q3, reliability.
//!
//! Where they differ on purpose: M2 and C2 of 3PL, PCM, GPCM and RSM, of which mirt takes wrong derivatives, and TLI and
//! CFI of M2 with several categories (`calibrate_mirt_derivatives.rs` finds mirt's numbers with its derivatives,
//! `calibrate_limited_information.rs` ours from the probabilities of whole patterns); and the marginal reliability of models whose latent variance is not 1, where
//! mirt adds the variance to the information instead of its inverse.

use std::collections::BTreeMap;

use serde_json::Value;
use thetis_calibrate::{Model, Moments};
use thetis_conformance::mirt::{Pair, list, pairs};
use thetis_conformance::{Agreement, Tolerance};

/// Statistics of models whose parameters agree to 1e-4.
const EXACT: Tolerance = Tolerance::both(1e-3);
/// Of models whose likelihood is flat: mirt's parameters are 1e-3 from the maximum.
const FLAT: Tolerance = Tolerance::both(1e-2);

fn is_flat(pair: &Pair) -> bool {
    matches!(pair.model, Model::ThreeParameter | Model::GeneralisedPartialCredit | Model::Nominal)
}

/// Two ledgers, for exact and for flat likelihoods.
struct Ledgers([Agreement; 2]);

impl Ledgers {
    fn new(what: &str) -> Self {
        Self([Agreement::new(what, EXACT), Agreement::new(&format!("{what}, flat likelihoods"), FLAT)])
    }

    fn check(&mut self, pair: &Pair, ours: f64, theirs: f64, place: impl Fn() -> String) {
        self.0[usize::from(is_flat(pair))].check(ours, theirs, place);
    }

    fn conclude(self, at_least: usize) {
        for ledger in self.0 {
            ledger.conclude(at_least);
        }
    }
}

#[test]
fn limited_information_agrees() {
    let mut ledger = Ledgers::new("M2, C2 and their indices");
    for pair in pairs() {
        for (theirs, moments) in
            [(&pair.theirs.m2, Moments::M2), (&pair.theirs.m2_star, Moments::M2), (&pair.theirs.c2, Moments::C2)]
        {
            let Some(theirs) = theirs else { continue };
            let ours = pair.ours.limited_information(&pair.responses, moments);
            let Some(statistic) = theirs.get("M2").and_then(Value::as_f64) else { continue };
            let ours = ours.unwrap_or_else(|error| panic!("{}: {error}", pair.name));
            let number = |name: &str| theirs.get(name).and_then(Value::as_f64);
            let polytomous_m2 = moments == Moments::M2 && !pair.model.is_dichotomous();
            for (name, ours, theirs) in [
                ("statistic", ours.statistic, Some(statistic)),
                ("df", ours.df as f64, number("df")),
                ("p", ours.p, number("p")),
                ("RMSEA", ours.rmsea, number("RMSEA")),
                ("RMSEA, lower", ours.rmsea_interval.0, number("RMSEA_5")),
                ("RMSEA, upper", ours.rmsea_interval.1, number("RMSEA_95")),
                ("SRMSR", ours.srmsr, number("SRMSR")),
                ("TLI", ours.tli, number("TLI")),
                ("CFI", ours.cfi, number("CFI")),
            ] {
                let of_statistic = !matches!(name, "df" | "SRMSR");
                if (polytomous_m2 && matches!(name, "TLI" | "CFI")) || (differs(pair.model) && of_statistic) {
                    continue;
                }
                if let Some(theirs) = theirs {
                    ledger.check(&pair, ours, theirs, || format!("{} {moments:?} {name}", pair.name));
                }
            }
            // What TLI and CFI are against is the same for all models.
            let excess = |x: f64, df: f64, cfi: f64| (x - df) / (1.0 - cfi);
            if !polytomous_m2 && ours.cfi < 1.0 {
                let theirs = excess(statistic, number("df").expect("df"), number("CFI").expect("CFI"));
                let place = || format!("{} {moments:?} null", pair.name);
                ledger.check(&pair, excess(ours.statistic, ours.df as f64, ours.cfi), theirs, place);
            }
        }
    }
    ledger.conclude(10);
}

/// Models of which mirt takes wrong derivatives.
fn differs(model: Model) -> bool {
    matches!(model, Model::ThreeParameter | Model::PartialCredit | Model::GeneralisedPartialCredit | Model::RatingScale)
}

#[test]
fn score_fit_agrees() {
    let mut ledger = Ledgers::new("S-X²");
    for pair in pairs() {
        let Some(theirs) = &pair.theirs.score_fit else { continue };
        let ours = pair.ours.score_fit(&pair.responses, 0).expect("complete data");
        let (statistics, dfs) = (list(theirs, "S_X2"), list(theirs, "df.S_X2"));
        let (ps, rmseas) = (list(theirs, "p.S_X2"), list(theirs, "RMSEA.S_X2"));
        for (item, ours) in ours.iter().enumerate() {
            let place = |what: &str| format!("{} item {item} {what}", pair.name);
            ledger.check(&pair, ours.df as f64, dfs[item].unwrap_or(0.0), || place("df"));
            if let Some(statistic) = statistics[item] {
                ledger.check(&pair, ours.statistic, statistic, || place("statistic"));
                ledger.check(&pair, ours.p, ps[item].expect("a p"), || place("p"));
                ledger.check(&pair, ours.rmsea, rmseas[item].expect("an RMSEA"), || place("RMSEA"));
            }
        }
    }
    ledger.conclude(100);
}

#[test]
fn mean_squares_and_person_fit_agree() {
    let mut ledger = Ledgers::new("infit, outfit, Zh");
    for pair in pairs() {
        let scores = pair.ours.eap(&pair.responses).expect("the same items");
        let items = pair.ours.item_mean_squares(&pair.responses, &scores).expect("the same items");
        let persons = pair.ours.person_fit(&pair.responses, &scores).expect("the same items");
        let of_items = items.iter().map(|fit| [fit.outfit, fit.outfit_z, fit.infit, fit.infit_z, 0.0]);
        let of_persons = persons.iter().map(|fit| {
            let squares = fit.mean_squares;
            [squares.outfit, squares.outfit_z, squares.infit, squares.infit_z, fit.lz]
        });
        compare(&mut ledger, &pair, pair.theirs.item_fit.as_ref(), &of_items.collect::<Vec<_>>());
        compare(&mut ledger, &pair, pair.theirs.person_fit.as_ref(), &of_persons.collect::<Vec<_>>());
    }
    ledger.conclude(1_000);
}

fn compare(ledger: &mut Ledgers, pair: &Pair, theirs: Option<&BTreeMap<String, Value>>, ours: &[[f64; 5]]) {
    let Some(theirs) = theirs.filter(|theirs| !theirs.contains_key("error")) else { return };
    for (at, name) in ["outfit", "z.outfit", "infit", "z.infit", "Zh"].iter().enumerate() {
        if theirs.contains_key(*name) {
            for (place, value) in list(theirs, name).iter().enumerate() {
                if let Some(value) = value {
                    ledger.check(pair, ours[place][at], *value, || format!("{} {name} {place}", pair.name));
                }
            }
        }
    }
}

#[test]
fn local_dependence_agrees() {
    let mut ledger = Ledgers::new("LD-χ², Cramér's V, Q3");
    for pair in pairs() {
        let scores = pair.ours.eap(&pair.responses).expect("the same items");
        let ours = pair.ours.local_dependence(&pair.responses, &scores).expect("the same items");
        for fit in &ours.pairs {
            let place = |what: &str| format!("{} items {} and {} {what}", pair.name, fit.first, fit.second);
            if let Some(theirs) = &pair.theirs.local_dependence {
                let (v, x) = (theirs[fit.first][fit.second], theirs[fit.second][fit.first]);
                ledger.check(&pair, fit.chi_square, x.expect("a number").abs(), || place("χ²"));
                // Signs: mirt compares rank correlations, we compare Pearson's; both are of the same tables.
                ledger.check(&pair, fit.cramer_v.abs(), v.expect("a number").abs(), || place("V"));
            }
            if let Some(theirs) = &pair.theirs.q3 {
                ledger.check(&pair, fit.q3, theirs[fit.first][fit.second].expect("a number"), || place("Q3"));
            }
        }
    }
    ledger.conclude(500);
}

#[test]
fn reliabilities_and_information_agree() {
    let mut ledger = Ledgers::new("reliability, information");
    for pair in pairs() {
        let scores = pair.ours.eap(&pair.responses).expect("the same items");
        let ours = pair.ours.reliability(&pair.responses, &scores);
        let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
        if let Some(theirs) = number(&pair.theirs.empirical_rxx) {
            ledger.check(&pair, ours.empirical[0], theirs, || format!("{} empirical", pair.name));
        }
        if let Some(theirs) = number(&pair.theirs.marginal_rxx) {
            let variance = pair.ours.groups[0].covariance[0];
            let found = if (variance - 1.0).abs() < 1e-12 {
                ours.marginal.expect("one dimension")
            } else {
                mirts_marginal_reliability(&pair, variance)
            };
            ledger.check(&pair, found, theirs, || format!("{} marginal", pair.name));
        }
        if let Some(theirs) = &pair.theirs.test_info {
            for (theta, information) in theirs.theta.iter().zip(&theirs.info) {
                let found = pair.ours.test_information(0, &[*theta])[0];
                ledger.check(&pair, found, *information, || format!("{} information at {theta}", pair.name));
            }
        }
    }
    ledger.conclude(40);
}

/// `∫ I/(I + σ²) φ(θ) dθ`, which is a reliability only where σ² is 1.
fn mirts_marginal_reliability(pair: &Pair, variance: f64) -> f64 {
    (-1_000..=1_000)
        .map(|point| {
            let theta = f64::from(point) * 0.01;
            let information = pair.ours.test_information(0, &[theta])[0];
            let density = (-0.5 * theta * theta).exp() / (2.0 * std::f64::consts::PI).sqrt();
            0.01 * density * information / (information + variance)
        })
        .sum()
}
