//! `thetis information`: category probabilities and information of every item at given abilities.

use clap::Args;
use serde::Serialize;
use thetis_core::Curves;

use crate::{
    arguments::PointArguments,
    bank::{BankArguments, LoadedBank},
    failure::Failure,
    output::{Column, CsvWriter, OutputArguments, Report, TextTable, json, number},
};

const AFTER_HELP: &str = "\
Examples:
  thetis information items.csv --theta -2,-1,0,1,2
  thetis information items.csv --grid -4,4,81 --format csv -o curves.csv
  thetis information two-dimensions.csv --theta \"0,0;1,-1\" --format json";

/// Show category probabilities and expected information of every item at given abilities
///
/// JSON is [{item, theta, probabilities, information}], theta with one value a dimension. With several
/// dimensions information is the trace of the item's information matrix, and matrix is added, row by row;
/// CSV has the upper triangle.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Information {
    #[command(flatten)]
    bank: BankArguments,
    #[command(flatten)]
    at: PointArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Information {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bank = self.bank.load()?;
        let points = self.at.points(bank.engine.dimensions())?;
        self.output.write(&InformationReport { bank, points })
    }
}

/// Evaluated row by row while it is written: the curves of a large bank on a fine grid are many.
struct InformationReport {
    bank: LoadedBank,
    points: Vec<Vec<f64>>,
}

#[derive(Serialize)]
struct Row<'r> {
    item: &'r str,
    theta: &'r [f64],
    probabilities: Vec<f64>,
    information: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    matrix: Vec<Vec<f64>>,
}

impl InformationReport {
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let Self { bank, points } = self;
        let dimensions = bank.engine.dimensions();
        let mut curves = Curves::new();
        let places = (0..bank.engine.len()).flat_map(move |item| points.iter().map(move |theta| (item, theta)));
        places.map(move |(item, theta)| {
            bank.engine.curves(item, theta, &mut curves);
            let matrix = if dimensions > 1 {
                let matrix = bank.engine.information_matrix(item, theta);
                matrix.chunks_exact(dimensions).map(<[f64]>::to_vec).collect()
            } else {
                Vec::new()
            };
            Row {
                item: bank.id(item),
                theta,
                probabilities: curves.categories().iter().map(|category| category.probability).collect(),
                information: bank.engine.information(item, theta),
                matrix,
            }
        })
    }

    /// The largest number of categories of any item.
    fn most_categories(&self) -> u32 {
        let engine = &self.bank.engine;
        (0..engine.len()).map(|item| engine.categories(item)).max().unwrap_or(0)
    }
}

impl Report for InformationReport {
    fn text(&self) -> String {
        let mut columns = vec![Column::words("item")];
        columns.extend(self.bank.per_dimension("theta").map(Column::numbers));
        columns.push(Column::numbers("information"));
        columns.extend((0..self.most_categories()).map(|category| Column::numbers(format!("P({category})"))));
        let mut table = TextTable::new(columns);
        for row in self.rows() {
            let mut cells = vec![row.item.to_owned()];
            cells.extend(row.theta.iter().map(|value| number::decimals(*value)));
            cells.push(number::magnitude(row.information));
            cells.extend(row.probabilities.iter().map(|value| number::decimals(*value)));
            table.push(cells);
        }
        table.render()
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        json::rows(out, self.rows())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let dimensions = self.bank.engine.dimensions();
        let several = dimensions > 1;
        let categories = self.most_categories() as usize;
        let upper = move || {
            let rows = if several { dimensions } else { 0 };
            (0..rows).flat_map(move |i| (i..dimensions).map(move |j| (i, j)))
        };
        let mut header = vec!["item".to_owned()];
        header.extend(self.bank.per_dimension("theta"));
        header.push("information".to_owned());
        header.extend(upper().map(|(i, j)| format!("information_{}_{}", i + 1, j + 1)));
        header.extend((0..categories).map(|category| format!("p{category}")));
        out.write_record(&header)?;
        for row in self.rows() {
            let matrix: Vec<f64> = upper().map(|(i, j)| row.matrix[i][j]).collect();
            let numbers = row.theta.iter().chain([&row.information]).chain(&matrix).chain(&row.probabilities);
            let mut cells: Vec<String> =
                std::iter::once(row.item.to_owned()).chain(numbers.map(|value| number::exact(*value))).collect();
            cells.resize(header.len(), String::new());
            out.write_record(&cells)?;
        }
        Ok(())
    }
}
