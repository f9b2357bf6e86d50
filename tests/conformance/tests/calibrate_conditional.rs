//! Conditional maximum likelihood agrees with R eRm 1.0-2: items, standard errors, persons, fit, Andersen's test.

use serde::Deserialize;
use serde_json::Value;
use thetis_calibrate::conditional::{Centre, Conditional, Extremes, RaschModel, Split, andersen, conditional};
use thetis_calibrate::{CalibrationError, Responses};
use thetis_conformance::mirt::responses;
use thetis_conformance::{Agreement, Tolerance, reference};

/// eRm's optimiser (`nlm`) stops a few 1e-6 away from the maximum.
const TOLERANCE: Tolerance = Tolerance::both(1e-4);
/// Differences of two such results in units of their standard error.
const TWO_SEARCHES: Tolerance = Tolerance::both(5e-4);
/// The maximum itself does not notice.
const LIKELIHOOD: Tolerance = Tolerance { relative: 1e-12, absolute: 1e-7 };

#[derive(Deserialize)]
struct File {
    #[serde(rename = "RM_raschdat1")]
    rasch: Fit,
    #[serde(rename = "RM_lsat7")]
    lsat7: Fit,
    #[serde(rename = "PCM_pcmdat2")]
    partial_credit: Fit,
    #[serde(rename = "RSM_rsmdat")]
    rating_scale: Fit,
}

#[derive(Deserialize)]
struct Fit {
    loglik_cml: f64,
    npar: usize,
    betapar_easiness: Vec<f64>,
    se_beta: Vec<f64>,
    thresholds: Option<Thresholds>,
    person_ml: PersonMl,
    itemfit: ItemFit,
    separation_reliability: f64,
    andersen_median: Value,
    andersen_mean: Option<Andersen>,
    wald_median: Option<Wald>,
}

#[derive(Deserialize)]
struct Thresholds {
    values: Vec<Vec<f64>>,
    se: Vec<f64>,
}

#[derive(Deserialize)]
struct PersonMl {
    raw: Vec<usize>,
    theta: Vec<f64>,
}

#[derive(Deserialize)]
struct ItemFit {
    chisq: Vec<f64>,
    df: Vec<f64>,
    outfit_msq: Vec<f64>,
    infit_msq: Vec<f64>,
    outfit_t: Vec<f64>,
    infit_t: Vec<f64>,
}

#[derive(Deserialize)]
struct Andersen {
    #[serde(rename = "LR")]
    statistic: f64,
    df: usize,
    p: f64,
    loglik_groups: Vec<f64>,
    parameters_used: Vec<String>,
}

#[derive(Deserialize)]
struct Wald {
    z: Vec<f64>,
    p: Vec<f64>,
}

struct Case {
    name: &'static str,
    model: RaschModel,
    theirs: Fit,
    responses: Responses,
    ours: Conditional,
}

fn cases() -> Vec<Case> {
    let File { rasch, lsat7, partial_credit, rating_scale } = reference("erm.json");
    [
        ("raschdat1", RaschModel::Rasch, rasch, responses("raschdat1.csv", 30)),
        ("lsat7", RaschModel::Rasch, lsat7, responses("lsat7.csv", 5)),
        ("pcmdat2", RaschModel::PartialCredit, partial_credit, responses("pcmdat2.csv", 4)),
        ("rsmdat", RaschModel::RatingScale, rating_scale, responses("rsmdat.csv", 6)),
    ]
    .into_iter()
    .map(|(name, model, theirs, responses)| {
        let ours = conditional(&responses, model).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!("{name}: {} Newton steps, gradient {:e}", ours.rounds, ours.gradient);
        Case { name, model, theirs, responses, ours }
    })
    .collect()
}

