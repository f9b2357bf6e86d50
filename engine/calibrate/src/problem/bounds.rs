//! Where asymptotes that the data put at 0 or 1 are held.
//!
//! Without a prior the likelihood of an item that nobody guesses on is greatest where its lower asymptote is 0, whose
//! logit is −∞: the logit would go there in ever longer steps.

use super::Problem;
use crate::model::{Parameter, logistic};

/// The logit of an asymptote without a prior goes no further from 0. The asymptote is then 3e-7 from 0 or 1, which is
/// nothing to any response.
const BOUND: f64 = 15.0;
/// A logit this near its bound is there.
const ROUNDING: f64 = 1e-9;
/// From here, an asymptote of 0.01, a logit may go to its bound in one step, and from there back; before, no further
/// than [`LONGEST`].
const NEAR: f64 = 4.6;
/// No logit of an asymptote moves further in one step, unless it is near its bound.
const LONGEST: f64 = 1.0;

/// The free parameters that are logits of asymptotes and have no prior.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// Their places, and which way their bounds lie: −1 for lower asymptotes, +1 for upper ones.
    list: Vec<(usize, f64)>,
}

impl Bounds {
    pub(super) fn new(problem: &Problem) -> Self {
        let mut side: Vec<Option<f64>> = vec![None; problem.free.count];
        let mut mixed = vec![false; problem.free.count];
        for (at, free) in problem.free.of.iter().enumerate() {
            let Some(free) = *free else { continue };
            let own = problem.instances.iter().find(|instance| instance.range().contains(&at));
            let way = match own.map(|instance| instance.shape.parameter(at - instance.offset)) {
                Some(Parameter::LowerAsymptote) => Some(-1.0),
                Some(Parameter::UpperAsymptote) => Some(1.0),
                _ => None,
            };
            // Whoever sets an asymptote equal to something else has it unbounded.
            mixed[free] |= way.is_none() || side[free].is_some_and(|side| Some(side) != way);
            side[free] = way;
        }
        let bounded = |free: usize| !mixed[free] && problem.priors.iter().all(|(place, _)| *place != free);
        let list = side.iter().enumerate().filter_map(|(free, side)| Some((free, (*side)?)));
        Self { list: list.filter(|(free, _)| bounded(*free)).collect() }
    }

    /// Put what is beyond its bound onto it.
    pub(crate) fn project(&self, free: &mut [f64]) {
        for (place, way) in &self.list {
            if way * free[*place] > BOUND - ROUNDING {
                free[*place] = way * BOUND;
            }
        }
    }

    /// Which are at their bounds.
    pub(crate) fn reached(&self, free: &[f64]) -> Vec<usize> {
        let there = self.list.iter().filter(|(place, way)| way * free[*place] > BOUND - ROUNDING);
        there.map(|(place, _)| *place).collect()
    }

    /// Which are at their bounds and would go further, by the objective's gradient.
    pub(crate) fn held(&self, free: &[f64], gradient: &[f64]) -> Vec<usize> {
        let outward =
            |(place, way): &&(usize, f64)| way * free[*place] > BOUND - ROUNDING && way * gradient[*place] >= 0.0;
        self.list.iter().filter(outward).map(|(place, _)| *place).collect()
    }

    /// Those near their bounds that a Newton step of their own would take there, given the diagonal of the information.
    pub(crate) fn leaping(&self, free: &[f64], gradient: &[f64], diagonal: &[f64]) -> Vec<usize> {
        let leaps = |(place, way): &&(usize, f64)| {
            let (x, push) = (way * free[*place], way * gradient[*place]);
            x > NEAR && x <= BOUND - ROUNDING && push > (BOUND - x) * diagonal[*place]
        };
        self.list.iter().filter(leaps).map(|(place, _)| *place).collect()
    }

    /// With these at their bounds.
    pub(crate) fn with(&self, free: &[f64], places: &[usize]) -> Vec<f64> {
        let mut free = free.to_vec();
        for (place, way) in self.list.iter().filter(|(place, _)| places.contains(place)) {
            free[*place] = way * BOUND;
        }
        free
    }

    /// Move to their bounds those that would go there, by the gradient, and are within `tolerance` of 0 or 1. Whether
    /// any moved.
    pub(crate) fn settle(&self, free: &mut [f64], gradient: &[f64], tolerance: f64) -> bool {
        let mut moved = false;
        for (place, way) in self.unsettled(free, tolerance) {
            if way * gradient[place] > 0.0 {
                free[place] = way * BOUND;
                moved = true;
            }
        }
        moved
    }

    /// Those within `tolerance` of 0 or 1 and not at their bounds.
    pub(crate) fn unsettled(&self, free: &[f64], tolerance: f64) -> Vec<(usize, f64)> {
        let near = |(place, way): &&(usize, f64)| {
            way * free[*place] <= BOUND - ROUNDING && logistic(-way * free[*place]) < tolerance
        };
        self.list.iter().filter(near).copied().collect()
    }

