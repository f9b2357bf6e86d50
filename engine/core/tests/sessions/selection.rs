//! What is asked: the most informative item, the first of equals, each of the k best equally often, at the
//! ability the design starts from.

use std::sync::Arc;

use thetis_core::{
    Bank, Criterion, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Progress, Selection, Session,
    Start, Test,
};

use crate::support::statistics::{assert_expected, assert_uniform};

fn bank(difficulties: &[f64]) -> Arc<Bank> {
    let items = difficulties.iter().map(|b| Item::new(ItemModel::two_pl(1.5, *b))).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    Arc::new(Bank::new(1.0, prior, items, "selection").expect("a sound bank"))
}

fn test(bank: &Arc<Bank>, criterion: Criterion, randomesque: u32, start: Start) -> Arc<Test> {
    let selection = Selection { criterion, randomesque };
    let length = bank.len();
    let design = Design { selection, start, ..Design::adaptive(bank, length) };
    Arc::new(Test::new(bank.clone(), design).expect("a sound design"))
}

fn at_theta(theta: f64) -> Start {
    Start { theta: vec![theta], items: vec![] }
}

/// The first item of a session of each of many seeds, counted.
fn first_items(test: &Arc<Test>, seeds: u64) -> Vec<u32> {
    let mut counts = vec![0; test.bank().len() as usize];
    for seed in 0..seeds {
        let item = Session::new(test.clone(), seed).next().expect("there are items");
        counts[item as usize] += 1;
    }
    counts
}

#[test]
fn the_most_informative_item_is_asked_and_of_equals_the_first() {
    // Items 1 and 4 are equally good at 0; item 2 is the best at 1.
    let bank = bank(&[-2.0, 0.25, 1.0, 3.0, -0.25]);
    let at = |theta: f64| {
        let test = test(&bank, Criterion::MaximumInformation, 1, at_theta(theta));
        Session::new(test, 9).next()
    };
    assert_eq!(at(0.0), Some(1), "of two equals the first in the bank");
    assert_eq!(at(1.0), Some(2), "the item whose difficulty is the ability");
    assert_eq!(at(-30.0), Some(0), "far below, the easiest");
    assert_eq!(at(30.0), Some(3), "far above, the hardest");
}

#[test]
fn the_start_decides_the_first_item_and_nothing_else() {
    let bank = bank(&[-2.0, -1.0, 0.0, 1.0, 2.0]);
    let take = |start: Start| {
        let test = test(&bank, Criterion::FixedOrder(vec![4, 2, 0]), 1, start);
        let mut session = Session::new(test, 1);
        while let Some(item) = session.next() {
            session.answer(item, u32::from(item < 3), 0, 0).expect("the item asked");
        }
        session.estimate().clone()
    };
    assert_eq!(take(Start::default()), take(at_theta(2.5)), "an estimate has no memory of its start");
    let adaptive = |start: Start| Session::new(test(&bank, Criterion::MaximumInformation, 1, start), 1);
    assert_eq!(adaptive(Start::default()).next(), Some(2), "the prior mean is 0");
    let mut far = adaptive(at_theta(2.5));
    assert_eq!(far.next(), Some(4), "the start is 2.5");
    far.answer(4, 0, 0, 0).expect("the item asked");
    assert_eq!(far.next(), Some(2), "then the estimate decides, which is near 0");
}

/// Each of these items equally often, and no other.
fn even(counts: &[u32], of: &[usize]) {
    let drawn: Vec<u32> = of.iter().map(|item| counts[*item]).collect();
    assert_uniform(&drawn, of.len(), "the best items");
    assert_eq!(drawn.iter().sum::<u32>(), counts.iter().sum(), "no item but {of:?}: {counts:?}");
}

