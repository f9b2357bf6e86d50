//! Two-tier models: dimension reduction changes nothing, and finds what was put in.

use thetis_calibrate::{
    Block, Calibration, CalibrationError, InformationKind, LatentNormal, Model, Moments, Nodes, Options, Parameter,
    Place, Responses, Setting, Specification, calibrate,
};

use crate::support::{Random, dense, simulate};

/// What sums in another order may differ by.
const ROUNDING: f64 = 1e-8;
/// What statistics may differ by, in parts: those by differences of gradients, too.
const PARTS: f64 = 1e-6;

/// Two general dimensions, two specific ones that do not stand together, an item on both general ones, two without a
/// specific one.
fn eight_items(model: Model) -> Specification {
    let general = vec![vec![0], vec![0], vec![0, 1], vec![1], vec![0], vec![1], vec![1], vec![0]];
    let specific = [Some(1), Some(0), Some(1), Some(0), None, Some(1), Some(0), None];
    Specification::two_tier(model, general, &specific)
}

/// Parameters that are not alike: slopes near 1, the correlation 0.4.
fn some(free: &[f64]) -> Vec<f64> {
    let last = free.len() - 1;
    let moved = |(place, x): (usize, &f64)| x + 0.3 * (place as f64 * 1.7).sin();
    let mut all: Vec<f64> = free.iter().enumerate().map(moved).collect();
    all[last] = 0.4;
    all
}

#[test]
fn one_general_dimension_is_bifactor() {
    let specific = [Some(1), Some(0), None, Some(0), Some(1)];
    let two_tier = Specification::two_tier(Model::Graded, vec![vec![0]; 5], &specific);
    assert_eq!(two_tier, Specification::bifactor(Model::Graded, &specific));
}

/// Log-likelihood and gradient by brute force: every item at every node of the whole product of four dimensions, and
/// derivatives written out (Fisher's identity).
#[test]
fn the_likelihood_is_the_integral_over_all_dimensions() {
    const NODES: usize = 5;
    let (persons, items) = (60, 8);
    let cells = simulate(31, persons, items, 2, 0.0);
    let responses = dense(cells.clone(), items);
    let mut specification = eight_items(Model::TwoParameter);
    specification.nodes = Nodes { lower: -3.0, upper: 3.0, per_dimension: 5 };
    let block = Block::new(&specification, &responses).expect("sound");
    let free = some(&block.start());
    let sums = block.sums(&free);
    let gradient = block.gradient(&free, &sums);
    let rho = free[free.len() - 1];
    let line: Vec<f64> = (0..NODES).map(|node| -3.0 + 1.5 * node as f64).collect();
    let grid: Vec<[f64; 4]> = (0..NODES.pow(4))
        .map(|node| [node, node / NODES, node / NODES.pow(2), node / NODES.pow(3)].map(|at| line[at % NODES]))
        .collect();
    let weigh = |[x, y, u, v]: &[f64; 4]| {
        let form = (x * x - 2.0 * rho * x * y + y * y) / (1.0 - rho * rho) + u * u + v * v;
        (-0.5 * form).exp()
    };
    let weights: Vec<f64> = grid.iter().map(weigh).collect();
    let total: f64 = weights.iter().sum();
    let by_rho = |[x, y, ..]: &[f64; 4]| {
        let rest = 1.0 - rho * rho;
        ((1.0 + rho * rho) * x * y - rho * (x * x + y * y)) / (rest * rest)
    };
    let mean = grid.iter().zip(&weights).map(|(node, w)| by_rho(node) * w).sum::<f64>() / total;
    let (mut log_likelihood, mut expected) = (0.0, vec![0.0; free.len()]);
    for row in cells.chunks_exact(items) {
        let (mut likelihood, mut part) = (0.0, vec![0.0; free.len()]);
        for (node, weight) in grid.iter().zip(&weights) {
            let (mut joint, mut scores, mut place) = (weight / total, vec![0.0; free.len()], 0);
            for (item, response) in specification.items.iter().zip(row) {
                let slopes = item.dimensions.len();
                let at = |d: usize| node[item.dimensions[d] as usize];
                let z: f64 = (0..slopes).map(|d| free[place + d] * at(d)).sum::<f64>() + free[place + slopes];
                let p = 1.0 / (1.0 + (-z).exp());
                let y = f64::from(*response);
                joint *= if *response == 1 { p } else { 1.0 - p };
                (0..slopes).for_each(|d| scores[place + d] = (y - p) * at(d));
                scores[place + slopes] = y - p;
                place += slopes + 1;
            }
            scores[place] = by_rho(node) - mean;
            likelihood += joint;
            part.iter_mut().zip(&scores).for_each(|(sum, score)| *sum += joint * score);
        }
        log_likelihood += likelihood.ln();
        expected.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part / likelihood);
    }
    assert!((sums.log_likelihood - log_likelihood).abs() < ROUNDING, "{} {log_likelihood}", sums.log_likelihood);
    for (place, (found, expected)) in gradient.iter().zip(&expected).enumerate() {
        assert!((found - expected).abs() < ROUNDING, "{place}: {found} {expected}");
    }
}

