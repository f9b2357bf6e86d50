//! One row of a parameter table: which model its cells make.

use std::collections::BTreeMap;

use crate::{
    parameter_table::{Fault, STANDARD_ERROR, parameter},
    types::{Model, Parameter, StandardErrors, Values},
};

/// The filled parameter cells of a row: index of the column and value, by name. Models take what is
/// theirs; what is left over is an error.
pub(crate) struct Cells {
    values: BTreeMap<String, (usize, f64)>,
    /// Standard errors, by name of the parameter.
    errors: BTreeMap<String, (usize, f64)>,
    faults: Vec<Fault>,
}

/// How an item loads on the dimensions of the table.
enum Loading {
    /// By the column `a`, or by none: the first dimension, with this slope.
    Plain(Option<f64>),
    /// By columns `a1` … `aK`: the dimensions with a slope other than 0, and the slopes.
    Vector(Vec<u32>, Vec<f64>),
}

/// How a polytomous item is written.
enum Form {
    /// Slope vector and intercepts `d1`, `d2`, …: slopes and dimensions.
    Intercepts(Vec<f64>, Vec<u32>),
    /// One slope and thresholds or steps `b1`, `b2`, ….
    Thresholds(Loading),
}

/// Whether a cell differs from the value its model fixes. Exactly: a value that is only close was
/// estimated, and belongs to another model.
fn differs(given: f64, fixed: f64) -> bool {
    (given - fixed).abs() > 0.0
}

impl Cells {
    pub(crate) const fn new() -> Self {
        Self { values: BTreeMap::new(), errors: BTreeMap::new(), faults: Vec::new() }
    }

    pub(crate) fn insert(&mut self, column: usize, name: &str, value: f64) {
        match name.strip_prefix(STANDARD_ERROR) {
            Some(parameter) => self.errors.insert(parameter.to_owned(), (column, value)),
            None => self.values.insert(name.to_owned(), (column, value)),
        };
    }

    /// The model of this name with these parameters, and the dimensions it loads on.
    pub(crate) fn model(mut self, name: &str, dimensions: u32) -> Result<(Model, Vec<u32>), Vec<Fault>> {
        let name = name.to_lowercase();
        // The names of parameters that a slope vector, an intercept and the like are read from.
        let numbered_slopes = (1..=dimensions).any(|number| self.has(&format!("a{number}")));
        let numbered_intercept = self.has("d1");
        let loading = self.loading(dimensions);
        let model = match name.as_str() {
            "1pl" | "rasch" | "2pl" | "3pl" | "4pl" | "dichotomous" | "compensatory-4pl" => {
                self.dichotomous(&name, loading)
            }
            "grm" | "compensatory-grm" => self.graded(&name, loading),
            "gpcm" | "pcm" | "compensatory-gpcm" => self.partial_credit(&name, loading),
            "mgrm" => self.one_dimension(&name, loading, true).map(|(a, dimensions)| {
                let model = Model::Mgrm { a, b: self.location(&name), t: self.list('t', &name), standard_errors: None };
                (model, dimensions)
            }),
            "rsm" => self.one_dimension(&name, loading, false).map(|(_, dimensions)| {
                let model = Model::Rsm { b: self.location(&name), t: self.list('t', &name), standard_errors: None };
                (model, dimensions)
            }),
            "nrm" => self.one_dimension(&name, loading, false).map(|(_, dimensions)| {
                let (s, i) = (self.list('s', &name), self.list('i', &name));
                if s.len() != i.len() {
                    self.fault(None, format!("the nrm model has {} slopes s but {} intercepts i; give one of each for every category from 1", s.len(), i.len()));
                }
                (Model::Nrm { s, i, standard_errors: None }, dimensions)
            }),
            _ => {
                self.fault(None, format!("{name:?} is not a model; use 1pl, 2pl, 3pl, 4pl, dichotomous, grm, mgrm, pcm, gpcm, rsm or nrm"));
                return Err(self.faults);
            }
        };
        self.left_over(&name);
        let model = model.map(|(model, loads)| {
            let errors = self.standard_errors(&model, &loads, numbered_slopes, numbered_intercept);
            (model.with_standard_errors(errors), loads)
        });
        match model {
            Some(model) if self.faults.is_empty() => Ok(model),
            _ => Err(self.faults),
        }
    }

