//! What is estimated: models, priors, what is known, the latent density.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_bank::{BankSource, Model as BankModel};
use thetis_calibrate::{
    Acceleration, LatentNormal, Model, Nodes, Options, Parameter, ParameterPrior, Place, Responses, Specification,
};
use thetis_responses::ResponseData;

use crate::{
    arguments::number,
    bank::BankArguments,
    failure::{Complaint, Failure},
};

/// What is estimated, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub(super) struct ModellingArguments {
    /// Model of the items: rasch, 1pl, 2pl, 3pl, 4pl, grm, pcm, gpcm, rsm or nrm; two, as 2pl,grm, for items of two and of more categories. Unless given, each item's from --items
    #[arg(long, value_name = "MODEL[,MODEL]", value_parser = models)]
    model: Option<Models>,
    /// Prior of a parameter, of all items or of one: [ITEM:]PARAMETER=normal:MEAN,SD, lognormal:MEAN,SD or beta:ALPHA,BETA; parameters are a, d (intercepts), c and u (logits of the asymptotes, but for beta); may be repeated
    #[arg(long, value_name = "PRIOR", value_parser = prior)]
    prior: Vec<PriorChoice>,
    /// Fix a parameter, of all items or of one: [ITEM:]PARAMETER=VALUE, where PARAMETER is a, d, d2 … (intercepts), c or u (asymptotes); may be repeated
    #[arg(long, value_name = "VALUE", value_parser = fixed)]
    fix: Vec<FixChoice>,
    /// Fix the parameters of the items that this bank or parameter table has: the others are put on its scale
    #[arg(long, value_name = "BANK")]
    pub(super) anchors: Option<PathBuf>,
    /// Distribution of ability in the first group: fixed at mean 0 and variance 1, or free, which needs known items; free with --anchors, fixed without, unless given
    #[arg(long, value_enum, value_name = "WHICH")]
    latent: Option<LatentName>,
    /// Equally spaced points of ability: their number, or FROM,TO,N
    #[arg(long, value_name = "N|FROM,TO,N", allow_hyphen_values = true, value_parser = nodes)]
    nodes: Option<Nodes>,
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

/// The model of items of two categories, and of those of more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Models {
    two: Model,
    more: Model,
}

/// A parameter as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Slope,
    /// All intercepts, or one.
    Intercept(Option<u32>),
    Lower,
    Upper,
}

#[derive(Clone, Debug, PartialEq)]
struct PriorChoice {
    item: Option<String>,
    which: Which,
    prior: ParameterPrior,
}

#[derive(Clone, Debug, PartialEq)]
struct FixChoice {
    item: Option<String>,
    which: Which,
    value: f64,
}

/// Items whose parameters are known.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    items: Vec<Anchor>,
}

#[derive(Debug)]
struct Anchor {
    id: String,
    model: Model,
    categories: u8,
    values: Vec<(Parameter, f64)>,
}

impl Anchors {
    /// Ids and numbers of categories.
    pub(super) fn known(&self) -> Vec<(String, u8)> {
        self.items.iter().map(|anchor| (anchor.id.clone(), anchor.categories)).collect()
    }
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

    /// The anchors, read and checked.
    ///
    /// # Errors
    /// A bank that is not sound, or has an item of several dimensions.
    pub(super) fn anchors(&self) -> Result<Anchors, Failure> {
        let Some(path) = &self.anchors else { return Ok(Anchors::default()) };
        let bank = BankArguments::new(path.clone(), None).load()?;
        let (scaling, items): (f64, Vec<(String, BankModel)>) = match &bank.source {
            BankSource::Table(table) => {
                (table.scaling, table.items.iter().map(|item| (item.id.clone(), item.model.clone())).collect())
            }
            BankSource::Folder(folder) => {
                let items = folder.bank.items.iter().map(|item| (item.id.clone(), item.model.clone()));
                (folder.bank.scaling, items.collect())
            }
        };
        let anchor = |(id, model): (String, BankModel)| match anchor(&model, scaling) {
            Some((kind, values)) => {
                let categories = u8::try_from(model.categories()).unwrap_or(u8::MAX);
                Ok(Anchor { id, model: kind, categories, values })
            }
            None => {
                let reason = "an item of several dimensions cannot be an anchor yet: give a table without it";
                Err(Failure::from(Complaint::about(&bank.file, reason).of_item(Some(id))))
            }
        };
        Ok(Anchors { items: items.into_iter().map(anchor).collect::<Result<_, _>>()? })
    }

