//! Whether the items are the same in parts of the sample: Andersen's likelihood-ratio test.

use super::check;
use super::design::{Design, RaschModel};
use super::estimate::{Conditional, conditional};
use super::likelihood::answers_and_score;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::tails;

/// How the sample is parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// At the median raw score; who has it goes to the lower part, as in R eRm.
    Median,
    /// At the mean raw score; who has it goes to the lower part.
    Mean,
    /// By the groups of the responses.
    Groups,
}

/// One part of the sample.
#[derive(Clone, Debug)]
pub struct AndersenGroup {
    /// Its name: `low`, `high`, or the group's.
    pub name: String,
    /// The items estimated in it.
    pub estimates: Conditional,
}

/// The test of one sample.
#[derive(Clone, Debug)]
pub struct Andersen {
    /// `2 (Σ ln L_g − ln L)`
    pub statistic: f64,
    /// Degrees of freedom: free parameters of the parts less those of the whole.
    pub df: usize,
    /// Probability of a larger statistic if the items are the same.
    pub p: f64,
    /// The parts.
    pub groups: Vec<AndersenGroup>,
    /// The whole, with the items that were compared.
    pub overall: Conditional,
    /// Items compared.
    pub items: Vec<usize>,
    /// Items left out, since in some part not all of their categories occur.
    pub left_out: Vec<usize>,
}

/// The difference of one step between two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wald {
    /// The item.
    pub item: usize,
    /// The category, from 1.
    pub category: usize,
    /// `(w₁ − w₂)/√(SE₁² + SE₂²)` of cumulative easinesses; above 0 if the step is easier in the first part.
    pub z: f64,
    /// Two-sided probability.
    pub p: f64,
}

/// Andersen's likelihood-ratio test (Andersen 1973): the items are estimated in each part and in the whole. Items that
/// can't be estimated in some part, because nobody there chose one of their categories, are left out of all, as R eRm
/// does; say so where the result is reported.
///
/// With missing responses a score is taken as a part of the highest possible over the items answered. Weighted persons
/// count by their weight for median and mean.
///
/// # Errors
/// Fewer than two parts, or fewer than two items that all parts can compare; everything
/// [`conditional`] can find wrong in a part.
pub fn andersen(responses: &Responses, model: RaschModel, split: Split) -> Result<Andersen, CalibrationError> {
    check::dichotomous(model, responses)?;
    let not_defined = |reason| CalibrationError::NotDefined { statistic: "Andersen's test", reason };
    let parts = parts(responses, model, split);
    let names: Vec<String> = match split {
        Split::Groups => responses.groups().to_vec(),
        Split::Median | Split::Mean => vec!["low".to_owned(), "high".to_owned()],
    };
    let members = |part: usize| -> Vec<usize> { (0..parts.len()).filter(|person| parts[*person] == part).collect() };
    let groups: Vec<Vec<usize>> = (0..names.len()).map(members).collect();
    if groups.len() < 2 || groups.iter().any(Vec::is_empty) {
        return Err(not_defined("all persons are in one part of the sample; split it in another way"));
    }
    let categories: Vec<usize> = (0..responses.items()).map(|item| responses.categories(item)).collect();
    let most = categories.iter().copied().max().unwrap_or(0);
    let needed = |item: usize| if model == RaschModel::RatingScale { most } else { categories[item] };
    // Leaving an item out may make scores extreme, and persons with them fall silent; so until nothing changes.
    let mut kept: Vec<usize> = (0..responses.items()).collect();
    loop {
        let complete = |item: &usize| {
            let place = kept.iter().position(|other| other == item);
            place.is_some() && groups.iter().all(|persons| occurring(responses, persons, &kept, *item) == needed(*item))
        };
        let next: Vec<usize> = kept.iter().copied().filter(complete).collect();
        if next.len() < 2 {
            return Err(not_defined(
                "fewer than two items have all their categories in every part of the sample; split it in another way, or collapse categories",
            ));
        }
        if next.len() == kept.len() {
            break;
        }
        kept = next;
    }
    let everybody: Vec<usize> = (0..responses.persons()).collect();
    let overall = conditional(&subset(responses, &everybody, &kept)?, model)?;
    let mut estimated = Vec::new();
    for (name, persons) in names.into_iter().zip(&groups) {
        let estimates = conditional(&subset(responses, persons, &kept)?, model)?;
        estimated.push(AndersenGroup { name, estimates });
    }
    let sum: f64 = estimated.iter().map(|group| group.estimates.log_likelihood).sum();
    let statistic = 2.0 * (sum - overall.log_likelihood);
    let df = estimated.iter().map(|group| group.estimates.parameters).sum::<usize>() - overall.parameters;
    let left_out = (0..responses.items()).filter(|item| !kept.contains(item)).collect();
    let p = tails::chi_square(statistic, df as f64);
    Ok(Andersen { statistic, df, p, groups: estimated, overall, items: kept, left_out })
}

