//! A specification made ready: item instances, the list of all parameters, and which of them are free.

use std::collections::BTreeMap;

use crate::data::Responses;
use crate::error::CalibrationError;
use crate::latent;
use crate::model::{Family, Model, Parameter, Shape};
use crate::prior::ParameterPrior;
use crate::quadrature::Grid;
use crate::specification::{LatentNormal, Place, Setting, Specification};

/// More nodes than this are refused.
const MOST_NODES: usize = 200_000;

/// An item with one set of parameters: of all groups, or of one.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) item: usize,
    /// The group whose parameters these are, if they are not everyone's.
    pub(crate) group: Option<usize>,
    pub(crate) shape: Shape,
    /// Where its parameters begin in the list of all.
    pub(crate) offset: usize,
}

impl Instance {
    /// Its parameters among all.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.offset..self.offset + self.shape.len()
    }
}

/// Which parameters are free: each entry of the full list is fixed, or a copy of a free one.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    /// Of each parameter, its place among the free ones.
    pub(crate) of: Vec<Option<usize>>,
    /// Number of free parameters.
    pub(crate) count: usize,
    /// Starting values and fixed values of the full list.
    pub(crate) template: Vec<f64>,
}

impl Free {
    /// The full list from the free parameters.
    pub(crate) fn expand(&self, free: &[f64]) -> Vec<f64> {
        let pick = |(of, fixed): (&Option<usize>, &f64)| of.map_or(*fixed, |place| free[place]);
        self.of.iter().zip(&self.template).map(pick).collect()
    }

    /// The free parameters' starting values: where several are equal, their mean.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.count];
        for (of, value) in self.of.iter().zip(&self.template) {
            if let Some(place) = of {
                sums[*place].0 += value;
                sums[*place].1 += 1.0;
            }
        }
        sums.iter().map(|(sum, count)| sum / count).collect()
    }
}

/// A calibration ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) grid: Grid,
    pub(crate) instances: Vec<Instance>,
    /// The instance that persons of a group meet for each item.
    pub(crate) instance_of: Vec<Vec<usize>>,
    /// Where each group's latent parameters begin in the list of all: means, then the covariance's lower triangle.
    pub(crate) latent: Vec<usize>,
    pub(crate) free: Free,
    /// Priors by free parameter.
    pub(crate) priors: Vec<(usize, ParameterPrior)>,
    /// How the nodes of a bifactor model are summed over.
    pub(crate) reduction: Option<Reduction>,
}

/// A general dimension, and specific ones that share one place in the grid.
#[derive(Clone, Debug)]
pub(crate) struct Reduction {
    /// Nodes of one dimension.
    pub(crate) per_dimension: usize,
    /// Number of specific dimensions.
    pub(crate) specific: usize,
    /// Sets of items: one for each specific dimension, and one for those without, which is last.
    pub(crate) factors: usize,
    /// The set of each item.
    pub(crate) of_item: Vec<usize>,
    /// The set of each table row, once there are tables.
    pub(crate) of_row: Vec<u16>,
}

impl Reduction {
    #[inline(always)]
    pub(crate) fn of_row(&self, row: u32) -> usize {
        usize::from(self.of_row[row as usize])
    }

    fn new(specification: &Specification) -> Option<Self> {
        if specification.specific.is_empty() {
            return None;
        }
        let place = |dimension: &u32| specification.specific.iter().position(|own| own == dimension);
        let specific = specification.specific.len();
        let of_item = specification.items.iter().map(|item| item.dimensions.iter().find_map(place).unwrap_or(specific));
        Some(Self {
            per_dimension: specification.nodes.per_dimension as usize,
            specific,
            factors: specific + 1,
            of_item: of_item.collect(),
            of_row: Vec::new(),
        })
    }
}

/// Number of latent parameters of a group.
pub(crate) fn latent_len(dimensions: usize) -> usize {
    dimensions + dimensions * (dimensions + 1) / 2
}

