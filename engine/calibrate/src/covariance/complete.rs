//! The complete data's observed information.

use crate::estep::{Curves, Sums};
use crate::latent;
use crate::linear::Square;
use crate::model::Update;
use crate::problem::{Problem, latent_len};

/// Half the distance of the two points a difference is taken between, for a parameter of size 1.
const STEP: f64 = 1e-4;

/// `−∂²/∂x∂xᵀ` of `Σ counts · ln P`, of the latent densities and of the priors, the expected counts held: by central
/// differences of each item's own exact gradient, whose error is about `STEP²` times a fourth derivative, 1e-8 in parts.
pub(super) fn information(problem: &Problem, free: &[f64], sums: &Sums) -> Square {
    let full = problem.free.expand(free);
    let curves = Curves::new(problem, &full);
    let mut information = Square::zeros(free.len());
    let stride = problem.grid.stride;
    for (number, instance) in problem.instances.iter().enumerate() {
        let counts = &sums.counts[curves.range(number)];
        let gradient = |parameters: &[f64]| {
            let size = instance.shape.len();
            let mut probability = vec![0.0; instance.shape.categories * stride];
            let mut logarithm = probability.clone();
            instance.shape.curves(parameters, &problem.grid, &mut probability, &mut logarithm);
            let (mut gradient, mut unused) = (vec![0.0; size], vec![0.0; size * size]);
            let mut update = Update { gradient: &mut gradient, information: &mut unused };
            instance.shape.derive(parameters, &problem.grid, &probability, counts, &mut update);
            gradient
        };
        differentiate(problem, instance.offset, &full[instance.range()], &gradient, &mut information);
    }
    let size = latent_len(problem.dimensions());
    for (group, start) in problem.latent.iter().enumerate() {
        let counts = &sums.density[group * stride..(group + 1) * stride];
        let gradient = |parameters: &[f64]| {
            let mut weights = vec![0.0; stride];
            latent::log_weights(parameters, &problem.grid, &mut weights);
            latent::derive(parameters, &problem.grid, &weights, counts).0
        };
        differentiate(problem, *start, &full[*start..start + size], &gradient, &mut information);
    }
    for (place, prior) in &problem.priors {
        information.add(*place, *place, -prior.log_density(free[*place]).2);
    }
    for i in 0..free.len() {
        for j in 0..i {
            // The two differ by rounding.
            let mean = 0.5 * (information.get(i, j) + information.get(j, i));
            information.set(i, j, mean);
            information.set(j, i, mean);
        }
    }
    information
}

/// Take off the derivatives of a gradient in parameters that stand together in the list of all.
fn differentiate(
    problem: &Problem,
    offset: usize,
    parameters: &[f64],
    gradient: &dyn Fn(&[f64]) -> Vec<f64>,
    information: &mut Square,
) {
    let free = &problem.free.of[offset..offset + parameters.len()];
    for (place, row) in free.iter().enumerate() {
        let Some(row) = row else { continue };
        let step = STEP * parameters[place].abs().max(1.0);
        let at = |sign: f64| {
            let mut moved = parameters.to_vec();
            moved[place] += sign * step;
            gradient(&moved)
        };
        let (above, below) = (at(1.0), at(-1.0));
        for (column, (above, below)) in free.iter().zip(above.iter().zip(&below)) {
            if let Some(column) = column {
                information.add(*row, *column, (below - above) / (2.0 * step));
            }
        }
    }
}
