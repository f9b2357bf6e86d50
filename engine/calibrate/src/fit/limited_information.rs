//! M2 and C2: fit to the first and second moments.

use super::chi_square::{rmsea, rmsea_interval, upper_tail};
use super::{Predictions, float};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::linear::{self, Square};

/// More moments than this would take gigabytes.
const MOST_MOMENTS: usize = 6_000;

/// Which moments are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moments {
    /// Means of item scores and of their products. With two categories this is M2 (Maydeu-Olivares & Joe 2006), with
    /// more R mirt's M2* (Cai & Hansen 2013).
    M2,
    /// Category proportions, and means of products of item scores (Cai & Monroe 2014).
    C2,
}

/// A limited-information test of fit and the indices made of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedInformation {
    /// The statistic: asymptotically chi-squared.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Its upper tail probability.
    pub p: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// 90 % confidence interval of it.
    pub rmsea_interval: (f64, f64),
    /// Standardised root mean square residual of the items' correlations; of several groups, the largest.
    pub srmsr: f64,
    /// Tucker–Lewis index against independent items.
    pub tli: f64,
    /// Comparative fit index against independent items, within 0 and 1.
    pub cfi: f64,
    /// Weighted number of persons without a missing response: the others are left out.
    pub persons: f64,
}

/// What one group contributes: residuals, their covariance and their derivatives, for one person.
struct Block {
    residual: Vec<f64>,
    covariance: Square,
    /// A row a moment, a column a parameter.
    derivative: Vec<Vec<f64>>,
    persons: f64,
    srmsr: f64,
}

/// An item given ability: distributions of its score at some points.
struct Conditional {
    /// `P(k)` over the points.
    probability: Vec<Vec<f64>>,
    /// Derivatives of `P(k)`: (parameter, category, values over the points).
    derivatives: Vec<(usize, usize, Vec<f64>)>,
}

impl Calibration {
    /// M2 or C2 of these responses.
    ///
    /// With observed moments `p`, expected moments `e`, covariance `Ξ` of one person's moments and derivatives `Δ`:
    /// `N (p − e)ᵀ (Ξ⁻¹ − Ξ⁻¹Δ(ΔᵀΞ⁻¹Δ)⁻¹ΔᵀΞ⁻¹) (p − e)`. Groups are independent samples.
    ///
    /// # Errors
    /// [`CalibrationError::NotDefined`] if there are not more moments than parameters, nobody answered everything, or
    /// moments depend on each other.
    pub fn limited_information(
        &self,
        responses: &Responses,
        moments: Moments,
    ) -> Result<LimitedInformation, CalibrationError> {
        let items = responses.items();
        let statistic = match moments {
            Moments::M2 => "M2",
            Moments::C2 => "C2",
        };
        let refuse = |reason| Err(CalibrationError::NotDefined { statistic, reason });
        if self.engine.problem.reduction.is_some() {
            return refuse("of bifactor models it is not computed: estimate the model without dimension reduction");
        }
        let groups = responses.groups().len();
        let first: usize =
            (0..items).map(|item| if moments == Moments::C2 { self.categories(item) - 1 } else { 1 }).sum();
        let count = first + items * (items - 1) / 2;
        if count > MOST_MOMENTS {
            return refuse("there are too many pairs of items for its covariance matrix");
        }
        if count * groups <= self.free.len() {
            return refuse("there are no more moments than parameters: with few items of several categories, use C2");
        }
        let predictions = Predictions::new(self);
        let (mut model, mut null) = (Vec::new(), Vec::new());
        for group in 0..groups {
            let observed = Observed::new(self, responses, group, moments);
            if observed.persons <= 1.0 {
                return refuse("nobody answered every item");
            }
            let points = self.conditionals(&predictions, group);
            model.push(block(
                &points,
                &predictions.density(group),
                &self.latent_terms(&predictions, group),
                &observed,
                moments,
                self.free.len(),
            ));
            null.push(block(&observed.independence(), &[1.0], &[], &observed, moments, observed.parameters()));
        }
        let shared: Vec<Vec<usize>> = vec![(0..self.free.len()).collect(); groups];
        let mut next = 0;
        let own: Vec<Vec<usize>> = null
            .iter()
            .map(|block| {
                let start = next;
                next += block.derivative.first().map_or(0, Vec::len);
                (start..next).collect()
            })
            .collect();
        let Some(x) = quadratic(&model, &shared, self.free.len()) else {
            return refuse("the moments depend on each other; there are categories or pairs that hardly occur");
        };
        let null_x = quadratic(&null, &own, next).unwrap_or(f64::NAN);
        let df = count * groups - self.free.len();
        let null_df = float(count * groups) - float(next);
        let persons: f64 = model.iter().map(|block| block.persons).sum();
        let d = float(df);
        Ok(LimitedInformation {
            statistic: x,
            df,
            p: upper_tail(x, d),
            rmsea: rmsea(x, d, persons),
            rmsea_interval: rmsea_interval(x, d, persons),
            srmsr: model.iter().map(|block| block.srmsr).fold(0.0, f64::max),
            tli: (null_x / null_df - x / d) / (null_x / null_df - 1.0),
            cfi: (1.0 - (x - d) / (null_x - null_df)).clamp(0.0, 1.0),
            persons,
        })
    }

