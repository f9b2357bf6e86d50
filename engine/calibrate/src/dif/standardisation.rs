//! Differences of proportions correct, weighted as the focal group is distributed.

use super::matching::Comparison;
use crate::error::CalibrationError;

/// An item compared by standardisation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardisation {
    /// `STD P-DIF`: between −1 and 1, below 0 if the item is harder for the focal group. From 0.05 in size it is to be
    /// looked at, from 0.1 with care (Dorans & Kulick 1986). NaN if no stratum has persons of both groups.
    pub difference: f64,
    /// Mean squared difference, weighted in the same way, its root taken: large also where differences cancel.
    pub root_mean_square: f64,
}

impl Comparison<'_> {
    /// `Σ n_F (P_F − P_R)/Σ n_F` over strata with persons of both groups, with proportions correct P and n_F the persons
    /// of the focal group (Dorans & Kulick 1986). It has no standard error of its own.
    ///
    /// # Errors
    /// An item of more than two categories; another number of anchors than items.
    pub fn standardisation(&self, anchors: &[bool]) -> Result<Vec<Standardisation>, CalibrationError> {
        (0..self.items()).map(|item| self.standardisation_of(item, anchors)).collect()
    }

    /// One item, where others may have more categories.
    ///
    /// # Errors
    /// As [`standardisation`](Self::standardisation), of this item.
    pub fn standardisation_of(&self, item: usize, anchors: &[bool]) -> Result<Standardisation, CalibrationError> {
        self.check_item(item, anchors, "standardisation")?;
        let (mut sum, mut squares, mut weight) = (0.0, 0.0, 0.0);
        for stratum in &self.strata(item, anchors).tables {
            let [a, b, c, d] = stratum.fourfold();
            let (reference, focal) = (a + b, c + d);
            if reference > 0.0 && focal > 0.0 {
                let difference = c / focal - a / reference;
                sum += focal * difference;
                squares += focal * difference * difference;
                weight += focal;
            }
        }
        Ok(Standardisation { difference: sum / weight, root_mean_square: (squares / weight).sqrt() })
    }
}
