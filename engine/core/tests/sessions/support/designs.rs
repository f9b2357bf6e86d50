//! Random designs: where they start, what they choose by, how they estimate and when they stop.

use thetis_core::{
    AnswerPolicy, Bank, Change, Classification, Criterion, Dependence, Design, Estimation, Estimator, FitBounds,
    MatrixRule, MultivariateNormal, PassScoring, Prior, Progress, Quadrature, Rule, Scale, Selection,
    StandardErrorKind, Start, Stop, StopRule, Weight,
};

use crate::support::banks::{Shape, operational};
use crate::support::blueprints;
use crate::support::draw::Draw;

/// Number of criteria, as the wire counts them.
pub(crate) const CRITERIA: u32 = 22;

/// The criterion with this number, its parameters at random.
pub(crate) fn criterion(draw: &mut Draw, number: u32, bank: &Bank) -> Criterion {
    let weight = draw.pick(&[Weight::Likelihood, Weight::Posterior]);
    let scale = draw.pick(&[Scale::Fixed, Scale::Shrinking, Scale::Growing]);
    let progress = Progress {
        length: draw.whole(1, 12),
        standard_error: if draw.chance(0.5) { 0.0 } else { draw.between(0.2, 0.8) },
        acceleration: draw.between(0.2, 3.0),
    };
    let named = draw.whole(1, bank.len());
    let order = draw.some_of(&operational(bank), named);
    match number {
        0 => Criterion::MaximumInformation,
        1 => Criterion::Random,
        2 => Criterion::FixedOrder(order),
        3 => Criterion::ClosestDifficulty,
        4 => Criterion::OptimalTheta,
        5 => Criterion::WeightedInformation(weight),
        6 => Criterion::ExpectedInformation { observed: draw.chance(0.5) },
        7 => Criterion::ExpectedPosteriorVariance { predictive: draw.chance(0.5) },
        8 => Criterion::KullbackLeibler(weight),
        9 => Criterion::KullbackLeiblerPoint { delta: draw.between(0.05, 0.5), scale },
        10 => Criterion::KullbackLeiblerInterval { delta: draw.between(0.3, 2.5), scale },
        11 => Criterion::GlobalDiscrimination(weight),
        12 => Criterion::IntervalInformation { half_width: draw.between(0.1, 2.0) },
        13 => Criterion::EfficiencyBalanced { standard_errors: draw.between(0.5, 3.0) },
        14 => Criterion::Progressive(progress),
        15 => Criterion::Proportional(progress),
        16 => Criterion::Stratified { strata: draw.whole(1, 5), length: draw.whole(1, 12), blocked: draw.chance(0.5) },
        _ => Criterion::Optimality {
            rule: [MatrixRule::D, MatrixRule::T, MatrixRule::A, MatrixRule::E, MatrixRule::W][number as usize - 17],
            prior: draw.chance(0.5),
            weights: (0..bank.dimensions()).map(|_| draw.between(0.0, 2.0)).collect(),
        },
    }
}

/// A rule that the cut scores, if there are any, allow; combinations nest.
pub(crate) fn rule(draw: &mut Draw, bank: &Bank, classifiable: bool, depth: u32) -> StopRule {
    let dimension = draw.maybe(0.5, |draw| draw.below(u32::try_from(bank.dimensions()).expect("few")));
    let steps = draw.whole(1, 3);
    let (alpha, beta, delta) = (draw.between(0.01, 0.3), draw.between(0.01, 0.3), draw.between(0.05, 0.6));
    if depth > 0 && draw.chance(0.3) {
        let count = draw.whole(1, 3);
        let rules = draw.list(count, |draw| rule(draw, bank, classifiable, depth - 1));
        return if draw.chance(0.5) { StopRule::Any(rules) } else { StopRule::All(rules) };
    }
    match draw.below(11) {
        0 | 1 => StopRule::StandardError { dimension, at_most: draw.between(0.2, 1.2) },
        2 => StopRule::Information { below: draw.between(0.02, 0.6) },
        3 => StopRule::PredictedReduction {
            below: draw.between(0.005, 0.1),
            above: draw.between(0.005, 0.2),
            standard_error: draw.between(0.3, 0.8),
        },
        4 => StopRule::Change { at_most: draw.between(0.02, 0.5), steps },
        5 => StopRule::Plateau { at_most: draw.between(0.01, 0.2), steps },
        6 => StopRule::Time { seconds: draw.between(5.0, 400.0) },
        7 if classifiable => StopRule::Classified(Classification::Interval { standard_errors: draw.between(0.5, 2.5) }),
        8 if classifiable => StopRule::Classified(Classification::Sprt { alpha, beta, delta }),
        9 if classifiable => StopRule::Classified(Classification::LikelihoodRatio { alpha, beta, delta }),
        10 if classifiable => StopRule::Classified(Classification::Posterior { probability: draw.between(0.55, 0.99) }),
        _ => StopRule::Information { below: draw.between(0.02, 0.3) },
    }
}

