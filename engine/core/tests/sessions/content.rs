//! Content: no maximum is exceeded, no two enemies meet, minima are met where areas do not overlap, targets are
//! approached, and item sets stay together.

use std::collections::BTreeSet;

use thetis_core::{Blueprint, Constraint, Criterion, ItemSet, Pilot, Reason, Session};

use crate::support::banks::{Shape, operational};
use crate::support::blueprints;
use crate::support::cases::Case;
use crate::support::draw::{Draw, each_case};

fn asked(session: &Session) -> Vec<u32> {
    session.steps().map(|step| step.answer.item).collect()
}

fn count(items: &[u32], of: &[u32]) -> u32 {
    items.iter().filter(|item| of.contains(item)).count() as u32
}

/// Without start items, which are asked whatever the content.
fn chosen_case(draw: &mut Draw, size: f64) -> Case {
    Case::shaped(draw, size, &mut |draw, bank, design| {
        design.start.items.clear();
        design.blueprint.constraints = blueprints::areas(draw, bank, design.stop.max_items);
        design.blueprint.constraints.extend(blueprints::enemies(draw, bank));
    })
}

#[test]
fn no_maximum_is_exceeded_and_no_two_enemies_meet() {
    each_case("maxima", 8_000, |draw, size| {
        let session = chosen_case(draw, size).take(|_| {});
        let asked = asked(&session);
        for Constraint { items, max, .. } in &session.test().design().blueprint.constraints {
            assert!(count(items, &asked) <= *max, "at most {max} of {items:?}: {asked:?}");
        }
    });
}

/// Start items are asked all the same, but nothing of a full area after them.
#[test]
fn nothing_is_chosen_from_a_full_area() {
    each_case("maxima after start items", 4_000, |draw, size| {
        let session = Case::draw(draw, size).take(|_| {});
        let (asked, design) = (asked(&session), session.test().design());
        for (place, item) in asked.iter().enumerate().skip(design.start.items.len()) {
            for Constraint { items, max, .. } in &design.blueprint.constraints {
                let before = count(items, &asked[..place]);
                assert!(!items.contains(item) || before < *max, "{before} of {items:?} before item {item}");
            }
        }
    });
}

#[test]
fn minima_of_disjoint_areas_are_met() {
    let mut met = 0;
    each_case("minima", 8_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, bank, design| {
            let length = design.stop.max_items;
            let pilot = design.blueprint.pilot;
            // Exposure, competences, targets and pilots stay: none of them stands against a minimum.
            design.blueprint = Blueprint { sets: Vec::new(), ..blueprints::blueprint(draw, bank, length, false) };
            design.blueprint.pilot = if pilot.to <= length { pilot } else { Pilot::default() };
            design.start.items.clear();
            design.stop.when = None;
            if matches!(design.selection.criterion, Criterion::FixedOrder(_)) {
                design.selection.criterion = Criterion::Random;
            }
            let areas = draw.whole(1, 3);
            let mut lists = vec![Vec::new(); areas as usize];
            for item in operational(bank) {
                if draw.chance(0.8) {
                    lists[draw.below(areas) as usize].push(item);
                }
            }
            let area = |items: Vec<u32>| {
                let min = draw.below(4);
                Constraint { min, max: min + draw.below(3), target: draw.pick(&[0.0, 0.4]), items }
            };
            design.blueprint.constraints = lists.into_iter().map(area).collect();
        });
        let design = case.test.design();
        let areas = &design.blueprint.constraints;
        let available = |items: &[u32]| items.iter().filter(|item| !case.excluded.contains(item)).count() as u32;
        let missing: u32 = areas.iter().map(|area| area.min).sum();
        let feasible = missing + design.blueprint.pilot.items <= design.stop.max_items
            && areas.iter().all(|area| available(&area.items) >= area.min);
        let session = case.take(|_| {});
        if feasible && session.step_count() == design.stop.max_items {
            met += 1;
            for area in areas {
                assert!(count(&area.items, &asked(&session)) >= area.min, "{:?} of {area:?}", asked(&session));
            }
        }
    });
    assert!(met > 500, "{met} cases were feasible and went to their end");
}

