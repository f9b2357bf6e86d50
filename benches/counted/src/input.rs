//! What is to be done, as numbers separated by white space.

use std::error::Error;
use std::str::SplitAsciiWhitespace;

pub(crate) struct Case {
    pub(crate) criterion: u32,
    pub(crate) nodes: u32,
    /// Items of a test.
    pub(crate) length: u32,
    /// Slope, difficulty and lower asymptote.
    pub(crate) items: Vec<[f64; 3]>,
    /// Each one's answers to all items.
    pub(crate) persons: Vec<Vec<u32>>,
}

pub(crate) struct Numbers<'a>(SplitAsciiWhitespace<'a>);

impl<'a> Numbers<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text.split_ascii_whitespace())
    }

    pub(crate) fn whole(&mut self) -> Result<u32, Box<dyn Error>> {
        Ok(self.word()?.parse()?)
    }

    pub(crate) fn case(&mut self) -> Result<Case, Box<dyn Error>> {
        let [criterion, nodes, length, items, persons] =
            [self.whole()?, self.whole()?, self.whole()?, self.whole()?, self.whole()?];
        let items = (0..items).map(|_| self.item()).collect::<Result<Vec<_>, _>>()?;
        let answers = |numbers: &mut Self| items.iter().map(|_| numbers.whole()).collect();
        let persons = (0..persons).map(|_| answers(self)).collect::<Result<_, _>>()?;
        Ok(Case { criterion, nodes, length, items, persons })
    }

    fn item(&mut self) -> Result<[f64; 3], Box<dyn Error>> {
        Ok([self.word()?.parse()?, self.word()?.parse()?, self.word()?.parse()?])
    }

    fn word(&mut self) -> Result<&'a str, Box<dyn Error>> {
        self.0.next().ok_or_else(|| "the input ends too early".into())
    }
}
