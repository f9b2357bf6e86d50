//! How banks and designs cross the boundary: as one array of 64-bit floats each.
//!
//! | bank | |
//! |---|---|
//! | K | number of dimensions |
//! | mean | K values |
//! | covariance | K × K values, row by row |
//! | D | scaling constant |
//! | n | number of items |
//! | n × | model code, available (0 or 1), number of dimensions, dimensions, number of parameters, parameters |
//!
//! Model codes and their parameters: 0 dichotomous `a b c d`; 1 graded `a b₁…`; 2 partial credit `a b₁…`;
//! 3 nominal `s₁… i₁…`; 4 compensatory dichotomous `a₁… d g u`; 5 compensatory graded `a₁… d₁…`;
//! 6 compensatory partial credit `a₁… d₁…`.
//!
//! | design | |
//! |---|---|
//! | start | 0 prior mean; 1 and K values |
//! | criterion | 0 maximum information; 1 D-optimality and whether with prior; 2 random; 3 fixed order, length, items |
//! | randomesque | |
//! | estimator | 0 ML, 1 MAP, 2 EAP, 3 WLE, 4 Jeffreys |
//! | range | lower, upper |
//! | quadrature | 0 trapezoid, 1 equal weights, 2 default; lower, upper, nodes |
//! | standard error | 0 expected, 1 observed, 2 posterior |
//! | stop | minimum, maximum, whether a rule follows, rule |
//!
//! A rule: 0 and the largest standard error; 1 and the least information; 2 any or 3 all, number, rules.

use alloc::vec::Vec;

use thetis_core::{
    Criterion, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Quadrature, Rule, Selection,
    StandardErrorKind, Start, Stop, StopRule,
};

/// Deepest nesting of stopping rules read.
const MAX_DEPTH: u32 = 16;

/// A bank as it was sent, not yet checked.
pub(crate) struct SentBank {
    pub(crate) mean: Vec<f64>,
    pub(crate) covariance: Vec<f64>,
    pub(crate) scaling: f64,
    pub(crate) items: Vec<Item>,
}

/// Words read one after another; `None` where they end early or say the impossible.
struct Words<'w>(&'w [f64]);

impl Words<'_> {
    fn number(&mut self) -> Option<f64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn integer(&mut self) -> Option<u32> {
        let value = self.number()?;
        #[expect(clippy::cast_sign_loss, reason = "saturates, and the comparison refuses what did not fit")]
        let integer = value as u32;
        #[expect(clippy::float_cmp, reason = "an integer is exact or it is none")]
        let exact = f64::from(integer) == value;
        exact.then_some(integer)
    }

    fn flag(&mut self) -> Option<bool> {
        self.integer().map(|value| value != 0)
    }

    fn numbers(&mut self, count: u32) -> Option<Vec<f64>> {
        let (first, rest) = self.0.split_at_checked(count as usize)?;
        self.0 = rest;
        Some(first.to_vec())
    }

    fn integers(&mut self, count: u32) -> Option<Vec<u32>> {
        // Checked first: a length that lies must not reserve memory.
        (count as usize <= self.0.len()).then_some(())?;
        (0..count).map(|_| self.integer()).collect()
    }

    fn finished<T>(&self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

pub(crate) fn read_bank(words: &[f64]) -> Option<SentBank> {
    let mut words = Words(words);
    let k = words.integer()?;
    let mean = words.numbers(k)?;
    let covariance = words.numbers(k.checked_mul(k)?)?;
    let scaling = words.number()?;
    let count = words.integer()?;
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(read_item(&mut words)?);
    }
    words.finished(SentBank { mean, covariance, scaling, items })
}

fn read_item(words: &mut Words<'_>) -> Option<Item> {
    let code = words.integer()?;
    let available = words.flag()?;
    let count = words.integer()?;
    let dimensions = words.integers(count)?;
    let count = words.integer()?;
    let parameters = words.numbers(count)?;
    let slope_and_rest = || parameters.split_first().map(|(a, b)| (*a, b.to_vec()));
    let slopes_and_rest = || parameters.split_at_checked(dimensions.len()).map(|(a, d)| (a.to_vec(), d));
    let model = match code {
        0 => {
            let [a, b, c, d] = *parameters.as_slice() else { return None };
            ItemModel::Dichotomous { a, b, c, d }
        }
        1 => slope_and_rest().map(|(a, b)| ItemModel::Graded { a, b })?,
        2 => slope_and_rest().map(|(a, b)| ItemModel::PartialCredit { a, b })?,
        3 => {
            let (slopes, intercepts) = parameters.split_at(parameters.len() / 2);
            ItemModel::nominal(slopes, intercepts)
        }
        4 => {
            let (a, rest) = slopes_and_rest()?;
            let [d, g, u] = *rest else { return None };
            ItemModel::CompensatoryDichotomous { a, d, g, u }
        }
        5 => slopes_and_rest().map(|(a, d)| ItemModel::CompensatoryGraded { a, d: d.to_vec() })?,
        6 => slopes_and_rest().map(|(a, d)| ItemModel::CompensatoryPartialCredit { a, d: d.to_vec() })?,
        _ => return None,
    };
    Some(Item { model, dimensions, available })
}

