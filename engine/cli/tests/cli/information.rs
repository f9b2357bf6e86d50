//! `thetis information`: catR's and mirtCAT's numbers, in each format.

use crate::run::{
    EVERY_MODEL, assert_close, csv_report, data, json_report, numbers, report, scratch, soft_skills, write,
};

/// Agreement with catR's probabilities and information, which are stored with 15 digits.
const CATR: f64 = 1e-12;
/// Agreement with mirtCAT's information matrices, likewise.
const MIRTCAT: f64 = 1e-12;

/// The scaling constant of [`AT_ONE`].
const D: f64 = 1.702;

/// Item, category probabilities and information at θ = 1 and D = 1.702 of `EVERY_MODEL`: catR 3.17,
/// `Pi(1, it, model, D = 1.702)` and `Ii`; for dichotomous models `Pi` gives the probability of 1.
///
/// For PCM, GPCM and RSM catR leaves D out of the derivatives of its probabilities, though not out of the
/// probabilities; the information is then too small by D², and the test multiplies by it.
const AT_ONE: [(&str, &[f64], f64); 10] = [
    ("q1pl", &[0.893077033027805], 0.276617106241814),
    ("q2pl", &[0.816538942494542], 0.664339280630718),
    ("q3pl", &[0.983607071170152], 0.0902992633493284),
    ("q4pl", &[0.937835418210851], 0.184810610233349),
    ("qgrm", &[0.0140829075234674, 0.0147134373976009, 0.971203655078932], 0.117329512866849),
    (
        "qmgrm",
        &[0.00742697527965774, 0.319099290835708, 0.352605651563093, 0.10851463184743, 0.212353450474112],
        1.62044959303114,
    ),
    ("qpcm", &[0.0254902973807241, 0.328330618809418, 0.646179083809858], 0.286414811591711),
    ("qgpcm", &[0.0209434256190458, 0.075366883698061, 0.903689690682893], 0.188653408384287),
    (
        "qrsm",
        &[7.93374392967913e-14, 1.68367023556891e-10, 1.09251217878375e-07, 0.00086017572739945, 0.999139714852936],
        0.000859873969743122,
    ),
    ("qnrm", &[0.0612356284531097, 0.799534101096292, 0.139230270450598], 0.141550131924284),
];

#[test]
fn every_model_agrees_with_catr() {
    let table = write(&scratch("information-catr"), "items.csv", EVERY_MODEL);
    let found = json_report(&["information", &table, "--theta", "1", "--scaling", "1.702"]);
    let found = found.as_array().expect("an array");
    assert_eq!(found.len(), AT_ONE.len());
    for (row, (item, probabilities, information)) in found.iter().zip(AT_ONE) {
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["information", "item", "probabilities", "theta"], "nothing else in one dimension");
        assert_eq!(row["item"], item);
        assert_eq!(numbers(&row["theta"]), [1.0]);
        let mut expected = probabilities.to_vec();
        if let [correct] = probabilities {
            expected = vec![1.0 - correct, *correct];
        }
        let shown = numbers(&row["probabilities"]);
        assert_eq!(shown.len(), expected.len(), "{item}");
        for (shown, expected) in shown.iter().zip(&expected) {
            assert_close(*shown, *expected, CATR, item);
        }
        let factor = if matches!(item, "qpcm" | "qgpcm" | "qrsm") { D * D } else { 1.0 };
        assert_close(row["information"].as_f64().expect("a number"), information * factor, CATR, item);
    }
}

#[test]
fn without_scaling_d_is_one() {
    let table = write(&scratch("information-d"), "items.csv", EVERY_MODEL);
    let found = json_report(&["information", &table, "--theta", "1"]);
    // catR 3.17, D = 1: 2PL and GRM at θ = 1.
    assert_close(found[1]["probabilities"][1].as_f64().expect("a number"), 0.706251137506561, CATR, "2PL");
    assert_close(found[4]["information"].as_f64().expect("a number"), 0.144825471132142, CATR, "GRM");
}

