//! Shadow tests by exact mixed-integer programming: what joins the engine and `thetis-assembly`.

use std::sync::Arc;

use thetis_core as core;

/// Finds shadow tests with [`thetis_assembly::assemble`], proven to be the best.
#[derive(Clone, Copy, Debug, Default)]
struct ExactAssembler;

impl core::Assembler for ExactAssembler {
    fn assemble(&self, problem: &[f64]) -> Option<Vec<u32>> {
        // The engine writes no list that is no problem, and no problem is known that the solver gives up on; the
        // player would read its reply as "no test" as well.
        thetis_assembly::assemble(problem).ok().flatten()
    }
}

/// What finds the shadow tests of a design.
#[must_use]
pub fn assembler() -> Arc<dyn core::Assembler> {
    Arc::new(ExactAssembler)
}

/// A bank and a design of the engine together, with what finds shadow tests where the design has them.
///
/// # Errors
///
/// What the design asks and the bank cannot do: see [`core::Test::new`].
pub fn make_test(bank: Arc<core::Bank>, design: core::Design) -> Result<core::Test, core::Error> {
    if design.blueprint.shadow.is_some() {
        core::Test::with_assembler(bank, design, assembler())
    } else {
        core::Test::new(bank, design)
    }
}
