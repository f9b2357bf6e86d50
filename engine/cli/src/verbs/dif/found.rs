//! What was found, without a word of how it is shown.

use clap::ValueEnum;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};
use thetis_calibrate::dif::Adjustment;
use thetis_core::ItemModel;

/// A method that compares groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::verbs) enum Method {
    /// Mantel-Haenszel with ETS classes; of items with more categories Mantel's test
    Mh,
    /// Logistic regression on score and group, with Jodoin and Gierl's classes; of items with more categories ordinal
    Logistic,
    /// Likelihood ratio of two-group models
    Lr,
    /// Lord's chi-squared of parameters calibrated in each group
    Lord,
    /// Raju's area between the groups' curves
    Raju,
    /// Difference of proportions at equal scores, weighted as the focal group; no test
    Standardisation,
    /// Angoff's delta plot of difficulties, which does not match on ability; no test
    Delta,
}

/// How probabilities are adjusted for the number of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::verbs) enum AdjustName {
    /// Not
    #[default]
    None,
    /// Benjamini and Hochberg: bounds the share of false flags among the flags
    Bh,
    /// Holm: bounds the probability of any false flag
    Holm,
}

/// What an item is flagged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::verbs) enum FlaggedBy {
    /// A probability below the level; the size, by methods without a test
    #[default]
    Probability,
    /// Class B or C: a difference that is moderate or large, and, where the method tests, not by chance
    Class,
}

/// What persons of both groups are matched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::verbs) enum Matching {
    /// The sum of the anchors and the item itself; who did not answer all of them does not count
    Sum,
    /// Ability by a model of both groups together, of whatever was answered: for data missing by design
    Ability,
}

/// What is tested by logistic regression and likelihood ratio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::verbs) enum TestName {
    /// Any functioning
    #[default]
    Both,
    /// Differences of one direction at all abilities
    Uniform,
    /// Differences that change with ability
    NonUniform,
}

/// Who scores lower on an item at the same ability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::verbs) enum Side {
    /// The reference group.
    Reference,
    /// The focal group.
    Focal,
}

/// A number with its name.
pub(in crate::verbs) type Named = (&'static str, f64);

/// Everything that was found.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct DifFound {
    /// The reference group.
    pub(in crate::verbs) reference: String,
    /// Probability below which an item is flagged.
    pub(in crate::verbs) alpha: f64,
    /// How probabilities were adjusted.
    pub(in crate::verbs) adjust: AdjustName,
    /// What persons were matched on.
    pub(in crate::verbs) matching: Matching,
    /// Each focal group by each method.
    pub(in crate::verbs) runs: Vec<Run>,
    /// What a reader should know.
    pub(in crate::verbs) notes: Vec<String>,
}

/// One focal group compared with the reference group by one method.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct Run {
    /// The focal group.
    pub(in crate::verbs) focal: String,
    /// Persons of the reference and of the focal group.
    pub(in crate::verbs) persons: [usize; 2],
    /// The method.
    pub(in crate::verbs) method: Method,
    /// Which items were anchors in the last round.
    pub(in crate::verbs) anchors: Vec<bool>,
    /// Rounds of purification, and whether it settled; none without.
    pub(in crate::verbs) purification: Option<(u32, bool)>,
    /// By item.
    pub(in crate::verbs) items: Vec<ItemDif>,
    /// Of each person of both groups, in the order of the data, the ability by these anchors; of methods that match on it.
    pub(in crate::verbs) abilities: Option<Vec<f64>>,
}

/// One item of a run.
#[derive(Clone, Debug, Default)]
pub(in crate::verbs) struct ItemDif {
    /// Its id.
    pub(in crate::verbs) item: String,
    /// Test statistic: chi-squared, or z for Raju.
    pub(in crate::verbs) statistic: Option<f64>,
    /// Degrees of freedom of chi-squared.
    pub(in crate::verbs) df: Option<usize>,
    /// Probability without differential functioning.
    pub(in crate::verbs) p: Option<f64>,
    /// The same adjusted for the number of items.
    pub(in crate::verbs) adjusted_p: Option<f64>,
    /// Size, with the name of its measure. Signed measures are focal less reference unless `harder_for` says otherwise.
    pub(in crate::verbs) effect: Option<Named>,
    /// Class of the size: A negligible, B moderate, C large.
    pub(in crate::verbs) class: Option<char>,
    /// Whether it is flagged.
    pub(in crate::verbs) flagged: bool,
    /// Who scores lower on it at the same ability.
    pub(in crate::verbs) harder_for: Option<Side>,
    /// Further numbers.
    pub(in crate::verbs) details: Vec<Named>,
    /// Why it was not tested.
    pub(in crate::verbs) not_tested: Option<String>,
    /// The item in the reference and the focal group on one scale, of methods that estimate it there.
    pub(in crate::verbs) curves: Option<Box<[ItemModel; 2]>>,
}

