//! A plot: two axes, and what is drawn between them.

use plotters::chart::{ChartContext, LabelAreaPosition};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, EmptyElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{ChartBuilder, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, ShapeStyle, TextStyle};

use crate::axis::{Axis, Scale};
use crate::ink::Ink;
use crate::look::{Look, Shape};
use crate::svg::restyled;
use crate::text::escape;

/// The library draws at whole numbers: ten to a unit of ours.
pub(crate) const SCALE: f64 = 10.0;
/// Height of letters, for the library's layout; the style sheet has the same.
const LETTERS: f64 = 11.0;
/// Length of a tick mark; labels stand at twice the distance.
const TICK: f64 = 3.5;

/// Room around the plotting area, in the units of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// For the labels of the y axis.
    pub left: f64,
    /// Beyond the end of the x axis.
    pub right: f64,
    /// Above.
    pub top: f64,
    /// For the labels of the x axis.
    pub bottom: f64,
}

impl Margins {
    /// For two axes with names and numbers.
    pub const USUAL: Self = Self { left: 52.0, right: 10.0, top: 8.0, bottom: 40.0 };
    /// For two axes with short numbers only.
    pub const SMALL: Self = Self { left: 30.0, right: 6.0, top: 6.0, bottom: 22.0 };
}

/// Where a word stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// To the left, a little above.
    LeftAbove,
    /// Centred above.
    Above,
    /// To the left, at the same height.
    Left,
    /// To the right, at the same height.
    Right,
    /// To the right, below.
    RightBelow,
}

/// Something drawn, in the values of the axes.
#[derive(Clone, Debug)]
enum Mark {
    Line(Vec<(f64, f64)>, Ink),
    Shape(Vec<(f64, f64)>, Ink, f64),
    Bar((f64, f64), (f64, f64), Ink),
    Marker((f64, f64), Look),
    Dot((f64, f64), f64, Ink),
    Word((f64, f64), String, Beside),
}

/// A plot with two axes, which becomes SVG.
///
/// ```
/// use thetis_plots::{Axis, Chart, Ink, Margins, Unit};
/// let x = Axis::between("ability (logits)", Unit::Number, -3.0, 3.0);
/// let y = Axis::between("probability", Unit::Percent, 0.0, 1.0);
/// let mut chart = Chart::new("q1", "Item q1", "Probability of a correct answer by ability.", (380.0, 250.0), x, y);
/// chart.line([(-3.0, 0.05), (0.0, 0.5), (3.0, 0.95)], Ink::Main);
/// assert!(chart.svg().contains("class=\"main\""));
/// ```
#[derive(Clone, Debug)]
pub struct Chart {
    id: String,
    title: String,
    description: String,
    size: (f64, f64),
    margins: Margins,
    x: Axis,
    y: Axis,
    marks: Vec<Mark>,
}

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Context<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Scale, Scale>>;
pub(crate) type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

