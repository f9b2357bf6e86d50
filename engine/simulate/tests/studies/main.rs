//! Promises of simulation studies: against theory, over threads, post hoc, exposure, and how they are laid out.

mod cases;
mod common_numbers;
mod comparison;
mod exposure;
mod page;
mod post_hoc;
mod study_files;
mod theory;
mod threads;
