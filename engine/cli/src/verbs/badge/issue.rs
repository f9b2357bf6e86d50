//! `thetis badge issue`: a signed credential for a log, after replaying it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use thetis_credential::{
    Credential, Day, Issuer, SELF_ISSUED, Signer, Token, bake_png, bake_svg, sign_data_integrity, sign_jwt,
};

use super::{claim::Claim, passphrase::PassphraseFile, request::Wanted, text_file::complaint};
use crate::{failure::Failure, output::write_to};

const AFTER_HELP: &str = "\
Examples:
  thetis badge issue item-banks/housekeeping session.log --key key.json --issuer \"Learning Centre\" -o badge.svg
  thetis badge issue item-banks/housekeeping session.log --key key.json --issuer \"Learning Centre\" \\
      --credential credential-cleaning --profile home-care-aide --language fr -o badge.json -o badge.png
  thetis badge issue item-banks/care-positioning session.log --key own.json --self -o own.svg

The badge says what it is: an unsupervised self-assessment without identity verification.";

/// How a credential is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Proof {
    /// Data Integrity, eddsa-rdfc-2022: JSON that can be read as it is
    DataIntegrity,
    /// A JSON Web Token with EdDSA: one line of text
    Jwt,
}

/// Sign a badge for a log, after replaying it: refused if the log is not reproduced, the test not finished, the micro-credential not awarded
///
/// Files are by their ending: .json (Data Integrity), .jwt, .svg, .png; without any, the credential is printed. The same log,
/// key and date give the same bytes.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Issue {
    #[command(flatten)]
    claim: Claim,
    /// Key file of thetis badge keygen, or of the counsellor's page
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseFile,
    /// Name of the person or organisation that signs
    #[arg(long, value_name = "NAME", required_unless_present = "self_issued")]
    issuer: Option<String>,
    /// The learner signs for themselves: the badge names nobody else
    #[arg(long = "self", conflicts_with_all = ["issuer", "subject"])]
    self_issued: bool,
    /// Identifier of the learner, for example the did:key of their device or wallet; a pseudonym made from the log unless given
    #[arg(long, value_name = "URI", value_parser = subject)]
    subject: Option<String>,
    /// Day from which the badge is no longer valid
    #[arg(long, value_name = "DAY")]
    valid_until: Option<Day>,
    /// Put the log itself into the badge: whoever has the badge can replay every answer
    #[arg(long)]
    include_log: bool,
    /// How pictures and what is printed are signed
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Proof::DataIntegrity)]
    proof: Proof,
    /// File to write, .json, .jwt, .svg or .png; may be repeated
    #[arg(short, long, value_name = "FILE")]
    output: Vec<PathBuf>,
}

/// A subject has to be a URI: `urn:`, `did:`, `mailto:`, `https:`.
fn subject(text: &str) -> Result<String, String> {
    let scheme = text.split_once(':').map(|(scheme, rest)| (scheme, !rest.is_empty()));
    let is_uri = scheme.is_some_and(|(scheme, has_rest)| {
        has_rest
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    });
    let is_clean =
        !text.chars().any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"{}|\\^`".contains(letter));
    if is_uri && is_clean {
        Ok(text.to_owned())
    } else {
        Err("write it as a URI, for example did:key:z6Mk…".to_owned())
    }
}

/// What a file is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Jwt,
    Svg,
    Png,
}

impl Form {
    fn of(file: &Path) -> Result<Self, Failure> {
        let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("json" | "jsonld") => Ok(Self::Json),
            Some("jwt") => Ok(Self::Jwt),
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(Failure::usage(format!("{}: a badge is a .json, .jwt, .svg or .png", file.display()))),
        }
    }
}

impl Issue {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let files = self.output.iter().map(|file| Ok((Form::of(file)?, file))).collect::<Result<Vec<_>, Failure>>()?;
        let replayed = self.claim.replay()?;
        // Everything that can refuse comes before the passphrase is asked for.
        replayed.report(self.claim.profile.as_deref())?;
        let signer = self.passphrase.open(&self.key)?;
        let issuer = Issuer { id: signer.id(), name: self.issuer.as_deref().unwrap_or(SELF_ISSUED) };
        let credential = replayed.credential(&Wanted {
            subject: if self.self_issued { Some(signer.id()) } else { self.subject.as_deref() },
            valid_until: self.valid_until,
            include_log: self.include_log,
            ..self.claim.wanted(issuer)
        })?;
        if files.is_empty() {
            let text = self.signed(self.proof, &credential, &signer)?;
            return write_to(None, format!("{text}\n").as_bytes());
        }
        // All of them made before the first is written.
        let mut made = Vec::new();
        for (form, file) in files {
            let proof = match form {
                Form::Json => Proof::DataIntegrity,
                Form::Jwt => Proof::Jwt,
                Form::Svg | Form::Png => self.proof,
            };
            let text = self.signed(proof, &credential, &signer)?;
            let token = match proof {
                Proof::DataIntegrity => Token::Json(&text),
                Proof::Jwt => Token::Jwt(&text),
            };
            made.push((
                file,
                match form {
                    Form::Json | Form::Jwt => format!("{text}\n").into_bytes(),
                    Form::Svg => bake_svg(&credential, token).into_bytes(),
                    Form::Png => bake_png(token),
                },
            ));
        }
        for (file, bytes) in made {
            write_to(Some(file), &bytes)?;
        }
        Ok(())
    }

    fn signed(&self, proof: Proof, credential: &Credential, signer: &Signer) -> Result<String, Failure> {
        let text = match proof {
            Proof::DataIntegrity => sign_data_integrity(credential, signer),
            Proof::Jwt => sign_jwt(credential, signer),
        };
        text.map_err(|error| complaint(&self.key, error))
    }
}
