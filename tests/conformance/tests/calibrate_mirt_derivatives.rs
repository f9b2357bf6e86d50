//! Why R mirt's M2 and C2 of 3PL, GPCM, PCM and RSM are other than ours: with the derivatives that mirt 1.45.1 takes, a
//! second derivation of both statistics gives mirt's numbers, with the right ones ours. At mirt's parameters.
//!
//! | model | mirt's derivatives |
//! |---|---|
//! | 3PL | of `P` in slope and intercept `θP(1 − P)` and `P(1 − P)`, which are those of the 2PL, for `(1 − g)P*(1 − P*)` |
//! | GPCM | of the expected score in the slope `Σ_k k²θP_k − Σ_k kP_k θ Σ_m m e_m`, with numerators `e_m = exp(z_m − max z)` for `P_m`; the means of C2 are right |
//! | PCM, RSM | none in the latent variance, though it is counted as a parameter |
//!
//! Of independent items mirt's M2* of several categories takes off as many directions as there are category
//! proportions, though means depend on one an item; the others are left to chance. Its TLI and CFI follow from that.

use thetis_calibrate::{Model, Moments, Responses};
use thetis_conformance::mirt::{Pair, pairs};
use thetis_conformance::{Agreement, Tolerance};

/// Between mirt and this derivation, at mirt's parameters.
const THEIRS: Tolerance = Tolerance { relative: 1e-9, absolute: 0.0 };
/// Between ours and this derivation: mirt's parameters of flat likelihoods are short of the maximum.
const OURS: Tolerance = Tolerance { relative: 1e-4, absolute: 0.0 };

const NODES: usize = 61;

/// Whose derivatives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Derivatives {
    Right,
    Mirts,
}

/// Values at the nodes.
type Row = Vec<f64>;

/// An item at the nodes.
struct Item {
    /// `P(k)`.
    p: Vec<Row>,
    /// Of each free parameter, its number, the derivatives of `P(k)`, and that of the expected score.
    change: Vec<(usize, Vec<Row>, Row)>,
}

#[test]
fn with_mirts_derivatives_we_find_mirts_statistics() {
    let (mut theirs, mut ours) = (Agreement::new("mirt's", THEIRS), Agreement::new("ours", OURS));
    for pair in pairs() {
        let differs =
            [Model::ThreeParameter, Model::GeneralisedPartialCredit, Model::PartialCredit, Model::RatingScale];
        if !differs.contains(&pair.model) {
            continue;
        }
        let fixtures =
            [(&pair.theirs.m2, Moments::M2), (&pair.theirs.m2_star, Moments::M2), (&pair.theirs.c2, Moments::C2)];
        for (fixture, moments) in fixtures {
            let found = fixture.as_ref().and_then(|list| list.get("M2")).and_then(serde_json::Value::as_f64);
            let Some(statistic) = found else { continue };
            let place = || format!("{} {moments:?}", pair.name);
            let own = pair.ours.limited_information(&pair.responses, moments).expect("enough moments").statistic;
            let (right, mirts) =
                (derived(&pair, moments, Derivatives::Right), derived(&pair, moments, Derivatives::Mirts));
            println!("{}: ours {own}, derived {right}; mirt's {statistic}, derived {mirts}", place());
            theirs.check(mirts, statistic, place);
            ours.check(own, right, place);
            assert!((right / mirts - 1.0).abs() > 1e-5, "{}: the derivatives make no difference", place());
        }
    }
    theirs.conclude(8);
    ours.conclude(8);
}

/// TLI and CFI tell the null model's degrees of freedom: with `X` and `d` of the model, `X₀ − d₀ = (X − d)/(1 − CFI)`
/// and `X₀/d₀ − 1 = (X/d − 1)/(1 − TLI)`.
#[test]
fn mirts_null_model_of_several_categories_has_too_few_degrees_of_freedom() {
    let pair = pairs().into_iter().find(|pair| pair.name == "mirt_verbagg.json graded").expect("the fixture");
    let theirs = pair.theirs.m2_star.as_ref().expect("M2*");
    let number = |name: &str| theirs[name].as_f64().expect("a number");
    let (x, d) = (number("M2"), number("df"));
    let null_df = ((x - d) / (1.0 - number("CFI"))) / ((x / d - 1.0) / (1.0 - number("TLI")));
    // 24 means and 276 products, less 48 category proportions.
    assert!((null_df - 252.0).abs() < 1e-6, "{null_df}");
    // 24 of these are what the means depend on: 276 are left.
    let ours = pair.ours.limited_information(&pair.responses, Moments::M2).expect("enough moments");
    let null_df = ((x - d) / (1.0 - ours.cfi)) / ((x / d - 1.0) / (1.0 - ours.tli));
    assert!((null_df - 276.0).abs() < 0.1, "{null_df}");
}

