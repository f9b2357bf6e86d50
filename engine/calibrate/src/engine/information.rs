//! The complete data's information about the free parameters: what preconditions a step.

use crate::linear::{self, Square};
use crate::problem::{Instance, Problem, latent_len};

/// Free parameters that some item or group ties together; the complete-data information has no entries between sets.
#[derive(Clone, Debug)]
pub(super) struct Components {
    /// Of each free parameter, its set and its place there.
    pub(super) of: Vec<(usize, usize)>,
    pub(super) sets: Vec<Vec<usize>>,
}

impl Components {
    pub(super) fn new(problem: &Problem) -> Self {
        let mut leader: Vec<usize> = (0..problem.free.count).collect();
        let size = latent_len(problem.dimensions());
        let ranges = problem.instances.iter().map(Instance::range);
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
    pub(super) sets: Vec<Vec<usize>>,
    pub(super) matrices: Vec<Square>,
    pub(super) factors: Vec<Square>,
}

impl Information {
    /// Take parameters that are held out of it: a step by it does not move them, and the others' are as if they were
    /// known.
    pub(super) fn hold(&mut self, components: &Components, held: &[usize]) {
        for place in held {
            let (set, row) = components.of[*place];
            let matrix = &mut self.matrices[set];
            for other in 0..matrix.size {
                matrix.set(row, other, 0.0);
                matrix.set(other, row, 0.0);
            }
            matrix.set(row, row, 1.0);
        }
    }

    /// Fix what is needed to solve with it: a matrix that is not positive definite gets a ridge.
    pub(super) fn factorise(&mut self) {
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

    /// The diagonal.
    pub(crate) fn diagonal(&self) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.sets.iter().map(Vec::len).sum()];
        for (set, matrix) in self.sets.iter().zip(&self.matrices) {
            set.iter().enumerate().for_each(|(row, free)| diagonal[*free] = matrix.get(row, row));
        }
        diagonal
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