impl Andersen {
    /// Wald's statistic of every step between the first two parts (Fischer & Scheiblechner 1970): which items differ.
    #[must_use]
    pub fn wald(&self) -> Vec<Wald> {
        let (first, second) = (&self.groups[0].estimates, &self.groups[1].estimates);
        let mut steps = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let (x, y) = (&first.items[place], &second.items[place]);
            for k in 0..x.easiness.len() {
                let z = (x.easiness[k] - y.easiness[k]) / x.easiness_errors[k].hypot(y.easiness_errors[k]);
                steps.push(Wald { item: *item, category: k + 1, z, p: tails::two_sided(z) });
            }
        }
        steps
    }
}

/// Each person's part.
fn parts(responses: &Responses, model: RaschModel, split: Split) -> Vec<usize> {
    if split == Split::Groups {
        return (0..responses.persons()).map(|person| responses.group(person)).collect();
    }
    let design = Design::new(model, responses);
    let scores: Vec<f64> = (0..responses.persons())
        .map(|person| {
            let (answers, score) = answers_and_score(responses, person);
            let highest: usize = answers.iter().map(|(item, _)| design.highest(*item)).sum();
            if highest == 0 { 0.0 } else { score as f64 / highest as f64 }
        })
        .collect();
    let mut sorted: Vec<(f64, f64)> = scores.iter().enumerate().map(|(p, s)| (*s, responses.weight(p))).collect();
    sorted.sort_by(|x, y| x.0.total_cmp(&y.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let at = if split == Split::Mean {
        sorted.iter().map(|(score, weight)| score * weight).sum::<f64>() / total
    } else {
        median(&sorted, total)
    };
    /// Scores are quotients of small numbers: what lies nearer is the same.
    const SAME: f64 = 1e-9;
    scores.iter().map(|score| usize::from(*score > at + SAME)).collect()
}

/// Of sorted values with weights: the mean of the two in the middle if the weight is parted between them.
fn median(sorted: &[(f64, f64)], total: f64) -> f64 {
    let mut below = 0.0;
    for (place, (value, weight)) in sorted.iter().enumerate() {
        below += weight;
        let gap = below - 0.5 * total;
        if gap.abs() <= 1e-12 * total {
            return sorted.get(place + 1).map_or(*value, |next| 0.5 * (value + next.0));
        }
        if gap > 0.0 {
            return *value;
        }
    }
    sorted.last().map_or(0.0, |(value, _)| *value)
}

/// How many categories of an item occur among persons whose score over the kept items is not extreme.
fn occurring(responses: &Responses, persons: &[usize], kept: &[usize], item: usize) -> usize {
    let mut seen = vec![false; responses.categories(item)];
    for person in persons.iter().filter(|person| responses.weight(**person) > 0.0) {
        let mut own = None;
        let (mut lowest, mut highest) = (true, true);
        for (other, k) in responses.answers(*person).filter(|(other, _)| kept.contains(other)) {
            lowest &= k == 0;
            highest &= k + 1 == responses.categories(other);
            if other == item {
                own = Some(k);
            }
        }
        if let (Some(k), false, false) = (own, lowest, highest) {
            seen[k] = true;
        }
    }
    seen.iter().filter(|seen| **seen).count()
}

/// The responses of some persons to some items.
fn subset(responses: &Responses, persons: &[usize], items: &[usize]) -> Result<Responses, CalibrationError> {
    let mut place = vec![None; responses.items()];
    for (new, item) in (0_u32..).zip(items) {
        place[*item] = Some(new);
    }
    let (mut starts, mut answered, mut categories) = (vec![0], Vec::new(), Vec::new());
    for person in persons {
        for (item, k) in responses.answers(*person) {
            if let Some(new) = place[item] {
                answered.push(new);
                categories.push(u8::try_from(k).unwrap_or(u8::MAX));
            }
        }
        starts.push(answered.len());
    }
    let ids = items.iter().map(|item| responses.ids()[*item].clone()).collect();
    let weights = persons.iter().map(|person| responses.weight(*person)).collect();
    Responses::sparse(ids, starts, answered, categories)?.with_weights(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert!((median(&[(1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (9.0, 1.0)], 4.0) - 3.0).abs() < 1e-15);
        assert!((median(&[(1.0, 1.0), (2.0, 3.0), (4.0, 1.0)], 5.0) - 2.0).abs() < 1e-15);
    }

    #[test]
    fn a_subset_has_the_responses_of_the_whole() {
        let cells = vec![0, 1, 1, 1, 255, 0, 1, 0, 1, 0, 1, 0];
        let ids = ["a", "b", "c"].map(String::from).to_vec();
        let all = Responses::dense(ids, cells).expect("the table is sound");
        let part = subset(&all, &[1, 3], &[0, 2]).expect("there is something left");
        let rows: Vec<Vec<_>> = (0..2).map(|person| part.answers(person).collect()).collect();
        assert_eq!(rows, [vec![(0, 1), (1, 0)], vec![(0, 0), (1, 0)]]);
        assert_eq!(part.ids(), ["a", "c"]);
    }
}
