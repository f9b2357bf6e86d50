//! The distribution of the sum score (Lord & Wingersky 1984), by dimension reduction where there is one (Cai 2015).

use super::Predictions;
use super::space::Space;

/// Values by sum score.
type ByScore = Vec<Vec<f64>>;

/// A test whose sum score is asked for.
pub(super) struct SumScores<'a> {
    space: &'a Space,
    predictions: &'a Predictions,
    instances: &'a [usize],
    categories: &'a [usize],
    /// Of each factor that has items: its number, and the distribution of its items' score given the general nodes.
    factors: Vec<(usize, ByScore)>,
}

impl<'a> SumScores<'a> {
    pub(super) fn new(
        space: &'a Space,
        predictions: &'a Predictions,
        instances: &'a [usize],
        categories: &'a [usize],
    ) -> Self {
        let mut test = Self { space, predictions, instances, categories, factors: Vec::new() };
        let mut numbers: Vec<usize> = (0..instances.len()).map(|item| space.factor(item)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let ones = vec![1.0; space.nodes()];
        let given = |number: usize| {
            test.of_factor(number, None).iter().map(|row| space.inner_mean(row, &ones)).collect::<ByScore>()
        };
        let factors = numbers.iter().map(|number| (*number, given(*number))).collect();
        test.factors = factors;
        test
    }

    /// The distribution of the score of a factor's items, but one, given all nodes: scores × nodes.
    fn of_factor(&self, number: usize, without: Option<usize>) -> ByScore {
        let mut table = vec![vec![1.0; self.space.nodes()]];
        let items = (0..self.instances.len()).filter(|item| self.space.factor(*item) == number);
        for item in items.filter(|item| Some(*item) != without) {
            let mut next = vec![vec![0.0; self.space.nodes()]; table.len() + self.categories[item] - 1];
            for (score, row) in table.iter().enumerate() {
                for k in 0..self.categories[item] {
                    let p = self.predictions.probability(self.instances[item], k);
                    for ((sum, row), p) in next[score + k].iter_mut().zip(row).zip(p) {
                        *sum += row * p;
                    }
                }
            }
            table = next;
        }
        table
    }

    /// The distribution of the score of all factors but one, given the general nodes.
    fn of_others(&self, number: Option<usize>) -> ByScore {
        let start = vec![vec![1.0; self.space.general_nodes()]];
        let others = self.factors.iter().filter(|(own, _)| Some(*own) != number);
        others.fold(start, |table, (_, factor)| convolve(&table, factor))
    }

    /// The probability of each sum score.
    pub(super) fn marginal(&self) -> Vec<f64> {
        self.of_others(None).iter().map(|row| self.space.general_mean(row)).collect()
    }

    /// Of each category of an item, the probability of that response together with each sum score of the other items.
    pub(super) fn with_category(&self, item: usize) -> Vec<Vec<f64>> {
        let number = self.space.factor(item);
        let (own, others) = (self.of_factor(number, Some(item)), self.of_others(Some(number)));
        let of_category = |k: usize| {
            let p = self.predictions.probability(self.instances[item], k);
            let joint: ByScore = own.iter().map(|row| self.space.inner_mean(row, p)).collect();
            convolve(&joint, &others).iter().map(|row| self.space.general_mean(row)).collect()
        };
        (0..self.categories[item]).map(of_category).collect()
    }
}

/// The sum of two scores, at each general node.
fn convolve(a: &ByScore, b: &ByScore) -> ByScore {
    let mut sum = vec![vec![0.0; a[0].len()]; a.len() + b.len() - 1];
    for (i, left) in a.iter().enumerate() {
        for (j, right) in b.iter().enumerate() {
            for ((total, left), right) in sum[i + j].iter_mut().zip(left).zip(right) {
                *total += left * right;
            }
        }
    }
    sum
}
