//! Each fault of the data has its own error, with line, person, item and value.

use thetis_responses::{Fault, ReadOptions, read};

use crate::support::{few, one_fault, refused, scratch, write};

#[test]
fn rows_and_cells() {
    let (fault, line, _) = one_fault("ragged", "person,q1,q2\na,0,1\n\nb,1\nc,1,0\n", &few());
    assert_eq!((fault, line), (Fault::Ragged { cells: 2, header: 3 }, Some(4)));
    let (fault, line, item) = one_fault("text", "person,q1,q2\r\na,0,1\r\nb,yes,0\r\nc,1,0\r\n", &few());
    assert_eq!((fault, line, item), (Fault::NotACategory { value: "yes".into() }, Some(3), Some("q1".into())));
    let (fault, line, _) = one_fault("fraction", "q1,q2\n0,1\n0.5,1\n", &few());
    assert_eq!((fault, line), (Fault::NotACategory { value: "0.5".into() }, Some(3)));
    let (fault, line, item) = one_fault("negative", "q1,q2\n0,1\n1,-9\n", &few());
    assert_eq!((fault, line, item), (Fault::BelowLowest { value: -9, lowest: 0 }, Some(3), Some("q2".into())));
    let (fault, ..) = one_fault("high", "q1,q2\n0,1\n1,999\n", &few());
    assert_eq!(fault, Fault::AboveHighest { value: 999, highest: 253 });
    let (fault, line, _) = one_fault("utf-8", b"q1,q2\n0,1\n1,\xff\n", &few());
    assert_eq!((fault, line), (Fault::NotUtf8, Some(3)));
    let many = format!("q1,q2\n{}", "x,0\n".repeat(300));
    assert_eq!(refused("many", many, &few()).len(), 100);
}

#[test]
fn headers() {
    let (fault, _, item) = one_fault("twice", "person,q1,q2,q1\na,0,1,0\n", &few());
    assert_eq!((fault, item), (Fault::DuplicateColumn, Some("q1".into())));
    assert_eq!(one_fault("empty", "", &few()).0, Fault::Empty);
    assert!(matches!(one_fault("nameless", "person,q1,\na,0,1\n", &few()).0, Fault::NoId { .. }));
    let group = ReadOptions { group: Some("land".into()), ..few() };
    assert!(matches!(one_fault("no-group", "person,q1,q2\na,0,1\nb,1,0\n", &group).0, Fault::NoColumn { .. }));
    let person = ReadOptions { person: vec!["id".into()], ..few() };
    assert!(matches!(one_fault("no-person", "person,q1,q2\na,0,1\nb,1,0\n", &person).0, Fault::NoColumn { .. }));
    assert_eq!(one_fault("no-items", "person\na\nb\n", &few()).0, Fault::NoItemColumns);
}

#[test]
fn persons() {
    let (fault, line, _) = one_fault("person-twice", "person,q1,q2\na,0,1\nb,1,0\na,1,1\n", &few());
    assert_eq!(line, Some(4));
    assert!(matches!(&fault, Fault::DuplicatePerson { first } if first.ends_with("data.csv, line 2")), "{fault:?}");
    assert!(matches!(one_fault("no-id", "person,q1,q2\na,0,1\n,1,0\n", &few()).0, Fault::NoId { .. }));
    assert_eq!(one_fault("one-person", "person,q1,q2\na,0,1\n", &few()).0, Fault::OnePerson);
    assert_eq!(one_fault("no-persons", "person,q1,q2\n", &few()).0, Fault::NoPersons);
    let weighted = ReadOptions { weight: Some("w".into()), ..few() };
    for weight in ["-1", "NaN", "", "x"] {
        let text = format!("q1,q2,w\n0,1,1\n1,0,{weight}\n");
        assert_eq!(one_fault("weight", text, &weighted).0, Fault::Weight { value: weight.into() });
    }
    let grouped = ReadOptions { group: Some("g".into()), ..few() };
    let (fault, line, _) = one_fault("group", "q1,q2,g\n0,1,x\n1,0,NA\n", &grouped);
    assert_eq!((fault, line), (Fault::Group { value: "NA".into(), before: None }, Some(3)));
}

