//! A person's freedom: answers are changed and items passed on where the design lets them, as if it had always
//! been so; elsewhere refused, without a trace.

use thetis_core::{Change, Error, Given, Pass, PassScoring, Session};

use crate::support::cases::{Case, scored};
use crate::support::draw::{Draw, each_case};
use crate::support::posterior::afresh;
use crate::support::visible::visible;

fn case(draw: &mut Draw, size: f64) -> Case {
    Case::shaped(draw, size, &mut |draw, _, design| {
        design.answers.change = draw.pick(&[Change::All, Change::All, Change::Last, Change::Block(3)]);
    })
}

/// Which answers may be changed, by counting.
fn changeable(change: Change, count: u32) -> Vec<u32> {
    let answers: Vec<u32> = (0..count).collect();
    match change {
        Change::Off | Change::Block(0) => Vec::new(),
        Change::Last => answers.last().copied().into_iter().collect(),
        Change::Block(size) => answers.chunks(size as usize).last().map(<[u32]>::to_vec).unwrap_or_default(),
        Change::All => answers,
    }
}

#[test]
fn amending_and_amending_back_is_the_identity() {
    let mut amended = 0;
    each_case("identity", 4_000, |draw, size| {
        let case = case(draw, size);
        let mut second = draw.clone();
        case.take(|session| {
            let answers: Vec<_> = session.steps().map(|step| step.answer).collect();
            for index in changeable(session.test().design().answers.change, session.step_count()) {
                let answer = answers[index as usize];
                // There is no way back to a pass.
                let Given::Category(category) = answer.given else { continue };
                let other = second.below(session.test().bank().categories(answer.item));
                let mut changed = session.clone();
                changed.amend(index, other, 9, 12_345).expect("the design allows it");
                let step = changed.step(index).expect("it is still there").answer;
                assert_eq!((step.given, step.response, step.centiseconds), (Given::Category(other), 9, 12_345));
                changed.amend(index, category, answer.response, answer.centiseconds).expect("and back");
                assert_eq!(visible(&changed), visible(session), "answer {index}");
                assert_ne!(changed.log(), session.log(), "but the log remembers");
                amended += 1;
            }
        });
    });
    assert!(amended > 10_000, "{amended} amendments");
}

#[test]
fn a_session_with_amendments_has_the_estimates_of_its_answers_as_they_stand() {
    each_case("amended estimates", 4_000, |draw, size| {
        let case = case(draw, size);
        let estimation = &case.test.design().estimation;
        case.take(|session| {
            let answers = scored(session);
            // After every step, too, estimates are those of the answers so far as they stand now.
            let mut so_far = 0;
            for step in session.steps() {
                so_far += usize::from(answers.get(so_far).is_some_and(|r| r.item == step.answer.item));
                let then = afresh(session.test().bank(), &answers[..so_far], estimation);
                assert_eq!(then.theta, step.theta, "after {so_far} of {answers:?}");
                assert_eq!(then.se, step.se, "after {so_far} of {answers:?}");
            }
        });
    });
}

/// Items asked stay asked, in their order, whatever is amended.
#[test]
fn amendments_leave_the_items_that_were_asked() {
    each_case("items stay", 3_000, |draw, size| {
        let mut before: Vec<u32> = Vec::new();
        case(draw, size).take(|session| {
            let asked: Vec<u32> = session.steps().map(|step| step.answer.item).collect();
            assert!(asked.starts_with(&before), "{before:?}, then {asked:?}");
            before = asked;
        });
    });
}

