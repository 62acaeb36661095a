//! User data headers: any octets are an error within them, or build themselves; a receiver takes anything.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::UserDataHeader;
use smsenc::element::{Concatenation, EmailHeader, Ports, SmscControl, SpecialMessage, TextFormatting};

fuzz_target!(|octets: &[u8]| {
    match UserDataHeader::parse(octets) {
        Ok(header) => {
            let built = header.to_octets().expect("it was parsed from at most 256 octets");
            assert_eq!(if header.is_empty() { vec![0] } else { built }, octets);
            for element in header.elements() {
                // An element that reads as something is made again by it.
                assert!(Concatenation::read(element).is_none_or(|read| read.element() == *element));
                assert!(Ports::read(element).is_none_or(|read| read.element() == *element));
                assert!(SpecialMessage::read(element).is_none_or(|read| read.element() == *element));
                assert!(SmscControl::read(element).is_none_or(|read| read.element() == *element));
                assert!(EmailHeader::read(element).is_none_or(|read| read.element() == *element));
                assert!(TextFormatting::read(element).is_none_or(|read| read.element() == *element));
            }
            let _ = (header.concatenation(), header.ports(), header.alphabet());
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
    let (_, used, _) = UserDataHeader::read(octets);
    assert!(used <= octets.len());
});
