//! Moments of the persons who answered every item.

use super::block::Conditional;
use super::{Moments, float};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::linear::Square;

/// Observed moments of a group's persons without missing responses.
pub(super) struct Observed {
    /// Weighted proportions of categories.
    pub(super) proportions: Vec<Vec<f64>>,
    /// Mean products of scores, items × items.
    pub(super) products: Square,
    pub(super) persons: f64,
}

impl Observed {
    pub(super) fn new(calibration: &Calibration, responses: &Responses, group: usize) -> Self {
        let items = responses.items();
        let mut proportions: Vec<Vec<f64>> = (0..items).map(|item| vec![0.0; calibration.categories(item)]).collect();
        let mut products = Square::zeros(items);
        let mut persons = 0.0;
        responses.each_complete(group, |weight, row| {
            persons += weight;
            for (item, k) in row {
                proportions[*item][*k] += weight;
                for (other, m) in row {
                    products.add(*item, *other, weight * float(*k) * float(*m));
                }
            }
        });
        proportions.iter_mut().flatten().for_each(|p| *p /= persons);
        products.entries.iter_mut().for_each(|p| *p /= persons);
        Self { proportions, products, persons }
    }

    /// The observed mean of a product of functions of one or two items' responses.
    pub(super) fn mean(&self, parts: &[(usize, Vec<f64>)]) -> f64 {
        match parts {
            [(item, values)] => values.iter().zip(&self.proportions[*item]).map(|(value, p)| value * p).sum(),
            // Two items are compared by the product of their scores.
            [(i, _), (j, _), ..] => self.products.get(*i, *j),
            [] => 0.0,
        }
    }

    /// Independent items with these proportions, and the number of parameters that their moments depend on: of the
    /// means of scores, which M2 compares, one an item; of C2's category proportions all but that of the lowest.
    pub(super) fn independence(&self, moments: Moments) -> (Vec<Conditional>, usize) {
        let mut next = 0;
        let conditional = |list: &Vec<f64>| {
            let mut derivatives = Vec::new();
            let categories = match moments {
                Moments::M2 => 1..2,
                Moments::C2 => 1..list.len(),
            };
            for k in categories {
                derivatives.push((next, k, vec![1.0]));
                derivatives.push((next, 0, vec![-1.0]));
                next += 1;
            }
            Conditional { probability: list.iter().map(|p| vec![*p]).collect(), derivatives }
        };
        let points = self.proportions.iter().map(conditional).collect();
        (points, next)
    }
}
