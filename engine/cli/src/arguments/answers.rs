//! `--answers`: what one person has answered so far.

use std::str::FromStr;

use thetis_core::Response;

use crate::{
    bank::LoadedBank,
    failure::{Complaint, Failure},
};

/// How messages name the answers.
const SOURCE: &str = "--answers";

/// Answers by item id, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answers(Vec<(String, u32)>);

impl FromStr for Answers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let answer = |part: &str| {
            let (item, category) =
                part.rsplit_once('=').ok_or_else(|| format!("{part:?} is not an answer; write ITEM=CATEGORY"))?;
            let category = category.trim().parse().map_err(|_| {
                format!("{category:?} is not a category of {item}; write a whole number from 0", item = item.trim())
            })?;
            Ok((item.trim().to_owned(), category))
        };
        text.split(',').map(answer).collect::<Result<_, _>>().map(Self)
    }
}

impl Answers {
    /// The answers as the engine takes them.
    ///
    /// # Errors
    /// Data, naming every item that the bank does not have, that has no such category, or that is
    /// answered twice.
    pub(crate) fn to_core(&self, bank: &LoadedBank) -> Result<Vec<Response>, Failure> {
        let mut responses: Vec<Response> = Vec::new();
        let mut complaints = Vec::new();
        for (id, category) in &self.0 {
            let mut complain = |reason: String| complaints.push(Complaint::about(SOURCE, reason).of_item(Some(id)));
            let Some(item) = bank.index(id) else {
                complain(format!("{} has no such item", bank.file));
                continue;
            };
            let categories = bank.engine.categories(item);
            if *category >= categories {
                complain(format!("the item has categories 0 to {}, not {category}", categories - 1));
            } else if responses.iter().any(|response| response.item == item) {
                complain("the item is answered twice".into());
            } else {
                responses.push(Response { item, category: *category });
            }
        }
        if complaints.is_empty() { Ok(responses) } else { Err(Failure::Data(complaints)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_categories_in_order() {
        let answers = "A1=2, B.3=0".parse::<Answers>().expect("answers");
        assert_eq!(answers.0, [("A1".to_owned(), 2), ("B.3".to_owned(), 0)]);
        assert_eq!("".parse(), Ok(Answers::default()));
        for text in ["A1", "A1=", "A1=-1", "A1=1.5", "A1=2,", "A1=99999999999"] {
            assert!(text.parse::<Answers>().is_err(), "{text}");
        }
    }
}
