//! Exponential and logarithm that vectorise, and the choice of the processor's widest instructions.
//!
//! Loops over quadrature nodes are plain Rust; [`dispatch`] compiles the closure it is given once for each
//! instruction set and runs the best one there is. Nothing here is fused: in a portable build a fused
//! multiply-add would be a call.

use std::sync::{Mutex, PoisonError};

/// `log₂ e`.
const LOG2_E: f64 = core::f64::consts::LOG2_E;
/// `ln 2` in two parts; the first has trailing zeros, so that its product with a small whole number is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2⁵²: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Below, the result is that of this one, 2e-300, which every sum here ignores; smaller numbers are slow.
const LOWEST: f64 = -690.0;
const HIGHEST: f64 = 709.0;

/// Run `work` with the widest vector instructions of this processor.
#[inline]
pub(crate) fn dispatch<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// `eˣ` with a relative error below 1e-14, for x clamped to −690 … 709.
///
/// Reduction to |r| ≤ ½ ln 2, then the series to r¹¹ (Cody & Waite 1980).
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    let x = if x < LOWEST { LOWEST } else { x };
    let x = if x > HIGHEST { HIGHEST } else { x };
    let shifted = x * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Estrin's scheme: short chains of dependent operations.
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let p01 = 1.0 + r;
    let p23 = 1.0 / 2.0 + r * (1.0 / 6.0);
    let p45 = 1.0 / 24.0 + r * (1.0 / 120.0);
    let p67 = 1.0 / 720.0 + r * (1.0 / 5_040.0);
    let p89 = 1.0 / 40_320.0 + r * (1.0 / 362_880.0);
    let p1011 = 1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0);
    let low = (p01 + r2 * p23) + r4 * (p45 + r2 * p67);
    let series = low + r8 * (p89 + r2 * p1011);
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0_f64.to_bits()));
    series * power
}

/// `ln x` for finite normal x > 0, with an absolute error below 1e-15 near 1 and a relative one below 1e-15
/// elsewhere.
///
/// `x = 2ᵏ m`, `m` in √½ … √2, and the series of `2 artanh((m − 1)/(m + 1))`.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    const SQRT_HALF_BITS: u64 = core::f64::consts::FRAC_1_SQRT_2.to_bits();
    const EXPONENT_ZERO: u64 = 0x3ff0_0000_0000_0000;
    // 2⁵² + 2⁵¹ as bits; the exponent is put into the lowest bits and the constant subtracted as a number.
    let offset = x.to_bits().wrapping_add(EXPONENT_ZERO - SQRT_HALF_BITS);
    let mantissa = (offset & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF_BITS);
    let m = f64::from_bits(mantissa);
    let k = f64::from_bits((offset >> 52) | 4_503_599_627_370_496.0_f64.to_bits()) - (4_503_599_627_370_496.0 + 1023.0);
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let z4 = z2 * z2;
    let a = 1.0 / 3.0 + z * (1.0 / 5.0);
    let b = 1.0 / 7.0 + z * (1.0 / 9.0);
    let c = 1.0 / 11.0 + z * (1.0 / 13.0);
    let d = 1.0 / 15.0 + z * (1.0 / 17.0);
    let e = 1.0 / 19.0 + z * (1.0 / 21.0);
    let series = (a + z2 * b) + z4 * ((c + z2 * d) + z4 * e);
    let artanh = 2.0 * s + 2.0 * s * (z * series);
    k * LN2_HIGH + (artanh + k * LN2_LOW)
}

/// A list of numbers that begins at the start of a cache line.
#[derive(Clone, Debug)]
pub(crate) struct Aligned {
    data: Vec<f64>,
    offset: usize,
    len: usize,
}

/// Buffers that are used again, so that the system need not hand out and clear memory in every cycle.
#[derive(Debug, Default)]
pub(crate) struct Pool(Mutex<Vec<Aligned>>);

impl Pool {
    /// A list of this length, its numbers unspecified.
    pub(crate) fn take(&self, len: usize) -> Aligned {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match free.iter().position(|list| list.len == len) {
            Some(place) => free.swap_remove(place),
            None => Aligned::zeros(len),
        }
    }

    pub(crate) fn give_back(&self, list: Aligned) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(list);
    }
}

impl Clone for Pool {
    /// Buffers are not worth copying.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Numbers in a cache line.
pub(crate) const LANE: usize = 8;
/// A cache line of numbers.
pub(crate) type Lane = [f64; LANE];

impl Aligned {
    pub(crate) fn zeros(len: usize) -> Self {
        let data = vec![0.0; len + LANE];
        let offset = data.as_ptr().align_offset(64).min(LANE);
        Self { data, offset, len }
    }

    pub(crate) fn as_slice(&self) -> &[f64] {
        &self.data[self.offset..self.offset + self.len]
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.data[self.offset..self.offset + self.len]
    }

    pub(crate) fn lanes(&self) -> &[Lane] {
        self.as_slice().as_chunks().0
    }

    pub(crate) fn lanes_mut(&mut self) -> &mut [Lane] {
        self.as_mut_slice().as_chunks_mut().0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_good_to_fourteen_digits() {
        for i in -69_000..70_900 {
            let x = f64::from(i) * 0.01 + 0.003;
            let exact = libm::exp(x);
            assert!((exp(x) / exact - 1.0).abs() < 1e-14, "exp({x}) = {} for {exact}", exp(x));
        }
        assert!(exp(-1e9) < 1e-299);
    }

    #[test]
    fn the_logarithm_is_good_to_fifteen_digits() {
        for i in 1..200_000 {
            let x = f64::from(i) * 1e-4;
            let exact = libm::log(x);
            assert!((ln(x) - exact).abs() < 2e-15 * exact.abs().max(1.0), "ln({x}) = {} for {exact}", ln(x));
        }
        for exponent in -300..300 {
            let x = 10.0_f64.powi(exponent) * 1.7;
            assert!((ln(x) / libm::log(x) - 1.0).abs() < 1e-15, "ln({x})");
        }
    }

    #[test]
    fn lanes_begin_at_cache_lines() {
        let list = Aligned::zeros(80);
        assert_eq!(list.lanes().len(), 10);
        assert_eq!(list.lanes().as_ptr() as usize % 64, 0);
    }
}
