//! An engine that sees the persons in parts, and everything as bytes, finds what this process finds.

use thetis_calibrate::passes::{Answer, Engine, Instructions, RowError, Rows, Task, WireError, Worker, tally_task};
use thetis_calibrate::{
    Acceleration, Calibration, CalibrationError, Continue, Covariance, Frame, InformationKind, Model, Options,
    Parameter, ParameterPrior, Place, Responses, Specification, Sums, Tally, calibrate, calibrate_on,
};

use crate::support::{dense, ids, models, simulate, sparse};

/// Parts by which results in another order of summing may differ.
const ROUNDING: f64 = 1e-9;

/// The same where EM's maximisation step is done in full: it ends when the objective no longer rises, which rounding decides
/// at about the root of what it can tell.
const MAXIMISED: f64 = 1e-7;

/// Covariances are of estimates that themselves agree to one of these, and have differences of the likelihood's slopes in them.
const ERRORS: f64 = 100.0;

fn near(a: f64, b: f64, parts: f64) -> bool {
    (a - b).abs() <= parts * (a.abs().max(b.abs()) + 1.0)
}

/// A calibration whose persons are seen in so many parts.
fn far(responses: &Responses, specification: &Specification, options: &Options, parts: usize) -> Calibration {
    let frame = Frame::of(responses);
    let mut engine = Rows::new(responses, parts);
    let tally = engine.answer(&tally_task(&frame)).expect("rows fit").into_tally(&frame).expect("a tally");
    let local = Tally::of(responses);
    assert_eq!(tally.persons(), local.persons());
    calibrate_on(&frame, &tally, responses, specification, options, &mut engine, &mut |_| Continue::Yes).expect("sound")
}

fn same(a: &Calibration, b: &Calibration, parts: f64, what: &str) {
    let near = |a: f64, b: f64| near(a, b, parts);
    assert_eq!((a.cycles, a.ending, &a.at_bound, &a.names), (b.cycles, b.ending, &b.at_bound, &b.names), "{what}");
    assert!(near(a.log_likelihood, b.log_likelihood), "{what}: {} {}", a.log_likelihood, b.log_likelihood);
    assert!(near(a.persons, b.persons), "{what}");
    for (place, (x, y)) in a.free.iter().zip(&b.free).enumerate() {
        assert!(near(*x, *y), "{what}, {}: {x} {y}", a.names[place]);
    }
    for (x, y) in a.groups.iter().zip(&b.groups) {
        assert!(x.mean.iter().zip(&y.mean).all(|(x, y)| near(*x, *y)), "{what}");
        assert!(x.covariance.iter().zip(&y.covariance).all(|(x, y)| near(*x, *y)), "{what}");
    }
}

fn same_errors(a: &Covariance, b: &Covariance, parts: f64, what: &str) {
    for i in 0..a.size() {
        for j in 0..a.size() {
            let scale = (a.get(i, i) * a.get(j, j)).sqrt();
            assert!(
                (a.get(i, j) - b.get(i, j)).abs() <= parts * scale,
                "{what}: {i} {j}: {} {}",
                a.get(i, j),
                b.get(i, j)
            );
        }
    }
}

/// In one part and in several; with standard errors of both kinds.
fn check(responses: &Responses, specification: &Specification, options: &Options, what: &str) {
    let here = calibrate(responses, specification, options).expect("sound");
    let one = far(responses, specification, options, 1);
    let in_full = options.acceleration != Acceleration::QuasiNewton || here.groups[0].histogram.is_some();
    let most = if in_full { MAXIMISED } else { ROUNDING };
    same(&here, &one, most, &format!("{what}, one part"));
    for parts in [2, 7] {
        let there = far(responses, specification, options, parts);
        same(&one, &there, most, &format!("{what}, {parts} parts"));
        let refused = there.covariance(InformationKind::Oakes).expect_err("nobody is here");
        assert_eq!(refused, CalibrationError::Elsewhere { what: "standard errors" });
    }
    let there = far(responses, specification, options, 3);
    for kind in [InformationKind::Oakes, InformationKind::CrossProduct] {
        let near = here.covariance(kind);
        let far = there.covariance_on(&mut Rows::new(responses, 3), kind);
        match (near, far) {
            (Ok(near), Ok(far)) => same_errors(&near, &far, ERRORS * most, &format!("{what}, {kind:?}")),
            (near, far) => assert_eq!(near.err(), far.err(), "{what}, {kind:?}"),
        }
    }
}

