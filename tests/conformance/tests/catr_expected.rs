//! Criteria that average over the answer to come, against R catR 3.17: expected information (MEI) and expected
//! posterior variance (MEPV), nine models, four persons each.
//!
//! MEI agrees for four estimators and both kinds of information, but for [`LOWER`] of 7,200 values. Of several
//! solutions of a 3PL or 4PL likelihood equation catR takes the one that its search comes across, we the highest
//! maximum on the range: each of these values is shown to be the MEI at solutions of which one is lower.
//!
//! MEPV exists in two ways. catR weighs the variances after each answer with the categories' chances *at the
//! estimate*, `Σ_k P_k(θ̂) Var(θ | k)`, as its manual says; van der Linden (1998), whom it cites, with the chances that
//! the posterior predicts, `Σ_k P(k | answers) Var(θ | k)`, which makes it an expectation. We have both: the first is
//! compared with catR, both with sums over variances from `estimate`.

use thetis_conformance::catr_criteria::{
    CriteriaFile, Scenario, bayes_modal, best_candidates, expected_variance, listed,
};
use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Bank, Criterion, Curves, Estimation, Estimator, Response, estimate};

/// What the project promises of criteria. Nothing to speak of is allowed absolutely: values may be small.
const PROMISED: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-15 };

/// What it promises of MEI, whose estimates catR leaves to its root finder.
const PROMISED_OF_MEI: Tolerance = Tolerance { relative: 1e-6, absolute: 1e-15 };

/// Nine models, four persons.
const PERSONS: usize = 36;

/// 30 items less 1, 3, 6 and 10 answered.
const VALUES: usize = 900;

/// Persons for whom both definitions of MEPV choose the same item.
const SAME_CHOICE: usize = 35;

/// What rounding, and for Warm's estimator quadrature, may hide in the height of a maximum.
const HEIGHT: f64 = 1e-5;

/// Steps of that quadrature.
const STEPS: u32 = 2000;

/// Values for which catR does not take the highest maximum.
const LOWER: usize = 14;

/// catR's estimator and its equation.
fn method(name: &str) -> (Estimation, Correction) {
    let (estimator, correction) = match name {
        "BM" => (Estimator::Map, Correction::Normal { mean: 0.0, sd: 1.0 }),
        "ML" => (Estimator::Ml, Correction::None),
        "WL" => (Estimator::Wle, Correction::Warm),
        "EAP" => (Estimator::Eap, Correction::None),
        other => panic!("no estimator is called {other}"),
    };
    let standard_error = Estimation::new(estimator).standard_error;
    (Estimation { estimator, standard_error, ..bayes_modal() }, correction)
}

/// Roots of an estimating equation on ±4 and the ends.
fn solutions(equation: &Equation<'_>) -> Vec<f64> {
    let grid: Vec<f64> = (0..=800_u32).map(|j| -4.0 + 0.01 * f64::from(j)).collect();
    let mut found = vec![-4.0, 4.0];
    for pair in grid.windows(2) {
        let (mut low, mut high) = (pair[0], pair[1]);
        let rising = equation.value(low) < 0.0;
        if rising == (equation.value(high) < 0.0) {
            continue;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if (equation.value(middle) < 0.0) == rising { low = middle } else { high = middle }
        }
        found.push(0.5 * (low + high));
    }
    found
}

/// What an answer tells at an ability: observed or expected information.
fn information(bank: &Bank, answer: Response, theta: f64, observed: bool) -> f64 {
    let mut curves = Curves::new();
    bank.curves(answer.item, &[theta], &mut curves);
    let chosen = curves.categories()[answer.category as usize];
    let score = chosen.d1() / chosen.probability;
    let unit = if observed { score * score - chosen.d2() / chosen.probability } else { curves.information() };
    bank.item(answer.item).slopes()[0].powi(2) * unit
}

/// Whether `theirs` is the MEI of a dichotomous item at solutions none of which is higher than our estimates, and at
/// least one lower.
fn is_at_lower_solutions(
    bank: &Bank,
    scenario: &Scenario,
    item: u32,
    (estimation, correction): &(Estimation, Correction),
    observed: bool,
    theirs: f64,
) -> bool {
    let mut curves = Curves::new();
    bank.curves(item, &[scenario.theta], &mut curves);
    // Of both answers: contributions to the MEI, and how much lower the solution is than ours.
    let options: Vec<Vec<(f64, f64)>> = [0, 1]
        .map(|category| {
            let answer = Response { item, category };
            let mut answers = scenario.responses();
            answers.push(answer);
            let ours = estimate(bank, answers.iter().copied(), estimation).expect("answers fit the items").theta[0];
            let equation = Equation::new(bank, &answers, *correction);
            let chance = curves.categories()[category as usize].probability;
            let option =
                |theta: f64| (chance * information(bank, answer, theta, observed), -equation.rise(ours, theta, STEPS));
            solutions(&equation).into_iter().chain([ours]).map(option).collect()
        })
        .to_vec();
    options[0].iter().any(|(wrong, lower)| {
        options[1].iter().any(|(right, also)| {
            let same = (wrong + right - theirs).abs() <= PROMISED_OF_MEI.relative * theirs.abs();
            same && *lower > -HEIGHT && *also > -HEIGHT && lower.max(*also) > HEIGHT
        })
    })
}

