//! A study: a bank, one or several designs, simulees, replications, a seed.

use std::{error::Error, fmt, sync::Arc};

use thetis_bank::{BankSource, CompileError, make_test};
use thetis_core::{self as core, Bank, Test};

use crate::{
    design_source::DesignSource,
    random::Stream,
    simulees::{Population, Simulees, SimuleesError},
    statistics::{Bins, ContentRule, ContentRules, Hexagons, RuleKind},
    whole::whole,
};

/// A bank as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankNames {
    /// Id and version of the bank, or the file of a parameter table.
    pub title: String,
    /// Ids of the items.
    pub items: Vec<String>,
    /// Ids of the dimensions.
    pub dimensions: Vec<String>,
}

impl BankNames {
    /// The names in a bank.
    #[must_use]
    pub fn of(source: &BankSource) -> Self {
        let items = source.ids().into_iter().map(str::to_owned).collect();
        match source {
            BankSource::Folder(folder) => Self {
                title: format!("{} {}", folder.bank.id, folder.bank.version),
                items,
                dimensions: folder.bank.dimensions.iter().map(|dimension| dimension.id.clone()).collect(),
            },
            BankSource::Table(table) => Self {
                title: table.file.clone(),
                items,
                dimensions: (1..=table.dimensions).map(|number| number.to_string()).collect(),
            },
        }
    }
}

/// How long answers take: lognormal, independent of person and item (van der Linden 2006, without his person and
/// item parameters). It matters to designs that stop by time or watch for fast answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponseTimes {
    /// Median, seconds.
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub log_sd: f64,
}

impl Default for ResponseTimes {
    fn default() -> Self {
        Self { median: 20.0, log_sd: 0.5 }
    }
}

impl ResponseTimes {
    /// Hundredths of a second, at least one.
    pub(crate) fn draw(&self, stream: Stream) -> u32 {
        let seconds = self.median * libm::exp(self.log_sd * stream.normal());
        u32::try_from(whole((seconds * 100.0).round())).unwrap_or(u32::MAX).max(1)
    }

    fn is_sound(&self) -> bool {
        self.median > 0.0 && self.median.is_finite() && (0.0..f64::INFINITY).contains(&self.log_sd)
    }
}

/// A design of a study, with what is counted of its tests.
#[derive(Clone, Debug)]
pub struct StudyDesign {
    /// How reports call it.
    pub name: String,
    /// Bank and design.
    pub test: Arc<Test>,
    /// Content areas, enemies and item sets.
    pub rules: Vec<ContentRule>,
}

impl StudyDesign {
    /// Whether it has a minimum or maximum for a content area.
    pub(crate) fn bounds_areas(&self) -> bool {
        self.rules.iter().any(|rule| rule.kind == RuleKind::Area && (rule.min > 0 || rule.max.is_some()))
    }
}

/// What can be chosen about a study besides bank and designs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whom it tests.
    pub simulees: Simulees,
    /// How often each simulee takes each test; at least 1.
    pub replications: u32,
    /// Decides every random number of the study.
    pub seed: u64,
    /// Where the classes of true θ part, ascending, logits; `None` for classes that fit the simulees.
    pub bins: Option<Vec<f64>>,
    /// How long answers take.
    pub times: ResponseTimes,
}

/// A study, ready to [run](crate::run()).
#[derive(Clone, Debug)]
pub struct Study {
    pub(crate) names: BankNames,
    pub(crate) bank: Arc<Bank>,
    pub(crate) designs: Vec<StudyDesign>,
    pub(crate) rules: Vec<ContentRules>,
    /// The first design that bounds content areas, by its number, and these bounds: designs without any are held
    /// against them.
    pub(crate) blueprint: Option<(usize, ContentRules)>,
    pub(crate) population: Population,
    pub(crate) replications: u32,
    pub(crate) seed: u64,
    pub(crate) bins: Vec<Bins>,
    pub(crate) hexagons: Vec<Hexagons>,
    pub(crate) times: ResponseTimes,
}

/// Why a study cannot be run, or why running it failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StudyError {
    /// There is no design, or two have one name.
    Designs,
    /// A design is not sound.
    Design(CompileError),
    /// The simulees do not fit the bank.
    Simulees(SimuleesError),
    /// There are no replications.
    Replications,
    /// Edges of classes are not finite or do not ascend.
    Bins,
    /// The median time is not positive, or its spread negative.
    Times,
    /// The engine refused an answer.
    Sitting {
        /// Name of the design.
        design: String,
        /// The simulee, from 0; or the person, in the order of the response table.
        simulee: u32,
        /// What the engine said.
        source: core::Error,
        /// Id of the item concerned.
        item: Option<String>,
    },
    /// Whoever takes the logs could not.
    Logs(String),
}

