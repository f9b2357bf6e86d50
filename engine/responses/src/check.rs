//! What is checked once everything was read, before anything is computed.

use std::collections::{BTreeMap, HashMap};

use thetis_calibrate::MISSING;

use crate::coding::Coder;
use crate::data::{Cells, Note};
use crate::error::{Collector, Fault, Place};
use crate::ids::Ids;
use crate::items::ItemList;
use crate::options::ReadOptions;

/// Persons in each category, item by item.
pub(crate) type Counts = Vec<[u64; 256]>;

pub(crate) fn count(cells: &Cells, items: usize) -> Counts {
    let mut counts = vec![[0; 256]; items];
    for person in 0..cells.persons() {
        for (item, category) in cells.answers(person) {
            counts[item][usize::from(category)] += 1;
        }
    }
    counts
}

/// Whether there are persons, items and responses at all. `names` are the persons' ids.
pub(crate) fn size(ids: &[String], names: Option<&Ids>, persons: u64, counts: &Counts, errors: &mut Collector) {
    match persons {
        0 => errors.add(Place::default(), Fault::NoPersons),
        1 => {
            let person = names.map(|names| names.get(0).to_owned());
            errors.add(Place { person, ..Place::default() }, Fault::OnePerson);
        }
        _ if counts.len() >= 2 && counts.iter().flatten().all(|count| *count == 0) => {
            errors.add(Place::default(), Fault::AllMissing);
        }
        _ => {}
    }
    if ids.len() < 2 {
        let item = ids.first().cloned();
        errors.add(Place { item, ..Place::default() }, Fault::TooFewItems { items: ids.len() });
    }
}

/// Items of the list that the data do not have.
pub(crate) fn listed(list: &ItemList, ids: &[String], notes: &mut Vec<Note>, errors: &mut Collector) {
    let items: Vec<String> = list.items.iter().map(|item| &item.id).filter(|id| !ids.contains(id)).cloned().collect();
    if ids.is_empty() {
        errors.add(Place::default(), Fault::NoListedItem);
    } else if !items.is_empty() {
        notes.push(Note::NotInData { items });
    }
}

