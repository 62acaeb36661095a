//! SMS-DELIVER: any octets are an error within them, or build themselves; the user data decode to something.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::Timestamp;
use smsenc::decode::{Reading, decode};
use smsenc::tpdu::{Deliver, parse_with_service_centre};

fuzz_target!(|octets: &[u8]| {
    match Deliver::parse(octets) {
        Ok(pdu) => {
            assert_eq!(pdu.octets(), octets);
            if let Some(time) = pdu.timestamp.local_time() {
                assert_eq!(Timestamp::new(&time).and_then(|stamp| stamp.local_time()), Some(time));
            }
            let user_data = &pdu.user_data;
            let reading = Reading {
                dcs: user_data.dcs(),
                user_data_length: Some(user_data.length().into()),
                has_header: pdu.has_header,
                strip_bom: false,
            };
            decode(user_data.octets(), reading);
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
    if let Err(error) = parse_with_service_centre(octets, Deliver::parse) {
        assert!(error.offset <= octets.len());
    }
});
