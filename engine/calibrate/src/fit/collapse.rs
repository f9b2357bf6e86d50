//! Joining sum scores and categories until enough persons are expected in each cell, by R mirt's rule.

use super::float;

/// Cells are collapsed until so many persons are expected in each, as R mirt does by default.
const SMALLEST_CELL: f64 = 1.0;

/// Sum scores × categories.
pub(super) type Table = Vec<Vec<f64>>;

/// Collapse both tables in step. Cells that no pattern can reach are `None`.
pub(super) fn collapse(seen: Table, expected: &[Vec<Option<f64>>]) -> (Table, Table) {
    let mut o = seen;
    let mut e: Table = expected.iter().map(|row| row.iter().map(|cell| cell.unwrap_or(0.0)).collect()).collect();
    join_unreachable(&mut o, &mut e, expected);
    join_rare_scores(&mut o, &mut e);
    if e.is_empty() {
        return (o, e);
    }
    join_categories(&mut o, &mut e);
    join_rare_columns(&mut o, &mut e);
    join_scores(&mut o, &mut e);
    (o, e)
}

/// Add row `from` to row `to`.
fn join(o: &mut Table, e: &mut Table, from: usize, to: usize) {
    for table in [o, e] {
        let row = table[from].clone();
        table[to].iter_mut().zip(row).for_each(|(sum, part)| *sum += part);
    }
}

/// Lowest and highest scores at which some category is out of reach join the next score.
fn join_unreachable(o: &mut Table, e: &mut Table, expected: &[Vec<Option<f64>>]) {
    let reachable = |row: &Vec<Option<f64>>| row.iter().all(Option::is_some);
    let (Some(first), Some(last)) = (expected.iter().position(reachable), expected.iter().rposition(reachable)) else {
        return;
    };
    for row in 0..first {
        join(o, e, row, first);
    }
    for row in last + 1..expected.len() {
        join(o, e, row, last);
    }
    for table in [o, e] {
        table.truncate(last + 1);
        table.drain(..first);
    }
}

/// Scores nobody has go; scores that one person has join the next.
fn join_rare_scores(o: &mut Table, e: &mut Table) {
    let total = |row: &[f64]| row.iter().sum::<f64>();
    let mut row = 0;
    while row < o.len() {
        if total(&o[row]) <= 0.0 {
            o.remove(row);
            e.remove(row);
        } else {
            row += 1;
        }
    }
    let is_one = |row: &[f64]| (total(row) - 1.0).abs() < 1e-9;
    let mut row = 0;
    while row + 1 < o.len() {
        if is_one(&o[row]) {
            join(o, e, row, row + 1);
            o.remove(row);
            e.remove(row);
        } else {
            row += 1;
        }
    }
    if o.len() > 1 && is_one(&o[o.len() - 1]) {
        join(o, e, o.len() - 1, o.len() - 2);
        o.pop();
        e.pop();
    }
}

/// Within a score, the smallest category joins its smaller neighbour until all are large enough or two are left.
fn join_categories(o: &mut Table, e: &mut Table) {
    let columns = e[0].len();
    if columns <= 2 {
        return;
    }
    for (o, e) in o.iter_mut().zip(e) {
        if e.iter().all(|cell| *cell >= SMALLEST_CELL) {
            continue;
        }
        while e.len() > 2 {
            let least = e.iter().copied().fold(f64::INFINITY, f64::min);
            let at = e.iter().rposition(|cell| *cell <= least).unwrap_or(0);
            let to = match at {
                0 => 1,
                _ if at + 1 == e.len() => at - 1,
                _ if e[at - 1] <= e[at + 1] => at - 1,
                _ => at + 1,
            };
            e[to] += e[at];
            o[to] += o[at];
            e.remove(at);
            o.remove(at);
            if e.iter().all(|cell| *cell >= SMALLEST_CELL) {
                break;
            }
        }
        e.resize(columns, 0.0);
        o.resize(columns, 0.0);
    }
}

/// Columns that are empty nearly everywhere join the one before.
fn join_rare_columns(o: &mut Table, e: &mut Table) {
    let merge = |table: &mut Table, column: usize| {
        for row in table {
            let value = row.remove(column);
            row[column - 1] += value;
        }
    };
    while e[0].len() > 2 {
        let last = e[0].len() - 1;
        let sum: f64 = e.iter().map(|row| row[last]).sum();
        if sum >= SMALLEST_CELL * (float(e.len()) * 0.1).ceil() {
            break;
        }
        merge(o, last);
        merge(e, last);
    }
    for column in (1..e[0].len()).rev() {
        let filled = e.iter().filter(|row| row[column] > 0.0).count();
        if float(filled) / float(e.len()) < 0.05 {
            merge(o, column);
            merge(e, column);
        }
    }
}

/// The first score with a small cell joins the neighbour with fewer persons, until there is none.
fn join_scores(o: &mut Table, e: &mut Table) {
    let small = |row: &Vec<f64>| row.iter().any(|cell| *cell < SMALLEST_CELL && *cell > 0.0);
    while e.len() > 1 {
        let Some(at) = e.iter().position(small) else { break };
        let persons = |row: usize| o[row].iter().sum::<f64>();
        let to = match at {
            0 => 1,
            _ if at + 1 == e.len() => at - 1,
            _ if persons(at - 1) <= persons(at + 1) => at - 1,
            _ => at + 1,
        };
        join(o, e, at, to);
        o.remove(at);
        e.remove(at);
    }
}
