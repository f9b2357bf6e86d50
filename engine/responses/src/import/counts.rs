//! What is counted on the way in and on the way out, so that nothing is lost between.

use thetis_calibrate::MISSING;

use crate::packed::PackedFault;
use crate::packed::part::{RowAnswers as PackedAnswers, RowGroup};

/// Persons in each category of each item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Item by item, as many as `stride` each.
    flat: Vec<u64>,
    stride: usize,
}

impl Counts {
    const FIRST_STRIDE: usize = 8;

    /// Count a response.
    pub(crate) fn add(&mut self, item: usize, category: u8, persons: u64) {
        *self.place(item, category) += persons;
    }

    /// Take back a response.
    pub(crate) fn remove(&mut self, item: usize, category: u8) {
        *self.place(item, category) -= 1;
    }

    fn place(&mut self, item: usize, category: u8) -> &mut u64 {
        let category = usize::from(category);
        if category >= self.stride {
            // Never so many that a missing response, which is 255, would have a place.
            let stride = (category + 1).next_power_of_two().clamp(Self::FIRST_STRIDE, usize::from(MISSING));
            let mut flat = vec![0; self.flat.len() / self.stride.max(1) * stride];
            for (new, old) in flat.chunks_exact_mut(stride).zip(self.flat.chunks_exact(self.stride.max(1))) {
                new[..old.len()].copy_from_slice(old);
            }
            (self.flat, self.stride) = (flat, stride);
        }
        let place = item * self.stride + category;
        if place >= self.flat.len() {
            self.flat.resize((item + 1) * self.stride, 0);
        }
        &mut self.flat[place]
    }

    /// Count a category of each item, as quickly as that goes.
    pub(crate) fn add_row(&mut self, cells: &[u8], persons: u64) {
        self.stride = self.stride.max(Self::FIRST_STRIDE);
        if self.flat.len() < cells.len() * self.stride {
            self.flat.resize(cells.len() * self.stride, 0);
        }
        let stride = self.stride;
        let mut higher = false;
        for (cell, counts) in cells.iter().zip(self.flat.chunks_exact_mut(stride)) {
            match counts.get_mut(usize::from(*cell)) {
                Some(count) => *count += persons,
                None => higher |= *cell != MISSING,
            }
        }
        if higher {
            let known = |cell: &u8| usize::from(*cell) < stride || *cell == MISSING;
            for (item, cell) in cells.iter().enumerate().filter(|(_, cell)| !known(cell)) {
                self.add(item, *cell, persons);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (item, counts) in other.flat.chunks_exact(other.stride.max(1)).enumerate() {
            for (category, count) in (0..=u8::MAX).zip(counts).filter(|(_, count)| **count > 0) {
                self.add(item, category, *count);
            }
        }
    }

    /// Of each of so many items the persons in each category, up to its highest.
    pub(crate) fn by_item(&self, items: usize) -> Vec<Vec<u64>> {
        let of = |item: usize| {
            let counts = self.flat.get(item * self.stride..(item + 1) * self.stride).unwrap_or_default();
            counts[..counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1)].to_vec()
        };
        (0..items).map(of).collect()
    }

    /// Number of responses.
    pub(crate) fn responses(&self) -> u64 {
        self.flat.iter().sum()
    }
}

/// Everything that is counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) persons: u64,
    pub(crate) rows: u64,
    pub(crate) weight: f64,
    pub(crate) responses: Counts,
    /// Persons by group.
    pub(crate) groups: Vec<u64>,
}

impl Tally {
    /// Count a row: so many persons of this group with this weight.
    pub(crate) fn row(&mut self, persons: u64, group: Option<u16>, weight: Option<f64>) {
        self.rows += 1;
        self.persons += persons;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let own = persons as f64;
        self.weight += weight.unwrap_or(own);
        if let Some(group) = group.map(usize::from) {
            if group >= self.groups.len() {
                self.groups.resize(group + 1, 0);
            }
            self.groups[group] += persons;
        }
    }

