//! Competence frameworks, occupational profiles and good practices as files.
//!
//! A folder such as `item-banks` holds them beside the banks:
//!
//! ```text
//! frameworks/<id>/framework.json            areas, competences, learning outcomes; what countries add
//! frameworks/<id>/locales/<language>.json   its texts, by id
//! profiles/<id>.json                        occupations and the levels they ask for
//! practices/<id>.json                       good practices
//! ```
//!
//! This crate reads them, checks them against each other, and exchanges frameworks as
//! CASE 1.1:
//!
//! ```no_run
//! use thetis_framework::{Library, check_folder, export_case};
//!
//! for problem in check_folder("item-banks").problems() {
//!     eprintln!("{problem}");
//! }
//! let library = Library::read("item-banks").expect("no folder hides another's problems");
//! let framework = &library.frameworks["care-and-household"];
//! println!("{}", export_case(framework, "en")?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod case;
mod check;
mod esco;
mod folder;
mod forms;
mod framework;
mod practice;
mod profile;
mod schema;
mod texts;

pub use case::{CaseProblem, Defaults, ExportError, Imported, export_case, import_case};
pub use check::{Code, Problem, Report, check, check_folder};
pub use esco::{ESCO_NOTICE, EscoConcept, esco_identifier};
pub use folder::{
    FRAMEWORK_FILE, FRAMEWORKS_FOLDER, FrameworkFolder, LOCALES_FOLDER, Library, PRACTICES_FOLDER, PROFILES_FOLDER,
    ReadError,
};
pub use framework::{Area, Competence, Framework, FrameworkLevel, Note, Outcome, OutcomeType, Overlay, Qualification};
pub use practice::{Contact, Practice, PracticeText, Sector};
pub use profile::{EscoOccupation, Match, NationalTitle, Profile, ProfileTexts, Requirement};
pub use schema::schemas;
pub use texts::{FrameworkTexts, Named, OverlayText, Title};
