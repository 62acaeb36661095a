//! The same road backwards: the user data of one segment to text or octets.
//!
//! A receiver takes what it gets (3GPP TS 23.038 clauses 4 and 6.2.1, TS 23.040 clause 9.2.3.24); what was wrong with
//! it is told as [`Anomaly`], never silently. Nothing here fails.

use crate::alphabet::{Alphabet, ESCAPE, NationalLanguage};
use crate::dcs::DataCodingScheme;
use crate::element::{Concatenation, Ports, iei, shift_language};
use crate::encoding::{fill_bits, header_septets};
use crate::error::EncodingName;
use crate::kernel::Level;
use crate::septet::{packed_len, unpack, unpacked_len};
use crate::text::is_surrogate;
use crate::ucs2;
use crate::udh::{HeaderFault, InformationElement, UserDataHeader};

/// Something that a receiver had to overlook or to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnomalyKind {
    /// The data coding scheme is reserved: read as GSM 7 bit default alphabet (TS 23.038 clause 4).
    ReservedCoding,
    /// Compressed text (TS 23.042) is handed on as octets.
    Compressed,
    /// UDHL goes beyond the user data: there is no header.
    HeaderBeyondData,
    /// An element goes beyond UDHL: the whole header is ignored (TS 23.040 clause 9.2.3.24).
    HeaderIgnored,
    /// An element of impossible length or value is ignored.
    ElementIgnored,
    /// An element that may not be repeated, or one that excludes it, comes again: the last one counts.
    ElementRepeated,
    /// TP-UDL says more than there is.
    LengthBeyondData,
    /// Octets follow behind what TP-UDL says.
    ExcessOctets,
    /// Without TP-UDL seven spare zero bits may be an `@`: they are taken for spare bits.
    AmbiguousTail,
    /// A last odd octet of UCS-2 is left out.
    OddOctet,
    /// A surrogate without its other half.
    LoneSurrogate,
    /// A byte order mark was removed from the beginning.
    ByteOrderMark,
    /// An escape before a septet that the single shift table does not have: the locking table's character is shown
    /// (TS 23.038 clause 6.2.1.1).
    UndefinedEscape,
    /// An escape before an escape, reserved for a further table: a space is shown (clause 6.2.1.1 note 1).
    ReservedEscape,
    /// An escape at the end: nothing is shown.
    LoneEscape,
    /// A septet that the locking table does not have: a space is shown.
    UndefinedSeptet,
}

impl AnomalyKind {
    /// Every kind.
    pub const ALL: [AnomalyKind; 16] = {
        use AnomalyKind::*;
        [
            ReservedCoding,
            Compressed,
            HeaderBeyondData,
            HeaderIgnored,
            ElementIgnored,
            ElementRepeated,
            LengthBeyondData,
            ExcessOctets,
            AmbiguousTail,
            OddOctet,
            LoneSurrogate,
            ByteOrderMark,
            UndefinedEscape,
            ReservedEscape,
            LoneEscape,
            UndefinedSeptet,
        ]
    };

    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AnomalyKind::ReservedCoding => "reserved-coding",
            AnomalyKind::Compressed => "compressed",
            AnomalyKind::HeaderBeyondData => "header-beyond-data",
            AnomalyKind::HeaderIgnored => "header-ignored",
            AnomalyKind::ElementIgnored => "element-ignored",
            AnomalyKind::ElementRepeated => "element-repeated",
            AnomalyKind::LengthBeyondData => "length-beyond-data",
            AnomalyKind::ExcessOctets => "excess-octets",
            AnomalyKind::AmbiguousTail => "ambiguous-tail",
            AnomalyKind::OddOctet => "odd-octet",
            AnomalyKind::LoneSurrogate => "lone-surrogate",
            AnomalyKind::ByteOrderMark => "byte-order-mark",
            AnomalyKind::UndefinedEscape => "undefined-escape",
            AnomalyKind::ReservedEscape => "reserved-escape",
            AnomalyKind::LoneEscape => "lone-escape",
            AnomalyKind::UndefinedSeptet => "undefined-septet",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An anomaly and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anomaly {
    /// What it is.
    pub kind: AnomalyKind,
    /// The septet of the text for GSM 7 bit characters, the octet of the user data for everything else.
    pub offset: usize,
}

/// What a segment says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Characters; lone surrogates possible.
    Text(Vec<u32>),
    /// Octets.
    Data(Vec<u8>),
}

