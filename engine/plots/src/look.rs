//! How series are told apart in plots: by colour, dashes and markers at once, so that any one of the three is enough.

use plotters::drawing::IntoDrawingArea;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::SVGBackend;
use plotters::style::Color;

use crate::chart::{Area, Drawn, units};
use crate::ink::{COLOURS, Ink};
use crate::svg::restyled;

/// Number of shapes of markers.
const SHAPES: usize = 6;
/// Half width of a marker.
const SIZE: f64 = 3.8;
/// Size of a sample.
const SAMPLE: (f64, f64) = (44.0, 12.0);

/// The look of series number `index`. Colours and dashes recur after seven series, shapes after six: a pair after 42.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    index: usize,
}

/// A marker about its point, in units of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Circle(f64),
    Polygon(Vec<(f64, f64)>),
}

impl Look {
    /// Of this series, from 0.
    #[must_use]
    pub const fn of(index: usize) -> Self {
        Self { index }
    }

    fn series(self) -> u8 {
        u8::try_from(self.index % usize::from(COLOURS)).unwrap_or(0)
    }

    /// Of its lines.
    #[must_use]
    pub fn line(self) -> Ink {
        Ink::Line(self.series())
    }

    /// Of its bars and areas.
    #[must_use]
    pub fn fill(self) -> Ink {
        Ink::Fill(self.series())
    }

    pub(crate) fn marker_ink(self) -> Ink {
        let is_hollow = matches!(self.index % SHAPES, 1 | 3 | 5);
        if is_hollow { Ink::Hollow(self.series()) } else { Ink::Solid(self.series()) }
    }

    pub(crate) fn shape(self) -> Shape {
        let polygon =
            |corners: &[(f64, f64)]| Shape::Polygon(corners.iter().map(|(x, y)| (x * SIZE, y * SIZE)).collect());
        match self.index % SHAPES {
            0 => Shape::Circle(SIZE),
            1 | 4 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            2 => polygon(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]),
            3 => polygon(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
            _ => polygon(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)]),
        }
    }

    /// A sample of line and marker, for a legend.
    #[must_use]
    pub fn sample(self) -> String {
        self.drawn(SAMPLE, true, true)
    }

    /// A sample of the line alone.
    #[must_use]
    pub fn line_sample(self) -> String {
        self.drawn(SAMPLE, true, false)
    }

    /// A sample of the marker alone.
    #[must_use]
    pub fn marker_sample(self) -> String {
        self.drawn((SAMPLE.1, SAMPLE.1), false, true)
    }

    /// A sample of the line that has no series.
    #[must_use]
    pub fn main_sample() -> String {
        let ends = vec![(units(1.0), units(SAMPLE.1 / 2.0)), (units(SAMPLE.0 - 1.0), units(SAMPLE.1 / 2.0))];
        sample(SAMPLE, |root| root.draw(&PathElement::new(ends, Ink::Main.colour())))
    }

    fn drawn(self, size: (f64, f64), line: bool, marker: bool) -> String {
        let (across, middle) = (units(size.0), (units(size.0 / 2.0), units(size.1 / 2.0)));
        sample(size, |root| {
            if line {
                let ends = vec![(units(1.0), middle.1), (across - units(1.0), middle.1)];
                root.draw(&PathElement::new(ends, self.line().colour()))?;
            }
            let style = self.marker_ink().colour().filled();
            match self.shape() {
                _ if !marker => Ok(()),
                Shape::Circle(radius) => root.draw(&Circle::new(middle, units(radius), style)),
                Shape::Polygon(corners) => {
                    let corner = |(x, y): &(f64, f64)| (middle.0 + units(*x), middle.1 + units(*y));
                    root.draw(&Polygon::new(corners.iter().map(corner).collect::<Vec<_>>(), style))
                }
            }
        })
    }
}

/// A small drawing that says nothing by itself.
fn sample((width, height): (f64, f64), draw: impl FnOnce(&Area<'_>) -> Drawn) -> String {
    let (across, down) = (units(width), units(height));
    let mut drawing = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawing, (across.unsigned_abs(), down.unsigned_abs()));
        let root = backend.into_drawing_area();
        draw(&root).and_then(|()| root.present()).expect("a drawing in memory");
    }
    format!(
        "<svg class=\"sample\" viewBox=\"0 0 {across} {down}\" width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">{}</svg>",
        restyled(&drawing)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_two_series_look_different_even_without_colour() {
        let looks: std::collections::HashSet<String> =
            (0..42).map(|index| format!("{:?} {:?}", Look::of(index).line(), Look::of(index).shape())).collect();
        // Squares and circles recur filled and hollow; with the dashes of the line every pair is one of a kind.
        let marked: std::collections::HashSet<String> = (0..42).map(|index| Look::of(index).sample()).collect();
        assert_eq!((looks.len(), marked.len()), (35, 42));
    }
}
