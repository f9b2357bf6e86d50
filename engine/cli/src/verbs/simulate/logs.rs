//! `--logs`: every session's log, a line each.

use std::path::Path;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use thetis_simulate::SessionRecord;

use crate::{failure::Failure, output::formula::as_text, partial_file::PartialFile};

/// A CSV table of logs, written as sessions finish.
pub(super) struct Logs(PartialFile);

impl Logs {
    /// Begin the table.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn create(file: &Path) -> Result<Self, Failure> {
        PartialFile::with_content(file, b"design,simulee,replication,seed,log\n").map(Self)
    }

    /// Add a session. Simulees and replications count from 1.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn write(&mut self, record: &SessionRecord<'_>) -> Result<(), String> {
        let row = [
            &*as_text(record.design),
            &(u64::from(record.simulee) + 1).to_string(),
            &(u64::from(record.replication) + 1).to_string(),
            &record.session.seed().to_string(),
            &URL_SAFE_NO_PAD.encode(record.session.log()),
        ];
        let mut line = csv::Writer::from_writer(Vec::new());
        let written = line.write_record(row).map_err(|error| error.to_string());
        let line = written.and_then(|()| line.into_inner().map_err(|error| error.to_string()))?;
        std::io::Write::write_all(self.0.writer(), &line).map_err(|error| error.to_string())
    }

    /// The table is whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.0.finish()
    }
}
