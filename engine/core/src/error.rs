//! What can be wrong with a bank, a design, an answer or a log.

use core::fmt;

/// A kind of item parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A slope (discrimination).
    Slope,
    /// A difficulty, threshold or step difficulty.
    Threshold,
    /// An intercept.
    Intercept,
}

/// Every error of the engine. Items and categories count from 0. [`Error::code`] is stable across releases.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A list of numbers makes no bank or design: whoever wrote it has a fault.
    Malformed,
    /// The bank has no items.
    EmptyBank,
    /// The scaling constant is not a positive finite number.
    Scaling {
        /// The value given, in single precision: it is there to be read.
        value: f32,
    },
    /// A number of the prior is not finite, or its covariance is not symmetric and positive definite.
    Prior,
    /// An item names no dimension, one the bank lacks, or as many as it has no slopes for.
    Dimensions {
        /// The item.
        item: u32,
    },
    /// An item has fewer than two or too many categories, or parameter lists of unequal length.
    Categories {
        /// The item.
        item: u32,
        /// Categories found.
        categories: u32,
    },
    /// A parameter is NaN, infinite or beyond `MAX_PARAMETER`.
    ParameterNotFinite {
        /// The item.
        item: u32,
        /// Which kind.
        parameter: Parameter,
        /// The value given, in single precision: it is there to be read.
        value: f32,
    },
    /// A slope is zero or negative.
    SlopeNotPositive {
        /// The item.
        item: u32,
        /// The value given, in single precision: it is there to be read.
        value: f32,
    },
    /// `0 ≤ lower < upper ≤ 1` does not hold.
    AsymptotesDisordered {
        /// The item.
        item: u32,
        /// Lower asymptote.
        lower: f32,
        /// Upper asymptote.
        upper: f32,
    },
    /// Graded thresholds do not increase.
    ThresholdsDisordered {
        /// The item.
        item: u32,
        /// Number of the threshold that is not above the one before it, from 1.
        threshold: u32,
        /// Its value.
        value: f32,
    },
    /// The design's start has another number of values than the bank has dimensions, or one not finite.
    Start,
    /// The criterion is defined for one dimension only.
    CriterionNeedsOneDimension,
    /// A fixed order is empty, repeats an item, or names one that is unavailable.
    FixedOrder {
        /// The item.
        item: u32,
    },
    /// Randomesque needs at least 1 candidate.
    Randomesque,
    /// The range, or the quadrature's range and number of nodes, makes no grid.
    Range,
    /// The estimator (or prior, or standard error) is not defined for dimensions that depend on each other.
    EstimatorNeedsOneDimension,
    /// So many dimensions depend on each other that the grid would be too large; use MAP.
    GridTooLarge,
    /// A stopping rule has a value that is not positive, or a combination without members.
    StoppingRule,
    /// Minimum length above maximum length, or maximum of zero.
    Length,
    /// A constraint, item set, pilot or exposure rule has numbers that contradict each other, or names an item that
    /// is not operational.
    Blueprint {
        /// The item, or the first concerned.
        item: u32,
    },
    /// The design has shadow tests, and nothing to assemble them with.
    NeedsAssembler,
    /// The criterion is not defined for this item's model.
    CriterionNotForItem {
        /// The item.
        item: u32,
    },
    /// A number of the criterion is not usable.
    CriterionParameter,
    /// Cut scores are missing, or not ascending, or not as many lists as dimensions.
    CutScores,
    /// A dimension's prior mean is to follow a dimension that is unknown or follows another itself.
    Dependence,
    /// A bound of person fit is not usable.
    FitBounds,
    /// The item is not in the bank.
    UnknownItem {
        /// The item.
        item: u32,
    },
    /// The item has no such category.
    CategoryOutOfRange {
        /// The item.
        item: u32,
        /// The category given.
        category: u32,
    },
    /// The same item is answered twice.
    AnsweredTwice {
        /// The item.
        item: u32,
    },
    /// The answer is to an item that was not asked.
    NotAsked {
        /// The item answered.
        item: u32,
    },
    /// The session has finished.
    Finished,
    /// The design does not allow passing on an item.
    PassRefused {
        /// The item.
        item: u32,
    },
    /// The design does not allow changing this answer, or there is none.
    ChangeRefused {
        /// The item of the answer.
        item: u32,
    },
    /// The log is shorter than a log can be.
    LogTruncated,
    /// The log does not begin as one, has a format this version does not know, or holds what is no answer.
    LogFormat,
    /// The log's checksum does not match: a byte was changed.
    LogDamaged,
    /// The log was made by another revision of the engine.
    LogEngine {
        /// The log's revision.
        revision: u16,
    },
    /// The log belongs to another bank, or another version of it.
    LogBank,
    /// The log belongs to another design.
    LogDesign,
    /// At this answer the engine asks another item than the log says.
    LogDiverges {
        /// Number of the answer, from 0.
        step: u32,
    },
    /// The log goes on after the session has finished.
    LogTooLong {
        /// Number of the answer, from 0.
        step: u32,
    },
}

