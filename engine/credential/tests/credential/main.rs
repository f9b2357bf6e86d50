//! Credentials of real logs: built, signed, baked, verified, and as European Digital Credentials.

mod elm;
mod fixtures;
mod hostile;
mod signatures;
mod support;
