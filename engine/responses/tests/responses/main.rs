//! Reading responses as a user of the crate does.

mod bad_input;
mod columns;
mod disk;
mod logs;
mod long;
mod packed;
mod packed_bad;
mod passes;
mod support;
mod wide;
