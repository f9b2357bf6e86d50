//! The expectation step of a 2PL: ours, the textbook's loop, and matrix products with an exponential between.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};
use thetis_calibrate::{Block, Model, Responses, Specification};

use crate::cpu;
use crate::report::Report;

const NODES: usize = 61;
/// Runs of each; the fastest counts.
const RUNS: usize = 5;

pub(crate) fn compare(name: &str, items: usize, responses: &Responses, report: &mut Report) {
    let specification = Specification::uniform(Model::TwoParameter, responses);
    let Ok(mut block) = Block::new(&specification, responses) else { return };
    let free = block.start();
    let parameters: Vec<(f64, f64)> = (0..items).map(|item| (free[2 * item], free[2 * item + 1])).collect();
    let binary: Vec<f64> = (0..responses.persons())
        .flat_map(|p| (0..items).map(move |i| (p, i)))
        .map(|(p, i)| responses.answer(p, i).map_or(0.0, |k| f64::from(u8::from(k == 1))))
        .collect();
    report.line(&format!("expectation step of {name}, 2PL, {NODES} nodes: CPU milliseconds, log-likelihood"));
    let plain = best(if binary.len() > 1_000_000 { 1 } else { RUNS }, || textbook(&binary, &parameters, items));
    report.line(&format!("  textbook loop              {:8.2}  {:.6}", plain.0 * 1e3, plain.1));
    let products = best(RUNS, || products(&binary, None, &parameters, items));
    report.line(&format!("  two matrix products, f64   {:8.2}  {:.6}", products.0 * 1e3, products.1));
    let all = best(RUNS, || block.sums(&free).log_likelihood);
    report.line(&format!("  ours, every node           {:8.2}  {:.6}", all.0 * 1e3, all.1));
    block.locate(&free);
    let windows = best(RUNS, || block.sums(&free).log_likelihood);
    report.line(&format!("  ours, nodes that matter    {:8.2}  {:.6}", windows.0 * 1e3, windows.1));
}

/// The least CPU time of some runs, and what the last gave.
pub(crate) fn best(runs: usize, work: impl Fn() -> f64) -> (f64, f64) {
    let mut least = f64::INFINITY;
    let mut value = f64::NAN;
    for _ in 0..runs {
        let (found, time) = cpu::time(&work);
        least = least.min(time.cpu);
        value = found;
    }
    (least, value)
}

fn nodes() -> Vec<(f64, f64)> {
    let theta: Vec<f64> = (0..NODES).map(|q| -6.0 + 0.2 * q as f64).collect();
    let total: f64 = theta.iter().map(|theta| (-0.5 * theta * theta).exp()).sum();
    theta.into_iter().map(|theta| (theta, (-0.5 * theta * theta).exp() / total)).collect()
}

/// Person by person, node by node, item by item.
fn textbook(binary: &[f64], parameters: &[(f64, f64)], items: usize) -> f64 {
    let nodes = nodes();
    let p: Vec<Vec<f64>> = nodes
        .iter()
        .map(|(theta, _)| parameters.iter().map(|(a, d)| 1.0 / (1.0 + (-(a * theta + d)).exp())).collect())
        .collect();
    let mut counts = vec![0.0; items * NODES];
    let mut value = 0.0;
    let mut joint = [0.0; NODES];
    for row in binary.chunks_exact(items) {
        for (q, (_, weight)) in nodes.iter().enumerate() {
            let mut likelihood = *weight;
            for (x, p) in row.iter().zip(&p[q]) {
                likelihood *= if *x > 0.5 { *p } else { 1.0 - p };
            }
            joint[q] = likelihood;
        }
        let total: f64 = joint.iter().sum();
        value += total.ln();
        for (q, joint) in joint.iter().enumerate() {
            for (i, x) in row.iter().enumerate() {
                if *x > 0.5 {
                    counts[i * NODES + q] += joint / total;
                }
            }
        }
    }
    std::hint::black_box(&counts);
    value
}

/// Log-likelihoods as persons × items times items × nodes, counts as the transposed product, blocks of persons. Where
/// responses are missing, `seen` has a 0 for each, and there are two more products.
pub(crate) fn products(binary: &[f64], seen: Option<&[f64]>, parameters: &[(f64, f64)], items: usize) -> f64 {
    const BLOCK: usize = 512;
    let nodes = nodes();
    let logit = |(a, d): &(f64, f64), theta: f64| a * theta + d;
    let logits: Vec<f64> =
        parameters.iter().flat_map(|item| nodes.iter().map(move |(theta, _)| logit(item, *theta))).collect();
    let wrong: Vec<f64> = logits.iter().map(|logit| -logit.exp().ln_1p()).collect();
    let all_wrong: Vec<f64> = nodes
        .iter()
        .enumerate()
        .map(|(q, (_, weight))| {
            let items = if seen.is_none() { items } else { 0 };
            weight.ln() + (0..items).map(|i| wrong[i * NODES + q]).sum::<f64>()
        })
        .collect();
    let mut counts = vec![0.0; items * NODES];
    let mut totals = vec![0.0; items * NODES];
    let mut value = 0.0;
    for (number, block) in binary.chunks(BLOCK * items).enumerate() {
        let persons = block.len() / items;
        let mut posterior: Vec<f64> = (0..persons).flat_map(|_| all_wrong.iter().copied()).collect();
        let answers = view((persons, items), block);
        let start = number * BLOCK * items;
        let seen = seen.map(|seen| view((persons, items), &seen[start..start + block.len()]));
        let mut add = |left: &ArrayView2<'_, f64>, right: &[f64]| {
            let mut sum = view_mut((persons, NODES), &mut posterior);
            general_mat_mul(1.0, left, &view((items, NODES), right), 1.0, &mut sum);
        };
        add(&answers, &logits);
        if let Some(seen) = &seen {
            add(seen, &wrong);
        }
        for row in posterior.chunks_exact_mut(NODES) {
            let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.iter_mut().for_each(|log| *log = (*log - most).exp());
            let total: f64 = row.iter().sum();
            value += most + total.ln();
            row.iter_mut().for_each(|joint| *joint /= total);
        }
        let posterior = view((persons, NODES), &posterior);
        general_mat_mul(1.0, &answers.t(), &posterior, 1.0, &mut view_mut((items, NODES), &mut counts));
        if let Some(seen) = seen {
            general_mat_mul(1.0, &seen.t(), &posterior, 1.0, &mut view_mut((items, NODES), &mut totals));
        }
    }
    std::hint::black_box((&counts, &totals));
    value
}

fn view(shape: (usize, usize), numbers: &[f64]) -> ArrayView2<'_, f64> {
    ArrayView2::from_shape(shape, numbers).expect("as many numbers as the shape has")
}

fn view_mut(shape: (usize, usize), numbers: &mut [f64]) -> ArrayViewMut2<'_, f64> {
    ArrayViewMut2::from_shape(shape, numbers).expect("as many numbers as the shape has")
}
