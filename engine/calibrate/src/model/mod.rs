//! Item response models as they are estimated: slopes and intercepts.
//!
//! | family | probability | parameters, in order |
//! |---|---|---|
//! | dichotomous (1PL to 4PL) | `P(1) = g + (u − g) σ(a·θ + d)` | `a…, d, logit g, logit u` |
//! | graded (Samejima 1969) | `P(X ≥ k) = σ(a·θ + d_k)` | `a…, d_1 > d_2 > …` |
//! | (generalised) partial credit (Muraki 1992) | `P(k) ∝ exp(k a·θ + d_k)`, `d_0 = 0` | `a…, d_1, d_2, …` |
//! | rating scale (Andrich 1978) | `P(k) ∝ exp Σ_{j≤k} (a·θ + c − τ_j)` | `a…, τ_1, …, c` |
//! | nominal (Bock 1972) | `P(k) ∝ exp(s_k θ + d_k)`, `s_0 = d_0 = 0` | `s_1, …, d_1, …` |
//!
//! Estimating in this form keeps the likelihood of a two-parameter item concave; [`CalibratedItem::irt`](crate::CalibratedItem)
//! gives the bank's `a, b, c, d`.

mod convert;
mod derivatives;
mod dichotomous;
mod divide;
mod graded;
mod kind;
mod parameter;
mod shape;

pub use convert::IrtParameters;
pub use kind::Model;
pub use parameter::Parameter;
pub(crate) use shape::{Family, Shape, Update, logistic};
