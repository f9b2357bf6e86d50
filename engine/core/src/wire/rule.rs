//! A stopping rule as numbers: 2 any or 3 all, number, rules; any other a code and three numbers, those it does
//! not have being 0.
//!
//! | code | rule | numbers |
//! |---|---|---|
//! | 0 | standard error | largest; 0 every dimension, or 1 + dimension |
//! | 1 | information | least |
//! | 4 | predicted reduction | below, above, standard error |
//! | 5, 6 | change, plateau | largest, steps |
//! | 7 | time | seconds |
//! | 8 | classified by interval | standard errors |
//! | 9, 10 | by SPRT, by likelihood ratio | α, β, δ |
//! | 11 | by posterior | probability |

use alloc::vec::Vec;

use super::Reader;
use crate::classify::Classification;
use crate::error::Error;
use crate::stop::StopRule;

/// A rule whose dimensions number `k`; `classifiable` if there are cut scores.
pub(super) fn read(reader: &mut Reader<'_>, k: u32, classifiable: bool, depth: u32) -> StopRule {
    let code = reader.code(12);
    if matches!(code, 2 | 3) {
        let count = reader.integer();
        let mut rules = Vec::new();
        reader.check(depth > 0, &Error::Malformed);
        reader.check(count > 0, &Error::StoppingRule);
        while reader.is_sound() && rules.len() < count as usize {
            rules.push(read(reader, k, classifiable, depth - 1));
        }
        return if code == 2 { StopRule::Any(rules) } else { StopRule::All(rules) };
    }
    reader.check(code < 8 || classifiable, &Error::CutScores);
    let a = reader.number();
    // The second is a number of steps or dimensions, or a bound like the others.
    let (mut b, mut steps) = (0.0, 0);
    if matches!(code, 0 | 5 | 6) {
        steps = reader.integer();
    } else {
        b = reader.number();
    }
    let c = reader.number();
    let sound = match code {
        0 => steps <= k,
        5 | 6 => steps > 0,
        4 | 9 | 10 => b > 0.0 && c > 0.0 && (code == 4 || a + b < 1.0),
        11 => a > 0.5 && a < 1.0,
        _ => true,
    };
    reader.check(sound && a > 0.0, &Error::StoppingRule);
    StopRule::Classified(match code {
        0 => return StopRule::StandardError { dimension: steps.checked_sub(1), at_most: a },
        1 => return StopRule::Information { below: a },
        4 => return StopRule::PredictedReduction { below: a, above: b, standard_error: c },
        5 => return StopRule::Change { at_most: a, steps },
        6 => return StopRule::Plateau { at_most: a, steps },
        7 => return StopRule::Time { seconds: a },
        8 => Classification::Interval { standard_errors: a },
        9 => Classification::Sprt { alpha: a, beta: b, delta: c },
        10 => Classification::LikelihoodRatio { alpha: a, beta: b, delta: c },
        _ => Classification::Posterior { probability: a },
    })
}

pub(super) fn write(rule: &StopRule, out: &mut Vec<f64>) {
    let (code, numbers) = match rule {
        StopRule::StandardError { dimension, at_most } => {
            (0.0, [*at_most, dimension.map_or(0.0, |dimension| f64::from(dimension) + 1.0), 0.0])
        }
        StopRule::Information { below } => (1.0, [*below, 0.0, 0.0]),
        StopRule::Any(rules) | StopRule::All(rules) => {
            out.extend([if matches!(rule, StopRule::Any(_)) { 2.0 } else { 3.0 }, rules.len() as f64]);
            for rule in rules {
                write(rule, out);
            }
            return;
        }
        StopRule::PredictedReduction { below, above, standard_error } => (4.0, [*below, *above, *standard_error]),
        StopRule::Change { at_most, steps } => (5.0, [*at_most, f64::from(*steps), 0.0]),
        StopRule::Plateau { at_most, steps } => (6.0, [*at_most, f64::from(*steps), 0.0]),
        StopRule::Time { seconds } => (7.0, [*seconds, 0.0, 0.0]),
        StopRule::Classified(classification) => match *classification {
            Classification::Interval { standard_errors } => (8.0, [standard_errors, 0.0, 0.0]),
            Classification::Sprt { alpha, beta, delta } => (9.0, [alpha, beta, delta]),
            Classification::LikelihoodRatio { alpha, beta, delta } => (10.0, [alpha, beta, delta]),
            Classification::Posterior { probability } => (11.0, [probability, 0.0, 0.0]),
        },
    };
    out.push(code);
    out.extend(numbers);
}
