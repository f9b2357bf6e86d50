//! Designs of a study: those of the bank, and others that are tried on it.

use std::{collections::BTreeMap, collections::BTreeSet, sync::Arc};

use thetis_bank::{
    BankFolder, BankSource, CompileError, IdMap, ItemBank, ParameterTable, make_test,
    types::{self, Areas, Dimension, DimensionKind, ItemKind, Prior, Scoring, Status},
};
use thetis_core::{self as core, Bank};

use crate::{
    statistics::{ContentRule, RuleKind},
    study::StudyDesign,
};

/// Where a design comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum DesignSource {
    /// The bank has it, by its name.
    Bank,
    /// This one, whatever the bank has.
    Given(Box<types::Design>),
}

impl DesignSource {
    /// Bank and design together, and what is to be counted of its tests.
    ///
    /// # Errors
    /// The bank has no such design, or it is not sound.
    pub fn compile(&self, source: &BankSource, bank: &Arc<Bank>, name: &str) -> Result<StudyDesign, CompileError> {
        let mut folder = folder_of(source);
        if let Self::Given(design) = self {
            folder.bank.designs = [(name, (**design).clone())].into_iter().collect();
        }
        let design = folder.compile_design(name)?;
        let rules = content_rules(&folder.bank, name, &design);
        let test = make_test(bank.clone(), design).map_err(|source| CompileError::Engine {
            item: source.item().and_then(|item| folder.bank.items.get(item as usize)).map(|item| item.id.clone()),
            design: Some(name.to_owned()),
            source,
        })?;
        Ok(StudyDesign { name: name.to_owned(), test: Arc::new(test), rules })
    }
}

/// The bank's folder. A parameter table becomes one without designs: designs only look up ids in it.
fn folder_of(source: &BankSource) -> BankFolder {
    match source {
        BankSource::Folder(folder) => (**folder).clone(),
        BankSource::Table(table) => {
            BankFolder { bank: bank_of(table), locales: BTreeMap::new(), media: BTreeSet::new() }
        }
    }
}

fn bank_of(table: &ParameterTable) -> ItemBank {
    let dimension = |number: u32| number.to_string();
    let item = |item: &thetis_bank::TableItem| types::Item {
        id: item.id.clone(),
        // A table counts from 0, its dimensions' names from 1.
        dimensions: item.dimensions.iter().map(|d| dimension(d + 1)).collect(),
        kind: ItemKind::SingleChoice,
        response_scale: None,
        options: None,
        targets: Vec::new(),
        scoring: Scoring::Categories { categories: Vec::new() },
        model: item.model.clone(),
        content: Areas::default(),
        outcome: None,
        judgement: None,
        source: None,
        enemies: Vec::new(),
        set: None,
        status: Status::Operational,
        provenance: None,
        media: None,
    };
    let dimensions = (1..=table.dimensions).map(|number| Dimension {
        id: dimension(number),
        competence: dimension(number),
        kind: DimensionKind::Evaluation,
    });
    ItemBank {
        schema: None,
        format: ItemBank::FORMAT,
        id: String::new(),
        version: String::new(),
        licence: String::new(),
        source: None,
        framework: None,
        languages: Vec::new(),
        scaling: table.scaling,
        dimensions: dimensions.collect(),
        prior: Prior::standard(table.dimensions as usize),
        response_scales: IdMap::new(),
        sets: IdMap::new(),
        items: table.items.iter().map(item).collect(),
        levels: Vec::new(),
        profiles: IdMap::new(),
        pathway: Vec::new(),
        credentials: IdMap::new(),
        designs: IdMap::new(),
    }
}

/// Areas that the design has rules for, in the order of its list; then the bank's other areas, as items name them
/// first; then enemies and item sets, as the engine has them.
fn content_rules(bank: &ItemBank, name: &str, design: &core::Design) -> Vec<ContentRule> {
    let wanted = bank.designs.get(name).map_or(&[][..], |design| &design.select.content);
    let constraints = &design.blueprint.constraints;
    // The engine's list begins with the design's.
    let mut rules: Vec<ContentRule> = wanted
        .iter()
        .zip(constraints)
        .map(|(rule, constraint)| ContentRule {
            name: rule.area.clone(),
            kind: RuleKind::Area,
            items: constraint.items.clone(),
            min: constraint.min,
            max: rule.max,
        })
        .collect();
    for (item, place) in bank.items.iter().zip(0..) {
        for area in item.content.iter().filter(|_| item.status.is_operational()) {
            if wanted.iter().any(|rule| rule.area == area) {
                continue;
            }
            match rules[wanted.len()..].iter_mut().find(|rule| rule.name == area) {
                Some(rule) => rule.items.push(place),
                None => rules.push(ContentRule {
                    name: area.to_owned(),
                    kind: RuleKind::Area,
                    items: vec![place],
                    min: 0,
                    max: None,
                }),
            }
        }
    }
    let id = |item: u32| bank.items.get(item as usize).map_or("?", |item| item.id.as_str());
    rules.extend(constraints[wanted.len()..].iter().map(|constraint| ContentRule {
        name: constraint.items.iter().map(|item| id(*item)).collect::<Vec<_>>().join(" + "),
        kind: RuleKind::Enemies,
        items: constraint.items.clone(),
        min: constraint.min,
        max: Some(constraint.max),
    }));
    rules.extend(design.blueprint.sets.iter().map(|set| ContentRule {
        name: set.items.first().and_then(|item| bank.items[*item as usize].set.clone()).unwrap_or_default(),
        kind: RuleKind::Set,
        items: set.items.clone(),
        min: set.min,
        max: Some(set.max),
    }));
    rules
}
