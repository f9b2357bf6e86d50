//! A design as numbers.
//!
//! | | |
//! |---|---|
//! | start | 0 prior mean; 1 and K values |
//! | criterion | 0 maximum information; 1 D-optimality and whether with prior; 2 random; 3 fixed order, length, items |
//! | randomesque | |
//! | estimator | 0 ML, 1 MAP, 2 EAP, 3 WLE, 4 Jeffreys |
//! | range | lower, upper |
//! | quadrature | 0 trapezoid, 1 equal weights, 2 default; lower, upper, nodes (0 for the default) |
//! | standard error | 0 expected, 1 observed, 2 posterior |
//! | prior | 0 the bank's; written but not read: 1 normal, K means, K × K covariances; 2 uniform, lower, upper; 3 Jeffreys |
//! | stop | minimum, maximum, whether a rule follows, rule |
//!
//! A rule: 0 and the largest standard error; 1 and the least information; 2 any or 3 all, number, rules.

use alloc::vec;
use alloc::vec::Vec;

use super::Reader;
use crate::design::{Design, Start};
use crate::error::Error;
use crate::estimate::{Estimation, Estimator, StandardErrorKind};
use crate::prior::Prior;
use crate::quadrature::{Quadrature, Rule};
use crate::select::{Criterion, Selection};
use crate::stop::{Stop, StopRule};

const ESTIMATORS: [Estimator; 5] = [Estimator::Ml, Estimator::Map, Estimator::Eap, Estimator::Wle, Estimator::Jeffreys];
const RULES: [Rule; 2] = [Rule::Trapezoid, Rule::EqualWeights];
const STANDARD_ERRORS: [StandardErrorKind; 3] =
    [StandardErrorKind::Expected, StandardErrorKind::Observed, StandardErrorKind::Posterior];

/// Deepest nesting of stopping rules.
const MAX_DEPTH: u32 = 16;

impl Design {
    /// Read a design for a bank of so many dimensions. What it asks is checked against a bank by
    /// [`Test::new`](crate::Test::new).
    ///
    /// # Errors
    /// [`Error::Malformed`], also for a design with a prior of its own: those are for scoring in Rust.
    pub fn from_words(words: &[f64], dimensions: usize) -> Result<Self, Error> {
        let k = u32::try_from(dimensions).unwrap_or(u32::MAX);
        let mut reader = Reader::new(words);
        let start = match reader.code(2) {
            0 => Start::PriorMean,
            _ => Start::Theta(reader.numbers(k).to_vec()),
        };
        let criterion = match reader.code(4) {
            0 => Criterion::MaximumInformation,
            1 => Criterion::DOptimality { prior: reader.code(2) == 1 },
            2 => Criterion::Random,
            _ => {
                let count = reader.integer();
                Criterion::FixedOrder(reader.integers(count))
            }
        };
        let selection = Selection { criterion, randomesque: reader.integer() };
        let estimator = reader.code(5);
        let range = (reader.number(), reader.number());
        let rule = reader.code(3);
        let (lower, upper, nodes) = (reader.number(), reader.number(), reader.integer());
        let standard_error = reader.code(3);
        // A design that crosses has the bank's prior, and the default quadrature no numbers of its own.
        reader.code(1);
        if rule == 2 {
            reader.sound &= lower == 0.0 && upper == 0.0 && nodes == 0;
        }
        let (min_items, max_items) = (reader.integer(), reader.integer());
        let when = (reader.code(2) == 1).then(|| read_rule(&mut reader, MAX_DEPTH));
        if !reader.finish() {
            return Err(Error::Malformed);
        }
        Ok(Self {
            start,
            selection,
            estimation: Estimation {
                estimator: ESTIMATORS[estimator as usize],
                prior: None,
                range,
                quadrature: RULES.get(rule as usize).map(|rule| Quadrature { rule: *rule, lower, upper, nodes }),
                standard_error: STANDARD_ERRORS[standard_error as usize],
            },
            stop: Stop { min_items, max_items, when },
        })
    }

