//! Designs: named ways to give an adaptive test.

mod answers;
mod content;
mod criterion;
mod estimate;
mod exposure;
mod fit;
mod select;
mod start;
mod stop;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use answers::{Answers, Change, Unanswered};
pub use content::{ContentRule, Pilot};
pub use criterion::{Criterion, Scale, Weight};
pub use estimate::{Confidence, Estimate, Estimator, Quadrature, QuadratureRule, StandardErrorKind};
pub use exposure::{Eligibility, Exposure};
pub use fit::Fit;
pub use select::{Competences, NextCompetence, Refresh, Select, SetCount, Shadow};
pub use start::{Start, StartTheta};
pub use stop::{
    ClassifiedByInterval, ClassifiedByPosterior, ErrorRates, PredictedReduction, SmallChange, StandardErrorBound, Stop,
    StopRule,
};

use super::IdMap;

/// How a test starts, chooses items, estimates ability and stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Design {
    /// Where the test starts.
    #[serde(default)]
    pub start: Start,
    /// How the next item is chosen.
    pub select: Select,
    /// How ability is estimated.
    #[serde(default)]
    pub estimate: Estimate,
    /// Cut scores by id of the dimension: the values of θ, in ascending order, that separate its levels.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub cuts: IdMap<Vec<f64>>,
    /// When the test ends.
    #[serde(default)]
    pub stop: Stop,
    /// What a person may do instead of answering, and which answers may be changed.
    #[serde(default, skip_serializing_if = "Answers::is_default")]
    pub answers: Answers,
    /// Bounds beyond which the outcome says that it has to be read with care; what is absent is not watched.
    #[serde(default, skip_serializing_if = "Fit::is_default")]
    pub fit: Fit,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Design, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn a_design_of_nothing_but_a_criterion_has_the_documented_defaults() {
        let design = read(r#"{"select":{"criterion":{"name":"maximum-information"}}}"#).expect("valid");
        assert_eq!(design.start, Start { theta: StartTheta::PriorMean, items: vec![] });
        assert_eq!(design.select.randomesque, 1);
        assert_eq!(design.select.competences, None);
        assert!(design.select.content.is_empty());
        assert_eq!((design.select.pilot, design.select.exposure.as_ref()), (None, None));
        assert_eq!(design.select.shadow, None);
        assert_eq!(design.estimate.estimator, Estimator::Eap);
        assert_eq!(design.estimate.range.map(f64::to_bits), [-6.0_f64, 6.0].map(f64::to_bits));
        assert_eq!(design.estimate.quadrature, Quadrature::Default);
        assert_eq!(design.estimate.standard_error, None);
        assert_eq!(design.estimate.confidence, Confidence::Joint);
        assert!(design.cuts.is_empty());
        assert_eq!(design.stop, Stop { min_items: None, max_items: None, when: None });
        assert_eq!(design.answers.skip, Unanswered::Refused);
        assert_eq!(design.answers.dont_know, Unanswered::Refused);
        assert_eq!(design.answers.change, Change::Off);
        assert_eq!(design.fit, Fit::default());
        // Nothing that was not said is written.
        let written = serde_json::to_string(&design).expect("serialisable");
        for absent in ["cuts", "answers", "fit", "competences", "content", "pilot", "exposure", "shadow", "confidence"]
        {
            assert!(!written.contains(absent), "{absent} in {written}");
        }
    }

    #[test]
    fn a_full_design_round_trips() {
        let text = concat!(
            r#"{"start":{"theta":[0.0,0.5],"items":["q1"]},"#,
            r#""select":{"criterion":{"name":"d-optimality","prior":false},"randomesque":3,"#,
            r#""competences":{"next":"nearest-cut","maxItems":9,"standardError":0.4},"#,
            r#""content":[{"area":"algebra","min":2,"max":8,"target":0.25},{"area":"geometry"}],"#,
            r#""pilot":{"items":2,"from":3,"to":20},"#,
            r#""exposure":{"bounds":[-1.0,1.0],"items":{"q1":0.4,"q2":[0.1,0.2,0.3]}},"#,
            r#""shadow":{"refresh":{"every":3},"sets":{"min":1,"max":2}}},"#,
            r#""estimate":{"estimator":"map","range":[-4.0,4.0],"quadrature":{"rule":"equal-weights","range":[-5.0,5.0],"nodes":21},"#,
            r#""standardError":"observed","confidence":"prior-mean"},"#,
            r#""cuts":{"algebra":[-0.5,0.5]},"#,
            r#""stop":{"minItems":5,"maxItems":20,"when":{"any":[{"standardErrorAtMost":0.3},{"all":[{"informationBelow":0.1}]}]}},"#,
            r#""answers":{"skip":"ignored","dontKnow":"lowest","change":{"block":3}},"#,
            r#""fit":{"lz":-1.645,"cusum":0.25,"guttman":0.3,"fastSeconds":1.5,"fastShare":0.1}}"#,
        );
        let design = read(text).expect("valid");
        assert_eq!(serde_json::to_string(&design).expect("serialisable"), text);
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (r#"{"select":{"criterion":{"name":"mfi"}}}"#, "unknown variant `mfi`"),
            (r#"{"select":{"criterion":{"name":"random"}},"start":{"theta":"zero"}}"#, "prior-mean"),
            (
                r#"{"select":{"criterion":{"name":"random"}},"estimate":{"quadrature":"gauss"}}"#,
                "\"default\", \"catr\"",
            ),
            (
                r#"{"select":{"criterion":{"name":"random"}},"estimate":{"quadrature":{"range":[-4,4]}}}"#,
                "missing field `nodes`",
            ),
            (r#"{"select":{"criterion":{"name":"random"}},"stop":{"when":{"sem":0.3}}}"#, "unknown variant `sem`"),
            (r#"{"select":{"criterion":{"name":"random"}},"fit":{"lz*":-2}}"#, "unknown field `lz*`"),
            (r#"{"select":{"criterion":{"name":"random"}},"cuts":[0]}"#, "keys are ids"),
            (r#"{"stop":{}}"#, "missing field `select`"),
        ];
        for (text, expected) in cases {
            let message = read(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
