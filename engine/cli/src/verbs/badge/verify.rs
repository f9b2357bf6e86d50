//! `thetis badge verify`: what a badge proves and what it does not, without the network.

use std::{fmt::Write, fs, path::PathBuf};

use clap::Args;
use serde_json::{Value, json};
use thetis_credential::{
    Carrier, Day, DidDocument, Moment, Proofed, Sentences, Validity, Verification, sentences, verify,
};

use super::{
    again::{Again, AgainArguments},
    request::now,
    text_file::{self, complaint},
};
use crate::{
    failure::{Complaint, Failure},
    output::{CsvWriter, OutputArguments, Report},
};

const AFTER_HELP: &str = "\
Examples:
  thetis badge verify badge.png
  thetis badge verify badge.json --did-document did.json
  thetis badge verify badge.svg --bank item-banks/housekeeping --log session.log";

/// Most differences that are told in sentences.
const MOST_DIFFERENCES: usize = 10;

/// Verify a badge offline: JSON, JWT, or an SVG or PNG picture with either inside
///
/// Says what is proven, what is not, and what is wrong; exit code 1 if anything is wrong. JSON is {holds, name, issuer,
/// issuerName, subject, carrier, proof, signature, validity, selfIssued, log, proven, open, wrong, differences, credential};
/// CSV has the columns kind and sentence. With --bank and --log the badge is made again from the log and compared, member by member.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Verify {
    /// The badge
    #[arg(value_name = "BADGE")]
    badge: PathBuf,
    /// What a did:web issuer publishes, downloaded by you: this program asks nothing of the network
    #[arg(long, value_name = "FILE")]
    did_document: Option<PathBuf>,
    /// Verify as of this day; now unless given
    #[arg(long, value_name = "DAY")]
    date: Option<Day>,
    #[command(flatten)]
    again: AgainArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Verify {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bytes =
            fs::read(&self.badge).map_err(|error| complaint(&self.badge, format!("cannot be read: {error}")))?;
        let document = match &self.did_document {
            None => None,
            Some(file) => Some(DidDocument::read(&text_file::read(file)?).map_err(|error| complaint(file, error))?),
        };
        let now = self.date.map_or_else(|| Moment::of_unix_time(now()), Moment::from);
        let found = verify(&bytes, document.as_ref(), now).map_err(|error| complaint(&self.badge, error))?;
        let again = self.again.compare(&found)?;
        let mut told = sentences(&found);
        match &again {
            None => told.open.push(
                "Whether the answers give this result was not checked: give the bank and the log with --bank and --log.".to_owned(),
            ),
            Some(Again::Same { answers }) => told.proven.push(format!(
                "The log gives exactly this badge: replayed from {answers} answers, every level, probability and word is the same."
            )),
            Some(Again::OtherBank { bank }) => {
                told.wrong.push(format!("The badge is not one that this program makes for the bank {bank}."));
            }
            Some(Again::Differs(differences)) => {
                for one in differences.iter().take(MOST_DIFFERENCES) {
                    let shown = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |text| format!("{text:?}"));
                    told.wrong.push(format!(
                        "The log gives something else at {}: the badge says {}, the log {}.",
                        one.place,
                        shown(&one.badge),
                        shown(&one.log)
                    ));
                }
                if differences.len() > MOST_DIFFERENCES {
                    told.wrong.push(format!("And {} more differences.", differences.len() - MOST_DIFFERENCES));
                }
            }
        }
        let wrong = told.wrong.clone();
        self.output.write(&VerifyReport { found, again, told })?;
        if wrong.is_empty() {
            return Ok(());
        }
        let name = self.badge.display().to_string();
        Err(Complaint::about(name, "the badge does not hold; the report says why").into())
    }
}

struct VerifyReport {
    found: Verification,
    again: Option<Again>,
    told: Sentences,
}

impl VerifyReport {
    fn groups(&self) -> [(&'static str, &'static str, &[String]); 3] {
        let Sentences { proven, open, wrong } = &self.told;
        [("wrong", "Wrong", wrong), ("proven", "Proven", proven), ("open", "Not proven", open)]
    }
}

impl Report for VerifyReport {
    fn text(&self) -> String {
        let found = &self.found;
        let mut out = String::new();
        for (label, value) in [
            ("Badge", found.name().map(str::to_owned)),
            ("Issuer", found.issuer()),
            ("Learner", found.subject().map(str::to_owned)),
        ] {
            let _ = writeln!(out, "{label:<8}{}", value.unwrap_or_else(|| "not named".to_owned()));
        }
        for (_, title, sentences) in self.groups() {
            if !sentences.is_empty() {
                let _ = writeln!(out, "\n{title}");
                for sentence in sentences {
                    let _ = writeln!(out, "- {sentence}");
                }
            }
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let Self { found, again, told } = self;
        let (log, differences) = match again {
            None => (Value::Null, Vec::new()),
            Some(Again::Same { .. }) => ("same".into(), Vec::new()),
            Some(Again::OtherBank { .. }) => ("other-bank".into(), Vec::new()),
            Some(Again::Differs(list)) => {
                let rows = list.iter().map(|one| json!({"place": one.place, "badge": one.badge, "log": one.log}));
                ("differs".into(), rows.collect())
            }
        };
        let document = json!({
            "holds": told.wrong.is_empty(),
            "name": found.name(),
            "issuer": found.issuer(),
            "issuerName": found.issuer_name(),
            "subject": found.subject(),
            "carrier": match found.carrier {
                Carrier::Plain => "plain",
                Carrier::Svg => "svg",
                Carrier::Png => "png",
            },
            "proof": match found.proofed {
                Proofed::DataIntegrity => "eddsa-rdfc-2022",
                Proofed::Jwt => "jwt",
            },
            "signature": if found.signature.is_ok() { "whole" } else { "not-whole" },
            "validity": match found.validity {
                Validity::Valid => "valid",
                Validity::NotYet => "not-yet",
                Validity::Expired => "expired",
                Validity::Unclear => "unclear",
            },
            "selfIssued": found.is_self_issued(),
            "log": log,
            "proven": told.proven,
            "open": told.open,
            "wrong": told.wrong,
            "differences": differences,
            "credential": found.credential,
        });
        serde_json::to_writer_pretty(out, &document)
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        out.write_record(["kind", "sentence"])?;
        for (kind, _, sentences) in self.groups() {
            for sentence in sentences {
                out.write_record([kind, sentence])?;
            }
        }
        Ok(())
    }
}
