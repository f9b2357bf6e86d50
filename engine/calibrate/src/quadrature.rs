//! Points of ability at which integrals over the latent distribution are summed.

use crate::simd::LANE;

/// Equally spaced nodes, in several dimensions their product. Every node counts the same but for the latent density,
/// whose values at the nodes are made to sum to 1, as in R mirt.
///
/// Against a finer grid the log-likelihood moves by less than `2 exp(−2π²σ²/h²)` a person, where `h` is the distance of
/// nodes and σ a person's posterior standard deviation (the error of the trapezoid rule for a normal density).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nodes {
    /// First node of each dimension, logits.
    pub lower: f64,
    /// Last node of each dimension, logits.
    pub upper: f64,
    /// Number of nodes of each dimension.
    pub per_dimension: u32,
}

impl Nodes {
    /// R mirt's default: ±6 with 61 nodes in one dimension, 31 in two, 15 in three, 9, 7 in four and five.
    #[must_use]
    pub fn default_for(dimensions: usize) -> Self {
        let per_dimension = match dimensions {
            0 | 1 => 61,
            2 => 31,
            3 => 15,
            4 => 9,
            5 => 7,
            _ => 3,
        };
        Self { lower: -6.0, upper: 6.0, per_dimension }
    }
}

/// The nodes laid out for summing: every dimension's coordinate of every node, padded to whole cache lines.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// Number of nodes.
    pub(crate) nodes: usize,
    /// Nodes with padding: the length of every row over nodes.
    pub(crate) stride: usize,
    /// Coordinates, one list of `stride` a dimension. Padding repeats the last node.
    pub(crate) theta: Vec<Vec<f64>>,
}

impl Grid {
    pub(crate) fn new(nodes: &Nodes, dimensions: usize) -> Self {
        let per = nodes.per_dimension as usize;
        let count = per.pow(u32::try_from(dimensions).unwrap_or(u32::MAX));
        let stride = count.next_multiple_of(LANE);
        let step = (nodes.upper - nodes.lower) / f64::from(nodes.per_dimension - 1);
        let line: Vec<f64> = (0..nodes.per_dimension).map(|i| nodes.lower + step * f64::from(i)).collect();
        let theta = (0..dimensions)
            .map(|dimension| {
                let run = per.pow(u32::try_from(dimension).unwrap_or(u32::MAX));
                (0..stride).map(|node| line[node.min(count - 1) / run % per]).collect()
            })
            .collect();
        Self { nodes: count, stride, theta }
    }

    /// One point.
    pub(crate) fn at(theta: &[f64]) -> Self {
        Self { nodes: 1, stride: LANE, theta: theta.iter().map(|value| vec![*value; LANE]).collect() }
    }

    pub(crate) fn dimensions(&self) -> usize {
        self.theta.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "the ends and the middle are exact")]
    fn the_default_is_mirts() {
        let grid = Grid::new(&Nodes::default_for(1), 1);
        assert_eq!((grid.nodes, grid.stride, grid.theta[0][0], grid.theta[0][60]), (61, 64, -6.0, 6.0));
        assert!(grid.theta[0][30].abs() < 1e-15);
        assert_eq!(grid.theta[0][63], 6.0);
    }

    #[test]
    fn the_first_dimension_runs_fastest() {
        let grid = Grid::new(&Nodes { lower: -1.0, upper: 1.0, per_dimension: 3 }, 2);
        assert_eq!(grid.theta[0][..4], [-1.0, 0.0, 1.0, -1.0]);
        assert_eq!(grid.theta[1][..4], [-1.0, -1.0, -1.0, 0.0]);
    }
}
