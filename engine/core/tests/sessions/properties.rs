//! For any bank, design and answers: nothing panics, nothing is NaN, the course is what the design says,
//! and a log rebuilds its session at every step.

use std::sync::Arc;

use proptest::prelude::*;
use thetis_core::{Criterion, Design, Error, Estimate, Reason, Session, StopRule, Test, estimate};

use crate::cases::{Case, case, repeatable, responses};

/// Everything that can be seen of a session, floats as bits.
#[derive(Debug, PartialEq)]
struct Visible {
    log: Vec<u8>,
    next: Option<u32>,
    finished: Option<Reason>,
    estimate: Vec<u64>,
    course: Vec<u64>,
}

fn visible(session: &Session) -> Visible {
    let Estimate { theta, se, covariance, .. } = session.estimate();
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>();
    Visible {
        log: session.log(),
        next: session.next(),
        finished: session.finished(),
        estimate: bits(&[theta.as_slice(), se, covariance].concat()),
        course: session.steps().flat_map(|s| bits(&[s.theta, s.se].concat())).collect(),
    }
}

/// Whether a rule holds, by its definition.
fn holds(rule: &StopRule, session: &Session) -> bool {
    match rule {
        StopRule::StandardError { at_most } => session.estimate().se.iter().all(|se| se <= at_most),
        StopRule::Information { below } => {
            let bank = session.test().bank();
            let asked: Vec<u32> = session.steps().map(|s| s.answer.item).collect();
            let may_be_asked = |item: &u32| match &session.test().design().selection.criterion {
                Criterion::FixedOrder(order) => order.contains(item),
                _ => bank.is_available(*item),
            };
            let left = (0..bank.len()).filter(|item| may_be_asked(item) && !asked.contains(item));
            let theta = &session.estimate().theta;
            left.map(|item| bank.information(item, theta)).all(|information| information < *below)
        }
        StopRule::Any(rules) => rules.iter().any(|rule| holds(rule, session)),
        StopRule::All(rules) => rules.iter().all(|rule| holds(rule, session)),
    }
}

fn check_estimate(session: &Session) -> Result<(), TestCaseError> {
    let estimate = session.estimate();
    prop_assert!(estimate.theta.iter().all(|t| t.is_finite()), "θ {:?}", estimate.theta);
    prop_assert!(estimate.se.iter().all(|se| !se.is_nan() && *se >= 0.0), "SE {:?}", estimate.se);
    prop_assert!(estimate.covariance.iter().all(|c| !c.is_nan()), "covariance {:?}", estimate.covariance);
    Ok(())
}

/// The item asked may be asked now, and the criterion wants it.
fn check_choice(session: &Session, item: u32) -> Result<(), TestCaseError> {
    let test = session.test();
    let candidates = session.candidates();
    prop_assert!(candidates.iter().all(|c| !c.value.is_nan()), "no criterion value is NaN");
    let Some(asked) = candidates.iter().find(|c| c.item == item) else {
        return Err(TestCaseError::fail(format!("item {item} is asked but no candidate")));
    };
    prop_assert!(test.bank().is_available(item), "item {} is available", item);
    prop_assert!(session.steps().all(|s| s.answer.item != item), "item {} was not asked before", item);
    let better = candidates.iter().filter(|c| c.value > asked.value).count();
    let among = match &test.design().selection.criterion {
        Criterion::Random => candidates.len(),
        Criterion::FixedOrder(order) => {
            prop_assert_eq!(order.get(session.step_count() as usize), Some(&item), "the next in the order");
            1
        }
        Criterion::MaximumInformation | Criterion::DOptimality { .. } => {
            let in_order = candidates.windows(2).all(|pair| pair[0].item < pair[1].item);
            prop_assert!(in_order, "candidates come in the order of the bank");
            test.design().selection.randomesque as usize
        }
    };
    prop_assert!(better < among, "{} candidates are better than the item asked, of {} allowed", better, among);
    Ok(())
}

/// Going on or stopping is what the design says.
fn check_stop(session: &Session) -> Result<(), TestCaseError> {
    let stop = &session.test().design().stop;
    let answered = session.step_count();
    prop_assert_eq!(session.next().is_none(), session.finished().is_some(), "finished means nothing to ask");
    prop_assert!(answered <= stop.max_items, "{} answers of at most {}", answered, stop.max_items);
    let rule_met =
        answered > 0 && answered >= stop.min_items && stop.when.as_ref().is_some_and(|rule| holds(rule, session));
    match session.finished() {
        None => prop_assert!(!rule_met && answered < stop.max_items, "it goes on though it should have stopped"),
        Some(Reason::MaximumLength) => {
            prop_assert!(!rule_met && answered == stop.max_items, "at full length")
        }
        Some(Reason::BankExhausted) => {
            prop_assert!(!rule_met && session.candidates().is_empty(), "nothing is left to ask");
        }
        Some(Reason::StandardError | Reason::Information | Reason::AllRules) => {
            prop_assert!(rule_met, "a rule is named, so it holds");
        }
    }
    Ok(())
}

