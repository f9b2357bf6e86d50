//! Data of adaptive tests: few of many items a person, as lists and as a table with holes.

use thetis_bench::simulate::{self, Truth};
use thetis_calibrate::{Block, CalibrationError, MISSING, Model, Options, Responses, Specification, calibrate};

use crate::data::SEED;
use crate::report::Report;
use crate::{cpu, expectation};

const PERSONS: usize = 20_000;
const ITEMS: usize = 500;
const EACH: usize = 20;
const TOLERANCE: f64 = 1e-4;
const RUNS: usize = 3;

/// Time both layouts, and matrix products with a mask.
pub(crate) fn compare(report: &mut Report) -> Result<(), CalibrationError> {
    let mut random = simulate::generator(SEED, 1);
    let truth = Truth::draw(Model::TwoParameter, ITEMS, 2, &mut random);
    let sparse = truth.answer_some(PERSONS, EACH, &mut random)?;
    let mut cells = vec![MISSING; PERSONS * ITEMS];
    for person in 0..PERSONS {
        for (item, category) in sparse.answers(person) {
            cells[person * ITEMS + item] = u8::try_from(category).expect("two categories");
        }
    }
    let dense = Responses::dense(simulate::ids(ITEMS), cells.clone())?;
    report.line(&format!(
        "sparse data: {PERSONS} persons, {EACH} of {ITEMS} items each at random, 2PL, simulated; least of {RUNS} runs"
    ));
    report.line(
        "  layout                     calibration, CPU s  cycles  an expectation step, CPU ms      log-likelihood",
    );
    for (name, responses) in [("sparse: lists", &sparse), ("dense: a table with holes", &dense)] {
        let specification = Specification::uniform(Model::TwoParameter, responses);
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let mut least = f64::INFINITY;
        let (mut cycles, mut log_likelihood, mut free) = (0, f64::NAN, Vec::new());
        for _ in 0..RUNS {
            let (found, time) = cpu::time(|| calibrate(responses, &specification, &options));
            let found = found?;
            least = least.min(time.cpu);
            (cycles, log_likelihood, free) = (found.cycles, found.log_likelihood, found.free);
        }
        let mut block = Block::new(&specification, responses)?;
        block.locate(&free);
        let (step, _) = expectation::best(RUNS, || block.sums(&free).log_likelihood);
        report.line(&format!("  {name:26} {least:18.3} {cycles:7} {:28.2} {log_likelihood:19.6}", step * 1e3));
        if name.starts_with("dense") {
            let parameters: Vec<(f64, f64)> = free.chunks_exact(2).map(|item| (item[0], item[1])).collect();
            let (answers, seen) = (indicator(&cells, |cell| cell == 1), indicator(&cells, |cell| cell != MISSING));
            let (products, value) =
                expectation::best(RUNS, || expectation::products(&answers, Some(&seen), &parameters, ITEMS));
            report.line(&format!(
                "  {:26} {:>18} {:>7} {:28.2} {value:19.6}",
                "matrix products, a mask",
                "–",
                "–",
                products * 1e3
            ));
        }
    }
    Ok(())
}

fn indicator(cells: &[u8], holds: impl Fn(u8) -> bool) -> Vec<f64> {
    cells.iter().map(|cell| f64::from(u8::from(holds(*cell)))).collect()
}
