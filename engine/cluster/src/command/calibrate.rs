//! `thetis-cluster calibrate`: the driver.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use thetis_calibrate::{
    Acceleration, Continue, Covariance, Cycle, Ending, InformationKind, LatentNormal, Model, Nodes, Options, Parameter,
    ParameterPrior, Place, Specification,
};
use thetis_cluster::{Client, ClientOptions, Cluster, Dataset, Journal};

use super::{Failure, report};

/// Estimate item parameters from a packed folder on a cluster
///
/// Marginal maximum likelihood, as `thetis calibrate` does it on one machine, and with the same results. Every pass over
/// the persons is checked to be about each of them exactly once. Statistics of fit, scores and reliability need the data
/// on one machine: `thetis calibrate` has them.
#[derive(Debug, Args)]
pub(super) struct Calibrate {
    /// A folder that `thetis import responses` wrote, at a path that all executors have too
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Where the scheduler is
    #[arg(long, value_name = "ballista://HOST:PORT", default_value = "ballista://127.0.0.1:50050")]
    engine: String,
    /// Model of the items: one, or one for two categories and one for more, such as 2pl,gpcm; else the model that the imported list gave each item
    #[arg(long, value_name = "MODEL[,MODEL]", value_delimiter = ',')]
    model: Vec<String>,
    /// Persons are in the groups of this column of the imported table
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Number of equally spaced nodes from -6 to 6
    #[arg(long, value_name = "N", default_value_t = 61)]
    nodes: u32,
    /// Prior of the logits of all lower or upper asymptotes: c=normal:MEAN,SD or u=normal:MEAN,SD; may be repeated
    #[arg(long, value_name = "PRIOR", value_parser = prior)]
    prior: Vec<(Parameter, ParameterPrior)>,
    /// Distribution of ability in the first group: normal with mean 0 and variance 1, or a histogram
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = LatentName::Standard)]
    latent: LatentName,
    /// Cycles at most
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    cycles: u32,
    /// Converged when no parameter changes by more
    #[arg(long, value_name = "X", default_value_t = 1e-5)]
    tolerance: f64,
    /// How EM is sped up
    #[arg(long, value_enum, default_value_t = AccelerationName::QuasiNewton)]
    acceleration: AccelerationName,
    /// Standard errors
    #[arg(long, value_enum, default_value_t = ErrorsName::Oakes)]
    se: ErrorsName,
    /// Parts that a pass is cut into: a few for every core of the cluster
    #[arg(long, default_value_t = 32)]
    parts: usize,
    /// Seconds to wait for executors
    #[arg(long, default_value_t = 3_600)]
    patience: u64,
    /// Record every pass in this file, so that --resume can go on after any death
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Go on with the --checkpoint of a run that ended early, begun with the same arguments
    #[arg(long, requires = "checkpoint")]
    resume: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = report::Format::Csv)]
    format: report::Format,
    /// Into this file instead
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// No progress
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AccelerationName {
    /// Quasi-Newton
    QuasiNewton,
    /// Squared extrapolation
    Squarem,
    /// Plain EM
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LatentName {
    /// Mean 0; variance 1, or free where all slopes are 1
    Standard,
    /// Weights at the nodes are estimated
    Histogram,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ErrorsName {
    /// Observed information: two passes
    Oakes,
    /// Products of scores: one pass
    CrossProduct,
    /// None
    None,
}

impl Calibrate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let options = self.client()?;
        let dataset = Dataset::open(&self.folder, self.group.as_deref())?;
        let specification = self.specification(&dataset)?;
        let journal = self.journal()?;
        let quiet = self.quiet;
        let client = Client::new(options, &dataset, Box::new(|text: &str| eprintln!("{text}")))?;
        let mut cluster = Cluster::new(dataset, client, journal);
        let fit = Options { cycles: self.cycles, tolerance: self.tolerance, acceleration: self.acceleration() };
        let found = cluster.calibrate(&specification, &fit, &mut |cycle| say(cycle, quiet))?;
        let kind = match self.se {
            ErrorsName::Oakes => Some(InformationKind::Oakes),
            ErrorsName::CrossProduct => Some(InformationKind::CrossProduct),
            ErrorsName::None => None,
        };
        let covariance: Option<Covariance> = match kind {
            Some(kind) => Some(cluster.covariance(&found, kind)?),
            None => None,
        };
        let text = report::write(self.format, cluster.dataset().frame(), &found, covariance.as_ref());
        match &self.output {
            None => print!("{text}"),
            Some(path) => {
                let fail = |error: std::io::Error| Failure::Data(format!("{}: {error}", path.display()));
                let unfinished = path.with_extension("part");
                std::fs::write(&unfinished, text).map_err(fail)?;
                std::fs::rename(&unfinished, path).map_err(fail)?;
            }
        }
        match found.ending {
            Ending::Converged => Ok(()),
            ending => Err(Failure::Data(format!(
                "the search did not converge in {} cycles ({ending:?}, largest change {:.1e}): give more with --cycles, or priors",
                found.cycles, found.largest_change
            ))),
        }
    }

    fn client(&self) -> Result<ClientOptions, Failure> {
        let Some(mut options) = ClientOptions::at(&self.engine) else {
            return Err(Failure::Usage(format!("--engine {}: give ballista://HOST:PORT", self.engine)));
        };
        options.parts = self.parts.max(1);
        options.patience = Duration::from_secs(self.patience);
        Ok(options)
    }

    fn acceleration(&self) -> Acceleration {
        match self.acceleration {
            AccelerationName::QuasiNewton => Acceleration::QuasiNewton,
            AccelerationName::Squarem => Acceleration::Squarem,
            AccelerationName::None => Acceleration::None,
        }
    }

    fn journal(&self) -> Result<Option<Journal>, Failure> {
        Ok(match &self.checkpoint {
            Some(path) if self.resume => Some(Journal::resume(path)?),
            Some(path) => Some(Journal::create(path)?),
            None => None,
        })
    }

    fn specification(&self, dataset: &Dataset) -> Result<Specification, Failure> {
        let frame = dataset.frame();
        let given: Vec<Model> = self.model.iter().map(|name| model(name)).collect::<Result<_, _>>()?;
        if given.len() > 2 {
            return Err(Failure::Usage("--model takes one model, or one for two categories and one for more".into()));
        }
        let items = &dataset.manifest().header.items;
        let mut models = Vec::with_capacity(frame.items());
        for (item, packed) in items.iter().enumerate() {
            let several = usize::from(frame.categories(item) > 2);
            models.push(match (given.get(several).or(given.last()), &packed.model) {
                (Some(model), _) => *model,
                (None, Some(name)) => model(name)?,
                (None, None) => {
                    let reason =
                        format!("item {} has no model: give one with --model, such as --model 2pl,gpcm", packed.id);
                    return Err(Failure::Usage(reason));
                }
            });
        }
        let mut specification = Specification::uniform_of(models[0], frame.items(), frame.groups().len());
        specification.items.iter_mut().zip(&models).for_each(|(item, model)| item.model = *model);
        // Slopes of 1 leave the variance to be found; slopes of which some are free do not.
        let unit = models.iter().all(|model| model.has_unit_slope());
        specification.latent[0] = if unit { LatentNormal::free_variance() } else { LatentNormal::standard(1) };
        specification.nodes = Nodes { per_dimension: self.nodes, ..Nodes::default_for(1) };
        for (parameter, prior) in &self.prior {
            let places = models.iter().zip(0..).filter(|(model, _)| has(**model, *parameter));
            specification.priors.extend(places.map(|(_, item)| (Place::new(item, *parameter), *prior)));
        }
        let histogram = self.latent == LatentName::Histogram;
        Ok(if histogram { specification.with_empirical_histogram() } else { specification })
    }
}