    /// The standard errors of the model's parameters, each from the column that is called as the parameter's own. What is
    /// left over is an error.
    fn standard_errors(
        &mut self,
        model: &Model,
        loads: &[u32],
        numbered_slopes: bool,
        numbered_intercept: bool,
    ) -> Option<StandardErrors> {
        let mut found = StandardErrors::default();
        for (letter, value) in model.parameters() {
            let mut take = |name: String| self.errors.remove(&name).map(|(_, error)| error);
            let slopes = letter == "a" && numbered_slopes;
            match value {
                Parameter::One(_) => {
                    let name = match letter {
                        _ if slopes => format!("a{}", loads.first().map_or(1, |dimension| dimension + 1)),
                        "d" if numbered_intercept => "d1".to_owned(),
                        _ => letter.to_owned(),
                    };
                    if let Some(error) = take(name) {
                        found.set(letter, Values::One(error));
                    }
                }
                Parameter::Many(values) => {
                    let names: Vec<String> = match slopes {
                        true => loads.iter().map(|dimension| format!("{letter}{}", dimension + 1)).collect(),
                        false => (1..=values.len()).map(|number| format!("{letter}{number}")).collect(),
                    };
                    let errors: Vec<Option<f64>> = names.into_iter().map(take).collect();
                    if let Some(errors) = errors.into_iter().collect::<Option<Vec<f64>>>() {
                        found.set(letter, Values::Many(errors));
                    }
                }
            }
        }
        for (name, (column, value)) in std::mem::take(&mut self.errors) {
            self.fault(
                Some(column),
                format!("the item has no parameter {name}, but a standard error of it, {value}; clear the cell"),
            );
        }
        (found != StandardErrors::default()).then_some(found)
    }

    fn fault(&mut self, column: Option<usize>, reason: String) {
        self.faults.push(Fault { column, reason });
    }

    fn take(&mut self, name: &str) -> Option<f64> {
        self.values.remove(name).map(|(_, value)| value)
    }

    fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// A parameter the model needs.
    fn required(&mut self, column: &str, model: &str) -> f64 {
        self.take(column).unwrap_or_else(|| {
            self.fault(None, format!("the {model} model needs a value in column {column}"));
            f64::NAN
        })
    }

    fn location(&mut self, model: &str) -> f64 {
        self.required("b", model)
    }

    /// A parameter the model has fixed: absent, or just that value.
    fn fixed(&mut self, column: &str, value: f64, model: &str) {
        if let Some((index, given)) = self.values.remove(column)
            && differs(given, value)
        {
            self.fault(
                    Some(index),
                    format!("the {model} model fixes {column} at {value}, but the cell has {given}; clear it, or use a model with that parameter"),
                );
        }
    }

    /// The parameters `x1`, `x2`, …, at least one, without gaps.
    fn list(&mut self, letter: char, model: &str) -> Vec<f64> {
        let numbered: BTreeMap<u32, (usize, f64)> = self
            .values
            .iter()
            .filter_map(|(name, cell)| match parameter(name) {
                Some((found, Some(number))) if found == letter => Some((number, *cell)),
                _ => None,
            })
            .collect();
        self.values.retain(|name, _| !matches!(parameter(name), Some((found, Some(_))) if found == letter));
        if numbered.is_empty() {
            self.fault(None, format!("the {model} model needs values in columns {letter}1, {letter}2, …"));
        }
        for (expected, (number, (column, _))) in (1..).zip(&numbered) {
            if *number != expected {
                self.fault(
                    Some(*column),
                    format!("there is a value here but none in {letter}{expected}; fill the columns from {letter}1 without gaps"),
                );
                break;
            }
        }
        numbered.into_values().map(|(_, value)| value).collect()
    }

