//! Shadow tests, assembled exactly: no constraint is ever violated, they are assembled when the design says and
//! of what it says, and a session ends where there is none.

use std::sync::Arc;

use thetis_core::{Change, Criterion, Error, Given, Reason, Refresh, Session, Shadow, Test};

use crate::support::assembler::{Bounded, Problem, items_of};
use crate::support::banks::operational;
use crate::support::blueprints;
use crate::support::cases::{Act, Case};
use crate::support::draw::{Draw, each_case};
use crate::support::expected::Situation;
use crate::support::visible::visible;

/// A case with shadow tests, on few enough items to try them all.
fn case(draw: &mut Draw, size: f64) -> Case {
    Case::shaped(draw, size * 0.65, &mut |draw, bank, design| {
        design.blueprint.constraints = blueprints::areas(draw, bank, design.stop.max_items);
        design.blueprint.constraints.extend(blueprints::enemies(draw, bank));
        for constraint in &mut design.blueprint.constraints {
            // Fewer contradictions, more tests.
            constraint.min = constraint.min.min(draw.below(3));
        }
        design.blueprint.sets = draw.maybe(0.6, |draw| blueprints::sets(draw, bank)).unwrap_or_default();
        let most = draw.whole(1, 4);
        design.blueprint.shadow = Some(Shadow {
            refresh: match draw.below(3) {
                0 => Refresh::Always,
                1 => Refresh::Every(draw.whole(0, 4)),
                _ => Refresh::Change(draw.between(0.0, 0.8)),
            },
            sets: if draw.chance(0.7) { (0, 99) } else { (draw.below(2), most) },
        });
        // No longer than the bank, or there is no test at all.
        design.stop.max_items = design.stop.max_items.min(operational(bank).len() as u32);
        design.stop.min_items = design.stop.min_items.min(design.stop.max_items);
        if matches!(design.selection.criterion, Criterion::FixedOrder(_)) {
            design.selection.criterion = Criterion::Random;
        }
        if draw.chance(0.7) {
            design.start.items.clear();
        }
        if draw.chance(0.5) {
            design.stop.when = None;
        }
    })
}

fn count(session: &Session, items: &[u32]) -> u32 {
    session.steps().filter(|step| items.contains(&step.answer.item)).count() as u32
}

#[test]
fn no_constraint_is_ever_violated() {
    let mut whole = 0;
    each_case("shadow constraints", 8_000, |draw, size| {
        let case = case(draw, size);
        let design = case.test.design();
        if !design.start.items.is_empty() {
            return;
        }
        let session = case.take(|_| {});
        let end = session.finished();
        assert!(end != Some(Reason::BankExhausted) || design.blueprint.pilot.items > 0, "a test that is feasible ends");
        let complete = end == Some(Reason::MaximumLength) && {
            let pilots = session.steps().filter(|step| case.test.bank().is_pilot(step.answer.item)).count() as u32;
            // Pilot positions beyond the end are not used, and the test is as much shorter.
            pilots == design.blueprint.pilot.items
        };
        whole += u32::from(complete);
        for constraint in &design.blueprint.constraints {
            let asked = count(&session, &constraint.items);
            assert!(asked <= constraint.max, "{asked} of {constraint:?}");
            assert!(!complete || asked >= constraint.min, "{asked} of {constraint:?}");
        }
        let used = design.blueprint.sets.iter().filter(|set| count(&session, &set.items) > 0).count() as u32;
        let bounds = design.blueprint.shadow.expect("shadow tests").sets;
        assert!(used <= bounds.1, "{used} item sets of {bounds:?}");
        for set in &design.blueprint.sets {
            let asked = count(&session, &set.items);
            assert!(asked <= set.max && (!complete || asked == 0 || asked >= set.min), "{asked} of {set:?}");
            let scored = session.steps().map(|s| s.answer.item).filter(|item| case.test.bank().is_available(*item));
            let inside: Vec<Option<usize>> = scored.map(|item| set.items.iter().position(|i| *i == item)).collect();
            let runs = inside.chunk_by(|a, b| a.is_some() == b.is_some()).filter(|run| run[0].is_some()).count();
            assert!(runs <= 1, "{set:?} stays together: {inside:?}");
            assert!(!set.ordered || inside.iter().flatten().is_sorted(), "{set:?} in its order: {inside:?}");
        }
    });
    assert!(whole > 300, "{whole} tests were taken to their end");
}

