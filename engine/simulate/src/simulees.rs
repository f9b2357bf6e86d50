//! Whom a study tests: abilities drawn or given, or real persons' answers.

use thetis_bank::ResponseTable;
use thetis_core::{Bank, MultivariateNormal};

use crate::{
    random::{Purpose, Stream},
    statistics::{Bins, Moments},
};

/// Whom a study tests.
#[derive(Clone, Debug)]
pub enum Simulees {
    /// So many simulees at each point; in several dimensions, at each point of the product of as many axes.
    Grid {
        /// Points of an axis, ascending, logits.
        axis: Vec<f64>,
        /// Simulees at each point.
        each: u32,
    },
    /// Draws from a (multivariate) normal distribution.
    Normal {
        /// The distribution.
        distribution: MultivariateNormal,
        /// How many.
        count: u32,
    },
    /// Abilities one by one: K values a simulee, logits.
    Thetas(Vec<f64>),
    /// Real persons: their recorded answers are given, and items without one are not available to them. Their
    /// true ability is unknown; the estimate from all their answers, the full-bank estimate, stands for it.
    Responses(ResponseTable),
}

/// Why simulees do not fit a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SimuleesError {
    /// There are none.
    None,
    /// A number is not finite, or a grid's points do not ascend.
    Number,
    /// The distribution, or the list of abilities, is of another number of dimensions than the bank.
    Dimensions {
        /// The bank's dimensions.
        bank: usize,
    },
    /// More than a `u32` counts.
    TooMany,
}

impl std::fmt::Display for SimuleesError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => formatter.write_str("there are no simulees: ask for at least one"),
            Self::Number => formatter.write_str("abilities must be finite numbers, those of a grid ascending"),
            Self::Dimensions { bank } => {
                write!(formatter, "the bank has {bank} dimensions: give each simulee as many abilities")
            }
            Self::TooMany => write!(formatter, "there are more than {} simulees: ask for fewer", u32::MAX),
        }
    }
}

impl std::error::Error for SimuleesError {}

/// Simulees made ready for a bank.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    pub(crate) simulees: Simulees,
    pub(crate) dimensions: usize,
    /// How many are tested: every `step`th from number `first`.
    pub(crate) count: u32,
    first: u32,
    step: u32,
    /// Lower triangle L with `L Lᵀ` the covariance, row by row; empty for others than the normal.
    root: Vec<f64>,
}

impl Population {
    pub(crate) fn new(simulees: Simulees, bank: &Bank) -> Result<Self, SimuleesError> {
        let k = bank.dimensions();
        let (mut root, fits) = (Vec::new(), SimuleesError::Dimensions { bank: k });
        let count = match &simulees {
            Simulees::Grid { axis, each } => {
                let ascending = axis.windows(2).all(|pair| pair[0] < pair[1]);
                if !ascending || axis.iter().any(|theta| !theta.is_finite()) {
                    return Err(SimuleesError::Number);
                }
                let points = u32::try_from(k).ok().and_then(|k| (axis.len() as u64).checked_pow(k));
                points.and_then(|points| points.checked_mul(u64::from(*each))).ok_or(SimuleesError::TooMany)?
            }
            Simulees::Normal { distribution, count } => {
                if distribution.dimensions() != k {
                    return Err(fits);
                }
                root = cholesky(distribution.covariance(), k);
                u64::from(*count)
            }
            Simulees::Thetas(values) => {
                if !values.len().is_multiple_of(k) {
                    return Err(fits);
                }
                if values.iter().any(|theta| !theta.is_finite()) {
                    return Err(SimuleesError::Number);
                }
                (values.len() / k) as u64
            }
            Simulees::Responses(table) => table.persons.len() as u64,
        };
        match u32::try_from(count) {
            Ok(0) => Err(SimuleesError::None),
            Ok(count) => Ok(Self { simulees, dimensions: k, count, first: 0, step: 1, root }),
            Err(_) => Err(SimuleesError::TooMany),
        }
    }

    /// Every `step`th simulee from number `first`; at least one.
    pub(crate) fn every(&self, first: u32, step: u32) -> Self {
        let first = first % self.count;
        Self { count: (self.count - first).div_ceil(step), first, step, ..self.clone() }
    }

    /// Number of the `index`th simulee that is tested.
    pub(crate) fn number(&self, index: u32) -> u32 {
        self.first + index * self.step
    }

