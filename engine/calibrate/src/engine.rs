//! Everything that is computed at one set of parameters: expectation step, gradient, and what preconditions it.

use crate::data::Responses;
use crate::estep::{self, Curves, Layout, Persons, Range, Sums, Tables};
use crate::latent;
use crate::linear::{self, Square};
use crate::model::Update;
use crate::problem::{Problem, latent_len};
use crate::simd::{LANE, Pool};

/// Free parameters that some item or group ties together; the complete-data information has no entries between sets.
#[derive(Clone, Debug)]
struct Components {
    /// Of each free parameter, its set and its place there.
    of: Vec<(usize, usize)>,
    sets: Vec<Vec<usize>>,
}

impl Components {
    fn new(problem: &Problem) -> Self {
        let mut leader: Vec<usize> = (0..problem.free.count).collect();
        let size = latent_len(problem.dimensions());
        let ranges = problem.instances.iter().map(crate::problem::Instance::range);
        let latent = problem.latent.iter().map(|start| *start..start + size);
        for range in ranges.chain(latent) {
            let mut free = range.filter_map(|at| problem.free.of[at]);
            let Some(first) = free.next() else { continue };
            for other in free {
                let (a, b) = (root(&leader, first), root(&leader, other));
                leader[a.max(b)] = a.min(b);
            }
        }
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut set_of = vec![usize::MAX; problem.free.count];
        let mut of = Vec::new();
        for free in 0..problem.free.count {
            let root = root(&leader, free);
            if set_of[root] == usize::MAX {
                set_of[root] = sets.len();
                sets.push(Vec::new());
            }
            let set = set_of[root];
            of.push((set, sets[set].len()));
            sets[set].push(free);
        }
        Self { of, sets }
    }
}

fn root(leader: &[usize], mut at: usize) -> usize {
    while leader[at] != at {
        at = leader[at];
    }
    at
}

/// Complete-data information, a matrix for each set of parameters that are tied together.
#[derive(Clone, Debug)]
pub(crate) struct Information {
    sets: Vec<Vec<usize>>,
    matrices: Vec<Square>,
    factors: Vec<Square>,
}

impl Information {
    /// Fix what is needed to solve with it: a matrix that is not positive definite gets a ridge.
    fn factorise(&mut self) {
        /// First ridge tried, as a part of the largest diagonal entry.
        const RIDGE: f64 = 1e-9;
        self.factors = self
            .matrices
            .iter()
            .map(|matrix| {
                let largest = (0..matrix.size).map(|i| matrix.get(i, i).abs()).fold(1e-6, f64::max);
                let mut ridge = 0.0;
                loop {
                    let mut raised = matrix.clone();
                    (0..matrix.size).for_each(|i| raised.add(i, i, ridge * largest));
                    if let Some(factor) = linear::cholesky(&raised) {
                        return factor;
                    }
                    ridge = if ridge > 0.0 { ridge * 100.0 } else { RIDGE };
                }
            })
            .collect();
    }

    /// `M⁻¹ v`
    pub(crate) fn solve(&self, v: &[f64]) -> Vec<f64> {
        let mut solution = v.to_vec();
        let mut part = Vec::new();
        for (set, factor) in self.sets.iter().zip(&self.factors) {
            part.clear();
            part.extend(set.iter().map(|free| v[*free]));
            linear::solve(factor, &mut part);
            for (free, value) in set.iter().zip(&part) {
                solution[*free] = *value;
            }
        }
        solution
    }
}

/// The posterior density's logarithm and its derivatives at one set of parameters.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) log_likelihood: f64,
    pub(crate) log_prior: f64,
    /// Exact gradient of both together (Fisher's identity).
    pub(crate) gradient: Vec<f64>,
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
        let (gradient, mut information) = self.derive(free, &full, &curves, &sums);
        information.factorise();
        Evaluation {
            log_likelihood: sums.log_likelihood,
            log_prior: self.problem.log_prior(free),
            gradient,
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

    /// `∂ ln w/∂parameter` at every node, for each group: latent parameters × nodes.
    pub(crate) fn latent_scores(&self, full: &[f64]) -> Vec<Vec<f64>> {
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

    /// `Σ counts · ln P` and the prior: what the maximisation step of plain EM raises.
    fn complete(&self, free: &[f64], curves: &Curves, sums: &Sums) -> f64 {
        let dot = |counts: &[f64], logs: &[f64]| -> f64 { counts.iter().zip(logs).map(|(n, log)| n * log).sum() };
        dot(&sums.counts, &curves.logarithm)
            + sums
                .density
                .iter()
                .zip(&curves.log_weights)
                .map(|(n, log)| if *n > 0.0 { n * log } else { 0.0 })
                .sum::<f64>()
            + self.problem.log_prior(free)
    }

    /// The maximisation step: Newton's method with expected information and halved steps on the expected counts.
    pub(crate) fn maximise(&self, start: &[f64], sums: &Sums) -> Vec<f64> {
        /// Steps at most, and the change below which there are no more.
        const STEPS: usize = 50;
        const SMALL: f64 = 1e-9;
        let mut free = start.to_vec();
        let mut full = self.problem.free.expand(&free);
        let mut curves = Curves::new(&self.problem, &full);
        let mut value = self.complete(&free, &curves, sums);
        for _ in 0..STEPS {
            let (gradient, mut information) = self.derive(&free, &full, &curves, sums);
            information.factorise();
            let step = information.solve(&gradient);
            let mut scale = 1.0;
            let taken = loop {
                let next: Vec<f64> = free.iter().zip(&step).map(|(x, step)| x + scale * step).collect();
                let next_full = self.problem.free.expand(&next);
                if self.problem.is_sound(&next_full) {
                    let next_curves = Curves::new(&self.problem, &next_full);
                    let next_value = self.complete(&next, &next_curves, sums);
                    if next_value >= value {
                        (free, full, curves, value) = (next, next_full, next_curves, next_value);
                        break true;
                    }
                }
                scale *= 0.5;
                if scale < 1e-6 {
                    break false;
                }
            };
            let largest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs())) * scale;
            if !taken || largest < SMALL {
                break;
            }
        }
        free
    }
}
