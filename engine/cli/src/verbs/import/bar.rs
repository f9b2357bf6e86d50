//! A bar that shows how far an import is: on a terminal only, and only after two seconds.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use thetis_responses::{Progress, Stage};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);
/// Time between two updates.
const INTERVAL: Duration = Duration::from_millis(200);
/// Characters of the bar.
const WIDTH: u64 = 30;

/// The bar.
pub(super) struct Bar {
    terminal: bool,
    started: Instant,
    due: Duration,
    shown: bool,
}

impl Bar {
    pub(super) fn new(quiet: bool) -> Self {
        let terminal = !quiet && io::stderr().is_terminal();
        Self { terminal, started: Instant::now(), due: PATIENCE, shown: false }
    }

    /// Show how far it is, if it is time to.
    pub(super) fn show(&mut self, progress: Progress) {
        let now = self.started.elapsed();
        if self.terminal && now >= self.due {
            self.due = now + INTERVAL;
            self.shown = true;
            let _ = write!(io::stderr(), "\r\x1b[K{}", line(progress));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn line(progress: Progress) -> String {
    let Progress { stage, done, total } = progress;
    let what = match stage {
        Stage::Reading => "reading",
        Stage::Sorting => "sorting by person",
        Stage::Writing => "writing",
        Stage::Checking => "checking",
    };
    let part = |of: u64| u128::from(of) * u128::from(done.min(total)) / u128::from(total.max(1));
    let full = usize::try_from(part(WIDTH)).unwrap_or(0);
    let left = usize::try_from(WIDTH).unwrap_or(0).saturating_sub(full);
    format!("{what} [{}{}] {} %", "#".repeat(full), ".".repeat(left), part(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_full_as_the_work_is_done() {
        let shown = |done, total| line(Progress { stage: Stage::Reading, done, total });
        assert_eq!(shown(0, 0), "reading [..............................] 0 %");
        assert_eq!(shown(1, 2), "reading [###############...............] 50 %");
        assert_eq!(shown(u64::MAX, u64::MAX), "reading [##############################] 100 %");
    }
}