/// Nine nodes a dimension: a product of more would dominate the run.
pub(crate) const SMALL_GRID: Quadrature = Quadrature { nodes: 9, lower: -4.0, upper: 4.0, rule: Rule::Trapezoid };

pub(crate) fn estimation(draw: &mut Draw, shape: Shape) -> Estimation {
    let k = shape.dimensions as usize;
    let prior = match draw.below(7) {
        0 => Some(Prior::Uniform { lower: draw.between(-3.0, -1.0), upper: draw.between(1.0, 3.0) }),
        1 => Some(Prior::Jeffreys),
        2 => {
            let sd = draw.between(0.5, 2.0);
            let covariance = (0..k * k).map(|cell| if cell.is_multiple_of(k + 1) { sd * sd } else { 0.0 }).collect();
            Some(Prior::Normal(MultivariateNormal::new(vec![0.1; k], covariance).expect("a diagonal")))
        }
        _ => None,
    };
    let equal = Quadrature { rule: Rule::EqualWeights, lower: -5.0, upper: 5.0, nodes: 21 };
    let quadrature =
        if shape.joint { Some(SMALL_GRID) } else { draw.pick(&[None, Some(Quadrature::CATR), Some(equal)]) };
    let end = draw.between(3.0, 7.0);
    Estimation {
        estimator: draw.pick(&[
            Estimator::Ml,
            Estimator::Map,
            Estimator::Eap,
            Estimator::Eap,
            Estimator::Wle,
            Estimator::Jeffreys,
        ]),
        prior,
        range: (-end, end),
        quadrature,
        standard_error: draw.pick(&[
            StandardErrorKind::Expected,
            StandardErrorKind::Observed,
            StandardErrorKind::Posterior,
        ]),
        dependence: dependence(draw, shape),
    }
}

/// Joint, or each by itself with some dimensions following others.
fn dependence(draw: &mut Draw, shape: Shape) -> Dependence {
    if draw.chance(0.6) {
        return Dependence::Joint;
    }
    let mut informed_by = vec![None; shape.dimensions as usize];
    let sources = draw.whole(1, shape.dimensions);
    let order = draw.some_of(&(0..shape.dimensions).collect::<Vec<_>>(), shape.dimensions);
    let (sources, followers) = order.split_at(sources as usize);
    for follower in followers {
        informed_by[*follower as usize] = draw.maybe(0.7, |draw| draw.pick(sources));
    }
    Dependence::Separate { informed_by }
}

fn cuts(draw: &mut Draw, bank: &Bank) -> Vec<Vec<f64>> {
    if draw.chance(0.4) {
        return Vec::new();
    }
    (0..bank.dimensions())
        .map(|_| {
            let count = draw.below(3);
            let mut list = draw.list(count, |draw| draw.between(-2.0, 2.0));
            list.sort_by(f64::total_cmp);
            list
        })
        .collect()
}

pub(crate) fn answer_policy(draw: &mut Draw) -> AnswerPolicy {
    const PASSES: [PassScoring; 3] = [PassScoring::Refused, PassScoring::Ignored, PassScoring::Lowest];
    AnswerPolicy {
        skip: draw.pick(&PASSES),
        dont_know: draw.pick(&PASSES),
        change: match draw.below(4) {
            0 => Change::Off,
            1 => Change::Last,
            2 => Change::Block(draw.whole(0, 4)),
            _ => Change::All,
        },
    }
}

fn fit_bounds(draw: &mut Draw) -> FitBounds {
    let mut watched = |low, high| if draw.chance(0.6) { draw.between(low, high) } else { 0.0 };
    FitBounds {
        lz: watched(-2.5, -0.1),
        cusum: watched(0.02, 0.4),
        guttman: watched(0.05, 0.6),
        fast_seconds: watched(1.0, 60.0),
        fast_share: watched(0.1, 0.9),
    }
}

/// A design with a chance of everything; what its bank does not allow is still in it.
pub(crate) fn design(draw: &mut Draw, shape: Shape, bank: &Bank) -> Design {
    let (k, items) = (shape.dimensions, operational(bank));
    let cuts = cuts(draw, bank);
    let classifiable = cuts.iter().any(|list| !list.is_empty());
    let min_items = draw.whole(0, 5);
    let number = draw.below(CRITERIA);
    let starts = draw.pick(&[0, 0, 1, 2]);
    let start_items = draw.pick(&[0, 0, 0, 1, 2]).min(items.len() as u32);
    let length = (min_items + draw.whole(0, 9)).max(1);
    Design {
        start: Start {
            theta: draw.list(starts * k, |draw| draw.between(-2.0, 2.0)),
            items: draw.some_of(&items, start_items),
        },
        selection: Selection { criterion: criterion(draw, number, bank), randomesque: draw.pick(&[1, 1, 2, 3, 99]) },
        blueprint: blueprints::blueprint(draw, bank, length, classifiable),
        estimation: estimation(draw, shape),
        stop: Stop { min_items, max_items: length, when: draw.maybe(0.6, |draw| rule(draw, bank, classifiable, 2)) },
        cuts,
        answers: answer_policy(draw),
        fit: fit_bounds(draw),
    }
}
