//! Properties of what is said of a result, and what is refused.

use proptest::collection::vec;
use proptest::prelude::*;
use thetis_core::outcome::{
    CLEAR, Change, Credential, Evidence, Module, OutcomeError, Requirement, ScoreReport, Standards, Target,
    report_words, request_words,
};

/// The lattice of a joint probability is that far from the integral, or less.
const JOINT: f64 = 2e-3;
const ROUNDING: f64 = 1e-12;

const DIMENSIONS: usize = 3;
/// Levels above the lowest.
const CUTS: u32 = 2;

fn standards(cut: f64, distance: f64) -> Standards {
    let target = |dimension, level| Target { dimension, level };
    Standards {
        population: vec![(0.0, 1.0); DIMENSIONS],
        cuts: vec![vec![cut, cut + distance]; DIMENSIONS],
        pairs: vec![(0, 2)],
        profile: vec![
            Requirement { target: target(0, 1), importance: 1.0 },
            Requirement { target: target(1, 2), importance: 3.0 },
            Requirement { target: target(2, 1), importance: 2.0 },
        ],
        pathway: vec![
            Module { hours: 4.0, develops: vec![target(0, 1), target(1, 1), target(2, 1)], after: vec![] },
            Module { hours: 5.0, develops: vec![target(1, 1)], after: vec![0] },
            Module { hours: 6.0, develops: vec![target(1, 2)], after: vec![1] },
            Module { hours: 7.0, develops: vec![target(0, 2)], after: vec![0] },
            Module { hours: 8.0, develops: vec![target(2, 1)], after: vec![] },
        ],
        credentials: vec![
            Credential { requires: vec![target(0, 1)], probability: 0.8, min_answers: 4 },
            Credential { requires: vec![target(0, 1), target(1, 1)], probability: 0.7, min_answers: 0 },
        ],
    }
}

/// Evidence whose errors all correlate by `r`.
fn evidence(theta: &[f64], se: &[f64], r: f64) -> Evidence {
    let mut covariance = Vec::new();
    for (row, a) in se.iter().enumerate() {
        for (column, b) in se.iter().enumerate() {
            covariance.push(if row == column { a * a } else { r * a * b });
        }
    }
    Evidence {
        theta: theta.to_vec(),
        covariance,
        answers: vec![6; theta.len()],
        above: vec![vec![None; CUTS as usize]; theta.len()],
    }
}

fn report(standards: &Standards, evidence: &Evidence) -> ScoreReport {
    standards.report(evidence, None).expect("sound standards")
}

/// Where abilities, errors and their correlation may be.
fn persons() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, f64)> {
    (vec(-3.0..3.0f64, DIMENSIONS), vec(0.1..1.2f64, DIMENSIONS), -0.4..0.9f64)
}

