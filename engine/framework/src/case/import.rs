//! From a CASE package to a framework.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt,
};

use thetis_bank::{IdMap, is_language_tag, is_valid_id, types::Review};

use super::{
    identifiers::{eqf_level, outcome_type},
    input::{self, Association, Document, Item, Package},
    tree::{Node, Tree},
};
use crate::{
    Area, Competence, ESCO_NOTICE, EscoConcept, Framework, FrameworkFolder, FrameworkLevel, FrameworkTexts, Named,
    Outcome, OutcomeType, Overlay, OverlayText, Title, esco_identifier,
};

/// What to take where a package does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Id of the framework; otherwise made of its title.
    pub id: Option<String>,
    /// Language of the texts.
    pub language: Option<String>,
    /// Licence.
    pub licence: Option<String>,
    /// Kind of the outcomes whose `CFItemType` is none of ours.
    pub outcome_type: Option<OutcomeType>,
    /// EQF level of the outcomes without one.
    pub eqf: Option<u8>,
}

/// A framework read from a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The framework with its texts in one language.
    pub folder: FrameworkFolder,
    /// What was in the package and is not in the framework.
    pub notes: Vec<String>,
}

/// Something in a package that cannot be read as a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseProblem {
    /// Where: `CFItems[3]`; empty for the whole file.
    pub place: String,
    /// What is wrong, with the values at fault.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl CaseProblem {
    pub(super) fn new(place: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.to_owned(), message: message.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for CaseProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, message, remedy } = self;
        if !place.is_empty() {
            write!(formatter, "{place}: ")?;
        }
        write!(formatter, "{message}; {remedy}")
    }
}

impl Error for CaseProblem {}

/// Reads a CASE package, ours or another's, as a framework.
///
/// The tree has to have three levels below the document: areas, competences, learning outcomes. An outcome's kind is
/// read from `CFItemType` (Knowledge, Skill, Responsibility and autonomy), its EQF level from `educationLevel` (`EQF 2`).
///
/// # Errors
///
/// Every reason why the package cannot be read as a framework. No input makes it panic.
pub fn import_case(text: &[u8], defaults: &Defaults) -> Result<Imported, Vec<CaseProblem>> {
    let mut problems = Vec::new();
    let package = input::read(text, &mut problems);
    let imported = package.map(|package| Import::new(&package, defaults, &mut problems).run());
    match imported {
        Some(imported) if problems.is_empty() => Ok(imported),
        _ => Err(problems),
    }
}

struct Import<'a> {
    package: &'a Package,
    defaults: &'a Defaults,
    problems: &'a mut Vec<CaseProblem>,
    notes: Vec<String>,
    /// Items that keep their identifier as id.
    unnamed: usize,
    /// References to ESCO by identifier of the item.
    esco: BTreeMap<&'a str, Vec<&'a str>>,
    areas: IdMap<Named>,
    competences: IdMap<Named>,
    outcomes: IdMap<String>,
}

impl<'a> Import<'a> {
    fn new(package: &'a Package, defaults: &'a Defaults, problems: &'a mut Vec<CaseProblem>) -> Self {
        Self {
            package,
            defaults,
            problems,
            notes: Vec::new(),
            unnamed: 0,
            esco: BTreeMap::new(),
            areas: IdMap::new(),
            competences: IdMap::new(),
            outcomes: IdMap::new(),
        }
    }

    fn run(mut self) -> Imported {
        let Package { document, items, associations, unread } = self.package;
        for name in unread {
            self.notes.push(format!("{name} are not read"));
        }
        let esco_skills = self.associations(associations);
        let tree = Tree::grow(&document.identifier, items, associations, self.problems);
        let mut overlays = self.overlays(document);
        let areas = self.core(&tree, &mut overlays);
        if self.unnamed > 0 {
            self.notes.push(format!(
                "{} items have their identifier as id, because their humanCodingScheme is missing, repeated or no id",
                self.unnamed
            ));
        }
        let language = self.language(document);
        let texts = self.texts(document, &language);
        let framework = Framework {
            schema: None,
            format: Framework::FORMAT,
            id: self.id(document),
            version: document.version.clone().unwrap_or_else(|| {
                self.notes.push("the document has no version; it is called 1".into());
                "1".into()
            }),
            changed: document.changed.clone(),
            creator: document.creator.clone(),
            licence: self.licence(document),
            source: source(document),
            address: document.extension.as_ref().and_then(|own| own.address.clone()),
            languages: vec![language.clone()],
            levels: document
                .extension
                .iter()
                .flat_map(|own| &own.levels)
                .map(|level| FrameworkLevel { id: level.id.clone(), eqf: level.eqf })
                .collect(),
            areas,
            esco_skills,
            overlays,
        };
        let folder = FrameworkFolder { framework, locales: BTreeMap::from([(language, texts)]) };
        Imported { folder, notes: self.notes }
    }