fn node(q: usize) -> f64 {
    -6.0 + 0.2 * q as f64
}

fn row(f: impl Fn(usize) -> f64) -> Row {
    (0..NODES).map(f).collect()
}

/// The items at mirt's parameters, and the number of free parameters of items.
fn items(pair: &Pair, derivatives: Derivatives) -> (Vec<Item>, usize) {
    let table = &pair.theirs.coef.slope_intercept;
    let rows: Vec<Vec<f64>> =
        table.values.iter().map(|row| row.iter().map(|value| value.expect("a number")).collect()).collect();
    let column = |name: &str| table.columns.iter().position(|own| own == name);
    let mut next = 0;
    let mut list = Vec::new();
    for (number, values) in rows.iter().enumerate() {
        let mut numbered = |changes: Vec<(Vec<Row>, Row)>| -> Vec<(usize, Vec<Row>, Row)> {
            let numbers = next..next + changes.len();
            next = numbers.end;
            numbers.zip(changes).map(|(number, (p, score))| (number, p, score)).collect()
        };
        list.push(match pair.model {
            Model::ThreeParameter => {
                let (p, change) = three_parameter(values, derivatives);
                Item { p, change: numbered(change) }
            }
            Model::RatingScale => {
                let location = values[column("c").expect("there")];
                let steps = &values[1..column("c").expect("there")];
                let d: Vec<f64> =
                    (0..=steps.len()).map(|k| k as f64 * location - steps[..k].iter().sum::<f64>()).collect();
                let p = divide(values[0], &d);
                // Steps are shared: the first numbers; the first item's location is fixed.
                let mut change: Vec<(usize, Vec<Row>, Row)> = (1..=steps.len())
                    .map(|j| {
                        let (rows, score) = by_score(&p, &|k, _| if k >= j { -1.0 } else { 0.0 });
                        (j - 1, rows, score)
                    })
                    .collect();
                if number > 0 {
                    let (rows, score) = by_score(&p, &|k, _| k as f64);
                    change.push((steps.len() + number - 1, rows, score));
                }
                next = steps.len() + rows.len() - 1;
                Item { p, change }
            }
            _ => {
                let d = &values[column("d0").expect("there")..];
                let p = divide(values[0], d);
                let mut change: Vec<(Vec<Row>, Row)> =
                    (1..d.len()).map(|m| by_score(&p, &|k, _| f64::from(u8::from(k == m)))).collect();
                if pair.model == Model::GeneralisedPartialCredit {
                    let (rows, score) = by_score(&p, &|k, theta| k as f64 * theta);
                    let mirts = || row(|q| mirts_slope(values[0], d, &p, q));
                    change.push((rows, if derivatives == Derivatives::Right { score } else { mirts() }));
                }
                Item { p, change: numbered(change) }
            }
        });
    }
    (list, next)
}

/// `exp z_k / Σ exp z_m`, `z_k = k a θ + d_k`.
fn divide(a: f64, d: &[f64]) -> Vec<Row> {
    let mut p = vec![vec![0.0; NODES]; d.len()];
    for q in 0..NODES {
        let z: Vec<f64> = d.iter().enumerate().map(|(k, d)| k as f64 * a * node(q) + d).collect();
        let total: f64 = z.iter().map(|z| z.exp()).sum();
        p.iter_mut().zip(&z).for_each(|(p, z)| p[q] = z.exp() / total);
    }
    p
}

