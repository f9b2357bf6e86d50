//! Persons as lists of table rows, identical ones merged.

use std::collections::HashMap;
use std::ops::Range;

use super::kernel::Place;
use super::layout::{Chunk, Layout};
use crate::data::{Cells, MISSING, Responses};

/// Persons looked at to guess how many are alike.
const SAMPLE: usize = 4_096;

/// Persons, each a list of rows, with a weight and a window of nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Persons {
    starts: Vec<usize>,
    rows: Vec<u32>,
    pub(crate) weights: Vec<f64>,
    /// First cache line of nodes that matters, and the one after the last.
    windows: Vec<(u16, u16)>,
    /// The places of these persons in the data, in pairs (entry, person), for those who ask about single persons.
    pub(crate) members: Vec<(u32, u32)>,
}

impl Persons {
    /// Nobody yet.
    pub(crate) fn empty() -> Self {
        Self { starts: vec![0], ..Self::default() }
    }

    /// Encode all persons. Where many are alike they become one entry.
    pub(crate) fn new(layout: &Layout, responses: &Responses, lanes: usize) -> Self {
        let mut persons = Self::empty();
        persons.starts.reserve(responses.persons());
        persons.weights.reserve(responses.persons());
        let of_item = match responses.cells() {
            Cells::Dense(_) => Vec::new(),
            Cells::Sparse { .. } => layout.rows_of_items(responses.items()),
        };
        for person in 0..responses.persons() {
            let (group, weight) = (responses.group(person), responses.weight(person));
            persons.members.push((small(persons.weights.len()), small(person)));
            match responses.cells() {
                Cells::Dense(cells) => {
                    let row = &cells[person * responses.items()..(person + 1) * responses.items()];
                    persons.push_dense(layout, group, weight, row);
                }
                Cells::Sparse { starts, items, categories } => {
                    let place = starts[person]..starts[person + 1];
                    let answers = items[place.clone()].iter().zip(&categories[place]);
                    let answers = answers.map(|(item, category)| (*item as usize, *category));
                    persons.push_sparse(&of_item[group], group, weight, answers);
                }
            }
        }
        persons.settle(lanes);
        persons
    }

    /// Add a person with a response to every item, or [`MISSING`]. Categories are those of the layout.
    #[inline]
    pub(crate) fn push_dense(&mut self, layout: &Layout, group: usize, weight: f64, row: &[u8]) {
        self.rows.push(small(group));
        let chunks = &layout.chunks[layout.chunks_of[group].clone()];
        self.rows.extend(chunks.iter().filter_map(|chunk| encode(chunk, row)));
        self.starts.push(self.rows.len());
        self.weights.push(weight);
    }

    /// Add a person with these responses; `first` is of the group, by [`Layout::rows_of_items`].
    #[inline]
    pub(crate) fn push_sparse(
        &mut self,
        first: &[usize],
        group: usize,
        weight: f64,
        answers: impl Iterator<Item = (usize, u8)>,
    ) {
        self.rows.push(small(group));
        self.rows.extend(answers.map(|(item, category)| small(first[item] + usize::from(category))));
        self.starts.push(self.rows.len());
        self.weights.push(weight);
    }

    /// Merge persons who are alike, if it pays, and open everyone's window.
    pub(crate) fn settle(&mut self, lanes: usize) {
        if self.seem_alike() {
            self.merge();
        }
        self.windows = vec![(0, u16::try_from(lanes).unwrap_or(u16::MAX)); self.weights.len()];
    }

    /// Forget them, and keep the memory.
    pub(crate) fn clear(&mut self) {
        self.starts.truncate(1);
        self.rows.clear();
        self.weights.clear();
        self.windows.clear();
        self.members.clear();
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The rows of an entry; the first is its group's latent density.
    #[inline(always)]
    pub(crate) fn rows(&self, entry: usize) -> &[u32] {
        &self.rows[self.starts[entry]..self.starts[entry + 1]]
    }

    #[inline(always)]
    pub(crate) fn window(&self, entry: usize) -> (usize, usize) {
        let (first, end) = self.windows[entry];
        (usize::from(first), usize::from(end))
    }

    /// Ranges of at most `size` entries.
    pub(crate) fn blocks(&self, size: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let len = self.len();
        (0..len.div_ceil(size)).map(move |block| block * size..((block + 1) * size).min(len))
    }

    /// Whether merging pays: of some thousand entries, so many are alike that patterns must be fewer than persons.
    fn seem_alike(&self) -> bool {
        let step = (self.len() / SAMPLE).max(1);
        let mut seen: HashMap<&[u32], u32> = HashMap::new();
        let mut pairs = 0.0;
        let mut sampled = 0.0;
        for entry in (0..self.len()).step_by(step) {
            let count = seen.entry(self.rows(entry)).or_insert(0);
            pairs += f64::from(*count);
            *count += 1;
            sampled += 1.0;
        }
        // A pair among n draws has chance 1/K if there are K patterns alike in frequency.
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let all = self.len() as f64;
        pairs * all > 0.5 * sampled * sampled
    }

    fn merge(&mut self) {
        let mut merged = Self { starts: vec![0], ..Self::default() };
        let mut place_of: HashMap<&[u32], usize> = HashMap::new();
        let mut place = Vec::with_capacity(self.len());
        for entry in 0..self.len() {
            let rows = self.rows(entry);
            let next = merged.weights.len();
            let at = *place_of.entry(rows).or_insert(next);
            if at == next {
                merged.rows.extend_from_slice(rows);
                merged.starts.push(merged.rows.len());
                merged.weights.push(0.0);
            }
            merged.weights[at] += self.weights[entry];
            place.push(at);
        }
        merged.members = self.members.iter().map(|(entry, person)| (small(place[*entry as usize]), *person)).collect();
        *self = merged;
    }

    /// Take over windows, and put persons with like windows side by side: they touch the same parts of rows.
    pub(super) fn sort_by_window(&mut self, places: &[Place]) {
        // Window, most likely node and number in one key each: whole numbers are quick to sort.
        let mut keys: Vec<u128> = places
            .iter()
            .enumerate()
            .map(|(number, place)| {
                let (first, end) = place.window;
                let high = (u128::from(first) << 32) | (u128::from(end) << 16) | u128::from(place.peak);
                (high << 64) | number as u128
            })
            .collect();
        keys.sort_unstable();
        #[expect(clippy::cast_possible_truncation, reason = "the lower half of the key is the number")]
        let order: Vec<usize> = keys.iter().map(|key| *key as u64 as usize).collect();
        let mut sorted = Self { starts: vec![0], ..Self::default() };
        sorted.rows.reserve(self.rows.len());
        let mut place = vec![0_u32; self.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = small(new);
            sorted.rows.extend_from_slice(self.rows(*old));
            sorted.starts.push(sorted.rows.len());
            sorted.weights.push(self.weights[*old]);
            sorted.windows.push(places[*old].window);
        }
        sorted.members = self.members.iter().map(|(entry, person)| (place[*entry as usize], *person)).collect();
        *self = sorted;
    }
}

/// The row of a person's pattern; `None` if every response of the chunk is missing.
fn encode(chunk: &Chunk, row: &[u8]) -> Option<u32> {
    let mut code = 0;
    let mut answered = false;
    for member in &chunk.members {
        let cell = row[member.item];
        let digit = if cell == MISSING { member.radix - 1 } else { usize::from(cell) };
        answered |= cell != MISSING;
        code = code * member.radix + digit;
    }
    answered.then(|| small(chunk.first_row + code))
}

fn small(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 4 thousand million persons and rows")
}
