//! What has been achieved, whoever has achieved it.

use thetis_bank::types::{CompetenceText, Credential, Dimension, DimensionKind};

use super::alignment::alignments;
use super::{Award, BuildError, Request};
use crate::identifiers::AchievementName;
use crate::types::{Achievement, Criteria, ResultDescription, RubricCriterionLevel};
use crate::words::{Words, fill};

impl<'a> Request<'a> {
    /// Names of what belongs to the achievement.
    pub(super) fn name(&self) -> AchievementName {
        let credential = match self.award {
            Award::Result => "result",
            Award::MicroCredential(id) => id,
        };
        AchievementName::new(&self.bank.id, &self.bank.version, credential)
    }

    /// Dimensions that the credential speaks of, with their places in the bank: those that a micro-credential asks about, or all
    /// that measure knowledge (all there are, if none does).
    pub(super) fn dimensions(&self) -> Vec<(usize, &'a Dimension)> {
        let all = || self.bank.dimensions.iter().enumerate();
        let asked = match self.award {
            Award::MicroCredential(id) => self.bank.credentials.get(id).map(|credential| &credential.requires),
            Award::Result => None,
        };
        let has_knowledge = self.bank.dimensions.iter().any(|own| own.kind == DimensionKind::Evaluation);
        all()
            .filter(|(_, own)| match asked {
                Some(asked) => asked.contains(&own.id),
                None => !has_knowledge || own.kind == DimensionKind::Evaluation,
            })
            .collect()
    }

    fn no_text(&self, place: String) -> BuildError {
        BuildError::NoText { language: self.locale.language.clone(), place }
    }

    fn competence(&self, dimension: &Dimension) -> Result<&'a CompetenceText, BuildError> {
        let id = &dimension.competence;
        self.locale.competences.get(id).ok_or_else(|| self.no_text(format!("competences.{id}")))
    }

    /// The bank's micro-credential, if the result supports it.
    fn awarded(&self, id: &str) -> Result<&'a Credential, BuildError> {
        let (declared, found) =
            self.bank.credentials.get(id).zip(self.report.credentials.iter().find(|found| found.id == id)).ok_or_else(
                || BuildError::UnknownCredential {
                    credential: id.to_owned(),
                    known: self.bank.credentials.keys().map(str::to_owned).collect(),
                },
            )?;
        if found.awarded {
            return Ok(declared);
        }
        Err(BuildError::NotAwarded {
            credential: id.to_owned(),
            probability: found.probability,
            asked: declared.probability,
            answers: found.answers,
            min_answers: found.min_answers,
        })
    }
}

pub(super) fn achievement(request: &Request<'_>, words: &Words) -> Result<Achievement, BuildError> {
    let dimensions = request.dimensions();
    let (achievement_type, name, description, narrative) = match request.award {
        Award::Result => {
            let texts = &request.locale.bank;
            ("Assessment", texts.title.clone(), texts.description.clone(), words.criteria.clone())
        }
        Award::MicroCredential(id) => {
            let declared = request.awarded(id)?;
            let texts = request.locale.credentials.get(id);
            let texts = texts.ok_or_else(|| request.no_text(format!("credentials.{id}")))?;
            let mut descriptions = Vec::new();
            for (_, dimension) in &dimensions {
                descriptions.push(request.competence(dimension)?.description.as_str());
            }
            let percent = per_cent(declared.probability);
            let asked = fill(&words.asked, "percent", &percent);
            let asked = fill(&asked, "answers", &declared.min_answers.to_string());
            let narrative = format!("{} {asked}", texts.criteria);
            ("MicroCredential", texts.name.clone(), descriptions.join(" "), narrative)
        }
    };
    let mut result_description = Vec::new();
    for (place, dimension) in &dimensions {
        result_description.extend(descriptions(request, *place, dimension, words)?);
    }
    Ok(Achievement {
        id: request.name().id(),
        types: ["Achievement"],
        achievement_type,
        name,
        description,
        criteria: Criteria { narrative },
        in_language: request.locale.language.clone(),
        version: request.bank.version.clone(),
        alignment: alignments(request.occupation, eqf_levels(request, &dimensions), words),
        result_description,
    })
}

/// A whole number of per cent, never 0 or 100: no answer makes anything impossible or certain.
pub(super) fn per_cent(probability: f64) -> String {
    format!("{:.0}", (probability * 100.0 + 0.5).floor().clamp(1.0, 99.0))
}

/// Id of the level that a micro-credential asks of a dimension.
fn required<'a>(request: &Request<'a>, dimension: &str) -> Option<&'a str> {
    let Award::MicroCredential(id) = request.award else { return None };
    request.bank.credentials.get(id)?.requires.get(dimension).map(String::as_str)
}

/// EQF levels that a result may be at; of a micro-credential those that it asks for.
fn eqf_levels(request: &Request<'_>, dimensions: &[(usize, &Dimension)]) -> Vec<u8> {
    let levels = dimensions.iter().flat_map(|(place, dimension)| {
        let asked = required(request, &dimension.id);
        let levels = request.report.dimensions[*place].levels.iter();
        levels.filter(move |level| asked.is_none_or(|asked| asked == level.id)).filter_map(|level| level.eqf)
    });
    levels.collect()
}

/// The level of a dimension, and its probability.
fn descriptions(
    request: &Request<'_>,
    place: usize,
    dimension: &Dimension,
    words: &Words,
) -> Result<[ResultDescription; 2], BuildError> {
    let names = request.name();
    let texts = request.competence(dimension)?;
    let levels = request.report.dimensions[place].levels.iter().map(|level| {
        let text = texts.levels.get(&level.id);
        RubricCriterionLevel {
            id: names.level(&dimension.id, &level.id),
            types: ["RubricCriterionLevel"],
            name: text.and_then(|text| text.name.clone()).unwrap_or_else(|| level.id.clone()),
            description: text.map(|text| text.text.clone()),
            level: level.eqf.map(|eqf| format!("EQF {eqf}")),
        }
    });
    Ok([
        ResultDescription {
            id: names.level_of(&dimension.id),
            types: ["ResultDescription"],
            name: fill(&words.level, "name", &texts.name),
            result_type: "RubricCriterionLevel",
            required_level: required(request, &dimension.id).map(|level| names.level(&dimension.id, level)),
            rubric_criterion_level: levels.collect(),
            value_max: None,
            value_min: None,
        },
        ResultDescription {
            id: names.probability_of(&dimension.id),
            types: ["ResultDescription"],
            name: fill(&words.probability, "name", &texts.name),
            result_type: "Percent",
            required_level: None,
            rubric_criterion_level: Vec::new(),
            value_max: Some("100"),
            value_min: Some("0"),
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_is_never_certain() {
        for (probability, text) in [(0.834_999, "83"), (0.835, "84"), (0.999_9, "99"), (0.000_1, "1"), (0.8, "80")] {
            assert_eq!(per_cent(probability), text, "{probability}");
        }
    }
}
