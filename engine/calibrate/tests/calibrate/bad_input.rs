//! Each fault of the data or of the specification has its own error, which names the item and says what to do.

use thetis_calibrate::{
    CalibrationError as Error, ItemSpecification, LatentNormal, MISSING, Model, Nodes, Options, Parameter,
    ParameterPrior, Place, Responses, Setting, Specification, calibrate,
};

use crate::support::{dense, ids, simulate};

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

fn fit(responses: &Responses, model: Model) -> Error {
    calibrate(responses, &Specification::uniform(model, responses), &Options::default()).expect_err("the data is bad")
}

#[test]
fn shapes_that_are_no_data() {
    let ab = || names(&["a", "b"]);
    assert_eq!(Responses::dense(vec![], vec![]).expect_err("none"), Error::NoItems);
    assert_eq!(Responses::dense(names(&["a"]), vec![0, 1]).expect_err("one"), Error::OneItem { item: "a".into() });
    assert_eq!(Responses::dense(ab(), vec![]).expect_err("none"), Error::NoPersons);
    assert_eq!(Responses::dense(ab(), vec![0, 1]).expect_err("one"), Error::OnePerson);
    assert_eq!(Responses::dense(ab(), vec![0, 1, 1]).expect_err("ragged"), Error::Shape { expected: 4, found: 3 });
    assert_eq!(
        Responses::dense(names(&["a", "a"]), vec![0; 4]).expect_err("twice"),
        Error::DuplicateItem { item: "a".into() }
    );
    assert_eq!(Responses::dense(ab(), vec![MISSING; 6]).expect_err("empty"), Error::AllMissing);
}

#[test]
fn sparse_lists_that_are_no_data() {
    let sparse = |starts: &[usize], items: &[u32], k: &[u8]| {
        Responses::sparse(names(&["a", "b"]), starts.to_vec(), items.to_vec(), k.to_vec())
    };
    assert!(sparse(&[0, 2, 3], &[0, 1, 0], &[1, 0, 1]).is_ok());
    assert_eq!(
        sparse(&[0, 2, 3], &[0, 2, 0], &[1, 0, 1]).expect_err("no item 2"),
        Error::UnknownItem { person: 0, item: 2, items: 2 }
    );
    assert_eq!(
        sparse(&[0, 2, 3], &[1, 1, 0], &[1, 0, 1]).expect_err("twice"),
        Error::RepeatedResponse { person: 0, item: "b".into() }
    );
    assert!(sparse(&[0, 3, 2], &[0, 1, 0], &[1, 0, 1]).is_err(), "starts fall");
    assert!(sparse(&[], &[], &[]).is_err(), "no start");
}

#[test]
fn lists_of_persons() {
    let data = || dense(simulate(1, 10, 3, 2, 0.0), 3);
    assert!(matches!(data().with_weights(vec![1.0; 9]), Err(Error::PersonList { expected: 10, found: 9, .. })));
    assert!(matches!(data().with_weights(vec![-1.0; 10]), Err(Error::Weight { person: 0, .. })));
    assert!(matches!(data().with_weights(vec![f64::NAN; 10]), Err(Error::Weight { person: 0, .. })));
    let groups = || names(&["x", "y"]);
    assert!(matches!(data().with_groups(groups(), vec![0; 9]), Err(Error::PersonList { .. })));
    assert_eq!(
        data().with_groups(groups(), vec![0; 10]).expect_err("y is empty"),
        Error::EmptyGroup { group: "y".into() }
    );
    assert!(matches!(
        data().with_groups(groups(), vec![2; 10]),
        Err(Error::UnknownGroup { person: 0, group: 2, groups: 2 })
    ));
    assert!(matches!(data().with_categories(vec![1; 3]), Err(Error::TooFewCategories { seen: 2, said: 1, .. })));
}

#[test]
fn items_that_say_nothing() {
    let with_first = |column: &dyn Fn(usize) -> u8| {
        let mut cells = simulate(2, 50, 4, 2, 0.0);
        for (person, row) in cells.chunks_exact_mut(4).enumerate() {
            row[0] = column(person);
        }
        dense(cells, 4)
    };
    let item = || "item1".to_owned();
    assert_eq!(fit(&with_first(&|_| 1), Model::TwoParameter), Error::ConstantItem { item: item(), category: 1 });
    assert_eq!(fit(&with_first(&|_| 0), Model::TwoParameter), Error::ConstantItem { item: item(), category: 0 });
    assert_eq!(fit(&with_first(&|_| MISSING), Model::TwoParameter), Error::NobodyAnswered { item: item() });
    assert_eq!(
        fit(&with_first(&|person| 2 * u8::from(person % 2 == 0)), Model::Graded),
        Error::EmptyCategory { item: item(), category: 1, group: None }
    );
    assert!(matches!(
        fit(&with_first(&|p| u8::try_from(p % 3).expect("small")), Model::Rasch),
        Error::NotDichotomous { categories: 3, .. }
    ));
}