#[test]
fn items() {
    assert_eq!(one_fault("one-item", "person,q1\na,0\nb,1\n", &few()).0, Fault::TooFewItems { items: 1 });
    assert_eq!(one_fault("all-missing", "person,q1,q2\na,,NA\nb,,\n", &few()).0, Fault::AllMissing);
    let (fault, _, item) = one_fault("nobody", "q1,q2,q3\n0,1,\n1,0,\n1,1,\n", &few());
    assert_eq!((fault, item), (Fault::NobodyAnswered, Some("q3".into())));
    let (fault, _, item) = one_fault("all-right", "q1,q2,q3\n0,1,1\n1,0,1\n", &few());
    assert_eq!((fault, item), (Fault::Constant { response: "1".into() }, Some("q3".into())));
    let (fault, _, item) = one_fault("gap", "q1,q2\n0,0\n1,2\n0,3\n", &few());
    assert_eq!((fault, item), (Fault::EmptyCategory { response: "1".into() }, Some("q2".into())));
    assert_eq!(one_fault("lowest", "q1,q2\n1,2\n2,1\n", &few()).0, Fault::LowestUnused { lowest: 0, found: 1 });
    // Items whose parameters are known may be constant or have no category's answer.
    let known = ReadOptions { known: vec![("q3".into(), 2), ("q2".into(), 4)], ..few() };
    let file = write(&scratch("known"), "a.csv", "q1,q2,q3\n0,0,1\n1,2,1\n");
    assert_eq!(read(&[file], &known, None, None).expect("sound").responses.categories(1), 4);
}

#[test]
fn items_that_are_one_item() {
    let strict = ReadOptions { keep_identical: false, ..few() };
    let (fault, _, item) = one_fault("same", "q1,q2,q3\n0,1,0\n1,1,1\n1,0,1\n0,0,0\n", &strict);
    assert_eq!((fault, item), (Fault::Collinear { other: "q1".into(), reversed: false }, Some("q3".into())));
    let (fault, _, item) = one_fault("reverse", "q1,q2,q3\n0,1,2\n1,1,1\n2,0,0\n2,1,0\n", &strict);
    assert_eq!((fault, item), (Fault::Collinear { other: "q1".into(), reversed: true }, Some("q3".into())));
    // The same where both were answered, but not by the same persons: another item.
    let file = write(&scratch("not-same"), "a.csv", "q1,q2,q3\n0,1,0\n1,1,1\n1,0,\n0,0,0\n");
    assert!(read(&[file], &strict, None, None).is_ok());
}

#[test]
fn forms_need_enough_persons_in_common() {
    let mut text = "person,q1,q2,q3,q4\n".to_owned();
    for person in 0..20 {
        text.push_str(&format!("a{person},{},{},,\n", person % 2, person % 3 / 2));
        text.push_str(&format!("b{person},,,{},{}\n", person % 2, person % 3 / 2));
    }
    text.push_str("c1,0,1,1,0\nc2,1,0,0,0\n");
    let options = ReadOptions::default();
    let expected = Fault::TooLittleOverlap {
        first: "q1".into(),
        first_items: 2,
        second: "q3".into(),
        second_items: 2,
        persons: 2,
        needed: 5,
    };
    assert_eq!(one_fault("overlap", &text, &options).0, expected);
    for enough in [0, 2] {
        let file = write(&scratch("overlap-enough"), "a.csv", &text);
        assert!(read(&[file], &ReadOptions { overlap: enough, ..options.clone() }, None, None).is_ok());
    }
}

#[test]
fn files() {
    let folder = scratch("files");
    let fault = |name: &str| {
        let errors = read(&[folder.join(name)], &few(), None, None).expect_err("no file");
        errors.errors()[0].fault.clone()
    };
    assert!(matches!(fault("none.csv"), Fault::Unreadable { .. }));
    assert!(matches!(fault("none.parquet"), Fault::Unreadable { .. }));
    assert_eq!(fault("data.xlsx"), Fault::UnknownKind);
}
