//! What the promises are made with: random cases, and what is expected of them, worked out a second time.

pub(crate) mod assembler;
pub(crate) mod banks;
pub(crate) mod blueprints;
pub(crate) mod cases;
pub(crate) mod designs;
pub(crate) mod draw;
pub(crate) mod expected;
pub(crate) mod posterior;
pub(crate) mod statistics;
pub(crate) mod visible;