/// What the documentation says is handed to the assembler; of two problems, the one that lots narrow comes first.
fn check_problem(problem: &Problem, situation: &Situation<'_>, narrowed: bool) {
    let Situation { bank, design, asked, excluded, theta, .. } = situation;
    let blueprint = &design.blueprint;
    assert_eq!(problem.length, design.stop.max_items - blueprint.pilot.items.min(design.stop.max_items), "length");
    let information: Vec<f64> = (0..bank.len()).map(|item| bank.information(item, theta)).collect();
    assert_eq!(problem.values, information, "values are information at {theta:?}");
    let bounded = |min: u32, max: u32, items: &[u32]| Bounded { min, max, items: items.to_vec() };
    let constraints: Vec<Bounded> = blueprint.constraints.iter().map(|c| bounded(c.min, c.max, &c.items)).collect();
    assert_eq!(problem.constraints, constraints, "constraints");
    let sets: Vec<Bounded> = blueprint.sets.iter().map(|s| bounded(s.min, s.max, &s.items)).collect();
    assert_eq!((&problem.sets, problem.used_sets), (&sets, blueprint.shadow.expect("shadow tests").sets), "sets");
    let lots = situation.lots();
    for item in 0..bank.len() {
        let state = problem.states[item as usize];
        let in_set = blueprint.sets.iter().any(|set| set.items.contains(&item));
        if asked.contains(&item) && bank.is_available(item) {
            assert_eq!(state, 1, "item {item} was asked");
        } else if !bank.is_available(item) || excluded.contains(&item) {
            assert_eq!(state, 2, "item {item} cannot be asked");
        } else if !in_set {
            let ineligible = narrowed && !lots[item as usize];
            assert!(state == 0 || ineligible, "item {item} is free, but for its lot");
        }
    }
}

#[test]
fn they_are_assembled_when_and_of_what_the_design_says() {
    let (mut assembled, mut kept) = (0, 0);
    each_case("shadow refresh", 6_000, |draw, size| {
        let case = case(draw, size);
        let design = case.test.design();
        let refresh = design.blueprint.shadow.expect("shadow tests").refresh;
        let (mut session, mut person) = (case.begin(), case.person.clone());
        let mut posed = case.assembler.posed();
        let mut then: Option<Vec<f64>> = None;
        let mut before: Vec<u32> = Vec::new();
        loop {
            let situation = Situation::of(&session);
            let step = session.step_count();
            let strange =
                situation.asked.last().is_some_and(|i| case.test.bank().is_available(*i) && !before.contains(i));
            let due = step < design.stop.max_items
                && match (&then, refresh) {
                    (None, _) | (_, Refresh::Always) => true,
                    (Some(_), Refresh::Every(steps)) => step % steps.max(1) == 0 || strange,
                    (Some(then), Refresh::Change(most)) => {
                        strange || then.iter().zip(&situation.theta).any(|(a, b)| (a - b).abs() > most)
                    }
                };
            if due {
                assembled += 1;
                then = Some(situation.theta.clone());
                let last = posed.last().expect("a test is assembled");
                if posed.len() > 1 {
                    let narrowed = &posed[posed.len() - 2];
                    check_problem(last, &situation, narrowed.best().is_some());
                } else {
                    check_problem(last, &situation, true);
                }
                let best = last.best().map(items_of).unwrap_or_default();
                assert_eq!(session.shadow_test(), best, "the best test");
                assert!(last.best().is_some() || session.finished().is_some(), "without a test nothing is asked");
            } else {
                kept += 1;
                assert!(posed.is_empty(), "no test is assembled at step {step} by {refresh:?}");
                assert_eq!(session.shadow_test(), before, "the test stays");
            }
            before = session.shadow_test().to_vec();
            // Amendments begin anew, and are looked at elsewhere.
            let Some(act) = person.act(&session) else { break };
            if matches!(act, Act::Amend { .. }) {
                break;
            }
            act.perform(&mut session).expect("what the design allows");
            posed = case.assembler.posed();
        }
    });
    assert!(assembled > 5_000 && kept > 500, "{assembled} assembled, {kept} kept");
}

