//! `thetis score`: catR's estimates and standard errors, in each format.

use std::fs;

use serde_json::{Value, json};

use crate::run::{
    EVERY_MODEL, assert_close, csv_report, data, json_report, numbers, report, scratch, small_bank, soft_skills, text,
    thetis, write, write_bank,
};

/// Agreement with roots that catR found with a tightened `uniroot`.
const ROOT: f64 = 1e-8;
/// Agreement with posterior means on catR's own grid.
const GRID: f64 = 1e-10;

/// θ and SE of patterns 1, 6 and 42.
type Expected = [(f64, f64); 3];

/// Options, tolerance and catR 3.17's θ and SE for `catr_theta_3pl.csv` with D = 1.702.
///
/// Pattern 1 (everything wrong) is left out of the modal estimates without a proper prior: there catR
/// falls back on `optimize`, which this reference does not tighten.
const THREE_PL: [(&[&str], f64, Expected); 7] = [
    (
        &["--estimator", "map", "--prior", "normal:0,1"],
        ROOT,
        [
            (-2.33900326926702, 0.603294621969878),
            (1.06036168645191, 0.467019127351363),
            (0.218097821284598, 0.556558162058807),
        ],
    ),
    (
        &["--estimator", "map", "--prior", "normal:0.3,1.4"],
        ROOT,
        [
            (-2.6048451175866, 0.801515241004071),
            (1.25154847652545, 0.535948956386349),
            (0.32378062734356, 0.597220415036966),
        ],
    ),
    (
        &["--estimator", "eap", "--quadrature", "catr"],
        GRID,
        [
            (-2.4231688715888, 0.485070592481644),
            (1.122490944486, 0.513232124885294),
            (0.199721876427801, 0.549878185620654),
        ],
    ),
    (
        &["--estimator", "eap", "--quadrature", "-6,6,121"],
        GRID,
        [
            (-2.43013974016881, 0.496855890410842),
            (1.12250183606003, 0.513263031007898),
            (0.199721866250761, 0.549878230469349),
        ],
    ),
    (
        &["--estimator", "eap", "--prior", "uniform:-4,4", "--quadrature", "catr"],
        GRID,
        [
            (-3.22917236906651, 0.531294968389812),
            (1.66544744578558, 0.735714749182151),
            (0.284527478373233, 0.656304935087532),
        ],
    ),
    (
        &["--estimator", "eap", "--prior", "jeffreys", "--quadrature", "catr"],
        GRID,
        [
            (-2.91203565307355, 0.562481537214692),
            (1.40920432679103, 0.647082689139667),
            (0.237216440417604, 0.654294623954426),
        ],
    ),
    (
        &["--estimator", "wle", "--range", "-4,4"],
        ROOT,
        [
            (-2.99579083394276, 1.57490838485861),
            (1.21580151813775, 0.569417319378475),
            (0.282157392429066, 0.664599657534634),
        ],
    ),
];

#[track_caller]
fn assert_agrees(arguments: &[&str], tolerance: f64, expected: &[(f64, f64)]) {
    let found = json_report(arguments);
    for (row, (theta, se)) in found.as_array().expect("an array").iter().zip(expected) {
        let what = format!("{} of {arguments:?}", row["person"]);
        assert_close(numbers(&row["theta"])[0], *theta, tolerance, &what);
        assert_close(numbers(&row["se"])[0], *se, tolerance, &what);
    }
}

#[test]
fn three_parameter_estimates_agree_with_catr() {
    let (items, patterns) = (data("catr_theta_3pl.csv"), data("catr_theta_3pl_patterns.csv"));
    let base = ["score", &items, "--responses", &patterns, "--scaling", "1.702"];
    for (options, tolerance, expected) in THREE_PL {
        assert_agrees(&[&base, options].concat(), tolerance, &expected);
    }
}

