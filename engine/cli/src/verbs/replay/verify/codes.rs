//! Whether the categories in a log are those that the answers in it score.
//!
//! Beside each category a log has a code of what was chosen. The player's codes are the bank's (`thetis_bank::Answer`),
//! so a category that was edited alone betrays itself. Other programs have codes of their own, about which nothing can
//! be said: [`mismatch`] finds something only where nearly all the others are as the bank has them.

use thetis_bank::{BankSource, types::ItemBank};
use thetis_core::{Answer, Given, Session};

use super::answers::answers;
use crate::bank::LoadedBank;

/// For one code that scores otherwise there must be so many that score as the log says.
const AGREEING: usize = 4;

/// Why a log is refused that is replayed, but not as the engine writes it.
pub(super) const OTHER_BYTES: &str = "the engine writes the same session as other bytes";

/// What was changed in a log that was replayed, in words, if anything was.
pub(in crate::verbs::replay) fn edited(bank: &LoadedBank, session: &Session, log: &[u8]) -> Option<String> {
    if session.log() != log {
        return Some(OTHER_BYTES.to_owned());
    }
    mismatch(bank, session).map(|mismatch| mismatch.reason(bank))
}

/// An answer whose code scores another category than the log has.
pub(super) struct Mismatch {
    /// Its number, from 1.
    pub(super) step: u32,
    pub(super) item: u32,
    /// What was chosen.
    pub(super) answer: String,
    /// What that scores.
    pub(super) scored: u32,
    /// The log's category.
    pub(super) category: u32,
}

impl Mismatch {
    /// What was changed, in words.
    pub(super) fn reason(&self, bank: &LoadedBank) -> String {
        let Self { step, item, answer, scored, category } = self;
        let item = bank.id(*item);
        format!(
            "at answer {step} (item {item}) {answer} was chosen, which is category {scored}, and the log has category {category}: one of the two was changed"
        )
    }
}

/// The first such answer of a log whose codes are the bank's.
pub(super) fn mismatch(bank: &LoadedBank, session: &Session) -> Option<Mismatch> {
    let BankSource::Folder(folder) = &bank.source else { return None };
    let coded = coded(session);
    let is_own = |of: &dyn Fn(&Coded) -> u32| coded.iter().all(|one| one.response == of(one));
    // Simulated answers have the category as their code, and who has no codes writes one number.
    let first = coded.first()?.response;
    if is_own(&|one| one.category) || is_own(&|_| first) {
        return None;
    }
    let mut agreeing = 0;
    let mut found = Vec::new();
    for one in &coded {
        match one.mismatch(&folder.bank) {
            Some(Ok(())) => agreeing += 1,
            Some(Err(mismatch)) => found.push(mismatch),
            None => {}
        }
    }
    if agreeing < AGREEING * found.len() { None } else { found.into_iter().next() }
}

/// An answer as the log has it.
struct Coded {
    step: u32,
    item: u32,
    category: u32,
    response: u32,
}

fn coded(session: &Session) -> Vec<Coded> {
    let code = |(step, answer): (u32, Answer)| match answer.given {
        Given::Category(category) => Some(Coded { step, item: answer.item, category, response: answer.response }),
        Given::Passed(_) => None,
    };
    answers(session).filter_map(code).collect()
}

impl Coded {
    /// Whether the code scores the category; `None` if it is no code of the bank.
    fn mismatch(&self, bank: &ItemBank) -> Option<Result<(), Mismatch>> {
        let Self { step, item, category, response } = *self;
        let (answer, scored) = bank.answer(bank.items.get(item as usize)?, response)?;
        let scored = u32::from(scored);
        if scored == category {
            return Some(Ok(()));
        }
        Some(Err(Mismatch { step, item, answer: answer.to_string(), scored, category }))
    }
}
