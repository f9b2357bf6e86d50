//! One simulee taking one test.

use std::{sync::Arc, time::Instant};

use thetis_core::{Curves, Error, Pass, Session, Test};

use crate::{random::Stream, statistics::Times, study::ResponseTimes};

/// Where a simulee's answers come from.
pub(crate) enum Answers<'a> {
    /// The model at this ability. The answer to an item is a function of the stream and the item alone, so it is
    /// the same in every design and at every place of a test.
    Drawn { theta: &'a [f64], stream: Stream },
    /// A record of real answers, one cell an item; items without an answer are excluded.
    Recorded { cells: &'a [Option<u16>], excluded: &'a [u32] },
}

/// What a sitting needs besides test and answers.
pub(crate) struct Circumstances<'a> {
    pub(crate) seed: u64,
    pub(crate) times: &'a ResponseTimes,
    pub(crate) time_stream: Stream,
    /// Takes the engine's time of each step.
    pub(crate) clock: Option<&'a mut Times>,
    pub(crate) scratch: &'a mut Curves,
}

/// Take the test to its end.
///
/// # Errors
/// What the engine refuses. Of a sound test that is a pass on an item without a recorded answer which the design
/// asks of everybody: [`Error::PassRefused`].
pub(crate) fn sit(test: &Arc<Test>, answers: &Answers<'_>, how: Circumstances<'_>) -> Result<Session, Error> {
    let Circumstances { seed, times, time_stream, mut clock, scratch } = how;
    let began = clock.is_some().then(Instant::now);
    let mut session = match answers {
        Answers::Recorded { excluded, .. } if !excluded.is_empty() => Session::excluding(test.clone(), seed, excluded)?,
        _ => Session::new(test.clone(), seed),
    };
    if let (Some(clock), Some(began)) = (clock.as_deref_mut(), began) {
        clock.add(began.elapsed());
    }
    while let Some(item) = session.next() {
        let centiseconds = times.draw(time_stream.at(u64::from(item)));
        let category = match answers {
            Answers::Drawn { theta, stream } => {
                test.bank().curves(item, theta, scratch);
                Some(draw(scratch, stream.at(u64::from(item)).uniform()))
            }
            Answers::Recorded { cells, .. } => cells[item as usize].map(u32::from),
        };
        let began = clock.is_some().then(Instant::now);
        match category {
            Some(category) => session.answer(item, category, category, centiseconds)?,
            None => session.pass(item, Pass::Skipped, centiseconds)?,
        }
        if let (Some(clock), Some(began)) = (clock.as_deref_mut(), began) {
            clock.add(began.elapsed());
        }
    }
    Ok(session)
}

/// The category at quantile `u` of the response distribution: the first at which the cumulative probability
/// exceeds it.
fn draw(curves: &Curves, u: f64) -> u32 {
    let mut cumulative = 0.0;
    let mut category = 0;
    for (index, curve) in (0..).zip(curves.categories()) {
        // Where rounding leaves the sum below u, the last category that can be.
        if curve.probability > 0.0 {
            category = index;
        }
        cumulative += curve.probability;
        if u < cumulative {
            break;
        }
    }
    category
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Purpose;
    use thetis_core::{Bank, Item, ItemModel, MultivariateNormal};

    #[test]
    fn answers_have_the_probabilities_of_the_model() {
        let items = vec![Item::new(ItemModel::graded(1.3, &[-1.0, 0.2, 1.5]))];
        let prior = MultivariateNormal::standard(1).expect("a prior");
        let bank = Bank::new(1.0, prior, items, "one item").expect("a bank");
        let mut curves = Curves::new();
        bank.curves(0, &[0.4], &mut curves);
        let stream = Stream::new(3, Purpose::Answer);
        let draws = 100_000;
        let mut counts = [0u32; 4];
        for n in 0..draws {
            counts[draw(&curves, stream.at(n).uniform()) as usize] += 1;
        }
        for (count, curve) in counts.iter().zip(curves.categories()) {
            let (p, n) = (curve.probability, draws as f64);
            let deviation = (f64::from(*count) - n * p) / (n * p * (1.0 - p)).sqrt();
            assert!(deviation.abs() < 4.0, "{counts:?} deviates by {deviation} standard errors from {p}");
        }
    }

    #[test]
    fn a_category_that_cannot_be_is_never_drawn() {
        let items = vec![Item::new(ItemModel::partial_credit(&[1000.0]))];
        let prior = MultivariateNormal::standard(1).expect("a prior");
        let bank = Bank::new(1.0, prior, items, "one item").expect("a bank");
        let mut curves = Curves::new();
        bank.curves(0, &[-900.0], &mut curves);
        assert_eq!(draw(&curves, 1.0 - f64::EPSILON), 0);
    }
}
