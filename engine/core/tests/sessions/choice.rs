//! What is asked: nothing twice, nothing the blueprint does not allow, and the best of what it does.

use std::collections::BTreeSet;

use thetis_core::{Blueprint, Candidate, Criterion, Session, Start};

use crate::support::cases::{Case, scored};
use crate::support::draw::each_case;
use crate::support::expected::Situation;

/// The candidates are what the documentation of the blueprint leaves.
fn check_candidates(session: &Session) {
    let situation = Situation::of(session);
    let candidates: BTreeSet<u32> = session.candidates().iter().map(|c| c.item).collect();
    let pilot = situation.design.blueprint.pilot;
    let position = session.step_count() + 1;
    let is_pilot = candidates.iter().any(|item| situation.bank.is_pilot(*item));
    if is_pilot {
        assert!((pilot.from..=pilot.to).contains(&position), "a pilot item at position {position}");
        assert!(situation.pilots_asked() < pilot.items, "no more pilot items than the design has");
        assert_eq!(candidates, situation.pilots_left().into_iter().collect(), "all pilot items left");
    } else {
        let allowed: BTreeSet<u32> = situation.allowed().into_iter().collect();
        assert_eq!(candidates, allowed, "what the blueprint allows: {situation:?}");
    }
}

/// The criterion wants the item that is asked.
fn check_criterion(session: &Session, item: u32) {
    let design = session.test().design();
    let candidates = session.candidates();
    let Some(asked) = candidates.iter().find(|c| c.item == item) else {
        panic!("item {item} is asked but no candidate: {candidates:?}");
    };
    let better = candidates.iter().filter(|c| c.value > asked.value).count();
    let among = match &design.selection.criterion {
        _ if session.test().bank().is_pilot(item) => candidates.len(),
        Criterion::Random => candidates.len(),
        Criterion::FixedOrder(order) => {
            let place = |item: u32| order.iter().position(|other| *other == item);
            assert!(candidates.iter().all(|c| place(c.item) >= place(item)), "the next in the order");
            1
        }
        Criterion::Proportional(_) => {
            assert!(candidates.iter().all(|c| (0.0..=1.0).contains(&c.value)), "shares: {candidates:?}");
            assert!(asked.value > 0.0, "an item that has a share");
            candidates.len()
        }
        _ => {
            let in_order = candidates.windows(2).all(|pair| pair[0].item < pair[1].item);
            assert!(in_order, "candidates come in the order of the bank");
            let first_of_equals = |c: &Candidate| c.value < asked.value || c.item >= item;
            if design.selection.randomesque == 1 {
                assert!(candidates.iter().all(first_of_equals), "the first of the best: {candidates:?}");
            }
            design.selection.randomesque as usize
        }
    };
    assert!(better < among, "{better} candidates are better than the item asked, of {among} allowed");
}

#[test]
fn what_is_asked_may_be_asked_and_is_wanted() {
    each_case("choice", 6_000, |draw, size| {
        let case = Case::draw(draw, size);
        case.take(|session| {
            check_candidates(session);
            let Some(item) = session.next() else { return };
            let (bank, design) = (session.test().bank(), session.test().design());
            let asked: Vec<u32> = session.steps().map(|step| step.answer.item).collect();
            assert!(!asked.contains(&item), "item {item} was asked before");
            assert!(!session.excluded().contains(&item), "item {item} is excluded");
            assert!(bank.is_available(item) || bank.is_pilot(item), "item {item} is retired");
            if design.start.items.get(asked.len()) != Some(&item) {
                check_criterion(session, item);
            }
        });
    });
}

/// What [`Test::rank`](thetis_core::Test::rank) says of answers is what a session says of them that has given them.
#[test]
fn ranking_for_answers_is_that_of_a_session() {
    each_case("rank", 4_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |_, _, design| {
            // The blueprint is left aside.
            (design.blueprint, design.start) = (Blueprint::default(), Start::default());
        });
        case.take(|session| {
            let responses = scored(session);
            if responses.len() as u32 == session.step_count() && session.excluded().is_empty() {
                let ranked = case.test.rank(&responses, None, case.seed).expect("answers of a session");
                assert_eq!(ranked, session.candidates(), "{:?}", case.test.design().selection);
                let theta = &session.estimate().theta;
                let at_theta = case.test.rank(&responses, Some(theta), case.seed).expect("answers of a session");
                assert_eq!(at_theta, ranked, "at the estimate, said or not");
            }
        });
    });
}
