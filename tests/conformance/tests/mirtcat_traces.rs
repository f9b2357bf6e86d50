//! Joint MAP in two and three dimensions agrees with the courses of 24 adaptive tests of R mirtCAT 1.14, and
//! the engine's sessions ask the items mirtCAT asked, by each of its criteria: D-, T- and E-rule without prior, D-rule
//! with prior, KL. Where mirtCAT's A-rule goes by a pseudo-inverse, which it does to the last step of its four tests
//! (a dimension is never measured, and counts as known), its items are shown to be the best by that and given.
//!
//! mirtCAT reports errors from *observed* information. Its optimiser stops within 1e-5 of the mode and
//! takes its Hessian by differences: the estimates agree to that, and ours are shown to be the higher ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use thetis_conformance::matrices::{d_criterion, information_of, is_singular};
use thetis_conformance::mirtcat::{MultidimensionalFile, Trace, a_rule, criterion, responses};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{
    Bank, Criterion, Curves, Design, Estimation, Estimator, Reason, Response, Selection, Session, StandardErrorKind,
    Start, Stop, StopRule, Test, estimate,
};

/// Where mirtCAT's optimiser stops.
const OPTIMISER: Tolerance = Tolerance { relative: 0.0, absolute: 1e-5 };

/// What its difference Hessian leaves.
const HESSIAN: Tolerance = Tolerance { relative: 0.0, absolute: 3e-5 };

fn map(standard_error: StandardErrorKind) -> Estimation {
    Estimation { standard_error, ..Estimation::new(Estimator::Map) }
}

fn for_each_trace(mut visit: impl FnMut(&str, &Trace, &Bank)) {
    let file: MultidimensionalFile = reference("mirtcat_multidim.json");
    assert_eq!(file.traces.len(), 24, "two persons, six criteria, two and three dimensions");
    for (number, trace) in file.traces.iter().enumerate() {
        let bank = file.bank(trace.dim).bank();
        visit(&format!("trace {number} ({} dimensions, {})", trace.dim, trace.criteria), trace, &bank);
    }
}

#[test]
fn joint_map_and_observed_information_errors_agree() {
    let mut theta = Agreement::new("joint MAP θ", OPTIMISER);
    let mut se = Agreement::new("joint MAP SE, observed information", HESSIAN);
    for_each_trace(|name, trace, bank| {
        for n in 0..=trace.items.len() {
            let answers = responses(&trace.items[..n], &trace.scored[..n]);
            let ours = estimate(bank, answers, &map(StandardErrorKind::Observed)).expect("answers fit the items");
            for j in 0..trace.dim {
                theta.check(ours.theta[j], trace.thetas_history[n][j], || format!("{name} after {n}"));
                se.check(ours.se[j], trace.se_history[n][j], || format!("{name} after {n}"));
            }
        }
    });
    // 12 tests of 2 and 12 of 3 dimensions, 11 estimates each.
    theta.conclude(660);
    se.conclude(660);
}

/// `ln L(θ) − ½ (θ − μ)ᵀ Σ⁻¹ (θ − μ)` and its gradient; mirtCAT's prior has mean 0, variances 1 and
/// correlations 0.4, whose inverse is written down here.
fn log_posterior(bank: &Bank, answers: &[Response], theta: &[f64]) -> (f64, Vec<f64>) {
    let k = theta.len();
    let r = 0.4;
    // Inverse of (1 − r) I + r 11ᵀ.
    let off = -r / ((1.0 - r) * (1.0 + (k as f64 - 1.0) * r));
    let sum: f64 = theta.iter().sum();
    let prior_slope: Vec<f64> = theta.iter().map(|t| -(t / (1.0 - r) + off * sum)).collect();
    let mut value: f64 = 0.5 * theta.iter().zip(&prior_slope).map(|(t, s)| t * s).sum::<f64>();
    let mut gradient = prior_slope;
    let mut curves = Curves::new();
    for answer in answers {
        bank.curves(answer.item, theta, &mut curves);
        let chosen = curves.categories()[answer.category as usize];
        let item = bank.item(answer.item);
        value += item.log_probability(theta, answer.category);
        for (a, j) in item.slopes().iter().zip(item.dimensions()) {
            gradient[*j as usize] += a * chosen.d1() / chosen.probability;
        }
    }
    (value, gradient)
}

