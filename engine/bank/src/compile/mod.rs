//! From the item bank as files to the bank and designs of the engine.

mod blueprint;
mod criterion;
mod design;
mod estimation;
mod model;
mod stop;

use std::{collections::HashMap, error::Error, fmt, sync::Arc};

use thetis_core as core;

use crate::{
    assembler::make_test,
    read::BankFolder,
    types::{Design, Item, ItemBank, Prior, Status},
};

pub use criterion::CriterionContext;
use design::DesignCompiler;

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
    /// A design names an item the bank does not have.
    UnknownItem {
        /// Name of the design.
        design: String,
        /// Where it names it: `fixed order`, `start items`, `exposure`.
        place: &'static str,
        /// The item named.
        item: String,
    },
    /// A design names a dimension the bank does not declare.
    UnknownDesignDimension {
        /// Name of the design.
        design: String,
        /// The dimension named.
        dimension: String,
    },
    /// An item names an enemy the bank does not have.
    UnknownEnemy {
        /// Id of the item.
        item: String,
        /// The enemy named.
        enemy: String,
    },
    /// An item names an item set the bank does not declare.
    UnknownSet {
        /// Id of the item.
        item: String,
        /// The set named.
        set: String,
    },
    /// A point of a design's start does not have one value for each dimension.
    StartShape {
        /// Name of the design.
        design: String,
        /// Number of dimensions of the bank.
        dimensions: usize,
    },
    /// An item's exposure probabilities are not one for each class.
    ExposureClasses {
        /// Name of the design.
        design: String,
        /// Id of the item.
        item: String,
        /// Number of classes.
        classes: usize,
        /// Number of probabilities.
        found: usize,
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
            Self::UnknownItem { design, place, item } => {
                write!(formatter, "design {design}: the bank has no item {item}; correct the {place}")
            }
            Self::UnknownDesignDimension { design, dimension } => {
                write!(formatter, "design {design}: the bank declares no dimension {dimension}; correct the id")
            }
            Self::UnknownEnemy { item, enemy } => {
                write!(formatter, "item {item}: its enemy {enemy} is an item the bank does not have; correct the id")
            }
            Self::UnknownSet { item, set } => {
                write!(formatter, "item {item}: the bank declares no item set {set}; add it to \"sets\"")
            }
            Self::StartShape { design, dimensions } => write!(
                formatter,
                "design {design}: a point of start.theta does not have one value for each of the {dimensions} dimensions; correct it"
            ),
            Self::ExposureClasses { design, item, classes, found } => write!(
                formatter,
                "design {design}, item {item}: {found} exposure probabilities for {classes} classes; give one, or one for each class"
            ),
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
    /// The engine's bank. Items keep their position, whatever their status.
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
    /// There is no such design, or it names an item, a dimension or an item set the bank does not have.
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
                    status: match item.status {
                        Status::Operational => core::ItemStatus::Operational,
                        Status::Pilot => core::ItemStatus::Pilot,
                        Status::Retired => core::ItemStatus::Retired,
                    },
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
        DesignCompiler::new(self, name, design).compile()
    }

    /// Most items of a test of this design: all operational ones where it does not say.
    pub(crate) fn max_items(&self, design: &Design) -> u32 {
        design.stop.max_items.unwrap_or_else(|| u32::try_from(self.operational().count()).unwrap_or(u32::MAX))
    }

    /// The operational items with their places.
    pub(crate) fn operational(&self) -> impl Iterator<Item = (u32, &Item)> {
        (0..).zip(&self.items).filter(|(_, item)| item.status.is_operational())
    }

    pub(crate) fn test(
        &self,
        bank: Arc<core::Bank>,
        design: core::Design,
        name: &str,
    ) -> Result<core::Test, CompileError> {
        make_test(bank, design).map_err(|source| self.engine_error(source, Some(name)))
    }

    fn engine_error(&self, source: core::Error, design: Option<&str>) -> CompileError {
        let item = source.item().and_then(|index| self.items.get(index as usize));
        CompileError::Engine { item: item.map(|item| item.id.clone()), design: design.map(str::to_owned), source }
    }
}
