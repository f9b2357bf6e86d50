//! Axes, and what can be drawn between them.

use std::fmt::Write;

use super::text::{decimal, escape};
use crate::{statistics::round_step, whole::index};

/// About so many ticks on an axis.
const TICKS: f64 = 6.0;

/// Values of an axis, and where its ticks are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    label: String,
    lower: f64,
    upper: f64,
    step: f64,
    unit: Unit,
}

/// How ticks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Number,
    Percent,
}

impl Axis {
    /// An axis that holds all values, and ends at ticks.
    pub(super) fn around(label: &str, unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (mut lower, mut upper) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if lower > upper {
            (lower, upper) = (0.0, 1.0);
        }
        // A single value gets some room.
        let room = (upper - lower).max(1e-3 * upper.abs()).max(1e-6);
        let step = round_step(room / TICKS);
        Self {
            label: label.to_owned(),
            lower: (lower / step + 1e-9).floor() * step,
            upper: (upper / step - 1e-9).ceil().max((lower / step + 1e-9).floor() + 1.0) * step,
            step,
            unit,
        }
    }

    /// An axis of just these ends, with ticks at round values between them.
    pub(super) fn between(label: &str, unit: Unit, lower: f64, upper: f64) -> Self {
        Self { label: label.to_owned(), lower, upper, step: round_step((upper - lower) / TICKS), unit }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let first = (self.lower / self.step - 1e-6).ceil();
        let last = (self.upper / self.step + 1e-6).floor();
        (0..=index(last - first)).map(move |j| (first + j as f64) * self.step)
    }

    fn tick_text(&self, value: f64) -> String {
        let (value, step, suffix) = match self.unit {
            Unit::Number => (value, self.step, ""),
            Unit::Percent => (value * 100.0, self.step * 100.0, " %"),
        };
        // As many decimals as the step has.
        let is_whole = |x: f64| (x - x.round()).abs() < 1e-6;
        let decimals = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5].iter().position(|power| is_whole(step * power));
        format!("{}{suffix}", decimal(value, decimals.unwrap_or(6)))
    }

    fn share(&self, value: f64) -> f64 {
        (value - self.lower) / (self.upper - self.lower)
    }
}

/// Room around the plotting area.
#[derive(Clone, Copy, Debug)]
struct Margins {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

const MARGINS: Margins = Margins { left: 50.0, right: 10.0, top: 8.0, bottom: 38.0 };

/// A plot with two axes, as SVG.
#[derive(Clone, Debug)]
pub(super) struct Chart {
    id: String,
    title: String,
    description: String,
    width: f64,
    height: f64,
    x: Axis,
    y: Axis,
    body: String,
}

impl Chart {
    /// `title` and `description` are read out where the plot cannot be seen.
    pub(super) fn new(id: &str, title: &str, description: &str, size: (f64, f64), x: Axis, y: Axis) -> Self {
        let (width, height) = size;
        let mut chart = Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            width,
            height,
            x,
            y,
            body: String::new(),
        };
        chart.draw_axes();
        chart
    }

    pub(super) fn x(&self, value: f64) -> f64 {
        MARGINS.left + self.x.share(value) * (self.width - MARGINS.left - MARGINS.right)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.height - MARGINS.bottom - self.y.share(value) * (self.height - MARGINS.top - MARGINS.bottom)
    }

