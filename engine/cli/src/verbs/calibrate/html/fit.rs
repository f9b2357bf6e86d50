//! How well the model fits: as a whole, item by item, pair by pair; and what is flagged, in words.

use thetis_calibrate::dif::{Adjustment, adjusted};
use thetis_plots::{NOTHING, Table, decimal, escape, percent, whole};

use super::super::{Found, fit::Whole};
use super::material::{Material, flag, probability};

/// Level of the tests of items, after Benjamini and Hochberg.
const LEVEL: f64 = 0.05;
/// Mean squares outside these bounds are flagged (Wright & Linacre 1994).
const LOW: f64 = 0.7;
const HIGH: f64 = 1.3;
/// |Q3| from which two items are flagged (Chen & Thissen 1997).
const DEPENDENT: f64 = 0.2;

/// What is flagged.
pub(super) struct Flags<'f> {
    found: &'f Found,
    /// Of each item, words.
    words: Vec<Vec<&'static str>>,
}

impl<'f> Flags<'f> {
    pub(super) fn new(found: &'f Found) -> Self {
        let Some(fit) = &found.fit else { return Self { found, words: Vec::new() } };
        let p: Vec<f64> = fit.items.iter().map(|item| item.s_x2_p.unwrap_or(f64::NAN)).collect();
        let p = adjusted(&p, Adjustment::BenjaminiHochberg);
        let words = fit.items.iter().zip(p).map(|(item, p)| {
            let mut words = Vec::new();
            if p < LEVEL {
                words.push("responses change with ability otherwise than the model says");
            }
            let outside = |value: Option<f64>, bound: fn(f64) -> bool| value.is_some_and(bound);
            if outside(item.infit, |infit| infit > HIGH) {
                words.push("erratic responses by persons near the item’s place");
            }
            if outside(item.outfit, |outfit| outfit > HIGH) {
                words.push("unexpected responses by persons far from it, such as guesses and slips");
            }
            if outside(item.infit, |infit| infit < LOW) || outside(item.outfit, |outfit| outfit < LOW) {
                words.push("responses more predictable than expected, as of an item that repeats another");
            }
            words
        });
        Self { found, words: words.collect() }
    }

    /// How many items are flagged.
    pub(super) fn items(&self) -> usize {
        self.words.iter().filter(|words| !words.is_empty()).count()
    }

    /// How many pairs of items are, in words: only those with the largest |Q3| are reported.
    pub(super) fn pairs(&self) -> String {
        let Some(fit) = &self.found.fit else { return "no pair".to_owned() };
        match fit.pairs.iter().filter(|pair| pair.q3.abs() > DEPENDENT).count() {
            0 => "no pair".to_owned(),
            1 => "1 pair".to_owned(),
            all if all == fit.pairs.len() => format!("{all} or more pairs"),
            some => format!("{some} pairs"),
        }
    }
}

/// What an RMSEA says (Browne & Cudeck 1993).
pub(super) fn closeness(rmsea: f64) -> &'static str {
    match rmsea {
        x if x <= 0.05 => "close fit",
        x if x <= 0.08 => "fair fit",
        x if x <= 0.10 => "mediocre fit",
        _ => "poor fit",
    }
}

pub(super) fn section(material: &Material<'_>, flags: &Flags<'_>) -> String {
    let Some(fit) = &material.found.fit else { return String::new() };
    let mut out = String::from("<section class=\"flow\"><h2>Fit</h2>\n");
    let mut whole_table = Table::new(
        "The model as a whole",
        ["statistic", "value", "df", "p", "RMSEA", "90\u{a0}% interval", "SRMSR", "CFI", "TLI", "persons"],
    );
    for (name, found) in [("M2", &fit.m2), ("C2", &fit.c2)] {
        if let Some(found) = found {
            whole_table.row(name, whole_row(found));
        }
    }
    if whole_table.is_empty() {
        out.push_str("<p>M2 and C2 are not defined for these data; the notes say why.</p>\n");
    } else {
        out.push_str("<p class=\"aid\">M2 and C2 compare what was observed of single items and pairs of items with what the model expects, in persons without a missing response. In large samples p is small for any model; RMSEA says how far off it is: to 0.05 close, to 0.08 fair, above 0.10 poor (Browne &amp; Cudeck 1993). SRMSR, the typical residual correlation, should be 0.05 or less; CFI and TLI, the improvement over independent items, 0.95 or more.</p>\n");
        out.push_str(&whole_table.html());
    }
    if let Some(share) = fit.unlikely_persons {
        out.push_str(&format!(
            "<p>Persons: lz is below −1.645 for {} of the persons; 5\u{a0}% or a little less are expected if all answer as the model says. Many more point to carelessness, speed or another dimension.</p>\n",
            percent(share, 1)
        ));
    }
    out.push_str(&items(material, flags));
    out.push_str(&pairs(material));
    out.push_str("</section>\n");
    out
}

