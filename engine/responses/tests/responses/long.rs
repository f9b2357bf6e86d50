//! Long text tables.

use thetis_responses::{Fault, ItemList, Key, ReadOptions, Repeated, Shape, TextFormat, read};

use crate::support::{answers, few, long, one_fault, refused, scratch, write};

#[test]
fn responses_in_any_order_become_lists_by_person() {
    let text = "item,person,response\nq2,a,1\nq1,b,0\nq1,a,1\nq2,b,\nq3,b,2\nq3,c,0\nq1,c,1\nq3,d,1\nq2,d,0\n";
    let file = write(&scratch("long"), "a.csv", text);
    let data = read(&[file], &long(), None, None).expect("sound");
    assert_eq!(data.responses.ids(), ["q2", "q1", "q3"]);
    let of = |list: &[(&str, usize)]| list.iter().map(|(id, k)| ((*id).to_owned(), *k)).collect::<Vec<_>>();
    let expected = [
        of(&[("q2", 1), ("q1", 1)]),
        of(&[("q1", 0), ("q3", 2)]),
        of(&[("q1", 1), ("q3", 0)]),
        of(&[("q2", 0), ("q3", 1)]),
    ];
    assert_eq!(answers(&data), expected);
    assert_eq!(data.person(3), "d");
}

#[test]
fn repeated_answers_are_refused_unless_it_is_said_which_counts() {
    let text = "person,item,response\na,p,0\na,q,1\na,p,1\nb,p,0\nb,q,0\nc,p,1\na,p,0\n";
    let (fault, _, item) = {
        let errors = refused("long-repeated", text, &long());
        (errors[0].fault.clone(), errors[0].place.line, errors[0].place.item.clone())
    };
    assert_eq!((fault, item), (Fault::RepeatedResponse { times: 3 }, Some("p".into())));
    let file = write(&scratch("long-repeated-2"), "a.csv", text);
    let first_of = |repeated| {
        let data = read(&[&file], &ReadOptions { repeated, ..long() }, None, None).expect("sound");
        data.responses.answer(0, 0)
    };
    assert_eq!((first_of(Repeated::First), first_of(Repeated::Last)), (Some(0), Some(0)));
    let changed =
        write(&scratch("long-repeated-3"), "a.csv", text.replace("a,p,0\n", "a,p,1\n").replacen("a,p,1", "a,p,0", 1));
    let last = ReadOptions { repeated: Repeated::Last, ..long() };
    assert_eq!(read(&[&changed], &last, None, None).expect("sound").responses.answer(0, 0), Some(1));
}

#[test]
fn an_item_may_be_a_combination_of_columns() {
    let text = "examinee,task,rater,score\n1,t1,A,0\n1,t1,B,1\n2,t1,A,1\n2,t1,B,0\n";
    let file = write(&scratch("long-facets"), "a.csv", text);
    let shape = Shape::Long { items: vec!["task".into(), "rater".into()], response: "score".into() };
    let options = ReadOptions { shape, person: vec!["examinee".into()], ..few() };
    assert_eq!(read(&[file], &options, None, None).expect("sound").responses.ids(), ["t1/A", "t1/B"]);
}

#[test]
fn a_person_may_be_a_combination_of_columns_too() {
    let text =
        "examinee,rater,item,response,land\n1,A,p,0,de\n1,A,q,1,de\n1,B,p,1,de\n2,A,q,0,at\n2,A,p,1,at\n1,B,q,1,de\n";
    let folder = scratch("long-persons");
    let file = write(&folder, "a.csv", text);
    let options = ReadOptions { person: vec!["examinee".into(), "rater".into()], ..long() };
    let data = read(&[&file], &options, None, None).expect("sound");
    assert_eq!([0, 1, 2].map(|person| data.person(person)), ["1/A", "1/B", "2/A"]);
    assert_eq!(data.responses.answer(2, 1), Some(0));
    // Of a table of persons, too.
    let persons = write(&folder, "persons.csv", "rater,examinee,form\nA,1,x\nA,2,y\nB,1,y\n");
    let options = ReadOptions { persons: Some(persons), group: Some("form".into()), ..options };
    let data = read(&[&file], &options, None, None).expect("sound");
    assert_eq!([0, 1, 2].map(|person| data.responses.group(person)), [0, 1, 1]);
    let (fault, line, _) = one_fault(
        "long-persons-id",
        text.replace("2,A,q", "2,NA,q"),
        &ReadOptions { persons: None, group: None, ..options },
    );
    assert_eq!((fault, line), (Fault::NoId { column: "examinee or rater".into() }, Some(5)));
}

#[test]
fn keys_and_lists_go_with_long_data_too() {
    let folder = scratch("long-key");
    let file = write(&folder, "a.csv", "person,item,response\na,q1,A\na,q2,B\nb,q1,B\nb,q2,B\nb,x,Z\nc,q2,C\nc,q1,A\n");
    let list = write(&folder, "items.csv", "item\nq1\nq2\nx\n");
    let mut list = ItemList::read(&list, TextFormat::default()).expect("a list");
    list.items.retain(|item| item.id != "x");
    list.left_out.insert("x".into());
    let key = Key::ByItem(vec![("q1".into(), vec!["A".into()]), ("q2".into(), vec!["B".into()])]);
    let data = read(&[&file], &long(), Some(&list), Some(&key)).expect("sound");
    assert_eq!(data.responses.answer(1, 0), Some(0));
    let ordered = read(&[&file], &long(), Some(&list), Some(&Key::parse("AB"))).expect_err("no order").to_string();
    assert!(ordered.contains("items of a long table have none"), "{ordered}");
    list.left_out.clear();
    let unknown = read(&[&file], &long(), Some(&list), Some(&key)).expect_err("x").to_string();
    assert!(unknown.contains("line 6, person b, item x: the list of items does not have it"), "{unknown}");
}

#[test]
fn a_person_has_one_group_and_weight() {
    let options = ReadOptions { group: Some("land".into()), weight: Some("n".into()), ..long() };
    let text = "person,item,response,land,n\na,p,0,de,1\na,q,1,at,1\nb,p,1,at,1\nb,q,0,at,1\n";
    let (fault, line, _) = one_fault("long-groups", text, &options);
    assert_eq!((fault, line), (Fault::Group { value: "at".into(), before: Some("de".into()) }, Some(3)));
    let (fault, line, _) = one_fault("long-weights", text.replace("a,q,1,at,1", "a,q,1,de,2"), &options);
    assert!(matches!(fault, Fault::Weight { .. }) && line == Some(3), "{fault:?}");
}

#[test]
fn lines_without_ids_are_refused() {
    let (fault, line, _) = one_fault("long-id", "person,item,response\na,p,0\n,q,1\n", &long());
    assert_eq!((fault, line), (Fault::NoId { column: "person".into() }, Some(3)));
    let (fault, line, _) = one_fault("long-item", "person,item,response\na,p,0\nb,,1\n", &long());
    assert!(matches!(fault, Fault::NoId { .. }) && line == Some(3), "{fault:?}");
    let errors = refused("long-columns", "person,task,response\na,p,0\n", &long());
    assert_eq!(
        errors[0].fault,
        Fault::NoColumn { column: "item".into(), known: ["person", "task", "response"].map(str::to_owned).to_vec() }
    );
}