#[test]
fn several_dimensions_have_a_matrix_and_its_trace() {
    let found = json_report(&["information", &data("mirtcat_dim2.csv"), "--theta", "0,0;-1.5,0.3"]);
    let row = |item: &str, theta: [f64; 2]| {
        let rows = found.as_array().expect("an array");
        let here = |row: &&serde_json::Value| row["item"] == item && numbers(&row["theta"]) == theta;
        rows.iter().find(here).expect("a row").clone()
    };
    // mirtCAT 1.14, item information matrices of the two-dimensional bank.
    let cases = [
        ("i1", [0.0, 0.0], [0.264526971162264, 0.0, 0.0]),
        ("i4", [0.0, 0.0], [0.0604184451889189, 0.123044410922924, 0.250584519545796]),
        ("i2", [-1.5, 0.3], [0.0, 0.0, 0.132497193943163]),
        ("i4", [-1.5, 0.3], [0.041044817635474, 0.0835892977981163, 0.170232714113544]),
    ];
    for (item, theta, [first, cross, second]) in cases {
        let row = row(item, theta);
        let matrix: Vec<f64> = row["matrix"].as_array().expect("rows").iter().flat_map(numbers).collect();
        for (found, expected) in matrix.iter().zip([first, cross, cross, second]) {
            assert_close(*found, expected, MIRTCAT, item);
        }
        assert_close(row["information"].as_f64().expect("a number"), first + second, MIRTCAT, item);
    }
}

#[test]
fn csv_holds_the_same_digits_as_json() {
    let table = write(&scratch("information-csv"), "items.csv", EVERY_MODEL);
    let json = json_report(&["information", &table, "--theta", "-2.5,0.1"]);
    let csv = csv_report(&["information", &table, "--theta", "-2.5,0.1"]);
    assert_eq!(csv[0], ["item", "theta", "information", "p0", "p1", "p2", "p3", "p4"]);
    assert_eq!(csv.len(), 1 + 20, "ten items at two points");
    for (line, row) in csv[1..].iter().zip(json.as_array().expect("an array")) {
        let number = |cell: &String| cell.parse::<f64>().expect("a number").to_bits();
        assert_eq!(line[0], row["item"].as_str().expect("text"));
        assert_eq!(number(&line[2]), row["information"].as_f64().expect("a number").to_bits());
        let filled: Vec<u64> = line[3..].iter().filter(|cell| !cell.is_empty()).map(number).collect();
        let expected: Vec<u64> = numbers(&row["probabilities"]).iter().map(|p| p.to_bits()).collect();
        assert_eq!(filled, expected);
    }
    let csv = csv_report(&["information", &data("mirtcat_dim2.csv"), "--theta", "0,0"]);
    assert_eq!(
        csv[0],
        [
            "item",
            "theta_1",
            "theta_2",
            "information",
            "information_1_1",
            "information_1_2",
            "information_2_2",
            "p0",
            "p1"
        ]
    );
}

#[test]
fn a_grid_has_its_points_for_every_item() {
    let table = write(&scratch("information-grid"), "items.csv", "item,model,b\nq,1pl,0\n");
    let csv = csv_report(&["information", &table, "--grid", "-4,4,5"]);
    let theta: Vec<&str> = csv[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(theta, ["-4.0", "-2.0", "0.0", "2.0", "4.0"]);
}

#[test]
fn text_is_aligned() {
    let table =
        write(&scratch("information-text"), "items.csv", "item,model,a,b,b1,b2\nlong-name,2pl,2,0,,\nq,grm,1,,-1,1\n");
    let expected = "\
item         theta  information    P(0)    P(1)    P(2)
long-name  -0.5000       0.7864  0.7311  0.2689
q          -0.5000       0.2850  0.3775  0.4400  0.1824
";
    assert_eq!(report(&["information", &table, "--theta", "-0.5"]), expected);
}

#[test]
fn a_bank_folder_and_its_bank_json_are_the_same_bank() {
    let folder = soft_skills();
    let file = format!("{folder}/bank.json");
    let theta = ["--theta", "0,0,0,0,0;1,-1,2,-2,0.5", "--format", "csv"];
    let by_folder = report(&[&["information", &folder], &theta[..]].concat());
    assert_eq!(by_folder, report(&[&["information", &file], &theta[..]].concat()));
    assert_eq!(by_folder.lines().count(), 1 + 50 * 2);
}
