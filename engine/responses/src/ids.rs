//! Ids of persons, one after another in one text: a text each would take several times the memory.

use std::borrow::Cow;

/// Ids, in the order of persons.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    pub(crate) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, person: usize) -> &str {
        let start = if person == 0 { 0 } else { self.ends[person - 1] };
        &self.text[start..self.ends[person]]
    }

    /// Leave out the persons for whom `kept` is false.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let mut left = Self::default();
        kept.iter().enumerate().filter(|(_, kept)| **kept).for_each(|(person, _)| left.push(self.get(person)));
        *self = left;
    }

    pub(crate) fn with_capacity(persons: usize) -> Self {
        Self { text: String::new(), ends: Vec::with_capacity(persons) }
    }

    /// Add others after these.
    pub(crate) fn append(&mut self, others: &Self) {
        let start = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| start + end));
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn reserve(&mut self, persons: usize) {
        self.ends.reserve(persons);
    }
}

/// The id that cells make together, joined by `/`: empty where one of several says nothing.
pub(crate) fn joined<'a>(mut cells: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let first = cells.next().unwrap_or_default();
    let Some(second) = cells.next() else { return Cow::Borrowed(first) };
    let mut id = String::new();
    for cell in [first, second].into_iter().chain(cells) {
        if cell.is_empty() || cell == "NA" {
            return Cow::Borrowed("");
        }
        if !id.is_empty() {
            id.push('/');
        }
        id.push_str(cell);
    }
    Cow::Owned(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        let mut ids = Ids::default();
        ["a", "", "öö", "c/d"].into_iter().for_each(|id| ids.push(id));
        assert_eq!((0..ids.len()).map(|person| ids.get(person)).collect::<Vec<_>>(), ["a", "", "öö", "c/d"]);
        ids.retain(&[false, true, true, false]);
        assert_eq!((0..ids.len()).map(|person| ids.get(person)).collect::<Vec<_>>(), ["", "öö"]);
        ids.append(&ids.clone());
        assert_eq!((0..ids.len()).map(|person| ids.get(person)).collect::<Vec<_>>(), ["", "öö", "", "öö"]);
    }

    #[test]
    fn several_cells_make_an_id() {
        let id = |cells: &[&'static str]| joined(cells.iter().copied()).into_owned();
        assert_eq!([id(&["7"]), id(&["7", "spring", "b"]), id(&["NA"])], ["7", "7/spring/b", "NA"]);
        assert_eq!([id(&["7", ""]), id(&["NA", "b"]), id(&[])], ["", "", ""]);
    }
}
