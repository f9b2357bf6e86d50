//! Responses as lists: what each person answered.

use crate::options::Repeated;

/// Responses by person.
#[derive(Debug)]
pub(crate) struct Lists {
    /// Person p's answers are numbers `starts[p]..starts[p + 1]` of the other two.
    pub(crate) starts: Vec<usize>,
    pub(crate) items: Vec<u32>,
    pub(crate) categories: Vec<u8>,
}

/// Answers as they come. While each person's lines stand together, nothing is kept of who gave an answer but where the
/// persons begin: five bytes an answer, else nine.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Where the answers of the persons so far begin, while they stand together.
    starts: Vec<usize>,
    /// Who gave each answer, once they do not.
    of_person: Option<Vec<u32>>,
    items: Vec<u32>,
    categories: Vec<u8>,
}

impl Answers {
    /// Add an answer. Persons are numbered in the order in which they first come.
    pub(crate) fn push(&mut self, person: u32, item: u32, category: u8) {
        let number = person as usize;
        if self.of_person.is_none() && number + 1 < self.starts.len() {
            self.scatter();
        }
        match &mut self.of_person {
            Some(of_person) => of_person.push(person),
            None => self.starts.resize(number + 1, self.items.len()),
        }
        self.items.push(item);
        self.categories.push(category);
    }

    /// Note who gave each answer.
    fn scatter(&mut self) {
        let ends = self.starts.iter().copied().skip(1).chain([self.items.len()]);
        let mut of_person = Vec::with_capacity(self.items.len() + 1);
        for (person, end) in (0..).zip(ends) {
            of_person.resize(end, person);
        }
        self.of_person = Some(of_person);
        self.starts = Vec::new();
    }

    /// All answers by person, each person's in the order in which they came.
    pub(crate) fn by_person(self, persons: usize) -> Lists {
        let Self { mut starts, of_person, items, categories } = self;
        let Some(of_person) = of_person else {
            starts.resize(persons + 1, items.len());
            return Lists { starts, items, categories };
        };
        let mut starts = vec![0_usize; persons + 1];
        for person in &of_person {
            starts[*person as usize + 1] += 1;
        }
        for person in 0..persons {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut place_of = vec![0_usize; of_person.len()];
        for (place, person) in place_of.iter_mut().zip(&of_person) {
            *place = next[*person as usize];
            next[*person as usize] += 1;
        }
        drop(of_person);
        let sorted = |values: Vec<u32>| {
            let mut sorted = vec![0; values.len()];
            values.into_iter().zip(&place_of).for_each(|(value, place)| sorted[*place] = value);
            sorted
        };
        let items = sorted(items);
        let mut sorted_categories = vec![0; categories.len()];
        categories.into_iter().zip(&place_of).for_each(|(value, place)| sorted_categories[*place] = value);
        Lists { starts, items, categories: sorted_categories }
    }
}

impl Lists {
    /// Of several answers of a person to an item keep the one that counts, and put each person's into the order of
    /// items, so that persons with the same responses are the same. `repeated` hears of person, item and number of
    /// answers where none counts, and says whether to go on.
    pub(crate) fn once(
        &mut self,
        items: usize,
        which: Repeated,
        mut repeated: impl FnMut(usize, usize, usize) -> bool,
    ) {
        let mut place_of = vec![usize::MAX; items];
        let mut row: Vec<(u32, u8)> = Vec::new();
        let (mut begin, mut write) = (0, 0);
        for person in 0..self.starts.len() - 1 {
            let end = self.starts[person + 1];
            row.clear();
            for at in begin..end {
                let (item, category) = (self.items[at], self.categories[at]);
                let place = place_of[item as usize];
                // Places of other persons are found out by what stands there now.
                if row.get(place).is_some_and(|(own, _)| *own == item) {
                    match which {
                        Repeated::Refused => {
                            let times = self.items[begin..end].iter().filter(|own| **own == item).count();
                            if !repeated(person, item as usize, times) {
                                return;
                            }
                        }
                        Repeated::First => {}
                        Repeated::Last => row[place].1 = category,
                    }
                } else {
                    place_of[item as usize] = row.len();
                    row.push((item, category));
                }
            }
            if !row.is_sorted() {
                row.sort_unstable();
            }
            self.starts[person] = write;
            for (item, category) in &row {
                (self.items[write], self.categories[write]) = (*item, *category);
                write += 1;
            }
            begin = end;
        }
        if let Some(last) = self.starts.last_mut() {
            *last = write;
        }
        self.items.truncate(write);
        self.categories.truncate(write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(lines: &[(u32, u32, u8)], persons: usize) -> Lists {
        let mut answers = Answers::default();
        lines.iter().for_each(|(person, item, category)| answers.push(*person, *item, *category));
        answers.by_person(persons)
    }

    fn parts(lists: &Lists) -> (&[usize], &[u32], &[u8]) {
        (&lists.starts, &lists.items, &lists.categories)
    }

    #[test]
    fn lines_in_any_order_give_the_same_lists() {
        // Persons 1 and 3 have no answer.
        let together = [(0, 2, 1), (0, 0, 0), (2, 1, 1), (2, 0, 3)];
        let apart = [(0, 2, 1), (2, 1, 1), (0, 0, 0), (2, 0, 3)];
        let expected = (&[0, 2, 2, 4, 4][..], &[2, 0, 1, 0][..], &[1, 0, 1, 3][..]);
        assert_eq!(parts(&collected(&together, 4)), expected);
        assert_eq!(parts(&collected(&apart, 4)), expected);
        assert_eq!(parts(&collected(&[], 2)), (&[0, 0, 0][..], &[][..], &[][..]));
    }

    #[test]
    fn one_answer_to_an_item_counts() {
        let lines = [(0, 1, 0), (0, 0, 1), (0, 1, 2), (1, 1, 1), (1, 0, 0), (1, 1, 1), (1, 1, 0)];
        let mut lists = collected(&lines, 2);
        lists.once(2, Repeated::First, |_, _, _| unreachable!("one counts"));
        assert_eq!(parts(&lists), (&[0, 2, 4][..], &[0, 1, 0, 1][..], &[1, 0, 0, 1][..]));
        let mut lists = collected(&lines, 2);
        lists.once(2, Repeated::Last, |_, _, _| unreachable!("one counts"));
        assert_eq!(lists.categories, [1, 2, 0, 0]);
        let mut heard = Vec::new();
        collected(&lines, 2).once(2, Repeated::Refused, |person, item, times| {
            heard.push((person, item, times));
            heard.len() < 2
        });
        assert_eq!(heard, [(0, 1, 2), (1, 1, 3)]);
    }
}
