//! The answers that were changed: what the log says beyond the course as it stands.

use thetis_core::{Answer, Given, Record, Session};

/// A changed answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amendment {
    /// How many items had been asked by then.
    pub(super) after: u32,
    /// Which answer was changed, from 0.
    pub(super) index: u32,
    /// The new category.
    pub(super) category: u32,
    /// The new response code.
    pub(super) response: u32,
    /// Time taken for the change, hundredths of a second.
    pub(super) centiseconds: u32,
}

/// The amendments of a session, in order.
pub(super) fn amendments(session: &Session) -> Vec<Amendment> {
    let mut found = Vec::new();
    let mut after = 0;
    for record in session.records() {
        match record {
            Record::Amendment {
                index,
                answer: Answer { given: Given::Category(category), response, centiseconds, .. },
            } => {
                found.push(Amendment { after, index, category, response, centiseconds });
            }
            Record::Answer(_) => after += 1,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use thetis_core::{
        AnswerPolicy, Bank, Change, Design, Item, ItemModel, MultivariateNormal, Pass, PassScoring, Test,
    };

    use super::*;

    #[test]
    fn amendments_are_found_among_exclusions_passes_and_answers() {
        let items = (0..200).map(|item| Item::new(ItemModel::two_pl(1.0, f64::from(item) / 100.0))).collect();
        let prior = MultivariateNormal::standard(1).expect("a prior");
        let bank = Arc::new(Bank::new(1.0, prior, items, "many").expect("a bank"));
        let answers = AnswerPolicy { skip: PassScoring::Ignored, change: Change::All, ..AnswerPolicy::default() };
        let design = Design { answers, ..Design::adaptive(&bank, 9) };
        let test = Arc::new(Test::new(bank, design).expect("a test"));
        let mut session = Session::excluding(test, 5, &[3, 150]).expect("items of the bank");
        for step in 0..4 {
            let item = session.next().expect("an item");
            if step == 1 {
                session.pass(item, Pass::Skipped, 70_000).expect("allowed");
            } else {
                session.answer(item, 1, 2, 300).expect("asked");
            }
        }
        session.amend(1, 0, 7, 65_000).expect("allowed");
        session.answer(session.next().expect("an item"), 0, 1, 1).expect("asked");
        session.amend(4, 1, 200, 0).expect("allowed");
        let expected = [
            Amendment { after: 4, index: 1, category: 0, response: 7, centiseconds: 65_000 },
            Amendment { after: 5, index: 4, category: 1, response: 200, centiseconds: 0 },
        ];
        assert_eq!(amendments(&session), expected);
    }
}
