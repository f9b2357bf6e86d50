//! What is to be estimated: models, what is fixed or equal, priors, the latent density, the nodes.

use crate::data::Responses;
use crate::model::{Model, Parameter};
use crate::prior::ParameterPrior;
use crate::quadrature::Nodes;

/// The model of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSpecification {
    /// Its response model.
    pub model: Model,
    /// The latent dimensions it loads on, from 0; one slope for each.
    pub dimensions: Vec<u32>,
    /// Whether each group has parameters of its own; else they are the same in all.
    pub per_group: bool,
}

/// A parameter of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The item, from 0.
    pub item: u32,
    /// The group, of an item with parameters by group; `None` means every group.
    pub group: Option<u16>,
    /// Which of its parameters.
    pub parameter: Parameter,
}

impl Place {
    /// In every group.
    #[must_use]
    pub fn new(item: u32, parameter: Parameter) -> Self {
        Self { item, group: None, parameter }
    }

    /// In one group.
    #[must_use]
    pub fn in_group(item: u32, group: u16, parameter: Parameter) -> Self {
        Self { item, group: Some(group), parameter }
    }
}

/// A parameter of the latent density: known, or to be estimated from a start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// Known.
    Fixed(f64),
    /// Estimated, beginning here.
    Estimated(f64),
}

impl Setting {
    /// The value it has, or begins with.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Fixed(value) | Self::Estimated(value) => value,
        }
    }
}

/// The latent density of one group: normal with this mean and covariance, on the nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentNormal {
    /// Means, one a dimension, logits.
    pub mean: Vec<Setting>,
    /// Covariances, lower triangle row by row: `σ₁₁, σ₂₁, σ₂₂, …`
    pub covariance: Vec<Setting>,
}

impl LatentNormal {
    /// Independent standard normals, all fixed.
    #[must_use]
    pub fn standard(dimensions: usize) -> Self {
        let triangle = (0..dimensions).flat_map(|i| (0..=i).map(move |j| Setting::Fixed(f64::from(u8::from(i == j)))));
        Self { mean: vec![Setting::Fixed(0.0); dimensions], covariance: triangle.collect() }
    }

    /// One dimension with both free, from 0 and 1: a group beside a reference group.
    #[must_use]
    pub fn free() -> Self {
        Self { mean: vec![Setting::Estimated(0.0)], covariance: vec![Setting::Estimated(1.0)] }
    }

    /// One dimension, mean 0, the variance free.
    #[must_use]
    pub fn free_variance() -> Self {
        Self { mean: vec![Setting::Fixed(0.0)], covariance: vec![Setting::Estimated(1.0)] }
    }
}

/// The form of the groups' latent densities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LatentDensity {
    /// Normal, with the mean and covariance of [`Specification::latent`].
    #[default]
    Normal,
    /// Empirical histogram, in one dimension: the weights at the nodes are estimated with the items, by EM (Bock &
    /// Aitkin 1981; Mislevy 1984). It has the mean and the variance of [`Specification::latent`] where these are
    /// fixed, by which the scale is set; where they are estimated they are those of the weights. R mirt: `dentype =
    /// "EHW"`, which standardises by interpolation (Woods 2007) rather than by a constraint.
    ///
    /// The likelihood is flat in the weights, and its very maximum has few nodes with weight (Laird 1978): after so
    /// many cycles of EM the histogram is smoother than that, while item parameters hardly move any more. Fewer nodes
    /// are smoother. Weights are taken as known in standard errors and in tests of fit, but counted as parameters in
    /// [`Criteria`](crate::Criteria).
    EmpiricalHistogram,
}

/// Everything that is assumed. [`Specification::uniform`] makes the usual one; its fields may then be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    /// The items' models, in the order of the data.
    pub items: Vec<ItemSpecification>,
    /// Number of latent dimensions.
    pub dimensions: usize,
    /// The latent density of each group: its mean and covariance.
    pub latent: Vec<LatentNormal>,
    /// The form of these densities.
    pub density: LatentDensity,
    /// Dimensions that are integrated over one by one (dimension reduction): the last ones, each standard normal and
    /// independent of all others, and no item on two of them. Empty but for bifactor and two-tier models; then the
    /// dimensions before them are general, and every item loads on one of these first.
    pub specific: Vec<u32>,
    /// Parameters that are known: anchors, asymptotes.
    pub fixed: Vec<(Place, f64)>,
    /// Sets of parameters that are equal.
    pub equal: Vec<Vec<Place>>,
    /// Priors. A parameter shared by several places has its prior once.
    pub priors: Vec<(Place, ParameterPrior)>,
    /// Where to begin, instead of our own starting values.
    pub starts: Vec<(Place, f64)>,
    /// Quadrature.
    pub nodes: Nodes,
}

