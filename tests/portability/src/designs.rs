//! Designs with every criterion, estimator, prior, standard error, quadrature, stopping rule and policy in turn.

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use thetis_core::{
    AnswerPolicy, Bank, Change, Classification, Criterion, Dependence, Design, Error, Estimation, Estimator, FitBounds,
    MatrixRule, PassScoring, Prior, Progress, Quadrature, Rule, Scale, Selection, StandardErrorKind, Start, Stop,
    StopRule, Test, Weight,
};

use crate::assembler::Exhaustive;
use crate::blueprints;
use crate::numbers::Numbers;

/// Most items a session asks.
const LONGEST: u32 = 16;

/// Number of criteria, as the wire counts them.
const CRITERIA: u32 = 22;

/// A design that fits the bank: what it does not allow is replaced.
pub(crate) fn test(bank: &Arc<Bank>, number: u32, small: bool) -> Test {
    let mut design = design(bank, number, small);
    loop {
        match Test::with_assembler(bank.clone(), design.clone(), Arc::new(Exhaustive)) {
            Ok(test) => return test,
            Err(Error::CriterionNeedsOneDimension) => {
                design.selection.criterion = Criterion::d_optimality(true, bank.dimensions());
            }
            Err(Error::CriterionNotForItem { .. }) => design.selection.criterion = Criterion::MaximumInformation,
            Err(Error::EstimatorNeedsOneDimension) => {
                let Estimation { estimator, prior, dependence, .. } = &mut design.estimation;
                *estimator = if number.is_multiple_of(2) { Estimator::Map } else { Estimator::Eap };
                (*prior, *dependence) = (None, Dependence::Joint);
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

fn design(bank: &Bank, number: u32, small: bool) -> Design {
    let mut numbers = Numbers::new(u64::from(number) << 40 | 1);
    let numbers = &mut numbers;
    let k = bank.dimensions();
    let operational: Vec<u32> = (0..bank.len()).filter(|item| bank.is_available(*item)).collect();
    let starts = [0, 0, 1, 2][numbers.below(4) as usize] * k;
    let start = Start {
        theta: (0..starts).map(|_| numbers.sixty_fourths(-128, 128)).collect(),
        items: if numbers.below(4) == 0 { vec![operational[operational.len() / 2], operational[0]] } else { vec![] },
    };
    let criterion = criterion(numbers, bank, number, &operational);
    let selection = Selection { criterion, randomesque: 1 + numbers.below(4) };
    let has_cuts = numbers.below(2) == 0;
    let mut cuts = Vec::new();
    if has_cuts {
        for dimension in 0..k {
            let cut = numbers.sixty_fourths(-80, 80);
            cuts.push([vec![cut], vec![cut, cut + 1.25]][dimension % 2].clone());
        }
    }
    let min_items = 1 + numbers.below(5);
    let mut max_items = min_items + numbers.below(LONGEST - min_items);
    if small {
        max_items = max_items.min(operational.len() as u32 - 1).max(min_items);
    }
    let when = (numbers.below(3) > 0).then(|| rule(numbers, bank, has_cuts, 2));
    let mut blueprint = blueprints::blueprint(numbers, bank, max_items, has_cuts);
    if small && numbers.below(2) == 0 && !matches!(selection.criterion, Criterion::FixedOrder(_)) {
        blueprint.shadow = Some(blueprints::shadow(numbers));
    }
    Design {
        start,
        selection,
        blueprint,
        estimation: estimation(numbers, bank),
        cuts,
        stop: Stop { min_items, max_items, when },
        answers: answers(numbers),
        fit: FitBounds { lz: -1.25, cusum: 0.125, guttman: 0.25, fast_seconds: 10.0, fast_share: 0.25 },
    }
}

/// Criteria in turn, and whenever all have had theirs, the next of their kinds.
fn criterion(numbers: &mut Numbers, bank: &Bank, number: u32, operational: &[u32]) -> Criterion {
    let (turn, number) = (number / CRITERIA, number % CRITERIA);
    let weight = [Weight::Likelihood, Weight::Posterior][turn as usize % 2];
    let scale = [Scale::Fixed, Scale::Shrinking, Scale::Growing][turn as usize % 3];
    let width = numbers.sixty_fourths(8, 128);
    let progress = Progress {
        length: 4 + numbers.below(12),
        standard_error: if numbers.below(2) == 0 { 0.0 } else { 0.375 },
        acceleration: numbers.sixty_fourths(32, 128),
    };
    match number {
        0 => Criterion::MaximumInformation,
        1 => Criterion::Random,
        // Every other one, backwards.
        2 => Criterion::FixedOrder(operational.iter().rev().copied().step_by(2).collect()),
        3 => Criterion::ClosestDifficulty,
        4 => Criterion::OptimalTheta,
        5 => Criterion::WeightedInformation(weight),
        6 => Criterion::ExpectedInformation { observed: numbers.below(2) == 0 },
        7 => Criterion::ExpectedPosteriorVariance { predictive: numbers.below(2) == 0 },
        8 => Criterion::KullbackLeibler(weight),
        9 => Criterion::KullbackLeiblerPoint { delta: width / 4.0, scale },
        10 => Criterion::KullbackLeiblerInterval { delta: width, scale },
        11 => Criterion::GlobalDiscrimination(weight),
        12 => Criterion::IntervalInformation { half_width: width },
        13 => Criterion::EfficiencyBalanced { standard_errors: width },
        14 => Criterion::Progressive(progress),
        15 => Criterion::Proportional(progress),
        16 => Criterion::Stratified { strata: 3, length: 4 + numbers.below(12), blocked: numbers.below(2) == 0 },
        _ => Criterion::Optimality {
            rule: [MatrixRule::D, MatrixRule::T, MatrixRule::A, MatrixRule::E, MatrixRule::W][number as usize - 17],
            prior: numbers.below(2) == 0,
            weights: (0..bank.dimensions()).map(|_| numbers.sixty_fourths(16, 128)).collect(),
        },
    }
}

fn rule(numbers: &mut Numbers, bank: &Bank, has_cuts: bool, depth: u32) -> StopRule {
    let kinds = if has_cuts { 12 } else { 8 };
    let dimension = (numbers.below(2) == 0).then(|| numbers.below(bank.dimensions() as u32));
    let steps = 1 + numbers.below(2);
    let (alpha, beta, delta) = (0.125, 0.0625, numbers.sixty_fourths(8, 32));
    match numbers.below(kinds + if depth > 0 { 6 } else { 0 }) {
        0 | 1 => StopRule::StandardError { dimension, at_most: numbers.sixty_fourths(24, 60) },
        2 => StopRule::Information { below: numbers.sixty_fourths(2, 40) },
        3 | 4 => {
            let (below, above) = (numbers.sixty_fourths(1, 4), numbers.sixty_fourths(1, 8));
            StopRule::PredictedReduction { below, above, standard_error: 0.5 }
        }
        5 => StopRule::Change { at_most: numbers.sixty_fourths(4, 32), steps },
        6 => StopRule::Plateau { at_most: numbers.sixty_fourths(1, 8), steps },
        7 => StopRule::Time { seconds: numbers.sixty_fourths(64 * 60, 64 * 400) },
        8 if has_cuts => StopRule::Classified(Classification::Interval { standard_errors: 1.5 }),
        9 if has_cuts => StopRule::Classified(Classification::Sprt { alpha, beta, delta }),
        10 if has_cuts => StopRule::Classified(Classification::LikelihoodRatio { alpha, beta, delta }),
        11 if has_cuts => StopRule::Classified(Classification::Posterior { probability: 0.875 }),
        other => {
            let rules = vec![rule(numbers, bank, has_cuts, depth - 1), rule(numbers, bank, has_cuts, depth - 1)];
            if other % 2 == 0 { StopRule::Any(rules) } else { StopRule::All(rules) }
        }
    }
}

fn answers(numbers: &mut Numbers) -> AnswerPolicy {
    const PASSES: [PassScoring; 3] = [PassScoring::Refused, PassScoring::Ignored, PassScoring::Lowest];
    AnswerPolicy {
        skip: PASSES[numbers.below(3) as usize],
        dont_know: PASSES[numbers.below(3) as usize],
        change: [Change::Off, Change::Last, Change::Block(3), Change::All][numbers.below(4) as usize],
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
    let dependence = match numbers.below(4) {
        0 => Dependence::Separate { informed_by: vec![None; bank.dimensions()] },
        1 => {
            let mut informed_by = vec![None; bank.dimensions()];
            if !one {
                informed_by[0] = Some(1);
            }
            Dependence::Separate { informed_by }
        }
        _ => Dependence::Joint,
    };
    Estimation {
        estimator: ESTIMATORS[numbers.below(5) as usize],
        prior,
        range: (numbers.sixty_fourths(-400, -200), numbers.sixty_fourths(200, 400)),
        quadrature,
        standard_error: ERRORS[numbers.below(3) as usize],
        dependence,
    }
}
