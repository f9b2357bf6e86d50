//! Progress on a terminal, and Ctrl-C.

use std::{
    io::{self, IsTerminal, Write},
    process,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use thetis_calibrate::{Continue, Cycle};

/// Whether Ctrl-C was pressed.
static STOPPED: AtomicBool = AtomicBool::new(false);
/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two updates of the line.
const INTERVAL: Duration = Duration::from_millis(200);
/// What a shell makes of a program ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Have Ctrl-C end the search; pressed again, the program.
pub(in crate::verbs) fn catch_interrupts() {
    // Where it cannot be caught it ends the program, which leaves nothing half-written either.
    let _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            process::exit(INTERRUPTED);
        }
    });
}

/// Whether Ctrl-C was pressed.
pub(in crate::verbs) fn is_stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// A line that shows how the search goes.
#[derive(Debug)]
pub(super) struct Watch {
    shown: bool,
    terminal: bool,
    started: Instant,
    due: Duration,
    tolerance: f64,
    /// Cycle, seconds and logarithm of the largest change, of the last cycles.
    trace: Vec<(f64, f64)>,
}

impl Watch {
    pub(super) fn new(tolerance: f64, quiet: bool) -> Self {
        let terminal = !quiet && io::stderr().is_terminal();
        Self { shown: false, terminal, started: Instant::now(), due: PATIENCE, tolerance, trace: Vec::new() }
    }

    /// A cycle is done; says whether to go on.
    pub(super) fn cycle(&mut self, cycle: Cycle) -> Continue {
        /// Cycles from which the speed is judged.
        const LAST: usize = 12;
        let now = self.started.elapsed();
        self.trace.push((now.as_secs_f64(), cycle.largest_change.max(f64::MIN_POSITIVE).ln()));
        if self.trace.len() > LAST {
            self.trace.remove(0);
        }
        if self.terminal && now >= self.due {
            self.due = now + INTERVAL;
            self.shown = true;
            let left = time_left(&self.trace, self.tolerance.ln())
                .map_or_else(String::new, |left| format!(", about {left:.0} s left"));
            let Cycle { cycle, objective, largest_change, .. } = cycle;
            let _ = write!(
                io::stderr(),
                "\r\x1b[Kcycle {cycle}: log-likelihood {objective:.3}, largest change {largest_change:.1e}{left}"
            );
        }
        if is_stopped() { Continue::No } else { Continue::Yes }
    }

    /// Something after the search that takes its time.
    pub(super) fn say(&mut self, what: &str) {
        if self.terminal && self.started.elapsed() >= PATIENCE {
            self.shown = true;
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Seconds until the logarithm of the change, falling as it did, is at the tolerance's; `None` while it does not fall.
fn time_left(trace: &[(f64, f64)], goal: f64) -> Option<f64> {
    let ([first, ..], [.., last]) = (trace, trace) else { return None };
    let rate = (first.1 - last.1) / (last.0 - first.0);
    let left = (last.1 - goal) / rate;
    (trace.len() > 2 && rate > 0.0 && left.is_finite() && left >= 0.0).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_follows_a_geometric_course() {
        // A tenth a second: from 1e-2 to 1e-5 in three seconds.
        let trace: Vec<(f64, f64)> = (0..3).map(|t| (f64::from(t), 0.1_f64.powi(t).ln())).collect();
        let left = time_left(&trace, 1e-5_f64.ln()).expect("falling");
        assert!((left - 3.0).abs() < 1e-9, "{left}");
        let rising: Vec<(f64, f64)> = (0..3).map(|t| (f64::from(t), f64::from(t))).collect();
        assert_eq!(time_left(&rising, -10.0), None);
        assert_eq!(time_left(&[], -10.0), None);
    }
}
