//! Differential item functioning agrees with R difR 5.1, likelihood-ratio tests with R mirt 1.45.1, ordinal
//! regression with Python statsmodels 0.15.0.
//!
//! Where they differ on purpose: difR classes Mantel–Haenszel's delta by its size alone, ours are ETS's, which ask for
//! significance too; difR's R² of logistic regression underflows in large samples; difR 5.1's p-values of Raju's statistic exceed 1 where it is negative, and are not compared.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thetis_calibrate::dif::{
    Comparison, EtsClass, ItemEstimate, LikelihoodRatio, LogisticDif, LogisticTest, Tested, lord, purified, raju,
    rescale,
};
use thetis_calibrate::{
    Calibration, Continue, InformationKind, MISSING, Model, Options, Responses, Specification, calibrate,
};
use thetis_conformance::mirt::table;
use thetis_conformance::{Agreement, Tolerance, reference};

const TOLERANCE: Tolerance = Tolerance::both(1e-6);
/// R's `glm` stops at a relative change of the deviance of 1e-8; coefficients are then a little short of the maximum.
const REGRESSION: Tolerance = Tolerance::both(1e-6);
/// The covariance R's `glm` gives is that of the iteration before the last; ours is that of the estimates.
const LAGGING: Tolerance = Tolerance::both(5e-4);
/// difR rounds Breslow and Day's statistic to four decimals.
const ROUNDED: Tolerance = Tolerance { relative: 0.0, absolute: 1e-4 };
/// Statistics of parameters that R ltm estimated, with other nodes.
const OTHER_ESTIMATES: Tolerance = Tolerance::both(1e-2);
/// Log-likelihoods to 5e-4.
const TWICE_A_LOG_LIKELIHOOD: Tolerance = Tolerance { relative: 0.0, absolute: 1e-3 };
const ITEMS: usize = 15;
/// difR's most rounds of purification.
const ROUNDS: u32 = 10;

type File = BTreeMap<String, Value>;

