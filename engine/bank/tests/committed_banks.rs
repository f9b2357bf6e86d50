//! The banks in item-banks/ have neither errors nor warnings, every design of theirs makes a test, and what experts judged follows from their
//! declarations.

use std::{fs, path::Path};

use thetis_bank::{BankFolder, check_path, expert::judge};

#[test]
fn committed_banks_have_neither_errors_nor_warnings() {
    let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks");
    let mut checked = 0;
    for entry in fs::read_dir(banks).expect("item-banks/") {
        let path = entry.expect("an entry").path();
        if !path.join("bank.json").is_file() {
            continue;
        }
        let report = check_path(&path);
        let problems: Vec<_> = report.errors().chain(report.warnings()).map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{}:\n{}", path.display(), problems.join("\n"));
        let folder = BankFolder::read(&path).unwrap_or_else(|error| panic!("{error}"));
        for design in folder.bank.designs.keys() {
            folder.compile_test(design).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        // care-basics was there before the method.
        if folder.bank.items.iter().any(|item| item.judgement.is_some()) {
            let judged = judge(&folder.bank).expect("sound declarations");
            assert_eq!(judged.differing(), (0, 0), "{}: run `thetis judge --write`", path.display());
        }
        checked += 1;
    }
    assert!(checked > 0, "item-banks/ holds no bank");
}