impl Error {
    /// A number that names the kind of error, the same in Rust, on the command line and in JavaScript.
    #[must_use]
    pub fn code(&self) -> u32 {
        match self {
            Self::Malformed => 1,
            Self::EmptyBank => 100,
            Self::Scaling { .. } => 101,
            Self::Prior => 102,
            Self::Dimensions { .. } => 103,
            Self::Categories { .. } => 104,
            Self::ParameterNotFinite { .. } => 105,
            Self::SlopeNotPositive { .. } => 106,
            Self::AsymptotesDisordered { .. } => 107,
            Self::ThresholdsDisordered { .. } => 108,
            Self::Start => 200,
            Self::CriterionNeedsOneDimension => 201,
            Self::FixedOrder { .. } => 202,
            Self::Randomesque => 203,
            Self::Range => 204,
            Self::EstimatorNeedsOneDimension => 205,
            Self::GridTooLarge => 206,
            Self::StoppingRule => 207,
            Self::Length => 208,
            Self::Blueprint { .. } => 209,
            Self::NeedsAssembler => 210,
            Self::CriterionNotForItem { .. } => 211,
            Self::CriterionParameter => 212,
            Self::CutScores => 213,
            Self::Dependence => 214,
            Self::FitBounds => 215,
            Self::UnknownItem { .. } => 300,
            Self::CategoryOutOfRange { .. } => 301,
            Self::AnsweredTwice { .. } => 302,
            Self::NotAsked { .. } => 303,
            Self::Finished => 304,
            Self::PassRefused { .. } => 305,
            Self::ChangeRefused { .. } => 306,
            Self::LogTruncated => 400,
            Self::LogFormat => 401,
            Self::LogDamaged => 402,
            Self::LogEngine { .. } => 403,
            Self::LogBank => 404,
            Self::LogDesign => 405,
            Self::LogDiverges { .. } => 406,
            Self::LogTooLong { .. } => 407,
        }
    }

    /// The same kind of error about another item; for what a list of items can have wrong.
    pub(crate) fn about(&self, item: u32) -> Self {
        match self {
            Self::FixedOrder { .. } => Self::FixedOrder { item },
            _ => Self::Blueprint { item },
        }
    }

