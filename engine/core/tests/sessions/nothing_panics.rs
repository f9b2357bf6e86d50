//! Whatever bank, design and answers are drawn: nothing panics, nothing is NaN, the session ends, and its log
//! rebuilds it. A hundred thousand cases; the other promises are looked at in as many again and more.

use thetis_core::{Criterion, Fit, Progress, Session};

use crate::support::banks::Shape;
use crate::support::cases::Case;
use crate::support::draw::{Draw, each_case};
use crate::support::visible::visible;

fn assert_defined(session: &Session) {
    let estimate = session.estimate();
    assert!(estimate.theta.iter().all(|theta| theta.is_finite()), "θ {:?}", estimate.theta);
    assert!(estimate.se.iter().all(|se| *se >= 0.0), "SE {:?}", estimate.se);
    assert!(estimate.covariance.iter().all(|c| !c.is_nan()), "covariance {:?}", estimate.covariance);
    let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, .. } = session.fit();
    for value in [lz, lz_star, cusum_upper, cusum_lower, guttman, fast] {
        assert!(value.is_finite(), "fit {:?}", session.fit());
    }
    assert!(session.candidates().iter().all(|c| !c.value.is_nan()), "{:?}", session.candidates());
    assert_eq!(session.next().is_none(), session.finished().is_some(), "either it asks or it has finished");
}

fn check(case: &Case) {
    let session = case.take(assert_defined);
    let resumed = Session::resume(case.test.clone(), &session.log()).expect("its own log");
    assert_eq!(visible(&resumed), visible(&session), "the log rebuilds the session");
}

#[test]
fn nothing_panics_and_nothing_is_nan() {
    each_case("nothing panics", 40_000, |draw, size| check(&Case::draw(draw, size)));
}

/// The same again: tests run side by side.
#[test]
fn nothing_panics_and_nothing_is_nan_in_other_cases() {
    each_case("nothing panics, again", 40_000, |draw, size| check(&Case::draw(draw, size)));
}

/// Slopes from 1e-55 to 1e55, thresholds likewise, priors and widths from 1e-6 to 1e6.
#[test]
fn nothing_panics_and_nothing_is_nan_at_the_extremes() {
    each_case("extremes", 20_000, |draw, size| {
        let shape = Shape { extreme: true, ..Shape::draw(draw) };
        check(&Case::of(draw, shape, size, &mut |draw, bank, design| {
            let wide = |draw: &mut Draw| 10f64.powf(draw.between(-5.9, 5.9));
            let boundless = |draw: &mut Draw| {
                let most = draw.pick(&[6.0, 300.0]);
                10f64.powf(draw.between(-most, most))
            };
            match &mut design.selection.criterion {
                Criterion::KullbackLeiblerPoint { delta: width, .. }
                | Criterion::KullbackLeiblerInterval { delta: width, .. }
                | Criterion::IntervalInformation { half_width: width }
                | Criterion::EfficiencyBalanced { standard_errors: width }
                | Criterion::Progressive(Progress { standard_error: width, .. })
                | Criterion::Proportional(Progress { acceleration: width, .. }) => *width = boundless(draw),
                Criterion::Optimality { weights, .. } => *weights = weights.iter().map(|_| boundless(draw)).collect(),
                _ => {}
            }
            if draw.chance(0.3) {
                let end = wide(draw);
                design.estimation.range = (-end, end * draw.unit());
            }
            if draw.chance(0.3) {
                let count = design.start.theta.len() as u32;
                design.start.theta = draw.list(count, |draw| wide(draw) * draw.pick(&[-1.0, 1.0]));
            }
            if draw.chance(0.3) && !design.cuts.is_empty() {
                let far = wide(draw);
                design.cuts = (0..bank.dimensions()).map(|_| vec![-far, far]).collect();
            }
        }));
    });
}
