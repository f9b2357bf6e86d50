//! Dimensions, prior and scaling constant.

use serde_json::json;
use thetis_bank::Code;

use crate::fixture::{Case, case, case_two, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "no dimension",
            &[Code::NoDimension, Code::PriorShape, Code::UnknownDimension, Code::StrayText],
            None,
            |folder| {
                folder.bank.dimensions.clear();
            },
        ),
        case(
            "an unknown dimension",
            &[Code::UnknownDimension],
            Some("q3"),
            patched("/items/2/dimensions", json!(["number"])),
        ),
        case_two("a dimension twice", &[Code::RepeatedDimension], Some("q2"), |folder| {
            folder.bank.items[1].dimensions = vec!["numeracy".into(), "numeracy".into()];
        }),
        case_two("a dimension nothing measures", &[Code::UnmeasuredDimension], None, |folder| {
            folder.bank.items.truncate(1);
            for id in ["q2", "q3", "q4"] {
                folder.locales.values_mut().for_each(|locale| drop(locale.items.remove(id)));
            }
            folder.media.clear();
            folder.bank.designs.get_mut("default").expect("a design").stop.max_items = None;
        }),
        case("a prior of two means", &[Code::PriorShape], None, patched("/prior/mean", json!([0.0, 0.0]))),
        case("a ragged covariance", &[Code::PriorShape], None, patched("/prior/covariance", json!([[1.0, 0.0]]))),
        case_two(
            "an asymmetric covariance",
            &[Code::CovarianceNotSymmetric],
            None,
            patched("/prior/covariance", json!([[1.0, 0.3], [0.2, 1.0]])),
        ),
        case(
            "a negative variance",
            &[Code::CovarianceNotPositiveDefinite],
            None,
            patched("/prior/covariance", json!([[-1.0]])),
        ),
        case_two(
            "a correlation above 1",
            &[Code::CovarianceNotPositiveDefinite],
            None,
            patched("/prior/covariance", json!([[1.0, 1.5], [1.5, 1.0]])),
        ),
        case("a mean out of sight", &[Code::PriorBeyondScale], None, patched("/prior/mean", json!([1e308]))),
        case("a spread out of sight", &[Code::PriorBeyondScale], None, |folder| {
            patch(folder, "/prior/covariance", json!([[1e13]]));
            patch(folder, "/designs/default/stop", json!({ "maxItems": 4 }));
        }),
        case("scaling 0", &[Code::InvalidScaling], None, patched("/scaling", json!(0))),
        case("scaling NaN", &[Code::NotFinite], None, |folder| folder.bank.scaling = f64::NAN),
        case("an infinite mean", &[Code::NotFinite], None, |folder| folder.bank.prior.mean[0] = f64::INFINITY),
        case("a NaN variance", &[Code::NotFinite], None, |folder| folder.bank.prior.covariance[0][0] = f64::NAN),
    ]
}
