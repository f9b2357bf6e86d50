//! A line that says how far long work has come: on a terminal only, and only after two seconds.

use std::{
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);
/// Time between two updates of the line.
const INTERVAL: Duration = Duration::from_millis(200);

/// Progress of work that several threads share.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    done: AtomicUsize,
    started: Instant,
    /// Milliseconds after the start at which the line is next drawn.
    due: AtomicU64,
    terminal: bool,
}

impl Progress {
    /// A total of 0 is one that nobody knows yet.
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        Self {
            what,
            total,
            done: AtomicUsize::new(0),
            started: Instant::now(),
            due: AtomicU64::new(milliseconds(PATIENCE)),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.terminal {
            return;
        }
        let now = milliseconds(self.started.elapsed());
        let due = self.due.load(Ordering::Relaxed);
        let next = now + milliseconds(INTERVAL);
        // Of several threads that find the line due, one draws it.
        if now >= due && self.due.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let Self { what, total, .. } = self;
            let _ = match (100 * done).checked_div(*total) {
                Some(percent) => write!(io::stderr(), "\r{what}: {done} of {total} ({percent} %)"),
                None => write!(io::stderr(), "\r{what}: {done}"),
            };
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal && self.started.elapsed() >= PATIENCE {
            // Back to the start of the line, and erase it.
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