impl fmt::Display for StudyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Designs => formatter.write_str("a study needs at least one design, and a name of its own for each"),
            Self::Design(error) => error.fmt(formatter),
            Self::Simulees(error) => error.fmt(formatter),
            Self::Replications => formatter.write_str("a study needs at least 1 replication"),
            Self::Bins => formatter.write_str("the classes' edges must be finite numbers in ascending order"),
            Self::Times => formatter.write_str("the median time must be above 0 and its log SD at least 0"),
            Self::Sitting { design, simulee, source, item } => {
                write!(formatter, "design {design}, simulee {}", u64::from(*simulee) + 1)?;
                if let Some(item) = item {
                    write!(formatter, ", item {item}")?;
                }
                write!(formatter, ": {source}")?;
                if let core::Error::PassRefused { .. } = source {
                    formatter.write_str(
                        "; there is no recorded answer to it: do not ask it of everybody, or allow skipping (\"answers\": {\"skip\": \"ignored\"})",
                    )?;
                }
                Ok(())
            }
            Self::Logs(reason) => write!(formatter, "the logs cannot be written: {reason}"),
        }
    }
}

impl Error for StudyError {}

impl From<SimuleesError> for StudyError {
    fn from(error: SimuleesError) -> Self {
        Self::Simulees(error)
    }
}

impl From<CompileError> for StudyError {
    fn from(error: CompileError) -> Self {
        Self::Design(error)
    }
}

impl Study {
    /// Put a study together.
    ///
    /// # Errors
    /// What does not fit; see [`StudyError`].
    pub fn new(names: BankNames, bank: Arc<Bank>, designs: Vec<StudyDesign>, plan: Plan) -> Result<Self, StudyError> {
        let Plan { simulees, replications, seed, bins, times } = plan;
        let unique = |place: usize| designs[..place].iter().all(|other| other.name != designs[place].name);
        if designs.is_empty() || !(0..designs.len()).all(unique) {
            return Err(StudyError::Designs);
        }
        if replications == 0 {
            return Err(StudyError::Replications);
        }
        if !times.is_sound() {
            return Err(StudyError::Times);
        }
        if let Some(edges) = &bins {
            let ascending = edges.windows(2).all(|pair| pair[0] < pair[1]);
            if edges.is_empty() || !ascending || edges.iter().any(|edge| !edge.is_finite()) {
                return Err(StudyError::Bins);
            }
        }
        let population = Population::new(simulees, &bank)?;
        let dimensions = 0..bank.dimensions();
        let bins_of = |d| bins.clone().map_or_else(|| population.bins(d, &bank), Bins::new);
        let hexagons_of = |d| {
            let (lower, upper) = population.range(d, &bank);
            Hexagons::new(lower, upper)
        };
        let blueprint = designs.iter().position(StudyDesign::bounds_areas).map(|place| {
            let areas = designs[place].rules.iter().filter(|rule| rule.kind == RuleKind::Area).cloned().collect();
            (place, ContentRules::new(areas, bank.len() as usize))
        });
        Ok(Self {
            blueprint,
            rules: designs.iter().map(|design| ContentRules::new(design.rules.clone(), bank.len() as usize)).collect(),
            bins: dimensions.clone().map(bins_of).collect(),
            hexagons: dimensions.map(hexagons_of).collect(),
            names,
            bank,
            designs,
            population,
            replications,
            seed,
            times,
        })
    }

    /// The same with designs from wherever they are; see [`DesignSource`].
    ///
    /// # Errors
    /// As [`new`](Self::new), and designs that are not sound.
    pub fn compile(
        source: &BankSource,
        bank: Arc<Bank>,
        designs: &[(String, DesignSource)],
        plan: Plan,
    ) -> Result<Self, StudyError> {
        let compile = |(name, design): &(String, DesignSource)| design.compile(source, &bank, name);
        let designs = designs.iter().map(compile).collect::<Result<_, _>>()?;
        Self::new(BankNames::of(source), bank, designs, plan)
    }

    /// The first design with other rules, for every `step`th simulee from number `first`, with another seed.
    pub(crate) fn variant(&self, rules: core::Design, seed: u64, first: u32, step: u32) -> Result<Self, StudyError> {
        let StudyDesign { name, rules: content, .. } = &self.designs[0];
        let test = make_test(self.bank.clone(), rules).map_err(|source| CompileError::Engine {
            item: source.item().and_then(|item| self.names.items.get(item as usize).cloned()),
            design: Some(name.clone()),
            source,
        })?;
        Ok(Self {
            designs: vec![StudyDesign { name: name.clone(), test: Arc::new(test), rules: content.clone() }],
            rules: self.rules[..1].to_vec(),
            blueprint: None,
            population: self.population.every(first, step),
            seed,
            ..self.clone()
        })
    }

    /// How many sessions the whole study has.
    #[must_use]
    pub fn sessions(&self) -> u64 {
        self.designs.len() as u64 * u64::from(self.population.count) * u64::from(self.replications)
    }

    /// The designs.
    #[must_use]
    pub fn designs(&self) -> &[StudyDesign] {
        &self.designs
    }

    /// The names in the bank.
    #[must_use]
    pub fn names(&self) -> &BankNames {
        &self.names
    }
}
