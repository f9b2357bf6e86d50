//! Item models in the engine's form.

use thetis_core as core;

use crate::types::Model;

impl Model {
    /// The engine's form of the model. The modified graded and rating scale models become graded and
    /// partial credit with thresholds `b − t_k` and `b + t_k`, computed here as the player computes them,
    /// so that both reach the same bank digest.
    #[must_use]
    pub fn lower(&self) -> core::ItemModel {
        use core::ItemModel;
        match self {
            Self::OnePl { b, .. } => ItemModel::one_pl(*b),
            Self::TwoPl { a, b, .. } => ItemModel::two_pl(*a, *b),
            Self::ThreePl { a, b, c, .. } => ItemModel::three_pl(*a, *b, *c),
            Self::FourPl { a, b, c, d, .. } => ItemModel::four_pl(*a, *b, *c, *d),
            Self::Grm { a, b, .. } => ItemModel::graded(*a, b),
            Self::Mgrm { a, b, t, .. } => ItemModel::modified_graded(*a, *b, t),
            Self::Pcm { b, .. } => ItemModel::partial_credit(b),
            Self::Gpcm { a, b, .. } => ItemModel::generalised_partial_credit(*a, b),
            Self::Rsm { b, t, .. } => ItemModel::rating_scale(*b, t),
            Self::Nrm { s, i, .. } => ItemModel::nominal(s, i),
            Self::CompensatoryFourPl { a, d, g, u, .. } => {
                ItemModel::CompensatoryDichotomous { a: a.clone(), d: *d, g: *g, u: *u }
            }
            Self::CompensatoryGrm { a, d, .. } => ItemModel::CompensatoryGraded { a: a.clone(), d: d.clone() },
            Self::CompensatoryGpcm { a, d, .. } => ItemModel::CompensatoryPartialCredit { a: a.clone(), d: d.clone() },
        }
    }
}