    fn draw_axes(&mut self) {
        let (left, right) = (MARGINS.left, self.width - MARGINS.right);
        let (top, bottom) = (MARGINS.top, self.height - MARGINS.bottom);
        let mut out = String::from("<g class=\"axes\">");
        for tick in self.y.ticks() {
            let y = self.y(tick);
            let _ = write!(
                out,
                "<path class=\"grid\" d=\"M{left} {y:.1}H{right}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left - 6.0,
                y + 3.5,
                self.y.tick_text(tick)
            );
        }
        for tick in self.x.ticks() {
            let x = self.x(tick);
            let _ = write!(
                out,
                "<path class=\"tick\" d=\"M{x:.1} {bottom}v4\"/><text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                bottom + 15.0,
                self.x.tick_text(tick)
            );
        }
        let middle = f64::midpoint(top, bottom);
        let _ = write!(
            out,
            "<path class=\"frame\" d=\"M{left} {bottom}H{right}\"/><text class=\"label\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text><text class=\"label\" transform=\"translate(11 {middle:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text></g>",
            f64::midpoint(left, right),
            self.height - 4.0,
            escape(&self.x.label),
            escape(&self.y.label)
        );
        self.body.push_str(&out);
    }

    /// Add SVG of the plot's own.
    pub(super) fn draw(&mut self, svg: &str) {
        self.body.push_str(svg);
    }

    /// A line through points; it breaks where one is not finite.
    pub(super) fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, attributes: &str) {
        let mut path = String::new();
        let mut command = 'M';
        for (x, y) in points {
            if x.is_finite() && y.is_finite() {
                let _ = write!(path, "{command}{:.1} {:.1}", self.x(x), self.y(y));
                command = 'L';
            } else {
                command = 'M';
            }
        }
        let _ = write!(self.body, "<path d=\"{path}\" {attributes}/>");
    }

    /// A thin line across at a value, with a word at its right end.
    pub(super) fn reference(&mut self, value: f64, word: &str) {
        let y = self.y(value);
        let _ = write!(
            self.body,
            "<path class=\"reference\" d=\"M{} {y:.1}H{}\"/>",
            MARGINS.left,
            self.width - MARGINS.right
        );
        if !word.is_empty() {
            let _ = write!(
                self.body,
                "<text class=\"word\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                self.width - MARGINS.right - 3.0,
                y - 4.0,
                escape(word)
            );
        }
    }

    pub(super) fn svg(&self) -> String {
        let Self { id, width, height, body, .. } = self;
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{body}</svg>",
            escape(&self.title),
            escape(&self.description)
        )
    }
}

/// A plot with its heading, and a sentence that says how to read it; both as HTML.
pub(super) fn figure(content: &str, heading: &str, aid: &str) -> String {
    format!("<figure><figcaption><b>{heading}</b> {aid}</figcaption>{content}</figure>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(axis: &Axis) -> Vec<String> {
        axis.ticks().map(|tick| axis.tick_text(tick)).collect()
    }

    #[test]
    fn axes_end_at_round_values() {
        let axis = Axis::around("", Unit::Number, [-0.13, 0.04, f64::NAN]);
        assert_eq!(ticks(&axis), ["−0.15", "−0.10", "−0.05", "0.00", "0.05"]);
        let axis = Axis::around("", Unit::Percent, [0.0, 0.62]);
        assert_eq!(ticks(&axis), ["0 %", "20 %", "40 %", "60 %", "80 %"]);
        let axis = Axis::around("", Unit::Number, [12.0]);
        assert!(axis.lower <= 12.0 && axis.upper >= 12.0 && axis.lower < axis.upper, "{axis:?}");
        let axis = Axis::around("", Unit::Number, []);
        assert!(axis.lower < axis.upper, "{axis:?}");
        assert_eq!(ticks(&Axis::between("", Unit::Number, 0.5, 10.5)), ["2", "4", "6", "8", "10"]);
    }

    #[test]
    fn lines_break_where_a_value_is_missing() {
        let axis = || Axis::between("", Unit::Number, 0.0, 4.0);
        let mut chart = Chart::new("c", "t", "d", (100.0, 100.0), axis(), axis());
        chart.body.clear();
        chart.line([(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0), (3.0, 2.0)], "");
        assert_eq!(chart.body.matches('M').count(), 2);
        assert_eq!(chart.body.matches('L').count(), 1);
        assert!(!chart.svg().contains("NaN"));
    }
}
