//! A design as numbers.
//!
//! | | |
//! |---|---|
//! | start | number of values, θ values; number of items, items |
//! | criterion | see `criterion.rs` |
//! | randomesque | |
//! | estimator | 0 ML, 1 MAP, 2 EAP, 3 WLE, 4 Jeffreys |
//! | range | lower, upper |
//! | quadrature | 0 trapezoid, 1 equal weights, 2 default; lower, upper, nodes (0 for the default) |
//! | standard error | 0 expected, 1 observed, 2 posterior |
//! | prior | 0 the bank's; written but not read: 1 normal, K means, K × K covariances; 2 uniform, lower, upper; 3 Jeffreys |
//! | dependence | 0 joint; 1 separate, K times 0 or 1 + the dimension that moves the prior mean |
//! | cuts | 0 none; 1, K times number of cuts, cuts |
//! | stop | minimum, maximum, whether a rule follows, rule; see `rule.rs` |
//! | blueprint | see `blueprint.rs` |
//! | answers | skip, don't know: 0 refused, 1 ignored, 2 lowest; change: 0 off, 1 last, 2 block, 3 all; size of the block |
//! | fit | lz, CUSUM, Guttman, fast seconds, fast share |

use alloc::vec::Vec;

use super::{FLAGS, Reader, blueprint, criterion, flag, place, put_items, put_list, rule};
use crate::answers::{AnswerPolicy, Change, PassScoring};
use crate::bank::Bank;
use crate::blueprint::mark;
use crate::design::Design;
use crate::error::Error;
use crate::estimate::{Dependence, Estimation, Estimator, StandardErrorKind};
use crate::fit::FitBounds;
use crate::list::copy;
use crate::prior::Prior;
use crate::quadrature::{Quadrature, Rule};
use crate::stop::Stop;

const ESTIMATORS: [Estimator; 5] = [Estimator::Ml, Estimator::Map, Estimator::Eap, Estimator::Wle, Estimator::Jeffreys];
const RULES: [Rule; 2] = [Rule::Trapezoid, Rule::EqualWeights];
const STANDARD_ERRORS: [StandardErrorKind; 3] =
    [StandardErrorKind::Expected, StandardErrorKind::Observed, StandardErrorKind::Posterior];
const PASSES: [PassScoring; 3] = [PassScoring::Refused, PassScoring::Ignored, PassScoring::Lowest];

/// Deepest nesting of combined rules that is read.
const MAX_DEPTH: u32 = 16;

impl Design {
    /// Read a design for a bank from numbers. Every number is checked here; what concerns several parts of a
    /// design, where a [`Test`](crate::Test) is made.
    ///
    /// # Errors
    /// [`Error::Malformed`], also for a design with a prior of its own: those are for scoring in Rust; and what
    /// is wrong with a number.
    pub fn from_words(words: &[f64], bank: &Bank) -> Result<Self, Error> {
        let mut design = Self::EMPTY;
        design.read(words, bank)?;
        Ok(design)
    }

    /// The same, in place of an empty design.
    pub(crate) fn read(&mut self, words: &[f64], bank: &Bank) -> Result<(), Error> {
        let k = bank.dimensions() as u32;
        let mut owned = Reader::new(words);
        let reader = &mut owned;
        let Self { start, selection, blueprint, estimation, cuts, stop, answers, fit } = self;
        reader.list(&mut start.theta);
        reader.bank_items(&Error::FixedOrder { item: 0 }, mark::CLOSED, &mut copy(&bank.marks), &mut start.items);
        reader.check(start.theta.len().is_multiple_of(k as usize), &Error::Start);
        selection.criterion = criterion::read(reader, bank);
        selection.randomesque = reader.integer();
        reader.check(selection.randomesque > 0, &Error::Randomesque);
        estimation.estimator = reader.pick(&ESTIMATORS);
        estimation.range = (reader.number(), reader.number());
        let rule = reader.code(3);
        let (lower, upper, nodes) = (reader.number(), reader.number(), reader.integer());
        if rule < 2 {
            estimation.quadrature = Some(Quadrature { rule: RULES[rule as usize], lower, upper, nodes });
        }
        estimation.standard_error = reader.pick(&STANDARD_ERRORS);
        // A design that crosses has the bank's prior.
        reader.code(1);
        if reader.pick(&FLAGS) {
            let mut informed_by = Vec::new();
            for _ in 0..k {
                informed_by.push(reader.integer().checked_sub(1));
            }
            estimation.dependence = Dependence::Separate { informed_by };
        }
        let mut classifiable = false;
        if reader.pick(&FLAGS) {
            for _ in 0..k {
                let mut list = Vec::new();
                reader.ascending(&Error::CutScores, &mut list);
                classifiable |= !list.is_empty();
                cuts.push(list);
            }
        }
        stop.min_items = reader.integer();
        stop.max_items = reader.integer();
        reader.check(stop.max_items > 0 && stop.min_items <= stop.max_items, &Error::Length);
        if reader.pick(&FLAGS) {
            stop.when = Some(rule::read(reader, k, classifiable, MAX_DEPTH));
        }
        blueprint::read(blueprint, reader, bank, classifiable);
        answers.skip = reader.pick(&PASSES);
        answers.dont_know = reader.pick(&PASSES);
        let change = reader.code(4);
        let size = reader.integer();
        answers.change = match change {
            0 => Change::Off,
            1 => Change::Last,
            2 => Change::Block(size),
            _ => Change::All,
        };
        let wrong = &Error::FitBounds;
        fit.lz = reader.number();
        reader.check(fit.lz <= 0.0, wrong);
        fit.cusum = reader.not_negative(wrong);
        fit.guttman = reader.not_negative(wrong);
        fit.fast_seconds = reader.not_negative(wrong);
        fit.fast_share = reader.not_negative(wrong);
        owned.finish()
    }

