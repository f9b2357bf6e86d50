//! Classical statistics: difficulty, discrimination, alpha and omega.

use thetis_calibrate::classical::Cases;
use thetis_plots::{NOTHING, Table, decimal, escape};
use thetis_responses::ResponseData;

use super::material::{Material, flag};
use crate::verbs::classical::analysis::{ClassicalFound, Flag, LOW, analyse};

/// Classical statistics, or why there are none.
pub(super) struct Classical {
    found: Result<ClassicalFound, String>,
}

impl Classical {
    pub(super) fn new(data: &ResponseData) -> Self {
        Self { found: analyse(&data.responses, None).map_err(|error| error.to_string()) }
    }

    /// Name, value and meaning of the coefficients of the sum score.
    pub(super) fn reliabilities(&self) -> Vec<(&'static str, String, &'static str)> {
        let Ok(found) = &self.found else { return Vec::new() };
        let mut rows = vec![(
            "Cronbach’s alpha",
            decimal(found.test.alpha, 3),
            "Of the sum score; a lower bound where items share one ability.",
        )];
        if let Ok(omega) = &found.omega {
            rows.push((
                "McDonald’s omega",
                decimal(omega.omega, 3),
                "Of the sum score, by one common factor with loadings of their own.",
            ));
        }
        if let Ok(guttman) = &found.guttman {
            rows.push(("Guttman’s λ2", decimal(guttman.lambda[1], 3), "A closer lower bound than alpha."));
            rows.push((
                "Guttman’s λ4",
                decimal(guttman.lambda[3], 3),
                "Of the best split into halves found; too high in small samples.",
            ));
        }
        rows
    }
}

pub(super) fn section(material: &Material<'_>, classical: &Classical) -> String {
    let found = match &classical.found {
        Ok(found) => found,
        Err(reason) => {
            return format!(
                "<section><h2>Classical statistics</h2>\n<p>There are none: {}.</p></section>\n",
                escape(reason)
            );
        }
    };
    let ids = material.data.responses.ids();
    let dichotomous = (0..ids.len()).all(|item| material.data.responses.categories(item) <= 2);
    let mut heads = vec!["item", "persons", if dichotomous { "mean (share correct)" } else { "mean" }];
    if !dichotomous {
        heads.push("share of highest");
    }
    heads.extend(["SD", "item–total", "item–rest", "alpha without", "flagged because of"]);
    let mut table = Table::new("Classical item statistics", heads).class("narrow told");
    for item in &found.items {
        let words: Vec<&str> = item.flags.iter().filter_map(words).collect();
        let told = if words.is_empty() { String::new() } else { flag(&words.join("; ")) };
        let (id, item) = (&item.id, &item.statistics);
        let mut cells = vec![decimal(item.answered, 0), decimal(item.mean, 3)];
        if !dichotomous {
            cells.push(decimal(item.difficulty, 3));
        }
        cells.extend([
            decimal(item.sd, 3),
            decimal(item.item_total, 3),
            decimal(item.item_rest, 3),
            item.alpha_if_deleted.map_or_else(|| NOTHING.to_owned(), |alpha| decimal(alpha, 3)),
            told,
        ]);
        table.row(&escape(id), cells);
    }
    let who = match found.cases {
        Cases::Complete => "all persons",
        Cases::Pairwise => {
            "whoever answered the item, and for correlations both items of a pair, since responses are missing"
        }
    };
    format!(
        "<section class=\"flow\"><h2>Classical statistics</h2>\n<p class=\"aid\">The sum score has mean {}, standard deviation {} and standard error of measurement {} (by alpha). Item–rest is the correlation with the sum of the other items; below {} it is flagged. Counted: {who}.</p>\n{}</section>\n",
        decimal(found.test.mean, 2),
        decimal(found.test.sd, 2),
        decimal(found.test.standard_error, 2),
        decimal(LOW, 1),
        table.html()
    )
}

/// What a flag says, for a cell of the table; options have a section of their own.
fn words(flag: &Flag) -> Option<&'static str> {
    match flag {
        Flag::AgainstTheOthers => Some("goes against the other items: check the key or reverse it"),
        Flag::Weak => Some("hardly goes with the other items"),
        Flag::Easy => Some("nearly everybody has the highest score"),
        Flag::Hard => Some("nearly everybody has the lowest score"),
        Flag::LowersAlpha => Some("alpha is higher without it"),
        Flag::Option(_) => None,
    }
}
