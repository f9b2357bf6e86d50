//! Ordinal logistic regression on the score, the group and their product: items of several ordered categories.

use super::logistic::{LogisticDif, LogisticFit, Tested};
use super::matching::{Comparison, Matched};
use crate::error::CalibrationError;
use crate::linear::{Square, factor, inverse, solve};

/// Scoring steps at most.
const ROUNDS: u32 = 100;
/// Relative change of the deviance at which the search ends.
const TOLERANCE: f64 = 1e-12;

impl Comparison<'_> {
    /// Proportional odds (McCullagh 1980; Zumbo 1999): `logit P(X ≥ k) = α_k + β₁ score + β₂ group + β₃ score·group`,
    /// compared by the difference of deviances, with Nagelkerke's R² as in [`logistic`](Self::logistic), which it is for
    /// items of two categories. Categories that nobody who counts chose are passed over. Matched on an ability, it is what
    /// R lordif does (Choi, Gibbons & Crane 2011). Of the coefficients, the intercept is that of the lowest category above 0.
    ///
    /// # Errors
    /// Another number of anchors than items; an item to which the persons who count gave one response only, or whose
    /// score, group and product are not independent.
    pub fn ordinal_of(&self, item: usize, anchors: &[bool], tested: Tested) -> Result<LogisticDif, CalibrationError> {
        self.check_anchors(anchors)?;
        let id = || self.responses.ids()[item].clone();
        let mut persons = self.matched(item, anchors);
        let counts = renumber(&mut persons, self.responses.categories(item));
        match counts.len() {
            0 => return Err(CalibrationError::NobodyAnswered { item: id() }),
            1 => {
                let first = self.matched(item, anchors).first().map_or(0, |person| person.category);
                return Err(CalibrationError::ConstantItem {
                    item: id(),
                    category: u8::try_from(first).unwrap_or(u8::MAX),
                });
            }
            _ => {}
        }
        let fit = |columns: usize| {
            regress(&persons, &counts, columns).map_err(|place| {
                let name = ["score", "group", "product"].get(place).copied().unwrap_or("intercepts");
                CalibrationError::Singular { parameter: format!("{name} of item {}", id()) }
            })
        };
        let (more, less) = match tested {
            Tested::Both => (3, 1),
            Tested::Uniform => (2, 1),
            Tested::NonUniform => (3, 2),
        };
        let (with, without) = (fit(more)?, fit(less)?);
        let weight: f64 = counts.iter().sum();
        let null = -2.0 * counts.iter().map(|count| count * libm::log(count / weight)).sum::<f64>();
        let chi_square = without.deviance - with.deviance;
        Ok(LogisticDif::new((chi_square, more - less), (null, weight), with, without))
    }
}

/// Number the categories that occur from 0; their weights.
fn renumber(persons: &mut [Matched], categories: usize) -> Vec<f64> {
    let mut counts = vec![0.0; categories];
    for person in persons.iter() {
        counts[person.category] += person.weight;
    }
    let mut next = 0;
    let numbers: Vec<usize> = counts
        .iter()
        .map(|count| {
            next += usize::from(*count > 0.0);
            next.saturating_sub(1)
        })
        .collect();
    persons.iter_mut().for_each(|person| person.category = numbers[person.category]);
    counts.into_iter().filter(|count| *count > 0.0).collect()
}

/// Weighted sums at one set of coefficients.
struct Sums {
    deviance: f64,
    gradient: Vec<f64>,
    information: Square,
}

