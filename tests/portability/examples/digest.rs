//! Prints the digests in the form of `golden.txt`.
//!
//! ```sh
//! cargo run --package thetis-portability --example digest > tests/portability/golden.txt
//! ```

use thetis_portability::{BLOCKS, SESSIONS_PER_BLOCK, block_digest};

fn main() {
    println!("# Digests of {SESSIONS_PER_BLOCK} seeded sessions each: see src/lib.rs. Made by examples/digest.rs.");
    println!("# A change here means that the engine computes other bits: ENGINE_REVISION has to grow with it.");
    for block in 0..BLOCKS {
        println!("{:016x}", block_digest(block));
    }
}