impl Problem {
    /// Make ready, and check that the data can tell what is asked.
    pub(crate) fn new(specification: &Specification, responses: &Responses) -> Result<Self, CalibrationError> {
        let problem = Self::unchecked(specification, responses)?;
        crate::data_check::categories(&problem, responses)?;
        Ok(problem)
    }

    /// Make ready for persons who need not show every category.
    pub(crate) fn unchecked(specification: &Specification, responses: &Responses) -> Result<Self, CalibrationError> {
        check_items(specification, responses)?;
        let nodes = &specification.nodes;
        // Specific dimensions share one place in the grid.
        let reduction = Reduction::new(specification);
        let dimensions = if reduction.is_some() { 2 } else { specification.dimensions };
        let exponent = u32::try_from(dimensions).unwrap_or(u32::MAX);
        let count = (nodes.per_dimension as usize).saturating_pow(exponent);
        let range = nodes.lower.is_finite() && nodes.upper.is_finite() && nodes.lower < nodes.upper;
        if !range || nodes.per_dimension < 3 || count > MOST_NODES || dimensions == 0 {
            return Err(CalibrationError::Nodes { nodes: count });
        }
        let groups = responses.groups().len();
        let mut instances = Vec::new();
        let mut instance_of = vec![Vec::new(); groups];
        let mut offset = 0;
        for (item, specified) in specification.items.iter().enumerate() {
            let local: Vec<u32> = match reduction {
                Some(_) => specified.dimensions.iter().map(|dimension| (*dimension).min(1)).collect(),
                None => specified.dimensions.clone(),
            };
            let shape = Shape::new(specified.model, responses.categories(item).max(2), &local);
            let copies: Vec<Option<usize>> =
                if specified.per_group { (0..groups).map(Some).collect() } else { vec![None] };
            for group in copies {
                for (of, list) in instance_of.iter_mut().enumerate() {
                    if group.is_none_or(|group| group == of) {
                        list.push(instances.len());
                    }
                }
                instances.push(Instance { item, group, shape: shape.clone(), offset });
                offset += shape.len();
            }
        }
        let latent: Vec<usize> = (0..groups).map(|group| offset + group * latent_len(dimensions)).collect();
        let full = offset + groups * latent_len(dimensions);
        let mut problem = Self {
            grid: Grid::new(nodes, dimensions),
            instances,
            instance_of,
            latent,
            free: Free { of: Vec::new(), count: 0, template: vec![0.0; full] },
            priors: Vec::new(),
            reduction,
        };
        crate::start::fill(&mut problem, specification, responses);
        problem.release(specification, responses)?;
        problem.check_identified()?;
        Ok(problem)
    }

    /// The places in the full list that a place of the specification means.
    fn places(&self, place: &Place, responses: &Responses) -> Result<Vec<usize>, CalibrationError> {
        let item = place.item as usize;
        let name =
            || responses.ids().get(item).map_or_else(|| format!("item number {item}"), |id| format!("item {id}"));
        let unknown = || CalibrationError::UnknownParameter { place: name(), parameter: place.parameter.to_string() };
        let of_item = self.instances.iter().filter(|instance| instance.item == item);
        let wanted = of_item.filter(|instance| {
            place.group.is_none() || instance.group.is_none() || instance.group == place.group.map(usize::from)
        });
        let found: Option<Vec<usize>> =
            wanted.map(|instance| instance.shape.place(place.parameter).map(|at| instance.offset + at)).collect();
        found.filter(|list| !list.is_empty()).ok_or_else(unknown)
    }

