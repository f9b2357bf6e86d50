//! A bank as numbers.
//!
//! | | |
//! |---|---|
//! | K | number of dimensions |
//! | mean | K values |
//! | covariance | K × K values, row by row |
//! | D | scaling constant |
//! | n | number of items |
//! | n × | model code, available (0 or 1), number of dimensions, dimensions, number of parameters, parameters |
//!
//! Model codes are the places of [`ModelKind`]'s variants, from 0, and parameters are in its order.

use super::Reader;
use crate::bank::Bank;
use crate::error::Error;
use crate::model::ModelKind;
use crate::prior::MultivariateNormal;

const KINDS: [ModelKind; 7] = [
    ModelKind::Dichotomous,
    ModelKind::Graded,
    ModelKind::PartialCredit,
    ModelKind::Nominal,
    ModelKind::CompensatoryDichotomous,
    ModelKind::CompensatoryGraded,
    ModelKind::CompensatoryPartialCredit,
];

impl Bank {
    /// Read a bank from numbers, as [`Bank::new`] makes one from items.
    ///
    /// # Errors
    /// [`Error::Malformed`] if the numbers make no bank, else what is wrong with the bank they make.
    pub fn from_words(words: &[f64], identity: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(words);
        let k = reader.integer();
        let mean = reader.numbers(k).to_vec();
        let covariance = reader.numbers(k.saturating_mul(k)).to_vec();
        let scaling = reader.number();
        let count = reader.integer();
        if !reader.sound {
            return Err(Error::Malformed);
        }
        let mut bank = Self::empty(scaling, MultivariateNormal::new(mean, covariance)?)?;
        for _ in 0..count {
            let kind = reader.code(7);
            let available = reader.code(2) == 1;
            let count = reader.integer();
            let dimensions = reader.integers(count);
            let count = reader.integer();
            let parameters = reader.numbers(count);
            if !reader.sound {
                return Err(Error::Malformed);
            }
            bank.push(KINDS[kind as usize], available, &dimensions, parameters)?;
        }
        if !reader.finish() {
            return Err(Error::Malformed);
        }
        bank.finish(identity)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::model::{Item, ItemModel};

    const TWO_ITEMS: [f64; 22] =
        [1.0, 0.0, 1.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.0, 4.0, 1.2, 0.3, 0.2, 1.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.9, -1.0, 1.0];

    #[test]
    fn a_bank_arrives_as_it_was_sent_and_never_half() {
        let bank = Bank::from_words(&TWO_ITEMS, b"two").expect("well formed");
        let items = [ItemModel::four_pl(1.2, 0.3, 0.2, 1.0), ItemModel::graded(0.9, &[-1.0, 1.0])].map(Item::new);
        let prior = MultivariateNormal::standard(1).expect("a prior");
        let same = Bank::new(1.0, prior, items.to_vec(), "two").expect("the same bank");
        assert_eq!(bank.digest(), same.digest(), "the same bank as made in Rust");
        for end in 0..TWO_ITEMS.len() {
            let cut = Bank::from_words(&TWO_ITEMS[..end], b"two");
            assert_eq!(cut.err(), Some(Error::Malformed), "cut after {end} words");
        }
        let longer: Vec<f64> = TWO_ITEMS.iter().copied().chain([0.0]).collect();
        assert_eq!(Bank::from_words(&longer, b"two").err(), Some(Error::Malformed), "a word too many");
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        for words in [&[1e9, 0.0][..], &[f64::NAN], &[4_294_967_295.0], &[-1.0], &[0.5]] {
            assert_eq!(Bank::from_words(words, b"").err(), Some(Error::Malformed), "{words:?}");
        }
    }
}
