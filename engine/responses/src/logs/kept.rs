//! What a learning platform has kept beside a log, in the names of SCORM's data model.

use std::collections::BTreeMap;

use serde_json::Value;

/// What was kept beside a log: recomputed from it, all of this has to come out again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// `cmi.core.score.raw`, `cmi.score.raw`.
    pub score: Option<String>,
    /// `cmi.core.lesson_status`.
    pub lesson_status: Option<String>,
    /// `cmi.success_status`.
    pub success_status: Option<String>,
    /// `cmi.completion_status`.
    pub completion_status: Option<String>,
    /// `cmi.objectives.n`, by n.
    pub objectives: BTreeMap<u32, KeptObjective>,
    /// `cmi.interactions.n`, by n.
    pub interactions: BTreeMap<u32, KeptInteraction>,
    /// What the player's saved result says of each dimension.
    pub estimates: Vec<KeptEstimate>,
}

/// An objective as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptObjective {
    /// Its id.
    pub id: String,
    /// Its score, as text.
    pub score: Option<String>,
}

/// An interaction as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptInteraction {
    /// Its id, of the item.
    pub id: String,
    /// What was answered.
    pub response: Option<String>,
    /// Whether that was right.
    pub result: Option<String>,
}

/// What a saved result says of a dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptEstimate {
    /// Its id.
    pub dimension: String,
    /// Estimate, logits.
    pub theta: f64,
    /// Standard error, logits.
    pub se: Option<f64>,
    /// Id of the likeliest level.
    pub level: Option<String>,
}

/// What an element of the data model is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    Score,
    LessonStatus,
    SuccessStatus,
    CompletionStatus,
    ObjectiveId(u32),
    ObjectiveScore(u32),
    InteractionId(u32),
    InteractionResponse(u32),
    InteractionResult(u32),
    /// Where the log is.
    State,
}

impl Element {
    /// The element of this name: `cmi.core.score.raw`, `cmi.interactions.3.id`, as Moodle writes it
    /// (`cmi.interactions_3.id`), or without what is before it (`score_raw`).
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let name = name.strip_prefix("cmi.").unwrap_or(&name);
        let name = name.strip_prefix("core.").unwrap_or(name);
        if let Some((n, field)) = numbered(name, "objectives") {
            return match field {
                "id" => Some(Self::ObjectiveId(n)),
                "score.raw" | "score_raw" => Some(Self::ObjectiveScore(n)),
                _ => None,
            };
        }
        if let Some((n, field)) = numbered(name, "interactions") {
            return match field {
                "id" => Some(Self::InteractionId(n)),
                "student_response" | "learner_response" => Some(Self::InteractionResponse(n)),
                "result" => Some(Self::InteractionResult(n)),
                _ => None,
            };
        }
        Some(match name {
            "score.raw" | "score_raw" => Self::Score,
            "lesson_status" => Self::LessonStatus,
            "success_status" => Self::SuccessStatus,
            "completion_status" => Self::CompletionStatus,
            "suspend_data" => Self::State,
            _ => return None,
        })
    }
}

/// `interactions.3.id`, `interactions_3.id` and `interactions.N3.id` as 3 and `id`.
fn numbered<'n>(name: &'n str, list: &str) -> Option<(u32, &'n str)> {
    let rest = name.strip_prefix(list)?.strip_prefix(['.', '_'])?;
    let rest = rest.strip_prefix('n').unwrap_or(rest);
    let (number, field) = rest.split_once('.')?;
    Some((number.parse().ok()?, field))
}

impl Kept {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Take a value in; an empty one says nothing.
    pub(crate) fn take(&mut self, element: Element, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let own = || Some(value.to_owned());
        match element {
            Element::Score => self.score = own(),
            Element::LessonStatus => self.lesson_status = own(),
            Element::SuccessStatus => self.success_status = own(),
            Element::CompletionStatus => self.completion_status = own(),
            Element::ObjectiveId(n) => value.clone_into(&mut self.objectives.entry(n).or_default().id),
            Element::ObjectiveScore(n) => self.objectives.entry(n).or_default().score = own(),
            Element::InteractionId(n) => value.clone_into(&mut self.interactions.entry(n).or_default().id),
            Element::InteractionResponse(n) => self.interactions.entry(n).or_default().response = own(),
            Element::InteractionResult(n) => self.interactions.entry(n).or_default().result = own(),
            Element::State => {}
        }
    }

    /// What a score report says of each dimension.
    pub(crate) fn estimates_of(report: &Value) -> Vec<KeptEstimate> {
        let of = |dimension: &Value| {
            let place = dimension.get("level").and_then(Value::as_u64).and_then(|level| usize::try_from(level).ok());
            let level = place.and_then(|place| dimension.get("levels")?.get(place)?.get("id")?.as_str());
            Some(KeptEstimate {
                dimension: dimension.get("dimension")?.as_str()?.to_owned(),
                theta: dimension.get("theta")?.as_f64()?,
                // Infinite where nothing is known, which JSON cannot say.
                se: dimension.get("se").and_then(Value::as_f64),
                level: level.map(str::to_owned),
            })
        };
        let dimensions = report.get("dimensions").and_then(Value::as_array);
        dimensions.map(|list| list.iter().filter_map(of).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements_as_platforms_write_them() {
        let cases = [
            ("cmi.core.score.raw", Some(Element::Score)),
            ("cmi.score.raw", Some(Element::Score)),
            ("score_raw", Some(Element::Score)),
            ("cmi.core.lesson_status", Some(Element::LessonStatus)),
            ("cmi.success_status", Some(Element::SuccessStatus)),
            ("cmi.completion_status", Some(Element::CompletionStatus)),
            ("cmi.suspend_data", Some(Element::State)),
            ("cmi.objectives.0.id", Some(Element::ObjectiveId(0))),
            ("cmi.objectives_12.score.raw", Some(Element::ObjectiveScore(12))),
            ("cmi.interactions.N3.id", Some(Element::InteractionId(3))),
            ("cmi.interactions_3.student_response", Some(Element::InteractionResponse(3))),
            ("cmi.interactions.3.learner_response", Some(Element::InteractionResponse(3))),
            ("cmi.interactions.3.result", Some(Element::InteractionResult(3))),
            ("cmi.interactions.3.latency", None),
            ("cmi.interactions.x.id", None),
            ("cmi.objectives._count", None),
            ("cmi.core.score.max", None),
            ("id", None),
        ];
        for (name, element) in cases {
            assert_eq!(Element::of(name), element, "{name}");
        }
    }
}
