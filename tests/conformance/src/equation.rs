//! Estimating equations of one dimension, written a second time from the literature, on nothing but the
//! probabilities that agree with catR and their derivatives.

use thetis_core::{Bank, Curves, Response};

/// What an estimator adds to the score.
#[derive(Clone, Copy, Debug)]
pub enum Correction {
    /// Nothing: maximum likelihood, or a uniform prior.
    None,
    /// `(μ − θ)/σ²`: a normal prior of this mean and SD.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `Σ Σ P′P″/P / 2I` (Warm 1989).
    Warm,
    /// `I′ / 2I` (Jeffreys 1946).
    Jeffreys,
}

/// An estimator's equation for given answers; the bank has one dimension.
#[derive(Debug)]
pub struct Equation<'a> {
    bank: &'a Bank,
    responses: &'a [Response],
    correction: Correction,
}

impl<'a> Equation<'a> {
    /// The equation of these answers.
    #[must_use]
    pub fn new(bank: &'a Bank, responses: &'a [Response], correction: Correction) -> Self {
        Self { bank, responses, correction }
    }

    /// Sum over the answered items of `f(slope, category answered, curves)`.
    fn sum(&self, theta: f64, f: impl Fn(f64, usize, &Curves) -> f64) -> f64 {
        let mut curves = Curves::new();
        let term = |response: &Response| {
            self.bank.curves(response.item, &[theta], &mut curves);
            f(self.bank.item(response.item).slopes()[0], response.category as usize, &curves)
        };
        self.responses.iter().map(term).sum()
    }

    /// Log-likelihood.
    #[must_use]
    pub fn log_likelihood(&self, theta: f64) -> f64 {
        self.responses.iter().map(|r| self.bank.item(r.item).log_probability(&[theta], r.category)).sum()
    }

    /// Test information, `Σ Σ P′²/P`.
    #[must_use]
    pub fn information(&self, theta: f64) -> f64 {
        self.sum(theta, |a, _, curves| {
            curves
                .categories()
                .iter()
                .filter(|c| c.probability > 0.0)
                .map(|c| (a * c.d1()).powi(2) / c.probability)
                .sum()
        })
    }

    /// What is added to the score.
    #[must_use]
    pub fn added(&self, theta: f64) -> f64 {
        match self.correction {
            Correction::None => 0.0,
            Correction::Normal { mean, sd } => (mean - theta) / (sd * sd),
            Correction::Warm => {
                let j = self.sum(theta, |a, _, curves| {
                    let terms = curves.categories().iter().filter(|c| c.probability > 0.0);
                    a.powi(3) * terms.map(|c| c.d1() * c.d2() / c.probability).sum::<f64>()
                });
                j / (2.0 * self.information(theta))
            }
            Correction::Jeffreys => {
                let slope = self.sum(theta, |a, _, curves| {
                    // (P′²/P)′ = 2P′P″/P − P′³/P²
                    let terms = curves.categories().iter().filter(|c| c.probability > 0.0);
                    let sum: f64 = terms
                        .map(|c| 2.0 * c.d1() * c.d2() / c.probability - c.d1().powi(3) / c.probability.powi(2))
                        .sum();
                    a.powi(3) * sum
                });
                slope / (2.0 * self.information(theta))
            }
        }
    }

    /// The estimating function: zero at the estimate.
    #[must_use]
    pub fn value(&self, theta: f64) -> f64 {
        let score = self.sum(theta, |a, k, curves| {
            let chosen = curves.categories()[k];
            a * chosen.d1() / chosen.probability
        });
        score + self.added(theta)
    }

    /// How much higher the maximised function is at `b` than at `a`: the integral of [`value`](Self::value)
    /// in closed form, but for Warm's correction, which is integrated by the trapezoid rule in `steps`.
    #[must_use]
    pub fn rise(&self, a: f64, b: f64, steps: u32) -> f64 {
        let likelihood = self.log_likelihood(b) - self.log_likelihood(a);
        likelihood
            + match self.correction {
                Correction::None => 0.0,
                Correction::Normal { mean, sd } => ((a - mean).powi(2) - (b - mean).powi(2)) / (2.0 * sd * sd),
                Correction::Jeffreys => 0.5 * (self.information(b) / self.information(a)).ln(),
                Correction::Warm => {
                    let h = (b - a) / f64::from(steps);
                    let inner: f64 = (1..steps).map(|j| self.added(a + f64::from(j) * h)).sum();
                    h * (inner + 0.5 * (self.added(a) + self.added(b)))
                }
            }
    }
}
