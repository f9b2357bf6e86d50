//! M2 and C2 a second time, from the probabilities of whole response patterns and derivatives by differences: the two
//! derivations have only the definition in common. R mirt's values differ for GPCM, PCM, RSM and 3PL, for which
//! `calibrate_mirt_derivatives.rs` gives the reason.

use thetis_calibrate::{Model, Moments, Options, Responses, Specification, calibrate};
use thetis_conformance::mirt::responses;

/// Of the statistic.
const TOLERANCE: f64 = 1e-5;
/// Half the distance for derivatives.
const STEP: f64 = 1e-5;

#[test]
fn c2_of_the_generalised_partial_credit_model() {
    let responses = responses("science.csv", 4);
    check(&responses, &Specification::uniform(Model::GeneralisedPartialCredit, &responses), Moments::C2);
}

#[test]
fn c2_of_the_partial_credit_model() {
    let responses = responses("science.csv", 4);
    check(&responses, &Specification::uniform(Model::PartialCredit, &responses), Moments::C2);
}

#[test]
fn c2_of_the_rating_scale_model() {
    let responses = responses("science.csv", 4);
    check(&responses, &Specification::uniform(Model::RatingScale, &responses), Moments::C2);
}

#[test]
fn c2_of_the_graded_model() {
    let responses = responses("science.csv", 4);
    check(&responses, &Specification::uniform(Model::Graded, &responses), Moments::C2);
}

#[test]
fn m2_of_the_three_parameter_model() {
    let all = responses("sat12.csv", 32);
    let cells = (0..all.persons()).flat_map(|p| (0..8).map(move |i| (p, i)));
    let cells = cells.map(|(p, i)| u8::try_from(all.answer(p, i).expect("complete")).expect("binary"));
    let responses = Responses::dense(all.ids()[..8].to_vec(), cells.collect()).expect("sound");
    let specification = Specification::uniform(Model::ThreeParameter, &responses).with_asymptote_prior(-1.5, 0.5);
    check(&responses, &specification, Moments::M2);
}

