//! When a session ends and why: every rule worked out a second time, after every answer.

use std::sync::Arc;

use thetis_core::{
    Bank, Change, Design, Item, ItemModel, MultivariateNormal, PassScoring, Reason, Session, Stop, StopRule, Test,
};

use crate::classification;
use crate::support::cases::{Case, scored};
use crate::support::draw::each_case;
use crate::support::expected::Situation;

/// Estimates and standard errors before the first and after each scored answer.
fn scored_course(session: &Session) -> Vec<(Vec<f64>, Vec<f64>)> {
    let scored: Vec<u32> = scored(session).iter().map(|r| r.item).collect();
    let steps = session.steps().filter(|step| scored.contains(&step.answer.item));
    steps.map(|step| (step.theta.to_vec(), step.se.to_vec())).collect()
}

/// Whether something of the last pairs of scored answers has moved by no more than this.
fn is_still(
    course: &[(Vec<f64>, Vec<f64>)],
    steps: u32,
    at_most: f64,
    moved: impl Fn(&(Vec<f64>, Vec<f64>), &(Vec<f64>, Vec<f64>)) -> Vec<f64>,
) -> bool {
    let steps = steps as usize;
    course.len() > steps
        && course[course.len() - steps - 1..]
            .windows(2)
            .all(|pair| moved(&pair[0], &pair[1]).iter().all(|m| *m <= at_most))
}

/// Whether a rule holds; `None` where rounding decides.
fn holds(rule: &StopRule, session: &Session) -> Option<bool> {
    let estimate = session.estimate();
    let (bank, situation) = (session.test().bank(), Situation::of(session));
    let left = || situation.allowed().iter().map(|i| bank.information(*i, &estimate.theta)).fold(0.0, f64::max);
    let course = scored_course(session);
    Some(match rule {
        StopRule::StandardError { dimension: None, at_most } => estimate.se.iter().all(|se| se <= at_most),
        StopRule::StandardError { dimension: Some(d), at_most } => estimate.se[*d as usize] <= *at_most,
        StopRule::Information { below } => left() < *below,
        StopRule::Any(rules) => {
            let held: Vec<Option<bool>> = rules.iter().map(|rule| holds(rule, session)).collect();
            if held.contains(&None) && !held.contains(&Some(true)) {
                return None;
            }
            held.contains(&Some(true))
        }
        StopRule::All(rules) => {
            let held: Vec<Option<bool>> = rules.iter().map(|rule| holds(rule, session)).collect();
            if held.contains(&None) && !held.contains(&Some(false)) {
                return None;
            }
            !held.contains(&Some(false))
        }
        // Choi, Grady & Dodd (2011): hypo before the aim is reached, hyper afterwards.
        StopRule::PredictedReduction { below, above, standard_error } => {
            let se = estimate.se.iter().copied().fold(0.0, f64::max);
            let predicted = 1.0 / (1.0 / (se * se) + left()).sqrt();
            let enough = if se <= *standard_error { *above } else { *below };
            let reduction = se - predicted;
            if (reduction - enough).abs() < 1e-9 {
                return None;
            }
            se.is_finite() && reduction < enough
        }
        StopRule::Change { at_most, steps } => is_still(&course, *steps, *at_most, |(before, _), (after, _)| {
            before.iter().zip(after).map(|(b, a)| (b - a).abs()).collect()
        }),
        StopRule::Plateau { at_most, steps } => is_still(&course, *steps, *at_most, |(_, before), (_, after)| {
            let fall = |(b, a): (&f64, &f64)| if b.is_infinite() { f64::INFINITY } else { b - a };
            before.iter().zip(after).map(fall).collect()
        }),
        StopRule::Time { seconds } => {
            let hundredths: u64 = session.steps().map(|step| u64::from(step.answer.centiseconds)).sum();
            hundredths as f64 >= seconds * 100.0
        }
        StopRule::Classified(rule) => return classification::is_decided(*rule, session),
    })
}

