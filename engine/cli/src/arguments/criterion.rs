//! `--criterion`: what makes an item the best to ask next, as `NAME` or `NAME:KEY=VALUE,…`.
//!
//! Names and parameters are those of `bank.json`, and are read by the same reader; a list is separated by `/`.

use std::str::FromStr;

use serde_json::{Map, Value};
use thetis_bank::{CriterionContext, types::Criterion};
use thetis_core::{self as core, Bank};

/// A parameter and its value.
type Parameter = (&'static str, &'static str);

/// Names that other programs have for a criterion: theirs, ours, and the parameters they mean by it.
const ALIASES: &[(&str, &str, &[Parameter])] = &[
    // catR, nextItem(criterion).
    ("MFI", "maximum-information", &[]),
    ("bOpt", "closest-difficulty", &[]),
    ("thOpt", "optimal-theta", &[]),
    ("MLWI", "weighted-information", &[("weight", "likelihood")]),
    ("MPWI", "weighted-information", &[("weight", "posterior")]),
    ("MEI", "expected-information", &[]),
    ("MEPV", "expected-posterior-variance", &[("predictive", "false")]),
    ("KL", "kullback-leibler", &[("weight", "likelihood")]),
    ("KLP", "kullback-leibler", &[("weight", "posterior")]),
    ("GDI", "global-discrimination", &[("weight", "likelihood")]),
    ("GDIP", "global-discrimination", &[("weight", "posterior")]),
    // mirtCAT, mirtCAT(criteria).
    ("MI", "maximum-information", &[]),
    ("KLn", "kullback-leibler-point", &[("scale", "growing")]),
    ("Drule", "d-optimality", &[("prior", "false")]),
    ("DPrule", "d-optimality", &[("prior", "true")]),
    ("Trule", "t-optimality", &[("prior", "false")]),
    ("TPrule", "t-optimality", &[("prior", "true")]),
    ("Arule", "a-optimality", &[("prior", "false")]),
    ("APrule", "a-optimality", &[("prior", "true")]),
    ("Erule", "e-optimality", &[("prior", "false")]),
    ("EPrule", "e-optimality", &[("prior", "true")]),
    ("Wrule", "w-rule", &[("prior", "false")]),
    ("WPrule", "w-rule", &[("prior", "true")]),
    // Of our first release.
    ("d-optimality-without-prior", "d-optimality", &[("prior", "false")]),
];

/// What `thetis select --help` says of criteria.
pub(crate) const CRITERIA_HELP: &str = "\
Criteria, with the parameters they take and what they are unless given (other programs' names):
  maximum-information                         (catR: MFI; mirtCAT: MI)
  closest-difficulty, optimal-theta           dichotomous items (catR: bOpt, thOpt)
  weighted-information:weight=posterior       or likelihood (catR: MPWI, MLWI)
  expected-information:observed=true          (catR: MEI)
  expected-posterior-variance:predictive=true or false (catR: MEPV)
  kullback-leibler:weight=posterior           or likelihood (catR: KLP, KL)
  kullback-leibler-point:delta=0.1,scale=fixed          or shrinking, growing (mirtCAT: KL, here KLn)
  kullback-leibler-interval:delta=1.96,scale=shrinking  or fixed, growing
  global-discrimination:weight=posterior      or likelihood; dichotomous items (catR: GDIP, GDI)
  interval-information:halfWidth=1
  efficiency-balanced:standardErrors=2        dichotomous items
  progressive, proportional:length=N,standardError=0,acceleration=1
  stratified:strata=4,length=N,blocked=false  dichotomous items
  d-optimality, t-optimality, a-optimality, e-optimality, w-rule:prior=true,weights=1/1/…
                                              (mirtCAT: DPrule, Drule and so on)
  random
  fixed-order:order=q3/q1/…";

/// A criterion as the command line names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CriterionChoice(pub(crate) Criterion);

impl FromStr for CriterionChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, parameters) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        let alias = ALIASES.iter().find(|(theirs, _, _)| theirs.eq_ignore_ascii_case(name));
        let (name, preset) = alias.map_or((name, &[][..]), |(_, ours, preset)| (*ours, *preset));
        if !Criterion::NAMES.contains(&name) {
            return Err(format!("there is no criterion {name:?}; use one of: {}", Criterion::NAMES.join(", ")));
        }
        let mut fields: Map<String, Value> =
            preset.iter().map(|(key, text)| ((*key).to_owned(), value(key, text))).collect();
        fields.insert("name".into(), name.into());
        for parameter in parameters.split(',').map(str::trim).filter(|parameter| !parameter.is_empty()) {
            let (key, text) =
                parameter.split_once('=').ok_or_else(|| format!("{parameter:?} is no parameter; write KEY=VALUE"))?;
            let key = key.trim();
            if key == "name" {
                return Err("the name of the criterion stands before the colon".into());
            }
            fields.insert(key.to_owned(), value(key, text.trim()));
        }
        serde_json::from_value(Value::Object(fields)).map(Self).map_err(|error| format!("{name}: {error}"))
    }
}

