//! Differential item functioning: whether an item is harder for one group than for another *at the same ability*.
//!
//! [`Comparison`] names two groups and what their members are matched on. From it follow [Mantel–Haenszel with ETS
//! classes](Comparison::mantel_haenszel), [Breslow–Day](Comparison::breslow_day),
//! [standardisation](Comparison::standardisation), [logistic](Comparison::logistic) and [ordinal
//! regression](Comparison::ordinal_of), [tests of polytomous items](Comparison::polytomous), and the [delta
//! plot](Comparison::delta_plot). [`lord`] and [`raju`] compare parameters estimated in each group, [`LikelihoodRatio`]
//! models with the item alike and free in both groups. [`purified`] repeats a method without the items it flagged,
//! [`adjusted`] allows for the number of items. Conventions are those of R difR (Magis, Béland, Tuerlinckx & De Boeck
//! 2010) unless said otherwise.
//!
//! # Missing responses and weights
//!
//! A person is left out of an item's analysis if he or she did not answer it, or if matched on a sum and one of its
//! items was not answered: such a sum can't be compared. (difR counts a missing response as wrong.) Where responses
//! are missing by design, match on an ability given with [`Comparison::matched_on`]. A weight is a number of persons.

mod adjust;
mod area;
mod breslow_day;
mod delta_plot;
mod groups;
mod likelihood_ratio;
mod logistic;
mod lord;
mod mantel_haenszel;
mod matching;
mod ordinal;
mod polytomous;
mod purify;
mod standardisation;

pub use adjust::{Adjustment, adjusted};
pub use area::{Area, raju};
pub use breslow_day::BreslowDay;
pub use delta_plot::DeltaPlot;
pub use groups::only_groups;
pub use likelihood_ratio::{LikelihoodRatio, LikelihoodRatioDif, ScoreDifference};
pub use logistic::{EffectSize, LogisticDif, LogisticFit, LogisticTest, Tested};
pub use lord::{ItemEstimate, Lord, lord, rescale};
pub use mantel_haenszel::{EtsClass, MantelHaenszel};
pub use matching::{Comparison, Strata, strata};
pub use polytomous::PolytomousDif;
pub use purify::{Purified, purified};
pub use standardisation::Standardisation;
