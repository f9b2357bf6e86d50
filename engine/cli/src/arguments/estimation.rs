//! How ability is estimated, as options.

use clap::{Args, ValueEnum};
use thetis_core::{self as core, Bank, Estimation};

use super::{number, prior::PriorChoice, quadrature::QuadratureChoice};
use crate::failure::Failure;

/// How ability is estimated.
#[derive(Debug, Args)]
#[command(next_help_heading = "Estimation")]
pub(crate) struct EstimationArguments {
    /// Estimator of ability
    #[arg(long, value_enum, value_name = "NAME", default_value_t = EstimatorName::Eap)]
    estimator: EstimatorName,
    /// Prior of map, eap and posterior standard errors: normal:MEAN,SD, uniform:LOWER,UPPER or jeffreys; the bank's own unless given
    #[arg(long, value_name = "PRIOR")]
    prior: Option<PriorChoice>,
    /// Range in which ml, map, wle and jeffreys look for the estimate
    #[arg(long, value_name = "LOWER,UPPER", default_value = "-6,6", value_parser = number::interval, allow_hyphen_values = true)]
    range: (f64, f64),
    /// Grid of eap and posterior standard errors: default (61 nodes on ±6 in one dimension, fewer where several depend on each other), catr (33 on ±4), NODES, LOWER,UPPER,NODES, or either after trapezoid: or equal-weights:
    #[arg(long, value_name = "GRID", default_value = "default", allow_hyphen_values = true)]
    quadrature: QuadratureChoice,
    /// Standard error: from expected or observed information, or the posterior's; posterior for eap and expected for the others unless given
    #[arg(long = "se", value_enum, value_name = "KIND")]
    standard_error: Option<StandardErrorName>,
}

/// Estimators by the name they have on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EstimatorName {
    /// Maximum likelihood; constant answer patterns give an end of the range
    Ml,
    /// Mode of the posterior (Bayes modal)
    Map,
    /// Mean of the posterior
    Eap,
    /// Weighted likelihood (Warm 1989)
    Wle,
    /// Mode under Jeffreys' prior, which mirt calls WLE
    Jeffreys,
}

/// Standard errors by the name they have on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StandardErrorName {
    /// From expected information
    Expected,
    /// From observed information
    Observed,
    /// Standard deviation of the posterior around the estimate
    Posterior,
}

impl EstimationArguments {
    /// The engine's form, checked against a bank.
    ///
    /// # Errors
    /// Usage, where the options do not go together or not with this bank.
    pub(crate) fn to_core(&self, bank: &Bank) -> Result<Estimation, Failure> {
        let usual = Estimation::new(match self.estimator {
            EstimatorName::Ml => core::Estimator::Ml,
            EstimatorName::Map => core::Estimator::Map,
            EstimatorName::Eap => core::Estimator::Eap,
            EstimatorName::Wle => core::Estimator::Wle,
            EstimatorName::Jeffreys => core::Estimator::Jeffreys,
        });
        let refused = |error: core::Error| Failure::usage(error.to_string());
        let estimation = Estimation {
            prior: self.prior.map(|prior| prior.to_core(bank.dimensions())).transpose().map_err(refused)?,
            range: self.range,
            quadrature: self.quadrature.0,
            standard_error: match self.standard_error {
                None => usual.standard_error,
                Some(StandardErrorName::Expected) => core::StandardErrorKind::Expected,
                Some(StandardErrorName::Observed) => core::StandardErrorKind::Observed,
                Some(StandardErrorName::Posterior) => core::StandardErrorKind::Posterior,
            },
            ..usual
        };
        // Nobody's answers: what fails now are the options.
        core::estimate(bank, [], &estimation).map_err(refused)?;
        Ok(estimation)
    }
}
