//! SMS-SUBMIT: any octets are an error within them, or build themselves; the user data decode to something.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::decode::{Reading, decode};
use smsenc::tpdu::{Submit, parse_with_service_centre};
use smsenc::{EnhancedPeriod, ValidityPeriod};

fuzz_target!(|octets: &[u8]| {
    match Submit::parse(octets) {
        Ok(pdu) => {
            assert_eq!(pdu.octets(), octets);
            if let Some(ValidityPeriod::Enhanced(period)) = pdu.validity {
                // An enhanced period that says something says it again.
                let format = period.format();
                if let Some(again) = EnhancedPeriod::new(format, period.is_single_shot()) {
                    assert_eq!(again.format(), format);
                }
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
    if let Err(error) = parse_with_service_centre(octets, Submit::parse) {
        assert!(error.offset <= octets.len());
    }
});
