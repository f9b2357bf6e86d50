//! Information as the sum of products of persons' scores.

use crate::engine::Engine;
use crate::estep;
use crate::linear::Square;

/// `Σ_p w_p s_p s_pᵀ`, where a person's score is the posterior mean of the complete data's (Louis 1982).
pub(super) fn information(engine: &Engine, free: &[f64]) -> Square {
    let problem = &engine.problem;
    let full = problem.free.expand(free);
    let nodes = problem.grid.nodes;
    // Score rows (free parameter, values at the nodes) of every table row that a person may have: one a group and one
    // a category of each instance.
    let scores: Vec<Vec<f64>> = problem
        .instances
        .iter()
        .map(|instance| instance.shape.log_derivatives(&full[instance.range()], &problem.grid))
        .collect();
    let latent: Vec<Vec<f64>> = engine.latent_scores(&full);
    let tables = engine.tables(free);
    let mut information = Square::zeros(free.len());
    let mut score = vec![0.0; free.len()];
    let mut touched: Vec<usize> = Vec::new();
    estep::posterior(&tables, &engine.persons, |entry, posterior, _| {
        let mean = |row: &[f64]| -> f64 { row.iter().zip(posterior).map(|(s, p)| s * p).sum() };
        let mut add = |place: Option<usize>, value: f64| {
            if let Some(place) = place {
                if score[place] == 0.0 {
                    touched.push(place);
                }
                score[place] += value;
            }
        };
        let (group, answers) = engine.answers(entry);
        for (at, row) in latent[group].chunks_exact(nodes).enumerate() {
            add(problem.free.of[problem.latent[group] + at], mean(row));
        }
        for (instance, category) in answers {
            let size = problem.instances[instance].shape.len();
            let rows = &scores[instance][category * size * nodes..(category + 1) * size * nodes];
            for (at, row) in rows.chunks_exact(nodes).enumerate() {
                let place = problem.free.of[problem.instances[instance].offset + at];
                if place.is_some() {
                    add(place, mean(row));
                }
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let weight = engine.persons.weights[entry];
        for i in &touched {
            for j in &touched {
                information.add(*i, *j, weight * score[*i] * score[*j]);
            }
        }
        for place in touched.drain(..) {
            score[place] = 0.0;
        }
    });
    information
}
