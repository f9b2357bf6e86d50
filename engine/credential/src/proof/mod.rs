//! The two forms of signature that Open Badges 3.0 certifies: Data Integrity (`eddsa-rdfc-2022`) and VC-JWT.

mod eddsa_rdfc;
mod error;
mod jwt;

pub use eddsa_rdfc::sign_data_integrity;
pub use error::ProofError;
pub use jwt::sign_jwt;

pub(crate) use eddsa_rdfc::check_data_integrity;
pub(crate) use jwt::{check_jwt, looks_like_jwt};