    /// Settle what is fixed, what is equal and what is free.
    fn release(&mut self, specification: &Specification, responses: &Responses) -> Result<(), CalibrationError> {
        let full = self.free.template.len();
        let mut fixed = vec![false; full];
        let mut leader: Vec<usize> = (0..full).collect();
        for instance in &self.instances {
            let model = specification.items[instance.item].model;
            for (at, place) in instance.range().enumerate() {
                fixed[place] = is_fixed(model, instance.shape.parameter(at));
            }
        }
        // The steps of a rating scale take up its items' common location.
        let mut scales: Vec<usize> = Vec::new();
        for instance in self.instances.clone() {
            let (rating, k) = (instance.shape.family == Family::RatingScale, instance.shape.categories);
            if rating && !scales.contains(&k) {
                scales.push(k);
                let at = instance.range().end - 1;
                fixed[at] = true;
                let location = self.free.template[at];
                self.shift_rating_scale(k, location);
            }
        }
        let reduced = vec![LatentNormal::standard(2); specification.latent.len()];
        let latent = if self.reduction.is_some() { &reduced } else { &specification.latent };
        for (group, density) in latent.iter().enumerate() {
            for (at, setting) in density.mean.iter().chain(&density.covariance).enumerate() {
                let place = self.latent[group] + at;
                fixed[place] = matches!(setting, Setting::Fixed(_));
                self.free.template[place] = setting.value();
            }
        }
        for (place, value) in &specification.starts {
            for at in self.places(place, responses)? {
                self.set(at, place, *value, responses)?;
            }
        }
        for (place, value) in &specification.fixed {
            for at in self.places(place, responses)? {
                fixed[at] = true;
                self.set(at, place, *value, responses)?;
            }
        }
        self.order_intercepts(&fixed, responses)?;
        for set in self.equalities(specification, responses)? {
            let first = set[0];
            for at in set {
                // Follow both to their leaders, so that overlapping sets become one.
                let (a, b) = (lead(&leader, first), lead(&leader, at));
                leader[a.max(b)] = a.min(b);
            }
        }
        // One fixed member fixes the set.
        let mut known: BTreeMap<usize, f64> = BTreeMap::new();
        for at in (0..full).filter(|at| fixed[*at]) {
            known.entry(lead(&leader, at)).or_insert(self.free.template[at]);
        }
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        self.free.of = (0..full)
            .map(|at| {
                let leader = lead(&leader, at);
                if let Some(value) = known.get(&leader) {
                    self.free.template[at] = *value;
                    return None;
                }
                let next = number.len();
                Some(*number.entry(leader).or_insert(next))
            })
            .collect();
        self.free.count = number.len();
        for (place, prior) in &specification.priors {
            prior.check()?;
            for at in self.places(place, responses)? {
                if let Some(free) = self.free.of[at]
                    && !self.priors.iter().any(|(place, _)| *place == free)
                {
                    self.priors.push((free, *prior));
                }
            }
        }
        Ok(())
    }

    /// Make free intercepts of graded items fall around those that are fixed.
    fn order_intercepts(&mut self, fixed: &[bool], responses: &Responses) -> Result<(), CalibrationError> {
        for instance in self.instances.iter().filter(|instance| instance.shape.family == Family::Graded) {
            let places: Vec<usize> = instance.range().skip(instance.shape.slopes()).collect();
            let values = &mut self.free.template;
            let mut gap = 0.2;
            while !instance.shape.is_sound(&values[instance.range()]) && gap > 1e-3 {
                for pair in places.windows(2).filter(|pair| !fixed[pair[1]]) {
                    values[pair[1]] = values[pair[1]].min(values[pair[0]] - gap);
                }
                for pair in places.windows(2).rev().filter(|pair| !fixed[pair[0]]) {
                    values[pair[0]] = values[pair[0]].max(values[pair[1]] + gap);
                }
                gap *= 0.5;
            }
            if !instance.shape.is_sound(&values[instance.range()]) {
                let worst = places.windows(2).find(|pair| values[pair[0]] <= values[pair[1]]).map_or(0, |pair| pair[1]);
                return Err(CalibrationError::Value {
                    place: format!("item {}", responses.ids()[instance.item]),
                    parameter: instance.shape.parameter(worst - instance.offset).to_string(),
                    value: values[worst],
                });
            }
        }
        Ok(())
    }

    /// Move the common location of a rating scale from its items to its steps.
    fn shift_rating_scale(&mut self, categories: usize, location: f64) {
        for instance in &self.instances {
            if instance.shape.family == Family::RatingScale && instance.shape.categories == categories {
                let rest = &mut self.free.template[instance.range()][instance.shape.slopes()..];
                rest.iter_mut().for_each(|value| *value -= location);
            }
        }
    }

