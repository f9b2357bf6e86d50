//! A log is a few bytes an answer: sixty answers fit SCORM 1.2's 4,096 characters many times over.

use std::sync::Arc;

use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Session, Test};

/// The project's promise for sixty answers in base64url without padding, characters.
const CHARACTERS: usize = 700;

/// Bytes from which no more base64url characters than that are made.
const BYTES: usize = 524;

#[test]
fn sixty_answers_stay_below_seven_hundred_characters() {
    // A large bank, so that item numbers take two bytes; five categories; times from 3 to 160 seconds.
    let item = |i: u32| {
        let b = f64::from(i % 61) * 0.1 - 3.0;
        Item::new(ItemModel::graded(1.0 + f64::from(i % 7) * 0.2, &[b - 1.0, b, b + 0.4, b + 1.1]))
    };
    let items = (0..2_000).map(item).collect();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let bank = Arc::new(Bank::new(1.0, prior, items, "two thousand items").expect("a sound bank"));
    let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, 60)).expect("a sound design"));
    let mut session = Session::new(test.clone(), u64::MAX);
    let empty = session.log().len();
    while let Some(item) = session.next() {
        let step = session.step_count();
        session.answer(item, (item + step) % 5, step % 5, 300 + step * 265).expect("the item asked");
    }
    let log = session.log();
    assert_eq!(session.step_count(), 60, "sixty answers");
    assert!(log.len() <= BYTES, "{} bytes, {empty} of them without answers", log.len());
    let characters = (log.len() * 4).div_ceil(3);
    assert!(characters < CHARACTERS, "{characters} characters of base64url");
    assert!(Session::resume(test, &log).is_ok(), "and it is a whole log");
}
