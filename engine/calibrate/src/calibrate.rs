//! From responses and a specification to estimated parameters.

use thetis_core::ItemModel;

use crate::data::{Frame, Responses, Tally};
use crate::engine::{Evaluator, Local};
use crate::error::CalibrationError;
use crate::estep::Range;
use crate::model::{IrtParameters, Model, Parameter};
use crate::optimise::{self, Continue, Cycle, Ending, Options};
use crate::passes::Engine;
use crate::problem::{Problem, latent_len};
use crate::specification::Specification;

/// An item with its estimated parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedItem {
    /// The item's place in the data.
    pub item: usize,
    /// The group whose parameters these are, if groups have their own.
    pub group: Option<usize>,
    /// Its model.
    pub model: Model,
    /// Names and values in slope–intercept form.
    pub parameters: Vec<(Parameter, f64)>,
    /// Of each parameter, its place among the free ones; `None` if it was fixed. Equal parameters share a place.
    pub free: Vec<Option<usize>>,
    /// The parameters in the bank's metric.
    pub irt: IrtParameters,
    /// The item as the engine takes it.
    pub core: ItemModel,
    /// The dimensions of its slopes.
    pub dimensions: Vec<u32>,
}

/// An estimated latent density that is not normal.
#[derive(Clone, Debug, PartialEq)]
pub struct LatentHistogram {
    /// Nodes, logits.
    pub points: Vec<f64>,
    /// Weight of each; together 1.
    pub weights: Vec<f64>,
}

/// The estimated latent density of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedGroup {
    /// Means, logits.
    pub mean: Vec<f64>,
    /// Covariance matrix, row by row.
    pub covariance: Vec<f64>,
    /// Of each mean, then each covariance (lower triangle row by row), its place among the free parameters; `None` if
    /// it was fixed, or follows from a histogram.
    pub free: Vec<Option<usize>>,
    /// The density's weights, if it was estimated as an [empirical
    /// histogram](crate::LatentDensity::EmpiricalHistogram).
    pub histogram: Option<LatentHistogram>,
}

/// What a calibration found.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The items, in the order of the data; one entry a group where groups have parameters of their own.
    pub items: Vec<CalibratedItem>,
    /// The groups' latent densities.
    pub groups: Vec<CalibratedGroup>,
    /// Maximal log-likelihood.
    pub log_likelihood: f64,
    /// Logarithm of the prior density there; 0 without priors.
    pub log_prior: f64,
    /// Free parameters, each once.
    pub free: Vec<f64>,
    /// Their names.
    pub names: Vec<String>,
    /// Expectation steps done.
    pub cycles: u32,
    /// How the search ended.
    pub ending: Ending,
    /// Asymptotes without a prior that ran to 0 or 1, by their places among the free parameters. Their logits are held
    /// at −15 or 15, 3e-7 from there in probability; they have no standard errors, and the others' are as if they were
    /// known.
    pub at_bound: Vec<usize>,
    /// Largest change of a parameter in the last step; of an asymptote without a prior the change of the probability.
    pub largest_change: f64,
    /// Euclidean norm of the gradient of log-likelihood and prior at the end.
    pub gradient_norm: f64,
    /// Sum of the persons' weights.
    pub persons: f64,
    pub(crate) evaluator: Evaluator,
    /// The persons, if they are in this process.
    pub(crate) local: Option<Local>,
    pub(crate) specification: Specification,
}

impl Calibration {
    /// Whether the search converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.ending == Ending::Converged
    }
}

/// Estimate the free parameters by marginal maximum likelihood, or, with priors, as the mode of their posterior
/// (Bock & Aitkin 1981).
///
/// ```
/// use thetis_calibrate::{Model, Options, Responses, Specification, calibrate};
/// let cells = (0..400_u32).flat_map(|p| (0..4).map(move |i| u8::from((p * 7 + i * 13) % 11 > 3 + i)));
/// let ids = (1..=4).map(|i| format!("q{i}")).collect();
/// let responses = Responses::dense(ids, cells.collect())?;
/// let specification = Specification::uniform(Model::Rasch, &responses);
/// let rasch = calibrate(&responses, &specification, &Options::default())?;
/// assert!(rasch.converged());
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// See [`CalibrationError`]. A search that does not converge is no error: see [`Calibration::ending`].
pub fn calibrate(
    responses: &Responses,
    specification: &Specification,
    options: &Options,
) -> Result<Calibration, CalibrationError> {
    calibrate_with(responses, specification, options, &mut |_| Continue::Yes)
}

