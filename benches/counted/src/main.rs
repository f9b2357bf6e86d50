//! Takes the tests that benches/web/growth.mjs describes, and writes what a step of each took: with the feature `count` how often it
//! called the exponential and the logarithm, how often it allocated and how much; without it nanoseconds.
//!
//! Reads numbers, separated by white space: how many cases, and of each criterion (0 maximum information, 1 posterior weighted information,
//! 2 expected posterior variance), nodes, length, items and persons; a, b and c of every item; the answers of every person to every item.
//! Writes a line for each case: as [`what`] says, then the last estimate of the last person. Without `count` first a line with nanoseconds of
//! an exponential and of a logarithm.

#![forbid(unsafe_code)]

mod input;
#[cfg_attr(feature = "count", path = "count.rs")]
#[cfg_attr(not(feature = "count"), path = "time.rs")]
mod what;

use std::error::Error;
use std::io::{Read, stdin};
use std::sync::Arc;

use input::{Case, Numbers};
use thetis_core::{
    Bank, Criterion, Design, Item, ItemModel, MultivariateNormal, Quadrature, Rule, Session, Test, Weight,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let mut numbers = Numbers::new(&text);
    what::begin();
    for _ in 0..numbers.whole()? {
        let case = numbers.case()?;
        let test = test(&case)?;
        let mut last = f64::NAN;
        let line = what::measure(case.persons.len(), &mut |person, step| {
            last = take(&test, case.length, &case.persons[person], step)
        });
        println!("{line} {last:e}");
    }
    Ok(())
}

/// One test of one person; every step goes by `step`. The last estimate.
fn take(test: &Arc<Test>, steps: u32, answers: &[u32], step: &mut dyn FnMut(&mut dyn FnMut())) -> f64 {
    let mut session = Session::new(test.clone(), 1);
    for _ in 0..steps {
        let item = session.next().expect("a test longer than this");
        let answer = answers[item as usize];
        // The answer updates the estimate and chooses the next item.
        step(&mut || session.answer(item, answer, answer, 0).expect("an answer to the item that was asked"));
    }
    session.estimate().theta[0]
}

fn test(case: &Case) -> Result<Arc<Test>, Box<dyn Error>> {
    let items = case.items.iter().map(|[a, b, c]| Item::new(ItemModel::three_pl(*a, *b, *c))).collect();
    let bank = Arc::new(Bank::new(1.0, MultivariateNormal::standard(1)?, items, "bench")?);
    // One more than are taken, so that the last step too chooses an item.
    let mut design = Design::adaptive(&bank, case.length + 1);
    design.selection.criterion = match case.criterion {
        0 => Criterion::MaximumInformation,
        1 => Criterion::WeightedInformation(Weight::Posterior),
        2 => Criterion::ExpectedPosteriorVariance { predictive: true },
        other => return Err(format!("{other} is no criterion").into()),
    };
    let quadrature = Quadrature { rule: Rule::EqualWeights, lower: -6.0, upper: 6.0, nodes: case.nodes };
    design.estimation.quadrature = Some(quadrature);
    Ok(Arc::new(Test::new(bank, design)?))
}
