//! The posterior on the grid, worked out by definition: prior times likelihood, node by node.

use thetis_core::{
    Bank, Curves, Dependence, Error, Estimation, Estimator, MultivariateNormal, Prior, Quadrature, Response, Rule,
    estimate,
};

/// The posterior of the dimensions that are estimated together.
#[derive(Clone, Debug)]
pub(crate) struct Posterior {
    /// Its dimensions: all, or one.
    pub(crate) dimensions: Vec<usize>,
    /// Places in the space of all dimensions, those of others at their prior means.
    pub(crate) nodes: Vec<Vec<f64>>,
    /// Sums to 1.
    pub(crate) mass: Vec<f64>,
    /// Distance of neighbours in each of the dimensions.
    pub(crate) spacing: Vec<f64>,
}

/// Whether all dimensions are estimated together.
pub(crate) fn is_joint(bank: &Bank, estimation: &Estimation) -> bool {
    let k = bank.dimensions();
    let normal = normal(bank, estimation);
    let correlated = (0..k * k).any(|cell| !cell.is_multiple_of(k + 1) && normal.covariance()[cell].abs() > 0.0);
    let links = correlated || (0..bank.len()).any(|item| bank.item(item).dimensions().len() > 1);
    k > 1 && links && estimation.dependence == Dependence::Joint
}

fn normal<'a>(bank: &'a Bank, estimation: &'a Estimation) -> &'a MultivariateNormal {
    match &estimation.prior {
        Some(Prior::Normal(normal)) => normal,
        _ => bank.prior(),
    }
}

impl Posterior {
    /// Of the answers to items of these dimensions, where dimensions of other blocks are estimated at `theta`.
    pub(crate) fn new(
        bank: &Bank,
        estimation: &Estimation,
        responses: &[Response],
        dimension: usize,
        theta: &[f64],
    ) -> Self {
        let k = bank.dimensions();
        let joint = is_joint(bank, estimation);
        let dimensions: Vec<usize> = if joint { (0..k).collect() } else { vec![dimension] };
        let normal = normal(bank, estimation);
        let sd = |d: usize| normal.covariance()[d * (k + 1)].sqrt();
        let grid = estimation.quadrature.unwrap_or(Quadrature::default_for(dimensions.len()));
        // The default is laid over the prior, others are in logits.
        let place = |d: usize, j: u32| match estimation.quadrature {
            None => normal.mean()[d] + sd(d) * grid.node(j),
            Some(_) => grid.node(j),
        };
        let spacing = dimensions.iter().map(|d| place(*d, 1) - place(*d, 0)).collect();
        let (mut nodes, mut weights) = (vec![normal.mean().to_vec()], vec![1.0_f64]);
        for d in &dimensions {
            let (old_nodes, old_weights) = (std::mem::take(&mut nodes), std::mem::take(&mut weights));
            for (node, weight) in old_nodes.iter().zip(old_weights) {
                for j in 0..grid.nodes {
                    let mut node = node.clone();
                    node[*d] = place(*d, j);
                    nodes.push(node);
                    let end = grid.rule == Rule::Trapezoid && (j == 0 || j + 1 == grid.nodes);
                    weights.push(if end { weight * 0.5 } else { weight });
                }
            }
        }
        let own: Vec<&Response> = responses
            .iter()
            .filter(|r| bank.item(r.item).dimensions().iter().any(|d| dimensions.contains(&(*d as usize))))
            .collect();
        let log_mass: Vec<f64> = nodes
            .iter()
            .zip(weights)
            .map(|(node, weight)| {
                let likelihood: f64 = own.iter().map(|r| bank.item(r.item).log_probability(node, r.category)).sum();
                let information = own.iter().map(|r| bank.information(r.item, node)).sum();
                weight.ln() + likelihood + log_prior(bank, estimation, &dimensions, node, theta, information)
            })
            .collect();
        let top = log_mass.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = log_mass.iter().map(|log| (log - top).exp()).sum();
        let mass = log_mass.iter().map(|log| (log - top).exp() / total).collect();
        Self { dimensions, nodes, mass, spacing }
    }

