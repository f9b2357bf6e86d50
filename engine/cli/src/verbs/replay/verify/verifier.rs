//! Verifying one log after another against one bank, with everything compiled once.

use std::sync::Arc;

use thetis_bank::{BankSource, outcome::DeclaredStandards, score_report, types::ItemBank};
use thetis_core::{ENGINE_REVISION, Error, LogHeader, Record, Session, Test};
use thetis_responses::{CarriedLog, FoundLog, NoLog};

use super::{
    codes::{self, Mismatch},
    frame::{Frame, fingerprint},
    kept,
    numbers::{PassRule, Scale},
    verdict::{Standing, Verdict, Verified},
    walk::{Stop, Walk, walk},
};
use crate::{
    bank::LoadedBank,
    failure::{Complaint, Failure},
};

/// Numbers of characters at which fields of platforms, databases and spreadsheets end.
const FIELD_LENGTHS: [usize; 8] = [255, 256, 4000, 4096, 32_767, 64_000, 65_535, 65_536];
/// Bytes of the checksum.
const CHECKSUM: usize = 8;
/// More changes than this are no person's: each is a whole replay, and one log shall not hold up ten thousand.
const MOST_AMENDMENTS: usize = 2_000;

/// A design of the bank.
struct Design {
    name: String,
    test: Arc<Test>,
}

/// A bank with its designs and what results are held against.
pub(super) struct Verifier {
    pub(super) bank: LoadedBank,
    designs: Vec<Design>,
    /// Names of designs that cannot be used, with the reason.
    unusable: Vec<String>,
    scale: Option<Scale>,
    profile: Option<String>,
    pass: Option<PassRule>,
}

impl Verifier {
    /// `design` is the only one that sessions may have followed, if it is named; `profile` the one that all of them are
    /// compared with, instead of their own.
    ///
    /// # Errors
    /// Usage: a design, profile, dimension or level that the bank does not have. Data: the bank's levels make no sense.
    pub(super) fn new(
        bank: LoadedBank,
        design: Option<&str>,
        profile: Option<String>,
        pass: Option<PassRule>,
    ) -> Result<Self, Failure> {
        let names: Vec<&str> = match (design, &bank.source) {
            (Some(name), _) => vec![name],
            (None, BankSource::Folder(folder)) => folder.bank.designs.keys().collect(),
            (None, BankSource::Table(_)) => Vec::new(),
        };
        let (mut designs, mut unusable) = (Vec::new(), Vec::new());
        for name in names {
            match bank.test(name) {
                Ok(test) => designs.push(Design { name: name.to_owned(), test: Arc::new(test) }),
                Err(Failure::Data(complaints)) if design.is_none() => {
                    unusable.extend(complaints.iter().map(|complaint| format!("{name} ({})", complaint.reason)));
                }
                Err(other) => return Err(other),
            }
        }
        let scale = match &bank.source {
            BankSource::Folder(folder) => {
                let own = &folder.bank;
                let declared = DeclaredStandards::of(own, profile.as_deref());
                let declared = declared.map_err(|error| Complaint::about(&bank.file, error.to_string()))?;
                pass.as_ref().map_or(Ok(()), |rule| rule.check(own)).map_err(Failure::Usage)?;
                Some(Scale::of(own, &declared))
            }
            BankSource::Table(_) if profile.is_some() || pass.is_some() => {
                let reason = "is a table of item parameters, which has no profiles and levels: give a bank's folder";
                return Err(Complaint::about(&bank.file, reason).into());
            }
            BankSource::Table(_) => None,
        };
        Ok(Self { bank, designs, unusable, scale, profile, pass })
    }

    /// The test of a design, by its digest, with its name.
    pub(super) fn design(&self, digest: u64) -> Option<(&str, &Arc<Test>)> {
        let found = self.designs.iter().find(|design| design.test.design_digest() == digest)?;
        Some((&found.name, &found.test))
    }

