//! What catR 3.17 leaves to chance: the progressive and proportional criteria, by length and by precision, and the
//! sets from which it draws; and the strata of `aStratified`, which decide what may be drawn.
//!
//! The draws of R's generator cannot be repeated, and need not: between draws everything is determined. A progressive
//! value is `w I + (1 − w) U`; w and I are compared, and U is the same for the same seed and step, so a design whose w
//! is zero tells it. A proportional value is a power of I, whose exponent is in the chances that follow from it.
//!
//! - By precision catR counts on 50 items, whatever the bank has; we on no more than the bank has. The banks here have
//!   30 items; with 20 retired ones more they have 50.
//! - catR lets w exceed 1 when its aim is passed, and then takes off of the information what is drawn; our w stays 1.
//!   It happens by precision to one person ([`PASSED`]), for whom catR's numbers are compared with w at 1.
//! - catR's groups are named from the lowest slopes to the highest; ours are numbered so.

use std::sync::Arc;

use thetis_conformance::catr::bank;
use thetis_conformance::catr_criteria::{CriteriaCase, CriteriaFile, Scenario, bayes_modal, listed};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Candidate, Criterion, Design, Progress, Selection, Test};

/// What the project promises of criteria.
const PROMISED: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-15 };

/// Nine models, four persons; 30 items less 1, 3, 6 and 10 answered.
const VALUES: usize = 900;

/// The arguments of catR in the file.
const BY_LENGTH: Progress = Progress { length: 20, standard_error: 0.0, acceleration: 1.0 };
const BY_PRECISION: Progress = Progress { length: 50, standard_error: 0.3, acceleration: 1.0 };

/// So great an acceleration that nothing is reached before the last item: chance alone.
const CHANCE: Progress = Progress { length: 20, standard_error: 0.0, acceleration: 1e3 };

/// The largest exponent of proportional selection by precision: the information aimed at, 1/0.3².
const AIM: f64 = 1.0 / (0.3 * 0.3);

/// Persons whose estimate is more precise than aimed at.
const PASSED: usize = 1;

/// Seeds of the draws.
const SEEDS: std::ops::Range<u64> = 1..4;

fn rank(case: &CriteriaCase, scenario: &Scenario, criterion: Criterion, seed: u64) -> Vec<Candidate> {
    let bank = Arc::new(case.bank_of(50));
    let selection = Selection { criterion, randomesque: 1 };
    let design = Design { selection, estimation: bayes_modal(), ..Design::adaptive(&bank, 30) };
    let test = Test::new(bank, design).expect("a sound design");
    test.rank(&scenario.responses(), Some(&[scenario.theta]), seed).expect("answers fit the items")
}

/// The same rule under catR's names of its weight and of its chances.
fn rules() -> [(Progress, &'static str, &'static str); 2] {
    [(BY_LENGTH, "progressive", "proportional"), (BY_PRECISION, "progressive_precision", "proportional_precision")]
}

#[test]
fn progressive_values_agree_but_for_the_draw() {
    for (progress, name, _) in rules() {
        let mut agreement = Agreement::new(name, PROMISED);
        let mut passed = 0;
        reference::<CriteriaFile>("catr_nextitem.json").each(|place, case, _, scenario| {
            let theirs = &scenario.criteria["progressive"];
            let w = scenario.criteria[name].wq.expect("a weight");
            let most = theirs.max_info.expect("the largest information");
            passed += usize::from(w > 1.0);
            let w = w.min(1.0);
            for seed in SEEDS {
                let ours = rank(case, scenario, Criterion::Progressive(progress), seed);
                let drawn = rank(case, scenario, Criterion::Progressive(CHANCE), seed);
                for ((ours, drawn), (item, information)) in ours.iter().zip(&drawn).zip(listed(&theirs.info)) {
                    assert_eq!(ours.item, item, "{place}: the items not answered");
                    assert!((0.0..most).contains(&drawn.value), "{place}: U is below the largest information");
                    let expected = w * information + (1.0 - w) * drawn.value;
                    agreement.check(ours.value, expected, || format!("{place} item {item} seed {seed}"));
                }
            }
        });
        agreement.conclude(3 * VALUES);
        assert_eq!(passed, usize::from(name.ends_with("precision")) * PASSED, "{name}: persons past the aim");
    }
}