proptest! {
    #[test]
    fn probabilities_of_levels_and_verdicts_add_to_one((theta, se, r) in persons(), cut in -2.0..1.0f64) {
        let found = report(&standards(cut, 1.0), &evidence(&theta, &se, r));
        for standing in &found.standings {
            prop_assert!((standing.probabilities.iter().sum::<f64>() - 1.0).abs() < ROUNDING);
            prop_assert!(standing.probabilities.iter().all(|p| (0.0..=1.0).contains(p)));
            let named = standing.probabilities[standing.level as usize];
            prop_assert!(standing.probabilities.iter().all(|p| *p <= named), "the likeliest is named");
            prop_assert_eq!(standing.between.is_none(), named >= CLEAR);
            prop_assert!(standing.between.is_none_or(|other| other.abs_diff(standing.level) == 1), "a neighbour");
        }
        for compared in &found.compared {
            let sum = compared.underestimates + compared.matches + compared.overestimates;
            prop_assert!((sum - 1.0).abs() < ROUNDING, "{sum}");
        }
    }

    #[test]
    fn who_is_abler_reaches_no_level_less_probably((theta, se, r) in persons(), more in 0.0..2.0f64, of in 0..DIMENSIONS) {
        let standards = standards(-0.5, 1.2);
        let mut abler = theta.clone();
        abler[of] += more;
        let (less, more) = (report(&standards, &evidence(&theta, &se, r)), report(&standards, &evidence(&abler, &se, r)));
        let above = |found: &ScoreReport, k: usize| found.standings[of].probabilities[k..].iter().sum::<f64>();
        for k in 1..=CUTS as usize {
            prop_assert!(above(&more, k) >= above(&less, k) - ROUNDING);
        }
        let (less, more) = (less.profile.expect("asked for"), more.profile.expect("asked for"));
        for (less, more) in less.requirements.iter().zip(&more.requirements) {
            prop_assert!(more >= less);
        }
        prop_assert!(more.probability >= less.probability - JOINT, "{} {}", less.probability, more.probability);
    }

    #[test]
    fn all_together_is_no_likelier_than_the_least_likely((theta, se, r) in persons()) {
        let profile = report(&standards(-0.5, 1.0), &evidence(&theta, &se, r)).profile.expect("asked for");
        let least = profile.requirements.iter().copied().fold(1.0, f64::min);
        let product: f64 = profile.requirements.iter().product();
        prop_assert!(profile.probability <= least + JOINT, "{} {least}", profile.probability);
        // Slepian (1962): with positive correlations, no less than without.
        prop_assert!(r < 0.0 || profile.probability >= product - JOINT, "{} {product}", profile.probability);
    }

    #[test]
    fn next_steps_are_few_needed_and_in_order((theta, se, r) in persons(), cut in -2.0..2.0f64) {
        let standards = standards(cut, 0.8);
        let found = report(&standards, &evidence(&theta, &se, r));
        let reached = |target: Target| found.standings[target.dimension as usize].probabilities[target.level as usize..].iter().sum::<f64>();
        let is_mastered = |module: &Module| module.develops.iter().all(|target| reached(*target) >= CLEAR + ROUNDING);
        let profile = found.profile.as_ref().expect("asked for");
        prop_assert!(profile.gaps.windows(2).all(|pair| pair[0].weight >= pair[1].weight), "the heaviest first");
        prop_assert_eq!(profile.gaps.is_empty(), profile.steps.modules.is_empty());
        prop_assert!(profile.steps.modules.len() <= 3);
        let mut hours = 0.0;
        for (place, index) in profile.steps.modules.iter().enumerate() {
            let module = &standards.pathway[*index as usize];
            hours += module.hours;
            prop_assert!(!is_mastered(module), "module {index} is mastered");
            for before in &module.after {
                let is_done = is_mastered(&standards.pathway[*before as usize]);
                prop_assert!(is_done || profile.steps.modules[..place].contains(before), "{before} comes before {index}");
            }
        }
        prop_assert!((hours - profile.steps.hours).abs() < ROUNDING);
    }

    #[test]
    fn who_certainly_has_what_is_required_has_no_gaps(se in 0.01..0.2f64, r in 0.0..0.9f64, far in 5.0..40.0f64) {
        let found = report(&standards(-0.5, 1.0), &evidence(&[far; DIMENSIONS], &[se; DIMENSIONS], r));
        let profile = found.profile.expect("asked for");
        prop_assert!(profile.gaps.is_empty() && profile.steps.modules.is_empty());
        prop_assert!(profile.probability > 1.0 - ROUNDING && profile.steps.hours <= 0.0);
        prop_assert!(found.credentials.iter().all(|credential| credential.awarded));
    }

    #[test]
    fn a_change_is_the_opposite_backwards(a in (-3.0..3.0f64, 0.01..1.0f64), b in (-3.0..3.0f64, 0.01..1.0f64)) {
        let (there, back) = (Change::new(a, b), Change::new(b, a));
        prop_assert!((there.difference + back.difference).abs() < ROUNDING);
        prop_assert!((there.probability + back.probability - 1.0).abs() < ROUNDING);
    }

    #[test]
    fn numbers_that_cross_come_to_the_same((theta, se, r) in persons()) {
        let standards = standards(-0.5, 1.0);
        let (before, now) = (evidence(&theta, &[0.5; DIMENSIONS], 0.0), evidence(&theta, &se, r));
        let words = request_words(&standards, &now, Some(&before));
        let mut out = Vec::new();
        prop_assert_eq!(report_words(&words, &mut out), Ok(()));
        let found = standards.report(&now, Some(&before)).expect("sound");
        prop_assert_eq!(out[0].to_bits(), found.standings[0].probabilities[0].to_bits());
        let last = found.change.last().expect("an earlier session");
        prop_assert_eq!(out[out.len() - 2].to_bits(), last.probability.to_bits());
        // A list that is cut short or goes on is none.
        for wrong in [&words[..words.len() - 1], &[&words[..], &[0.0]].concat()] {
            prop_assert_eq!(report_words(wrong, &mut Vec::new()), Err(OutcomeError::Malformed));
        }
    }
}

