//! Items whose parameters are known, and answers to them.

use rand::{Rng, RngExt, seq::index};
use rand_distr::{Distribution, LogNormal, StandardNormal, Uniform};
use rand_pcg::Pcg64;
use thetis_calibrate::{CalibrationError, Model, Responses};

/// An item in the bank's metric.
#[derive(Clone, Debug)]
pub struct TrueItem {
    /// Slope.
    pub a: f64,
    /// Difficulty; of several categories thresholds or steps, logits.
    pub b: Vec<f64>,
    /// Lower asymptote.
    pub c: f64,
}

/// Items of one model and their parameters.
#[derive(Clone, Debug)]
pub struct Truth {
    /// 2PL, 3PL, graded response or generalised partial credit.
    pub model: Model,
    /// The items.
    pub items: Vec<TrueItem>,
}

/// Persons and what they answered.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Abilities, one a person, drawn from the standard normal distribution.
    pub theta: Vec<f64>,
    /// Persons × items, row by row.
    pub cells: Vec<u8>,
}

/// The generator of a study: PCG 64, seeded by what the numbers are for and by which of them they are.
#[must_use]
pub fn generator(seed: u64, stream: u64) -> Pcg64 {
    Pcg64::new(u128::from(seed), u128::from(stream))
}

impl Truth {
    /// Draw items: slopes log-normal(0.1, 0.3), difficulties N(0, 1), asymptotes U(0.1, 0.25). Of several categories,
    /// thresholds or steps ascend by U(0.5, 1.1) about a centre from N(0, 0.6²).
    ///
    /// # Panics
    /// For a model that is not listed at [`Truth::model`].
    #[must_use]
    pub fn draw(model: Model, items: usize, categories: usize, random: &mut impl Rng) -> Self {
        let slopes = LogNormal::new(0.1, 0.3).expect("a positive deviation");
        let asymptotes = Uniform::new(0.1, 0.25).expect("an interval");
        let item = |random: &mut _| {
            let a = slopes.sample(random);
            let centre: f64 = StandardNormal.sample(random);
            let (b, c) = match model {
                Model::TwoParameter => (vec![centre], 0.0),
                Model::ThreeParameter => (vec![centre], asymptotes.sample(random)),
                Model::Graded | Model::GeneralisedPartialCredit => (steps(0.6 * centre, categories, random), 0.0),
                _ => panic!("{} items are not drawn here", model.name()),
            };
            TrueItem { a, b, c }
        };
        Self { model, items: (0..items).map(|_| item(random)).collect() }
    }

    /// Draw persons and their answers to all items.
    #[must_use]
    pub fn answer(&self, persons: usize, random: &mut impl Rng) -> Sample {
        let mut sample = Sample { theta: Vec::with_capacity(persons), cells: Vec::new() };
        sample.cells.reserve_exact(persons * self.items.len());
        for _ in 0..persons {
            let theta = StandardNormal.sample(random);
            sample.theta.push(theta);
            sample.cells.extend(self.items.iter().map(|item| self.category(item, theta, random.random())));
        }
        sample
    }

    /// Draw persons who each answer `each` of the items, chosen at random.
    ///
    /// # Errors
    /// What [`Responses::sparse`] refuses.
    pub fn answer_some(
        &self,
        persons: usize,
        each: usize,
        random: &mut impl Rng,
    ) -> Result<Responses, CalibrationError> {
        let (mut starts, mut items, mut categories) = (vec![0], Vec::new(), Vec::new());
        for _ in 0..persons {
            let theta = StandardNormal.sample(random);
            let mut chosen = index::sample(random, self.items.len(), each).into_vec();
            chosen.sort_unstable();
            for item in chosen {
                items.push(u32::try_from(item).expect("few items"));
                categories.push(self.category(&self.items[item], theta, random.random()));
            }
            starts.push(items.len());
        }
        Responses::sparse(ids(self.items.len()), starts, items, categories)
    }

