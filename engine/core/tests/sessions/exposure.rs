//! Exposure: an item that its lot makes ineligible is not asked while an eligible one may be; lots come up as
//! often as the design says, in each class of ability by themselves.

use std::sync::Arc;

use thetis_core::{
    Bank, Blueprint, Design, Exposure, Item, ItemModel, MultivariateNormal, PassScoring, Session, Start, Test,
};

use crate::support::blueprints;
use crate::support::cases::Case;
use crate::support::draw::each_case;
use crate::support::expected::Situation;
use crate::support::statistics::{assert_expected, assert_share};

#[test]
fn no_ineligible_item_is_asked_while_an_eligible_one_may_be() {
    let mut passed_over = 0;
    each_case("eligibility", 8_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, bank, design| {
            // Nothing else that closes an item.
            design.blueprint = Blueprint { exposure: blueprints::exposure(draw, bank), ..Blueprint::default() };
            design.start.items.clear();
        });
        case.take(|session| {
            let Some(item) = session.next() else { return };
            let situation = Situation::of(session);
            let mut without = session.test().design().clone();
            without.blueprint.exposure = Exposure::default();
            let open = Situation { design: &without, ..Situation::of(session) }.allowed();
            let lots = situation.lots();
            let eligible = |item: u32| lots[item as usize];
            assert!(eligible(item) || !open.iter().any(|other| eligible(*other)), "item {item} of {open:?}: {lots:?}");
            passed_over += u32::from(eligible(item) && open.iter().any(|other| !eligible(*other)));
        });
    });
    assert!(passed_over > 10_000, "{passed_over} times items were passed over");
}

/// Items of falling information at 0; the most informative of those eligible is asked.
fn test(exposure: Exposure, start: f64) -> Arc<Test> {
    let items = [2.0, 1.7, 1.4, 1.1, 0.8].map(|a| Item::new(ItemModel::two_pl(a, 0.0))).to_vec();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let bank = Arc::new(Bank::new(1.0, prior, items, "exposure").expect("a sound bank"));
    let mut design = Design::adaptive(&bank, 3);
    design.blueprint.exposure = exposure;
    design.start = Start { theta: vec![start], items: vec![] };
    design.answers.skip = PassScoring::Ignored;
    Arc::new(Test::new(bank, design).expect("a sound design"))
}

fn firsts(test: &Arc<Test>, sessions: u32) -> Vec<u32> {
    let mut counts = vec![0; 5];
    for seed in 0..sessions {
        let item = Session::new(test.clone(), u64::from(seed)).next().expect("there are items");
        counts[item as usize] += 1;
    }
    counts
}

#[test]
fn lots_come_up_as_often_as_the_design_says() {
    let probabilities = vec![0.3, 0.5, 0.9, 1.0, 1.0];
    let exposure = Exposure { bounds: vec![], probabilities: probabilities.clone() };
    let counts = firsts(&test(exposure, 0.0), 20_000);
    // The item is asked if it is eligible and all better ones are not; lots of items are independent.
    let mut expected = Vec::new();
    let mut left = 20_000.0;
    for probability in &probabilities[..4] {
        expected.push(left * probability);
        left *= 1.0 - probability;
    }
    assert_eq!(counts[4], 0, "the fourth is always eligible");
    assert_expected(&counts[..4], &expected, "eligibility");
    assert_share(counts[0], 20_000, 0.3, "an item that would always be asked is seen by its share of persons");
}

#[test]
fn classes_have_lots_of_their_own() {
    let row = |first: f64| vec![first, 1.0, 1.0, 1.0, 1.0];
    let probabilities = [row(0.2), row(0.7), row(0.0)].concat();
    let exposure = Exposure { bounds: vec![-0.5, 0.5], probabilities };
    // A bound belongs to the class above it.
    for (start, expected) in [(-3.0, 0.2), (-0.51, 0.2), (-0.5, 0.7), (0.49, 0.7), (0.5, 0.0), (9.0, 0.0)] {
        let test = test(exposure.clone(), start);
        let may_be_asked = |seed: &u64| Session::new(test.clone(), *seed).candidates().iter().any(|c| c.item == 0);
        let first = (0..4_000).filter(may_be_asked).count() as u32;
        if expected > 0.0 {
            assert_share(first, 4_000, expected, "in its class");
        } else {
            assert_eq!(first, 0, "never eligible there");
        }
    }
}

/// Sympson & Hetter (1985): once the lot has said no, it stays no for this person, while ability stays in its class.
#[test]
fn a_lot_is_drawn_once_a_session() {
    let exposure = Exposure { bounds: vec![], probabilities: vec![0.5, 0.5, 1.0, 1.0, 1.0] };
    let test = test(exposure, 0.0);
    let mut kept = 0;
    for seed in 0..500 {
        let mut session = Session::new(test.clone(), seed);
        let mut asked = Vec::new();
        while let Some(item) = session.next() {
            asked.push(item);
            session.pass(item, thetis_core::Pass::Skipped, 0).expect("items may be skipped");
        }
        // Three of five: the two with lots come first or not at all.
        assert!(asked.is_sorted(), "the more informative first: {asked:?}");
        kept += u32::from(!asked.contains(&0));
    }
    assert_share(kept, 500, 0.5, "the first item is kept from every other person for the whole test");
}
