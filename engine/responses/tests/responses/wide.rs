//! Wide text tables.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use thetis_responses::{Fault, ItemList, Key, Note, ReadOptions, Storage, TextFormat, read};

use crate::support::{answers, few, one_fault, scratch, write};

fn pairs(list: &[(&str, usize)]) -> Vec<(String, usize)> {
    list.iter().map(|(id, k)| ((*id).to_owned(), *k)).collect()
}

#[test]
fn ids_missing_codes_and_categories_from_one() {
    let folder = scratch("wide");
    let file = write(
        &folder,
        "a.csv",
        "\u{feff}person,q1,q2,note\r\nann, 2 ,9,x\r\n\r\nbob,1,3,\"a,b\"\r\ncid,NA,2,\r\ndan,2.0,1,\r\n",
    );
    let options = ReadOptions { lowest: 1, missing: vec!["9".into()], ignore: vec!["note".into()], ..few() };
    let data = read(&[file], &options, None, None).expect("sound");
    let expected =
        [pairs(&[("q1", 1)]), pairs(&[("q1", 0), ("q2", 2)]), pairs(&[("q2", 1)]), pairs(&[("q1", 1), ("q2", 0)])];
    assert_eq!(answers(&data), expected);
    assert_eq!((data.person(0), data.person(3), data.observed()), ("ann".into(), "dan".into(), 6));
    assert_eq!(data.codes, [vec!["1", "2"], vec!["1", "2", "3"]]);
}

#[test]
fn the_same_table_compressed_and_with_other_delimiters() {
    let folder = scratch("wide-dress");
    let plain = "q1,q2\n0,1\n1,0\n1,\n";
    let expected = answers(&read(&[write(&folder, "a.csv", plain)], &few(), None, None).expect("sound"));
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(plain.as_bytes()).expect("written");
    let gz = gz.finish().expect("written");
    let compressed = read(&[write(&folder, "a.csv.gz", &gz)], &few(), None, None).expect("sound");
    assert_eq!(answers(&compressed), expected);
    let tabs = read(&[write(&folder, "a.tsv", plain.replace(',', "\t"))], &few(), None, None).expect("sound");
    assert_eq!(answers(&tabs), expected);
    let text = TextFormat { delimiter: Some(b';'), header: true };
    let semicolons = ReadOptions { text, ..few() };
    let data = read(&[write(&folder, "b.csv", plain.replace(',', ";"))], &semicolons, None, None).expect("sound");
    assert_eq!(answers(&data), expected);
    let text = TextFormat { delimiter: None, header: false };
    let bare = ReadOptions { text, ..few() };
    let data = read(&[write(&folder, "c.csv", "0,1\n1,0\n1,\n")], &bare, None, None).expect("sound");
    assert_eq!(data.responses.ids(), ["1", "2"]);
    assert_eq!(data.responses.persons(), 3);
    // Half of a compressed file is no file.
    let half = read(&[write(&folder, "d.csv.gz", &gz[..gz.len() / 2])], &few(), None, None);
    assert!(half.expect_err("truncated").to_string().contains("no whole gzip file"));
}

/// They say nothing of the items, and would count as sample; so would their groups.
#[test]
fn persons_without_a_response_are_left_out() {
    let text = "person,land,n,q1,q2\na,de,1,,NA\nb,at,2,1,0\nc,fr,3,,\nd,de,4,0,\ne,at,5,,1\nf,de,6,1,\n";
    let file = write(&scratch("wide-without"), "a.csv", text);
    for storage in [Storage::Dense, Storage::Sparse] {
        let options = ReadOptions { group: Some("land".into()), weight: Some("n".into()), storage, ..few() };
        let data = read(&[&file], &options, None, None).expect("sound");
        assert_eq!(data.notes, [Note::WithoutResponses { persons: 2 }]);
        assert_eq!(data.responses.groups(), ["at", "de"]);
        let persons: Vec<_> =
            (0..data.responses.persons()).map(|p| (data.person(p), data.responses.group(p))).collect();
        let expected = [("b", 0), ("d", 1), ("e", 0), ("f", 1)].map(|(id, group)| (id.to_owned(), group));
        assert_eq!(persons, expected);
        assert!((data.responses.weight(2) - 5.0).abs() < 1e-12);
        assert_eq!((data.responses.answer(2, 0), data.responses.answer(2, 1)), (None, Some(1)));
    }
    // One is left of three.
    let (fault, ..) = one_fault("wide-without-one", "q1,q2\n,\n0,1\n,NA\n", &few());
    assert_eq!(fault, Fault::OnePerson);
}

