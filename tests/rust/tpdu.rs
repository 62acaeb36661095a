//! TPDUs, addresses and their fields: known octets, truncation at every octet, and octets of any kind.

use proptest::collection::vec;
use proptest::prelude::*;
use smsenc::element::{ReplyAddress, iei};
use smsenc::tpdu::{
    Deliver, ReportParameters, ReportRequest, Status, StatusCategory, StatusReport, Submit, SubmitOptions, UserData,
    UserDataError, parse_with_service_centre, submits,
};
use smsenc::{
    Address, AddressError, DataCodingScheme, DecodeError, DecodeErrorKind, InformationElement, LocalTime, Message,
    NumberingPlan, Options, RelativePeriod, ServiceCentre, Text, Timestamp, TypeOfNumber, ValidityPeriod,
};

fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).expect("hexadecimal") as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn address(hex: &str) -> Result<Address, DecodeError> {
    let octets = octets(hex);
    let (address, used) = Address::parse(&octets, "TP-OA")?;
    assert_eq!(used, octets.len());
    assert_eq!(address.octets(), octets);
    Ok(address)
}

fn error(kind: DecodeErrorKind, offset: usize, field: &'static str) -> DecodeError {
    DecodeError { kind, offset, field }
}

// ---- addresses

#[test]
fn known_alphanumeric_addresses_read_and_build() {
    let known = [
        ("07D0D4F29C0E", "Test"),
        ("0DD041E19058341E01", "ABCDEFG"),
        ("14D041E19058341E9149E512", "ABCDEFGHIJK"),
        ("0DD0D432DBFC96D301", "Telfort"),
        ("0ED0D637396C7EBBCB", "Vodafone"),
    ];
    for (hex, text) in known {
        let parsed = address(hex).expect("valid");
        assert_eq!((parsed.value().as_str(), parsed.type_of_number()), (text, TypeOfNumber::Alphanumeric));
        assert_eq!(Address::detect(text.into()), Ok(parsed));
    }
}

#[test]
fn the_length_of_an_alphanumeric_address_counts_semi_octets() {
    let lengths = [0x02, 0x04, 0x06, 0x07, 0x09, 0x0B, 0x0D, 0x0E, 0x10, 0x12, 0x14];
    for (count, length) in (1..).zip(lengths) {
        let text = "ABCDEFGHIJK"[..count].to_owned();
        let built = Address::alphanumeric(text.as_str().into()).expect("short");
        assert_eq!(built.octets()[0], length);
        assert_eq!(built.value(), text);
    }
    assert_eq!(
        Address::alphanumeric("ABCDEFGHIJ€".into()),
        Err(AddressError::TooLong { units: 12, limit: smsenc::ADDRESS_SEPTETS })
    );
    assert_eq!(Address::alphanumeric("ABC€".into()).map(|a| a.value()).as_deref(), Ok("ABC€"));
}

#[test]
fn seven_characters_with_the_length_of_eight_are_seven() {
    let parsed = address("0ED041E19058341E01").expect("valid");
    assert!(parsed.has_spare_septet());
    assert_eq!(parsed.value(), "ABCDEFG");
    let exact = address("0DD041E19058341E01").expect("valid");
    assert!(!exact.has_spare_septet());
    assert_ne!(parsed, exact);
    // Nothing is stripped where the length says seven, or where the eighth septet is another.
    assert_eq!(address("0DD0C1E07038160E00").map(|a| a.septets().len()), Ok(7));
    assert!(!address("0ED0D637396C7EBBCB").expect("valid").has_spare_septet());
}

#[test]
fn digits_read_and_build() {
    let known = [
        ("0000", "", 0x00),
        ("0B911604895626F9", "61409865629", 0x91),
        ("0F911032547698BADCFE", "0123456789*#abc", 0x91),
        ("038199F9", "999", 0x81),
        ("148121436587092143658709", "12345678901234567890", 0x81),
        ("02F721", "12", 0xF7),
    ];
    for (hex, digits, type_of_address) in known {
        let parsed = address(hex).expect("valid");
        assert_eq!((parsed.value().as_str(), parsed.type_of_address()), (digits, type_of_address));
        let again = Address::number(digits.into(), parsed.type_of_number(), parsed.numbering_plan()).expect("digits");
        assert_eq!(again.octets()[2..], parsed.octets()[2..]);
    }
    let plus = Address::detect("+61409865629".into()).expect("digits");
    assert_eq!(plus.octets(), octets("0B911604895626F9"));
    assert_eq!((plus.numbering_plan(), plus.to_string().as_str()), (NumberingPlan::E164, "+61409865629"));
}

