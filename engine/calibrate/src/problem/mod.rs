//! A specification made ready: item instances, the list of all parameters, and which of them are free.

mod bounds;
mod check;
mod free;
mod reduction;

pub(crate) use bounds::Bounds;
pub(crate) use free::Free;
pub(crate) use reduction::Reduction;

use crate::data::{Frame, Responses, Tally};
use crate::error::CalibrationError;
use crate::histogram::Histogram;
use crate::latent;
use crate::model::Shape;
use crate::prior::ParameterPrior;
use crate::quadrature::{Grid, Nodes};
use crate::specification::{LatentDensity, Specification};

/// More nodes than this are refused.
pub(crate) const MOST_NODES: usize = 200_000;

/// An item with one set of parameters: of all groups, or of one.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) item: usize,
    /// The group whose parameters these are, if they are not everyone's.
    pub(crate) group: Option<usize>,
    pub(crate) shape: Shape,
    /// Where its parameters begin in the list of all.
    pub(crate) offset: usize,
}

impl Instance {
    /// Its parameters among all.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.offset..self.offset + self.shape.len()
    }
}

/// A calibration ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// Where the grid comes from.
    pub(crate) nodes: Nodes,
    pub(crate) grid: Grid,
    pub(crate) instances: Vec<Instance>,
    /// The instance that persons of a group meet for each item.
    pub(crate) instance_of: Vec<Vec<usize>>,
    /// Where each group's latent parameters begin in the list of all: means, then the covariance's lower triangle.
    pub(crate) latent: Vec<usize>,
    pub(crate) free: Free,
    /// Priors by free parameter.
    pub(crate) priors: Vec<(usize, ParameterPrior)>,
    /// Of asymptotes without a prior.
    pub(crate) bounds: Bounds,
    /// The weights of a latent density that is not normal.
    pub(crate) histogram: Option<Histogram>,
    /// How the nodes of a bifactor or two-tier model are summed over.
    pub(crate) reduction: Option<Reduction>,
}

/// Number of latent parameters of a group.
pub(crate) fn latent_len(dimensions: usize) -> usize {
    dimensions + dimensions * (dimensions + 1) / 2
}

impl Problem {
    /// Make ready, and check that the data can tell what is asked. Starting values are from the tally and the
    /// responses of a sample.
    pub(crate) fn new(
        specification: &Specification,
        frame: &Frame,
        tally: &Tally,
        sample: &Responses,
    ) -> Result<Self, CalibrationError> {
        let problem = Self::unchecked(specification, frame, tally, sample)?;
        crate::data_check::categories(&problem, frame, tally)?;
        Ok(problem)
    }