/// A decoded segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decoded {
    /// The scheme that was applied.
    pub dcs: DataCodingScheme,
    /// How the content was coded.
    pub encoding: EncodingName,
    /// The tables in force.
    pub alphabet: Alphabet,
    /// The header; empty when there is none or it had to be ignored.
    pub header: UserDataHeader,
    /// The content without header: one septet an octet, whole units of UTF-16BE, or octets.
    pub payload: Vec<u8>,
    /// What it says.
    pub content: Content,
    /// What was wrong.
    pub anomalies: Vec<Anomaly>,
}

/// What a receiver knows besides the user data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reading {
    /// TP-DCS.
    pub dcs: DataCodingScheme,
    /// TP-UDL, if it is known: septets for GSM 7 bit (header and fill included), octets otherwise.
    pub user_data_length: Option<usize>,
    /// TP-UDHI: whether the user data begins with a header.
    pub has_header: bool,
    /// Whether U+FEFF at the beginning of UCS-2 is removed.
    pub strip_bom: bool,
}

/// Reads the user data of one segment.
#[must_use]
pub fn decode(user_data: &[u8], reading: Reading) -> Decoded {
    let dcs = reading.dcs;
    let encoding = if dcs.is_compressed() { EncodingName::EightBit } else { dcs.encoding() };
    let mut anomalies = Vec::new();
    let mut note = |kind, offset| anomalies.push(Anomaly { kind, offset });
    if dcs.is_reserved() {
        note(AnomalyKind::ReservedCoding, 0);
    }
    if dcs.is_compressed() {
        note(AnomalyKind::Compressed, 0);
    }
    let (mut header, mut header_octets) = (UserDataHeader::default(), 0);
    if reading.has_header {
        let (read, octets, fault) = UserDataHeader::read(user_data);
        (header, header_octets) = (read, octets);
        match fault {
            Some(HeaderFault::LengthBeyondData) => note(AnomalyKind::HeaderBeyondData, 0),
            Some(HeaderFault::ElementBeyondLength) => note(AnomalyKind::HeaderIgnored, 1),
            None => judge(header.elements(), &mut note),
        }
    }
    let alphabet = if encoding == EncodingName::Gsm7 { header.alphabet() } else { Alphabet::DEFAULT };
    let (payload, content) = match encoding {
        EncodingName::Gsm7 => {
            let payload = text_septets(user_data, header_octets, reading.user_data_length, &mut note);
            let (characters, found) = septets(&payload, alphabet);
            anomalies.extend(found);
            (payload, Content::Text(characters))
        }
        EncodingName::Ucs2 => {
            let mut octets = octets(user_data, header_octets, reading.user_data_length, &mut note);
            if octets.len() % 2 == 1 {
                octets = &octets[..octets.len() - 1];
                note(AnomalyKind::OddOctet, header_octets + octets.len());
            }
            let mut offset = header_octets;
            if reading.strip_bom && octets.starts_with(&BYTE_ORDER_MARK) {
                note(AnomalyKind::ByteOrderMark, header_octets);
                octets = &octets[2..];
                offset += 2;
            }
            let characters = ucs2::decode(octets);
            for &character in &characters {
                if is_surrogate(character) {
                    note(AnomalyKind::LoneSurrogate, offset);
                }
                offset += 2 * crate::encoding::utf16_units(character);
            }
            (octets.to_vec(), Content::Text(characters))
        }
        EncodingName::EightBit => {
            let octets = octets(user_data, header_octets, reading.user_data_length, &mut note);
            (octets.to_vec(), Content::Data(octets.to_vec()))
        }
    };
    Decoded { dcs, encoding, alphabet, header, payload, content, anomalies }
}

const BYTE_ORDER_MARK: [u8; 2] = [0xFE, 0xFF];

/// The octets behind the header, as far as TP-UDL goes.
fn octets<'a>(
    user_data: &'a [u8],
    header: usize,
    length: Option<usize>,
    note: &mut impl FnMut(AnomalyKind, usize),
) -> &'a [u8] {
    let length = length.unwrap_or(user_data.len());
    if length > user_data.len() {
        note(AnomalyKind::LengthBeyondData, user_data.len());
    } else if length < user_data.len() {
        note(AnomalyKind::ExcessOctets, length);
    }
    user_data[..length.min(user_data.len())].get(header..).unwrap_or_default()
}

/// The septets behind header and fill bits, as far as TP-UDL goes.
fn text_septets(
    user_data: &[u8],
    header: usize,
    length: Option<usize>,
    note: &mut impl FnMut(AnomalyKind, usize),
) -> Vec<u8> {
    let fill = fill_bits(header);
    let body = &user_data[header..];
    let room = unpacked_len(body.len(), fill);
    let Some(length) = length else {
        let mut septets = unpack(body, room, fill);
        // Seven bits are left over when one septet fewer needs as many octets.
        if septets.last() == Some(&0) && packed_len(room - 1, fill) == body.len() {
            note(AnomalyKind::AmbiguousTail, room - 1);
            septets.pop();
        }
        return septets;
    };
    let count = length.saturating_sub(header_septets(header));
    if count > room || length < header_septets(header) {
        note(AnomalyKind::LengthBeyondData, user_data.len());
    } else if packed_len(count, fill) < body.len() {
        note(AnomalyKind::ExcessOctets, header + packed_len(count, fill));
    }
    unpack(body, count, fill)
}

