//! What is estimated: models, dimensions, priors, what is known or equal, the latent density.

mod anchors;
mod dimensions;
mod known;
mod models;
mod parameter;
mod restrictions;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_calibrate::{
    Acceleration, Frame, InformationKind, LatentDensity, LatentNormal, Model, Nodes, Options, Parameter, Place,
    Setting, Specification,
};
use thetis_responses::ItemList;

use crate::{arguments::number, bank::BankArguments, failure::Failure};
pub(super) use anchors::Anchors;
pub(super) use dimensions::Dimensions;
use known::{FixChoice, PriorChoice};
use models::Models;
use parameter::index;
pub(super) use parameter::name as parameter_name;
use restrictions::EqualChoice;

/// What is estimated, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub(super) struct ModellingArguments {
    /// Model of the items: rasch, 1pl, 2pl, 3pl, 4pl, grm, pcm, gpcm, rsm or nrm; two, as 2pl,grm, for items of two and of more categories. Unless given, each item's from --items
    #[arg(long, value_name = "MODEL[,MODEL]", value_parser = models::models)]
    model: Option<Models>,
    /// Column of --items that names the dimensions of each item, several of them separated by + or a space: two or three correlated dimensions, the general ones where there is --bifactor. Of a bank it is called dimensions
    #[arg(long, value_name = "COLUMN", requires = "items")]
    pub(super) dimension: Option<String>,
    /// Column of --items that names the specific dimension of each item: a bifactor model, in which all items load on a general dimension too; or, with --dimension, a two-tier model, in which they load on its dimensions too. Empty where an item has none
    #[arg(long, value_name = "COLUMN", requires = "items", conflicts_with_all = ["group", "anchors", "latent"])]
    pub(super) bifactor: Option<String>,
    /// Prior of a parameter, of all items: PARAMETER=normal:MEAN,SD, lognormal:MEAN,SD or beta:ALPHA,BETA; of one: ITEM:PARAMETER=…; parameters are a (slopes), a1, a2 … (slope on that dimension), d (intercepts), d1, d2 …, c and u (logits of the asymptotes, but for beta); may be repeated
    #[arg(long, value_name = "PRIOR", value_parser = known::prior)]
    prior: Vec<PriorChoice>,
    /// Fix a parameter, of all items: PARAMETER=VALUE, or of one: ITEM:PARAMETER=VALUE, with the parameters of --prior, c and u being the asymptotes themselves; may be repeated
    #[arg(long, value_name = "VALUE", value_parser = known::fixed)]
    fix: Vec<FixChoice>,
    /// Estimate parameters as one: those of all items, as a, or of some, as Q1:a,Q2:a; may be repeated
    #[arg(long, value_name = "PARAMETERS", value_parser = restrictions::equal)]
    equal: Vec<EqualChoice>,
    /// Items with parameters of their own in each group: ITEM, ITEM:PARAMETER (the others stay the same), or all for all items
    #[arg(long, value_name = "ITEM,…", value_delimiter = ',')]
    free_in_groups: Vec<String>,
    /// Fix the parameters of the items that this bank or parameter table has: the others are put on its scale
    #[arg(long, value_name = "BANK")]
    anchors: Option<PathBuf>,
    /// Distribution of ability in the first group: normal with mean 0 and variance 1, or free, which needs known items; free with --anchors, fixed without, unless given. Or, of any shape, a histogram
    #[arg(long, value_enum, value_name = "WHICH")]
    latent: Option<LatentName>,
    /// Equally spaced points of each dimension: their number, or FROM,TO,N; -6,6,61 in one dimension, 31 in two, 15 in three, 21 for --bifactor (15 with three general dimensions) unless given
    #[arg(long, value_name = "N|FROM,TO,N", allow_hyphen_values = true, value_parser = nodes)]
    nodes: Option<Nodes>,
    /// Standard errors
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ErrorsName::Oakes)]
    se: ErrorsName,
    /// Converged when no parameter changes by more
    #[arg(long, value_name = "X", default_value = "1e-5", value_parser = number::positive)]
    pub(super) tolerance: f64,
    /// Cycles at most
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    cycles: u32,
    /// How the search is sped up
    #[arg(long, value_enum, value_name = "HOW", default_value_t = AccelerationName::QuasiNewton)]
    acceleration: AccelerationName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LatentName {
    /// Mean 0 and variance 1
    Standard,
    /// Mean and variance are estimated
    Free,
    /// Weights at the nodes are estimated, in every group, with mean and variance as without this option
    Histogram,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ErrorsName {
    /// From the observed information, by Oakes' identity
    Oakes,
    /// From the cross-products of the persons' scores
    CrossProduct,
    /// None
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AccelerationName {
    /// Not: EM as it is
    None,
    /// Squared extrapolation of EM
    Squarem,
    /// Quasi-Newton steps that EM preconditions
    QuasiNewton,
}

/// What is to be estimated.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) specification: Specification,
    pub(super) dimensions: Dimensions,
    /// What a reader of the results should know of it.
    pub(super) notes: Vec<String>,
}

impl ModellingArguments {
    pub(super) fn options(&self) -> Options {
        Options {
            cycles: self.cycles,
            tolerance: self.tolerance,
            acceleration: match self.acceleration {
                AccelerationName::None => Acceleration::None,
                AccelerationName::Squarem => Acceleration::Squarem,
                AccelerationName::QuasiNewton => Acceleration::QuasiNewton,
            },
        }
    }

    /// Where standard errors come from; `None` for none.
    pub(super) fn information(&self) -> Option<InformationKind> {
        match self.se {
            ErrorsName::Oakes => Some(InformationKind::Oakes),
            ErrorsName::CrossProduct => Some(InformationKind::CrossProduct),
            ErrorsName::None => None,
        }
    }

    /// Whether the list of items says more than how to read responses.
    pub(super) fn needs_list(&self) -> bool {
        self.dimension.is_some() || self.bifactor.is_some()
    }

    /// The anchors, read and checked.
    ///
    /// # Errors
    /// A bank that is not sound.
    pub(super) fn anchors(&self) -> Result<Anchors, Failure> {
        self.anchors
            .clone()
            .map_or_else(|| Ok(Anchors::default()), |path| Anchors::of_bank(BankArguments::new(path, None)))
    }

    /// The model of each item; `listed` are the names that the list of items has.
    ///
    /// # Errors
    /// Usage: an item without a model.
    pub(super) fn models(&self, frame: &Frame, listed: &[Option<String>]) -> Result<Vec<Model>, Failure> {
        models::of_items(self.model, frame, listed)
    }

    /// The name of an option that says something of the latent density or of marginal likelihood, if there is one.
    pub(super) fn marginal_only(&self) -> Option<&'static str> {
        let given = [
            (self.dimension.is_some(), "--dimension"),
            (self.bifactor.is_some(), "--bifactor"),
            (!self.prior.is_empty(), "--prior"),
            (!self.fix.is_empty(), "--fix"),
            (!self.equal.is_empty(), "--equal"),
            (!self.free_in_groups.is_empty(), "--free-in-groups"),
            (self.anchors.is_some(), "--anchors"),
            (self.latent.is_some(), "--latent"),
            (self.nodes.is_some(), "--nodes"),
            (self.se == ErrorsName::CrossProduct, "--se cross-product"),
        ];
        given.into_iter().find_map(|(given, name)| given.then_some(name))
    }

    /// Everything that is assumed of these items and groups; `listed` are the names of models that the list of items has.
    ///
    /// # Errors
    /// Usage: an item without a model or a dimension, or named and not there.
    pub(super) fn plan(
        &self,
        frame: &Frame,
        listed: &[Option<String>],
        anchors: &Anchors,
        list: Option<&ItemList>,
    ) -> Result<Plan, Failure> {
        let models = self.models(frame, listed)?;
        let dimensions = match (&self.dimension, &self.bifactor, list) {
            (Some(column), None, Some(list)) => Dimensions::correlated(list, column, frame.ids())?,
            (Some(general), Some(column), Some(list)) => {
                Dimensions::correlated(list, general, frame.ids())?.with_specific(list, column, frame.ids())?
            }
            (None, Some(column), Some(list)) => Dimensions::bifactor(list, column, frame.ids())?,
            _ => Dimensions::one(frame.items()),
        };
        let mut specification = Specification::uniform_of(models[0], frame.items(), frame.groups().len());
        specification.dimensions = dimensions.names.len();
        specification.nodes = Nodes::default_for(specification.dimensions);
        for ((item, model), loads) in specification.items.iter_mut().zip(&models).zip(&dimensions.loads) {
            item.model = *model;
            item.dimensions.clone_from(loads);
        }
        let anchored = match &self.anchors {
            Some(_) => anchors.apply(&mut specification, &dimensions, frame)?,
            None => Vec::new(),
        };
        nominal_in_one_dimension(&specification, frame.ids())?;
        let mut notes = Vec::new();
        if dimensions.specific > 0 {
            bifactor(&mut specification, &dimensions, &mut notes)?;
        } else {
            self.densities(&mut specification, &dimensions, &anchored);
        }
        if self.latent == Some(LatentName::Histogram) {
            if dimensions.several() {
                return Err(Failure::usage("--latent histogram is for one dimension: leave --dimension out"));
            }
            specification.density = LatentDensity::EmpiricalHistogram;
        }
        if let Some(nodes) = self.nodes {
            specification.nodes = nodes;
        }
        for choice in &self.prior {
            choice.apply(&mut specification, frame)?;
        }
        for choice in &self.fix {
            choice.apply(&mut specification, frame)?;
        }
        for choice in &self.equal {
            choice.apply(&mut specification, frame)?;
        }
        restrictions::free_in_groups(&self.free_in_groups, &mut specification, frame)?;
        if self.latent == Some(LatentName::Free) {
            known_in_every_dimension(&specification, &dimensions)?;
        }
        notes.extend(restrictions::settle_groups(&mut specification, frame));
        Ok(Plan { specification, dimensions, notes })
    }

    /// The latent density of each group: the first standard normal where nothing else fixes zero and unit, with free
    /// correlations; the others free.
    fn densities(&self, specification: &mut Specification, dimensions: &Dimensions, anchored: &[usize]) {
        let count = specification.dimensions;
        let mut first = LatentNormal::standard(count);
        for i in 0..count {
            let items = dimensions.items_of(i);
            let known = items.iter().any(|item| anchored.contains(item));
            let unit = items.iter().all(|item| specification.items[*item].model.has_unit_slope());
            let (mean, variance) = match self.latent {
                Some(LatentName::Free) => (true, true),
                Some(LatentName::Standard) => (false, false),
                None | Some(LatentName::Histogram) => (known, known || unit),
            };
            let diagonal = i * (i + 1) / 2 + i;
            if mean {
                first.mean[i] = Setting::Estimated(0.0);
            }
            if variance {
                first.covariance[diagonal] = Setting::Estimated(1.0);
            }
            first.covariance[diagonal - i..diagonal].fill(Setting::Estimated(START_CORRELATION));
        }
        let mut other = first.clone();
        other.mean.fill(Setting::Estimated(0.0));
        other.covariance = other.covariance.iter().map(|setting| Setting::Estimated(setting.value())).collect();
        specification.latent.fill(other);
        specification.latent[0] = first;
    }
}

