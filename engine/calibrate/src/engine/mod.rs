//! Everything that is computed at one set of parameters: expectation step, gradient, and what preconditions it.

mod information;
mod local;
mod maximise;

pub(crate) use information::Information;
pub(crate) use local::Local;

use information::Components;

use crate::data::Extent;
use crate::error::CalibrationError;
use crate::estep::{Curves, Range, Sums};
use crate::latent;
use crate::linear::Square;
use crate::model::Update;
use crate::passes::{Engine, Task};
use crate::problem::{Problem, latent_len};

/// The posterior density's logarithm and its derivatives at one set of parameters.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) log_likelihood: f64,
    pub(crate) log_prior: f64,
    /// Exact gradient of both together (Fisher's identity); 0 where a parameter is held.
    pub(crate) gradient: Vec<f64>,
    /// Asymptotes that are held at their bounds.
    pub(crate) held: Vec<usize>,
    pub(crate) information: Information,
    pub(crate) sums: Sums,
}

impl Evaluation {
    pub(crate) fn objective(&self) -> f64 {
        self.log_likelihood + self.log_prior
    }
}

/// The problem, ready to be evaluated on persons who are wherever an [`Engine`] has them.
#[derive(Clone, Debug)]
pub(crate) struct Evaluator {
    pub(crate) problem: Problem,
    /// Of all persons.
    extent: Extent,
    components: Components,
}

impl Evaluator {
    pub(crate) fn new(problem: Problem, extent: Extent) -> Self {
        let components = Components::new(&problem);
        Self { problem, extent, components }
    }

    /// What an engine is asked at these parameters.
    pub(crate) fn task(&self, free: &[f64], range: Range) -> Task<'_> {
        Task::new(&self.problem, &self.extent, free, range)
    }

    /// Find the nodes that matter to each person.
    pub(crate) fn locate(&self, engine: &mut dyn Engine, free: &[f64]) -> Result<(), CalibrationError> {
        engine.locate(&self.task(free, Range::Windows))
    }

    /// One expectation step, and what follows from it.
    pub(crate) fn evaluate(&self, engine: &mut dyn Engine, free: &[f64]) -> Result<Evaluation, CalibrationError> {
        self.evaluate_over(engine, free, Range::Windows)
    }

    /// As [`evaluate`](Self::evaluate), over these nodes.
    pub(crate) fn evaluate_over(
        &self,
        engine: &mut dyn Engine,
        free: &[f64],
        range: Range,
    ) -> Result<Evaluation, CalibrationError> {
        let task = self.task(free, range);
        let sums = engine.sums(&task)?;
        let (mut gradient, mut information) = self.derive(free, &task.full, &task.curves, &sums);
        let held = self.hold(free, &mut gradient, &mut information);
        Ok(Evaluation {
            log_likelihood: sums.log_likelihood,
            log_prior: self.problem.log_prior(free),
            gradient,
            held,
            information,
            sums,
        })
    }

    /// The gradient alone.
    pub(crate) fn gradient(&self, engine: &mut dyn Engine, free: &[f64]) -> Result<Vec<f64>, CalibrationError> {
        let task = self.task(free, Range::Windows);
        let sums = engine.sums(&task)?;
        Ok(self.derive(free, &task.full, &task.curves, &sums).0)
    }

    /// The gradients at several points.
    pub(crate) fn gradients(
        &self,
        engine: &mut dyn Engine,
        points: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, CalibrationError> {
        let tasks: Vec<Task<'_>> = points.iter().map(|free| self.task(free, Range::Windows)).collect();
        let sums = engine.all_sums(&tasks)?;
        let gradient =
            |((free, task), sums): ((&Vec<f64>, &Task<'_>), &Sums)| self.derive(free, &task.full, &task.curves, sums).0;
        Ok(points.iter().zip(&tasks).zip(&sums).map(gradient).collect())
    }

    /// The gradient that these sums give.
    pub(crate) fn gradient_of(&self, free: &[f64], sums: &Sums) -> Vec<f64> {
        let full = self.problem.free.expand(free);
        self.derive(free, &full, &Curves::new(&self.problem, &full), sums).0
    }

    /// Take the asymptotes that are at their bounds and would go further out of gradient and information, and factorise
    /// this.
    fn hold(&self, free: &[f64], gradient: &mut [f64], information: &mut Information) -> Vec<usize> {
        let held = self.problem.bounds.held(free, gradient);
        held.iter().for_each(|place| gradient[*place] = 0.0);
        information.hold(&self.components, &held);
        information.factorise();
        held
    }

    /// Gradient and expected information of the complete data's log-likelihood, given these counts, with the prior.
    fn derive(&self, free: &[f64], full: &[f64], curves: &Curves, sums: &Sums) -> (Vec<f64>, Information) {
        let problem = &self.problem;
        let mut gradient = vec![0.0; problem.free.count];
        let mut matrices: Vec<Square> = self.components.sets.iter().map(|set| Square::zeros(set.len())).collect();
        let mut scatter = |offset: usize, part: &[f64], information: &[f64]| {
            let size = part.len();
            for i in 0..size {
                let Some(left) = problem.free.of[offset + i] else { continue };
                gradient[left] += part[i];
                let (set, row) = self.components.of[left];
                for j in 0..size {
                    if let Some(right) = problem.free.of[offset + j] {
                        matrices[set].add(row, self.components.of[right].1, information[i * size + j]);
                    }
                }
            }
        };
        let (mut part, mut information) = (Vec::new(), Vec::new());
        for (number, instance) in problem.instances.iter().enumerate() {
            if instance.range().all(|at| problem.free.of[at].is_none()) {
                continue;
            }
            let size = instance.shape.len();
            part.clear();
            part.resize(size, 0.0);
            information.clear();
            information.resize(size * size, 0.0);
            let range = curves.range(number);
            let mut update = Update { gradient: &mut part, information: &mut information };
            let (p, counts) = (&curves.probability[range.clone()], &sums.counts[range]);
            instance.shape.derive(&full[instance.range()], &problem.grid, p, counts, &mut update);
            scatter(instance.offset, &part, &information);
        }
        let (stride, size) = (problem.grid.stride, latent_len(problem.dimensions()));
        for (group, start) in problem.latent.iter().enumerate() {
            if (*start..start + size).all(|at| problem.free.of[at].is_none()) {
                continue;
            }
            let row = group * stride..(group + 1) * stride;
            let (weights, counts) = (&curves.log_weights[row.clone()], &sums.density[row]);
            let (part, information) = latent::derive(&full[*start..start + size], &problem.grid, weights, counts);
            scatter(*start, &part, &information);
        }
        for (place, prior) in &problem.priors {
            let (_, first, second) = prior.log_density(free[*place]);
            gradient[*place] += first;
            let (set, row) = self.components.of[*place];
            // A prior that is not concave here would take away; information must stay positive.
            matrices[set].add(row, row, (-second).max(0.0));
        }
        (gradient, Information { sets: self.components.sets.clone(), matrices, factors: Vec::new() })
    }
}
