//! A problem as bytes: everything that the loops over persons ask of it.
//!
//! Names, priors, bounds and what is held of a histogram stay behind: they are the business of whoever maximises.

use super::wire::{Reader, WireError, Writer};
use crate::histogram::Histogram;
use crate::model::{Family, Shape};
use crate::problem::{Bounds, Free, Instance, MOST_NODES, Problem, Reduction, latent_len};
use crate::quadrature::{Grid, Nodes};

/// The families, by their codes.
const FAMILIES: [Family; 5] =
    [Family::Dichotomous, Family::Graded, Family::PartialCredit, Family::RatingScale, Family::Nominal];

/// Write a problem, with these values of all its parameters.
pub(super) fn write(writer: &mut Writer, problem: &Problem, full: &[f64]) {
    writer.f64(problem.nodes.lower);
    writer.f64(problem.nodes.upper);
    writer.u32(problem.nodes.per_dimension);
    writer.size(problem.dimensions());
    writer.size(problem.latent.len());
    writer.size(problem.instance_of[0].len());
    writer.size(problem.instances.len());
    for instance in &problem.instances {
        writer.size(instance.item);
        writer.place(instance.group);
        let code = FAMILIES.iter().position(|family| *family == instance.shape.family).unwrap_or(FAMILIES.len());
        writer.u8(u8::try_from(code).unwrap_or(u8::MAX));
        writer.size(instance.shape.categories);
        writer.size(instance.shape.dimensions.len());
        instance.shape.dimensions.iter().for_each(|dimension| writer.size(*dimension));
    }
    match &problem.reduction {
        None => writer.u8(0),
        Some(reduction) => {
            writer.u8(1);
            writer.size(reduction.general);
            writer.size(reduction.specific);
            writer.size(reduction.of_item.len());
            reduction.of_item.iter().for_each(|set| writer.size(*set));
        }
    }
    writer.size(problem.free.count);
    writer.size(problem.free.of.len());
    problem.free.of.iter().for_each(|place| writer.place(*place));
    writer.numbers(full);
    match &problem.histogram {
        None => writer.u8(0),
        Some(histogram) => {
            writer.u8(1);
            writer.numbers(&histogram.log_weights);
        }
    }
}

/// Read a problem. The template of its free parameters are the values of all.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Problem, WireError> {
    let invalid = |what| WireError::Invalid { what };
    let nodes = Nodes { lower: reader.f64()?, upper: reader.f64()?, per_dimension: reader.u32()? };
    let dimensions = reader.size()?;
    let exponent = u32::try_from(dimensions).unwrap_or(u32::MAX);
    let range = nodes.lower.is_finite() && nodes.upper.is_finite() && nodes.lower < nodes.upper;
    let count = (nodes.per_dimension as usize).saturating_pow(exponent);
    if !range || nodes.per_dimension < 3 || dimensions == 0 || count > MOST_NODES {
        return Err(invalid("the nodes"));
    }
    let (groups, items) = (reader.size()?, reader.size()?);
    if groups == 0 || groups > usize::from(u16::MAX) + 1 || items == 0 {
        return Err(invalid("the numbers of groups and items"));
    }
    let instances = instances(reader, (groups, items, dimensions))?;
    let instance_of = of_groups(&instances, groups, items)?;
    let reduction = reduction(reader, &nodes, (dimensions, items))?;
    let first = instances.last().map_or(0, |last| last.range().end);
    let latent = (0..groups).map(|group| first + group * latent_len(dimensions)).collect();
    let free = free(reader, first + groups * latent_len(dimensions))?;
    let grid = Grid::new(&nodes, dimensions);
    let histogram = match reader.u8()? {
        0 => None,
        _ => Some(Histogram { held: Vec::new(), log_weights: reader.numbers()? }),
    };
    if histogram.as_ref().is_some_and(|histogram| histogram.log_weights.len() != groups * grid.stride) {
        return Err(invalid("the weights of the histogram"));
    }
    let problem = Problem {
        nodes,
        grid,
        instances,
        instance_of,
        latent,
        free,
        priors: Vec::new(),
        bounds: Bounds::default(),
        histogram,
        reduction,
    };
    if problem.is_sound(&problem.free.template) { Ok(problem) } else { Err(invalid("the parameters")) }
}

