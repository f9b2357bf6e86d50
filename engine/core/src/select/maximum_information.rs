//! Maximum Fisher information at the estimate (Lord 1980).

use alloc::vec::Vec;

use super::{Candidate, View};

pub(super) fn candidates(view: &View<'_>, out: &mut Vec<Candidate>) {
    let View { bank, theta, .. } = view;
    out.extend(view.available.iter().map(|item| Candidate { item: *item, value: bank.information(*item, theta) }));
}
