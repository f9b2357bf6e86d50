//! What blind guessing achieves.

use crate::types::{Item, Scoring};

/// The lower asymptote of an item of two categories: of the answers that a person without knowledge chooses among, "I
/// don't know" being one more, the share that scores 1.
///
/// Of an ordering these are all orders; of a multiple response all ways to tick; of a matching all ways to give targets,
/// or, where no target is right twice, all ways to use each once, since that is how one guesses then. An answer of
/// several parts of which some are enough has 0.
pub(super) fn lower_asymptote(item: &Item, options: &[String]) -> f64 {
    let count = as_number(options.len());
    let (right, answers) = match &item.scoring {
        Scoring::Key { .. } => (1.0, count),
        Scoring::Categories { categories } => {
            (as_number(categories.iter().filter(|category| **category > 0).count()), count)
        }
        scoring if scoring.most_points() > 1 => return 0.0,
        Scoring::Keys { .. } => (1.0, power(2, options.len())),
        Scoring::Order { .. } => (1.0, falling(options.len(), options.len())),
        Scoring::Pairs { pairs, .. } => {
            let mut targets: Vec<&String> = pairs.iter().map(|(_, target)| target).collect();
            targets.sort_unstable();
            let repeated = targets.windows(2).any(|pair| pair[0] == pair[1]);
            let ways = if repeated || item.targets.len() < options.len() { power } else { falling };
            (1.0, ways(item.targets.len(), options.len()))
        }
    };
    right / (answers + 1.0)
}

/// `base` to the power of `times`.
fn power(base: usize, times: usize) -> f64 {
    (0..times).map(|_| as_number(base)).product()
}

/// `from · (from − 1) · …`, so many factors.
fn falling(from: usize, factors: usize) -> f64 {
    (0..factors).map(|taken| as_number(from - taken)).product()
}

#[expect(clippy::cast_precision_loss, reason = "numbers of options are small")]
const fn as_number(count: usize) -> f64 {
    count as f64
}
