//! Whether a specification fits the data and itself.

use super::{Problem, Reduction, latent_len};
use crate::data::Frame;
use crate::error::CalibrationError;
use crate::latent;
use crate::model::{Model, Parameter};
use crate::specification::{LatentDensity, LatentNormal, Specification};

impl Problem {
    /// Whether something fixes zero and unit of ability.
    pub(super) fn check_identified(&self) -> Result<(), CalibrationError> {
        let free = |at: usize| self.free.of[at].is_some();
        // A group whose density is known, or an item that is (partly) known, anchors; groups that share no item with
        // either do not occur in practice and show as a singular information matrix.
        let dimensions = self.dimensions();
        let (all_means_free, all_variances_free) = match &self.histogram {
            Some(histogram) => (
                histogram.held.iter().all(|held| held.mean.is_none()),
                histogram.held.iter().all(|held| held.variance.is_none()),
            ),
            None => {
                (self.latent.iter().all(|start| free(*start)), self.latent.iter().all(|start| free(start + dimensions)))
            }
        };
        let known = |wanted: fn(Parameter) -> bool| {
            self.instances.iter().any(|instance| {
                instance.range().enumerate().any(|(at, place)| !free(place) && wanted(instance.shape.parameter(at)))
            })
        };
        if all_means_free && !known(|p| matches!(p, Parameter::Intercept(_) | Parameter::Location)) {
            return Err(CalibrationError::NotIdentified { what: "the latent mean" });
        }
        if all_variances_free && !known(|p| matches!(p, Parameter::Slope(_))) {
            return Err(CalibrationError::NotIdentified { what: "the latent variance" });
        }
        if !latent::is_sound(self, &self.free.template) {
            return Err(CalibrationError::Value {
                place: "the latent density".to_owned(),
                parameter: "its covariance".to_owned(),
                value: self.free.template[self.latent[0] + dimensions],
            });
        }
        Ok(())
    }
}

/// Whether there is a model for every item and a density for every group, on dimensions that are there.
pub(super) fn check_items(specification: &Specification, frame: &Frame) -> Result<(), CalibrationError> {
    let (expected, found) = (frame.items(), specification.items.len());
    if expected != found {
        return Err(CalibrationError::Items { expected, found });
    }
    let (groups, densities) = (frame.groups().len(), specification.latent.len());
    if groups != densities {
        return Err(CalibrationError::PersonList { what: "latent densities", expected: groups, found: densities });
    }
    let lengths = |density: &LatentNormal| {
        density.mean.len() == specification.dimensions
            && density.mean.len() + density.covariance.len() == latent_len(specification.dimensions)
    };
    if !specification.latent.iter().all(lengths) {
        return Err(CalibrationError::NotIdentified { what: "a latent density of another number of dimensions" });
    }
    if specification.density == LatentDensity::EmpiricalHistogram && specification.dimensions != 1 {
        let reason = "it is for one dimension: take the normal density, or one dimension";
        return Err(CalibrationError::NotDefined { statistic: "an empirical histogram", reason });
    }
    for (item, specified) in specification.items.iter().enumerate() {
        let id = &frame.ids()[item];
        let categories = frame.categories(item);
        if specified.model.is_dichotomous() && categories > 2 {
            let model = specified.model.name();
            return Err(CalibrationError::NotDichotomous { item: id.clone(), categories, model });
        }
        let dimensions = &specified.dimensions;
        let one_only = specified.model == Model::Nominal && dimensions.len() > 1;
        let fault = dimensions.iter().enumerate().find(|(place, dimension)| {
            **dimension as usize >= specification.dimensions || dimensions[..*place].contains(dimension) || one_only
        });
        if dimensions.is_empty() || fault.is_some() {
            let dimension = fault.map_or(0, |(_, dimension)| *dimension);
            return Err(CalibrationError::Dimension { item: id.clone(), dimension });
        }
        check_reduction(specification, item, id)?;
    }
    Ok(())
}

/// Whether dimension reduction is possible: general dimensions and then specific ones, an item on general ones first and
/// on one specific one at most.
fn check_reduction(specification: &Specification, item: usize, id: &str) -> Result<(), CalibrationError> {
    if specification.specific.is_empty() {
        return Ok(());
    }
    let dimensions = &specification.items[item].dimensions;
    let specific = |dimension: &u32| specification.specific.contains(dimension);
    if dimensions.iter().filter(|dimension| specific(dimension)).count() > 1 {
        let last = dimensions.iter().rfind(|dimension| specific(dimension)).copied().unwrap_or(0);
        return Err(CalibrationError::Dimension { item: id.to_owned(), dimension: last });
    }
    let general = specification.dimensions.saturating_sub(specification.specific.len());
    let last_ones = general > 0 && (general..).zip(&specification.specific).all(|(at, own)| at == *own as usize);
    let independent = || specification.latent.iter().all(|density| Reduction::fits(specification, density));
    if !last_ones || specific(&dimensions[0]) || !independent() {
        return Err(CalibrationError::NotDefined {
            statistic: "dimension reduction",
            reason: "specific dimensions come after the general ones, each standard normal and independent of all others, and every item loads on a general dimension first",
        });
    }
    Ok(())
}