    fn categories(&self, item: usize) -> usize {
        let problem = &self.engine.problem;
        problem.instances[problem.instance_of[0][item]].shape.categories
    }

    /// Every item given ability, with derivatives in the free parameters.
    fn conditionals(&self, predictions: &Predictions, group: usize) -> Vec<Conditional> {
        let problem = &self.engine.problem;
        let full = problem.free.expand(&self.free);
        let conditional = |instance: &usize| {
            let (number, instance) = (*instance, &problem.instances[*instance]);
            let (size, nodes) = (instance.shape.len(), predictions.nodes);
            let logs = instance.shape.log_derivatives(&full[instance.range()], &problem.grid);
            let mut derivatives = Vec::new();
            for k in 0..instance.shape.categories {
                let p = predictions.probability(number, k);
                for place in 0..size {
                    if let Some(free) = problem.free.of[instance.offset + place] {
                        let row = &logs[(k * size + place) * nodes..(k * size + place + 1) * nodes];
                        derivatives.push((free, k, row.iter().zip(p).map(|(log, p)| log * p).collect()));
                    }
                }
            }
            let probability =
                (0..instance.shape.categories).map(|k| predictions.probability(number, k).to_vec()).collect();
            Conditional { probability, derivatives }
        };
        problem.instance_of[group].iter().map(conditional).collect()
    }

    /// Free latent parameters of a group with the derivatives of its density.
    fn latent_terms(&self, predictions: &Predictions, group: usize) -> Vec<(usize, Vec<f64>)> {
        let problem = &self.engine.problem;
        let scores = self.engine.latent_scores(&problem.free.expand(&self.free));
        let density = predictions.density(group);
        let rows = scores[group].chunks_exact(predictions.nodes).enumerate();
        rows.filter_map(|(at, row)| {
            let free = problem.free.of[problem.latent[group] + at]?;
            Some((free, row.iter().zip(&density).map(|(score, w)| score * w).collect()))
        })
        .collect()
    }
}

/// Observed moments of a group's persons without missing responses.
struct Observed {
    /// Weighted proportions of categories.
    proportions: Vec<Vec<f64>>,
    /// Mean products of scores, items × items.
    products: Square,
    persons: f64,
}

impl Observed {
    fn new(calibration: &Calibration, responses: &Responses, group: usize, _moments: Moments) -> Self {
        let items = responses.items();
        let mut proportions: Vec<Vec<f64>> = (0..items).map(|item| vec![0.0; calibration.categories(item)]).collect();
        let mut products = Square::zeros(items);
        let mut persons = 0.0;
        let mut row = Vec::with_capacity(items);
        for person in (0..responses.persons()).filter(|person| responses.group(*person) == group) {
            row.clear();
            row.extend(responses.answers(person));
            if row.len() < items {
                continue;
            }
            let weight = responses.weight(person);
            persons += weight;
            for (item, k) in &row {
                proportions[*item][*k] += weight;
                for (other, m) in &row {
                    products.add(*item, *other, weight * float(*k) * float(*m));
                }
            }
        }
        proportions.iter_mut().flatten().for_each(|p| *p /= persons);
        products.entries.iter_mut().for_each(|p| *p /= persons);
        Self { proportions, products, persons }
    }

    /// Parameters of independent items: proportions of all categories but the lowest.
    fn parameters(&self) -> usize {
        self.proportions.iter().map(|list| list.len() - 1).sum()
    }

