//! Two groups, and what their members are matched on.

use crate::data::Responses;
use crate::error::CalibrationError;

/// Two groups to compare, the reference and the focal one, with what is known of each person's ability.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    pub(super) responses: &'a Responses,
    reference: usize,
    focal: usize,
    given: Option<&'a [f64]>,
}

/// The groups of matched persons who count for one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strata {
    /// By stratum, the lowest first.
    pub(super) tables: Vec<Stratum>,
}

/// Weights of the persons of one stratum in each category of the item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stratum {
    pub(super) reference: Vec<f64>,
    pub(super) focal: Vec<f64>,
}

/// One person who counts for an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matched {
    pub(super) matching: f64,
    pub(super) category: usize,
    pub(super) is_focal: bool,
    pub(super) weight: f64,
}

impl<'a> Comparison<'a> {
    /// Compare two groups of the responses, matched on the sum of the anchor items and the item itself.
    ///
    /// # Errors
    /// A group that is not there, or the same twice.
    pub fn new(responses: &'a Responses, reference: usize, focal: usize) -> Result<Self, CalibrationError> {
        let groups = responses.groups().len();
        for group in [reference, focal] {
            if group >= groups || reference == focal {
                return Err(CalibrationError::Groups { group, groups });
            }
        }
        Ok(Self { responses, reference, focal, given: None })
    }

    /// Match on these abilities, one a person, instead of sums: for data with responses missing by design. Methods that
    /// compare strata take each value for a stratum of its own; see [`strata`].
    ///
    /// # Errors
    /// Another number of abilities than persons.
    pub fn matched_on(mut self, abilities: &'a [f64]) -> Result<Self, CalibrationError> {
        let expected = self.responses.persons();
        if abilities.len() != expected {
            return Err(CalibrationError::PersonList { what: "abilities", expected, found: abilities.len() });
        }
        self.given = Some(abilities);
        Ok(self)
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.responses.items()
    }

    /// Weight of the persons of the reference and of the focal group who count for an item: those who answered it and
    /// can be matched.
    #[must_use]
    pub fn counted(&self, item: usize, anchors: &[bool]) -> [f64; 2] {
        let mut counted = [0.0; 2];
        for person in self.matched(item, anchors) {
            counted[usize::from(person.is_focal)] += person.weight;
        }
        counted
    }

    /// Everybody of the two groups who answered the item and can be matched. The item is part of the sum, whether or
    /// not it is an anchor (Holland & Thayer 1988).
    pub(super) fn matched(&self, item: usize, anchors: &[bool]) -> Vec<Matched> {
        let items = self.responses.items();
        let counts = |other: usize| other == item || anchors[other];
        let needed = (0..items).filter(|other| counts(*other)).count();
        let mut matched = Vec::new();
        for person in 0..self.responses.persons() {
            let group = self.responses.group(person);
            let weight = self.responses.weight(person);
            if (group != self.reference && group != self.focal) || weight <= 0.0 {
                continue;
            }
            let (mut answered, mut sum, mut own) = (0, 0, None);
            for (other, k) in self.responses.answers(person).filter(|(other, _)| counts(*other)) {
                answered += 1;
                sum += k;
                if other == item {
                    own = Some(k);
                }
            }
            let matching = match self.given {
                Some(given) => Some(given[person]).filter(|ability| !ability.is_nan()),
                None => (answered == needed).then_some(sum as f64),
            };
            if let (Some(category), Some(matching)) = (own, matching) {
                matched.push(Matched { matching, category, is_focal: group == self.focal, weight });
            }
        }
        matched
    }

    /// Persons matched for an item, by stratum.
    pub(super) fn strata(&self, item: usize, anchors: &[bool]) -> Strata {
        let mut matched = self.matched(item, anchors);
        matched.sort_by(|x, y| x.matching.total_cmp(&y.matching));
        let categories = self.responses.categories(item);
        let tables = matched
            .chunk_by(|x, y| x.matching.total_cmp(&y.matching).is_eq())
            .map(|tied| {
                let mut stratum = Stratum { reference: vec![0.0; categories], focal: vec![0.0; categories] };
                for person in tied {
                    let counts = if person.is_focal { &mut stratum.focal } else { &mut stratum.reference };
                    counts[person.category] += person.weight;
                }
                stratum
            })
            .collect();
        Strata { tables }
    }

    pub(super) fn check_anchors(&self, anchors: &[bool]) -> Result<(), CalibrationError> {
        if anchors.len() == self.items() {
            return Ok(());
        }
        Err(CalibrationError::Items { expected: self.items(), found: anchors.len() })
    }

    /// Whether all items have two categories, as most methods need; and the anchors are as many.
    pub(super) fn check_dichotomous(&self, anchors: &[bool], method: &'static str) -> Result<(), CalibrationError> {
        (0..self.items()).try_for_each(|item| self.check_item(item, anchors, method))
    }

    /// Whether one item has two categories; and the anchors are as many as items.
    pub(super) fn check_item(
        &self,
        item: usize,
        anchors: &[bool],
        model: &'static str,
    ) -> Result<(), CalibrationError> {
        self.check_anchors(anchors)?;
        let categories = self.responses.categories(item);
        if categories > 2 {
            return Err(CalibrationError::NotDichotomous {
                item: self.responses.ids()[item].clone(),
                categories,
                model,
            });
        }
        Ok(())
    }
}

impl Stratum {
    /// Correct and wrong in the reference group, then in the focal one: A, B, C, D of the literature. Of an item that
    /// nobody solved, all are wrong.
    pub(super) fn fourfold(&self) -> [f64; 4] {
        let at = |counts: &[f64], k: usize| counts.get(k).copied().unwrap_or(0.0);
        [at(&self.reference, 1), at(&self.reference, 0), at(&self.focal, 1), at(&self.focal, 0)]
    }
}

/// Abilities made coarse: each person's place among `count` strata of about equal weight, for [`Comparison::matched_on`].
/// Equal abilities stay together; NaN stays NaN.
#[must_use]
pub fn strata(abilities: &[f64], count: u32) -> Vec<f64> {
    let mut sorted: Vec<f64> = abilities.iter().copied().filter(|ability| !ability.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let place = |ability: &f64| {
        if ability.is_nan() {
            return f64::NAN;
        }
        let below = sorted.partition_point(|other| other < ability);
        let to = sorted.partition_point(|other| other <= ability);
        let middle = (below + to) as f64 / (2 * sorted.len()) as f64;
        (middle * f64::from(count)).floor().min(f64::from(count) - 1.0)
    };
    abilities.iter().map(place).collect()
}
