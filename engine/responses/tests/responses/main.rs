//! Reading responses as a user of the crate does.

mod bad_input;
mod columns;
mod logs;
mod long;
mod packed;
mod packed_bad;
mod support;
mod wide;
