//! Lists that make no problem are refused with the place and the number.

use thetis_assembly::{AssemblyError, Part, Problem, State, assemble};

use crate::random::{self, Random};

/// Two items, a test of one, at most one of both, one set of the second.
const PROBLEM: [f64; 18] = [2.0, 1.0, 0.5, 0.0, 0.25, 0.0, 1.0, 0.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];

fn with(position: usize, value: f64) -> Result<Option<Vec<u32>>, AssemblyError> {
    let mut problem = [&PROBLEM[..], &[1.0]].concat();
    problem[position] = value;
    assemble(&problem)
}

#[test]
fn the_problem_itself_is_well_formed() {
    assert_eq!(with(0, 2.0), Ok(Some(vec![0])));
}

#[test]
fn what_is_wrong_is_named() {
    assert_eq!(with(0, 2.5), Err(AssemblyError::NotWhole { position: 0, value: 2.5 }));
    assert_eq!(with(1, -1.0), Err(AssemblyError::NotWhole { position: 1, value: -1.0 }));
    assert_eq!(with(2, -0.5), Err(AssemblyError::Value { item: 0, value: -0.5 }));
    assert_eq!(with(2, f64::INFINITY), Err(AssemblyError::Value { item: 0, value: f64::INFINITY }));
    assert!(matches!(with(4, f64::NAN), Err(AssemblyError::Value { item: 1, .. })));
    assert_eq!(with(5, 3.0), Err(AssemblyError::State { item: 1, value: 3.0 }));
    assert_eq!(with(5, -1.0), Err(AssemblyError::State { item: 1, value: -1.0 }));
    assert_eq!(with(6, 1e9), Err(AssemblyError::TooShort { words: 19 }));
    assert_eq!(with(8, f64::INFINITY), Err(AssemblyError::NotWhole { position: 8, value: f64::INFINITY }));
    let unknown = AssemblyError::UnknownItem { part: Part::Constraint(0), item: 2, items: 2 };
    assert_eq!(with(10, 2.0), Err(unknown));
    assert_eq!(with(11, 0.0), Err(AssemblyError::RepeatedItem { part: Part::Constraint(0), item: 0 }));
    assert_eq!(with(18, 7.0), Err(AssemblyError::UnknownItem { part: Part::Set(0), item: 7, items: 2 }));
}

#[test]
fn every_part_of_a_list_is_too_short_and_anything_behind_it_too_long() {
    let mut random = Random::new(8);
    for _ in 0..50 {
        let mut words = random::problem(&mut random, 12).to_words();
        for end in 0..words.len() {
            assert!(matches!(assemble(&words[..end]), Err(AssemblyError::TooShort { .. })), "{end} of {words:?}");
        }
        words.push(0.0);
        let end = words.len() - 1;
        assert_eq!(assemble(&words), Err(AssemblyError::TooLong { position: end }));
    }
}

#[test]
fn two_sets_with_an_item_in_common_are_refused() {
    let mut random = Random::new(9);
    let mut problem = random::problem(&mut random, 5);
    let set = thetis_assembly::ItemSet { min: 1, max: 1, items: vec![0] };
    problem.sets = vec![set.clone(), set];
    assert_eq!(problem.assemble(), Err(AssemblyError::RepeatedItem { part: Part::Set(1), item: 0 }));
    assert_eq!(problem.conflict(), Err(AssemblyError::RepeatedItem { part: Part::Set(1), item: 0 }));
}

#[test]
fn states_and_values_must_be_as_many() {
    let problem = Problem {
        length: 1,
        values: vec![1.0],
        states: vec![State::Free; 2],
        constraints: vec![],
        sets: vec![],
        sets_min: 0,
        sets_max: 0,
    };
    assert_eq!(problem.assemble(), Err(AssemblyError::States { values: 1, states: 2 }));
}

#[test]
fn errors_are_sentences() {
    let error = with(5, 3.0).unwrap_err().to_string();
    assert_eq!(error, "item 1 has the state 3: it must be 0 (free), 1 (in the test) or 2 (not in the test)");
    let error = AssemblyError::RepeatedItem { part: Part::Set(1), item: 4 }.to_string();
    assert_eq!(error, "set 1 names item 4, which it or a set before it has named: put it in one set, once");
}
