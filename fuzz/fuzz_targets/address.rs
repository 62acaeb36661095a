//! Address fields, service centres and reply addresses: any octets are an error within them, or build themselves.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::element::{ReplyAddress, iei};
use smsenc::{Address, InformationElement, ServiceCentre};

fuzz_target!(|octets: &[u8]| {
    match Address::parse(octets, "TP-OA") {
        Ok((address, used)) => {
            assert_eq!(address.octets(), &octets[..used]);
            // What is read of an address names it again, as far as its octets have one form.
            let (value, ton, plan) = (address.value(), address.type_of_number(), address.numbering_plan());
            if let Ok(again) = Address::number(value.as_str().into(), ton, plan) {
                // Eight characters of which the last is `@` are read as seven (see `has_spare_septet`).
                assert!(again.value() == value || again.has_spare_septet() && again.value() + "@" == value);
                assert_eq!(again.type_of_number(), ton);
            } else {
                assert!(address.is_alphanumeric(), "digits are digits");
            }
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
    match ServiceCentre::parse(octets) {
        Ok((centre, used)) => {
            let mut built = Vec::new();
            ServiceCentre::write(centre.as_ref(), &mut built);
            assert_eq!(built, &octets[..used]);
        }
        Err(error) => assert!(error.offset <= octets.len()),
    }
    if let Ok(element) = InformationElement::new(iei::REPLY_ADDRESS, octets) {
        if let Some(reply) = ReplyAddress::read(&element) {
            assert_eq!(reply.element(), element);
        }
    }
});
