//! Time of all threads together.

use std::fs;
use std::time::Instant;

/// Seconds something took.
pub(crate) struct Time {
    /// Of all threads, from Linux's scheduler; elsewhere the same as `wall`.
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

/// Run `work` and time it.
pub(crate) fn time<R>(work: impl FnOnce() -> R) -> (R, Time) {
    let (before, start) = (used(), Instant::now());
    let result = work();
    let wall = start.elapsed().as_secs_f64();
    let cpu = match (before, used()) {
        (Some(before), Some(after)) => after - before,
        _ => wall,
    };
    (result, Time { cpu, wall })
}

/// Seconds that threads of this process have run so far.
fn used() -> Option<f64> {
    let tasks = fs::read_dir("/proc/self/task").ok()?;
    let mut nanoseconds = 0.0;
    for task in tasks.flatten() {
        let line = fs::read_to_string(task.path().join("schedstat")).ok()?;
        nanoseconds += line.split(' ').next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds * 1e-9)
}
