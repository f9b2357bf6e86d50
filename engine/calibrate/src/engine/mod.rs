//! Everything that is computed at one set of parameters: expectation step, gradient, and what preconditions it.

mod information;
mod maximise;

pub(crate) use information::Information;

use information::Components;

use crate::data::Responses;
use crate::estep::{self, Curves, Layout, Persons, Range, Sums, Tables};
use crate::latent;
use crate::linear::Square;
use crate::model::Update;
use crate::problem::{Problem, latent_len};
use crate::simd::{LANE, Pool};

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

/// Data and problem, ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    pub(crate) problem: Problem,
    pub(crate) layout: Layout,
    pub(crate) persons: Persons,
    components: Components,
    pool: Pool,
}

impl Engine {
    pub(crate) fn new(mut problem: Problem, responses: &Responses) -> Self {
        let layout = Layout::new(&problem, responses);
        if let Some(reduction) = &mut problem.reduction {
            reduction.of_row = layout.factor_of_rows(&reduction.of_item);
        }
        let persons = Persons::new(&layout, responses, problem.grid.stride / LANE);
        let components = Components::new(&problem);
        Self { problem, layout, persons, components, pool: Pool::default() }
    }

    /// The table of rows at these parameters.
    pub(crate) fn tables(&self, free: &[f64]) -> Tables {
        let curves = Curves::new(&self.problem, &self.problem.free.expand(free));
        Tables::new(&self.problem, &self.layout, &curves, &self.pool)
    }

    /// Find the nodes that matter to each person.
    pub(crate) fn locate(&mut self, free: &[f64]) {
        if self.problem.reduction.is_some() {
            return;
        }
        let tables = self.tables(free);
        estep::locate(&tables, &mut self.persons);
        self.pool.give_back(tables.table);
    }

    /// One expectation step, and what follows from it.
    pub(crate) fn evaluate(&self, free: &[f64]) -> Evaluation {
        self.evaluate_over(free, Range::Windows)
    }

    /// As [`evaluate`](Self::evaluate), over these nodes.
    pub(crate) fn evaluate_over(&self, free: &[f64], range: Range) -> Evaluation {
        let full = self.problem.free.expand(free);
        let curves = Curves::new(&self.problem, &full);
        let sums = self.expect(&curves, range);
        let (mut gradient, mut information) = self.derive(free, &full, &curves, &sums);
        let held = self.hold(free, &mut gradient, &mut information);
        Evaluation {
            log_likelihood: sums.log_likelihood,
            log_prior: self.problem.log_prior(free),
            gradient,
            held,
            information,
            sums,
        }
    }

    /// The expectation step alone.
    pub(crate) fn sums(&self, free: &[f64]) -> Sums {
        self.expect(&Curves::new(&self.problem, &self.problem.free.expand(free)), Range::Windows)
    }

    fn expect(&self, curves: &Curves, range: Range) -> Sums {
        let tables = Tables::new(&self.problem, &self.layout, curves, &self.pool);
        let Self { problem, layout, persons, pool, .. } = self;
        let sums = match &problem.reduction {
            Some(reduction) => estep::reduced_expectation(problem, reduction, layout, &tables, persons, pool),
            None => estep::expectation(problem, layout, &tables, persons, range, pool),
        };
        self.pool.give_back(tables.table);
        sums
    }

    /// The gradient alone.
    pub(crate) fn gradient(&self, free: &[f64]) -> Vec<f64> {
        let full = self.problem.free.expand(free);
        let curves = Curves::new(&self.problem, &full);
        let sums = self.expect(&curves, Range::Windows);
        self.derive(free, &full, &curves, &sums).0
    }

    /// The gradient that these sums give.
    pub(crate) fn gradient_of(&self, free: &[f64], sums: &Sums) -> Vec<f64> {
        let full = self.problem.free.expand(free);
        self.derive(free, &full, &Curves::new(&self.problem, &full), sums).0
    }

    /// `∂ ln w/∂parameter` at every node, for each group: latent parameters × nodes. The weights of a histogram are
    /// no parameters of these: there are none.
    pub(crate) fn latent_scores(&self, full: &[f64]) -> Vec<Vec<f64>> {
        if self.problem.histogram.is_some() {
            return vec![Vec::new(); self.problem.latent.len()];
        }
        let (size, grid) = (latent_len(self.problem.dimensions()), &self.problem.grid);
        let mut row = vec![0.0; grid.stride];
        let of_group = |start: &usize| {
            let parameters = &full[*start..start + size];
            latent::log_weights(parameters, grid, &mut row);
            latent::scores(parameters, grid, &row)
        };
        self.problem.latent.iter().map(of_group).collect()
    }

    /// What an entry of the persons answered: its group, and instances with categories.
    pub(crate) fn answers(&self, entry: usize) -> (usize, Vec<(usize, usize)>) {
        let rows = self.persons.rows(entry);
        let group = rows[0] as usize;
        (group, rows[1..].iter().flat_map(|row| self.layout.answers(*row as usize)).collect())
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