#[test]
fn items_and_their_standard_errors_agree() {
    let mut ledger = Agreement::new("easinesses, thresholds and their standard errors", TOLERANCE);
    let mut likelihood = Agreement::new("conditional log-likelihood", LIKELIHOOD);
    for Case { name, theirs, ours, .. } in cases() {
        assert_eq!(ours.parameters, theirs.npar, "{name}");
        likelihood.check(ours.log_likelihood, theirs.loglik_cml, || name.to_owned());
        assert!(ours.log_likelihood > theirs.loglik_cml - 1e-8, "{name}: below eRm's maximum");
        let easiness = ours.items.iter().flat_map(|item| item.easiness.iter().zip(&item.easiness_errors));
        for (place, (easiness, error)) in easiness.enumerate() {
            ledger.check(*easiness, theirs.betapar_easiness[place], || format!("{name} easiness {place}"));
            ledger.check(*error, theirs.se_beta[place], || format!("{name} SE of easiness {place}"));
        }
        let Some(thresholds) = theirs.thresholds else { continue };
        let mut errors = thresholds.se.iter();
        for (item, row) in ours.items.iter().zip(&thresholds.values) {
            // The first column is their mean.
            for ((ours, error), theirs) in item.thresholds.iter().zip(&item.threshold_errors).zip(&row[1..]) {
                ledger.check(*ours, *theirs, || format!("{name} threshold of {}", item.id));
                let expected = errors.next().expect("a standard error for each");
                ledger.check(*error, *expected, || format!("{name} SE of a threshold of {}", item.id));
            }
        }
    }
    likelihood.conclude(4);
    ledger.conclude(170);
}

#[test]
fn persons_agree() {
    let mut ledger = Agreement::new("abilities and separation reliability", TOLERANCE);
    for Case { name, theirs, ours, responses, .. } in cases() {
        let abilities = ours.abilities(&responses, Extremes::Erm).expect("the items are those estimated");
        for (raw, theta) in theirs.person_ml.raw.iter().zip(&theirs.person_ml.theta) {
            let ours = abilities.iter().find(|ability| ability.score == *raw).expect("somebody has this score");
            ledger.check(ours.theta, *theta, || format!("{name} score {raw}"));
            assert_eq!(ours.standard_error.is_none(), ours.is_extreme());
        }
        let reliability = Conditional::separation_reliability(&responses, &abilities);
        ledger.check(reliability, theirs.separation_reliability, || format!("{name} separation reliability"));
    }
    ledger.conclude(56);
}

#[test]
fn item_fit_agrees() {
    let mut ledger = Agreement::new("infit and outfit", TOLERANCE);
    for Case { name, theirs, ours, responses, .. } in cases() {
        let abilities = ours.abilities(&responses, Extremes::Erm).expect("the items are those estimated");
        let fit = ours.mean_squares(&responses, &abilities).expect("the persons are the same");
        let theirs = theirs.itemfit;
        for (item, ours) in fit.items.iter().enumerate() {
            for (what, ours, theirs) in [
                ("chi-square", ours.chi_square, theirs.chisq[item]),
                ("persons", ours.persons, theirs.df[item]),
                ("outfit", ours.mean_squares.outfit, theirs.outfit_msq[item]),
                ("infit", ours.mean_squares.infit, theirs.infit_msq[item]),
                ("outfit t", ours.mean_squares.outfit_z, theirs.outfit_t[item]),
                ("infit t", ours.mean_squares.infit_z, theirs.infit_t[item]),
            ] {
                ledger.check(ours, theirs, || format!("{name} {what} of item {item}"));
            }
        }
    }
    ledger.conclude(270);
}

