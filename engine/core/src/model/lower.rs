//! From an author's parameters to the numbers the engine computes with.

use alloc::vec::Vec;

use super::{MAX_CATEGORIES, MAX_PARAMETER, ModelKind};
use crate::error::{Error, Parameter};
use crate::math::one_minus_exp_neg;

/// The four families. In location form `z = a (x − t)` at `x = θ`; in intercept form `z = x − t` at `x = a·θ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Dichotomous,
    Graded,
    PartialCredit,
    Nominal,
}

/// An item checked and rewritten for computing.
pub(crate) struct Lowered {
    pub(crate) family: Family,
    /// Whether thresholds are scaled by the slope (location form) or the slopes are in `x` already.
    pub(crate) location_form: bool,
    pub(crate) categories: u32,
}

/// Check a model's parameter list; push its scaled slopes and the values its family reads: thresholds
/// (dichotomous: and both asymptotes; graded: and the gaps), or the nominal model's parameters as given.
pub(crate) fn lower(
    item: u32,
    kind: ModelKind,
    dimensions: usize,
    list: &[f64],
    scaling: f64,
    slopes: &mut Vec<f64>,
    values: &mut Vec<f64>,
) -> Result<Lowered, Error> {
    let location_form = !kind.is_compensatory();
    // The compensatory kinds come after the others, in the same order.
    let family = match kind as u32 % 4 {
        0 => Family::Dichotomous,
        1 => Family::Graded,
        2 => Family::PartialCredit,
        _ => Family::Nominal,
    };
    let nominal = family == Family::Nominal;
    let slope_count = if nominal { list.len() / 2 } else { dimensions };
    let steps = match family {
        Family::Dichotomous => 1,
        Family::Nominal => slope_count,
        _ => list.len().saturating_sub(slope_count),
    };
    let asymptotes = if family == Family::Dichotomous { 2 } else { 0 };
    // More categories than u32 counts are too many all the same.
    let categories = steps as u32 + 1;
    if steps == 0 || categories > MAX_CATEGORIES || list.len() != slope_count + steps + asymptotes {
        return Err(Error::Categories { item, categories });
    }
    let (own_slopes, rest) = list.split_at(slope_count);
    let (thresholds, asymptotes) = rest.split_at(steps);
    let first = values.len();
    let (slope_scale, parameter, scale) = match location_form {
        _ if nominal => (1.0, Parameter::Intercept, 1.0),
        true => (scaling, Parameter::Threshold, 1.0),
        // An intercept is a threshold with its sign turned.
        false => (scaling, Parameter::Intercept, -scaling),
    };
    // The nominal model's slopes are its categories'.
    push_checked(item, Parameter::Slope, own_slopes, slope_scale, if nominal { values } else { slopes })?;
    push_checked(item, parameter, thresholds, scale, values)?;
    if nominal {
        slopes.push(1.0);
    }
    let mut has_slope = false;
    for slope in own_slopes {
        has_slope |= *slope > 0.0 || (*slope < 0.0 && (nominal || !location_form));
    }
    if !has_slope {
        return Err(Error::SlopeNotPositive { item, value: own_slopes[0] as f32 });
    }
    if let [lower, upper] = *asymptotes {
        if !(0.0 <= lower && lower < upper && upper <= 1.0) {
            return Err(Error::AsymptotesDisordered { item, lower: lower as f32, upper: upper as f32 });
        }
        values.push(lower);
        values.push(upper);
    }
    if family == Family::PartialCredit && !location_form {
        // Category intercepts become step thresholds: t_k = −(d_k − d_{k−1}).
        for k in (first + 1..first + steps).rev() {
            values[k] -= values[k - 1];
        }
    }
    if family == Family::Graded {
        let scale = if location_form { own_slopes[0] * scaling } else { 1.0 };
        for k in first + 1..first + steps {
            let gap = one_minus_exp_neg(scale * (values[k] - values[k - 1]));
            if gap <= 0.0 {
                // At most MAX_CATEGORIES.
                let threshold = (k - first) as u32 + 1;
                return Err(Error::ThresholdsDisordered { item, threshold, value: values[k] as f32 });
            }
            values.push(gap);
        }
    }
    Ok(Lowered { family, location_form, categories })
}

fn push_checked(
    item: u32,
    parameter: Parameter,
    numbers: &[f64],
    factor: f64,
    out: &mut Vec<f64>,
) -> Result<(), Error> {
    for &number in numbers {
        let value = number * factor;
        let is_sound = value.abs() <= MAX_PARAMETER;
        // Nor is NaN.
        if !is_sound {
            return Err(Error::ParameterNotFinite { item, parameter, value: number as f32 });
        }
        out.push(value);
    }
    Ok(())
}