#[test]
fn where_nothing_is_known_the_population_stands_in() {
    let mut nothing = evidence(&[0.3; DIMENSIONS], &[1.0; DIMENSIONS], 0.0);
    for d in 0..DIMENSIONS {
        nothing.covariance[d * (DIMENSIONS + 1)] = f64::INFINITY;
    }
    let found = report(&standards(0.0, 1.0), &nothing);
    assert!((found.standings[0].probabilities[0] - 0.5).abs() < ROUNDING, "{:?}", found.standings[0]);
}

#[test]
fn a_posterior_on_a_grid_is_taken_as_it_is() {
    let mut known = evidence(&[0.0; DIMENSIONS], &[0.5; DIMENSIONS], 0.0);
    known.above[1] = vec![Some(0.75), Some(0.25)];
    assert_eq!(report(&standards(0.0, 1.0), &known).standings[1].probabilities, [0.25, 0.5, 0.25]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let target = Target { dimension: 0, level: 1 };
    let refused = |change: &dyn Fn(&mut Standards)| {
        let mut standards = standards(-0.5, 1.0);
        change(&mut standards);
        standards.report(&evidence(&[0.0; DIMENSIONS], &[0.5; DIMENSIONS], 0.0), None).expect_err("nonsense")
    };
    assert_eq!(refused(&|s| s.cuts[1] = vec![1.0, 0.5]), OutcomeError::CutScores { dimension: 1 });
    assert_eq!(refused(&|s| s.cuts[2] = vec![f64::NAN, 0.5]), OutcomeError::CutScores { dimension: 2 });
    assert_eq!(refused(&|s| s.population[1].1 = 0.0), OutcomeError::Population { dimension: 1 });
    assert_eq!(refused(&|s| s.profile[2].importance = 0.0), OutcomeError::Requirement { requirement: 2 });
    assert_eq!(refused(&|s| s.profile[0].target.level = 3), OutcomeError::Requirement { requirement: 0 });
    assert_eq!(refused(&|s| s.pathway[3].hours = -1.0), OutcomeError::Module { module: 3 });
    assert_eq!(refused(&|s| s.pathway[3].develops.clear()), OutcomeError::Module { module: 3 });
    assert_eq!(refused(&|s| s.pathway[3].after = vec![9]), OutcomeError::Module { module: 3 });
    assert_eq!(refused(&|s| s.pathway[0].after = vec![2]), OutcomeError::PrerequisiteCycle { module: 0 });
    assert_eq!(refused(&|s| s.pathway[4].after = vec![4]), OutcomeError::PrerequisiteCycle { module: 4 });
    assert_eq!(refused(&|s| s.credentials[1].probability = 1.0), OutcomeError::Credential { credential: 1 });
    assert_eq!(refused(&|s| s.credentials[0].requires.clear()), OutcomeError::Credential { credential: 0 });
    assert_eq!(refused(&|s| s.pairs = vec![(0, 3)]), OutcomeError::Malformed);
    assert_eq!(
        refused(&|s| s.credentials.push(Credential {
            requires: vec![Target { dimension: 7, ..target }],
            probability: 0.8,
            min_answers: 0
        })),
        OutcomeError::Credential { credential: 2 }
    );
    let sound = standards(-0.5, 1.0);
    let mut other = evidence(&[0.0; DIMENSIONS], &[0.5; DIMENSIONS], 0.0);
    other.theta[1] = f64::NAN;
    assert_eq!(sound.report(&other, None), Err(OutcomeError::Evidence));
    assert_eq!(sound.report(&evidence(&[0.0; 2], &[0.5; 2], 0.0), None), Err(OutcomeError::Evidence));
}
