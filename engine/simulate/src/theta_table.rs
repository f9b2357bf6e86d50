//! Abilities from a CSV file.

use std::{error::Error, fmt, io::Read};

/// What is wrong in a table of abilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThetaTableError {
    /// The line, from 1; `None` for the file.
    pub line: Option<u64>,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl fmt::Display for ThetaTableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        formatter.write_str(&self.reason)
    }
}

impl Error for ThetaTableError {}

/// Read true abilities, one simulee a line: K values each, one after the other.
///
/// The header has a column `theta_<dimension>` or `<dimension>` for each dimension, or `theta` where there is one;
/// other columns are passed over, so that what `thetis score --format csv` writes can be read as it is.
///
/// ```
/// use thetis_simulate::read_thetas;
/// let thetas = read_thetas("person,theta,se\nann,-0.5,0.3\nbob,1.25,0.4\n".as_bytes(), &["logic"])?;
/// assert_eq!(thetas, [-0.5, 1.25]);
/// # Ok::<(), thetis_simulate::ThetaTableError>(())
/// ```
///
/// # Errors
/// The first thing wrong, with its line.
pub fn read_thetas<S: AsRef<str>>(reader: impl Read, dimensions: &[S]) -> Result<Vec<f64>, ThetaTableError> {
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let malformed = |error: csv::Error| ThetaTableError {
        line: error.position().map(csv::Position::line),
        reason: format!("this is no CSV table: {error}"),
    };
    let header = table.headers().map_err(malformed)?.clone();
    let mut columns = Vec::new();
    for dimension in dimensions.iter().map(AsRef::as_ref) {
        let prefixed = format!("theta_{dimension}");
        let named = |name: &str| {
            let name = name.trim_start_matches('\u{feff}');
            name == dimension || name == prefixed || (dimensions.len() == 1 && name.eq_ignore_ascii_case("theta"))
        };
        let Some(column) = header.iter().position(named) else {
            let name = if dimensions.len() == 1 { "theta" } else { &prefixed };
            let reason = format!("the header has no column {name}; add one");
            return Err(ThetaTableError { line: Some(1), reason });
        };
        columns.push(column);
    }
    let mut thetas = Vec::new();
    for record in table.records() {
        let record = record.map_err(malformed)?;
        for column in &columns {
            let cell = record.get(*column).unwrap_or_default();
            let value = cell.parse().ok().filter(|theta: &f64| theta.is_finite());
            thetas.push(value.ok_or_else(|| ThetaTableError {
                line: record.position().map(csv::Position::line),
                reason: format!("{cell:?} is not a finite number"),
            })?);
        }
    }
    Ok(thetas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let text = "\u{feff}person,theta_b,status,a\n1,0.5,regular,-1\n2,1e-1,regular,2\n";
        assert_eq!(read_thetas(text.as_bytes(), &["a", "b"]), Ok(vec![-1.0, 0.5, 2.0, 0.1]));
        assert_eq!(read_thetas("Theta\n1\n".as_bytes(), &["a"]), Ok(vec![1.0]));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = |text: &str, dimensions: &[&str]| read_thetas(text.as_bytes(), dimensions).expect_err(text);
        let found = error("a\n1\n", &["a", "b"]);
        assert_eq!((found.line, found.reason.contains("theta_b")), (Some(1), true), "{found}");
        for (text, line) in
            [("theta\n0\nhigh\n", 3), ("theta\ninf\n", 2), ("theta,x\n1,2\n3\n", 3), ("theta\n\"\"\n", 2)]
        {
            assert_eq!(error(text, &["a"]).line, Some(line), "{text}");
        }
    }
}
