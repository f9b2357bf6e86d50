//! `--quadrature`: the grid on which posteriors are summed.

use std::str::FromStr;

use thetis_core::{Quadrature, Rule};

use super::number;

/// A quadrature as written on the command line; `None` is the engine's default for the bank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QuadratureChoice(pub(super) Option<Quadrature>);

impl FromStr for QuadratureChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "default" => return Ok(Self(None)),
            "catr" => return Ok(Self(Some(Quadrature::CATR))),
            _ => {}
        }
        let usage = || "use default, catr, NODES, LOWER,UPPER,NODES or RULE:LOWER,UPPER,NODES, where RULE is trapezoid or equal-weights";
        let (rule, grid) = match text.split_once(':') {
            None => (Rule::Trapezoid, text),
            Some(("trapezoid", grid)) => (Rule::Trapezoid, grid),
            Some(("equal-weights", grid)) => (Rule::EqualWeights, grid),
            Some(_) => return Err(usage().into()),
        };
        let Quadrature { lower, upper, .. } = Quadrature::DEFAULT;
        let (range, nodes) = grid.rsplit_once(',').map_or((None, grid), |(range, nodes)| (Some(range), nodes));
        let nodes = nodes.trim().parse().map_err(|_| usage().to_owned())?;
        let (lower, upper) = range.map_or(Ok((lower, upper)), number::interval)?;
        Ok(Self(Some(Quadrature { rule, lower, upper, nodes })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation() {
        let grid = |rule, lower, upper, nodes| QuadratureChoice(Some(Quadrature { rule, lower, upper, nodes }));
        assert_eq!("default".parse(), Ok(QuadratureChoice(None)));
        assert_eq!("catr".parse(), Ok(grid(Rule::Trapezoid, -4.0, 4.0, 33)));
        assert_eq!("121".parse(), Ok(grid(Rule::Trapezoid, -6.0, 6.0, 121)));
        assert_eq!("-5,5,21".parse(), Ok(grid(Rule::Trapezoid, -5.0, 5.0, 21)));
        assert_eq!("equal-weights:-6,6,121".parse(), Ok(grid(Rule::EqualWeights, -6.0, 6.0, 121)));
        assert_eq!("equal-weights:61".parse(), Ok(grid(Rule::EqualWeights, -6.0, 6.0, 61)));
        for text in ["", "gauss", "gauss:21", "-1", "3.5", "4,-4,21", "1,21", "catr:33", "-4,4,"] {
            assert!(text.parse::<QuadratureChoice>().is_err(), "{text}");
        }
    }
}
