//! Abilities by models of both groups: to match on where sums cannot be compared, and to compare parameters.

use std::collections::HashMap;

use thetis_calibrate::{
    CalibrationError, InformationKind, MISSING, Model, Options, Responses, calibrate,
    dif::{ItemEstimate, only_groups, strata},
};
use thetis_core::ItemModel;

use super::settings::Models;

/// Strata at most, and persons of the smaller group in one of them on average.
const MOST_STRATA: usize = 20;
const PERSONS_A_STRATUM: usize = 10;

/// Models of two groups, each computed once.
pub(super) struct Abilities<'a> {
    two: &'a Responses,
    models: Models,
    by_anchors: HashMap<Vec<bool>, Vec<f64>>,
    separate: Option<Separate>,
}

/// Each group calibrated by itself.
#[derive(Clone, Debug)]
pub(super) struct Separate {
    /// Items of the reference and of the focal group, each on a scale of its own.
    pub(super) estimates: [Vec<ItemEstimate>; 2],
    /// The same as the engine has them.
    pub(super) curves: [Vec<ItemModel>; 2],
}

impl<'a> Abilities<'a> {
    pub(super) fn new(two: &'a Responses, models: Models) -> Self {
        Self { two, models, by_anchors: HashMap::new(), separate: None }
    }

    /// Posterior means under a model of both groups together, in which items that are no anchors have parameters by group
    /// (Choi, Gibbons & Crane 2011); made coarse, unless `exact`. One prior is for all: with priors by group, persons of
    /// the same responses would not be matched, and every item would seem easier for the less able group.
    pub(super) fn matched(&mut self, anchors: &[bool], exact: bool) -> Result<Vec<f64>, CalibrationError> {
        if !self.by_anchors.contains_key(anchors) {
            let together = together(self.two, anchors)?;
            let calibration = calibrate(&together, &self.models.specification(&together), &Options::default())?;
            let reason =
                "persons cannot be scored by a model of both groups; match on sums with thetis dif --match sum";
            let scores = calibration
                .eap(&together)
                .map_err(|_| CalibrationError::NotDefined { statistic: "matching on ability", reason })?;
            let theta = scores.into_iter().map(|score| score.theta[0]).collect();
            self.by_anchors.insert(anchors.to_vec(), theta);
        }
        let theta = &self.by_anchors[anchors];
        if exact {
            return Ok(theta.clone());
        }
        let members = |group: usize| (0..self.two.persons()).filter(|person| self.two.group(*person) == group).count();
        let smaller = members(0).min(members(1));
        let count = (smaller / PERSONS_A_STRATUM).clamp(2, MOST_STRATA);
        Ok(strata(theta, u32::try_from(count).unwrap_or(2)))
    }

    /// Each group calibrated by itself.
    pub(super) fn separate(&mut self) -> Result<&Separate, CalibrationError> {
        if self.separate.is_none() {
            let of = |group: usize| {
                let own = only_groups(self.two, &[group])?;
                // Categories that one group does not have would leave thresholds that cannot be compared.
                let uneven = (0..own.items()).any(|item| own.categories(item) != self.two.categories(item));
                if uneven {
                    return Err(CalibrationError::NotDefined {
                        statistic: "a comparison of parameters",
                        reason: "a group did not use an item's highest category; drop the item, collapse categories, or compare by mh",
                    });
                }
                let calibration = calibrate(&own, &self.models.specification(&own), &Options::default())?;
                if !calibration.converged() {
                    let rounds = calibration.cycles;
                    return Err(CalibrationError::NotConverged { what: "a calibration of one group", rounds });
                }
                let covariance = calibration.covariance(InformationKind::Oakes)?;
                let curves: Vec<ItemModel> = calibration.items.iter().map(|item| item.core.clone()).collect();
                Ok((ItemEstimate::all(&calibration, &covariance)?, curves))
            };
            if self.models.two == Model::ThreeParameter || self.models.two == Model::FourParameter {
                return Err(CalibrationError::NotDefined {
                    statistic: "a comparison of parameters",
                    reason: "asymptotes are hardly determined in each group by itself; compare by lr, or choose 2pl",
                });
            }
            let ((r, r_curves), (f, f_curves)) = (of(0)?, of(1)?);
            self.separate = Some(Separate { estimates: [r, f], curves: [r_curves, f_curves] });
        }
        self.separate.as_ref().ok_or(CalibrationError::NoPersons)
    }
}

/// Both groups as one: items that are no anchors stand in two columns, one a group. A column in which a group shows one
/// category only, or not all up to the highest, says too little and is left out.
fn together(two: &Responses, anchors: &[bool]) -> Result<Responses, CalibrationError> {
    // Of each item and group, its column.
    let mut columns = vec![[None; 2]; two.items()];
    let (mut ids, mut count) = (Vec::new(), 0);
    for (item, id) in two.ids().iter().enumerate() {
        if anchors[item] {
            columns[item] = [Some(count); 2];
            ids.push(id.clone());
            count += 1;
            continue;
        }
        for (group, column) in columns[item].iter_mut().enumerate() {
            let mut seen = vec![false; two.categories(item)];
            for person in (0..two.persons()).filter(|person| two.group(*person) == group) {
                if let Some(category) = two.answer(person, item) {
                    seen[category] = true;
                }
            }
            let highest = seen.iter().rposition(|seen| *seen).unwrap_or(0);
            if highest > 0 && seen[..=highest].iter().all(|seen| *seen) {
                *column = Some(count);
                ids.push(format!("{id} of {}", two.groups()[group]));
                count += 1;
            }
        }
    }
    let mut cells = vec![MISSING; two.persons() * count];
    for (person, row) in cells.chunks_exact_mut(count.max(1)).enumerate() {
        for (item, category) in two.answers(person) {
            if let Some(column) = columns[item][two.group(person)] {
                row[column] = u8::try_from(category).unwrap_or(MISSING);
            }
        }
    }
    let together = Responses::dense(ids, cells)?;
    match two.is_weighted() {
        true => together.with_weights((0..two.persons()).map(|person| two.weight(person)).collect()),
        false => Ok(together),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_that_are_no_anchors_have_a_column_a_group() {
        let ids = ["a", "b", "c"].map(String::from).to_vec();
        let cells = vec![0, 1, 1, 1, 0, 0, 1, 1, MISSING, 0, 0, 1];
        let two = Responses::dense(ids, cells)
            .and_then(|data| data.with_groups(vec!["r".into(), "f".into()], vec![0, 0, 1, 1]))
            .expect("the table is sound");
        let found = together(&two, &[true, false, false]).expect("there are items");
        // Of c, the focal group shows one category only.
        assert_eq!(found.ids(), ["a", "b of r", "b of f", "c of r"]);
        let answers: Vec<Vec<(usize, usize)>> = (0..4).map(|person| found.answers(person).collect()).collect();
        assert_eq!(answers[0], [(0, 0), (1, 1), (3, 1)]);
        assert_eq!(answers[2], [(0, 1), (2, 1)]);
        assert_eq!(answers[3], [(0, 0), (2, 0)]);
    }
}
