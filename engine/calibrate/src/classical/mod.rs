//! Classical test theory: difficulties, correlations with the total, reliability, options of multiple-choice items.
//!
//! [`ItemMoments`] holds means and covariances, from which all but the options follows; [`options`] looks at what was
//! chosen in items with a key.
//!
//! # Missing responses and weights
//!
//! [`Cases`] says whose responses count. With [`Cases::Complete`], only persons who answered everything; with
//! [`Cases::Pairwise`], a mean is over all who answered the item and a covariance over all who answered both, each
//! about the means of those persons (R: `cov(use = "pairwise")`). Either is right if what is missing has nothing to do
//! with ability, as when forms were handed out at random; neither is for adaptive tests, whose items were chosen by
//! ability. A response left out because it was too hard should be given as wrong, not as missing.
//!
//! A weight is a number of persons: two persons of weight 1 and one of weight 2 with the same responses are the same.

mod guttman;
mod item;
mod moments;
mod omega;
mod options;
mod reliability;

pub use guttman::{Basis, Guttman};
pub use item::ItemStatistics;
pub use moments::{Cases, ItemMoments};
pub use omega::Omega;
pub use options::{KeyedItem, OptionStatistics, OptionsReport, Suspicion, options};
pub use reliability::TestStatistics;
