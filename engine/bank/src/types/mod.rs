//! The contents of `bank.json` and of `locales/<language>.json`, field by field.
//!
//! The documentation of these types is the description of the fields in the published JSON Schema
//! (see [`crate::schema`]): it is written for authors of item banks.

mod design;
mod id_map;
mod item;
mod item_bank;
mod locale;
mod model;
mod provenance;
mod standard_errors;

pub use design::{
    Criterion, Design, Estimate, Estimator, Quadrature, QuadratureRule, Select, StandardErrorKind, Start, StartTheta,
    Stop, StopRule,
};
pub use id_map::IdMap;
pub use item::{Item, ItemKind, Media, Scoring, Status};
pub(crate) use item_bank::identity;
pub use item_bank::{Dimension, DimensionKind, ItemBank, Prior};
pub use locale::{BankText, CompetenceText, Direction, ItemText, Locale, ResponseScaleText, Review};
pub use model::{Model, Parameter};
pub use provenance::{Provenance, ProvenanceSource};
pub use standard_errors::{StandardErrors, Values};