/// Regression on the intercepts and the first `columns` of score, group, product; an error is the column that depends
/// on others.
fn regress(persons: &[Matched], counts: &[f64], columns: usize) -> Result<LogisticFit, usize> {
    let steps = counts.len() - 1;
    let weight: f64 = counts.iter().sum();
    // Scores about their mean: the same model, better conditioned.
    let centre = persons.iter().map(|person| person.weight * person.matching).sum::<f64>() / weight;
    let mut at: Vec<f64> = (1..=steps)
        .map(|k| {
            let above: f64 = counts[k..].iter().sum();
            libm::log(above / (weight - above))
        })
        .chain(vec![0.0; columns])
        .collect();
    let mut here = sums(persons, centre, steps, &at);
    let mut converged = false;
    for _ in 0..ROUNDS {
        let Ok(root) = factor(&here.information) else { break };
        let mut step = here.gradient.clone();
        solve(&root, &mut step);
        let moved = |part: f64| -> Vec<f64> { at.iter().zip(&step).map(|(b, s)| b + part * s).collect() };
        let tried = (0..30).map(|halving| moved(0.5_f64.powi(halving)));
        let next = tried
            .map(|next| (sums(persons, centre, steps, &next), next))
            .find(|(there, _)| there.deviance <= here.deviance);
        let Some((there, next)) = next else {
            converged = true;
            break;
        };
        converged = here.deviance - there.deviance <= TOLERANCE * (here.deviance + 1.0);
        (here, at) = (there, next);
        if converged {
            break;
        }
    }
    let covariance = factor(&here.information).map(|root| inverse(&root)).map_err(|place| place.wrapping_sub(steps))?;
    // Back to scores about 0: the intercept and the group lose the centre times what multiplies the score.
    let mut rows: Vec<Vec<(usize, f64)>> = vec![vec![(0, 1.0), (steps, -centre)]];
    rows.extend((0..columns).map(|column| match column {
        1 if columns > 2 => vec![(steps + 1, 1.0), (steps + 2, -centre)],
        _ => vec![(steps + column, 1.0)],
    }));
    let mut fit = LogisticFit { coefficients: [0.0; 4], errors: [0.0; 4], deviance: here.deviance, converged };
    for (place, row) in rows.iter().enumerate() {
        fit.coefficients[place] = row.iter().map(|(from, factor)| factor * at[*from]).sum();
        let pairs = row.iter().flat_map(|x| row.iter().map(move |y| (x, y)));
        let variance: f64 = pairs.map(|(x, y)| x.1 * y.1 * covariance.get(x.0, y.0)).sum();
        fit.errors[place] = variance.max(0.0).sqrt();
    }
    Ok(fit)
}

