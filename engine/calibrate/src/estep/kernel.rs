//! The loops over persons.

use std::ops::Range;

use super::Range as Nodes;
use super::persons::Persons;
use super::tables::Tables;
use crate::simd::{self, Aligned, LANE, Lane, Pool};

/// Logarithm of what part of its maximum a posterior may have outside a person's window: 1.4e-11. A person's
/// log-likelihood is then wrong by less than 1e-10.
const NEGLIGIBLE: f64 = -25.0;
/// A new window goes to where the posterior is below this, so that it lasts while parameters move.
const GENEROUS: f64 = -30.0;
/// Windows up to so many cache lines are held in registers.
const NARROW: usize = 8;

/// Sums over some persons, by pattern.
#[derive(Clone, Debug)]
pub(super) struct Partial {
    pub(super) counts: Aligned,
    pub(super) log_likelihood: f64,
    pub(super) weight: f64,
    pub(super) widened: usize,
}

impl Partial {
    pub(super) fn zeros(tables: &Tables, pool: &Pool) -> Self {
        let mut counts = pool.take(tables.rows * tables.stride);
        counts.as_mut_slice().fill(0.0);
        Self { counts, log_likelihood: 0.0, weight: 0.0, widened: 0 }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (sum, part) in self.counts.as_mut_slice().iter_mut().zip(other.counts.as_slice()) {
            *sum += part;
        }
        self.log_likelihood += other.log_likelihood;
        self.weight += other.weight;
        self.widened += other.widened;
    }
}

/// Expected counts of these persons.
pub(super) fn accumulate(
    tables: &Tables,
    persons: &Persons,
    block: Range<usize>,
    nodes: Nodes,
    pool: &Pool,
) -> Partial {
    let mut partial = Partial::zeros(tables, pool);
    add(&mut partial, tables, persons, block, nodes);
    partial
}

/// Add the expected counts of these persons.
pub(super) fn add(partial: &mut Partial, tables: &Tables, persons: &Persons, block: Range<usize>, nodes: Nodes) {
    let lanes = tables.stride / LANE;
    let mut scratch = vec![[0.0; LANE]; lanes];
    simd::dispatch(
        #[inline(always)]
        || {
            let table = tables.table.lanes();
            let counts = partial.counts.lanes_mut();
            for entry in block {
                let (first, end) = if nodes == Nodes::Everything { (0, lanes) } else { persons.window(entry) };
                let rows = persons.rows(entry);
                let weight = persons.weights[entry];
                let window = Window { lanes, first };
                let value = match end - first {
                    1 => narrow::<1>(table, counts, rows, window, weight),
                    2 => narrow::<2>(table, counts, rows, window, weight),
                    3 => narrow::<3>(table, counts, rows, window, weight),
                    4 => narrow::<4>(table, counts, rows, window, weight),
                    5 => narrow::<5>(table, counts, rows, window, weight),
                    6 => narrow::<6>(table, counts, rows, window, weight),
                    7 => narrow::<7>(table, counts, rows, window, weight),
                    NARROW => narrow::<NARROW>(table, counts, rows, window, weight),
                    _ => Some(wide(table, counts, rows, lanes, weight, &mut scratch)),
                };
                let value = value.unwrap_or_else(|| {
                    partial.widened += 1;
                    wide(table, counts, rows, lanes, weight, &mut scratch)
                });
                partial.log_likelihood += weight * value;
                partial.weight += weight;
            }
        },
    );
}

/// Where a window begins in a row of so many cache lines.
#[derive(Clone, Copy)]
struct Window {
    lanes: usize,
    first: usize,
}

/// A person's log-likelihood; the posterior is added to the counts. `None`, and nothing added, if the posterior is not
/// negligible at an end of the window beyond which there are more nodes.
#[inline(always)]
fn narrow<const W: usize>(
    table: &[Lane],
    counts: &mut [Lane],
    rows: &[u32],
    window: Window,
    weight: f64,
) -> Option<f64> {
    let Window { lanes, first } = window;
    let mut sum = [[0.0_f64; LANE]; W];
    for row in rows {
        let start = *row as usize * lanes + first;
        let row: &[Lane; W] = table[start..].first_chunk()?;
        for lane in 0..W {
            for i in 0..LANE {
                sum[lane][i] += row[lane][i];
            }
        }
    }
    let mut most = [f64::NEG_INFINITY; LANE];
    for lane in &sum {
        for i in 0..LANE {
            most[i] = if lane[i] > most[i] { lane[i] } else { most[i] };
        }
    }
    let most = largest(&most);
    let below = first > 0 && sum[0][0] > most + NEGLIGIBLE;
    let above = first + W < lanes && sum[W - 1][LANE - 1] > most + NEGLIGIBLE;
    if below || above {
        return None;
    }
    let mut total = [0.0_f64; LANE];
    for lane in &mut sum {
        for i in 0..LANE {
            lane[i] = simd::exp(lane[i] - most);
            total[i] += lane[i];
        }
    }
    let total: f64 = total.iter().sum();
    let scale = weight / total;
    for lane in &mut sum {
        for value in lane {
            *value *= scale;
        }
    }
    for row in rows {
        let start = *row as usize * lanes + first;
        let row: &mut [Lane; W] = counts[start..].first_chunk_mut()?;
        for lane in 0..W {
            for i in 0..LANE {
                row[lane][i] += sum[lane][i];
            }
        }
    }
    Some(most + simd::ln(total))
}

