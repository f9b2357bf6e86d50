//! Simulates the studies that benches/web/peers.mjs describes, and writes for each the seconds of processor time it took, the least of
//! [`RUNS`] runs, and the root mean square error of the final estimates: `cargo run --release -p thetis-simulate --example throughput`.
//!
//! Reads numbers, separated by white space: how many studies, and of each 0 for maximum likelihood or the number of nodes of EAP by the trapezoid
//! rule, the ends of the range, the length of the test, the number of items and of simulees; a, b and c of every item; every ability.

mod support;

use std::{error::Error, io::Read, io::stdin, str::SplitAsciiWhitespace, sync::Arc};

use support::processor_seconds;
use thetis_core::{Bank, Design, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Quadrature, Rule, Test};
use thetis_simulate::{BankNames, Plan, ResponseTimes, Run, Simulees, Study, StudyDesign, run};

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let mut words = Words(text.split_ascii_whitespace());
    for _ in 0..words.whole()? {
        let study = words.study()?;
        let (mut least, mut error) = (f64::INFINITY, f64::NAN);
        for _ in 0..RUNS {
            let before = processor_seconds();
            let report = run(&study, Run::default())?;
            least = least.min(processor_seconds() - before);
            error = report.designs[0].dimensions[0].accuracy.rmse;
        }
        println!("{least} {error}");
    }
    Ok(())
}

struct Words<'a>(SplitAsciiWhitespace<'a>);

impl Words<'_> {
    fn number(&mut self) -> Result<f64, Box<dyn Error>> {
        Ok(self.0.next().ok_or("the input ends too early")?.parse()?)
    }

    fn whole(&mut self) -> Result<u32, Box<dyn Error>> {
        Ok(self.0.next().ok_or("the input ends too early")?.parse()?)
    }

    fn study(&mut self) -> Result<Study, Box<dyn Error>> {
        let (nodes, range) = (self.whole()?, (self.number()?, self.number()?));
        let (length, items, simulees) = (self.whole()?, self.whole()?, self.whole()?);
        let prior = MultivariateNormal::standard(1)?;
        let list = (0..items)
            .map(|_| Ok(Item::new(ItemModel::three_pl(self.number()?, self.number()?, self.number()?))))
            .collect::<Result<_, Box<dyn Error>>>()?;
        let thetas = (0..simulees).map(|_| self.number()).collect::<Result<_, _>>()?;
        let bank = Arc::new(Bank::new(1.0, prior, list, "throughput")?);
        let mut design = Design::adaptive(&bank, length);
        design.estimation =
            Estimation { range, ..Estimation::new(if nodes == 0 { Estimator::Ml } else { Estimator::Eap }) };
        if nodes > 0 {
            design.estimation.quadrature =
                Some(Quadrature { rule: Rule::Trapezoid, lower: range.0, upper: range.1, nodes });
        }
        let test = Arc::new(Test::new(bank.clone(), design)?);
        let names = BankNames {
            title: "throughput".into(),
            items: (0..items).map(|item| item.to_string()).collect(),
            dimensions: vec!["ability".into()],
        };
        let plan = Plan {
            simulees: Simulees::Thetas(thetas),
            replications: 1,
            seed: 1,
            bins: None,
            times: ResponseTimes::default(),
        };
        Ok(Study::new(names, bank, vec![StudyDesign { name: "adaptive".into(), test, rules: vec![] }], plan)?)
    }
}
