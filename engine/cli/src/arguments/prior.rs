//! `--prior`: what is assumed of ability before any answer.

use std::str::FromStr;

use thetis_core::{Error, MultivariateNormal, Prior};

use super::number;

/// A prior as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PriorChoice {
    /// `normal:MEAN,SD`: in every dimension, uncorrelated.
    Normal { mean: f64, sd: f64 },
    /// `uniform:LOWER,UPPER`.
    Uniform { lower: f64, upper: f64 },
    /// `jeffreys`.
    Jeffreys,
}

impl FromStr for PriorChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, values) = text.split_once(':').map_or((text, None), |(name, values)| (name, Some(values)));
        match (name, values) {
            ("normal", Some(values)) => {
                let (mean, sd) =
                    values.split_once(',').ok_or("normal takes a mean and a standard deviation: normal:0,1")?;
                Ok(Self::Normal { mean: number::number(mean)?, sd: number::positive(sd)? })
            }
            ("uniform", Some(values)) => {
                let (lower, upper) = number::interval(values)?;
                Ok(Self::Uniform { lower, upper })
            }
            ("jeffreys", None) => Ok(Self::Jeffreys),
            _ => Err("use normal:MEAN,SD or uniform:LOWER,UPPER or jeffreys".into()),
        }
    }
}

impl PriorChoice {
    /// The engine's form for a bank of this many dimensions.
    pub(super) fn to_core(self, dimensions: usize) -> Result<Prior, Error> {
        match self {
            Self::Normal { mean, sd } => {
                let mut covariance = vec![0.0; dimensions * dimensions];
                for diagonal in covariance.iter_mut().step_by(dimensions + 1) {
                    *diagonal = sd * sd;
                }
                MultivariateNormal::new(vec![mean; dimensions], covariance).map(Prior::Normal)
            }
            Self::Uniform { lower, upper } => Ok(Prior::Uniform { lower, upper }),
            Self::Jeffreys => Ok(Prior::Jeffreys),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_notations() {
        assert_eq!("normal:0.5,2".parse(), Ok(PriorChoice::Normal { mean: 0.5, sd: 2.0 }));
        assert_eq!("uniform:-4,4".parse(), Ok(PriorChoice::Uniform { lower: -4.0, upper: 4.0 }));
        assert_eq!("jeffreys".parse(), Ok(PriorChoice::Jeffreys));
        for text in [
            "normal",
            "normal:0",
            "normal:0,0",
            "normal:0,-1",
            "normal:0,nan",
            "uniform:4,-4",
            "jeffreys:1",
            "cauchy:0,1",
            "",
        ] {
            assert!(text.parse::<PriorChoice>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_normal_prior_holds_in_every_dimension() {
        let Ok(Prior::Normal(normal)) = (PriorChoice::Normal { mean: 1.0, sd: 2.0 }).to_core(2) else {
            panic!("a normal prior");
        };
        assert_eq!(normal.mean(), [1.0, 1.0]);
        assert_eq!(normal.covariance(), [4.0, 0.0, 0.0, 4.0]);
    }
}
