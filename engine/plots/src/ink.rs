//! What things are drawn with: a name that the page's style gives colour, width and dashes in light, dark and print.
//!
//! The library draws with colours. It is given colours that stand for names, each a number, and what it drew is
//! rewritten to the names.

use plotters::style::RGBColor;

/// Colours of series in the style sheet: `--c0` to `--c6`.
pub(crate) const COLOURS: u8 = 7;

/// What something is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Lines at ticks.
    Grid,
    /// Axes and tick marks.
    Axis,
    /// Text at ticks.
    Tick,
    /// Names of axes, and words in a plot.
    Word,
    /// A thin dotted line at a value of note.
    Reference,
    /// A dashed line where both axes are equal.
    Identity,
    /// The one line of a plot, or what sums up all others.
    Main,
    /// Bars and areas of persons.
    Persons,
    /// A shade of a scale, by its opacity.
    Shade,
    /// The line of a series; colours and dashes recur.
    Line(u8),
    /// An area or bar in a series' colour.
    Fill(u8),
    /// A filled marker of a series.
    Solid(u8),
    /// A marker of a series with paper inside.
    Hollow(u8),
}

/// Numbers of the inks without series; those with one follow, a block each.
const SINGLE: [(Ink, &str); 9] = [
    (Ink::Grid, "grid"),
    (Ink::Axis, "axis"),
    (Ink::Tick, "tick"),
    (Ink::Word, "word"),
    (Ink::Reference, "reference"),
    (Ink::Identity, "identity"),
    (Ink::Main, "main"),
    (Ink::Persons, "persons"),
    (Ink::Shade, "shade"),
];
/// Letters of the inks with series, in the order of their blocks.
const LETTERS: [char; 4] = ['l', 'f', 's', 'h'];

impl Ink {
    fn number(self) -> usize {
        let series =
            |block: usize, series: u8| SINGLE.len() + block * usize::from(COLOURS) + usize::from(series % COLOURS);
        match self {
            Self::Line(n) => series(0, n),
            Self::Fill(n) => series(1, n),
            Self::Solid(n) => series(2, n),
            Self::Hollow(n) => series(3, n),
            single => SINGLE.iter().position(|(ink, _)| *ink == single).unwrap_or(0),
        }
    }

    /// The class in the style sheet.
    #[cfg(test)]
    pub(crate) fn class(self) -> String {
        class(self.number()).expect("every ink has a class")
    }

    /// The colour that stands for it.
    pub(crate) fn colour(self) -> RGBColor {
        let number = u8::try_from(self.number()).unwrap_or(u8::MAX);
        RGBColor(0, 0, number)
    }
}

/// The class of a number.
fn class(number: usize) -> Option<String> {
    if let Some((_, class)) = SINGLE.get(number) {
        return Some((*class).to_owned());
    }
    let (block, series) =
        ((number - SINGLE.len()) / usize::from(COLOURS), (number - SINGLE.len()) % usize::from(COLOURS));
    LETTERS.get(block).map(|letter| format!("{letter}{series}"))
}

/// The class of a colour as the library writes it, `#0000NN`.
pub(crate) fn class_of(colour: &str) -> Option<String> {
    let number = usize::from_str_radix(colour.strip_prefix("#0000")?, 16).ok()?;
    class(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_a_class_of_its_own() {
        let mut inks: Vec<Ink> = SINGLE.iter().map(|(ink, _)| *ink).collect();
        for n in 0..COLOURS {
            inks.extend([Ink::Line(n), Ink::Fill(n), Ink::Solid(n), Ink::Hollow(n)]);
        }
        let mut classes = std::collections::HashSet::new();
        for ink in inks {
            let RGBColor(r, g, b) = ink.colour();
            assert_eq!(class_of(&format!("#{r:02X}{g:02X}{b:02X}")), Some(ink.class()), "{ink:?}");
            assert!(classes.insert(ink.class()), "{ink:?}");
        }
        assert_eq!(class_of("#123456"), None);
        assert_eq!(class_of("#0000FF"), None);
        assert_eq!(Ink::Line(COLOURS).class(), Ink::Line(0).class());
    }
}
