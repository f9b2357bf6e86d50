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
    /// Encode all persons. Where many are alike they become one entry.
    pub(crate) fn new(layout: &Layout, responses: &Responses, lanes: usize) -> Self {
        let mut persons = Self { starts: vec![0], ..Self::default() };
        persons.starts.reserve(responses.persons());
        persons.weights.reserve(responses.persons());
        let mut of_item: Vec<Vec<usize>> = Vec::new();
        if matches!(responses.cells(), Cells::Sparse { .. }) {
            let first_rows = |range: &Range<usize>| {
                let mut first = vec![0; responses.items()];
                for chunk in &layout.chunks[range.clone()] {
                    first[chunk.members[0].item] = chunk.first_row;
                }
                first
            };
            of_item = layout.chunks_of.iter().map(first_rows).collect();
        }
        for person in 0..responses.persons() {
            let weight = responses.weight(person);
            let group = responses.group(person);
            persons.rows.push(small(group));
            match responses.cells() {
                Cells::Dense(cells) => {
                    let row = &cells[person * responses.items()..(person + 1) * responses.items()];
                    let chunks = &layout.chunks[layout.chunks_of[group].clone()];
                    persons.rows.extend(chunks.iter().filter_map(|chunk| encode(chunk, row)));
                }
                Cells::Sparse { starts, items, categories } => {
                    for answer in starts[person]..starts[person + 1] {
                        let first = of_item[group][items[answer] as usize];
                        persons.rows.push(small(first + usize::from(categories[answer])));
                    }
                }
            }
            persons.members.push((small(persons.weights.len()), small(person)));
            persons.starts.push(persons.rows.len());
            persons.weights.push(weight);
        }
        if persons.seem_alike() {
            persons.merge();
        }
        persons.windows = vec![(0, u16::try_from(lanes).unwrap_or(u16::MAX)); persons.weights.len()];
        persons
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
