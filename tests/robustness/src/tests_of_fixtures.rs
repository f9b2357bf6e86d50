//! Tests to attack: every design of the banks that JavaScript and Rust share, which have each criterion, stopping rule,
//! policy and part of a blueprint.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use thetis_bank::{BankFolder, parse_bank};
use thetis_core::{LogHeader, Session, Test};

const BANKS: [&str; 4] = [
    include_str!("../../fixtures/parity/all-models/bank.json"),
    include_str!("../../fixtures/parity/blueprint/bank.json"),
    include_str!("../../fixtures/parity/kinds/bank.json"),
    include_str!("../../fixtures/parity/scales/bank.json"),
];

static TESTS: LazyLock<Vec<Arc<Test>>> = LazyLock::new(|| {
    let mut tests = Vec::new();
    for text in BANKS {
        let bank = parse_bank(text.as_bytes(), Path::new("bank.json")).expect("a bank of ours");
        let folder = BankFolder { bank, locales: Default::default(), media: Default::default() };
        for name in folder.bank.designs.keys() {
            tests.push(Arc::new(folder.compile_test(name).expect("a design of ours")));
        }
    }
    tests
});

/// All tests, those of the first bank first.
pub(crate) fn all() -> &'static [Arc<Test>] {
    &TESTS
}

/// The tests that a log claims to be of.
pub(crate) fn of_log(header: LogHeader) -> impl Iterator<Item = &'static Arc<Test>> {
    all()
        .iter()
        .filter(move |test| test.bank().digest() == header.bank_digest && test.design_digest() == header.design_digest)
}

/// The log of a session that has just begun: the frame in which records can be put.
pub(crate) fn empty_log(test: &Arc<Test>, seed: u64) -> Vec<u8> {
    Session::new(test.clone(), seed).log()
}