#[test]
fn what_is_no_address_is_an_error_at_its_octet() {
    let wrong = [
        ("", DecodeErrorKind::Truncated, 0),
        ("0B", DecodeErrorKind::Truncated, 1),
        ("0B9116048956", DecodeErrorKind::Truncated, 6),
        ("0AD1CFE539", DecodeErrorKind::Truncated, 5),
        ("1591", DecodeErrorKind::BadLength(21), 0),
        ("FF91", DecodeErrorKind::BadLength(255), 0),
        ("0B91160489562609", DecodeErrorKind::BadValue(0x09), 7),
        ("0C91160489561FF7", DecodeErrorKind::BadValue(0x1F), 6),
        ("0C911604895697F7", DecodeErrorKind::BadValue(0xF7), 7),
        ("0391F1F1", DecodeErrorKind::BadValue(0xF1), 2),
    ];
    for (hex, kind, offset) in wrong {
        assert_eq!(Address::parse(&octets(hex), "TP-DA"), Err(error(kind, offset, "TP-DA")), "{hex}");
    }
}

#[test]
fn what_a_person_writes_is_told_apart() {
    let ton = |text: &str| Address::detect(text.into()).map(|address| address.type_of_number());
    assert_eq!(ton("+4915112345678"), Ok(TypeOfNumber::International));
    assert_eq!(ton("4915112345678"), Ok(TypeOfNumber::Unknown));
    assert_eq!(ton("*100#"), Ok(TypeOfNumber::Unknown));
    assert_eq!(ton("abc"), Ok(TypeOfNumber::Alphanumeric));
    assert_eq!(ton("Ärzte 24"), Ok(TypeOfNumber::Alphanumeric));
    assert_eq!(ton(""), Ok(TypeOfNumber::Unknown));
    let digit = |character: char, position| {
        Err(AddressError::Character { character: character.into(), position, alphanumeric: false })
    };
    assert_eq!(ton("+49 151"), digit(' ', 3));
    assert_eq!(ton("12+3"), digit('+', 2));
    assert_eq!(ton("Łódź"), Err(AddressError::Character { character: 0x141, position: 0, alphanumeric: true }));
    assert_eq!(ton(&"1".repeat(21)), Err(AddressError::TooLong { units: 21, limit: smsenc::ADDRESS_DIGITS }));
    let digits = Address::number("12abc".into(), TypeOfNumber::National, NumberingPlan::E164).expect("digits");
    assert_eq!(digits.octets(), octets("05A121DCFE"));
}

#[test]
fn the_service_centre_counts_octets() {
    for (hex, shown) in
        [("07911604895626F9", "+61409865629"), ("09911032547698BADCFE", "+0123456789*#abc"), ("0100", "")]
    {
        let octets = octets(hex);
        let (centre, used) = ServiceCentre::parse(&octets).expect("valid");
        assert_eq!(used, octets.len());
        assert_eq!(centre.map(|centre| centre.address().to_string()).as_deref(), Some(shown));
        let mut built = Vec::new();
        ServiceCentre::write(centre.as_ref(), &mut built);
        assert_eq!(built, octets);
    }
    assert_eq!(ServiceCentre::parse(&[0, 1]), Ok((None, 1)));
    let wrong = [
        ("", DecodeErrorKind::Truncated, 0),
        ("01", DecodeErrorKind::Truncated, 1),
        ("0B9116048956", DecodeErrorKind::Truncated, 6),
        ("0C91", DecodeErrorKind::BadLength(12), 0),
        ("05D1CFE539F1", DecodeErrorKind::BadValue(0xD1), 1),
        ("0391F111", DecodeErrorKind::BadValue(0xF1), 2),
        ("0391111F", DecodeErrorKind::BadValue(0x1F), 3),
    ];
    for (hex, kind, offset) in wrong {
        assert_eq!(ServiceCentre::parse(&octets(hex)), Err(error(kind, offset, "SCA")), "{hex}");
    }
    let name = Address::detect("Test".into()).expect("short");
    assert_eq!(ServiceCentre::new(name), Err(AddressError::Alphanumeric));
}

