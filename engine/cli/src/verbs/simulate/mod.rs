//! `thetis simulate`: what comes of test designs before anybody takes a test.

mod arguments;
mod calibration;
mod logs;
mod report;

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use clap::Args;
use thetis_bank::CompileError;
use thetis_simulate::{
    DesignEntry, DesignSource, ExposureError, ExposureRound, ExposureTarget, Run, Study, StudyError, StudyFile,
    StudyFileError, StudyReport, calibrate_exposure, folder_of_study, html, run,
};

use crate::{
    bank::{BankArguments, LoadedBank, table_failure},
    failure::{Complaint, Failure},
    output::OutputArguments,
    partial_file::PartialFile,
    progress::Progress,
};
use arguments::{CalibrationArguments, SimuleesArguments};
use logs::Logs;
use report::SimulationReport;

const AFTER_HELP: &str = "\
A study file is JSON: {\"format\": 1, \"bank\": \"../item-banks/soft-skills\", \"designs\": [{\"name\": \"short\"}, \
{\"name\": \"trial\", \"file\": \"trial.json\"}], \"simulees\": {\"multivariate\": {\"count\": 1000}}, \"replications\": 1, \
\"seed\": 42}; simulees are grid, normal, multivariate, thetas or responses. Its paths are relative to it. \
A session is replayed by thetis replay BANK LOG, where its design is a file with --design FILE.json.

Examples:
  thetis simulate item-banks/soft-skills
  thetis simulate bank --design default --design trial.json --normal 0,1 -n 5000 --html report.html
  thetis simulate bank --design default --grid -3,3,13 --format csv -o conditional.csv
  thetis simulate bank --design default --responses answers.csv --logs logs.csv
  thetis simulate --study study.json --html report.html
  thetis simulate bank --design default --calibrate-exposure eligibility --max-rate 0.25 --write-design spread";

/// Simulate test designs, and compare how they do
///
/// Reports, design by design: bias, RMSE, standard errors, coverage and reliability, overall and by true ability;
/// test length and why tests end; exposure, overlap and use of the bank; content; classification by the design's
/// cut scores; person fit. JSON is {study, designs}; CSV has a line a number: design, dimension, statistic, key,
/// value. All designs meet the same simulees, who answer an item the same way in each. Results depend on --seed and
/// not on --threads.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Simulate {
    /// Item bank: its folder, its bank.json, or a parameter table (.csv)
    #[arg(value_name = "BANK", required_unless_present = "study")]
    bank: Option<PathBuf>,
    /// Scaling constant D of a parameter table: 1 unless given, 1.702 for the normal metric
    #[arg(long, value_name = "D", value_parser = crate::arguments::number::positive, conflicts_with = "study")]
    scaling: Option<f64>,
    /// Take bank, designs, simulees, replications and seed from this study file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bank", "design", "SimuleesArguments"])]
    study: Option<PathBuf>,
    /// Design to simulate: its NAME in the bank, or a JSON file as FILE.json or NAME=FILE.json; may be repeated; all designs of the bank unless given
    #[arg(short, long, value_name = "DESIGN", value_parser = arguments::design)]
    design: Vec<DesignEntry>,
    /// Number of threads; one a core unless given
    #[arg(long, value_name = "N", value_parser = arguments::threads)]
    threads: Option<NonZero<usize>>,
    /// Measure computing time, the only thing that differs from run to run
    #[arg(long)]
    time: bool,
    #[command(flatten)]
    simulees: SimuleesArguments,
    #[command(flatten)]
    calibration: CalibrationArguments,
    /// Write a report for reading and printing to this HTML file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    html: Option<PathBuf>,
    /// Write the log of every session to this CSV file: design, simulee, replication, seed, log
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    logs: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArguments,
}

/// What was found about exposure, for reports.
pub(super) struct Calibration {
    target: ExposureTarget,
    design: String,
    rounds: Vec<ExposureRound>,
}

