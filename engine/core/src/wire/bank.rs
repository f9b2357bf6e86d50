//! A bank as numbers.
//!
//! | | |
//! |---|---|
//! | K | number of dimensions |
//! | mean | K values |
//! | covariance | K × K values, row by row |
//! | D | scaling constant |
//! | n | number of items |
//! | n × | model code, status (0 retired, 1 operational, 2 pilot), number of dimensions, dimensions, number of parameters, parameters |
//!
//! Model codes are the places of [`ModelKind`]'s variants, from 0, and parameters are in its order.

use alloc::vec::Vec;

use super::Reader;
use crate::bank::Bank;
use crate::error::Error;
use crate::model::{ItemStatus, ModelKind};

const KINDS: [ModelKind; 7] = [
    ModelKind::Dichotomous,
    ModelKind::Graded,
    ModelKind::PartialCredit,
    ModelKind::Nominal,
    ModelKind::CompensatoryDichotomous,
    ModelKind::CompensatoryGraded,
    ModelKind::CompensatoryPartialCredit,
];

const STATUSES: [ItemStatus; 3] = [ItemStatus::Retired, ItemStatus::Operational, ItemStatus::Pilot];

impl Bank {
    /// Read a bank from numbers, as [`Bank::new`] makes one from items.
    ///
    /// # Errors
    /// [`Error::Malformed`] if the numbers make no bank, else what is wrong with the bank they make.
    pub fn from_words(words: &[f64], identity: &[u8]) -> Result<Self, Error> {
        let mut bank = Self::EMPTY;
        bank.read(words, identity)?;
        Ok(bank)
    }

    fn read(&mut self, words: &[f64], identity: &[u8]) -> Result<(), Error> {
        let mut reader = Reader::new(words);
        let k = reader.integer();
        // What of these is no number is refused by its own name.
        reader.words(k, &mut self.prior.mean);
        reader.words(k.saturating_mul(k), &mut self.prior.covariance);
        let scaling = reader.number();
        let count = reader.integer();
        reader.check(self.prior.is_sound(), &Error::Prior);
        reader.so_far()?;
        self.scale(scaling)?;
        let (mut dimensions, mut parameters) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let kind = reader.pick(&KINDS);
            let status = reader.pick(&STATUSES);
            dimensions.clear();
            reader.items(&mut dimensions);
            parameters.clear();
            let count = reader.integer();
            reader.words(count, &mut parameters);
            reader.so_far()?;
            self.push(kind, status, &dimensions, &parameters)?;
        }
        reader.finish()?;
        self.seal(identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, ItemModel};
    use crate::prior::MultivariateNormal;

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
