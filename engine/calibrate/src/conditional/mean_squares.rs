//! Infit and outfit of items and persons at the abilities by maximum likelihood.

use super::estimate::Conditional;
use super::persons::PersonAbility;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::fit::{MeanSquares, Residual, Sums};
use crate::tails;

/// Fit of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConditionalItemFit {
    /// Infit and outfit, standardised by the Wilson–Hilferty cube root.
    pub mean_squares: MeanSquares,
    /// Sum of squared standardised residuals.
    pub chi_square: f64,
    /// Weight of the persons who count: those who answered the item and whose score is not extreme.
    pub persons: f64,
    /// Its probability under the model with `persons − 1` degrees of freedom, as R eRm; a rough guide.
    pub p: f64,
}

/// Fit of one person; `None` if the score is extreme.
pub type ConditionalPersonFit = Option<MeanSquares>;

/// Fit of all.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalFit {
    /// By item. NaN for an item that nobody with a score between the extremes answered.
    pub items: Vec<ConditionalItemFit>,
    /// By person.
    pub persons: Vec<ConditionalPersonFit>,
}

impl Conditional {
    /// Infit and outfit of items and of persons (Wright & Masters 1982), as R eRm's `itemfit` and `personfit`. Persons
    /// with extreme scores are left out; missing responses count neither way; unlike
    /// [`item_mean_squares`](crate::Calibration::item_mean_squares), no variance is bounded.
    ///
    /// # Errors
    /// Other items than those estimated, or abilities of other persons.
    pub fn mean_squares(
        &self,
        responses: &Responses,
        abilities: &[PersonAbility],
    ) -> Result<ConditionalFit, CalibrationError> {
        self.check(responses)?;
        if abilities.len() != responses.persons() {
            let (expected, found) = (responses.persons(), abilities.len());
            return Err(CalibrationError::PersonList { what: "abilities", expected, found });
        }
        let mut by_item = vec![Sums::default(); responses.items()];
        let mut persons = Vec::with_capacity(abilities.len());
        for (person, ability) in abilities.iter().enumerate() {
            if ability.is_extreme() {
                persons.push(None);
                continue;
            }
            let mut own = Sums::default();
            for (item, k) in responses.answers(person) {
                let p = self.probabilities(item, ability.theta);
                let residual = Residual::new(&p, k);
                own.add(&residual, 1.0);
                by_item[item].add(&residual, responses.weight(person));
            }
            persons.push(Some(own.mean_squares(None)));
        }
        let item_fit = |sums: &Sums| ConditionalItemFit {
            mean_squares: sums.mean_squares(None),
            chi_square: sums.standardised,
            persons: sums.count,
            p: tails::chi_square(sums.standardised, sums.count - 1.0),
        };
        Ok(ConditionalFit { items: by_item.iter().map(item_fit).collect(), persons })
    }
}
