//! The bank as JavaScript holds it.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use thetis_core::Curves;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{malformed, thrown, wire};

/// An item bank, checked and ready.
#[wasm_bindgen]
pub struct Bank(pub(crate) Arc<thetis_core::Bank>);

#[wasm_bindgen]
impl Bank {
    /// From words as the [module documentation](crate::wire) lays them out, and the bank's identity: its
    /// id, version and item ids, a line each.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    #[wasm_bindgen(constructor)]
    pub fn new(words: &[f64], identity: &str) -> Result<Bank, JsValue> {
        let sent = wire::read_bank(words).ok_or_else(malformed)?;
        let prior = wire::prior(&sent).map_err(thrown)?;
        thetis_core::Bank::new(sent.scaling, prior, sent.items, identity).map(|bank| Self(Arc::new(bank))).map_err(thrown)
    }

    /// Digest, 16 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        hexadecimal(self.0.digest())
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> u32 {
        u32::try_from(self.0.dimensions()).unwrap_or(u32::MAX)
    }

    /// Probability of each category of an item at `theta`; empty if there is no such item or dimension.
    #[must_use]
    pub fn probabilities(&self, item: u32, theta: &[f64]) -> Vec<f64> {
        if item >= self.0.len() || theta.len() != self.0.dimensions() {
            return Vec::new();
        }
        let mut curves = Curves::new();
        self.0.curves(item, theta, &mut curves);
        curves.categories().iter().map(|category| category.probability).collect()
    }
}

/// 16 lower-case hexadecimal digits, without pulling in formatting.
pub(crate) fn hexadecimal(value: u64) -> String {
    let digit = |place: u32| char::from_digit((value >> (60 - 4 * place)) as u32 & 15, 16).unwrap_or('0');
    (0..16).map(digit).collect()
}
