//! Maximum Fisher information at the estimate (Lord 1980).

use alloc::vec::Vec;

use super::{Candidate, View};
use crate::model::Curves;

pub(super) fn candidates(view: &View<'_>, out: &mut Vec<Candidate>) {
    let mut scratch = Curves::new();
    view.each_available(&mut |item| {
        out.push(Candidate { item, value: view.bank.item(item).information_with(view.theta, &mut scratch) });
    });
}
