//! Logistic regression on the score, the group and their product.

use super::matching::{Comparison, Matched};
use crate::error::CalibrationError;
use crate::linear::{Square, factor, inverse, solve};
use crate::tails;

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// Group and product against the score alone: any functioning, two degrees of freedom.
    Both,
    /// Group against the score alone: uniform functioning, one degree of freedom.
    Uniform,
    /// The product against score and group: non-uniform functioning, one degree of freedom.
    NonUniform,
}

/// How the models are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogisticTest {
    /// Difference of deviances.
    LikelihoodRatio,
    /// Wald's quadratic form in the larger model.
    Wald,
}

/// Size of differential functioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectSize {
    /// Negligible.
    A,
    /// Moderate.
    B,
    /// Large.
    C,
}

impl EffectSize {
    /// By a difference of R² (Zumbo & Thomas 1997): moderate from 0.13, large from 0.26.
    pub(super) fn zumbo_thomas(delta_r2: f64) -> Self {
        Self::of(delta_r2, 0.13, 0.26)
    }

    /// By a difference of R² (Jodoin & Gierl 2001): moderate from 0.035, large from 0.07.
    pub(super) fn jodoin_gierl(delta_r2: f64) -> Self {
        Self::of(delta_r2, 0.035, 0.07)
    }

    fn of(size: f64, moderate: f64, large: f64) -> Self {
        if size >= large {
            Self::C
        } else if size >= moderate {
            Self::B
        } else {
            Self::A
        }
    }
}

/// A logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticFit {
    /// Intercept, score, group (1 for focal), product; 0 for what is not in the model.
    pub coefficients: [f64; 4],
    /// Their standard errors; 0 for what is not in the model.
    pub errors: [f64; 4],
    /// `−2 ln L`
    pub deviance: f64,
    /// Whether the search ended. It does not if score or group tell the response without error.
    pub converged: bool,
}

/// An item compared by logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticDif {
    /// Chi-squared statistic.
    pub chi_square: f64,
    /// Its probability without differential functioning.
    pub p: f64,
    /// Difference of Nagelkerke's R² of the two models.
    pub delta_r2: f64,
    /// Class by Zumbo & Thomas (1997): bounds 0.13 and 0.26.
    pub zumbo_thomas: EffectSize,
    /// Class by Jodoin & Gierl (2001): bounds 0.035 and 0.07.
    pub jodoin_gierl: EffectSize,
    /// The model with what is tested.
    pub with: LogisticFit,
    /// The model without.
    pub without: LogisticFit,
}

/// Newton steps at most.
const ROUNDS: u32 = 50;
/// Relative change of the deviance at which the search ends; Newton's method has then long been exact.
const TOLERANCE: f64 = 1e-12;

impl Comparison<'_> {
    /// Swaminathan & Rogers (1990): the logit of a correct response is linear in the score that persons are matched on,
    /// the group and their product. Effect size: difference of R² of Nagelkerke (1991),
    /// `(1 − e^((D − D₀)/n))/(1 − e^(−D₀/n))` with the deviances D of the model and D₀ of the mean alone.
    ///
    /// Flags usually go by `p` and effect size together: much is significant in large samples.
    ///
    /// # Errors
    /// An item of more than two categories; another number of anchors than items; an item to which the persons who
    /// count gave one response only, or whose score, group and product are not independent.
    pub fn logistic(
        &self,
        anchors: &[bool],
        tested: Tested,
        test: LogisticTest,
    ) -> Result<Vec<LogisticDif>, CalibrationError> {
        (0..self.items()).map(|item| self.logistic_of(item, anchors, tested, test)).collect()
    }

    /// One item, where others may have more categories.
    ///
    /// # Errors
    /// As [`logistic`](Self::logistic), of this item.
    pub fn logistic_of(
        &self,
        item: usize,
        anchors: &[bool],
        tested: Tested,
        test: LogisticTest,
    ) -> Result<LogisticDif, CalibrationError> {
        self.check_item(item, anchors, "logistic regression")?;
        let id = || self.responses.ids()[item].clone();
        let persons = self.matched(item, anchors);
        let weight: f64 = persons.iter().map(|person| person.weight).sum();
        let correct: f64 = persons.iter().filter(|person| person.category == 1).map(|person| person.weight).sum();
        if weight <= 0.0 {
            return Err(CalibrationError::NobodyAnswered { item: id() });
        }
        if correct <= 0.0 || correct >= weight {
            return Err(CalibrationError::ConstantItem { item: id(), category: u8::from(correct > 0.0) });
        }
        let fit = |columns: usize| {
            regress(&persons, columns).map_err(|place| CalibrationError::Singular {
                parameter: format!("{} of item {}", ["intercept", "score", "group", "product"][place], id()),
            })
        };
        let (more, less) = match tested {
            Tested::Both => (4, 2),
            Tested::Uniform => (3, 2),
            Tested::NonUniform => (4, 3),
        };
        let ((with, covariance), (without, _)) = (fit(more)?, fit(less)?);
        let chi_square = match test {
            LogisticTest::LikelihoodRatio => without.deviance - with.deviance,
            LogisticTest::Wald => wald(&with.coefficients[less..more], &covariance, less),
        };
        let null = -2.0 * (correct * libm::log(correct / weight) + (weight - correct) * libm::log1p(-correct / weight));
        Ok(LogisticDif::new((chi_square, more - less), (null, weight), with, without))
    }
}

