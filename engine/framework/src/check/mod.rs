//! Checking frameworks, profiles and practices: every problem at once, each with its place and remedy.

mod fields;
mod framework;
mod practice;
mod profile;
mod report;
mod texts;

use std::{collections::BTreeSet, path::Path};

use crate::{FRAMEWORK_FILE, FRAMEWORKS_FOLDER, Library, PRACTICES_FOLDER, PROFILES_FOLDER};

use report::Findings;
pub use report::{Code, Problem, Report};

/// Finds every problem of a folder's frameworks, profiles and practices. Whether a bank fits them, `thetis check` of the bank says.
#[must_use]
pub fn check(library: &Library) -> Report {
    check_except(library, &BTreeSet::new(), Report::default())
}

/// Reads a folder and finds every problem, in files that cannot be read as well as in those that can.
#[must_use]
pub fn check_folder(folder: impl AsRef<Path>) -> Report {
    let (library, errors) = Library::read_what_can_be(folder.as_ref());
    let mut report = Report::default();
    errors.iter().map(texts::unread).for_each(|problem| report.push(problem));
    let unreadable = errors.iter().map(|error| error.file.as_str()).collect();
    check_except(&library, &unreadable, report)
}

fn check_except(library: &Library, unreadable: &BTreeSet<&str>, mut report: Report) -> Report {
    let report_of = &mut report;
    for (name, own) in &library.frameworks {
        let folder = format!("{FRAMEWORKS_FOLDER}/{name}");
        let mut findings = Findings { file: format!("{folder}/{FRAMEWORK_FILE}"), report: report_of };
        framework::check(name, &own.framework, &mut findings);
        texts::check(&folder, own, unreadable, report_of);
    }
    for (name, own) in &library.profiles {
        let mut findings = Findings { file: format!("{PROFILES_FOLDER}/{name}.json"), report: report_of };
        profile::check(name, own, library, &mut findings);
        profile::languages(own, library, &mut findings);
    }
    for (name, own) in &library.practices {
        let mut findings = Findings { file: format!("{PRACTICES_FOLDER}/{name}.json"), report: report_of };
        practice::check(name, own, library, &mut findings);
    }
    report.sorted()
}
