//! Several competences in one sitting: whose turn it is, when one is closed, and what one tells of another.

use std::collections::BTreeSet;
use std::sync::Arc;

use thetis_core::{
    Bank, Blueprint, Competences, Dependence, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Next,
    Response, Session, Test, estimate,
};

use crate::support::blueprints;
use crate::support::cases::Case;
use crate::support::draw::{close, each_case};
use crate::support::expected::Situation;

#[test]
fn the_competence_measured_next_is_the_policys_choice() {
    let mut turns = [0; 4];
    each_case("turns", 10_000, |draw, size| {
        let case = Case::shaped(draw, size, &mut |draw, bank, design| {
            let classifiable = design.cuts.iter().any(|cuts| !cuts.is_empty());
            let competences = Some(blueprints::competences(draw, bank, classifiable));
            // Nothing else that closes an item.
            design.blueprint = Blueprint { competences, ..Blueprint::default() };
            design.start.items.clear();
        });
        case.take(|session| {
            let Some(item) = session.next() else { return };
            let (situation, design) = (Situation::of(session), session.test().design());
            let competences = design.blueprint.competences.as_ref().expect("competences");
            let mut without = design.clone();
            without.blueprint.competences = None;
            let open: BTreeSet<u32> =
                Situation { design: &without, ..Situation::of(session) }.allowed().into_iter().collect();
            let turn = situation.turn(competences, &open);
            assert_eq!(Some(situation.competence(competences, item)), turn, "{competences:?}");
            let of_open: BTreeSet<u32> = open.iter().map(|i| situation.competence(competences, *i)).collect();
            turns[competences.next as usize] += u32::from(of_open.len() > 1);
        });
    });
    assert!(turns.iter().all(|count| *count > 500), "{turns:?} turns with more than one competence open");
}

/// Two competences of six items each; in the first the items tell more.
fn bank(correlation: f64) -> Arc<Bank> {
    let item = |i: u32| {
        let b = f64::from(i / 2) * 0.4 - 1.0;
        Item { dimensions: vec![i % 2], ..Item::new(ItemModel::two_pl(if i.is_multiple_of(2) { 2.0 } else { 1.0 }, b)) }
    };
    let prior = MultivariateNormal::new(vec![0.2, -0.1], vec![1.0, correlation, correlation, 1.5]).expect("a prior");
    Arc::new(Bank::new(1.0, prior, (0..12).map(item).collect(), "two competences").expect("a sound bank"))
}

fn session(next: Next, change: impl Fn(&mut Design)) -> Session {
    let bank = bank(0.0);
    let mut design = Design::adaptive(&bank, 12);
    design.blueprint.competences = Some(Competences { next, of: vec![0, 1], max_items: 0, standard_error: 0.0 });
    change(&mut design);
    Session::new(Arc::new(Test::new(bank, design).expect("a sound design")), 1)
}

/// Dimensions in the order in which they were measured.
fn course(mut session: Session, category: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut course = Vec::new();
    while let Some(item) = session.next() {
        course.push(item % 2);
        session.answer(item, category(item % 2), 0, 0).expect("the item asked");
    }
    course
}

#[test]
fn policies_do_what_their_names_say() {
    let in_order = course(session(Next::InOrder, |_| {}), |_| 1);
    assert_eq!(in_order, [[0; 6], [1; 6]].concat(), "one after the other");
    let bounded = |d: &mut Design| d.blueprint.competences.as_mut().expect("there").max_items = 2;
    let two_each = course(session(Next::InOrder, bounded), |_| 1);
    assert_eq!(two_each, [0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1], "two each, then what is left");
    let precise = |d: &mut Design| d.blueprint.competences.as_mut().expect("there").standard_error = 0.75;
    let until_precise = course(session(Next::InOrder, precise), |_| 1);
    let first = until_precise.iter().position(|d| *d == 1).expect("the second has its turn");
    assert!(first < 6, "the first is passed over once it is precise: {until_precise:?}");
    let largest = course(session(Next::LargestUncertainty, |_| {}), |d| d);
    assert_eq!(largest[0], 1, "its prior is wider");
    let weakest = course(session(Next::Weakest, |_| {}), |d| 1 - d);
    assert!(weakest[..5].iter().all(|d| *d == 1), "wrong answers keep it weakest: {weakest:?}");
    let cuts = |d: &mut Design| d.cuts = vec![vec![0.3], vec![3.5]];
    let nearest = course(session(Next::NearestCut, cuts), |_| 1);
    assert_eq!(nearest[0], 0, "0.1 logits from its cut score, not 3.6");
}

/// Confidence may set where estimation of knowledge starts: `μ_d + Σ_ds/Σ_ss (θ̂_s − μ_s)`.
#[test]
fn a_dimension_that_informs_another_moves_its_prior_mean_and_nothing_else() {
    let bank = bank(0.6);
    for estimator in [Estimator::Eap, Estimator::Map] {
        let separate = |informed_by: Vec<Option<u32>>| Estimation {
            dependence: Dependence::Separate { informed_by },
            ..Estimation::new(estimator)
        };
        let confident: Vec<Response> = (0..5).map(|i| Response { item: 2 * i + 1, category: 1 }).collect();
        let alone = estimate(&bank, confident.clone(), &separate(vec![None, None])).expect("a sound estimation");
        let informed = estimate(&bank, confident, &separate(vec![Some(1), None])).expect("a sound estimation");
        let moved = 0.2 + 0.6 / 1.5 * (alone.theta[1] + 0.1);
        assert!(close(informed.theta[0], moved, 1e-6), "{estimator:?}: {} against {moved}", informed.theta[0]);
        assert!(close(alone.theta[0], 0.2, 1e-6), "{estimator:?}: alone, at its own prior mean");
        assert!(close(informed.theta[1], alone.theta[1], 0.0), "{estimator:?}: the source is not moved");
        assert!(close(informed.se[0], alone.se[0], 1e-3), "{estimator:?}: nothing is known better");
        let joint = Estimation::new(estimator);
        let both = estimate(&bank, [Response { item: 1, category: 1 }], &joint).expect("a sound estimation");
        assert!(both.theta[0] > 0.2 && both.se[0] < 1.0, "{estimator:?}: jointly, it is");
    }
}
