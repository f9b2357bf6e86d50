//! `--criterion`: what makes an item the best to ask next.

use clap::ValueEnum;
use thetis_core::{Bank, Criterion};

/// Criteria by the name they have on the command line and in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CriterionName {
    /// Largest Fisher information at the estimate; one dimension
    #[value(alias = "mfi", alias = "MFI")]
    MaximumInformation,
    /// Largest determinant of information plus inverse prior covariance (mirtCAT: DPrule)
    #[value(alias = "DPrule")]
    DOptimality,
    /// Largest determinant of information alone (mirtCAT: Drule)
    #[value(alias = "Drule")]
    DOptimalityWithoutPrior,
    /// Any item, each with equal chance
    Random,
}

impl CriterionName {
    /// What is used where none is named: maximum information, or D-optimality in several dimensions.
    pub(crate) fn default_for(bank: &Bank) -> Self {
        if bank.dimensions() == 1 { Self::MaximumInformation } else { Self::DOptimality }
    }

    pub(crate) fn to_core(self) -> Criterion {
        match self {
            Self::MaximumInformation => Criterion::MaximumInformation,
            Self::DOptimality => Criterion::DOptimality { prior: true },
            Self::DOptimalityWithoutPrior => Criterion::DOptimality { prior: false },
            Self::Random => Criterion::Random,
        }
    }
}

/// The name under which reports show a criterion.
pub(crate) fn name(criterion: &Criterion) -> &'static str {
    match criterion {
        Criterion::MaximumInformation => "maximum-information",
        Criterion::DOptimality { prior: true } => "d-optimality",
        Criterion::DOptimality { prior: false } => "d-optimality-without-prior",
        Criterion::Random => "random",
        Criterion::FixedOrder(_) => "fixed-order",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_use_the_names_of_the_option() {
        for criterion in CriterionName::value_variants() {
            let value = criterion.to_possible_value().expect("a name");
            assert_eq!(name(&criterion.to_core()), value.get_name());
        }
    }
}