impl LogisticDif {
    /// From a statistic and its degrees of freedom, and from the deviance with nothing but intercepts and the weight of
    /// the persons, which Nagelkerke's R² compares the models with.
    pub(super) fn new(
        (chi_square, df): (f64, usize),
        (null, weight): (f64, f64),
        with: LogisticFit,
        without: LogisticFit,
    ) -> Self {
        let nagelkerke = |deviance: f64| libm::expm1((deviance - null) / weight) / libm::expm1(-null / weight);
        let delta_r2 = nagelkerke(with.deviance) - nagelkerke(without.deviance);
        Self {
            chi_square,
            p: tails::chi_square(chi_square, df as f64),
            delta_r2,
            zumbo_thomas: EffectSize::zumbo_thomas(delta_r2),
            jodoin_gierl: EffectSize::jodoin_gierl(delta_r2),
            with,
            without,
        }
    }
}

/// `x′ V⁻¹ x` for the last coefficients and their covariance.
fn wald(x: &[f64], covariance: &Square, first: usize) -> f64 {
    let mut part = Square::zeros(x.len());
    for i in 0..x.len() {
        for j in 0..x.len() {
            part.set(i, j, covariance.get(first + i, first + j));
        }
    }
    let Ok(root) = factor(&part) else { return f64::NAN };
    let mut solved = x.to_vec();
    solve(&root, &mut solved);
    solved.iter().zip(x).map(|(solved, x)| solved * x).sum()
}

/// Regression on the first `columns` of 1, score, group, product; an error is the column that depends on others.
fn regress(persons: &[Matched], columns: usize) -> Result<(LogisticFit, Square), usize> {
    // Scores about their mean: the same model, better conditioned.
    let weight: f64 = persons.iter().map(|person| person.weight).sum();
    let centre = persons.iter().map(|person| person.weight * person.matching).sum::<f64>() / weight;
    let row = |person: &Matched| {
        let (score, group) = (person.matching - centre, f64::from(u8::from(person.is_focal)));
        [1.0, score, group, score * group]
    };
    let deviance = |beta: &[f64]| -> f64 {
        let of = |person: &Matched| {
            let eta: f64 = row(person).iter().zip(beta).map(|(x, beta)| x * beta).sum();
            let signed = if person.category == 1 { -eta } else { eta };
            2.0 * person.weight * (signed.max(0.0) + libm::log1p(libm::exp(-signed.abs())))
        };
        persons.iter().map(of).sum()
    };
    let mut beta = vec![0.0; columns];
    let mut here = deviance(&beta);
    let mut converged = false;
    for _ in 0..ROUNDS {
        let (gradient, information) = derivatives(persons, &beta, row);
        let Ok(root) = factor(&information) else { break };
        let mut step = gradient;
        solve(&root, &mut step);
        let candidates = (0..30).map(|halving| 0.5_f64.powi(halving));
        let moved = |part: f64| -> Vec<f64> { beta.iter().zip(&step).map(|(b, s)| b + part * s).collect() };
        let next = candidates.map(moved).map(|next| (deviance(&next), next)).find(|(there, _)| *there <= here);
        let Some((there, next)) = next else {
            converged = true;
            break;
        };
        converged = here - there <= TOLERANCE * (here + 1.0);
        (here, beta) = (there, next);
        if converged {
            break;
        }
    }
    let (_, information) = derivatives(persons, &beta, row);
    let covariance = inverse(&factor(&information)?);
    // Back to scores about 0: intercept and group change by −centre times what multiplies the score.
    let mut back = Square::zeros(columns);
    for i in 0..columns {
        back.set(i, i, 1.0);
        if i % 2 == 0 && i + 1 < columns {
            back.set(i, i + 1, -centre);
        }
    }
    let mut original = Square::zeros(columns);
    for i in 0..columns {
        for j in 0..columns {
            let sum: f64 = (0..columns)
                .flat_map(|k| (0..columns).map(move |l| (k, l)))
                .map(|(k, l)| back.get(i, k) * covariance.get(k, l) * back.get(j, l))
                .sum();
            original.set(i, j, sum);
        }
    }
    let mut fit = LogisticFit { coefficients: [0.0; 4], errors: [0.0; 4], deviance: here, converged };
    for i in 0..columns {
        fit.coefficients[i] = back.row(i).iter().zip(&beta).map(|(factor, beta)| factor * beta).sum();
        fit.errors[i] = original.get(i, i).max(0.0).sqrt();
    }
    Ok((fit, original))
}

fn derivatives(persons: &[Matched], beta: &[f64], row: impl Fn(&Matched) -> [f64; 4]) -> (Vec<f64>, Square) {
    let columns = beta.len();
    let (mut gradient, mut information) = (vec![0.0; columns], Square::zeros(columns));
    for person in persons {
        let x = row(person);
        let eta: f64 = x.iter().zip(beta).map(|(x, beta)| x * beta).sum();
        let p = 1.0 / (1.0 + libm::exp(-eta));
        let residual = person.weight * (person.category as f64 - p);
        let variance = person.weight * p * (1.0 - p);
        for i in 0..columns {
            gradient[i] += residual * x[i];
            for j in 0..columns {
                information.add(i, j, variance * x[i] * x[j]);
            }
        }
    }
    (gradient, information)
}