#[test]
fn known_items_may_be_constant() {
    let mut cells = simulate(2, 200, 4, 2, 0.0);
    cells.chunks_exact_mut(4).for_each(|row| row[0] = 1);
    let responses = dense(cells, 4);
    let anchor = [(Parameter::Slope(0), 1.0), (Parameter::Intercept(1), 3.0)];
    let specification = Specification::uniform(Model::TwoParameter, &responses).with_anchor(0, &anchor);
    assert!(calibrate(&responses, &specification, &Options::default()).is_ok());
}

#[test]
fn specifications_that_do_not_fit() {
    let responses = dense(simulate(4, 60, 3, 2, 0.0), 3);
    let changed = |change: &dyn Fn(&mut Specification)| {
        let mut specification = Specification::uniform(Model::TwoParameter, &responses);
        change(&mut specification);
        calibrate(&responses, &specification, &Options::default()).expect_err("the specification is bad")
    };
    assert_eq!(changed(&|s| s.items.truncate(2)), Error::Items { expected: 3, found: 2 });
    assert!(matches!(changed(&|s| s.latent.clear()), Error::PersonList { .. }));
    assert!(matches!(changed(&|s| s.items[1].dimensions = vec![1]), Error::Dimension { dimension: 1, .. }));
    assert!(matches!(changed(&|s| s.items[1].dimensions = vec![0, 0]), Error::Dimension { dimension: 0, .. }));
    assert!(matches!(changed(&|s| s.items[1].dimensions.clear()), Error::Dimension { .. }));
    assert!(matches!(
        changed(&|s| s.fixed.push((Place::new(1, Parameter::Step(1)), 0.0))),
        Error::UnknownParameter { .. }
    ));
    assert!(matches!(
        changed(&|s| s.fixed.push((Place::new(9, Parameter::Slope(0)), 0.0))),
        Error::UnknownParameter { .. }
    ));
    assert!(matches!(changed(&|s| s.fixed.push((Place::new(1, Parameter::Slope(0)), f64::NAN))), Error::Value { .. }));
    let prior = ParameterPrior::Normal { mean: 0.0, sd: 0.0 };
    assert!(matches!(
        changed(&|s| s.priors.push((Place::new(1, Parameter::Slope(0)), prior))),
        Error::Prior { prior: "normal" }
    ));
    assert!(matches!(changed(&|s| s.nodes.per_dimension = 2), Error::Nodes { nodes: 2 }));
    assert!(matches!(changed(&|s| s.nodes = Nodes { lower: 1.0, upper: 1.0, per_dimension: 61 }), Error::Nodes { .. }));
    assert!(matches!(
        changed(&|s| s.latent[0] = LatentNormal::free()),
        Error::NotIdentified { what: "the latent mean" }
    ));
    assert!(matches!(
        changed(&|s| s.latent[0] = LatentNormal::free_variance()),
        Error::NotIdentified { what: "the latent variance" }
    ));
    assert!(matches!(changed(&|s| s.latent[0].covariance = vec![Setting::Fixed(0.0)]), Error::Value { .. }));
    let two = ItemSpecification { model: Model::Nominal, dimensions: vec![0, 1], per_group: false };
    assert!(matches!(changed(&|s| s.items[0] = two.clone()), Error::Dimension { .. }));
}

#[test]
fn negative_discrimination_is_found_and_reported_as_such() {
    let mut cells = simulate(6, 2_000, 6, 2, 0.0);
    cells.chunks_exact_mut(6).for_each(|row| row[0] = 1 - row[0]);
    let responses = dense(cells, 6);
    let found = calibrate(&responses, &Specification::uniform(Model::TwoParameter, &responses), &Options::default());
    let found = found.expect("sound");
    assert!(found.converged());
    assert!(found.items[0].parameters[0].1 < -0.3, "{:?}", found.items[0].parameters);
}

#[test]
fn collinear_items_end_without_panic() {
    let mut cells = simulate(8, 500, 5, 2, 0.0);
    cells.chunks_exact_mut(5).for_each(|row| row[1] = row[0]);
    let responses = Responses::dense(ids(5), cells).expect("sound");
    let found = calibrate(&responses, &Specification::uniform(Model::TwoParameter, &responses), &Options::default());
    // Two copies of an item draw ability to themselves; their slopes run away or stop at a large value.
    let found = found.expect("sound");
    assert!(found.log_likelihood.is_finite());
    assert!(found.items[0].parameters[0].1 > 2.0, "{:?}", found.items[0].parameters);
}

#[test]
fn every_error_says_what_to_do() {
    let errors = [
        Error::NoPersons,
        Error::ConstantItem { item: "q7".into(), category: 1 },
        Error::EmptyCategory { item: "q7".into(), category: 2, group: Some("fr".into()) },
        Error::NotIdentified { what: "the latent mean" },
    ];
    for error in errors {
        let sentence = error.to_string();
        assert!(sentence.contains(':') || sentence.contains(';'), "{sentence}");
    }
    assert!(Error::ConstantItem { item: "q7".into(), category: 1 }.to_string().contains("q7"));
}