#[test]
fn amendments_outside_the_policy_are_refused_without_a_trace() {
    each_case("refused amendments", 4_000, |draw, size| {
        Case::draw(draw, size).take(|session| {
            let (count, bank) = (session.step_count(), session.test().bank());
            let allowed = changeable(session.test().design().answers.change, count);
            let mut twin = session.clone();
            for index in (0..count + 2).chain([u32::MAX]) {
                let item = session.step(index).map_or(0, |step| step.answer.item);
                if !allowed.contains(&index) {
                    assert_eq!(
                        twin.amend(index, 0, 0, 0),
                        Err(Error::ChangeRefused { item }),
                        "answer {index} of {count}"
                    );
                } else {
                    let category = bank.categories(item);
                    let refused = twin.amend(index, category, 0, 0);
                    assert_eq!(refused, Err(Error::CategoryOutOfRange { item, category }), "answer {index}");
                    assert!(session.clone().amend(index, 0, 0, 0).is_ok(), "answer {index} of {count}");
                }
            }
            assert_eq!(twin.log(), session.log(), "no trace in the log");
            assert_eq!(visible(&twin), visible(session), "nor elsewhere");
        });
    });
}

/// Answers that must be refused are, each with its error.
#[test]
fn other_answers_than_to_the_item_asked_are_refused_without_a_trace() {
    each_case("refused answers", 3_000, |draw, size| {
        Case::draw(draw, size).take(|session| {
            let (bank, answers) = (session.test().bank(), session.test().design().answers);
            let asked: Vec<u32> = session.steps().map(|step| step.answer.item).collect();
            let mut twin = session.clone();
            let mut refuse = |item: u32, expected: Error| {
                assert_eq!(twin.answer(item, 0, 0, 0), Err(expected), "item {item}");
                assert_eq!(twin.pass(item, Pass::Skipped, 0), Err(expected), "item {item}");
            };
            for item in (0..bank.len()).filter(|item| session.next() != Some(*item)) {
                match session.next() {
                    None => refuse(item, Error::Finished),
                    Some(_) if asked.contains(&item) => refuse(item, Error::AnsweredTwice { item }),
                    Some(_) => refuse(item, Error::NotAsked { item }),
                }
            }
            for item in [bank.len(), u32::MAX] {
                refuse(item, Error::UnknownItem { item });
            }
            if let Some(item) = session.next() {
                for category in [bank.categories(item), u32::MAX] {
                    let refused = twin.answer(item, category, 0, 0);
                    assert_eq!(refused, Err(Error::CategoryOutOfRange { item, category }));
                }
                for (pass, scoring) in [(Pass::Skipped, answers.skip), (Pass::DontKnow, answers.dont_know)] {
                    let result = session.clone().pass(item, pass, 0);
                    let refused = scoring == PassScoring::Refused;
                    assert_eq!(result, if refused { Err(Error::PassRefused { item }) } else { Ok(()) }, "{pass:?}");
                }
            }
            assert_eq!(twin.log(), session.log(), "no trace in the log");
            assert_eq!(visible(&twin), visible(session), "nor elsewhere");
        });
    });
}

/// An item passed on counts as the lowest category, or not at all, and is not asked again.
#[test]
fn passes_count_as_declared() {
    each_case("passes", 4_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, _, design| {
            let scorings = [PassScoring::Lowest, PassScoring::Ignored];
            (design.answers.skip, design.answers.dont_know) = (draw.pick(&scorings), draw.pick(&scorings));
        });
        case.take(|session| {
            let Some(item) = session.next() else { return };
            for pass in [Pass::Skipped, Pass::DontKnow] {
                let mut passed = session.clone();
                passed.pass(item, pass, 77).expect("the design allows it");
                let answer = passed.steps().last().expect("just passed on").answer;
                assert_eq!((answer.item, answer.given, answer.centiseconds), (item, Given::Passed(pass), 77));
                if case.test.design().answers.scoring(pass) == PassScoring::Lowest {
                    let mut lowest: Session = session.clone();
                    lowest.answer(item, 0, 0, 77).expect("the item asked");
                    assert_eq!(passed.estimate(), lowest.estimate(), "as the lowest category");
                    assert_eq!(passed.next(), lowest.next(), "as the lowest category");
                } else {
                    assert_eq!(passed.estimate(), session.estimate(), "as if it had not been asked");
                    assert!(passed.next() != Some(item), "but it is not asked again");
                }
            }
        });
    });
}