    /// Sets of equal parameters: the models' own, and those asked for.
    fn equalities(
        &self,
        specification: &Specification,
        responses: &Responses,
    ) -> Result<Vec<Vec<usize>>, CalibrationError> {
        let mut own: BTreeMap<(Model, usize, usize), Vec<usize>> = BTreeMap::new();
        for instance in &self.instances {
            let model = specification.items[instance.item].model;
            let (slopes, categories) = (instance.shape.slopes(), instance.shape.categories);
            match model {
                Model::OneParameter => {
                    for slope in 0..slopes {
                        let dimension = instance.shape.dimensions[slope];
                        own.entry((model, dimension, 0)).or_default().push(instance.offset + slope);
                    }
                }
                Model::RatingScale => {
                    for step in 0..categories - 1 {
                        let key = (model, categories, step);
                        own.entry(key).or_default().push(instance.offset + slopes + step);
                    }
                }
                _ => {}
            }
        }
        let mut sets: Vec<Vec<usize>> = own.into_values().collect();
        for set in &specification.equal {
            let places: Result<Vec<_>, _> = set.iter().map(|place| self.places(place, responses)).collect();
            sets.push(places?.concat());
        }
        sets.retain(|set| !set.is_empty());
        Ok(sets)
    }

    fn set(&mut self, at: usize, place: &Place, value: f64, responses: &Responses) -> Result<(), CalibrationError> {
        let asymptote = matches!(place.parameter, Parameter::LowerAsymptote | Parameter::UpperAsymptote);
        if value.is_nan() || (!asymptote && value.is_infinite()) {
            let item = format!("item {}", responses.ids()[place.item as usize]);
            return Err(CalibrationError::Value { place: item, parameter: place.parameter.to_string(), value });
        }
        self.free.template[at] = value;
        Ok(())
    }

    /// Whether something fixes zero and unit of ability.
    fn check_identified(&self) -> Result<(), CalibrationError> {
        let free = |at: usize| self.free.of[at].is_some();
        // A group whose density is known, or an item that is (partly) known, anchors; groups that share no item with
        // either do not occur in practice and show as a singular information matrix.
        let all_means_free = self.latent.iter().all(|start| free(*start));
        let dimensions = self.dimensions();
        let all_variances_free = self.latent.iter().all(|start| free(start + dimensions));
        let known = |wanted: fn(Parameter) -> bool| {
            self.instances.iter().any(|instance| {
                instance.range().enumerate().any(|(at, place)| !free(place) && wanted(instance.shape.parameter(at)))
            })
        };
        if all_means_free && !known(|p| matches!(p, Parameter::Intercept(_) | Parameter::Location)) {
            return Err(CalibrationError::NotIdentified { what: "the latent mean" });
        }
        if all_variances_free && !known(|p| matches!(p, Parameter::Slope(_))) {
            return Err(CalibrationError::NotIdentified { what: "the latent variance" });
        }
        if !latent::is_sound(self, &self.free.template) {
            return Err(CalibrationError::Value {
                place: "the latent density".to_owned(),
                parameter: "its covariance".to_owned(),
                value: self.free.template[self.latent[0] + dimensions],
            });
        }
        Ok(())
    }

    /// Whether every item's parameters and every covariance matrix are such that probabilities exist.
    pub(crate) fn is_sound(&self, full: &[f64]) -> bool {
        self.instances.iter().all(|instance| instance.shape.is_sound(&full[instance.range()]))
            && latent::is_sound(self, full)
    }

    /// The logarithm of the prior density.
    pub(crate) fn log_prior(&self, free: &[f64]) -> f64 {
        // From +0, so that no priors are 0 and not −0.
        self.priors.iter().fold(0.0, |sum, (place, prior)| sum + prior.log_density(free[*place]).0)
    }

    /// Number of latent dimensions.
    pub(crate) fn dimensions(&self) -> usize {
        self.grid.dimensions()
    }