/// Where the search for correlations begins.
const START_CORRELATION: f64 = 0.25;

/// Make a specification bifactor or, with several general dimensions, two-tier.
fn bifactor(
    specification: &mut Specification,
    dimensions: &Dimensions,
    notes: &mut Vec<String>,
) -> Result<(), Failure> {
    let count = specification.dimensions;
    if let Some(item) = specification.items.iter().find(|item| item.model.has_unit_slope()) {
        return Err(Failure::usage(format!(
            "--bifactor needs slopes, which {} fixes at 1: take 2pl, grm or gpcm",
            item.model.name()
        )));
    }
    let general = dimensions.general();
    specification.specific = (index(general)..index(count)).collect();
    let per_dimension = if general > 2 { Nodes::default_for(general).per_dimension } else { BIFACTOR_NODES };
    specification.nodes = Nodes { per_dimension, ..Nodes::default_for(1) };
    let mut density = LatentNormal::standard(count);
    for i in 1..general {
        let diagonal = i * (i + 1) / 2 + i;
        density.covariance[diagonal - i..diagonal].fill(Setting::Estimated(START_CORRELATION));
    }
    specification.latent = vec![density];
    let pairs: Vec<&str> =
        (general..count).filter(|d| dimensions.items_of(*d).len() == 2).map(|d| dimensions.names[d].as_str()).collect();
    if !pairs.is_empty() {
        notes.push(format!(
            "two items tell of a specific dimension only the product of their slopes: make these equal with --equal for {}",
            pairs.join(", ")
        ));
    }
    Ok(())
}