#[test]
fn maximum_likelihood_and_jeffreys_mode_agree_with_catr() {
    let (items, patterns) = (data("catr_theta_grm.csv"), data("catr_theta_grm_patterns.csv"));
    let base = ["score", &items, "--responses", &patterns, "--range", "-4,4"];
    // catR 3.17, GRM, D = 1: `ML` and `BM` with Jeffreys' prior.
    let maximum_likelihood =
        [(-4.0, 1.36206564798136), (3.61810869971298, 1.14554200307985), (2.65670503872603, 0.822967673420146)];
    assert_agrees(&[&base[..], &["--estimator", "ml"]].concat(), ROOT, &maximum_likelihood);
    let jeffreys =
        [(-4.0, 1.35858365699089), (3.18604972198245, 0.940434261556289), (2.41105725756207, 0.737102320145107)];
    assert_agrees(&[&base[..], &["--estimator", "jeffreys"]].concat(), ROOT, &jeffreys);
}

#[test]
fn an_estimate_at_the_end_of_the_range_says_so() {
    let (items, patterns) = (data("catr_theta_grm.csv"), data("catr_theta_grm_patterns.csv"));
    let arguments = ["score", &items, "--responses", &patterns, "--estimator", "ml", "--range", "-4,4"];
    let json = json_report(&arguments);
    assert_eq!(json[0]["status"], "at-bound");
    assert_eq!(json[1].get("status"), None, "an inner solution needs no remark");
    let csv = csv_report(&arguments);
    assert_eq!(csv[0], ["person", "theta", "se", "status"]);
    assert_eq!([&csv[1][0], &csv[1][1], &csv[1][3]], ["pattern-1", "-4.0", "at-bound"]);
    assert_eq!(csv[2][3], "regular");
    assert!(report(&arguments).contains("at the end of the range"));
}

#[test]
fn json_has_the_documented_shape_and_nothing_more() {
    let (items, patterns) = (data("catr_theta_3pl.csv"), data("catr_theta_3pl_patterns.csv"));
    let found = json_report(&["score", &items, "--responses", &patterns]);
    for row in found.as_array().expect("an array") {
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["person", "se", "theta"]);
        assert_eq!((numbers(&row["theta"]).len(), numbers(&row["se"]).len()), (1, 1));
    }
}

#[test]
fn every_model_scores_with_every_estimator_and_standard_error() {
    let folder = scratch("score-models");
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let answers = write(
        &folder,
        "answers.csv",
        "q1pl,q2pl,q3pl,q4pl,qgrm,qmgrm,qpcm,qgpcm,qrsm,qnrm\n1,0,1,0,2,1,1,0,4,1\n0,0,0,0,0,0,0,0,0,0\n1,1,1,1,2,4,2,2,4,2\n,NA,,NA,,,,,,\n",
    );
    for estimator in ["ml", "map", "eap", "wle", "jeffreys"] {
        for se in ["expected", "observed", "posterior"] {
            let found = json_report(&["score", &items, "-r", &answers, "--estimator", estimator, "--se", se]);
            let rows = found.as_array().expect("an array");
            let persons: Vec<&str> = rows.iter().map(|row| row["person"].as_str().expect("text")).collect();
            assert_eq!(persons, ["1", "2", "3", "4"], "persons without a name are counted");
            let theta: Vec<f64> = rows.iter().map(|row| numbers(&row["theta"])[0]).collect();
            let se_of = |row: &Value| numbers(&row["se"])[0];
            assert!(theta[1] < theta[0] && theta[0] < theta[2], "{estimator}: {theta:?}");
            assert!(rows.iter().all(|row| se_of(row) > 0.0), "{estimator}, {se}: {rows:?}");
        }
    }
}

#[test]
fn nothing_known_is_null_in_json_and_inf_elsewhere() {
    let folder = scratch("score-nothing");
    let items = write(&folder, "items.csv", "item,model,b\nq,1pl,0\n");
    let answers = write(&folder, "answers.csv", "person,q\nnobody,\n");
    let arguments = ["score", &items, "--responses", &answers, "--estimator", "ml"];
    let json = json_report(&arguments);
    assert_eq!((&json[0]["se"][0], &json[0]["status"]), (&Value::Null, &Value::from("no-information")));
    assert_eq!(csv_report(&arguments)[1], ["nobody", "0.0", "inf", "no-information"]);
    assert!(report(&arguments).contains("inf"));
}