/// Notes the elements that a receiver ignores, and those that come again although they may not.
fn judge(elements: &[InformationElement], note: &mut impl FnMut(AnomalyKind, usize)) {
    let mut offset = 1;
    let mut seen = Vec::new();
    for element in elements {
        let usable = match element.iei() {
            iei::CONCATENATION_8 | iei::CONCATENATION_16 => Concatenation::read(element).is_some(),
            iei::PORTS_8 | iei::PORTS_16 => Ports::read(element).is_some(),
            iei::SINGLE_SHIFT => shift_language(element, iei::SINGLE_SHIFT).is_some(),
            iei::LOCKING_SHIFT => {
                shift_language(element, iei::LOCKING_SHIFT).is_some_and(NationalLanguage::has_locking_table)
            }
            _ => true,
        };
        // Elements of one family exclude each other as repetitions do (clause 9.2.3.24).
        let family = match element.iei() {
            iei::CONCATENATION_8 | iei::CONCATENATION_16 => Some(iei::CONCATENATION_8),
            iei::PORTS_8 | iei::PORTS_16 => Some(iei::PORTS_8),
            iei::SMSC_CONTROL | iei::EMAIL_HEADER | iei::REPLY_ADDRESS | iei::SINGLE_SHIFT | iei::LOCKING_SHIFT => {
                Some(element.iei())
            }
            _ => None,
        };
        if !usable {
            note(AnomalyKind::ElementIgnored, offset);
        } else if let Some(family) = family {
            if seen.contains(&family) {
                note(AnomalyKind::ElementRepeated, offset);
            }
            seen.push(family);
        }
        offset += element.octets();
    }
}

/// The characters of septets, one an octet.
#[must_use]
pub fn septets(septets: &[u8], alphabet: Alphabet) -> (Vec<u32>, Vec<Anomaly>) {
    if alphabet == Alphabet::DEFAULT
        && let Some(characters) = latin1(septets)
    {
        return (characters.into_iter().map(u32::from).collect(), Vec::new());
    }
    let mut characters = Vec::with_capacity(septets.len());
    let mut anomalies = Vec::new();
    let mut stream = septets.iter().map(|septet| septet & 0x7F).enumerate();
    while let Some((offset, septet)) = stream.next() {
        let mut note = |kind| anomalies.push(Anomaly { kind, offset });
        let character = if septet == ESCAPE {
            match stream.next() {
                None => {
                    note(AnomalyKind::LoneEscape);
                    continue;
                }
                Some((_, ESCAPE)) => {
                    note(AnomalyKind::ReservedEscape);
                    ' '
                }
                Some((_, shifted)) => alphabet.escaped(shifted).unwrap_or_else(|| {
                    note(AnomalyKind::UndefinedEscape);
                    alphabet.plain(shifted).unwrap_or(' ')
                }),
            }
        } else {
            alphabet.plain(septet).unwrap_or_else(|| {
                note(AnomalyKind::UndefinedSeptet);
                ' '
            })
        };
        characters.push(character.into());
    }
    (characters, anomalies)
}

