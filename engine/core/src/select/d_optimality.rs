//! D-optimality: the determinant of the information after asking (Segall 1996).
//!
//! With `M` the information so far and an item adding `w a aᵀ`, `det(M + w a aᵀ) = det M · (1 + w aᵀM⁻¹a)`:
//! one factorisation a step, then a quadratic form an item.

use alloc::vec;
use alloc::vec::Vec;

use super::{Candidate, View};
use crate::matrix::{cholesky, determinant, determinant_by_elimination, inverse};

pub(super) fn candidates(view: &View<'_>, prior: bool, out: &mut Vec<Candidate>) {
    let View { bank, theta, .. } = view;
    let k = bank.dimensions();
    let mut so_far = if prior { bank.prior().precision() } else { vec![0.0; k * k] };
    for response in view.responses {
        let item = bank.item(response.item);
        item.add_outer_product(item.unit_information_at(item.position(theta)), k, &mut so_far);
    }
    let factor = cholesky(&so_far, k).map(|l| (determinant(&l, k), inverse(&l, k)));
    out.extend(view.available.iter().map(|&index| {
        let item = bank.item(index);
        let information = item.unit_information_at(item.position(theta));
        let value = if let Some((det, inverse)) = &factor {
            let mut form = 0.0;
            for (a, i) in item.slopes().iter().zip(item.dimensions()) {
                for (b, j) in item.slopes().iter().zip(item.dimensions()) {
                    form += a * b * inverse[*i as usize * k + *j as usize];
                }
            }
            det * (1.0 + information * form)
        } else {
            // Without a prior the first items leave some dimension unmeasured.
            let mut after = so_far.clone();
            item.add_outer_product(information, k, &mut after);
            determinant_by_elimination(&mut after, k)
        };
        Candidate { item: index, value }
    }));
}
