//! Which parameters are fixed, which are equal, and which are free.

use std::collections::BTreeMap;

use super::Problem;
use crate::data::Frame;
use crate::error::CalibrationError;
use crate::model::{Family, Model, Parameter};
use crate::specification::{LatentDensity, Place, Setting, Specification};

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

impl Problem {
    /// The places in the full list that a place of the specification means.
    fn places(&self, place: &Place, frame: &Frame) -> Result<Vec<usize>, CalibrationError> {
        let item = place.item as usize;
        let name = || frame.ids().get(item).map_or_else(|| format!("item number {item}"), |id| format!("item {id}"));
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
    pub(super) fn release(&mut self, specification: &Specification, frame: &Frame) -> Result<(), CalibrationError> {
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
        let histogram = specification.density == LatentDensity::EmpiricalHistogram;
        for (group, density) in specification.latent.iter().enumerate() {
            let density = self.reduction.as_ref().map_or_else(|| density.clone(), |own| own.on_grid(density));
            for (at, setting) in density.mean.iter().chain(&density.covariance).enumerate() {
                let place = self.latent[group] + at;
                // Mean and variance of a histogram follow from its weights.
                fixed[place] = matches!(setting, Setting::Fixed(_)) || histogram;
                self.free.template[place] = setting.value();
            }
        }
        for (place, value) in &specification.starts {
            for at in self.places(place, frame)? {
                self.set(at, place, *value, frame)?;
            }
        }
        for (place, value) in &specification.fixed {
            for at in self.places(place, frame)? {
                fixed[at] = true;
                self.set(at, place, *value, frame)?;
            }
        }
        self.order_intercepts(&fixed, frame)?;
        for set in self.equalities(specification, frame)? {
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
            for at in self.places(place, frame)? {
                if let Some(free) = self.free.of[at]
                    && !self.priors.iter().any(|(place, _)| *place == free)
                {
                    self.priors.push((free, *prior));
                }
            }
        }
        self.enter_priors(frame)
    }

    /// Move starting values to where their priors' densities are positive: from a logarithm of 0 no step leads up.
    fn enter_priors(&mut self, frame: &Frame) -> Result<(), CalibrationError> {
        let start = self.free.start();
        let mut moved = start.clone();
        for (free, prior) in &self.priors {
            moved[*free] = prior.inside(moved[*free]);
        }
        for (at, of) in self.free.of.iter().enumerate() {
            if let Some(free) = of.filter(|free| (moved[*free] - start[*free]).abs() > 0.0) {
                self.free.template[at] = moved[free];
            }
        }
        if let Some(free) = (0..moved.len()).find(|free| !moved[*free].is_finite()) {
            return Err(CalibrationError::Start { parameter: self.name(free, frame), value: moved[free] });
        }
        let full = self.free.expand(&moved);
        let without_density = self
            .priors
            .iter()
            .find(|(free, prior)| !prior.log_density(moved[*free]).0.is_finite())
            .map(|(free, _)| *free);
        // Moving one of several parameters may have put them out of order.
        let out_of_order = || {
            let fault = self.instances.iter().find(|own| !own.shape.is_sound(&full[own.range()]))?;
            let free = |wanted: &dyn Fn(usize) -> bool| {
                self.free.of[fault.range()].iter().flatten().copied().find(|free| wanted(*free))
            };
            free(&|free| self.priors.iter().any(|(own, _)| *own == free)).or_else(|| free(&|_| true))
        };
        match without_density.or_else(out_of_order) {
            None => Ok(()),
            Some(free) => Err(CalibrationError::Start { parameter: self.name(free, frame), value: moved[free] }),
        }
    }

    /// Make free intercepts of graded items fall around those that are fixed.
    fn order_intercepts(&mut self, fixed: &[bool], frame: &Frame) -> Result<(), CalibrationError> {
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
                    place: format!("item {}", frame.ids()[instance.item]),
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
    fn equalities(&self, specification: &Specification, frame: &Frame) -> Result<Vec<Vec<usize>>, CalibrationError> {
        let mut own: BTreeMap<(Model, usize, usize), Vec<usize>> = BTreeMap::new();
        for instance in &self.instances {
            let model = specification.items[instance.item].model;
            let (slopes, categories) = (instance.shape.slopes(), instance.shape.categories);
            match model {
                Model::OneParameter => {
                    for slope in 0..slopes {
                        // Not the shape's: with dimension reduction all specific dimensions have one place in the grid.
                        let dimension = specification.items[instance.item].dimensions[slope] as usize;
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
            let places: Result<Vec<_>, _> = set.iter().map(|place| self.places(place, frame)).collect();
            sets.push(places?.concat());
        }
        sets.retain(|set| !set.is_empty());
        Ok(sets)
    }

    fn set(&mut self, at: usize, place: &Place, value: f64, frame: &Frame) -> Result<(), CalibrationError> {
        let asymptote = matches!(place.parameter, Parameter::LowerAsymptote | Parameter::UpperAsymptote);
        if value.is_nan() || (!asymptote && value.is_infinite()) {
            let item = format!("item {}", frame.ids()[place.item as usize]);
            return Err(CalibrationError::Value { place: item, parameter: place.parameter.to_string(), value });
        }
        self.free.template[at] = value;
        Ok(())
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