#[test]
fn ours_is_the_mode() {
    let mut steps = 0;
    for_each_trace(|name, trace, bank| {
        for n in 1..=trace.items.len() {
            let answers = responses(&trace.items[..n], &trace.scored[..n]);
            let ours = estimate(bank, answers.clone(), &map(StandardErrorKind::Observed)).expect("answers fit");
            let (height, gradient) = log_posterior(bank, &answers, &ours.theta);
            let (theirs, _) = log_posterior(bank, &answers, &trace.thetas_history[n]);
            assert!(height >= theirs - 1e-14, "{name} after {n}: our posterior density is not lower than mirtCAT's");
            assert!(gradient.iter().all(|g| g.abs() < 1e-9), "{name} after {n}: the gradient vanishes: {gradient:?}");
            steps += 1;
        }
    });
    assert!(steps >= 200, "{steps} estimates examined");
}

/// The item with the largest determinant is, at every step but the first, the one mirtCAT asked next (it is
/// told to begin with item 1). Without a prior the determinants in three dimensions are zero but for rounding
/// until three items are answered, and choose by noise: the second step of those two tests is left out.
#[test]
fn the_largest_determinant_is_the_item_mirtcat_asks() {
    let mut steps = 0;
    for_each_trace(|name, trace, bank| {
        let prior = match trace.criteria.as_str() {
            "DPrule" => true,
            "Drule" => false,
            _ => return,
        };
        for n in 1..trace.items.len() {
            if !prior && n + 1 < trace.dim {
                continue;
            }
            let answers = responses(&trace.items[..n], &trace.scored[..n]);
            let answered: Vec<u32> = answers.iter().map(|r| r.item).collect();
            let theta =
                estimate(bank, answers, &map(StandardErrorKind::Observed)).expect("answers fit the items").theta;
            let value = |item: &u32| d_criterion(bank, &answered, *item, &theta, prior);
            let left = (0..bank.len()).filter(|item| !answered.contains(item));
            let best = left.max_by(|a, b| value(a).total_cmp(&value(b))).expect("items are left");
            assert_eq!(best + 1, trace.items[n], "{name}: item number {}", n + 1);
            steps += 1;
        }
    });
    // 8 tests of 10 items, less 8 first items and 2 second ones.
    assert_eq!(steps, 70, "steps followed");
}

/// The engine's candidates carry that determinant, and it asks the largest.
#[test]
fn the_engine_follows_the_largest_determinant() {
    let mut agreement = Agreement::new("D-optimality of a session", Tolerance { relative: 1e-11, absolute: 1e-13 });
    for_each_trace(|name, trace, bank| {
        for prior in [false, true] {
            let bank = Arc::new(bank.clone());
            let criterion = Criterion::d_optimality(prior, trace.dim);
            let design = Design {
                selection: Selection { criterion, randomesque: 1 },
                estimation: map(StandardErrorKind::Observed),
                ..Design::adaptive(&bank, 10)
            };
            let mut session = Session::new(Arc::new(Test::new(bank.clone(), design).expect("a sound design")), 1);
            let mut answered: Vec<u32> = Vec::new();
            while let Some(item) = session.next() {
                let candidates = session.candidates();
                let theta = session.estimate().theta.clone();
                for c in &candidates {
                    let value = d_criterion(&bank, &answered, c.item, &theta, prior);
                    agreement.check(c.value, value, || {
                        format!("{name}, prior {prior}, after {answered:?}, item {}", c.item)
                    });
                }
                let asked = candidates.iter().find(|c| c.item == item).expect("the item asked is a candidate");
                let largest = candidates.iter().all(|c| c.value <= asked.value);
                assert!(largest, "{name}: the item asked has the largest value");
                answered.push(item);
                session.answer(item, trace.responses_full[item as usize], 0, 0).expect("an answer mirtCAT recorded");
            }
        }
    });
    // 24 persons, with and without prior, 24 + 23 + … + 15 candidates.
    agreement.conclude(24 * 2 * 195);
}

