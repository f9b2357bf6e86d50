//! Banks, designs and studies that the tests share.

use std::sync::Arc;

use thetis_bank::{BankFolder, BankSource, ItemBank};
use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Test};
use thetis_simulate::{BankNames, Plan, ResponseTimes, Simulees, Study, StudyDesign};

/// Numbers between 0 and 1 that look random and are the same everywhere: the fractions of multiples of an irrational.
pub(crate) fn fraction(n: u32, k: u32) -> f64 {
    (f64::from(n + 1) * 0.618_033_988_749_895 * f64::from(2 * k + 1)).fract()
}

/// Items of the two-parameter model with difficulties from −3 to 3.
pub(crate) fn two_pl(items: u32) -> Vec<Item> {
    (0..items).map(|i| Item::new(ItemModel::two_pl(0.8 + 1.2 * fraction(i, 0), -3.0 + 6.0 * fraction(i, 1)))).collect()
}

pub(crate) fn bank(items: Vec<Item>) -> Arc<Bank> {
    let prior = MultivariateNormal::standard(1).expect("a prior");
    Arc::new(Bank::new(1.0, prior, items, "test bank").expect("a bank"))
}

pub(crate) fn names(bank: &Bank) -> BankNames {
    BankNames {
        title: "test bank".into(),
        items: (1..=bank.len()).map(|number| format!("q{number}")).collect(),
        dimensions: vec!["ability".into()],
    }
}

pub(crate) fn named(name: &str, bank: &Arc<Bank>, design: Design) -> StudyDesign {
    StudyDesign { name: name.into(), test: Arc::new(Test::new(bank.clone(), design).expect("sound")), rules: vec![] }
}

pub(crate) fn plan(simulees: Simulees, replications: u32, seed: u64) -> Plan {
    Plan { simulees, replications, seed, bins: None, times: ResponseTimes::default() }
}

/// Simulees from the standard normal distribution.
pub(crate) fn normal(count: u32) -> Simulees {
    Simulees::Normal { distribution: MultivariateNormal::standard(1).expect("a prior"), count }
}

pub(crate) fn study(bank: &Arc<Bank>, designs: Vec<StudyDesign>, plan: Plan) -> Study {
    Study::new(names(bank), bank.clone(), designs, plan).expect("a study")
}

/// A bank's folder from the text of its bank.json alone.
pub(crate) fn folder(bank: ItemBank) -> BankSource {
    BankSource::Folder(Box::new(BankFolder { bank, locales: [].into(), media: [].into() }))
}
