//! Banks that strain the numerics, and a small generator of repeatable numbers.

use thetis_core::{Bank, Error, Item, ItemModel, MultivariateNormal, Response};

/// A repeatable stream of numbers (`SplitMix64`; Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The stream of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `[low, high)`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        // 53 bits fill the significand exactly.
        let unit = (self.bits() >> 11) as f64 / (1_u64 << 53) as f64;
        low + unit * (high - low)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.bits() % u64::from(bound)).expect("less than a u32")
    }

    /// `count` increasing numbers from `[low, high)`, no two closer than `apart`.
    pub fn increasing(&mut self, count: u32, low: f64, high: f64, apart: f64) -> Vec<f64> {
        let mut values: Vec<f64> = (0..count).map(|_| self.uniform(low, high)).collect();
        values.sort_by(f64::total_cmp);
        for k in 1..values.len() {
            values[k] = values[k].max(values[k - 1] + apart);
        }
        values
    }

    /// An answer drawn at an ability, in proportion to the categories' probabilities.
    pub fn answer(&mut self, bank: &Bank, item: u32, theta: &[f64]) -> Response {
        let mut curves = thetis_core::Curves::new();
        bank.curves(item, theta, &mut curves);
        let mut left = self.uniform(0.0, 1.0);
        let mut category = 0;
        for (k, c) in (0..).zip(curves.categories()) {
            category = k;
            left -= c.probability;
            if left < 0.0 {
                break;
            }
        }
        Response { item, category }
    }
}

/// Names of the models [`model`] makes: all that the engine has, those of one dimension first.
pub const MODELS: [&str; 14] = [
    "1PL",
    "2PL",
    "3PL",
    "4PL",
    "GRM",
    "MGRM",
    "PCM",
    "GPCM",
    "RSM",
    "NRM",
    "compensatory 3PL",
    "compensatory 4PL",
    "compensatory GRM",
    "compensatory GPCM",
];

/// An item of the named model in one dimension, with a slope (not used by 1PL, PCM and RSM) and increasing
/// thresholds, of which dichotomous models use the first.
///
/// # Panics
/// If there is no such model.
#[must_use]
pub fn model(name: &str, a: f64, thresholds: &[f64]) -> ItemModel {
    let b = thresholds[0];
    let negated: Vec<f64> = thresholds.iter().map(|t| -t).collect();
    // Intercepts of categories from step thresholds: d_k = −a Σ_{j≤k} t_j.
    let sums = |a: f64| {
        let mut sum = 0.0;
        let step = |t: &f64| {
            sum -= a * t;
            sum
        };
        thresholds.iter().map(step).collect::<Vec<f64>>()
    };
    match name {
        "1PL" => ItemModel::one_pl(b),
        "2PL" => ItemModel::two_pl(a, b),
        "3PL" => ItemModel::three_pl(a, b, 0.2),
        "4PL" => ItemModel::four_pl(a, b, 0.1, 0.95),
        "GRM" => ItemModel::graded(a, thresholds),
        "MGRM" => ItemModel::modified_graded(a, 0.0, &negated),
        "PCM" => ItemModel::partial_credit(thresholds),
        "GPCM" => ItemModel::generalised_partial_credit(a, thresholds),
        "RSM" => ItemModel::rating_scale(b, thresholds),
        "NRM" => {
            // Slopes of either sign, one of them zero.
            let slopes: Vec<f64> = (0..thresholds.len()).map(|k| a * [1.0, -0.6, 0.0, 1.7][k % 4]).collect();
            ItemModel::nominal(&slopes, &sums(a))
        }
        "compensatory 3PL" => ItemModel::CompensatoryDichotomous { a: vec![a], d: -a * b, g: 0.15, u: 1.0 },
        "compensatory 4PL" => ItemModel::CompensatoryDichotomous { a: vec![a], d: -a * b, g: 0.15, u: 0.9 },
        "compensatory GRM" => ItemModel::CompensatoryGraded { a: vec![a], d: negated.iter().map(|t| a * t).collect() },
        "compensatory GPCM" => ItemModel::CompensatoryPartialCredit { a: vec![a], d: sums(a) },
        other => panic!("no model is called {other}"),
    }
}

/// A one-dimensional bank with a standard normal prior and D = 1.
///
/// # Errors
/// What `Bank::new` finds wrong.
pub fn bank(models: impl IntoIterator<Item = ItemModel>) -> Result<Bank, Error> {
    Bank::new(1.0, MultivariateNormal::standard(1)?, models.into_iter().map(Item::new).collect(), "stress")
}

/// `count` items with ordinary random parameters: of one model, or of each in turn.
///
/// # Panics
/// If `Bank::new` refuses them.
#[must_use]
pub fn ordinary_bank(numbers: &mut Numbers, count: usize, only: Option<&str>) -> Bank {
    let items = (0..count).map(|i| {
        let name = only.unwrap_or(MODELS[i % MODELS.len()]);
        let a = numbers.uniform(0.5, 2.5);
        let steps = 1 + numbers.below(4);
        let thresholds = numbers.increasing(steps, -2.5, 2.5, 0.1);
        model(name, a, &thresholds)
    });
    bank(items).expect("ordinary parameters make a bank")
}

/// Answers drawn at an ability to every item of a bank.
#[must_use]
pub fn answers_at(numbers: &mut Numbers, bank: &Bank, theta: f64) -> Vec<Response> {
    (0..bank.len()).map(|item| numbers.answer(bank, item, &[theta])).collect()
}

/// The lowest category of every item, or the highest.
#[must_use]
pub fn constant_answers(bank: &Bank, highest: bool) -> Vec<Response> {
    let category = |item| {
        if highest { bank.categories(item) - 1 } else { 0 }
    };
    (0..bank.len()).map(|item| Response { item, category: category(item) }).collect()
}
