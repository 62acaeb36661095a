//! SMS-STATUS-REPORT: any octets are an error within them, or build themselves; the user data decode to something.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::Timestamp;
use smsenc::decode::{Reading, decode};
use smsenc::tpdu::{StatusReport, parse_with_service_centre};

fuzz_target!(|octets: &[u8]| {
    match StatusReport::parse(octets) {
        Ok(report) => {
            assert_eq!(report.octets(), octets);
            for stamp in [report.timestamp, report.discharge_time] {
                if let Some(time) = stamp.local_time() {
                    assert_eq!(Timestamp::new(&time).and_then(|stamp| stamp.local_time()), Some(time));
                }
            }
            assert!(!report.status.meaning().is_empty());
            report.status.category();
            if let Some(user_data) = report.parameters.as_ref().and_then(|parameters| parameters.user_data()) {
                let reading = Reading {
                    dcs: user_data.dcs(),
                    user_data_length: Some(user_data.length().into()),
                    has_header: report.has_header,
                    strip_bom: false,
                };
                decode(user_data.octets(), reading);
            }
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
    if let Err(error) = parse_with_service_centre(octets, StatusReport::parse) {
        assert!(error.offset <= octets.len());
    }
});