    /// Find out about a log.
    pub(super) fn verify(&self, id: String, carried: &CarriedLog) -> Verified {
        match &carried.log {
            Ok(found) => self.verify_found(id, found, carried),
            Err(NoLog::Empty) if carried.kept.is_empty() || is_fresh(carried) => {
                Verified::new(id, Verdict::Empty, String::new())
            }
            Err(NoLog::Empty) => {
                let reason = "results were kept, but no log that they could follow from";
                Verified::new(id, Verdict::NoLog, reason.to_owned())
            }
            Err(reason @ NoLog::NotWhole(found)) if Frame::of(&found.bytes).is_some() => {
                let Fault { verdict, step, reason } = match self.of_damage(found) {
                    cut @ Fault { verdict: Verdict::Truncated, .. } => cut,
                    Fault { step, .. } => Fault { step, ..Fault::new(Verdict::Damaged, reason.to_string()) },
                };
                Verified { step, ..Verified::new(id, verdict, reason) }
            }
            Err(reason) => Verified::new(id, Verdict::NoLog, reason.to_string()),
        }
    }

    fn verify_found(&self, id: String, found: &FoundLog, carried: &CarriedLog) -> Verified {
        let (fault, session) = match self.replay(found) {
            Ok(session) => (None, Some(session)),
            Err(fault) => (Some(fault), None),
        };
        let frame = Frame::of(&found.bytes);
        let known = frame.filter(|_| !matches!(fault, Some(Fault { verdict: Verdict::NoLog | Verdict::Damaged, .. })));
        let mut verified = Verified {
            language: found.language.clone(),
            profile: found.profile.clone(),
            fingerprint: Some(fingerprint(&found.bytes)),
            design: known.and_then(|frame| self.design(frame.design)).map(|(name, _)| name.to_owned()),
            seed: known.map(|frame| frame.seed.to_string()),
            ..Verified::new(id, Verdict::Reproduced, String::new())
        };
        if let Some(Fault { verdict, step, reason }) = fault {
            return Verified { verdict, step, reason, ..verified };
        }
        if let Some(session) = &session
            && let Err(reason) = self.add_results(session, found, &mut verified)
        {
            return Verified {
                verdict: Verdict::Contradicted,
                reason: reason.clone(),
                differences: vec![reason],
                ..verified
            };
        }
        if let Some(session) = &session
            && !carried.kept.is_empty()
        {
            let differences = kept::compare(&self.bank, session, &verified, &carried.kept);
            if !differences.sentences.is_empty() {
                verified.verdict = Verdict::Contradicted;
                verified.step = differences.step;
                verified.reason = differences.sentences.join("; ");
                verified.differences = differences.sentences;
            }
        }
        verified
    }

    /// What follows from the answers.
    fn add_results(&self, session: &Session, found: &FoundLog, verified: &mut Verified) -> Result<(), String> {
        let amended = session.records().iter().filter(|record| matches!(record, Record::Amendment { .. })).count();
        let finished = session.finished().is_some();
        verified.answers = Some(session.step_count());
        verified.amended = u32::try_from(amended).ok();
        verified.finished = Some(finished);
        let estimate = session.estimate();
        verified.dimensions = (self.bank.dimensions().iter())
            .zip(estimate.theta.iter().zip(&estimate.se))
            .map(|(dimension, (theta, se))| Standing {
                dimension: dimension.clone(),
                theta: *theta,
                se: *se,
                level: None,
                level_probability: None,
                score: None,
            })
            .collect();
        let (BankSource::Folder(folder), Some(scale)) = (&self.bank.source, &self.scale) else { return Ok(()) };
        let scores = scale.scores(&estimate.theta);
        let of_rule = self.pass.as_ref().filter(|_| finished);
        // What a profile costs is only paid for a rule that asks for it.
        let profile = of_rule
            .filter(|rule| **rule == PassRule::Profile)
            .and_then(|_| self.profile.as_deref().or(found.profile.as_deref()));
        let report = score_report(&folder.bank, session, profile, None).map_err(|error| error.to_string())?;
        for ((standing, score), own) in verified.dimensions.iter_mut().zip(&scores).zip(&report.dimensions) {
            standing.score = finished.then_some(*score);
            let level = own.levels.get(own.level as usize);
            standing.level = level.map(|level| level.id.clone());
            standing.level_probability = level.map(|level| level.probability);
        }
        verified.score = if finished { scale.mean(&scores) } else { None };
        verified.success = of_rule.map(|rule| rule.verdict(&report));
        Ok(())
    }