// ---- TPDUs

const DELIVER: &str = "040b912618185532f700009040029161428207caf03a2ca78701";
const DELIVER_PART: &str = "440b916407281553f80000525022517462000a050003420202c46332";
const SUBMIT: &str = "11000b916407281553f800000008e8329bfd066dca";
const SUBMIT_UCS2: &str = "01000b916407281553f8000808006100f1d83dde00";
const REPORT: &str = "0242049136195150713220052351408132200542ab";
const REPORT_FULL: &str = "0642049136195150713220052351408132200542ab078904067265706f7274";

#[test]
fn a_known_delivery() {
    let deliver = Deliver::parse(&octets(DELIVER)).expect("valid");
    assert_eq!(deliver.originator.to_string(), "+62818155237");
    assert!(!deliver.more_messages && !deliver.has_header && !deliver.reply_path && !deliver.loop_prevention);
    assert_eq!(deliver.timestamp.local_time().map(|t| (t.year, t.month, t.day)), Some((2009, 4, 20)));
    assert_eq!(deliver.timestamp.local_time().map(|t| (t.hour, t.minute, t.second)), Some((19, 16, 24)));
    assert_eq!(deliver.timestamp.local_time().map(|t| t.quarters), Some(28));
    let septets = smsenc::septet::unpack(deliver.user_data.octets(), deliver.user_data.length().into(), 0);
    assert_eq!(septets, b"Jakarta");
    let part = Deliver::parse(&octets(DELIVER_PART)).expect("valid");
    assert!(part.has_header);
    assert_eq!(part.user_data.length(), 10);
}

#[test]
fn known_submissions() {
    let submit = Submit::parse(&octets(SUBMIT)).expect("valid");
    assert_eq!(submit.destination.to_string(), "+46708251358");
    assert_eq!(submit.validity, Some(ValidityPeriod::Relative(RelativePeriod(0))));
    assert_eq!(submit.user_data.length(), 8);
    let submit = Submit::parse(&octets(SUBMIT_UCS2)).expect("valid");
    assert_eq!(submit.user_data.dcs(), DataCodingScheme(8));
    assert_eq!((submit.user_data.length(), submit.validity), (8, None));
}

#[test]
fn known_reports() {
    let report = StatusReport::parse(&octets(REPORT)).expect("valid");
    assert_eq!((report.message_reference, report.status), (0x42, Status(0xAB)));
    assert_eq!(report.status.category(), StatusCategory::TemporaryGivenUp);
    assert!(report.more_messages && report.parameters.is_none());
    let full = StatusReport::parse(&octets(REPORT_FULL)).expect("valid");
    let parameters = full.parameters.as_ref().expect("TP-PI");
    assert_eq!(parameters.indicators(), [7]);
    assert_eq!(parameters.protocol().map(|protocol| protocol.0), Some(0x89));
    assert_eq!(parameters.user_data().map(UserData::octets), Some(&b"report"[..]));
    let again = ReportParameters::new(parameters.protocol(), parameters.dcs(), Some((6, b"report"))).expect("short");
    assert_eq!(&again, parameters);
}

/// Parses octets as each type and gives what the parser that takes them builds.
fn rebuilt(octets: &[u8]) -> Vec<Result<Vec<u8>, DecodeError>> {
    vec![
        Submit::parse(octets).map(|pdu| pdu.octets()),
        Deliver::parse(octets).map(|pdu| pdu.octets()),
        StatusReport::parse(octets).map(|pdu| pdu.octets()),
    ]
}

#[test]
fn what_is_parsed_builds_the_same_octets() {
    for hex in [DELIVER, DELIVER_PART, SUBMIT, SUBMIT_UCS2, REPORT, REPORT_FULL] {
        let octets = octets(hex);
        assert_eq!(rebuilt(&octets).into_iter().filter_map(Result::ok).collect::<Vec<_>>(), [octets]);
    }
}

