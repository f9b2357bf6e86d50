//! What Ballista has to say, on standard error, if it is asked for.

use log::{LevelFilter, Log, Metadata, Record};

/// The environment variable: `error`, `warn`, `info`, `debug` or `trace`.
const VARIABLE: &str = "THETIS_LOG";

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            eprintln!("{:5} {}: {}", record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Begin to listen.
pub(super) fn start() {
    let level = std::env::var(VARIABLE).ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::Off);
    if level > LevelFilter::Off && log::set_logger(&Lines).is_ok() {
        log::set_max_level(level);
    }
}
