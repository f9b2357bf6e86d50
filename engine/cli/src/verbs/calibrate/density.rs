//! How ability is distributed in each group: means, variances and correlations with their standard errors.

use serde_json::{Value, json};
use thetis_calibrate::{CalibratedGroup, Covariance};

use super::{Found, sampled::Sampled};
use crate::output::{Column, TextTable, number};

/// A number with its standard error, if it was estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) error: Option<f64>,
}

impl Estimate {
    fn shown(self) -> String {
        let error = self.error.map_or_else(String::new, |error| format!(" ({})", number::decimals(error)));
        format!("{}{error}", number::decimals(self.value))
    }
}

/// The distribution of ability in a group.
pub(super) struct Density<'f> {
    group: &'f CalibratedGroup,
    covariance: Option<&'f Covariance>,
    pub(super) name: &'f str,
    pub(super) persons: u64,
}

impl<'f> Density<'f> {
    /// That of every group, in the order of the data.
    pub(super) fn all(found: &'f Found) -> Vec<Self> {
        let Sampled { frame, members, .. } = &found.sampled;
        let groups = frame.groups().iter().zip(&found.calibration.groups).zip(members);
        let density = |((name, group), persons): ((&'f String, &'f CalibratedGroup), &u64)| Self {
            group,
            covariance: found.covariance.as_ref(),
            name,
            persons: *persons,
        };
        groups.map(density).collect()
    }

    fn dimensions(&self) -> usize {
        self.group.mean.len()
    }

    /// Place of a covariance among the latent parameters: means, then the lower triangle row by row.
    fn place(&self, i: usize, j: usize) -> usize {
        let (i, j) = (i.max(j), i.min(j));
        self.dimensions() + i * (i + 1) / 2 + j
    }

    fn error(&self, place: usize) -> Option<f64> {
        Some(self.covariance?.se(self.group.free[place]?))
    }

    pub(super) fn mean(&self, dimension: usize) -> Estimate {
        Estimate { value: self.group.mean[dimension], error: self.error(dimension) }
    }

    pub(super) fn covariance(&self, i: usize, j: usize) -> Estimate {
        Estimate { value: self.group.covariance[i * self.dimensions() + j], error: self.error(self.place(i, j)) }
    }

    /// `σ_ij/√(σ_ii σ_jj)`, its standard error by the delta method.
    pub(super) fn correlation(&self, i: usize, j: usize) -> Estimate {
        if i == j {
            return Estimate { value: 1.0, error: None };
        }
        let of = |i, j| self.covariance(i, j).value;
        let (first, second) = (of(i, i), of(j, j));
        let spread = (first * second).sqrt();
        let value = of(i, j) / spread;
        let terms = [
            (self.place(i, j), 1.0 / spread),
            (self.place(i, i), -0.5 * value / first),
            (self.place(j, j), -0.5 * value / second),
        ];
        let free: Vec<(usize, f64)> =
            terms.iter().filter_map(|(place, derivative)| Some((self.group.free[*place]?, *derivative))).collect();
        let error = self.covariance.filter(|_| !free.is_empty()).map(|covariance| {
            let pairs = free.iter().flat_map(|one| free.iter().map(move |two| (one, two)));
            pairs.map(|((p, x), (q, y))| x * y * covariance.get(*p, *q)).sum::<f64>().sqrt()
        });
        Estimate { value, error }
    }

    /// For programs: numbers in one dimension, lists and matrices in several; `histogram` where the shape was estimated.
    pub(super) fn json(&self) -> Value {
        let count = self.dimensions();
        let mut row = json!({"group": self.name, "persons": self.persons});
        let mut set = |name: &str, value: Value| row[name] = value;
        if count == 1 {
            let (mean, variance) = (self.mean(0), self.covariance(0, 0));
            set("mean", json!(mean.value));
            set("variance", json!(variance.value));
            set("meanSe", json!(mean.error));
            set("varianceSe", json!(variance.error));
        } else {
            let list = |of: &dyn Fn(usize) -> Value| Value::Array((0..count).map(of).collect());
            let matrix = |of: &dyn Fn(usize, usize) -> Value| list(&|i| list(&|j| of(i, j)));
            set("mean", list(&|i| json!(self.mean(i).value)));
            set("covariance", matrix(&|i, j| json!(self.covariance(i, j).value)));
            set("correlation", matrix(&|i, j| json!(self.correlation(i, j).value)));
            set("meanSe", list(&|i| json!(self.mean(i).error)));
            set("covarianceSe", matrix(&|i, j| json!(self.covariance(i, j).error)));
            set("correlationSe", matrix(&|i, j| json!(self.correlation(i, j).error)));
        }
        if let Some(histogram) = &self.group.histogram {
            set("histogram", json!({"points": histogram.points, "weights": histogram.weights}));
        }
        row
    }
}