/// The fields of a TPDU and where each ends.
type Fields = &'static [(&'static str, usize)];

#[test]
fn every_truncation_names_the_field_that_is_missing() {
    let absolute = "19040481214300005150713220052303616263";
    let enhanced = "09040481214300f54300010200000003616263";
    let report_fields: Fields =
        &[("TP-MTI", 1), ("TP-MR", 2), ("TP-RA", 6), ("TP-SCTS", 13), ("TP-DT", 20), ("TP-ST", 21)];
    let cases: [(String, Fields); 5] = [
        (
            DELIVER.into(),
            &[("TP-MTI", 1), ("TP-OA", 9), ("TP-PID", 10), ("TP-DCS", 11), ("TP-SCTS", 18), ("TP-UDL", 19)],
        ),
        (
            SUBMIT.into(),
            &[
                ("TP-MTI", 1),
                ("TP-MR", 2),
                ("TP-DA", 10),
                ("TP-PID", 11),
                ("TP-DCS", 12),
                ("TP-VP", 13),
                ("TP-UDL", 14),
            ],
        ),
        (
            absolute.into(),
            &[("TP-MTI", 1), ("TP-MR", 2), ("TP-DA", 6), ("TP-PID", 7), ("TP-DCS", 8), ("TP-VP", 15), ("TP-UDL", 16)],
        ),
        (
            enhanced.into(),
            &[("TP-MTI", 1), ("TP-MR", 2), ("TP-DA", 6), ("TP-PID", 7), ("TP-DCS", 8), ("TP-VP", 15), ("TP-UDL", 16)],
        ),
        (REPORT.into(), report_fields),
    ];
    for (hex, fields) in cases {
        let whole = octets(&hex);
        for end in 0..whole.len() {
            let field = fields.iter().find(|(_, until)| end < *until).map_or("TP-UD", |(field, _)| field);
            let cut = rebuilt(&whole[..end]);
            assert!(cut.contains(&Err(error(DecodeErrorKind::Truncated, end, field))), "{hex} {end} {cut:?}");
            assert!(cut.iter().all(Result::is_err), "{hex} {end}");
        }
    }
}

#[test]
fn a_report_may_end_with_its_status_and_nowhere_behind() {
    let whole = octets(REPORT_FULL);
    for end in 0..whole.len() {
        let parsed = StatusReport::parse(&whole[..end]);
        match end {
            21 => assert_eq!(parsed.map(|report| report.parameters), Ok(None)),
            _ => assert_eq!(parsed.expect_err("cut").offset, end),
        }
    }
    let fields = [(22, "TP-PID"), (23, "TP-DCS"), (24, "TP-UDL"), (25, "TP-UD"), (30, "TP-UD")];
    for (end, field) in fields {
        assert_eq!(StatusReport::parse(&whole[..end]).map_err(|error| error.field), Err(field));
    }
}

#[test]
fn octets_behind_the_user_data_are_an_error() {
    for hex in [DELIVER, SUBMIT, REPORT_FULL] {
        let mut longer = octets(hex);
        let end = longer.len();
        longer.push(0);
        assert!(rebuilt(&longer).contains(&Err(error(DecodeErrorKind::Excess, end, "TP-UD"))), "{hex}");
    }
    let mut report = octets(REPORT);
    report.extend([0, 0]);
    assert_eq!(StatusReport::parse(&report), Err(error(DecodeErrorKind::Excess, 22, "TP-PI")));
}

#[test]
fn a_reserved_bit_of_the_parameter_indicator_lets_more_follow() {
    for tail in ["0C0141AABB", "440141AA", "80010000", "84010141AA", "08DEAD", "00", "8000"] {
        let hex = format!("{REPORT}{tail}");
        let parsed = StatusReport::parse(&octets(&hex)).expect("valid");
        assert_eq!(parsed.octets(), octets(&hex));
    }
    let extended = StatusReport::parse(&octets(&format!("{REPORT}84000141"))).expect("valid");
    let parameters = extended.parameters.expect("TP-PI");
    assert_eq!(parameters.indicators(), [0x84, 0x00]);
    assert_eq!(parameters.user_data().map(UserData::octets), Some(&b"A"[..]));
    let endless = StatusReport::parse(&octets(&format!("{REPORT}8080")));
    assert_eq!(endless, Err(error(DecodeErrorKind::Truncated, 23, "TP-PI")));
}

