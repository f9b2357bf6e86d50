//! Whether a sequential test can decide at all: the strongest evidence that so many answers can give.

use thetis_core::Curves;

use crate::{
    check::{Code, Place, Report},
    read::BANK_FILE,
    types::ErrorRates,
};

use super::BestCase;

/// How far the evidence may exceed the bound computed here, relatively: the grid may miss the top of a
/// likelihood. A test is called undecidable only where this does not help.
const EVIDENCE_SLACK: f64 = 0.05;

impl BestCase<'_> {
    /// Warns of the first cut score that no answers to as many items as a test has decide. `generalised` takes
    /// the likeliest ability on either side of the indifference region, rather than its ends.
    pub(super) fn sequential_test(
        &self,
        name: &str,
        rule: &str,
        rates: ErrorRates,
        generalised: bool,
        report: &mut Report,
    ) {
        let ErrorRates { alpha, beta, delta } = rates;
        let (above, below) = (((1.0 - beta) / alpha).ln(), ((1.0 - alpha) / beta).ln());
        for (dimension, cuts) in self.cuts.iter().enumerate() {
            for cut in cuts {
                let ends = (cut - delta, cut + delta);
                let (Some(up), Some(down)) = (
                    self.evidence(dimension, ends.1, ends.0, generalised),
                    self.evidence(dimension, ends.0, ends.1, generalised),
                ) else {
                    // An item of several dimensions can tell any amount.
                    continue;
                };
                if up * (1.0 + EVIDENCE_SLACK) < above && down * (1.0 + EVIDENCE_SLACK) < below {
                    Place::file(BANK_FILE).report(
                        report,
                        Code::UnreachableClassification,
                        format!(
                            "design {name}: {rule} can never decide about the cut score {cut} of {}: it takes a log-likelihood ratio of {:.3}, and the answers to {} items give {:.3} at most",
                            self.dimensions[dimension].id,
                            above.min(below),
                            self.max_items,
                            up.max(down)
                        ),
                        "raise delta, alpha, beta or maxItems",
                    );
                    return;
                }
            }
        }
    }

    /// The largest log-likelihood ratio of `here` against `there`, or, `generalised`, of any point on the
    /// farther side of `here`; `None` where an item of the dimension measures others too.
    ///
    /// Each item gives its most telling answer, by itself at its most telling point: no set of answers tells more.
    fn evidence(&self, dimension: usize, here: f64, there: f64, generalised: bool) -> Option<f64> {
        let beyond = |point: &&f64| if here > there { **point > here } else { **point < here };
        let mut points = vec![here];
        if generalised {
            points.extend(self.points.iter().filter(beyond));
        }
        let mut theta = self.bank.prior().mean().to_vec();
        let (mut curves, mut reference) = (Curves::new(), Curves::new());
        let mut values = Vec::new();
        for item in &self.items {
            let dimensions = self.bank.item(*item).dimensions();
            if !dimensions.iter().any(|own| *own as usize == dimension) {
                continue;
            }
            if dimensions.len() > 1 {
                return None;
            }
            theta[dimension] = there;
            self.bank.curves(*item, &theta, &mut reference);
            let mut most = 0.0_f64;
            for point in &points {
                theta[dimension] = *point;
                self.bank.curves(*item, &theta, &mut curves);
                for (category, against) in curves.categories().iter().zip(reference.categories()) {
                    // NaN, of two probabilities that underflow, is no evidence: `max` passes it over.
                    most = most.max(category.probability.ln() - against.probability.ln());
                }
            }
            values.push(most);
        }
        values.sort_by(|a, b| b.total_cmp(a));
        Some(values.iter().take(self.max_items).sum())
    }
}
