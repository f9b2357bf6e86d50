//! Simulations on real answers: nobody is asked what they did not answer.

use thetis_bank::ResponseTable;
use thetis_core::{Criterion, Design, Given, Response, Selection, Start, estimate};
use thetis_simulate::{Run, Simulees, run};

use crate::cases::{bank, fraction, named, names, plan, study, two_pl};

const ITEMS: u32 = 30;

/// Forty persons, with about a third of the answers missing; the last two have answered nothing and everything.
fn table(text: &mut String) -> ResponseTable {
    let bank = bank(two_pl(ITEMS));
    let ids = names(&bank).items;
    *text = format!("person,{}\n", ids.join(","));
    for person in 0..40u32 {
        let cells: Vec<String> = (0..ITEMS)
            .map(|item| {
                let there = (person != 38 && fraction(person * ITEMS + item, 3) > 0.35) || person == 39;
                if there { u32::from(fraction(person, 4) > fraction(item, 1)).to_string() } else { String::new() }
            })
            .collect();
        text.push_str(&format!("p{person},{}\n", cells.join(",")));
    }
    ResponseTable::from_reader(text.as_bytes(), "answers.csv", &ids, &bank).expect("a table")
}

#[test]
fn only_recorded_answers_are_given_and_the_full_bank_estimate_stands_for_the_truth() {
    let bank = bank(two_pl(ITEMS));
    let table = table(&mut String::new());
    let design = Design::adaptive(&bank, 8);
    let estimation = design.estimation.clone();
    let study = study(&bank, vec![named("cat", &bank, design)], plan(Simulees::Responses(table.clone()), 1, 0));
    let mut lengths = Vec::new();
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        let answers: Vec<Response> = table.responses(record.simulee as usize).collect();
        lengths.push(record.session.step_count());
        assert_eq!(record.session.step_count(), 8.min(answers.len() as u32));
        for step in record.session.steps() {
            let recorded = answers.iter().find(|response| response.item == step.answer.item);
            let Some(recorded) = recorded else { panic!("item {} was not answered", step.answer.item) };
            assert_eq!(step.answer.given, Given::Category(recorded.category));
        }
        Ok(())
    };
    let report = run(&study, Run { sessions: Some(&mut take), ..Run::default() }).expect("runs");
    assert_eq!((report.study.truth, report.study.simulee_count), ("full-bank estimate", 40));
    assert_eq!((lengths[38], lengths[39]), (0, 8));
    let truths: Vec<f64> = (0..40)
        .map(|person| estimate(&bank, table.responses(person), &estimation).expect("an estimate").theta[0])
        .collect();
    let mean = truths.iter().sum::<f64>() / 40.0;
    let accuracy = &report.designs[0].dimensions[0].accuracy;
    assert!((accuracy.true_mean - mean).abs() < 1e-12, "{accuracy:?}, {mean}");
    assert!(accuracy.correlation > 0.8, "{accuracy:?}");
}

/// Whatever a design insists on.
#[test]
fn items_without_an_answer_are_not_there_for_a_person() {
    let bank = bank(two_pl(ITEMS));
    let table = table(&mut String::new());
    let order = (0..ITEMS).rev().collect();
    let forced = Design {
        selection: Selection { criterion: Criterion::FixedOrder(order), randomesque: 1 },
        start: Start { theta: vec![], items: vec![4] },
        ..Design::adaptive(&bank, 6)
    };
    let study = study(&bank, vec![named("forced", &bank, forced)], plan(Simulees::Responses(table.clone()), 1, 0));
    let mut first = [0, 0];
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        let answered: Vec<u32> = table.responses(record.simulee as usize).map(|response| response.item).collect();
        let asked: Vec<u32> = record.session.steps().map(|step| step.answer.item).collect();
        assert!(asked.iter().all(|item| answered.contains(item)), "{asked:?} of {answered:?}");
        if let Some(item) = asked.first() {
            assert_eq!(*item == 4, answered.contains(&4), "asked of everybody who has answered it");
            first[usize::from(*item == 4)] += 1;
        }
        Ok(())
    };
    run(&study, Run { sessions: Some(&mut take), ..Run::default() }).expect("runs");
    assert!(first[0] > 5 && first[1] > 5, "both kinds of person are there: {first:?}");
}
