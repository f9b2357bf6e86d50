//! What a credential is made of: the bank, a replayed log, and what to say in which language.

use std::{
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use thetis_bank::{BankFolder, BankSource, Locale, outcome::ScoreReportDocument, score_report};
use thetis_credential::{Award, Credential, Day, Issuer, Occupation, Request, Transcript};
use thetis_framework::{EscoOccupation, PROFILES_FOLDER, Profile};

use super::text_file;
use crate::{
    bank::{BankArguments, LoadedBank},
    failure::{Complaint, Failure},
    verbs::replay,
};

/// A log replayed with its bank.
pub(super) struct Replayed {
    /// What messages call the bank.
    pub(super) file: String,
    folder: BankFolder,
    /// Where occupations are described.
    profiles: PathBuf,
    pub(super) transcript: Transcript,
    session: thetis_core::Session,
}

/// What is asked of a credential beyond the log.
pub(super) struct Wanted<'a> {
    pub(super) award: Award<'a>,
    pub(super) profile: Option<&'a str>,
    pub(super) language: Option<&'a str>,
    pub(super) issuer: Issuer<'a>,
    pub(super) subject: Option<&'a str>,
    pub(super) valid_from: Day,
    pub(super) valid_until: Option<Day>,
    pub(super) include_log: bool,
}

impl Replayed {
    /// Replay a log: a file, text or standard input. `profiles` is the folder of occupations, beside the bank unless given.
    ///
    /// # Errors
    /// Data: the bank or log cannot be read, or the log is not what the bank's engine does.
    pub(super) fn new(bank: &BankArguments, log: &str, profiles: Option<&Path>) -> Result<Self, Failure> {
        let loaded = bank.load()?;
        let (design, session) = replay::reproduced(&loaded, log)?;
        let transcript = Transcript::of(&session, &design, &session.log());
        let LoadedBank { source, file, .. } = loaded;
        let BankSource::Folder(folder) = source else {
            let reason = "is a table of item parameters, which has no levels and texts: give a bank's folder";
            return Err(Complaint::about(file, reason).into());
        };
        let beside = || {
            let folder = if bank.path.is_dir() { Some(&*bank.path) } else { bank.path.parent() };
            // By its full path: a bank may be given as `.`.
            let folder = folder.and_then(|folder| folder.canonicalize().ok());
            folder.and_then(|folder| folder.parent().map(|parent| parent.join(PROFILES_FOLDER))).unwrap_or_default()
        };
        let profiles = profiles.map_or_else(beside, Path::to_path_buf);
        Ok(Self { file, folder: *folder, profiles, transcript, session })
    }

    /// The bank.
    pub(super) const fn bank(&self) -> &thetis_bank::ItemBank {
        &self.folder.bank
    }

    fn complaint(&self, reason: impl ToString) -> Failure {
        Complaint::about(&self.file, reason.to_string()).into()
    }

    fn locale(&self, language: Option<&str>) -> Result<&Locale, Failure> {
        let language = language.or(self.bank().languages.first().map(String::as_str)).unwrap_or_default();
        self.folder.locales.get(language).ok_or_else(|| {
            let known = self.folder.locales.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            self.complaint(format!("the bank does not speak {language:?}: it has {known}"))
        })
    }

    /// What the result means.
    ///
    /// # Errors
    /// Data: the bank's levels make no sense, or it has no such profile.
    pub(super) fn report(&self, profile: Option<&str>) -> Result<ScoreReportDocument, Failure> {
        score_report(self.bank(), &self.session, profile, None).map_err(|error| self.complaint(error))
    }

    /// The occupation that a profile of the bank stands for; none where it stands for none of ESCO.
    ///
    /// # Errors
    /// Data: the file that describes it cannot be read.
    fn occupation(&self, profile: &str, locale: &Locale) -> Result<Option<Occupation>, Failure> {
        Ok(self.esco(profile)?.map(|esco| Occupation {
            uri: esco.uri,
            code: esco.code,
            name: locale.profiles.get(profile).map_or(esco.label, |texts| texts.name.clone()),
        }))
    }

    /// What the occupation of a profile of the bank is in ESCO.
    ///
    /// # Errors
    /// Data: the file that describes it cannot be read.
    pub(super) fn esco(&self, profile: &str) -> Result<Option<EscoOccupation>, Failure> {
        let Some(id) = self.bank().profiles.get(profile).and_then(|profile| profile.occupation.as_ref()) else {
            return Ok(None);
        };
        let file = self.profiles.join(format!("{id}.json"));
        let text = text_file::read(&file).map_err(|failure| match failure {
            Failure::Data(mut complaints) => {
                for complaint in &mut complaints {
                    complaint.reason += "; it says which occupation of ESCO the profile is: give its folder with --profiles, or leave --profile out";
                }
                Failure::Data(complaints)
            }
            other => other,
        })?;
        let described: Profile = serde_json::from_str(&text).map_err(|error| text_file::complaint(&file, error))?;
        Ok(described.esco)
    }

    /// The credential.
    ///
    /// # Errors
    /// Data: it cannot be given for this log; see [`thetis_credential::BuildError`].
    pub(super) fn credential(&self, wanted: &Wanted<'_>) -> Result<Credential, Failure> {
        let locale = self.locale(wanted.language)?;
        let report = self.report(wanted.profile)?;
        let occupation = wanted.profile.map(|profile| self.occupation(profile, locale)).transpose()?.flatten();
        let request = Request {
            bank: self.bank(),
            locale,
            report: &report,
            transcript: &self.transcript,
            award: wanted.award,
            occupation: occupation.as_ref(),
            issuer: wanted.issuer,
            subject: wanted.subject,
            valid_from: wanted.valid_from,
            valid_until: wanted.valid_until,
            include_log: wanted.include_log,
        };
        request.build().map_err(|error| self.complaint(error))
    }
}

/// The system's clock, seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
