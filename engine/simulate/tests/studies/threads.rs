//! The number of threads changes nothing.

use std::num::NonZero;

use thetis_core::{Criterion, Design, Selection, Stop, StopRule};
use thetis_simulate::{Run, Study, html, run};

use crate::cases::{bank, named, normal, plan, study, two_pl};

fn a_study() -> Study {
    let bank = bank(two_pl(50));
    let precise = StopRule::StandardError { dimension: None, at_most: 0.4 };
    let varying = Design {
        cuts: vec![vec![0.0]],
        stop: Stop { min_items: 3, max_items: 20, when: Some(precise) },
        ..Design::adaptive(&bank, 20)
    };
    let random = Design {
        selection: Selection { criterion: Criterion::MaximumInformation, randomesque: 5 },
        ..Design::adaptive(&bank, 8)
    };
    // Not a multiple of the size of a chunk.
    let plan = plan(normal(333), 3, 17);
    study(&bank, vec![named("varying", &bank, varying), named("random", &bank, random)], plan)
}

/// Design, simulee, replication and log.
type Taken = (String, u32, u32, Vec<u8>);

/// The report, and every session in the order it was handed on.
fn outcome(study: &Study, threads: usize) -> (String, Vec<Taken>) {
    let mut sessions = Vec::new();
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        sessions.push((record.design.to_owned(), record.simulee, record.replication, record.session.log()));
        Ok(())
    };
    let how = Run { threads: NonZero::new(threads).expect("above 0"), sessions: Some(&mut take), ..Run::default() };
    let report = run(study, how).expect("runs");
    // Text and not values: NaN is not equal to itself.
    (format!("{report:?}{}", html(&report, None)), sessions)
}

#[test]
fn one_thread_or_seven_to_the_last_bit() {
    let study = a_study();
    let one = outcome(&study, 1);
    assert_eq!(one.1.len(), 2 * 333 * 3);
    let order: Vec<_> =
        one.1.iter().map(|(design, simulee, replication, _)| (design != "varying", *simulee, *replication)).collect();
    assert!(order.is_sorted(), "by design, simulee, replication");
    for threads in [2, 7] {
        let several = outcome(&study, threads);
        assert!(one.0 == several.0, "the report of {threads} threads differs");
        assert!(one.1 == several.1, "the sessions of {threads} threads differ");
    }
}

#[test]
fn every_session_can_be_replayed_from_its_log() {
    let study = a_study();
    let mut seeds = std::collections::HashSet::new();
    let mut count = 0;
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        let replayed =
            thetis_core::Session::resume(record.session.test().clone(), &record.session.log()).expect("replays");
        assert_eq!(replayed.estimate(), record.session.estimate());
        assert_eq!(replayed.finished(), record.session.finished());
        assert!(replayed.steps().eq(record.session.steps()));
        seeds.insert(record.session.seed());
        count += 1;
        Ok(())
    };
    run(&study, Run { sessions: Some(&mut take), ..Run::default() }).expect("runs");
    assert_eq!((count, seeds.len()), (2 * 999, 999), "a seed of its own for each session, the same in both designs");
}

#[test]
fn whoever_takes_sessions_can_end_the_run() {
    let study = a_study();
    for threads in [1, 3] {
        let mut left = 100;
        let mut take = |_: &thetis_simulate::SessionRecord<'_>| {
            left -= 1;
            if left == 0 { Err("the disk is full".to_owned()) } else { Ok(()) }
        };
        let threads = NonZero::new(threads).expect("above 0");
        let error = run(&study, Run { threads, sessions: Some(&mut take), ..Run::default() }).expect_err("ends");
        assert_eq!(error.to_string(), "the logs cannot be written: the disk is full");
        assert_eq!(left, 0, "and is not asked again");
    }
}
