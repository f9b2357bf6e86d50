//! What can be wrong with responses or with what is asked of them.

use std::fmt;

/// Why a calibration cannot begin, or cannot say what it was asked. Each names the item (or person) at fault and
/// what to do; nothing was computed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CalibrationError {
    /// There is no person.
    NoPersons,
    /// There is one person only.
    OnePerson,
    /// There is no item.
    NoItems,
    /// There is one item only: it can't tell ability from its own difficulty.
    OneItem {
        /// The item.
        item: String,
    },
    /// The list of responses is not persons × items long.
    Shape {
        /// Responses there should be.
        expected: usize,
        /// Responses there are.
        found: usize,
    },
    /// Two items have one id.
    DuplicateItem {
        /// The id.
        item: String,
    },
    /// No response at all.
    AllMissing,
    /// Nobody answered the item.
    NobodyAnswered {
        /// The item.
        item: String,
    },
    /// All who answered the item gave the same response.
    ConstantItem {
        /// The item.
        item: String,
        /// The one category seen.
        category: u8,
    },
    /// Nobody chose a category that lies below one that was chosen.
    EmptyCategory {
        /// The item.
        item: String,
        /// The category nobody chose.
        category: u8,
        /// The group in which nobody did, if the item's parameters are its own.
        group: Option<String>,
    },
    /// An item is said to have fewer categories than were seen.
    TooFewCategories {
        /// The item.
        item: String,
        /// Categories seen: one more than the highest.
        seen: usize,
        /// Categories it is said to have.
        said: usize,
    },
    /// A person answered one item twice.
    RepeatedResponse {
        /// The person, from 0.
        person: usize,
        /// The item.
        item: String,
    },
    /// A response names an item that is not there.
    UnknownItem {
        /// The person, from 0.
        person: usize,
        /// The item's number.
        item: u32,
        /// Number of items.
        items: usize,
    },
    /// A weight is negative or not finite.
    Weight {
        /// The person, from 0.
        person: usize,
        /// The weight.
        weight: f64,
    },
    /// A list with an entry a person has another length.
    PersonList {
        /// What is listed.
        what: &'static str,
        /// Persons.
        expected: usize,
        /// Entries.
        found: usize,
    },
    /// A person is in a group that is not there.
    UnknownGroup {
        /// The person, from 0.
        person: usize,
        /// The group's number.
        group: u16,
        /// Number of groups.
        groups: usize,
    },
    /// A group has no person.
    EmptyGroup {
        /// The group.
        group: String,
    },
    /// A model for two categories meets an item of more.
    NotDichotomous {
        /// The item.
        item: String,
        /// Its number of categories.
        categories: usize,
        /// The model.
        model: &'static str,
    },
    /// The specification is for another number of items.
    Items {
        /// Items in the data.
        expected: usize,
        /// Items in the specification.
        found: usize,
    },
    /// A parameter is named that the item's model does not have.
    UnknownParameter {
        /// The item, or the group of a latent parameter.
        place: String,
        /// The parameter.
        parameter: String,
    },
    /// A value is not one that the parameter may take.
    Value {
        /// The item, or the group of a latent parameter.
        place: String,
        /// The parameter.
        parameter: String,
        /// The value.
        value: f64,
    },
    /// The search cannot begin: at the parameter's first value its prior density is 0, or the item has no
    /// probabilities.
    Start {
        /// The parameter, with its item or group.
        parameter: String,
        /// The value.
        value: f64,
    },
    /// A prior's number is out of its range.
    Prior {
        /// The distribution.
        prior: &'static str,
    },
    /// The nodes are not a range, fewer than 3 a dimension, or more than memory would hold.
    Nodes {
        /// How many there would be.
        nodes: usize,
    },
    /// The latent density is not identified: nothing fixes where its zero or its unit lies.
    NotIdentified {
        /// What is free without an anchor.
        what: &'static str,
    },
    /// An item has no slope, or one on a dimension that is not there.
    Dimension {
        /// The item.
        item: String,
        /// The dimension.
        dimension: u32,
    },
    /// A statistic is not defined for this model or these data.
    NotDefined {
        /// The statistic.
        statistic: &'static str,
        /// Why.
        reason: &'static str,
    },
    /// The information matrix cannot be inverted.
    Singular {
        /// The parameter whose pivot is not positive.
        parameter: String,
    },
    /// Fewer than two persons answered both of two items.
    Overlap {
        /// One item.
        item: String,
        /// The other.
        other: String,
        /// Weight of the persons who answered both.
        persons: f64,
    },
    /// The key of an item is empty, or names the code for missing responses.
    Key {
        /// The item.
        item: String,
    },
    /// Two items cannot be compared: the responses do not say how much harder one is than the other.
    NotConnected {
        /// One item.
        item: String,
        /// The other.
        other: String,
    },
    /// A search did not end.
    NotConverged {
        /// What was searched.
        what: &'static str,
        /// Rounds of the search.
        rounds: u32,
    },
    /// A group was named that is not there, or twice.
    Groups {
        /// The group's number.
        group: usize,
        /// Number of groups.
        groups: usize,
    },
    /// Something needs the persons, who are not in this process.
    Elsewhere {
        /// What needs them.
        what: &'static str,
    },
    /// The engine that has the persons failed.
    Engine {
        /// What it says.
        reason: String,
    },
    /// An item's parameters cannot be used.
    Item(thetis_core::Error),
    /// A caller's progress function asked to stop.
    Cancelled,
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPersons => f.write_str("there is no person: give at least two rows of responses"),
            Self::OnePerson => f.write_str(
                "there is one person: items can be calibrated from two persons up, and well from some hundred",
            ),
            Self::NoItems => f.write_str("there is no item: give at least two columns of responses"),
            Self::OneItem { item } => write!(f, "item {item} is the only one: give at least two items of one scale"),
            Self::Shape { expected, found } => {
                write!(
                    f,
                    "there are {found} responses where persons × items is {expected}: give every person a response, or 255 for a missing one, for every item"
                )
            }
            Self::DuplicateItem { item } => write!(f, "two items are called {item}: give each its own id"),
            Self::AllMissing => {
                f.write_str("every response is missing: check the code for missing responses and the column names")
            }
            Self::NobodyAnswered { item } => write!(f, "nobody answered item {item}: leave it out"),
            Self::ConstantItem { item, category } => {
                write!(
                    f,
                    "everybody who answered item {item} gave response {category}: it has no finite difficulty; leave it out, or fix its parameters"
                )
            }
            Self::EmptyCategory { item, category, group } => {
                write!(f, "nobody")?;
                if let Some(group) = group {
                    write!(f, " of group {group}")?;
                }
                write!(
                    f,
                    " gave response {category} to item {item}: collapse it with a neighbour, or leave the item out"
                )
            }
            Self::TooFewCategories { item, seen, said } => {
                write!(
                    f,
                    "item {item} is said to have {said} categories, but {seen} were seen: count from 0 to the highest"
                )
            }
            Self::RepeatedResponse { person, item } => {
                write!(f, "person {person} answered item {item} twice: keep one response")
            }
            Self::UnknownItem { person, item, items } => {
                write!(f, "person {person} answered item number {item}, but there are {items} items, counted from 0")
            }
            Self::Weight { person, weight } => {
                write!(
                    f,
                    "person {person} has the weight {weight}: a weight is a number of persons, 0 or more and finite"
                )
            }
            Self::PersonList { what, expected, found } => {
                write!(f, "there are {found} {what} for {expected} persons: give each person one")
            }
            Self::UnknownGroup { person, group, groups } => {
                write!(f, "person {person} is in group number {group}, but there are {groups} groups, counted from 0")
            }
            Self::EmptyGroup { group } => write!(f, "nobody is in group {group}: leave it out"),
            Self::NotDichotomous { item, categories, model } => {
                write!(
                    f,
                    "item {item} has {categories} categories, the model {model} two: score it right and wrong, or choose a model for several categories (graded, gpcm, pcm, rsm, nominal)"
                )
            }
            Self::Items { expected, found } => {
                write!(
                    f,
                    "the specification is for {found} items, the responses are for {expected}: make it from these responses"
                )
            }
            Self::UnknownParameter { place, parameter } => {
                write!(f, "{place} has no parameter {parameter}: see which its model has")
            }
            Self::Value { place, parameter, value } => write!(f, "{parameter} of {place} may not be {value}"),
            Self::Start { parameter, value } => {
                write!(
                    f,
                    "the search cannot begin with {parameter} at {value}: its prior gives that no density, or the item no probabilities; give another start or another prior"
                )
            }
            Self::Prior { prior } => {
                write!(f, "a {prior} prior has a number out of range: spreads and shapes are above 0, all is finite")
            }
            Self::Nodes { nodes } => {
                write!(
                    f,
                    "{nodes} nodes cannot be used: give a range, at least 3 nodes a dimension, and at most 200000 in all"
                )
            }
            Self::NotIdentified { what } => {
                write!(f, "{what} is free, and nothing else fixes it: fix it, or anchor items by fixed parameters")
            }
            Self::Dimension { item, dimension } => {
                write!(f, "item {item} loads on dimension {dimension}, which is not there or named twice")
            }
            Self::NotDefined { statistic, reason } => write!(f, "{statistic} is not defined here: {reason}"),
            Self::Singular { parameter } => {
                write!(
                    f,
                    "the information matrix is singular at {parameter}: the data cannot tell it; fix it, or give it a prior"
                )
            }
            Self::Overlap { item, other, persons } => {
                write!(
                    f,
                    "items {item} and {other} were both answered by {persons} persons: it takes at least two; leave one out, or give forms common items"
                )
            }
            Self::Key { item } => write!(f, "item {item} has no key: name at least one option that counts as correct"),
            Self::NotConnected { item, other } => {
                write!(
                    f,
                    "nothing says how much harder item {item} is than item {other}: nobody who answered both (or a chain of items between them) scored above the lowest on {item} and below the highest on {other}; calibrate them apart, or collect more responses"
                )
            }
            Self::NotConverged { what, rounds } => {
                write!(
                    f,
                    "{what} was not found in {rounds} rounds: the data hardly determine it; look for items that nearly all answered alike"
                )
            }
            Self::Groups { group, groups } => {
                write!(
                    f,
                    "group number {group} cannot be compared: there are {groups} groups, counted from 0, and a group is not compared with itself"
                )
            }
            Self::Elsewhere { what } => {
                write!(f, "{what} need the persons' responses, which are on another engine: ask it for them")
            }
            Self::Engine { reason } => write!(f, "the engine that has the responses failed: {reason}"),
            Self::Item(error) => error.fmt(f),
            Self::Cancelled => f.write_str("stopped on request"),
        }
    }
}

impl std::error::Error for CalibrationError {}