/// The same persons on the whole product of nodes.
fn whole(specification: &Specification) -> Specification {
    Specification { specific: Vec::new(), ..specification.clone() }
}

/// Several categories, missing responses, three general dimensions; groups that differ on the general dimensions; slopes
/// that are the same on each dimension.
#[test]
fn gradients_are_those_on_the_whole_product() {
    let (persons, items) = (120, 8);
    let responses = dense(simulate(37, persons, items, 3, 0.2), items);
    let general = vec![vec![0], vec![0, 2], vec![1], vec![1], vec![2], vec![2, 1], vec![0], vec![2]];
    let specific = [Some(0), Some(0), None, Some(1), Some(1), None, Some(0), Some(1)];
    let mut three = Specification::two_tier(Model::Graded, general, &specific);
    three.nodes = Nodes { lower: -4.0, upper: 4.0, per_dimension: 5 };
    let groups = (0..persons).map(|person| u16::from(person % 3 == 0)).collect();
    let in_groups = responses.clone().with_groups(vec!["a".into(), "b".into()], groups).expect("sound");
    let mut two = eight_items(Model::Graded);
    two.nodes = three.nodes;
    let mut other = two.latent[0].clone();
    other.mean[..2].fill(Setting::Estimated(0.3));
    other.covariance[0] = Setting::Estimated(1.3);
    other.covariance[2] = Setting::Estimated(0.8);
    two.latent.push(other);
    let mut equal = eight_items(Model::OneParameter);
    equal.nodes = three.nodes;
    let binary = dense(simulate(53, persons, items, 2, 0.1), items);
    assert_eq!(Block::new(&equal, &binary).expect("sound").start().len(), items + 4 + 1);
    for (specification, responses) in [(three, responses), (two, in_groups), (equal, binary)] {
        let a = Block::new(&specification, &responses).expect("sound");
        let b = Block::new(&whole(&specification), &responses).expect("sound");
        let free = a.start();
        assert_eq!(free.len(), b.start().len());
        let (x, y) = (a.sums(&free), b.sums(&free));
        assert!((x.log_likelihood - y.log_likelihood).abs() < ROUNDING, "{} {}", x.log_likelihood, y.log_likelihood);
        for (x, y) in a.gradient(&free, &x).iter().zip(&b.gradient(&free, &y)) {
            assert!((x - y).abs() < ROUNDING * (1.0 + y.abs()), "{x} {y}");
        }
    }
}