    /// The item concerned, where there is one.
    #[must_use]
    pub fn item(&self) -> Option<u32> {
        match *self {
            Self::Dimensions { item }
            | Self::Categories { item, .. }
            | Self::ParameterNotFinite { item, .. }
            | Self::SlopeNotPositive { item, .. }
            | Self::AsymptotesDisordered { item, .. }
            | Self::ThresholdsDisordered { item, .. }
            | Self::FixedOrder { item }
            | Self::Blueprint { item }
            | Self::CriterionNotForItem { item }
            | Self::PassRefused { item }
            | Self::ChangeRefused { item }
            | Self::UnknownItem { item }
            | Self::CategoryOutOfRange { item, .. }
            | Self::AnsweredTwice { item }
            | Self::NotAsked { item } => Some(item),
            _ => None,
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Slope => "slope",
            Self::Threshold => "threshold",
            Self::Intercept => "intercept",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the numbers make no bank or design"),
            Self::EmptyBank => f.write_str("the bank has no items: add at least one"),
            Self::Scaling { value } => write!(f, "the scaling constant D is {value}: use 1 or 1.702"),
            Self::Prior => f.write_str(
                "the prior is not usable: give a finite mean and a symmetric, positive definite covariance for every dimension",
            ),
            Self::Dimensions { .. } => {
                f.write_str("name one known dimension for each slope of the item, none twice")
            }
            Self::Categories { categories, .. } => write!(
                f,
                "the item has {categories} categories or parameter lists of unequal length: give 2 to {} categories",
                crate::model::MAX_CATEGORIES
            ),
            Self::ParameterNotFinite { parameter, value, .. } => {
                write!(f, "a {parameter} is {value}: use a finite number")
            }
            Self::SlopeNotPositive { value, .. } => write!(
                f,
                "the slope is {value}: a slope must be above 0; if high ability lowers the chance of this category, the key or scoring is reversed"
            ),
            Self::AsymptotesDisordered { lower, upper, .. } => write!(
                f,
                "the asymptotes are {lower} (lower) and {upper} (upper): they must satisfy 0 ≤ lower < upper ≤ 1"
            ),
            Self::ThresholdsDisordered { threshold, value, .. } => write!(
                f,
                "graded threshold {threshold} is {value}, not above the one before it: order them, or use a partial credit model"
            ),
            Self::Start => f.write_str("the start needs one finite value for each dimension"),
            Self::CriterionNeedsOneDimension => f.write_str(
                "the criterion is defined for dimensions that do not depend on each other; use d-optimality",
            ),
            Self::FixedOrder { .. } => {
                f.write_str("the fixed order is empty, names an item twice, or names one that is not available")
            }
            Self::Randomesque => f.write_str("randomesque needs at least 1 candidate"),
            Self::Range => f.write_str(
                "the range or quadrature is not usable: lower below upper, both finite, and 2 to 10,000 nodes",
            ),
            Self::EstimatorNeedsOneDimension => f.write_str(
                "this estimator, prior or standard error is defined for one dimension; for dimensions that depend on each other use map or eap with a normal prior",
            ),
            Self::GridTooLarge => f.write_str(
                "too many dimensions depend on each other for quadrature: use map, or fewer nodes",
            ),
            Self::StoppingRule => {
                f.write_str("a stopping rule needs a positive number, a combination at least one rule")
            }
            Self::Length => f.write_str("the minimum length must not exceed the maximum, which must be at least 1"),
            Self::Blueprint { .. } => f.write_str(
                "a constraint, item set, pilot or exposure rule contradicts itself, or names an item that is not operational",
            ),
            Self::NeedsAssembler => f.write_str("the design has shadow tests: give an assembler"),
            Self::CriterionNotForItem { .. } => {
                f.write_str("the criterion is defined for dichotomous items only: choose another, or retire the item")
            }
            Self::CriterionParameter => f.write_str(
                "a number of the criterion is not usable: widths, lengths and strata must be positive, weights one for each dimension",
            ),
            Self::CutScores => {
                f.write_str("cut scores are missing, not ascending, or not as many lists as the bank has dimensions")
            }
            Self::Dependence => f.write_str(
                "a dimension's prior mean can follow another dimension of the bank only if that one follows none",
            ),
            Self::FitBounds => {
                f.write_str("a bound of person fit is not usable: lz must not be above 0, the others not below")
            }
            Self::PassRefused { .. } => f.write_str("the design does not allow passing on an item"),
            Self::ChangeRefused { .. } => f.write_str("the design does not allow changing this answer"),
            Self::UnknownItem { item } => write!(f, "the bank has no item number {item}"),
            Self::CategoryOutOfRange { category, .. } => write!(f, "the item has no category {category}"),
            Self::AnsweredTwice { .. } => f.write_str("the item was already answered"),
            Self::NotAsked { .. } => f.write_str("this item was not asked: answer the one that next() returned"),
            Self::Finished => f.write_str("the session has finished: no more answers are accepted"),
            Self::LogTruncated => f.write_str("the log is incomplete: its end is missing"),
            Self::LogFormat => f.write_str("this is not a session log of a known format"),
            Self::LogDamaged => f.write_str("the log is damaged: its checksum does not match"),
            Self::LogEngine { revision } => {
                write!(f, "the log was made by engine revision {revision}: replay it with that release")
            }
            Self::LogBank => f.write_str("the log belongs to another item bank, or another version of it"),
            Self::LogDesign => f.write_str("the log belongs to another test design"),
            Self::LogDiverges { step } => {
                write!(f, "at answer {} the engine asks another item than the log records", step + 1)
            }
            Self::LogTooLong { step } => {
                write!(f, "the log goes on at answer {} although the session had finished", step + 1)
            }
        }
    }
}

impl core::error::Error for Error {}
