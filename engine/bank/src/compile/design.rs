//! Designs in the engine's form.

use std::collections::HashMap;

use thetis_core as core;

use crate::types::{Answers, Change, Design, Fit, ItemBank, Unanswered};

use super::{CompileError, CriterionContext};

/// A design about to be lowered, with what it is looked up in.
pub(super) struct DesignCompiler<'a> {
    pub(super) bank: &'a ItemBank,
    pub(super) name: &'a str,
    pub(super) design: &'a Design,
    /// Place of each item; of the first where two have one id.
    pub(super) items: HashMap<&'a str, u32>,
}

impl<'a> DesignCompiler<'a> {
    pub(super) fn new(bank: &'a ItemBank, name: &'a str, design: &'a Design) -> Self {
        let mut items = HashMap::new();
        for (index, item) in (0_u32..).zip(&bank.items) {
            items.entry(item.id.as_str()).or_insert(index);
        }
        Self { bank, name, design, items }
    }

    pub(super) fn compile(&self) -> Result<core::Design, CompileError> {
        let Design { select, estimate, answers, fit, .. } = self.design;
        let context = CriterionContext { dimensions: self.bank.dimensions.len(), max_items: self.max_items() };
        Ok(core::Design {
            start: self.start()?,
            selection: core::Selection {
                criterion: select.criterion.lower(context, |id| self.item("fixed order", id))?,
                randomesque: select.randomesque,
            },
            blueprint: self.blueprint()?,
            estimation: estimate.lower(&self.bank.dimensions),
            cuts: self.cuts()?,
            stop: self.stop()?,
            answers: answers.lower(),
            fit: fit.lower(),
        })
    }

    fn start(&self) -> Result<core::Start, CompileError> {
        let start = &self.design.start;
        let dimensions = self.bank.dimensions.len();
        if start.theta.points().iter().any(|point| point.len() != dimensions) {
            return Err(CompileError::StartShape { design: self.name.to_owned(), dimensions });
        }
        Ok(core::Start {
            theta: start.theta.points().concat(),
            items: start.items.iter().map(|id| self.item("start items", id)).collect::<Result<_, _>>()?,
        })
    }

    /// A list for each dimension; none at all where the design has no cut scores.
    fn cuts(&self) -> Result<Vec<Vec<f64>>, CompileError> {
        let cuts = &self.design.cuts;
        if cuts.is_empty() {
            return Ok(Vec::new());
        }
        for id in cuts.keys() {
            self.dimension(id)?;
        }
        let of = |id: &str| cuts.get(id).cloned().unwrap_or_default();
        Ok(self.bank.dimensions.iter().map(|dimension| of(&dimension.id)).collect())
    }

    /// Most items: all operational ones where the design does not say.
    pub(super) fn max_items(&self) -> u32 {
        self.bank.max_items(self.design)
    }

    pub(super) fn item(&self, place: &'static str, id: &str) -> Result<u32, CompileError> {
        self.items.get(id).copied().ok_or_else(|| CompileError::UnknownItem {
            design: self.name.to_owned(),
            place,
            item: id.to_owned(),
        })
    }

    pub(super) fn dimension(&self, id: &str) -> Result<u32, CompileError> {
        let place = self.bank.dimension_index(id).and_then(|index| u32::try_from(index).ok());
        place.ok_or_else(|| CompileError::UnknownDesignDimension {
            design: self.name.to_owned(),
            dimension: id.to_owned(),
        })
    }
}

impl Answers {
    fn lower(self) -> core::AnswerPolicy {
        core::AnswerPolicy {
            skip: self.skip.lower(),
            dont_know: self.dont_know.lower(),
            change: match self.change {
                Change::Off => core::Change::Off,
                Change::Last => core::Change::Last,
                Change::Block(items) => core::Change::Block(items),
                Change::All => core::Change::All,
            },
        }
    }
}

impl Unanswered {
    const fn lower(self) -> core::PassScoring {
        match self {
            Self::Refused => core::PassScoring::Refused,
            Self::Ignored => core::PassScoring::Ignored,
            Self::Lowest => core::PassScoring::Lowest,
        }
    }
}

impl Fit {
    /// 0 is what the engine does not watch.
    fn lower(self) -> core::FitBounds {
        core::FitBounds {
            lz: self.lz.unwrap_or(0.0),
            cusum: self.cusum.unwrap_or(0.0),
            guttman: self.guttman.unwrap_or(0.0),
            fast_seconds: self.fast_seconds.unwrap_or(0.0),
            fast_share: self.fast_share.unwrap_or(0.0),
        }
    }
}
