//! What is known of parameters before: `--prior` and `--fix`.

use thetis_calibrate::{Frame, ParameterPrior, Specification};

use super::parameter::{Which, places};
use crate::{arguments::number, failure::Failure};

/// `--prior`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PriorChoice {
    item: Option<String>,
    which: Which,
    prior: ParameterPrior,
}

/// `--fix`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FixChoice {
    item: Option<String>,
    which: Which,
    value: f64,
}

impl PriorChoice {
    /// Put it into the specification.
    ///
    /// # Errors
    /// Usage: nothing has such a parameter.
    pub(super) fn apply(&self, specification: &mut Specification, frame: &Frame) -> Result<(), Failure> {
        for place in places(self.item.as_deref(), self.which, specification, frame)? {
            // A search cannot leave a place where the prior's density is nothing.
            if let ParameterPrior::LogNormal { mean, .. } = self.prior {
                specification.starts.push((place, mean.exp()));
            }
            specification.priors.push((place, self.prior));
        }
        Ok(())
    }
}

impl FixChoice {
    /// Put it into the specification.
    ///
    /// # Errors
    /// Usage: nothing has such a parameter.
    pub(super) fn apply(&self, specification: &mut Specification, frame: &Frame) -> Result<(), Failure> {
        let value = match self.which {
            // Asymptotes are estimated on the logit.
            Which::Lower | Which::Upper => (self.value / (1.0 - self.value)).ln(),
            Which::Slope(_) | Which::Intercept(_) => self.value,
        };
        for place in places(self.item.as_deref(), self.which, specification, frame)? {
            specification.fixed.push((place, value));
        }
        Ok(())
    }
}

/// `[ITEM:]PARAMETER` before the last `=`, and what stands behind it.
fn target(text: &str) -> Result<(Option<String>, Which, &str), String> {
    let (target, value) = text.rsplit_once('=').ok_or_else(|| format!("{text:?} has no =; write PARAMETER=…"))?;
    let (item, name) = match target.rsplit_once(':') {
        Some((item, name)) => (Some(item.to_owned()), name),
        None => (None, target),
    };
    Ok((item, Which::parse(name)?, value))
}

/// `[ITEM:]PARAMETER=normal:MEAN,SD` and the like.
pub(super) fn prior(text: &str) -> Result<PriorChoice, String> {
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
    let (asymptote, slope) = (matches!(which, Which::Lower | Which::Upper), matches!(which, Which::Slope(_)));
    match prior {
        ParameterPrior::Beta { .. } if !asymptote => Err("a beta prior is for asymptotes: c or u".into()),
        ParameterPrior::LogNormal { .. } if !slope => Err("a lognormal prior is for slopes: a".into()),
        _ => Ok(PriorChoice { item, which, prior }),
    }
}

/// `[ITEM:]PARAMETER=VALUE`.
pub(super) fn fixed(text: &str) -> Result<FixChoice, String> {
    let (item, which, value) = target(text)?;
    let value = number::number(value)?;
    if matches!(which, Which::Lower | Which::Upper) && !(0.0..=1.0).contains(&value) {
        return Err(format!("{value} is no asymptote; write a probability"));
    }
    Ok(FixChoice { item, which, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priors_and_fixed_values_name_item_and_parameter() {
        let found = prior("c=normal:-1.4,0.5").expect("a prior");
        assert_eq!((found.item, found.which), (None, Which::Lower));
        let found = prior("Q:1:a=lognormal:0,0.5").expect("a prior");
        assert_eq!((found.item.as_deref(), found.which), (Some("Q:1"), Which::Slope(None)));
        for text in ["a", "a=0.5", "a=normal:0,0", "a=beta:2,3", "d=lognormal:0,1", "x=normal:0,1", "a=normal:0"] {
            assert!(prior(text).is_err(), "{text}");
        }
        assert_eq!(fixed("d2=-0.5"), Ok(FixChoice { item: None, which: Which::Intercept(Some(2)), value: -0.5 }));
        assert!(fixed("c=1.2").is_err() && fixed("a=nan").is_err() && fixed("d0=1").is_err());
    }
}
