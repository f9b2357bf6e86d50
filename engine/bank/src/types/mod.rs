//! The contents of `bank.json` and of `locales/<language>.json`, field by field.
//!
//! The documentation of these types is the description of the fields in the published JSON Schema
//! (see [`crate::schema`]): it is written for authors of item banks.

mod areas;
mod design;
mod id_map;
mod item;
mod item_bank;
mod item_set;
mod judgement;
mod level;
mod locale;
mod media;
mod model;
mod pathway;
mod provenance;
mod scoring;
mod standard_errors;

pub use areas::Areas;
pub use design::{
    Answers, Change, ClassifiedByInterval, ClassifiedByPosterior, Competences, Confidence, ContentRule, Criterion,
    Design, Eligibility, ErrorRates, Estimate, Estimator, Exposure, Fit, NextCompetence, Pilot, PredictedReduction,
    Quadrature, QuadratureRule, Refresh, Scale, Select, SetCount, Shadow, SmallChange, StandardErrorBound,
    StandardErrorKind, Start, StartTheta, Stop, StopRule, Unanswered, Weight,
};
pub use id_map::IdMap;
pub use item::{Item, ItemKind, Status};
pub(crate) use item_bank::identity;
pub use item_bank::{Dimension, DimensionKind, ItemBank, Prior};
pub use item_set::{ItemSet, SetOrder};
pub use judgement::{Demand, Judgement};
pub(crate) use level::THIRDS;
pub use level::{Level, Profile};
pub use locale::{
    BankText, CompetenceText, CredentialText, Direction, ItemAudio, ItemText, LevelText, Locale, ModuleText,
    ProfileText, ResponseScaleText, Review, ScaleAudio, SetText,
};
pub use media::{Media, Region, SetMedia};
pub use model::{Model, Parameter};
pub use pathway::{Credential, Module};
pub use provenance::{Provenance, ProvenanceSource};
pub use scoring::{Credit, Scoring};
pub use standard_errors::{StandardErrors, Values};