    /// The design as numbers.
    #[must_use]
    pub fn to_words(&self) -> Vec<f64> {
        let mut words = Vec::new();
        let out = &mut words;
        put_list(&self.start.theta, out);
        put_items(&self.start.items, out);
        criterion::write(&self.selection.criterion, out);
        let Estimation { estimator, range, quadrature, standard_error, dependence, .. } = &self.estimation;
        out.push(f64::from(self.selection.randomesque));
        out.push(place(&ESTIMATORS, estimator));
        out.extend([range.0, range.1]);
        out.extend(match quadrature {
            None => [2.0, 0.0, 0.0, 0.0],
            Some(Quadrature { rule, lower, upper, nodes }) => [place(&RULES, rule), *lower, *upper, f64::from(*nodes)],
        });
        out.push(place(&STANDARD_ERRORS, standard_error));
        match self.estimation.own_prior() {
            None => out.push(0.0),
            Some(Prior::Normal(normal)) => {
                out.push(1.0);
                out.extend(normal.mean());
                out.extend(normal.covariance());
            }
            Some(Prior::Uniform { lower, upper }) => out.extend([2.0, *lower, *upper]),
            Some(Prior::Jeffreys) => out.push(3.0),
        }
        match dependence {
            Dependence::Joint => out.push(0.0),
            Dependence::Separate { informed_by } => {
                out.push(1.0);
                out.extend(informed_by.iter().map(|source| source.map_or(0.0, |source| f64::from(source) + 1.0)));
            }
        }
        out.push(flag(!self.cuts.is_empty()));
        for cuts in &self.cuts {
            put_list(cuts, out);
        }
        let Stop { min_items, max_items, when } = &self.stop;
        out.extend([f64::from(*min_items), f64::from(*max_items), flag(when.is_some())]);
        if let Some(rule) = when {
            rule::write(rule, out);
        }
        blueprint::write(&self.blueprint, out);
        let AnswerPolicy { skip, dont_know, change } = &self.answers;
        out.extend([place(&PASSES, skip), place(&PASSES, dont_know)]);
        out.extend(match change {
            Change::Off => [0.0, 0.0],
            Change::Last => [1.0, 0.0],
            Change::Block(size) => [2.0, f64::from(*size)],
            Change::All => [3.0, 0.0],
        });
        let FitBounds { lz, cusum, guttman, fast_seconds, fast_share } = self.fit;
        out.extend([lz, cusum, guttman, fast_seconds, fast_share]);
        words
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::bank::Bank;
    use crate::blueprint::{Blueprint, Competences, Constraint, Exposure, ItemSet, Next, Pilot, Refresh, Shadow};
    use crate::classify::Classification;
    use crate::design::Start;
    use crate::model::{Item, ItemModel, ItemStatus};
    use crate::prior::MultivariateNormal;
    use crate::select::Criterion;
    use crate::select::Selection;
    use crate::stop::StopRule;

    fn bank() -> Bank {
        let mut items = [0.0, 1.0, -1.0, 0.5, 0.2].map(|b| Item::new(ItemModel::one_pl(b))).to_vec();
        items[4].status = ItemStatus::Pilot;
        Bank::new(1.0, MultivariateNormal::standard(2).expect("a prior"), items, "").expect("a bank")
    }

    /// Every part has something to say.
    fn rich() -> Design {
        Design {
            start: Start { theta: vec![0.5, -0.25], items: vec![2] },
            selection: Selection { criterion: Criterion::FixedOrder(vec![3, 0, 1]), randomesque: 2 },
            blueprint: Blueprint {
                constraints: vec![Constraint { items: vec![0, 2], min: 1, max: 2, target: 0.5 }],
                sets: vec![ItemSet { items: vec![1, 3], min: 1, max: 2, ordered: true }],
                pilot: Pilot { items: 1, from: 2, to: 5 },
                exposure: Exposure { bounds: vec![0.0], probabilities: vec![0.5; 10] },
                competences: Some(Competences {
                    next: Next::Weakest,
                    of: vec![0, 1],
                    max_items: 5,
                    standard_error: 0.4,
                }),
                shadow: Some(Shadow { refresh: Refresh::Change(0.25), sets: (0, 1) }),
            },
            estimation: Estimation {
                quadrature: Some(Quadrature::CATR),
                dependence: Dependence::Separate { informed_by: vec![None, Some(0)] },
                ..Estimation::new(Estimator::Jeffreys)
            },
            cuts: vec![vec![-1.0, 0.5], vec![]],
            stop: Stop {
                min_items: 2,
                max_items: 9,
                when: Some(StopRule::Any(vec![
                    StopRule::StandardError { dimension: Some(1), at_most: 0.3 },
                    StopRule::All(vec![
                        StopRule::Information { below: 0.1 },
                        StopRule::PredictedReduction { below: 0.01, above: 0.03, standard_error: 0.3 },
                        StopRule::Change { at_most: 0.05, steps: 3 },
                        StopRule::Plateau { at_most: 0.02, steps: 2 },
                        StopRule::Time { seconds: 900.0 },
                        StopRule::Classified(Classification::Interval { standard_errors: 1.96 }),
                        StopRule::Classified(Classification::Sprt { alpha: 0.05, beta: 0.1, delta: 0.2 }),
                        StopRule::Classified(Classification::LikelihoodRatio { alpha: 0.05, beta: 0.1, delta: 0.2 }),
                        StopRule::Classified(Classification::Posterior { probability: 0.9 }),
                    ]),
                ])),
            },
            answers: AnswerPolicy {
                skip: PassScoring::Ignored,
                dont_know: PassScoring::Lowest,
                change: Change::Block(4),
            },
            fit: FitBounds { lz: -1.645, cusum: 0.25, guttman: 0.4, fast_seconds: 1.0, fast_share: 0.2 },
        }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_shorter() {
        let (design, bank) = (rich(), bank());
        let words = design.to_words();
        assert_eq!(Design::from_words(&words, &bank).as_ref(), Ok(&design), "round trip");
        for end in 0..words.len() {
            assert_eq!(Design::from_words(&words[..end], &bank), Err(Error::Malformed), "cut after {end}");
        }
        let estimation = Estimation { prior: Some(Prior::Jeffreys), ..design.estimation.clone() };
        let own_prior = Design { estimation, ..design.clone() }.to_words();
        assert_eq!(Design::from_words(&own_prior, &bank), Err(Error::Malformed), "a prior of its own");
        assert_ne!(own_prior, words, "but its own digest");
        for (at, _) in words.iter().enumerate() {
            for wrong_word in [f64::NAN, f64::INFINITY, -1.0, 0.5, 77.0] {
                let mut wrong = words.clone();
                wrong[at] = wrong_word;
                // A wrong number is refused, or is a number of a design that can be.
                if let Ok(design) = Design::from_words(&wrong, &bank) {
                    assert_eq!(design.to_words().len(), words.len(), "{wrong_word} at {at}");
                }
            }
        }
    }

    #[test]
    fn deep_or_lying_rules_are_refused() {
        let bank = bank();
        let design = Design::adaptive(&bank, 2);
        let with = |rule: Option<StopRule>| {
            let mut design = design.clone();
            design.stop.when = rule;
            design.to_words()
        };
        let deep = |n: usize| {
            let mut rule = StopRule::Information { below: 0.1 };
            for _ in 0..n {
                rule = StopRule::Any(vec![rule]);
            }
            Design::from_words(&with(Some(rule)), &bank)
        };
        assert!(deep(16).is_ok(), "sixteen levels");
        assert_eq!(deep(17), Err(Error::Malformed), "seventeen levels");
        let mut lying = with(Some(StopRule::Any(vec![StopRule::Time { seconds: 9.0 }])));
        // The bits of a number that nothing else in the design is.
        let at = lying.iter().rposition(|word| word.to_bits() == 9.0f64.to_bits()).expect("there") - 2;
        assert_eq!(lying[at].to_bits(), 1.0f64.to_bits(), "the number of rules");
        lying[at] = 4e9;
        assert!(Design::from_words(&lying, &bank).is_err(), "more rules than words");
    }
}
