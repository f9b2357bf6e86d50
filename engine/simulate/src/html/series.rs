//! How designs are told apart in plots: by colour, dashes and markers at once, so that any one of the three is enough.

use std::fmt::Write;

/// Colours of at least 4.5:1 against white, in an order in which neighbours differ in lightness and hue.
const COLOURS: [&str; 7] = ["#1d5fa6", "#b8420b", "#0b7350", "#7d3f98", "#7a5c00", "#00707f", "#3d3d3d"];
/// Dashes of lines; none is the next with a scale.
const DASHES: [&str; 7] = ["", "7 3", "2 3", "10 3 2 3", "14 4", "6 2 1 2 1 2", "4 5"];
/// Number of shapes in [`Look::marker`].
const SHAPES: usize = 6;
/// Half width of a marker.
const SIZE: f64 = 3.8;

/// The look of design number `index`. Colours and dashes recur after seven designs, shapes after six: a pair after 42.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    index: usize,
}

impl Look {
    pub(super) const fn of(index: usize) -> Self {
        Self { index }
    }

    pub(super) const fn colour(self) -> &'static str {
        COLOURS[self.index % COLOURS.len()]
    }

    /// Attributes of a line.
    pub(super) fn stroke(self) -> String {
        let dashes = DASHES[self.index % DASHES.len()];
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{dashes}", self.colour())
    }

    /// A marker at a point.
    pub(super) fn marker(self, x: f64, y: f64) -> String {
        let colour = self.colour();
        let solid = format!("fill=\"{colour}\" stroke=\"#fff\" stroke-width=\"0.8\"");
        let hollow = format!("fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.5\"");
        let polygon = |points: &[(f64, f64)], style: &str| {
            let mut list = String::new();
            for (dx, dy) in points {
                let _ = write!(list, "{:.1},{:.1} ", x + dx * SIZE, y + dy * SIZE);
            }
            format!("<polygon points=\"{}\" {style}/>", list.trim_end())
        };
        match self.index % SHAPES {
            0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{SIZE}\" {solid}/>"),
            1 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], &hollow),
            2 => polygon(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)], &solid),
            3 => polygon(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)], &hollow),
            4 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], &solid),
            _ => polygon(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)], &hollow),
        }
    }

    /// A sample of line and marker, for a legend.
    pub(super) fn sample(self) -> String {
        format!(
            "<svg class=\"sample\" viewBox=\"0 0 44 12\" width=\"44\" height=\"12\" aria-hidden=\"true\"><path d=\"M1 6H43\" {}/>{}</svg>",
            self.stroke(),
            self.marker(22.0, 6.0)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of `#rrggbb` (WCAG 2).
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_colour_can_be_read_on_white() {
        for colour in COLOURS {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 4.5, "{colour}: {contrast:.2}");
        }
    }

    #[test]
    fn forty_two_designs_look_different_even_without_colour() {
        let looks: std::collections::HashSet<String> = (0..42)
            .map(|index| {
                let look = Look::of(index);
                format!("{}{}", look.stroke(), look.marker(0.0, 0.0)).replace(look.colour(), "")
            })
            .collect();
        assert_eq!(looks.len(), 42);
    }
}
