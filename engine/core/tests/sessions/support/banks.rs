//! Random banks.

use thetis_core::{Bank, Item, ItemModel, ItemStatus, MultivariateNormal};

use crate::support::draw::Draw;

/// What kind of bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) dimensions: u32,
    /// Whether dimensions depend on each other: the prior correlates them, and items may measure several.
    pub(crate) joint: bool,
    pub(crate) dichotomous: bool,
    /// Slopes and thresholds of any magnitude, priors as narrow and as wide.
    pub(crate) extreme: bool,
}

impl Shape {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        let dimensions = draw.pick(&[1, 1, 1, 2, 2, 3]);
        Self { dimensions, joint: dimensions > 1 && draw.chance(0.5), dichotomous: draw.chance(0.5), extreme: false }
    }

    pub(crate) const ONE: Self = Self { dimensions: 1, joint: false, dichotomous: false, extreme: false };
}

fn thresholds(draw: &mut Draw) -> Vec<f64> {
    let mut at = draw.between(-3.0, 1.0);
    let count = draw.whole(1, 4);
    draw.list(count, |draw| {
        let here = at;
        at += draw.between(0.05, 1.2);
        here
    })
}

fn one_dimensional(draw: &mut Draw, shape: Shape) -> Item {
    let (a, t) = (draw.between(0.3, 2.8), thresholds(draw));
    let (c, d, first) = (draw.between(0.0, 0.35), draw.between(0.8, 1.0), t[0] * 1.5 + 1.0);
    let model = match draw.below(if shape.dichotomous { 4 } else { 10 }) {
        0 => ItemModel::one_pl(first),
        1 => ItemModel::two_pl(a, first),
        2 => ItemModel::three_pl(a, first, c),
        3 => ItemModel::four_pl(a, first, c, d),
        4 => ItemModel::graded(a, &t),
        5 => ItemModel::modified_graded(a, 0.3, &t.iter().map(|t| -t).collect::<Vec<_>>()),
        6 => ItemModel::partial_credit(&t),
        7 => ItemModel::generalised_partial_credit(a, &t),
        8 => ItemModel::rating_scale(0.2, &t),
        _ => ItemModel::nominal(&t.iter().map(|t| a + t).collect::<Vec<_>>(), &t),
    };
    Item { dimensions: vec![draw.below(shape.dimensions)], ..Item::new(model) }
}

fn compensatory(draw: &mut Draw, shape: Shape) -> Item {
    let all: Vec<u32> = (0..shape.dimensions).collect();
    let count = if shape.joint { draw.whole(1, shape.dimensions) } else { 1 };
    let dimensions = draw.some_of(&all, count);
    let a = draw.list(count, |draw| if draw.chance(0.7) { draw.between(0.3, 2.5) } else { draw.between(-0.8, -0.1) });
    let d: Vec<f64> = thresholds(draw).iter().map(|t| -t).collect();
    let model = match draw.below(if shape.dichotomous { 1 } else { 3 }) {
        0 => ItemModel::CompensatoryDichotomous { a, d: d[0], g: draw.between(0.0, 0.3), u: draw.between(0.85, 1.0) },
        1 => ItemModel::CompensatoryGraded { a, d },
        _ => ItemModel::CompensatoryPartialCredit { a, d },
    };
    Item { dimensions, ..Item::new(model) }
}

/// Slopes times one power of ten, thresholds and intercepts times another.
fn stretch(draw: &mut Draw, model: &mut ItemModel) {
    let power = |draw: &mut Draw| {
        let most = draw.pick(&[1.0, 6.0, 20.0, 55.0]);
        10f64.powf(draw.between(-most, most))
    };
    let (by, to) = (power(draw), power(draw));
    let scale = |values: &mut [f64], factor: f64| values.iter_mut().for_each(|value| *value *= factor);
    match model {
        ItemModel::Dichotomous { a, b, .. } => (*a, *b) = (*a * by, *b * to),
        ItemModel::Graded { a, b } | ItemModel::PartialCredit { a, b } => {
            *a *= by;
            scale(b, to);
        }
        ItemModel::Nominal { slopes, intercepts } => {
            scale(slopes, by);
            scale(intercepts, to);
        }
        ItemModel::CompensatoryDichotomous { a, d, .. } => {
            scale(a, by);
            *d *= to;
        }
        ItemModel::CompensatoryGraded { a, d } | ItemModel::CompensatoryPartialCredit { a, d } => {
            scale(a, by);
            scale(d, to);
        }
    }
}

/// A bank of all models mixed, of `count` items; the first is operational, and most others are.
pub(crate) fn bank(draw: &mut Draw, shape: Shape, count: u32) -> Bank {
    let mut items = draw.list(count, |draw| {
        let mut item = if draw.chance(0.75) { one_dimensional(draw, shape) } else { compensatory(draw, shape) };
        if shape.extreme {
            stretch(draw, &mut item.model);
        }
        item.status = match draw.unit() {
            p if p < 0.06 => ItemStatus::Retired,
            p if p < 0.2 => ItemStatus::Pilot,
            _ => ItemStatus::Operational,
        };
        item
    });
    items[0].status = ItemStatus::Operational;
    let k = shape.dimensions as usize;
    let mean = draw.list(shape.dimensions, |draw| draw.between(-0.5, 0.5));
    let spread = if shape.extreme { 10f64.powf(draw.between(-6.0, 6.0)) } else { 1.0 };
    let (variance, r) = (spread * draw.between(0.6, 1.8), if shape.joint { draw.between(-0.3, 0.7) } else { 0.0 });
    let covariance = (0..k * k).map(|cell| if cell.is_multiple_of(k + 1) { variance } else { r * variance }).collect();
    let prior = MultivariateNormal::new(mean, covariance).expect("equal correlations above −1/2");
    let scaling = draw.pick(&[1.0, 1.0, 1.702]);
    Bank::new(scaling, prior, items, "random").expect("sound parameters")
}

/// Items a test may choose and score.
pub(crate) fn operational(bank: &Bank) -> Vec<u32> {
    (0..bank.len()).filter(|item| bank.is_available(*item)).collect()
}

/// Items it may ask unscored.
pub(crate) fn pilots(bank: &Bank) -> Vec<u32> {
    (0..bank.len()).filter(|item| bank.is_pilot(*item)).collect()
}
