//! A recovery study: items are drawn once, persons and their answers many times, and each time the items are
//! calibrated as if they were not known (Harwell, Stone, Hsu & Kirisci 1996).

mod summary;

pub use summary::{Mean, Summary};

use thetis_calibrate::{Calibration, calibrate};
use thetis_calibrate::{CalibrationError, Covariance, InformationKind, Model, Options, Responses, Specification};

use crate::simulate::{self, Truth};

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// The items' model.
    pub model: Model,
    /// Number of categories of each item.
    pub categories: usize,
    /// Number of items.
    pub items: usize,
    /// Number of persons in each replication.
    pub persons: usize,
    /// Number of replications.
    pub replications: u32,
    /// All random numbers follow from it.
    pub seed: u64,
}

/// What one replication says of one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error by Oakes' identity.
    pub oakes: f64,
    /// Its standard error by cross-products.
    pub cross_product: f64,
}

/// A parameter of an item and what became of it.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `a`, `b`, `b1`, …
    pub name: String,
    /// Its true value.
    pub truth: f64,
    /// One entry a replication that converged.
    pub trials: Vec<Trial>,
}

/// What a study found.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// What was simulated.
    pub study: Study,
    /// All parameters in the bank's metric, item by item.
    pub parameters: Vec<Parameter>,
    /// Of each replication that converged, the part of persons whose ability lies within 1.96 posterior standard
    /// deviations of its posterior mean.
    pub scores: Vec<f64>,
    /// Replications that did not converge; they count nowhere else.
    pub not_converged: u32,
    /// Why replications were refused: a category that nobody answered, a singular information. They count nowhere else.
    pub refused: Vec<CalibrationError>,
}

/// Half the width of a 95 % interval in standard errors.
pub const NORMAL_95: f64 = 1.959_963_984_540_054;

impl Study {
    /// Simulate and calibrate.
    #[must_use]
    pub fn run(self) -> Recovery {
        let truth = self.truth();
        let parameters = truth.items.iter().flat_map(|item| {
            let steps = item.b.iter().enumerate().map(|(k, b)| {
                let name = if item.b.len() == 1 { "b".to_owned() } else { format!("b{}", k + 1) };
                Parameter { name, truth: *b, trials: Vec::new() }
            });
            std::iter::once(Parameter { name: "a".to_owned(), truth: item.a, trials: Vec::new() }).chain(steps)
        });
        let parameters = parameters.collect();
        let mut found = Recovery { study: self, parameters, scores: Vec::new(), not_converged: 0, refused: Vec::new() };
        for replication in 0..self.replications {
            match self.replicate(&truth, replication) {
                Ok(Some((trials, score))) => {
                    for (parameter, trial) in found.parameters.iter_mut().zip(trials) {
                        parameter.trials.push(trial);
                    }
                    found.scores.push(score);
                }
                Ok(None) => found.not_converged += 1,
                Err(error) => found.refused.push(error),
            }
        }
        found
    }

    /// The items, the same in all replications.
    #[must_use]
    pub fn truth(&self) -> Truth {
        Truth::draw(self.model, self.items, self.categories, &mut simulate::generator(self.seed, 0))
    }

    /// New persons, and what is estimated from them; `None` if the search did not converge.
    fn replicate(&self, truth: &Truth, replication: u32) -> Result<Option<(Vec<Trial>, f64)>, CalibrationError> {
        let sample = truth.answer(self.persons, &mut simulate::generator(self.seed, u64::from(replication) + 1));
        let responses = Responses::dense(simulate::ids(self.items), sample.cells)?;
        let found = calibrate(&responses, &Specification::uniform(self.model, &responses), &Options::default())?;
        if !found.converged() {
            return Ok(None);
        }
        let oakes = found.covariance(InformationKind::Oakes)?;
        let cross_product = found.covariance(InformationKind::CrossProduct)?;
        let trials = trials(&found, &oakes, &cross_product, self.categories);
        let scores = found.eap(&responses).expect("these persons were calibrated");
        let within = scores.iter().zip(&sample.theta);
        let within = within.filter(|(score, theta)| (score.theta[0] - **theta).abs() <= NORMAL_95 * score.se[0]);
        Ok(Some((trials, within.count() as f64 / self.persons as f64)))
    }
}

/// Of each item its slope and as many difficulties as there are steps; asymptotes are not studied.
fn trials(found: &Calibration, oakes: &Covariance, cross_product: &Covariance, categories: usize) -> Vec<Trial> {
    let of_item = found.items.iter().map(|item| {
        let (oakes, cross_product) = (oakes.item(item).irt, cross_product.item(item).irt);
        let error = |list: &[Option<f64>], place: usize| list[place].expect("slopes and difficulties are free");
        let trial = |place: usize| Trial {
            estimate: item.irt.values[place],
            oakes: error(&oakes, place),
            cross_product: error(&cross_product, place),
        };
        (0..categories).map(trial).collect::<Vec<Trial>>()
    });
    of_item.flatten().collect()
}
