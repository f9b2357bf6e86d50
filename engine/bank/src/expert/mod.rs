//! Item parameters and cut scores where no answers exist yet, from what authors declare.
//!
//! A new bank has no answers to estimate parameters from. Until it has, they follow by a fixed rule from the author's
//! [`Judgement`](crate::types::Judgement) of each item, its kind, its options and its scoring: the same declarations
//! always give the same numbers, and nobody tunes a single item. `docs/expert-parameters.md` says why the rule is what
//! it is, how far it can be trusted, and how answers replace it; this is the rule itself.
//!
//! # Difficulty
//!
//! An item of EQF level e and a demand has its difficulty, logits, at
//!
//! ```text
//! b = (e − 2.5) · LEVEL_DISTANCE + offset of the demand
//! ```
//!
//! with offsets −0.6 (remember), −0.2 (understand), +0.2 (apply), +0.6 (judge), which sum to 0: [`difficulty()`]. The
//! demands are an ordered excerpt of the revised taxonomy of Anderson & Krathwohl (2001).
//!
//! # Model
//!
//! | item | model | slope, logistic metric | lower asymptote |
//! |---|---|---|---|
//! | one option is chosen, one or more of them right | `3pl` | 1.3; 1.2 for true-false and situational judgement | right options / (options + 1) |
//! | several parts, all or nothing | `2pl`, or `3pl` where guessing counts | 1.4 | 1 / (answers + 1), where that is 0.05 or more |
//! | m ≥ 2 points | `gpcm`, steps evenly spread over 1.5 logits about b | 1.2 / √m | – |
//! | several parts, some of them enough | `2pl` | 1.2 | – |
//! | confidence, likert | `grm`, thresholds evenly spread over 3 logits | 1.7 | – |
//!
//! The 1 in the asymptotes is "I don't know", which counts as one more answer that a person without knowledge may
//! give. Likert and confidence items need no judgement: their thresholds lie about 0, or about the centre of the EQF
//! level where one is declared. Slopes are divided by the bank's scaling constant D. All numbers are rounded to four
//! decimals.
//!
//! Standard errors say how little is known: 0.7 of difficulties, steps and thresholds, 0.4 of slopes, 0.1 of asymptotes.
//!
//! # Cut scores
//!
//! A level of EQF e begins where a person has a probability of 2/3 of success on an item of that EQF level and average
//! demand, without guessing (the bookmark method's RP67; Mitzel, Lewis, Patz & Green 2001): [`cut_score()`].
//!
//! ```
//! use thetis_bank::expert::{cut_score, expert_model};
//! use thetis_bank::{ItemBank, Model};
//!
//! let bank: ItemBank = serde_json::from_str(r#"{
//!     "format": 1, "id": "b", "version": "1", "licence": "CC0-1.0", "languages": ["en"],
//!     "dimensions": [{ "id": "care", "competence": "care", "kind": "evaluation" }],
//!     "prior": { "mean": [0], "covariance": [[1]] },
//!     "items": [{
//!         "id": "q", "dimensions": ["care"], "kind": "single-choice", "options": ["a", "b", "c", "d"],
//!         "scoring": { "key": "b" }, "judgement": { "eqf": 2, "demand": "apply" },
//!         "model": { "type": "1pl", "b": 0 }
//!     }]
//! }"#)?;
//! let Model::ThreePl { a, b, c, .. } = expert_model(&bank, &bank.items[0])? else { panic!() };
//! assert_eq!((a, b, c), (1.3, -0.8, 0.2)); // (2 − 2.5) · 2 + 0.2, and 1 / (4 + 1)
//! assert_eq!(cut_score(2), -0.4668); // (2 − 2.5) · 2 + ln 2 / 1.3
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cuts;
mod error;
mod guessing;
mod judged;
mod method;
#[cfg(test)]
mod tests;
mod write;

pub use cuts::cut_score;
pub use error::ExpertError;
pub use judged::{Difference, Judged, JudgedItem, JudgedLevel, judge};
pub use method::{DEMANDS, LEVEL_DISTANCE, LEVELS, LeftAlone, METHOD, RATING_METHOD, difficulty, expert_model};

/// The guide's examples, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/expert-parameters.md")]
struct Guide;