impl Simulate {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let (file, folder) = match &self.study {
            Some(path) => (StudyFile::read(path).map_err(failure)?, folder_of_study(path)),
            None => (self.study_file(), PathBuf::new()),
        };
        // Paths on the command line are relative to where it is typed, those of a study file to the file.
        let bank = BankArguments::new(folder.join(&file.bank), file.scaling).load()?;
        let threads = self.threads.or_else(|| NonZero::new(file.threads? as usize));
        let threads = threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
        let refused = |error: StudyFileError| self.refused(&bank, error);
        let mut study = file.compile(&bank.source, bank.engine.clone(), &folder).map_err(refused)?;
        let mut calibration = None;
        let mut written = Vec::new();
        if let (Some(target), Some(name)) = (self.calibration.target(), &self.calibration.write_design) {
            let sources = file.design_sources(&bank.source, &folder).map_err(refused)?;
            let (found, design) = self.calibrate(&bank, &study, &sources, &target, threads)?;
            written.push(calibration::write(&bank, name, &design, self.calibration.into.as_deref())?);
            study = both(&file, &bank, &folder, &sources[0], (name, design)).map_err(refused)?;
            calibration = Some(Calibration { target, design: name.clone(), rounds: found });
        }
        let (report, logs) = self.simulate(&bank, &study, threads)?;
        if let Some(path) = &self.html {
            written.push(PartialFile::with_content(path, html(&report, self.calibration.max_rate).as_bytes())?);
        }
        // From here on nothing can fail but the moving of finished files.
        for file in written {
            file.finish()?;
        }
        if let Some(logs) = logs {
            logs.finish()?;
        }
        self.output.write(&SimulationReport { report, calibration })
    }

    /// The command line as a study file.
    fn study_file(&self) -> StudyFile {
        StudyFile {
            schema: None,
            format: StudyFile::FORMAT,
            bank: self.bank.as_ref().map_or_else(String::new, |path| path.display().to_string()),
            scaling: self.scaling,
            designs: self.design.clone(),
            simulees: self.simulees.entry(),
            replications: self.simulees.replications,
            seed: self.simulees.seed,
            threads: None,
            bins: self.simulees.bins(),
            times: self.simulees.times(),
        }
    }

    fn simulate(
        &self,
        bank: &LoadedBank,
        study: &Study,
        threads: NonZero<usize>,
    ) -> Result<(StudyReport, Option<Logs>), Failure> {
        let mut logs = self.logs.as_deref().map(Logs::create).transpose()?;
        let progress = Progress::new("simulating", usize::try_from(study.sessions()).unwrap_or(usize::MAX));
        let mut take = |record: &thetis_simulate::SessionRecord<'_>| match &mut logs {
            Some(logs) => logs.write(record),
            None => Ok(()),
        };
        let how = Run {
            threads,
            timed: self.time,
            progress: &|| progress.step(),
            sessions: if self.logs.is_some() { Some(&mut take) } else { None },
        };
        let report = run(study, how).map_err(|error| self.refused(bank, error.into()))?;
        Ok((report, logs))
    }

    /// Find the probabilities; returns the rounds and the design.
    fn calibrate(
        &self,
        bank: &LoadedBank,
        study: &Study,
        sources: &[(String, DesignSource)],
        target: &ExposureTarget,
        threads: NonZero<usize>,
    ) -> Result<(Vec<ExposureRound>, thetis_bank::types::Design), Failure> {
        let [(name, source)] = sources else {
            return Err(Failure::usage("--calibrate-exposure is for one design: name it with --design"));
        };
        let sessions = usize::try_from(study.sessions()).unwrap_or(usize::MAX);
        let progress = Progress::new("calibrating exposure", sessions.saturating_mul(self.calibration.rounds as usize));
        let found = calibrate_exposure(study, target, threads, &|| progress.step()).map_err(|error| match error {
            ExposureError::Study(error) => self.refused(bank, error.into()),
            ExposureError::Rate { .. } | ExposureError::Bounds => Failure::usage(error.to_string()),
            _ => Complaint::about(&bank.file, format!("design {name}: {error}")).into(),
        })?;
        let design = calibration::with_exposure(bank, name, source, &found)?;
        Ok((found.rounds, design))
    }

    /// What the command line asked for and cannot be is its mistake; what files say is theirs.
    fn refused(&self, bank: &LoadedBank, error: StudyFileError) -> Failure {
        match error {
            StudyFileError::Study(StudyError::Design(error @ CompileError::UnknownDesign { .. })) => {
                Failure::usage(format!("{}: {error}", bank.file))
            }
            StudyFileError::Study(error @ (StudyError::Design(_) | StudyError::Sitting { .. })) => {
                Complaint::about(&bank.file, error.to_string()).into()
            }
            StudyFileError::Study(StudyError::Logs(reason)) => {
                let file = self.logs.as_ref().map_or_else(String::new, |path| path.display().to_string());
                Complaint::about(file, format!("cannot be written: {reason}")).into()
            }
            StudyFileError::Study(error) => match &self.study {
                Some(file) => Complaint::about(file.display().to_string(), error.to_string()).into(),
                None => Failure::usage(error.to_string()),
            },
            other => failure(other),
        }
    }
}

/// The study of the design as it was and with its probabilities.
fn both(
    file: &StudyFile,
    bank: &LoadedBank,
    folder: &Path,
    (name, before): &(String, DesignSource),
    (new_name, after): (&String, thetis_bank::types::Design),
) -> Result<Study, StudyFileError> {
    // The old one first, under a name that stays its own.
    let old_name = if name == new_name { format!("{name} before") } else { name.clone() };
    let mut entries = vec![DesignEntry { name: old_name, file: None, design: None }];
    match before {
        DesignSource::Given(design) => entries[0].design = Some(design.clone()),
        DesignSource::Bank => {
            if let thetis_bank::BankSource::Folder(folder) = &bank.source {
                entries[0].design = folder.bank.designs.get(name).cloned().map(Box::new);
            }
        }
    }
    entries.push(DesignEntry { name: new_name.clone(), file: None, design: Some(Box::new(after)) });
    let file = StudyFile { designs: entries, ..file.clone() };
    file.compile(&bank.source, bank.engine.clone(), folder)
}

fn failure(error: StudyFileError) -> Failure {
    match error {
        StudyFileError::Responses(errors) => table_failure(&errors),
        StudyFileError::File { file, reason } => Complaint::about(file, reason).into(),
        other => Complaint::about("study", other.to_string()).into(),
    }
}
