//! One segment: any user data under any data coding scheme and length is read, and put together, without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::{Content, DataCodingScheme, Reading, Reassembler, decode};

fuzz_target!(|octets: &[u8]| {
    let [dcs, flags, length, user_data @ ..] = octets else { return };
    let reading = Reading {
        dcs: DataCodingScheme(*dcs),
        user_data_length: (flags & 1 != 0).then_some(usize::from(*length)),
        has_header: flags & 2 != 0,
        strip_bom: flags & 4 != 0,
    };
    let decoded = decode(user_data, reading);
    let said = match &decoded.content {
        Content::Text(characters) => characters.len(),
        Content::Data(data) => data.len(),
    };
    assert!(said <= user_data.len() * 8 / 7);
    let mut reassembler = Reassembler::default();
    if let Some(whole) = reassembler.add(&decoded, "+1", 0.0) {
        assert_eq!(whole.content, decoded.content);
    } else {
        assert_eq!((reassembler.open(), reassembler.octets()), (1, decoded.payload.len()));
    }
});
