//! How soon a lost process is noticed.
//!
//! Ballista's defaults are a sign of life a minute and a process given up after three: a lost executor would cost as long.

use std::time::Duration;

/// Seconds between an executor's signs of life.
pub(crate) const HEARTBEAT: u64 = 2;
/// Seconds without one after which its work is given to others.
pub(crate) const TIMEOUT: u64 = 10;
/// Seconds between looks for such executors.
pub(crate) const LOOK: u64 = 2;
/// Seconds without any executor after which a pass is given up; the driver then waits and asks again.
pub(crate) const GRACE: u64 = 10;
/// Seconds after its end for which executors keep what a pass gave: it has been fetched by then.
pub(crate) const FINISHED: u64 = 15;
/// Seconds for which an executor keeps what it computed for a pass that never ended.
pub(crate) const KEPT: u64 = 3_600;
/// Seconds between looks for what is older.
pub(crate) const CLEAN: u64 = 60;
/// Largest message between processes: sums of large grids are millions of numbers.
pub(crate) const MESSAGE: u32 = 1 << 30;
/// In which a connection must be there and a call be answered: Ballista's own number.
pub(crate) const CONNECT: Duration = Duration::from_secs(20);
/// Between questions whether the other end of a connection is still there.
pub(crate) const ALIVE: Duration = Duration::from_secs(10);
/// Bytes that may be under way before the other end says that they came.
pub(crate) const WINDOW: u32 = 1 << 24;
