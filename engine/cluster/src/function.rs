//! The aggregate function that everything rests on: a pass over rows of responses.
//!
//! `thetis_estep_v1(task, group, weight, items, responses)` is [`Worker`] as DataFusion calls it. Its state is an answer as
//! bytes; states merge. The task is a literal, and says which kind of pass it is. A column that the data do not have is a
//! literal null.
//!
//! Nothing of it is sent to executors: they have it compiled in, and find it by its name. So the name carries the version
//! of the bytes: an executor of another release does not have this function, rather than another one of this name.

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BinaryViewArray, Float64Array, LargeBinaryArray, UInt16Array,
};
use datafusion::arrow::datatypes::{DataType, Float64Type, UInt16Type};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err};
use datafusion::logical_expr::expr::AggregateFunctionParams;
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility};
use thetis_calibrate::passes::{Answer, Instructions, VERSION, Worker};

/// The function's name: it has the version of the bytes in it.
#[must_use]
pub fn function_name() -> String {
    format!("thetis_estep_v{VERSION}")
}

/// The function, to be registered with schedulers, executors and clients.
#[must_use]
pub fn function() -> AggregateUDF {
    AggregateUDF::from(EStep { name: function_name(), signature: Signature::any(ARGUMENTS, Volatility::Immutable) })
}

/// What comes before the text of an error that is a row's or a task's fault.
pub(crate) const FAULT: &str = "thetis: ";
/// Number of arguments.
const ARGUMENTS: usize = 5;

#[derive(Debug, PartialEq, Eq, Hash)]
struct EStep {
    name: String,
    signature: Signature,
}

impl AggregateUDFImpl for EStep {
    fn name(&self) -> &str {
        &self.name
    }

    /// The name alone: with its arguments it would have the task in it, in full, at many places of a plan.
    fn schema_name(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(self.name.clone())
    }

    fn display_name(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(self.name.clone())
    }

    fn human_display(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(self.name.clone())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Rows { worker: None, merged: None }))
    }
}

/// A literal task. As a dictionary it stays one value however many rows there are.
#[must_use]
pub(crate) fn task_literal(task: Vec<u8>) -> ScalarValue {
    ScalarValue::Dictionary(Box::new(DataType::UInt8), Box::new(ScalarValue::Binary(Some(task))))
}

/// Rows seen so far, and answers about other rows.
#[derive(Debug)]
struct Rows {
    worker: Option<Worker>,
    merged: Option<Answer>,
}

impl Accumulator for Rows {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [task, group, weight, items, responses] = values else {
            return exec_err!("{FAULT}{ARGUMENTS} arguments were expected, {} came", values.len());
        };
        if responses.is_empty() {
            return Ok(());
        }
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(Worker::new(prepare(task)?)),
        };
        let columns = Columns {
            group: optional(group, "group", |array| array.as_primitive_opt::<UInt16Type>())?,
            weight: optional(weight, "weight", |array| array.as_primitive_opt::<Float64Type>())?,
            items: Bytes::of(items, "items")?,
            responses: Bytes::of(responses, "responses")?,
        };
        (0..responses.len()).try_for_each(|row| columns.hand_over(row, worker))
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let Some(states) = states.first().and_then(|states| states.as_binary_opt::<i32>()) else {
            return exec_err!("{FAULT}states are bytes");
        };
        for state in states.iter().flatten().filter(|state| !state.is_empty()) {
            let other = Answer::from_bytes(state).map_err(fault)?;
            match &mut self.merged {
                None => self.merged = Some(other),
                Some(merged) => merged.merge(&other).map_err(fault)?,
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.evaluate().map(|state| vec![state])
    }

    /// No rows are no answer: nobody knows to what.
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut answer = self.worker.take().map(Worker::answer);
        match (&mut answer, self.merged.take()) {
            (Some(answer), Some(merged)) => answer.merge(&merged).map_err(fault)?,
            (none, merged) if none.is_none() => *none = merged,
            _ => {}
        }
        Ok(ScalarValue::Binary(Some(answer.map_or_else(Vec::new, |answer| answer.to_bytes()))))
    }

    fn size(&self) -> usize {
        // Worker and answer hold about a state each; the exact number serves nobody.
        size_of_val(self)
    }
}