    /// References to ESCO; the labels of the skills. What else is associated is counted.
    fn associations(&mut self, associations: &'a [Association]) -> IdMap<String> {
        let mut labels = IdMap::new();
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for own in associations.iter().filter(|own| own.kind != "isChildOf") {
            if esco_identifier(EscoConcept::Skill, &own.destination.uri).is_some() {
                self.esco.entry(&own.origin.identifier).or_default().push(&own.destination.uri);
                if !labels.contains(&own.destination.uri) {
                    labels.push(own.destination.uri.clone(), own.destination.title.clone());
                }
            } else {
                *others.entry(&own.kind).or_default() += 1;
            }
        }
        for (kind, number) in others {
            self.notes.push(format!("{number} associations of type {kind} are not read"));
        }
        labels
    }

    fn overlays(&self, document: &Document) -> Vec<Overlay> {
        let extensions = document.extension.iter().flat_map(|own| &own.overlays);
        extensions
            .map(|own| Overlay {
                country: own.country.clone(),
                adds: IdMap::new(),
                notes: own.notes.iter().map(|note| note.note.clone()).collect(),
                qualifications: own.qualifications.clone(),
            })
            .collect()
    }

    fn core(&mut self, tree: &Tree<'a>, overlays: &mut Vec<Overlay>) -> Vec<Area> {
        if tree.depth < 3 && !self.package.items.is_empty() {
            let message = format!("the tree below the document has {} levels", tree.depth);
            let remedy = "give it three: areas, competences and learning outcomes, joined by isChildOf";
            self.problems.push(CaseProblem::new("CFAssociations", message, remedy));
        }
        let mut ids: [BTreeSet<String>; 3] = Default::default();
        // In the order of the file, which is the overlays' own.
        let mut added: Vec<(usize, String, String, Outcome)> = Vec::new();
        let mut areas = Vec::new();
        for area in &tree.roots {
            let id = self.named(area, &mut ids[0], 1);
            let mut competences = Vec::new();
            for competence in &area.children {
                let competence_id = self.named(competence, &mut ids[1], 2);
                let mut outcomes = Vec::new();
                for node in &competence.children {
                    let Some(outcome) = self.outcome(node, &mut ids[2]) else {
                        continue;
                    };
                    match &node.item.country {
                        None => outcomes.push(outcome),
                        Some(country) => added.push((node.index, country.clone(), competence_id.clone(), outcome)),
                    }
                }
                competences.push(Competence { id: competence_id, outcomes });
            }
            areas.push(Area { id, competences });
        }
        added.sort_by_key(|(index, ..)| *index);
        for (_, country, competence, outcome) in added {
            let found = overlays.iter().position(|overlay| overlay.country == country);
            let place = found.unwrap_or_else(|| {
                let overlay = Overlay { country, adds: IdMap::new(), notes: Vec::new(), qualifications: Vec::new() };
                overlays.push(overlay);
                overlays.len() - 1
            });
            let adds = &mut overlays[place].adds;
            match adds.get_mut(&competence) {
                Some(outcomes) => outcomes.push(outcome),
                None => adds.push(competence, vec![outcome]),
            }
        }
        areas
    }

    /// Id of an item: its code if that is an id and no other's, otherwise its identifier.
    fn item_id(&mut self, item: &Item, taken: &mut BTreeSet<String>) -> String {
        let code = item.code.as_ref().filter(|code| is_valid_id(code) && !taken.contains(*code));
        let id = match code {
            Some(code) => code.clone(),
            None => {
                self.unnamed += 1;
                if !is_valid_id(&item.identifier) {
                    let message = format!("neither humanCodingScheme nor identifier {:?} is an id", item.identifier);
                    self.problems.push(CaseProblem::new(&item.place, message, "make the identifier a UUID"));
                }
                item.identifier.clone()
            }
        };
        taken.insert(id.clone());
        id
    }

