//! What a WebAssembly module without `std` brings for itself: an allocator, a panic handler, moving memory; and the list of numbers
//! through which it is spoken to.
//!
//! The first three weigh half a kilobyte together; the ready-made ones weigh five, in a download whose whole budget is
//! twenty. Natively (tests, lints) and for other targets `std` does all this.

#![no_std]

#[cfg(all(target_family = "wasm", target_os = "none"))]
mod allocator;
mod exchange;
#[cfg(all(target_family = "wasm", target_os = "none"))]
mod memory;

extern crate alloc;
#[cfg(not(all(target_family = "wasm", target_os = "none")))]
extern crate std;

pub use exchange::{begin_reply, end_reply, exchange_list};

/// An impossible state traps; the page shows what it shows for a module that fails. Text would cost 10 kB.
#[cfg(all(target_family = "wasm", target_os = "none"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