/// The reason a rule that holds gives.
fn gives(rule: &StopRule, reason: Reason, session: &Session) -> bool {
    let own = match rule {
        StopRule::StandardError { .. } => Reason::StandardError,
        StopRule::Information { .. } => Reason::Information,
        StopRule::All(_) => Reason::AllRules,
        StopRule::PredictedReduction { .. } => Reason::PredictedReduction,
        StopRule::Change { .. } => Reason::Change,
        StopRule::Plateau { .. } => Reason::Plateau,
        StopRule::Time { .. } => Reason::Time,
        StopRule::Classified(_) => Reason::Classified,
        StopRule::Any(rules) => return rules.iter().any(|rule| gives(rule, reason, session)),
    };
    reason == own && holds(rule, session) != Some(false)
}

/// Going on or stopping is what the design says.
fn check(session: &Session) {
    let stop = &session.test().design().stop;
    let answered = session.step_count();
    assert!(answered <= stop.max_items, "{answered} answers of at most {}", stop.max_items);
    let applies = answered > 0 && answered >= stop.min_items;
    let met = match stop.when.as_ref().filter(|_| applies) {
        Some(rule) => holds(rule, session),
        None => Some(false),
    };
    match session.finished() {
        None => assert!(met != Some(true) && answered < stop.max_items, "it goes on though {:?} holds", stop.when),
        Some(Reason::MaximumLength) => assert!(met != Some(true) && answered == stop.max_items, "at full length"),
        Some(Reason::BankExhausted) => {
            assert!(met != Some(true) && session.candidates().is_empty(), "nothing is left to ask");
        }
        Some(reason) => {
            let rule = stop.when.as_ref().expect("a rule is named");
            assert!(met != Some(false) && gives(rule, reason, session), "{reason:?} though not {rule:?}");
        }
    }
}

#[test]
fn a_session_ends_when_and_why_its_rules_say() {
    let mut reasons = std::collections::BTreeMap::<u32, u32>::new();
    each_case("stopping", 10_000, |draw, size| {
        let session = Case::draw(draw, size).take(check);
        *reasons.entry(session.finished().map_or(0, Reason::code)).or_default() += 1;
    });
    // All but "no feasible test", which only shadow tests give; a session that goes on after an amendment has none.
    for code in 1..=10 {
        assert!(reasons.get(&code).is_some_and(|times| *times >= 20), "reason {code}: {reasons:?}");
    }
}

fn bank() -> Arc<Bank> {
    let items = (0..30).map(|i| Item::new(ItemModel::two_pl(1.3, f64::from(i % 10) * 0.4 - 2.0))).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    Arc::new(Bank::new(1.0, prior, items, "stopping").expect("a sound bank"))
}

fn with(rule: StopRule) -> Arc<Test> {
    let bank = bank();
    let mut design =
        Design { stop: Stop { min_items: 0, max_items: 30, when: Some(rule) }, ..Design::adaptive(&bank, 30) };
    design.answers.skip = PassScoring::Ignored;
    design.answers.change = Change::All;
    Arc::new(Test::new(bank, design).expect("a sound design"))
}

/// An item passed on and ignored moves nothing, which is no sign that enough is known.
#[test]
fn items_that_are_not_scored_are_no_standstill() {
    for rule in [StopRule::Change { at_most: 0.05, steps: 1 }, StopRule::Plateau { at_most: 0.01, steps: 1 }] {
        let mut session = Session::new(with(rule), 1);
        for right in [1, 0, 1] {
            let item = session.next().expect("it has hardly begun");
            session.answer(item, right, 0, 100).expect("the item asked");
        }
        assert_eq!(session.finished(), None, "estimates still move");
        let item = session.next().expect("it goes on");
        session.pass(item, thetis_core::Pass::Skipped, 100).expect("items may be skipped");
        assert_eq!(session.finished(), None, "a skipped item tells nothing");
    }
}

/// The time of an answer is the time it took as it stands.
#[test]
fn time_counts_every_answer_once() {
    let mut session = Session::new(with(StopRule::Time { seconds: 10.0 }), 1);
    for _ in 0..3 {
        let item = session.next().expect("time is left");
        session.answer(item, 1, 0, 250).expect("the item asked");
    }
    session.amend(1, 0, 0, 499).expect("answers may be changed");
    assert_eq!(session.finished(), None, "9.99 seconds");
    session.amend(1, 0, 0, 500).expect("answers may be changed");
    assert_eq!(session.finished(), Some(Reason::Time), "10 seconds");
    session.amend(1, 0, 0, 250).expect("answers may be changed");
    assert!(session.next().is_some(), "and it goes on");
}
