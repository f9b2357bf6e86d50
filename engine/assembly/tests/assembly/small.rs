//! Problems small enough to see the answer.

use thetis_assembly::{ItemSet, Limit, Problem, State};

fn problem(values: &[f64], length: u32) -> Problem {
    Problem {
        length,
        values: values.to_vec(),
        states: vec![State::Free; values.len()],
        constraints: vec![],
        sets: vec![],
        sets_min: 0,
        sets_max: 0,
    }
}

fn items(problem: &Problem) -> Option<Vec<u32>> {
    problem.assemble().unwrap().items
}

#[test]
fn without_constraints_the_largest_values_are_taken() {
    assert_eq!(items(&problem(&[0.1, 0.5, 0.3, 0.4, 0.2], 3)), Some(vec![1, 2, 3]));
}

#[test]
fn of_items_alike_the_first_are_taken() {
    assert_eq!(items(&problem(&[1.0; 50], 4)), Some(vec![0, 1, 2, 3]));
    let mut two = problem(&[1.0; 50], 4);
    two.constraints = vec![Limit { min: 2, max: 2, items: (20..40).collect() }];
    assert_eq!(items(&two), Some(vec![0, 1, 20, 21]));
}

#[test]
fn items_in_the_test_stay_and_items_out_of_it_stay_out() {
    let mut problem = problem(&[0.9, 0.8, 0.7, 0.1], 2);
    problem.states = vec![State::Out, State::Free, State::Free, State::In];
    assert_eq!(items(&problem), Some(vec![1, 3]));
    problem.states = vec![State::In; 4];
    assert_eq!(items(&problem), None);
}

#[test]
fn an_empty_test_and_an_empty_bank() {
    assert_eq!(items(&problem(&[1.0, 2.0], 0)), Some(vec![]));
    assert_eq!(items(&problem(&[], 0)), Some(vec![]));
    assert_eq!(items(&problem(&[], 1)), None);
}

#[test]
fn a_set_is_used_as_a_whole_or_not_at_all() {
    let mut problem = problem(&[0.9, 0.1, 0.1, 0.5, 0.5, 0.4], 3);
    problem.sets =
        vec![ItemSet { min: 3, max: 3, items: vec![0, 1, 2] }, ItemSet { min: 3, max: 3, items: vec![3, 4, 5] }];
    problem.sets_max = 2;
    assert_eq!(items(&problem), Some(vec![3, 4, 5]));
}

#[test]
fn the_report_says_what_was_proven() {
    let report = problem(&[0.25, 0.5, 0.125], 2).assemble().unwrap();
    assert_eq!(report.objective.to_bits(), 0.75_f64.to_bits());
    assert!(report.bound >= report.objective && report.gap() < 1e-9 && report.nodes > 0);
}