impl Specification {
    /// One model for all items, one dimension, the first group standard normal (its variance free where the model's
    /// slopes are 1), further groups with free mean and variance, no priors.
    ///
    /// Without a prior on the asymptotes, 3PL and 4PL need many thousand persons: see
    /// [`with_asymptote_prior`](Self::with_asymptote_prior).
    #[must_use]
    pub fn uniform(model: Model, responses: &Responses) -> Self {
        Self::uniform_of(model, responses.items(), responses.groups().len())
    }

    /// As [`uniform`](Self::uniform), for so many items and groups.
    #[must_use]
    pub fn uniform_of(model: Model, items: usize, groups: usize) -> Self {
        let item = ItemSpecification { model, dimensions: vec![0], per_group: false };
        let first = if model.has_unit_slope() { LatentNormal::free_variance() } else { LatentNormal::standard(1) };
        let mut latent = vec![first];
        latent.resize_with(groups, LatentNormal::free);
        Self {
            items: vec![item; items],
            dimensions: 1,
            latent,
            density: LatentDensity::Normal,
            specific: Vec::new(),
            fixed: Vec::new(),
            equal: Vec::new(),
            priors: Vec::new(),
            starts: Vec::new(),
            nodes: Nodes::default_for(1),
        }
    }

    /// Confirmatory: item i loads on `loads[i]`; the dimensions are standard normal with free correlations.
    #[must_use]
    pub fn confirmatory(model: Model, loads: Vec<Vec<u32>>, dimensions: usize) -> Self {
        let mut latent = LatentNormal::standard(dimensions);
        let mut place = 0;
        for i in 0..dimensions {
            for j in 0..=i {
                if i != j {
                    latent.covariance[place] = Setting::Estimated(0.25);
                }
                place += 1;
            }
        }
        let items = loads.into_iter().map(|dimensions| ItemSpecification { model, dimensions, per_group: false });
        Self {
            items: items.collect(),
            dimensions,
            latent: vec![latent],
            density: LatentDensity::Normal,
            specific: Vec::new(),
            fixed: Vec::new(),
            equal: Vec::new(),
            priors: Vec::new(),
            starts: Vec::new(),
            nodes: Nodes::default_for(dimensions),
        }
    }

    /// Bifactor: every item loads on a general dimension, and item i on the specific dimension `specific[i]` (from 0)
    /// too, if it has one. All dimensions are independent standard normals. 21 nodes a dimension, as R mirt.
    #[must_use]
    pub fn bifactor(model: Model, specific: &[Option<u32>]) -> Self {
        let count = specific.iter().flatten().max().map_or(0, |most| most + 1);
        let items = specific.iter().map(|factor| ItemSpecification {
            model,
            dimensions: std::iter::once(0).chain(factor.map(|factor| factor + 1)).collect(),
            per_group: false,
        });
        let dimensions = count as usize + 1;
        Self {
            items: items.collect(),
            dimensions,
            latent: vec![LatentNormal::standard(dimensions)],
            density: LatentDensity::Normal,
            specific: (1..=count).collect(),
            fixed: Vec::new(),
            equal: Vec::new(),
            priors: Vec::new(),
            starts: Vec::new(),
            nodes: Nodes { lower: -6.0, upper: 6.0, per_dimension: 21 },
        }
    }

