//! Levels, profiles, pathways and credentials to hold results against, made from integers.

use alloc::vec;
use alloc::vec::Vec;

use thetis_core::Bank;
use thetis_core::outcome::{Credential, Module, Requirement, Standards, Target};

use crate::numbers::Numbers;

/// Modules of a pathway.
const MODULES: u32 = 6;

fn target(numbers: &mut Numbers, cuts: &[Vec<f64>], dimension: u32) -> Target {
    let count = cuts[dimension as usize].len() as u32;
    Target { dimension, level: 1 + numbers.below(count) }
}

pub(crate) fn standards(number: u32, bank: &Bank) -> Standards {
    let numbers = &mut Numbers::new(u64::from(number) << 16 | 1);
    let k = bank.dimensions();
    let cuts: Vec<Vec<f64>> = (0..k)
        .map(|_| {
            let first = numbers.sixty_fourths(-128, 32);
            (0..1 + numbers.below(3)).map(|step| first + f64::from(step) * 0.75).collect()
        })
        .collect();
    let profile = (0..k as u32)
        .map(|dimension| Requirement {
            target: target(numbers, &cuts, dimension),
            importance: numbers.sixty_fourths(16, 192),
        })
        .collect();
    let pathway = (0..MODULES)
        .map(|place| {
            let dimension = numbers.below(k as u32);
            Module {
                hours: numbers.sixty_fourths(64, 640),
                develops: vec![target(numbers, &cuts, dimension)],
                after: if place > 0 && numbers.below(2) == 0 { vec![numbers.below(place)] } else { vec![] },
            }
        })
        .collect();
    let credentials = (0..2)
        .map(|_| Credential {
            requires: (0..k as u32).map(|dimension| target(numbers, &cuts, dimension)).collect(),
            probability: numbers.sixty_fourths(34, 60),
            min_answers: numbers.below(8),
        })
        .collect();
    Standards {
        population: (0..k).map(|d| (bank.prior().mean()[d], numbers.sixty_fourths(32, 96))).collect(),
        pairs: if k > 1 { vec![(0, 1)] } else { vec![] },
        cuts,
        profile,
        pathway,
        credentials,
    }
}