/// What a person reads of the groups and the dimensions; nothing where there is one of each.
pub(super) fn text(found: &Found) -> String {
    let densities = Density::all(found);
    let mut out = String::new();
    if found.dimensions.specific > 0 && found.dimensions.general() == 1 {
        out.push_str(&bifactor(found));
    } else if found.dimensions.several() {
        let named = densities.len() > 1;
        if named && found.reliability.is_some() {
            let of = |(i, name): (usize, &String)| format!("{} {name}", reliability(found, i));
            let all: Vec<String> = found.dimensions.names.iter().enumerate().map(of).collect();
            out.push_str(&format!("Reliability     {} (of EAP scores)\n", all.join(", ")));
        }
        for density in &densities {
            out.push_str(&several(found, density, named));
        }
    } else if densities.len() > 1 {
        out.push_str(&one_dimension(&densities));
    }
    if densities.iter().any(|density| density.group.histogram.is_some()) {
        out.push_str(&histogram(&densities));
    }
    out
}

fn one_dimension(densities: &[Density<'_>]) -> String {
    let columns = ["persons", "mean", "SE", "variance", "SE"].map(Column::numbers);
    let mut table = TextTable::new([vec![Column::words("group")], columns.to_vec()].concat());
    for density in densities {
        let mut cells = vec![density.name.to_owned(), density.persons.to_string()];
        for estimate in [density.mean(0), density.covariance(0, 0)] {
            cells.push(number::decimals(estimate.value));
            cells.push(estimate.error.map_or_else(String::new, number::decimals));
        }
        table.push(cells);
    }
    format!("\n{}", table.render())
}

/// Items, moments and correlations of each dimension.
fn several(found: &Found, density: &Density<'_>, named: bool) -> String {
    let names = &found.dimensions.names;
    let mut columns = vec![Column::numbers(""), Column::words("dimension"), Column::numbers("items")];
    columns.extend(["mean", "variance"].map(Column::numbers));
    // That of all groups together stands elsewhere.
    if !named {
        columns.push(Column::numbers("reliability"));
    }
    // Specific dimensions have no correlations.
    let general = found.dimensions.general();
    columns.extend(names[..general].iter().map(|name| Column::numbers(format!("r {name}"))));
    let mut table = TextTable::new(columns);
    for (i, name) in names.iter().enumerate() {
        let mut row = vec![(i + 1).to_string(), name.clone(), items(found, i).to_string()];
        row.extend([density.mean(i).shown(), density.covariance(i, i).shown()]);
        if !named {
            row.push(reliability(found, i));
        }
        if i < general {
            row.extend((0..=i).map(|j| density.correlation(i, j).shown()));
        }
        table.push(row);
    }
    let group = if named { format!("Group {}, {} persons\n", density.name, density.persons) } else { String::new() };
    format!("\n{group}{}", table.render())
}

fn bifactor(found: &Found) -> String {
    let columns = ["items", "reliability"].map(Column::numbers);
    let mut table = TextTable::new([vec![Column::numbers(""), Column::words("dimension")], columns.to_vec()].concat());
    for (i, name) in found.dimensions.names.iter().enumerate() {
        table.push(vec![(i + 1).to_string(), name.clone(), items(found, i).to_string(), reliability(found, i)]);
    }
    format!("\n{}", table.render())
}

fn items(found: &Found, dimension: usize) -> usize {
    let mut items: Vec<usize> = found
        .calibration
        .items
        .iter()
        .filter(|item| item.dimensions.iter().any(|own| *own as usize == dimension))
        .map(|item| item.item)
        .collect();
    items.dedup();
    items.len()
}

fn reliability(found: &Found, dimension: usize) -> String {
    let of = found.reliability.as_ref().and_then(|reliability| reliability.empirical.get(dimension));
    of.map_or_else(String::new, |value| number::decimals(*value))
}

/// The weights of a histogram, a line a node that has any.
fn histogram(densities: &[Density<'_>]) -> String {
    /// A weight that four decimals show as something.
    const SHOWN: f64 = 5e-5;
    let named = densities.len() > 1;
    let mut columns = vec![Column::numbers("ability")];
    columns.extend(densities.iter().map(|density| match named {
        true => Column::numbers(format!("weight {}", density.name)),
        false => Column::numbers("weight"),
    }));
    let mut table = TextTable::new(columns);
    let all: Vec<_> = densities.iter().filter_map(|density| density.group.histogram.as_ref()).collect();
    let points = all.first().map_or(&[][..], |histogram| &histogram.points);
    for (place, point) in points.iter().enumerate() {
        let weights: Vec<f64> = all.iter().map(|histogram| histogram.weights[place]).collect();
        if weights.iter().any(|weight| *weight >= SHOWN) {
            let cells = std::iter::once(*point).chain(weights);
            table.push(cells.map(number::decimals).collect());
        }
    }
    format!("\n{}", table.render())
}
