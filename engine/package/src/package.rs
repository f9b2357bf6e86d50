//! A package as a set of files: in a folder, or as one zip.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Cursor, Write},
    path::Path,
};

use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

use crate::{
    bank::PackedBank,
    cmi5,
    error::PackError,
    licences,
    options::{Options, Target},
    page::{Page, STYLE},
    player::Player,
    scorm, single, site, theme,
};

/// A bank packed: its files by their paths, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, Vec<u8>>,
}

/// Pack the bank in a folder.
///
/// # Errors
/// The bank has errors, the options name what it does not have, or a file cannot be read.
pub fn pack(bank: &Path, target: Target, options: &Options, player: &Player) -> Result<Package, PackError> {
    let packed = PackedBank::read(bank, options)?;
    let theme = options.theme.as_deref().map(theme::read).transpose()?;
    let page = Page { packed: &packed, options, target, player };
    let licences = licences::text(&packed, player);
    if target == Target::Html {
        let html = single::file(&page, theme.as_deref(), &licences);
        return Ok(Package { files: BTreeMap::from([("index.html".to_owned(), html.into_bytes())]) });
    }
    let mut files = BTreeMap::from([
        ("LICENSES.txt".to_owned(), licences.into_bytes()),
        ("icon.svg".to_owned(), site::ICON.as_bytes().to_vec()),
        ("page.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("page.js".to_owned(), page.script().into_bytes()),
        ("index.html".to_owned(), html(&page, theme.is_some()).into_bytes()),
    ]);
    if let Some(theme) = theme {
        files.insert("theme.css".to_owned(), theme.into_bytes());
    }
    for (path, text) in packed.texts() {
        files.insert(format!("bank/{path}"), text.into_bytes());
    }
    for (path, bytes) in &packed.media {
        files.insert(format!("bank/{path}"), bytes.clone());
    }
    for (name, bytes) in player_files(&page) {
        files.insert(format!("thetis/{name}"), bytes.to_vec());
    }
    // What lists the other files comes last.
    match target {
        Target::Scorm12 => insert(&mut files, "imsmanifest.xml", |paths| scorm::manifest_12(&page, paths)),
        Target::Scorm2004 => insert(&mut files, "imsmanifest.xml", |paths| scorm::manifest_2004(&page, paths)),
        Target::Cmi5 => insert(&mut files, "cmi5.xml", |_| cmi5::course_structure(&page)),
        Target::Site | Target::Html => site::complete(&page, &mut files),
    }
    Ok(Package { files })
}

fn insert(files: &mut BTreeMap<String, Vec<u8>>, name: &str, write: impl FnOnce(&[String]) -> String) {
    let paths: Vec<_> = files.keys().cloned().collect();
    files.insert(name.to_owned(), write(&paths).into_bytes());
}

/// The player's files that a package needs beside its page: texts in the languages packed, the solver only for designs that use it.
fn player_files<'a>(page: &'a Page<'_>) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let words = page.words();
    let solver = page.packed.needs_solver(page.options.design());
    page.player.files().filter(move |(name, _)| match *name {
        // The engine for other programs, the player as one file, and what LICENSES.txt says already.
        "thetis.js" | "single.js" | "LICENSES.txt" => false,
        "thetis_assembly_bg.wasm" => solver,
        _ => match name.strip_prefix("locales/").and_then(|name| name.strip_suffix(".js")) {
            Some(language) => {
                let language = language.rsplit('/').next().unwrap_or(language);
                words.iter().any(|word| word == language)
            }
            None => true,
        },
    })
}

fn html(page: &Page<'_>, themed: bool) -> String {
    // A record store may be anywhere; otherwise the page speaks with nobody but the server that it came from.
    let connect = if page.target == Target::Cmi5 { "; connect-src 'self' https: http:" } else { "" };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:{connect}; object-src 'none'; base-uri 'none'; form-action 'none'"
    );
    let mut head = r#"    <script type="module" src="page.js"></script>
    <script type="module" src="thetis/player.js"></script>
    <link rel="stylesheet" href="page.css">
"#
    .to_owned();
    if page.target.platform().is_some() {
        head += "    <link rel=\"modulepreload\" href=\"thetis/lms.js\">\n";
    }
    if themed {
        head += "    <link rel=\"stylesheet\" href=\"theme.css\">\n";
    }
    head += "    <link rel=\"icon\" href=\"icon.svg\" type=\"image/svg+xml\">\n";
    if page.target == Target::Site {
        head += site::HEAD;
    }
    page.html(&policy, &head, "")
}

impl Package {
    /// The files: paths with forward slashes, and contents. One file is `index.html` alone.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The package as a zip file: entries sorted, of 1980-01-01, readable by everyone.
    ///
    /// # Panics
    /// Never for files that fit into memory.
    #[must_use]
    pub fn to_zip(&self) -> Vec<u8> {
        let write = || {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(9))
                .last_modified_time(DateTime::default())
                .system(System::Unix)
                .unix_permissions(0o644);
            for (path, bytes) in &self.files {
                zip.start_file(path.as_str(), options)?;
                zip.write_all(bytes)?;
            }
            zip.finish()
        };
        write().expect("nothing in memory keeps a zip from being written").into_inner()
    }

    /// Writes the files into a new or empty folder, which appears with all of them or not at all.
    ///
    /// # Errors
    /// There is something in the folder already, or it cannot be written.
    pub fn write_folder(&self, folder: &Path) -> Result<(), PackError> {
        let unwritable = |source| PackError::Write { file: folder.to_path_buf(), source };
        match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(PackError::NotEmpty { folder: folder.to_path_buf() }),
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(error)),
        }
        let write = || -> io::Result<()> {
            let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
            let parent = folder.parent().unwrap_or(Path::new(""));
            let beside = parent.join(format!(".{}.{}.partial", name.to_string_lossy(), std::process::id()));
            let written = self.write_files(&beside).and_then(|()| {
                fs::remove_dir(folder).or_else(|error| match error.kind() {
                    io::ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                })?;
                fs::rename(&beside, folder)
            });
            if written.is_err() {
                // Best effort: the error that matters is the one already in hand.
                let _ = fs::remove_dir_all(&beside);
            }
            written
        };
        write().map_err(unwritable)
    }

    fn write_files(&self, folder: &Path) -> io::Result<()> {
        for (path, bytes) in &self.files {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, bytes)?;
        }
        Ok(())
    }
}
