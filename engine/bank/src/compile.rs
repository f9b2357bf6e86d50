//! From the item bank as files to the bank and designs of the engine.

use std::{collections::HashMap, error::Error, fmt, sync::Arc};

use thetis_core as core;

use crate::{
    read::BankFolder,
    types::{
        Criterion, Design, Estimate, Estimator, ItemBank, Model, Prior, Quadrature, QuadratureRule, StandardErrorKind,
        StartTheta, StopRule,
    },
};

/// Why a bank or design cannot be given to the engine.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CompileError {
    /// An item names a dimension the bank does not declare.
    UnknownDimension {
        /// Id of the item.
        item: String,
        /// The dimension named.
        dimension: String,
    },
    /// The prior's mean or covariance does not have one value, or row and column, for each dimension.
    PriorShape {
        /// Number of dimensions of the bank.
        dimensions: usize,
    },
    /// The bank has no design of this name.
    UnknownDesign {
        /// The name asked for.
        design: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A design's fixed order names an item the bank does not have.
    UnknownItem {
        /// Name of the design.
        design: String,
        /// The item named.
        item: String,
    },
    /// The engine refuses the bank or the design.
    Engine {
        /// Id of the item at fault, where it is one.
        item: Option<String>,
        /// Name of the design at fault, where it is one.
        design: Option<String>,
        /// The engine's error; items in it are indices.
        source: core::Error,
    },
}

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownDimension { item, dimension } => write!(
                formatter,
                "item {item}: the bank declares no dimension {dimension}; declare it, or correct the item"
            ),
            Self::PriorShape { dimensions } => write!(
                formatter,
                "the prior does not fit the {dimensions} dimensions of the bank; give a mean of {dimensions} values and a covariance of {dimensions} × {dimensions}"
            ),
            Self::UnknownDesign { design, known } if known.is_empty() => {
                write!(formatter, "there is no design {design}: the bank has none; add one to \"designs\"")
            }
            Self::UnknownDesign { design, known } => {
                write!(formatter, "there is no design {design}; use one of: {}", known.join(", "))
            }
            Self::UnknownItem { design, item } => {
                write!(formatter, "design {design}: the bank has no item {item}; correct the fixed order")
            }
            Self::Engine { item, design, source } => {
                if let Some(design) = design {
                    write!(formatter, "design {design}: ")?;
                }
                if let Some(item) = item {
                    write!(formatter, "item {item}: ")?;
                }
                source.fmt(formatter)
            }
        }
    }
}

impl Error for CompileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Engine { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl BankFolder {
    /// The engine's bank. Items keep their position; only operational ones are available to tests.
    ///
    /// # Errors
    ///
    /// The first reason why the engine cannot use the bank. [`check`](crate::check()) reports them all.
    pub fn compile(&self) -> Result<core::Bank, CompileError> {
        self.bank.compile()
    }

    /// The engine's form of a design. Whether it fits the bank is for [`compile_test`](Self::compile_test)
    /// to say.
    ///
    /// # Errors
    ///
    /// There is no such design, or its fixed order names an unknown item.
    pub fn compile_design(&self, name: &str) -> Result<core::Design, CompileError> {
        self.bank.compile_design(name)
    }

    /// Bank and design together, ready for sessions.
    ///
    /// # Errors
    ///
    /// As [`compile`](Self::compile) and [`compile_design`](Self::compile_design), and where the design
    /// asks what the bank cannot do.
    pub fn compile_test(&self, name: &str) -> Result<core::Test, CompileError> {
        let design = self.compile_design(name)?;
        self.bank.test(Arc::new(self.compile()?), design, name)
    }
}

impl ItemBank {
    pub(crate) fn compile(&self) -> Result<core::Bank, CompileError> {
        let items = self.core_items()?;
        let bank = core::Bank::new(self.scaling, self.core_prior()?, items, &self.identity());
        bank.map_err(|source| self.engine_error(source, None))
    }

    pub(crate) fn core_items(&self) -> Result<Vec<core::Item>, CompileError> {
        let dimensions: HashMap<&str, u32> =
            self.dimensions.iter().map(|dimension| dimension.id.as_str()).zip(0..).collect();
        self.items
            .iter()
            .map(|item| {
                let index = |id: &String| {
                    dimensions
                        .get(id.as_str())
                        .copied()
                        .ok_or_else(|| CompileError::UnknownDimension { item: item.id.clone(), dimension: id.clone() })
                };
                Ok(core::Item {
                    model: item.model.lower(),
                    dimensions: item.dimensions.iter().map(index).collect::<Result<_, _>>()?,
                    available: item.status.is_operational(),
                })
            })
            .collect()
    }

    fn core_prior(&self) -> Result<core::MultivariateNormal, CompileError> {
        let Prior { mean, covariance } = &self.prior;
        let dimensions = self.dimensions.len();
        let fits = mean.len() == dimensions
            && covariance.len() == dimensions
            && covariance.iter().all(|row| row.len() == dimensions);
        if !fits {
            return Err(CompileError::PriorShape { dimensions });
        }
        core::MultivariateNormal::new(mean.clone(), covariance.concat())
            .map_err(|source| self.engine_error(source, None))
    }