/// Fit, standard errors, scores and test information at one set of parameters.
#[test]
fn statistics_are_those_on_the_whole_product() {
    let (responses, mut specification) = simulated(400);
    specification.items[0].dimensions = vec![0, 1, 2];
    specification.nodes.per_dimension = 7;
    let stop = Options { cycles: 6, tolerance: 0.0, ..Options::default() };
    let reduced = calibrate(&responses, &specification, &stop).expect("sound");
    let mut whole = whole(&specification);
    for item in &reduced.items {
        let number = u32::try_from(item.item).expect("few");
        whole.starts.extend(item.parameters.iter().map(|(name, value)| (Place::new(number, *name), *value)));
    }
    let correlation = reduced.groups[0].covariance[1];
    assert!((correlation - 0.25).abs() > 1e-3, "it moves: {correlation}");
    whole.latent[0].covariance[1] = Setting::Estimated(correlation);
    let stay = Options { cycles: 1, tolerance: 0.0, ..Options::default() };
    let whole = calibrate(&responses, &whole, &stay).expect("sound");
    assert_eq!(reduced.free, whole.free);
    assert_eq!(reduced.groups, whole.groups);
    let near = |a: f64, b: f64, what: &str| assert!((a - b).abs() < PARTS * (1.0 + b.abs()), "{what}: {a} {b}");
    near(reduced.log_likelihood, whole.log_likelihood, "log-likelihood");
    let c2 = |found: &Calibration| found.limited_information(&responses, Moments::C2).expect("enough moments");
    let (a, b) = (c2(&reduced), c2(&whole));
    near(a.statistic, b.statistic, "C2");
    near(a.srmsr, b.srmsr, "SRMSR");
    assert_eq!(a.df, b.df);
    let (a, b) = (reduced.score_fit(&responses, 0), whole.score_fit(&responses, 0));
    for (a, b) in a.expect("complete").iter().zip(&b.expect("complete")) {
        assert!(a.df == b.df && b.df > 0);
        near(a.statistic, b.statistic, "S-X²");
    }
    for kind in [InformationKind::CrossProduct, InformationKind::Oakes] {
        match (reduced.covariance(kind), whole.covariance(kind)) {
            (Ok(a), Ok(b)) => (0..a.size()).for_each(|place| near(a.se(place), b.se(place), "standard error")),
            // Short of the maximum, observed information need not be positive definite; then it is so for both.
            (a, b) => assert!(kind == InformationKind::Oakes && a == b, "{kind:?}: {a:?} {b:?}"),
        }
    }
    let (a, b) = (reduced.eap(&responses).expect("the same"), whole.eap(&responses).expect("the same"));
    for (a, b) in a.iter().zip(&b) {
        for dimension in 0..4 {
            near(a.theta[dimension], b.theta[dimension], "EAP");
            near(a.se[dimension], b.se[dimension], "its standard error");
        }
    }
    let (x, y) = (reduced.reliability(&responses, &a), whole.reliability(&responses, &b));
    x.empirical.iter().zip(&y.empirical).for_each(|(x, y)| near(*x, *y, "reliability"));
    let pairs = |found: &Calibration| found.local_dependence(&responses, &a).expect("sound").pairs;
    for (x, y) in pairs(&reduced).iter().zip(&pairs(&whole)) {
        near(x.chi_square, y.chi_square, "LD-χ²");
        near(x.q3, y.q3, "Q3");
    }
    let theta = [0.3, -0.7, 1.1, -0.2];
    let (x, y) = (reduced.test_information(0, &theta), whole.test_information(0, &theta));
    x.iter().zip(&y).for_each(|(x, y)| near(*x, *y, "information"));
    assert_eq!(reduced.bank(0).expect("sound").prior(), whole.bank(0).expect("sound").prior());
}

/// Slopes put in on general and specific dimensions, and the correlation of the general ones.
const GENERAL: f64 = 1.5;
const SPECIFIC: f64 = 1.0;
const CORRELATION: f64 = 0.5;