/// As [`calibrate`]; `progress` is told of every cycle and may stop the search.
///
/// # Errors
/// As [`calibrate`].
pub fn calibrate_with(
    responses: &Responses,
    specification: &Specification,
    options: &Options,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Calibration, CalibrationError> {
    let (frame, tally) = (Frame::of(responses), Tally::of(responses));
    let mut problem = Problem::new(specification, &frame, &tally, responses)?;
    let mut local = Local::new(&mut problem, &tally.extent, responses);
    let mut evaluator = Evaluator::new(problem, tally.extent);
    let mut calibration = search(&mut evaluator, &mut local, &frame, specification, options, progress)?;
    calibration.local = Some(local);
    Ok(calibration)
}

/// As [`calibrate_with`], of persons whom an engine has: `frame` and `tally` say what and whom, and of a `sample` starting
/// values are found with. With every person whose number is a multiple of [`sample_step`](crate::sample_step) it is where
/// [`calibrate_with`] begins.
///
/// ```
/// use thetis_calibrate::passes::Rows;
/// use thetis_calibrate::{Continue, Frame, Model, Options, Responses, Specification, Tally, calibrate, calibrate_on};
/// let cells: Vec<u8> = (0..400_u32).flat_map(|p| (0..4).map(move |i| u8::from((p * 7 + i * 13) % 11 > 3 + i))).collect();
/// let responses = Responses::dense((1..=4).map(|i| format!("q{i}")).collect(), cells)?;
/// let specification = Specification::uniform(Model::Rasch, &responses);
/// let (frame, tally) = (Frame::of(&responses), Tally::of(&responses));
/// // An engine in this process that gets its tasks as bytes, as one on another machine would.
/// let mut engine = Rows::new(&responses, 3);
/// let far = calibrate_on(&frame, &tally, &responses, &specification, &Options::default(), &mut engine, &mut |_| Continue::Yes)?;
/// let near = calibrate(&responses, &specification, &Options::default())?;
/// assert!(far.free.iter().zip(&near.free).all(|(a, b)| (a - b).abs() < 1e-9));
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// As [`calibrate`], and what the engine reports.
pub fn calibrate_on(
    frame: &Frame,
    tally: &Tally,
    sample: &Responses,
    specification: &Specification,
    options: &Options,
    engine: &mut dyn Engine,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Calibration, CalibrationError> {
    tally.check(frame)?;
    let problem = Problem::new(specification, frame, tally, sample)?;
    let mut evaluator = Evaluator::new(problem, tally.extent.clone());
    search(&mut evaluator, engine, frame, specification, options, progress)
}

fn search(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    frame: &Frame,
    specification: &Specification,
    options: &Options,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Calibration, CalibrationError> {
    let start = evaluator.problem.free.start();
    let search = optimise::search(evaluator, engine, start, options, progress)?;
    // What is reported is computed anew, over all nodes.
    let last = evaluator.evaluate_over(engine, &search.free, Range::Everything)?;
    let problem = &evaluator.problem;
    let full = problem.free.expand(&search.free);
    let items = problem.instances.iter().map(|instance| {
        let values = &full[instance.range()];
        let dimensions = &specification.items[instance.item].dimensions;
        CalibratedItem {
            item: instance.item,
            group: instance.group,
            model: specification.items[instance.item].model,
            parameters: values.iter().enumerate().map(|(at, v)| (instance.shape.parameter(at), *v)).collect(),
            free: problem.free.of[instance.range()].to_vec(),
            irt: instance.shape.irt(values),
            core: instance.shape.item_model(values),
            dimensions: dimensions.clone(),
        }
    });
    let size = latent_len(problem.dimensions());
    let groups = problem.latent.iter().enumerate().map(|(group, start)| {
        if let Some(histogram) = &problem.histogram {
            let (mean, variance) = histogram.moments(group, &problem.grid);
            let points = problem.grid.theta[0][..problem.grid.nodes].to_vec();
            let histogram = LatentHistogram { points, weights: histogram.weights(group, &problem.grid) };
            return CalibratedGroup {
                mean: vec![mean],
                covariance: vec![variance],
                free: vec![None; size],
                histogram: Some(histogram),
            };
        }
        let (mean, covariance) = crate::latent::moments(&full[*start..start + size], problem.dimensions());
        let free = problem.free.of[*start..start + size].to_vec();
        if let Some(reduction) = &problem.reduction {
            let (mean, covariance, free) = reduction.on_all(&mean, |i, j| covariance.get(i, j), &free);
            return CalibratedGroup { mean, covariance, free, histogram: None };
        }
        CalibratedGroup { mean, covariance: covariance.entries, free, histogram: None }
    });
    Ok(Calibration {
        items: items.collect(),
        groups: groups.collect(),
        log_likelihood: last.log_likelihood,
        log_prior: last.log_prior,
        names: (0..problem.free.count).map(|free| problem.name(free, frame)).collect(),
        at_bound: problem.bounds.reached(&search.free),
        free: search.free,
        cycles: search.cycles,
        ending: search.ending,
        largest_change: search.largest_change,
        gradient_norm: last.gradient.iter().map(|g| g * g).sum::<f64>().sqrt(),
        persons: last.sums.weight,
        evaluator: evaluator.clone(),
        local: None,
        specification: specification.clone(),
    })
}
