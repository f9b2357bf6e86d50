//! Whom and what a calibration is of, wherever the persons are.

use thetis_calibrate::{Frame, Tally};
use thetis_responses::{
    ResponseData,
    packed::{Manifest, Outline},
};

/// Items, groups, and numbers of persons and responses.
#[derive(Debug)]
pub(super) struct Sampled {
    pub(super) frame: Frame,
    /// Of each item, the response that each category stands for.
    pub(super) codes: Vec<Vec<String>>,
    /// Persons of each group.
    pub(super) members: Vec<u64>,
    /// Number of responses, where it is known: not of persons elsewhere who were packed several to a row.
    pub(super) observed: Option<u64>,
    /// Sum of the weights, if there are weights.
    pub(super) weight: Option<f64>,
    /// What a reader of the results should know.
    pub(super) notes: Vec<String>,
}

impl Sampled {
    /// Persons in memory.
    pub(super) fn of(data: &ResponseData) -> Self {
        let responses = &data.responses;
        let mut members = vec![0; responses.groups().len()];
        (0..responses.persons()).for_each(|person| members[responses.group(person)] += 1);
        Self {
            frame: Frame::of(responses),
            codes: data.codes.clone(),
            members,
            observed: Some(data.observed() as u64),
            weight: responses.is_weighted().then(|| responses.total_weight()),
            notes: data.notes.iter().map(ToString::to_string).collect(),
        }
    }

    /// Persons elsewhere, whom a first pass counted.
    pub(super) fn elsewhere(manifest: &Manifest, outline: Outline, tally: &Tally) -> Self {
        let notes = outline.notes.iter().chain(&manifest.without_responses(tally)).map(ToString::to_string).collect();
        Self {
            members: (0..tally.groups()).map(|group| tally.members(group)).collect(),
            observed: (!manifest.header.merged).then_some(manifest.responses),
            weight: manifest.header.has_weights().then(|| tally.weight()),
            frame: outline.frame,
            codes: outline.codes,
            notes,
        }
    }

    /// Number of persons.
    pub(super) fn persons(&self) -> u64 {
        self.members.iter().sum()
    }
}