#[test]
fn expected_information_agrees() {
    let (mut persons, mut lower) = (0, 0);
    for name in ["BM", "ML", "WL", "EAP"] {
        for (kind, observed) in [("observed", true), ("Fisher", false)] {
            let variant = format!("{name}_{kind}");
            let method = method(name);
            let mut agreement = Agreement::new(&format!("MEI {variant}"), PROMISED_OF_MEI);
            reference::<CriteriaFile>("catr_nextitem.json").each(|place, case, bank, scenario| {
                let theirs = &scenario.criteria["MEI"];
                assert_eq!(theirs.variants.len(), 8, "{place}: estimators and kinds");
                let (candidates, chosen) =
                    scenario.rank(bank, Criterion::ExpectedInformation { observed }, method.0.clone());
                for (candidate, (item, value)) in candidates.iter().zip(listed(&theirs.variants[&variant])) {
                    assert_eq!(candidate.item, item, "{place}: the items not answered");
                    let asymptotes = ["3PL", "4PL"].contains(&case.model.as_str());
                    let apart = (candidate.value - value).abs() > PROMISED_OF_MEI.relative * value.abs();
                    let searched = ["ML", "WL"].contains(&name);
                    if apart && asymptotes && searched {
                        let explained = is_at_lower_solutions(bank, scenario, item, &method, observed, value);
                        assert!(explained, "{place} {variant} item {item}: {} for {value}", candidate.value);
                        lower += 1;
                    } else {
                        agreement.check(candidate.value, value, || format!("{place} item {item}"));
                    }
                }
                // The one by which catR selects.
                if variant == "BM_observed" {
                    assert_eq!(theirs.variants[&variant], theirs.value, "{place}: catR's default");
                    assert_eq!(best_candidates(&candidates), theirs.best(), "{place}: the candidate set");
                    assert!(theirs.best().contains(&chosen), "{place}: we choose item {chosen}");
                }
                persons += 1;
            });
            agreement.conclude(VALUES - LOWER);
        }
    }
    assert_eq!(persons, 8 * PERSONS, "persons, estimators and kinds");
    assert_eq!(lower, LOWER, "values at a lower maximum");
}

#[test]
fn expected_posterior_variance_agrees() {
    let mut catr = Agreement::new("MEPV", PROMISED);
    let mut naive = Agreement::new("MEPV, chances at the estimate, computed apart", PROMISED);
    let mut predicted = Agreement::new("MEPV, predicted chances, computed apart", PROMISED);
    let mut same_choice = 0;
    reference::<CriteriaFile>("catr_nextitem.json").each(|place, _, bank, scenario| {
        let theirs = &scenario.criteria["MEPV"];
        let answers = scenario.responses();
        let rank = |predictive| scenario.rank(bank, Criterion::ExpectedPosteriorVariance { predictive }, bayes_modal());
        let (candidates, chosen) = rank(false);
        for (candidate, (item, value)) in candidates.iter().zip(listed(&theirs.value)) {
            assert_eq!(candidate.item, item, "{place}: the items not answered");
            catr.check(-candidate.value, value, || format!("{place} item {item}"));
            let apart = expected_variance(bank, &answers, item, Some(scenario.theta));
            naive.check(-candidate.value, apart, || format!("{place} item {item}"));
        }
        assert_eq!(best_candidates(&candidates), theirs.best(), "{place}: the candidate set");
        assert!(theirs.best().contains(&chosen), "{place}: we choose item {chosen}");
        let (candidates, chosen) = rank(true);
        for candidate in candidates {
            let apart = expected_variance(bank, &answers, candidate.item, None);
            predicted.check(-candidate.value, apart, || format!("{place} item {}", candidate.item));
        }
        same_choice += usize::from(theirs.best().contains(&chosen));
    });
    catr.conclude(VALUES);
    naive.conclude(VALUES);
    predicted.conclude(VALUES);
    assert_eq!(same_choice, SAME_CHOICE, "persons for whom both definitions choose the same item");
}
