//! Which model an item has.

use thetis_calibrate::{Frame, Model};

use crate::failure::Failure;

/// The model of items of two categories, and of those of more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Models {
    two: Model,
    more: Model,
}

/// The model of each item: from the command line, or from the list of items, which has it by these names.
///
/// # Errors
/// Usage: an item without a model, or with one that is not there.
pub(super) fn of_items(
    models: Option<Models>,
    frame: &Frame,
    listed: &[Option<String>],
) -> Result<Vec<Model>, Failure> {
    let of = |item: usize| {
        if let Some(models) = models {
            return Ok(if frame.categories(item) > 2 { models.more } else { models.two });
        }
        let id = &frame.ids()[item];
        match &listed[item] {
            None => Err(Failure::usage(format!(
                "item {id} has no model: give --model, or a list of --items with a column model"
            ))),
            Some(name) => model(name).map_err(|reason| Failure::usage(format!("item {id}: {reason}"))),
        }
    };
    (0..frame.items()).map(of).collect()
}

/// A model by its name here, or in banks.
fn model(name: &str) -> Result<Model, String> {
    let name = name.to_ascii_lowercase();
    let name = match name.as_str() {
        "grm" | "mgrm" | "compensatory-grm" => "graded",
        "nrm" => "nominal",
        "compensatory-4pl" => "4pl",
        "compensatory-gpcm" => "gpcm",
        other => other,
    };
    Model::ALL
        .into_iter()
        .find(|model| model.name() == name)
        .ok_or_else(|| format!("{name:?} is no model; write rasch, 1pl, 2pl, 3pl, 4pl, grm, pcm, gpcm, rsm or nrm"))
}

/// One model, or two: for items of two categories and for those of more.
pub(super) fn models(text: &str) -> Result<Models, String> {
    let found = text.split(',').map(|name| model(name.trim())).collect::<Result<Vec<_>, _>>()?;
    match found[..] {
        [one] => Ok(Models { two: one, more: one }),
        [two, more] if !more.is_dichotomous() => Ok(Models { two, more }),
        [_, more] => Err(format!("{} is for items of two categories; write it first, as 2pl,grm", more.name())),
        _ => Err("give one model, or two: for items of two categories and for those of more".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_have_the_names_of_banks_too() {
        assert_eq!(models("2PL"), Ok(Models { two: Model::TwoParameter, more: Model::TwoParameter }));
        assert_eq!(models("2pl,grm"), Ok(Models { two: Model::TwoParameter, more: Model::Graded }));
        for text in ["", "5pl", "grm,2pl", "1pl,grm,pcm"] {
            assert!(models(text).is_err(), "{text}");
        }
    }
}
