//! What can be asked of `thetis simulate`.

use std::{num::NonZero, path::PathBuf};

use clap::{Args, ValueEnum};
use thetis_simulate::{DesignEntry, ExposureMethod, ExposureTarget, SimuleesEntry, TimesEntry};

use crate::arguments::number;

/// Simulees, unless another number is asked for.
const SIMULEES: u32 = 1_000;
/// Simulees at each point of a grid, unless another number is asked for.
const EACH: u32 = 100;

/// Whom to test.
#[derive(Debug, Args)]
#[command(next_help_heading = "Simulees")]
pub(super) struct SimuleesArguments {
    /// Equally spaced abilities: -3,3,13 for 13 points from -3 to 3; in several dimensions, every combination
    #[arg(long, value_name = "FROM,TO,N", allow_hyphen_values = true, value_parser = grid, group = "simulees-from")]
    grid: Option<Grid>,
    /// A normal distribution, independent in each dimension
    #[arg(long, value_name = "MEAN,SD", allow_hyphen_values = true, value_parser = normal, group = "simulees-from")]
    normal: Option<(f64, f64)>,
    /// True abilities from a CSV file: a column theta, or theta_DIMENSION for each dimension
    #[arg(long, value_name = "FILE", group = "simulees-from")]
    thetas: Option<PathBuf>,
    /// Real answers from a CSV file, for a post-hoc simulation; an item that a person did not answer is not available to them
    #[arg(long, value_name = "FILE", group = "simulees-from")]
    responses: Option<PathBuf>,
    /// Number of simulees, 1000 unless given; with --grid, at each point, 100 unless given. Without any of the above they are drawn from the bank's prior
    #[arg(short = 'n', long, value_name = "N", conflicts_with_all = ["thetas", "responses"], value_parser = clap::value_parser!(u32).range(1..))]
    simulees: Option<u32>,
    /// How often each simulee takes each test; consistency of classification needs at least 2
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: u32,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
    /// How long answers take, lognormal: median in seconds and standard deviation of the logarithm
    #[arg(long, value_name = "MEDIAN,LOGSD", default_value = "20,0.5", value_parser = times)]
    times: TimesEntry,
    /// Values of theta at which the classes of conditional results part; classes that fit the simulees unless given
    #[arg(long, value_name = "THETA,…", allow_hyphen_values = true, value_parser = ascending)]
    bins: Option<Ascending>,
}

/// Equally spaced abilities.
#[derive(Clone, Copy, Debug)]
struct Grid {
    from: f64,
    to: f64,
    points: u32,
}

/// A list of ascending numbers; clap would take a plain vector for a repeated option.
#[derive(Clone, Debug)]
pub(super) struct Ascending(Vec<f64>);

impl SimuleesArguments {
    pub(super) fn entry(&self) -> SimuleesEntry {
        let text = |path: &PathBuf| path.display().to_string();
        let count = self.simulees.unwrap_or(SIMULEES);
        if let Some(Grid { from, to, points }) = self.grid {
            return SimuleesEntry::Grid { from, to, points, each: self.simulees.unwrap_or(EACH) };
        }
        match (self.normal, &self.thetas, &self.responses) {
            (Some((mean, sd)), ..) => SimuleesEntry::Normal { mean, sd, count },
            (_, Some(file), _) => SimuleesEntry::Thetas(text(file)),
            (.., Some(file)) => SimuleesEntry::Responses(text(file)),
            _ => SimuleesEntry::Multivariate { mean: None, covariance: None, count },
        }
    }

    pub(super) const fn times(&self) -> TimesEntry {
        self.times
    }

    pub(super) fn bins(&self) -> Option<Vec<f64>> {
        self.bins.clone().map(|bins| bins.0)
    }
}

/// Exposure calibration.
#[derive(Debug, Args)]
#[command(next_help_heading = "Exposure calibration")]
pub(super) struct CalibrationArguments {
    /// Find the eligibility probabilities that keep the exposure of every item of the one design below --max-rate
    #[arg(long = "calibrate-exposure", value_enum, value_name = "METHOD", requires_all = ["max_rate", "write_design"])]
    method: Option<MethodName>,
    /// Largest share of tests that an item may be in, for example 0.25
    #[arg(long, value_name = "RATE", value_parser = number::positive)]
    pub(super) max_rate: Option<f64>,
    /// Control exposure by classes of the first dimension's theta, which part at these values
    #[arg(long, value_name = "THETA,…", allow_hyphen_values = true, value_parser = ascending, requires = "method")]
    bounds: Option<Ascending>,
    /// Most rounds of simulating all simulees
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..), requires = "method")]
    pub(super) rounds: u32,
    /// How far the largest rate may exceed --max-rate; three standard errors of the difference of two rates unless given
    #[arg(long, value_name = "RATE", value_parser = number::positive, requires = "method")]
    tolerance: Option<f64>,
    /// Write the design with its probabilities into the bank's bank.json under this name, new or in the place of the old one
    #[arg(long, value_name = "NAME", requires = "method")]
    pub(super) write_design: Option<String>,
    /// Write it into this JSON file instead
    #[arg(long, value_name = "FILE", requires = "write_design")]
    pub(super) into: Option<PathBuf>,
}

