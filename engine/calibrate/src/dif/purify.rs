//! Repeating a method without the items it flagged.

use crate::error::CalibrationError;

/// Results after purification.
#[derive(Clone, Debug, PartialEq)]
pub struct Purified<T> {
    /// By item, from the last round.
    pub items: Vec<T>,
    /// Which items are flagged.
    pub flagged: Vec<bool>,
    /// Which items were the anchors of the last round.
    pub anchors: Vec<bool>,
    /// Rounds after the first.
    pub rounds: u32,
    /// Whether the last round flagged what the one before had.
    pub settled: bool,
}

/// Item purification (Lord 1980; Candell & Drasgow 1988): run a method with all items as anchors, then with those it
/// did not flag, until it flags the same items again or `most_rounds` are over. `run` takes the anchors; `flags` says
/// whether an item is flagged. With `most_rounds` 0 the method is run once.
///
/// ```
/// # use thetis_calibrate::Responses;
/// use thetis_calibrate::dif::{Comparison, purified};
/// # let cells: Vec<u8> = (0..400).map(|n| u8::from((n * 7919 + n / 4) % 11 > 4)).collect();
/// # let ids = ["a", "b", "c", "d"].map(String::from).to_vec();
/// # let responses = Responses::dense(ids, cells)?
/// #     .with_groups(vec!["women".into(), "men".into()], (0..100).map(|n| n % 2).collect())?;
/// let comparison = Comparison::new(&responses, 0, 1)?;
/// let result = purified(4, 10, |anchors| comparison.mantel_haenszel(anchors, true), |item| item.p < 0.05)?;
/// assert_eq!(result.items.len(), 4);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// What `run` says; [`CalibrationError::NotDefined`] if every item is flagged, so that no anchor is left.
pub fn purified<T>(
    items: usize,
    most_rounds: u32,
    run: impl Fn(&[bool]) -> Result<Vec<T>, CalibrationError>,
    flags: impl Fn(&T) -> bool,
) -> Result<Purified<T>, CalibrationError> {
    let mut anchors = vec![true; items];
    let mut rounds = 0;
    loop {
        let results = run(&anchors)?;
        let flagged: Vec<bool> = results.iter().map(&flags).collect();
        let settled = flagged.iter().zip(&anchors).all(|(flagged, anchor)| flagged != anchor);
        if settled || rounds == most_rounds {
            return Ok(Purified { items: results, flagged, anchors, rounds, settled });
        }
        if flagged.iter().all(|flagged| *flagged) {
            return Err(CalibrationError::NotDefined {
                statistic: "purification",
                reason: "every item is flagged, and no anchor is left; match on an ability from other items",
            });
        }
        anchors = flagged.iter().map(|flagged| !flagged).collect();
        rounds += 1;
    }
}
