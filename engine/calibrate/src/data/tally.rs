//! What must be known of all persons before the first cycle.

use super::{Extent, Frame, Responses};
use crate::error::CalibrationError;

/// Weighted numbers of persons in each category of each item, and how many there are. Tallies of parts of the persons
/// merge to that of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub(crate) extent: Extent,
    /// Sum of the weights.
    pub(crate) weight: f64,
    /// `[group][item][category]`
    pub(crate) counts: Vec<Vec<Vec<f64>>>,
}

impl Tally {
    /// Of nobody.
    #[must_use]
    pub fn empty(frame: &Frame) -> Self {
        let counts: Vec<Vec<f64>> = (0..frame.items()).map(|item| vec![0.0; frame.categories(item)]).collect();
        Self {
            extent: Extent::empty(frame.groups().len(), frame.items(), frame.is_sparse()),
            weight: 0.0,
            counts: vec![counts; frame.groups().len()],
        }
    }

    /// Of responses in memory.
    ///
    /// ```
    /// use thetis_calibrate::{Responses, Tally};
    /// let responses = Responses::dense(vec!["q1".into(), "q2".into()], vec![1, 0, 0, 1, 1, 255])?;
    /// let tally = Tally::of(&responses);
    /// assert_eq!((tally.persons(), tally.count(0, 0, 1)), (3, 2.0));
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    #[must_use]
    pub fn of(responses: &Responses) -> Self {
        Self { extent: Extent::of(responses), weight: responses.total_weight(), counts: responses.category_counts() }
    }

    /// Number of persons.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.extent.members.iter().sum()
    }

    /// Sum of the persons' weights.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.counts.len()
    }

    /// Persons of a group.
    #[must_use]
    pub fn members(&self, group: usize) -> u64 {
        self.extent.members[group]
    }

    /// Weighted number of persons of a group in a category of an item.
    #[must_use]
    pub fn count(&self, group: usize, item: usize, category: usize) -> f64 {
        self.counts[group][item][category]
    }

    /// Add other persons.
    ///
    /// # Panics
    /// If the other tally is of other items or groups.
    pub fn merge(&mut self, other: &Self) {
        let lengths = |tally: &Self| tally.counts.iter().flatten().map(Vec::len).collect::<Vec<usize>>();
        assert!(
            self.counts.len() == other.counts.len() && lengths(self) == lengths(other),
            "tallies of one frame are merged"
        );
        self.extent.merge(&other.extent);
        self.weight += other.weight;
        let own = self.counts.iter_mut().flatten().flatten();
        own.zip(other.counts.iter().flatten().flatten()).for_each(|(sum, part)| *sum += part);
    }

    /// Whether there is something to calibrate from.
    pub(crate) fn check(&self, frame: &Frame) -> Result<(), CalibrationError> {
        match self.persons() {
            0 => return Err(CalibrationError::NoPersons),
            1 => return Err(CalibrationError::OnePerson),
            _ => {}
        }
        if let Some(empty) = self.extent.members.iter().position(|members| *members == 0) {
            return Err(CalibrationError::EmptyGroup { group: frame.groups()[empty].clone() });
        }
        let answered = (0..frame.items()).any(|item| frame.categories(item) > 0);
        if answered { Ok(()) } else { Err(CalibrationError::AllMissing) }
    }
}
