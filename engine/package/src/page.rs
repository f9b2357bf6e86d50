//! The page with the player.

use std::collections::BTreeMap;

use serde_json::json;
use thetis_bank::types::Direction;

use crate::{
    bank::PackedBank,
    options::{Options, Target},
    player::Player,
    xml::escape,
};

pub(crate) const STYLE: &str = include_str!("../assets/page.css");
const TITLE: &str = include_str!("../assets/title.js");
const HINTS: &str = include_str!("../assets/hints.js");
const PLATFORM: &str = include_str!("../assets/platform.js");
const OFFLINE: &str = include_str!("../assets/offline.js");

/// What is said where the test does not start, by language.
const LATE: [(&str, &str); 8] = [
    ("en", "If the test does not start, switch JavaScript on or try another browser."),
    ("fr", "Si le test ne démarre pas, activez JavaScript ou essayez un autre navigateur."),
    ("de", "Wenn der Test nicht startet, schalten Sie JavaScript ein oder nehmen Sie einen anderen Browser."),
    ("es", "Si el test no empieza, activa JavaScript o prueba con otro navegador."),
    ("it", "Se il test non parte, attiva JavaScript o prova un altro browser."),
    ("fi", "Jos testi ei käynnisty, ota JavaScript käyttöön tai kokeile toista selainta."),
    ("ar", "إذا لم يبدأ الاختبار، شغّل JavaScript أو جرّب متصفحًا آخر."),
    ("uk", "Якщо тест не починається, увімкніть JavaScript або спробуйте інший браузер."),
];

/// Everything that the page says, and to whom.
pub(crate) struct Page<'a> {
    pub(crate) packed: &'a PackedBank,
    pub(crate) options: &'a Options,
    pub(crate) target: Target,
    pub(crate) player: &'a Player,
}

impl Page<'_> {
    /// The title, in the language for whom none of the others suits.
    pub(crate) fn title(&self) -> &str {
        self.title_in(0)
    }

    fn title_in(&self, place: usize) -> &str {
        let own = self.packed.locales.get(place).map_or("", |(_, locale)| locale.bank.title.as_str());
        self.options.title.as_deref().map_or(own, str::trim)
    }

    /// The languages with their titles.
    pub(crate) fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packed.locales.iter().enumerate().map(|(place, (language, _))| (language.as_str(), self.title_in(place)))
    }

    /// Languages of the player's own words, without repetition.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words: Vec<_> = self.packed.bank.languages.iter().map(|code| self.player.words_for(code)).collect();
        words.sort();
        words.dedup();
        words
    }

    /// `page.js`: titles, and outside one file what is asked for early and kept for later.
    pub(crate) fn script(&self) -> String {
        let entries: Vec<_> = self
            .packed
            .locales
            .iter()
            .zip(self.titles())
            .map(|((language, locale), (_, title))| {
                let direction = direction(locale.direction);
                let entry = json!({ "title": title, "direction": direction, "words": self.player.words_for(language) });
                format!("  {}: {entry},\n", json!(language))
            })
            .collect();
        let mut script = format!("const LANGUAGES = {{\n{}}};\n{TITLE}", entries.concat());
        if self.target != Target::Html {
            script += HINTS;
        }
        if self.target == Target::Site {
            script += PLATFORM;
            script += OFFLINE;
        }
        script
    }

    /// The page. `policy` is its content security policy, `head` what stands in its head besides, `body` after the test.
    pub(crate) fn html(&self, policy: &str, head: &str, body: &str) -> String {
        let first = self.packed.first();
        let title = escape(self.title());
        let heading = match self.options.title {
            Some(_) => format!("<header>\n      <h1>{title}</h1>\n    </header>"),
            None => format!("<h1 class=\"unseen\">{title}</h1>"),
        };
        format!(
            r#"<!doctype html>
<html lang="{lang}" dir="{dir}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="{description}">
    <title>{title}</title>
{head}  </head>
  <body>
    {heading}
    <main>
      <thetis-assessment{attributes}>
{late}      </thetis-assessment>
    </main>
{body}  </body>
</html>
"#,
            lang = escape(&first.language),
            dir = direction(first.direction),
            description = escape(&first.bank.description),
            attributes = self.attributes(),
            late = self.late(),
        )
    }

    fn attributes(&self) -> String {
        let Self { options, packed, .. } = self;
        let languages = packed.bank.languages.join(" ");
        let pass = options.pass.as_ref().map(ToString::to_string);
        // Without the list of languages the player would first try one that is not packed.
        let attributes = [
            ("bank", Some("bank/")),
            ("languages", Some(languages.as_str())),
            ("lms", self.target.platform()),
            ("design", options.design.as_deref()),
            ("profile", options.profile.as_deref()),
            ("pass", pass.as_deref()),
        ];
        let given = attributes.into_iter().filter_map(|(name, value)| Some((name, value?)));
        given.map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect()
    }

    fn late(&self) -> String {
        // One sentence a language, in the order of the bank's.
        let known: BTreeMap<_, _> = LATE.into_iter().collect();
        let mut said = Vec::new();
        for code in &self.packed.bank.languages {
            let base = code.split('-').next().filter(|base| known.contains_key(base)).unwrap_or("en");
            if !said.contains(&base) {
                said.push(base);
            }
        }
        let line = |base: &str| {
            let dir = if base == "ar" { "rtl" } else { "ltr" };
            format!("        <p class=\"late\" lang=\"{base}\" dir=\"{dir}\">{}</p>\n", known[base])
        };
        said.into_iter().map(line).collect()
    }
}

pub(crate) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}