    /// Expectation of a function of θ.
    pub(crate) fn expect(&self, of: impl Fn(&[f64]) -> f64) -> f64 {
        self.nodes.iter().zip(&self.mass).map(|(node, mass)| mass * of(node)).sum()
    }

    pub(crate) fn mean(&self, dimension: usize) -> f64 {
        self.expect(|theta| theta[dimension])
    }

    pub(crate) fn variance(&self, dimension: usize) -> f64 {
        let mean = self.mean(dimension);
        self.expect(|theta| (theta[dimension] - mean).powi(2))
    }

    /// Chance of each category of an item.
    pub(crate) fn predictive(&self, bank: &Bank, item: u32) -> Vec<f64> {
        let mut curves = Curves::new();
        let mut chances = vec![0.0; bank.categories(item) as usize];
        for (node, mass) in self.nodes.iter().zip(&self.mass) {
            bank.curves(item, node, &mut curves);
            for (chance, category) in chances.iter_mut().zip(curves.categories()) {
                *chance += mass * category.probability;
            }
        }
        chances
    }

    /// Probability above a cut score, a node's mass being spread evenly over the way halfway to its neighbours.
    pub(crate) fn above(&self, dimension: usize, cut: f64) -> f64 {
        let place = self.dimensions.iter().position(|d| *d == dimension).expect("a dimension of the block");
        let spacing = self.spacing[place];
        self.expect(|theta| ((theta[dimension] + 0.5 * spacing - cut) / spacing).clamp(0.0, 1.0))
    }
}

/// Up to a constant; `information` is that of the answers at the node.
fn log_prior(
    bank: &Bank,
    estimation: &Estimation,
    dimensions: &[usize],
    node: &[f64],
    theta: &[f64],
    information: f64,
) -> f64 {
    match &estimation.prior {
        // The estimator is a mode under Jeffreys' prior, and so is the posterior it goes with.
        prior if estimation.estimator == Estimator::Jeffreys || *prior == Some(Prior::Jeffreys) => match prior {
            Some(Prior::Uniform { lower, upper }) => outside(node[dimensions[0]], *lower, *upper),
            _ if information > 0.0 => 0.5 * information.ln(),
            _ => 0.0,
        },
        Some(Prior::Uniform { lower, upper }) => outside(node[dimensions[0]], *lower, *upper),
        _ => {
            let k = bank.dimensions();
            let normal = normal(bank, estimation);
            let (mean, covariance) = (normal.mean(), normal.covariance());
            if let [d] = *dimensions {
                let mut centre = mean[d];
                if let Dependence::Separate { informed_by } = &estimation.dependence
                    && let Some(source) = informed_by[d]
                {
                    let source = source as usize;
                    let slope = covariance[d * k + source] / covariance[source * (k + 1)];
                    centre += slope * (theta[source] - mean[source]);
                }
                return -0.5 * (node[d] - centre).powi(2) / covariance[d * (k + 1)];
            }
            let deviation: Vec<f64> = node.iter().zip(mean).map(|(x, m)| x - m).collect();
            -0.5 * deviation.iter().zip(solve(covariance, &deviation)).map(|(x, y)| x * y).sum::<f64>()
        }
    }
}

fn outside(x: f64, lower: f64, upper: f64) -> f64 {
    if x < lower || x > upper { f64::NEG_INFINITY } else { 0.0 }
}

/// `A⁻¹ v` by elimination.
pub(crate) fn solve(a: &[f64], v: &[f64]) -> Vec<f64> {
    let n = v.len();
    let mut rows: Vec<Vec<f64>> = (0..n).map(|r| [&a[r * n..(r + 1) * n], &[v[r]]].concat()).collect();
    for p in 0..n {
        let pivot = rows[p].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            let factor = if r == p { 1.0 - 1.0 / pivot[p] } else { row[p] / pivot[p] };
            for (x, y) in row.iter_mut().zip(&pivot) {
                *x -= factor * y;
            }
        }
    }
    rows.iter().map(|row| row[n]).collect()
}

/// The estimate from these answers alone.
pub(crate) fn afresh(bank: &Bank, responses: &[Response], estimation: &Estimation) -> thetis_core::Estimate {
    let result: Result<_, Error> = estimate(bank, responses.iter().copied(), estimation);
    result.expect("the answers of a session")
}