/// Methods by the name they have on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// Sympson & Hetter (1985); with --bounds, Stocking & Lewis (1998)
    SympsonHetter,
    /// Item eligibility (van der Linden & Veldkamp 2004, 2007)
    Eligibility,
}

impl CalibrationArguments {
    /// What is to be reached; `None` where nothing is to be calibrated.
    pub(super) fn target(&self) -> Option<ExposureTarget> {
        Some(ExposureTarget {
            method: match self.method? {
                MethodName::SympsonHetter => ExposureMethod::SympsonHetter,
                MethodName::Eligibility => ExposureMethod::Eligibility,
            },
            max_rate: self.max_rate?,
            bounds: self.bounds.clone().map_or_else(Vec::new, |bounds| bounds.0),
            rounds: self.rounds,
            tolerance: self.tolerance,
        })
    }
}

/// `NAME`, `NAME=FILE.json`, or `FILE.json` for its name without the ending.
pub(super) fn design(text: &str) -> Result<DesignEntry, String> {
    let file = |text: &str| text.to_ascii_lowercase().ends_with(".json").then(|| text.to_owned());
    let (name, file) = match text.split_once('=') {
        Some((name, path)) => {
            let found = file(path).ok_or_else(|| format!("{path:?} is not a JSON file; write NAME=FILE.json"))?;
            (name.to_owned(), Some(found))
        }
        None => match file(text) {
            Some(path) => {
                let stem = PathBuf::from(&path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                (stem.unwrap_or_else(|| path.clone()), Some(path))
            }
            None => (text.to_owned(), None),
        },
    };
    if name.is_empty() { Err("a design needs a name".into()) } else { Ok(DesignEntry { name, file, design: None }) }
}

pub(super) fn threads(text: &str) -> Result<NonZero<usize>, String> {
    text.parse().map_err(|_| format!("{text:?} is not a number of threads; write 1 or more"))
}

fn grid(text: &str) -> Result<Grid, String> {
    let form = || format!("{text:?} is not a grid; write FROM,TO,N, for example -3,3,13");
    let (range, points) = text.rsplit_once(',').ok_or_else(form)?;
    let (from, to) = number::interval(range)?;
    let points = points.trim().parse().ok().filter(|points| *points >= 2).ok_or_else(form)?;
    Ok(Grid { from, to, points })
}

fn normal(text: &str) -> Result<(f64, f64), String> {
    let (mean, sd) =
        text.split_once(',').ok_or_else(|| format!("{text:?} is not a mean and a standard deviation; write 0,1"))?;
    Ok((number::number(mean)?, number::positive(sd)?))
}

fn times(text: &str) -> Result<TimesEntry, String> {
    match number::list(text)?[..] {
        [median, log_sd] if median > 0.0 && log_sd >= 0.0 => Ok(TimesEntry { median, log_sd }),
        _ => Err(format!("{text:?} is not a median above 0 and a standard deviation of the logarithm; write 20,0.5")),
    }
}

fn ascending(text: &str) -> Result<Ascending, String> {
    let list = number::list(text)?;
    if list.windows(2).all(|pair| pair[0] < pair[1]) {
        Ok(Ascending(list))
    } else {
        Err(format!("{text:?} is not in ascending order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_design_is_a_name_or_a_file_or_both() {
        let found = |text: &str| design(text).map(|entry| (entry.name, entry.file));
        assert_eq!(found("short"), Ok(("short".into(), None)));
        assert_eq!(found("tries/mpwi.json"), Ok(("mpwi".into(), Some("tries/mpwi.json".into()))));
        assert_eq!(found("a=b.JSON"), Ok(("a".into(), Some("b.JSON".into()))));
        for text in ["", "=a.json", "a=b", "a="] {
            assert!(design(text).is_err(), "{text}");
        }
    }

    #[test]
    fn notations_of_numbers() {
        assert!(grid("-3,3,13").is_ok() && grid("-3,3,1").is_err() && grid("3,-3,5").is_err() && grid("1,2").is_err());
        assert!(normal("0.5,2").is_ok() && normal("0,0").is_err() && normal("0").is_err());
        assert!(times("30,0").is_ok() && times("0,1").is_err() && times("30,-1").is_err() && times("30").is_err());
        assert!(ascending("-1,0,1").is_ok() && ascending("0,0").is_err() && ascending("1,nan").is_err());
    }
}