    /// What a row group of a packed file has.
    pub(crate) fn of(rows: &RowGroup, items: usize) -> Self {
        let mut tally = Self::default();
        let number = match &rows.answers {
            PackedAnswers::Dense(cells) => cells.len() / items.max(1),
            PackedAnswers::Sparse { lengths, .. } => lengths.len(),
        };
        let persons = |row: usize| rows.counts.as_ref().map_or(1, |counts| u64::from(counts[row]));
        for row in 0..number {
            let group = rows.groups.as_ref().map(|groups| groups[row]);
            tally.row(persons(row), group, rows.weights.as_ref().map(|weights| weights[row]));
        }
        match &rows.answers {
            PackedAnswers::Dense(cells) => {
                for (row, cells) in cells.chunks_exact(items.max(1)).enumerate() {
                    tally.responses.add_row(cells, persons(row));
                }
            }
            PackedAnswers::Sparse { lengths, items, categories } => {
                let mut answers = items.iter().zip(categories);
                for (row, length) in lengths.iter().enumerate() {
                    for (item, category) in answers.by_ref().take(*length) {
                        tally.responses.add(usize::from(*item), *category, persons(row));
                    }
                }
            }
        }
        tally
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.persons += other.persons;
        self.rows += other.rows;
        self.weight += other.weight;
        self.responses.merge(&other.responses);
        if other.groups.len() > self.groups.len() {
            self.groups.resize(other.groups.len(), 0);
        }
        self.groups.iter_mut().zip(&other.groups).for_each(|(own, other)| *own += other);
    }

    /// That what was written is what was read.
    pub(crate) fn check(&self, written: &Self, ids: &[String]) -> Result<(), PackedFault> {
        /// Relative: sums of weights were added up in another order.
        const WEIGHTS: f64 = 1e-9;
        let differ = |what: String, read: &dyn ToString, written: &dyn ToString| {
            Err(PackedFault::Miscounted { what, read: read.to_string(), written: written.to_string() })
        };
        if self.persons != written.persons {
            return differ("persons".into(), &self.persons, &written.persons);
        }
        if (self.weight - written.weight).abs() > WEIGHTS * self.weight {
            return differ("sum of weights".into(), &self.weight, &written.weight);
        }
        if self.groups != written.groups {
            return differ("persons by group".into(), &format!("{:?}", self.groups), &format!("{:?}", written.groups));
        }
        let (read, found) = (self.responses.by_item(ids.len()), written.responses.by_item(ids.len()));
        match read.iter().zip(&found).position(|(read, found)| read != found) {
            Some(item) => {
                let what = format!("categories of item {}", ids[item]);
                differ(what, &format!("{:?}", read[item]), &format!("{:?}", found[item]))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_grow_with_what_comes() {
        let mut counts = Counts::default();
        counts.add(1, 2, 3);
        counts.add(0, 0, 1);
        counts.add(2, 200, 1);
        counts.add(1, 2, 1);
        counts.remove(1, 2);
        let by_item = counts.by_item(4);
        assert_eq!((&by_item[0], &by_item[1], by_item[2].len(), by_item[3].len()), (&vec![1], &vec![0, 0, 3], 201, 0));
        let mut other = Counts::default();
        other.add(1, 1, 5);
        counts.merge(&other);
        assert_eq!((counts.by_item(2)[1].clone(), counts.responses()), (vec![0, 5, 3], 10));
        let mut rows = Counts::default();
        for row in [[0, 255, 1], [253, 255, 7], [0, 9, 255]] {
            rows.add_row(&row, 2);
        }
        let by_item = rows.by_item(3);
        assert_eq!((by_item[0][0], by_item[0][253], by_item[0].len()), (4, 2, 254));
        assert_eq!((by_item[1][9], by_item[1].len(), &by_item[2]), (2, 10, &vec![0, 2, 0, 0, 0, 0, 0, 2]));
        assert_eq!(rows.responses(), 12);
    }

    #[test]
    fn what_is_lost_is_found() {
        let ids = ["a".to_owned(), "b".to_owned()];
        let mut read = Tally::default();
        read.row(1, Some(1), Some(0.5));
        read.responses.add_row(&[1, 255], 1);
        assert_eq!(read.check(&read.clone(), &ids), Ok(()));
        let mut written = read.clone();
        written.responses.add(1, 0, 1);
        let fault = read.check(&written, &ids).expect_err("one more").to_string();
        assert!(fault.starts_with("categories of item b: [] read, [1] written"), "{fault}");
        written = read.clone();
        written.row(1, Some(0), None);
        assert!(read.check(&written, &ids).expect_err("one more").to_string().starts_with("persons: 1 read, 2"));
    }
}
