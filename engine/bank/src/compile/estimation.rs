//! Estimation in the engine's form.

use thetis_core as core;

use crate::types::{
    Confidence, Dimension, DimensionKind, Estimate, Estimator, Quadrature, QuadratureRule, StandardErrorKind,
};

impl Estimate {
    /// The engine's form, with the bank's own prior. The dimensions are those of the bank.
    #[must_use]
    pub fn lower(&self, dimensions: &[Dimension]) -> core::Estimation {
        let estimator = match self.estimator {
            Estimator::Ml => core::Estimator::Ml,
            Estimator::Map => core::Estimator::Map,
            Estimator::Eap => core::Estimator::Eap,
            Estimator::Wle => core::Estimator::Wle,
            Estimator::Jeffreys => core::Estimator::Jeffreys,
        };
        let usual = core::Estimation::new(estimator);
        core::Estimation {
            range: (self.range[0], self.range[1]),
            quadrature: self.quadrature.lower(),
            standard_error: match self.standard_error {
                None => usual.standard_error,
                Some(StandardErrorKind::Expected) => core::StandardErrorKind::Expected,
                Some(StandardErrorKind::Observed) => core::StandardErrorKind::Observed,
                Some(StandardErrorKind::Posterior) => core::StandardErrorKind::Posterior,
            },
            dependence: self.confidence.lower(dimensions),
            ..usual
        }
    }
}

impl Confidence {
    /// The engine's form. `prior-mean`: every evaluation dimension follows the first confidence dimension of
    /// the same competence, where there is one.
    fn lower(self, dimensions: &[Dimension]) -> core::Dependence {
        let informant = |dimension: &Dimension| {
            let is_informant =
                |other: &Dimension| other.kind == DimensionKind::Confidence && other.competence == dimension.competence;
            let place = dimensions.iter().position(is_informant)?;
            u32::try_from(place).ok().filter(|_| dimension.kind == DimensionKind::Evaluation)
        };
        match self {
            Self::Joint => core::Dependence::Joint,
            Self::PriorMean => core::Dependence::Separate { informed_by: dimensions.iter().map(informant).collect() },
            Self::Off => core::Dependence::Separate { informed_by: vec![None; dimensions.len()] },
        }
    }
}

impl Quadrature {
    /// The engine's form; `None` is its own default for the number of dimensions.
    #[must_use]
    pub fn lower(&self) -> Option<core::Quadrature> {
        match *self {
            Self::Default => None,
            Self::Catr => Some(core::Quadrature::CATR),
            Self::Grid { rule, range: [lower, upper], nodes } => Some(core::Quadrature {
                rule: match rule {
                    QuadratureRule::Trapezoid => core::Rule::Trapezoid,
                    QuadratureRule::EqualWeights => core::Rule::EqualWeights,
                },
                lower,
                upper,
                nodes,
            }),
        }
    }
}
