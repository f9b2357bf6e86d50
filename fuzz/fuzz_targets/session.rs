#![no_main]

use thetis_robustness::Target;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let _ = Target::Session.run(input);
});