    /// Replay a log with the design it names.
    fn replay(&self, found: &FoundLog) -> Result<Session, Fault> {
        let log = &found.bytes[..];
        LogHeader::read(log).map_err(|error| self.of_frame(error, found))?;
        let Some(frame) = Frame::of(log) else { return Err(Fault::new(Verdict::NoLog, Error::LogFormat.to_string())) };
        let digest = self.bank.engine.digest();
        if frame.bank != digest {
            return Err(self.of_other_bank(&frame, found));
        }
        let Some((_, test)) = self.design(frame.design) else { return Err(self.of_other_design(&frame)) };
        // Each is one byte of its kind at least, and three more.
        if log.len() / 4 > MOST_AMENDMENTS && amendments(&frame) > MOST_AMENDMENTS {
            let reason = format!("answers are changed more than {MOST_AMENDMENTS} times, which no person does");
            return Err(Fault::new(Verdict::Differs, reason));
        }
        match Session::resume(test.clone(), log) {
            Ok(session) if session.log() == log => match codes::mismatch(&self.bank, &session) {
                None => Ok(session),
                Some(mismatch) => Err(self.of_code(&mismatch)),
            },
            Ok(_) => Err(Fault::new(Verdict::Differs, codes::OTHER_BYTES.to_owned())),
            Err(_) => Err(self.of_course(&walk(test, frame.seed, frame.records()))),
        }
    }

    /// Why the frame is refused.
    fn of_frame(&self, error: Error, found: &FoundLog) -> Fault {
        match error {
            Error::LogEngine { revision } => Fault::new(
                Verdict::OtherEngine,
                format!(
                    "it was made by engine revision {revision}, this is revision {ENGINE_REVISION}: verify it with that release"
                ),
            ),
            Error::LogTruncated => {
                let whole = "its end is missing: it is shorter than a log without any answer";
                Fault::new(Verdict::Truncated, format!("{whole}{}", cut_at(found)))
            }
            Error::LogDamaged => self.of_damage(found),
            other => Fault::new(Verdict::NoLog, other.to_string()),
        }
    }

    /// Where a log with a wrong checksum parts from the engine. Of one that was cut off, all that is left agrees.
    fn of_damage(&self, found: &FoundLog) -> Fault {
        let damaged = "its checksum does not match: it was changed after it was made";
        let bare = || Fault::new(Verdict::Damaged, damaged.to_owned());
        let Some(frame) = Frame::of(&found.bytes).filter(|frame| frame.bank == self.bank.engine.digest()) else {
            return bare();
        };
        let Some((_, test)) = self.design(frame.design).filter(|_| frame.revision == ENGINE_REVISION) else {
            return bare();
        };
        if amendments(&frame) > MOST_AMENDMENTS {
            return bare();
        }
        let walked = walk(test, frame.seed, frame.rest());
        let Some(session) = &walked.session else { return bare() };
        let (answers, is_over) = (session.step_count(), session.finished().is_some());
        // Of a whole log the checksum is left, eight bytes.
        let is_cut = matches!(walked.stop, Stop::End | Stop::Incomplete) || walked.left < CHECKSUM;
        if is_cut {
            let step = Some(answers + 1).filter(|_| !is_over);
            let reason = format!("its end is missing: {answers} answers are whole{}", cut_at(found));
            return Fault { step, ..Fault::new(Verdict::Truncated, reason) };
        }
        if walked.left == CHECKSUM {
            let what = "a time, the last answer, one that changes no choice, or the checksum itself";
            return Fault::new(Verdict::Damaged, format!("{damaged}: {what}"));
        }
        let reason = format!("{damaged}; the engine agrees with the first {answers} answers");
        Fault { step: Some(answers + 1), ..Fault::new(Verdict::Damaged, reason) }
    }

