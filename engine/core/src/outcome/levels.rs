//! Levels: how probable each is, and which is named.

use alloc::vec::Vec;

/// Two chances in three: from here on a level is named, a requirement counts as met, a module as mastered. Below, the result says
/// "between two levels", or that something may be missing.
pub const CLEAR: f64 = 2.0 / 3.0;

/// Where a person stands on the levels of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Probability of each level, the lowest first; they add to 1.
    pub probabilities: Vec<f64>,
    /// The likeliest level, from 0; the lower of equals.
    pub level: u32,
    /// Its likelier neighbour, where the likeliest has less than [`CLEAR`]: the person is between the two.
    pub between: Option<u32>,
}

impl Standing {
    /// From the probabilities of being above each cut score, in the order of ascending cut scores:
    /// `p_k = P(θ ≥ c_k) − P(θ ≥ c_{k+1})`, with `P(θ ≥ c_0) = 1` and `P(θ ≥ c_{m+1}) = 0`.
    ///
    /// ```
    /// use thetis_core::outcome::Standing;
    /// // A person is above the first cut score with probability 0.9, above the second with 0.35.
    /// let standing = Standing::new(&[0.9, 0.35]);
    /// let rounded: Vec<f64> = standing.probabilities.iter().map(|p| (p * 100.0).round() / 100.0).collect();
    /// assert_eq!(rounded, [0.1, 0.55, 0.35]);
    /// // The middle level is the likeliest, but not clear: between it and the highest.
    /// assert_eq!((standing.level, standing.between), (1, Some(2)));
    /// ```
    #[must_use]
    pub fn new(above: &[f64]) -> Self {
        let mut probabilities = Vec::new();
        let mut last = 1.0;
        for above in above {
            // Rounding must not make a probability negative.
            let above = above.min(last);
            probabilities.push(last - above);
            last = above;
        }
        probabilities.push(last);
        let (mut level, mut top) = (0, probabilities[0]);
        for (k, p) in probabilities.iter().enumerate() {
            if *p > top {
                (level, top) = (k, *p);
            }
        }
        let mut between = None;
        if top < CLEAR && probabilities.len() > 1 {
            let at = |k: usize| probabilities.get(k).copied().unwrap_or(-1.0);
            let below = if level > 0 { at(level - 1) } else { -1.0 };
            between = Some(if at(level + 1) > below { level as u32 + 1 } else { level as u32 - 1 });
        }
        Self { probabilities, level: level as u32, between }
    }
}
