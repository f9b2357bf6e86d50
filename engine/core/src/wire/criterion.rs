//! A criterion as numbers: code, three numbers, those it does not have being 0; number of values, values (items
//! of a fixed order, weights of dimensions).
//!
//! | code | criterion | numbers |
//! |---|---|---|
//! | 0 | maximum information | |
//! | 1 | random | |
//! | 2 | fixed order | |
//! | 3 | closest difficulty | |
//! | 4 | optimal θ | |
//! | 5 | weighted information | 0 likelihood, 1 posterior |
//! | 6 | expected information | whether observed |
//! | 7 | expected posterior variance | whether predictive |
//! | 8 | Kullback–Leibler | 0 likelihood, 1 posterior |
//! | 9 | Kullback–Leibler, point | 0 fixed, 1 shrinking, 2 growing; δ |
//! | 10 | Kullback–Leibler, interval | likewise |
//! | 11 | global discrimination | 0 likelihood, 1 posterior |
//! | 12 | interval information | 0, half width |
//! | 13 | efficiency balanced | 0, standard errors |
//! | 14, 15 | progressive, proportional | length, standard error, acceleration |
//! | 16 | stratified | strata, length, whether blocked |
//! | 17–21 | D, T, A, E, W | whether with prior |

use alloc::vec::Vec;

use super::{Reader, flag, place, put_items, put_list, whole};
use crate::bank::Bank;
use crate::blueprint::mark;
use crate::error::Error;
use crate::list::copy;
use crate::select::{Criterion, MatrixRule, Progress, Scale, Weight};

const WEIGHTS: [Weight; 2] = [Weight::Likelihood, Weight::Posterior];
const SCALES: [Scale; 3] = [Scale::Fixed, Scale::Shrinking, Scale::Growing];
const MATRIX_RULES: [MatrixRule; 5] = [MatrixRule::D, MatrixRule::T, MatrixRule::A, MatrixRule::E, MatrixRule::W];

pub(super) fn read(reader: &mut Reader<'_>, bank: &Bank) -> Criterion {
    let code = reader.code(22);
    let whole_number = reader.integer();
    let (a, b) = (reader.number(), reader.number());
    let (mut list, mut order) = (Vec::new(), Vec::new());
    if code == 2 {
        let wrong = &Error::FixedOrder { item: 0 };
        reader.bank_items(wrong, mark::CLOSED, &mut copy(&bank.marks), &mut order);
        reader.check(!order.is_empty(), wrong);
    } else {
        reader.list(&mut list);
    }
    let sound = match code {
        9 | 10 => whole_number <= 2 && a > 0.0,
        12 | 13 => a > 0.0,
        14 | 15 => whole_number > 0 && a >= 0.0 && b > 0.0,
        16 => whole_number > 0 && a >= 1.0,
        17.. => list.len() == bank.dimensions(),
        _ => true,
    };
    reader.check(sound, &Error::CriterionParameter);
    let is_one = whole_number == 1;
    let weight = if is_one { Weight::Posterior } else { Weight::Likelihood };
    let scale = match whole_number {
        0 => Scale::Fixed,
        1 => Scale::Shrinking,
        _ => Scale::Growing,
    };
    let progress = Progress { length: whole_number, standard_error: a, acceleration: b };
    let rule = match code {
        0 => return Criterion::MaximumInformation,
        1 => return Criterion::Random,
        2 => return Criterion::FixedOrder(order),
        3 => return Criterion::ClosestDifficulty,
        4 => return Criterion::OptimalTheta,
        5 => return Criterion::WeightedInformation(weight),
        6 => return Criterion::ExpectedInformation { observed: is_one },
        7 => return Criterion::ExpectedPosteriorVariance { predictive: is_one },
        8 => return Criterion::KullbackLeibler(weight),
        9 => return Criterion::KullbackLeiblerPoint { delta: a, scale },
        10 => return Criterion::KullbackLeiblerInterval { delta: a, scale },
        11 => return Criterion::GlobalDiscrimination(weight),
        12 => return Criterion::IntervalInformation { half_width: a },
        13 => return Criterion::EfficiencyBalanced { standard_errors: a },
        14 => return Criterion::Progressive(progress),
        15 => return Criterion::Proportional(progress),
        16 => return Criterion::Stratified { strata: whole_number, length: whole(a), blocked: b > 0.0 },
        17 => MatrixRule::D,
        18 => MatrixRule::T,
        19 => MatrixRule::A,
        20 => MatrixRule::E,
        _ => MatrixRule::W,
    };
    Criterion::Optimality { rule, prior: is_one, weights: list }
}