fn whole_row(found: &Whole) -> Vec<String> {
    let (low, high) = found.rmsea_interval;
    vec![
        decimal(found.statistic, 2),
        whole(found.df as u64),
        probability(found.p),
        decimal(found.rmsea, 4),
        format!("{} to {}", decimal(low, 4), decimal(high, 4)),
        decimal(found.srmsr, 4),
        decimal(found.cfi, 4),
        decimal(found.tli, 4),
        decimal(found.persons, 0),
    ]
}

fn items(material: &Material<'_>, flags: &Flags<'_>) -> String {
    let Some(fit) = &material.found.fit else { return String::new() };
    let ids = material.data.responses.ids();
    let mut table = Table::new("Fit of items", ["item", "S-X²", "df", "p", "infit", "outfit", "flagged because of"])
        .class("narrow told");
    for ((item, words), id) in fit.items.iter().zip(&flags.words).zip(ids) {
        let shown =
            |value: Option<f64>, decimals| value.map_or_else(|| NOTHING.to_owned(), |value| decimal(value, decimals));
        let told = if words.is_empty() { String::new() } else { flag(&words.join("; ")) };
        table.row(
            &escape(id),
            [
                shown(item.s_x2, 2),
                item.s_x2_df.map_or_else(|| NOTHING.to_owned(), |df| df.to_string()),
                item.s_x2_p.map_or_else(|| NOTHING.to_owned(), probability),
                shown(item.infit, 3),
                shown(item.outfit, 3),
                told,
            ],
        );
    }
    format!(
        "<h3>Items</h3>\n<p class=\"aid\">S-X² (Orlando &amp; Thissen 2000) compares observed and expected responses of persons with the same sum score; p is as it is, and items are flagged below {} after Benjamini and Hochberg’s correction for their number. Infit and outfit are 1 where residuals are as large as expected; they are flagged outside {} to {}. Missing responses: S-X² uses persons without any, infit and outfit whatever is there.</p>\n{}",
        decimal(LEVEL, 2),
        decimal(LOW, 1),
        decimal(HIGH, 1),
        table.html()
    )
}

fn pairs(material: &Material<'_>) -> String {
    let Some(fit) = material.found.fit.as_ref().filter(|fit| !fit.pairs.is_empty()) else { return String::new() };
    let mut table = Table::new(
        "Pairs of items with the largest |Q3|",
        ["item", "with item", "Q3", "LD-χ²", "df", "persons", "flagged because of"],
    )
    .class("narrow told pairs");
    for pair in &fit.pairs {
        let told = match pair.q3 {
            q3 if q3 > DEPENDENT => flag("share something beside ability, such as a text or wording"),
            q3 if q3 < -DEPENDENT => flag("exclude each other, or belong to different dimensions"),
            _ => String::new(),
        };
        table.row(
            &escape(&pair.items.0),
            [
                escape(&pair.items.1),
                decimal(pair.q3, 3),
                decimal(pair.chi_square, 2),
                pair.df.to_string(),
                decimal(pair.persons, 0),
                told,
            ],
        );
    }
    format!(
        "<h3>Pairs of items</h3>\n<p class=\"aid\">Q3 (Yen 1984) is the correlation of two items’ residuals over the persons who answered both. It is slightly below 0 where ability explains what items have in common; beyond ±{} it is flagged (Chen &amp; Thissen 1997).</p>\n{}",
        decimal(DEPENDENT, 1),
        table.html()
    )
}