pub(crate) fn prior(sent: &SentBank) -> Result<MultivariateNormal, thetis_core::Error> {
    MultivariateNormal::new(sent.mean.clone(), sent.covariance.clone())
}

pub(crate) fn read_design(words: &[f64], dimensions: usize) -> Option<Design> {
    let mut words = Words(words);
    let start = match words.integer()? {
        0 => Start::PriorMean,
        1 => Start::Theta(words.numbers(u32::try_from(dimensions).ok()?)?),
        _ => return None,
    };
    let criterion = match words.integer()? {
        0 => Criterion::MaximumInformation,
        1 => Criterion::DOptimality { prior: words.flag()? },
        2 => Criterion::Random,
        3 => {
            let count = words.integer()?;
            Criterion::FixedOrder(words.integers(count)?)
        }
        _ => return None,
    };
    let selection = Selection { criterion, randomesque: words.integer()? };
    let estimator = match words.integer()? {
        0 => Estimator::Ml,
        1 => Estimator::Map,
        2 => Estimator::Eap,
        3 => Estimator::Wle,
        4 => Estimator::Jeffreys,
        _ => return None,
    };
    let range = (words.number()?, words.number()?);
    let rule = words.integer()?;
    let (lower, upper) = (words.number()?, words.number()?);
    let nodes = words.integer()?;
    let quadrature = match rule {
        0 => Some(Quadrature { rule: Rule::Trapezoid, lower, upper, nodes }),
        1 => Some(Quadrature { rule: Rule::EqualWeights, lower, upper, nodes }),
        2 => None,
        _ => return None,
    };
    let standard_error = match words.integer()? {
        0 => StandardErrorKind::Expected,
        1 => StandardErrorKind::Observed,
        2 => StandardErrorKind::Posterior,
        _ => return None,
    };
    let estimation = Estimation { estimator, prior: None, range, quadrature, standard_error };
    let (min_items, max_items) = (words.integer()?, words.integer()?);
    let when = if words.flag()? { Some(read_rule(&mut words, MAX_DEPTH)?) } else { None };
    words.finished(Design { start, selection, estimation, stop: Stop { min_items, max_items, when } })
}

fn read_rule(words: &mut Words<'_>, depth: u32) -> Option<StopRule> {
    let depth = depth.checked_sub(1)?;
    let code = words.integer()?;
    Some(match code {
        0 => StopRule::StandardError { at_most: words.number()? },
        1 => StopRule::Information { below: words.number()? },
        2 | 3 => {
            let count = words.integer()?;
            let mut rules = Vec::new();
            for _ in 0..count {
                rules.push(read_rule(words, depth)?);
            }
            if code == 2 { StopRule::Any(rules) } else { StopRule::All(rules) }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_ITEMS: [f64; 19] =
        [1.0, 0.0, 1.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.0, 4.0, 1.2, 0.3, 0.2, 1.0, 1.0, 1.0, 1.0, 0.0, 3.0];

    #[test]
    fn a_bank_arrives_as_it_was_sent_and_never_half() {
        let mut words = TWO_ITEMS.to_vec();
        words.extend([0.9, -1.0, 1.0]);
        let bank = read_bank(&words).expect("well formed");
        assert_eq!(bank.items[0].model, ItemModel::four_pl(1.2, 0.3, 0.2, 1.0), "dichotomous");
        assert_eq!(bank.items[1].model, ItemModel::graded(0.9, &[-1.0, 1.0]), "graded");
        for end in 0..words.len() {
            assert!(read_bank(&words[..end]).is_none(), "cut after {end} words");
        }
        words.push(0.0);
        assert!(read_bank(&words).is_none(), "a word too many");
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        assert!(read_bank(&[1e9, 0.0]).is_none(), "more dimensions than words");
        assert!(read_bank(&[f64::NAN]).is_none(), "not a number");
        assert!(read_design(&[0.0, 3.0, 4e9], 1).is_none(), "an order longer than the message");
    }
}