    /// Make ready for persons who need not show every category.
    pub(crate) fn unchecked(
        specification: &Specification,
        frame: &Frame,
        tally: &Tally,
        sample: &Responses,
    ) -> Result<Self, CalibrationError> {
        check::check_items(specification, frame)?;
        let nodes = &specification.nodes;
        // Specific dimensions share one place in the grid.
        let reduction = Reduction::new(specification);
        let dimensions = reduction.as_ref().map_or(specification.dimensions, Reduction::dimensions);
        let exponent = u32::try_from(dimensions).unwrap_or(u32::MAX);
        let count = (nodes.per_dimension as usize).saturating_pow(exponent);
        let range = nodes.lower.is_finite() && nodes.upper.is_finite() && nodes.lower < nodes.upper;
        if !range || nodes.per_dimension < 3 || count > MOST_NODES || dimensions == 0 {
            return Err(CalibrationError::Nodes { nodes: count });
        }
        let groups = frame.groups().len();
        let mut instances = Vec::new();
        let mut instance_of = vec![Vec::new(); groups];
        let mut offset = 0;
        for (item, specified) in specification.items.iter().enumerate() {
            let local: Vec<u32> = match &reduction {
                Some(reduction) => specified.dimensions.iter().map(|own| reduction.local(*own)).collect(),
                None => specified.dimensions.clone(),
            };
            let shape = Shape::new(specified.model, frame.categories(item).max(2), &local);
            let copies: Vec<Option<usize>> =
                if specified.per_group { (0..groups).map(Some).collect() } else { vec![None] };
            for group in copies {
                for (of, list) in instance_of.iter_mut().enumerate() {
                    if group.is_none_or(|group| group == of) {
                        list.push(instances.len());
                    }
                }
                instances.push(Instance { item, group, shape: shape.clone(), offset });
                offset += shape.len();
            }
        }
        let latent: Vec<usize> = (0..groups).map(|group| offset + group * latent_len(dimensions)).collect();
        let full = offset + groups * latent_len(dimensions);
        let mut problem = Self {
            nodes: *nodes,
            grid: Grid::new(nodes, dimensions),
            instances,
            instance_of,
            latent,
            free: Free { of: Vec::new(), count: 0, template: vec![0.0; full] },
            priors: Vec::new(),
            bounds: Bounds::default(),
            histogram: None,
            reduction,
        };
        crate::start::fill(&mut problem, specification, tally, sample);
        problem.release(specification, frame)?;
        problem.bounds = Bounds::new(&problem);
        if specification.density == LatentDensity::EmpiricalHistogram {
            let histogram = Histogram::new(&specification.latent, &problem.grid);
            problem.histogram = Some(histogram.ok_or(CalibrationError::NotDefined {
                statistic: "an empirical histogram",
                reason: "the variance is fixed but not the mean: fix both, or neither",
            })?);
        }
        problem.check_identified()?;
        Ok(problem)
    }

    /// Whether every item's parameters and every covariance matrix are such that probabilities exist.
    pub(crate) fn is_sound(&self, full: &[f64]) -> bool {
        self.instances.iter().all(|instance| instance.shape.is_sound(&full[instance.range()]))
            && latent::is_sound(self, full)
    }

    /// The logarithm of the prior density.
    pub(crate) fn log_prior(&self, free: &[f64]) -> f64 {
        // From +0, so that no priors are 0 and not −0.
        self.priors.iter().fold(0.0, |sum, (place, prior)| sum + prior.log_density(free[*place]).0)
    }

    /// `∂ ln w/∂parameter` at every node, for each group: latent parameters × nodes. The weights of a histogram are
    /// no parameters of these: there are none.
    pub(crate) fn latent_scores(&self, full: &[f64]) -> Vec<Vec<f64>> {
        if self.histogram.is_some() {
            return vec![Vec::new(); self.latent.len()];
        }
        let (size, grid) = (latent_len(self.dimensions()), &self.grid);
        let mut row = vec![0.0; grid.stride];
        let of_group = |start: &usize| {
            let parameters = &full[*start..start + size];
            latent::log_weights(parameters, grid, &mut row);
            latent::scores(parameters, grid, &row)
        };
        self.latent.iter().map(of_group).collect()
    }

    /// Number of latent dimensions.
    pub(crate) fn dimensions(&self) -> usize {
        self.grid.dimensions()
    }

    /// The name of a free parameter: the first item or group that has it.
    pub(crate) fn name(&self, free: usize, frame: &Frame) -> String {
        let at = self.free.of.iter().position(|of| *of == Some(free));
        let Some(at) = at else { return String::new() };
        match self.instances.iter().find(|instance| instance.range().contains(&at)) {
            Some(instance) => {
                let group =
                    instance.group.map_or_else(String::new, |group| format!(", group {}", frame.groups()[group]));
                format!(
                    "{} of item {}{group}",
                    instance.shape.parameter(at - instance.offset),
                    frame.ids()[instance.item]
                )
            }
            None => {
                let group = self.latent.iter().rposition(|start| *start <= at).unwrap_or(0);
                let inside = at - self.latent[group];
                let what = if inside < self.dimensions() { "mean" } else { "covariance" };
                format!("latent {what} {inside} of group {}", frame.groups()[group])
            }
        }
    }
}
