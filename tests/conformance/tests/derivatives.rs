//! First, second and third derivatives of every model, of its logarithm and of its information agree with
//! extrapolated differences (Ridders 1982).

use thetis_conformance::difference::derivative;
use thetis_conformance::stress::{MODELS, bank, model};
use thetis_conformance::{Agreement, Tolerance};
use thetis_core::{Bank, Category, Curves};

/// What twelve rows of extrapolation resolve of functions of size one.
const RESOLVED: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-10 };

/// First step of the differences, logits.
const STEP: f64 = 0.2;

const THRESHOLDS: [f64; 3] = [-1.1, 0.2, 1.4];

fn curves(bank: &Bank, theta: f64) -> Curves {
    let mut curves = Curves::new();
    bank.curves(0, &[theta], &mut curves);
    curves
}

/// Compare `order` powers of the slope times `analytic` with the derivative of one power less times `of`.
fn compare(what: &str, order: i32, of: impl Fn(&Bank, f64, usize) -> f64, analytic: impl Fn(&Category) -> f64) {
    let mut agreement = Agreement::new(what, RESOLVED);
    for name in MODELS {
        for slope in [0.4, 1.0, 2.2] {
            let bank = bank([model(name, slope, &THRESHOLDS)]).expect("sound parameters");
            let a = bank.item(0).slopes()[0];
            for step in -8..=8 {
                let theta = f64::from(step) / 2.0 + 0.07;
                for (k, category) in curves(&bank, theta).categories().iter().enumerate() {
                    let by_differences = derivative(|x| a.powi(order - 1) * of(&bank, x, k), theta, STEP).0;
                    let ours = a.powi(order) * analytic(category);
                    agreement.check(ours, by_differences, || format!("{name}, slope {slope}, category {k} at {theta}"));
                }
            }
        }
    }
    agreement.conclude(2_000);
}

#[test]
fn probabilities_have_the_right_derivatives() {
    compare("P′", 1, |b, x, k| curves(b, x).categories()[k].probability, Category::d1);
    compare("P″", 2, |b, x, k| curves(b, x).categories()[k].d1(), Category::d2);
    compare("P‴", 3, |b, x, k| curves(b, x).categories()[k].d2(), Category::d3);
}

#[test]
fn log_probabilities_have_the_right_derivatives() {
    let log_probability =
        |b: &Bank, x: f64, k: usize| b.item(0).log_probability(&[x], u32::try_from(k).expect("few categories"));
    compare("(ln P)′", 1, log_probability, |c| c.score);
    compare("(ln P)″", 2, |b, x, k| curves(b, x).categories()[k].score, |c| c.score_d1);
    compare("(ln P)‴", 3, |b, x, k| curves(b, x).categories()[k].score_d1, |c| c.score_d2);
}

fn compare_sums(what: &str, order: i32, of: impl Fn(&Curves) -> f64, analytic: impl Fn(&Curves) -> f64) {
    let mut agreement = Agreement::new(what, RESOLVED);
    for name in MODELS {
        for slope in [0.4, 1.0, 2.2] {
            let bank = bank([model(name, slope, &THRESHOLDS)]).expect("sound parameters");
            let a = bank.item(0).slopes()[0];
            for step in -8..=8 {
                let theta = f64::from(step) / 2.0 + 0.07;
                let by_differences = derivative(|x| a.powi(order - 1) * of(&curves(&bank, x)), theta, STEP).0;
                let ours = a.powi(order) * analytic(&curves(&bank, theta));
                agreement.check(ours, by_differences, || format!("{name}, slope {slope} at {theta}"));
            }
        }
    }
    agreement.conclude(MODELS.len() * 3 * 17);
}

#[test]
fn information_has_the_right_derivatives() {
    compare_sums("I′", 3, Curves::information, Curves::information_d1);
    compare_sums("I″", 4, Curves::information_d1, Curves::information_d2);
}

/// Warm's numerator is what its definition says.
#[test]
fn bias_numerator_follows_its_definition() {
    let mut agreement = Agreement::new("J", Tolerance { relative: 1e-12, absolute: 1e-14 });
    for name in MODELS {
        let bank = bank([model(name, 1.6, &THRESHOLDS)]).expect("sound parameters");
        for step in -8..=8 {
            let curves = curves(&bank, f64::from(step) / 2.0);
            let by_definition: f64 = curves.categories().iter().map(|c| c.d1() * c.d2() / c.probability).sum();
            agreement.check(curves.bias_numerator(), by_definition, || format!("{name} at {step}/2"));
        }
    }
    agreement.conclude(MODELS.len() * 17);
}

/// In several dimensions the gradient is the score times the slope vector.
#[test]
fn the_gradient_points_along_the_slopes() {
    use thetis_core::{Item, ItemModel, MultivariateNormal};
    let models = [
        ItemModel::CompensatoryDichotomous { a: vec![0.9, -0.4, 1.3], d: 0.3, g: 0.1, u: 0.97 },
        ItemModel::CompensatoryGraded { a: vec![0.9, -0.4, 1.3], d: vec![1.2, 0.1, -0.8] },
        ItemModel::CompensatoryPartialCredit { a: vec![0.9, -0.4, 1.3], d: vec![0.5, 0.7, -0.2] },
    ];
    let items = models.map(|model| Item { dimensions: vec![2, 0, 1], ..Item::new(model) }).to_vec();
    let prior = MultivariateNormal::standard(3).expect("three dimensions");
    let bank = Bank::new(1.3, prior, items, "three dimensions").expect("sound parameters");
    let mut agreement = Agreement::new("∂ ln P / ∂θ", RESOLVED);
    let theta = [0.4, -0.7, 1.1];
    for item in 0..bank.len() {
        let view = bank.item(item);
        let mut curves = Curves::new();
        bank.curves(item, &theta, &mut curves);
        for (k, category) in (0..).zip(curves.categories()) {
            for (slope, j) in view.slopes().iter().zip(view.dimensions()) {
                let along = |x: f64| {
                    let mut point = theta;
                    point[*j as usize] = x;
                    view.log_probability(&point, k)
                };
                let (by_differences, _) = derivative(along, theta[*j as usize], STEP);
                let place = || format!("item {item}, category {k}, dimension {j}");
                agreement.check(slope * category.score, by_differences, place);
            }
        }
    }
    // 2 + 4 + 4 categories, three dimensions.
    agreement.conclude(30);
}
