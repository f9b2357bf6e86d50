//! Reports as JSON, compared number by number.

use std::process::Output;

use serde_json::Value;

/// Parts by which results in another order of summing may differ.
pub(crate) const ROUNDING: f64 = 1e-9;
/// Standard errors are from differences of sums, and have two digits less.
const ERRORS: f64 = 1e-7;
/// What is 0 at the maximum has no digits that rounding leaves: these are only small in both.
const AT_MAXIMUM: [&str; 2] = ["gradientNorm", "largestChange"];
/// What needs the persons, or is of the clock.
const ELSEWHERE: [&str; 2] = ["reliability", "date"];

pub(crate) fn near(a: f64, b: f64) -> bool {
    within(a, b, ROUNDING)
}

fn within(a: f64, b: f64, rounding: f64) -> bool {
    (a - b).abs() <= rounding * (a.abs().max(b.abs()) + 1.0)
}

/// The report of a run that went well.
pub(crate) fn report(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// What a run printed that went well.
pub(crate) fn printed(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is text")
}

/// What a run says that did not go well.
pub(crate) fn complaint(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it ended well: {said}");
    said
}

/// That the cluster's report says what the local one does, in all that it says.
pub(crate) fn same(far: &Value, here: &Value, what: &str) {
    same_within(ROUNDING, far, here, what);
}

/// The same, where parts differ by so much at most.
pub(crate) fn same_within(rounding: f64, far: &Value, here: &Value, what: &str) {
    assert_eq!(here["converged"], true, "{what}");
    assert!(here["items"].as_array().is_some_and(|items| !items.is_empty()), "{what}");
    assert!(far["reliability"].is_null(), "{what}: it needs the persons");
    alike(far, here, rounding, what);
}

fn alike(far: &Value, here: &Value, rounding: f64, place: &str) {
    match (far, here) {
        (Value::Object(far), Value::Object(here)) => {
            assert_eq!(far.keys().collect::<Vec<_>>(), here.keys().collect::<Vec<_>>(), "{place}");
            for (key, value) in here.iter().filter(|(key, _)| !ELSEWHERE.contains(&key.as_str())) {
                let place = format!("{place}.{key}");
                if AT_MAXIMUM.contains(&key.as_str()) {
                    let both = [&far[key], value].map(|value| value.as_f64().expect("a number"));
                    assert!(both[0] < 2.0 * both[1] + 1e-3, "{place}: {both:?}");
                    continue;
                }
                let error = key == "se" || key.ends_with("Se") || key == "standardErrors";
                alike(&far[key], value, if error { ERRORS } else { rounding }, &place);
            }
        }
        (Value::Array(far), Value::Array(here)) => {
            assert_eq!(far.len(), here.len(), "{place}");
            for (number, (far, here)) in far.iter().zip(here).enumerate() {
                alike(far, here, rounding, &format!("{place}[{number}]"));
            }
        }
        (Value::Number(far), Value::Number(here)) => {
            let [far, here] = [far, here].map(|number| number.as_f64().expect("a number"));
            assert!(within(far, here, rounding), "{place}: {far} {here}");
        }
        _ => assert_eq!(far, here, "{place}"),
    }
}

/// That two tables as CSV say the same.
pub(crate) fn same_table(far: &str, here: &str, what: &str) {
    assert!(here.lines().count() > 1, "{what}");
    assert_eq!(far.lines().count(), here.lines().count(), "{what}");
    for (far, here) in far.lines().zip(here.lines()) {
        assert_eq!(far.split(',').count(), here.split(',').count(), "{what}");
        for (far, here) in far.split(',').zip(here.split(',')) {
            match (far.parse::<f64>(), here.parse::<f64>()) {
                (Ok(far), Ok(here)) => assert!(within(far, here, ERRORS), "{what}: {far} {here}"),
                _ => assert_eq!(far, here, "{what}"),
            }
        }
    }
}

#[test]
fn reports_that_differ_are_told_apart() {
    let of = |b: f64, se: f64, model: &str| {
        let item = serde_json::json!({"b": b, "se": se, "model": model});
        serde_json::json!({"converged": true, "reliability": null, "items": [item]})
    };
    let here = of(1.0, 0.1, "2pl");
    same(&of(1.0 + 1e-10, 0.1 + 1e-9, "2pl"), &here, "rounding");
    for other in [of(1.0 + 1e-8, 0.1, "2pl"), of(1.0, 0.1 + 1e-6, "2pl"), of(1.0, 0.1, "3pl")] {
        assert!(std::panic::catch_unwind(|| same(&other, &here, "different")).is_err(), "{other}");
    }
}
