//! Whole numbers from floating-point ones.

/// The whole part; 0 for what is negative or NaN, the largest for what is too large.
#[expect(clippy::cast_sign_loss, reason = "saturating is what the function is for")]
pub(crate) const fn whole(x: f64) -> u64 {
    x as u64
}

/// The same as an index.
#[expect(clippy::cast_sign_loss, reason = "saturating is what the function is for")]
pub(crate) const fn index(x: f64) -> usize {
    x as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_saturate() {
        assert_eq!([-1.5, 0.9, 3.0, f64::NAN].map(whole), [0, 0, 3, 0]);
        assert_eq!((whole(1e300), index(2.99)), (u64::MAX, 2));
    }
}
