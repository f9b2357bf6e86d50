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
        crate::open(bank, identity.as_bytes(), design, (seed, &[]), log, None).map(Self).map_err(thrown)
    }

    /// Take an answer (act 0, `n` an item), a new answer in place of answer `n` (1), a skip (2) or "don't know"
    /// (3) of item `n`; the session is untouched if it cannot be.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    pub fn act(&mut self, act: u32, n: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), JsValue> {
        crate::act(&mut self.0, act, n, category, response, centiseconds).map_err(thrown)
    }

    /// Where the session stands; see `write_state` in the crate's sources.
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
