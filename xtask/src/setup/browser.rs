//! A Chromium for the browser tests.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use super::debian;
use super::programs::{self, Places};
use crate::workspace::Workspace;

const PLACES: Places = Places {
    variables: &["THETIS_CHROMIUM", "CHROME", "CHROME_PATH"],
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    paths: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ],
};
/// Playwright's own browsers: its cache below the home folder on each system, and the program below one of the `chromium-*` folders there.
const PLAYWRIGHT_CACHES: [&str; 3] =
    [".cache/ms-playwright", "Library/Caches/ms-playwright", r"AppData\Local\ms-playwright"];
const PLAYWRIGHT_PROGRAMS: [&str; 5] = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    r"chrome-win\chrome.exe",
    r"chrome-win64\chrome.exe",
];

const HOW: &str = "the browser tests need Chromium or Chrome and none was found. Install one (Debian: `apt-get install chromium`; elsewhere \
    https://www.google.com/chrome, or `npx playwright-core install chromium` in this folder), or set CHROME to the path of its program";

/// The browser's path; installs Debian's Chromium if there is none and this is root on Debian or a relative of it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    debian::ensure(workspace, "chromium", HOW, || Ok(programs::find(&PLACES)?.or_else(playwright)))
}

/// The newest Chromium in Playwright's cache.
fn playwright() -> Option<PathBuf> {
    let home = env::home_dir()?;
    let named = env::var_os("PLAYWRIGHT_BROWSERS_PATH").map(PathBuf::from);
    let caches = named.into_iter().chain(PLAYWRIGHT_CACHES.map(|cache| home.join(cache)));
    let folders =
        caches.filter_map(|cache| std::fs::read_dir(cache).ok()).flatten().flatten().map(|entry| entry.path());
    let mut browsers: Vec<_> = folders
        .filter(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("chromium-")))
        .flat_map(|folder| PLAYWRIGHT_PROGRAMS.map(|program| folder.join(program)))
        .filter(|program| program.is_file())
        .collect();
    browsers.sort();
    browsers.pop()
}