/// 20 items, half on each general dimension; two specific dimensions, each of items of both halves.
fn simulated(persons: usize) -> (Responses, Specification) {
    let items = 20;
    let general: Vec<Vec<u32>> = (0..items).map(|item| vec![u32::from(item >= items / 2)]).collect();
    let specific: Vec<Option<u32>> =
        (0..items as u32).map(|item| [Some(0), Some(1), None][item as usize % 3]).collect();
    let mut random = Random(43);
    let mut cells = Vec::new();
    for _ in 0..persons {
        let first = random.normal();
        let second = CORRELATION * first + (1.0 - CORRELATION * CORRELATION).sqrt() * random.normal();
        let own = [random.normal(), random.normal()];
        for item in 0..items {
            let on_specific = specific[item].map_or(0.0, |factor| SPECIFIC * own[factor as usize]);
            let z = GENERAL * [first, second][general[item][0] as usize] + on_specific + (item % 5) as f64 * 0.5 - 1.0;
            cells.push(u8::from(random.uniform() < 1.0 / (1.0 + (-z).exp())));
        }
    }
    let mut specification = Specification::two_tier(Model::TwoParameter, general, &specific);
    specification.nodes = Nodes { lower: -4.5, upper: 4.5, per_dimension: 13 };
    (dense(cells, items), specification)
}

#[test]
fn what_was_put_in_is_found() {
    let (responses, specification) = simulated(2_000);
    let found = calibrate(&responses, &specification, &Options::default()).expect("sound");
    assert!(found.converged(), "{:?}", found.ending);
    let covariance = found.covariance(InformationKind::CrossProduct).expect("positive definite");
    // Of 20 to 34 numbers, some are two standard errors away, none is four.
    let near = |value: f64, free: Option<usize>, truth: f64, what: &str| -> f64 {
        let error = covariance.se(free.expect("estimated"));
        assert!((value - truth).abs() < 4.0 * error && error < 0.25, "{what}: {value} ± {error} for {truth}");
        ((value - truth) / error).powi(2)
    };
    let group = &found.groups[0];
    near(group.covariance[1], group.free[5], CORRELATION, "correlation");
    let (mut squares, mut count) = (0.0, 0.0);
    for item in &found.items {
        for (place, (parameter, value)) in item.parameters.iter().enumerate() {
            if let Parameter::Slope(slope) = parameter {
                let truth = if *slope == 0 { GENERAL } else { SPECIFIC };
                squares += near(*value, item.free[place], truth, "slope");
                count += 1.0;
            }
        }
    }
    let mean_square = squares / count;
    assert!((0.4..2.0).contains(&mean_square), "standardised errors: {mean_square}");
}

#[test]
fn what_cannot_be_reduced_is_refused() {
    let responses = dense(simulate(47, 100, 8, 2, 0.0), 8);
    let sound = eight_items(Model::TwoParameter);
    let refused =
        |specification: &Specification| calibrate(&responses, specification, &Options::default()).expect_err("");
    // An item on both specific dimensions, and one on no general one.
    let mut both = sound.clone();
    both.items[3].dimensions = vec![1, 2, 3];
    assert!(matches!(refused(&both), CalibrationError::Dimension { item, dimension: 3 } if item == "item4"));
    let mut none = sound.clone();
    none.items[3].dimensions = vec![2];
    assert!(matches!(refused(&none), CalibrationError::NotDefined { statistic: "dimension reduction", .. }));
    // A specific dimension that is not standard normal, not independent, or not among the last.
    let entries: [fn(&mut LatentNormal) -> &mut Setting; 3] =
        [|latent| &mut latent.mean[2], |latent| &mut latent.covariance[3], |latent| &mut latent.covariance[5]];
    for entry in entries {
        let mut dependent = sound.clone();
        *entry(&mut dependent.latent[0]) = Setting::Estimated(0.5);
        assert!(matches!(refused(&dependent), CalibrationError::NotDefined { statistic: "dimension reduction", .. }));
    }
    let mut first = sound;
    first.specific = vec![3, 2];
    assert!(matches!(refused(&first), CalibrationError::NotDefined { statistic: "dimension reduction", .. }));
}
