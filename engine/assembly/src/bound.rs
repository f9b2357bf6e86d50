//! A bound on what any solution can be worth, from any multipliers.

use crate::program::Program;

/// No solution is worth more than `total`; none with column `j` otherwise than `side[j]` is worth more than
/// `total − price[j]`.
pub(crate) struct Bound {
    pub(crate) total: f64,
    pub(crate) price: Vec<f64>,
    pub(crate) side: Vec<bool>,
}

impl Bound {
    /// Lagrange's bound. With `d = c − yᵀA`,
    ///
    /// `cᵀx = dᵀx + yᵀAx ≤ Σ max(d, 0) + Σ max(y · low, y · high)`
    ///
    /// for every `x` between zero and one that satisfies the rows, and for every `y`, however inaccurate: only
    /// the rounding of these sums counts, and a bound of it is added (as Neumaier & Shcherbina 2004 do).
    pub(crate) fn new(program: &Program, multipliers: &[f64]) -> Bound {
        let mut reduced = program.values.clone();
        // The sum, and that of its terms' sizes and of all that the terms were made of.
        let (mut total, mut size) = (0.0, 0.0);
        for (row, multiplier) in program.rows.iter().zip(multipliers) {
            let limit = if *multiplier > 0.0 { row.high } else { row.low };
            // A row that has no limit on that side has no say.
            if multiplier.abs() > 0.0 && limit.is_finite() {
                total += multiplier * limit;
                size += (multiplier * limit).abs();
                for (column, coefficient) in &row.entries {
                    reduced[*column as usize] -= multiplier * coefficient;
                    size += (multiplier * coefficient).abs();
                }
            }
        }
        for (reduced, value) in reduced.iter().zip(&program.values) {
            total += reduced.max(0.0);
            size += reduced.abs() + value;
        }
        let terms = program.columns() + program.rows.len();
        let rounding = terms as f64 * f64::EPSILON * size;
        Bound {
            total: total + rounding,
            side: reduced.iter().map(|reduced| *reduced > 0.0).collect(),
            price: reduced.iter().map(|reduced| reduced.abs()).collect(),
        }
    }
}