#[test]
fn the_length_of_user_data_counts_as_the_coding_says() {
    let submit = |dcs: u8, length: u8, count: usize| {
        let mut octets = octets("0100038121F300");
        octets.extend([dcs, length]);
        octets.extend(vec![0; count]);
        Submit::parse(&octets)
    };
    for (dcs, length, count) in [(0x00, 160, 140), (0x00, 8, 7), (0x04, 140, 140), (0x08, 3, 3), (0x20, 140, 140)] {
        assert!(submit(dcs, length, count).is_ok(), "{dcs:02X} {length}");
    }
    // A reserved coding is the default alphabet.
    assert!(submit(0x8C, 8, 7).is_ok() && submit(0x0C, 8, 7).is_ok());
    let too_long = |length: usize| Err(error(DecodeErrorKind::BadLength(length), 8, "TP-UDL"));
    assert_eq!(submit(0x00, 161, 141), too_long(161));
    assert_eq!(submit(0x04, 141, 141), too_long(141));
    assert_eq!(submit(0x20, 141, 141), too_long(141));
    assert_eq!(submit(0x04, 3, 2), Err(error(DecodeErrorKind::Truncated, 11, "TP-UD")));
    let dcs = DataCodingScheme(4);
    assert_eq!(UserData::new(dcs, 3, b"ab"), Err(UserDataError::Length { length: 3, needed: 3, octets: 2 }));
    assert_eq!(UserData::new(dcs, 141, &[0; 141]), Err(UserDataError::TooLong { octets: 141, limit: 140 }));
    assert!(ReportParameters::new(None, None, Some((163, &[0; 143]))).is_ok());
    assert!(ReportParameters::new(None, None, Some((164, &[0; 144]))).is_err());
}

#[test]
fn a_reserved_type_is_read_as_a_delivery_and_kept() {
    let mut octets = octets(DELIVER);
    for first in 0..=255u8 {
        octets[0] = first;
        let parsed = Deliver::parse(&octets);
        match first & 3 {
            0 | 3 => assert_eq!(parsed.expect("a delivery").octets(), octets),
            _ => assert_eq!(parsed, Err(error(DecodeErrorKind::BadValue(first), 0, "TP-MTI"))),
        }
    }
}

#[test]
fn every_bit_of_the_first_octet_comes_back() {
    for first in 0..=255u8 {
        for hex in [SUBMIT, REPORT] {
            let mut octets = octets(hex);
            octets[0] = first;
            for built in rebuilt(&octets).into_iter().flatten() {
                assert_eq!(built, octets);
            }
        }
    }
}

#[test]
fn a_pdu_of_an_at_command_has_the_service_centre_in_front() {
    let mut whole = octets("07919730071111F1");
    whole.extend(octets(DELIVER));
    let (centre, deliver) = parse_with_service_centre(&whole, Deliver::parse).expect("valid");
    assert_eq!(centre.map(|centre| centre.address().to_string()).as_deref(), Some("+79037011111"));
    assert_eq!(deliver.octets(), octets(DELIVER));
    let cut = parse_with_service_centre(&whole[..10], Deliver::parse);
    assert_eq!(cut.map(|_| ()), Err(error(DecodeErrorKind::Truncated, 10, "TP-OA")));
    assert_eq!(
        parse_with_service_centre(&whole[..3], Deliver::parse).map(|_| ()),
        Err(error(DecodeErrorKind::Truncated, 3, "SCA"))
    );
}