/// That some item has the lowest response, where items have no range of their own: else every one would lack it.
pub(crate) fn lowest(coders: &[Coder<'_>], counts: &Counts, errors: &mut Collector) {
    let common = || coders.iter().zip(counts).filter_map(|(coder, counts)| Some((coder.common_lowest()?, counts)));
    let lowest_seen = common().filter_map(|(_, counts)| counts.iter().position(|count| *count > 0)).min();
    if let (Some((lowest, _)), Some(seen @ 1..)) = (common().next(), lowest_seen) {
        let found = lowest + i64::try_from(seen).unwrap_or(i64::MAX);
        errors.add(Place::default(), Fault::LowestUnused { lowest, found });
    }
}

/// Categories as they are after empty ones were taken out.
#[derive(Debug)]
pub(crate) struct Categories {
    /// Each item's responses by category.
    pub(crate) codes: Vec<Vec<String>>,
    /// Of each item, which category each is now, where some were taken out.
    pub(crate) tables: Vec<Option<Box<[u8; 256]>>>,
}

/// Items nobody answered, constant items and empty categories. Empty ones are taken out if the options say so.
pub(crate) fn categories(
    ids: &[String],
    coders: &[Coder<'_>],
    counts: &Counts,
    options: &ReadOptions,
    (notes, errors): (&mut Vec<Note>, &mut Collector),
) -> Categories {
    let mut tables: Vec<Option<Box<[u8; 256]>>> = vec![None; ids.len()];
    let mut codes = Vec::with_capacity(ids.len());
    for (item, id) in ids.iter().enumerate() {
        let coder = &coders[item];
        let seen: Vec<u8> = (0..MISSING).filter(|category| counts[item][usize::from(*category)] > 0).collect();
        let known = options.known.iter().find(|(known, _)| known == id).map(|(_, categories)| *categories);
        let top = seen.last().map_or(0, |last| last + 1);
        let said = known.or_else(|| coder.said_categories()).unwrap_or(0).max(top);
        let responses = |categories: &[u8]| categories.iter().map(|category| coder.response(*category)).collect();
        if known.is_some() {
            codes.push(responses(&(0..said).collect::<Vec<_>>()));
            continue;
        }
        match seen[..] {
            [] => errors.add(Place::item(id), Fault::NobodyAnswered),
            [0] if coder.key().is_some() => {
                let key = coder.key().unwrap_or_default().to_vec();
                errors.add(Place::item(id), Fault::KeyUnused { key });
            }
            [only] => errors.add(Place::item(id), Fault::Constant { response: coder.response(only) }),
            _ if seen.len() < usize::from(said) && options.collapse => {
                let mut table = Box::new([MISSING; 256]);
                for (new, old) in (0..).zip(&seen) {
                    table[usize::from(*old)] = new;
                }
                tables[item] = Some(table);
                let left: Vec<String> = responses(&seen);
                notes.push(Note::Collapsed { item: id.clone(), left: left.clone() });
                codes.push(left);
                continue;
            }
            _ => {
                for empty in (0..said).filter(|category| !seen.contains(category)) {
                    errors.add(Place::item(id), Fault::EmptyCategory { response: coder.response(empty) });
                }
            }
        }
        codes.push(responses(&(0..said).collect::<Vec<_>>()));
    }
    Categories { codes, tables }
}

/// Items to which everybody gave the same responses, or the reverse.
pub(crate) fn collinear(ids: &[String], counts: &Counts, cells: &Cells, errors: &mut Collector) {
    /// Persons whose responses make the fingerprints; candidates are then compared in full.
    const SAMPLE: usize = 4_096;
    let highest: Vec<u8> =
        counts.iter().map(|counts| (0..MISSING).rev().find(|k| counts[usize::from(*k)] > 0).unwrap_or(0)).collect();
    let mut plain = vec![0_u64; ids.len()];
    let mut reverse = plain.clone();
    for person in 0..cells.persons().min(SAMPLE) {
        for (item, category) in cells.answers(person) {
            plain[item] = plain[item].wrapping_add(mix(person, category));
            reverse[item] = reverse[item].wrapping_add(mix(person, highest[item] - category));
        }
    }
    let mut first_with: HashMap<u64, usize> = HashMap::new();
    for item in 0..ids.len() {
        let candidates = [(plain[item], false), (reverse[item], true)];
        for (print, reversed) in candidates {
            if let Some(other) = first_with.get(&print)
                && are_alike(cells, *other, item, reversed.then_some(highest[item]))
            {
                let fault = Fault::Collinear { other: ids[*other].clone(), reversed };
                errors.add(Place::item(&ids[item]), fault);
                break;
            }
        }
        first_with.entry(plain[item]).or_insert(item);
    }
}

fn are_alike(cells: &Cells, first: usize, second: usize, reversed_from: Option<u8>) -> bool {
    (0..cells.persons()).all(|person| {
        let (mut left, mut right) = (None, None);
        for (item, category) in cells.answers(person) {
            if item == first {
                left = Some(category);
            }
            if item == second {
                right = Some(reversed_from.map_or(category, |highest| highest - category));
            }
        }
        left == right
    })
}

/// SplitMix64's finaliser.
fn mix(person: usize, category: u8) -> u64 {
    let mut z = (person as u64).wrapping_mul(256).wrapping_add(u64::from(category)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// That items hang together: a chain of pairs, each answered by enough persons, joins all.
///
/// Persons whose items are of one set already say nothing new, so that complete data are done with after a few.
///
/// `stands_for` says how many persons each is, where those of the same responses are one.
pub(crate) fn overlap(
    ids: &[String],
    counts: &Counts,
    cells: &Cells,
    stands_for: Option<&[u32]>,
    needed: u32,
    errors: &mut Collector,
) {
    let answered: Vec<usize> = (0..ids.len()).filter(|item| counts[*item].iter().any(|count| *count > 0)).collect();
    let mut set: Vec<usize> = (0..ids.len()).collect();
    let mut sets = answered.len();
    let mut pairs: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for person in 0..cells.persons() {
        if sets <= 1 || needed == 0 {
            return;
        }
        // One item a set stands for the rest of it: the first, so that persons of one form count the same pairs.
        let mut roots: Vec<(usize, usize)> = Vec::new();
        for (item, _) in cells.answers(person) {
            let root = root(&mut set, item);
            if !roots.iter().any(|(own, _)| *own == root) {
                roots.push((root, item));
            }
        }
        for (at, (left, left_item)) in roots.iter().enumerate() {
            for (right, right_item) in &roots[at + 1..] {
                let persons = pairs.entry(((*left_item).min(*right_item), (*left_item).max(*right_item))).or_insert(0);
                *persons = persons.saturating_add(stands_for.map_or(1, |counts| counts[person]));
                let (left, right) = (root(&mut set, *left), root(&mut set, *right));
                if *persons >= needed && left != right {
                    set[left.max(right)] = left.min(right);
                    sets -= 1;
                }
            }
        }
    }
    if sets <= 1 || needed == 0 {
        return;
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for item in answered {
        members.entry(root(&mut set, item)).or_default().push(item);
    }
    let mut groups = members.into_values();
    let Some(first) = groups.next() else { return };
    for second in groups {
        let joins = |(a, b): &(usize, usize)| {
            (first.contains(a) && second.contains(b)) || (first.contains(b) && second.contains(a))
        };
        let most = pairs.iter().filter(|(pair, _)| joins(pair)).map(|(_, persons)| *persons).max();
        let fault = Fault::TooLittleOverlap {
            first: ids[first[0]].clone(),
            first_items: first.len(),
            second: ids[second[0]].clone(),
            second_items: second.len(),
            persons: most.unwrap_or(0),
            needed,
        };
        errors.add(Place::default(), fault);
    }
}

fn root(set: &mut [usize], mut at: usize) -> usize {
    while set[at] != at {
        set[at] = set[set[at]];
        at = set[at];
    }
    at
}