    /// Independent items with these proportions.
    fn independence(&self) -> Vec<Conditional> {
        let mut next = 0;
        let conditional = |list: &Vec<f64>| {
            let mut derivatives = Vec::new();
            for k in 1..list.len() {
                derivatives.push((next, k, vec![1.0]));
                derivatives.push((next, 0, vec![-1.0]));
                next += 1;
            }
            Conditional { probability: list.iter().map(|p| vec![*p]).collect(), derivatives }
        };
        self.proportions.iter().map(conditional).collect()
    }
}

/// A moment is the mean of a product of functions of one or two items' responses; a function has a value a category.
struct Moment {
    parts: Vec<(usize, Vec<f64>)>,
}

fn moments_of(points: &[Conditional], moments: Moments) -> Vec<Moment> {
    let scores = |item: usize| -> Vec<f64> { (0..points[item].probability.len()).map(float).collect() };
    let mut list = Vec::new();
    for (item, point) in points.iter().enumerate() {
        if moments == Moments::C2 {
            for k in 1..point.probability.len() {
                let indicator = (0..point.probability.len()).map(|m| float(usize::from(m == k))).collect();
                list.push(Moment { parts: vec![(item, indicator)] });
            }
        } else {
            list.push(Moment { parts: vec![(item, scores(item))] });
        }
    }
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            list.push(Moment { parts: vec![(i, scores(i)), (j, scores(j))] });
        }
    }
    list
}

fn block(
    points: &[Conditional],
    density: &[f64],
    latent: &[(usize, Vec<f64>)],
    observed: &Observed,
    moments: Moments,
    parameters: usize,
) -> Block {
    let list = moments_of(points, moments);
    // Mean of a function of an item's response given ability.
    let mean = |item: usize, values: &[f64]| -> Vec<f64> {
        let mut mean = vec![0.0; density.len()];
        for (value, p) in values.iter().zip(&points[item].probability) {
            for (mean, p) in mean.iter_mut().zip(p) {
                *mean += value * p;
            }
        }
        mean
    };
    let means: Vec<Vec<Vec<f64>>> =
        list.iter().map(|moment| moment.parts.iter().map(|(item, values)| mean(*item, values)).collect()).collect();
    let product = |lists: &[&[f64]]| -> Vec<f64> {
        let mut product = vec![1.0; density.len()];
        for list in lists {
            product.iter_mut().zip(*list).for_each(|(product, value)| *product *= value);
        }
        product
    };
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let given: Vec<Vec<f64>> =
        means.iter().map(|parts| product(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())).collect();
    let expected: Vec<f64> = given.iter().map(|given| dot(given, density)).collect();
    let weighted: Vec<Vec<f64>> =
        given.iter().map(|given| given.iter().zip(density).map(|(g, w)| g * w).collect()).collect();
    let count = list.len();
    let mut covariance = Square::zeros(count);
    for a in 0..count {
        for b in 0..=a {
            let common = list[a].parts.iter().any(|(item, _)| list[b].parts.iter().any(|(other, _)| item == other));
            let joint = if common {
                // Functions of one item multiply before the mean is taken.
                let mut total = density.to_vec();
                for (part, (item, values)) in list[a].parts.iter().enumerate() {
                    let twin = list[b].parts.iter().find(|(other, _)| other == item);
                    let factor = match twin {
                        Some((_, others)) => {
                            let both: Vec<f64> = values.iter().zip(others).map(|(x, y)| x * y).collect();
                            mean(*item, &both)
                        }
                        None => means[a][part].clone(),
                    };
                    total.iter_mut().zip(&factor).for_each(|(total, f)| *total *= f);
                }
                for (part, (item, _)) in list[b].parts.iter().enumerate() {
                    if !list[a].parts.iter().any(|(other, _)| other == item) {
                        total.iter_mut().zip(&means[b][part]).for_each(|(total, f)| *total *= f);
                    }
                }
                total.iter().sum()
            } else {
                dot(&weighted[a], &given[b])
            };
            let value = joint - expected[a] * expected[b];
            covariance.set(a, b, value);
            covariance.set(b, a, value);
        }
    }
    let mut derivative = vec![vec![0.0; parameters]; count];
    for (row, moment) in list.iter().enumerate() {
        for (part, (item, values)) in moment.parts.iter().enumerate() {
            for (free, category, change) in &points[*item].derivatives {
                if values[*category] == 0.0 {
                    continue;
                }
                let others = (0..moment.parts.len()).filter(|other| *other != part);
                let mut total: Vec<f64> = change.iter().zip(density).map(|(c, w)| c * w * values[*category]).collect();
                for other in others {
                    total.iter_mut().zip(&means[row][other]).for_each(|(total, f)| *total *= f);
                }
                derivative[row][*free] += total.iter().sum::<f64>();
            }
        }
        for (free, change) in latent {
            derivative[row][*free] += dot(change, &given[row]);
        }
    }
    let residual: Vec<f64> = list
        .iter()
        .zip(&expected)
        .map(|(moment, expected)| {
            let observed = match &moment.parts[..] {
                [(item, values)] => dot(values, &observed.proportions[*item]),
                [(i, _), (j, _), ..] => observed.products.get(*i, *j),
                [] => 0.0,
            };
            observed - expected
        })
        .collect();
    let srmsr = residual_correlations(points, density, observed);
    Block { residual, covariance, derivative, persons: observed.persons, srmsr }
}