/// How many of mirtCAT's first items are not chosen by the rule's values alone: the first, which it is told to ask;
/// with the D- and E-rules those asked while every value is zero but for rounding; with the A-rule those asked while
/// its pseudo-inverse stands for an information matrix that is singular, which are shown to be the best by that.
fn given(name: &str, trace: &Trace, bank: &Bank) -> usize {
    let mut given = 1;
    for n in 1..trace.items.len() {
        let answers = responses(&trace.items[..n], &trace.scored[..n]);
        let theta = estimate(bank, answers.clone(), &map(StandardErrorKind::Observed)).expect("answers fit").theta;
        let asked: Vec<u32> = answers.iter().map(|answer| answer.item).collect();
        let after = |item: &u32| information_of(bank, asked.iter().copied().chain([*item]), &theta);
        let left: Vec<u32> = (0..bank.len()).filter(|item| !asked.contains(item)).collect();
        let singular = left.iter().filter(|item| is_singular(&after(item))).count();
        match trace.criteria.as_str() {
            "Drule" | "Erule" if singular == left.len() => given = n + 1,
            "Arule" if singular > 0 => {
                let value = |item: &u32| a_rule(&after(item));
                let best = left.iter().max_by(|a, b| value(a).total_cmp(&value(b))).expect("items are left");
                assert_eq!(best + 1, trace.items[n], "{name}: item number {} by the pseudo-inverse", n + 1);
                given = n + 1;
            }
            _ => {}
        }
    }
    given
}

/// By all six criteria the engine asks the items that mirtCAT asked, reports its estimates and errors on the way, and
/// ends with it. mirtCAT's A-rule without prior is the exception ([`given`]).
#[test]
fn sessions_follow_mirtcat_by_every_criterion() {
    let mut theta = Agreement::new("sessions' θ", OPTIMISER);
    let mut se = Agreement::new("sessions' SE", HESSIAN);
    let mut chosen = BTreeMap::new();
    for_each_trace(|name, trace, bank| {
        let bank = Arc::new(bank.clone());
        let given = given(name, trace, &bank);
        let design = Design {
            start: Start { theta: Vec::new(), items: trace.items[..given].iter().map(|item| item - 1).collect() },
            selection: Selection { criterion: criterion(&trace.criteria, trace.dim), randomesque: 1 },
            estimation: map(StandardErrorKind::Observed),
            stop: Stop {
                min_items: 3,
                max_items: 10,
                when: Some(StopRule::StandardError { dimension: None, at_most: 0.35 }),
            },
            ..Design::adaptive(&bank, 10)
        };
        let mut session = Session::new(Arc::new(Test::new(bank.clone(), design).expect("a sound design")), 1);
        while let Some(item) = session.next() {
            session.answer(item, trace.responses_full[item as usize], 0, 0).expect("an answer mirtCAT recorded");
        }
        let items: Vec<u32> = session.steps().map(|step| step.answer.item + 1).collect();
        assert_eq!(items, trace.items, "{name}: items asked");
        assert_eq!(session.finished(), Some(Reason::MaximumLength), "{name}: no standard error falls below 0.35");
        for (n, step) in session.steps().enumerate() {
            for j in 0..trace.dim {
                theta.check(step.theta[j], trace.thetas_history[n + 1][j], || format!("{name} after {}", n + 1));
                se.check(step.se[j], trace.se_history[n + 1][j], || format!("{name} after {}", n + 1));
            }
        }
        *chosen.entry(trace.criteria.clone()).or_insert(0) += items.len() - given;
    });
    theta.conclude(600);
    se.conclude(600);
    // Of 36 items that were not asked first, in four tests each.
    let expected = CHOSEN.map(|(criterion, count)| (criterion.to_owned(), count));
    assert_eq!(chosen, BTreeMap::from(expected), "items the engine chose itself");
}

/// Items that the engine chooses as mirtCAT did, of 36.
const CHOSEN: [(&str, usize); 6] =
    [("Arule", 0), ("DPrule", 36), ("Drule", 34), ("Erule", 34), ("KL", 36), ("Trule", 36)];