    /// Takes the slopes.
    fn loading(&mut self, dimensions: u32) -> Loading {
        let plain = self.values.remove("a");
        let mut filled = false;
        let (mut loads_on, mut slopes) = (Vec::new(), Vec::new());
        for dimension in 0..dimensions {
            if let Some(slope) = self.take(&format!("a{}", dimension + 1)) {
                filled = true;
                if differs(slope, 0.0) {
                    loads_on.push(dimension);
                    slopes.push(slope);
                }
            }
        }
        match plain {
            Some((column, _)) if filled => {
                self.fault(Some(column), "the item has slopes both in a and in a1, a2, …; use one or the other".into());
            }
            Some((column, _)) if dimensions > 1 => {
                self.fault(Some(column), format!("the table has {dimensions} dimensions; put the slope into the column of its dimension, a1 to a{dimensions}"));
            }
            None if !filled && dimensions > 1 => {
                self.fault(
                    None,
                    format!("the item has no slope in a1 to a{dimensions}, so its dimension is unknown; give one"),
                );
            }
            _ if filled && slopes.is_empty() => {
                self.fault(
                    None,
                    "every slope of the item is 0, so it measures nothing; give it a slope or remove it".into(),
                );
            }
            _ => {}
        }
        if filled { Loading::Vector(loads_on, slopes) } else { Loading::Plain(plain.map(|(_, a)| a)) }
    }

    /// The slope and dimension of a model that has just one. Where the model has no slope of its own it
    /// is 1.
    fn one_dimension(&mut self, model: &str, loading: Loading, has_slope: bool) -> Option<(f64, Vec<u32>)> {
        let (slope, dimensions) = match loading {
            Loading::Plain(slope) => (slope, vec![0]),
            Loading::Vector(dimensions, slopes) => {
                if slopes.len() > 1 {
                    self.fault(None, format!("the {model} model measures one dimension, but the item has {} slopes; use a compensatory model (grm or gpcm with d1, d2, …)", slopes.len()));
                }
                (slopes.first().copied(), dimensions)
            }
        };
        match slope {
            Some(slope) if has_slope => Some((slope, dimensions)),
            None if has_slope => {
                self.fault(None, format!("the {model} model needs a slope in column a"));
                None
            }
            // Written as 1 where the column has to say on which dimension the item loads.
            Some(slope) if differs(slope, 1.0) => {
                self.fault(
                    None,
                    format!("the slope of the {model} model is 1, but the item has {slope}; use a model with a slope"),
                );
                None
            }
            _ => Some((1.0, dimensions)),
        }
    }

    fn dichotomous(&mut self, name: &str, loading: Loading) -> Option<(Model, Vec<u32>)> {
        let compensatory = name == "compensatory-4pl";
        match loading {
            Loading::Vector(dimensions, a) if compensatory || !self.has("b") => {
                // With slopes of several dimensions and no difficulty, d can only be the intercept.
                let intercept = if self.has("d") && !self.has("d1") { "d" } else { "d1" };
                let d = self.required(intercept, name);
                if matches!(name, "1pl" | "rasch") && a.iter().any(|a| differs(*a, 1.0)) {
                    self.fault(None, format!("the slopes of the {name} model are 1; use 2pl"));
                }
                let (g, u) = self.asymptotes(name, "g", "u");
                Some((Model::CompensatoryFourPl { a, d, g, u, standard_errors: None }, dimensions))
            }
            Loading::Plain(_) if compensatory => {
                self.fault(None, format!("the {name} model needs slopes in columns a1, a2, …"));
                None
            }
            loading => {
                let b = self.location(name);
                if matches!(name, "1pl" | "rasch") {
                    self.asymptotes(name, "c", "d");
                    let (_, dimensions) = self.one_dimension(name, loading, false)?;
                    return Some((Model::OnePl { b, standard_errors: None }, dimensions));
                }
                let loading = match loading {
                    Loading::Plain(None) if name == "dichotomous" => Loading::Plain(Some(1.0)),
                    other => other,
                };
                let (c, d) = self.asymptotes(name, "c", "d");
                let (a, dimensions) = self.one_dimension(name, loading, true)?;
                let standard_errors = None;
                let model = match name {
                    "2pl" => Model::TwoPl { a, b, standard_errors },
                    "3pl" => Model::ThreePl { a, b, c, standard_errors },
                    _ => Model::FourPl { a, b, c, d, standard_errors },
                };
                Some((model, dimensions))
            }
        }
    }

