//! What a platform has kept beside a log, against what follows from the log.
//!
//! A log whose answers were edited and whose checksum was made anew may be one that the engine would have written for
//! those answers. Then only what somebody else has kept can tell.

use std::fmt::Write;

use thetis_bank::{Answer, BankSource};
use thetis_core::{Given, Session};
use thetis_responses::{Kept, KeptInteraction};

use super::{answers::answers, verdict::Verified};
use crate::{bank::LoadedBank, output::number};

/// Estimates are written with all digits: what differs by more was not computed from this log.
const ESTIMATE_TOLERANCE: f64 = 1e-9;
/// Half of the last of a score's two decimals, and what binary numbers make of it.
const SCORE_TOLERANCE: f64 = 0.0051;
/// Longest answer in SCORM 1.2; a longer one is not written.
const LONGEST_ANSWER: usize = 255;

/// Everything that is not what it should be, in sentences, and the answer that the first is about.
#[derive(Default)]
pub(super) struct Differences {
    pub(super) step: Option<u32>,
    pub(super) sentences: Vec<String>,
}

/// Compare what was kept with what follows from the session.
pub(super) fn compare(bank: &LoadedBank, session: &Session, verified: &Verified, kept: &Kept) -> Differences {
    let mut out = Differences::default();
    interactions(bank, session, kept, &mut out);
    let finished = session.finished().is_some();
    statuses(finished, verified.success, kept, &mut out);
    if let Some(score) = &kept.score {
        out.score("the score", score, verified.score, finished);
    }
    for objective in kept.objectives.values() {
        let Some(score) = &objective.score else { continue };
        match verified.dimensions.iter().find(|own| clean(&own.dimension) == objective.id) {
            Some(own) => out.score(&format!("the score of {}", own.dimension), score, own.score, finished),
            None => out.say(format!("an objective was kept that is no dimension of the bank: {}", objective.id)),
        }
    }
    for estimate in &kept.estimates {
        let Some(own) = verified.dimensions.iter().find(|own| own.dimension == estimate.dimension) else {
            out.say(format!("a result was kept for {}, which is no dimension of the bank", estimate.dimension));
            continue;
        };
        let mut number = |what: &str, kept: f64, found: f64| {
            if (kept - found).abs() > ESTIMATE_TOLERANCE * found.abs().max(1.0) {
                let [kept, found] = [kept, found].map(number::decimals);
                out.say(format!("{what} of {} was kept as {kept}, and is {found}", own.dimension));
            }
        };
        number("the estimate", estimate.theta, own.theta);
        estimate.se.into_iter().for_each(|se| number("the standard error", se, own.se));
        if estimate.level.is_some() && estimate.level != own.level {
            let [kept, found] = [&estimate.level, &own.level].map(|level| level.as_deref().unwrap_or("none"));
            out.say(format!("the level of {} was kept as {kept}, and is {found}", own.dimension));
        }
    }
    out
}

impl Differences {
    fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    fn say_of(&mut self, step: u32, sentence: String) {
        if self.sentences.is_empty() {
            self.step = Some(step);
        }
        self.say(sentence);
    }

    fn score(&mut self, what: &str, kept: &str, found: Option<f64>, finished: bool) {
        let Some(found) = found else {
            if !finished {
                self.say(format!("{what} was kept as {kept}, but the session has not ended, and has none"));
            }
            return;
        };
        // A platform may round further.
        let tolerance = match kept.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len()) {
            0 => 0.5 + SCORE_TOLERANCE,
            1 => 0.05 + SCORE_TOLERANCE,
            _ => SCORE_TOLERANCE,
        };
        let agrees = kept.parse::<f64>().is_ok_and(|kept| (kept - found).abs() <= tolerance);
        if !agrees {
            self.say(format!("{what} was kept as {kept}, and is {found:.2}"));
        }
    }
}

fn statuses(finished: bool, success: Option<&str>, kept: &Kept, out: &mut Differences) {
    let ended = if finished { "has ended" } else { "has not ended" };
    let verdict = |status: &str| matches!(status, "passed" | "failed");
    if let Some(status) = &kept.lesson_status {
        let is_over = verdict(status) || status == "completed";
        if is_over != finished {
            out.say(format!("the status was kept as {status}, but the session {ended}"));
        }
    }
    if let Some(status) = &kept.completion_status
        && (status == "completed") != finished
    {
        out.say(format!("the completion was kept as {status}, but the session {ended}"));
    }
    // Without the rule that the package has, nobody can tell.
    let Some(success) = success else { return };
    for (what, status) in [("the status", &kept.lesson_status), ("the success", &kept.success_status)] {
        if let Some(status) = status
            && verdict(status) | verdict(success)
            && status != success
        {
            out.say(format!("{what} was kept as {status}, and by the rule it is {success}"));
        }
    }
}

/// What was given to an item, at first or when it was changed.
struct Entry {
    /// Number of the answer, from 1.
    step: u32,
    item: String,
    given: Given,
    text: Option<Answer>,
}

