//! Measures a simulation and writes `benches/results/simulate.snap`:
//! `cargo run --release -p thetis-simulate --example speed`. Fails if it takes longer than it may.

mod support;

use std::{error::Error, fmt::Write, fs, path::Path, process::ExitCode, sync::Arc};

use support::processor_seconds;
use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Test};
use thetis_simulate::{BankNames, Plan, ResponseTimes, Run, Simulees, Study, StudyDesign, run};

const ITEMS: u32 = 500;
const LENGTH: u32 = 30;
/// Numbers of simulees, the middle one of which has the limit.
const SIMULEES: [u32; 3] = [1_000, 10_000, 100_000];
const LIMITED: u32 = 10_000;
/// Most seconds of processor time for [`LIMITED`] simulees on one core.
const LIMIT: f64 = 3.0;
/// Each number of simulees is run so often, but the largest, which is there for its memory, once.
const RUNS: usize = 3;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut table = format!("{:>9} {:>12} {:>14} {:>14}\n", "simulees", "processor s", "a step, µs", "memory, MB");
    let mut kept = true;
    for simulees in SIMULEES {
        let study = study(simulees)?;
        let mut seconds = Vec::new();
        for _ in 0..if simulees > LIMITED { 1 } else { RUNS } {
            let before = processor_seconds();
            run(&study, Run::default())?;
            seconds.push(processor_seconds() - before);
        }
        seconds.sort_by(f64::total_cmp);
        let median = seconds[seconds.len() / 2];
        kept &= simulees != LIMITED || median <= LIMIT;
        let step = median * 1e6 / f64::from(simulees) / f64::from(LENGTH);
        writeln!(table, "{simulees:>9} {median:>12.2} {step:>14.2} {:>14.1}", peak_megabytes())?;
    }
    let text = format!(
        "# Simulating an adaptive test: {LENGTH} items by maximum information from a bank of {ITEMS} (three-parameter logistic), EAP on the default grid,\n\
         # one thread. Written by `cargo run --release -p thetis-simulate --example speed`.\n\
         # {}, {} {}\n\
         #\n\
         # processor s: processor time of the whole study with all its statistics, median of {RUNS} runs (1 for the largest); for {LIMITED} simulees\n\
         # it may be at most {LIMIT}. memory: most that the process had held by then; it does not grow with the number of simulees.\n\n{table}",
        processor(),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    print!("{text}");
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/results/simulate.snap"), text)?;
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn study(simulees: u32) -> Result<Study, Box<dyn Error>> {
    // Fractions of multiples of irrationals: numbers that look random and need no generator.
    let fraction = |i: u32, irrational: f64| (f64::from(i) * irrational).fract();
    let item = |i: u32| {
        let a = 0.6 + 1.6 * fraction(i, 0.618_033_988_75);
        let b = -3.0 + 6.0 * fraction(i, 0.414_213_562_37);
        Item::new(ItemModel::three_pl(a, b, 0.25 * fraction(i, 0.732_050_807_57)))
    };
    let prior = MultivariateNormal::standard(1)?;
    let bank = Arc::new(Bank::new(1.0, prior.clone(), (0..ITEMS).map(item).collect(), "speed")?);
    let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, LENGTH))?);
    let names = BankNames {
        title: "speed".into(),
        items: (0..ITEMS).map(|i| i.to_string()).collect(),
        dimensions: vec!["ability".into()],
    };
    let plan = Plan {
        simulees: Simulees::Normal { distribution: prior, count: simulees },
        replications: 1,
        seed: 1,
        bins: None,
        times: ResponseTimes::default(),
    };
    Ok(Study::new(names, bank, vec![StudyDesign { name: "adaptive".into(), test, rules: vec![] }], plan)?)
}

/// Most memory that this program has held, where Linux tells.
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<f64> = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    name.unwrap_or("processor unknown").to_owned()
}
