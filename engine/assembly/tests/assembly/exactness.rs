//! Problems of a bank's size against the solver alone, without anything of ours around it.

use microlp::{ComparisonOp, OptimizationDirection};
use thetis_assembly::{ItemSet, Problem, State};

use crate::random::{self, Random};

/// Relative.
const TOLERANCE: f64 = 1e-9;

/// The best sum of values by microlp, from the problem as it is written.
fn plainly(problem: &Problem) -> Option<f64> {
    let mut program = microlp::Problem::new(OptimizationDirection::Maximize);
    let items: Vec<_> = problem
        .values
        .iter()
        .zip(&problem.states)
        .map(|(value, state)| {
            let range = match state {
                State::Free => (0, 1),
                State::In => (1, 1),
                State::Out => (0, 0),
            };
            program.add_integer_var(*value, range)
        })
        .collect();
    let terms = |members: &[u32]| members.iter().map(|item| (items[*item as usize], 1.0)).collect::<Vec<_>>();
    program.add_constraint(items.iter().map(|item| (*item, 1.0)), ComparisonOp::Eq, f64::from(problem.length));
    for limit in &problem.constraints {
        program.add_constraint(terms(&limit.items), ComparisonOp::Ge, f64::from(limit.min));
        program.add_constraint(terms(&limit.items), ComparisonOp::Le, f64::from(limit.max));
    }
    let mut used = Vec::new();
    for set in &problem.sets {
        let use_of_set = program.add_binary_var(0.0);
        used.push((use_of_set, 1.0));
        for (limit, comparison) in [(set.min, ComparisonOp::Ge), (set.max, ComparisonOp::Le)] {
            let mut terms = terms(&set.items);
            terms.push((use_of_set, -f64::from(limit)));
            program.add_constraint(terms, comparison, 0.0);
        }
    }
    program.add_constraint(&used, ComparisonOp::Ge, f64::from(problem.sets_min));
    program.add_constraint(&used, ComparisonOp::Le, f64::from(problem.sets_max));
    match program.solve() {
        Ok(outcome) => Some(outcome.into_solution().unwrap().objective()),
        Err(microlp::Error::Infeasible) => None,
        Err(error) => panic!("{error}"),
    }
}

fn assert_agrees(problem: &Problem) {
    let report = problem.assemble().unwrap();
    let plain = plainly(problem);
    assert_eq!(report.items.is_some(), plain.is_some());
    if let Some(plain) = plain {
        assert!((report.objective - plain).abs() <= TOLERANCE * plain, "{report:?}, not {plain}");
        assert!(report.gap() <= TOLERANCE, "{report:?}");
    }
}

#[test]
fn blueprints_of_300_items() {
    let mut random = Random::new(3);
    for _ in 0..20 {
        assert_agrees(&random::blueprint(&mut random, 300, 20, &[4, 3, 5, 2, 7]));
    }
}

#[test]
fn blueprints_of_60_items_that_leave_little_choice() {
    let mut random = Random::new(4);
    for _ in 0..40 {
        assert_agrees(&random::blueprint(&mut random, 60, 24, &[4, 3, 6, 2]));
    }
}

#[test]
fn item_sets() {
    let mut random = Random::new(5);
    for _ in 0..10 {
        let mut problem = random::blueprint(&mut random, 60, 12, &[3, 2]);
        problem.sets =
            (0..10).map(|set| ItemSet { min: 2, max: 4, items: (0..6).map(|item| 6 * set + item).collect() }).collect();
        (problem.sets_min, problem.sets_max) = (3, 4);
        assert_agrees(&problem);
    }
}

/// At an ability far from every item all information is zero to the last bit, or as good as.
#[test]
fn values_of_any_size() {
    let mut random = Random::new(6);
    for scale in [0.0, 1e-300, 1e-12, 1e12] {
        let mut problem = random::blueprint(&mut random, 200, 15, &[3, 4]);
        let before = problem.assemble().unwrap();
        for value in &mut problem.values {
            *value *= scale;
        }
        let after = problem.assemble().unwrap();
        assert!(after.items.is_some());
        assert!((after.objective - before.objective * scale).abs() <= TOLERANCE * before.objective * scale);
    }
}
