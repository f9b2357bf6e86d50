//! What a WebAssembly module without `std` brings for itself. Natively (tests, lints) `std` does it.

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// An impossible state traps; the page shows what it shows for a module that fails. Text would cost 10 kB.
#[cfg(all(target_family = "wasm", target_os = "none"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

// wasm32-unknown-unknown (wasm-pack) has a std with a panic handler of its own.
#[cfg(not(all(target_family = "wasm", target_os = "none")))]
extern crate std;