#[test]
fn every_model_in_parts() {
    for categories in [2, 4] {
        let responses = dense(simulate(3, 500, 7, categories, 0.15), 7);
        for model in models(categories) {
            let specification = Specification::uniform(model, &responses).with_asymptote_prior(-1.4, 0.5);
            // So few persons say little of asymptotes: before long the search would be one of rounding.
            let cycles = if matches!(model, Model::ThreeParameter | Model::FourParameter) { 5 } else { 1_000 };
            check(&responses, &specification, &Options { cycles, ..Options::default() }, model.name());
        }
    }
}

#[test]
fn mixed_models_groups_weights_and_restrictions_in_parts() {
    let cells = simulate(4, 600, 8, 3, 0.2);
    let (rows, lists) = (dense(cells.clone(), 8), sparse(&cells, 8));
    for responses in [rows, lists] {
        let groups = (0..600).map(|person| u16::from(person % 3 == 0)).collect();
        let weights = (0..600).map(|person| f64::from(person % 4) * 0.7 + 0.1).collect();
        let responses = responses
            .with_groups(vec!["a".into(), "b".into()], groups)
            .and_then(|responses| responses.with_weights(weights))
            .expect("sound");
        let mut specification = Specification::uniform(Model::GeneralisedPartialCredit, &responses);
        specification.items[1].model = Model::Graded;
        specification.items[5].model = Model::Nominal;
        specification.items[2].per_group = true;
        let slope = |item| Place::new(item, Parameter::Slope(0));
        specification.equal.push(vec![slope(3), slope(4)]);
        specification.priors.push((slope(6), ParameterPrior::LogNormal { mean: 0.1, sd: 0.4 }));
        specification.fixed.push((Place::new(7, Parameter::Slope(0)), 1.1));
        let what = if Frame::of(&responses).is_sparse() { "lists" } else { "rows" };
        check(&responses, &specification, &Options::default(), what);
    }
}

#[test]
fn dimensions_and_histograms_in_parts() {
    let responses = dense(simulate(5, 400, 6, 2, 0.1), 6);
    let loads = vec![vec![0], vec![0], vec![0, 1], vec![1], vec![1], vec![1]];
    let mut two = Specification::confirmatory(Model::TwoParameter, loads, 2);
    two.nodes.per_dimension = 15;
    let few = Options { cycles: 12, ..Options::default() };
    check(&responses, &two, &few, "two dimensions");
    let mut bifactor =
        Specification::bifactor(Model::TwoParameter, &[Some(0), Some(0), None, Some(1), Some(1), Some(1)]);
    bifactor.nodes.per_dimension = 11;
    check(&responses, &bifactor, &few, "bifactor");
    let histogram = Specification::uniform(Model::TwoParameter, &responses).with_empirical_histogram();
    check(&responses, &histogram, &few, "histogram");
}

#[test]
fn every_acceleration_in_parts() {
    let responses = dense(simulate(6, 700, 6, 3, 0.1), 6);
    let specification = Specification::uniform(Model::Graded, &responses);
    for acceleration in [Acceleration::None, Acceleration::Squarem, Acceleration::QuasiNewton] {
        let options = Options { acceleration, cycles: 40, ..Options::default() };
        check(&responses, &specification, &options, "graded");
    }
}

#[test]
fn persons_without_a_response_change_nothing_but_the_number_of_rows() {
    let cells = simulate(7, 300, 5, 2, 0.1);
    let frame = Frame::of(&dense(cells.clone(), 5));
    let mut with = cells.clone();
    for _ in 0..10 {
        with.extend([255; 5]);
    }
    let answer = |cells: Vec<u8>| Rows::new(&dense(cells, 5), 2).answer(&tally_task(&frame)).expect("rows fit");
    let (a, b) = (answer(cells), answer(with));
    assert_eq!((a.coverage().rows, b.coverage().rows), (300, 310));
    let (a, b) = (a.into_tally(&frame).expect("a tally"), b.into_tally(&frame).expect("a tally"));
    assert_eq!(a, b);
}

