//! Writes the recovery study of calibration, `benches/results/recovery.snap`:
//!
//!     cargo run --release -p thetis-bench --bin recovery
//!
//! Fails if intervals or estimates are further off than they may be.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use thetis_bench::recovery::{Mean, Recovery, Study, Summary};
use thetis_calibrate::Model;

const MODELS: [(Model, usize); 3] =
    [(Model::TwoParameter, 2), (Model::Graded, 5), (Model::GeneralisedPartialCredit, 5)];
const PERSONS: usize = 1_000;
const ITEMS: usize = 20;
const REPLICATIONS: u32 = 200;
const SEED: u64 = 5;

/// Coverage of 95 % intervals by Oakes' identity that is still accepted.
const COVERAGE: (f64, f64) = (0.94, 0.96);
/// Largest mean bias accepted, as a part of the root mean squared error.
const BIAS: f64 = 0.15;

fn main() -> ExitCode {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/recovery.snap");
    let found: Vec<Recovery> = MODELS.into_iter().map(study).collect();
    let lines: Vec<(&Recovery, Summary)> =
        found.iter().flat_map(|recovery| ['a', 'b'].map(|kind| (recovery, Summary::of(recovery, kind)))).collect();
    let text = report(&found, &lines);
    print!("{text}");
    if let Err(error) = std::fs::write(&file, text) {
        eprintln!("cannot write {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    let kept = lines.iter().all(|(_, summary)| {
        (COVERAGE.0..=COVERAGE.1).contains(&summary.oakes.value) && summary.bias.value.abs() <= BIAS * summary.rmse
    });
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn study((model, categories): (Model, usize)) -> Recovery {
    Study { model, categories, items: ITEMS, persons: PERSONS, replications: REPLICATIONS, seed: SEED }.run()
}

fn report(found: &[Recovery], lines: &[(&Recovery, Summary)]) -> String {
    let mut text = format!(
        "# Recovery of item parameters: {ITEMS} items, {PERSONS} persons, {REPLICATIONS} replications of each model with the same items and new persons;\n\
         # graded and generalised partial credit items have five categories. Abilities N(0, 1), slopes log-normal(0.1, 0.3), difficulties\n\
         # N(0, 1), thresholds and steps 0.5 to 1.1 apart about a centre from N(0, 0.6). Marginal maximum likelihood, no priors, all settings\n\
         # as they are unless told otherwise. Written by `cargo run --release -p thetis-bench --bin recovery`; seed {SEED}, the same numbers each time.\n\
         #\n\
         # In the bank's metric: a slopes, b difficulties, thresholds or steps; standard errors of b by the delta method. bias, coverage: mean\n\
         # over all parameters of the kind and all replications, with its standard error over replications. most: bias of the parameter that\n\
         # has most. coverage: per cent of 95 % intervals (estimate ± 1.96 standard errors) that hold the true value. SE/SD: standard error\n\
         # (root mean square) divided by the standard deviation of estimates over replications. cross-pr.: cross-products.\n\
         #\n"
    );
    for line in meaning(found, lines) {
        writeln!(text, "# {line}").expect("a text can be written to");
    }
    writeln!(
        text,
        "\n{:7} {:>4} {:>15} {:>18} {:>6} {:>6} {:>16} {:>16} {:>6} {:>9}",
        "model", "", "true values", "bias", "most", "RMSE", "coverage, Oakes", "cross-pr.", "SE/SD", "cross-pr."
    )
    .expect("a text can be written to");
    for (recovery, s) in lines {
        writeln!(
            text,
            "{:7} {:>4} {:>7.2} … {:>5.2} {:>9.4} ± {:.4} {:>6.3} {:>6.3} {:>16} {:>16} {:>6.3} {:>9.3}",
            recovery.study.model.name(),
            format!("{}×{}", s.parameters, s.kind),
            s.truth.0,
            s.truth.1,
            s.bias.value,
            s.bias.error,
            s.largest_bias,
            s.rmse,
            per_cent(s.oakes),
            per_cent(s.cross_product),
            s.oakes_ratio,
            s.cross_product_ratio,
        )
        .expect("a text can be written to");
    }
    writeln!(
        text,
        "\n{:7} {:>15} {:>9} {:>44}",
        "model", "not converged", "refused", "abilities within EAP ± 1.96 posterior SD, %"
    )
    .expect("a text can be written to");
    for recovery in found {
        writeln!(
            text,
            "{:7} {:>15} {:>9} {:>44}",
            recovery.study.model.name(),
            recovery.not_converged,
            recovery.refused.len(),
            per_cent(Mean::of(&recovery.scores)),
        )
        .expect("a text can be written to");
    }
    text
}

/// What the numbers say, in two sentences.
fn meaning(found: &[Recovery], lines: &[(&Recovery, Summary)]) -> Vec<String> {
    let range = |values: &dyn Fn(&Summary) -> f64| {
        lines
            .iter()
            .map(|(_, s)| values(s))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
    };
    let bias = range(&|s| 100.0 * s.bias.value.abs() / s.rmse);
    let (oakes, cross) = (range(&|s| 100.0 * s.oakes.value), range(&|s| 100.0 * s.cross_product.value));
    let scores: Vec<f64> = found.iter().map(|recovery| 100.0 * Mean::of(&recovery.scores).value).collect();
    let worst = scores.iter().copied().fold(f64::INFINITY, f64::min);
    vec![
        format!(
            "What it means: estimates are as good as unbiased, for the mean bias is at most {:.0} % of the error that a calibration of {PERSONS} persons",
            bias.1
        ),
        format!(
            "has anyway, and 95 % intervals hold the true value in {:.1} to {:.1} % of cases with standard errors by Oakes' identity, {:.1} to {:.1} %",
            oakes.0, oakes.1, cross.0, cross.1
        ),
        format!(
            "by cross-products. Persons' abilities lie within their 95 % posterior intervals in at least {worst:.1} % of cases, although the intervals take",
        ),
        "the items' estimates for the truth.".to_owned(),
    ]
}

fn per_cent(mean: Mean) -> String {
    format!("{:.2} ± {:.2}", 100.0 * mean.value, 100.0 * mean.error)
}
