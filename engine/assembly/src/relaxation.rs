//! The linear relaxation: multipliers for the rows, by the dual simplex method.
//!
//! All that is made of its result are a bound that holds for any multipliers (`bound.rs`) and a guess which
//! columns matter; nothing relies on its accuracy. So it works on a dense inverse of the basis that is never
//! factorised anew, and gives up after a number of steps with the multipliers it has. Rows come in when they
//! are found violated: of the many that keep enemies apart or tie items to their set few ever matter, and the
//! inverse has the size of those in.

use crate::program::Program;

/// How far a row or a column may lie beyond its limits.
const FEASIBILITY: f64 = 1e-9;
/// Entries of the tableau below this are noise.
const PIVOT: f64 = 1e-9;

/// Multipliers, and where the columns were when the method ended.
pub(crate) struct Relaxed {
    /// A multiplier for each row.
    pub(crate) multipliers: Vec<f64>,
    /// Where each column is.
    pub(crate) place: Vec<Place>,
    /// Whether the rows were found to contradict each other; the multipliers mean nothing then.
    pub(crate) infeasible: bool,
}

/// Where a variable is: at one of its limits, or anywhere between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Lower,
    Upper,
    Basic,
}

/// The best solution of the relaxation, or how far the method came in `200 + 20 · rows` steps.
pub(crate) fn relax(program: &Program) -> Relaxed {
    let mut tableau = Tableau::new(program);
    let limit = 200 + 20 * program.rows.len() as u32;
    let mut steps = 0;
    let mut infeasible = false;
    while steps < limit {
        match tableau.step() {
            Step::Moved => steps += 1,
            Step::Infeasible => {
                infeasible = true;
                break;
            }
            Step::Done => {
                if !tableau.add_violated_rows() {
                    break;
                }
            }
        }
    }
    Relaxed { multipliers: tableau.multipliers(), place: tableau.place[..tableau.columns].to_vec(), infeasible }
}

enum Step {
    Moved,
    Done,
    Infeasible,
}

/// A variable for each column, from 0 to 1, and after them one for each row: minus what the row adds up to, so
/// that both together are zero.
struct Tableau<'a> {
    program: &'a Program,
    columns: usize,
    /// The program's rows that are in, and the place of each of the program's rows among them.
    active: Vec<usize>,
    position: Vec<Option<usize>>,
    /// Entries of the program column by column: where each begins, then rows and coefficients.
    begin: Vec<usize>,
    entries: Vec<(u32, f64)>,
    /// Where each variable is. Variables of rows that are not in count as basic.
    place: Vec<Place>,
    /// Reduced costs; those of basic variables mean nothing.
    reduced: Vec<f64>,
    /// Basic variables and their values, as many as rows are in.
    basis: Vec<usize>,
    value: Vec<f64>,
    /// Inverse of the basis, one basic variable after the other.
    inverse: Vec<f64>,
    /// The row of the tableau in hand.
    alpha: Vec<f64>,
}