fn fault(error: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::Execution(format!("{FAULT}{error}"))
}

/// The columns of a batch.
struct Columns<'a> {
    group: Option<&'a UInt16Array>,
    weight: Option<&'a Float64Array>,
    items: Option<Bytes<'a>>,
    responses: Option<Bytes<'a>>,
}

impl Columns<'_> {
    fn hand_over(&self, row: usize, worker: &mut Worker) -> Result<()> {
        let Some(responses) = self.responses.as_ref().and_then(|bytes| bytes.get(row)) else {
            return exec_err!("{FAULT}a row has a null instead of responses: import the responses again");
        };
        let group = self.group.map_or(0, |array| array.value(row));
        let weight = self.weight.map_or(1.0, |array| array.value(row));
        match &self.items {
            None => worker.dense(group, weight, responses),
            Some(items) => worker.sparse(group, weight, items.get(row).unwrap_or_default(), responses),
        }
        .map_err(fault)
    }
}

/// A column of the type that is expected, without nulls; `None` for the literal null.
fn optional<'a, T: Array>(
    array: &'a ArrayRef,
    name: &str,
    of: impl Fn(&'a ArrayRef) -> Option<&'a T>,
) -> Result<Option<&'a T>> {
    if array.data_type() == &DataType::Null {
        return Ok(None);
    }
    match of(array) {
        Some(column) if column.null_count() == 0 => Ok(Some(column)),
        Some(_) => exec_err!("{FAULT}the column {name} has nulls: import the responses again"),
        None => exec_err!("{FAULT}the column {name} is of type {}: import the responses again", array.data_type()),
    }
}

