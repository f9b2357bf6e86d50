//! Texts that a spreadsheet program would take for formulas (OWASP, "CSV Injection").
//!
//! Ids, names and messages in a report may be somebody else's: of a bank, a response table, a platform's export. A cell that
//! begins as a formula gets an apostrophe before it, as in the player's tables; parameter tables are read without it
//! (`engine/bank/src/table.rs`). Numbers are written as they are.

use std::borrow::Cow;

/// What a formula begins with.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell that stays a text.
pub(crate) fn as_text(cell: &str) -> Cow<'_, str> {
    // Numbers, or several of them, are what reports are made of.
    let is_formula = cell.starts_with(STARTS) && cell.split_whitespace().any(|word| word.parse::<f64>().is_err());
    if is_formula { format!("'{cell}").into() } else { cell.into() }
}

/// A CSV table without formulas.
///
/// # Errors
/// It is no CSV table.
pub(crate) fn without_formulas(table: Vec<u8>) -> csv::Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&table[..]);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::with_capacity(table.len()));
    let mut found = false;
    for record in reader.records() {
        let record = record?;
        let cells: Vec<Cow<'_, str>> = record.iter().map(as_text).collect();
        found |= cells.iter().any(|cell| matches!(cell, Cow::Owned(_)));
        writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
    }
    if found { writer.into_inner().map_err(|error| error.into_error().into()) } else { Ok(table) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_numbers_stay_numbers() {
        let table = "item,b\n=1+1,-0.5\n-1 +2,-1 +A1\n\"@SUM(A1,\"\"\"\")\",-inf\n+q,1e-3\nq-1,+2\n-q,NaN\n";
        let guarded = without_formulas(table.into()).expect("a table");
        let expected = "item,b\n'=1+1,-0.5\n-1 +2,'-1 +A1\n\"'@SUM(A1,\"\"\"\")\",-inf\n'+q,1e-3\nq-1,+2\n'-q,NaN\n";
        assert_eq!(String::from_utf8(guarded).expect("text"), expected);
    }

    #[test]
    fn a_table_without_formulas_is_left_as_it_is() {
        let table = b"item,b\r\n\"q\",-0.5\r\n".to_vec();
        assert_eq!(without_formulas(table.clone()).expect("a table"), table);
    }
}