/// Whether a model estimates this asymptote.
fn has(model: Model, asymptote: Parameter) -> bool {
    match asymptote {
        Parameter::LowerAsymptote => matches!(model, Model::ThreeParameter | Model::FourParameter),
        _ => model == Model::FourParameter,
    }
}

/// `c=normal:MEAN,SD` or `u=normal:MEAN,SD`.
fn prior(text: &str) -> Result<(Parameter, ParameterPrior), String> {
    let form = || format!("{text:?} is no prior; write c=normal:MEAN,SD or u=normal:MEAN,SD");
    let (name, numbers) = text.split_once("=normal:").ok_or_else(form)?;
    let parameter = match name {
        "c" => Parameter::LowerAsymptote,
        "u" => Parameter::UpperAsymptote,
        _ => return Err(form()),
    };
    let (mean, sd) = numbers.split_once(',').ok_or_else(form)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match (number(mean), number(sd)) {
        (Some(mean), Some(sd)) if sd > 0.0 => Ok((parameter, ParameterPrior::Normal { mean, sd })),
        _ => Err(form()),
    }
}

fn model(name: &str) -> Result<Model, Failure> {
    let name = name.to_ascii_lowercase();
    let wanted = match name.as_str() {
        "grm" => "graded",
        "nrm" => "nominal",
        other => other,
    };
    let found = Model::ALL.into_iter().find(|model| model.name() == wanted);
    found.ok_or_else(|| {
        let all: Vec<&str> = Model::ALL.iter().map(|model| model.name()).collect();
        Failure::Usage(format!("there is no model {name}: there are {}", all.join(", ")))
    })
}

fn say(cycle: Cycle, quiet: bool) -> Continue {
    if !quiet {
        let Cycle { cycle, objective, largest_change, .. } = cycle;
        eprintln!("cycle {cycle}: log-likelihood {objective:.4}, largest change {largest_change:.1e}");
    }
    Continue::Yes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priors_are_of_asymptotes() {
        let found = prior("c=normal:-1.4,0.5");
        assert_eq!(found, Ok((Parameter::LowerAsymptote, ParameterPrior::Normal { mean: -1.4, sd: 0.5 })));
        for text in ["c", "a=normal:0,1", "c=normal:0", "c=normal:0,0", "c=beta:1,2", "c=normal:x,1"] {
            assert!(prior(text).is_err(), "{text}");
        }
    }

    #[test]
    fn models_have_the_names_of_thetis_calibrate() {
        for name in ["rasch", "1pl", "2PL", "3pl", "4pl", "grm", "pcm", "gpcm", "rsm", "nrm"] {
            assert!(model(name).is_ok(), "{name}");
        }
        assert!(model("5pl").is_err());
    }
}
