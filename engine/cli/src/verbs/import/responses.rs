//! `thetis import responses`: tables of any length as packed responses.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_responses::packed::Layout;
use thetis_responses::{ImportOptions, Imported, MergePatterns, Progress, Storage, import};

use super::{
    bar::Bar,
    memory::{bytes, readable},
};
use crate::{
    failure::Failure,
    output::{count, notes, write_to},
    verbs::calibrate::{
        reading::{ReadingArguments, failure},
        watch::{catch_interrupts, is_stopped},
    },
};

const AFTER_HELP: &str = "\
FILEs are those of thetis calibrate, as are the options that say how they are read; a folder stands for the Parquet files \
in it. Packed are categories: key, list of items, lowest and missing responses are settled here and not said again. \
FOLDER holds responses.json, which says what is there, and Parquet files with a row a person and a byte an item; it is \
there only once everything is written, read again and counted. Tables may be larger than memory: long ones are sorted on the \
disk, in the place of FOLDER, which takes about as much room as they do. The same files and options make the same bytes.

--logs, --scale-weights, --collapse, --overlap and --keep-identical are for those who read what is packed.

Examples:
  thetis import responses responses.csv -o packed
  thetis import responses answers-*.csv.gz --key key.csv --group country --weight w -o packed
  thetis import responses tables --long --person student --item task --response score --memory 4GiB -o packed
  thetis calibrate packed --model 2pl";

/// Pack responses of any number of persons, for one machine or many
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Responses {
    /// Responses: CSV, Parquet, Arrow, or a folder of Parquet files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Folder to be made; one that is there is not written over
    #[arg(short, long, value_name = "FOLDER", help_heading = "Packing")]
    output: PathBuf,
    /// Memory for what has to be sorted
    #[arg(long, value_name = "AMOUNT", default_value = "1GiB", value_parser = bytes, help_heading = "Packing")]
    memory: usize,
    /// Lists of what each person answered, as --storage sparse; otherwise where less than a quarter of the responses is there
    #[arg(long, conflicts_with = "storage", help_heading = "Packing")]
    sparse: bool,
    /// Make persons with the same responses one row with their weight: ids are not kept then
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = MergeName::Auto, help_heading = "Packing")]
    merge_patterns: MergeName,
    /// No progress on standard error
    #[arg(short, long, help_heading = "Packing")]
    quiet: bool,
    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MergeName {
    /// If less than half of the first persons have responses of their own
    Auto,
    /// Whatever the responses are
    Always,
    /// Every person is a row
    Never,
}

impl Responses {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(option) = self.reading.of_data() {
            let reason = match option {
                "--logs" => "--logs: session logs are not packed; give them to thetis calibrate".to_owned(),
                _ => format!("{option} is for those who read what is packed: leave it out here, and say it to them"),
            };
            return Err(Failure::usage(reason));
        }
        let prepared = self.reading.prepare(Vec::new())?;
        let options = ImportOptions {
            memory: self.memory,
            storage: if self.sparse { Storage::Sparse } else { prepared.options.storage },
            merge: match self.merge_patterns {
                MergeName::Auto => MergePatterns::Automatic,
                MergeName::Always => MergePatterns::Always,
                MergeName::Never => MergePatterns::Never,
            },
        };
        catch_interrupts();
        let mut bar = Bar::new(self.quiet);
        let mut tell = |progress: Progress| {
            bar.show(progress);
            !is_stopped()
        };
        let (list, key) = (prepared.list.as_ref(), prepared.key.as_ref());
        let imported = import(&self.files, &prepared.options, list, key, &options, &self.output, &mut tell);
        let imported = imported.map_err(|errors| failure(&errors))?;
        drop(bar);
        write_to(None, self.report(&imported).as_bytes())
    }

    fn report(&self, imported: &Imported) -> String {
        let manifest = &imported.manifest;
        let header = &manifest.header;
        let persons = usize::try_from(manifest.persons).unwrap_or(usize::MAX);
        let all = manifest.persons * header.items.len() as u64;
        #[expect(clippy::cast_precision_loss, reason = "for reading")]
        let share = 100.0 * manifest.responses as f64 / all.max(1) as f64;
        let read = imported.lines.map_or_else(String::new, |lines| format!("{lines} lines, "));
        let layout = match header.layout {
            Layout::Dense => "a byte for every item",
            Layout::Sparse => "lists of the items answered",
        };
        let mut text = format!(
            "Read: {read}{}, {}, {} responses ({share:.1} % of all)\n",
            count(persons, "person", "persons"),
            count(header.items.len(), "item", "items"),
            manifest.responses
        );
        text += &format!(
            "Written: {}: {} of {layout} in {}, {}\n",
            self.output.display(),
            count(usize::try_from(manifest.rows).unwrap_or(usize::MAX), "row", "rows"),
            count(manifest.files.len(), "file", "files"),
            readable(manifest.files.iter().map(|file| file.bytes).sum())
        );
        text += "Checked: persons, weights, and persons in every category of every item are those read\n";
        let mut remarks = Vec::new();
        if header.merged {
            let ids = if imported.ids_dropped { "; ids are not kept (--merge-patterns never keeps them)" } else { "" };
            remarks.push(format!("persons with the same responses are one row, with their weight{ids}"));
        }
        if let Some(group) = &header.group {
            remarks.push(format!("the {} groups count where --group {group} is given again", manifest.groups.len()));
        }
        if let Some(weight) = &header.weight {
            remarks.push(format!("the weights of {weight} always count (their sum is {})", manifest.weight));
        }
        text + &notes(&remarks)
    }
}
