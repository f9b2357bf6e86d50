//! What a translation shows at first sight.

use thetis_bank::{
    BankFolder, Code, Locale, Severity, check,
    check::{LONGEST_LEVEL_NAME, LONGEST_OPTION, OVER_LONG_BY, OVER_LONG_RATIO},
    types::Review,
};

use crate::{
    common::valid,
    fixture::{Case, case, case_outcome},
};

fn locale(language: &'static str, change: impl FnOnce(&mut Locale)) -> impl FnOnce(&mut BankFolder) {
    move |folder| change(folder.locales.get_mut(language).expect("a locale"))
}

fn stem(language: &'static str, text: String) -> impl FnOnce(&mut BankFolder) {
    locale(language, move |locale| locale.items.get_mut("q1").expect("a text").stem = text)
}

/// Sets the stem of q1, in the source language and in the other.
fn stems(source: &'static str, other: &'static str) -> impl FnOnce(&mut BankFolder) {
    move |folder| {
        stem("en", source.into())(folder);
        stem("ar", other.into())(folder);
    }
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("an English stem in Arabic", &[Code::UntranslatedText], Some("q1"), stem("ar", "I like numbers. ".into())),
        case_outcome(
            "an English module in German",
            &[Code::UntranslatedText],
            None,
            locale("de", |locale| {
                locale.modules.get_mut("basics").expect("a text").description = "What you learn there.".into();
            }),
        ),
        case("a translation that goes on and on", &[Code::OverLongText], Some("q1"), stem("ar", "ه".repeat(56))),
        case(
            "an option for a wide screen",
            &[Code::OverLongText],
            Some("q2"),
            locale("en", |locale| {
                *locale.items.get_mut("q2").expect("a text").options.get_mut("a").expect("an option") =
                    "x".repeat(LONGEST_OPTION + 1);
            }),
        ),
        case_outcome(
            "a level with a long name",
            &[Code::OverLongText],
            None,
            locale("en", |locale| {
                let competence = locale.competences.get_mut("laundry").expect("texts");
                competence.levels.get_mut("alone").expect("a text").name = Some("x".repeat(LONGEST_LEVEL_NAME + 1));
            }),
        ),
        case(
            "a placeholder translated",
            &[Code::BrokenPlaceholder],
            Some("q1"),
            stems("You have {count} apples.", "لديك {عدد} تفاحات."),
        ),
        case(
            "a placeholder lost",
            &[Code::BrokenPlaceholder],
            Some("q1"),
            stems("You have {count} apples.", "لديك تفاحات."),
        ),
        case(
            "a placeholder cut off",
            &[Code::BrokenPlaceholder],
            Some("q1"),
            stems("You have {count}.", "لديك {count."),
        ),
        case("markup lost", &[Code::BrokenPlaceholder], Some("q1"), stems("A <b>big</b> one.", "واحدة <b>كبيرة.")),
    ]
}

fn codes(break_it: impl FnOnce(&mut BankFolder)) -> Vec<Code> {
    let mut folder = valid();
    break_it(&mut folder);
    check(&folder).codes().collect()
}

#[test]
fn findings_about_translations_are_no_errors() {
    for code in [Code::UntranslatedText, Code::OverLongText, Code::BrokenPlaceholder] {
        assert_eq!(code.severity(), Severity::Warning);
    }
    let mut folder = valid();
    folder.locales.get_mut("ar").expect("a locale").review = Review::Unreviewed;
    let report = check(&folder);
    assert_eq!(report.notes().map(|note| note.code).collect::<Vec<_>>(), [Code::UnreviewedTexts]);
    assert!(report.is_valid() && report.warnings().next().is_none());
}

#[test]
fn two_words_may_be_the_same_and_three_may_not() {
    assert!(codes(stems("Thetis, 2 + 2 = 4", "Thetis, 2 + 2 = 4")).is_empty());
    assert!(codes(stems("Anna Schmidt", "Anna Schmidt")).is_empty());
    assert_eq!(codes(stems("Anna and Schmidt", "Anna and Schmidt")), [Code::UntranslatedText]);
}

#[test]
fn one_language_in_two_countries_may_have_the_same_texts() {
    let mut folder = valid();
    let mut british = folder.locales["en"].clone();
    british.language = "en-GB".into();
    folder.locales.insert("en-GB".into(), british);
    folder.bank.languages.push("en-GB".into());
    assert!(check(&folder).problems().is_empty());
}

#[test]
fn a_text_may_be_as_long_as_both_bounds_allow() {
    let lengths = |source: usize, other: usize| {
        codes(move |folder: &mut BankFolder| {
            stem("en", "a".repeat(source))(folder);
            stem("ar", "ه".repeat(other))(folder);
        })
    };
    let longest = (0..1000).rfind(|length| *length as f64 <= OVER_LONG_RATIO * 100.0).expect("a length");
    assert!(lengths(100, longest).is_empty());
    assert_eq!(lengths(100, longest + 1), [Code::OverLongText]);
    // A short text may grow manyfold.
    assert!(lengths(4, 4 + OVER_LONG_BY).is_empty());
    assert_eq!(lengths(4, 5 + OVER_LONG_BY), [Code::OverLongText]);
}

#[test]
fn an_option_may_be_as_long_as_a_narrow_phone_has_room_for() {
    let option = |length: usize| {
        codes(move |folder: &mut BankFolder| {
            for locale in folder.locales.values_mut() {
                let options = &mut locale.items.get_mut("q2").expect("a text").options;
                *options.get_mut("a").expect("an option") = "x".repeat(length);
            }
        })
    };
    assert!(option(LONGEST_OPTION).is_empty());
    assert_eq!(option(LONGEST_OPTION + 1), [Code::OverLongText; 2]);
}

#[test]
fn placeholders_may_change_places() {
    assert!(codes(stems("{a} before {b}", "{b} بعد {a}")).is_empty());
    assert!(codes(stems("2 < 3 and a < b", "٢ < ٣")).is_empty());
}
