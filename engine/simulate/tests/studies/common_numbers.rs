//! Designs see the same simulees with the same answers.

use std::collections::HashMap;

use thetis_core::{Criterion, Design, Given, Selection};
use thetis_simulate::{Run, run};

use crate::cases::{bank, named, normal, plan, study, two_pl};

#[test]
fn a_simulee_answers_an_item_the_same_way_in_every_design() {
    let bank = bank(two_pl(30));
    let random =
        Design { selection: Selection { criterion: Criterion::Random, randomesque: 1 }, ..Design::adaptive(&bank, 20) };
    let designs = vec![named("adaptive", &bank, Design::adaptive(&bank, 20)), named("random", &bank, random)];
    let mut given: HashMap<(u32, u32, u32), Given> = HashMap::new();
    let (mut met_again, mut replications_differ) = (0, false);
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        for step in record.session.steps() {
            let key = (record.simulee, record.replication, step.answer.item);
            match given.insert(key, step.answer.given) {
                Some(before) => {
                    assert_eq!(before, step.answer.given, "{key:?}");
                    met_again += 1;
                }
                None if record.replication == 1 => {
                    let other = given.get(&(record.simulee, 0, step.answer.item));
                    replications_differ |= other.is_some_and(|other| *other != step.answer.given);
                }
                None => {}
            }
        }
        Ok(())
    };
    let study = study(&bank, designs, plan(normal(200), 2, 1));
    run(&study, Run { sessions: Some(&mut take), ..Run::default() }).expect("runs");
    assert!(met_again > 200 * 2 * 10, "20 of 30 items in both designs meet at least 10 times: {met_again}");
    assert!(replications_differ, "a replication is another day");
}
