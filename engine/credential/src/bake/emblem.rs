//! The emblem of every badge: a medal with a soft rim, and the sign for ability in it.

use std::fmt::Write;

/// Petals of the rim.
const PETALS: u32 = 20;
/// Points of the rim for each petal.
const POINTS: u32 = 12;

/// The emblem as elements of an SVG, around (`x`, `y`) with this radius.
pub(super) fn emblem(x: f64, y: f64, radius: f64) -> String {
    let mut rim = String::new();
    for point in 0..PETALS * POINTS {
        let turn = std::f64::consts::TAU * f64::from(point) / f64::from(PETALS * POINTS);
        let r = radius * (0.965 + 0.035 * (turn * f64::from(PETALS)).cos());
        let letter = if point == 0 { 'M' } else { 'L' };
        let _ = write!(rim, "{letter}{:.1} {:.1}", x + r * turn.sin(), y - r * turn.cos());
    }
    let r = |share: f64| format!("{:.1}", radius * share);
    format!(
        "<path d=\"{rim}Z\" fill=\"#0d6b66\"/>\
         <circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"none\" stroke=\"#f3c969\" stroke-width=\"{}\"/>\
         <circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"#f6fbfa\"/>\
         <ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{}\" ry=\"{}\" fill=\"none\" stroke=\"#0d6b66\" stroke-width=\"{}\"/>\
         <path d=\"M{:.1} {y}H{:.1}\" stroke=\"#0d6b66\" stroke-width=\"{}\"/>",
        r(0.84),
        r(0.03),
        r(0.76),
        r(0.30),
        r(0.44),
        r(0.11),
        x - radius * 0.26,
        x + radius * 0.26,
        r(0.10),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_emblem_is_well_formed() {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", emblem(256.0, 256.0, 250.0));
        assert_eq!(roxmltree::Document::parse(&svg).map(|found| found.root_element().children().count()), Ok(5));
    }
}
