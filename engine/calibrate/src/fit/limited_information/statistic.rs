//! The quadratic form of residuals that parameters do not explain.

use super::block::Block;
use crate::linear::{self, Square};

/// What is left of a column of the derivatives after those before it, as a part of its length, that is nothing but
/// rounding: the moments cannot tell its parameter from the others.
const SMALLEST_REST: f64 = 1e-12;

/// Why there is no statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undefined {
    /// The moments' covariance matrix is singular.
    Moments,
    /// The derivatives are not of full rank.
    Parameters,
}

/// `Σ_g N_g r_gᵀ Ξ_g⁻¹ r_g` less what the parameters explain; `columns` says which parameters a block's are.
///
/// With `Ξ = LLᵀ` it is the squared length of the part of `√N L⁻¹r` that is orthogonal to all columns of `√N L⁻¹Δ`,
/// here by Householder reflections: with cross-products `ΔᵀΞ⁻¹Δ` half of the digits would be lost, and many
/// parameters an item are nearly collinear.
pub(super) fn quadratic(blocks: &[Block], columns: &[Vec<usize>], parameters: usize) -> Result<f64, Undefined> {
    let rows: usize = blocks.iter().map(|block| block.residual.len()).sum();
    let mut residual = Vec::with_capacity(rows);
    let mut derivative = vec![vec![0.0; rows]; parameters];
    for (block, columns) in blocks.iter().zip(columns) {
        let factor = linear::cholesky(&block.covariance).ok_or(Undefined::Moments)?;
        let start = residual.len();
        let scale = block.persons.sqrt();
        let whiten = |list: &mut [f64]| {
            forward(&factor, list);
            list.iter_mut().for_each(|value| *value *= scale);
        };
        residual.extend_from_slice(&block.residual);
        whiten(&mut residual[start..]);
        let end = residual.len();
        for (place, column) in columns.iter().enumerate() {
            let part = &mut derivative[*column][start..end];
            part.iter_mut().zip(&block.derivative).for_each(|(value, row)| *value = row[place]);
            whiten(part);
        }
    }
    reflect(&mut derivative, &mut residual)?;
    Ok(residual[parameters..].iter().map(|r| r * r).sum())
}

/// Solve `L x = b` in place.
fn forward(factor: &Square, b: &mut [f64]) {
    for i in 0..factor.size {
        let dot: f64 = factor.row(i)[..i].iter().zip(&b[..i]).map(|(l, b)| l * b).sum();
        b[i] = (b[i] - dot) / factor.get(i, i);
    }
}

/// Apply to `vector` the reflections that make `columns` upper triangular (Golub & Van Loan 2013, algorithm 5.2.1).
fn reflect(columns: &mut [Vec<f64>], vector: &mut [f64]) -> Result<(), Undefined> {
    for place in 0..columns.len() {
        let (done, rest) = columns.split_at_mut(place + 1);
        let column = &mut done[place];
        let length = |list: &[f64]| list.iter().map(|x| x * x).sum::<f64>().sqrt();
        let (whole, left) = (length(column), length(&column[place..]));
        if left.is_nan() || left <= SMALLEST_REST * whole {
            return Err(Undefined::Parameters);
        }
        // The direction that is reflected, of length 1.
        let direction = &mut column[place..];
        direction[0] += if direction[0] < 0.0 { -left } else { left };
        let size = length(direction);
        direction.iter_mut().for_each(|x| *x /= size);
        let turn = |list: &mut [f64]| {
            let along: f64 = direction.iter().zip(&*list).map(|(d, x)| d * x).sum();
            list.iter_mut().zip(&*direction).for_each(|(x, d)| *x -= 2.0 * along * d);
        };
        rest.iter_mut().for_each(|other| turn(&mut other[place..]));
        turn(&mut vector[place..]);
    }
    Ok(())
}
