//! From a framework to a CASE package.

use std::{error::Error, fmt};

use super::{
    extensions::{DocumentExtension, ItemExtension, LevelExtension, NoteExtension, OverlayExtension},
    identifiers::{Identifiers, Kind, Resource},
    package::{
        CfAssociation, CfAssociationGrouping, CfDefinitions, CfDocument, CfItem, CfItemType, CfLicense, CfPackage,
        LinkUri, Thetis,
    },
};
use crate::{ESCO_NOTICE, EscoConcept, Framework, FrameworkFolder, FrameworkTexts, Outcome, esco_identifier};

/// Why a framework cannot be exported.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// The framework does not have this language.
    UnknownLanguage {
        /// The language asked for.
        language: String,
        /// The framework's languages.
        known: Vec<String>,
    },
    /// Something has no text in this language.
    MissingText {
        /// What has none: `outcomes.ps-role`.
        place: String,
        /// The language.
        language: String,
    },
    /// An outcome refers to ESCO by something that is no URI of a skill, or has no label.
    Esco {
        /// Id of the outcome.
        outcome: String,
        /// The URI.
        uri: String,
    },
}

impl fmt::Display for ExportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLanguage { language, known } => {
                write!(formatter, "the framework has no texts in {language}; use one of: {}", known.join(", "))
            }
            Self::MissingText { place, language } => {
                write!(formatter, "{place} has no text in {language}; write it in locales/{language}.json")
            }
            Self::Esco { outcome, uri } => write!(
                formatter,
                "the outcome {outcome} refers to {uri}, which is no ESCO skill with a label; correct it, or add the \
                 label to \"escoSkills\""
            ),
        }
    }
}

impl Error for ExportError {}

/// The framework as a CASE 1.1 package in one language, as JSON text ending in a line feed.
///
/// # Errors
///
/// A language that the framework does not have; something without text; a reference to ESCO that is none.
pub fn export_case(folder: &FrameworkFolder, language: &str) -> Result<String, ExportError> {
    let package = CfPackage::of(folder, language)?;
    // A package holds nothing that could fail to print.
    let text = serde_json::to_string_pretty(&package).expect("text and numbers can be printed");
    Ok(text + "\n")
}

impl CfPackage {
    fn of(folder: &FrameworkFolder, language: &str) -> Result<Self, ExportError> {
        let texts = folder.locales.get(language).ok_or_else(|| ExportError::UnknownLanguage {
            language: language.to_owned(),
            known: folder.locales.keys().cloned().collect(),
        })?;
        let identifiers = Identifiers::new(&folder.framework.id, folder.framework.address.as_deref());
        let mut export =
            Export { framework: &folder.framework, texts, identifiers, items: Vec::new(), associations: Vec::new() };
        export.core()?;
        export.overlays()?;
        let document = export.document()?;
        let definitions = export.definitions();
        Ok(Self { document, items: export.items, associations: export.associations, definitions })
    }
}

struct Export<'a> {
    framework: &'a Framework,
    texts: &'a FrameworkTexts,
    identifiers: Identifiers<'a>,
    items: Vec<CfItem>,
    associations: Vec<CfAssociation>,
}

