//! What the demo says about the banks is what the banks say.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[test]
fn the_demo_offers_each_bank_with_its_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let page = fs::read_to_string(root.join("js-demo/index.html")).expect("the demo has a page");
    let (_, banks) = page.split_once("const BANKS = ").expect("the page lists its banks");
    let (banks, _) = banks.split_once(';').expect("the list ends");
    let banks: Value = serde_json::from_str(banks).expect("the list is an object with quoted names");
    let banks = banks.as_object().expect("the list is an object");
    assert!(!banks.is_empty());
    for (name, offered) in banks {
        assert!(page.contains(&format!("href=\"?bank={name}\"")), "no link leads to {name}");
        let file = root.join("item-banks").join(name).join("bank.json");
        let bank: Value =
            serde_json::from_str(&fs::read_to_string(&file).expect("the bank is there")).expect("it is JSON");
        let languages = bank["languages"].as_array().expect("a bank lists its languages");
        let languages: Vec<_> = languages.iter().filter_map(Value::as_str).collect();
        assert_eq!(offered.as_str(), Some(languages.join(" ").as_str()), "{name}");
    }
}