    /// The name of a free parameter: the first item or group that has it.
    pub(crate) fn name(&self, free: usize, responses: &Responses) -> String {
        let at = self.free.of.iter().position(|of| *of == Some(free));
        let Some(at) = at else { return String::new() };
        match self.instances.iter().find(|instance| instance.range().contains(&at)) {
            Some(instance) => {
                let group =
                    instance.group.map_or_else(String::new, |group| format!(", group {}", responses.groups()[group]));
                format!(
                    "{} of item {}{group}",
                    instance.shape.parameter(at - instance.offset),
                    responses.ids()[instance.item]
                )
            }
            None => {
                let group = self.latent.iter().rposition(|start| *start <= at).unwrap_or(0);
                let inside = at - self.latent[group];
                let what = if inside < self.dimensions() { "mean" } else { "covariance" };
                format!("latent {what} {inside} of group {}", responses.groups()[group])
            }
        }
    }
}

fn lead(leader: &[usize], mut at: usize) -> usize {
    while leader[at] != at {
        at = leader[at];
    }
    at
}

/// Whether the model itself knows the parameter.
fn is_fixed(model: Model, parameter: Parameter) -> bool {
    match parameter {
        Parameter::Slope(_) => model.has_unit_slope(),
        Parameter::LowerAsymptote => !matches!(model, Model::ThreeParameter | Model::FourParameter),
        Parameter::UpperAsymptote => model != Model::FourParameter,
        _ => false,
    }
}

fn check_items(specification: &Specification, responses: &Responses) -> Result<(), CalibrationError> {
    let (expected, found) = (responses.items(), specification.items.len());
    if expected != found {
        return Err(CalibrationError::Items { expected, found });
    }
    let (groups, densities) = (responses.groups().len(), specification.latent.len());
    if groups != densities {
        return Err(CalibrationError::PersonList { what: "latent densities", expected: groups, found: densities });
    }
    let lengths = |density: &LatentNormal| {
        density.mean.len() == specification.dimensions
            && density.mean.len() + density.covariance.len() == latent_len(specification.dimensions)
    };
    if !specification.latent.iter().all(lengths) {
        return Err(CalibrationError::NotIdentified { what: "a latent density of another number of dimensions" });
    }
    for (item, specified) in specification.items.iter().enumerate() {
        let id = &responses.ids()[item];
        let categories = responses.categories(item);
        if specified.model.is_dichotomous() && categories > 2 {
            let model = specified.model.name();
            return Err(CalibrationError::NotDichotomous { item: id.clone(), categories, model });
        }
        let dimensions = &specified.dimensions;
        let one_only = specified.model == Model::Nominal && dimensions.len() > 1;
        let fault = dimensions.iter().enumerate().find(|(place, dimension)| {
            **dimension as usize >= specification.dimensions || dimensions[..*place].contains(dimension) || one_only
        });
        if dimensions.is_empty() || fault.is_some() {
            let dimension = fault.map_or(0, |(_, dimension)| *dimension);
            return Err(CalibrationError::Dimension { item: id.clone(), dimension });
        }
        check_reduction(specification, item, id)?;
    }
    Ok(())
}

/// Whether dimension reduction is possible: a general dimension first, one specific dimension an item.
fn check_reduction(specification: &Specification, item: usize, id: &str) -> Result<(), CalibrationError> {
    if specification.specific.is_empty() {
        return Ok(());
    }
    let dimensions = &specification.items[item].dimensions;
    let specific = |dimension: &&u32| specification.specific.contains(dimension);
    let fault = match dimensions.iter().filter(specific).count() {
        0 | 1 => dimensions.iter().position(|dimension| *dimension != 0 && !specific(&dimension)),
        _ => dimensions.iter().rposition(|dimension| specific(&dimension)),
    };
    if let Some(place) = fault {
        return Err(CalibrationError::Dimension { item: id.to_owned(), dimension: dimensions[place] });
    }
    let standard = LatentNormal::standard(specification.dimensions);
    if specification.latent.iter().any(|density| *density != standard) || dimensions[0] != 0 {
        return Err(CalibrationError::NotDefined {
            statistic: "dimension reduction",
            reason: "every item loads on dimension 0 first, and all dimensions are independent standard normals",
        });
    }
    Ok(())
}
