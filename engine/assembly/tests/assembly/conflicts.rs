//! Conflicts named are conflicts, and nothing in them is to spare.

use thetis_assembly::{ItemSet, Limit, Part, Problem, State};

use crate::brute_force::satisfies;
use crate::random::{self, Random};

const PROBLEMS: u32 = 600;

fn feasible(problem: &Problem, parts: &[Part]) -> bool {
    (0..1_u32 << problem.values.len()).any(|test| satisfies(problem, test, &|part| parts.contains(&part)))
}

#[test]
fn conflicts_are_irreducible() {
    let mut random = Random::new(2);
    let mut conflicts = 0;
    for number in 0..PROBLEMS {
        let problem = random::problem(&mut random, 11);
        let conflict = problem.conflict().unwrap();
        assert_eq!(conflict.is_none(), problem.assemble().unwrap().items.is_some(), "problem {number}");
        let Some(conflict) = conflict else { continue };
        conflicts += 1;
        assert!(conflict.is_sorted());
        assert!(!feasible(&problem, &conflict), "problem {number}: {conflict:?} can all hold: {problem:?}");
        for part in &conflict {
            let others: Vec<Part> = conflict.iter().copied().filter(|other| other != part).collect();
            assert!(feasible(&problem, &others), "problem {number}: {part:?} is to spare in {conflict:?}: {problem:?}");
        }
    }
    assert!(conflicts > 100, "{conflicts} conflicts");
}

fn problem(length: u32, constraints: Vec<Limit>, sets: Vec<ItemSet>) -> Problem {
    Problem {
        length,
        values: vec![1.0; 6],
        states: vec![State::Free; 6],
        constraints,
        sets_min: 0,
        sets_max: sets.len() as u32,
        sets,
    }
}

#[test]
fn a_constraint_that_asks_for_more_items_than_it_has_stands_alone() {
    let constraints = vec![Limit { min: 0, max: 3, items: vec![0, 1, 2] }, Limit { min: 3, max: 5, items: vec![4, 5] }];
    assert_eq!(problem(3, constraints, vec![]).conflict(), Ok(Some(vec![Part::Constraint(1)])));
}

#[test]
fn a_minimum_above_its_maximum_stands_alone() {
    let constraints = vec![Limit { min: 2, max: 1, items: vec![0, 1, 2] }];
    assert_eq!(problem(3, constraints, vec![]).conflict(), Ok(Some(vec![Part::Constraint(0)])));
    let mut counts = problem(3, vec![], vec![ItemSet { min: 1, max: 2, items: vec![0, 1] }]);
    (counts.sets_min, counts.sets_max) = (1, 0);
    assert_eq!(counts.conflict(), Ok(Some(vec![Part::SetCount])));
}

#[test]
fn a_test_longer_than_the_bank_is_a_conflict_of_the_length() {
    assert_eq!(problem(7, vec![], vec![]).conflict(), Ok(Some(vec![Part::Length])));
}

#[test]
fn sets_and_their_number_are_named() {
    let sets = vec![ItemSet { min: 2, max: 2, items: vec![0, 1, 2] }, ItemSet { min: 2, max: 2, items: vec![3, 4, 5] }];
    let all = vec![Part::Length, Part::Set(0), Part::Set(1)];
    assert_eq!(problem(3, vec![], sets.clone()).conflict(), Ok(Some(all)));
    let mut one = problem(4, vec![], sets);
    one.sets_max = 1;
    // With two of three items in any set, four need both.
    assert_eq!(one.conflict(), Ok(Some(vec![Part::Length, Part::SetCount])));
}