impl<'a> Tableau<'a> {
    /// Every column at the limit its value asks for, so that multipliers of zero are feasible; and the first
    /// row, which is the length of the test.
    fn new(program: &'a Program) -> Tableau<'a> {
        let (columns, rows) = (program.columns(), program.rows.len());
        let mut begin = vec![0; columns + 1];
        for row in &program.rows {
            for (column, _) in &row.entries {
                begin[*column as usize + 1] += 1;
            }
        }
        for column in 0..columns {
            begin[column + 1] += begin[column];
        }
        let mut next = begin.clone();
        let mut entries = vec![(0, 0.0); begin[columns]];
        for (index, row) in program.rows.iter().enumerate() {
            for (column, coefficient) in &row.entries {
                let next = &mut next[*column as usize];
                entries[*next] = (index as u32, *coefficient);
                *next += 1;
            }
        }
        let mut place = vec![Place::Basic; columns + rows];
        let mut reduced = vec![0.0; columns + rows];
        for (column, value) in program.values.iter().enumerate() {
            place[column] = if *value > 0.0 { Place::Upper } else { Place::Lower };
            reduced[column] = *value;
        }
        let mut tableau = Tableau {
            program,
            columns,
            active: Vec::new(),
            position: vec![None; rows],
            begin,
            entries,
            place,
            reduced,
            basis: Vec::new(),
            value: Vec::new(),
            inverse: Vec::new(),
            alpha: vec![0.0; columns + rows],
        };
        if rows > 0 {
            tableau.add_rows(&[0]);
        }
        tableau
    }

    fn limits(&self, variable: usize) -> (f64, f64) {
        if variable < self.columns {
            (0.0, 1.0)
        } else {
            let row = &self.program.rows[variable - self.columns];
            (-row.high, -row.low)
        }
    }

    fn range(&self, variable: usize) -> f64 {
        let (lower, upper) = self.limits(variable);
        upper - lower
    }

    fn inverse_of(&self, basic: usize) -> &[f64] {
        let rows = self.active.len();
        &self.inverse[basic * rows..(basic + 1) * rows]
    }

    /// The multiplier of a row is minus the reduced cost of its variable; zero where that is basic.
    fn multipliers(&self) -> Vec<f64> {
        let variables = self.place[self.columns..].iter().zip(&self.reduced[self.columns..]);
        variables.map(|(place, reduced)| if *place == Place::Basic { 0.0 } else { -reduced }).collect()
    }

    /// The value of every column.
    fn solution(&self) -> Vec<f64> {
        let at = |place: &Place| if *place == Place::Upper { 1.0 } else { 0.0 };
        let mut solution: Vec<f64> = self.place[..self.columns].iter().map(at).collect();
        for (variable, value) in self.basis.iter().zip(&self.value) {
            if *variable < self.columns {
                solution[*variable] = *value;
            }
        }
        solution
    }

    /// Takes in the rows that the solution violates; whether there were any.
    fn add_violated_rows(&mut self) -> bool {
        let solution = self.solution();
        let mut violated = Vec::new();
        for (index, row) in self.program.rows.iter().enumerate() {
            if self.position[index].is_none() {
                let sum = row.sum(&solution);
                if sum > row.high + FEASIBILITY || sum < row.low - FEASIBILITY {
                    violated.push(index);
                }
            }
        }
        if violated.is_empty() {
            return false;
        }
        self.add_rows(&violated);
        true
    }

    /// Takes in rows; the variable of each is basic.
    fn add_rows(&mut self, added: &[usize]) {
        let (before, after) = (self.active.len(), self.active.len() + added.len());
        let solution = self.solution();
        let mut inverse = vec![0.0; after * after];
        for basic in 0..before {
            inverse[basic * after..basic * after + before].copy_from_slice(self.inverse_of(basic));
        }
        let mut coefficients = vec![0.0; self.columns];
        for index in added {
            let row = &self.program.rows[*index];
            for (column, coefficient) in &row.entries {
                coefficients[*column as usize] = *coefficient;
            }
            let (old, own) = inverse.split_at_mut(self.basis.len() * after);
            for (variable, old) in self.basis[..before].iter().zip(old.chunks_exact(after)) {
                let coefficient = coefficients.get(*variable).copied().unwrap_or(0.0);
                if coefficient.abs() > 0.0 {
                    for (own, old) in own[..before].iter_mut().zip(old) {
                        *own -= coefficient * old;
                    }
                }
            }
            own[self.basis.len()] = 1.0;
            for (column, _) in &row.entries {
                coefficients[*column as usize] = 0.0;
            }
            self.position[*index] = Some(self.active.len());
            self.active.push(*index);
            self.basis.push(self.columns + index);
            self.value.push(-row.sum(&solution));
        }
        self.inverse = inverse;
    }

    fn step(&mut self) -> Step {
        let Some((leaving, beyond, above)) = self.leaving() else { return Step::Done };
        self.compute_alpha(leaving, if above { 1.0 } else { -1.0 });
        let Some((entering, passed)) = self.ratio_test(beyond) else { return Step::Infeasible };
        self.flip(&passed);
        self.pivot(leaving, entering, above);
        Step::Moved
    }

    /// The basic variable furthest beyond its limits, measured along the edge it would leave on: its place in
    /// the basis, by how much, and whether above.
    fn leaving(&self) -> Option<(usize, f64, bool)> {
        let mut worst = None;
        let mut most = 0.0;
        for (basic, (variable, value)) in self.basis.iter().zip(&self.value).enumerate() {
            let (lower, upper) = self.limits(*variable);
            let (beyond, above) = if *value > upper { (value - upper, true) } else { (lower - value, false) };
            if beyond > FEASIBILITY {
                let edge: f64 = self.inverse_of(basic).iter().map(|entry| entry * entry).sum();
                let score = beyond * beyond / edge;
                if score > most {
                    most = score;
                    worst = Some((basic, beyond, above));
                }
            }
        }
        worst
    }

    /// A row of the tableau, its sign turned so that the leaving variable is to fall.
    fn compute_alpha(&mut self, leaving: usize, sign: f64) {
        self.alpha.fill(0.0);
        let rows = self.active.len();
        let weights = &self.inverse[leaving * rows..(leaving + 1) * rows];
        for (index, weight) in self.active.iter().zip(weights) {
            if weight.abs() < PIVOT {
                continue;
            }
            let weight = weight * sign;
            for (column, coefficient) in &self.program.rows[*index].entries {
                self.alpha[*column as usize] += weight * coefficient;
            }
            self.alpha[self.columns + index] = weight;
        }
    }

    /// The variable that enters, and those passed on the way, which go from one limit to the other: the step
    /// goes on as long as that leaves the leaving variable beyond its limit (the long-step rule; Maros 2003).
    /// `None` if nothing stops it: the rows contradict each other.
    fn ratio_test(&self, mut beyond: f64) -> Option<(usize, Vec<usize>)> {
        let mut stops = Vec::new();
        for (variable, (alpha, place)) in self.alpha.iter().zip(&self.place).enumerate() {
            let stops_here = match place {
                Place::Basic => false,
                Place::Lower => *alpha > PIVOT,
                Place::Upper => *alpha < -PIVOT,
            };
            if stops_here && (variable < self.columns || self.range(variable) > 0.0) {
                stops.push(((-self.reduced[variable] / alpha).max(0.0), variable));
            }
        }
        let mut stops = Heap::new(stops);
        let mut passed = Vec::new();
        loop {
            let (_, variable) = stops.pop()?;
            beyond -= self.alpha[variable].abs() * self.range(variable);
            if beyond <= 0.0 {
                return Some((variable, passed));
            }
            passed.push(variable);
        }
    }

    /// Moves nonbasic variables to their other limits.
    fn flip(&mut self, passed: &[usize]) {
        if passed.is_empty() {
            return;
        }
        let mut change = vec![0.0; self.active.len()];
        for variable in passed {
            let range = self.range(*variable);
            let lower = self.place[*variable] == Place::Lower;
            let by = if lower { range } else { -range };
            self.place[*variable] = if lower { Place::Upper } else { Place::Lower };
            self.each_entry(*variable, |row, coefficient| change[row] += coefficient * by);
        }
        for basic in 0..self.basis.len() {
            let moved: f64 = self.inverse_of(basic).iter().zip(&change).map(|(entry, change)| entry * change).sum();
            self.value[basic] -= moved;
        }
    }

    /// The entries of a variable in the rows that are in.
    fn each_entry(&self, variable: usize, mut each: impl FnMut(usize, f64)) {
        if variable < self.columns {
            for (index, coefficient) in &self.entries[self.begin[variable]..self.begin[variable + 1]] {
                if let Some(row) = self.position[*index as usize] {
                    each(row, *coefficient);
                }
            }
        } else if let Some(row) = self.position[variable - self.columns] {
            each(row, 1.0);
        }
    }

    fn pivot(&mut self, leaving: usize, entering: usize, above: bool) {
        let rows = self.active.len();
        // The entering variable's column of the tableau.
        let mut column = vec![0.0; rows];
        self.each_entry(entering, |row, coefficient| {
            for (entry, inverse) in column.iter_mut().zip(self.inverse.iter().skip(row).step_by(rows)) {
                *entry += coefficient * inverse;
            }
        });
        let pivot = column[leaving];

        let left = self.basis[leaving];
        let (lower, upper) = self.limits(left);
        let by = (self.value[leaving] - if above { upper } else { lower }) / pivot;
        for (value, entry) in self.value.iter_mut().zip(&column) {
            *value -= by * entry;
        }
        let (lower, upper) = self.limits(entering);
        self.value[leaving] = by + if self.place[entering] == Place::Upper { upper } else { lower };

        let step = self.reduced[entering] / self.alpha[entering];
        for (reduced, alpha) in self.reduced.iter_mut().zip(&self.alpha) {
            *reduced -= step * alpha;
        }
        // The leaving variable's own entry is one, its sign turned with the row's.
        self.reduced[left] = if above { -step } else { step };
        self.reduced[entering] = 0.0;
        self.place[left] = if above { Place::Upper } else { Place::Lower };
        self.place[entering] = Place::Basic;
        self.basis[leaving] = entering;

        let (before, rest) = self.inverse.split_at_mut(leaving * rows);
        let (own, after) = rest.split_at_mut(rows);
        for entry in own.iter_mut() {
            *entry /= pivot;
        }
        let others = before.chunks_exact_mut(rows).chain(after.chunks_exact_mut(rows));
        let factors = column[..leaving].iter().chain(&column[leaving + 1..]);
        for (other, factor) in others.zip(factors) {
            if factor.abs() > 0.0 {
                for (entry, own) in other.iter_mut().zip(own.iter()) {
                    *entry -= factor * own;
                }
            }
        }
    }
}

/// Ratios and variables, smallest first. A step needs the first few of hundreds; ties go by the variable, so
/// that the order is one.
struct Heap(Vec<(f64, usize)>);

impl Heap {
    fn new(list: Vec<(f64, usize)>) -> Heap {
        let mut heap = Heap(list);
        for at in (0..heap.0.len() / 2).rev() {
            heap.sink(at);
        }
        heap
    }

    fn pop(&mut self) -> Option<(f64, usize)> {
        if self.0.is_empty() {
            return None;
        }
        let first = self.0.swap_remove(0);
        self.sink(0);
        Some(first)
    }

    fn sink(&mut self, mut at: usize) {
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.0.len() && self.before(child, least) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.0.swap(at, least);
            at = least;
        }
    }

    fn before(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.0[a], self.0[b]);
        a.0 < b.0 || (a.0 <= b.0 && a.1 < b.1)
    }
}