    /// Everything that is assumed.
    ///
    /// # Errors
    /// Usage: an item without a model, or named and not there.
    pub(super) fn specification(&self, data: &ResponseData, anchors: &Anchors) -> Result<Specification, Failure> {
        let responses = &data.responses;
        let mut models = Vec::with_capacity(responses.items());
        for item in 0..responses.items() {
            models.push(self.model_of(item, data)?);
        }
        let mut specification = Specification::uniform(models[0], responses);
        for (item, model) in specification.items.iter_mut().zip(&models) {
            item.model = *model;
        }
        // Slopes of 1 need a free variance, wherever in the list they are.
        if models.iter().all(|model| model.has_unit_slope()) {
            specification.latent[0] = LatentNormal::free_variance();
        } else {
            specification.latent[0] = LatentNormal::standard(1);
        }
        let mut anchored = false;
        for Anchor { id, model, values, .. } in &anchors.items {
            if let Some(item) = responses.ids().iter().position(|own| own == id) {
                anchored = true;
                specification.items[item].model = *model;
                specification = specification.with_anchor(index(item), values);
            }
        }
        if self.anchors.is_some() && !anchored {
            return Err(Failure::usage("none of the items in --anchors is in the responses: compare the ids"));
        }
        match self.latent {
            Some(LatentName::Free) => specification.latent[0] = LatentNormal::free(),
            Some(LatentName::Standard) => specification.latent[0] = LatentNormal::standard(1),
            None if anchored => specification.latent[0] = LatentNormal::free(),
            None => {}
        }
        if let Some(nodes) = self.nodes {
            specification.nodes = nodes;
        }
        for choice in &self.prior {
            for place in places(choice.item.as_deref(), choice.which, &specification, responses)? {
                // A search cannot leave a place where the prior's density is nothing.
                if let ParameterPrior::LogNormal { mean, .. } = choice.prior {
                    specification.starts.push((place, mean.exp()));
                }
                specification.priors.push((place, choice.prior));
            }
        }
        for choice in &self.fix {
            for place in places(choice.item.as_deref(), choice.which, &specification, responses)? {
                let value = match choice.which {
                    // Asymptotes are estimated on the logit.
                    Which::Lower | Which::Upper => (choice.value / (1.0 - choice.value)).ln(),
                    Which::Slope | Which::Intercept(_) => choice.value,
                };
                specification.fixed.push((place, value));
            }
        }
        Ok(specification)
    }

