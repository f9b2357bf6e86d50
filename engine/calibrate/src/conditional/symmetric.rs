//! Elementary symmetric functions of items with any number of categories, and the moments of responses given a score.
//!
//! With weights `ε_ik = exp(w_ik)`, `γ_r` is the coefficient of `x^r` in `Π_i Σ_k ε_ik x^k`. Everything is summed from
//! products of positive numbers; nothing is divided out or subtracted, as in the difference algorithm, whose errors
//! grow without bound (Verhelst, Glas & van der Sluis 1984; Formann 1986). The derivatives come from the same
//! recursion run backwards.
//!
//! Each item's polynomial is tilted by `x → x e^c` and made to sum to 1; then `γ_r` is, but for a known factor, the
//! probability of score r at ability c, and neither overflows nor vanishes for scores likely at c. For other scores
//! another c is taken.

use crate::linear::Square;

/// Smallest probability of a score that a tilt may serve; below it, another tilt is made.
const SERVED: f64 = 1e-100;
/// Halvings by which a tilt is found.
const HALVINGS: u32 = 60;
/// Largest tilt, logits.
const LARGEST_TILT: f64 = 200.0;

/// Sums over persons who answered one set of items.
pub(super) struct Sums {
    /// `Σ_r n_r ln γ_r`
    pub(super) log_gamma: f64,
    /// For each step (i, k): `Σ_r n_r P(X_i = k | r)`. Empty if not asked for.
    pub(super) first: Vec<f64>,
    /// For each pair of steps: `Σ_r n_r Cov(X_i = k, X_j = l | r)`. Empty if not asked for.
    pub(super) second: Square,
}

/// What is summed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Value,
    Derivatives,
}

/// `weights[i][k - 1]` is `w_ik` (`w_i0 = 0`), `counts[r]` the weight of persons with score r.
pub(super) fn sums(weights: &[&[f64]], counts: &[f64], order: Order) -> Sums {
    let steps: usize = weights.iter().map(|w| w.len()).sum();
    let size = if order == Order::Value { 0 } else { steps };
    let mut sums = Sums { log_gamma: 0.0, first: vec![0.0; size], second: Square::zeros(size) };
    let mut left: Vec<usize> = (0..counts.len()).filter(|r| counts[*r] > 0.0).collect();
    while !left.is_empty() {
        let target = left[left.len() / 2];
        let tilted = Tilted::new(weights, tilt_for(weights, target));
        let total = tilted.prefix.last().expect("there is the empty product");
        let (served, rest): (Vec<usize>, Vec<usize>) =
            left.into_iter().partition(|r| total[*r] > SERVED || *r == target);
        tilted.add(&served, counts, order, &mut sums);
        left = rest;
    }
    if order == Order::Derivatives {
        for i in 0..steps {
            for j in 0..i {
                sums.second.set(i, j, sums.second.get(j, i));
            }
        }
    }
    sums
}

