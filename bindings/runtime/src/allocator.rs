//! Blocks in powers of two, a list of free ones for each size.
//!
//! Memory is never given back or joined, and need not be: a session asks for the same few sizes again
//! at every answer, so what one answer frees the next one takes.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr;

/// Every block is a multiple of this, so every block is aligned for anything the engine stores.
const SMALLEST: usize = 16;
const PAGE: usize = 65_536;

struct Blocks(UnsafeCell<State>);

struct State {
    /// First free block of each power of two, null if none; a free block begins with the next one's address.
    free: [*mut u8; 32],
    /// The part of the last pages grown that no block was cut from yet.
    next: usize,
    end: usize,
}

// SAFETY: a WebAssembly instance without the threads proposal has one thread.
unsafe impl Sync for Blocks {}

#[global_allocator]
static BLOCKS: Blocks = Blocks(UnsafeCell::new(State { free: [ptr::null_mut(); 32], next: 0, end: 0 }));

/// Binary logarithm of the block that holds a layout.
fn power(layout: Layout) -> usize {
    (usize::BITS - (layout.size().max(SMALLEST) - 1).leading_zeros()) as usize
}

// SAFETY: a block is handed out once until it is given back, holds at least the size asked for, and is
// aligned to SMALLEST, more than which nothing in this module asks for.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let power = power(layout);
        // SAFETY: one thread, and nothing below allocates.
        let state = unsafe { &mut *self.0.get() };
        let first = state.free[power];
        if !first.is_null() {
            // SAFETY: a block on a free list begins with the address of the next.
            state.free[power] = unsafe { first.cast::<*mut u8>().read() };
            return first;
        }
        let size = 1 << power;
        if state.end - state.next < size {
            let pages = size / PAGE + 1;
            let before = core::arch::wasm32::memory_grow::<0>(pages);
            if before == usize::MAX {
                return ptr::null_mut();
            }
            state.next = before * PAGE;
            state.end = state.next + pages * PAGE;
        }
        state.next += size;
        (state.next - size) as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let power = power(layout);
        // SAFETY: one thread; the block is no longer used and has room for an address.
        unsafe {
            let state = &mut *self.0.get();
            block.cast::<*mut u8>().write(state.free[power]);
            state.free[power] = block;
        }
    }
}
