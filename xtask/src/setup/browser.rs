//! A Chromium for the browser tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// Variables that may name the browser, the most particular first.
const VARIABLES: [&str; 3] = ["THETIS_CHROMIUM", "CHROME", "CHROME_PATH"];
/// Names looked for in PATH.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Where browsers lie that are not in PATH.
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];
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

/// The browser's path; installs Debian's Chromium if there is none and this is root on Debian or a relative of it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    let how = "the browser tests need Chromium or Chrome and none was found. Install one (Debian: `apt-get install chromium`; elsewhere \
        https://www.google.com/chrome, or `npx playwright-core install chromium` in this folder), or set CHROME to the path of its program";
    if !(Path::new("/usr/bin/apt-get").exists() && is_root()) {
        bail!("{how}");
    }
    println!("Installing Chromium with apt-get");
    let installed = apt_get(workspace, &["update", "-qq"])
        .and_then(|()| apt_get(workspace, &["install", "-qq", "-y", "--no-install-recommends", "chromium"]));
    match (installed, find()?) {
        (Ok(()), Some(browser)) => Ok(browser),
        (Ok(()), None) => {
            bail!("{how}. (`apt-get install chromium` succeeded but brought no such program)")
        }
        (Err(error), _) => bail!("{how}. ({error:#})"),
    }
}

fn find() -> Result<Option<PathBuf>> {
    for variable in VARIABLES {
        if let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) {
            let path = PathBuf::from(value);
            if !path.is_file() {
                bail!(
                    "{variable} names {}, which is not a file: set it to the browser's program, or unset it",
                    path.display()
                );
            }
            return Ok(Some(path));
        }
    }
    let in_path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&in_path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name).with_extension(env::consts::EXE_EXTENSION)));
    Ok(in_path.chain(PLACES.map(PathBuf::from)).find(|path| path.is_file()).or_else(playwright))
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

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    process::show(process::program(workspace, "apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
