//! A ledger of comparisons.

/// How far two numbers may lie apart: either bound suffices.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Bound on `|ours − theirs| / |theirs|`.
    pub relative: f64,
    /// Bound on `|ours − theirs|`.
    pub absolute: f64,
}

impl Tolerance {
    /// The same bound for both.
    #[must_use]
    pub const fn both(bound: f64) -> Self {
        Self { relative: bound, absolute: bound }
    }

    /// How much of the allowance a pair uses up: above 1 is too much, infinite if either is NaN.
    fn used(self, ours: f64, theirs: f64) -> f64 {
        if ours.to_bits() == theirs.to_bits() {
            return 0.0;
        }
        let gap = (ours - theirs).abs();
        let used = (gap / self.absolute).min(gap / theirs.abs() / self.relative);
        if gap.is_finite() { used } else { f64::INFINITY }
    }
}

/// Compares pairs of numbers and, at the end, fails with the worst of them if any was too far off.
#[derive(Debug)]
pub struct Agreement {
    what: String,
    tolerance: Tolerance,
    compared: usize,
    failed: usize,
    worst: f64,
    worst_pair: String,
}

/// Most disagreements quoted one by one.
const QUOTED: usize = 8;

impl Agreement {
    /// An empty ledger.
    #[must_use]
    pub fn new(what: &str, tolerance: Tolerance) -> Self {
        Self { what: what.into(), tolerance, compared: 0, failed: 0, worst: 0.0, worst_pair: String::new() }
    }

    /// Compare one pair; `place` says which, should it be needed.
    pub fn check(&mut self, ours: f64, theirs: f64, place: impl Fn() -> String) {
        self.compared += 1;
        let used = self.tolerance.used(ours, theirs);
        if used > 1.0 {
            self.failed += 1;
            if self.failed <= QUOTED {
                eprintln!(
                    "{}: {}: ours {ours:e}, theirs {theirs:e}, apart {:e}",
                    self.what,
                    place(),
                    (ours - theirs).abs()
                );
            }
        }
        if used > self.worst {
            self.worst = used;
            self.worst_pair = format!("{}: ours {ours:e}, theirs {theirs:e}", place());
        }
    }

    /// Close the ledger.
    ///
    /// # Panics
    /// If any pair was too far apart, or fewer than `at_least` were compared.
    pub fn conclude(self, at_least: usize) {
        let Self { what, tolerance, compared, failed, worst, worst_pair } = self;
        println!("{what}: {compared} compared, worst uses {worst:.1e} of the tolerance ({worst_pair})");
        assert!(compared >= at_least, "{what}: {compared} numbers compared, {at_least} expected");
        assert!(failed == 0, "{what}: {failed} of {compared} differ by more than {tolerance:?}; worst at {worst_pair}");
    }
}