fn instances(
    reader: &mut Reader<'_>,
    (groups, items, dimensions): (usize, usize, usize),
) -> Result<Vec<Instance>, WireError> {
    let fault = || WireError::Invalid { what: "the items" };
    let mut offset = 0;
    let mut instances = Vec::new();
    for _ in 0..reader.length(21)? {
        let (item, group) = (reader.size()?, reader.place()?);
        let family = *FAMILIES.get(usize::from(reader.u8()?)).ok_or_else(fault)?;
        let categories = reader.size()?;
        let loads: Result<Vec<usize>, WireError> = (0..reader.length(4)?).map(|_| reader.size()).collect();
        let shape = Shape { family, categories, dimensions: loads? };
        let places = !shape.dimensions.is_empty() && shape.dimensions.iter().all(|own| *own < dimensions);
        let dichotomous = family != Family::Dichotomous || categories == 2;
        let counted = (2..=256).contains(&categories) && dichotomous;
        if item >= items || group.is_some_and(|group| group >= groups) || !places || !counted {
            return Err(fault());
        }
        let instance = Instance { item, group, shape, offset };
        offset = instance.range().end;
        instances.push(instance);
    }
    Ok(instances)
}

/// The instance that each group meets for each item.
fn of_groups(instances: &[Instance], groups: usize, items: usize) -> Result<Vec<Vec<usize>>, WireError> {
    let mut lists = vec![Vec::with_capacity(items); groups];
    for (number, instance) in instances.iter().enumerate() {
        for (group, list) in lists.iter_mut().enumerate() {
            if instance.group.is_none_or(|own| own == group) {
                if instance.item != list.len() {
                    return Err(WireError::Invalid { what: "the order of the items" });
                }
                list.push(number);
            }
        }
    }
    match lists.iter().all(|list| list.len() == items) {
        true => Ok(lists),
        false => Err(WireError::Invalid { what: "the groups of the items" }),
    }
}

fn reduction(
    reader: &mut Reader<'_>,
    nodes: &Nodes,
    (dimensions, items): (usize, usize),
) -> Result<Option<Reduction>, WireError> {
    if reader.u8()? == 0 {
        return Ok(None);
    }
    let (general, specific) = (reader.size()?, reader.size()?);
    let of_item: Result<Vec<usize>, WireError> = (0..reader.length(4)?).map(|_| reader.size()).collect();
    let of_item = of_item?;
    let sets = specific > 0 && specific < usize::from(u16::MAX) && of_item.iter().all(|set| *set <= specific);
    if general + 1 != dimensions || of_item.len() != items || !sets {
        return Err(WireError::Invalid { what: "the specific dimensions" });
    }
    let per_dimension = nodes.per_dimension as usize;
    Ok(Some(Reduction {
        general,
        general_nodes: per_dimension.saturating_pow(u32::try_from(general).unwrap_or(u32::MAX)),
        specific_nodes: per_dimension,
        specific,
        factors: specific + 1,
        of_item,
        of_row: Vec::new(),
    }))
}

fn free(reader: &mut Reader<'_>, length: usize) -> Result<Free, WireError> {
    let count = reader.size()?;
    let of: Result<Vec<Option<usize>>, WireError> = (0..reader.length(4)?).map(|_| reader.place()).collect();
    let (of, template) = (of?, reader.numbers()?);
    let places = of.iter().flatten().all(|place| *place < count) && count <= of.len();
    if of.len() != length || template.len() != length || !places {
        return Err(WireError::Invalid { what: "the list of parameters" });
    }
    Ok(Free { of, count, template })
}
