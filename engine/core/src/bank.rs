//! The item bank as the engine holds it: checked, scaled, structure-of-arrays.

use alloc::vec;
use alloc::vec::Vec;

use crate::blueprint::mark;
use crate::digest::Digest;
use crate::error::Error;
use crate::model::{Curves, Family, Item, ItemStatus, ItemView, Lowered, ModelKind, lower};
use crate::prior::MultivariateNormal;

/// Items ready for computing, and the distribution of ability they are meant for.
///
/// Models mix freely. An item is named by its index, a `u32`; human names stay outside the engine.
///
/// ```
/// use thetis_core::{Bank, Item, ItemModel, MultivariateNormal};
/// let items = vec![Item::new(ItemModel::two_pl(1.2, 0.4)), Item::new(ItemModel::graded(0.9, &[-1.0, 1.0]))];
/// let bank = Bank::new(1.0, MultivariateNormal::standard(1)?, items, "example\n1\nq1\nq2")?;
/// assert_eq!(bank.len(), 2);
/// assert!((bank.information(0, &[0.4]) - 1.2 * 1.2 / 4.0).abs() < 1e-15);
/// # Ok::<(), thetis_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Bank {
    pub(crate) prior: MultivariateNormal,
    /// Of every item, the [marks](mark) that it has in any session.
    pub(crate) marks: Vec<u8>,
    entries: Vec<Entry>,
    slopes: Vec<f64>,
    slope_dimensions: Vec<u32>,
    values: Vec<f64>,
    scaling: f64,
    digest: Digest,
}

/// The log keeps two bits beside an item's number.
const MAX_ITEMS: u32 = 1 << 30;

/// Where an item's numbers are, and what they mean.
#[derive(Clone, Copy, Debug)]
struct Entry {
    family: Family,
    location_form: bool,
    categories: u32,
    slopes: u32,
    slopes_end: u32,
    values: u32,
    values_end: u32,
}

impl Bank {
    /// Check and scale items. `identity` names the bank, its version and its items, and goes into the
    /// digest: a log fits the bank it was made with and no other.
    ///
    /// # Errors
    /// The first thing wrong, with its item: [`Error::EmptyBank`], [`Error::Scaling`],
    /// [`Error::Dimensions`] and everything an [`ItemModel`](crate::ItemModel) can have wrong.
    pub fn new(scaling: f64, prior: MultivariateNormal, items: Vec<Item>, identity: &str) -> Result<Self, Error> {
        let mut bank = Self::empty(scaling, prior)?;
        for (index, item) in (0u32..).zip(&items) {
            item.model.check_lengths(index, item.dimensions.len())?;
            let (kind, list) = item.model.to_list();
            bank.push(kind, item.status, &item.dimensions, &list)?;
        }
        bank.finish(identity.as_bytes())
    }

    /// A bank to [`push`](Self::push) items to. It is of use once [finished](Self::finish).
    ///
    /// # Errors
    /// [`Error::Scaling`].
    pub fn empty(scaling: f64, prior: MultivariateNormal) -> Result<Self, Error> {
        let mut bank = Self::EMPTY;
        bank.prior = prior;
        bank.scale(scaling)?;
        Ok(bank)
    }

    /// What reading fills.
    pub(crate) const EMPTY: Self = Self {
        prior: MultivariateNormal::EMPTY,
        marks: Vec::new(),
        entries: Vec::new(),
        slopes: Vec::new(),
        slope_dimensions: Vec::new(),
        values: Vec::new(),
        scaling: 1.0,
        digest: Digest::EMPTY,
    };

    /// Set the scaling constant.
    pub(crate) fn scale(&mut self, scaling: f64) -> Result<(), Error> {
        self.scaling = scaling;
        if scaling > 0.0 && scaling <= f64::MAX { Ok(()) } else { Err(Error::Scaling { value: scaling as f32 }) }
    }

    /// Add an item from its parameter list, as [`ModelKind`] orders it.
    ///
    /// # Errors
    /// What is wrong with the item.
    pub fn push(&mut self, kind: ModelKind, status: ItemStatus, dimensions: &[u32], list: &[f64]) -> Result<(), Error> {
        let item = self.len();
        let mut fits = dimensions.len() == 1 || (!dimensions.is_empty() && kind.is_compensatory());
        for (place, dimension) in dimensions.iter().enumerate() {
            fits &= (*dimension as usize) < self.dimensions();
            for other in 0..place {
                fits &= dimensions[other] != *dimension;
            }
        }
        if !fits || item >= MAX_ITEMS {
            return Err(Error::Dimensions { item });
        }
        let (slopes, values) = (length(&self.slopes), length(&self.values));
        let Lowered { family, location_form, categories } =
            lower(item, kind, dimensions.len(), list, self.scaling, &mut self.slopes, &mut self.values)?;
        self.digest.u32(kind as u32);
        self.digest.u32(status as u32);
        for dimension in dimensions {
            self.digest.u32(*dimension);
            self.slope_dimensions.push(*dimension);
        }
        self.digest.f64s(list);
        self.marks.push(match status {
            ItemStatus::Retired => mark::RETIRED,
            ItemStatus::Operational => 0,
            ItemStatus::Pilot => mark::PILOT,
        });
        self.entries.push(Entry {
            family,
            location_form,
            categories,
            slopes,
            slopes_end: length(&self.slopes),
            values,
            values_end: length(&self.values),
        });
        Ok(())
    }