#[test]
fn rows_that_do_not_fit_are_refused_and_change_nothing() {
    let worker = |frame: &Frame| {
        let instructions = Instructions::from_bytes(&tally_task(frame)).expect("a task");
        Worker::new(std::sync::Arc::new(instructions))
    };
    let frame = |sparse| Frame::new(ids(3), vec![2, 3, 2], vec!["all".into()], sparse).expect("sound");
    let mut rows = worker(&frame(false));
    let refused = [
        (rows.dense(0, 1.0, &[0, 1]), RowError::Length { expected: 3, found: 2 }),
        (rows.dense(0, 1.0, &[0, 3, 1]), RowError::Category { item: 1, category: 3, categories: 3 }),
        (rows.dense(1, 1.0, &[0, 1, 1]), RowError::Group { group: 1, groups: 1 }),
        (rows.dense(0, -1.0, &[0, 1, 1]), RowError::Weight { weight: -1.0 }),
        (rows.sparse(0, 1.0, &[], &[]), RowError::Layout),
    ];
    for (found, expected) in refused {
        assert_eq!(found, Err(expected));
    }
    assert_eq!(rows.answer(), worker(&frame(false)).answer());
    let mut lists = worker(&frame(true));
    let refused = [
        (lists.sparse(0, 1.0, &[0, 0, 9, 0], &[0, 1]), RowError::Item { item: 9, items: 3 }),
        (lists.sparse(0, 1.0, &[1, 0, 1, 0], &[0, 1]), RowError::Order { item: 1 }),
        (lists.sparse(0, 1.0, &[2, 0, 1, 0], &[0, 1]), RowError::Order { item: 1 }),
        (lists.sparse(0, 1.0, &[0, 0, 1], &[0, 1]), RowError::Length { expected: 1, found: 2 }),
        (lists.sparse(0, 1.0, &[0, 0], &[255]), RowError::Category { item: 0, category: 255, categories: 2 }),
    ];
    for (found, expected) in refused {
        assert_eq!(found, Err(expected));
    }
}

#[test]
fn answers_to_different_tasks_do_not_merge() {
    let frame = |items| Frame::new(ids(items), vec![2; items], vec!["all".into()], false).expect("sound");
    let empty = |items| {
        let instructions = Instructions::from_bytes(&tally_task(&frame(items))).expect("a task");
        Worker::new(std::sync::Arc::new(instructions)).answer()
    };
    let mut three = empty(3);
    assert!(matches!(three.merge(&empty(4)), Err(WireError::Invalid { .. })));
    assert!(three.clone().into_sums().is_err() && three.clone().into_information().is_err());
    assert!(three.into_tally(&frame(4)).is_err());
    assert!(matches!(Answer::from_bytes(&tally_task(&frame(3))), Err(WireError::Other { .. })));
}

/// Fails at the third step.
struct Failing<'a>(Rows<'a>, u32);

impl Engine for Failing<'_> {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        self.1 += 1;
        if self.1 == 3 {
            return Err(CalibrationError::Engine { reason: "the cable was pulled".into() });
        }
        self.0.sums(task)
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        self.0.information(task, kind)
    }
}

#[test]
fn a_failing_engine_ends_the_calibration_with_what_it_says() {
    let responses = dense(simulate(8, 300, 5, 2, 0.1), 5);
    let specification = Specification::uniform(Model::TwoParameter, &responses);
    for acceleration in [Acceleration::None, Acceleration::Squarem, Acceleration::QuasiNewton] {
        let options = Options { acceleration, ..Options::default() };
        let (frame, tally) = (Frame::of(&responses), Tally::of(&responses));
        let mut engine = Failing(Rows::new(&responses, 2), 0);
        let error =
            calibrate_on(&frame, &tally, &responses, &specification, &options, &mut engine, &mut |_| Continue::Yes)
                .expect_err("the third step fails");
        assert!(error.to_string().contains("the cable was pulled"), "{error}");
    }
}

#[test]
fn bytes_of_tasks_are_not_trusted() {
    let responses = dense(simulate(9, 300, 5, 3, 0.1), 5);
    let specification = Specification::uniform(Model::Graded, &responses);
    /// Keeps the bytes of what it is asked.
    struct Listening<'a>(Rows<'a>, Vec<Vec<u8>>);
    impl Engine for Listening<'_> {
        fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
            self.1.push(task.to_bytes());
            self.0.sums(task)
        }
        fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
            self.0.information(task, kind)
        }
    }
    let (frame, tally) = (Frame::of(&responses), Tally::of(&responses));
    let mut engine = Listening(Rows::new(&responses, 2), Vec::new());
    let few = Options { cycles: 2, ..Options::default() };
    calibrate_on(&frame, &tally, &responses, &specification, &few, &mut engine, &mut |_| Continue::Yes).expect("sound");
    let task = &engine.1[0];
    assert!(Instructions::from_bytes(task).is_ok());
    for at in 0..task.len() {
        let mut changed = task.clone();
        changed[at] ^= 0x15;
        assert!(Instructions::from_bytes(&changed).is_err(), "byte {at}");
        assert!(Instructions::from_bytes(&task[..at]).is_err(), "cut at {at}");
    }
}
