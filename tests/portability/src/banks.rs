//! Banks of all models mixed, or of dichotomous ones: one, two and three dimensions, dependent or not.

use alloc::vec;
use alloc::vec::Vec;

use thetis_core::{Bank, Item, ItemModel, ItemStatus, MultivariateNormal};

use crate::numbers::Numbers;

/// Models that come in turn; the last three load on several dimensions where the bank's depend on each other.
const MODELS: u32 = 13;

/// Those with two categories, which some criteria ask for.
const DICHOTOMOUS: [u32; 5] = [0, 1, 2, 3, 10];

/// Whether the dimensions of a bank depend on each other.
fn is_joint(number: u32) -> bool {
    number % 4 == 1
}

/// Whether a bank is small enough to try every test there is.
pub(crate) fn is_small(number: u32) -> bool {
    number % 7 == 3
}

pub(crate) fn bank(number: u32) -> Bank {
    let mut numbers = Numbers::new(u64::from(number) << 32);
    let dimensions = 1 + number % 3;
    let count = if is_small(number) { 10 } else { 18 + numbers.below(20) };
    let dichotomous = number % 5 < 3;
    let model = |i: u32| if dichotomous { DICHOTOMOUS[(i % 5) as usize] } else { i % MODELS };
    let items = (0..count).map(|i| item(&mut numbers, model(i), dimensions, is_joint(number))).collect();
    // D = 1, or 1.703125, the nearest multiple of 1/64 to 1.702.
    let scaling = if number % 8 < 4 { 1.0 } else { 109.0 / 64.0 };
    Bank::new(scaling, prior(&mut numbers, dimensions, is_joint(number)), items, "portability").expect("sound items")
}

fn prior(numbers: &mut Numbers, dimensions: u32, joint: bool) -> MultivariateNormal {
    let k = dimensions as usize;
    let mean = (0..k).map(|_| numbers.sixty_fourths(-32, 32)).collect();
    let (variance, covariance) = (numbers.sixty_fourths(48, 96), numbers.sixty_fourths(-12, 32));
    let mut matrix = vec![if joint { covariance } else { 0.0 }; k * k];
    for i in 0..k {
        matrix[i * k + i] = variance;
    }
    MultivariateNormal::new(mean, matrix).expect("the diagonal dominates")
}

fn item(numbers: &mut Numbers, model: u32, dimensions: u32, joint: bool) -> Item {
    let a = numbers.sixty_fourths(24, 160);
    let b = numbers.sixty_fourths(-160, 160);
    let steps = 1 + numbers.below(4);
    let thresholds = increasing(numbers, steps, b);
    let falling: Vec<f64> = thresholds.iter().map(|t| -t).collect();
    let (c, d) = (numbers.sixty_fourths(1, 20), numbers.sixty_fourths(52, 63));
    let mut loadings: Vec<u32> = vec![numbers.below(dimensions)];
    let mut slopes = vec![a];
    if model >= MODELS - 3 && joint {
        // One or two dimensions more, cyclically.
        for further in 1..dimensions.min(2 + numbers.below(2)) {
            loadings.push((loadings[0] + further) % dimensions);
            slopes.push(numbers.sixty_fourths(-40, 96));
        }
    }
    let model = match model {
        0 => ItemModel::one_pl(b),
        1 => ItemModel::two_pl(a, b),
        2 => ItemModel::three_pl(a, b, c),
        3 => ItemModel::four_pl(a, b, c, d),
        4 => ItemModel::graded(a, &thresholds),
        5 => ItemModel::modified_graded(a, 0.25, &falling),
        6 => ItemModel::partial_credit(&thresholds),
        7 => ItemModel::generalised_partial_credit(a, &falling),
        8 => ItemModel::rating_scale(b, &thresholds),
        9 => ItemModel::nominal(&falling.iter().map(|t| t + a).collect::<Vec<_>>(), &thresholds),
        10 => ItemModel::CompensatoryDichotomous { a: slopes, d: b, g: c, u: d },
        11 => ItemModel::CompensatoryGraded { a: slopes, d: falling },
        _ => ItemModel::CompensatoryPartialCredit { a: slopes, d: thresholds },
    };
    // One in sixteen is kept in the bank and never asked, two are to be calibrated.
    let status = match numbers.below(16) {
        0 => ItemStatus::Retired,
        1 | 2 => ItemStatus::Pilot,
        _ => ItemStatus::Operational,
    };
    Item { model, dimensions: loadings, status }
}

fn increasing(numbers: &mut Numbers, count: u32, first: f64) -> Vec<f64> {
    let mut at = first;
    let mut thresholds = Vec::new();
    for _ in 0..count {
        thresholds.push(at);
        at += numbers.sixty_fourths(4, 70);
    }
    thresholds
}
