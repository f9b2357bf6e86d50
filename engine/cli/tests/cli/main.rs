//! The `thetis` command as a person or a script meets it: every verb in every format, against reference
//! values, and every kind of bad input.

mod bad_input;
mod bad_log;
mod badge;
mod badge_verify;
mod calibrate;
mod calibrate_bad_input;
mod calibrate_cluster;
mod calibrate_conditional;
mod calibrate_dimensions;
mod calibrate_groups;
mod calibrate_into;
mod calibrate_report;
mod check;
mod classical;
mod dif;
mod framework;
mod hostile;
mod import;
mod information;
mod judge;
mod link;
mod pack;
mod parity;
mod replay;
mod replay_outcome;
mod run;
mod score;
mod select;
mod simulate;
mod usage;
mod verify;
mod verify_edits;
mod verify_export;
mod verify_support;
