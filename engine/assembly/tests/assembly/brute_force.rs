//! Small problems, solved by trying every test.

use thetis_assembly::{Part, Problem, State};

use crate::random::{self, Random};

const PROBLEMS: u32 = 6_000;
/// Relative: the sums are made in another order.
const TOLERANCE: f64 = 1e-12;
/// Relative: how far the proven bound may lie above the best test.
const GAP: f64 = 1e-9;

/// Whether a test, a bit for each item, satisfies the parts that `holds` keeps.
pub(crate) fn satisfies(problem: &Problem, test: u32, holds: &dyn Fn(Part) -> bool) -> bool {
    let count = |items: &[u32]| items.iter().filter(|item| test >> **item & 1 == 1).count() as u32;
    let states = problem.states.iter().enumerate().all(|(item, state)| match state {
        State::Free => true,
        State::In => test >> item & 1 == 1,
        State::Out => test >> item & 1 == 0,
    });
    let constraints = (0..).zip(&problem.constraints).all(|(number, limit)| {
        !holds(Part::Constraint(number)) || (limit.min..=limit.max).contains(&count(&limit.items))
    });
    // A set without items in the test may count as used if it may have none.
    let (mut used, mut may_be_used) = (0, 0);
    let sets = (0..).zip(&problem.sets).all(|(number, set)| {
        let count = count(&set.items);
        if count > 0 {
            used += 1;
            !holds(Part::Set(number)) || (set.min..=set.max).contains(&count)
        } else {
            may_be_used += u32::from(set.min == 0);
            true
        }
    });
    let set_count = used <= problem.sets_max && used + may_be_used >= problem.sets_min;
    states
        && constraints
        && sets
        && (!holds(Part::SetCount) || set_count && problem.sets_min <= problem.sets_max)
        && (!holds(Part::Length) || test.count_ones() == problem.length)
}

fn worth(problem: &Problem, test: u32) -> f64 {
    problem.values.iter().enumerate().filter(|(item, _)| test >> item & 1 == 1).map(|(_, value)| value).sum()
}

/// The largest sum of values, or `None` if no test satisfies everything.
fn best(problem: &Problem) -> Option<f64> {
    let tests = 0..1_u32 << problem.values.len();
    let feasible = tests.filter(|test| satisfies(problem, *test, &|_| true));
    feasible.map(|test| worth(problem, test)).max_by(f64::total_cmp)
}

#[test]
fn no_test_is_better_than_the_one_found() {
    let mut random = Random::new(1);
    let mut infeasible = 0;
    for number in 0..PROBLEMS {
        let problem = random::problem(&mut random, 14);
        let report = problem.assemble().unwrap();
        let Some(best) = best(&problem) else {
            assert_eq!(report.items, None, "problem {number} has no test: {problem:?}");
            infeasible += 1;
            continue;
        };
        let items = report.items.clone().unwrap_or_else(|| panic!("problem {number} has a test: {problem:?}"));
        assert!(items.is_sorted());
        let test = items.iter().fold(0, |test, item| test | 1 << item);
        assert!(satisfies(&problem, test, &|_| true), "problem {number}: {items:?} for {problem:?}");
        let worth = worth(&problem, test);
        assert!(worth >= best - TOLERANCE * best, "problem {number}: {worth}, not {best}: {problem:?}");
        assert!((report.objective - worth).abs() <= TOLERANCE * worth);
        assert!(report.bound >= best - TOLERANCE * best && report.gap() <= GAP, "problem {number}: {report:?}");
    }
    // The draw has both kinds in numbers.
    assert!((1_000..5_000).contains(&infeasible), "{infeasible} infeasible problems");
}
