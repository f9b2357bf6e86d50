//! A binary linear program, and its exact reduction.

/// A linear constraint: the sum of coefficient times column lies in `[low, high]`.
///
/// Coefficients and finite limits are whole numbers far below 2⁵³, so sums of them are exact.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Columns and their coefficients, ascending by column.
    pub(crate) entries: Vec<(u32, f64)>,
}

/// Maximise `Σ value · x` over binary `x` that satisfy every row.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) values: Vec<f64>,
    pub(crate) rows: Vec<Row>,
}

/// What is left of a program once columns are fixed.
#[derive(Debug)]
pub(crate) struct Reduced {
    pub(crate) program: Program,
    /// The column of the program it came from, for each of its own.
    pub(crate) columns: Vec<u32>,
    /// The columns of the program it came from: where they are fixed, or `None`.
    pub(crate) fixed: Vec<Option<bool>>,
}

impl Program {
    pub(crate) fn columns(&self) -> usize {
        self.values.len()
    }

    /// `Σ value · x`, added up in the order of the columns.
    pub(crate) fn objective(&self, solution: &[bool]) -> f64 {
        let mut sum = 0.0;
        for (value, taken) in self.values.iter().zip(solution) {
            if *taken {
                sum += value;
            }
        }
        sum
    }

    /// Whether every row holds; exact.
    pub(crate) fn satisfied_by(&self, solution: &[bool]) -> bool {
        self.rows.iter().all(|row| {
            let taken = row.entries.iter().filter(|(column, _)| solution[*column as usize]);
            let sum: f64 = taken.map(|(_, coefficient)| coefficient).sum();
            (row.low..=row.high).contains(&sum)
        })
    }

    /// Fixes what follows from the columns fixed so far, row by row until nothing more does, and leaves out
    /// fixed columns and rows that always hold.
    /// `None` if a row cannot hold. Every solution that agrees with `fixed` remains.
    pub(crate) fn reduce(&self, mut fixed: Vec<Option<bool>>) -> Option<Reduced> {
        // Where the limits cross, no column need be at fault.
        if self.rows.iter().any(|row| row.low > row.high) {
            return None;
        }
        let mut open: Vec<bool> = vec![true; self.rows.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for (row, open) in self.rows.iter().zip(&mut open).filter(|(_, open)| **open) {
                match row.propagate(&mut fixed) {
                    Effect::Impossible => return None,
                    Effect::AlwaysHolds => *open = false,
                    Effect::Fixed => changed = true,
                    Effect::None => {}
                }
            }
        }
        Some(self.without(fixed, &open))
    }

    fn without(&self, fixed: Vec<Option<bool>>, open: &[bool]) -> Reduced {
        let mut columns = Vec::new();
        let mut values = Vec::new();
        let mut place = vec![0; self.columns()];
        for (column, (value, fixed)) in self.values.iter().zip(&fixed).enumerate() {
            if fixed.is_none() {
                place[column] = values.len() as u32;
                columns.push(column as u32);
                values.push(*value);
            }
        }
        let mut rows = Vec::new();
        for (row, _) in self.rows.iter().zip(open).filter(|(_, open)| **open) {
            let mut left = Row { low: row.low, high: row.high, entries: Vec::with_capacity(row.entries.len()) };
            for (column, coefficient) in &row.entries {
                match fixed[*column as usize] {
                    None => left.entries.push((place[*column as usize], *coefficient)),
                    Some(true) => {
                        left.low -= coefficient;
                        left.high -= coefficient;
                    }
                    Some(false) => {}
                }
            }
            rows.push(left);
        }
        Reduced { program: Program { values, rows }, columns, fixed }
    }
}

impl Reduced {
    /// The part of a solution of the program this came from that was left.
    pub(crate) fn restrict(&self, solution: &[bool]) -> Vec<bool> {
        self.columns.iter().map(|column| solution[*column as usize]).collect()
    }

    /// A solution of the program this came from, made of one of what was left.
    pub(crate) fn complete(&self, solution: &[bool]) -> Vec<bool> {
        let mut whole: Vec<bool> = self.fixed.iter().map(|fixed| *fixed == Some(true)).collect();
        for (column, taken) in self.columns.iter().zip(solution) {
            whole[*column as usize] = *taken;
        }
        whole
    }
}

enum Effect {
    None,
    Fixed,
    AlwaysHolds,
    Impossible,
}

impl Row {
    /// What the row adds up to.
    pub(crate) fn sum(&self, solution: &[f64]) -> f64 {
        self.entries.iter().map(|(column, coefficient)| coefficient * solution[*column as usize]).sum()
    }

    /// Fixes every column that could not have its other value in this row.
    fn propagate(&self, fixed: &mut [Option<bool>]) -> Effect {
        // Least and most that the row can add up to, and the largest step that one free column makes.
        let (mut least, mut most, mut step) = (0.0_f64, 0.0_f64, 0.0_f64);
        for (column, coefficient) in &self.entries {
            match fixed[*column as usize] {
                Some(false) => {}
                Some(true) => {
                    least += coefficient;
                    most += coefficient;
                }
                None => {
                    least += coefficient.min(0.0);
                    most += coefficient.max(0.0);
                    step = step.max(coefficient.abs());
                }
            }
        }
        if least > self.high || most < self.low {
            return Effect::Impossible;
        }
        if least >= self.low && most <= self.high {
            return Effect::AlwaysHolds;
        }
        if least + step <= self.high && most - step >= self.low {
            return Effect::None;
        }
        let mut effect = Effect::None;
        for (column, coefficient) in &self.entries {
            let fixed = &mut fixed[*column as usize];
            if fixed.is_none() {
                let rises = *coefficient > 0.0;
                if least + coefficient.abs() > self.high {
                    *fixed = Some(!rises);
                    effect = Effect::Fixed;
                } else if most - coefficient.abs() < self.low {
                    *fixed = Some(rises);
                    effect = Effect::Fixed;
                }
            }
        }
        effect
    }
}