    /// Id of an area or a competence, whose texts are kept.
    fn named(&mut self, node: &Node<'a>, taken: &mut BTreeSet<String>, depth: u8) -> String {
        let item = node.item;
        let id = self.item_id(item, taken);
        if item.country.is_some() {
            let message = "is an area or a competence that only one country has";
            let remedy = "let countries add outcomes only: remove extensions.thetis.country";
            self.problems.push(CaseProblem::new(&item.place, message, remedy));
        }
        let name = item.name.clone().unwrap_or_else(|| item.statement.clone());
        let texts = if depth == 1 { &mut self.areas } else { &mut self.competences };
        texts.push(id.clone(), Named { name, description: item.statement.clone() });
        id
    }

    fn outcome(&mut self, node: &Node<'a>, taken: &mut BTreeSet<String>) -> Option<Outcome> {
        let item = node.item;
        let id = self.item_id(item, taken);
        self.outcomes.push(id.clone(), item.statement.clone());
        let words = item.item_type.as_deref().unwrap_or("not given");
        let kind = outcome_type(words).or(self.defaults.outcome_type);
        if kind.is_none() {
            let message = format!("the CFItemType is {words}, which says no kind of learning outcome");
            let remedy = "make it Knowledge, Skill or Responsibility and autonomy, or give a default type";
            self.problems.push(CaseProblem::new(&item.place, message, remedy));
        }
        let eqf = item.education_levels.iter().find_map(|level| eqf_level(level)).or(self.defaults.eqf);
        if eqf.is_none() {
            let message = "no educationLevel is an EQF level";
            let remedy = "add one such as \"EQF 2\", or give a default level";
            self.problems.push(CaseProblem::new(&item.place, message, remedy));
        }
        let esco = self.esco.get(item.identifier.as_str()).into_iter().flatten().map(|uri| (*uri).to_owned());
        Some(Outcome { id, kind: kind?, eqf: eqf?, esco: esco.collect() })
    }

    fn id(&mut self, document: &Document) -> String {
        let given = self.defaults.id.clone().or_else(|| document.extension.as_ref().map(|own| own.id.clone()));
        let id = given.unwrap_or_else(|| slug(&document.title));
        if !is_valid_id(&id) {
            let message = format!("no id can be made of the title {:?}", document.title);
            self.problems.push(CaseProblem::new("CFDocument", message, "give an id"));
        }
        id
    }

    fn language(&mut self, document: &Document) -> String {
        let language = document.language.clone().or_else(|| self.defaults.language.clone()).unwrap_or_default();
        if !is_language_tag(&language) {
            let message = format!("the language {language:?} is none");
            let remedy = "add a language tag such as \"fr\" to CFDocument, or give a default language";
            self.problems.push(CaseProblem::new("CFDocument", message, remedy));
        }
        language
    }

    fn licence(&mut self, document: &Document) -> String {
        let licence = document.licence.clone().or_else(|| self.defaults.licence.clone());
        licence.unwrap_or_else(|| {
            let message = "no licenseURI says under which licence the framework is";
            let remedy = "ask who made it, and give it as a default licence";
            self.problems.push(CaseProblem::new("CFDocument", message, remedy));
            String::new()
        })
    }

    fn texts(&mut self, document: &Document, language: &str) -> FrameworkTexts {
        let extension = document.extension.as_ref();
        let overlays = extension.into_iter().flat_map(|own| &own.overlays).filter(|own| !own.notes.is_empty());
        let notes = overlays.map(|own| {
            let notes = own.notes.iter().map(|note| (note.note.id.clone(), note.text.clone())).collect();
            (own.country.clone(), OverlayText { notes })
        });
        FrameworkTexts {
            schema: None,
            language: language.to_owned(),
            review: extension.map_or(Review::Unreviewed, |own| own.review),
            framework: Title {
                title: document.title.clone(),
                description: document.description.clone().unwrap_or_else(|| document.title.clone()),
                notice: extension.and_then(|own| own.notice.clone()),
            },
            levels: extension
                .into_iter()
                .flat_map(|own| &own.levels)
                .map(|level| (level.id.clone(), level.name.clone()))
                .collect(),
            areas: std::mem::take(&mut self.areas),
            competences: std::mem::take(&mut self.competences),
            outcomes: std::mem::take(&mut self.outcomes),
            overlays: notes.collect(),
        }
    }
}

/// The notes without the notice that an export adds.
fn source(document: &Document) -> Option<String> {
    let notes = document.notes.as_deref()?;
    let source = notes.strip_suffix(ESCO_NOTICE).map_or(notes, str::trim_end);
    (!source.is_empty()).then(|| source.to_owned())
}

/// A title as an id: `Pflege & Haushalt` becomes `pflege-haushalt`.
fn slug(title: &str) -> String {
    let words = title.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    slug.chars().take(64).collect()
}
