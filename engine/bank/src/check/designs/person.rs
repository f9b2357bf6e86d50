//! Cut scores, confidence, what a person may do, and how their fit is watched.

use std::collections::HashSet;

use crate::{
    check::Code,
    types::{Change, Confidence, DimensionKind},
};

use super::{DesignCheck, is_ascending};

impl DesignCheck<'_> {
    pub(super) fn has_cuts(&self) -> bool {
        self.design.cuts.iter().any(|(_, cuts)| !cuts.is_empty())
    }

    pub(super) fn missing_cuts(&mut self, what: &str) {
        self.problem(
            Code::MissingCuts,
            format!("{what} needs cut scores, and the design has none"),
            "add \"cuts\": {\"<dimension>\": [0.0]} to the design",
        );
    }

    pub(super) fn cuts(&mut self) {
        let cuts = &self.design.cuts;
        self.duplicate_keys("cuts", cuts.keys());
        for (id, values) in cuts.iter() {
            self.known_dimension("cuts", id);
            if values.is_empty() || !is_ascending(values) {
                self.problem(
                    Code::CutOrder,
                    format!("the cut scores of {id} are {values:?}"),
                    "give finite numbers, each above the one before",
                );
            }
        }
    }

    /// Reports a dimension that the bank does not declare.
    pub(super) fn known_dimension(&mut self, place: &str, id: &str) {
        if self.bank.dimension_index(id).is_none() {
            self.problem(
                Code::UnknownDimension,
                format!("{place} names the dimension {id}, which the bank does not declare"),
                "correct the id",
            );
        }
    }

    pub(super) fn confidence(&mut self) {
        let policy = self.design.estimate.confidence;
        let of_kind = |kind: DimensionKind| -> HashSet<&str> {
            let dimensions = self.bank.dimensions.iter().filter(|dimension| dimension.kind == kind);
            dimensions.map(|dimension| dimension.competence.as_str()).collect()
        };
        if policy != Confidence::Joint
            && of_kind(DimensionKind::Evaluation).is_disjoint(&of_kind(DimensionKind::Confidence))
        {
            self.problem(
                Code::UnusedConfidencePolicy,
                "no competence has both an evaluation and a confidence dimension, so estimate.confidence has nothing to link; it only sets correlations of the prior aside",
                "remove \"confidence\", or correct the competences of \"dimensions\"",
            );
        }
    }

    pub(super) fn answers(&mut self) {
        if self.design.answers.change == Change::Block(0) {
            self.problem(Code::InvalidChange, "answers.change.block is 0", "use blocks of 1 item or more, or \"off\"");
        }
    }

    pub(super) fn fit(&mut self) {
        let fit = self.design.fit;
        if let Some(lz) = fit.lz
            && !(lz.is_finite() && lz < 0.0)
        {
            self.problem(
                Code::InvalidFit,
                format!("fit.lz is {lz}"),
                "use a number below 0: -1.645 flags one pattern in twenty",
            );
        }
        for (name, value) in [("cusum", fit.cusum), ("fastSeconds", fit.fast_seconds)] {
            if let Some(value) = value
                && !(value.is_finite() && value > 0.0)
            {
                self.problem(Code::InvalidFit, format!("fit.{name} is {value}"), "use a finite number above 0");
            }
        }
        if let Some(guttman) = fit.guttman
            && !(guttman > 0.0 && guttman < 1.0)
        {
            self.problem(Code::InvalidFit, format!("fit.guttman is {guttman}"), "use a share above 0 and below 1");
        }
        if let Some(share) = fit.fast_share
            && !(0.0..1.0).contains(&share)
        {
            self.problem(Code::InvalidFit, format!("fit.fastShare is {share}"), "use a share from 0 to below 1");
        }
        if fit.fast_seconds.is_some() != fit.fast_share.is_some() {
            self.problem(
                Code::InvalidFit,
                "one of fit.fastSeconds and fit.fastShare is missing",
                "give both, for example \"fastSeconds\": 1, \"fastShare\": 0.1",
            );
        }
    }
}