impl Method {
    /// Its name on the command line.
    pub(in crate::verbs) fn name(self) -> &'static str {
        match self {
            Self::Mh => "mh",
            Self::Logistic => "logistic",
            Self::Lr => "lr",
            Self::Lord => "lord",
            Self::Raju => "raju",
            Self::Standardisation => "standardisation",
            Self::Delta => "delta",
        }
    }

    /// Its name in a sentence.
    pub(in crate::verbs) fn title(self) -> &'static str {
        match self {
            Self::Mh => "Mantel-Haenszel",
            Self::Logistic => "Logistic regression",
            Self::Lr => "Likelihood ratio",
            Self::Lord => "Lord's chi-squared",
            Self::Raju => "Raju's area",
            Self::Standardisation => "Standardisation",
            Self::Delta => "Delta plot",
        }
    }

    /// Whether its persons are matched.
    pub(in crate::verbs) fn is_matched(self) -> bool {
        matches!(self, Self::Mh | Self::Logistic | Self::Standardisation)
    }
}

impl From<AdjustName> for Adjustment {
    fn from(name: AdjustName) -> Self {
        match name {
            AdjustName::None => Self::None,
            AdjustName::Bh => Self::BenjaminiHochberg,
            AdjustName::Holm => Self::Holm,
        }
    }
}

impl ItemDif {
    /// An item that could not be tested.
    pub(super) fn untested(item: &str, reason: impl ToString) -> Self {
        Self { item: item.to_owned(), not_tested: Some(reason.to_string()), ..Self::default() }
    }
}

impl DifFound {
    /// Flagged items, each with the focal groups and methods that flag it, in the order of the data.
    pub(in crate::verbs) fn flagged(&self) -> Vec<(&str, Vec<(&Run, &ItemDif)>)> {
        let count = self.runs.first().map_or(0, |run| run.items.len());
        let of = |item: usize| {
            let by: Vec<_> =
                self.runs.iter().map(|run| (run, &run.items[item])).filter(|(_, own)| own.flagged).collect();
            (self.runs[0].items[item].item.as_str(), by)
        };
        (0..count).map(of).filter(|(_, by)| !by.is_empty()).collect()
    }
}

impl Run {
    /// Names of the measures and details of any item, in the order in which they first come.
    pub(in crate::verbs) fn columns(&self, of: impl Fn(&ItemDif) -> Vec<&'static str>) -> Vec<&'static str> {
        let mut names = Vec::new();
        for name in self.items.iter().flat_map(of) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// As JSON: names in camel case, what is not there left out, and the item's details as members of it.
impl Serialize for ItemDif {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("item", &self.item)?;
        if let Some(reason) = &self.not_tested {
            map.serialize_entry("notTested", reason)?;
            return map.end();
        }
        let numbers = [("statistic", self.statistic), ("p", self.p), ("adjustedP", self.adjusted_p)];
        for (name, value) in numbers {
            if let Some(value) = value {
                map.serialize_entry(name, &value)?;
            }
        }
        if let Some(df) = self.df {
            map.serialize_entry("df", &df)?;
        }
        if let Some((name, value)) = self.effect {
            map.serialize_entry("effect", name)?;
            map.serialize_entry("size", &value)?;
        }
        if let Some(class) = self.class {
            map.serialize_entry("class", &class)?;
        }
        map.serialize_entry("flagged", &self.flagged)?;
        if let Some(side) = self.harder_for {
            map.serialize_entry("harderFor", &side)?;
        }
        for (name, value) in &self.details {
            map.serialize_entry(&camel(name), value)?;
        }
        if let Some([reference, focal]) = self.curves.as_deref() {
            map.serialize_entry("inReference", &parameters(reference))?;
            map.serialize_entry("inFocal", &parameters(focal))?;
        }
        map.end()
    }
}

/// The parameters of a model of one dimension; null for others.
fn parameters(model: &ItemModel) -> Value {
    match model {
        ItemModel::Dichotomous { a, b, c, d } => json!({"a": a, "b": b, "c": c, "d": d}),
        ItemModel::Graded { a, b } | ItemModel::PartialCredit { a, b } => json!({"a": a, "b": b}),
        ItemModel::Nominal { slopes, intercepts } => json!({"s": slopes, "i": intercepts}),
        _ => Value::Null,
    }
}

/// `odds ratio` as `oddsRatio`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for (place, word) in name.split([' ', '-']).enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if place > 0 => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(letters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_an_object_with_its_details() {
        let item = ItemDif {
            item: "q1".into(),
            statistic: Some(4.5),
            df: Some(1),
            p: Some(0.03),
            effect: Some(("MH D-DIF", -1.2)),
            class: Some('B'),
            flagged: true,
            harder_for: Some(Side::Focal),
            details: vec![("odds ratio", 1.7)],
            curves: Some(Box::new([ItemModel::graded(1.0, &[0.5]), ItemModel::nominal(&[1.0], &[0.2])])),
            ..ItemDif::default()
        };
        let expected = r#"{"item":"q1","statistic":4.5,"p":0.03,"df":1,"effect":"MH D-DIF","size":-1.2,"class":"B","flagged":true,"harderFor":"focal","oddsRatio":1.7,"inReference":{"a":1.0,"b":[0.5]},"inFocal":{"i":[0.2],"s":[1.0]}}"#;
        assert_eq!(serde_json::to_string(&item).expect("writable"), expected);
        let untested = serde_json::to_string(&ItemDif::untested("q2", "nobody")).expect("writable");
        assert_eq!(untested, r#"{"item":"q2","notTested":"nobody"}"#);
    }
}
