//! Whether the data can tell what the specification asks.

use crate::data::{Frame, Tally};
use crate::error::CalibrationError;
use crate::problem::Problem;

/// Items that nobody answered, that everybody answered alike, or with a category nobody chose, unless everything
/// about them is known.
pub(crate) fn categories(problem: &Problem, frame: &Frame, tally: &Tally) -> Result<(), CalibrationError> {
    let by_group = &tally.counts;
    for instance in &problem.instances {
        if instance.range().all(|place| problem.free.of[place].is_none()) {
            continue;
        }
        let id = || frame.ids()[instance.item].clone();
        let groups = (0..by_group.len()).filter(|group| instance.group.is_none_or(|own| own == *group));
        let mut counts = vec![0.0; frame.categories(instance.item)];
        for group in groups {
            for (sum, count) in counts.iter_mut().zip(&by_group[group][instance.item]) {
                *sum += count;
            }
        }
        let seen: Vec<usize> = (0..counts.len()).filter(|k| counts[*k] > 0.0).collect();
        // Parameters shared with other items can be told from those.
        let category = |k: usize| u8::try_from(k).unwrap_or(u8::MAX);
        match seen[..] {
            [] => return Err(CalibrationError::NobodyAnswered { item: id() }),
            [only] => return Err(CalibrationError::ConstantItem { item: id(), category: category(only) }),
            _ => {}
        }
        if let Some(empty) = counts.iter().position(|count| *count <= 0.0) {
            let group = instance.group.map(|group| frame.groups()[group].clone());
            return Err(CalibrationError::EmptyCategory { item: id(), category: category(empty), group });
        }
    }
    Ok(())
}
