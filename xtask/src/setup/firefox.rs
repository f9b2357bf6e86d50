//! The Firefox in which the golden digest is computed too: a released one, as Debian ships it. Playwright's is a build of its own.

use std::path::PathBuf;

use anyhow::Result;

use super::debian;
use super::programs::{self, Places};
use crate::workspace::Workspace;

const PLACES: Places = Places {
    variables: &["THETIS_FIREFOX"],
    names: &["firefox-esr", "firefox"],
    paths: &["/Applications/Firefox.app/Contents/MacOS/firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe"],
};
const HOW: &str = "the portability tests need Firefox and none was found. Install it (Debian: `apt-get install firefox-esr`; elsewhere \
    https://www.mozilla.org/firefox), or set THETIS_FIREFOX to the path of its program";

/// Firefox's path; installs Debian's if there is none and this is root on Debian or a relative of it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    debian::ensure(workspace, "firefox-esr", HOW, || programs::find(&PLACES))
}
