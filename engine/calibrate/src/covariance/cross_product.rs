//! Information as the sum of products of persons' scores.

use super::scores::{Scores, products};
use crate::engine::Local;
use crate::estep::{self, Curves, Tables};
use crate::linear::Square;
use crate::problem::{Problem, Reduction};

/// Entries whose scores are held at one time.
const ENTRIES: usize = 8_192;

/// `Σ_p w_p s_p s_pᵀ`, where a person's score is the posterior mean of the complete data's (Louis 1982).
pub(super) fn information(problem: &Problem, local: &Local, full: &[f64], curves: &Curves) -> Square {
    let scores = Scores::new(problem, full);
    let tables = local.tables(problem, curves);
    let size = problem.free.count;
    let mut information = Square::zeros(size);
    if let Some(reduction) = &problem.reduction {
        reduced((problem, local), reduction, &scores, &tables, &mut information);
    } else {
        for entries in local.persons.blocks(ENTRIES) {
            let (_, part) = products((problem, local), &scores, &tables, entries);
            information.entries.iter_mut().zip(&part.entries).for_each(|(sum, part)| *sum += part);
        }
    }
    for i in 0..size {
        for j in 0..i {
            information.set(j, i, information.get(i, j));
        }
    }
    information
}

/// With dimension reduction the mean of an item's score is over the posterior of the general dimensions and the item's
/// own (Cai 2010); that of the latent density's over the posterior of the general ones.
fn reduced(
    (problem, local): (&Problem, &Local),
    reduction: &Reduction,
    scores: &Scores,
    tables: &Tables,
    information: &mut Square,
) {
    let size = information.size;
    let mut score = vec![0.0; size];
    estep::reduced_posterior(reduction, tables, &local.persons, |entry, joint| {
        score.fill(0.0);
        let (group, answers) = local.answers(entry);
        // The set of items without a specific dimension: the posterior of general dimensions times a density that is known.
        for change in &scores.groups[group] {
            score[change.free] += change.values.iter().zip(&joint[reduction.specific]).map(|(s, p)| s * p).sum::<f64>();
        }
        for (instance, category) in answers {
            let posterior = &joint[reduction.of_item[problem.instances[instance].item]];
            for change in &scores.items[instance][category] {
                score[change.free] += change.values.iter().zip(posterior).map(|(s, p)| s * p).sum::<f64>();
            }
        }
        let weight = local.persons.weights[entry];
        for i in 0..size {
            for j in 0..=i {
                information.add(i, j, weight * score[i] * score[j]);
            }
        }
    });
}
