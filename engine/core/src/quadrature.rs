//! Quadrature as data: equally spaced nodes on a range, and how they are weighted.

/// How equally spaced nodes are weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Trapezoid: the two end nodes count half. catR, TestDesign with bounds.
    Trapezoid,
    /// Every node counts the same. R mirt, jsCAT.
    EqualWeights,
}

/// Equally spaced nodes in one dimension; several dimensions use their product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quadrature {
    /// Weights.
    pub rule: Rule,
    /// First node, logits.
    pub lower: f64,
    /// Last node, logits.
    pub upper: f64,
    /// Number of nodes in each dimension.
    pub nodes: u32,
}

impl Quadrature {
    /// catR's default grid: 33 nodes on ±4, trapezoid.
    pub const CATR: Self = Self { rule: Rule::Trapezoid, lower: -4.0, upper: 4.0, nodes: 33 };

    /// Our default in one dimension: 61 nodes on ±6, trapezoid. Against 1,001 nodes the EAP of a
    /// 30-item test moves by less than 1e-6 logits. Where no quadrature is asked for, this grid is laid over
    /// the prior: ±6 standard deviations about its mean.
    pub const DEFAULT: Self = Self { rule: Rule::Trapezoid, lower: -6.0, upper: 6.0, nodes: 61 };

    /// Our default where `dimensions` depend on each other: fewer nodes a dimension, so that the
    /// product grid stays below 30,000 nodes. A grid resolves a posterior while its nodes lie less than one
    /// and a half standard errors apart. Above three dimensions no bearable grid does, and the default is
    /// refused as too large: use MAP, or give a quadrature.
    #[must_use]
    pub fn default_for(dimensions: usize) -> Self {
        let nodes = match dimensions {
            2 => 41,
            3 => 31,
            _ => 61,
        };
        Self { nodes, ..Self::DEFAULT }
    }

    pub(crate) fn is_sound(&self) -> bool {
        is_range(self.lower, self.upper) && self.nodes >= 2 && self.nodes <= 10_000
    }

    /// Node number `j`, logits.
    #[must_use]
    pub fn node(&self, j: u32) -> f64 {
        let step = (self.upper - self.lower) / f64::from(self.nodes - 1);
        self.lower + f64::from(j) * step
    }
}

/// The first below the second, and both within a million logits: beyond, squares would lose what they measure.
pub(crate) fn is_range(lower: f64, upper: f64) -> bool {
    lower >= -1e6 && lower < upper && upper <= 1e6
}
