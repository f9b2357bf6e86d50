//! Which groups are compared, and how.

use clap::Args;
use thetis_calibrate::Responses;

use super::{
    found::{AdjustName, FlaggedBy, Matching, Method, TestName},
    settings::{Models, Settings},
};
use crate::{arguments::number, failure::Failure};

/// Which groups are compared, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Comparison")]
pub(super) struct ComparisonArguments {
    /// The group that others are compared with; the first in the file unless given
    #[arg(long, value_name = "VALUE")]
    reference: Option<String>,
    /// Groups to compare with it; all others unless given
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',')]
    focal: Vec<String>,
    /// Methods
    #[arg(long, value_enum, value_name = "METHOD,…", value_delimiter = ',', default_value = "mh,logistic")]
    method: Vec<Method>,
    /// What logistic and lr test
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = TestName::Both)]
    test: TestName,
    /// What persons are matched on: sums where nine in ten answered every item, else ability, unless given
    #[arg(long = "match", value_enum, value_name = "ON")]
    matching: Option<Matching>,
    /// Repeat each method without the items it flags as anchors, until the flags stay
    #[arg(long, conflicts_with = "anchor")]
    purify: bool,
    /// Items known to function alike; all are taken for such unless given
    #[arg(long, value_name = "ITEM,…", value_delimiter = ',')]
    anchor: Vec<String>,
    /// Probability below which an item is flagged
    #[arg(long, value_name = "P", default_value = "0.05", value_parser = probability)]
    alpha: f64,
    /// Adjust probabilities for the number of items
    #[arg(long, value_enum, value_name = "HOW", default_value_t = AdjustName::None)]
    adjust: AdjustName,
    /// Model for lr, lord, raju and --match ability: rasch, 1pl, 2pl, 3pl, grm, pcm, gpcm, rsm or nrm, or two, for items of two and of more categories
    #[arg(long, value_name = "MODEL[,MODEL]", default_value = "2pl,grm", value_parser = Models::parse)]
    model: Models,
}

impl ComparisonArguments {
    /// Places of the reference group and of those to compare with it.
    ///
    /// # Errors
    /// Usage: no groups, or one that is not there.
    pub(super) fn groups(&self, responses: &Responses) -> Result<(usize, Vec<usize>), Failure> {
        let names = responses.groups();
        let place = |name: &String| {
            names
                .iter()
                .position(|own| own == name)
                .ok_or_else(|| Failure::usage(format!("there is no group {name}: the groups are {}", names.join(", "))))
        };
        if names.len() < 2 {
            return Err(Failure::usage("there is one group only: name the column of groups with --group"));
        }
        let reference = self.reference.as_ref().map_or(Ok(0), place)?;
        let focal: Vec<usize> = match self.focal[..] {
            [] => (0..names.len()).filter(|group| *group != reference).collect(),
            _ => self.focal.iter().map(place).collect::<Result<_, _>>()?,
        };
        if focal.contains(&reference) {
            return Err(Failure::usage(format!(
                "group {} is the reference group and cannot be focal too",
                names[reference]
            )));
        }
        Ok((reference, focal))
    }

    /// What the methods need to know; `ids` are the items'.
    ///
    /// # Errors
    /// Usage: an anchor that is not there.
    pub(super) fn settings(&self, ids: &[String]) -> Result<Settings, Failure> {
        if let Some(item) = self.anchor.iter().find(|item| !ids.contains(item)) {
            return Err(Failure::usage(format!("--anchor {item}: there is no such item in the responses")));
        }
        let anchors = (!self.anchor.is_empty()).then(|| ids.iter().map(|id| self.anchor.contains(id)).collect());
        let mut methods = self.method.clone();
        methods.sort_unstable();
        methods.dedup();
        Ok(Settings {
            methods,
            models: self.model,
            test: self.test,
            matching: self.matching,
            purify: self.purify,
            anchors,
            flagged_by: FlaggedBy::Probability,
            alpha: self.alpha,
            adjust: self.adjust,
        })
    }
}

fn probability(text: &str) -> Result<f64, String> {
    let value = number::positive(text)?;
    if value < 1.0 { Ok(value) } else { Err(format!("{text} is not below 1")) }
}