/// Nodes of each dimension of a bifactor model, as R mirt, and of a two-tier model with two general dimensions.
const BIFACTOR_NODES: u32 = 21;

/// Nominal items have slopes of categories, and of one dimension only.
fn nominal_in_one_dimension(specification: &Specification, ids: &[String]) -> Result<(), Failure> {
    let nominal =
        |item: &thetis_calibrate::ItemSpecification| item.model == Model::Nominal && item.dimensions.len() > 1;
    match specification.items.iter().position(nominal) {
        None => Ok(()),
        Some(item) => Err(Failure::usage(format!(
            "item {} loads on several dimensions, and the nominal model is of one: take grm or gpcm for it, or name one dimension",
            ids[item]
        ))),
    }
}

/// Where mean and variance are free, known intercepts and slopes have to say where zero and unit are.
fn known_in_every_dimension(specification: &Specification, dimensions: &Dimensions) -> Result<(), Failure> {
    for (dimension, name) in dimensions.names.iter().enumerate() {
        let items = dimensions.items_of(dimension);
        let known = |wanted: fn(&Parameter) -> bool| {
            specification
                .fixed
                .iter()
                .any(|(place, _)| items.contains(&(place.item as usize)) && wanted(&place.parameter))
        };
        let unit = items.iter().any(|item| specification.items[*item].model.has_unit_slope());
        let intercept = known(|parameter| matches!(parameter, Parameter::Intercept(_) | Parameter::Location));
        if !intercept || !(unit || known(|parameter| matches!(parameter, Parameter::Slope(_)))) {
            let of = if dimensions.several() { format!(" of dimension {name}") } else { String::new() };
            return Err(Failure::usage(format!(
                "--latent free needs items{of} with a known slope and a known intercept, which say where its zero and its unit are: give --anchors or --fix"
            )));
        }
    }
    Ok(())
}

