//! Media: there, inside the media folder, and of a type that every LMS serves.

use std::collections::BTreeSet;

use crate::{
    read::{BANK_FILE, BankFolder, LOCALES_FOLDER, MEDIA_FOLDER},
    types::{IdMap, Locale},
};

use super::{Code, Place, Report, pictures};

/// Extensions of pictures that every LMS serves with the right type.
pub const IMAGE_TYPES: [&str; 3] = ["svg", "png", "webp"];
/// Extensions of recordings that every LMS serves with the right type.
pub const AUDIO_TYPES: [&str; 2] = ["mp3", "m4a"];

pub(super) fn check(folder: &BankFolder, report: &mut Report) {
    let mut files = Files { folder, used: BTreeSet::new(), report };
    for item in &folder.bank.items {
        let place = Place::item(BANK_FILE, &item.id);
        if let Some(media) = &item.media {
            files.image(place, &media.image);
            files.audio(place, &media.audio);
            for (_, path) in media.options.iter() {
                files.file(place, "image", path, &IMAGE_TYPES);
            }
        }
        pictures::check(&folder.bank, item, place, files.report);
    }
    for (_, set) in folder.bank.sets.iter() {
        if let Some(media) = &set.media {
            files.image(Place::file(BANK_FILE), &media.image);
        }
    }
    for (name, locale) in &folder.locales {
        let file = format!("{LOCALES_FOLDER}/{name}.json");
        files.recordings(&file, locale);
    }
    let Files { used, report, .. } = files;
    for path in &folder.media {
        if !used.contains(path.as_str()) {
            Place::file(path).report(
                report,
                Code::UnusedMedia,
                "nothing uses this file",
                "remove it, or name it in the \"media\" of an item or an item set, or in the \"audio\" of a text",
            );
        }
    }
}

/// The files of a bank, and which of them are used.
struct Files<'a> {
    folder: &'a BankFolder,
    used: BTreeSet<&'a str>,
    report: &'a mut Report,
}

impl<'a> Files<'a> {
    fn image(&mut self, place: Place<'_>, path: &'a Option<String>) {
        if let Some(path) = path {
            self.file(place, "image", path, &IMAGE_TYPES);
        }
    }

    fn audio(&mut self, place: Place<'_>, path: &'a Option<String>) {
        if let Some(path) = path {
            self.file(place, "audio", path, &AUDIO_TYPES);
        }
    }

    /// The recordings of texts.
    fn recordings(&mut self, file: &str, locale: &'a Locale) {
        let here = Place::file(file);
        self.audio(here, &locale.bank.audio);
        for (_, set) in locale.sets.iter() {
            self.audio(here, &set.audio);
        }
        for audio in locale.response_scales.iter().filter_map(|(_, scale)| scale.audio.as_ref()) {
            self.audio(here, &audio.prompt);
            self.each_audio(here, &audio.options);
        }
        for (id, item) in locale.items.iter() {
            let place = Place::item(file, id);
            if let Some(audio) = &item.audio {
                self.audio(place, &audio.stem);
                self.each_audio(place, &audio.options);
            }
        }
    }

    fn each_audio(&mut self, place: Place<'_>, paths: &'a IdMap<String>) {
        for (_, path) in paths.iter() {
            self.file(place, "audio", path, &AUDIO_TYPES);
        }
    }

    fn file(&mut self, place: Place<'_>, kind: &str, path: &'a str, types: &[&str]) {
        self.used.insert(path);
        if !is_inside_media(path) {
            place.report(
                self.report,
                Code::MediaPath,
                format!("the {kind} {path:?} is not a path inside {MEDIA_FOLDER}/"),
                format!("put the file into {MEDIA_FOLDER}/ and write {MEDIA_FOLDER}/… with forward slashes"),
            );
            return;
        }
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !types.contains(&extension) {
            place.report(
                self.report,
                Code::MediaType,
                format!("not every LMS serves the {kind} {path} with the right type"),
                format!("convert it to one of: {} (in lower case)", types.join(", ")),
            );
        }
        if !self.folder.media.contains(path) {
            place.report(
                self.report,
                Code::MissingMedia,
                format!("the {kind} {path} is not in the bank's folder"),
                "add the file, or correct the path",
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
