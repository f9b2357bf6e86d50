//! Linking agrees with R equateIRT 2.5.1 and plink: constants by moments and by curves, true- and observed-score
//! equating.

use std::collections::BTreeMap;

use serde::Deserialize;
use thetis_calibrate::linking::{
    CurveOptions, CurvesCriterion, Form, MomentsMethod, Points, Slope, Transformation, by_curves, by_moments,
    observed_score_equating, true_score_equating,
};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::ItemModel;

/// Constants by curves are as R's optimiser left them.
const TOLERANCE: Tolerance = Tolerance::both(1e-4);
/// Constants by moments are sums.
const EXACT: Tolerance = Tolerance::both(1e-10);

#[derive(Deserialize)]
struct File {
    pairs: BTreeMap<String, Pair>,
    #[serde(rename = "plink_3PL")]
    plink: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Pair {
    #[serde(rename = "form_X")]
    x: Parameters,
    #[serde(rename = "form_Y")]
    y: Parameters,
    common_items: Vec<u32>,
    constants: BTreeMap<String, Constants>,
    #[serde(rename = "score_equating_SL")]
    equating: Scores,
}

#[derive(Deserialize)]
struct Parameters {
    items: Vec<u32>,
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
}

#[derive(Deserialize)]
struct Constants {
    #[serde(rename = "A")]
    slope: f64,
    #[serde(rename = "B")]
    intercept: f64,
}

#[derive(Deserialize)]
struct Scores {
    #[serde(rename = "TSE")]
    true_scores: Equated,
    #[serde(rename = "OSE")]
    observed: Equated,
}

#[derive(Deserialize)]
struct Equated {
    theta: Option<Vec<f64>>,
    #[serde(rename = "Y")]
    scores: Vec<usize>,
    #[serde(rename = "X.as.Y")]
    equivalents: Vec<f64>,
}

impl Parameters {
    fn all(&self) -> Vec<ItemModel> {
        (0..self.a.len()).map(|i| ItemModel::three_pl(self.a[i], self.b[i], self.c[i])).collect()
    }

    fn common(&self, common: &[u32]) -> Vec<ItemModel> {
        let place = |id: &u32| self.items.iter().position(|item| item == id).expect("a common item is in both forms");
        common.iter().map(|id| self.all()[place(id)].clone()).collect()
    }
}

fn form(items: &[ItemModel]) -> Form {
    Form::new(items, 1.0).expect("the items are sound")
}

/// 40 nodes, as in the reference's call.
fn normal() -> Points {
    Points::normal(0.0, 1.0, 40)
}

fn even() -> Points {
    Points::equally_spaced(-4.0, 4.0, 40)
}

fn link(pair: &Pair, slope: Slope, criterion: CurvesCriterion, points: Points, symmetric: bool) -> Transformation {
    let (x, y) = (pair.x.common(&pair.common_items), pair.y.common(&pair.common_items));
    let start = by_moments(&x, &y, MomentsMethod::MeanMean, slope).expect("the models are the same");
    let points_from = symmetric.then(|| points.clone());
    let options = CurveOptions { criterion, slope, points, points_from };
    by_curves(&form(&x), &form(&y), &options, start).expect("there is a minimum").transformation
}

fn slope_of(name: &str) -> Slope {
    if name == "Rasch" { Slope::One } else { Slope::Free }
}

#[test]
fn constants_agree() {
    let File { pairs, .. } = reference("linking.json");
    let mut exact = Agreement::new("linking by moments", EXACT);
    let mut ledger = Agreement::new("linking by curves", TOLERANCE);
    for (name, pair) in &pairs {
        let slope = slope_of(name);
        let (x, y) = (pair.x.common(&pair.common_items), pair.y.common(&pair.common_items));
        for (method, theirs) in [
            (MomentsMethod::MeanMean, "mean-mean"),
            (MomentsMethod::MeanSigma, "mean-sigma"),
            (MomentsMethod::MeanGeometricMean, "mean-gmean"),
        ] {
            let ours = by_moments(&x, &y, method, slope).expect("the models are the same");
            exact.check(ours.slope, pair.constants[theirs].slope, || format!("{name} {theirs} A"));
            exact.check(ours.intercept, pair.constants[theirs].intercept, || format!("{name} {theirs} B"));
        }
        for (criterion, points, theirs) in [
            (CurvesCriterion::Haebara, normal(), "Haebara"),
            (CurvesCriterion::Haebara, even(), "Haebara_noquad"),
            (CurvesCriterion::StockingLord, normal(), "Stocking-Lord"),
            (CurvesCriterion::StockingLord, even(), "Stocking-Lord_noquad"),
        ] {
            let ours = link(pair, slope, criterion, points, false);
            ledger.check(ours.slope, pair.constants[theirs].slope, || format!("{name} {theirs} A"));
            ledger.check(ours.intercept, pair.constants[theirs].intercept, || format!("{name} {theirs} B"));
        }
    }
    exact.conclude(18);
    ledger.conclude(24);
}

#[test]
fn symmetric_criteria_agree_with_plink() {
    let File { pairs, plink } = reference("linking.json");
    let mut ledger = Agreement::new("plink, symmetric and not", TOLERANCE);
    for (name, symmetric) in [("asymmetric", false), ("symmetric", true)] {
        for (criterion, label) in [(CurvesCriterion::Haebara, "HB"), (CurvesCriterion::StockingLord, "SL")] {
            let ours = link(&pairs["3PL"], Slope::Free, criterion, even(), symmetric);
            let theirs: [f64; 2] = serde_json::from_value(plink[name][label].clone()).expect("A and B");
            ledger.check(ours.slope, theirs[0], || format!("{name} {label} A"));
            ledger.check(ours.intercept, theirs[1], || format!("{name} {label} B"));
        }
    }
    ledger.conclude(8);
}

#[test]
fn equated_scores_agree() {
    let File { pairs, .. } = reference("linking.json");
    let mut true_scores = Agreement::new("true-score equating", TOLERANCE);
    let mut observed = Agreement::new("observed-score equating", TOLERANCE);
    for (name, pair) in &pairs {
        let theirs = &pair.constants["Stocking-Lord"];
        let to_y = Transformation { slope: theirs.slope, intercept: theirs.intercept };
        let x: Vec<ItemModel> = pair.x.all().iter().map(|item| to_y.item(item).expect("one dimension")).collect();
        let (x, y) = (form(&x), form(&pair.y.all()));
        let ours = true_score_equating(&y, &x).expect("no upper asymptotes");
        let theirs = &pair.equating.true_scores;
        for (place, score) in theirs.scores.iter().enumerate() {
            true_scores.check(ours[*score].equivalent, theirs.equivalents[place], || format!("{name} score {score}"));
            // equateIRT's θ of the highest score is where its search for infinity stopped.
            if let (Some(theta), Some(theirs)) = (ours[*score].theta, &theirs.theta) {
                true_scores.check(theta, theirs[place], || format!("{name} θ of score {score}"));
            }
        }
        let theirs = &pair.equating.observed;
        // equateIRT's population is half the one of form Y, half the one of form X.
        let population = normal().mixed(&Points::normal(to_y.intercept, to_y.slope, 40), 0.5);
        let ours = observed_score_equating(&y, &x, &population);
        for (score, theirs) in theirs.scores.iter().zip(&theirs.equivalents) {
            observed.check(ours[*score].equivalent, *theirs, || format!("{name} observed score {score}"));
        }
    }
    true_scores.conclude(80);
    observed.conclude(48);
}