    /// True ability of a simulee, logits; `None` for real persons.
    pub(crate) fn theta(&self, simulee: u32, seed: u64) -> Option<Vec<f64>> {
        let k = self.dimensions;
        match &self.simulees {
            Simulees::Grid { axis, each } => {
                let mut rest = (simulee / each) as usize;
                // The last dimension varies fastest.
                let mut theta: Vec<f64> = (0..k)
                    .map(|_| {
                        let value = axis[rest % axis.len()];
                        rest /= axis.len();
                        value
                    })
                    .collect();
                theta.reverse();
                Some(theta)
            }
            Simulees::Normal { distribution, .. } => {
                let stream = Stream::new(seed, Purpose::Ability).at(u64::from(simulee));
                let normals: Vec<f64> = (0..k as u64).map(|d| stream.at(d).normal()).collect();
                let row = |d: usize| self.root[d * k..].iter().zip(&normals[..=d]).map(|(l, z)| l * z).sum::<f64>();
                Some((0..k).map(|d| distribution.mean()[d] + row(d)).collect())
            }
            Simulees::Thetas(values) => Some(values[simulee as usize * k..][..k].to_vec()),
            Simulees::Responses(_) => None,
        }
    }

    /// Whom the study tests, in words.
    pub(crate) fn describe(&self) -> String {
        let count = if self.count == 1 { "1 simulee".to_owned() } else { format!("{} simulees", self.count) };
        match &self.simulees {
            Simulees::Grid { axis, each } => {
                let (first, last) = (axis.first().copied().unwrap_or(0.0), axis.last().copied().unwrap_or(0.0));
                let points = axis.len();
                let product = if self.dimensions > 1 { " in each dimension" } else { "" };
                format!("{count}, {each} at each of {points} points from {first} to {last}{product}")
            }
            Simulees::Normal { distribution, .. } if self.dimensions == 1 => {
                let sd = distribution.covariance()[0].sqrt();
                format!("{count}, normal with mean {} and SD {sd}", distribution.mean()[0])
            }
            Simulees::Normal { .. } => format!("{count}, multivariate normal"),
            Simulees::Thetas(_) => format!("{count} of given ability"),
            Simulees::Responses(_) => format!("{} real persons, post hoc", self.count),
        }
    }

    /// Mean and standard deviation of a dimension: of the distribution, or of the abilities given; for real
    /// persons, the bank's prior.
    fn spread(&self, dimension: usize, bank: &Bank) -> (f64, f64) {
        let normal = |normal: &MultivariateNormal| {
            let variance = normal.covariance()[dimension * (self.dimensions + 1)];
            (normal.mean()[dimension], variance.sqrt())
        };
        match &self.simulees {
            Simulees::Normal { distribution, .. } => normal(distribution),
            Simulees::Responses(_) => normal(bank.prior()),
            Simulees::Grid { axis, .. } => spread_of(axis.iter().copied()),
            Simulees::Thetas(values) => spread_of(values.iter().copied().skip(dimension).step_by(self.dimensions)),
        }
    }

    /// Classes of true θ: the points of a grid, else about ten of a round width.
    pub(crate) fn bins(&self, dimension: usize, bank: &Bank) -> Bins {
        match &self.simulees {
            Simulees::Grid { axis, .. } => Bins::around(axis),
            _ => {
                let (mean, sd) = self.spread(dimension, bank);
                Bins::of_distribution(mean, sd)
            }
        }
    }

    /// Range of θ that plots show: about all simulees, and estimates somewhat beyond.
    pub(crate) fn range(&self, dimension: usize, bank: &Bank) -> (f64, f64) {
        /// Estimates lie so far beyond the outermost true values, logits.
        const BEYOND: f64 = 1.0;
        /// A normal distribution has all but 6 in 100,000 within so many standard deviations.
        const ALL: f64 = 4.0;
        let values: &mut dyn Iterator<Item = f64> = match &self.simulees {
            Simulees::Grid { axis, .. } => &mut axis.iter().copied(),
            Simulees::Thetas(values) => &mut values.iter().copied().skip(dimension).step_by(self.dimensions),
            Simulees::Normal { .. } | Simulees::Responses(_) => {
                let (mean, sd) = self.spread(dimension, bank);
                return (mean - ALL * sd, mean + ALL * sd);
            }
        };
        let (lower, upper) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lower, upper), x| (lower.min(x), upper.max(x)));
        (lower - BEYOND, upper + BEYOND)
    }
}

/// Mean and standard deviation; a spread of 1 where there is none.
fn spread_of(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut moments = Moments::default();
    values.for_each(|value| moments.add(value));
    let sd = moments.sd();
    (moments.mean(), if sd > 0.0 { sd } else { 1.0 })
}

