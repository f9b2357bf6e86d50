//! Item parameters as CSV.

use std::sync::Arc;

use thetis_bank::ParameterTable;
use thetis_core::{Bank, Design, Error, Estimator, Session, StandardErrorKind, Test};

use crate::promises::assert_defined;

/// The first byte says the scaling constant, the rest is the table.
pub(crate) fn run(input: &[u8]) -> bool {
    let Some((scaling, text)) = input.split_first() else { return false };
    let scaling = [1.0, 1.702, 0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1e300][usize::from(*scaling) % 8];
    let table = match ParameterTable::from_reader(text, "table.csv", scaling) {
        Ok(table) => table,
        Err(errors) => {
            assert!(!errors.errors().is_empty(), "a refusal has a reason");
            assert!(errors.to_string().lines().count() >= errors.errors().len());
            return false;
        }
    };
    assert!(!table.items.is_empty() && table.ids().count() == table.items.len(), "a table has items");
    let report = table.check();
    let shown: usize = report.problems().iter().map(|problem| problem.to_string().len()).sum();
    assert!(report.problems().is_empty() || shown > 0, "a problem is a sentence");
    match table.compile() {
        Ok(bank) => {
            asked(bank);
            true
        }
        Err(error) => {
            assert!(!report.is_valid(), "a table without errors compiles: {error}");
            false
        }
    }
}

/// A short test of the items, if their dimensions allow one.
fn asked(bank: Bank) {
    let bank = Arc::new(bank);
    let mut design = Design::adaptive(&bank, 3);
    design.estimation.estimator = Estimator::Map;
    design.estimation.standard_error = StandardErrorKind::Expected;
    let test = match Test::new(bank, design) {
        Ok(test) => Arc::new(test),
        // Many dimensions, or none that an item measures.
        Err(Error::EmptyBank) => return,
        Err(error) => return assert!((100..300).contains(&error.code()), "{error:?}"),
    };
    let mut session = Session::new(test, 1);
    while let Some(item) = session.next() {
        session.answer(item, session.test().bank().categories(item) - 1, 0, 0).expect("the item asked");
        assert_defined(&session);
    }
}
