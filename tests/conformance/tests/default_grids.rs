//! The default quadrature resolves the posteriors of ordinary tests: against a grid several times finer, EAP
//! and its standard deviation move by far less than the standard error. Where no grid would, none is offered.

use thetis_conformance::stress::{Numbers, ordinary_bank};
use thetis_core::{
    Bank, Error, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Quadrature, Response, Rule, estimate,
};

/// Largest move of θ in logits, and of the standard error in parts of itself.
struct Moves {
    theta: f64,
    se: f64,
    smallest_se: f64,
}

fn moves(bank: &Bank, responses: &[Response], fine: Quadrature) -> Moves {
    let eap = |quadrature| {
        let estimation = Estimation { quadrature, ..Estimation::new(Estimator::Eap) };
        estimate(bank, responses.iter().copied(), &estimation).expect("answers fit the items")
    };
    let (default, fine) = (eap(None), eap(Some(fine)));
    let mut moves = Moves { theta: 0.0, se: 0.0, smallest_se: f64::INFINITY };
    for j in 0..bank.dimensions() {
        moves.theta = moves.theta.max((default.theta[j] - fine.theta[j]).abs());
        moves.se = moves.se.max((default.se[j] / fine.se[j] - 1.0).abs());
        moves.smallest_se = moves.smallest_se.min(fine.se[j]);
    }
    moves
}

#[test]
fn one_dimension_thirty_items() {
    let mut numbers = Numbers::new(21);
    for trial in 0..40 {
        let bank = ordinary_bank(&mut numbers, 30, None);
        let ability = numbers.uniform(-2.5, 2.5);
        let responses: Vec<Response> = (0..bank.len()).map(|i| numbers.answer(&bank, i, &[ability])).collect();
        let fine = Quadrature { nodes: 1_001, ..Quadrature::DEFAULT };
        let Moves { theta, se, smallest_se } = moves(&bank, &responses, fine);
        println!("{trial}: {theta:e} {se:e} {smallest_se}");
        assert!(theta < 1e-6, "trial {trial}, SE {smallest_se}: θ moves by {theta}");
        assert!(se < 1e-5, "trial {trial}, SE {smallest_se}: the SE moves by {se} of itself");
    }
}

/// Graded items of dependent dimensions, twelve a dimension; all correlations are 0.5.
fn joint_bank(numbers: &mut Numbers, k: u32) -> Bank {
    let n = k as usize;
    let covariance = (0..n * n).map(|cell| if cell / n == cell % n { 1.0 } else { 0.5 }).collect();
    let prior = MultivariateNormal::new(vec![0.0; n], covariance).expect("a proper prior");
    let item = |i: u32| {
        let a = numbers.uniform(1.0, 2.2);
        let d = numbers.increasing(4, -2.0, 2.0, 0.3).iter().rev().map(|t| a * t).collect();
        Item { dimensions: vec![i % k], ..Item::new(ItemModel::CompensatoryGraded { a: vec![a], d }) }
    };
    let items = (0..12 * k).map(item).collect();
    Bank::new(1.0, prior, items, "joint").expect("sound items")
}

#[test]
fn two_and_three_dependent_dimensions() {
    let mut numbers = Numbers::new(22);
    for (k, nodes, bound) in [(2_u32, 161, 1e-5), (3, 61, 5e-3)] {
        for trial in 0..3 {
            let bank = joint_bank(&mut numbers, k);
            let ability: Vec<f64> = (0..k).map(|_| numbers.uniform(-1.5, 1.5)).collect();
            let responses: Vec<Response> = (0..bank.len()).map(|i| numbers.answer(&bank, i, &ability)).collect();
            let fine = Quadrature { rule: Rule::Trapezoid, lower: -4.5, upper: 4.5, nodes };
            let Moves { theta, se, smallest_se } = moves(&bank, &responses, fine);
            println!("{k} {trial}: {theta:e} {se:e} {smallest_se}");
            assert!(theta < bound, "{k} dimensions, trial {trial}, SE {smallest_se}: θ moves by {theta}");
            assert!(se < 2.0 * bound, "{k} dimensions, trial {trial}: the SE moves by {se} of itself");
        }
    }
}

#[test]
fn four_dependent_dimensions_have_no_default() {
    let bank = joint_bank(&mut Numbers::new(23), 4);
    let eap = Estimation::new(Estimator::Eap);
    assert_eq!(estimate(&bank, [], &eap).err(), Some(Error::GridTooLarge), "rather none than a wrong one");
    assert!(estimate(&bank, [], &Estimation::new(Estimator::Map)).is_ok(), "MAP needs no grid");
}
