//! A real cluster on this machine: a scheduler and executors as processes of their own, on loopback.

mod data;
mod equality;
mod faults;
mod losses;
mod processes;
mod report;
#[cfg(feature = "s3")]
mod storage;
mod tls;