fn entries(bank: &LoadedBank, session: &Session) -> Vec<Entry> {
    let entry = |(step, answer): (u32, thetis_core::Answer)| {
        let text = match (&bank.source, answer.given) {
            (BankSource::Folder(folder), Given::Category(_)) => {
                let item = folder.bank.items.get(answer.item as usize);
                item.and_then(|item| folder.bank.answer(item, answer.response)).map(|(answer, _)| answer)
            }
            _ => None,
        };
        Entry { step, item: bank.id(answer.item).to_owned(), given: answer.given, text }
    };
    answers(session).map(entry).collect()
}

/// One interaction an answer, in their order. Some may be missing where a platform did not take them, and one may stand
/// there twice where it did not say that it had.
fn interactions(bank: &LoadedBank, session: &Session, kept: &Kept, out: &mut Differences) {
    if kept.interactions.is_empty() {
        return;
    }
    let entries = entries(bank, session);
    let mut next = 0;
    let mut missing = 0;
    for (n, interaction) in &kept.interactions {
        let agrees = |entry: &Entry| entry.agrees(interaction);
        if let Some(skipped) = entries[next..].iter().position(agrees) {
            missing += skipped;
            next += skipped + 1;
            continue;
        }
        if entries[..next].iter().any(agrees) {
            continue;
        }
        let kept = interaction.describe();
        let of_item = entries[next..].iter().find(|entry| clean(&entry.item) == interaction.id);
        match of_item.or_else(|| entries.get(next)) {
            Some(entry) => out.say_of(
                entry.step,
                format!(
                    "answer {} is {} in the log, and was kept as {kept} (interaction {n})",
                    entry.step,
                    entry.describe()
                ),
            ),
            None => out.say(format!("interaction {n} was kept as {kept}, which is not in the log")),
        }
        // What comes after differs because of it, or in the same way.
        return;
    }
    missing += entries.len() - next;
    if missing > 0 {
        let step = entries.get(next).map(|entry| entry.step);
        out.step = out.step.or(step);
        out.say(format!("{missing} of the log's {} answers were not kept among the interactions", entries.len()));
    }
}

impl Entry {
    fn agrees(&self, kept: &KeptInteraction) -> bool {
        kept.id == clean(&self.item) && self.agrees_in_answer(kept.response.as_deref().unwrap_or_default())
    }

    fn agrees_in_answer(&self, kept: &str) -> bool {
        match (&self.text, self.given) {
            (_, Given::Passed(_)) => kept.is_empty(),
            // A code that is no answer of the bank has no text to compare.
            (None, _) => true,
            (Some(answer), _) => {
                let own = parts(answer);
                if kept.is_empty() {
                    return own.is_empty() || own.join(",").len() > LONGEST_ANSWER;
                }
                let plain = |part: &str| part.replace('.', "_");
                let of_scorm_12: Vec<String> =
                    own.iter().map(|part| part.split("[.]").map(plain).collect::<Vec<_>>().join(".")).collect();
                same(answer, kept.split("[,]"), &own)
                    || same(answer, kept.split(','), &of_scorm_12)
                    // True and false in SCORM 1.2.
                    || matches!((kept, &own[..]), ("t", [only]) if only == "true")
                    || matches!((kept, &own[..]), ("f", [only]) if only == "false")
            }
        }
    }

    fn describe(&self) -> String {
        let mut text = self.item.clone();
        let _ = match (&self.text, self.given) {
            (_, Given::Passed(_)) => write!(text, ", passed over"),
            (Some(answer), _) => write!(text, ", {answer}"),
            (None, _) => Ok(()),
        };
        text
    }
}

trait Describe {
    fn describe(&self) -> String;
}

impl Describe for KeptInteraction {
    fn describe(&self) -> String {
        match &self.response {
            Some(response) => format!("{}, {response}", self.id),
            None => format!("{}, without an answer", self.id),
        }
    }
}

/// The parts of an answer as SCORM 2004 writes them.
fn parts(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::One(option) => vec![clean(option)],
        Answer::Ticked(options) | Answer::Ordered(options) => options.iter().map(|option| clean(option)).collect(),
        Answer::Matched(pairs) => {
            pairs.iter().map(|(option, target)| format!("{}[.]{}", clean(option), clean(target))).collect()
        }
    }
}

/// Whether parts are the same; of what has no order, in any.
fn same<'k>(answer: &Answer, kept: impl Iterator<Item = &'k str>, own: &[String]) -> bool {
    let mut kept: Vec<&str> = kept.map(str::trim).collect();
    let mut own: Vec<&str> = own.iter().map(String::as_str).collect();
    if !matches!(answer, Answer::Ordered(_)) {
        kept.sort_unstable();
        own.sort_unstable();
    }
    kept == own
}

/// An id as every platform takes it.
fn clean(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') { c } else { '_' }).collect()
}
