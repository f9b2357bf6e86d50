//! The names of an item's parameters.

use std::fmt;

/// A parameter of an item, in slope–intercept form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Parameter {
    /// Slope on the item's dimension of this number, from 0; of the nominal model, slope of this category, from 1.
    Slope(u32),
    /// Intercept of this category, from 1; of a dichotomous item, `Intercept(1)`.
    Intercept(u32),
    /// Logit of the lower asymptote.
    LowerAsymptote,
    /// Logit of the upper asymptote.
    UpperAsymptote,
    /// Common step of the rating scale model, from 1.
    Step(u32),
    /// Location of an item in the rating scale model; larger is easier.
    Location,
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slope(dimension) => write!(f, "slope {dimension}"),
            Self::Intercept(category) => write!(f, "intercept {category}"),
            Self::LowerAsymptote => f.write_str("logit of the lower asymptote"),
            Self::UpperAsymptote => f.write_str("logit of the upper asymptote"),
            Self::Step(step) => write!(f, "step {step}"),
            Self::Location => f.write_str("location"),
        }
    }
}