#[test]
fn five_dimensions_have_five_estimates() {
    let folder = scratch("score-soft-skills");
    let answers = write(&folder, "answers.csv", "person,A1,E4,C5\nann,4,0,2\nbob,,,\n");
    let arguments = ["score", &soft_skills(), "--responses", &answers];
    let json = json_report(&arguments);
    let (ann, bob) = (numbers(&json[0]["theta"]), numbers(&json[1]["theta"]));
    assert_eq!((ann.len(), numbers(&json[0]["se"]).len()), (5, 5));
    // In the order of the bank: A1 measures cooperation, E4 sociability, C5 conscientiousness.
    assert!(ann[0] > bob[0] && ann[3] < bob[3] && (ann[1] - bob[1]).abs() > 0.01, "{ann:?}");
    assert_eq!((ann[2].to_bits(), ann[4].to_bits()), (bob[2].to_bits(), bob[4].to_bits()));
    let csv = csv_report(&arguments);
    assert_eq!(csv[0].len(), 1 + 5 + 5 + 1);
    assert_eq!((csv[0][1].as_str(), csv[0][6].as_str()), ("theta_cooperation", "se_cooperation"));
    let text = report(&arguments);
    assert!(text.contains("emotional-stability") && text.contains("0.0000 (1.0000)"), "{text}");
}

#[test]
fn a_file_holds_what_would_have_been_printed() {
    let (items, patterns) = (data("catr_theta_3pl.csv"), data("catr_theta_3pl_patterns.csv"));
    let folder = scratch("score-output");
    let file = folder.join("scores.csv");
    let arguments = ["score", &items, "--responses", &patterns, "--format", "csv"];
    let printed = report(&arguments);
    for _ in 0..2 {
        // The second time it replaces what is there.
        assert_eq!(report(&[&arguments[..], &["-o", &text(&file)]].concat()), "");
        assert_eq!(fs::read_to_string(&file).expect("a file"), printed);
    }
    let left: Vec<_> = fs::read_dir(&folder).expect("a folder").collect();
    assert_eq!(left.len(), 1, "no partial file stays behind: {left:?}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let (items, patterns) = (data("catr_theta_3pl.csv"), data("catr_theta_3pl_patterns.csv"));
    let folder = scratch("score-unwritable");
    for target in [text(&folder), text(&folder.join("no-such-folder").join("scores.csv"))] {
        let outcome = thetis(&["score", &items, "--responses", &patterns, "-o", &target]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
        assert!(outcome.stderr.contains(&target) && outcome.stderr.contains("cannot be written"), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 0);
}

#[test]
fn many_persons_keep_their_order_and_their_bits() {
    let folder = scratch("score-many");
    let items = data("catr_theta_grm.csv");
    let patterns = fs::read_to_string(data("catr_theta_grm_patterns.csv")).expect("readable");
    let (header, rows) = patterns.split_once('\n').expect("a header");
    let many = format!("{header}\n{}", rows.repeat(200));
    let table = write(&folder, "many.csv", many);
    let one_by_one = csv_report(&["score", &items, "-r", &data("catr_theta_grm_patterns.csv")]);
    let all = csv_report(&["score", &items, "-r", &table]);
    assert_eq!(all.len(), 1 + 600);
    for (index, row) in all[1..].iter().enumerate() {
        assert_eq!(*row, one_by_one[1 + index % 3]);
    }
}

#[test]
fn answers_to_pilot_items_do_not_count() {
    let folder = scratch("score-pilot");
    let answers = write(&folder, "answers.csv", "person,s1,s2,s3\nada,1,0,2\n");
    let without = write(&folder, "without.csv", "person,s1,s3\nada,1,2\n");
    let mut bank = small_bank();
    bank["items"][1]["status"] = json!("pilot");
    let bank = write_bank(&folder.join("bank"), &bank);
    let score = |answers: &str| json_report(&["score", &bank, "--responses", answers]);
    assert_eq!(score(&answers), score(&without));
    let shown = report(&["score", &bank, "--responses", &answers]);
    assert!(shown.lines().any(|line| line.split_whitespace().take(2).eq(["ada", "2"])), "two answers: {shown}");
}