#[test]
fn randomesque_draws_evenly_among_the_best() {
    // By distance from 0: items 2, 5, 1, 4, 0, 3.
    let bank = bank(&[1.8, 0.7, 0.1, -2.5, 1.1, -0.4]);
    assert_eq!(first_items(&test(&bank, Criterion::MaximumInformation, 1, Start::default()), 100)[2], 100, "the best");
    for (k, best) in [(2, &[2, 5][..]), (3, &[2, 5, 1]), (5, &[2, 5, 1, 4, 0])] {
        let test = test(&bank, Criterion::MaximumInformation, k, Start::default());
        even(&first_items(&test, 6_000), best);
    }
    // More candidates than items: all of them.
    let all = test(&bank, Criterion::MaximumInformation, 99, Start::default());
    even(&first_items(&all, 6_000), &[0, 1, 2, 3, 4, 5]);
    let random = test(&bank, Criterion::Random, 1, Start::default());
    even(&first_items(&random, 6_000), &[0, 1, 2, 3, 4, 5]);
}

/// After three start items everybody has the same candidates; the fourth item is drawn in proportion to its value.
#[test]
fn proportional_selection_draws_in_proportion() {
    let bank = bank(&[-0.2, 0.2, 0.0, -1.8, -1.0, -0.4, 0.5, 1.2, 2.0]);
    let progress = Progress { length: 8, standard_error: 0.0, acceleration: 1.0 };
    let start = Start { theta: vec![], items: vec![0, 1, 2] };
    for randomesque in [1, 3] {
        // It draws among all candidates, whatever randomesque says.
        let test = test(&bank, Criterion::Proportional(progress), randomesque, start.clone());
        let mut counts = vec![0; 6];
        let mut expected = vec![0.0; 6];
        for seed in 0..10_000 {
            let mut session = Session::new(test.clone(), seed);
            for item in 0..3 {
                session.answer(item, item % 2, 0, 0).expect("a start item");
            }
            counts[session.next().expect("six are left") as usize - 3] += 1;
            let candidates = session.candidates();
            let total: f64 = candidates.iter().map(|c| c.value).sum();
            for candidate in candidates {
                expected[candidate.item as usize - 3] += candidate.value / total;
            }
        }
        assert!(expected.iter().copied().fold(0.0, f64::max) > 2.0 * expected.iter().copied().fold(f64::MAX, f64::min));
        assert_expected(&counts, &expected, "proportional draws");
    }
}

#[test]
fn draws_of_later_steps_depend_on_the_seed_too() {
    let bank = bank(&[-1.0, -0.5, 0.0, 0.5, 1.0]);
    let test = test(&bank, Criterion::Random, 1, Start::default());
    let order = |seed: u64| {
        let mut session = Session::new(test.clone(), seed);
        let mut order = Vec::new();
        while let Some(item) = session.next() {
            order.push(item);
            session.answer(item, 0, 0, 0).expect("the item asked");
        }
        order
    };
    let mut orders: Vec<Vec<u32>> = (0..2_000).map(order).collect();
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 120, "every order of five items occurs");
}

/// D-optimality in one dimension is maximum information.
#[test]
fn d_optimality_of_one_dimension_is_maximum_information() {
    let bank = bank(&[-2.0, -1.2, -0.3, 0.1, 0.8, 1.1, 1.9]);
    let take = |criterion: Criterion| {
        let selection = Selection { criterion, randomesque: 1 };
        let estimation = Estimation::new(Estimator::Map);
        let design = Design { selection, estimation, ..Design::adaptive(&bank, 7) };
        let mut session = Session::new(Arc::new(Test::new(bank.clone(), design).expect("a sound design")), 1);
        while let Some(item) = session.next() {
            session.answer(item, item % 2, 0, 0).expect("the item asked");
        }
        session.steps().map(|s| s.answer.item).collect::<Vec<u32>>()
    };
    let by_information = take(Criterion::MaximumInformation);
    for prior in [false, true] {
        assert_eq!(take(Criterion::d_optimality(prior, 1)), by_information, "prior {prior}");
    }
}