#[test]
fn what_is_asked_is_in_the_test_and_best_of_it() {
    each_case("shadow choice", 3_000, |draw, size| {
        case(draw, size).take(|session| {
            let situation = Situation::of(session);
            let candidates: Vec<u32> = session.candidates().iter().map(|c| c.item).collect();
            if candidates.iter().all(|item| situation.bank.is_available(*item)) {
                assert_eq!(candidates, situation.allowed(), "{situation:?}");
            }
        });
    });
}

#[test]
fn logs_replay_and_amendments_can_be_taken_back() {
    each_case("shadow replay", 3_000, |draw, size| {
        let case = case(draw, size);
        case.take(|session| {
            let resumed = Session::resume(case.test.clone(), &session.log()).expect("its own log");
            assert_eq!(visible(&resumed), visible(session), "resumed and live sessions are one");
            let policy = case.test.design().answers;
            for (index, step) in (0..).zip(session.steps()) {
                let Given::Category(category) = step.answer.given else { continue };
                if policy.may_change(index, session.step_count()) {
                    let mut changed = session.clone();
                    let other = (category + 1) % case.test.bank().categories(step.answer.item);
                    changed.amend(index, other, 0, 0).expect("the design allows it");
                    changed.amend(index, category, step.answer.response, step.answer.centiseconds).expect("and back");
                    assert_eq!(visible(&changed), visible(session), "answer {index}");
                }
            }
        });
    });
}

/// After an amendment the next item still fits with all that was asked, whatever was assembled before.
#[test]
fn amended_sessions_violate_nothing_either() {
    each_case("shadow amendments", 4_000, |draw, size| {
        let mut case = case(draw, size);
        let mut design = case.test.design().clone();
        design.answers.change = Change::All;
        let bank = Arc::new(case.test.bank().clone());
        case.test = Arc::new(Test::with_assembler(bank, design, case.assembler.clone()).expect("a design that fits"));
        case.take(|session| {
            let asked = session.steps().map(|step| step.answer.item).filter(|i| case.test.bank().is_available(*i));
            let shadow = session.shadow_test();
            let whole = session.next().is_some() && session.step_count() < case.test.design().stop.max_items;
            if whole && !shadow.is_empty() && session.next().is_some_and(|i| shadow.contains(&i)) {
                let asked: Vec<u32> = asked.collect();
                assert!(asked.iter().all(|item| shadow.contains(item)), "{asked:?} in {shadow:?}");
            }
        });
    });
}

#[test]
fn a_blueprint_without_a_test_ends_the_session_and_says_so() {
    let mut none = 0;
    each_case("infeasible", 2_000, |draw, size| {
        let case = case(draw, size);
        let (bank, design) = (Arc::new(case.test.bank().clone()), case.test.design().clone());
        assert_eq!(Test::new(bank, design).err(), Some(Error::NeedsAssembler));
        case.take(|session| {
            let infeasible = session.finished() == Some(Reason::NoFeasibleTest);
            none += u32::from(infeasible);
            assert!(!infeasible || session.shadow_test().is_empty(), "there is none");
        });
    });
    assert!(none > 100, "{none} times there was no test");
}