/// Root mean square of observed less expected correlations of item scores.
fn residual_correlations(points: &[Conditional], density: &[f64], observed: &Observed) -> f64 {
    let moment = |item: usize, power: i32| -> Vec<f64> {
        let mut sum = vec![0.0; density.len()];
        for (k, p) in points[item].probability.iter().enumerate() {
            sum.iter_mut().zip(p).for_each(|(sum, p)| *sum += float(k).powi(power) * p);
        }
        sum
    };
    let firsts: Vec<Vec<f64>> = (0..points.len()).map(|item| moment(item, 1)).collect();
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let expected: Vec<(f64, f64)> = (0..points.len())
        .map(|item| {
            let mean = dot(&firsts[item], density);
            (mean, (dot(&moment(item, 2), density) - mean * mean).sqrt())
        })
        .collect();
    let seen: Vec<(f64, f64)> = (0..points.len())
        .map(|item| {
            let mean: f64 = observed.proportions[item].iter().enumerate().map(|(k, p)| float(k) * p).sum();
            (mean, (observed.products.get(item, item) - mean * mean).sqrt())
        })
        .collect();
    let (mut sum, mut pairs) = (0.0, 0.0);
    for i in 0..points.len() {
        for j in 0..i {
            let joint: f64 = firsts[i].iter().zip(&firsts[j]).zip(density).map(|((a, b), w)| a * b * w).sum();
            let model = (joint - expected[i].0 * expected[j].0) / (expected[i].1 * expected[j].1);
            let data = (observed.products.get(i, j) - seen[i].0 * seen[j].0) / (seen[i].1 * seen[j].1);
            sum += (data - model) * (data - model);
            pairs += 1.0;
        }
    }
    (sum / pairs).sqrt()
}

/// `Σ_g N_g r_gᵀ Ξ_g⁻¹ r_g` less what the parameters explain; `columns` says which parameters a block's are.
fn quadratic(blocks: &[Block], columns: &[Vec<usize>], parameters: usize) -> Option<f64> {
    let mut information = Square::zeros(parameters);
    let mut score = vec![0.0; parameters];
    let mut total = 0.0;
    for (block, columns) in blocks.iter().zip(columns) {
        let factor = linear::cholesky(&block.covariance)?;
        let mut solved = block.residual.clone();
        linear::solve(&factor, &mut solved);
        total += block.persons * block.residual.iter().zip(&solved).map(|(r, s)| r * s).sum::<f64>();
        let count = block.residual.len();
        // Ξ⁻¹ Δ, a column at a time.
        let used: Vec<usize> =
            (0..columns.len()).filter(|column| block.derivative.iter().any(|row| row[*column] != 0.0)).collect();
        let solved_columns: Vec<Vec<f64>> = used
            .iter()
            .map(|column| {
                let mut list: Vec<f64> = block.derivative.iter().map(|row| row[*column]).collect();
                linear::solve(&factor, &mut list);
                list
            })
            .collect();
        for (left, solved) in used.iter().zip(&solved_columns) {
            score[columns[*left]] += block.persons * block.residual.iter().zip(solved).map(|(r, s)| r * s).sum::<f64>();
            for right in &used {
                let value: f64 = (0..count).map(|row| block.derivative[row][*right] * solved[row]).sum();
                information.add(columns[*left], columns[*right], block.persons * value);
            }
        }
    }
    let factor = linear::cholesky(&information)?;
    let mut explained = score.clone();
    linear::solve(&factor, &mut explained);
    Some(total - score.iter().zip(&explained).map(|(s, e)| s * e).sum::<f64>())
}