    /// The largest change of a parameter in a step: of asymptotes without a prior on the scale of probability, of all
    /// others as they are.
    pub(crate) fn largest_change(&self, free: &[f64], step: &[f64]) -> f64 {
        let mut changes: Vec<f64> = step.iter().map(|change| change.abs()).collect();
        for (place, way) in &self.list {
            // From the nearer end, so that a difference of probabilities near 1 keeps its digits.
            let (x, to) = (-way * free[*place], -way * (free[*place] + step[*place]));
            changes[*place] = (logistic(to) - logistic(x)).abs();
        }
        changes.into_iter().fold(0.0, f64::max)
    }

    /// The largest entry of a step, but for what [`shorten`](Self::shorten) has an eye on.
    pub(crate) fn largest_of_others(&self, step: &[f64]) -> f64 {
        let mut sizes: Vec<f64> = step.iter().map(|change| change.abs()).collect();
        self.list.iter().for_each(|(place, _)| sizes[*place] = 0.0);
        sizes.into_iter().fold(0.0, f64::max)
    }

    /// Shorten a step so that no bound is crossed, and no asymptote moves far before it is near its bound. What comes
    /// of a step that rises along the gradient does so too.
    pub(crate) fn shorten(&self, free: &[f64], gradient: &[f64], step: &mut [f64]) {
        let mut each = step.to_vec();
        let mut all = 1.0_f64;
        for (place, way) in &self.list {
            let (x, change) = (way * free[*place], way * step[*place]);
            let most = if x > NEAR { (BOUND - x).max(0.0) } else { LONGEST };
            let kept = change.clamp(-LONGEST.max(x - NEAR), most);
            each[*place] = way * kept;
            if change != 0.0 {
                all = all.min(kept / change);
            }
        }
        let rises = each.iter().zip(gradient).map(|(step, gradient)| step * gradient).sum::<f64>() > 0.0;
        if rises {
            step.copy_from_slice(&each);
        } else {
            step.iter_mut().for_each(|value| *value *= all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slope, a lower asymptote and an upper one.
    fn bounds() -> Bounds {
        Bounds { list: vec![(1, -1.0), (2, 1.0)] }
    }

    fn same(found: &[f64], expected: &[f64]) -> bool {
        found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn changes_of_asymptotes_are_changes_of_probabilities() {
        let change = bounds().largest_change(&[1.0, -20.0, 20.0], &[1e-4, -1e17, 1e17]);
        assert!((change - 1e-4).abs() < 1e-12, "{change}");
        let change = bounds().largest_change(&[1.0, -1.0, 20.0], &[1e-4, 1.0, 0.0]);
        assert!((change - (0.5 - logistic(-1.0))).abs() < 1e-12, "{change}");
    }

    #[test]
    fn only_what_pushes_outward_at_its_bound_is_held() {
        let free = [1.0, -BOUND, BOUND];
        assert_eq!(bounds().held(&free, &[5.0, -1.0, 1.0]), [1, 2]);
        assert_eq!(bounds().held(&free, &[5.0, 1.0, -1.0]), [0_usize; 0]);
        assert_eq!(bounds().held(&[1.0, -14.0, 3.0], &[5.0, -1.0, 1.0]), [0_usize; 0]);
        assert_eq!(bounds().reached(&free), [1, 2]);
    }

    #[test]
    fn steps_end_at_the_bound_and_are_short_before() {
        let (free, gradient) = ([1.0, -9.0, 2.0], [1.0, -1.0, 1.0]);
        let mut step = [0.5, -1e6, 1e6];
        bounds().shorten(&free, &gradient, &mut step);
        assert!(same(&step, &[0.5, -6.0, 1.0]), "{step:?}");
        // Shortened one by one this would fall: all are shortened alike.
        let mut step = [-5.0, -100.0, 0.0];
        bounds().shorten(&free, &[2.0, -1.0, 0.0], &mut step);
        assert!((step[0] + 0.3).abs() < 1e-12 && (step[1] + 6.0).abs() < 1e-12, "{step:?}");
        let mut beyond = [100.0, -100.0, 100.0];
        bounds().project(&mut beyond);
        assert!(same(&beyond, &[100.0, -BOUND, BOUND]), "{beyond:?}");
    }

    #[test]
    fn what_is_within_the_tolerance_of_its_bound_settles_there() {
        let mut free = [1.0, -12.0, 12.0];
        assert!(bounds().settle(&mut free, &[0.0, -1e-9, -1e-9], 1e-5));
        assert!(same(&free, &[1.0, -BOUND, 12.0]), "{free:?}");
        assert!(!bounds().settle(&mut free, &[0.0, -1e-9, -1e-9], 1e-5));
    }
}
