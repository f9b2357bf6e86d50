//! The `thetis` command as a person or a script meets it: every verb in every format, against reference
//! values, and every kind of bad input.

mod bad_input;
mod bad_log;
mod calibrate;
mod calibrate_bad_input;
mod check;
mod information;
mod parity;
mod replay;
mod run;
mod score;
mod select;
mod simulate;
mod usage;
