//! What holds of every session, whatever has been done to it.

use std::sync::Arc;

use thetis_core::{Estimate, Fit, Session, Test};

/// Everything that can be seen of a session but its log, floats as bits.
#[derive(Debug, PartialEq)]
pub(crate) struct Visible {
    shown: String,
    numbers: Vec<u64>,
}

impl Visible {
    pub(crate) fn of(session: &Session) -> Self {
        let Estimate { theta, se, covariance, status } = session.estimate();
        let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, flags } = session.fit();
        let mut numbers =
            [theta.as_slice(), se, covariance, &[lz, lz_star, cusum_upper, cusum_lower, guttman, fast]].concat();
        numbers.extend(session.steps().flat_map(|step| [step.theta, step.se].concat()));
        numbers.extend(session.candidates().iter().map(|candidate| candidate.value));
        let answers: Vec<_> = session.steps().map(|step| step.answer).collect();
        let candidates: Vec<_> = session.candidates().iter().map(|candidate| candidate.item).collect();
        let (excluded, shadow) = (session.excluded(), session.shadow_test());
        let (next, finished) = (session.next(), session.finished());
        Self {
            shown: format!(
                "{answers:?} {candidates:?} {excluded:?} {shadow:?} {next:?} {finished:?} {status:?} {flags}"
            ),
            numbers: numbers.into_iter().map(f64::to_bits).collect(),
        }
    }
}

/// Nothing is NaN, ability is finite, and either something is asked or the session has finished.
pub(crate) fn assert_defined(session: &Session) {
    let estimate = session.estimate();
    assert!(estimate.theta.iter().all(|theta| theta.is_finite()), "θ {:?}", estimate.theta);
    assert!(estimate.se.iter().all(|se| *se >= 0.0), "standard errors {:?}", estimate.se);
    assert!(estimate.covariance.iter().all(|value| !value.is_nan()), "covariance {:?}", estimate.covariance);
    let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, .. } = session.fit();
    assert!(
        [lz, lz_star, cusum_upper, cusum_lower, guttman, fast].iter().all(|value| value.is_finite()),
        "{:?}",
        session.fit()
    );
    assert!(session.candidates().iter().all(|candidate| !candidate.value.is_nan()), "{:?}", session.candidates());
    assert_eq!(session.next().is_none(), session.finished().is_some(), "either it asks or it has finished");
}

/// Its log makes the same session again, to the last bit, and has one spelling.
pub(crate) fn assert_replays(test: &Arc<Test>, session: &Session) -> Session {
    let log = session.log();
    let resumed = Session::resume(test.clone(), &log).expect("its own log");
    assert_eq!(Visible::of(&resumed), Visible::of(session), "the log rebuilds the session");
    assert_eq!(resumed.log(), log, "a log has one spelling");
    resumed
}
