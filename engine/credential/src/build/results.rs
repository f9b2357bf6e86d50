//! What one person has achieved.

use super::Request;
use super::achievement::per_cent;
use crate::types::ResultEntry;

/// Of each dimension the likeliest level, and how probable it is to be there or higher.
pub(super) fn results(request: &Request<'_>) -> Vec<ResultEntry> {
    let names = request.name();
    let entries = request.dimensions().into_iter().flat_map(|(place, dimension)| {
        let found = &request.report.dimensions[place];
        let at = found.level as usize;
        // In this order, from the level up: sums of doubles depend on it. The lowest level or higher is everybody.
        let at_least: f64 = found.levels[at..].iter().map(|level| level.probability).sum();
        let at_least = if at == 0 { "100".to_owned() } else { per_cent(at_least) };
        let entry = |result_description, achieved_level, value| ResultEntry {
            types: ["Result"],
            result_description,
            achieved_level,
            value,
        };
        [
            entry(names.level_of(&dimension.id), Some(names.level(&dimension.id, &found.levels[at].id)), None),
            entry(names.probability_of(&dimension.id), None, Some(at_least)),
        ]
    });
    entries.collect()
}