    pub(crate) fn compile_design(&self, name: &str) -> Result<core::Design, CompileError> {
        let design = self.designs.get(name).ok_or_else(|| CompileError::UnknownDesign {
            design: name.to_owned(),
            known: self.designs.keys().map(str::to_owned).collect(),
        })?;
        let Design { start, select, estimate, stop } = design;
        let number_of_items = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        Ok(core::Design {
            start: match &start.theta {
                StartTheta::PriorMean => core::Start::PriorMean,
                StartTheta::Fixed(theta) => core::Start::Theta(theta.clone()),
            },
            selection: core::Selection {
                criterion: self.criterion(&select.criterion, name)?,
                randomesque: select.randomesque,
            },
            estimation: estimate.lower(),
            stop: core::Stop {
                min_items: stop.min_items.unwrap_or(1),
                max_items: stop.max_items.unwrap_or(number_of_items),
                when: stop.when.as_ref().map(StopRule::lower),
            },
        })
    }

    fn criterion(&self, criterion: &Criterion, design: &str) -> Result<core::Criterion, CompileError> {
        Ok(match criterion {
            Criterion::MaximumInformation {} => core::Criterion::MaximumInformation,
            Criterion::DOptimality { prior } => core::Criterion::DOptimality { prior: *prior },
            Criterion::Random {} => core::Criterion::Random,
            Criterion::FixedOrder { order } => {
                let indices: HashMap<&str, u32> = self.items.iter().map(|item| item.id.as_str()).zip(0..).collect();
                let index = |id: &String| {
                    indices
                        .get(id.as_str())
                        .copied()
                        .ok_or_else(|| CompileError::UnknownItem { design: design.to_owned(), item: id.clone() })
                };
                core::Criterion::FixedOrder(order.iter().map(index).collect::<Result<_, _>>()?)
            }
        })
    }

    pub(crate) fn test(
        &self,
        bank: Arc<core::Bank>,
        design: core::Design,
        name: &str,
    ) -> Result<core::Test, CompileError> {
        core::Test::new(bank, design).map_err(|source| self.engine_error(source, Some(name)))
    }

    fn engine_error(&self, source: core::Error, design: Option<&str>) -> CompileError {
        let item = source.item().and_then(|index| self.items.get(index as usize));
        CompileError::Engine { item: item.map(|item| item.id.clone()), design: design.map(str::to_owned), source }
    }
}

impl Model {
    /// The engine's form of the model. The modified graded and rating scale models become graded and
    /// partial credit with thresholds `b − t_k` and `b + t_k`, computed here as the player computes them,
    /// so that both reach the same bank digest.
    #[must_use]
    pub fn lower(&self) -> core::ItemModel {
        use core::ItemModel;
        match self {
            Self::OnePl { b, .. } => ItemModel::one_pl(*b),
            Self::TwoPl { a, b, .. } => ItemModel::two_pl(*a, *b),
            Self::ThreePl { a, b, c, .. } => ItemModel::three_pl(*a, *b, *c),
            Self::FourPl { a, b, c, d, .. } => ItemModel::four_pl(*a, *b, *c, *d),
            Self::Grm { a, b, .. } => ItemModel::graded(*a, b),
            Self::Mgrm { a, b, t, .. } => ItemModel::modified_graded(*a, *b, t),
            Self::Pcm { b, .. } => ItemModel::partial_credit(b),
            Self::Gpcm { a, b, .. } => ItemModel::generalised_partial_credit(*a, b),
            Self::Rsm { b, t, .. } => ItemModel::rating_scale(*b, t),
            Self::Nrm { s, i, .. } => ItemModel::nominal(s, i),
            Self::CompensatoryFourPl { a, d, g, u, .. } => {
                ItemModel::CompensatoryDichotomous { a: a.clone(), d: *d, g: *g, u: *u }
            }
            Self::CompensatoryGrm { a, d, .. } => ItemModel::CompensatoryGraded { a: a.clone(), d: d.clone() },
            Self::CompensatoryGpcm { a, d, .. } => ItemModel::CompensatoryPartialCredit { a: a.clone(), d: d.clone() },
        }
    }
}

impl Estimate {
    /// The engine's form, with the bank's own prior.
    #[must_use]
    pub fn lower(&self) -> core::Estimation {
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
            ..usual
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

impl StopRule {
    /// The engine's form.
    #[must_use]
    pub fn lower(&self) -> core::StopRule {
        let all = |rules: &[Self]| rules.iter().map(Self::lower).collect();
        match self {
            Self::StandardErrorAtMost(value) => core::StopRule::StandardError { at_most: *value },
            Self::InformationBelow(value) => core::StopRule::Information { below: *value },
            Self::Any(rules) => core::StopRule::Any(all(rules)),
            Self::All(rules) => core::StopRule::All(all(rules)),
        }
    }
}
