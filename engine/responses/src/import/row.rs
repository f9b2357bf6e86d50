//! A person on the way from a table to a packed file.

/// Someone's responses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowAnswers<'a> {
    /// A category an item; 255 where there is none.
    Dense(&'a [u8]),
    /// The items answered, ascending, two bytes each, and their categories.
    Sparse { items: &'a [u8], categories: &'a [u8] },
}

/// A person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row<'a> {
    pub(crate) person: Option<&'a str>,
    pub(crate) group: Option<u16>,
    pub(crate) weight: Option<f64>,
    pub(crate) answers: RowAnswers<'a>,
}

const PERSON: u8 = 1;
const GROUP: u8 = 2;
const WEIGHT: u8 = 4;
const SPARSE: u8 = 8;

impl Row<'_> {
    /// Write the row behind what is there.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let sparse = matches!(self.answers, RowAnswers::Sparse { .. });
        out.push(
            flag(self.person.is_some(), PERSON)
                | flag(self.group.is_some(), GROUP)
                | flag(self.weight.is_some(), WEIGHT)
                | flag(sparse, SPARSE),
        );
        if let Some(person) = self.person {
            out.extend(u32::try_from(person.len()).unwrap_or(u32::MAX).to_le_bytes());
            out.extend(person.as_bytes());
        }
        if let Some(group) = self.group {
            out.extend(group.to_le_bytes());
        }
        if let Some(weight) = self.weight {
            out.extend(weight.to_bits().to_le_bytes());
        }
        match self.answers {
            RowAnswers::Dense(cells) => out.extend(cells),
            RowAnswers::Sparse { items, categories } => {
                out.extend(items);
                out.extend(categories);
            }
        }
    }

    /// Read a row from bytes that are one and nothing else; `None` where they are none.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Row<'_>> {
        let (flags, mut rest) = bytes.split_first()?;
        let has = |flag: u8| flags & flag != 0;
        let mut person = None;
        if has(PERSON) {
            let (length, tail) = rest.split_first_chunk::<4>()?;
            let (id, tail) = tail.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            person = Some(std::str::from_utf8(id).ok()?);
            rest = tail;
        }
        let mut group = None;
        if has(GROUP) {
            let (own, tail) = rest.split_first_chunk::<2>()?;
            group = Some(u16::from_le_bytes(*own));
            rest = tail;
        }
        let mut weight = None;
        if has(WEIGHT) {
            let (own, tail) = rest.split_first_chunk::<8>()?;
            weight = Some(f64::from_bits(u64::from_le_bytes(*own)));
            rest = tail;
        }
        let answers = match has(SPARSE) {
            false => RowAnswers::Dense(rest),
            true => {
                let (items, categories) = rest.split_at_checked(rest.len() / 3 * 2)?;
                RowAnswers::Sparse { items, categories }
            }
        };
        Some(Row { person, group, weight, answers })
    }
}

/// Items of two bytes and their categories, one after another.
pub(crate) fn pairs<'a>(items: &'a [u8], categories: &'a [u8]) -> impl Iterator<Item = (usize, u8)> + 'a {
    let places = items.as_chunks::<2>().0.iter().map(|pair| usize::from(u16::from_le_bytes(*pair)));
    places.zip(categories.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let answers =
            [RowAnswers::Dense(&[1, 255, 0]), RowAnswers::Sparse { items: &[1, 0, 4, 1], categories: &[2, 0] }];
        for answers in answers {
            for (person, group, weight) in
                [(None, None, None), (Some("ö"), Some(7), Some(0.5)), (Some(""), None, Some(2.0))]
            {
                let row = Row { person, group, weight, answers };
                let mut bytes = Vec::new();
                row.encode(&mut bytes);
                assert_eq!(Row::decode(&bytes), Some(row));
                assert_ne!(Row::decode(&bytes[..bytes.len() - 1]), Some(row));
            }
        }
        assert_eq!(pairs(&[1, 0, 4, 1], &[2, 0]).collect::<Vec<_>>(), [(1, 2), (260, 0)]);
    }
}
