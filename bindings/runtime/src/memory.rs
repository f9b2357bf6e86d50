//! Moving memory a byte at a time, by the names the compiler calls. A session moves a few hundred bytes
//! an answer. Writes are volatile, or the compiler would see a loop that copies and call itself.

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    for i in 0..count {
        // SAFETY: the caller vouches for `count` bytes at both addresses.
        unsafe { to.add(i).write_volatile(from.add(i).read()) };
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    for step in 0..count {
        // Where the ranges overlap, the end that would be overwritten goes first.
        let i = if (to as usize) < from as usize { step } else { count - 1 - step };
        // SAFETY: as in memcpy.
        unsafe { to.add(i).write_volatile(from.add(i).read()) };
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, count: usize) -> *mut u8 {
    // C's memset: an int of which the lowest byte is meant.
    let [byte, ..] = byte.to_le_bytes();
    for i in 0..count {
        // SAFETY: the caller vouches for `count` bytes.
        unsafe { to.add(i).write_volatile(byte) };
    }
    to
}