fn check(responses: &Responses, specification: &Specification, moments: Moments) {
    let ours = calibrate(responses, specification, &Options::default()).expect("sound");
    let found = ours.limited_information(responses, moments).expect("enough moments").statistic;
    let model = specification.items[0].model;
    let parameters: Vec<Vec<f64>> =
        ours.items.iter().map(|item| item.parameters.iter().map(|(_, value)| *value).collect()).collect();
    // Each free parameter has one or several places, by item.
    let free: Vec<Vec<(usize, usize)>> = (0..ours.free.len())
        .map(|free| {
            let places = (0..parameters.len()).flat_map(|i| (0..parameters[i].len()).map(move |at| (i, at)));
            places.filter(|(i, at)| ours.items[*i].free[*at] == Some(free)).collect()
        })
        .collect();
    let variance = ours.groups[0].covariance[0];
    let categories: Vec<usize> = (0..responses.items()).map(|item| responses.categories(item)).collect();
    let patterns = patterns(&categories);
    let counted = counted(&patterns, &categories, moments);
    let moments_at = |parameters: &[Vec<f64>], variance: f64| -> Vec<f64> {
        let p = pattern_probabilities(model, parameters, variance, &patterns, &categories);
        counted.iter().map(|row| dot(row, &p)).collect()
    };
    let p = pattern_probabilities(model, &parameters, variance, &patterns, &categories);
    let expected = moments_at(&parameters, variance);
    let mut observed = vec![0.0; patterns.len()];
    for person in 0..responses.persons() {
        let pattern: Vec<usize> =
            (0..responses.items()).map(|i| responses.answer(person, i).expect("complete")).collect();
        let at = patterns.iter().position(|own| *own == pattern).expect("a pattern");
        observed[at] += 1.0 / responses.persons() as f64;
    }
    let residual: Vec<f64> = counted.iter().zip(&expected).map(|(row, e)| dot(row, &observed) - e).collect();
    let size = counted.len();
    let covariance: Vec<Vec<f64>> = (0..size)
        .map(|a| {
            (0..size)
                .map(|b| {
                    let joint: f64 = (0..p.len()).map(|y| counted[a][y] * counted[b][y] * p[y]).sum();
                    joint - expected[a] * expected[b]
                })
                .collect()
        })
        .collect();
    let columns: Vec<Vec<f64>> = free
        .iter()
        .map(|places| {
            let moved = |sign: f64| {
                let mut parameters = parameters.clone();
                places.iter().for_each(|(item, place)| parameters[*item][*place] += sign * STEP);
                // A free parameter of no item is the latent variance.
                moments_at(&parameters, if places.is_empty() { variance + sign * STEP } else { variance })
            };
            moved(1.0).iter().zip(moved(-1.0)).map(|(above, below)| (above - below) / (2.0 * STEP)).collect()
        })
        .collect();
    // r'Ξ⁻¹r − r'Ξ⁻¹Δ (Δ'Ξ⁻¹Δ)⁻¹ Δ'Ξ⁻¹r
    let solved_residual = solve(&covariance, &residual);
    let solved: Vec<Vec<f64>> = columns.iter().map(|column| solve(&covariance, column)).collect();
    let information: Vec<Vec<f64>> =
        columns.iter().map(|left| solved.iter().map(|right| dot(left, right)).collect()).collect();
    let score: Vec<f64> = columns.iter().map(|column| dot(column, &solved_residual)).collect();
    let explained = dot(&score, &solve(&information, &score));
    let theirs = responses.persons() as f64 * (dot(&residual, &solved_residual) - explained);
    println!("{model:?} {moments:?}: {found} and, from whole patterns, {theirs}");
    assert!((found / theirs - 1.0).abs() < TOLERANCE, "{found} for {theirs}");
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn patterns(categories: &[usize]) -> Vec<Vec<usize>> {
    categories.iter().fold(vec![Vec::new()], |list, k| {
        list.iter().flat_map(|start| (0..*k).map(move |c| [start.as_slice(), &[c]].concat())).collect()
    })
}

/// What each pattern adds to each moment.
fn counted(patterns: &[Vec<usize>], categories: &[usize], moments: Moments) -> Vec<Vec<f64>> {
    let row = |value: &dyn Fn(&[usize]) -> f64| patterns.iter().map(|pattern| value(pattern)).collect::<Vec<f64>>();
    let mut rows = Vec::new();
    for (item, categories) in categories.iter().enumerate() {
        match moments {
            Moments::M2 => rows.push(row(&|y| y[item] as f64)),
            Moments::C2 => rows.extend((1..*categories).map(|k| row(&|y| f64::from(u8::from(y[item] == k))))),
        }
    }
    for i in 0..categories.len() {
        rows.extend((i + 1..categories.len()).map(|j| row(&|y| (y[i] * y[j]) as f64)));
    }
    rows
}

fn pattern_probabilities(
    model: Model,
    parameters: &[Vec<f64>],
    variance: f64,
    patterns: &[Vec<usize>],
    categories: &[usize],
) -> Vec<f64> {
    let nodes: Vec<f64> = (0..61).map(|q| f64::from(q - 30) * 0.2).collect();
    let weights: Vec<f64> = nodes.iter().map(|theta| (-0.5 * theta * theta / variance).exp()).collect();
    let total: f64 = weights.iter().sum();
    let mut p = vec![0.0; patterns.len()];
    for (theta, weight) in nodes.iter().zip(&weights) {
        let items: Vec<Vec<f64>> = parameters.iter().zip(categories).map(|(x, k)| item(model, x, *theta, *k)).collect();
        for (p, pattern) in p.iter_mut().zip(patterns) {
            *p += weight / total * pattern.iter().zip(&items).map(|(k, item)| item[*k]).product::<f64>();
        }
    }
    p
}

/// Category probabilities, straight from the definitions.
fn item(model: Model, x: &[f64], theta: f64, categories: usize) -> Vec<f64> {
    let logistic = |z: f64| 1.0 / (1.0 + (-z).exp());
    match model {
        Model::ThreeParameter => {
            let g = logistic(x[2]);
            let p = g + (1.0 - g) * logistic(x[0] * theta + x[1]);
            vec![1.0 - p, p]
        }
        Model::Graded => {
            let mut above = vec![1.0];
            above.extend((1..categories).map(|k| logistic(x[0] * theta + x[k])));
            above.push(0.0);
            above.windows(2).map(|pair| pair[0] - pair[1]).collect()
        }
        _ => {
            let step = |k: usize| match model {
                Model::RatingScale => x[categories] - x[k],
                _ => x[k] - if k > 1 { x[k - 1] } else { 0.0 },
            };
            let mut z = vec![0.0];
            for k in 1..categories {
                z.push(z[k - 1] + x[0] * theta + step(k));
            }
            let total: f64 = z.iter().map(|z| z.exp()).sum();
            z.iter().map(|z| z.exp() / total).collect()
        }
    }
}

/// Gauss–Jordan elimination with pivoting.
fn solve(matrix: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut rows: Vec<Vec<f64>> = matrix.iter().zip(b).map(|(row, b)| [row.as_slice(), &[*b]].concat()).collect();
    for column in 0..n {
        let pivot = (column..n).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs())).expect("rows");
        rows.swap(column, pivot);
        let lead = rows[column].clone();
        for (number, row) in rows.iter_mut().enumerate() {
            if number != column {
                let factor = row[column] / lead[column];
                row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
            }
        }
    }
    (0..n).map(|i| rows[i][n] / rows[i][i]).collect()
}
