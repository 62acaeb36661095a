//! Snapshots of a reassembler: any octets are refused, or are a state that writes itself down again and works.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::Reassembler;

fuzz_target!(|octets: &[u8]| {
    match Reassembler::restore(octets) {
        Ok(mut reassembler) => {
            let again = Reassembler::restore(&reassembler.snapshot()).expect("its own");
            assert_eq!((again.open(), again.octets()), (reassembler.open(), reassembler.octets()));
            let open = reassembler.open();
            assert!(reassembler.expire(f64::MAX).len() <= open);
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
});
