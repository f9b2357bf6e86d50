//! The banks in item-banks/ have no errors, and every design of theirs makes a test.

use std::{fs, path::Path};

use thetis_bank::{BankFolder, check_path};

#[test]
fn committed_banks_have_no_errors() {
    let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks");
    let mut checked = 0;
    for entry in fs::read_dir(banks).expect("item-banks/") {
        let path = entry.expect("an entry").path();
        if !path.join("bank.json").is_file() {
            continue;
        }
        let report = check_path(&path);
        let errors: Vec<_> = report.errors().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "{}:\n{}", path.display(), errors.join("\n"));
        let folder = BankFolder::read(&path).unwrap_or_else(|error| panic!("{error}"));
        for design in folder.bank.designs.keys() {
            folder.compile_test(design).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        checked += 1;
    }
    assert!(checked > 0, "item-banks/ holds no bank");
}
