//! Which items share a table row: chunks of items, each with a row for every pattern of responses.

use crate::data::Extent;
use crate::problem::Problem;

/// Most rows of a chunk. 256 rows of 64 nodes are 128 kB: some chunks fit into the second-level cache.
const MOST_ROWS: usize = 256;
/// Persons for each row of a chunk: with fewer, building the table would cost more than it saves.
const PERSONS_A_ROW: usize = 32;
/// Numbers a table of a chunk holds at most, for grids of several dimensions.
const MOST_NUMBERS: usize = 1 << 17;

/// One item in a chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) instance: usize,
    pub(crate) item: usize,
    /// Categories, and one more if responses are missing.
    pub(crate) radix: usize,
    pub(crate) categories: usize,
}

/// Items whose responses together choose one row.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) members: Vec<Member>,
    /// The row of the pattern 0, 0, …
    pub(crate) first_row: usize,
    pub(crate) rows: usize,
}

/// All rows: one a group for its latent density, then the chunks'.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) rows: usize,
    /// Of each group, its chunks.
    pub(crate) chunks_of: Vec<std::ops::Range<usize>>,
}

impl Layout {
    pub(crate) fn new(problem: &Problem, extent: &Extent) -> Self {
        let groups = extent.members.len();
        let shared = problem.instance_of.iter().all(|list| *list == problem.instance_of[0]);
        let sections = if shared { 1 } else { groups };
        let mut layout = Self { chunks: Vec::new(), rows: groups, chunks_of: Vec::new() };
        for section in 0..sections {
            let of_section = if shared { 0..groups } else { section..section + 1 };
            let start = layout.chunks.len();
            let items = problem.instance_of[section].len();
            let mut missing = vec![false; items];
            if extent.sparse {
                layout.group_items(problem, section, &missing, 1);
            } else {
                for omitted in &extent.omitted[of_section.clone()] {
                    missing.iter_mut().zip(omitted).for_each(|(missing, omitted)| *missing |= omitted);
                }
                let persons: u64 = extent.members[of_section].iter().sum();
                let most =
                    usize::try_from(persons).map_or(MOST_ROWS, |persons| (persons / PERSONS_A_ROW).min(MOST_ROWS));
                layout.group_items(problem, section, &missing, most.min(MOST_NUMBERS / problem.grid.stride));
            }
            let range = start..layout.chunks.len();
            layout.chunks_of.resize(if shared { groups } else { section + 1 }, range);
        }
        layout
    }

    /// Put items together while their patterns stay within `most`.
    fn group_items(&mut self, problem: &Problem, section: usize, missing: &[bool], most: usize) {
        let mut members: Vec<Member> = Vec::new();
        let mut rows = 1;
        // With dimension reduction, items of one specific dimension are together.
        let factor = |item: usize| problem.reduction.as_ref().map_or(0, |reduction| reduction.of_item[item]);
        let mut order: Vec<usize> = (0..missing.len()).collect();
        order.sort_by_key(|item| factor(*item));
        for item in order {
            let missing = missing[item];
            let instance = problem.instance_of[section][item];
            let categories = problem.instances[instance].shape.categories;
            let radix = categories + usize::from(missing);
            let other = members.last().is_some_and(|last| factor(last.item) != factor(item));
            if other || (!members.is_empty() && rows * radix > most) {
                self.push(std::mem::take(&mut members), rows);
                rows = 1;
            }
            members.push(Member { instance, item, radix, categories });
            rows *= radix;
        }
        self.push(members, rows);
    }

    fn push(&mut self, members: Vec<Member>, rows: usize) {
        self.chunks.push(Chunk { members, first_row: self.rows, rows });
        self.rows += rows;
    }

    /// Of each group, the first row of each item, where every chunk is one item.
    pub(crate) fn rows_of_items(&self, items: usize) -> Vec<Vec<usize>> {
        let first_rows = |range: &std::ops::Range<usize>| {
            let mut first = vec![0; items];
            for chunk in &self.chunks[range.clone()] {
                first[chunk.members[0].item] = chunk.first_row;
            }
            first
        };
        self.chunks_of.iter().map(first_rows).collect()
    }

    /// The chunk's place of each row in dimension reduction: which specific dimension its items load on.
    pub(crate) fn factor_of_rows(&self, of_item: &[usize]) -> Vec<u16> {
        let mut factors = vec![0; self.rows];
        for chunk in &self.chunks {
            let factor = u16::try_from(of_item[chunk.members[0].item]).unwrap_or(u16::MAX);
            factors[chunk.first_row..chunk.first_row + chunk.rows].fill(factor);
        }
        factors
    }

    /// The instances and categories that a row stands for.
    pub(crate) fn answers(&self, row: usize) -> Vec<(usize, usize)> {
        let after = self.chunks.partition_point(|chunk| chunk.first_row <= row);
        let chunk = &self.chunks[after - 1];
        let mut code = row - chunk.first_row;
        let mut answers = Vec::with_capacity(chunk.members.len());
        for member in chunk.members.iter().rev() {
            let digit = code % member.radix;
            code /= member.radix;
            if digit < member.categories {
                answers.push((member.instance, digit));
            }
        }
        answers.reverse();
        answers
    }
}
