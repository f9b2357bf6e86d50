//! The compensatory model in two and three dimensions agrees with R mirtCAT 1.14: information matrices,
//! probabilities (through mirtCAT's Kullback–Leibler values, which are made of them) and the determinants
//! of its D-rules, at the abilities mirtCAT stored.

use thetis_conformance::matrices::{d_criterion, information_of};
use thetis_conformance::mirtcat::{MultidimensionalBank, MultidimensionalFile, Scenario};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Bank, Curves};

/// The numbers are stored with 15 digits.
const STORED: Tolerance = Tolerance { relative: 1e-10, absolute: 1e-12 };

fn for_each_bank(mut visit: impl FnMut(&str, &MultidimensionalBank, &Bank)) {
    let file: MultidimensionalFile = reference("mirtcat_multidim.json");
    assert_eq!(file.banks.len(), 2, "two and three dimensions");
    for (name, theirs) in &file.banks {
        visit(name, theirs, &theirs.bank());
    }
}

/// Visit each scenario with its answered items, which count from 0 here and from 1 in the file.
fn for_each_scenario(mut visit: impl FnMut(&str, &Bank, &Scenario, &[u32])) {
    for_each_bank(|name, theirs, bank| {
        for scenario in &theirs.scenarios {
            let answered: Vec<u32> = scenario.items.iter().map(|item| item - 1).collect();
            visit(&format!("{name} after {:?}", scenario.items), bank, scenario, &answered);
        }
    });
}

#[test]
fn information_matrices_agree() {
    let mut agreement = Agreement::new("information matrices", STORED);
    for_each_bank(|name, theirs, bank| {
        for at in &theirs.item_info_matrix {
            for (item, matrix) in (0..).zip(&at.info) {
                let ours = bank.information_matrix(item, &at.theta);
                for (cell, (o, t)) in ours.iter().zip(matrix.concat()).enumerate() {
                    agreement.check(*o, t, || format!("{name} item {item} cell {cell} at {:?}", at.theta));
                }
            }
        }
    });
    // 3 abilities, 24 items, 4 and 9 cells.
    agreement.conclude(936);
}

#[test]
fn information_is_the_trace_of_its_matrix() {
    let mut agreement = Agreement::new("trace", STORED);
    for_each_bank(|name, theirs, bank| {
        for at in &theirs.item_info_matrix {
            for (item, matrix) in (0..).zip(&at.info) {
                let trace: f64 = matrix.iter().enumerate().map(|(j, row)| row[j]).sum();
                agreement.check(bank.information(item, &at.theta), trace, || format!("{name} item {item}"));
            }
        }
    });
    agreement.conclude(144);
}

#[test]
fn accumulated_information_agrees() {
    let mut agreement = Agreement::new("accumulated information", STORED);
    for_each_scenario(|name, bank, scenario, answered| {
        for (criterion, theirs) in &scenario.criteria {
            // mirtCAT computes no information for its Kullback–Leibler rules, and stores zeros.
            if criterion.starts_with("KL") {
                continue;
            }
            let ours = information_of(bank, answered.iter().copied(), &theirs.theta);
            for (o, t) in ours.iter().zip(theirs.accumulated_info.concat()) {
                agreement.check(*o, t, || format!("{name} {criterion}"));
            }
        }
    });
    // 6 scenarios, 10 criteria, 4 and 9 cells.
    agreement.conclude(780);
}

/// mirtCAT's KL is `Σ_k P_k(θ + δ) ln (P_k(θ + δ) / P_k(θ − δ))` with δ = 0.1 in every dimension, its KLn
/// the same with 0.1 √n.
#[test]
fn probabilities_agree_through_kullback_leibler() {
    let mut agreement = Agreement::new("Kullback–Leibler", STORED);
    for_each_scenario(|name, bank, scenario, answered| {
        for (criterion, theirs) in scenario.criteria.iter().filter(|(c, _)| c.starts_with("KL")) {
            let n = answered.len() as f64;
            let delta = if criterion == "KLn" { 0.1 * n.sqrt() } else { 0.1 };
            for (item, value) in (0..).zip(&theirs.value) {
                let Some(value) = value else { continue };
                let at = |delta: f64| {
                    let point: Vec<f64> = theirs.theta.iter().map(|t| t + delta).collect();
                    let mut curves = Curves::new();
                    bank.curves(item, &point, &mut curves);
                    curves.categories().iter().map(|c| c.probability).collect::<Vec<_>>()
                };
                let ours: f64 = at(delta).iter().zip(at(-delta)).map(|(p, q)| p * (p / q).ln()).sum();
                agreement.check(ours, *value, || format!("{name} {criterion} item {item}"));
            }
        }
    });
    // 2 banks, 2 criteria, 2 scenarios each of 22, 19 and 15 items left.
    agreement.conclude(448);
}

#[test]
fn determinants_of_the_d_rules_agree() {
    let mut agreement = Agreement::new("Drule and DPrule", STORED);
    for_each_scenario(|name, bank, scenario, answered| {
        for (criterion, theirs) in scenario.criteria.iter().filter(|(c, _)| ["Drule", "DPrule"].contains(&c.as_str())) {
            let mut best = (0, f64::NEG_INFINITY);
            for (item, value) in (0..).zip(&theirs.value) {
                let Some(value) = value else { continue };
                let ours = d_criterion(bank, answered, item, &theirs.theta, criterion == "DPrule");
                agreement.check(ours, *value, || format!("{name} {criterion} item {item}"));
                if ours > best.1 {
                    best = (item + 1, ours);
                }
            }
            assert_eq!(best.0, theirs.next_item, "{name} {criterion}: the item mirtCAT chooses");
        }
    });
    agreement.conclude(448);
}
