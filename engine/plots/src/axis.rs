//! Axes: which values they hold, and what is written at their ticks.

use std::ops::Range;

use plotters::coord::ranged1d::{BoldPoints, DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;

use crate::text::decimal;

/// About so many ticks on an axis.
const TICKS: usize = 6;
/// Part of a step by which rounding may miss a tick.
const ROUNDING: f64 = 1e-6;

/// How ticks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// As numbers, with as many decimals as their distance has.
    Number,
    /// Shares as percentages.
    Percent,
}

/// Values of an axis, and its ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub(crate) label: String,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    pub(crate) ticks: Vec<(f64, String)>,
    pub(crate) grid: bool,
}

impl Axis {
    /// An axis that holds all finite values, and ends at ticks.
    #[must_use]
    pub fn around(label: &str, unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (mut lower, mut upper) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if lower > upper {
            (lower, upper) = (0.0, 1.0);
        }
        // A single value gets some room.
        let room = (upper - lower).max(1e-3 * upper.abs()).max(1e-6);
        let step = round_step(lower, lower + room, TICKS).unwrap_or(room);
        let first = (lower / step + ROUNDING).floor();
        let last = (upper / step - ROUNDING).ceil().max(first + 1.0);
        // Products are rounded; a value at the end is not to fall out.
        Self::stepped(label, unit, ((first * step).min(lower), (last * step).max(upper)), step)
    }

    /// An axis of just these ends, with ticks at round values between them.
    ///
    /// # Panics
    /// If the ends are not finite, or the upper one is not above the lower.
    #[must_use]
    pub fn between(label: &str, unit: Unit, lower: f64, upper: f64) -> Self {
        Self::with_ticks(label, unit, (lower, upper), TICKS)
    }

    /// The same with at most so many ticks.
    ///
    /// # Panics
    /// As [`between`](Self::between).
    #[must_use]
    pub fn with_ticks(label: &str, unit: Unit, (lower, upper): (f64, f64), most: usize) -> Self {
        assert!(lower.is_finite() && upper.is_finite() && lower < upper, "an axis from {lower} to {upper}");
        let step = round_step(lower, upper, most).unwrap_or(upper - lower);
        Self::stepped(label, unit, (lower, upper), step)
    }

    /// With ticks at the multiples of `step`.
    fn stepped(label: &str, unit: Unit, (lower, upper): (f64, f64), step: f64) -> Self {
        let (scale, suffix) = match unit {
            Unit::Number => (1.0, ""),
            Unit::Percent => (100.0, " %"),
        };
        let decimals = decimals(step * scale);
        let mut ticks = Vec::new();
        let mut multiple = (lower / step - ROUNDING).ceil();
        while multiple <= upper / step + ROUNDING {
            let value = multiple * step;
            ticks.push((value, format!("{}{suffix}", decimal(value * scale, decimals))));
            multiple += 1.0;
        }
        Self { label: label.to_owned(), lower, upper, ticks, grid: true }
    }

    /// An axis of rows or columns, each with a name, at 0, 1, 2 …
    #[must_use]
    pub fn of_names(label: &str, names: impl IntoIterator<Item = String>) -> Self {
        let ticks: Vec<(f64, String)> = names.into_iter().enumerate().map(|(at, name)| (at as f64, name)).collect();
        let upper = ticks.len().max(1) as f64 - 0.5;
        Self { label: label.to_owned(), lower: -0.5, upper, ticks, grid: true }
    }

    /// With so much more room at the lower end.
    #[must_use]
    pub fn with_room_before(self, room: f64) -> Self {
        Self { lower: self.lower - room, ..self }
    }

    /// Without lines at the ticks.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { grid: false, ..self }
    }

    /// From the upper end to the lower.
    #[must_use]
    pub fn downwards(self) -> Self {
        Self { lower: self.upper, upper: self.lower, ..self }
    }

    /// What is written at a tick.
    pub(crate) fn text(&self, value: f64) -> String {
        let found = self.ticks.iter().find(|(tick, _)| tick.to_bits() == value.to_bits());
        found.map_or_else(String::new, |(_, text)| text.clone())
    }
}

/// The distance that the library would give to at most so many ticks, if it has room for two.
fn round_step(lower: f64, upper: f64, most: usize) -> Option<f64> {
    let found = RangedCoordf64::from(lower..upper).key_points(BoldPoints(most));
    found.windows(2).map(|pair| pair[1] - pair[0]).next().filter(|step| *step > 0.0)
}

/// An axis as the library takes one: linear, with ticks that are given.
#[derive(Clone)]
pub(crate) struct Scale {
    linear: RangedCoordf64,
    ticks: Vec<f64>,
}

impl Axis {
    pub(crate) fn scale(&self) -> Scale {
        Scale { linear: (self.lower..self.upper).into(), ticks: self.ticks.iter().map(|(value, _)| *value).collect() }
    }
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.linear.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.linear.range()
    }
}

/// As many decimals as a step has.
fn decimals(step: f64) -> usize {
    const MOST: usize = 6;
    let is_whole = |power: f64| (step * power - (step * power).round()).abs() < ROUNDING * power.max(1.0) * step;
    (0..MOST).find(|decimals| is_whole(10f64.powi(i32::try_from(*decimals).unwrap_or(0)))).unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, text)| text.as_str()).collect()
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
    fn names_stand_at_whole_numbers() {
        let axis = Axis::of_names("", ["a".to_owned(), "b".to_owned()]);
        assert_eq!((axis.lower, axis.upper, axis.text(1.0)), (-0.5, 1.5, "b".to_owned()));
        assert_eq!(axis.text(0.5), "");
        let down = axis.downwards();
        assert_eq!((down.lower, down.upper), (1.5, -0.5));
    }
}