    /// Lower and upper asymptote from these columns, as far as the model has them free.
    fn asymptotes(&mut self, model: &str, lower: &str, upper: &str) -> (f64, f64) {
        let (free_lower, free_upper) = match model {
            "1pl" | "rasch" | "2pl" => (false, false),
            "3pl" => (true, false),
            _ => (true, true),
        };
        if !free_lower {
            self.fixed(lower, 0.0, model);
        }
        if !free_upper {
            self.fixed(upper, 1.0, model);
        }
        (self.take(lower).unwrap_or(0.0), self.take(upper).unwrap_or(1.0))
    }

    fn graded(&mut self, name: &str, loading: Loading) -> Option<(Model, Vec<u32>)> {
        match self.form(name, loading, "compensatory-grm")? {
            Form::Intercepts(a, dimensions) => {
                let d = self.list('d', name);
                Some((Model::CompensatoryGrm { a, d, standard_errors: None }, dimensions))
            }
            Form::Thresholds(loading) => {
                let b = self.list('b', name);
                let (a, dimensions) = self.one_dimension(name, loading, true)?;
                Some((Model::Grm { a, b, standard_errors: None }, dimensions))
            }
        }
    }

    fn partial_credit(&mut self, name: &str, loading: Loading) -> Option<(Model, Vec<u32>)> {
        match self.form(name, loading, "compensatory-gpcm")? {
            Form::Intercepts(a, dimensions) => {
                if name == "pcm" && a.iter().any(|a| differs(*a, 1.0)) {
                    self.fault(None, "the slopes of the pcm model are 1; use gpcm".into());
                }
                let d = self.list('d', name);
                Some((Model::CompensatoryGpcm { a, d, standard_errors: None }, dimensions))
            }
            Form::Thresholds(loading) => {
                let b = self.list('b', name);
                let (a, dimensions) = self.one_dimension(name, loading, name != "pcm")?;
                let standard_errors = None;
                let model = if name == "pcm" {
                    Model::Pcm { b, standard_errors }
                } else {
                    Model::Gpcm { a, b, standard_errors }
                };
                Some((model, dimensions))
            }
        }
    }

    /// The form of a polytomous item: slope-intercept where it has a slope vector and no thresholds.
    /// `None` where it has to be so and is not.
    fn form(&mut self, name: &str, loading: Loading, compensatory: &str) -> Option<Form> {
        match loading {
            Loading::Vector(dimensions, a) if name == compensatory || !self.has("b1") => {
                Some(Form::Intercepts(a, dimensions))
            }
            Loading::Plain(_) if name == compensatory => {
                self.fault(None, format!("the {name} model needs slopes in columns a1, a2, …"));
                None
            }
            loading => Some(Form::Thresholds(loading)),
        }
    }

    /// What no model took.
    fn left_over(&mut self, model: &str) {
        for (name, (column, value)) in std::mem::take(&mut self.values) {
            self.fault(
                Some(column),
                format!("the {model} model has no parameter {name} here, but the cell has {value}; clear it or change the model"),
            );
        }
    }
}
