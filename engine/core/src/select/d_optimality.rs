//! D-optimality: the determinant of the information after asking (Segall 1996).
//!
//! With the prior, the posterior precision is meant (mirtCAT: `DPrule`); without, the information of the
//! answers alone (`Drule`), which is zero until every dimension has been measured.

use alloc::vec;
use alloc::vec::Vec;

use super::{Candidate, View};
use crate::matrix::invert;
use crate::model::Curves;

pub(super) fn candidates(view: &View<'_>, prior: bool, out: &mut Vec<Candidate>) {
    let View { bank, theta, .. } = view;
    let k = bank.dimensions();
    let mut scratch = Curves::new();
    let mut so_far = vec![0.0; k * k];
    if prior {
        so_far.copy_from_slice(view.precision);
    }
    let mut add = |item: u32, matrix: &mut [f64]| {
        let item = bank.item(item);
        let information = item.unit_information_at(item.position(theta), &mut scratch);
        item.add_outer_product(information, k, matrix);
    };
    for response in view.responses {
        add(response.item, &mut so_far);
    }
    let mut after = so_far.clone();
    view.each_available(&mut |item| {
        after.copy_from_slice(&so_far);
        add(item, &mut after);
        out.push(Candidate { item, value: invert(&mut after, k) });
    });
}