/// The tilt at which the expected score is this one, by halving.
fn tilt_for(weights: &[&[f64]], score: usize) -> f64 {
    let target = score as f64;
    let expected = |c: f64| -> f64 {
        let mut sum = 0.0;
        for w in weights {
            let p = normalised(w, c).0;
            sum += p.iter().enumerate().map(|(k, p)| k as f64 * p).sum::<f64>();
        }
        sum
    };
    let (mut low, mut high) = (-LARGEST_TILT, LARGEST_TILT);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if expected(middle) < target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// An item's polynomial at a tilt, summing to 1, and the logarithm of its sum.
fn normalised(weights: &[f64], tilt: f64) -> (Vec<f64>, f64) {
    let mut terms = vec![0.0];
    let mut power = 0.0;
    for w in weights {
        power += tilt;
        terms.push(w + power);
    }
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    terms.iter_mut().for_each(|term| *term = libm::exp(*term - most));
    let sum: f64 = terms.iter().sum();
    terms.iter_mut().for_each(|term| *term /= sum);
    (terms, most + libm::log(sum))
}

/// `p · e`, written into `out`.
fn multiply(p: &[f64], e: &[f64], out: &mut Vec<f64>) {
    out.clear();
    out.resize(p.len() + e.len() - 1, 0.0);
    for (k, e) in e.iter().enumerate() {
        for (out, p) in out[k..].iter_mut().zip(p) {
            *out += p * e;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

struct Tilted {
    tilt: f64,
    log_norm: f64,
    /// Each item's polynomial.
    items: Vec<Vec<f64>>,
    /// Products of the first 0, 1, … items.
    prefix: Vec<Vec<f64>>,
}

impl Tilted {
    fn new(weights: &[&[f64]], tilt: f64) -> Self {
        let mut tilted = Self { tilt, log_norm: 0.0, items: Vec::new(), prefix: vec![vec![1.0]] };
        for w in weights {
            let (item, log) = normalised(w, tilt);
            let mut product = Vec::new();
            multiply(&tilted.prefix[tilted.items.len()], &item, &mut product);
            tilted.prefix.push(product);
            tilted.items.push(item);
            tilted.log_norm += log;
        }
        tilted
    }

    fn add(&self, scores: &[usize], counts: &[f64], order: Order, sums: &mut Sums) {
        let total = &self.prefix[self.items.len()];
        for r in scores {
            sums.log_gamma += counts[*r] * (libm::log(total[*r]) + self.log_norm - self.tilt * *r as f64);
        }
        if order == Order::Derivatives {
            self.add_first_and_joint(scores, counts, sums);
            self.subtract_products(scores, counts, sums);
        }
    }

    /// `Σ n_r P(X_i = k | r)`, and above the diagonal `Σ n_r P(X_i = k, X_j = l | r)`.
    fn add_first_and_joint(&self, scores: &[usize], counts: &[f64], sums: &mut Sums) {
        let total = &self.prefix[self.items.len()];
        // Backwards: `after[i][s]` is what a score of s over the first i items is worth, `Σ_r n_r/γ_r` times the
        // coefficient of the remaining items at r − s.
        let mut after = vec![vec![0.0; total.len()]];
        for r in scores {
            after[0][*r] = counts[*r] / total[*r];
        }
        for (place, item) in self.items.iter().enumerate().rev() {
            let next = &after[after.len() - 1];
            let length = self.prefix[place].len();
            after.push((0..length).map(|s| dot(item, &next[s..])).collect());
        }
        after.reverse();
        let mut row = 0;
        let mut partial = Vec::new();
        let mut product = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            for k in 1..item.len() {
                // The first items with item i in category k.
                partial.clear();
                partial.resize(k, 0.0);
                partial.extend(self.prefix[i].iter().map(|p| p * item[k]));
                let first = dot(&partial, &after[i + 1]);
                sums.first[row] += first;
                sums.second.add(row, row, first);
                let mut column = row + item.len() - k;
                for (j, other) in self.items.iter().enumerate().skip(i + 1) {
                    for l in 1..other.len() {
                        sums.second.add(row, column, other[l] * dot(&partial, &after[j + 1][l..]));
                        column += 1;
                    }
                    multiply(&partial, other, &mut product);
                    std::mem::swap(&mut partial, &mut product);
                }
                row += 1;
            }
        }
    }

    /// Less `Σ n_r P(X_i = k | r) P(X_j = l | r)`.
    fn subtract_products(&self, scores: &[usize], counts: &[f64], sums: &mut Sums) {
        let total = &self.prefix[self.items.len()];
        let steps = sums.first.len();
        let mut roots = vec![0.0; steps * scores.len()];
        let mut suffix = vec![1.0];
        let mut product = Vec::new();
        let mut others = Vec::new();
        let mut end = steps;
        for (place, item) in self.items.iter().enumerate().rev() {
            let start = end + 1 - item.len();
            multiply(&self.prefix[place], &suffix, &mut others);
            for k in 1..item.len() {
                let row = &mut roots[(start + k - 1) * scores.len()..(start + k) * scores.len()];
                for (root, r) in row.iter_mut().zip(scores) {
                    let rest = r.checked_sub(k).and_then(|rest| others.get(rest));
                    *root = rest.map_or(0.0, |rest| item[k] * rest / total[*r] * counts[*r].sqrt());
                }
            }
            multiply(&suffix, item, &mut product);
            std::mem::swap(&mut suffix, &mut product);
            end = start;
        }
        let rows: Vec<&[f64]> = roots.chunks_exact(scores.len()).collect();
        for (i, x) in rows.iter().enumerate() {
            for (j, y) in rows.iter().enumerate().skip(i) {
                sums.second.add(i, j, -dot(x, y));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All patterns of responses with their score and `Σ w`.
    fn patterns(weights: &[Vec<f64>]) -> Vec<(Vec<usize>, usize, f64)> {
        let mut all = vec![(Vec::new(), 0, 0.0)];
        for item in weights {
            all = all
                .iter()
                .flat_map(|(pattern, score, sum)| {
                    (0..=item.len()).map(move |k| {
                        let weight = if k == 0 { 0.0 } else { item[k - 1] };
                        ([pattern.as_slice(), &[k]].concat(), score + k, sum + weight)
                    })
                })
                .collect();
        }
        all
    }

    /// By listing every pattern: `ln γ_r`, and covariances of steps given the score.
    fn listed(weights: &[Vec<f64>], score: usize) -> (f64, Vec<f64>, Vec<Vec<f64>>) {
        let with_score: Vec<_> = patterns(weights).into_iter().filter(|(_, r, _)| *r == score).collect();
        let gamma: f64 = with_score.iter().map(|(_, _, sum)| sum.exp()).sum();
        let steps: Vec<(usize, usize)> =
            weights.iter().enumerate().flat_map(|(i, item)| (1..=item.len()).map(move |k| (i, k))).collect();
        let expect = |holds: &dyn Fn(&[usize]) -> bool| -> f64 {
            with_score.iter().filter(|(pattern, _, _)| holds(pattern)).map(|(_, _, sum)| sum.exp()).sum::<f64>() / gamma
        };
        let first: Vec<f64> = steps.iter().map(|(i, k)| expect(&|pattern| pattern[*i] == *k)).collect();
        let second = (0..steps.len())
            .map(|x| {
                let ((i, k), px) = (steps[x], first[x]);
                let joint = |y: usize| {
                    let (j, l) = steps[y];
                    expect(&|pattern| pattern[i] == k && pattern[j] == l) - px * first[y]
                };
                (0..steps.len()).map(joint).collect()
            })
            .collect();
        (gamma.ln(), first, second)
    }

    fn weights() -> impl Strategy<Value = Vec<Vec<f64>>> {
        prop::collection::vec(prop::collection::vec(-4.0..4.0, 1..4), 2..6)
    }

    proptest! {
        #[test]
        fn the_recursion_gives_what_listing_all_patterns_gives(weights in weights()) {
            let highest: usize = weights.iter().map(Vec::len).sum();
            let rows: Vec<&[f64]> = weights.iter().map(Vec::as_slice).collect();
            for score in 0..=highest {
                let mut counts = vec![0.0; highest + 1];
                counts[score] = 2.5;
                let ours = sums(&rows, &counts, Order::Derivatives);
                let (log_gamma, first, second) = listed(&weights, score);
                prop_assert!((ours.log_gamma - 2.5 * log_gamma).abs() < 1e-10, "{} {}", ours.log_gamma, log_gamma);
                for (x, p) in first.iter().enumerate() {
                    prop_assert!((ours.first[x] - 2.5 * p).abs() < 1e-12);
                    for (y, covariance) in second[x].iter().enumerate() {
                        prop_assert!((ours.second.get(x, y) - 2.5 * covariance).abs() < 1e-12);
                    }
                }
            }
        }

        /// Moving all difficulties by c moves the weights by k c, and `γ_r` by the factor `e^(c r)`.
        #[test]
        fn the_origin_of_the_scale_does_not_matter(weights in weights(), c in -30.0..30.0_f64) {
            let highest: usize = weights.iter().map(Vec::len).sum();
            let moved: Vec<Vec<f64>> = weights
                .iter()
                .map(|item| item.iter().enumerate().map(|(k, w)| w + c * (k + 1) as f64).collect())
                .collect();
            let counts: Vec<f64> = (0..=highest).map(|r| 1.0 + r as f64).collect();
            let score: f64 = counts.iter().enumerate().map(|(r, n)| n * r as f64).sum();
            let of = |weights: &[Vec<f64>]| -> Sums {
                sums(&weights.iter().map(Vec::as_slice).collect::<Vec<_>>(), &counts, Order::Derivatives)
            };
            let (a, b) = (of(&weights), of(&moved));
            prop_assert!((a.log_gamma + c * score - b.log_gamma).abs() < 1e-9 * (1.0 + c.abs() * score));
            for (a, b) in a.first.iter().zip(&b.first) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    /// With equal difficulties `γ_r` is a binomial coefficient, here up to 10^600.
    #[test]
    fn two_thousand_items_neither_overflow_nor_vanish() {
        let item = [0.0];
        let items = vec![item.as_slice(); 2000];
        for score in [1, 2, 40, 1000, 1999] {
            let mut counts = vec![0.0; 2001];
            counts[score] = 1.0;
            counts[3] += 1.0;
            let ours = sums(&items, &counts, Order::Value).log_gamma;
            let binomial = |r: f64| libm::lgamma(2001.0) - libm::lgamma(r + 1.0) - libm::lgamma(2001.0 - r);
            let expected = binomial(score as f64) + binomial(3.0);
            assert!((ours - expected).abs() < 1e-8, "{score}: {ours} {expected}");
        }
    }
}