    fn model_of(&self, item: usize, data: &ResponseData) -> Result<Model, Failure> {
        if let Some(models) = self.model {
            return Ok(if data.responses.categories(item) > 2 { models.more } else { models.two });
        }
        let id = &data.responses.ids()[item];
        match &data.models[item] {
            None => Err(Failure::usage(format!(
                "item {id} has no model: give --model, or a list of --items with a column model"
            ))),
            Some(name) => model(name).map_err(|reason| Failure::usage(format!("item {id}: {reason}"))),
        }
    }
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

pub(super) fn index(item: usize) -> u32 {
    u32::try_from(item).unwrap_or(u32::MAX)
}

/// The parameters of the items meant.
fn places(
    item: Option<&str>,
    which: Which,
    specification: &Specification,
    responses: &Responses,
) -> Result<Vec<Place>, Failure> {
    let items: Vec<usize> = match item {
        None => (0..responses.items()).collect(),
        Some(id) => match responses.ids().iter().position(|own| own == id) {
            Some(item) => vec![item],
            None => return Err(Failure::usage(format!("there is no item {id} in the responses: correct the id"))),
        },
    };
    let mut found = Vec::new();
    for number in items {
        let model = specification.items[number].model;
        let steps = index(responses.categories(number).max(2)) - 1;
        let parameters: Vec<Parameter> = match which {
            Which::Slope if model == Model::Nominal => (1..=steps).map(Parameter::Slope).collect(),
            Which::Slope => vec![Parameter::Slope(0)],
            Which::Intercept(Some(step)) => vec![Parameter::Intercept(step)],
            Which::Intercept(None) if model == Model::RatingScale => vec![Parameter::Location],
            Which::Intercept(None) => (1..=steps).map(Parameter::Intercept).collect(),
            Which::Lower if matches!(model, Model::ThreeParameter | Model::FourParameter) => {
                vec![Parameter::LowerAsymptote]
            }
            Which::Upper if model == Model::FourParameter => vec![Parameter::UpperAsymptote],
            // Of all items, those that have it are meant; of one, it has to.
            Which::Lower | Which::Upper if item.is_none() => Vec::new(),
            Which::Lower => vec![Parameter::LowerAsymptote],
            Which::Upper => vec![Parameter::UpperAsymptote],
        };
        found.extend(parameters.into_iter().map(|parameter| Place::new(index(number), parameter)));
    }
    if found.is_empty() {
        return Err(Failure::usage("no item has such a parameter: asymptotes are those of 3pl and 4pl"));
    }
    Ok(found)
}

/// An item of a bank in slope–intercept form; `None` where it has several dimensions.
fn anchor(model: &BankModel, scaling: f64) -> Option<(Model, Vec<(Parameter, f64)>)> {
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let dichotomous = |a: f64, b: f64, c: f64, d: f64| {
        let a = a * scaling;
        let kind = if d < 1.0 {
            Model::FourParameter
        } else if c > 0.0 {
            Model::ThreeParameter
        } else {
            Model::TwoParameter
        };
        let mut values = vec![(Parameter::Slope(0), a), (Parameter::Intercept(1), -a * b)];
        if kind != Model::TwoParameter {
            values.push((Parameter::LowerAsymptote, logit(c)));
        }
        if kind == Model::FourParameter {
            values.push((Parameter::UpperAsymptote, logit(d)));
        }
        (kind, values)
    };
    let graded = |a: f64, thresholds: Vec<f64>| {
        let a = a * scaling;
        let intercepts = (1..).zip(thresholds).map(|(k, b)| (Parameter::Intercept(k), -a * b));
        (Model::Graded, [(Parameter::Slope(0), a)].into_iter().chain(intercepts).collect())
    };
    let partial = |a: f64, steps: Vec<f64>| {
        let a = a * scaling;
        let mut sum = 0.0;
        let intercepts = (1..).zip(steps).map(|(k, b)| {
            sum -= a * b;
            (Parameter::Intercept(k), sum)
        });
        let values = [(Parameter::Slope(0), a)].into_iter().chain(intercepts).collect();
        (Model::GeneralisedPartialCredit, values)
    };
    Some(match model {
        BankModel::OnePl { b, .. } => dichotomous(1.0, *b, 0.0, 1.0),
        BankModel::TwoPl { a, b, .. } => dichotomous(*a, *b, 0.0, 1.0),
        BankModel::ThreePl { a, b, c, .. } => dichotomous(*a, *b, *c, 1.0),
        BankModel::FourPl { a, b, c, d, .. } => dichotomous(*a, *b, *c, *d),
        BankModel::Grm { a, b, .. } => graded(*a, b.clone()),
        BankModel::Mgrm { a, b, t, .. } => graded(*a, t.iter().map(|t| b - t).collect()),
        BankModel::Pcm { b, .. } => partial(1.0, b.clone()),
        BankModel::Gpcm { a, b, .. } => partial(*a, b.clone()),
        BankModel::Rsm { b, t, .. } => partial(1.0, t.iter().map(|t| b + t).collect()),
        BankModel::Nrm { s, i, .. } => {
            let slopes = (1..).zip(s).map(|(k, s)| (Parameter::Slope(k), *s));
            let intercepts = (1..).zip(i).map(|(k, i)| (Parameter::Intercept(k), *i));
            (Model::Nominal, slopes.chain(intercepts).collect())
        }
        _ => return None,
    })
}

/// A model by its name here, or in banks.
fn model(name: &str) -> Result<Model, String> {
    let name = name.to_ascii_lowercase();
    let name = match name.as_str() {
        "grm" | "mgrm" => "graded",
        "nrm" => "nominal",
        other => other,
    };
    Model::ALL
        .into_iter()
        .find(|model| model.name() == name)
        .ok_or_else(|| format!("{name:?} is no model; write rasch, 1pl, 2pl, 3pl, 4pl, grm, pcm, gpcm, rsm or nrm"))
}

fn models(text: &str) -> Result<Models, String> {
    let found = text.split(',').map(|name| model(name.trim())).collect::<Result<Vec<_>, _>>()?;
    match found[..] {
        [one] => Ok(Models { two: one, more: one }),
        [two, more] if !more.is_dichotomous() => Ok(Models { two, more }),
        [_, more] => Err(format!("{} is for items of two categories; write it first, as 2pl,grm", more.name())),
        _ => Err("give one model, or two: for items of two categories and for those of more".into()),
    }
}

/// `[ITEM:]PARAMETER` before the last `=`.
fn target(text: &str) -> Result<(Option<String>, Which, &str), String> {
    let (target, value) = text.rsplit_once('=').ok_or_else(|| format!("{text:?} has no =; write PARAMETER=…"))?;
    let (item, name) = match target.rsplit_once(':') {
        Some((item, name)) => (Some(item.to_owned()), name),
        None => (None, target),
    };
    let which = match name {
        "a" => Which::Slope,
        "d" => Which::Intercept(None),
        "c" | "g" => Which::Lower,
        "u" => Which::Upper,
        _ => match name.strip_prefix('d').and_then(|step| step.parse::<u32>().ok()).filter(|step| *step > 0) {
            Some(step) => Which::Intercept(Some(step)),
            None => return Err(format!("{name:?} is no parameter; write a, d, d1, d2 …, c or u")),
        },
    };
    Ok((item, which, value))
}

fn prior(text: &str) -> Result<PriorChoice, String> {
    let (item, which, value) = target(text)?;
    let form = || format!("{value:?} is no prior; write normal:MEAN,SD, lognormal:MEAN,SD or beta:ALPHA,BETA");
    let (name, numbers) = value.split_once(':').ok_or_else(form)?;
    let numbers = number::list(numbers)?;
    let prior = match (name, &numbers[..]) {
        ("normal", [mean, sd]) if *sd > 0.0 => ParameterPrior::Normal { mean: *mean, sd: *sd },
        ("lognormal", [mean, sd]) if *sd > 0.0 => ParameterPrior::LogNormal { mean: *mean, sd: *sd },
        ("beta", [alpha, beta]) if *alpha > 0.0 && *beta > 0.0 => ParameterPrior::Beta { alpha: *alpha, beta: *beta },
        _ => return Err(form()),
    };
    let asymptote = matches!(which, Which::Lower | Which::Upper);
    match prior {
        ParameterPrior::Beta { .. } if !asymptote => Err("a beta prior is for asymptotes: c or u".into()),
        ParameterPrior::LogNormal { .. } if which != Which::Slope => Err("a lognormal prior is for slopes: a".into()),
        _ => Ok(PriorChoice { item, which, prior }),
    }
}

fn fixed(text: &str) -> Result<FixChoice, String> {
    let (item, which, value) = target(text)?;
    let value = number::number(value)?;
    if matches!(which, Which::Lower | Which::Upper) && !(0.0..=1.0).contains(&value) {
        return Err(format!("{value} is no asymptote; write a probability"));
    }
    Ok(FixChoice { item, which, value })
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
    fn models_have_the_names_of_banks_too() {
        assert_eq!(models("2PL"), Ok(Models { two: Model::TwoParameter, more: Model::TwoParameter }));
        assert_eq!(models("2pl,grm"), Ok(Models { two: Model::TwoParameter, more: Model::Graded }));
        for text in ["", "5pl", "grm,2pl", "1pl,grm,pcm"] {
            assert!(models(text).is_err(), "{text}");
        }
    }

    #[test]
    fn priors_and_fixed_values_name_item_and_parameter() {
        let found = prior("c=normal:-1.4,0.5").expect("a prior");
        assert_eq!((found.item, found.which), (None, Which::Lower));
        let found = prior("Q:1:a=lognormal:0,0.5").expect("a prior");
        assert_eq!((found.item.as_deref(), found.which), (Some("Q:1"), Which::Slope));
        for text in ["a", "a=0.5", "a=normal:0,0", "a=beta:2,3", "d=lognormal:0,1", "x=normal:0,1", "a=normal:0"] {
            assert!(prior(text).is_err(), "{text}");
        }
        assert_eq!(fixed("d2=-0.5"), Ok(FixChoice { item: None, which: Which::Intercept(Some(2)), value: -0.5 }));
        assert!(fixed("c=1.2").is_err() && fixed("a=nan").is_err() && fixed("d0=1").is_err());
    }

    #[test]
    fn anchors_are_slopes_and_intercepts() {
        let model = BankModel::Gpcm { a: 2.0, b: vec![-1.0, 0.5], standard_errors: None };
        let (kind, values) = anchor(&model, 1.0).expect("one dimension");
        assert_eq!(kind, Model::GeneralisedPartialCredit);
        let expected = [(Parameter::Slope(0), 2.0), (Parameter::Intercept(1), 2.0), (Parameter::Intercept(2), 1.0)];
        assert_eq!(values, expected);
        let (kind, values) =
            anchor(&BankModel::ThreePl { a: 1.0, b: 0.5, c: 0.0, standard_errors: None }, 1.7).expect("one dimension");
        assert_eq!((kind, values.len()), (Model::TwoParameter, 2));
    }
}