#[test]
fn a_message_becomes_a_submission_for_each_segment() {
    let text = "a".repeat(400);
    let message = Message::encode(Text::from(text.as_str()), &Options::default(), Some(7)).expect("plain");
    let to = Address::detect("+46708251358".into()).expect("digits");
    let options = SubmitOptions {
        first_reference: 254,
        status_reports: ReportRequest::Last,
        reply_path: true,
        validity: Some(ValidityPeriod::Relative(RelativePeriod(0xA7))),
        ..SubmitOptions::default()
    };
    let pdus = submits(&message, &to, &options);
    assert_eq!(pdus.iter().map(|pdu| pdu.message_reference).collect::<Vec<_>>(), [254, 255, 0]);
    assert_eq!(pdus.iter().map(|pdu| pdu.status_report_request).collect::<Vec<_>>(), [false, false, true]);
    for (segment, pdu) in pdus.iter().enumerate() {
        assert_eq!(Submit::parse(&pdu.octets()).as_ref(), Ok(pdu));
        assert_eq!(pdu.user_data.octets(), message.user_data(segment));
        assert_eq!(usize::from(pdu.user_data.length()), message.user_data_length(segment));
        let same = Submit {
            message_reference: 254,
            status_report_request: false,
            user_data: pdus[0].user_data.clone(),
            ..pdu.clone()
        };
        assert_eq!(same, pdus[0]);
        assert!(pdu.has_header && pdu.reply_path);
    }
    assert_eq!(
        submits(&message, &to, &SubmitOptions { status_reports: ReportRequest::Each, ..options })
            .iter()
            .filter(|pdu| pdu.status_report_request)
            .count(),
        3
    );
    let single = Message::encode(Text::from("hello €"), &Options::default(), None).expect("plain");
    let pdus = submits(
        &single,
        &to,
        &SubmitOptions { validity: Some(ValidityPeriod::Relative(RelativePeriod(0))), ..SubmitOptions::default() },
    );
    assert_eq!(pdus[0].octets(), octets(SUBMIT));
}

// ---- properties

fn addresses() -> impl Strategy<Value = Address> {
    let number = (proptest::string::string_regex("[0-9*#abc]{0,20}").expect("a pattern"), 0u8..8, 0u8..16).prop_map(
        |(digits, ton, plan)| match TypeOfNumber::from_bits(ton) {
            TypeOfNumber::Alphanumeric => Address::alphanumeric("abc".into()).expect("short"),
            ton => Address::number(digits.as_str().into(), ton, NumberingPlan(plan)).expect("digits"),
        },
    );
    let name = proptest::string::string_regex("[A-Za-z@Ä ]{0,11}").expect("a pattern");
    prop_oneof![number, name.prop_map(|name| Address::alphanumeric(name.as_str().into()).expect("short"))]
}

fn timestamps() -> impl Strategy<Value = Timestamp> {
    any::<[u8; 7]>().prop_map(Timestamp)
}

fn user_data() -> impl Strategy<Value = UserData> {
    (any::<u8>(), 0u8..=140).prop_flat_map(|(dcs, length)| {
        let dcs = DataCodingScheme(dcs);
        vec(any::<u8>(), UserData::octets_of(dcs, length))
            .prop_map(move |octets| UserData::new(dcs, length, &octets).expect("as the length says"))
    })
}

