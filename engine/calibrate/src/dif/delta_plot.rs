//! Angoff's delta plot: difficulties of two groups against each other, without matching.

use super::matching::Comparison;
use crate::error::CalibrationError;
use crate::tails;

/// The delta plot of all items.
#[derive(Clone, Debug, PartialEq)]
pub struct DeltaPlot {
    /// Delta `4 Φ⁻¹(1 − P) + 13` of each item in the reference group; large is hard.
    pub reference: Vec<f64>,
    /// The same in the focal group.
    pub focal: Vec<f64>,
    /// Slope of the major axis.
    pub slope: f64,
    /// Intercept of the major axis.
    pub intercept: f64,
    /// Distance of each item from the axis. Below 0, the item is harder for the focal group; from 1.5 in size it is
    /// usually flagged (Angoff & Ford 1973).
    pub distances: Vec<f64>,
}

impl Comparison<'_> {
    /// Transformed item difficulties (Angoff & Ford 1973). Proportions are over all of a group who answered the item;
    /// ability is not matched, so that items of different slopes seem to function differently. The axis goes through
    /// the `anchors`.
    ///
    /// # Errors
    /// An item of more than two categories, or that a group did not answer or answered all alike; fewer than two
    /// anchors.
    pub fn delta_plot(&self, anchors: &[bool]) -> Result<DeltaPlot, CalibrationError> {
        self.check_dichotomous(anchors, "the delta plot")?;
        let (mut reference, mut focal) = (Vec::new(), Vec::new());
        for item in 0..self.items() {
            let mut sums = [[0.0; 2]; 2];
            // Matched on the item alone: everybody who answered it.
            for person in self.matched(item, &vec![false; self.items()]) {
                sums[usize::from(person.is_focal)][person.category] += person.weight;
            }
            for ([wrong, right], deltas) in sums.into_iter().zip([&mut reference, &mut focal]) {
                let id = || self.responses.ids()[item].clone();
                if wrong + right <= 0.0 {
                    return Err(CalibrationError::NobodyAnswered { item: id() });
                }
                if wrong <= 0.0 || right <= 0.0 {
                    return Err(CalibrationError::ConstantItem { item: id(), category: u8::from(right > 0.0) });
                }
                deltas.push(4.0 * tails::normal_quantile(wrong / (wrong + right)) + 13.0);
            }
        }
        let kept: Vec<(f64, f64)> =
            (0..self.items()).filter(|item| anchors[*item]).map(|item| (reference[item], focal[item])).collect();
        if kept.len() < 2 {
            return Err(CalibrationError::NotDefined {
                statistic: "the delta plot",
                reason: "fewer than two items are anchors",
            });
        }
        let count = kept.len() as f64;
        let (x, y) = kept.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for point in &kept {
            xx += (point.0 - x) * (point.0 - x);
            yy += (point.1 - y) * (point.1 - y);
            xy += (point.0 - x) * (point.1 - y);
        }
        let slope = (yy - xx + ((yy - xx) * (yy - xx) + 4.0 * xy * xy).sqrt()) / (2.0 * xy);
        let intercept = y - slope * x;
        let length = (slope * slope + 1.0).sqrt();
        let distances = reference.iter().zip(&focal).map(|(x, y)| (slope * x + intercept - y) / length).collect();
        Ok(DeltaPlot { reference, focal, slope, intercept, distances })
    }
}