impl Chart {
    /// `id` is unique in the page; `title` and `description` are read out where the plot cannot be seen.
    #[must_use]
    pub fn new(id: &str, title: &str, description: &str, size: (f64, f64), x: Axis, y: Axis) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            size,
            margins: Margins::USUAL,
            x,
            y,
            marks: Vec::new(),
        }
    }

    /// Other room around the plotting area.
    #[must_use]
    pub fn margins(self, margins: Margins) -> Self {
        Self { margins, ..self }
    }

    /// A line through points; it breaks where one is not finite.
    pub fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, ink: Ink) {
        let points: Vec<(f64, f64)> = points.into_iter().collect();
        for part in points.split(|(x, y)| !x.is_finite() || !y.is_finite()).filter(|part| !part.is_empty()) {
            self.marks.push(Mark::Line(part.to_vec(), ink));
        }
    }

    /// A filled shape with these corners.
    pub fn shape(&mut self, corners: impl IntoIterator<Item = (f64, f64)>, ink: Ink, opacity: f64) {
        self.marks.push(Mark::Shape(corners.into_iter().collect(), ink, opacity));
    }

    /// A filled rectangle with these opposite corners.
    pub fn bar(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.marks.push(Mark::Bar(from, to, ink));
    }

    /// Markers of a series; none where a point is not finite.
    pub fn markers(&mut self, points: impl IntoIterator<Item = (f64, f64)>, look: Look) {
        let finite = points.into_iter().filter(|(x, y)| x.is_finite() && y.is_finite());
        self.marks.extend(finite.map(|point| Mark::Marker(point, look)));
    }

    /// A dot with this radius, in units of the drawing.
    pub fn dot(&mut self, point: (f64, f64), radius: f64, ink: Ink) {
        self.marks.push(Mark::Dot(point, radius, ink));
    }

    /// A word at a point.
    pub fn word(&mut self, point: (f64, f64), text: &str, beside: Beside) {
        self.marks.push(Mark::Word(point, text.to_owned(), beside));
    }

    /// A thin line across at a value, with a word at its right end.
    pub fn across(&mut self, value: f64, word: &str) {
        self.line([(self.x.lower, value), (self.x.upper, value)], Ink::Reference);
        if !word.is_empty() {
            self.word((self.x.upper, value), word, Beside::LeftAbove);
        }
    }

    /// A thin line upwards at a value.
    pub fn upwards(&mut self, value: f64) {
        self.line([(value, self.y.lower), (value, self.y.upper)], Ink::Reference);
    }

    /// The plot, with its title and description.
    ///
    /// # Panics
    /// If the library cannot draw into memory, which it can.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut drawing = String::new();
        {
            let backend = SVGBackend::with_string(
                &mut drawing,
                (units(self.size.0).unsigned_abs(), units(self.size.1).unsigned_abs()),
            );
            let root = backend.into_drawing_area();
            self.draw(&root).and_then(|()| root.present()).expect("a drawing in memory");
        }
        let Self { id, title, description, size: (width, height), .. } = self;
        format!(
            "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{}</svg>",
            units(*width),
            units(*height),
            escape(title),
            escape(description),
            restyled(&drawing)
        )
    }

    fn draw(&self, root: &Area<'_>) -> Drawn {
        let Margins { left, right, top, bottom } = self.margins;
        let mut chart = ChartBuilder::on(root)
            .margin_top(units(top))
            .margin_right(units(right))
            .set_label_area_size(LabelAreaPosition::Left, units(left))
            .set_label_area_size(LabelAreaPosition::Bottom, units(bottom))
            .build_cartesian_2d(self.x.scale(), self.y.scale())?;
        let (x_text, y_text) = (|value: &f64| self.x.text(*value), |value: &f64| self.y.text(*value));
        let mut mesh = chart.configure_mesh();
        mesh.x_label_formatter(&x_text)
            .y_label_formatter(&y_text)
            .max_light_lines(0)
            .bold_line_style(Ink::Grid.colour())
            .axis_style(Ink::Axis.colour())
            .set_all_tick_mark_size(units(TICK))
            .label_style(letters(Ink::Tick))
            .axis_desc_style(letters(Ink::Word));
        if !self.x.grid {
            mesh.disable_x_mesh();
        }
        if !self.y.grid {
            mesh.disable_y_mesh();
        }
        if !self.x.label.is_empty() {
            mesh.x_desc(&self.x.label);
        }
        if !self.y.label.is_empty() {
            mesh.y_desc(&self.y.label);
        }
        mesh.draw()?;
        self.marks.iter().try_for_each(|mark| draw(mark, &mut chart))
    }
}