/// Derivatives where those of `z_k` are `s(k, θ)`: `P_k (s_k − Σ_m P_m s_m)`, and that of the expected score.
fn by_score(p: &[Row], s: &dyn Fn(usize, f64) -> f64) -> (Vec<Row>, Row) {
    let mean = row(|q| p.iter().enumerate().map(|(k, p)| p[q] * s(k, node(q))).sum());
    let rows: Vec<Row> = (0..p.len()).map(|k| row(|q| p[k][q] * (s(k, node(q)) - mean[q]))).collect();
    let score = row(|q| rows.iter().enumerate().map(|(k, row)| k as f64 * row[q]).sum());
    (rows, score)
}

/// mirt's derivative of the expected score in the slope: numerators stand where probabilities should.
fn mirts_slope(a: f64, d: &[f64], p: &[Row], q: usize) -> f64 {
    let z: Vec<f64> = d.iter().enumerate().map(|(k, d)| k as f64 * a * node(q) + d).collect();
    let most = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weighted: f64 = z.iter().enumerate().map(|(m, z)| m as f64 * (z - most).exp()).sum();
    (1..d.len()).map(|k| k as f64 * node(q) * p[k][q] * (k as f64 - weighted)).sum()
}

/// Slope, intercept, and the asymptote itself: how it is scaled changes nothing.
fn three_parameter(values: &[f64], derivatives: Derivatives) -> (Vec<Row>, Vec<(Vec<Row>, Row)>) {
    let (a, d, g) = (values[0], values[1], values[2]);
    let star = row(|q| 1.0 / (1.0 + (-a * node(q) - d).exp()));
    let p = row(|q| g + (1.0 - g) * star[q]);
    let slope = row(|q| match derivatives {
        Derivatives::Right => (1.0 - g) * star[q] * (1.0 - star[q]),
        Derivatives::Mirts => p[q] * (1.0 - p[q]),
    });
    let both = |change: Row| (vec![change.iter().map(|x| -x).collect(), change.clone()], change);
    let changes = vec![both(row(|q| node(q) * slope[q])), both(slope.clone()), both(row(|q| 1.0 - star[q]))];
    (vec![row(|q| 1.0 - p[q]), p], changes)
}

/// A moment: one or two items, each with a function of its response.
type Moment = Vec<(usize, Vec<f64>)>;

fn moments_of(items: &[Item], moments: Moments) -> Vec<Moment> {
    let scores = |i: usize| -> Vec<f64> { (0..items[i].p.len()).map(|k| k as f64).collect() };
    let mut list: Vec<Moment> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        match moments {
            Moments::M2 => list.push(vec![(i, scores(i))]),
            Moments::C2 => {
                let indicator = |k: usize| (0..item.p.len()).map(|m| f64::from(u8::from(m == k))).collect();
                list.extend((1..item.p.len()).map(|k| vec![(i, indicator(k))]));
            }
        }
    }
    for i in 0..items.len() {
        list.extend((i + 1..items.len()).map(|j| vec![(i, scores(i)), (j, scores(j))]));
    }
    list
}

