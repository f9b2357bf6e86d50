//! Content: how many items of an area, at least, at most, or as a share; and enemies, of which at most one.

use alloc::vec::Vec;

use super::mark;

/// Bounds on how many items of a list are asked in one test.
///
/// Chosen item by item, a maximum is never exceeded; minima are met wherever the areas do not overlap, since
/// positions are kept free for them. A [shadow test](super::Shadow) meets all of them for certain.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// The items, operational ones.
    pub items: Vec<u32>,
    /// Fewest.
    pub min: u32,
    /// Most. Enemies: 1.
    pub max: u32,
    /// Share of the test that should be of these, 0 to 1; 0 is no wish (Kingsbury & Zara 1989).
    pub target: f64,
}

/// Close what would exceed a maximum; and, once as many items are missing as there are positions, what brings
/// no minimum nearer.
pub(super) fn close(constraints: &[Constraint], positions_left: u32, marks: &mut [u8]) {
    let mut missing = 0;
    for constraint in constraints {
        let count = mark::asked(&constraint.items, marks);
        if count >= constraint.max {
            mark::set(mark::CLOSED, &constraint.items, marks);
        }
        missing += constraint.min.saturating_sub(count);
    }
    if missing > 0 && missing >= positions_left {
        for constraint in constraints {
            if mark::asked(&constraint.items, marks) < constraint.min {
                mark::set(mark::KEPT, &constraint.items, marks);
            }
        }
        mark::close_others(false, marks);
    }
}

/// Keep open only the area furthest below its target; the first of several.
pub(super) fn balance(constraints: &[Constraint], marks: &mut [u8]) {
    let mut total = 0;
    for constraint in constraints {
        if constraint.target > 0.0 {
            total += mark::asked(&constraint.items, marks);
        }
    }
    let (mut best, mut furthest) = (&[][..], f64::NEG_INFINITY);
    for constraint in constraints {
        let items = &constraint.items;
        let below = constraint.target - f64::from(mark::asked(items, marks)) / f64::from(total.max(1));
        if constraint.target > 0.0 && below > furthest && mark::open(items, marks) > 0 {
            (best, furthest) = (items, below);
        }
    }
    mark::set(mark::KEPT, best, marks);
    mark::close_others(false, marks);
}
