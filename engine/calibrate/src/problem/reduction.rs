//! The grid of a bifactor or two-tier model, and which of its items share a specific dimension.

use crate::specification::{LatentNormal, Specification};

/// General dimensions, and specific ones that share one place in the grid: general dimensions first, then that place.
#[derive(Clone, Debug)]
pub(crate) struct Reduction {
    /// Number of general dimensions.
    pub(crate) general: usize,
    /// Nodes of all general dimensions together.
    pub(crate) general_nodes: usize,
    /// Nodes of a specific dimension.
    pub(crate) specific_nodes: usize,
    /// Number of specific dimensions.
    pub(crate) specific: usize,
    /// Sets of items: one for each specific dimension, and one for those without, which is last.
    pub(crate) factors: usize,
    /// The set of each item.
    pub(crate) of_item: Vec<usize>,
    /// The set of each table row, once there are tables.
    pub(crate) of_row: Vec<u16>,
}

impl Reduction {
    #[inline(always)]
    pub(crate) fn of_row(&self, row: u32) -> usize {
        usize::from(self.of_row[row as usize])
    }

    pub(super) fn new(specification: &Specification) -> Option<Self> {
        if specification.specific.is_empty() {
            return None;
        }
        let place = |dimension: &u32| specification.specific.iter().position(|own| own == dimension);
        let specific = specification.specific.len();
        let general = specification.dimensions - specific;
        let of_item = specification.items.iter().map(|item| item.dimensions.iter().find_map(place).unwrap_or(specific));
        let nodes = specification.nodes.per_dimension as usize;
        Some(Self {
            general,
            general_nodes: nodes.saturating_pow(u32::try_from(general).unwrap_or(u32::MAX)),
            specific_nodes: nodes,
            specific,
            factors: specific + 1,
            of_item: of_item.collect(),
            of_row: Vec::new(),
        })
    }

    /// Dimensions of the grid.
    pub(crate) fn dimensions(&self) -> usize {
        self.general + 1
    }

    /// The place in the grid of a dimension.
    pub(super) fn local(&self, dimension: u32) -> u32 {
        dimension.min(u32::try_from(self.general).unwrap_or(u32::MAX))
    }

    /// Where an item is on the grid's dimensions, of a point on all dimensions.
    pub(crate) fn point(&self, item: usize, theta: &[f64]) -> Vec<f64> {
        let specific = theta.get(self.general + self.of_item[item]).copied().unwrap_or(0.0);
        theta[..self.general].iter().copied().chain(std::iter::once(specific)).collect()
    }

    /// The part of a density that is on the grid: the general dimensions' and a standard normal.
    pub(super) fn on_grid(&self, density: &LatentNormal) -> LatentNormal {
        let mut own = LatentNormal::standard(self.dimensions());
        own.mean[..self.general].copy_from_slice(&density.mean[..self.general]);
        let triangle = triangle(self.general);
        own.covariance[..triangle].copy_from_slice(&density.covariance[..triangle]);
        own
    }

    /// Whether the density of the specific dimensions is what dimension reduction takes it for: standard normal,
    /// independent of all others and of each other.
    pub(super) fn fits(specification: &Specification, density: &LatentNormal) -> bool {
        let general = specification.dimensions - specification.specific.len();
        let standard = LatentNormal::standard(specification.dimensions);
        density.mean[general..] == standard.mean[general..]
            && density.covariance[triangle(general)..] == standard.covariance[triangle(general)..]
    }

    /// Mean, covariance matrix and free parameters of a group on all dimensions, from those on the grid.
    pub(crate) fn on_all(
        &self,
        mean: &[f64],
        covariance: impl Fn(usize, usize) -> f64,
        free: &[Option<usize>],
    ) -> (Vec<f64>, Vec<f64>, Vec<Option<usize>>) {
        let size = self.general + self.specific;
        let mut means = mean[..self.general].to_vec();
        means.resize(size, 0.0);
        let entry = |i: usize, j: usize| match i.max(j) < self.general {
            true => covariance(i, j),
            false => f64::from(u8::from(i == j)),
        };
        let matrix = (0..size).flat_map(|i| (0..size).map(move |j| (i, j))).map(|(i, j)| entry(i, j)).collect();
        let mut places = free[..self.general].to_vec();
        places.resize(size, None);
        let first = self.dimensions();
        places.extend_from_slice(&free[first..first + triangle(self.general)]);
        places.resize(size + triangle(size), None);
        (means, matrix, places)
    }
}

/// Entries of a covariance matrix's lower triangle.
fn triangle(size: usize) -> usize {
    size * (size + 1) / 2
}
