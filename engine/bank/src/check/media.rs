//! Media: there, inside the media folder, and of a type that every LMS serves.

use std::collections::BTreeSet;

use crate::read::{BANK_FILE, BankFolder, MEDIA_FOLDER};

use super::{Code, Place, Report};

/// Extensions of pictures that every LMS serves with the right type.
pub const IMAGE_TYPES: [&str; 3] = ["svg", "png", "webp"];
/// Extensions of recordings that every LMS serves with the right type.
pub const AUDIO_TYPES: [&str; 2] = ["mp3", "m4a"];

pub(super) fn check(folder: &BankFolder, report: &mut Report) {
    let mut used = BTreeSet::new();
    for item in &folder.bank.items {
        let Some(media) = &item.media else { continue };
        let place = Place::item(BANK_FILE, &item.id);
        let files = [("image", &media.image, &IMAGE_TYPES[..]), ("audio", &media.audio, &AUDIO_TYPES[..])];
        for (kind, path, types) in files {
            let Some(path) = path else { continue };
            used.insert(path.as_str());
            if !is_inside_media(path) {
                place.report(
                    report,
                    Code::MediaPath,
                    format!("the {kind} {path:?} is not a path inside {MEDIA_FOLDER}/"),
                    format!("put the file into {MEDIA_FOLDER}/ and write {MEDIA_FOLDER}/… with forward slashes"),
                );
                continue;
            }
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            if !types.contains(&extension) {
                place.report(
                    report,
                    Code::MediaType,
                    format!("not every LMS serves the {kind} {path} with the right type"),
                    format!("convert it to one of: {} (in lower case)", types.join(", ")),
                );
            }
            if !folder.media.contains(path) {
                place.report(
                    report,
                    Code::MissingMedia,
                    format!("the {kind} {path} is not in the bank's folder"),
                    "add the file, or correct the path",
                );
            }
        }
    }
    for path in &folder.media {
        if !used.contains(path.as_str()) {
            Place::file(path).report(
                report,
                Code::UnusedMedia,
                "no item uses this file",
                "remove it, or name it in the \"media\" of an item",
            );
        }
    }
}

fn is_inside_media(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some(MEDIA_FOLDER)
        && path.len() > MEDIA_FOLDER.len() + 1
        && !path.contains(['\\', ':', '%', '?', '#'])
        && parts.all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_media_folder() {
        assert!(is_inside_media("media/a.svg"));
        assert!(is_inside_media("media/set 1/a.svg"));
        for path in [
            "a.svg",
            "media",
            "media/",
            "/media/a.svg",
            "media/../bank.json",
            "media//a.svg",
            "media\\a.svg",
            "https://example.org/a.svg",
            "media/a.svg?x",
        ] {
            assert!(!is_inside_media(path), "{path}");
        }
    }
}
