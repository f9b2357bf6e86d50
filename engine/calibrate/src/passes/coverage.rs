//! Which rows an answer is about.

use super::wire::hash;

/// How many rows, and the sum of their hashes modulo 2⁶⁴: the same in any order, and another one if a row was left out,
/// repeated or changed, however many others were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Number of rows, those without any response too.
    pub rows: u64,
    /// Sum of the rows' hashes, modulo 2⁶⁴.
    pub fingerprint: u64,
}

impl Coverage {
    /// Add a row: its group, its weight, the items answered (of sparse data) and the responses.
    #[inline]
    pub(super) fn add(&mut self, group: u16, weight: f64, items: &[u8], responses: &[u8]) {
        let start = u64::from(group).rotate_left(48) ^ weight.to_bits();
        let sum = hash(start, responses);
        let sum = if items.is_empty() { sum } else { hash(sum, items) };
        self.rows += 1;
        self.fingerprint = self.fingerprint.wrapping_add(sum);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.fingerprint = self.fingerprint.wrapping_add(other.fingerprint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[(u16, f64, &[u8])]) -> Coverage {
        let mut coverage = Coverage::default();
        rows.iter().for_each(|(group, weight, row)| coverage.add(*group, *weight, &[], row));
        coverage
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let (a, b, c) = ((0, 1.0, [0_u8, 1, 255].as_slice()), (0, 1.0, [1, 1, 1].as_slice()), (1, 2.0, [].as_slice()));
        let all = of(&[a, b, c]);
        assert_eq!(all, of(&[c, a, b]));
        // The same number of rows: one dropped, another twice; a group, a weight or a cell changed.
        for other in [
            of(&[a, a, c]),
            of(&[a, b, (0, 2.0, &[])]),
            of(&[a, b, (1, 1.0, &[])]),
            of(&[a, (0, 1.0, &[1, 1, 0]), c]),
            of(&[a, (0, 1.0, &[1, 1, 1, 0]), c]),
        ] {
            assert_eq!(other.rows, 3);
            assert_ne!(other.fingerprint, all.fingerprint);
        }
    }
}