/// The reason named is one the rule can give.
fn check_reason(rule: &StopRule, reason: Reason, session: &Session) -> bool {
    holds(rule, session)
        && match rule {
            StopRule::StandardError { .. } => reason == Reason::StandardError,
            StopRule::Information { .. } => reason == Reason::Information,
            StopRule::All(_) => reason == Reason::AllRules,
            StopRule::Any(rules) => rules.iter().any(|rule| check_reason(rule, reason, session)),
        }
}

/// Answers that must be refused are, each with its error, and leave no trace.
fn check_refusals(session: &mut Session, case: &Case) -> Result<(), TestCaseError> {
    let before = visible(session);
    let bank = session.test().clone();
    let bank = bank.bank();
    let unknown = bank.len();
    prop_assert_eq!(session.answer(unknown, 0, 0, 0), Err(Error::UnknownItem { item: unknown }));
    prop_assert_eq!(session.answer(u32::MAX, 0, 0, 0), Err(Error::UnknownItem { item: u32::MAX }));
    let asked = session.next();
    let earlier: Vec<u32> = session.steps().map(|s| s.answer.item).collect();
    for item in 0..bank.len() {
        let refused = session.clone().answer(item, 0, 0, 0);
        match asked {
            None => prop_assert_eq!(refused, Err(Error::Finished)),
            Some(_) if earlier.contains(&item) => {
                prop_assert_eq!(refused, Err(Error::AnsweredTwice { item }))
            }
            Some(asked) if asked != item => prop_assert_eq!(refused, Err(Error::NotAsked { item })),
            Some(_) => prop_assert!(refused.is_ok(), "category 0 of the item asked"),
        }
        if asked != Some(item) {
            prop_assert!(session.answer(item, 0, 0, 0).is_err(), "item {} was not asked", item);
        }
    }
    if let Some(item) = asked {
        for category in [bank.categories(item), u32::MAX] {
            let expected = Err(Error::CategoryOutOfRange { item, category });
            prop_assert_eq!(session.answer(item, category, 0, 0), expected);
        }
    }
    prop_assert_eq!(visible(session), before, "refused answers change nothing (seed {})", case.seed);
    Ok(())
}

/// A session resumed from the log is this session.
fn check_resume(session: &Session, test: &Arc<Test>) -> Result<(), TestCaseError> {
    let resumed = Session::resume(test.clone(), &session.log());
    let resumed = resumed.map_err(|error| TestCaseError::fail(format!("the log is refused: {error}")))?;
    prop_assert_eq!(visible(&resumed), visible(session), "resumed and live sessions are one");
    prop_assert_eq!(resumed.seed(), session.seed());
    Ok(())
}

proptest! {
    #![proptest_config(repeatable(500))]

    #[test]
    fn a_session_keeps_its_promises_at_every_step(case in case()) {
        let mut session = Session::new(case.test.clone(), case.seed);
        loop {
            check_estimate(&session)?;
            check_stop(&session)?;
            check_refusals(&mut session, &case)?;
            check_resume(&session, &case.test)?;
            let afresh = estimate(case.test.bank(), responses(&session), &case.test.design().estimation);
            prop_assert_eq!(afresh.as_ref(), Ok(session.estimate()), "one estimate, step by step or at once");
            let Some(item) = session.next() else { break };
            check_choice(&session, item)?;
            let steps = session.step_count() as usize;
            case.advance(&mut session, item);
            prop_assert_eq!(session.step_count() as usize, steps + 1);
            let last = session.steps().last().expect("just answered").answer;
            let (category, response, centiseconds) = case.answer(steps, item);
            prop_assert_eq!((last.item, last.category, last.response, last.centiseconds), (item, category, response, centiseconds));
        }
        let reason = session.finished().expect("the loop ends when the session does");
        if let (Some(rule), Reason::StandardError | Reason::Information | Reason::AllRules) =
            (&case.test.design().stop.when, reason)
        {
            prop_assert!(check_reason(rule, reason, &session), "{:?} does not give {:?}", rule, reason);
        }
    }

    /// A design as numbers, as WebAssembly gets it, is the same design and makes the same log.
    #[test]
    fn a_design_as_numbers_is_the_same_design(case in case()) {
        let design = case.test.design();
        let words = design.to_words();
        let bank = Arc::new(case.test.bank().clone());
        let read = Design::from_words(&words, bank.dimensions());
        if design.estimation.prior.is_some() {
            // A prior of the design's own is for scoring in Rust and does not cross.
            prop_assert_eq!(read, Err(Error::Malformed));
            return Ok(());
        }
        prop_assert_eq!(read.as_ref(), Ok(design));
        let test = Test::from_words(bank, &words).map_err(|e| TestCaseError::fail(format!("refused: {e}")))?;
        prop_assert_eq!(test.design_digest(), case.test.design_digest());
        let session = case.take();
        let resumed = Session::resume(Arc::new(test), &session.log());
        prop_assert!(resumed.is_ok_and(|resumed| visible(&resumed) == visible(&session)), "its log is this log");
    }

    /// The same seed and answers give the same session; a draw depends on nothing else.
    #[test]
    fn a_session_is_a_function_of_seed_and_answers(case in case()) {
        prop_assert_eq!(visible(&case.take()), visible(&case.take()));
    }
}
