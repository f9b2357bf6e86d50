//! Everything that can be seen of a session, floats as bits.

use thetis_core::{Answer, Estimate, Fit, Reason, Session};

#[derive(Debug, PartialEq)]
pub(crate) struct Visible {
    answers: Vec<Answer>,
    excluded: Vec<u32>,
    next: Option<u32>,
    finished: Option<Reason>,
    shadow: Vec<u32>,
    candidates: Vec<(u32, u64)>,
    numbers: Vec<u64>,
}

/// All but the log, which remembers amendments that were taken back.
pub(crate) fn visible(session: &Session) -> Visible {
    let Estimate { theta, se, covariance, status } = session.estimate();
    let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, flags } = session.fit();
    let mut numbers = [theta.as_slice(), se, covariance].concat();
    numbers.extend([f64::from(*status as u8), lz, lz_star, cusum_upper, cusum_lower, guttman, fast, f64::from(flags)]);
    numbers.extend(session.steps().flat_map(|step| [step.theta, step.se].concat()));
    Visible {
        answers: session.steps().map(|step| step.answer).collect(),
        excluded: session.excluded().to_vec(),
        next: session.next(),
        finished: session.finished(),
        shadow: session.shadow_test().to_vec(),
        candidates: session.candidates().iter().map(|c| (c.item, c.value.to_bits())).collect(),
        numbers: numbers.iter().map(|number| number.to_bits()).collect(),
    }
}
