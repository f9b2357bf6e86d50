//! Mean and variance of a stream of numbers, in constant memory.

/// Count, mean and sum of squared deviations (Welford 1962), mergeable (Chan, Golub & LeVeque 1979).
///
/// ```
/// use thetis_simulate::Moments;
/// let mut moments = Moments::default();
/// [2.0, 4.0, 9.0].into_iter().for_each(|x| moments.add(x));
/// assert_eq!((moments.count(), moments.mean(), moments.variance()), (3, 5.0, 13.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Take a number in.
    pub fn add(&mut self, x: f64) {
        self.count += 1;
        let before = x - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (x - self.mean);
    }

    /// Take in what another has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let apart = other.mean - self.mean;
        self.count += other.count;
        self.mean += apart * m / (n + m);
        self.squares += other.squares + apart * apart * n * m / (n + m);
    }

    /// How many numbers.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; NaN if there are none.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// Their variance, with n − 1; NaN if there are fewer than two.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.squares / (self.count - 1) as f64 }
    }

    /// Their standard deviation, with n − 1.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Sum of squared deviations from the mean.
    pub(crate) const fn squares(&self) -> f64 {
        self.squares
    }
}

/// Pairs of numbers: the moments of both and how they go together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PairMoments {
    pub(crate) x: Moments,
    pub(crate) y: Moments,
    products: f64,
}

impl PairMoments {
    pub(crate) fn add(&mut self, x: f64, y: f64) {
        let before = x - if self.x.count == 0 { 0.0 } else { self.x.mean };
        self.x.add(x);
        self.y.add(y);
        self.products += before * (y - self.y.mean);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if self.x.count > 0 && other.x.count > 0 {
            let (n, m) = (self.x.count as f64, other.x.count as f64);
            self.products += (other.x.mean - self.x.mean) * (other.y.mean - self.y.mean) * n * m / (n + m);
        }
        self.products += other.products;
        self.x.merge(&other.x);
        self.y.merge(&other.y);
    }

    /// Pearson's correlation; NaN where one of the two does not vary.
    pub(crate) fn correlation(&self) -> f64 {
        let scale = (self.x.squares() * self.y.squares()).sqrt();
        if scale > 0.0 { self.products / scale } else { f64::NAN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding of sums of a few numbers of size one.
    const ROUNDING: f64 = 1e-14;

    #[test]
    fn moments_by_hand() {
        let mut moments = Moments::default();
        assert!(moments.mean().is_nan() && moments.variance().is_nan());
        moments.add(1.0);
        assert!(moments.variance().is_nan(), "one number has no variance");
        for x in [2.0, 3.0, 6.0] {
            moments.add(x);
        }
        // Mean 3; squared deviations 4 + 1 + 0 + 9 = 14, over 3.
        assert!((moments.mean() - 3.0).abs() < ROUNDING);
        assert!((moments.variance() - 14.0 / 3.0).abs() < ROUNDING);
        assert_eq!(moments.count(), 4);
    }

    #[test]
    fn merging_is_seeing_all() {
        let numbers: Vec<f64> = (0..50).map(|i| f64::from(i * i % 17) / 3.0 + 1e6).collect();
        let mut all = Moments::default();
        numbers.iter().for_each(|x| all.add(*x));
        for cut in [0, 1, 20, 49, 50] {
            let (mut left, mut right) = (Moments::default(), Moments::default());
            numbers[..cut].iter().for_each(|x| left.add(*x));
            numbers[cut..].iter().for_each(|x| right.add(*x));
            left.merge(&right);
            assert_eq!(left.count(), 50);
            assert!((left.mean() / all.mean() - 1.0).abs() < ROUNDING);
            assert!((left.variance() / all.variance() - 1.0).abs() < 1e-9, "offset of a million costs six digits");
        }
    }

    #[test]
    fn correlation_by_hand() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 5.0)];
        // Sxx = Syy = 10, Sxy = 8.
        let mut all = PairMoments::default();
        pairs.iter().for_each(|(x, y)| all.add(*x, *y));
        assert!((all.correlation() - 0.8).abs() < ROUNDING);
        let (mut left, mut right) = (PairMoments::default(), PairMoments::default());
        pairs[..2].iter().for_each(|(x, y)| left.add(*x, *y));
        pairs[2..].iter().for_each(|(x, y)| right.add(*x, *y));
        left.merge(&right);
        assert!((left.correlation() - 0.8).abs() < ROUNDING);
        let mut still = PairMoments::default();
        still.add(1.0, 1.0);
        still.add(1.0, 2.0);
        assert!(still.correlation().is_nan(), "x does not vary");
    }
}