/// A column of bytes, in whatever form it comes out of the file.
enum Bytes<'a> {
    Binary(&'a BinaryArray),
    Large(&'a LargeBinaryArray),
    View(&'a BinaryViewArray),
}

impl<'a> Bytes<'a> {
    fn of(array: &'a ArrayRef, name: &str) -> Result<Option<Self>> {
        if array.data_type() == &DataType::Null {
            return Ok(None);
        }
        let binary = array.as_binary_opt::<i32>().map(Self::Binary);
        let found = binary
            .or_else(|| array.as_binary_opt::<i64>().map(Self::Large))
            .or_else(|| array.as_binary_view_opt().map(Self::View));
        match found {
            Some(bytes) => Ok(Some(bytes)),
            None => exec_err!("{FAULT}the column {name} is of type {}: import the responses again", array.data_type()),
        }
    }

    #[inline]
    fn get(&self, row: usize) -> Option<&'a [u8]> {
        match self {
            Self::Binary(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// The task that was prepared last: all tasks of a pass are one, and tables take a while to make.
static LAST: Mutex<Option<(Vec<u8>, Arc<Instructions>)>> = Mutex::new(None);

fn prepare(array: &ArrayRef) -> Result<Arc<Instructions>> {
    let scalar = ScalarValue::try_from_array(array, 0)?;
    let bytes = match scalar {
        ScalarValue::Dictionary(_, inner) => match *inner {
            ScalarValue::Binary(Some(bytes)) => bytes,
            other => return exec_err!("{FAULT}a task is bytes, not {}", other.data_type()),
        },
        ScalarValue::Binary(Some(bytes)) => bytes,
        other => return exec_err!("{FAULT}a task is bytes, not {}", other.data_type()),
    };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, instructions)) = &*last
        && *known == bytes
    {
        return Ok(Arc::clone(instructions));
    }
    let instructions = Arc::new(Instructions::from_bytes(&bytes).map_err(fault)?);
    *last = Some((bytes, Arc::clone(&instructions)));
    Ok(instructions)
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::{Field, Schema};
    use datafusion::arrow::record_batch::RecordBatch;
    use datafusion::logical_expr::{Expr, col, lit};
    use datafusion::prelude::SessionContext;
    use thetis_calibrate::Frame;
    use thetis_calibrate::passes::tally_task;

    use super::*;

    fn frame(sparse: bool) -> Frame {
        let ids = (1..=3).map(|item| format!("q{item}")).collect();
        Frame::new(ids, vec![2; 3], vec!["a".into(), "b".into()], sparse).expect("sound")
    }

    /// The function over these columns, in this process.
    fn run(task: Vec<u8>, columns: Vec<(&str, ArrayRef)>) -> Result<Vec<u8>> {
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let there = |name: &str| columns.iter().any(|(own, _)| *own == name);
        let optional = |name: &str| if there(name) { col(name) } else { lit(ScalarValue::Null) };
        let mut arguments: Vec<Expr> = vec![lit(task_literal(task))];
        arguments.extend(["group", "weight", "items", "responses"].map(optional));
        let arrays = columns.iter().map(|(_, array)| Arc::clone(array)).collect();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a thread");
        let batches = runtime.block_on(async {
            let context = SessionContext::new();
            let half = batch.num_rows() / 2;
            // Two batches: states are merged.
            let parts = vec![batch.slice(0, half), batch.slice(half, batch.num_rows() - half)];
            context.read_batches(parts)?.aggregate(Vec::new(), vec![function().call(arguments)])?.collect().await
        })?;
        Ok(batches[0].column(0).as_binary::<i32>().value(0).to_vec())
    }

    fn bytes(rows: &[&[u8]]) -> ArrayRef {
        Arc::new(BinaryArray::from_iter_values(rows))
    }

    #[test]
    fn rows_of_all_batches_are_counted() {
        let responses = bytes(&[&[0, 1, 1], &[1, 1, 255], &[0, 0, 0], &[255, 255, 255]]);
        let group: ArrayRef = Arc::new(UInt16Array::from(vec![0, 1, 1, 0]));
        let weight: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 2.0, 0.5, 9.0]));
        let columns = vec![("group", group), ("weight", weight), ("responses", responses)];
        let answer = Answer::from_bytes(&run(tally_task(&frame(false)), columns).expect("sound")).expect("an answer");
        assert_eq!(answer.coverage().rows, 4);
        let tally = answer.into_tally(&frame(false)).expect("a tally");
        assert_eq!((tally.persons(), tally.members(0), tally.members(1)), (3, 1, 2));
        assert!((tally.count(1, 0, 1) - 2.0).abs() < 1e-12 && (tally.count(1, 0, 0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn lists_are_counted_whatever_form_bytes_have() {
        let items: ArrayRef = Arc::new(BinaryViewArray::from_iter_values([[0_u8, 0, 2, 0].as_slice(), &[1, 0]]));
        let responses: ArrayRef = Arc::new(LargeBinaryArray::from_iter_values([[1_u8, 0].as_slice(), &[1]]));
        let columns = vec![("items", items), ("responses", responses)];
        let answer = Answer::from_bytes(&run(tally_task(&frame(true)), columns).expect("sound")).expect("an answer");
        let tally = answer.into_tally(&frame(true)).expect("a tally");
        assert!((tally.count(0, 0, 1) - 1.0).abs() < 1e-12 && (tally.count(0, 1, 1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_wrong_is_said_and_marked() {
        let task = tally_task(&frame(false));
        let text = |found: Result<Vec<u8>>| found.expect_err("a fault").to_string();
        let wrong = text(run(task.clone(), vec![("responses", bytes(&[&[0, 1, 2]]))]));
        assert!(wrong.contains(FAULT) && wrong.contains("category 2 of item number 2"), "{wrong}");
        let numbers: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
        let wrong = text(run(task.clone(), vec![("responses", numbers)]));
        assert!(wrong.contains(FAULT) && wrong.contains("responses is of type Float64"), "{wrong}");
        let nulls: ArrayRef = Arc::new(UInt16Array::from(vec![None, Some(1)]));
        let wrong = text(run(task, vec![("group", nulls), ("responses", bytes(&[&[0, 1, 1], &[0, 1, 1]]))]));
        assert!(wrong.contains(FAULT) && wrong.contains("group has nulls"), "{wrong}");
        let wrong = text(run(vec![1, 2, 3], vec![("responses", bytes(&[&[0, 1, 1]]))]));
        assert!(wrong.contains(FAULT) && wrong.contains("not a task"), "{wrong}");
    }

    #[test]
    fn the_name_carries_the_version() {
        assert_eq!(function().name(), format!("thetis_estep_v{VERSION}"));
    }
}
