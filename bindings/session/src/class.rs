//! A session as a class, by wasm-bindgen: what `wasm-pack build` makes.

use alloc::vec::Vec;

use thetis_core::{Error, Session};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// One person taking one test.
#[wasm_bindgen(js_name = Session)]
pub struct SessionClass(Session);

fn thrown(error: Error) -> JsValue {
    JsValue::from_f64(crate::number_of(&error))
}

#[wasm_bindgen(js_class = Session)]
impl SessionClass {
    /// Begin with a seed in two halves, or go on from a log if it is not empty (the seed is then the log's).
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    #[wasm_bindgen(constructor)]
    pub fn new(
        bank: &[f64],
        identity: &str,
        design: &[f64],
        seed_high: u32,
        seed_low: u32,
        log: &[u8],
    ) -> Result<SessionClass, JsValue> {
        let seed = (u64::from(seed_high) << 32) | u64::from(seed_low);
        crate::open(bank, identity.as_bytes(), design, seed, log).map(Self).map_err(thrown)
    }

    /// Take the answer to the item asked; the session is untouched if it cannot be.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    pub fn answer(&mut self, item: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), JsValue> {
        self.0.answer(item, category, response, centiseconds).map_err(thrown)
    }

    /// Where the session stands: the item to ask (−1 when finished), the code of the reason why it finished
    /// (0 while it goes on), the number of answers; θ, standard errors and error covariance; then for each
    /// answer from number `first_step` on: item, category, response code, hundredths of a second, and θ and
    /// standard errors after it.
    #[must_use]
    pub fn state(&self, first_step: u32) -> Vec<f64> {
        let mut state = Vec::new();
        crate::write_state(&self.0, first_step, &mut state);
        state
    }

    /// The session's log.
    #[must_use]
    pub fn log(&self) -> Vec<u8> {
        self.0.log()
    }
}
