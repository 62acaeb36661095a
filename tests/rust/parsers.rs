//! Parsers take any octets: an error with a place in them, or a value that builds the same octets.

use proptest::prelude::*;
use smsenc::{DataCodingScheme, InformationElement, Reading, Reassembler, UserDataHeader, decode};

fn octets() -> impl Strategy<Value = Vec<u8>> {
    // Small octets make lengths that fit, so that more than the first field is reached.
    prop::collection::vec(prop_oneof![3 => 0u8..8, 1 => 0x20u8..0x28, 1 => any::<u8>()], 0..160)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_parsed_header_builds_its_octets(octets in octets()) {
        match UserDataHeader::parse(&octets) {
            Ok(header) => {
                let built = header.to_octets().unwrap();
                prop_assert_eq!(if header.is_empty() { vec![0] } else { built }, octets);
            }
            Err(error) => prop_assert!(error.offset <= octets.len() && !error.field.is_empty()),
        }
    }

    #[test]
    fn a_built_header_parses(elements in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..30)), 1..6)) {
        let elements = elements.iter().map(|(iei, data)| InformationElement::new(*iei, data).unwrap()).collect();
        let header = UserDataHeader::new(elements);
        let octets = header.to_octets().unwrap();
        prop_assert_eq!(UserDataHeader::parse(&octets), Ok(header));
        for end in 0..octets.len() {
            prop_assert!(UserDataHeader::parse(&octets[..end]).is_err());
        }
    }

    #[test]
    fn any_octets_decode(octets in octets(), dcs in any::<u8>(), length in prop::option::of(0usize..255), has_header: bool, strip_bom: bool) {
        let reading = Reading { dcs: DataCodingScheme(dcs), user_data_length: length, has_header, strip_bom };
        let decoded = decode(&octets, reading);
        prop_assert!(decoded.payload.len() <= octets.len() * 8 / 7);
        for anomaly in &decoded.anomalies {
            prop_assert!(anomaly.offset <= octets.len() * 8 / 7);
        }
        let mut reassembler = Reassembler::default();
        reassembler.add(&decoded, "x", 0.0);
        let snapshot = reassembler.snapshot();
        prop_assert_eq!(Reassembler::restore(&snapshot).map(|restored| restored.snapshot()), Ok(snapshot));
    }

    #[test]
    fn any_octets_restore_or_are_refused(octets in octets(), place in any::<prop::sample::Index>(), octet: u8) {
        prop_assert!(Reassembler::restore(&octets).is_err());
        let mut snapshot = Reassembler::default().snapshot();
        let place = place.index(snapshot.len());
        snapshot[place] = octet;
        snapshot.extend(octets);
        let _ = Reassembler::restore(&snapshot);
    }
}