fn read<T: DeserializeOwned>(file: &File, name: &str) -> T {
    serde_json::from_value(file[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The responses of both groups; the last column says who is in the focal one.
fn responses() -> Responses {
    let (ids, cells) = table("dif_sim.csv");
    let rows = cells.chunks_exact(ITEMS + 1);
    let groups = rows.clone().map(|row| u16::from(row[ITEMS])).collect();
    let cells = rows.flat_map(|row| row[..ITEMS].to_vec()).collect();
    let responses = Responses::dense(ids[..ITEMS].to_vec(), cells).expect("the table is sound");
    responses.with_groups(vec!["reference".into(), "focal".into()], groups).expect("both groups are there")
}

/// Items in R count from 1.
fn places(flagged: &[bool]) -> Vec<usize> {
    (1..).zip(flagged).filter(|(_, flagged)| **flagged).map(|(place, _)| place).collect()
}

#[derive(Deserialize)]
struct MantelHaenszel {
    #[serde(rename = "MH")]
    chi_square: Vec<f64>,
    #[serde(rename = "p.value")]
    p: Vec<f64>,
    #[serde(rename = "alphaMH")]
    odds_ratio: Vec<f64>,
    #[serde(rename = "varLambda")]
    log_variance: Vec<f64>,
    #[serde(rename = "DIFitems")]
    flagged: Vec<usize>,
    #[serde(rename = "nrPur")]
    rounds: Option<u32>,
}

#[test]
fn mantel_haenszel_agrees() {
    let file: File = reference("dif_classical.json");
    let responses = responses();
    let comparison = Comparison::new(&responses, 0, 1).expect("there are two groups");
    let mut ledger = Agreement::new("Mantel–Haenszel", TOLERANCE);
    for (purify, corrected) in [(false, false), (false, true), (true, false), (true, true)] {
        let upper = |b: bool| if b { "TRUE" } else { "FALSE" };
        let name = format!("MH_purify{}_correct{}", upper(purify), upper(corrected));
        let theirs: MantelHaenszel = read(&file, &name);
        let most = if purify { ROUNDS } else { 0 };
        let run = |anchors: &[bool]| comparison.mantel_haenszel(anchors, corrected);
        let ours = purified(ITEMS, most, run, |item| item.p < 0.05).expect("the items have two categories");
        assert_eq!(places(&ours.flagged), theirs.flagged, "{name}");
        if let Some(rounds) = theirs.rounds {
            assert_eq!((ours.rounds, ours.settled), (rounds, true), "{name}");
        }
        for (item, ours) in ours.items.iter().enumerate() {
            for (what, ours, theirs) in [
                ("chi-square", ours.chi_square, theirs.chi_square[item]),
                ("p", ours.p, theirs.p[item]),
                ("odds ratio", ours.odds_ratio, theirs.odds_ratio[item]),
                ("variance of its logarithm", ours.log_variance, theirs.log_variance[item]),
            ] {
                ledger.check(ours, theirs, || format!("{name}: {what} of item {item}"));
            }
            let by_size = ours.delta.abs() < 1.0;
            assert!(!by_size || ours.class == Some(EtsClass::A), "{name} item {item}");
        }
    }
    ledger.conclude(240);
}

/// Mantel's test of two categories is Mantel and Haenszel's without correction, and so is the generalised one.
#[test]
fn the_polytomous_tests_are_mantel_haenszel_for_two_categories() {
    let responses = responses();
    let comparison = Comparison::new(&responses, 0, 1).expect("there are two groups");
    let anchors = [true; ITEMS];
    let expected = comparison.mantel_haenszel(&anchors, false).expect("two categories");
    let differences = comparison.standardisation(&anchors).expect("two categories");
    let mut ledger = Agreement::new("Mantel and generalised Mantel–Haenszel", Tolerance::both(1e-10));
    for (item, ours) in comparison.polytomous(&anchors).expect("the anchors are as many").iter().enumerate() {
        ledger.check(ours.mantel, expected[item].chi_square, || format!("Mantel, item {item}"));
        ledger.check(ours.generalised, expected[item].chi_square, || format!("generalised, item {item}"));
        ledger.check(ours.mean_difference, differences[item].difference, || format!("difference, item {item}"));
        assert_eq!(ours.df, 1);
    }
    ledger.conclude(45);
}

#[derive(Deserialize)]
struct Logistic {
    #[serde(rename = "Logistik")]
    chi_square: Vec<f64>,
    #[serde(rename = "p.value")]
    p: Vec<f64>,
    #[serde(rename = "deltaR2")]
    delta_r2: Option<Vec<f64>>,
    #[serde(rename = "DIFitems")]
    flagged: Value,
    #[serde(rename = "nrPur")]
    rounds: Option<u32>,
    #[serde(rename = "logitPar")]
    chosen: Option<Vec<[f64; 4]>>,
    #[serde(rename = "parM0")]
    with: Option<Vec<[f64; 4]>>,
}

/// What must be undone to compare Nagelkerke's R² with difR's. It divides by `1 − e^(−D₀/n)`, the largest that Cox and
/// Snell's can be; difR computes that as `1 − (e^(−D₀/2))^(2/n)`, whose exponential underflows when the deviance `D₀` of
/// the mean is above 1,490. From then on it divides by 1, and reports Cox and Snell's R² under Nagelkerke's name.
fn r_squared_divisor(responses: &Responses, item: usize) -> f64 {
    let n = responses.persons() as f64;
    let right = (0..responses.persons()).filter(|person| responses.answer(*person, item) == Some(1)).count() as f64;
    let null = -2.0 * (right * (right / n).ln() + (n - right) * (1.0 - right / n).ln());
    if (-null / 2.0).exp() == 0.0 { 1.0 - (-null / n).exp() } else { 1.0 }
}

#[test]
fn logistic_regression_agrees() {
    let file: File = reference("dif_classical.json");
    let responses = responses();
    let comparison = Comparison::new(&responses, 0, 1).expect("there are two groups");
    let mut ledger = Agreement::new("logistic regression", REGRESSION);
    let mut wald = Agreement::new("Wald's test of logistic regression", LAGGING);
    for (name, tested, test, most) in [
        ("logistic_both_purifyFALSE", Tested::Both, LogisticTest::LikelihoodRatio, 0),
        ("logistic_both_purifyTRUE", Tested::Both, LogisticTest::LikelihoodRatio, ROUNDS),
        ("logistic_udif_purifyFALSE", Tested::Uniform, LogisticTest::LikelihoodRatio, 0),
        ("logistic_udif_purifyTRUE", Tested::Uniform, LogisticTest::LikelihoodRatio, ROUNDS),
        ("logistic_nudif_purifyFALSE", Tested::NonUniform, LogisticTest::LikelihoodRatio, 0),
        ("logistic_nudif_purifyTRUE", Tested::NonUniform, LogisticTest::LikelihoodRatio, ROUNDS),
        ("logistic_both_Wald", Tested::Both, LogisticTest::Wald, 0),
    ] {
        let theirs: Logistic = read(&file, name);
        let run = |anchors: &[bool]| comparison.logistic(anchors, tested, test);
        let ours =
            purified(ITEMS, most, run, |item: &LogisticDif| item.p < 0.05).expect("the items have two categories");
        let flagged: Vec<usize> = match &theirs.flagged {
            Value::Array(list) => list.iter().filter_map(|item| Some(item.as_u64()? as usize)).collect(),
            one => one.as_u64().iter().map(|item| *item as usize).collect(),
        };
        assert_eq!(places(&ours.flagged), flagged, "{name}");
        if let Some(rounds) = theirs.rounds {
            assert_eq!(ours.rounds, rounds, "{name}");
        }
        for (item, (fit, flagged)) in ours.items.iter().zip(&ours.flagged).enumerate() {
            assert!(fit.with.converged && fit.without.converged);
            let ledger = if test == LogisticTest::Wald { &mut wald } else { &mut ledger };
            ledger.check(fit.chi_square, theirs.chi_square[item], || format!("{name} chi-square of item {item}"));
            ledger.check(fit.p, theirs.p[item], || format!("{name} p of item {item}"));
            if let Some(theirs) = &theirs.delta_r2 {
                let divisor = r_squared_divisor(&responses, item);
                ledger.check(fit.delta_r2 * divisor, theirs[item], || format!("{name} R² of item {item}"));
            }
            let chosen = if *flagged { &fit.with } else { &fit.without };
            for (ours, theirs) in [(chosen, &theirs.chosen), (&fit.with, &theirs.with)] {
                for (place, ours) in ours.coefficients.iter().enumerate() {
                    if let Some(theirs) = theirs {
                        ledger
                            .check(*ours, theirs[item][place], || format!("{name} coefficient {place} of item {item}"));
                    }
                }
            }
        }
    }
    ledger.conclude(900);
    wald.conclude(30);
}

#[test]
fn other_statistics_agree() {
    let file: File = reference("dif_classical.json");
    let responses = responses();
    let comparison = Comparison::new(&responses, 0, 1).expect("there are two groups");
    let anchors = [true; ITEMS];
    let mut rounded = Agreement::new("Breslow–Day", ROUNDED);
    let theirs: BTreeMap<String, Vec<[f64; 3]>> = read(&file, "breslow_day");
    for (item, ours) in comparison.breslow_day(&anchors, false).expect("two categories").iter().enumerate() {
        let [chi_square, df, p] = theirs["BD"][item];
        rounded.check(ours.chi_square, chi_square, || format!("chi-square of item {item}"));
        rounded.check(ours.df as f64, df, || format!("df of item {item}"));
        rounded.check(ours.p, p, || format!("p of item {item}"));
    }
    rounded.conclude(45);
    let mut ledger = Agreement::new("standardisation and the delta plot", TOLERANCE);
    let theirs: BTreeMap<String, Vec<f64>> = read(&file, "standardization");
    for (item, ours) in comparison.standardisation(&anchors).expect("two categories").iter().enumerate() {
        ledger.check(ours.difference, theirs["PDIF"][item], || format!("P-DIF of item {item}"));
    }
    let theirs: BTreeMap<String, Value> = read(&file, "transformed_delta");
    let plot = comparison.delta_plot(&anchors).expect("no item is constant");
    for (item, ours) in plot.distances.iter().enumerate() {
        let theirs = theirs["Dist"][item].as_f64().expect("a number");
        ledger.check(*ours, theirs, || format!("distance of item {item}"));
    }
    ledger.conclude(30);
}

#[test]
fn tests_of_parameters_agree() {
    let file: File = reference("dif_classical.json");
    let both = responses();
    let [reference, focal] = [0, 1].map(|group| {
        let persons = (0..both.persons()).filter(|person| both.group(*person) == group);
        let cells = persons.flat_map(|person| both.answers(person).map(|(_, k)| k as u8).collect::<Vec<_>>());
        let responses = Responses::dense(both.ids().to_vec(), cells.collect()).expect("the table is sound");
        let specification = Specification::uniform(Model::TwoParameter, &responses);
        let calibration: Calibration =
            calibrate(&responses, &specification, &Options::default()).expect("it is calibrated");
        let covariance = calibration.covariance(InformationKind::Oakes).expect("it is identified");
        ItemEstimate::all(&calibration, &covariance).expect("the items have slopes and difficulties")
    });
    let focal = rescale(&reference, &focal, &[true; ITEMS]).expect("the items are the same");
    let theirs: BTreeMap<String, Value> = read(&file, "lord_2PL");
    let theirs_raju: BTreeMap<String, Value> = read(&file, "raju_2PL");
    let mut ledger = Agreement::new("Lord and Raju", OTHER_ESTIMATES);
    for item in 0..ITEMS {
        let ours = lord(&reference[item], &focal[item]).expect("two parameters each");
        let number = |list: &Value| list[item].as_f64().expect("a number");
        ledger.check(ours.chi_square, number(&theirs["LordChi"]), || format!("Lord, item {item}"));
        let ours = raju(&reference[item], &focal[item], 0.0).expect("two parameters each");
        ledger.check(ours.unsigned_z, number(&theirs_raju["RajuZ"]), || format!("Raju, item {item}"));
    }
    ledger.conclude(30);
}

/// Verbal aggression, women before men: the first items, made binary or not.
fn verbal_aggression(items: usize, binary: bool) -> Responses {
    let (ids, cells) = table("verbagg.csv");
    let rows = cells.chunks_exact(ids.len());
    let cell = |cell: &u8| if binary && *cell != MISSING { u8::from(*cell > 0) } else { *cell };
    let groups = rows.clone().map(|row| u16::from(row[ids.len() - 1])).collect();
    let cells = rows.flat_map(|row| row[..items].iter().map(cell)).collect();
    let responses = Responses::dense(ids[..items].to_vec(), cells).expect("the table is sound");
    responses.with_groups(vec!["female".into(), "male".into()], groups).expect("both groups are there")
}

/// Of the first eight items of verbal aggression, women before men, matched on their sum: by Python statsmodels 0.15.0,
/// `OrderedModel(y, X, distr="logit").fit(method="newton", tol=1e-12)` with X the sum, the group and their product:
/// differences of deviances with both terms and with the group alone, difference of Nagelkerke's R² with both, and the
/// coefficients of group and product.
const ORDINAL: [[f64; 5]; 8] = [
    [7.667970222, 6.684124469, 0.015052526, -0.101924130, -0.087974679],
    [4.585907372, 2.675060777, 0.008516856, -0.489732596, 0.140386967],
    [4.244064821, 3.945695209, 0.008451375, -0.966971640, 0.050343089],
    [7.607885650, 7.520599516, 0.013664841, 1.008326581, -0.027472128],
    [5.848849539, 5.293713718, 0.014032469, -0.131283486, -0.057923001],
    [1.637613183, 1.299227625, 0.004397750, 0.148905374, -0.051772222],
    [2.259669717, 1.521256232, 0.005571424, -0.849169256, 0.070868649],
    [20.372024033, 19.260895809, 0.045061021, 0.575369169, 0.096278160],
];

#[test]
fn ordinal_regression_agrees() {
    let responses = verbal_aggression(8, false);
    let comparison = Comparison::new(&responses, 0, 1).expect("there are two groups");
    let anchors = [true; 8];
    let mut ledger = Agreement::new("ordinal regression", TOLERANCE);
    for (item, theirs) in ORDINAL.iter().enumerate() {
        let both = comparison.ordinal_of(item, &anchors, Tested::Both).expect("regular");
        let uniform = comparison.ordinal_of(item, &anchors, Tested::Uniform).expect("regular");
        let non_uniform = comparison.ordinal_of(item, &anchors, Tested::NonUniform).expect("regular");
        assert!(both.with.converged && both.without.converged);
        ledger.check(both.chi_square, theirs[0], || format!("chi-square of item {item}"));
        ledger.check(uniform.chi_square, theirs[1], || format!("uniform chi-square of item {item}"));
        ledger
            .check(non_uniform.chi_square, theirs[0] - theirs[1], || format!("non-uniform chi-square of item {item}"));
        ledger.check(both.delta_r2, theirs[2], || format!("R² of item {item}"));
        ledger.check(both.with.coefficients[2], theirs[3], || format!("group of item {item}"));
        ledger.check(both.with.coefficients[3], theirs[4], || format!("product of item {item}"));
    }
    ledger.conclude(48);
}

/// mirt's scheme "drop" has all other items as anchors, its scheme "add" the first four.
#[test]
fn likelihood_ratio_tests_agree() {
    let file: Value = reference("mirt_multigroup.json");
    let mut ledger = Agreement::new("likelihood-ratio χ²", TWICE_A_LOG_LIKELIHOOD);
    let mut probabilities = Agreement::new("their probabilities", TWICE_A_LOG_LIKELIHOOD);
    for (set, model, items, binary) in
        [("binary_2PL", Model::TwoParameter, 12, true), ("graded", Model::Graded, 8, false)]
    {
        let responses = verbal_aggression(items, binary);
        let options = Options { tolerance: 1e-7, ..Options::default() };
        let specification = Specification::uniform(model, &responses);
        let test = LikelihoodRatio::new(&responses, specification, Tested::Both, options).expect("two groups");
        let first_four: Vec<bool> = (0..items).map(|item| item < 4).collect();
        for (theirs, anchors, first) in
            [(&file[set]["DIF_drop_LR"], vec![true; items], 0), (&file[set]["DIF_add_LR"]["result"], first_four, 4)]
        {
            let found = test.run(&anchors, &|_| Continue::Yes).expect("the anchors are enough");
            let numbers = |name: &str| -> Vec<f64> {
                let list = theirs[name].as_array().expect("a list");
                list.iter().map(|number| number.as_f64().expect("a number")).collect()
            };
            let (chi_square, df, p) = (numbers("X2"), numbers("df"), numbers("p"));
            for (place, ours) in found[first..].iter().enumerate() {
                let ours = ours.as_ref().expect("both groups have all categories");
                let what = || format!("{set} item {} with {} anchors", place + first, items - first);
                ledger.check(ours.chi_square, chi_square[place], what);
                probabilities.check(ours.p, p[place], what);
                assert!((ours.df as f64 - df[place]).abs() < 1e-9 && ours.converged, "{}", what());
            }
        }
    }
    ledger.conclude(32);
    probabilities.conclude(32);
}
