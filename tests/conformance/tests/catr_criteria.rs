//! Selection criteria agree with R catR 3.17: the value of every item left and the item chosen, for nine models
//! and four persons each, 1, 3, 6 and 10 answers into a test. Criteria that average over the answer to come are in
//! `catr_expected.rs`, those that draw in `catr_draws.rs`.
//!
//! What catR does differently, and how the values are made comparable:
//!
//! - it wants the smallest distance (bOpt, thOpt), we the largest value: ours are minus those;
//! - it leaves the likelihood and the posterior unnormalised in MLWI, MPWI, KL and KLP; our weights sum to 1, so ours
//!   are multiplied by `∫ L` or `∫ L × prior`, computed apart by the trapezoid rule on its 33 nodes;
//! - in GDI and GDIP it does normalise, by a plain sum over the same nodes: `Rule::EqualWeights`.

use std::collections::BTreeSet;

use thetis_conformance::catr_criteria::{
    CriteriaFile, bayes_modal, best_candidates, constant, criterion, listed, quadrature,
};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Bank, Criterion, Design, Estimation, Response, Selection, Test, Weight};

/// What the project promises of criteria. Nothing to speak of is allowed absolutely: values may be small.
const PROMISED: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-15 };

/// Nine models, four persons; 30 items less 1, 3, 6 and 10 answered.
const ALL_MODELS: (usize, usize) = (36, 900);

/// 2PL, 3PL and 4PL.
const DICHOTOMOUS: (usize, usize) = (12, 300);

/// What our values of a criterion are to be multiplied by.
fn factor(name: &str, bank: &Bank, responses: &[Response]) -> f64 {
    match name {
        "bOpt" | "thOpt" => -1.0,
        "MLWI" | "KL" => constant(bank, responses, Weight::Likelihood),
        "MPWI" | "KLP" => constant(bank, responses, Weight::Posterior),
        _ => 1.0,
    }
}

/// One criterion everywhere it is defined: all values, the candidate set, and the choice.
fn compare(name: &str, (persons, values): (usize, usize)) {
    let mut agreement = Agreement::new(name, PROMISED);
    let mut visited = 0;
    reference::<CriteriaFile>("catr_nextitem.json").each(|place, _, bank, scenario| {
        let Some(theirs) = scenario.criteria.get(name) else { return };
        let factor = factor(name, bank, &scenario.responses());
        let estimation = Estimation { quadrature: Some(quadrature(name)), ..bayes_modal() };
        let (candidates, chosen) = scenario.rank(bank, criterion(name), estimation);
        let items: Vec<u32> = candidates.iter().map(|candidate| candidate.item).collect();
        let expected: Vec<u32> = listed(&theirs.value).map(|(item, _)| item).collect();
        assert_eq!(items, expected, "{place} {name}: the items not answered");
        for (candidate, (item, value)) in candidates.iter().zip(listed(&theirs.value)) {
            agreement.check(factor * candidate.value, value, || format!("{place} item {item}"));
        }
        assert_eq!(best_candidates(&candidates), theirs.best(), "{place} {name}: the candidate set");
        assert!(theirs.best().contains(&chosen), "{place} {name}: we choose item {chosen}");
        visited += 1;
    });
    assert_eq!(visited, persons, "{name}: persons");
    agreement.conclude(values);
}

#[test]
fn maximum_information_agrees() {
    compare("MFI", ALL_MODELS);
}

#[test]
fn closest_difficulty_agrees() {
    compare("bOpt", DICHOTOMOUS);
}

#[test]
fn optimal_theta_agrees() {
    compare("thOpt", DICHOTOMOUS);
}

#[test]
fn weighted_information_agrees() {
    compare("MLWI", ALL_MODELS);
    compare("MPWI", ALL_MODELS);
}

#[test]
fn weighted_kullback_leibler_agrees() {
    compare("KL", ALL_MODELS);
    compare("KLP", ALL_MODELS);
}

#[test]
fn global_discrimination_agrees() {
    compare("GDI", DICHOTOMOUS);
    compare("GDIP", DICHOTOMOUS);
}

/// Every criterion in the file is compared, here or in `catr_expected.rs` or `catr_draws.rs`.
#[test]
fn no_criterion_is_left_out() {
    let mut names = BTreeSet::new();
    reference::<CriteriaFile>("catr_nextitem.json")
        .each(|_, _, _, scenario| names.extend(scenario.criteria.keys().cloned()));
    let here = ["MFI", "bOpt", "thOpt", "MLWI", "MPWI", "KL", "KLP", "GDI", "GDIP"];
    let expected = ["MEI", "MEPV"];
    let drawn = ["progressive", "progressive_precision", "proportional", "proportional_precision"];
    let compared = here.iter().chain(&expected).chain(&drawn).map(|name| (*name).into()).collect();
    assert_eq!(names, compared, "the criteria in the file");
}

/// Where an item is most informative, by catR's solution of Magis' (2013) cubic: the engine's distance from an
/// ability far off tells the place.
#[test]
fn places_of_most_information_agree() {
    let mut agreement = Agreement::new("θ*", Tolerance::both(1e-10));
    reference::<CriteriaFile>("catr_nextitem.json").each(|place, _, bank, scenario| {
        let Some(theirs) = scenario.criteria.get("thOpt") else { return };
        let selection = Selection { criterion: Criterion::OptimalTheta, randomesque: 1 };
        let design = Design { selection, estimation: bayes_modal(), ..Design::adaptive(bank, 30) };
        let test = Test::new(bank.clone(), design).expect("defined for these items");
        let far = -20.0;
        for candidate in test.rank(&scenario.responses(), Some(&[far]), 1).expect("answers fit the items") {
            let at = theirs.theta_max[candidate.item as usize].expect("every item has a place");
            agreement.check(far - candidate.value, at, || format!("{place} item {}", candidate.item));
        }
    });
    agreement.conclude(DICHOTOMOUS.1);
}
