//! What a person may do other than answer the item asked: pass on it, or go back and change an answer.

/// How an item that was passed on counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassScoring {
    /// It cannot be passed on.
    #[default]
    Refused,
    /// Not at all: as if it had not been asked, but it is not asked again.
    Ignored,
    /// As the lowest category.
    Lowest,
}

/// How a person passes on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Without a reason.
    Skipped,
    /// "I don't know."
    DontKnow,
}

/// Which earlier answers may be changed. The items asked stay as they were; estimates are those of the new
/// answers, at every step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// None.
    #[default]
    Off,
    /// The last.
    Last,
    /// Those of the current block of so many items (Stocking 1997).
    Block(u32),
    /// All.
    All,
}

/// What a person may do other than answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerPolicy {
    /// How a skipped item counts.
    pub skip: PassScoring,
    /// How "I don't know" counts.
    pub dont_know: PassScoring,
    /// Which answers may be changed.
    pub change: Change,
}

impl AnswerPolicy {
    /// How such a pass counts.
    #[must_use]
    pub fn scoring(&self, pass: Pass) -> PassScoring {
        if pass == Pass::Skipped { self.skip } else { self.dont_know }
    }

    /// Whether answer number `index` of `count` may be changed.
    #[must_use]
    pub fn may_change(&self, index: u32, count: u32) -> bool {
        // A block of none changes nothing.
        let first = match self.change {
            Change::Off | Change::Block(0) => count,
            Change::Last => count.saturating_sub(1),
            Change::Block(size) => count.saturating_sub(1) / size * size,
            Change::All => 0,
        };
        first <= index && index < count
    }
}
