//! Parameter tables and response tables.

use proptest::prelude::*;
use thetis_bank::{
    BankSource, Code, OpenError, ParameterTable, ResponseTable, TableError, TableItem, read_parameter_table,
};
use thetis_core as core;

fn table(csv: &str) -> ParameterTable {
    ParameterTable::from_reader(csv.as_bytes(), "p.csv", 1.0).unwrap_or_else(|errors| panic!("{csv}\n{errors}"))
}

fn errors(csv: &str) -> Vec<TableError> {
    let read = ParameterTable::from_reader(csv.as_bytes(), "p.csv", 1.0);
    read.expect_err(csv).errors().to_vec()
}

/// A table, and the line, column and words of the reason of an error in it.
type Mistake = (&'static str, Option<u64>, Option<(usize, &'static str)>, &'static str);

fn models(csv: &str) -> Vec<(core::ItemModel, Vec<u32>)> {
    table(csv).items.iter().map(|item| (item.model.lower(), item.dimensions.clone())).collect()
}

#[test]
fn every_one_dimensional_model() {
    use core::ItemModel as M;
    let csv = "\
item,model,a,b,c,d,b1,b2,t1,t2,s1,s2,i1,i2
i1,1PL,,0.5,,,,,,,,,,
i2,rasch,1,0.5,0,1,,,,,,,,
i3,2pl,1.2,0.5,NA,NA,,,,,,,,
i4,3PL,1.2,0.5,0.2,,,,,,,,,
i5,4pl,1.2,0.5,0.2,0.9,,,,,,,,
i6,dichotomous,,0.5,0.1,,,,,,,,,
i7,GRM,1.2,,,,-1,1,,,,,,
i8,mgrm,1.2,0.3,,,,,0.2,-0.1,,,,
i9,pcm,,,,,1,-1,,,,,,
i10,gpcm,0.7,,,,1,-1,,,,,,
i11,rsm,,0.1,,,,,0.2,-0.7,,,,
i12,nrm,,,,,,,,,0.5,1,0,-1
";
    let expected = [
        M::one_pl(0.5),
        M::one_pl(0.5),
        M::two_pl(1.2, 0.5),
        M::three_pl(1.2, 0.5, 0.2),
        M::four_pl(1.2, 0.5, 0.2, 0.9),
        M::four_pl(1.0, 0.5, 0.1, 1.0),
        M::graded(1.2, &[-1.0, 1.0]),
        M::modified_graded(1.2, 0.3, &[0.2, -0.1]),
        M::partial_credit(&[1.0, -1.0]),
        M::generalised_partial_credit(0.7, &[1.0, -1.0]),
        M::rating_scale(0.1, &[0.2, -0.7]),
        M::nominal(&[0.5, 1.0], &[0.0, -1.0]),
    ];
    for ((model, dimensions), expected) in models(csv).into_iter().zip(expected) {
        assert_eq!(model, expected);
        assert_eq!(dimensions, [0]);
    }
    assert!(table(csv).check().problems().is_empty());
    let bank = table(csv).compile().expect("a bank");
    assert_eq!((bank.len(), bank.dimensions()), (12, 1));
}

