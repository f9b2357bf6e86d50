//! Scores of persons under the calibrated parameters.

use thetis_core::{
    Bank, Error, Estimate, Estimation, Estimator, Item, MultivariateNormal, Quadrature, Response, Rule, Status,
};

use crate::calibrate::Calibration;
use crate::data::{Extent, Responses};
use crate::estep::{self, Curves, Layout, Persons, Tables};
use crate::problem::Reduction;
use crate::simd::{LANE, Pool};

/// Expected a posteriori: posterior mean and standard deviation of each dimension, logits.
#[derive(Clone, Debug, PartialEq)]
pub struct Eap {
    /// Means.
    pub theta: Vec<f64>,
    /// Standard deviations.
    pub se: Vec<f64>,
}

/// Why persons cannot be scored.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScoreError {
    /// The responses are to other items than those calibrated.
    OtherItems,
    /// A person answered a category that the calibrated item does not have.
    Category {
        /// The person, from 0.
        person: usize,
        /// The item.
        item: String,
    },
    /// The engine refuses the items or the estimator.
    Engine(Error),
}

impl std::fmt::Display for ScoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OtherItems => f.write_str(
                "the responses are not to the calibrated items: give the same items, in the same order, and groups",
            ),
            Self::Category { person, item } => {
                write!(f, "person {person} answered item {item} in a category that nobody in the calibration did")
            }
            Self::Engine(error) => write!(f, "the engine cannot score: {error}"),
        }
    }
}

impl std::error::Error for ScoreError {}

impl From<Error> for ScoreError {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

/// From entries to persons, in the order of the data.
fn spread(persons: &Persons, of_entry: &[Eap], count: usize) -> Vec<Eap> {
    let mut scores = vec![Eap { theta: Vec::new(), se: Vec::new() }; count];
    for (entry, person) in &persons.members {
        scores[*person as usize].clone_from(&of_entry[*entry as usize]);
    }
    scores
}

impl Calibration {
    /// Posterior means on the calibration's own nodes, for each of these persons, in the order of the data; a person
    /// without responses has the mean of his or her group.
    ///
    /// # Errors
    /// Other items or groups than those calibrated.
    pub fn eap(&self, responses: &Responses) -> Result<Vec<Eap>, ScoreError> {
        self.check(responses)?;
        let grid = &self.evaluator.problem.grid;
        // These persons may have other responses missing than those of the calibration.
        let layout = Layout::new(&self.evaluator.problem, &Extent::of(responses));
        let persons = Persons::new(&layout, responses, grid.stride / LANE);
        let curves = Curves::new(&self.evaluator.problem, &self.evaluator.problem.free.expand(&self.free));
        let tables = Tables::new(&self.evaluator.problem, &layout, &curves, &Pool::default());
        let mut of_entry: Vec<Eap> = Vec::with_capacity(persons.len());
        if let Some(reduction) = &self.evaluator.problem.reduction {
            let own = Reduction { of_row: layout.factor_of_rows(&reduction.of_item), ..reduction.clone() };
            let marginals = estep::reduced_marginals(grid, &own, &tables, &persons);
            of_entry.extend(marginals.into_iter().map(|entry| Eap { theta: entry.mean, se: entry.sd }));
            return Ok(spread(&persons, &of_entry, responses.persons()));
        }
        estep::posterior(&tables, &persons, |_, posterior, _| {
            let moment = |line: &[f64], centre: f64| -> f64 {
                line.iter().zip(posterior).map(|(theta, p)| (theta - centre) * p).sum()
            };
            let theta: Vec<f64> = grid.theta.iter().map(|line| moment(line, 0.0)).collect();
            let spread = grid.theta.iter().zip(&theta).map(|(line, mean)| {
                line.iter().zip(posterior).map(|(theta, p)| (theta - mean) * (theta - mean) * p).sum::<f64>().sqrt()
            });
            let se = spread.collect();
            of_entry.push(Eap { theta, se });
        });
        Ok(spread(&persons, &of_entry, responses.persons()))
    }

    /// Estimates by thetis-core's estimators: MAP and EAP with the group's latent density unless the estimation names
    /// another prior, ML, Warm's WLE and the mode under Jeffreys' prior (which R mirt calls WLE) without. Quadrature,
    /// where none is named, is over the calibration's nodes, each with the same weight.
    ///
    /// Where the latent density was estimated as an empirical histogram, EAP without another prior is
    /// [`eap`](Self::eap), with its weights, and the standard errors are posterior standard deviations; MAP takes the
    /// normal density of the same mean and variance.
    ///
    /// # Errors
    /// Other items or groups than those calibrated, or an estimator that the engine does not have for them.
    pub fn scores(&self, responses: &Responses, estimation: &Estimation) -> Result<Vec<Estimate>, ScoreError> {
        self.check(responses)?;
        let own_prior = estimation.prior.is_some();
        if self.evaluator.problem.histogram.is_some() && estimation.estimator == Estimator::Eap && !own_prior {
            let estimate = |score: Eap| Estimate {
                covariance: score.se.iter().map(|se| se * se).collect(),
                theta: score.theta,
                se: score.se,
                status: Status::Regular,
            };
            return Ok(self.eap(responses)?.into_iter().map(estimate).collect());
        }
        let nodes = &self.specification.nodes;
        let mut estimation = estimation.clone();
        estimation.quadrature.get_or_insert(Quadrature {
            rule: Rule::EqualWeights,
            lower: nodes.lower,
            upper: nodes.upper,
            nodes: nodes.per_dimension,
        });
        let banks: Result<Vec<Bank>, Error> = (0..self.groups.len()).map(|group| self.bank(group)).collect();
        let banks = banks?;
        (0..responses.persons())
            .map(|person| {
                let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let answers = responses.answers(person);
                let answers = answers.map(|(item, k)| Response { item: number(item), category: number(k) });
                Ok(thetis_core::estimate(&banks[responses.group(person)], answers, &estimation)?)
            })
            .collect()
    }

    /// The calibrated items as a bank of the engine, its prior a group's latent density; of an empirical histogram, the
    /// normal density of the same mean and variance.
    ///
    /// # Errors
    /// What the engine refuses, such as an asymptote at 0 with an upper one at 0.
    pub fn bank(&self, group: usize) -> Result<Bank, Error> {
        let density = &self.groups[group];
        let problem = &self.evaluator.problem;
        let prior = MultivariateNormal::new(density.mean.clone(), density.covariance.clone())?;
        let items = problem.instance_of[group].iter().map(|instance| {
            let item = &self.items[*instance];
            Item { dimensions: item.dimensions.clone(), ..Item::new(item.core.clone()) }
        });
        Bank::new(1.0, prior, items.collect(), "calibrated")
    }

    pub(crate) fn check(&self, responses: &Responses) -> Result<(), ScoreError> {
        let groups = &self.evaluator.problem.instance_of;
        if responses.items() != groups[0].len() || responses.groups().len() != groups.len() {
            return Err(ScoreError::OtherItems);
        }
        let categories = |item: usize| self.evaluator.problem.instances[groups[0][item]].shape.categories;
        let fault = (0..responses.items()).find(|item| responses.categories(*item) > categories(*item));
        match fault {
            None => Ok(()),
            Some(item) => {
                let high = categories(item);
                let person = (0..responses.persons())
                    .find(|person| responses.answer(*person, item).is_some_and(|k| k >= high))
                    .unwrap_or(0);
                Err(ScoreError::Category { person, item: responses.ids()[item].clone() })
            }
        }
    }
}