proptest! {
    #[test]
    fn any_octets_parse_to_what_builds_them_or_to_an_error_within(octets in vec(any::<u8>(), 0..200)) {
        for parsed in rebuilt(&octets) {
            match parsed {
                Ok(built) => prop_assert_eq!(built, &octets[..]),
                Err(error) => prop_assert!(error.offset <= octets.len()),
            }
        }
        match Address::parse(&octets, "TP-OA") {
            Ok((address, used)) => {
                prop_assert_eq!(&address.octets()[..], &octets[..used]);
                prop_assert!(address.value().chars().count() <= 20);
            }
            Err(error) => prop_assert!(error.offset <= octets.len()),
        }
        match ServiceCentre::parse(&octets) {
            Ok((centre, used)) => {
                let mut built = Vec::new();
                ServiceCentre::write(centre.as_ref(), &mut built);
                prop_assert_eq!(&built[..], &octets[..used]);
            }
            Err(error) => prop_assert!(error.offset <= octets.len()),
        }
        if octets.len() <= 255 {
            let element = InformationElement::new(iei::REPLY_ADDRESS, &octets).expect("short");
            if let Some(address) = ReplyAddress::read(&element) {
                prop_assert_eq!(address.element(), element);
            }
        }
    }

    #[test]
    fn one_changed_octet_never_panics_and_never_loses_octets(
        which in 0usize..6, at in any::<prop::sample::Index>(), octet in any::<u8>()
    ) {
        let mut octets = octets([DELIVER, DELIVER_PART, SUBMIT, SUBMIT_UCS2, REPORT, REPORT_FULL][which]);
        let at = at.index(octets.len());
        octets[at] = octet;
        for built in rebuilt(&octets).into_iter().flatten() {
            prop_assert_eq!(built, &octets[..]);
        }
    }

    #[test]
    fn a_built_submission_parses_to_itself(
        destination in addresses(), user_data in user_data(), bits in any::<[bool; 4]>(), message_reference in any::<u8>(),
        protocol in any::<u8>(), validity in prop::option::of(any::<u8>())
    ) {
        let submit = Submit {
            reject_duplicates: bits[0],
            status_report_request: bits[1],
            has_header: bits[2],
            reply_path: bits[3],
            message_reference,
            protocol: smsenc::tpdu::ProtocolIdentifier(protocol),
            validity: validity.map(|octet| ValidityPeriod::Relative(RelativePeriod(octet))),
            ..Submit::new(destination, user_data)
        };
        prop_assert_eq!(Submit::parse(&submit.octets()), Ok(submit));
    }

    #[test]
    fn a_built_delivery_parses_to_itself(
        originator in addresses(), timestamp in timestamps(), user_data in user_data(), bits in any::<[bool; 5]>()
    ) {
        let deliver = Deliver {
            more_messages: bits[0],
            loop_prevention: bits[1],
            status_report_indication: bits[2],
            has_header: bits[3],
            reply_path: bits[4],
            ..Deliver::new(originator, timestamp, user_data)
        };
        prop_assert_eq!(Deliver::parse(&deliver.octets()), Ok(deliver));
    }

    #[test]
    fn a_built_report_parses_to_itself(
        recipient in addresses(), scts in timestamps(), dt in timestamps(), status in any::<u8>(), bits in any::<[bool; 4]>(),
        parameters in prop::option::of((prop::option::of(any::<u8>()), prop::option::of(user_data())))
    ) {
        let parameters = parameters.map(|(protocol, user_data)| {
            ReportParameters::new(
                protocol.map(smsenc::tpdu::ProtocolIdentifier),
                user_data.as_ref().map(UserData::dcs),
                user_data.as_ref().map(|user_data| (user_data.length(), user_data.octets())),
            )
            .expect("possible")
        });
        let report = StatusReport {
            more_messages: bits[0],
            loop_prevention: bits[1],
            answers_command: bits[2],
            has_header: bits[3],
            parameters,
            ..StatusReport::new(7, recipient, scts, dt, Status(status))
        };
        prop_assert_eq!(StatusReport::parse(&report.octets()), Ok(report));
    }

    #[test]
    fn a_time_stamp_that_is_a_time_comes_back(octets in any::<[u8; 7]>()) {
        if let Some(time) = Timestamp(octets).local_time() {
            let built = Timestamp::new(&time).expect("a time");
            prop_assert_eq!(built.local_time(), Some(time));
            // GMT has two ways to be written, and a digit that is none counts as 0; all else has one.
            let [digits @ .., zone] = octets;
            let decimal = digits.into_iter().chain([zone & 0xF7]).all(|octet| octet & 0xF < 10 && octet >> 4 < 10);
            if decimal && time.quarters != 0 {
                prop_assert_eq!(built.0, octets);
            }
        }
    }

    #[test]
    fn a_possible_time_comes_back(
        year in 1990u16..2090, month in 1u8..=12, day in 1u8..=28, hour in 0u8..24, minute in 0u8..60,
        second in 0u8..60, quarters in -79i8..=79
    ) {
        let time = LocalTime { year, month, day, hour, minute, second, quarters };
        prop_assert_eq!(Timestamp::new(&time).and_then(|stamp| stamp.local_time()), Some(time));
    }
}
