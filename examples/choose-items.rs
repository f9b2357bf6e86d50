//! An adaptive test without files or a browser: a bank of four items, and a person who answers what is chosen for them.
//!
//! ```sh
//! cargo run -p thetis-core --example choose-items
//! ```

use std::sync::Arc;

use thetis_core::{Bank, Design, Error, Item, ItemModel, MultivariateNormal, Session, StopRule, Test};

/// Categories that the person chooses, item by item.
const ANSWERS: [u32; 4] = [1, 1, 0, 2];

fn main() -> Result<(), Error> {
    for line in take()? {
        println!("{line}");
    }
    Ok(())
}

/// The test as it goes: what is asked, what is answered, what is then known.
fn take() -> Result<Vec<String>, Error> {
    let items = [
        ItemModel::two_pl(1.2, -0.5),
        ItemModel::two_pl(1.5, 0.8),
        ItemModel::three_pl(1.4, 0.2, 0.2),
        ItemModel::graded(1.6, &[-1.0, 1.0]),
    ];
    let prior = MultivariateNormal::standard(1)?;
    let bank = Bank::new(1.0, prior, items.map(Item::new).to_vec(), "four items")?;
    let mut design = Design::adaptive(&bank, 4);
    design.stop.when = Some(StopRule::StandardError { dimension: None, at_most: 0.5 });
    let test = Arc::new(Test::new(Arc::new(bank), design)?);

    let mut session = Session::new(test, 42);
    let mut lines = Vec::new();
    while let Some(item) = session.next() {
        let category = ANSWERS[item as usize];
        session.answer(item, category, category, 2_000)?;
        let estimate = session.estimate();
        lines.push(format!("item {item}: θ {:.3}, standard error {:.3}", estimate.theta[0], estimate.se[0]));
    }
    if let Some(reason) = session.finished() {
        lines.push(reason.sentence().to_owned());
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_asks_all_four_since_they_are_not_enough() {
        let lines = super::take().expect("a sound test");
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert!(lines[0].starts_with("item 3"), "the most informative item at the prior mean: {lines:?}");
    }
}
