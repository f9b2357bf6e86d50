//! Exchange of frameworks as CASE 1.1 (Competencies and Academic Standards Exchange, 1EdTech, 2025): one `CFPackage`
//! with a `CFDocument`, its `CFItems`, `CFAssociations` and `CFDefinitions`.
//!
//! | here | in CASE |
//! |---|---|
//! | framework | `CFDocument`: title, description, creator, version, language, licence |
//! | area, competence | `CFItem` of type Area or Competence: name as `abbreviatedStatement`, description as `fullStatement` |
//! | learning outcome | `CFItem` of type Knowledge, Skill or Responsibility and autonomy: its text as `fullStatement` |
//! | id | `humanCodingScheme` |
//! | EQF level of an outcome | `educationLevel`: `EQF 2` |
//! | what belongs to what, in which order | `CFAssociation` `isChildOf` with `sequenceNumber` |
//! | ESCO skill | `CFAssociation` `isRelatedTo`, with the skill's label, and `ext:ESCO` as `targetType` |
//! | outcome that a country adds | a child of its competence, in a `CFAssociationGrouping` of the country |
//! | levels, notes and qualifications of countries, review | `extensions` of the document, under `thetis` |
//!
//! CASE carries one language: the others, and the addresses of JSON Schemas, stay behind. Identifiers are functions of
//! ids (UUID version 5, RFC 9562), and the time of change is the framework's: the same framework makes the same bytes.

mod export;
mod extensions;
mod identifiers;
mod import;
mod input;
mod package;
mod tree;

pub use export::{ExportError, export_case};
pub use import::{CaseProblem, Defaults, Imported, import_case};