/// The characters of septets by the default tables, an octet each, if all are below U+0100 and nothing is wrong: as in
/// most texts. An octet that is no septet is wrong.
pub(crate) fn latin1(septets: &[u8]) -> Option<Vec<u8>> {
    let mut characters = Vec::with_capacity(septets.len() + Level::SLACK);
    let mut rest = septets;
    loop {
        let plain = Level::active().latin1(rest, &mut characters);
        match rest[plain..] {
            [] => return Some(characters),
            [ESCAPE, shifted @ 0..0x80, ref behind @ ..] => {
                characters.push(u8::try_from(Alphabet::DEFAULT.escaped(shifted)?).ok()?);
                rest = behind;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::septet::pack;
    use AnomalyKind::*;

    fn text(decoded: &Decoded) -> String {
        match &decoded.content {
            Content::Text(characters) => {
                characters.iter().map(|&c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            Content::Data(_) => panic!("octets"),
        }
    }

    fn kinds(decoded: &Decoded) -> Vec<AnomalyKind> {
        decoded.anomalies.iter().map(|anomaly| anomaly.kind).collect()
    }

    fn read(septets: &[u8], elements: &[u8]) -> (String, Vec<AnomalyKind>) {
        let header: Vec<u8> = if elements.is_empty() {
            vec![]
        } else {
            std::iter::once(elements.len() as u8).chain(elements.iter().copied()).collect()
        };
        let mut user_data = header.clone();
        user_data.extend(pack(septets, fill_bits(header.len())));
        let length = header_septets(header.len()) + septets.len();
        let reading = Reading { user_data_length: Some(length), has_header: !header.is_empty(), ..Reading::default() };
        let decoded = decode(&user_data, reading);
        (text(&decoded), kinds(&decoded))
    }

    #[test]
    fn escapes_fall_back_as_the_clause_says() {
        assert_eq!(read(b"a\x1Bab", &[]), ("aab".into(), vec![UndefinedEscape]));
        assert_eq!(read(b"a\x1B\x1Bb", &[]), ("a b".into(), vec![ReservedEscape]));
        assert_eq!(read(b"ab\x1B", &[]), ("ab".into(), vec![LoneEscape]));
        assert_eq!(read(b"\x1Be", &[]), ("€".into(), vec![]));
        // Telugu single shift has nothing at 0x65.
        assert_eq!(read(b"\x1Be", &[0x24, 1, 12]), ("e".into(), vec![UndefinedEscape]));
    }

    #[test]
    fn the_last_usable_shift_counts() {
        assert_eq!(read(b"\x1Bg\x1Bs", &[0x24, 1, 1]), ("ğş".into(), vec![]));
        assert_eq!(read(b"\x1Bu", &[0x24, 1, 1, 0x24, 1, 2]), ("ú".into(), vec![ElementRepeated]));
        assert_eq!(read(b"\x1Bg", &[0x24, 1, 1, 0x24, 1, 99]), ("ğ".into(), vec![ElementIgnored]));
        assert_eq!(read(b"ok", &[0x25, 1, 2]).0, "ok");
    }

    #[test]
    fn a_broken_header_is_ignored_as_a_whole() {
        let (said, anomalies) = read(b"text", &[0x00, 3, 1, 2, 1, 0x24, 9]);
        assert_eq!((&*said, anomalies), ("text", vec![HeaderIgnored]));
        let decoded = decode(&[200, 1, 2], Reading { has_header: true, ..Reading::default() });
        assert_eq!(kinds(&decoded)[0], HeaderBeyondData);
        assert_eq!(decoded.payload.len(), 3);
    }

    #[test]
    fn a_tail_of_seven_zero_bits_is_ambiguous_without_a_length() {
        let octets = pack(b"1234567", 0);
        let decoded = decode(&octets, Reading::default());
        assert_eq!((text(&decoded), kinds(&decoded)), ("1234567".into(), vec![AmbiguousTail]));
        let decoded = decode(&octets, Reading { user_data_length: Some(8), ..Reading::default() });
        assert_eq!((text(&decoded), kinds(&decoded)), ("1234567@".into(), vec![]));
        let decoded = decode(&pack(b"123456\0", 0)[..], Reading::default());
        assert_eq!((text(&decoded), kinds(&decoded)), ("123456@".into(), vec![AmbiguousTail]));
    }

    #[test]
    fn utf16_is_read_with_what_is_odd_about_it_told() {
        let ucs2 = DataCodingScheme(8);
        let decoded = decode(&[0xFE, 0xFF, 0, 0x61, 0xD8, 0x3D, 0x62], Reading { dcs: ucs2, ..Reading::default() });
        assert_eq!(decoded.content, Content::Text(vec![0xFEFF, 0x61, 0xD83D]));
        assert_eq!(kinds(&decoded), [OddOctet, LoneSurrogate]);
        let strip = Reading { dcs: ucs2, strip_bom: true, ..Reading::default() };
        assert_eq!(kinds(&decode(&[0xFE, 0xFF, 0, 0x61], strip)), [ByteOrderMark]);
    }

    #[test]
    fn lengths_that_do_not_fit_are_told() {
        let reading = |length| Reading { user_data_length: Some(length), ..Reading::default() };
        assert_eq!(kinds(&decode(&pack(b"abc", 0), reading(9))), [LengthBeyondData]);
        assert_eq!(kinds(&decode(&pack(b"abcdefgh", 0), reading(3))), [ExcessOctets]);
        assert_eq!(kinds(&decode(&pack(b"abc", 0), reading(3))), []);
    }

    #[test]
    fn names_are_unique() {
        for kind in AnomalyKind::ALL {
            assert_eq!(AnomalyKind::from_name(kind.name()), Some(kind));
        }
    }
}
