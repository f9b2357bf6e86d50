//! What the WebAssembly module brings for itself, as the candidate's does, and what it offers.

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(all(target_family = "wasm", target_os = "none"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// wasm32-unknown-unknown and native targets have a std with a panic handler of its own.
#[cfg(not(all(target_family = "wasm", target_os = "none")))]
extern crate std;

/// Number of digests.
#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "an export needs its plain name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn blocks() -> u32 {
    crate::BLOCKS
}

/// One digest; JavaScript sees a BigInt, signed.
#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "an export needs its plain name")]
#[unsafe(no_mangle)]
pub(crate) extern "C" fn block_digest(block: u32) -> u64 {
    crate::block_digest(block)
}
