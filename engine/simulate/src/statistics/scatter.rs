//! True against estimated ability, counted in hexagons.

use serde::Serialize;

use crate::whole::index;

/// Hexagons in a row.
const COLUMNS: usize = 32;
/// Distance of rows over distance of columns, in a lattice of regular hexagons: √3/2.
const ROW: f64 = 0.866_025_403_784_438_6;

/// A lattice of hexagons over a square, pointy ends up (Carr, Littlefield, Nicholson & Littlefield 1987).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hexagons {
    lower: f64,
    /// Distance of neighbours in a row, logits.
    width: f64,
    rows: usize,
}

impl Hexagons {
    pub(crate) fn new(lower: f64, upper: f64) -> Self {
        let width = (upper - lower) / (COLUMNS - 1) as f64;
        Self { lower, width, rows: index((COLUMNS - 1) as f64 / ROW) + 2 }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows * COLUMNS
    }

    /// The hexagon that a point lies in, or the nearest if it lies beyond them all.
    pub(crate) fn index(&self, x: f64, y: f64) -> usize {
        let (x, y) = ((x - self.lower) / self.width, (y - self.lower) / (self.width * ROW));
        let below = y.floor();
        let mut best = (0, f64::INFINITY);
        for row in [below, below + 1.0] {
            let row = row.clamp(0.0, (self.rows - 1) as f64);
            let shift = shift(index(row));
            let column = (x - shift).round().clamp(0.0, (COLUMNS - 1) as f64);
            let distance = (x - column - shift).powi(2) + ((y - row) * ROW).powi(2);
            if distance < best.1 {
                best = (index(row) * COLUMNS + index(column), distance);
            }
        }
        best.0
    }

    /// Centre of a hexagon.
    fn centre(&self, index: usize) -> (f64, f64) {
        let (row, column) = (index / COLUMNS, index % COLUMNS);
        (self.lower + self.width * (column as f64 + shift(row)), self.lower + self.width * ROW * row as f64)
    }
}

/// Every other row is shifted by half a hexagon.
const fn shift(row: usize) -> f64 {
    if row % 2 == 1 { 0.5 } else { 0.0 }
}

/// Counts of a lattice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scatter {
    counts: Vec<u64>,
}

impl Scatter {
    pub(crate) fn new(hexagons: &Hexagons) -> Self {
        Self { counts: vec![0; hexagons.len()] }
    }

    pub(crate) fn add(&mut self, hexagons: &Hexagons, x: f64, y: f64) {
        self.counts[hexagons.index(x, y)] += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
    }

    pub(crate) fn report(&self, hexagons: &Hexagons) -> ScatterReport {
        let cell = |(index, count): (usize, &u64)| {
            let (truth, estimate) = hexagons.centre(index);
            HexagonCount { truth, estimate, sessions: *count }
        };
        ScatterReport {
            width: hexagons.width,
            cells: self.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(cell).collect(),
        }
    }
}

/// True against estimated θ, counted in regular hexagons. Points beyond the range are in the outermost ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScatterReport {
    /// Width of a hexagon, logits.
    pub width: f64,
    /// The hexagons that have points.
    pub cells: Vec<HexagonCount>,
}

/// A hexagon and its points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HexagonCount {
    /// Its centre on the axis of true θ.
    pub truth: f64,
    /// Its centre on the axis of estimates.
    pub estimate: f64,
    /// Number of sessions.
    pub sessions: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_the_hexagon_with_the_nearest_centre() {
        let hexagons = Hexagons::new(-4.0, 4.0);
        for i in 0..400 {
            let (x, y) = (f64::from(i * 37 % 101) / 101.0 * 8.0 - 4.0, f64::from(i * 59 % 97) / 97.0 * 8.0 - 4.0);
            let distance = |index: usize| {
                let centre = hexagons.centre(index);
                (centre.0 - x).hypot(centre.1 - y)
            };
            let nearest = (0..hexagons.len()).map(distance).fold(f64::INFINITY, f64::min);
            let found = distance(hexagons.index(x, y));
            assert!(
                found <= nearest + 1e-12,
                "({x}, {y}) is {found} from its hexagon's centre, {nearest} from another"
            );
        }
    }

    #[test]
    fn points_beyond_are_in_the_outermost_hexagons() {
        let hexagons = Hexagons::new(-1.0, 1.0);
        assert_eq!(hexagons.index(-99.0, -99.0), 0);
        assert_eq!(hexagons.index(99.0, 99.0), hexagons.len() - 1);
        let mut scatter = Scatter::new(&hexagons);
        scatter.add(&hexagons, 5.0, 0.0);
        scatter.add(&hexagons, 5.0, 0.0);
        let report = scatter.report(&hexagons);
        assert_eq!(report.cells.len(), 1);
        assert_eq!(report.cells[0].sessions, 2);
        assert!((report.cells[0].truth - 1.0).abs() <= report.width, "{report:?}");
    }
}