/// Lower triangle L with `L Lᵀ` the matrix, which is symmetric and positive definite.
fn cholesky(matrix: &[f64], k: usize) -> Vec<f64> {
    let mut root = vec![0.0; k * k];
    for row in 0..k {
        for column in 0..=row {
            let inner: f64 = (0..column).map(|j| root[row * k + j] * root[column * k + j]).sum();
            let rest = matrix[row * k + column] - inner;
            root[row * k + column] = if row == column { rest.max(0.0).sqrt() } else { rest / root[column * (k + 1)] };
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::PairMoments;
    use thetis_core::{Item, ItemModel};

    fn bank(dimensions: u32) -> Bank {
        let items =
            (0..dimensions).map(|d| Item { dimensions: vec![d], ..Item::new(ItemModel::one_pl(0.0)) }).collect();
        Bank::new(1.0, MultivariateNormal::standard(dimensions).expect("a prior"), items, "bank").expect("a bank")
    }

    #[test]
    fn a_grid_has_each_point_as_often_as_asked() {
        let grid = Simulees::Grid { axis: vec![-1.0, 0.0, 1.0], each: 2 };
        let one = Population::new(grid.clone(), &bank(1)).expect("fits");
        let thetas: Vec<f64> = (0..one.count).flat_map(|i| one.theta(i, 5).expect("known")).collect();
        assert_eq!(thetas, [-1.0, -1.0, 0.0, 0.0, 1.0, 1.0]);
        let two = Population::new(grid, &bank(2)).expect("fits");
        assert_eq!(two.count, 18);
        let points: Vec<_> = (0..18).step_by(2).map(|i| two.theta(i, 5).expect("known")).collect();
        assert_eq!(points[..4], [[-1.0, -1.0], [-1.0, 0.0], [-1.0, 1.0], [0.0, -1.0]]);
        assert_eq!(points[8], [1.0, 1.0]);
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        let distribution = MultivariateNormal::new(vec![1.0, -2.0], vec![4.0, 1.5, 1.5, 1.0]).expect("sound");
        let population = Population::new(Simulees::Normal { distribution, count: 100_000 }, &bank(2)).expect("fits");
        let mut pair = PairMoments::default();
        for simulee in 0..population.count {
            let theta = population.theta(simulee, 11).expect("known");
            pair.add(theta[0], theta[1]);
        }
        // Four standard errors of each.
        assert!((pair.x.mean() - 1.0).abs() < 4.0 * 2.0 / 1e5f64.sqrt(), "{pair:?}");
        assert!((pair.y.mean() + 2.0).abs() < 4.0 / 1e5f64.sqrt(), "{pair:?}");
        assert!((pair.x.sd() - 2.0).abs() < 4.0 * 2.0 / 2e5f64.sqrt(), "{pair:?}");
        assert!((pair.correlation() - 0.75).abs() < 4.0 * (1.0 - 0.5625) / 1e5f64.sqrt(), "{pair:?}");
        assert_eq!(population.theta(7, 11), population.theta(7, 11));
        assert_ne!(population.theta(7, 11), population.theta(7, 12));
    }

    #[test]
    fn every_third_simulee() {
        let grid = Simulees::Grid { axis: vec![-1.0, 0.0, 1.0], each: 3 };
        let population = Population::new(grid, &bank(1)).expect("fits");
        let numbers = |first, step| {
            let some = population.every(first, step);
            (0..some.count).map(|index| some.number(index)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0, 1), (0..9).collect::<Vec<_>>());
        assert_eq!(numbers(1, 4), [1, 5]);
        assert_eq!(numbers(0, 4), [0, 4, 8]);
        assert_eq!(numbers(11, 4), [2, 6], "there is always somebody");
    }

    #[test]
    fn cholesky_by_hand() {
        assert_eq!(cholesky(&[4.0, 2.0, 2.0, 10.0], 2), [2.0, 0.0, 1.0, 3.0]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let refused = |simulees, dimensions| Population::new(simulees, &bank(dimensions)).expect_err("refused");
        assert_eq!(refused(Simulees::Thetas(vec![]), 1), SimuleesError::None);
        assert_eq!(refused(Simulees::Thetas(vec![0.0; 3]), 2), SimuleesError::Dimensions { bank: 2 });
        assert_eq!(refused(Simulees::Thetas(vec![f64::NAN]), 1), SimuleesError::Number);
        assert_eq!(refused(Simulees::Grid { axis: vec![1.0, 1.0], each: 1 }, 1), SimuleesError::Number);
        assert_eq!(refused(Simulees::Grid { axis: vec![0.0, 1.0], each: u32::MAX }, 1), SimuleesError::TooMany);
        let distribution = MultivariateNormal::standard(2).expect("a prior");
        assert_eq!(refused(Simulees::Normal { distribution, count: 9 }, 1), SimuleesError::Dimensions { bank: 1 });
    }
}
