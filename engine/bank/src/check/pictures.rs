//! Pictures of options, and places on a picture: for the options there are, and for all of them where the kind needs it.

use crate::types::{Item, ItemBank, ItemKind, Media, Region};

use super::{Code, Place, Report, identity::duplicate_keys};

pub(super) fn check(bank: &ItemBank, item: &Item, place: Place<'_>, report: &mut Report) {
    // Without usable options there is nothing to compare with, which was said already.
    let Some(options) = bank.options(item) else { return };
    let none = Media::default();
    let media = item.media.as_ref().unwrap_or(&none);
    duplicate_keys(place, "media.options", media.options.keys(), report);
    duplicate_keys(place, "media.regions", media.regions.keys(), report);
    for id in media.options.keys().filter(|id| !options.iter().chain(&item.targets).any(|own| own == id)) {
        unknown(place, "media.options", id, report);
    }
    for id in media.regions.keys().filter(|id| !options.iter().any(|own| own == id)) {
        unknown(place, "media.regions", id, report);
    }
    if item.kind == ItemKind::PictureChoice {
        for option in options.iter().filter(|option| !media.options.contains(option)) {
            place.report(
                report,
                Code::MissingPicture,
                format!("the option {option} of a picture-choice item has no picture"),
                "name one for each option in \"media\": {\"options\": {…}}",
            );
        }
    }
    if item.kind == ItemKind::Hotspot {
        hotspot(options, media, place, report);
    } else if !media.regions.is_empty() {
        place.report(
            report,
            Code::Regions,
            "only a hotspot has places on its picture",
            "remove \"regions\", or set \"kind\" to \"hotspot\"",
        );
    }
}

fn unknown(place: Place<'_>, object: &str, id: &str, report: &mut Report) {
    place.report(
        report,
        Code::UnknownOption,
        format!("{object} names {id}, which the item does not have"),
        "correct the id, or remove it",
    );
}

fn hotspot(options: &[String], media: &Media, place: Place<'_>, report: &mut Report) {
    if media.image.is_none() {
        place.report(
            report,
            Code::MissingPicture,
            "a hotspot has no picture to choose a place on",
            "name one in \"media\": {\"image\": …}",
        );
    }
    for option in options {
        match media.regions.get(option) {
            None => place.report(
                report,
                Code::Regions,
                format!("the option {option} has no place on the picture"),
                "give the place of each option in \"media\": {\"regions\": {…}}",
            ),
            Some(region) if !is_on_picture(region) => place.report(
                report,
                Code::Regions,
                format!(
                    "the place of the option {option} is not on the picture: x {}, y {}, width {}, height {}",
                    region.x, region.y, region.width, region.height
                ),
                "give its left and upper edge, its width and height in percent of the picture",
            ),
            Some(_) => {}
        }
    }
}

fn is_on_picture(region: &Region) -> bool {
    let within = |start: f64, size: f64| start >= 0.0 && size > 0.0 && start + size <= 100.0;
    within(region.x, region.width) && within(region.y, region.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_on_the_picture() {
        let region = |x, y, width, height| Region { x, y, width, height };
        assert!(is_on_picture(&region(0.0, 0.0, 100.0, 100.0)));
        assert!(is_on_picture(&region(99.0, 10.5, 1.0, 0.5)));
        for outside in [
            region(-1.0, 0.0, 10.0, 10.0),
            region(95.0, 0.0, 10.0, 10.0),
            region(0.0, 95.0, 10.0, 10.0),
            region(0.0, 0.0, 0.0, 10.0),
            region(f64::NAN, 0.0, 10.0, 10.0),
        ] {
            assert!(!is_on_picture(&outside), "{outside:?}");
        }
    }
}
