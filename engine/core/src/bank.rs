//! The item bank as the engine holds it: checked, scaled, structure-of-arrays.

use alloc::vec;
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::error::Error;
use crate::model::{Curves, Family, Item, ItemView};
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
    prior: MultivariateNormal,
    families: Vec<Family>,
    categories: Vec<u32>,
    available: Vec<bool>,
    /// Where each item's slopes (and dimensions) start; one more than there are items.
    slope_starts: Vec<u32>,
    slopes: Vec<f64>,
    slope_dimensions: Vec<u32>,
    value_starts: Vec<u32>,
    values: Vec<f64>,
    digest: u64,
}

impl Bank {
    /// Check and scale items. `identity` names the bank, its version and its items, and goes into the
    /// digest: a log fits the bank it was made with and no other.
    ///
    /// # Errors
    /// The first thing wrong, with its item: [`Error::EmptyBank`], [`Error::Scaling`],
    /// [`Error::Dimensions`] and everything an [`ItemModel`](crate::ItemModel) can have wrong.
    pub fn new(scaling: f64, prior: MultivariateNormal, items: Vec<Item>, identity: &str) -> Result<Self, Error> {
        if items.is_empty() {
            return Err(Error::EmptyBank);
        }
        if !(scaling.is_finite() && scaling > 0.0) {
            return Err(Error::Scaling { value: scaling });
        }
        let k = prior.dimensions();
        let mut bank = Self {
            prior,
            families: Vec::with_capacity(items.len()),
            categories: Vec::with_capacity(items.len()),
            available: Vec::with_capacity(items.len()),
            slope_starts: vec![0],
            slopes: Vec::new(),
            slope_dimensions: Vec::new(),
            value_starts: vec![0],
            values: Vec::new(),
            digest: 0,
        };
        for (index, item) in (0u32..).zip(&items) {
            let lowered = item.model.lower(index, scaling)?;
            let dimensions = &item.dimensions;
            let known = dimensions.iter().all(|j| (*j as usize) < k);
            let distinct = dimensions.iter().enumerate().all(|(i, j)| !dimensions[..i].contains(j));
            if dimensions.len() != lowered.slopes.len() || !known || !distinct {
                return Err(Error::Dimensions { item: index });
            }
            bank.families.push(lowered.family);
            bank.categories.push(lowered.categories);
            bank.available.push(item.available);
            bank.slopes.extend(lowered.slopes);
            bank.slope_dimensions.extend(dimensions);
            bank.values.extend(lowered.values);
            bank.slope_starts.push(length(&bank.slopes));
            bank.value_starts.push(length(&bank.values));
        }
        bank.digest = bank.compute_digest(identity);
        Ok(bank)
    }

    fn compute_digest(&self, identity: &str) -> u64 {
        let mut digest = Digest::new(b"bank");
        digest.bytes(identity.as_bytes());
        digest.f64s(self.prior.mean());
        digest.f64s(self.prior.covariance());
        for item in 0..self.len() {
            let view = self.item(item);
            digest.u32(view.family as u32);
            digest.u32(view.categories);
            digest.u32(u32::from(self.available[item as usize]));
            digest.f64s(view.slopes);
            for dimension in view.dimensions {
                digest.u32(*dimension);
            }
            digest.f64s(view.values);
        }
        digest.finish()
    }

    /// Number of items.
    #[expect(clippy::len_without_is_empty, reason = "a bank is never empty")]
    #[must_use]
    pub fn len(&self) -> u32 {
        length(&self.families)
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
        self.digest
    }

    /// Whether a test may choose the item.
    #[must_use]
    pub fn is_available(&self, item: u32) -> bool {
        self.available.get(item as usize).copied().unwrap_or(false)
    }

    /// Number of response categories of an item.
    ///
    /// # Panics
    /// If there is no such item, as do all methods that take one.
    #[must_use]
    pub fn categories(&self, item: u32) -> u32 {
        self.categories[item as usize]
    }

    /// An item, ready to be evaluated.
    #[must_use]
    pub fn item(&self, item: u32) -> ItemView<'_> {
        let i = item as usize;
        let slopes = self.slope_starts[i] as usize..self.slope_starts[i + 1] as usize;
        let values = self.value_starts[i] as usize..self.value_starts[i + 1] as usize;
        ItemView {
            family: self.families[i],
            categories: self.categories[i],
            slopes: &self.slopes[slopes.clone()],
            dimensions: &self.slope_dimensions[slopes],
            values: &self.values[values],
        }
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
        view.add_outer_product(view.unit_information_at(view.position(theta)), k, &mut matrix);
        matrix
    }
}

impl ItemView<'_> {
    /// Add `factor · a aᵀ` to a `k × k` matrix.
    pub(crate) fn add_outer_product(&self, factor: f64, k: usize, matrix: &mut [f64]) {
        for (a, i) in self.slopes.iter().zip(self.dimensions) {
            for (b, j) in self.slopes.iter().zip(self.dimensions) {
                matrix[*i as usize * k + *j as usize] += a * (b * factor);
            }
        }
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