/// Deviance, gradient and expected information at intercepts (`steps` of them, falling) and slopes; an infinite
/// deviance where intercepts do not fall.
fn sums(persons: &[Matched], centre: f64, steps: usize, at: &[f64]) -> Sums {
    let size = at.len();
    let mut sums = Sums { deviance: 0.0, gradient: vec![0.0; size], information: Square::zeros(size) };
    if at[..steps].windows(2).any(|pair| pair[0] <= pair[1]) {
        sums.deviance = f64::INFINITY;
        return sums;
    }
    // Cumulative probabilities P(X ≥ k) from k = 0 to one beyond the highest category, and their derivatives.
    let (mut cumulative, mut slope) = (vec![0.0; steps + 2], vec![0.0; steps + 2]);
    cumulative[0] = 1.0;
    let mut derivative = vec![0.0; size];
    for person in persons {
        let (score, group) = (person.matching - centre, f64::from(u8::from(person.is_focal)));
        let x = [score, group, score * group];
        let linear: f64 = x.iter().zip(&at[steps..]).map(|(x, beta)| x * beta).sum();
        for k in 1..=steps {
            let p = 1.0 / (1.0 + libm::exp(-(at[k - 1] + linear)));
            cumulative[k] = p;
            slope[k] = p * (1.0 - p);
        }
        for k in 0..=steps {
            let p = (cumulative[k] - cumulative[k + 1]).max(f64::MIN_POSITIVE);
            derivative.fill(0.0);
            if k > 0 {
                derivative[k - 1] = slope[k];
            }
            if k < steps {
                derivative[k] = -slope[k + 1];
            }
            for (derivative, x) in derivative[steps..].iter_mut().zip(x) {
                *derivative = x * (slope[k] - slope[k + 1]);
            }
            for i in (0..size).filter(|i| derivative[*i] != 0.0) {
                for j in 0..size {
                    sums.information.add(i, j, person.weight * derivative[i] * derivative[j] / p);
                }
            }
            if k == person.category {
                sums.deviance -= 2.0 * person.weight * libm::log(p);
                for (gradient, derivative) in sums.gradient.iter_mut().zip(&derivative) {
                    *gradient += person.weight * derivative / p;
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Responses;
    use crate::dif::LogisticTest;

    /// Answers of four categories that rise with a score of other items; the focal group answers item 0 lower.
    fn responses(categories: u8) -> Responses {
        let mut state = 11_u64;
        let mut uniform = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let (mut cells, mut groups) = (Vec::new(), Vec::new());
        for person in 0..600_u16 {
            let theta = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            for item in 0..6 {
                let shift = if item == 0 && person % 2 == 1 { 1.0 } else { 0.0 };
                let noise = uniform();
                let latent = 1.5 * (theta - shift) + (noise / (1.0 - noise)).ln();
                cells.push(
                    (1..categories).filter(|k| latent > f64::from(*k) - f64::from(categories) / 2.0).count() as u8
                );
            }
            groups.push(person % 2);
        }
        let ids = (0..6).map(|item| format!("q{item}")).collect();
        Responses::dense(ids, cells)
            .and_then(|data| data.with_groups(vec!["r".into(), "f".into()], groups))
            .expect("the table is sound")
    }

    #[test]
    fn of_two_categories_it_is_logistic_regression() {
        let data = responses(2);
        let comparison = Comparison::new(&data, 0, 1).expect("two groups");
        for tested in [Tested::Both, Tested::Uniform, Tested::NonUniform] {
            let ours = comparison.ordinal_of(0, &[true; 6], tested).expect("regular");
            let binary = comparison.logistic_of(0, &[true; 6], tested, LogisticTest::LikelihoodRatio).expect("regular");
            assert!((ours.chi_square - binary.chi_square).abs() < 1e-6, "{} {}", ours.chi_square, binary.chi_square);
            assert!((ours.delta_r2 - binary.delta_r2).abs() < 1e-9);
            for place in 0..4 {
                assert!((ours.with.coefficients[place] - binary.with.coefficients[place]).abs() < 1e-5);
                assert!((ours.with.errors[place] - binary.with.errors[place]).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn an_item_lower_for_one_group_is_found_at_the_maximum() {
        let data = responses(4);
        let comparison = Comparison::new(&data, 0, 1).expect("two groups");
        let found = comparison.ordinal_of(0, &[false, true, true, true, true, true], Tested::Both).expect("regular");
        assert!(found.p < 1e-4 && found.with.converged && found.without.converged, "{found:?}");
        let uniform = comparison.ordinal_of(0, &[true; 6], Tested::Uniform).expect("regular");
        assert!(uniform.with.coefficients[2] < -0.5, "the focal group is lower: {:?}", uniform.with.coefficients);
        // At the maximum the deviance is flat in every direction, and Newton's steps are what the gradient says.
        let mut persons = comparison.matched(0, &[true; 6]);
        let counts = renumber(&mut persons, 4);
        let at = [1.0, 0.2, -0.9, 0.3, -0.4, 0.05];
        let here = sums(&persons, 4.0, 3, &at);
        for place in 0..at.len() {
            let moved = |by: f64| {
                let mut at = at;
                at[place] += by;
                sums(&persons, 4.0, 3, &at).deviance
            };
            let numeric = -(moved(1e-5) - moved(-1e-5)) / 4e-5;
            assert!((here.gradient[place] - numeric).abs() < 1e-4 * (1.0 + numeric.abs()), "{place}: {numeric}");
        }
        assert_eq!(counts.len(), 4);
    }

    #[test]
    fn categories_nobody_chose_are_passed_over() {
        let data = responses(4);
        let gaps: Vec<u8> = (0..data.persons())
            .flat_map(|p| data.answers(p).map(|(_, k)| [0, 2, 3, 5][k]).collect::<Vec<_>>())
            .collect();
        let groups = (0..data.persons()).map(|p| u16::from(data.group(p) == 1)).collect();
        let other = Responses::dense(data.ids().to_vec(), gaps)
            .and_then(|own| own.with_groups(data.groups().to_vec(), groups))
            .expect("the table is sound");
        let score: Vec<f64> =
            (0..data.persons()).map(|p| data.answers(p).map(|(_, k)| k as f64).sum::<f64>()).collect();
        let of = |data: &Responses| {
            let comparison = Comparison::new(data, 0, 1).and_then(|c| c.matched_on(&score)).expect("two groups");
            comparison.ordinal_of(0, &[true; 6], Tested::Both).expect("regular").chi_square
        };
        assert!((of(&data) - of(&other)).abs() < 1e-9);
    }
}
