//! The kinds of problem, each with a stable code.

use std::fmt;

use serde::{Serialize, Serializer};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The bank cannot be used as it is.
    Error,
    /// The bank can be used, but something is likely not as meant.
    Warning,
    /// Nothing is wrong with the bank, and who uses it should know this.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident;)+) => {
        /// The kind of a problem. [`as_str`](Self::as_str) is stable across releases.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as reported, in kebab case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// A file or folder cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A file is not JSON or lacks the form it should have.
    MalformedFile = "malformed-file", Error;
    /// The file's format is one this version does not know.
    UnknownFormat = "unknown-format", Error;

    /// The bank has no items.
    EmptyBank = "empty-bank", Error;
    /// Every item is pilot or retired.
    NoOperationalItem = "no-operational-item", Error;
    /// An id or version has characters or a length that ids may not have.
    InvalidId = "invalid-id", Error;
    /// Two items have the same id.
    DuplicateItem = "duplicate-item", Error;
    /// Two dimensions have the same id.
    DuplicateDimension = "duplicate-dimension", Error;
    /// An item or response scale lists an option twice, or a target has the id of another or of an option.
    DuplicateOption = "duplicate-option", Error;
    /// A language is listed twice.
    DuplicateLanguage = "duplicate-language", Error;
    /// A JSON object has the same key twice.
    DuplicateKey = "duplicate-key", Error;

    /// The bank declares no dimension.
    NoDimension = "no-dimension", Error;
    /// An item or a design names a dimension the bank does not declare.
    UnknownDimension = "unknown-dimension", Error;
    /// An item names a dimension twice.
    RepeatedDimension = "repeated-dimension", Error;
    /// No operational item measures a declared dimension.
    UnmeasuredDimension = "unmeasured-dimension", Error;
    /// The prior's mean or covariance does not fit the number of dimensions.
    PriorShape = "prior-shape", Error;
    /// The prior lies, or spreads, beyond any scale on which the engine computes.
    PriorBeyondScale = "prior-beyond-scale", Error;
    /// The prior's covariance is not symmetric.
    CovarianceNotSymmetric = "covariance-not-symmetric", Error;
    /// The prior's covariance is not positive definite.
    CovarianceNotPositiveDefinite = "covariance-not-positive-definite", Error;
    /// The scaling constant D is not above 0.
    InvalidScaling = "invalid-scaling", Error;
    /// A number is NaN or infinite.
    NotFinite = "not-finite", Error;

    /// An item names a response scale the bank does not have.
    UnknownResponseScale = "unknown-response-scale", Error;
    /// No item uses a response scale.
    UnusedResponseScale = "unused-response-scale", Warning;
    /// An item has both a response scale and options of its own, or neither.
    OptionsOrScale = "options-or-scale", Error;
    /// Fewer than two options.
    TooFewOptions = "too-few-options", Error;
    /// A true-false item has another number of options than two.
    TrueFalseOptions = "true-false-options", Error;
    /// The scoring lists another number of categories than there are options.
    ScoringLength = "scoring-length", Error;
    /// A key is not one of the options.
    UnknownKey = "unknown-key", Error;
    /// The scoring is not one for items of the kind.
    KindScoring = "kind-scoring", Error;
    /// The right answer of several parts leaves out or repeats an option.
    ScoringParts = "scoring-parts", Error;
    /// A matching item has fewer than two targets, or another item has targets.
    Targets = "targets", Error;
    /// The scoring names a target the item does not have.
    UnknownTarget = "unknown-target", Error;
    /// An item has more different answers than a log can tell apart.
    TooManyAnswers = "too-many-answers", Error;
    /// The categories scored leave out one between 0 and the highest, or do not ascend with the points.
    CategoriesNotContiguous = "categories-not-contiguous", Error;
    /// The model has another number of categories than the scoring.
    CategoryCount = "category-count", Error;

    /// A list of parameters is empty, or two lists that belong together differ in length.
    ParameterCount = "parameter-count", Error;
    /// An item has more categories than the engine takes.
    TooManyCategories = "too-many-categories", Error;
    /// The item's dimensions do not match the slopes of its model.
    ModelDimensions = "model-dimensions", Error;
    /// A slope is 0 or negative.
    NonpositiveSlope = "nonpositive-slope", Error;
    /// A slope of a compensatory model is negative.
    NegativeSlope = "negative-slope", Warning;
    /// Thresholds of a graded model are not in order.
    DisorderedThresholds = "disordered-thresholds", Error;
    /// The asymptotes are not 0 ≤ lower < upper ≤ 1.
    DisorderedAsymptotes = "disordered-asymptotes", Error;
    /// A difficulty or threshold beyond anything a sample can show.
    ExtremeDifficulty = "extreme-difficulty", Warning;
    /// A slope beyond anything a sample can show.
    ExtremeSlope = "extreme-slope", Warning;
    /// A lower asymptote above, or an upper one below, what guessing and slips explain.
    ExtremeAsymptote = "extreme-asymptote", Warning;
    /// Standard errors do not match the parameters they belong to.
    StandardErrorShape = "standard-error-shape", Error;
    /// A standard error is negative.
    NegativeStandardError = "negative-standard-error", Error;
    /// The bank does not say where an item's parameters come from.
    MissingProvenance = "missing-provenance", Warning;
    /// A date is not of the form YYYY-MM-DD.
    InvalidDate = "invalid-date", Error;

    /// An item or a design names a content area twice.
    RepeatedArea = "repeated-area", Error;
    /// An item names an enemy the bank does not have.
    UnknownEnemy = "unknown-enemy", Error;
    /// An item is its own enemy.
    OwnEnemy = "own-enemy", Error;
    /// An item names an item set the bank does not declare.
    UnknownSet = "unknown-set", Error;
    /// No operational item belongs to an item set.
    UnusedSet = "unused-set", Warning;
    /// An item set asks for more items than it has, for none, or for more at least than at most.
    SetCount = "set-count", Error;
    /// A set that is asked whole has items that exclude each other.
    EnemiesInSet = "enemies-in-set", Error;

    /// Two levels of a dimension have the same id.
    DuplicateLevel = "duplicate-level", Error;
    /// The levels of a dimension do not ascend from one without bound, or it is the only one.
    LevelOrder = "level-order", Error;
    /// A level of the European Qualifications Framework is not 1 to 8.
    InvalidEqf = "invalid-eqf", Error;
    /// A profile, a module or a credential names a level that the dimension does not have.
    UnknownLevel = "unknown-level", Error;
    /// A module leads to, or a credential asks for, the lowest level of a dimension, below which nobody is.
    LowestLevel = "lowest-level", Error;
    /// A profile asks for nothing.
    EmptyProfile = "empty-profile", Error;
    /// A profile says how much a dimension matters for which it asks for no level.
    UnrequiredImportance = "unrequired-importance", Error;
    /// The importance of a requirement is not a finite number above 0.
    InvalidImportance = "invalid-importance", Error;

    /// Two modules have the same id.
    DuplicateModule = "duplicate-module", Error;
    /// The workload of a module is not a finite number above 0.
    InvalidHours = "invalid-hours", Error;
    /// A module develops nothing.
    EmptyModule = "empty-module", Error;
    /// A module comes after one the bank does not have.
    UnknownModule = "unknown-module", Error;
    /// A module comes after itself.
    OwnPrerequisite = "own-prerequisite", Error;
    /// Modules come after each other in a circle, so none of them can be the first.
    CyclicPrerequisites = "cyclic-prerequisites", Error;
    /// A credential asks for nothing.
    EmptyCredential = "empty-credential", Error;
    /// The probability that a credential asks for is not between one half and 1.
    CredentialProbability = "credential-probability", Error;
    /// A credential asks for no answer, or for more than a dimension has operational items.
    CredentialAnswers = "credential-answers", Error;

    /// An item names a learning outcome, and the bank names no framework.
    OutcomeWithoutFramework = "outcome-without-framework", Error;
    /// The bank's framework is not beside the bank, so the two were not compared.
    FrameworkNotCompared = "framework-not-compared", Warning;
    /// The framework does not have a competence of the bank.
    UnknownCompetence = "unknown-competence", Error;
    /// The framework does not have the learning outcome of an item.
    UnknownOutcome = "unknown-outcome", Error;
    /// The learning outcome of an item belongs to another competence than the item.
    OutcomeCompetence = "outcome-competence", Error;
    /// A level is not one of the framework's, or at another place of the European Qualifications Framework.
    FrameworkLevel = "framework-level", Error;
    /// The occupation that a profile names is not beside the bank, so the two were not compared.
    ProfileNotCompared = "profile-not-compared", Warning;
    /// A profile asks for something else than the occupation that it names.
    ProfileDiffers = "profile-differs", Error;

    /// The bank lists no language.
    NoLanguage = "no-language", Error;
    /// A language is not a BCP 47 tag.
    InvalidLanguage = "invalid-language", Error;
    /// A language has no locale file.
    MissingLocale = "missing-locale", Error;
    /// A locale file is of a language the bank does not list.
    UnlistedLocale = "unlisted-locale", Warning;
    /// A locale file names another language than its file name.
    LocaleLanguage = "locale-language", Error;
    /// The direction of writing is not that of the language.
    WritingDirection = "writing-direction", Warning;
    /// A text is absent or empty.
    MissingText = "missing-text", Error;
    /// A text belongs to nothing in the bank.
    StrayText = "stray-text", Warning;
    /// A text of several words is that of the source language, word for word.
    UntranslatedText = "untranslated-text", Warning;
    /// A text is much longer than that of the source language, or than a narrow phone has room for.
    OverLongText = "over-long-text", Warning;
    /// A text has other placeholders or markup than that of the source language.
    BrokenPlaceholder = "broken-placeholder", Warning;
    /// Texts no second speaker of the language has read.
    UnreviewedTexts = "unreviewed-texts", Note;

    /// A media file is not in the bank's folder.
    MissingMedia = "missing-media", Error;
    /// A media path leads out of the media folder.
    MediaPath = "media-path", Error;
    /// A media file is of a type that not every LMS serves.
    MediaType = "media-type", Error;
    /// An item has a picture or a place on one for an option it does not have.
    UnknownOption = "unknown-option", Error;
    /// A picture that the kind of item cannot do without is not named.
    MissingPicture = "missing-picture", Error;
    /// The places of a hotspot are not one on the picture for each option.
    Regions = "regions", Error;
    /// Nothing uses a media file.
    UnusedMedia = "unused-media", Warning;

    /// The bank has no design.
    NoDesign = "no-design", Warning;
    /// The minimum length exceeds the maximum, or the maximum is 0.
    DesignLength = "design-length", Error;
    /// The minimum length exceeds the number of items the design can use.
    UnreachableMinimum = "unreachable-minimum", Error;
    /// The maximum length exceeds the number of items the design can use.
    UnreachableMaximum = "unreachable-maximum", Warning;
    /// Randomesque is 0.
    InvalidRandomesque = "invalid-randomesque", Error;
    /// A fixed order names an item the bank does not have.
    UnknownOrderItem = "unknown-order-item", Error;
    /// A fixed order names an item twice, or none.
    InvalidOrder = "invalid-order", Error;
    /// A fixed order names an item that is pilot or retired.
    UnavailableOrderItem = "unavailable-order-item", Error;
    /// The criterion is not defined for the bank's number of dimensions.
    CriterionDimensions = "criterion-dimensions", Error;
    /// The criterion is not defined for the model of an item it would have to weigh.
    CriterionModel = "criterion-model", Error;
    /// A parameter of the criterion has a value it cannot have.
    CriterionParameter = "criterion-parameter", Error;
    /// The estimator is not defined for dimensions that depend on each other, or too many of them.
    EstimatorDimensions = "estimator-dimensions", Error;
    /// The start does not have one value for each dimension, or no point at all.
    StartShape = "start-shape", Error;
    /// The start lies outside the range of estimates.
    StartOutsideRange = "start-outside-range", Warning;
    /// A design names an item the bank does not have, among its start items or exposure probabilities.
    UnknownItem = "unknown-item", Error;
    /// Start items that cannot be asked: one named twice, not operational, or more than the test is long.
    InvalidStartItems = "invalid-start-items", Error;
    /// A range or quadrature is not one.
    InvalidRange = "invalid-range", Error;

    /// A design names a content area that no item belongs to.
    UnknownArea = "unknown-area", Error;
    /// A content area has a minimum above its maximum.
    ContentBounds = "content-bounds", Error;
    /// A content target is no share, or the targets add up to more than a whole test.
    ContentTarget = "content-target", Error;
    /// The content minima ask for more items than the test has.
    ContentLength = "content-length", Error;
    /// Pilot items have no position to stand at.
    PilotPositions = "pilot-positions", Error;
    /// There are fewer pilot items than the design asks.
    TooFewPilotItems = "too-few-pilot-items", Error;
    /// Bounds of exposure classes are not finite and ascending.
    ExposureBounds = "exposure-bounds", Error;
    /// An exposure probability is not from 0 to 1, or there is not one for each class.
    ExposureProbability = "exposure-probability", Error;
    /// The limits of a competence are not above 0.
    CompetenceLimit = "competence-limit", Error;
    /// The refresh policy or the number of item sets of shadow tests has a value it cannot have.
    InvalidShadow = "invalid-shadow", Error;
    /// No test of the maximum length satisfies everything said of content, enemies and item sets.
    InfeasibleBlueprint = "infeasible-blueprint", Error;
    /// Cut scores are not finite and ascending, or there is none.
    CutOrder = "cut-order", Error;
    /// A rule or policy needs cut scores, and the design has none.
    MissingCuts = "missing-cuts", Error;
    /// The confidence policy changes nothing: no competence has both an evaluation and a confidence dimension.
    UnusedConfidencePolicy = "unused-confidence-policy", Warning;
    /// Answers may be changed in blocks of no items.
    InvalidChange = "invalid-change", Error;
    /// A bound of the person's fit has a value it cannot have.
    InvalidFit = "invalid-fit", Error;

    /// A stopping rule has a value it cannot have, or combines no rules.
    InvalidStopRule = "invalid-stop-rule", Error;
    /// Not even a person of the ability the bank measures best can reach the standard error within the maximum length.
    UnreachableStandardError = "unreachable-standard-error", Warning;
    /// No answers to as many items as the test has decide the sequential test.
    UnreachableClassification = "unreachable-classification", Warning;
    /// A rule looks back over more steps than the test has.
    UnreachableSteps = "unreachable-steps", Warning;
    /// No item offers as much information as the rule asks for: it ends every test at once.
    ImmediateInformationRule = "immediate-information-rule", Warning;

    /// The engine refuses the bank or a design for a reason no other check found.
    RefusedByEngine = "refused-by-engine", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_distinct_and_in_kebab_case() {
        let distinct: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(distinct.len(), Code::ALL.len());
        for code in distinct {
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        }
    }
}