    /// The category that a uniform number in 0 … 1 gives at this ability.
    fn category(&self, item: &TrueItem, theta: f64, uniform: f64) -> u8 {
        let logistic = |b: &f64| 1.0 / (1.0 + (-item.a * (theta - b)).exp());
        let category = match self.model {
            Model::Graded => item.b.iter().take_while(|b| uniform < logistic(b)).count(),
            Model::GeneralisedPartialCredit => {
                let mut numerators = vec![1.0];
                for b in &item.b {
                    numerators.push(numerators[numerators.len() - 1] * (item.a * (theta - b)).exp());
                }
                let mut rest = uniform * numerators.iter().sum::<f64>();
                let passes = |numerator: &&f64| {
                    rest -= **numerator;
                    rest >= 0.0
                };
                numerators.iter().take_while(passes).count().min(item.b.len())
            }
            _ => usize::from(uniform < item.c + (1.0 - item.c) * logistic(&item.b[0])),
        };
        u8::try_from(category).expect("few categories")
    }
}

/// Ascending values about `centre`.
fn steps(centre: f64, categories: usize, random: &mut impl Rng) -> Vec<f64> {
    let gaps = Uniform::new(0.5, 1.1).expect("an interval");
    let mut at = 0.0;
    let mut values: Vec<f64> = (1..categories)
        .map(|_| {
            at += gaps.sample(random);
            at
        })
        .collect();
    let middle = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|value| *value += centre - middle);
    values
}

/// The items' ids: `i1`, `i2`, …
#[must_use]
pub fn ids(items: usize) -> Vec<String> {
    (1..=items).map(|item| format!("i{item}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At one ability, categories come as often as the model says.
    #[test]
    fn answers_follow_the_model() {
        let item = TrueItem { a: 1.3, b: vec![-0.7, 0.2, 0.9], c: 0.0 };
        let theta = 0.4;
        let logistic = |b: f64| 1.0 / (1.0 + (-1.3_f64 * (theta - b)).exp());
        let graded =
            [1.0 - logistic(-0.7), logistic(-0.7) - logistic(0.2), logistic(0.2) - logistic(0.9), logistic(0.9)];
        let numerators = [0.0, 1.1, 1.1 + 0.2, 1.1 + 0.2 - 0.5].map(|sum: f64| (1.3 * sum).exp());
        let total: f64 = numerators.iter().sum();
        let partial = numerators.map(|numerator| numerator / total);
        for (model, expected) in [(Model::Graded, graded), (Model::GeneralisedPartialCredit, partial)] {
            let truth = Truth { model, items: vec![item.clone()] };
            const DRAWS: u32 = 100_000;
            let mut counts = [0_u32; 4];
            for draw in 0..DRAWS {
                let uniform = (f64::from(draw) + 0.5) / f64::from(DRAWS);
                counts[usize::from(truth.category(&item, theta, uniform))] += 1;
            }
            for (count, expected) in counts.iter().zip(expected) {
                let found = f64::from(*count) / f64::from(DRAWS);
                assert!((found - expected).abs() < 2e-5, "{}: {found} for {expected}", model.name());
            }
        }
        let guessed = Truth { model: Model::ThreeParameter, items: vec![TrueItem { b: vec![9.0], c: 0.2, ..item }] };
        assert_eq!(guessed.category(&guessed.items[0], -9.0, 0.199), 1);
        assert_eq!(guessed.category(&guessed.items[0], -9.0, 0.201), 0);
    }

    #[test]
    fn everyone_answers_as_many_items_as_said() {
        let mut random = generator(1, 1);
        let truth = Truth::draw(Model::TwoParameter, 50, 2, &mut random);
        let responses = truth.answer_some(200, 7, &mut random).expect("sound data");
        assert_eq!((responses.persons(), responses.items()), (200, 50));
        assert!((0..200).all(|person| responses.answers(person).count() == 7));
    }
}