/// `I^p` as a share of the sum over the items.
fn shares(information: &[(u32, f64)], exponent: f64) -> Vec<f64> {
    let powers: Vec<f64> = information.iter().map(|(_, information)| information.powf(exponent)).collect();
    let whole: f64 = powers.iter().sum();
    powers.iter().map(|power| power / whole).collect()
}

#[test]
fn chances_of_proportional_selection_agree() {
    for (progress, _, name) in rules() {
        let mut agreement = Agreement::new(name, PROMISED);
        let mut theirs_explained = Agreement::new(&format!("{name}, catR's from its exponent"), PROMISED);
        let mut passed = 0;
        reference::<CriteriaFile>("catr_nextitem.json").each(|place, case, _, scenario| {
            let theirs = &scenario.criteria[name];
            let information: Vec<(u32, f64)> = listed(&scenario.criteria["progressive"].info).collect();
            let ours = rank(case, scenario, Criterion::Proportional(progress), 1);
            let whole: f64 = ours.iter().map(|candidate| candidate.value).sum();
            let exponent = theirs.exponent.expect("an exponent");
            let past = name.ends_with("precision") && exponent > AIM;
            passed += usize::from(past);
            let explained = shares(&information, exponent);
            let capped = shares(&information, AIM);
            for (place_of, (ours, (item, chance))) in ours.iter().zip(listed(&theirs.prob)).enumerate() {
                assert_eq!(ours.item, item, "{place}: the items not answered");
                let expected = if past { capped[place_of] } else { chance };
                agreement.check(ours.value / whole, expected, || format!("{place} item {item}"));
                theirs_explained.check(explained[place_of], chance, || format!("{place} item {item}"));
            }
        });
        agreement.conclude(VALUES);
        theirs_explained.conclude(VALUES);
        assert_eq!(passed, usize::from(name.ends_with("precision")) * PASSED, "{name}: persons past the aim");
    }
}

/// One of the k most informative items is drawn, each of them at some time, and no other.
#[test]
fn randomesque_draws_from_the_same_candidates() {
    let file: CriteriaFile = reference("catr_nextitem.json");
    let bank = Arc::new(bank("3PL", 1.0, &file.randomesque.items).expect("catR's items are sound"));
    assert_eq!(file.randomesque.cases.len(), 9, "three abilities, three numbers of candidates");
    for case in &file.randomesque.cases {
        let selection = Selection { criterion: Criterion::MaximumInformation, randomesque: case.randomesque };
        let design = Design { selection, ..Design::adaptive(&bank, 30) };
        let test = Test::new(bank.clone(), design).expect("a sound design");
        let candidates = test.rank(&[], Some(&[case.theta]), 1).expect("one ability");
        let draw = |seed| test.design().selection.choose(&mut candidates.clone(), seed, 0).expect("items are left") + 1;
        let mut drawn: Vec<u32> = (0..200).map(draw).collect();
        drawn.sort_unstable();
        drawn.dedup();
        let mut expected = case.candidates.clone();
        expected.sort_unstable();
        assert_eq!(drawn, expected, "at {}, {} candidates", case.theta, case.randomesque);
    }
}

/// catR's groups are our strata: an item of another stratum than the first loses a million for each between.
#[test]
fn strata_agree() {
    let file: CriteriaFile = reference("catr_nextitem.json");
    let bank = Arc::new(bank("3PL", 1.0, &file.a_stratified.items).expect("catR's items are sound"));
    assert_eq!(file.a_stratified.cases.len(), 2, "three strata, and four");
    for case in &file.a_stratified.cases {
        let criterion = Criterion::Stratified { strata: case.strata, length: 12, blocked: false };
        let design = Design { selection: Selection { criterion, randomesque: 1 }, ..Design::adaptive(&bank, 12) };
        let test = Test::new(bank.clone(), design).expect("a sound design");
        let ours: Vec<String> = test
            .rank(&[], Some(&[0.0]), 1)
            .expect("one ability")
            .iter()
            .map(|candidate| format!("Group{}", 1.0 + (-candidate.value / 1e6).floor()))
            .collect();
        assert_eq!(ours, case.groups, "{} strata", case.strata);
    }
}
