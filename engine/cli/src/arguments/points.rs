//! Points of the ability scale.

use clap::Args;

use super::number;
use crate::failure::Failure;

/// Most points of a grid.
const MAX_POINTS: u32 = 10_000;

/// Where to evaluate items.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct PointArguments {
    /// Abilities, separated by commas; with several dimensions, points of as many coordinates, separated by semicolons: "0,0;1,-1"
    #[arg(long, value_name = "THETA", allow_hyphen_values = true)]
    theta: Option<String>,
    /// Equally spaced abilities in one dimension: -4,4,17 for 17 from -4 to 4
    #[arg(long, value_name = "FROM,TO,N", allow_hyphen_values = true, value_parser = grid)]
    grid: Option<Grid>,
}

/// Equally spaced points.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grid {
    from: f64,
    to: f64,
    points: u32,
}

impl PointArguments {
    /// The points, each of `dimensions` coordinates.
    ///
    /// # Errors
    /// Usage, if a point has another number of coordinates or one that is no finite number.
    pub(crate) fn points(&self, dimensions: usize) -> Result<Vec<Vec<f64>>, Failure> {
        match (self.grid, &self.theta) {
            (Some(grid), _) if dimensions == 1 => Ok(grid.points()),
            (Some(_), _) => Err(Failure::usage(format!(
                "--grid is for one dimension and the bank has {dimensions}: give points with --theta"
            ))),
            (None, Some(text)) => {
                points(text, dimensions).map_err(|reason| Failure::usage(format!("--theta: {reason}")))
            }
            // The group is required: clap has refused a command line without either.
            (None, None) => Ok(Vec::new()),
        }
    }
}

impl Grid {
    fn points(self) -> Vec<Vec<f64>> {
        let last = f64::from(self.points - 1);
        (0..self.points)
            .map(|j| {
                let j = f64::from(j);
                // Weights of both ends: the last point is `to` itself, and zero comes out as zero.
                vec![(self.from * (last - j) + self.to * j) / last]
            })
            .collect()
    }
}

fn grid(text: &str) -> Result<Grid, String> {
    let form = || format!("{text:?} is not a grid; write FROM,TO,N, for example -4,4,17");
    let (range, points) = text.rsplit_once(',').ok_or_else(form)?;
    let (from, to) = number::interval(range)?;
    let points: u32 = points.trim().parse().map_err(|_| form())?;
    if (2..=MAX_POINTS).contains(&points) {
        Ok(Grid { from, to, points })
    } else {
        Err(format!("a grid has 2 to {MAX_POINTS} points, not {points}"))
    }
}

fn points(text: &str, dimensions: usize) -> Result<Vec<Vec<f64>>, String> {
    let mut all = Vec::new();
    for point in text.split(';') {
        let values = number::list(point)?;
        if dimensions == 1 {
            all.extend(values.into_iter().map(|value| vec![value]));
        } else if values.len() == dimensions {
            all.push(values);
        } else {
            return Err(format!(
                "the bank has {dimensions} dimensions, but {point:?} has {}; write one value for each, and semicolons between points",
                values.len()
            ));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_one_dimension_commas_separate_points() {
        assert_eq!(points("-1,0,2", 1), Ok(vec![vec![-1.0], vec![0.0], vec![2.0]]));
    }

    #[test]
    fn in_several_dimensions_semicolons_do() {
        assert_eq!(points("0,1;-1,2", 2), Ok(vec![vec![0.0, 1.0], vec![-1.0, 2.0]]));
        assert!(points("0,1,2", 2).is_err());
        assert!(points("", 2).is_err());
    }

    #[test]
    fn a_grid_has_both_its_ends() {
        let grid = grid("-4,4,17").expect("a grid").points();
        assert_eq!((grid.len(), &grid[0], &grid[8], &grid[16]), (17, &vec![-4.0], &vec![0.0], &vec![4.0]));
        for text in ["-4,4", "-4,4,1", "4,-4,9", "-4,4,1e3", "-4,4,4000000000"] {
            assert!(super::grid(text).is_err(), "{text}");
        }
    }
}
