//! Models that divide by a total: `P(k) = exp z_k / Σ_m exp z_m` (Thissen & Steinberg 1986).
//!
//! Partial credit: `z_k = k a·θ + d_k`. Rating scale: the same with `d_k = k c − Σ_{j≤k} τ_j`. Nominal:
//! `z_k = s_k θ + d_k`.

use super::shape::{Family, Shape, Update, mirror};
use crate::quadrature::Grid;
use crate::simd;

/// `d_0 = 0, d_1, …` of every family.
fn intercepts(shape: &Shape, parameters: &[f64]) -> Vec<f64> {
    let rest = &parameters[shape.slopes()..];
    let steps = shape.categories - 1;
    let mut list = vec![0.0; shape.categories];
    for k in 1..=steps {
        list[k] = match shape.family {
            Family::RatingScale => list[k - 1] + rest[steps] - rest[k - 1],
            _ => rest[k - 1],
        };
    }
    list
}

pub(super) fn curves(shape: &Shape, parameters: &[f64], grid: &Grid, probability: &mut [f64], logarithm: &mut [f64]) {
    let stride = grid.stride;
    let intercepts = intercepts(shape, parameters);
    let line = if shape.family == Family::Nominal {
        grid.theta[shape.dimensions[0]].clone()
    } else {
        shape.projection(parameters, grid)
    };
    let mut most = vec![0.0_f64; stride];
    let mut total = vec![0.0_f64; stride];
    simd::dispatch(
        #[inline(always)]
        || {
            for (k, row) in logarithm.chunks_exact_mut(stride).enumerate() {
                let (slope, d) = (factor(shape, parameters, k), intercepts[k]);
                for ((z, most), t) in row.iter_mut().zip(&mut most).zip(&line) {
                    *z = slope * t + d;
                    *most = if *z > *most { *z } else { *most };
                }
            }
            for (e_row, z_row) in probability.chunks_exact_mut(stride).zip(logarithm.chunks_exact(stride)) {
                for (((e, z), most), total) in e_row.iter_mut().zip(z_row).zip(&most).zip(&mut total) {
                    *e = simd::exp(z - most);
                    *total += *e;
                }
            }
            for (total, most) in total.iter_mut().zip(&mut most) {
                *most += simd::ln(*total);
                *total = 1.0 / *total;
            }
            for (p_row, log_row) in probability.chunks_exact_mut(stride).zip(logarithm.chunks_exact_mut(stride)) {
                let lists = p_row.iter_mut().zip(log_row).zip(total.iter().zip(&most));
                for ((p, z), (inverse, constant)) in lists {
                    *p *= inverse;
                    *z -= constant;
                }
            }
        },
    );
}

/// What `a·θ` (of the nominal model: θ) is multiplied by in category k.
fn factor(shape: &Shape, parameters: &[f64], k: usize) -> f64 {
    match (shape.family, k) {
        (_, 0) => 0.0,
        (Family::Nominal, _) => parameters[k - 1],
        #[expect(clippy::cast_precision_loss, reason = "categories are few")]
        _ => k as f64,
    }
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
    let factors: Vec<f64> = (0..categories).map(|k| factor(shape, parameters, k)).collect();
    // Derivatives of z_k (k ≥ 1) in the parameters are: d_k a unit vector; slope: k·θ; step j: −1 for k ≥ j;
    // location: k. In what follows "own" is ∂z_k/∂parameter, and its mean under P is what ln Σ exp z takes off.
    let mut own = vec![0.0; categories * size];
    let mut mean = vec![0.0; size];
    for node in 0..grid.nodes {
        let n: f64 = (0..categories).map(|k| counts[k * stride + node]).sum();
        if n == 0.0 {
            continue;
        }
        own.fill(0.0);
        for k in 1..categories {
            let row = &mut own[k * size..(k + 1) * size];
            match shape.family {
                Family::Nominal => {
                    row[k - 1] = grid.theta[shape.dimensions[0]][node];
                    row[slopes + k - 1] = 1.0;
                }
                family => {
                    for (value, dimension) in row.iter_mut().zip(&shape.dimensions) {
                        *value = factors[k] * grid.theta[*dimension][node];
                    }
                    if family == Family::RatingScale {
                        row[slopes..slopes + k].fill(-1.0);
                        row[slopes + steps] = factors[k];
                    } else {
                        row[slopes + k - 1] = 1.0;
                    }
                }
            }
        }
        mean.fill(0.0);
        for k in 1..categories {
            let p = probability[k * stride + node];
            for (mean, own) in mean.iter_mut().zip(&own[k * size..(k + 1) * size]) {
                *mean += p * own;
            }
        }
        for k in 0..categories {
            let (r, weight) = (counts[k * stride + node], n * probability[k * stride + node]);
            let row = &own[k * size..(k + 1) * size];
            for i in 0..size {
                let left = row[i] - mean[i];
                update.gradient[i] += r * left;
                let scaled = weight * left;
                for j in 0..=i {
                    update.information[i * size + j] += scaled * (row[j] - mean[j]);
                }
            }
        }
    }
    mirror(update.information, size);
}