    /// The design as numbers.
    #[must_use]
    pub fn to_words(&self) -> Vec<f64> {
        let mut words = Vec::new();
        match &self.start {
            Start::PriorMean => words.push(0.0),
            Start::Theta(theta) => {
                words.push(1.0);
                words.extend(theta);
            }
        }
        match &self.selection.criterion {
            Criterion::MaximumInformation => words.push(0.0),
            Criterion::DOptimality { prior } => words.extend([1.0, f64::from(u8::from(*prior))]),
            Criterion::Random => words.push(2.0),
            Criterion::FixedOrder(order) => {
                words.extend([3.0, order.len() as f64]);
                words.extend(order.iter().map(|item| f64::from(*item)));
            }
        }
        let Estimation { estimator, prior, range, quadrature, standard_error } = &self.estimation;
        words.push(f64::from(self.selection.randomesque));
        words.push(place(&ESTIMATORS, estimator));
        words.extend([range.0, range.1]);
        words.extend(match quadrature {
            None => [2.0, 0.0, 0.0, 0.0],
            Some(Quadrature { rule, lower, upper, nodes }) => [place(&RULES, rule), *lower, *upper, f64::from(*nodes)],
        });
        words.push(place(&STANDARD_ERRORS, standard_error));
        match prior {
            None => words.push(0.0),
            Some(Prior::Normal(normal)) => {
                words.push(1.0);
                words.extend(normal.mean());
                words.extend(normal.covariance());
            }
            Some(Prior::Uniform { lower, upper }) => words.extend([2.0, *lower, *upper]),
            Some(Prior::Jeffreys) => words.push(3.0),
        }
        let Stop { min_items, max_items, when } = &self.stop;
        words.extend([f64::from(*min_items), f64::from(*max_items), f64::from(u8::from(when.is_some()))]);
        if let Some(rule) = when {
            write_rule(rule, &mut words);
        }
        words
    }
}

fn place<T: PartialEq>(list: &[T], value: &T) -> f64 {
    list.iter().position(|other| other == value).unwrap_or(0) as f64
}

fn read_rule(reader: &mut Reader<'_>, depth: u32) -> StopRule {
    let code = reader.code(4);
    if code < 2 {
        let value = reader.number();
        return if code == 0 {
            StopRule::StandardError { at_most: value }
        } else {
            StopRule::Information { below: value }
        };
    }
    let count = reader.integer();
    let mut rules = Vec::new();
    reader.sound &= depth > 0;
    while reader.sound && rules.len() < count as usize {
        rules.push(read_rule(reader, depth - 1));
    }
    if code == 2 { StopRule::Any(rules) } else { StopRule::All(rules) }
}

fn write_rule(rule: &StopRule, words: &mut Vec<f64>) {
    let (code, rules) = match rule {
        StopRule::StandardError { at_most } => return words.extend([0.0, *at_most]),
        StopRule::Information { below } => return words.extend([1.0, *below]),
        StopRule::Any(rules) => (2.0, rules),
        StopRule::All(rules) => (3.0, rules),
    };
    words.extend(vec![code, rules.len() as f64]);
    for rule in rules {
        write_rule(rule, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_shorter() {
        let design = Design {
            start: Start::Theta(vec![0.5, -0.25]),
            selection: Selection { criterion: Criterion::FixedOrder(vec![3, 0, 1]), randomesque: 2 },
            estimation: Estimation { quadrature: Some(Quadrature::CATR), ..Estimation::new(Estimator::Jeffreys) },
            stop: Stop {
                min_items: 2,
                max_items: 9,
                when: Some(StopRule::Any(vec![
                    StopRule::StandardError { at_most: 0.3 },
                    StopRule::All(vec![StopRule::Information { below: 0.1 }]),
                ])),
            },
        };
        let words = design.to_words();
        assert_eq!(Design::from_words(&words, 2).as_ref(), Ok(&design), "round trip");
        for end in 0..words.len() {
            assert_eq!(Design::from_words(&words[..end], 2), Err(Error::Malformed), "cut after {end}");
        }
        let estimation = Estimation { prior: Some(Prior::Jeffreys), ..design.estimation.clone() };
        let own_prior = Design { estimation, ..design.clone() }.to_words();
        assert_eq!(Design::from_words(&own_prior, 2), Err(Error::Malformed), "a prior of its own");
        assert_ne!(own_prior, words, "but its own digest");
        for (at, _) in words.iter().enumerate() {
            let mut wrong = words.clone();
            wrong[at] = f64::NAN;
            // Every NaN is refused here or by the check against a bank; none is read as an integer.
            if let Ok(design) = Design::from_words(&wrong, 2) {
                assert_eq!(design.to_words().len(), words.len(), "a value, not a length, at {at}");
            }
        }
    }

    #[test]
    fn deep_or_lying_rules_are_refused() {
        let start = [0.0, 0.0, 1.0, 2.0, -6.0, 6.0, 2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 1.0, 9.0, 1.0];
        let deep = |n: usize| [start.to_vec(), [2.0, 1.0].repeat(n), vec![0.0, 0.3]].concat();
        assert!(Design::from_words(&deep(16), 1).is_ok(), "sixteen levels");
        assert_eq!(Design::from_words(&deep(17), 1), Err(Error::Malformed), "seventeen levels");
        let lying = [start.to_vec(), vec![2.0, 4e9]].concat();
        assert_eq!(Design::from_words(&lying, 1), Err(Error::Malformed), "more rules than words");
    }
}