/// Kingsbury & Zara (1989): in the long run the shares are the targets.
#[test]
fn targets_are_approached() {
    each_case("targets", 300, |draw, _| {
        let shares = [draw.between(0.1, 0.3), draw.between(0.2, 0.3)];
        let shares = [shares[0], shares[1], 1.0 - shares[0] - shares[1]];
        let case = Case::of(draw, Shape::ONE, 1.0, &mut |_, bank, design| {
            let items = operational(bank);
            design.blueprint = Blueprint {
                constraints: (0..3)
                    .map(|area| {
                        let items: Vec<u32> = items.iter().copied().filter(|item| item % 3 == area).collect();
                        Constraint { min: 0, max: items.len() as u32, items, target: shares[area as usize] }
                    })
                    .collect(),
                ..Blueprint::default()
            };
            design.start.items.clear();
            design.stop.when = None;
            design.stop.max_items = 40;
            design.selection.criterion = Criterion::Random;
        });
        let mut worst = 0.0f64;
        let session = case.take(|session| {
            let asked = asked(session);
            let areas = &session.test().design().blueprint.constraints;
            let open = |area: &Constraint| area.items.iter().any(|i| !asked.contains(i) && !case.excluded.contains(i));
            if areas.iter().all(open) && !asked.is_empty() {
                let n = asked.len() as f64;
                for area in areas {
                    worst = worst.max((f64::from(count(&area.items, &asked)) - area.target * n).abs());
                }
            }
        });
        assert_eq!(session.finished(), Some(Reason::BankExhausted), "no area stops the test");
        assert!(worst <= 1.0, "never more than one item from {shares:?}: {worst} in {:?}", asked(&session));
    });
}

/// Runs of a set's items in a course, pilots aside.
fn runs(set: &ItemSet, asked: &[u32]) -> usize {
    let inside: Vec<bool> = asked.iter().map(|item| set.items.contains(item)).collect();
    (0..inside.len()).filter(|place| inside[*place] && (*place == 0 || !inside[place - 1])).count()
}

#[test]
fn item_sets_stay_together_in_order_and_whole() {
    let mut begun = 0;
    each_case("item sets", 8_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, bank, design| {
            design.start.items.clear();
            design.blueprint.sets = blueprints::sets(draw, bank);
            if draw.chance(0.7) {
                design.blueprint.constraints.clear();
            }
        });
        let session = case.take(|_| {});
        let (bank, design) = (case.test.bank(), case.test.design());
        let scored: Vec<u32> = asked(&session).into_iter().filter(|item| bank.is_available(*item)).collect();
        for set in &design.blueprint.sets {
            let of_set: Vec<u32> = scored.iter().copied().filter(|item| set.items.contains(item)).collect();
            if of_set.is_empty() {
                continue;
            }
            begun += 1;
            assert_eq!(runs(set, &scored), 1, "{set:?} in one run: {scored:?}");
            let place = |item: &u32| set.items.iter().position(|other| other == item);
            assert!(!set.ordered || of_set.is_sorted_by_key(place), "{set:?} in order: {scored:?}");
            assert!(of_set.len() as u32 <= set.max, "{set:?} no longer than it may be: {scored:?}");
            // Rules may end the test within a set; a maximum or a fixed order may close what is left of it.
            let whole = !matches!(session.finished(), Some(Reason::MaximumLength | Reason::BankExhausted))
                || !design.blueprint.constraints.is_empty()
                || matches!(design.selection.criterion, Criterion::FixedOrder(_))
                || of_set.len() as u32 >= set.min;
            assert!(whole, "{set:?} is whole: {scored:?}, {:?}", session.finished());
        }
    });
    assert!(begun > 3_000, "{begun} sets were begun");
}

/// A set is not begun where it could not be finished.
#[test]
fn no_set_is_begun_that_cannot_be_whole() {
    each_case("item sets are whole", 6_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, bank, design| {
            design.start.items.clear();
            design.stop.when = None;
            design.blueprint.constraints.clear();
            design.blueprint.sets = blueprints::sets(draw, bank);
            for set in &mut design.blueprint.sets {
                // All or none.
                (set.min, set.max) = (set.items.len() as u32, set.items.len() as u32);
            }
        });
        let session = case.take(|_| {});
        let asked: BTreeSet<u32> = asked(&session).into_iter().collect();
        for set in &case.test.design().blueprint.sets {
            let of_set = set.items.iter().filter(|item| asked.contains(item)).count();
            assert!(of_set == 0 || of_set == set.items.len(), "{set:?} of {asked:?}");
        }
    });
}
