//! Observed information: by Louis' formula, or from the gradient that expectation steps give.

use super::{InformationKind, complete};
use crate::engine::Evaluator;
use crate::error::CalibrationError;
use crate::estep::Range;
use crate::linear::Square;
use crate::passes::Engine;

/// Half the distance of the two points a difference is taken between, for a parameter of size 1.
const STEP: f64 = 1e-4;
/// Parameters whose differences are computed at one time.
const AT_ONCE: usize = 8;

/// `−∂²(ℓ + ln prior)/∂x∂xᵀ`: the complete data's information less what is missing of it (Louis 1982), which is what
/// Oakes' (1999) identity gives; with dimension reduction by differences.
pub(super) fn information(
    evaluator: &Evaluator,
    engine: &mut dyn Engine,
    free: &[f64],
) -> Result<Square, CalibrationError> {
    if evaluator.problem.reduction.is_some() {
        return by_differences(evaluator, engine, free);
    }
    let task = evaluator.task(free, Range::Windows);
    let mut information = complete::information(&evaluator.problem, free, &engine.sums(&task)?);
    let missing = engine.information(&task, InformationKind::Oakes)?;
    information.entries.iter_mut().zip(&missing).for_each(|(sum, part)| *sum -= part);
    Ok(information)
}

/// The same by central differences of the exact gradient: its error is about `STEP²` times a fourth
/// derivative, 1e-8 in parts.
fn by_differences(evaluator: &Evaluator, engine: &mut dyn Engine, free: &[f64]) -> Result<Square, CalibrationError> {
    let size = free.len();
    let places: Vec<usize> = (0..size).collect();
    let mut columns: Vec<Vec<f64>> = Vec::with_capacity(size);
    for places in places.chunks(AT_ONCE) {
        let steps: Vec<f64> = places.iter().map(|place| STEP * free[*place].abs().max(1.0)).collect();
        let mut points = Vec::with_capacity(2 * places.len());
        for (place, step) in places.iter().zip(&steps) {
            for sign in [1.0, -1.0] {
                let mut moved = free.to_vec();
                moved[*place] += sign * step;
                points.push(moved);
            }
        }
        let gradients = evaluator.gradients(engine, &points)?;
        for (pair, step) in gradients.as_chunks::<2>().0.iter().zip(&steps) {
            let [above, below] = pair;
            columns.push(above.iter().zip(below).map(|(above, below)| (below - above) / (2.0 * step)).collect());
        }
    }
    let mut information = Square::zeros(size);
    for (i, column) in columns.iter().enumerate() {
        for (j, other) in columns.iter().enumerate() {
            // The two differ by rounding.
            information.set(i, j, 0.5 * (column[j] + other[i]));
        }
    }
    Ok(information)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{MISSING, Responses};
    use crate::model::Model;
    use crate::optimise::Options;
    use crate::prior::ParameterPrior;
    use crate::specification::{LatentNormal, Place, Specification};
    use crate::{Parameter, calibrate};

    /// Parts of the geometric mean of the diagonal entries by which the two ways may differ.
    const ERROR: f64 = 1e-6;

    fn check(responses: &Responses, specification: &Specification, what: &str) {
        // Away from the maximum, so that nothing vanishes there.
        let options = Options { cycles: 6, tolerance: 0.0, ..Options::default() };
        let found = calibrate(responses, specification, &options).expect("sound");
        let mut local = found.local.as_ref().expect("they are here");
        let a = information(&found.evaluator, &mut local, &found.free).expect("nothing fails here");
        let b = by_differences(&found.evaluator, &mut local, &found.free).expect("nothing fails here");
        for i in 0..a.size {
            for j in 0..a.size {
                let scale = (b.get(i, i) * b.get(j, j)).abs().sqrt();
                let apart = (a.get(i, j) - b.get(i, j)).abs();
                assert!(
                    apart < ERROR * scale,
                    "{what}, {} and {}: {} {}",
                    found.names[i],
                    found.names[j],
                    a.get(i, j),
                    b.get(i, j)
                );
            }
        }
    }

    /// Persons × items, two clusters of persons, some missing.
    fn cells(persons: usize, items: usize, categories: u32) -> Vec<u8> {
        let mut state = 9_u32;
        let mut draw = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        let mut cells = Vec::new();
        for person in 0..persons {
            let able = draw() % 3;
            for item in 0..items {
                let k = (draw() % (2 * categories) + able * 2) * categories / (2 * categories + 4);
                let shown = u32::try_from(person + item).expect("few") % categories;
                let k = if person < 8 { shown } else { k };
                cells.push(if person >= 8 && draw() % 7 == 0 { MISSING } else { u8::try_from(k).expect("few") });
            }
        }
        cells
    }

    fn ids(items: usize) -> Vec<String> {
        (0..items).map(|item| format!("item {item}")).collect()
    }

    #[test]
    fn both_ways_agree_for_every_model() {
        for categories in [2, 4] {
            let responses = Responses::dense(ids(7), cells(400, 7, categories)).expect("sound");
            for model in Model::ALL.into_iter().filter(|model| categories == 2 || !model.is_dichotomous()) {
                let mut specification = Specification::uniform(model, &responses).with_asymptote_prior(-1.4, 0.5);
                if model == Model::TwoParameter || model == Model::Graded {
                    let slope = |item| Place::new(item, Parameter::Slope(0));
                    specification.equal.push(vec![slope(1), slope(2), slope(5)]);
                    specification.priors.push((slope(3), ParameterPrior::LogNormal { mean: 0.1, sd: 0.4 }));
                    specification.fixed.push((Place::new(4, Parameter::Intercept(1)), 0.6));
                }
                check(&responses, &specification, model.name());
            }
        }
    }

    #[test]
    fn both_ways_agree_for_groups_weights_and_sparse_data() {
        let (cells, items) = (cells(300, 6, 3), 6);
        let (mut starts, mut numbers, mut categories) = (vec![0], Vec::new(), Vec::new());
        for row in cells.chunks_exact(items) {
            for (item, cell) in row.iter().enumerate().filter(|(_, cell)| **cell != MISSING) {
                numbers.push(u32::try_from(item).expect("few"));
                categories.push(*cell);
            }
            starts.push(numbers.len());
        }
        let sparse = Responses::sparse(ids(items), starts, numbers, categories).expect("sound");
        let dense = Responses::dense(ids(items), cells).expect("sound");
        for responses in [dense, sparse] {
            let groups = (0..300).map(|person| u16::from(person % 3 == 0)).collect();
            let weights = (0..300).map(|person| f64::from(person % 4) * 0.7).collect();
            let responses = responses
                .with_groups(vec!["a".into(), "b".into()], groups)
                .and_then(|responses| responses.with_weights(weights))
                .expect("sound");
            let mut specification = Specification::uniform(Model::GeneralisedPartialCredit, &responses);
            specification.items[2].per_group = true;
            check(&responses, &specification, "groups");
        }
    }

    #[test]
    fn both_ways_agree_for_dimensions_and_histograms() {
        let responses = Responses::dense(ids(6), cells(300, 6, 2)).expect("sound");
        let loads = vec![vec![0], vec![0], vec![0, 1], vec![1], vec![1], vec![1]];
        let mut two = Specification::confirmatory(Model::TwoParameter, loads, 2);
        two.nodes.per_dimension = 15;
        check(&responses, &two, "two dimensions");
        let mut histogram = Specification::uniform(Model::TwoParameter, &responses).with_empirical_histogram();
        check(&responses, &histogram, "histogram");
        histogram = Specification::uniform(Model::Rasch, &responses).with_empirical_histogram();
        histogram.latent = vec![LatentNormal::free_variance()];
        check(&responses, &histogram, "histogram of unit slopes");
    }
}
