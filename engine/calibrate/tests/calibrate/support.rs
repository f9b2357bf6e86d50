//! Simulated responses.

use thetis_calibrate::{MISSING, Model, Responses};

/// A small generator (splitmix64): tests need no more.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Uniform in 0 … 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, nearly.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Persons × items under a graded model with `categories`, a part of them missing, each category seen.
pub(crate) fn simulate(seed: u64, persons: usize, items: usize, categories: usize, missing: f64) -> Vec<u8> {
    let mut random = Random(seed);
    let slopes: Vec<f64> = (0..items).map(|_| 0.7 + random.uniform()).collect();
    let shifts: Vec<f64> = (0..items).map(|_| random.normal() * 0.7).collect();
    let mut cells = Vec::with_capacity(persons * items);
    for person in 0..persons {
        let theta = random.normal();
        for item in 0..items {
            let draw = random.uniform();
            let above = |k: usize| {
                let threshold = (k as f64 - (categories - 1) as f64 / 2.0) * 0.9 + shifts[item];
                1.0 / (1.0 + (-slopes[item] * (theta - threshold)).exp())
            };
            let k = (0..categories - 1).filter(|k| above(*k) > draw).count();
            let left_out = random.uniform() < missing;
            // The first persons show every category.
            let k = if person < categories { (person + item) % categories } else { k };
            cells.push(if left_out && person >= categories { MISSING } else { u8::try_from(k).expect("few") });
        }
    }
    cells
}

pub(crate) fn ids(items: usize) -> Vec<String> {
    (1..=items).map(|item| format!("item{item}")).collect()
}

pub(crate) fn dense(cells: Vec<u8>, items: usize) -> Responses {
    Responses::dense(ids(items), cells).expect("simulated data is sound")
}

/// The same persons as lists of what they answered.
pub(crate) fn sparse(cells: &[u8], items: usize) -> Responses {
    let (mut starts, mut numbers, mut categories) = (vec![0], Vec::new(), Vec::new());
    for row in cells.chunks_exact(items) {
        for (item, cell) in row.iter().enumerate().filter(|(_, cell)| **cell != MISSING) {
            numbers.push(u32::try_from(item).expect("few"));
            categories.push(*cell);
        }
        starts.push(numbers.len());
    }
    Responses::sparse(ids(items), starts, numbers, categories).expect("simulated data is sound")
}

/// Models for this number of categories.
pub(crate) fn models(categories: usize) -> Vec<Model> {
    Model::ALL.into_iter().filter(|model| categories == 2 || !model.is_dichotomous()).collect()
}