fn draw(mark: &Mark, chart: &mut Context<'_>) -> Drawn {
    let area = chart.plotting_area();
    match mark {
        Mark::Line(points, ink) => area.draw(&PathElement::new(points.clone(), ink.colour())),
        Mark::Shape(points, ink, opacity) => {
            area.draw(&Polygon::new(points.clone(), ink.colour().mix(*opacity).filled()))
        }
        Mark::Bar(from, to, ink) => area.draw(&Rectangle::new([*from, *to], ink.colour().filled())),
        Mark::Dot(at, radius, ink) => area.draw(&Circle::new(*at, units(*radius), ink.colour().filled())),
        Mark::Marker(at, look) => {
            let style: ShapeStyle = look.marker_ink().colour().filled();
            match look.shape() {
                Shape::Circle(radius) => area.draw(&Circle::new(*at, units(radius), style)),
                Shape::Polygon(corners) => {
                    let corners: Vec<(i32, i32)> = corners.iter().map(|(x, y)| (units(*x), units(*y))).collect();
                    area.draw(&(EmptyElement::at(*at) + Polygon::new(corners, style)))
                }
            }
        }
        Mark::Word(at, text, beside) => {
            let (h, v, dx, dy) = match beside {
                Beside::LeftAbove => (HPos::Right, VPos::Bottom, -3.0, -1.0),
                Beside::Above => (HPos::Center, VPos::Bottom, 0.0, -3.0),
                Beside::Left => (HPos::Right, VPos::Center, -7.0, 0.0),
                Beside::Right => (HPos::Left, VPos::Center, 7.0, 0.0),
                Beside::RightBelow => (HPos::Left, VPos::Top, 3.0, 2.0),
            };
            let style = letters(Ink::Word).pos(Pos::new(h, v));
            area.draw(&(EmptyElement::at(*at) + Text::new(text.clone(), (units(dx), units(dy)), style)))
        }
    }
}

fn letters(ink: Ink) -> TextStyle<'static> {
    ("sans-serif", LETTERS * SCALE).into_font().color(&ink.colour())
}

/// Units of ours as those of the library.
pub(crate) fn units(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "drawings are some thousand units wide")]
    let whole = (length * SCALE).round() as i32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axis::Unit;

    fn chart() -> Chart {
        let axis = || Axis::between("", Unit::Number, 0.0, 4.0);
        Chart::new("c", "t <1>", "d", (100.0, 100.0), axis(), axis())
    }

    #[test]
    fn lines_break_where_a_value_is_missing() {
        let mut chart = chart();
        chart.line([(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0), (3.0, 2.0)], Ink::Main);
        let svg = chart.svg();
        assert_eq!(svg.matches("class=\"main\"").count(), 2, "{svg}");
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn everything_drawn_has_a_class_and_no_colour() {
        let mut chart = chart();
        chart.bar((0.0, 0.0), (1.0, 2.0), Ink::Fill(1));
        chart.shape([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], Ink::Shade, 0.5);
        (0..6).for_each(|n| chart.markers([(n as f64, 1.0)], Look::of(n)));
        chart.across(2.0, "a & b");
        let svg = chart.svg();
        assert!(!svg.contains('#') && !svg.contains("http") && !svg.contains("font-"), "{svg}");
        let elements = ["<line", "<polyline", "<rect", "<polygon", "<circle", "<text"];
        let drawn: usize = elements.iter().map(|name| svg.matches(name).count()).sum();
        assert_eq!(svg.matches("class=\"").count(), drawn, "{svg}");
        assert!(svg.contains("a &amp; b") && svg.contains("t &lt;1&gt;"), "{svg}");
    }

    #[test]
    fn points_stand_where_their_values_are() {
        let mut chart = chart().margins(Margins { left: 20.0, right: 0.0, top: 0.0, bottom: 20.0 });
        chart.dot((2.0, 4.0), 2.0, Ink::Main);
        // Half of 80 units right of 20, less the pixel of the axis, and at the top.
        let svg = chart.svg();
        let circle = svg.split("<circle").nth(1).expect("a dot");
        assert!(
            circle.contains("cx=\"599\"") && circle.contains("cy=\"0\"") && circle.contains("r=\"20\""),
            "{circle}"
        );
    }
}