    /// Seal the bank under an identity.
    ///
    /// # Errors
    /// [`Error::EmptyBank`].
    pub fn finish(mut self, identity: &[u8]) -> Result<Self, Error> {
        self.seal(identity)?;
        Ok(self)
    }

    pub(crate) fn seal(&mut self, identity: &[u8]) -> Result<(), Error> {
        if self.entries.is_empty() {
            return Err(Error::EmptyBank);
        }
        self.digest.bytes(identity);
        self.digest.f64s(self.prior.mean());
        self.digest.f64s(self.prior.covariance());
        self.digest.f64s(&[self.scaling]);
        Ok(())
    }

    /// Number of items.
    #[expect(clippy::len_without_is_empty, reason = "a finished bank is never empty")]
    #[must_use]
    pub fn len(&self) -> u32 {
        length(&self.entries)
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.prior.dimensions()
    }

    /// The distribution of ability the bank declares.
    #[must_use]
    pub fn prior(&self) -> &MultivariateNormal {
        &self.prior
    }

    /// Digest of everything that decides an estimate: parameters, prior, and the identity given.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest.finish()
    }

    /// Whether a test may choose the item and score it.
    #[must_use]
    pub fn is_available(&self, item: u32) -> bool {
        self.marks.get(item as usize) == Some(&0)
    }

    /// Whether it may be asked unscored.
    #[must_use]
    pub fn is_pilot(&self, item: u32) -> bool {
        self.marks.get(item as usize) == Some(&mark::PILOT)
    }

    /// Number of response categories of an item.
    ///
    /// # Panics
    /// If there is no such item, as do all methods that take one.
    #[must_use]
    pub fn categories(&self, item: u32) -> u32 {
        self.entries[item as usize].categories
    }

    /// An item, ready to be evaluated.
    #[must_use]
    pub fn item(&self, item: u32) -> ItemView<'_> {
        let entry = &self.entries[item as usize];
        let slopes = entry.slopes as usize..entry.slopes_end as usize;
        ItemView {
            family: entry.family,
            location_form: entry.location_form,
            categories: entry.categories,
            slopes: &self.slopes[slopes.clone()],
            dimensions: &self.slope_dimensions[slopes],
            values: &self.values[entry.values as usize..entry.values_end as usize],
        }
    }

    /// The first dimension that an item measures.
    pub(crate) fn first_dimension(&self, item: usize) -> usize {
        self.slope_dimensions[self.entries[item].slopes as usize] as usize
    }

    /// The item with the most information at `theta` in one dimension, the first of several, among those
    /// without `marks`.
    ///
    /// Most dichotomous items are passed over without an exponential: with `σ(z)σ(−z) ≤ 1/(4 + z² + z⁴/12)`
    /// (two terms of the cosine's series), an item's information is at most `a²(1 − c)` times that.
    pub(crate) fn most_informative(&self, marks: &[u8], theta: &[f64]) -> Option<u32> {
        /// More than the rounding of bound and information together, far less than makes a difference.
        const ROUNDING: f64 = 1.0 - 1e-12;
        let mut scratch = Curves::new();
        let (mut best, mut most) = (None, -1.0);
        // Slices and a plain count: the candidate's module is compiled for size, where iterators and `Vec`
        // indexing are calls, and this loop is most of a step's time.
        let (entries, slopes, values) = (self.entries.as_slice(), self.slopes.as_slice(), self.values.as_slice());
        let theta0 = theta[0];
        let mut item = 0;
        while item < entries.len() {
            let entry = &entries[item];
            item += 1;
            if marks[item - 1] > 0 {
                continue;
            }
            if entry.family == Family::Dichotomous && entry.location_form {
                let first = entry.values as usize;
                let a = slopes[entry.slopes as usize];
                let z = a * (theta0 - values[first]);
                let square = z * z;
                if a * a * (1.0 - values[first + 1]) <= most * (4.0 + square + square * square / 12.0) * ROUNDING {
                    continue;
                }
            }
            // Fewer items than u32 counts.
            let index = (item - 1) as u32;
            let information = self.item(index).information_with(theta, &mut scratch);
            if information > most {
                (best, most) = (Some(index), information);
            }
        }
        best
    }

    /// Every category of an item at `theta`, into a buffer of the caller's.
    pub fn curves(&self, item: u32, theta: &[f64], out: &mut Curves) {
        self.item(item).curves(theta, out);
    }

    /// Expected information of an item at `theta`: the trace of its information matrix.
    #[must_use]
    pub fn information(&self, item: u32, theta: &[f64]) -> f64 {
        self.item(item).information(theta)
    }

    /// Expected information matrix of an item at `theta`, `I_η a aᵀ`, row by row.
    #[must_use]
    pub fn information_matrix(&self, item: u32, theta: &[f64]) -> Vec<f64> {
        let k = self.dimensions();
        let mut matrix = vec![0.0; k * k];
        let view = self.item(item);
        let information = view.unit_information_at(view.position(theta), &mut Curves::new());
        view.add_outer_product(information, k, &mut matrix);
        matrix
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
