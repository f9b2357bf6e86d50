//! The names under which models are asked for.

/// A response model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    /// Slope 1, the latent variance estimated (Rasch 1960). R mirt: `Rasch`.
    Rasch,
    /// One slope common to all such items, the latent variance fixed.
    OneParameter,
    /// A slope an item. R mirt: `2PL`.
    TwoParameter,
    /// And a lower asymptote. R mirt: `3PL`.
    ThreeParameter,
    /// And an upper asymptote. R mirt: `4PL`.
    FourParameter,
    /// Graded response (Samejima 1969). R mirt: `graded`.
    Graded,
    /// Partial credit: slope 1, the latent variance estimated (Masters 1982). R mirt: `Rasch`.
    PartialCredit,
    /// Generalised partial credit (Muraki 1992). R mirt: `gpcm`.
    GeneralisedPartialCredit,
    /// Rating scale: steps common to all such items of as many categories, a location an item, slope 1, the latent
    /// variance estimated (Andrich 1978). R mirt: `rsm`.
    RatingScale,
    /// Nominal response (Bock 1972), one dimension. R mirt: `nominal`, in another identification.
    Nominal,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Rasch,
        Self::OneParameter,
        Self::TwoParameter,
        Self::ThreeParameter,
        Self::FourParameter,
        Self::Graded,
        Self::PartialCredit,
        Self::GeneralisedPartialCredit,
        Self::RatingScale,
        Self::Nominal,
    ];

    /// Its name in commands and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rasch => "rasch",
            Self::OneParameter => "1pl",
            Self::TwoParameter => "2pl",
            Self::ThreeParameter => "3pl",
            Self::FourParameter => "4pl",
            Self::Graded => "graded",
            Self::PartialCredit => "pcm",
            Self::GeneralisedPartialCredit => "gpcm",
            Self::RatingScale => "rsm",
            Self::Nominal => "nominal",
        }
    }

    /// Whether it is for items of two categories.
    #[must_use]
    pub fn is_dichotomous(self) -> bool {
        matches!(
            self,
            Self::Rasch | Self::OneParameter | Self::TwoParameter | Self::ThreeParameter | Self::FourParameter
        )
    }

    /// Whether slopes are fixed at 1, so that the latent variance is estimated in their place.
    #[must_use]
    pub fn has_unit_slope(self) -> bool {
        matches!(self, Self::Rasch | Self::PartialCredit | Self::RatingScale)
    }
}