#[inline(always)]
fn largest(lane: &Lane) -> f64 {
    lane.iter().fold(f64::NEG_INFINITY, |most, value| if *value > most { *value } else { most })
}

/// As [`narrow`] over all nodes.
#[inline(always)]
fn wide(table: &[Lane], counts: &mut [Lane], rows: &[u32], lanes: usize, weight: f64, scratch: &mut [Lane]) -> f64 {
    let value = weigh(table, rows, lanes, scratch, weight);
    for row in rows {
        let start = *row as usize * lanes;
        for (sum, part) in counts[start..start + lanes].iter_mut().zip(&*scratch) {
            for i in 0..LANE {
                sum[i] += part[i];
            }
        }
    }
    value
}

/// Fill `posterior` with the logarithm of density times likelihood at all nodes.
#[inline(always)]
fn gather(table: &[Lane], rows: &[u32], lanes: usize, posterior: &mut [Lane]) {
    posterior.fill([0.0; LANE]);
    for row in rows {
        let start = *row as usize * lanes;
        for (sum, part) in posterior.iter_mut().zip(&table[start..start + lanes]) {
            for i in 0..LANE {
                sum[i] += part[i];
            }
        }
    }
}

/// Fill `posterior` with the posterior times `weight`; the log-likelihood.
#[inline(always)]
fn weigh(table: &[Lane], rows: &[u32], lanes: usize, posterior: &mut [Lane], weight: f64) -> f64 {
    gather(table, rows, lanes, posterior);
    let most = posterior.iter().map(largest).fold(f64::NEG_INFINITY, f64::max);
    let mut total = [0.0_f64; LANE];
    for lane in posterior.iter_mut() {
        for i in 0..LANE {
            lane[i] = simd::exp(lane[i] - most);
            total[i] += lane[i];
        }
    }
    let total: f64 = total.iter().sum();
    let scale = weight / total;
    for lane in posterior {
        for value in lane {
            *value *= scale;
        }
    }
    most + simd::ln(total)
}

/// Where a person's posterior is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) window: (u16, u16),
    /// The most likely node.
    pub(super) peak: u16,
}

/// The window and the most likely node of each person. In grids of several dimensions the window is everything.
pub(super) fn locate(tables: &Tables, persons: &Persons, block: Range<usize>) -> Vec<Place> {
    let lanes = tables.stride / LANE;
    let mut scratch = vec![[0.0; LANE]; lanes];
    let mut windows = Vec::with_capacity(block.len());
    simd::dispatch(
        #[inline(always)]
        || {
            let table = tables.table.lanes();
            for entry in block {
                gather(table, persons.rows(entry), lanes, &mut scratch);
                let most = scratch.iter().map(largest).fold(f64::NEG_INFINITY, f64::max);
                let matters = |lane: &Lane| largest(lane) > most + GENEROUS;
                let (mut first, mut end) = (0, lanes);
                if lanes <= NARROW {
                    first = scratch.iter().position(matters).unwrap_or(0);
                    end = scratch.iter().rposition(matters).map_or(lanes, |last| last + 1);
                }
                let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
                let peak = scratch.as_flattened().iter().position(|value| *value >= most).unwrap_or(0);
                windows.push(Place { window: (narrow(first), narrow(end)), peak: narrow(peak) });
            }
        },
    );
    windows
}

/// Visit each of these entries with its posterior at the nodes, padded with 0 (it sums to 1), and its log-likelihood.
pub(super) fn posteriors(
    tables: &Tables,
    persons: &Persons,
    entries: Range<usize>,
    visit: &mut dyn FnMut(usize, &[f64], f64),
) {
    let lanes = tables.stride / LANE;
    let mut scratch = vec![[0.0; LANE]; lanes];
    for entry in entries {
        let value = simd::dispatch(
            #[inline(always)]
            || weigh(tables.table.lanes(), persons.rows(entry), lanes, &mut scratch, 1.0),
        );
        visit(entry, scratch.as_flattened(), value);
    }
}
