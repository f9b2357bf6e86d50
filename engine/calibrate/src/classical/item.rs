//! Difficulty and discrimination of items.

use super::moments::ItemMoments;
use super::reliability::alpha;

/// What classical test theory says of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemStatistics {
    /// Weight of the persons who count.
    pub answered: f64,
    /// Mean score.
    pub mean: f64,
    /// Mean score as part of the highest: of a dichotomous item the proportion correct. Large is easy.
    pub difficulty: f64,
    /// Standard deviation of the score, divisor `n − 1`.
    pub sd: f64,
    /// Correlation with the sum of all items, which contains the item.
    pub item_total: f64,
    /// Correlation with the sum of the other items: the corrected item–total correlation.
    pub item_rest: f64,
    /// Alpha of the other items; `None` if there is one other only.
    pub alpha_if_deleted: Option<f64>,
}

impl ItemMoments {
    /// Difficulty and discrimination of each item (Lord & Novick 1968). With `T` the sum of all, the corrected
    /// correlation is `Cov(X, T − X)/√(Var X · Var(T − X))`, from the covariances.
    #[must_use]
    pub fn item_statistics(&self) -> Vec<ItemStatistics> {
        let total = self.total_variance();
        let trace: f64 = (0..self.items()).map(|i| self.covariance(i, i)).sum();
        let statistics = |item: usize| {
            let variance = self.covariance(item, item);
            let with_total: f64 = self.covariance.row(item).iter().sum();
            let rest = total - 2.0 * with_total + variance;
            let others = self.items() - 1;
            ItemStatistics {
                answered: self.answered()[item],
                mean: self.means()[item],
                difficulty: self.means()[item] / self.highest()[item],
                sd: variance.sqrt(),
                item_total: with_total / (variance * total).sqrt(),
                item_rest: (with_total - variance) / (variance * rest).sqrt(),
                alpha_if_deleted: (others > 1).then(|| alpha(others, trace - variance, rest)),
            }
        };
        (0..self.items()).map(statistics).collect()
    }
}
