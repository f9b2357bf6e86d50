//! A task as those who do it need it: read, checked, and with its tables made.

use super::structure;
use super::task::{CROSS_PRODUCT, EVERYTHING, LETTERS, MISSING_INFORMATION, TALLY, WINDOWS};
use super::wire::{Reader, WireError};
use crate::covariance::InformationKind;
use crate::data::{Extent, Frame};
use crate::engine::Local;
use crate::estep::{Curves, Range, Tables};
use crate::problem::Problem;

/// A task read from bytes, ready for any number of [`Worker`](super::Worker)s.
#[derive(Clone, Debug)]
pub struct Instructions {
    pub(super) what: What,
    /// Whether rows are lists.
    pub(super) sparse: bool,
    pub(super) groups: usize,
    /// Of each item, its number of categories.
    pub(super) categories: Vec<usize>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub(super) enum What {
    Tally,
    Sums(Box<Prepared>, Range),
    Information(Box<Prepared>, InformationKind),
}

/// A problem with its layout and tables, and nobody in it.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) problem: Problem,
    pub(super) local: Local,
    pub(super) curves: Curves,
    pub(super) tables: Tables,
    /// Of sparse data, by group: the first table row of each item.
    pub(super) rows_of_items: Vec<Vec<usize>>,
}

impl Instructions {
    /// Read and prepare.
    ///
    /// # Errors
    /// Bytes that are no task, are of another version, were damaged or contradict themselves.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes, LETTERS, "a task")?;
        let (what, sparse) = (reader.u8()?, reader.u8()? != 0);
        if what == TALLY {
            let groups = reader.size()?;
            let categories: Result<Vec<usize>, WireError> = (0..reader.length(4)?).map(|_| reader.size()).collect();
            let categories = categories?;
            let counted = categories.iter().all(|categories| *categories < 256);
            if groups == 0 || groups > usize::from(u16::MAX) + 1 || !counted || categories.is_empty() {
                return Err(WireError::Invalid { what: "the numbers of groups and categories" });
            }
            reader.finish()?;
            return Ok(Self { what: What::Tally, sparse, groups, categories });
        }
        let extent = extent(&mut reader, sparse)?;
        let problem = structure::read(&mut reader)?;
        reader.finish()?;
        let groups = extent.members.len();
        let items = problem.instance_of[0].len();
        if groups != problem.instance_of.len() || extent.omitted.iter().any(|omitted| omitted.len() != items) {
            return Err(WireError::Invalid { what: "the numbers of groups and items" });
        }
        let categories = problem.instance_of[0].iter().map(|own| problem.instances[*own].shape.categories).collect();
        let prepared = Box::new(Prepared::new(problem, &extent));
        let what = match what {
            WINDOWS => What::Sums(prepared, Range::Windows),
            EVERYTHING => What::Sums(prepared, Range::Everything),
            MISSING_INFORMATION => What::Information(prepared, InformationKind::Oakes),
            CROSS_PRODUCT => What::Information(prepared, InformationKind::CrossProduct),
            _ => return Err(WireError::Invalid { what: "what is asked" }),
        };
        Ok(Self { what, sparse, groups, categories })
    }

    /// Whether rows are [lists](super::Worker::sparse) rather than [of all items](super::Worker::dense).
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        self.sparse
    }

    /// A frame of these numbers of items and groups, for tallies that know no names.
    pub(super) fn unnamed(&self) -> Frame {
        let categories = self.categories.iter().map(|categories| u8::try_from(*categories).unwrap_or(u8::MAX));
        Frame::unnamed(categories.collect(), self.groups, self.sparse)
    }
}

impl Prepared {
    fn new(mut problem: Problem, extent: &Extent) -> Self {
        let local = Local::empty(&mut problem, extent);
        let curves = Curves::new(&problem, &problem.free.template);
        let tables = local.tables(&problem, &curves);
        let rows_of_items =
            if extent.sparse { local.layout.rows_of_items(problem.instance_of[0].len()) } else { Vec::new() };
        Self { problem, local, curves, tables, rows_of_items }
    }
}

fn extent(reader: &mut Reader<'_>, sparse: bool) -> Result<Extent, WireError> {
    let groups = reader.length(8)?;
    let members: Result<Vec<u64>, WireError> = (0..groups).map(|_| reader.u64()).collect();
    let omitted: Result<Vec<Vec<bool>>, WireError> = (0..groups).map(|_| reader.flags()).collect();
    let (members, omitted) = (members?, omitted?);
    // Their sum is computed.
    if members.iter().any(|members| *members > u64::from(u32::MAX) << 16) {
        return Err(WireError::Invalid { what: "the numbers of persons" });
    }
    Ok(Extent { sparse, members, omitted })
}