impl Export<'_> {
    fn changed(&self) -> String {
        self.framework.changed.clone()
    }

    fn missing(&self, place: String) -> ExportError {
        ExportError::MissingText { place, language: self.texts.language.clone() }
    }

    fn link(&self, resource: Resource, path: &str, title: &str) -> LinkUri {
        let (identifier, uri) = self.identifiers.of(resource, path);
        LinkUri { title: title.to_owned(), identifier, uri, target_type: None }
    }

    fn item_link(&self, kind: Kind, id: &str, title: &str) -> LinkUri {
        self.link(Resource::Item, &format!("{}/{id}", kind.depth()), title)
    }

    fn document_link(&self) -> LinkUri {
        self.link(Resource::Document, "", &self.texts.framework.title)
    }

    fn core(&mut self) -> Result<(), ExportError> {
        let (framework, texts) = (self.framework, self.texts);
        let document = self.document_link();
        for (number, area) in framework.areas.iter().enumerate() {
            let named = texts.areas.get(&area.id).ok_or_else(|| self.missing(format!("areas.{}", area.id)))?;
            let link = self.item(Kind::Area, &area.id, &named.description, Some(&named.name));
            self.child(&link, &document, number + 1, None);
            for (number, competence) in area.competences.iter().enumerate() {
                let parent = link.clone();
                let named = self.competence_text(&competence.id)?;
                let link = self.item(Kind::Competence, &competence.id, &named.1, Some(&named.0));
                self.child(&link, &parent, number + 1, None);
                for (number, outcome) in competence.outcomes.iter().enumerate() {
                    self.outcome(outcome, &link, number + 1, None)?;
                }
            }
        }
        Ok(())
    }

    /// Name and description of a competence.
    fn competence_text(&self, id: &str) -> Result<(String, String), ExportError> {
        let named = self.texts.competences.get(id).ok_or_else(|| self.missing(format!("competences.{id}")))?;
        Ok((named.name.clone(), named.description.clone()))
    }

    fn overlays(&mut self) -> Result<(), ExportError> {
        for overlay in &self.framework.overlays {
            for (competence, outcomes) in overlay.adds.iter() {
                let parent = self.item_link(Kind::Competence, competence, &self.competence_text(competence)?.0);
                // After the core's, in the order of the overlay.
                let core = self.framework.competence(competence).map_or(0, |competence| competence.outcomes.len());
                for (number, outcome) in outcomes.iter().enumerate() {
                    self.outcome(outcome, &parent, core + number + 1, Some(&overlay.country))?;
                }
            }
        }
        Ok(())
    }

    fn outcome(
        &mut self,
        outcome: &Outcome,
        parent: &LinkUri,
        number: usize,
        country: Option<&str>,
    ) -> Result<(), ExportError> {
        let id = &outcome.id;
        let text = self.texts.outcomes.get(id).ok_or_else(|| self.missing(format!("outcomes.{id}")))?;
        let link = self.item(Kind::Outcome(outcome.kind), id, text, None);
        if let Some(item) = self.items.last_mut() {
            item.education_level = vec![format!("EQF {}", outcome.eqf)];
            item.extensions = country.map(|country| Thetis { thetis: ItemExtension { country: country.to_owned() } });
        }
        self.child(&link, parent, number, country);
        for uri in &outcome.esco {
            let label = self.framework.esco_skills.get(uri);
            let (Some(label), Some(skill)) = (label, esco_identifier(EscoConcept::Skill, uri)) else {
                return Err(ExportError::Esco { outcome: id.clone(), uri: uri.clone() });
            };
            let destination = LinkUri {
                title: label.clone(),
                identifier: skill.to_owned(),
                uri: uri.clone(),
                target_type: Some("ext:ESCO"),
            };
            self.associate("isRelatedTo", link.clone(), destination, None, None);
        }
        Ok(())
    }

    /// Adds an item; what refers to it.
    fn item(&mut self, kind: Kind, id: &str, statement: &str, name: Option<&str>) -> LinkUri {
        let link = self.item_link(kind, id, name.unwrap_or(statement));
        self.items.push(CfItem {
            identifier: link.identifier.clone(),
            uri: link.uri.clone(),
            full_statement: statement.to_owned(),
            abbreviated_statement: name.map(str::to_owned),
            item_type: kind.title(),
            item_type_uri: self.link(Resource::ItemType, kind.title(), kind.title()),
            human_coding_scheme: id.to_owned(),
            education_level: Vec::new(),
            language: self.texts.language.clone(),
            last_change_date_time: self.changed(),
            extensions: None,
        });
        link
    }

    fn child(&mut self, child: &LinkUri, parent: &LinkUri, number: usize, country: Option<&str>) {
        let grouping = country.map(|country| self.link(Resource::Grouping, country, country));
        self.associate("isChildOf", child.clone(), parent.clone(), Some(number), grouping);
    }

    fn associate(
        &mut self,
        association_type: &'static str,
        origin: LinkUri,
        destination: LinkUri,
        sequence_number: Option<usize>,
        grouping: Option<LinkUri>,
    ) {
        let path = format!("{}/{association_type}/{}", origin.identifier, destination.identifier);
        let (identifier, uri) = self.identifiers.of(Resource::Association, &path);
        let last_change_date_time = self.changed();
        self.associations.push(CfAssociation {
            identifier,
            association_type,
            sequence_number,
            uri,
            origin,
            destination,
            grouping,
            last_change_date_time,
        });
    }

    fn document(&self) -> Result<CfDocument, ExportError> {
        let (framework, texts) = (self.framework, self.texts);
        let link = self.document_link();
        let notice = framework.uses_esco().then_some(ESCO_NOTICE);
        let notes: Vec<_> = framework.source.as_deref().into_iter().chain(notice).collect();
        Ok(CfDocument {
            identifier: link.identifier,
            uri: link.uri,
            case_version: "1.1",
            creator: framework.creator.clone(),
            title: texts.framework.title.clone(),
            last_change_date_time: self.changed(),
            description: texts.framework.description.clone(),
            language: texts.language.clone(),
            version: framework.version.clone(),
            license_uri: self.link(Resource::License, &framework.licence, &framework.licence),
            notes: (!notes.is_empty()).then(|| notes.join("\n\n")),
            extensions: Thetis { thetis: self.extension()? },
        })
    }

    fn extension(&self) -> Result<DocumentExtension, ExportError> {
        let (framework, texts) = (self.framework, self.texts);
        let levels = framework.levels.iter().map(|level| {
            let name = texts.levels.get(&level.id).ok_or_else(|| self.missing(format!("levels.{}", level.id)))?;
            Ok(LevelExtension { id: level.id.clone(), eqf: level.eqf, name: name.clone() })
        });
        let overlays = framework.overlays.iter().map(|overlay| {
            let own = texts.overlays.get(&overlay.country);
            let notes = overlay.notes.iter().map(|note| {
                let text = own.and_then(|own| own.notes.get(&note.id));
                let place = || format!("overlays.{}.notes.{}", overlay.country, note.id);
                Ok(NoteExtension { note: note.clone(), text: text.ok_or_else(|| self.missing(place()))?.clone() })
            });
            Ok(OverlayExtension {
                country: overlay.country.clone(),
                notes: notes.collect::<Result<_, ExportError>>()?,
                qualifications: overlay.qualifications.clone(),
            })
        });
        Ok(DocumentExtension {
            id: framework.id.clone(),
            address: framework.address.clone(),
            review: texts.review,
            notice: texts.framework.notice.clone(),
            levels: levels.collect::<Result<_, ExportError>>()?,
            overlays: overlays.collect::<Result<_, ExportError>>()?,
        })
    }

    fn definitions(&self) -> CfDefinitions {
        let licence = &self.framework.licence;
        let license = self.link(Resource::License, licence, licence);
        let item_types = Kind::ALL.map(|kind| {
            let link = self.link(Resource::ItemType, kind.title(), kind.title());
            CfItemType {
                identifier: link.identifier,
                uri: link.uri,
                title: link.title,
                description: kind.description().to_owned(),
                hierarchy_code: kind.depth().to_string(),
                last_change_date_time: self.changed(),
            }
        });
        let adding = self.framework.overlays.iter().filter(|overlay| !overlay.adds.is_empty());
        let groupings = adding.map(|overlay| {
            let link = self.link(Resource::Grouping, &overlay.country, &overlay.country);
            CfAssociationGrouping {
                identifier: link.identifier,
                uri: link.uri,
                title: link.title,
                description: format!("Outcomes that are asked for in {} only.", overlay.country),
                last_change_date_time: self.changed(),
            }
        });
        CfDefinitions {
            licenses: vec![CfLicense {
                identifier: license.identifier,
                uri: license.uri,
                title: license.title,
                license_text: format!("SPDX licence expression {licence}, see https://spdx.org/licenses/"),
                last_change_date_time: self.changed(),
            }],
            item_types: item_types.into(),
            groupings: groupings.collect(),
        }
    }
}
