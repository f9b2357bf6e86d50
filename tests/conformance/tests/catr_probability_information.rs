//! Probabilities, their derivatives, information, its derivative and Warm's J agree with R catR 3.17
//! (`Pi`, `Ii`, `Ji`): every model, D = 1 and D = 1.702, θ from −6 to 6.
//!
//! The nominal model ignores D, in catR and here. Where we differ on purpose: for PCM, GPCM and RSM catR
//! multiplies by D inside the probabilities but forgets it in their derivatives, so that its `dPi`, `Ii`
//! and `Ji` are per unit of Dθ, not of θ. [`catr_forgets_d_in_partial_credit_derivatives`] proves it; the
//! other tests put the factor back into catR's numbers before they compare.

use thetis_conformance::catr::{Categories, ProbabilityFile, ProbabilityValues, bank};
use thetis_conformance::{Agreement, Tolerance, difference, reference};
use thetis_core::{Bank, Category, Curves};

/// What the project promises: 1e-10 relative or 1e-12 absolute.
const PROMISED: Tolerance = Tolerance { relative: 1e-10, absolute: 1e-12 };

/// Models whose derivatives lack D in catR.
const WITHOUT_D: [&str; 3] = ["PCM", "GPCM", "RSM"];

/// One item at one θ.
struct Place<'a> {
    model: &'a str,
    scaling: f64,
    bank: &'a Bank,
    item: u32,
    values: &'a ProbabilityValues,
}

impl Place<'_> {
    fn theta(&self) -> f64 {
        self.values.theta
    }

    /// `∂η/∂θ` of the bank's only dimension.
    fn slope(&self) -> f64 {
        self.bank.item(self.item).slopes()[0]
    }

    fn curves(&self) -> Curves {
        let mut curves = Curves::new();
        self.bank.curves(self.item, &[self.theta()], &mut curves);
        curves
    }

    /// What a derivative of catR's has to be multiplied by, once an order, to be with respect to θ.
    fn forgotten(&self) -> f64 {
        if WITHOUT_D.contains(&self.model) { self.scaling } else { 1.0 }
    }

    fn name(&self) -> String {
        format!("{} D={} item {} at {}", self.model, self.scaling, self.item, self.theta())
    }
}

fn everywhere(mut visit: impl FnMut(&Place<'_>)) {
    let file: ProbabilityFile = reference("catr_prob_info.json");
    assert_eq!(file.cases.len(), 20, "ten models, two scaling constants");
    for case in &file.cases {
        let bank = bank(&case.model, case.scaling, &case.items).expect("catR's items are sound");
        for values in &case.values {
            for item in 0..bank.len() {
                visit(&Place { model: &case.model, scaling: case.scaling, bank: &bank, item, values });
            }
        }
    }
}

fn compare_categories(
    what: &str,
    theirs: impl Fn(&ProbabilityValues) -> &Categories,
    order: i32,
    ours: impl Fn(&Category, f64) -> f64,
) {
    let mut agreement = Agreement::new(what, PROMISED);
    everywhere(|place| {
        let curves = place.curves();
        let listed = theirs(place.values).of(place.item as usize);
        let whole = listed.len() == curves.categories().len() || matches!(theirs(place.values), Categories::Highest(_));
        assert!(whole, "{}: as many categories as catR has", place.name());
        for (k, value) in listed {
            let mine = ours(&curves.categories()[k], place.slope());
            let value = value * place.forgotten().powi(order);
            agreement.check(mine, value, || format!("{} category {k}", place.name()));
        }
    });
    agreement.conclude(10_000);
}

fn compare_items(
    what: &str,
    theirs: impl Fn(&ProbabilityValues) -> &[f64],
    order: i32,
    ours: impl Fn(&Place<'_>) -> f64,
) {
    let mut agreement = Agreement::new(what, PROMISED);
    everywhere(|place| {
        let value = theirs(place.values)[place.item as usize] * place.forgotten().powi(order);
        agreement.check(ours(place), value, || place.name());
    });
    // 20 cases, 10 items, 19 abilities.
    agreement.conclude(3_800);
}

#[test]
fn probabilities_agree() {
    compare_categories("P", |v| &v.probability, 0, |c, _| c.probability);
}

#[test]
fn logarithms_of_probabilities_agree() {
    let mut agreement = Agreement::new("exp ln P", PROMISED);
    everywhere(|place| {
        for (k, value) in place.values.probability.of(place.item as usize) {
            let category = u32::try_from(k).expect("few categories");
            let ours = place.bank.item(place.item).log_probability(&[place.theta()], category).exp();
            agreement.check(ours, value, || format!("{} category {k}", place.name()));
        }
    });
    agreement.conclude(10_000);
}

#[test]
fn first_derivatives_agree() {
    compare_categories("dP/dθ", |v| &v.derivative, 1, |c, a| a * c.d1());
}

#[test]
fn information_agrees_by_every_route() {
    compare_items("I, closed form", |v| &v.info, 2, |p| p.bank.information(p.item, &[p.theta()]));
    compare_items("I, from the curves", |v| &v.info, 2, |p| p.slope().powi(2) * p.curves().information());
    compare_items("I, matrix", |v| &v.info, 2, |p| p.bank.information_matrix(p.item, &[p.theta()])[0]);
}

#[test]
fn derivative_of_information_agrees() {
    compare_items("dI/dθ", |v| &v.dinfo, 3, |p| p.slope().powi(3) * p.curves().information_d1());
}

#[test]
fn bias_numerator_agrees() {
    compare_items("J", |v| &v.bias, 3, |p| p.slope().powi(3) * p.curves().bias_numerator());
}

/// The difference quotient of probabilities that agree with catR's is our derivative, and is D times
/// catR's.
#[test]
fn catr_forgets_d_in_partial_credit_derivatives() {
    let mut ours = Agreement::new("dP/dθ against differences of P", Tolerance { relative: 1e-8, absolute: 1e-11 });
    let mut catr_is_off = 0;
    everywhere(|place| {
        if !WITHOUT_D.contains(&place.model) || place.scaling <= 1.0 {
            return;
        }
        for (k, catr) in place.values.derivative.of(place.item as usize) {
            let probability = |theta: f64| {
                let mut curves = Curves::new();
                place.bank.curves(place.item, &[theta], &mut curves);
                curves.categories()[k].probability
            };
            let (quotient, _) = difference::derivative(probability, place.theta(), 0.25);
            let mine = place.slope() * place.curves().categories()[k].d1();
            ours.check(mine, quotient, || format!("{} category {k}", place.name()));
            // Where there is anything to see.
            if quotient.abs() > 1e-6 {
                let ratio = quotient / catr;
                assert!((ratio - place.scaling).abs() < 1e-4, "{}: catR is off by D, not by {ratio}", place.name());
                catr_is_off += 1;
            }
        }
    });
    ours.conclude(2_000);
    assert!(catr_is_off > 1_000, "the difference shows in {catr_is_off} places");
}
