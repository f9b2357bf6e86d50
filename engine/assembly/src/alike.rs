//! Items alike in everything: of them the first are taken.

use crate::program::Program;

/// Exchanges columns of a solution for earlier ones of the same value and the same entries in every row, which
/// changes nothing but makes the choice plain.
pub(crate) fn put_first(program: &Program, solution: &mut [bool]) {
    // Few values come twice as a rule, and then there is nothing to compare.
    let mut order: Vec<usize> = (0..program.columns()).collect();
    order.sort_by(|&a, &b| program.values[a].total_cmp(&program.values[b]).then(a.cmp(&b)));
    let mut entries = None;
    for same in order.chunk_by(|&a, &b| program.values[a].total_cmp(&program.values[b]).is_eq()) {
        if same.len() == 1 || same.iter().all(|column| solution[*column] == solution[same[0]]) {
            continue;
        }
        let entries = entries.get_or_insert_with(|| by_column(program));
        let mut same = same.to_vec();
        same.sort_by(|&a, &b| compare(&entries[a], &entries[b]).then(a.cmp(&b)));
        for alike in same.chunk_by(|&a, &b| compare(&entries[a], &entries[b]).is_eq()) {
            let taken = alike.iter().filter(|column| solution[**column]).count();
            for (place, column) in alike.iter().enumerate() {
                solution[*column] = place < taken;
            }
        }
    }
}

/// The entries of each column: rows and coefficients.
fn by_column(program: &Program) -> Vec<Vec<(u32, f64)>> {
    let mut entries = vec![Vec::new(); program.columns()];
    for (index, row) in (0..).zip(&program.rows) {
        for (column, coefficient) in &row.entries {
            entries[*column as usize].push((index, *coefficient));
        }
    }
    entries
}

fn compare(a: &[(u32, f64)], b: &[(u32, f64)]) -> std::cmp::Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    pairs.fold(a.len().cmp(&b.len()), std::cmp::Ordering::then)
}