/// Who has no response does not count.
#[test]
fn sampling_weights_can_be_scaled_to_persons() {
    let file = write(&scratch("wide-scaled"), "a.csv", "q1,q2,n\n0,1,30\n1,0,10\n,,7\n1,1,20\n");
    let options = ReadOptions { weight: Some("n".into()), scale_weights: true, ..few() };
    let data = read(&[file], &options, None, None).expect("sound");
    for (person, expected) in [1.5, 0.5, 1.0].into_iter().enumerate() {
        assert!((data.responses.weight(person) - expected).abs() < 1e-12, "{person}");
    }
}

#[test]
fn groups_and_weights_from_the_data_or_from_a_table_of_persons() {
    let folder = scratch("wide-groups");
    let own = write(&folder, "own.csv", "person,land,n,q1,q2\na,de,2,0,1\nb,at,1.5,1,0\nc,de,0,1,1\n");
    let options = ReadOptions { group: Some("land".into()), weight: Some("n".into()), ..few() };
    let data = read(&[own], &options, None, None).expect("sound");
    let groups: Vec<usize> = (0..3).map(|person| data.responses.group(person)).collect();
    assert_eq!((data.responses.groups(), &groups[..]), (&["de".to_owned(), "at".to_owned()][..], &[0, 1, 0][..]));
    assert!((data.responses.total_weight() - 3.5).abs() < 1e-12);
    let persons = write(&folder, "persons.csv", "person,age,land,n\nc,3,de,0\nb,4,at,1.5\na,5,de,2\nz,1,fr,1\n");
    let apart = write(&folder, "apart.csv", "person,q1,q2\na,0,1\nb,1,0\nc,1,1\n");
    let options = ReadOptions { persons: Some(persons.clone()), ..options };
    let joined = read(&[&apart], &options, None, None).expect("sound");
    assert_eq!(joined.responses.groups(), data.responses.groups());
    assert!((joined.responses.weight(1) - 1.5).abs() < 1e-12);
    let stranger = write(&folder, "stranger.csv", "person,q1,q2\na,0,1\nx,1,0\n");
    let errors = read(&[stranger], &options, None, None).expect_err("x is unknown");
    assert!(
        errors.to_string().contains("line 3, person x: the table of persons does not have this person"),
        "{errors}"
    );
}

#[test]
fn forms_in_several_files_are_missing_by_design() {
    let folder = scratch("wide-forms");
    let first = write(&folder, "1.csv", "person,q1,q2\na,0,1\nb,1,0\n");
    let second = write(&folder, "2.csv", "q3,person,q2\n1,c,1\n0,d,0\n");
    let data = read(&[&first, &second], &few(), None, None).expect("sound");
    assert_eq!(data.responses.ids(), ["q1", "q2", "q3"]);
    assert_eq!(answers(&data)[2], pairs(&[("q2", 1), ("q3", 1)]));
    let again = read(&[&first, &first], &few(), None, None).expect_err("everybody twice").to_string();
    assert!(again.contains("1.csv, line 2, person a: ") && again.contains("1.csv, line 2 already"), "{again}");
}

