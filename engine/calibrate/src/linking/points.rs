//! Abilities at which curves are compared, with weights.

/// Abilities with weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Abilities, logits.
    pub theta: Vec<f64>,
    /// How much each counts; 0 or more.
    pub weight: Vec<f64>,
}

impl Points {
    /// `count` points from `lower` to `upper` that count alike: R plink's default is 40 from −4 to 4.
    #[must_use]
    pub fn equally_spaced(lower: f64, upper: f64, count: u32) -> Self {
        let step = (upper - lower) / f64::from(count.saturating_sub(1).max(1));
        let theta = (0..count).map(|n| lower + step * f64::from(n)).collect();
        Self { theta, weight: vec![1.0; count as usize] }
    }

    /// Gauss–Hermite quadrature of a normal distribution: exact for polynomials of a degree up to `2 count − 1`. Nodes are
    /// zeros of Hermite polynomials, found by halving with Sturm's count (Golub & Welsch 1969).
    #[must_use]
    pub fn normal(mean: f64, sd: f64, count: u32) -> Self {
        /// Halvings from the interval that has all zeros to the last bit.
        const HALVINGS: u32 = 80;
        let reach = 2.0 * f64::from(count.max(1)).sqrt() + 1.0;
        // How many zeros lie below x: negative terms of the continued fraction.
        let below = |x: f64| {
            let (mut term, mut negative) = (f64::INFINITY, 0);
            for k in 0..count {
                term = -x - f64::from(k) / if term.abs() < 1e-300 { 1e-300 } else { term };
                negative += u32::from(term < 0.0);
            }
            negative
        };
        let mut points = Self { theta: Vec::new(), weight: Vec::new() };
        for number in 0..count {
            let (mut low, mut high) = (-reach, reach);
            for _ in 0..HALVINGS {
                let middle = 0.5 * (low + high);
                if below(middle) > number { high = middle } else { low = middle }
            }
            let x = 0.5 * (low + high);
            let (mut before, mut here, mut squares) = (0.0, 1.0, 0.0);
            for k in 0..count {
                squares += here * here;
                let k = f64::from(k);
                (before, here) = (here, (x * here - k.sqrt() * before) / (k + 1.0).sqrt());
            }
            points.theta.push(mean + sd * x);
            points.weight.push(1.0 / squares);
        }
        points
    }

    /// Both sets of points, the weights of the first times `part`, of the second times `1 − part`.
    #[must_use]
    pub fn mixed(&self, other: &Self, part: f64) -> Self {
        let scaled = |points: &Self, factor: f64| points.weight.iter().map(|w| w * factor).collect::<Vec<_>>();
        Self {
            theta: [self.theta.as_slice(), &other.theta].concat(),
            weight: [scaled(self, part), scaled(other, 1.0 - part)].concat(),
        }
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.theta.iter().copied().zip(self.weight.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_are_exact() {
        for count in [1, 2, 7, 40] {
            let points = Points::normal(0.0, 1.0, count);
            let moment = |power: i32| -> f64 { points.pairs().map(|(x, w)| w * x.powi(power)).sum() };
            let mut expected = 1.0;
            for power in (0..i32::try_from(count).expect("small").min(8) * 2).step_by(2) {
                assert!((moment(power) / expected - 1.0).abs() < 1e-11, "{count} {power}: {}", moment(power));
                assert!(moment(power + 1).abs() < 1e-7 * expected);
                expected *= f64::from(power + 1);
            }
        }
    }
}
