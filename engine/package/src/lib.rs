//! Item banks as one thing to upload: SCORM 1.2 and 2004, cmi5, a static site, one HTML file.
//!
//! A package holds a page with the player, the bank in the languages asked for, and what the place it goes to wants to read: a manifest,
//! a course structure, a service worker. The built player is part of this crate.
//!
//! ```
//! use std::path::Path;
//! use thetis_package::{Options, Player, Target, pack};
//!
//! # let bank = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../item-banks/soft-skills"));
//! let options = Options { languages: Some(vec!["fr".into()]), ..Options::default() };
//! match Player::embedded() {
//!     Ok(player) => {
//!         let package = pack(bank, Target::Scorm12, &options, &player)?;
//!         assert!(package.files().any(|(path, _)| path == "imsmanifest.xml"));
//!         assert_eq!(&package.to_zip()[..2], b"PK");
//!     }
//!     // Where the player was not built before this crate.
//!     Err(error) => eprintln!("{error}"),
//! }
//! # Ok::<(), thetis_package::PackError>(())
//! ```
//!
//! # Determinism
//!
//! The bytes of a package are a function of the bank's files, the options and the player: entries are sorted, times are those of 1980,
//! permissions are fixed, and the compression is the same on every machine.

#![forbid(unsafe_code)]

mod bank;
mod cmi5;
mod digest;
mod error;
mod licences;
mod options;
mod package;
mod page;
mod player;
mod scorm;
mod single;
mod site;
mod theme;
mod xml;

pub use error::PackError;
pub use options::{Options, Pass, Target};
pub use package::{Package, pack};
pub use player::Player;
