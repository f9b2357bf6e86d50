//! How the function becomes known to the three kinds of process.

use std::sync::Arc;

use ballista_core::registry::BallistaFunctionRegistry;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::registry::FunctionRegistry;
use datafusion::prelude::SessionConfig;

use crate::function::function;
use crate::storage;

/// All functions of an executor: DataFusion's, and ours.
#[must_use]
pub fn functions() -> BallistaFunctionRegistry {
    let mut registry = BallistaFunctionRegistry::default();
    let own = Arc::new(function());
    registry.aggregate_functions.insert(own.name().to_owned(), own);
    registry
}

/// A session of the scheduler or of a client, with our function.
///
/// # Errors
/// What DataFusion says.
pub(crate) fn session(config: SessionConfig) -> datafusion::common::Result<SessionState> {
    let state = ballista_core::utils::default_session_builder(config)?;
    let mut state = SessionStateBuilder::new_from_existing(state).with_runtime_env(storage::runtime(None)?).build();
    state.register_udaf(Arc::new(function()))?;
    Ok(state)
}
