//! The promises of assembly: the best test, or the proof that there is none, for any problem.

mod brute_force;
mod conflicts;
mod exactness;
mod malformed;
mod random;
mod small;
mod words;
