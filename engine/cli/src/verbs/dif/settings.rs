//! What is to be compared, and how: as plain values, whoever asks.

use thetis_calibrate::{LatentNormal, Model, Responses, Specification};

use super::found::{AdjustName, FlaggedBy, Matching, Method, TestName};

/// How groups are compared.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct Settings {
    /// Methods, in the order of the report.
    pub(in crate::verbs) methods: Vec<Method>,
    /// Models of items of two and of more categories, for methods that have models.
    pub(in crate::verbs) models: Models,
    /// What is tested by logistic regression and likelihood ratio.
    pub(in crate::verbs) test: TestName,
    /// What persons are matched on; what suits the data, if not said.
    pub(in crate::verbs) matching: Option<Matching>,
    /// Whether methods are repeated without the items they flagged.
    pub(in crate::verbs) purify: bool,
    /// The anchors, if they are chosen.
    pub(in crate::verbs) anchors: Option<Vec<bool>>,
    /// What an item is flagged by.
    pub(in crate::verbs) flagged_by: FlaggedBy,
    /// Probability below which an item is flagged.
    pub(in crate::verbs) alpha: f64,
    /// How probabilities are adjusted.
    pub(in crate::verbs) adjust: AdjustName,
}

impl Default for Settings {
    /// Mantel–Haenszel and logistic regression at 5 %, without purification; 2PL and graded models.
    fn default() -> Self {
        Self {
            methods: vec![Method::Mh, Method::Logistic],
            models: Models::default(),
            test: TestName::Both,
            matching: None,
            purify: false,
            anchors: None,
            flagged_by: FlaggedBy::Probability,
            alpha: 0.05,
            adjust: AdjustName::None,
        }
    }
}

/// The model of items of two categories, and of those of more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verbs) struct Models {
    /// Of two.
    pub(in crate::verbs) two: Model,
    /// Of more.
    pub(in crate::verbs) more: Model,
}

impl Default for Models {
    fn default() -> Self {
        Self { two: Model::TwoParameter, more: Model::Graded }
    }
}

/// Prior of the logits of lower asymptotes, without which they need many thousand persons.
const ASYMPTOTE_PRIOR: (f64, f64) = (-1.4, 0.5);

impl Models {
    /// `2pl`, `grm` or `2pl,grm`: what is not named is the default.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut models = Self::default();
        for name in text.split(',') {
            let name = name.trim().to_ascii_lowercase();
            let full = match name.as_str() {
                "grm" => "graded",
                "nrm" => "nominal",
                other => other,
            };
            let model = Model::ALL.into_iter().find(|model| model.name() == full).ok_or_else(|| {
                format!(
                    "{name:?} is no model; write rasch, 1pl, 2pl, 3pl, grm, pcm, gpcm, rsm or nrm, or two, as 2pl,gpcm"
                )
            })?;
            match model.is_dichotomous() {
                true => models.two = model,
                false => models.more = model,
            }
        }
        // A Rasch model beside slopes of its own would have two units.
        if text.split(',').count() == 1 && models.two.has_unit_slope() != models.more.has_unit_slope() {
            match models.two.has_unit_slope() {
                true => models.more = Model::PartialCredit,
                false => models.two = Model::Rasch,
            }
        }
        Ok(models)
    }

    /// The model of an item.
    pub(super) fn of(self, responses: &Responses, item: usize) -> Model {
        if responses.categories(item) > 2 { self.more } else { self.two }
    }

    /// Whether items have asymptotes of their own.
    pub(super) fn with_asymptotes(self) -> bool {
        matches!(self.two, Model::ThreeParameter | Model::FourParameter)
    }

    /// All items alike in all groups; abilities of further groups free.
    pub(super) fn specification(self, responses: &Responses) -> Specification {
        let mut specification = Specification::uniform(self.two, responses);
        for item in 0..responses.items() {
            specification.items[item].model = self.of(responses, item);
        }
        let unit = specification.items.iter().all(|item| item.model.has_unit_slope());
        specification.latent[0] = if unit { LatentNormal::free_variance() } else { LatentNormal::standard(1) };
        let (mean, sd) = ASYMPTOTE_PRIOR;
        specification.with_asymptote_prior(mean, sd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_complete_each_other() {
        let models = |two, more| Ok(Models { two, more });
        assert_eq!(Models::parse("2pl"), models(Model::TwoParameter, Model::Graded));
        assert_eq!(Models::parse("gpcm"), models(Model::TwoParameter, Model::GeneralisedPartialCredit));
        assert_eq!(Models::parse("rasch"), models(Model::Rasch, Model::PartialCredit));
        assert_eq!(Models::parse("PCM"), models(Model::Rasch, Model::PartialCredit));
        assert_eq!(Models::parse("3pl,nrm"), models(Model::ThreeParameter, Model::Nominal));
        assert!(Models::parse("5pl").is_err() && Models::parse("").is_err());
    }
}
