//! The player as it was built.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::error::PackError;

/// The files of `bindings/js/dist` as they were when this crate was built; none where there were none.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/player.rs"));

/// Without these nobody can take a test.
const NEEDED: [&str; 6] =
    ["LICENSES.txt", "locales/en.js", "player.js", "score_report.js", "single.js", "thetis_session_bg.wasm"];

/// The built player: modules, WebAssembly and texts, by their paths.
#[derive(Clone, Debug)]
pub struct Player {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Player {
    /// The player that is part of this program.
    ///
    /// # Errors
    /// [`PackError::NoPlayer`] where it was built before the player was.
    pub fn embedded() -> Result<Self, PackError> {
        Self::of_table(EMBEDDED)
    }

    fn of_table(table: &'static [(&str, &[u8])]) -> Result<Self, PackError> {
        let files = table.iter().map(|(name, bytes)| ((*name).to_owned(), without_map(name, Cow::Borrowed(*bytes))));
        let player = Self { files: files.collect() };
        if player.missing().is_some() { Err(PackError::NoPlayer) } else { Ok(player) }
    }

    /// The player in a folder, as `cargo xtask build` leaves it in `bindings/js/dist`.
    ///
    /// # Errors
    /// A file cannot be read, or one that every package needs is not there.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, PackError> {
        let folder = folder.as_ref();
        let mut files = BTreeMap::new();
        let mut folders = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, prefix)) = folders.pop() {
            for entry in fs::read_dir(&path).map_err(unread(&path))? {
                let entry = entry.map_err(unread(&path))?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    folders.push((entry.path(), format!("{name}/")));
                } else if name.ends_with(".js") || name.ends_with(".wasm") || name == "LICENSES.txt" {
                    let bytes = fs::read(entry.path()).map_err(unread(&entry.path()))?;
                    let bytes = without_map(&name, Cow::Owned(bytes));
                    files.insert(name, bytes);
                }
            }
        }
        let player = Self { files };
        match player.missing() {
            Some(missing) => Err(PackError::NotAPlayer { folder: folder.to_path_buf(), missing }),
            None => Ok(player),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        NEEDED.into_iter().find(|name| !self.files.contains_key(*name))
    }

    /// A file that every player has.
    pub(crate) fn file(&self, name: &str) -> &[u8] {
        self.files.get(name).map_or(&[], AsRef::as_ref)
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// The language in which it speaks to who reads this one: the same, or English where it does not have it.
    pub(crate) fn words_for(&self, language: &str) -> String {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        if self.files.contains_key(&format!("locales/{base}.js")) { base } else { "en".to_owned() }
    }
}

pub(crate) fn unread(file: &Path) -> impl FnOnce(std::io::Error) -> PackError {
    let file: PathBuf = file.to_path_buf();
    |source| PackError::Read { file, source }
}

/// Source maps are not packed, so modules must not name them.
fn without_map(name: &str, bytes: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    const MARK: &[u8] = b"//# sourceMappingURL=";
    let Some(place) = bytes.windows(MARK.len()).rposition(|window| window == MARK).filter(|_| name.ends_with(".js"))
    else {
        return bytes;
    };
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[..place]),
        Cow::Owned(mut bytes) => {
            bytes.truncate(place);
            Cow::Owned(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_player_it_says_how_to_get_it() {
        let error = Player::of_table(&[]).expect_err("there are no files");
        assert!(error.to_string().contains("cargo xtask build"), "{error}");
    }

    #[test]
    fn modules_name_no_source_map() {
        let text = b"export{};\n//# sourceMappingURL=player.js.map\n";
        assert_eq!(without_map("player.js", Cow::Borrowed(text)).as_ref(), b"export{};\n");
        assert_eq!(without_map("player.js", Cow::Owned(text.to_vec())).as_ref(), b"export{};\n");
        assert_eq!(without_map("a.wasm", Cow::Borrowed(text)).as_ref(), text);
    }
}
