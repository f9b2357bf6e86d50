//! The engine's D-, T-, A-, E- and W-rules, with prior and without, and its Kullback–Leibler rules agree with R mirtCAT
//! 1.14 in two and three dimensions: every value at the abilities that mirtCAT stored, and the item it would ask next.
//!
//! What mirtCAT does differently: as long as a dimension has not been measured, the information matrix without prior is
//! singular, and may be so with the next item too. mirtCAT's A-rule takes the pseudo-inverse, by which the variance of
//! a dimension never measured is 0, so that it may never be measured; we take the inverse, by which it is infinite, and
//! give such an item the lowest value there is. These [`SINGULAR`] values of mirtCAT's are compared with the
//! pseudo-inverse computed apart, and [`OTHERWISE`] choices, which we make among the regular matrices, with the best of
//! mirtCAT's values there. Determinants and smallest eigenvalues of singular matrices are 0, mirtCAT's but for
//! rounding.

use std::sync::Arc;

use thetis_conformance::catr_criteria::{best, best_candidates};
use thetis_conformance::matrices::{information_of, is_singular};
use thetis_conformance::mirtcat::{MultidimensionalFile, a_rule, criterion, responses};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Design, Estimation, Estimator, Selection, Test};

/// What the project promises of criteria; zero eigenvalues are so but for rounding.
const PROMISED: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-15 };

/// Two banks; six persons with 22, 22, 19, 19, 15 and 15 items left.
const VALUES: usize = 224;

/// Values of the A-rule, D-rule and E-rule each, without prior, for singular matrices.
const SINGULAR: usize = 30;

/// Choices by the A-rule that fall on a singular matrix.
const OTHERWISE: usize = 4;

/// What rounding makes of zero.
const ZERO: f64 = 1e-12;

const RULES: [&str; 12] =
    ["Drule", "DPrule", "Trule", "TPrule", "Arule", "APrule", "Erule", "EPrule", "Wrule", "WPrule", "KL", "KLn"];

/// An item left, mirtCAT's value, and whether the information with it is singular.
struct Left {
    item: u32,
    value: f64,
    singular: bool,
}

/// One rule, everywhere: values, then choices. Gives the numbers of singular matrices and of other choices.
fn compare(file: &MultidimensionalFile, rule: &str) -> (usize, usize) {
    let mut agreement = Agreement::new(rule, PROMISED);
    let mut zeros = Agreement::new(&format!("{rule}, zeros"), Tolerance { relative: 0.0, absolute: ZERO });
    let (mut singular, mut otherwise) = (0, 0);
    for (name, theirs) in &file.banks {
        let bank = Arc::new(theirs.bank());
        let selection = Selection { criterion: criterion(rule, theirs.mu.len()), randomesque: 1 };
        let design = Design { selection, estimation: Estimation::new(Estimator::Map), ..Design::adaptive(&bank, 10) };
        let test = Test::new(bank.clone(), design).expect("a sound design");
        for scenario in &theirs.scenarios {
            assert_eq!(scenario.criteria.len(), RULES.len(), "{name}: every rule is compared");
            let theirs = &scenario.criteria[rule];
            let answers = responses(&scenario.items, &scenario.responses);
            let left = |item: u32| {
                let asked = answers.iter().map(|answer| answer.item).chain([item]);
                let singular = ["Arule", "Drule", "Erule"].contains(&rule)
                    && is_singular(&information_of(&bank, asked, &theirs.theta));
                Left { item, value: theirs.value[item as usize].expect("an item left"), singular }
            };
            let candidates = test.rank(&answers, Some(&theirs.theta), 1).expect("answers fit the items");
            let left: Vec<Left> = candidates.iter().map(|candidate| left(candidate.item)).collect();
            for (candidate, left) in candidates.iter().zip(&left) {
                let place = || format!("{name} after {:?} item {}", scenario.items, left.item + 1);
                if !left.singular {
                    agreement.check(candidate.value, left.value, place);
                } else if rule == "Arule" {
                    let asked = answers.iter().map(|answer| answer.item).chain([left.item]);
                    agreement.check(a_rule(&information_of(&bank, asked, &theirs.theta)), left.value, place);
                    assert!(candidate.value <= f64::MIN, "{}: {} is the lowest", place(), candidate.value);
                } else {
                    zeros.check(candidate.value, left.value, place);
                }
            }
            singular += left.iter().filter(|left| left.singular).count();
            let chosen = test.design().selection.choose(&mut candidates.clone(), 1, 0).expect("items are left");
            let of =
                |lefts: &mut dyn Iterator<Item = &Left>| best(&lefts.map(|l| (l.item, l.value)).collect::<Vec<_>>());
            let regular = of(&mut left.iter().filter(|left| !left.singular));
            let place = || format!("{name} {rule} after {:?}", scenario.items);
            assert_eq!(best_candidates(&candidates), regular, "{}: the candidate set, of the regular", place());
            assert!(regular.contains(&chosen), "{}: we choose {chosen}", place());
            assert!(of(&mut left.iter()).contains(&(theirs.next_item - 1)), "{}: mirtCAT's choice", place());
            otherwise += usize::from(chosen != theirs.next_item - 1);
        }
    }
    if ["Drule", "Erule"].contains(&rule) {
        agreement.conclude(VALUES - SINGULAR);
        zeros.conclude(SINGULAR);
    } else {
        agreement.conclude(VALUES);
    }
    (singular, otherwise)
}

#[test]
fn values_and_choices_agree() {
    let file: MultidimensionalFile = reference("mirtcat_multidim.json");
    for rule in RULES {
        let expected = match rule {
            "Arule" => (SINGULAR, OTHERWISE),
            "Drule" | "Erule" => (SINGULAR, 0),
            _ => (0, 0),
        };
        assert_eq!(compare(&file, rule), expected, "{rule}: singular matrices, and choices that they alter");
    }
}
