//! Pilot items: as many as the design has, where it has them, each position and each item equally likely, and
//! never scored.

use std::collections::BTreeMap;
use std::sync::Arc;

use thetis_core::{
    Bank, Criterion, Design, Item, ItemModel, ItemSet, ItemStatus, MultivariateNormal, Pilot, Selection, Session, Test,
};

use crate::support::blueprints;
use crate::support::cases::{Act, Case};
use crate::support::draw::{Draw, each_case};
use crate::support::statistics::assert_uniform;

fn case(draw: &mut Draw, size: f64) -> Case {
    Case::shaped(draw, size, &mut |draw, bank, design| design.blueprint.pilot = blueprints::pilot(draw, bank))
}

fn pilot_positions(session: &Session) -> Vec<u32> {
    let bank = session.test().bank();
    (1..).zip(session.steps()).filter(|(_, step)| bank.is_pilot(step.answer.item)).map(|(place, _)| place).collect()
}

#[test]
fn as_many_are_asked_as_the_design_has_where_it_has_them() {
    let mut complete = 0;
    each_case("pilots", 8_000, |draw, size| {
        let case = case(draw, size);
        let session = case.take(|_| {});
        let design = case.test.design();
        let pilot = design.blueprint.pilot;
        let positions = pilot_positions(&session);
        assert!(positions.iter().all(|place| (pilot.from..=pilot.to).contains(place)), "{positions:?}: {pilot:?}");
        assert!(positions.len() as u32 <= pilot.items, "{positions:?}: {pilot:?}");
        let bank = case.test.bank();
        let left = (0..bank.len()).filter(|item| bank.is_pilot(*item) && !case.excluded.contains(item)).count() as u32;
        // A start item keeps its position, and a set in progress is finished first.
        let undisturbed = (design.start.items.len() as u32) < pilot.from && design.blueprint.sets.is_empty();
        if pilot.items > 0 && undisturbed && session.step_count() >= pilot.to {
            complete += 1;
            assert_eq!(positions.len() as u32, pilot.items.min(left), "{positions:?}: {pilot:?}");
        }
    });
    assert!(complete > 500, "{complete} tests went beyond the last position of a pilot item");
}

/// The same act, but another answer where it concerns a pilot item.
fn otherwise(session: &Session, act: Act) -> Act {
    let bank = session.test().bank();
    let another = |item: u32, category: u32| {
        if bank.is_pilot(item) { (category + 1) % bank.categories(item) } else { category }
    };
    match act {
        Act::Answer { item, category, response, centiseconds } => {
            Act::Answer { item, category: another(item, category), response, centiseconds }
        }
        Act::Pass { item, centiseconds, .. } if bank.is_pilot(item) => {
            Act::Answer { item, category: 0, response: 0, centiseconds }
        }
        Act::Pass { .. } => act,
        Act::Amend { index, category, response, centiseconds } => {
            let item = session.step(index).expect("an answer").answer.item;
            Act::Amend { index, category: another(item, category), response, centiseconds }
        }
    }
}

/// Other answers to pilot items change nothing of the estimates, nor of what is asked.
#[test]
fn they_are_never_scored() {
    each_case("pilots are not scored", 4_000, |draw, size| {
        let case = case(draw, size);
        let mut person = case.person.clone();
        let (mut session, mut twin) = (case.begin(), case.begin());
        while let Some(act) = person.act(&session) {
            let other = otherwise(&session, act);
            act.perform(&mut session).expect("allowed");
            other.perform(&mut twin).expect("allowed");
            assert_eq!(session.estimate(), twin.estimate(), "after {act:?} and {other:?}");
            assert_eq!(session.next(), twin.next(), "after {act:?} and {other:?}");
            assert_eq!(session.finished(), twin.finished(), "after {act:?} and {other:?}");
        }
    });
}

/// Six operational items, four pilot items; eight are asked.
fn test(criterion: Criterion, pilot: Pilot) -> Arc<Test> {
    let item = |(place, b): (usize, &f64)| Item {
        status: if place % 5 < 3 { ItemStatus::Operational } else { ItemStatus::Pilot },
        ..Item::new(ItemModel::two_pl(1.0 + *b / 4.0, *b))
    };
    let items = [-1.5, -1.0, -0.5, 0.0, 0.2, 0.4, 0.9, 1.3, 1.8, 2.2].iter().enumerate().map(item).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let bank = Arc::new(Bank::new(1.0, prior, items, "pilots").expect("a sound bank"));
    let mut design = Design::adaptive(&bank, 8);
    design.selection = Selection { criterion, randomesque: 1 };
    design.blueprint.pilot = pilot;
    Arc::new(Test::new(bank, design).expect("a sound design"))
}

fn take(test: &Arc<Test>, seed: u64) -> Session {
    let mut session = Session::new(test.clone(), seed);
    while let Some(item) = session.next() {
        session.answer(item, item % 2, 0, 0).expect("the item asked");
    }
    session
}

#[test]
fn every_choice_of_positions_and_of_items_is_equally_likely() {
    for criterion in [Criterion::MaximumInformation, Criterion::FixedOrder(vec![0, 1, 2, 5, 6, 7])] {
        let test = test(criterion, Pilot { items: 2, from: 2, to: 6 });
        let (mut positions, mut items) = (BTreeMap::<Vec<u32>, u32>::new(), BTreeMap::<u32, u32>::new());
        for seed in 0..10_000 {
            let session = take(&test, seed);
            assert_eq!(session.step_count(), 8, "pilot items count for the length");
            *positions.entry(pilot_positions(&session)).or_default() += 1;
            for step in session.steps().filter(|step| test.bank().is_pilot(step.answer.item)) {
                *items.entry(step.answer.item).or_default() += 1;
            }
        }
        assert_uniform(&positions.into_values().collect::<Vec<_>>(), 10, "two of five positions");
        assert_uniform(&items.into_values().collect::<Vec<_>>(), 4, "four pilot items");
    }
}

/// A set that start items have left is over, and no reason to put pilot items off.
#[test]
fn a_set_left_unfinished_puts_no_pilot_item_off() {
    let whole = test(Criterion::MaximumInformation, Pilot { items: 2, from: 3, to: 7 });
    let mut design = whole.design().clone();
    design.start.items = vec![0, 1];
    design.blueprint.sets = vec![ItemSet { items: vec![0, 2], min: 2, max: 2, ordered: false }];
    let test = Arc::new(Test::new(Arc::new(whole.bank().clone()), design).expect("a sound design"));
    for seed in 0..50 {
        assert_eq!(pilot_positions(&take(&test, seed)).len(), 2, "seed {seed}");
    }
}

#[test]
fn excluded_pilot_items_are_not_asked_and_their_positions_are_used_otherwise() {
    let test = test(Criterion::MaximumInformation, Pilot { items: 2, from: 1, to: 8 });
    for seed in 0..200 {
        let mut session = Session::excluding(test.clone(), seed, &[3, 4, 8]).expect("items of the bank");
        while let Some(item) = session.next() {
            assert!(![3, 4, 8].contains(&item), "item {item} is excluded");
            session.answer(item, 1, 0, 0).expect("the item asked");
        }
        assert_eq!(pilot_positions(&session).len(), 1, "one pilot item is left");
        assert_eq!(session.step_count(), 7, "and six others");
    }
}
