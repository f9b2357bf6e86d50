//! Promises of the calibration, for any data.

mod asymptotes;
mod bad_input;
mod blocks;
mod gradients;
mod histogram;
mod monotone;
mod passes;
mod starts;
mod support;
mod two_tier;