#[test]
fn keys_score_raw_options() {
    let folder = scratch("wide-key");
    let file = write(&folder, "raw.csv", "q1,q2,q3\nA,C,x\nB,C,y\nA,D,x\n,C,y\n");
    let expected = [pairs(&[("q1", 1), ("q2", 1), ("q3", 0)]), pairs(&[("q1", 0), ("q2", 1), ("q3", 1)])];
    let table = write(&folder, "key.csv", "item,note,key\nq3,,y\nq1,,A|E\nq2,,C\n");
    for key in [Key::parse("A,C,y"), Key::parse("ACy"), Key::read(&table, TextFormat::default()).expect("a key")] {
        let data = read(&[&file], &few(), None, Some(&key)).expect("sound");
        assert_eq!(answers(&data)[..2], expected, "{key:?}");
        assert_eq!(data.codes[0], ["wrong", "right"]);
    }
    let short = read(&[&file], &few(), None, Some(&Key::parse("AC"))).expect_err("too short").to_string();
    assert!(short.contains("the key has 2 entries for 3 items"), "{short}");
    let without = write(&folder, "without.csv", "item,key\nq1,A\nq9,B\nq2,C\n");
    let key = Key::read(&without, TextFormat::default()).expect("a key");
    let errors = read(&[&file], &few(), None, Some(&key)).expect_err("q9 and q3").to_string();
    assert!(errors.contains("item q9: the key has an item that the data do not have"), "{errors}");
    assert!(errors.contains("item q3: the item has no key"), "{errors}");
}

#[test]
fn a_list_of_items_gives_categories_keying_and_scales() {
    let folder = scratch("wide-list");
    let list = write(
        &folder,
        "items.csv",
        "item,scale,categories,keying,model\nE1,E,3,1,grm\nE2,E,3,-1,grm\nO1,O,,,2pl\nE3,E,,1,\n",
    );
    let file = write(&folder, "data.csv", "person,E1,E2,O1\n1,1,3,1\n2,3,1,2\n3,2,2,1\n");
    let mut list = ItemList::read(&list, TextFormat::default()).expect("a list");
    list.only("scale", "E").expect("a scale");
    let options = ReadOptions { lowest: 1, ..few() };
    let data = read(&[&file], &options, Some(&list), None).expect("sound");
    assert_eq!(
        answers(&data),
        [pairs(&[("E1", 0), ("E2", 0)]), pairs(&[("E1", 2), ("E2", 2)]), pairs(&[("E1", 1), ("E2", 1)])]
    );
    assert_eq!(data.models, [Some("grm".to_owned()), Some("grm".to_owned())]);
    assert_eq!(data.codes[1], ["3", "2", "1"]);
    assert_eq!(data.notes, [Note::NotInData { items: vec!["E3".into()] }]);
    assert!(list.only("scale", "X").is_err() && list.only("facet", "E").is_err());
}

#[test]
fn storage_does_not_change_what_is_read() {
    let folder = scratch("wide-storage");
    let file = write(
        &folder,
        "a.csv",
        "q1,q2,q3,q4,q5\n0,1,,,\n1,0,,,\n,0,1,,\n,,0,1,\n,,,0,1\n,,,1,0\n,1,,,\n0,,,,\n1,,,,\n",
    );
    let read_as = |storage| answers(&read(&[&file], &ReadOptions { storage, ..few() }, None, None).expect("sound"));
    let dense = read_as(Storage::Dense);
    assert_eq!(dense, read_as(Storage::Sparse));
    assert_eq!(dense, read_as(Storage::Automatic));
}

#[test]
fn categories_nobody_chose_are_taken_out_on_demand() {
    let file = write(&scratch("wide-collapse"), "a.csv", "q1,q2\n0,0\n2,1\n5,1\n2,0\n");
    let options = ReadOptions { collapse: true, ..few() };
    let data = read(&[file], &options, None, None).expect("sound");
    assert_eq!(data.responses.categories(0), 3);
    assert_eq!(data.codes[0], ["0", "2", "5"]);
    assert_eq!(answers(&data)[2], pairs(&[("q1", 2), ("q2", 1)]));
    let left = ["0", "2", "5"].map(str::to_owned).to_vec();
    assert_eq!(data.notes, [Note::Collapsed { item: "q1".into(), left }]);
}
