//! Promises of the calibration, for any data.

mod bad_input;
mod blocks;
mod gradients;
mod monotone;
mod support;
