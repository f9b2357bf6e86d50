//! The numbers behind the plots.

use super::{curves, material::Material, precision, wright};

pub(super) fn section(material: &Material<'_>) -> String {
    format!(
        "<section class=\"flow numbers\"><h2>The numbers behind the plots</h2>\n<p>Each line opens a table. Tables that are open are printed.</p>\n{}{}{}</section>\n",
        wright::numbers(material),
        precision::numbers(material),
        curves::numbers(material)
    )
}
