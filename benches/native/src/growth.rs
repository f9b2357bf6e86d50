//! How the time of a calibration grows with the number of persons.

use thetis_bench::simulate::{self, Truth};
use thetis_calibrate::{CalibrationError, Model, Options, Responses, Specification, calibrate};

use crate::cpu;
use crate::data::SEED;
use crate::report::Report;

const PERSONS: [usize; 5] = [12_500, 25_000, 50_000, 100_000, 200_000];
const ITEMS: usize = 50;
const TOLERANCE: f64 = 1e-4;
const RUNS: usize = 3;

/// Time a 2PL of growing size.
pub(crate) fn measure(report: &mut Report) -> Result<(), CalibrationError> {
    report.line(&format!(
        "growth: 2PL, {ITEMS} items, simulated, tolerance {TOLERANCE}; CPU seconds, the least of {RUNS} runs"
    ));
    report.line("  persons    CPU s  cycles  µs a person  ns a person and cycle");
    let mut random = simulate::generator(SEED, 0);
    let truth = Truth::draw(Model::TwoParameter, ITEMS, 2, &mut random);
    let most = PERSONS[PERSONS.len() - 1];
    let cells = truth.answer(most, &mut random).cells;
    let (mut whole, mut cycle) = (Vec::new(), Vec::new());
    for persons in PERSONS {
        let responses = Responses::dense(simulate::ids(ITEMS), cells[..persons * ITEMS].to_vec())?;
        let specification = Specification::uniform(Model::TwoParameter, &responses);
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let (mut least, mut cycles) = (f64::INFINITY, 0);
        for _ in 0..RUNS {
            let (found, time) = cpu::time(|| calibrate(&responses, &specification, &options));
            cycles = found?.cycles;
            least = least.min(time.cpu);
        }
        let count = persons as f64;
        let a_cycle = least / f64::from(cycles);
        report.line(&format!(
            "  {persons:7} {least:8.4} {cycles:7} {:12.3} {:22.1}",
            1e6 * least / count,
            1e9 * a_cycle / count
        ));
        whole.push((count, least));
        cycle.push((count, a_cycle));
    }
    report.line(&format!(
        "  exponent of persons, by least squares of logarithms: {:.3} for a calibration, {:.3} for a cycle",
        exponent(&whole),
        exponent(&cycle)
    ));
    Ok(())
}

/// The slope of ln y in ln x.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (x, y) = logs.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / count, sum.1 + point.1 / count));
    let covariance: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    covariance / logs.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_power_is_found_again() {
        let points: Vec<(f64, f64)> = [2.0, 3.0, 7.0, 20.0].map(|x: f64| (x, 5.0 * x.powf(1.25))).to_vec();
        assert!((super::exponent(&points) - 1.25).abs() < 1e-12);
    }
}