    fn of_other_bank(&self, frame: &Frame<'_>, found: &FoundLog) -> Fault {
        let digest = self.bank.engine.digest();
        let digests = format!("the log's bank has the digest {:016x}, this one has {digest:016x}", frame.bank);
        let own = self.identity();
        if let (Some((id, version)), Some(bank)) = (&found.bank, own) {
            let (verdict, what) = match (*id == bank.id, *version == bank.version) {
                (true, false) => (
                    Verdict::OtherVersion,
                    format!("it was made with {id} {version}, this is {} {}", bank.id, bank.version),
                ),
                (true, true) => (
                    Verdict::OtherBank,
                    format!(
                        "the file says {id} {version}, as this one is called, but its items or parameters are others"
                    ),
                ),
                _ => (Verdict::OtherBank, format!("it was made with the bank {id} {version}")),
            };
            return Fault::new(verdict, format!("{what} ({digests})"));
        }
        // A design's digest knows nothing of the bank but the places of its items.
        let reason = match self.design(frame.design) {
            Some((name, _)) => format!(
                "{digests}; its design is the same as {name} of this one: it is probably another version of the same bank"
            ),
            None => digests,
        };
        Fault::new(Verdict::OtherBank, reason)
    }

    fn of_other_design(&self, frame: &Frame<'_>) -> Fault {
        let names: Vec<&str> = self.designs.iter().map(|design| design.name.as_str()).collect();
        let known = if names.is_empty() { "there is none".to_owned() } else { names.join(", ") };
        let mut reason = format!("the design of the log has the digest {:016x} and is none of: {known}", frame.design);
        if !self.unusable.is_empty() {
            reason += &format!("; not usable: {}", self.unusable.join("; "));
        }
        Fault::new(Verdict::OtherDesign, reason)
    }

    /// Where the engine parts from a log that is whole.
    fn of_course(&self, walk: &Walk) -> Fault {
        let step = walk.session.as_ref().map_or(0, Session::step_count) + 1;
        let id = |item: u32| self.bank.id(item).to_owned();
        let reason = match walk.stop {
            Stop::Asks { engine, log } => format!(
                "at answer {step} the log has item {}, the engine asks {} after the answers before: one of them was changed, or another program chose the item",
                id(log),
                id(engine)
            ),
            Stop::Over { log } => {
                format!("the log goes on with item {} at answer {step}, the engine has ended the session", id(log))
            }
            Stop::Refused(error) => {
                let item = error.item().filter(|item| *item < self.bank.engine.len());
                let of = item.map_or_else(String::new, |item| format!(" (item {})", id(item)));
                format!("at answer {step} the engine refuses what the log says: {error}{of}")
            }
            Stop::End | Stop::Incomplete | Stop::Malformed => format!("what should be answer {step} is none"),
        };
        Fault { step: Some(step), ..Fault::new(Verdict::Differs, reason) }
    }

    fn of_code(&self, mismatch: &Mismatch) -> Fault {
        Fault { step: Some(mismatch.step), ..Fault::new(Verdict::Differs, mismatch.reason(&self.bank)) }
    }

    /// The bank with its id and version; a table of parameters has none.
    pub(super) fn identity(&self) -> Option<&ItemBank> {
        match &self.bank.source {
            BankSource::Folder(folder) => Some(&folder.bank),
            BankSource::Table(_) => None,
        }
    }
}

/// What is wrong with a log.
struct Fault {
    verdict: Verdict,
    step: Option<u32>,
    reason: String,
}

impl Fault {
    const fn new(verdict: Verdict, reason: String) -> Self {
        Self { verdict, step: None, reason }
    }
}

/// Whether a platform says no more than that the page was opened.
fn is_fresh(carried: &CarriedLog) -> bool {
    let kept = &carried.kept;
    let said =
        |status: &Option<String>| status.as_deref().is_some_and(|s| matches!(s, "completed" | "passed" | "failed"));
    let any = [&kept.lesson_status, &kept.success_status, &kept.completion_status].into_iter().any(said);
    kept.score.is_none() && kept.interactions.is_empty() && kept.objectives.values().all(|o| o.score.is_none()) && !any
}

/// Where the text of a log that was cut off ends, if that is where fields end.
fn cut_at(found: &FoundLog) -> String {
    if FIELD_LENGTHS.contains(&found.characters) {
        format!("; its text has {} characters, as many as some fields hold", found.characters)
    } else {
        String::new()
    }
}

/// How many records change an answer.
fn amendments(frame: &Frame<'_>) -> usize {
    frame.entries().filter(|record| record.kind == super::frame::Kind::Amendment).count()
}