#[test]
fn andersens_test_agrees() {
    let mut ledger = Agreement::new("Andersen's test", TOLERANCE);
    let mut wald = Agreement::new("Wald's tests", TWO_SEARCHES);
    for Case { name, model, theirs, responses, .. } in cases() {
        let median = serde_json::from_value::<Andersen>(theirs.andersen_median).ok();
        if median.is_none() {
            // eRm: no items with appropriate response patterns left.
            let ours = andersen(&responses, model, Split::Median);
            assert!(matches!(ours, Err(CalibrationError::NotDefined { .. })), "{name}: {ours:?}");
        }
        if name == "rsmdat" {
            has_no_maximum(&responses);
            continue;
        }
        for (split, theirs) in [(Split::Median, median), (Split::Mean, theirs.andersen_mean)] {
            let Some(theirs) = theirs else { continue };
            let ours = andersen(&responses, model, split).unwrap_or_else(|error| panic!("{name}: {error}"));
            let steps: usize = ours.overall.items.iter().map(|item| item.easiness.len()).sum();
            assert_eq!(steps, theirs.parameters_used.len(), "{name}: items compared {:?}", ours.items);
            assert_eq!(ours.df, theirs.df, "{name}");
            ledger.check(ours.statistic, theirs.statistic, || format!("{name} {split:?} LR"));
            ledger.check(ours.p, theirs.p, || format!("{name} {split:?} p"));
            for (group, theirs) in ours.groups.iter().zip(&theirs.loglik_groups) {
                ledger.check(group.estimates.log_likelihood, *theirs, || format!("{name} {}", group.name));
            }
        }
        if let Some(theirs) = theirs.wald_median {
            let ours = andersen(&responses, model, Split::Median).expect("as above");
            for (ours, (z, p)) in ours.wald().iter().zip(theirs.z.iter().zip(&theirs.p)) {
                wald.check(ours.z, *z, || format!("{name} Wald's z of item {}", ours.item));
                wald.check(ours.p, *p, || format!("{name} Wald's p of item {}", ours.item));
            }
        }
    }
    ledger.conclude(12);
    wald.conclude(60);
}

/// eRm compares the only two items that have all categories in both halves of twenty persons, and reports LR = 1.23. In
/// the lower half there is no maximum: who scored 3 over the two items did it by 0 and 3 alone, which drives the third
/// category up against the second without end, and nobody scored 2, which could hold it. eRm's search stops somewhere
/// on the way; ours says so.
fn has_no_maximum(responses: &Responses) {
    let score = |person: usize| -> usize { responses.answers(person).map(|(_, k)| k).sum() };
    let mut scores: Vec<usize> = (0..responses.persons()).map(score).collect();
    let pair = |person: usize| (responses.answer(person, 0), responses.answer(person, 5));
    // The two in the middle have 7 and 8.
    let lower: Vec<usize> = (0..responses.persons()).filter(|person| scores[*person] <= 7).collect();
    scores.sort_unstable();
    assert_eq!((scores[9], scores[10]), (7, 8));
    for person in lower {
        let (Some(x), Some(y)) = pair(person) else { panic!("nothing is missing") };
        assert_ne!(x + y, 2);
        assert!(x + y != 3 || (x, y) == (0, 3) || (x, y) == (3, 0));
    }
    let ours = andersen(responses, RaschModel::RatingScale, Split::Median);
    assert!(matches!(ours, Err(CalibrationError::NotConverged { .. })), "{ours:?}");
}

#[test]
fn another_zero_moves_all_thresholds_alike() {
    for Case { name, ours, .. } in cases() {
        let centred = ours.centred(Centre::Thresholds);
        let all =
            |items: &Conditional| -> Vec<f64> { items.items.iter().flat_map(|item| item.thresholds.clone()).collect() };
        let (before, after) = (all(&ours), all(&centred));
        assert!(after.iter().sum::<f64>().abs() < 1e-10, "{name}");
        let moved = before[0] - after[0];
        assert!(before.iter().zip(&after).all(|(x, y)| (x - y - moved).abs() < 1e-10), "{name}");
        let back = centred.centred(Centre::Erm);
        assert!(all(&back).iter().zip(&before).all(|(x, y)| (x - y).abs() < 1e-10), "{name}");
        let errors = |items: &Conditional| -> Vec<f64> {
            items.items.iter().flat_map(|item| item.easiness_errors.clone()).collect()
        };
        assert!(errors(&back).iter().zip(errors(&ours)).all(|(x, y)| (x - y).abs() < 1e-10), "{name}");
    }
}
