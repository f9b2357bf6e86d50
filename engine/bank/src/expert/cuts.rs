//! Where levels begin.

use std::f64::consts::LN_2;

use super::method::{SLOPE_OF_ONE_CHOICE, level_centre, rounded};

/// θ from which a level of this EQF level begins, logits: `b + ln 2 / a`, where an item of that EQF level and average
/// demand is answered rightly with probability 2/3, its slope being that of a single-choice item, and guessing left out.
///
/// The criterion is the bookmark method's RP67 (Lewis, Mitzel & Green 1996; Mitzel, Lewis, Patz & Green 2001).
#[must_use]
pub fn cut_score(eqf: u8) -> f64 {
    // logit(2/3) = ln 2.
    rounded(level_centre(eqf) + LN_2 / SLOPE_OF_ONE_CHOICE)
}
