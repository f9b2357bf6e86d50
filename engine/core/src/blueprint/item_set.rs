//! Item sets: items that share a stimulus and are asked together.

use alloc::vec::Vec;

use super::mark;
use crate::list::has;

/// Items that share a stimulus. Once one is asked, others of the set follow until there are `min`; up to
/// `max` may follow; then, or when another item was asked, the set is closed. All-or-none: `min` is the
/// number of items. A set of which `min` no longer fit into the test, or of which fewer are left because the others
/// are excluded, is not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSet {
    /// The items, operational ones; no other set has them.
    pub items: Vec<u32>,
    /// Fewest, if any.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// Whether they are asked in the order of the list; else in any.
    pub ordered: bool,
}

impl ItemSet {
    /// Whether the last scored item was of this set: pilots come in between and end none.
    fn is_in_progress(&self, last: Option<u32>) -> bool {
        last.is_some_and(|last| has(&self.items, last))
    }

    /// Whether it is, and must go on.
    pub(super) fn is_unfinished(&self, last: Option<u32>, marks: &[u8]) -> bool {
        self.is_in_progress(last) && mark::asked(&self.items, marks) < self.min
    }
}

/// Close what is over: sets that are full, were left, or can no longer be whole; in order, what was passed over.
pub(crate) fn close_over(sets: &[ItemSet], last: Option<u32>, positions_left: u32, marks: &mut [u8]) {
    for set in sets {
        let mut whole = mark::asked(&set.items, marks);
        let over = if whole > 0 {
            whole >= set.max || !set.is_in_progress(last)
        } else {
            // Not begun where the end of the test or items that are excluded would leave it unfinished.
            positions_left.min(mark::open(&set.items, marks)) < set.min
        };
        let mut behind = false;
        for item in set.items.iter().rev() {
            let mark = &mut marks[*item as usize];
            behind |= *mark & mark::ASKED > 0;
            whole += u32::from(!behind && *mark == 0);
            // A set that was begun in the middle may need what was passed over.
            if over || (set.ordered && behind && whole >= set.min) {
                *mark |= mark::CLOSED;
            }
        }
    }
}

/// Close what a set in progress puts off: other items while it must go on, and later ones of a set in order. A
/// shadow test has said how many items of a set it wants, so that the set goes on while one is left.
pub(super) fn close_later(sets: &[ItemSet], last: Option<u32>, has_shadow: bool, marks: &mut [u8]) {
    for set in sets {
        let mut before = false;
        for item in &set.items {
            let mark = &mut marks[*item as usize];
            let open = *mark == 0;
            if set.ordered && before {
                *mark |= mark::CLOSED;
            }
            before |= open;
        }
        if set.is_unfinished(last, marks) || (has_shadow && before && set.is_in_progress(last)) {
            mark::set(mark::KEPT, &set.items, marks);
            mark::close_others(true, marks);
        }
    }
}
