//! Counting, which gives the same numbers in every run.

use std::alloc::System;
use std::sync::atomic::Ordering::Relaxed;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use thetis_core::math::{EXPONENTIALS, LOGARITHMS};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What a test does with the function that it gives its steps to.
type Take<'a> = &'a mut dyn FnMut(usize, &mut dyn FnMut(&mut dyn FnMut()));

pub(crate) fn begin() {}

/// Exponentials, logarithms, allocations and bytes allocated of a step, averages of all steps.
pub(crate) fn measure(persons: usize, take: Take<'_>) -> String {
    let mut steps = 0;
    let mut sums = [0; 4];
    for person in 0..persons {
        take(person, &mut |step| {
            let before = (EXPONENTIALS.load(Relaxed), LOGARITHMS.load(Relaxed));
            let region = Region::new(ALLOCATOR);
            step();
            let change = region.change();
            let here = [
                EXPONENTIALS.load(Relaxed) - before.0,
                LOGARITHMS.load(Relaxed) - before.1,
                // A block that grows is one more.
                (change.allocations + change.reallocations) as u64,
                change.bytes_allocated as u64,
            ];
            sums.iter_mut().zip(here).for_each(|(sum, count)| *sum += count);
            steps += 1;
        });
    }
    sums.map(|sum| (sum as f64 / f64::from(steps)).to_string()).join(" ")
}
