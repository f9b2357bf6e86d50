//! 1PL to 4PL: `P(1) = g + (u − g) σ(z)`, `z = a·θ + d`.

use super::shape::{Shape, Update, logistic};
use crate::quadrature::Grid;
use crate::simd;

/// A probability below is taken for this one where it is divided by.
const SMALLEST: f64 = 1e-300;

pub(super) fn curves(shape: &Shape, parameters: &[f64], grid: &Grid, probability: &mut [f64], logarithm: &mut [f64]) {
    let slopes = shape.slopes();
    let (d, lower, upper) = (parameters[slopes], parameters[slopes + 1], parameters[slopes + 2]);
    let projection = shape.projection(parameters, grid);
    let (p0, p1) = probability.split_at_mut(grid.stride);
    let (log0, log1) = logarithm.split_at_mut(grid.stride);
    let plain = lower == f64::NEG_INFINITY && upper == f64::INFINITY;
    if plain {
        simd::dispatch(
            #[inline(always)]
            || {
                let outputs = p0.iter_mut().zip(p1).zip(log0.iter_mut().zip(log1));
                for (((p0, p1), (log0, log1)), t) in outputs.zip(&projection) {
                    let z = t + d;
                    let e = simd::exp(-z.abs());
                    let (likely, rare) = (1.0 / (1.0 + e), e / (1.0 + e));
                    let softplus = simd::ln(1.0 + e);
                    (*p1, *p0) = if z > 0.0 { (likely, rare) } else { (rare, likely) };
                    *log1 = (if z < 0.0 { z } else { 0.0 }) - softplus;
                    *log0 = (if z > 0.0 { -z } else { 0.0 }) - softplus;
                }
            },
        );
        return;
    }
    // 1 − u is taken from the logit, so that it keeps its digits where u is almost 1.
    let (g, u, rest) = (logistic(lower), logistic(upper), logistic(-upper));
    simd::dispatch(
        #[inline(always)]
        || {
            let outputs = p0.iter_mut().zip(p1).zip(log0.iter_mut().zip(log1));
            for (((p0, p1), (log0, log1)), t) in outputs.zip(&projection) {
                let z = t + d;
                let e = simd::exp(-z.abs());
                let (likely, rare) = (1.0 / (1.0 + e), e / (1.0 + e));
                let (right, wrong) = if z > 0.0 { (likely, rare) } else { (rare, likely) };
                *p1 = g + (u - g) * right;
                *p0 = rest + (u - g) * wrong;
                *log1 = simd::ln(if *p1 > SMALLEST { *p1 } else { SMALLEST });
                *log0 = simd::ln(if *p0 > SMALLEST { *p0 } else { SMALLEST });
            }
        },
    );
}

pub(super) fn derive(
    shape: &Shape,
    parameters: &[f64],
    grid: &Grid,
    probability: &[f64],
    counts: &[f64],
    update: &mut Update<'_>,
) {
    let slopes = shape.slopes();
    let size = shape.len();
    let (lower, upper) = (parameters[slopes + 1], parameters[slopes + 2]);
    let (g, u) = (logistic(lower), logistic(upper));
    let (g_change, u_change) = (g * logistic(-lower), u * logistic(-upper));
    let plain = lower == f64::NEG_INFINITY && upper == f64::INFINITY;
    let span = u - g;
    let (p0, p1) = probability.split_at(grid.stride);
    let (n0, n1) = counts.split_at(grid.stride);
    for node in 0..grid.nodes {
        let n = n0[node] + n1[node];
        if n == 0.0 {
            continue;
        }
        let (p, q) = (p1[node], p0[node]);
        // Derivatives of P(1) in z, logit g and logit u; the residual is what they are multiplied by.
        let (slope, in_lower, in_upper, residual, weight) = if plain {
            let slope = p * q;
            if slope <= SMALLEST {
                continue;
            }
            (slope, 0.0, 0.0, (n1[node] * q - n0[node] * p) / slope, n / slope)
        } else {
            let right = ((p - g) / span).clamp(0.0, 1.0);
            let wrong = ((u - p) / span).clamp(0.0, 1.0);
            let spread = (p * q).max(SMALLEST);
            let residual = n1[node] / p.max(SMALLEST) - n0[node] / q.max(SMALLEST);
            (span * right * wrong, g_change * wrong, u_change * right, residual, n / spread)
        };
        let local = [slope, in_lower, in_upper];
        let coordinate = |place: usize| match place {
            _ if place < slopes => grid.theta[shape.dimensions[place]][node] * slope,
            _ => local[place - slopes],
        };
        let last = if plain { slopes + 1 } else { size };
        for i in 0..last {
            let left = coordinate(i);
            update.gradient[i] += residual * left;
            for j in 0..=i {
                update.information[i * size + j] += weight * left * coordinate(j);
            }
        }
    }
    super::shape::mirror(update.information, size);
}