/// A note where the data alone can hardly tell asymptotes.
pub(super) fn without_asymptote_prior(specification: &Specification) -> bool {
    specification.items.iter().enumerate().any(|(item, specified)| {
        let settled = |parameter: Parameter| {
            let here = |place: &Place| place.item == index(item) && place.parameter == parameter;
            specification.priors.iter().any(|(place, _)| here(place))
                || specification.fixed.iter().any(|(place, _)| here(place))
        };
        let lower = matches!(specified.model, Model::ThreeParameter | Model::FourParameter);
        let upper = specified.model == Model::FourParameter;
        (lower && !settled(Parameter::LowerAsymptote)) || (upper && !settled(Parameter::UpperAsymptote))
    })
}

fn nodes(text: &str) -> Result<Nodes, String> {
    let form = || format!("{text:?} is no set of nodes; write their number, or FROM,TO,N");
    let (range, count) = match text.rsplit_once(',') {
        Some((range, count)) => (number::interval(range)?, count),
        None => ((-6.0, 6.0), text),
    };
    let per_dimension = count.trim().parse().ok().filter(|count| (3..=10_000).contains(count)).ok_or_else(form)?;
    Ok(Nodes { lower: range.0, upper: range.1, per_dimension })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_a_number_or_a_range() {
        let found = nodes("-4,4,41").expect("nodes");
        assert_eq!(found, Nodes { lower: -4.0, upper: 4.0, per_dimension: 41 });
        assert_eq!(nodes("31").expect("nodes").per_dimension, 31);
        for text in ["", "2", "4,-4,41", "1,2", "-4,4,x"] {
            assert!(nodes(text).is_err(), "{text}");
        }
    }
}