/// The statistic from mirt's parameters.
fn derived(pair: &Pair, moments: Moments, derivatives: Derivatives) -> f64 {
    let (items, mut parameters) = items(pair, derivatives);
    let variance = pair.theirs.coef.cov[0][0];
    let raw = row(|q| (-0.5 * node(q) * node(q) / variance).exp());
    let total: f64 = raw.iter().sum();
    let weights = row(|q| raw[q] / total);
    let list = moments_of(&items, moments);
    let given = |item: usize, values: &[f64]| row(|q| values.iter().zip(&items[item].p).map(|(v, p)| v * p[q]).sum());
    let mean_of = |moment: &Moment| -> Row {
        let rows: Vec<Row> = moment.iter().map(|(item, values)| given(*item, values)).collect();
        row(|q| rows.iter().map(|row| row[q]).product())
    };
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let means: Vec<Row> = list.iter().map(mean_of).collect();
    let expected: Vec<f64> = means.iter().map(|mean| dot(mean, &weights)).collect();
    let size = list.len();
    let mut covariance = vec![vec![0.0; size]; size];
    for a in 0..size {
        for b in 0..=a {
            let mut both = list[a].clone();
            let mut common = false;
            for (item, values) in &list[b] {
                match both.iter_mut().find(|(own, _)| own == item) {
                    Some((_, own)) => {
                        common = true;
                        own.iter_mut().zip(values).for_each(|(own, value)| *own *= value);
                    }
                    None => both.push((*item, values.clone())),
                }
            }
            let joint = if common {
                dot(&mean_of(&both), &weights)
            } else {
                (0..NODES).map(|q| means[a][q] * means[b][q] * weights[q]).sum()
            };
            covariance[a][b] = joint - expected[a] * expected[b];
        }
    }
    // Columns: derivatives of all moments in one parameter.
    let estimated = matches!(pair.model, Model::PartialCredit | Model::RatingScale);
    let with_variance = estimated && derivatives == Derivatives::Right;
    let mut columns = vec![vec![0.0; size]; parameters + usize::from(with_variance)];
    for (at, moment) in list.iter().enumerate() {
        for (part, (item, values)) in moment.iter().enumerate() {
            let others: Moment =
                moment.iter().enumerate().filter(|(other, _)| *other != part).map(|(_, own)| own.clone()).collect();
            let rest = mean_of(&others);
            for (number, change, score) in &items[*item].change {
                // Category proportions have right derivatives in mirt too, by differences.
                let own = match (moments, moment.len()) {
                    (Moments::C2, 1) => row(|q| dot(values, &change.iter().map(|row| row[q]).collect::<Row>())),
                    _ => score.clone(),
                };
                columns[*number][at] += (0..NODES).map(|q| own[q] * rest[q] * weights[q]).sum::<f64>();
            }
        }
        if with_variance {
            // ∂ ln w/∂σ² is θ²/2σ⁴ less its mean.
            let spread = dot(&row(|q| node(q) * node(q)), &weights);
            let change = row(|q| weights[q] * (node(q) * node(q) - spread) / (2.0 * variance * variance));
            columns[parameters][at] = dot(&change, &means[at]);
        }
    }
    parameters = columns.len();
    let residual: Vec<f64> =
        observed(&pair.responses, &list).iter().zip(&expected).map(|(seen, expected)| seen - expected).collect();
    // r'Ξ⁻¹r − r'Ξ⁻¹Δ (Δ'Ξ⁻¹Δ)⁻¹ Δ'Ξ⁻¹r, with Ξ = LL' and everything multiplied by L⁻¹ first.
    let factor = cholesky(&covariance);
    let residual = forward(&factor, &residual);
    let columns: Vec<Row> = columns.iter().map(|column| forward(&factor, column)).collect();
    let information: Vec<Row> =
        (0..parameters).map(|i| (0..=i).map(|j| dot(&columns[i], &columns[j])).collect()).collect();
    let score: Vec<f64> = columns.iter().map(|column| dot(column, &residual)).collect();
    let explained = forward(&cholesky(&information), &score);
    pair.responses.persons() as f64 * (dot(&residual, &residual) - dot(&explained, &explained))
}

fn observed(responses: &Responses, list: &[Moment]) -> Vec<f64> {
    let mut sums = vec![0.0; list.len()];
    for person in 0..responses.persons() {
        let answers: Vec<usize> = responses.answers(person).map(|(_, k)| k).collect();
        for (sum, moment) in sums.iter_mut().zip(list) {
            *sum += moment.iter().map(|(item, values)| values[answers[*item]]).product::<f64>();
        }
    }
    sums.iter().map(|sum| sum / responses.persons() as f64).collect()
}

/// The lower triangle `L` of `LL'`, from the lower triangle of a matrix.
fn cholesky(matrix: &[Row]) -> Vec<Row> {
    let mut factor: Vec<Row> = Vec::with_capacity(matrix.len());
    for (i, entries) in matrix.iter().enumerate() {
        let mut own = vec![0.0; i + 1];
        for j in 0..=i {
            let other = if i == j { &own[..j] } else { &factor[j][..j] };
            let rest = entries[j] - own[..j].iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
            own[j] = if i == j { rest.sqrt() } else { rest / factor[j][j] };
        }
        factor.push(own);
    }
    factor
}

/// `L⁻¹ b`
fn forward(factor: &[Row], b: &[f64]) -> Row {
    let mut solution: Row = Vec::with_capacity(b.len());
    for (row, b) in factor.iter().zip(b) {
        let known: f64 = row.iter().zip(&solution).map(|(l, x)| l * x).sum();
        solution.push((b - known) / row[solution.len()]);
    }
    solution
}
