//! Observed information from the gradient that expectation steps give.

use rayon::prelude::*;

use crate::engine::Engine;
use crate::linear::Square;

/// Half the distance of the two points a difference is taken between, for a parameter of size 1.
const STEP: f64 = 1e-4;

/// `−∂²(ℓ + ln prior)/∂x∂xᵀ` by central differences of the exact gradient: its error is about `STEP²` times a fourth
/// derivative, 1e-8 in parts.
pub(super) fn information(engine: &Engine, free: &[f64]) -> Square {
    let size = free.len();
    let columns: Vec<Vec<f64>> = (0..size)
        .into_par_iter()
        .map(|place| {
            let step = STEP * free[place].abs().max(1.0);
            let gradient = |sign: f64| {
                let mut moved = free.to_vec();
                moved[place] += sign * step;
                engine.gradient(&moved)
            };
            let (above, below) = (gradient(1.0), gradient(-1.0));
            above.iter().zip(&below).map(|(above, below)| (below - above) / (2.0 * step)).collect()
        })
        .collect();
    let mut information = Square::zeros(size);
    for (i, column) in columns.iter().enumerate() {
        for (j, other) in columns.iter().enumerate() {
            // The two differ by rounding.
            information.set(i, j, 0.5 * (column[j] + other[i]));
        }
    }
    information
}