#[test]
fn several_dimensions_and_zero_slopes() {
    use core::ItemModel as M;
    let csv = "\
item,model,a1,a2,a3,d1,d2,g,u,b,b1,b2
i1,dichotomous,1.1,0,,0.3,,,,,,
i2,3pl,1.1,0.5,,0.3,,0.2,1,,,
i3,4pl,1.1,0.5,0.2,0.3,,0.2,0.9,,,
i4,grm,,0.8,0.2,1,-1,,,,,
i5,gpcm,0.5,,0.2,1,-1,,,,,
i6,2pl,,1.4,,,,,,0.5,,
i7,grm,,,1.4,,,,,,-1,1
i8,compensatory-4pl,0,0,2,0.3,,,,,,
i9,rasch,,,1,,,,,0.5,,
i10,pcm,1,,1,1,-1,,,,,
";
    let compensatory = |a: &[f64], d, g, u| M::CompensatoryDichotomous { a: a.to_vec(), d, g, u };
    let expected = [
        (compensatory(&[1.1], 0.3, 0.0, 1.0), vec![0]),
        (compensatory(&[1.1, 0.5], 0.3, 0.2, 1.0), vec![0, 1]),
        (compensatory(&[1.1, 0.5, 0.2], 0.3, 0.2, 0.9), vec![0, 1, 2]),
        (M::CompensatoryGraded { a: vec![0.8, 0.2], d: vec![1.0, -1.0] }, vec![1, 2]),
        (M::CompensatoryPartialCredit { a: vec![0.5, 0.2], d: vec![1.0, -1.0] }, vec![0, 2]),
        (M::two_pl(1.4, 0.5), vec![1]),
        (M::graded(1.4, &[-1.0, 1.0]), vec![2]),
        (compensatory(&[2.0], 0.3, 0.0, 1.0), vec![2]),
        (M::one_pl(0.5), vec![2]),
        (M::CompensatoryPartialCredit { a: vec![1.0, 1.0], d: vec![1.0, -1.0] }, vec![0, 2]),
    ];
    assert_eq!(models(csv), expected);
    let bank = table(csv).compile().expect("a bank");
    assert_eq!(bank.dimensions(), 3);
    assert_eq!(bank.prior().covariance(), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn standard_errors_have_columns_of_their_own() {
    let errors = |csv: &str| {
        let table = table(csv);
        let of =
            |item: &TableItem| item.model.standard_errors().map(|errors| serde_json::to_string(errors).expect("JSON"));
        table.items.iter().map(of).collect::<Vec<_>>()
    };
    let found = errors(
        "item,model,a,b,c,b1,b2,se_a,se_b,se_c,se_b1,se_b2\nx,3pl,1,0,0.2,,,0.1,0.2,,,\ny,grm,1,,,-1,1,0.3,,,0.4,0.5\nz,grm,1,,,-1,1,,,,0.4,\nv,1pl,,0,,,,,NA,,,\n",
    );
    // A list of which one is absent has none.
    let expected = [Some(r#"{"a":0.1,"b":0.2}"#), Some(r#"{"a":0.3,"b":[0.4,0.5]}"#), None, None];
    assert_eq!(found, expected.map(|text| text.map(str::to_owned)));
    let found = errors(
        "item,model,a1,a2,b,d,d1,d2,se_a1,se_a2,se_b,se_d,se_d1,se_d2\nx,2pl,1,1,,0,,,0.1,0.2,,0.3,,\ny,grm,1,1,,,1,0,0.1,0.2,,,0.3,0.4\nz,2pl,0,1,0.5,,,,,0.2,0.3,,,\n",
    );
    let expected = [r#"{"a":[0.1,0.2],"d":0.3}"#, r#"{"a":[0.1,0.2],"d":[0.3,0.4]}"#, r#"{"a":0.2,"b":0.3}"#];
    assert_eq!(found, expected.map(|text| Some(text.to_owned())));
}

#[test]
fn scaling_reaches_the_engine() {
    let csv = "item,model,a,b\nq,2pl,1,0\n";
    let read = |scaling| ParameterTable::from_reader(csv.as_bytes(), "p.csv", scaling).expect("a table");
    let information = |scaling| read(scaling).compile().expect("a bank").information(0, &[0.0]);
    assert!((information(1.0) - 0.25).abs() < 1e-15);
    assert!((information(1.702) - 1.702 * 1.702 / 4.0).abs() < 1e-15);
    let report = read(0.0).check();
    assert_eq!(report.codes().collect::<Vec<_>>(), [Code::InvalidScaling]);
    assert!(read(f64::NAN).compile().is_err());
}

#[test]
fn identity_of_a_table() {
    let digest = |csv: &str| table(csv).compile().expect("a bank").digest();
    let one = digest("item,model,b\nq1,1pl,0\n");
    assert_eq!(one, digest("ITEM,Model,B\nq1,Rasch,0.0\n"));
    assert_ne!(one, digest("item,model,b\nq2,1pl,0\n"));
    assert_ne!(one, digest("item,model,b\nq1,1pl,1e-300\n"));
}

#[test]
fn each_mistake_has_line_column_and_reason() {
    let cases: &[Mistake] = &[
        ("", None, None, "file is empty"),
        ("item,model,b\n", None, None, "no items"),
        ("model,b\n1pl,0\n", Some(1), None, "no column item"),
        ("item,b\nq,0\n", Some(1), None, "no column model"),
        ("item;model;b\nq;1pl;0\n", Some(1), Some((1, "item;model;b")), "not semicolons"),
        ("item,model,beta\nq,1pl,0\n", Some(1), Some((3, "beta")), "no model has such a parameter"),
        ("item,model,b01\nq,1pl,0\n", Some(1), Some((3, "b01")), "no model has such a parameter"),
        ("item,model,b,B\nq,1pl,0,0\n", Some(1), Some((4, "B")), "occurs twice"),
        ("item,model,a1,a3,d1\nq,2pl,1,1,0\n", Some(1), None, "no a2"),
        ("item,model,a4294967295,d1\nq,2pl,1,0\n", Some(1), None, "no a1"),
        ("item,model,b\nq,1pl,0\nr,1pl\n", Some(3), None, "has 2 cells, the header 3"),
        ("item,model,b\n,1pl,0\n", Some(2), Some((1, "item")), "no usable id"),
        ("item,model,b\n\"q\nr\",1pl,0\n", Some(2), Some((1, "item")), "no usable id"),
        ("item,model,b\nq,1pl,0\nq,1pl,1\n", Some(3), Some((1, "item")), "line 2 already"),
        ("item,model,b\nq,5pl,0\n", Some(2), Some((2, "model")), "not a model"),
        ("item,model,b\nq,1pl,easy\n", Some(2), Some((3, "b")), "not a number"),
        ("item,model,b\nq,1pl,\"1,5\"\n", Some(2), Some((3, "b")), "1.25"),
        ("item,model,b\nq,1pl,nan\n", Some(2), Some((3, "b")), "not finite"),
        ("item,model,b\nq,1pl,1e999\n", Some(2), Some((3, "b")), "not finite"),
        ("item,model,b\nq,1pl,-inf\n", Some(2), Some((3, "b")), "not finite"),
        ("item,model,b\nq,1pl,\n", Some(2), Some((2, "model")), "needs a value in column b"),
        ("item,model,b\nq,2pl,0\n", Some(2), Some((2, "model")), "needs a slope"),
        ("item,model,a,b\nq,1pl,1.1,0\n", Some(2), Some((2, "model")), "slope of the 1pl model is 1"),
        ("item,model,a,b,c\nq,2pl,1,0,0.2\n", Some(2), Some((5, "c")), "fixes c at 0"),
        ("item,model,a,b,d\nq,3pl,1,0,0.9\n", Some(2), Some((5, "d")), "fixes d at 1"),
        ("item,model,a,b,b1\nq,2pl,1,0,1\n", Some(2), Some((5, "b1")), "no parameter b1"),
        ("item,model,a,b1,b2,b3\nq,grm,1,0,,1\n", Some(2), Some((6, "b3")), "none in b2"),
        ("item,model,a,b1\nq,grm,1,\n", Some(2), Some((2, "model")), "needs values in columns b1"),
        ("item,model,s1,s2,i1,i2\nq,nrm,1,2,0,\n", Some(2), Some((2, "model")), "2 slopes s but 1 intercepts"),
        ("item,model,a,a1,a2,d1\nq,2pl,1,1,,0\n", Some(2), Some((3, "a")), "both in a and in a1"),
        ("item,model,a,a1,a2,b\nq,2pl,1,,,0\n", Some(2), Some((3, "a")), "has 2 dimensions"),
        ("item,model,a1,a2,b\nq,1pl,,,0\n", Some(2), Some((2, "model")), "dimension is unknown"),
        ("item,model,a1,a2,d1\nq,2pl,0,0,0\n", Some(2), Some((2, "model")), "every slope of the item is 0"),
        ("item,model,a1,a2,b\nq,2pl,1,1,0\n", Some(2), Some((2, "model")), "use a compensatory model"),
        ("item,model,a1,a2,d1\nq,1pl,1.5,1,0\n", Some(2), Some((2, "model")), "slopes of the 1pl model are 1"),
        ("item,model,a,d1\nq,compensatory-4pl,1,0\n", Some(2), Some((2, "model")), "needs slopes in columns a1"),
        ("item,model,a1,a2,d1,d2\nq,mgrm,1,1,0,1\n", Some(2), Some((2, "model")), "measures one dimension"),
        ("item,model,a,b,se_x\nq,2pl,1,0,0.1\n", Some(1), Some((5, "se_x")), "no model has such a parameter"),
        ("item,model,a,b,se_b\nq,2pl,1,0,-0.1\n", Some(2), Some((5, "se_b")), "below 0"),
        ("item,model,a,b,se_c\nq,2pl,1,0,0.1\n", Some(2), Some((5, "se_c")), "no parameter c"),
        ("item,model,a,b,se_b\nq,2pl,1,0,wide\n", Some(2), Some((5, "se_b")), "not a number"),
    ];
    for (csv, line, column, reason) in cases {
        let found = errors(csv);
        let column = column.map(|(number, name)| (number, name.to_owned()));
        assert!(
            found.iter().any(|e| e.line == *line && e.column == column && e.reason.contains(reason)),
            "{csv:?}: {found:#?}"
        );
    }
}

#[test]
fn all_mistakes_of_a_table_are_reported_but_not_without_end() {
    let csv = "item,model,a,b\nq1,2pl,x,y\nq2,9pl,1,1\nq3,2pl,1,1\nq3,2pl,1,\n";
    let lines: Vec<_> = errors(csv).iter().map(|error| error.line).collect();
    assert_eq!(lines, [Some(2), Some(2), Some(3), Some(5)]);
    let read = ParameterTable::from_reader(csv.as_bytes(), "p.csv", 1.0).expect_err("errors");
    assert_eq!(
        read.to_string().lines().next(),
        Some(
            "p.csv, line 2, column 3 (a): \"x\" is not a number; write numbers as 1.25, and nothing or NA where there is none"
        )
    );
    let long = format!("item,model,b\n{}", "q,1pl,x\n".repeat(10_000));
    assert_eq!(errors(&long).len(), 100);
}

#[test]
fn parameters_are_checked_like_those_of_a_folder() {
    let csv = "item,model,a,b,c,b1,b2\nq1,grm,1,,,1,-1\nq2,2pl,-1,0,,,\nq3,3pl,1,9,0.6,,\n";
    let report = table(csv).check();
    let found: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| (problem.code, problem.file.as_str(), problem.line, problem.item.as_deref()))
        .collect();
    let expected = [
        (Code::DisorderedThresholds, "p.csv", Some(2), Some("q1")),
        (Code::NonpositiveSlope, "p.csv", Some(3), Some("q2")),
        (Code::ExtremeDifficulty, "p.csv", Some(4), Some("q3")),
        (Code::ExtremeAsymptote, "p.csv", Some(4), Some("q3")),
    ];
    assert_eq!(found, expected);
    let error = table(csv).compile().expect_err("disordered");
    assert!(error.to_string().starts_with("item q1: "), "{error}");

    let report = table("item,model,a1,a2,d1\nq,2pl,1,,0\n").check();
    assert_eq!(report.codes().collect::<Vec<_>>(), [Code::UnmeasuredDimension]);
    let report = table("item,model,a,b1,b2\nq,grm,1e-300,0,1e-300\n").check();
    assert_eq!(report.codes().collect::<Vec<_>>(), [Code::RefusedByEngine]);
}

#[test]
fn a_source_is_a_folder_or_a_table() {
    let missing = BankSource::open("nowhere/items.CSV", 1.0).expect_err("no file");
    assert!(matches!(&missing, OpenError::Table(errors) if errors.errors()[0].reason.contains("cannot be read")));
    assert!(matches!(BankSource::open("nowhere", 1.0), Err(OpenError::Read(_))));
    assert!(read_parameter_table("nowhere.csv", 1.0).is_err());
    let source = BankSource::Table(table("item,model,b\nq1,1pl,0\n"));
    assert_eq!(source.ids(), ["q1"]);
    assert!(source.check().is_valid());
    assert_eq!(source.compile().expect("a bank").len(), 1);
    assert!(source.compile_design("default").is_err());
}

#[test]
fn a_table_that_cannot_be_read_is_a_report_of_its_errors() {
    let path = std::env::temp_dir().join(format!("thetis-bank-{}.csv", std::process::id()));
    std::fs::write(&path, "item,model,b\nq1,1pl,x\nq2,9pl,0\n").expect("written");
    let report = BankSource::check_path(&path, 1.0);
    std::fs::write(&path, "item,model,b\nq1,1pl,9\n").expect("written");
    let readable = BankSource::check_path(&path, 1.0);
    std::fs::remove_file(&path).expect("removed");
    let missing = BankSource::check_path(&path, 1.0);

    let found: Vec<_> = report.problems().iter().map(|problem| (problem.code, problem.line)).collect();
    assert_eq!(found, [(Code::MalformedFile, Some(2)), (Code::MalformedFile, Some(3))]);
    assert!(report.problems()[0].message.starts_with("column 3 (b): "), "{}", report.problems()[0]);
    assert_eq!(readable.codes().collect::<Vec<_>>(), [Code::ExtremeDifficulty]);
    assert_eq!(missing.codes().collect::<Vec<_>>(), [Code::UnreadableFile]);
    assert_eq!(BankSource::check_path("nowhere", 1.0).codes().collect::<Vec<_>>(), [Code::UnreadableFile]);
}

fn two_items() -> (Vec<String>, core::Bank) {
    let table = table("item,model,a,b,b1,b2\nq1,2pl,1,0,,\nq2,grm,1,,-1,1\n");
    (table.ids().map(str::to_owned).collect(), table.compile().expect("a bank"))
}

fn responses(csv: &str) -> Result<ResponseTable, Vec<TableError>> {
    let (ids, bank) = two_items();
    ResponseTable::from_reader(csv.as_bytes(), "r.csv", &ids, &bank).map_err(|errors| errors.errors().to_vec())
}

#[test]
fn responses_with_and_without_persons() {
    let table = responses("person,q2,q1\nann,2,1\n\"bob, jr\",NA,\n").expect("a table");
    assert_eq!(table.persons, ["ann", "bob, jr"]);
    assert_eq!(table.items, [1, 0]);
    assert_eq!(table.cells, [Some(2), Some(1), None, None]);
    let answers: Vec<_> = table.responses(0).map(|answer| (answer.item, answer.category)).collect();
    assert_eq!(answers, [(1, 2), (0, 1)]);

    let table = responses("q1\n0\n1\n").expect("a table");
    assert_eq!(table.persons, ["1", "2"]);
    assert_eq!(table.cells, [Some(0), Some(1)]);
    assert_eq!(responses("Person,q1\n").expect("a table").persons.len(), 0);
}

#[test]
fn an_item_may_be_called_person() {
    let parameters = table("item,model,b\nperson,1pl,0\n");
    let ids: Vec<_> = parameters.ids().collect();
    let bank = parameters.compile().expect("a bank");
    let table = ResponseTable::from_reader(&b"person\n1\n"[..], "r.csv", &ids, &bank).expect("a table");
    assert_eq!((table.persons, table.cells), (vec!["1".to_owned()], vec![Some(1)]));
}

#[test]
fn each_mistake_in_responses_has_line_column_and_reason() {
    let cases: &[Mistake] = &[
        ("", None, None, "file is empty"),
        ("person\nann\n", Some(1), None, "names no item"),
        ("person,q1,q9\nann,1,1\n", Some(1), Some((3, "q9")), "no item"),
        ("person;q1;q2\nann;1;1\n", Some(1), Some((1, "person;q1;q2")), "not semicolons"),
        ("q1,q1\n1,1\n", Some(1), Some((2, "q1")), "two columns"),
        ("q1,person\n1,ann\n", Some(1), Some((2, "person")), "no item"),
        ("q1,q2\n1,2\n1\n", Some(3), None, "has 1 cells, the header 2"),
        ("q1,q2\n1,2,3\n", Some(2), None, "has 3 cells"),
        ("q1,q2\n1,3\n", Some(2), Some((2, "q2")), "categories 0 to 2, but the cell has 3"),
        ("q1,q2\n99999999999999999999,0\n", Some(2), Some((1, "q1")), "categories 0 to 1"),
        ("q1,q2\n-1,0\n", Some(2), Some((1, "q1")), "not a category"),
        ("q1,q2\n1.0,0\n", Some(2), Some((1, "q1")), "not a category"),
        ("q1,q2\nyes,0\n", Some(2), Some((1, "q1")), "write 0 to 1"),
        ("q1,q2\n1,0\n\n0,x\n", Some(4), Some((2, "q2")), "not a category"),
    ];
    for (csv, line, column, reason) in cases {
        let found = responses(csv).expect_err(csv);
        let column = column.map(|(number, name)| (number, name.to_owned()));
        assert!(
            found.iter().any(|e| e.line == *line && e.column == column && e.reason.contains(reason)),
            "{csv:?}: {found:#?}"
        );
    }
    assert_eq!(responses("q1,q2\nx,y\n1,z\n").expect_err("three").len(), 3);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), header in any::<bool>()) {
        let mut parameters = if header { b"item,model,a,b,c,d,a1,a2,d1,b1,b2\n".to_vec() } else { Vec::new() };
        parameters.extend(&bytes);
        if let Ok(table) = ParameterTable::from_reader(&parameters[..], "p.csv", 1.0) {
            let report = table.check();
            prop_assert!(!report.is_valid() || table.compile().is_ok());
        }
        let (ids, bank) = two_items();
        let mut answers = if header { b"person,q1,q2\n".to_vec() } else { Vec::new() };
        answers.extend(&bytes);
        let _ = ResponseTable::from_reader(&answers[..], "r.csv", &ids, &bank);
    }

    #[test]
    fn no_row_panics(
        model in prop_oneof![
            Just("1pl"), Just("2pl"), Just("3pl"), Just("4pl"), Just("dichotomous"), Just("grm"), Just("mgrm"),
            Just("pcm"), Just("gpcm"), Just("rsm"), Just("nrm"), Just("compensatory-4pl"), Just("compensatory-grm"),
            Just("compensatory-gpcm"),
        ],
        cells in proptest::collection::vec(proptest::option::weighted(0.4, prop_oneof![
            Just(0.0), Just(1.0), -3.0..3.0_f64, any::<f64>(),
        ]), 20),
    ) {
        let cells: Vec<_> = cells.iter().map(|cell| cell.map_or(String::new(), |value| value.to_string())).collect();
        let names = "a,b,c,d,g,u,a1,a2,b1,b2,d1,d2,t1,t2,s1,i1,se_a,se_b,se_a2,se_d1";
        let csv = format!("item,model,{names}\nq,{model},{}\n", cells.join(","));
        if let Ok(table) = ParameterTable::from_reader(csv.as_bytes(), "p.csv", 1.0) {
            let report = table.check();
            prop_assert!(!report.is_valid() || table.compile().is_ok(), "{}", csv);
        }
    }
}