    /// Two-tier: item i loads on the general dimensions `general[i]` (from 0; at least one), and on the specific
    /// dimension `specific[i]` (from 0) too, if it has one (Cai 2010). General dimensions are standard normal with free
    /// correlations; specific ones are standard normal, independent of them and of each other, and numbered after them.
    ///
    /// Sums are over the product of the general dimensions and one specific one, for each of these: their cost grows with
    /// the number of specific dimensions, not with its exponential. 21 nodes a dimension; 15 where there are three general
    /// dimensions or more. With one general dimension it is [`bifactor`](Self::bifactor). R mirt: `bfactor` with
    /// `model2`.
    ///
    /// ```
    /// use thetis_calibrate::{Model, Options, Responses, Specification, calibrate};
    /// let cells = (0..300_u32).flat_map(|p| (0..6).map(move |i| u8::from((p * p + p * i * 7 + i) % 13 > 3 + i)));
    /// let ids = (1..=6).map(|i| format!("q{i}")).collect();
    /// let responses = Responses::dense(ids, cells.collect())?;
    /// let general = vec![vec![0], vec![0], vec![0], vec![1], vec![1], vec![1]];
    /// let specific = [Some(0), Some(0), None, Some(0), None, None];
    /// let mut specification = Specification::two_tier(Model::TwoParameter, general, &specific);
    /// specification.nodes.per_dimension = 9;
    /// let few = Options { cycles: 5, ..Options::default() };
    /// let found = calibrate(&responses, &specification, &few)?;
    /// assert_eq!(found.groups[0].mean.len(), 3);
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    ///
    /// Items for which one of the two lists has no entry are left out; calibration then says that there are too few.
    #[must_use]
    pub fn two_tier(model: Model, general: Vec<Vec<u32>>, specific: &[Option<u32>]) -> Self {
        let generals = general.iter().flatten().max().map_or(0, |most| most + 1);
        let specifics = specific.iter().flatten().max().map_or(0, |most| most + 1);
        let loads = general.into_iter().zip(specific).map(|(mut loads, factor)| {
            loads.extend(factor.map(|factor| generals + factor));
            loads
        });
        let dimensions = (generals + specifics) as usize;
        let mut specification = Self::confirmatory(model, loads.collect(), dimensions);
        let mut place = 0;
        for i in 0..dimensions {
            for j in 0..=i {
                if i != j && i >= generals as usize {
                    specification.latent[0].covariance[place] = Setting::Fixed(0.0);
                }
                place += 1;
            }
        }
        specification.specific = (generals..generals + specifics).collect();
        let per_dimension = if generals > 2 { 15 } else { 21 };
        specification.nodes = Nodes { lower: -6.0, upper: 6.0, per_dimension };
        specification
    }

    /// Estimate the latent density as an empirical histogram: see [`LatentDensity::EmpiricalHistogram`].
    ///
    /// ```
    /// use thetis_calibrate::{Model, Options, Responses, Specification, calibrate};
    /// let cells = (0..400_u32).flat_map(|p| (0..4).map(move |i| u8::from((p * 7 + i * 13) % 11 > 3 + i)));
    /// let ids = (1..=4).map(|i| format!("q{i}")).collect();
    /// let responses = Responses::dense(ids, cells.collect())?;
    /// let specification = Specification::uniform(Model::Rasch, &responses).with_empirical_histogram();
    /// let found = calibrate(&responses, &specification, &Options::default())?;
    /// let histogram = found.groups[0].histogram.as_ref().expect("it was asked for");
    /// assert!((histogram.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    #[must_use]
    pub fn with_empirical_histogram(mut self) -> Self {
        self.density = LatentDensity::EmpiricalHistogram;
        self
    }

    /// Put a normal prior on the logit of every lower asymptote of a 3PL or 4PL item, and the mirrored one on every
    /// upper asymptote of a 4PL item. R mirt users often take mean −1.4 and standard deviation 0.5.
    #[must_use]
    pub fn with_asymptote_prior(mut self, mean: f64, sd: f64) -> Self {
        for (number, item) in self.items.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if matches!(item.model, Model::ThreeParameter | Model::FourParameter) {
                let place = Place::new(number, Parameter::LowerAsymptote);
                self.priors.push((place, ParameterPrior::Normal { mean, sd }));
            }
            if item.model == Model::FourParameter {
                let place = Place::new(number, Parameter::UpperAsymptote);
                self.priors.push((place, ParameterPrior::Normal { mean: -mean, sd }));
            }
        }
        self
    }

    /// Anchor an item: fix its slope(s), intercepts and asymptotes at these values, in the order of
    /// [`CalibratedItem::parameters`](crate::CalibratedItem).
    #[must_use]
    pub fn with_anchor(mut self, item: u32, values: &[(Parameter, f64)]) -> Self {
        self.fixed.extend(values.iter().map(|(parameter, value)| (Place::new(item, *parameter), *value)));
        self
    }
}
