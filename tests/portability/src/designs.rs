//! Designs with every criterion, estimator, prior, standard error, quadrature and stopping rule in turn.

use alloc::vec;
use alloc::vec::Vec;

use thetis_core::{
    Bank, Criterion, Design, Error, Estimation, Estimator, Prior, Quadrature, Rule, Selection, StandardErrorKind,
    Start, Stop, StopRule, estimate,
};

use crate::numbers::Numbers;

/// Most items a session asks.
const LONGEST: u32 = 16;

pub(crate) fn design(bank: &Bank, number: u32) -> Design {
    let mut numbers = Numbers::new(u64::from(number) << 40 | 1);
    let k = bank.dimensions();
    let start = if numbers.below(3) == 0 {
        Start::Theta((0..k).map(|_| numbers.sixty_fourths(-128, 128)).collect())
    } else {
        Start::PriorMean
    };
    let criterion = criterion(&mut numbers, bank);
    let selection = Selection { criterion, randomesque: 1 + numbers.below(4) };
    let min_items = 1 + numbers.below(5);
    let when = (numbers.below(3) > 0).then(|| rule(&mut numbers, 2));
    let stop = Stop { min_items, max_items: min_items + numbers.below(LONGEST - min_items), when };
    Design { start, selection, estimation: estimation(&mut numbers, bank), stop }
}

fn criterion(numbers: &mut Numbers, bank: &Bank) -> Criterion {
    match numbers.below(6) {
        0 => Criterion::Random,
        1 => {
            let available: Vec<u32> = (0..bank.len()).filter(|item| bank.is_available(*item)).collect();
            let mut order = available.clone();
            // Every other one, backwards.
            order.reverse();
            Criterion::FixedOrder(order.into_iter().step_by(2).collect())
        }
        2 => Criterion::DOptimality { prior: false },
        _ if bank.dimensions() == 1 => Criterion::MaximumInformation,
        _ => Criterion::DOptimality { prior: true },
    }
}

fn rule(numbers: &mut Numbers, depth: u32) -> StopRule {
    match numbers.below(if depth > 0 { 4 } else { 2 }) {
        0 => StopRule::StandardError { at_most: numbers.sixty_fourths(16, 60) },
        1 => StopRule::Information { below: numbers.sixty_fourths(2, 40) },
        2 => StopRule::Any(vec![rule(numbers, depth - 1), rule(numbers, depth - 1)]),
        _ => StopRule::All(vec![rule(numbers, depth - 1), rule(numbers, depth - 1)]),
    }
}

fn estimation(numbers: &mut Numbers, bank: &Bank) -> Estimation {
    const ESTIMATORS: [Estimator; 5] =
        [Estimator::Ml, Estimator::Map, Estimator::Eap, Estimator::Wle, Estimator::Jeffreys];
    const ERRORS: [StandardErrorKind; 3] =
        [StandardErrorKind::Expected, StandardErrorKind::Observed, StandardErrorKind::Posterior];
    let one = bank.dimensions() == 1;
    let prior = match numbers.below(6) {
        0 => Some(Prior::Uniform { lower: -3.5, upper: 3.0 }),
        1 => Some(Prior::Jeffreys),
        2 if one => Some(Prior::normal(0.25, 1.5).expect("a proper prior")),
        _ => None,
    };
    let quadrature = match numbers.below(4) {
        0 if one => None,
        1 if one => Some(Quadrature::CATR),
        2 => Some(Quadrature { rule: Rule::EqualWeights, lower: -5.0, upper: 5.0, nodes: 9 }),
        // A product of the default grid would take most of the time.
        _ => Some(Quadrature { rule: Rule::Trapezoid, lower: -4.0, upper: 4.0, nodes: 11 }),
    };
    let mut estimation = Estimation {
        estimator: ESTIMATORS[numbers.below(5) as usize],
        prior,
        range: (numbers.sixty_fourths(-400, -200), numbers.sixty_fourths(200, 400)),
        quadrature,
        standard_error: ERRORS[numbers.below(3) as usize],
    };
    if estimate(bank, [], &estimation) == Err(Error::EstimatorNeedsOneDimension) {
        estimation.prior = None;
        estimation.estimator = if numbers.below(2) == 0 { Estimator::Map } else { Estimator::Eap };
    }
    estimation
}
