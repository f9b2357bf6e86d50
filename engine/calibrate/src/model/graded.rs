//! Graded response: `P(X ≥ k) = σ(z_k)`, `z_k = a·θ + d_k`.
//!
//! `P(k) = σ(z_k) σ(−z_{k+1}) (1 − exp(d_{k+1} − d_k))`, a product of what is known to full precision, where the
//! difference of two cumulative probabilities would lose digits.

use super::shape::{Shape, Update, mirror};
use crate::quadrature::Grid;
use crate::simd;

pub(super) fn curves(shape: &Shape, parameters: &[f64], grid: &Grid, probability: &mut [f64], logarithm: &mut [f64]) {
    let (steps, stride) = (shape.categories - 1, grid.stride);
    let intercepts = &parameters[shape.slopes()..];
    let projection = shape.projection(parameters, grid);
    probability.fill(1.0);
    logarithm.fill(0.0);
    simd::dispatch(
        #[inline(always)]
        || {
            for step in 0..steps {
                let d = intercepts[step];
                let gap = gap(intercepts, step);
                let factor = -libm::expm1(gap);
                let factor_log = libm::log(factor);
                let (below_p, above_p) = probability[step * stride..(step + 2) * stride].split_at_mut(stride);
                let (below_log, above_log) = logarithm[step * stride..(step + 2) * stride].split_at_mut(stride);
                let outputs = below_p.iter_mut().zip(above_p).zip(below_log.iter_mut().zip(above_log));
                for (((below_p, above_p), (below_log, above_log)), t) in outputs.zip(&projection) {
                    let z = t + d;
                    let e = simd::exp(-z.abs());
                    let (likely, rare) = (1.0 / (1.0 + e), e / (1.0 + e));
                    let softplus = simd::ln(1.0 + e);
                    let (above, below) = if z > 0.0 { (likely, rare) } else { (rare, likely) };
                    *above_p *= above * factor;
                    *below_p *= below;
                    *above_log += (if z < 0.0 { z } else { 0.0 }) - softplus + factor_log;
                    *below_log += (if z > 0.0 { -z } else { 0.0 }) - softplus;
                }
            }
        },
    );
}

/// `d_{k+1} − d_k` of the category that step `k` opens, −∞ for the highest.
fn gap(intercepts: &[f64], step: usize) -> f64 {
    intercepts.get(step + 1).map_or(f64::NEG_INFINITY, |next| next - intercepts[step])
}

pub(super) fn derive(
    shape: &Shape,
    parameters: &[f64],
    grid: &Grid,
    probability: &[f64],
    counts: &[f64],
    update: &mut Update<'_>,
) {
    let (categories, stride, slopes, size) = (shape.categories, grid.stride, shape.slopes(), shape.len());
    let steps = categories - 1;
    let intercepts = &parameters[slopes..];
    let projection = shape.projection(parameters, grid);
    // ∂ ln(1 − exp(d_{k+1} − d_k)) / ∂d_k
    let ratio: Vec<f64> = (0..steps).map(|step| 1.0 / libm::expm1(-gap(intercepts, step))).collect();
    let mut above = vec![0.0; steps];
    for node in 0..grid.nodes {
        let n: f64 = (0..categories).map(|k| counts[k * stride + node]).sum();
        if n == 0.0 {
            continue;
        }
        for step in 0..steps {
            above[step] = 1.0 / (1.0 + simd::exp(-(projection[node] + intercepts[step])));
        }
        let theta = |slope: usize| grid.theta[shape.dimensions[slope]][node];
        for k in 0..categories {
            let (r, weight) = (counts[k * stride + node], n * probability[k * stride + node]);
            // Derivatives of ln P(k): in a·θ, in its own intercept and in the next one's.
            let own = if k > 0 { (1.0 - above[k - 1]) + ratio[k - 1] } else { 0.0 };
            let next = if k < steps { -above[k] - if k > 0 { ratio[k - 1] } else { 0.0 } } else { 0.0 };
            let slope = (if k > 0 { 1.0 - above[k - 1] } else { 0.0 }) - (if k < steps { above[k] } else { 0.0 });
            for i in 0..slopes {
                let left = slope * theta(i);
                update.gradient[i] += r * left;
                for j in 0..=i {
                    update.information[i * size + j] += weight * left * slope * theta(j);
                }
            }
            // Place in the list, derivative.
            let local = [(k > 0).then(|| (slopes + k - 1, own)), (k < steps).then(|| (slopes + k, next))];
            for (place, derivative) in local.into_iter().flatten() {
                update.gradient[place] += r * derivative;
                for i in 0..slopes {
                    update.information[place * size + i] += weight * derivative * slope * theta(i);
                }
                for (other, partner) in local.into_iter().flatten() {
                    if other <= place {
                        update.information[place * size + other] += weight * derivative * partner;
                    }
                }
            }
        }
    }
    mirror(update.information, size);
}