pub(super) fn write(criterion: &Criterion, out: &mut Vec<f64>) {
    let none = [0.0; 3];
    let (code, numbers) = match criterion {
        Criterion::MaximumInformation => (0.0, none),
        Criterion::Random => (1.0, none),
        Criterion::FixedOrder(_) => (2.0, none),
        Criterion::ClosestDifficulty => (3.0, none),
        Criterion::OptimalTheta => (4.0, none),
        Criterion::WeightedInformation(weight) => (5.0, [place(&WEIGHTS, weight), 0.0, 0.0]),
        Criterion::ExpectedInformation { observed } => (6.0, [flag(*observed), 0.0, 0.0]),
        Criterion::ExpectedPosteriorVariance { predictive } => (7.0, [flag(*predictive), 0.0, 0.0]),
        Criterion::KullbackLeibler(weight) => (8.0, [place(&WEIGHTS, weight), 0.0, 0.0]),
        Criterion::KullbackLeiblerPoint { delta, scale } => (9.0, [place(&SCALES, scale), *delta, 0.0]),
        Criterion::KullbackLeiblerInterval { delta, scale } => (10.0, [place(&SCALES, scale), *delta, 0.0]),
        Criterion::GlobalDiscrimination(weight) => (11.0, [place(&WEIGHTS, weight), 0.0, 0.0]),
        Criterion::IntervalInformation { half_width } => (12.0, [0.0, *half_width, 0.0]),
        Criterion::EfficiencyBalanced { standard_errors } => (13.0, [0.0, *standard_errors, 0.0]),
        Criterion::Progressive(p) => (14.0, [f64::from(p.length), p.standard_error, p.acceleration]),
        Criterion::Proportional(p) => (15.0, [f64::from(p.length), p.standard_error, p.acceleration]),
        Criterion::Stratified { strata, length, blocked } => {
            (16.0, [f64::from(*strata), f64::from(*length), flag(*blocked)])
        }
        Criterion::Optimality { rule, prior, .. } => (17.0 + place(&MATRIX_RULES, rule), [flag(*prior), 0.0, 0.0]),
    };
    out.push(code);
    out.extend(numbers);
    match criterion {
        Criterion::FixedOrder(order) => put_items(order, out),
        Criterion::Optimality { weights, .. } => put_list(weights, out),
        _ => out.push(0.0),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::model::{Item, ItemModel};
    use crate::prior::MultivariateNormal;

    #[test]
    fn every_criterion_crosses() {
        let progress = Progress { length: 20, standard_error: 0.3, acceleration: 2.0 };
        let mut criteria = vec![
            Criterion::MaximumInformation,
            Criterion::Random,
            Criterion::FixedOrder(vec![3, 1]),
            Criterion::ClosestDifficulty,
            Criterion::OptimalTheta,
            Criterion::ExpectedInformation { observed: true },
            Criterion::ExpectedInformation { observed: false },
            Criterion::ExpectedPosteriorVariance { predictive: true },
            Criterion::ExpectedPosteriorVariance { predictive: false },
            Criterion::IntervalInformation { half_width: 0.5 },
            Criterion::EfficiencyBalanced { standard_errors: 2.0 },
            Criterion::Progressive(progress),
            Criterion::Proportional(progress),
            Criterion::Stratified { strata: 4, length: 20, blocked: true },
        ];
        for weight in WEIGHTS {
            criteria.push(Criterion::WeightedInformation(weight));
            criteria.push(Criterion::KullbackLeibler(weight));
            criteria.push(Criterion::GlobalDiscrimination(weight));
        }
        for scale in SCALES {
            criteria.push(Criterion::KullbackLeiblerPoint { delta: 0.1, scale });
            criteria.push(Criterion::KullbackLeiblerInterval { delta: 1.5, scale });
        }
        for rule in MATRIX_RULES {
            criteria.push(Criterion::Optimality { rule, prior: true, weights: vec![1.0, 0.5] });
        }
        let items = [0.0; 4].map(|b| Item::new(ItemModel::one_pl(b))).to_vec();
        let bank = Bank::new(1.0, MultivariateNormal::standard(2).expect("a prior"), items, "").expect("a bank");
        for criterion in criteria {
            let mut words = Vec::new();
            write(&criterion, &mut words);
            let mut reader = Reader::new(&words);
            assert_eq!(read(&mut reader, &bank), criterion, "round trip");
            assert_eq!(reader.finish(), Ok(()), "all was read");
        }
    }
}
