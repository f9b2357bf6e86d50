//! Methods that match persons on a score or an ability, and the delta plot, which does not.

use thetis_calibrate::{
    CalibrationError, Responses,
    dif::{Comparison, EffectSize, EtsClass, LogisticTest, Tested},
};

use super::found::{ItemDif, Side, TestName};

/// What a method without a test is flagged from, and what is moderate: Dorans & Kulick 1986.
const LARGE_DIFFERENCE: f64 = 0.1;
const MODERATE_DIFFERENCE: f64 = 0.05;
/// Distance from the axis of the delta plot: Angoff & Ford 1973.
const FAR: f64 = 1.5;
/// Standardised differences of polytomous items: Zwick, Thayer & Mazzeo 1997.
const MODERATE_EFFECT: f64 = 0.17;
const LARGE_EFFECT: f64 = 0.25;
/// Level at which a class above A asks for a difference from 0, as ETS's do.
const CLASS_LEVEL: f64 = 0.05;

const NO_STRATUM: &str = "no set of matched persons has members of both groups and different responses; look at the item's responses by group";

/// Who scores lower, by a difference that is below 0 where the focal group does.
pub(super) fn lower(difference: f64) -> Option<Side> {
    if difference < 0.0 {
        Some(Side::Focal)
    } else if difference > 0.0 {
        Some(Side::Reference)
    } else {
        None
    }
}

fn each(two: &Responses, of: impl Fn(usize) -> Result<ItemDif, CalibrationError>) -> Vec<ItemDif> {
    let item = |(item, id): (usize, &String)| match of(item) {
        Ok(found) => ItemDif { item: id.clone(), ..found },
        Err(error) => ItemDif::untested(id, error),
    };
    two.ids().iter().enumerate().map(item).collect()
}

/// Mantel–Haenszel with continuity correction; of items with more than two categories Mantel's test.
pub(super) fn mantel_haenszel(comparison: &Comparison<'_>, two: &Responses, anchors: &[bool]) -> Vec<ItemDif> {
    let polytomous = comparison.polytomous(anchors);
    each(two, |item| {
        if two.categories(item) > 2 {
            let found = &polytomous.as_ref().map_err(Clone::clone)?[item];
            if found.mantel_p.is_nan() {
                return Ok(ItemDif { not_tested: Some(NO_STRATUM.into()), ..ItemDif::default() });
            }
            let class = match found.effect_size.abs() {
                size if found.mantel_p < CLASS_LEVEL && size > LARGE_EFFECT => 'C',
                size if found.mantel_p < CLASS_LEVEL && size > MODERATE_EFFECT => 'B',
                _ => 'A',
            };
            return Ok(ItemDif {
                statistic: Some(found.mantel),
                df: Some(1),
                p: Some(found.mantel_p),
                effect: Some(("SMD/SD", found.effect_size)),
                class: Some(class),
                harder_for: lower(found.effect_size),
                details: vec![
                    ("mean difference", found.mean_difference),
                    ("generalised", found.generalised),
                    ("generalised p", found.generalised_p),
                ],
                ..ItemDif::default()
            });
        }
        let found = comparison.mantel_haenszel_of(item, anchors, true)?;
        if found.p.is_nan() {
            return Ok(ItemDif { not_tested: Some(NO_STRATUM.into()), ..ItemDif::default() });
        }
        let class = found.class.map(|class| match class {
            EtsClass::A => 'A',
            EtsClass::B => 'B',
            EtsClass::C => 'C',
        });
        let shape = comparison.breslow_day_of(item, anchors, true)?;
        Ok(ItemDif {
            statistic: Some(found.chi_square),
            df: Some(1),
            p: Some(found.p),
            effect: Some(("MH D-DIF", found.delta)),
            class,
            harder_for: lower(found.delta),
            details: vec![("SE", found.delta_error), ("odds ratio", found.odds_ratio), ("Breslow-Day p", shape.p)],
            ..ItemDif::default()
        })
    })
}

/// Logistic regression by likelihood ratio; of items with more than two categories ordinal.
pub(super) fn logistic(comparison: &Comparison<'_>, two: &Responses, test: TestName, anchors: &[bool]) -> Vec<ItemDif> {
    let tested = match test {
        TestName::Both => Tested::Both,
        TestName::Uniform => Tested::Uniform,
        TestName::NonUniform => Tested::NonUniform,
    };
    let differences = comparison.polytomous(anchors);
    each(two, |item| {
        let found = if two.categories(item) > 2 {
            comparison.ordinal_of(item, anchors, tested)?
        } else {
            comparison.logistic_of(item, anchors, tested, LogisticTest::LikelihoodRatio)?
        };
        let class = match found.jodoin_gierl {
            EffectSize::A => 'A',
            EffectSize::B => 'B',
            EffectSize::C => 'C',
        };
        if !(found.with.converged && found.without.converged) {
            let reason = "the regression did not converge: score and group tell the response without error";
            return Ok(ItemDif { not_tested: Some(reason.into()), ..ItemDif::default() });
        }
        let mut details = vec![("group", found.with.coefficients[2])];
        if test != TestName::Uniform {
            details.push(("group x score", found.with.coefficients[3]));
        }
        Ok(ItemDif {
            statistic: Some(found.chi_square),
            df: Some(if tested == Tested::Both { 2 } else { 1 }),
            p: Some(found.p),
            effect: Some(("delta R2", found.delta_r2)),
            class: Some(class),
            harder_for: differences.as_ref().ok().and_then(|all| lower(all[item].mean_difference)),
            details,
            ..ItemDif::default()
        })
    })
}

/// Standardised differences of the mean score, as part of the highest: of dichotomous items of proportions correct.
pub(super) fn standardisation(comparison: &Comparison<'_>, two: &Responses, anchors: &[bool]) -> Vec<ItemDif> {
    let polytomous = comparison.polytomous(anchors);
    each(two, |item| {
        let highest = two.categories(item).saturating_sub(1).max(1) as f64;
        let difference = polytomous.as_ref().map_err(Clone::clone)?[item].mean_difference / highest;
        if difference.is_nan() {
            return Ok(ItemDif { not_tested: Some(NO_STRATUM.into()), ..ItemDif::default() });
        }
        let mut details = Vec::new();
        if two.categories(item) <= 2 {
            let found = comparison.standardisation_of(item, anchors)?;
            details.push(("root mean square", found.root_mean_square));
        }
        Ok(ItemDif {
            effect: Some(("STD P-DIF", difference)),
            class: Some(match difference.abs() {
                size if size >= LARGE_DIFFERENCE => 'C',
                size if size >= MODERATE_DIFFERENCE => 'B',
                _ => 'A',
            }),
            flagged: difference.abs() >= LARGE_DIFFERENCE,
            harder_for: lower(difference),
            details,
            ..ItemDif::default()
        })
    })
}

/// Angoff's delta plot.
///
/// # Errors
/// An item of more than two categories, or that a group answered all alike.
pub(super) fn delta_plot(
    comparison: &Comparison<'_>,
    two: &Responses,
    anchors: &[bool],
) -> Result<Vec<ItemDif>, CalibrationError> {
    let plot = comparison.delta_plot(anchors)?;
    Ok(each(two, |item| {
        let distance = plot.distances[item];
        Ok(ItemDif {
            effect: Some(("distance", distance)),
            flagged: distance.abs() >= FAR,
            harder_for: lower(distance),
            details: vec![("delta reference", plot.reference[item]), ("delta focal", plot.focal[item])],
            ..ItemDif::default()
        })
    }))
}
