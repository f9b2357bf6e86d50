//! Timing.

use std::hint::black_box;
use std::time::Instant;

use thetis_core::math::{exp, ln};

/// Every test is taken so often; at each of its steps the fastest counts, which nothing disturbed.
const ROUNDS: usize = 9;
/// Calls of a function that is timed by itself.
const CALLS: usize = 4096;

/// What a test does with the function that it gives its steps to.
type Take<'a> = &'a mut dyn FnMut(usize, &mut dyn FnMut(&mut dyn FnMut()));

/// One after the other, as in a step, where none waits for the one before.
pub(crate) fn begin() {
    println!("{} {}", nanoseconds(&|j| exp(-8.0 * j)), nanoseconds(&|j| ln(0.01 + j)));
}

/// Nanoseconds of a call with an argument in 0 … 1.
fn nanoseconds(function: &dyn Fn(f64) -> f64) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..100 {
        let begun = Instant::now();
        for j in 0..CALLS {
            black_box(function(black_box(j as f64 / CALLS as f64)));
        }
        least = least.min(begun.elapsed().as_secs_f64());
    }
    least * 1e9 / CALLS as f64
}

/// Nanoseconds of a step, the average of all steps.
pub(crate) fn measure(persons: usize, take: Take<'_>) -> String {
    let mut least: Vec<f64> = Vec::new();
    for round in 0..ROUNDS {
        let mut place = 0;
        for person in 0..persons {
            take(person, &mut |step| {
                let begun = Instant::now();
                step();
                let taken = begun.elapsed().as_secs_f64();
                if round == 0 {
                    least.push(taken);
                }
                least[place] = least[place].min(taken);
                place += 1;
            });
        }
    }
    (least.iter().sum::<f64>() * 1e9 / least.len() as f64).to_string()
}