/// A parameter as JSON has it: `true`, `false`, a number, a list for what is a list, else a text.
fn value(key: &str, text: &str) -> Value {
    match key {
        "order" => text.split('/').map(str::trim).collect(),
        "weights" => text.split('/').map(|weight| scalar(weight.trim())).collect(),
        _ => scalar(text),
    }
}

fn scalar(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
        _ => text.into(),
    }
}

impl CriterionChoice {
    /// What is used where none is named: maximum information, or D-optimality in several dimensions.
    pub(crate) fn default_for(bank: &Bank) -> Self {
        Self(if bank.dimensions() == 1 {
            Criterion::MaximumInformation {}
        } else {
            Criterion::DOptimality { prior: true, weights: None }
        })
    }

    /// The engine's form, for a test of every item of the bank.
    ///
    /// # Errors
    /// The first item of a fixed order that the bank does not have.
    pub(crate) fn to_core(
        &self,
        context: CriterionContext,
        item: impl Fn(&str) -> Option<u32>,
    ) -> Result<core::Criterion, String> {
        self.0.lower(context, |id| item(id).ok_or_else(|| id.to_owned()))
    }
}

/// A criterion as the command line takes it, parameters that have their usual values left out. The items of a fixed
/// order are left out too: they can be many.
pub(crate) fn notation(criterion: &Criterion) -> String {
    let name = criterion.name();
    if let Criterion::FixedOrder { .. } = criterion {
        return name.to_owned();
    }
    // A criterion is a flat object of texts and numbers: reading and writing it cannot fail.
    let fields = |criterion: &Criterion| match serde_json::to_value(criterion) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let usual = name.parse::<CriterionChoice>().map(|usual| fields(&usual.0)).unwrap_or_default();
    let parameters: Vec<String> = fields(criterion)
        .iter()
        .filter(|(key, value)| usual.get(*key) != Some(value))
        .map(|(key, value)| format!("{key}={}", written(value)))
        .collect();
    if parameters.is_empty() { name.to_owned() } else { format!("{name}:{}", parameters.join(",")) }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join("/"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use thetis_bank::types::{Scale, Weight};

    use super::*;

    fn read(text: &str) -> Result<Criterion, String> {
        text.parse::<CriterionChoice>().map(|choice| choice.0)
    }

    #[test]
    fn reports_use_the_notation_of_the_option() {
        for name in Criterion::NAMES.iter().filter(|name| **name != "fixed-order") {
            assert_eq!(notation(&read(name).expect(name)), *name);
        }
        for text in [
            "kullback-leibler:weight=likelihood",
            "kullback-leibler-point:delta=0.2,scale=growing",
            "progressive:acceleration=2.0,length=20",
            "a-optimality:prior=false,weights=1.0/0.5",
        ] {
            assert_eq!(notation(&read(text).expect(text)), text);
        }
    }

    #[test]
    fn every_alias_is_a_criterion_whatever_its_case() {
        for (alias, name, _) in ALIASES {
            assert_eq!(read(alias).expect(alias).name(), *name);
            assert_eq!(read(&alias.to_lowercase()), read(alias));
        }
        assert_eq!(read("KL"), Ok(Criterion::KullbackLeibler { weight: Weight::Likelihood }));
        assert_eq!(read("DPrule"), Ok(Criterion::DOptimality { prior: true, weights: None }));
        assert_eq!(
            read("KLn:delta=0.3"),
            Ok(Criterion::KullbackLeiblerPoint { delta: 0.3, scale: Scale::Growing }),
            "parameters go with an alias too"
        );
        assert_eq!(
            read("fixed-order: order = q3 / q1"),
            Ok(Criterion::FixedOrder { order: vec!["q3".into(), "q1".into()] })
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (text, expected) in [
            ("mfy", "there is no criterion \"mfy\"; use one of: maximum-information, "),
            ("random:prior=true", "random: unknown field `prior`"),
            ("d-optimality:prior=maybe", "invalid type: string \"maybe\", expected a boolean"),
            ("d-optimality:prior", "\"prior\" is no parameter; write KEY=VALUE"),
            ("kullback-leibler:weight=flat", "unknown variant `flat`"),
            ("fixed-order", "missing field `order`"),
            ("random:name=x", "stands before the colon"),
        ] {
            let message = read(text).expect_err(text);
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
