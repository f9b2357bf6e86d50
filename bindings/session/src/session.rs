//! A session as JavaScript drives it.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use thetis_core::Test;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::bank::{Bank, hexadecimal};
use crate::{malformed, thrown, wire};

/// One person taking one test.
#[wasm_bindgen]
pub struct Session(thetis_core::Session);

fn test(bank: &Bank, design: &[f64]) -> Result<Arc<Test>, JsValue> {
    let design = wire::read_design(design, bank.0.dimensions()).ok_or_else(malformed)?;
    Test::new(bank.0.clone(), design).map(Arc::new).map_err(thrown)
}

#[wasm_bindgen]
impl Session {
    /// Begin, with a seed in two halves.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    #[wasm_bindgen(constructor)]
    pub fn new(bank: &Bank, design: &[f64], seed_high: u32, seed_low: u32) -> Result<Session, JsValue> {
        let seed = (u64::from(seed_high) << 32) | u64::from(seed_low);
        Ok(Self(thetis_core::Session::new(test(bank, design)?, seed)))
    }

    /// Go on from a log.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    pub fn resume(bank: &Bank, design: &[f64], log: &[u8]) -> Result<Session, JsValue> {
        thetis_core::Session::resume(test(bank, design)?, log).map(Self).map_err(thrown)
    }

    /// The item to ask; −1 when the session has finished.
    #[expect(clippy::should_implement_trait, reason = "the name JavaScript knows")]
    #[must_use]
    pub fn next(&mut self) -> i32 {
        self.0.next().and_then(|item| i32::try_from(item).ok()).unwrap_or(-1)
    }

    /// Take the answer to the item asked; the session is untouched if it cannot be.
    ///
    /// # Errors
    /// Throws a number; see the crate documentation.
    pub fn answer(&mut self, item: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), JsValue> {
        self.0.answer(item, category, response, centiseconds).map_err(thrown)
    }

    /// Code of the reason why the session has finished; 0 while it goes on.
    #[must_use]
    pub fn finished(&self) -> u32 {
        self.0.finished().map_or(0, thetis_core::Reason::code)
    }

    /// Number of answers.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.0.step_count()
    }

    /// The course: for each answer its item, category, response code and hundredths of a second, then θ
    /// and standard error of every dimension.
    #[must_use]
    pub fn trace(&self) -> Vec<f64> {
        let mut trace = Vec::new();
        for step in self.0.steps() {
            let answer = step.answer;
            trace.extend([answer.item, answer.category, answer.response, answer.centiseconds].map(f64::from));
            trace.extend(step.theta);
            trace.extend(step.se);
        }
        trace
    }

    /// Current estimate, one value a dimension, logits.
    #[must_use]
    pub fn theta(&self) -> Vec<f64> {
        self.0.estimate().theta.clone()
    }

    /// Its standard errors, logits.
    #[must_use]
    pub fn se(&self) -> Vec<f64> {
        self.0.estimate().se.clone()
    }

    /// Its error covariance, row by row.
    #[must_use]
    pub fn covariance(&self) -> Vec<f64> {
        self.0.estimate().covariance.clone()
    }

    /// The session's log.
    #[must_use]
    pub fn log(&self) -> Vec<u8> {
        self.0.log()
    }

    /// Digest of the design, 16 hexadecimal digits.
    #[wasm_bindgen(js_name = designDigest)]
    #[must_use]
    pub fn design_digest(&self) -> String {
        hexadecimal(self.0.test().design_digest())
    }
}
