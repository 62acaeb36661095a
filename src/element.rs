//! What information elements mean: the typed elements of 3GPP TS 23.040 clause 9.2.3.24.
//!
//! Each type reads itself from an element (`None` if the identifier or the length is another, or a value is one that a
//! receiver ignores) and makes the element that says the same. Elements without a type here stay raw.

use crate::address::Address;
use crate::alphabet::NationalLanguage;
use crate::dcs::Indication;
use crate::udh::InformationElement;

/// Identifiers of the elements that this library reads or writes, in hexadecimal as in the standard.
pub mod iei {
    /// Concatenated short messages, 8-bit reference (9.2.3.24.1).
    pub const CONCATENATION_8: u8 = 0x00;
    /// Special SMS message indication (9.2.3.24.2).
    pub const SPECIAL_MESSAGE: u8 = 0x01;
    /// Application port addressing, 8 bit (9.2.3.24.3).
    pub const PORTS_8: u8 = 0x04;
    /// Application port addressing, 16 bit (9.2.3.24.4).
    pub const PORTS_16: u8 = 0x05;
    /// SMSC control parameters (9.2.3.24.5).
    pub const SMSC_CONTROL: u8 = 0x06;
    /// Concatenated short messages, 16-bit reference (9.2.3.24.8).
    pub const CONCATENATION_16: u8 = 0x08;
    /// EMS text formatting (9.2.3.24.10.1.1).
    pub const TEXT_FORMATTING: u8 = 0x0A;
    /// E-mail header (9.2.3.24.11).
    pub const EMAIL_HEADER: u8 = 0x20;
    /// Reply address (9.2.3.24.14).
    pub const REPLY_ADDRESS: u8 = 0x22;
    /// National language single shift (9.2.3.24.15).
    pub const SINGLE_SHIFT: u8 = 0x24;
    /// National language locking shift (9.2.3.24.16).
    pub const LOCKING_SHIFT: u8 = 0x25;
}

/// The size of a concatenation reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceSize {
    /// Element 0x00.
    #[default]
    Eight,
    /// Element 0x08.
    Sixteen,
}

impl ReferenceSize {
    /// Octets of the concatenation element, identifier and length included.
    #[must_use]
    pub fn element_octets(self) -> usize {
        match self {
            ReferenceSize::Eight => 5,
            ReferenceSize::Sixteen => 6,
        }
    }

    /// The largest reference.
    #[must_use]
    pub fn max(self) -> u16 {
        match self {
            ReferenceSize::Eight => 0xFF,
            ReferenceSize::Sixteen => 0xFFFF,
        }
    }

    /// 8 or 16.
    #[must_use]
    pub fn bits(self) -> u8 {
        match self {
            ReferenceSize::Eight => 8,
            ReferenceSize::Sixteen => 16,
        }
    }
}

/// One segment's place in a concatenated message (9.2.3.24.1, 9.2.3.24.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Concatenation {
    /// The reference, the same in all segments.
    pub reference: u16,
    /// Its size.
    pub size: ReferenceSize,
    /// The number of segments, 1 to 255.
    pub total: u8,
    /// The number of this segment, from 1.
    pub sequence: u8,
}

impl Concatenation {
    /// Reads the element; total 0, sequence 0 and a sequence beyond the total make it one to be ignored.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        let (reference, size, total, sequence) = match (element.iei(), element.data()) {
            (iei::CONCATENATION_8, &[reference, total, sequence]) => {
                (u16::from(reference), ReferenceSize::Eight, total, sequence)
            }
            (iei::CONCATENATION_16, &[high, low, total, sequence]) => {
                (u16::from_be_bytes([high, low]), ReferenceSize::Sixteen, total, sequence)
            }
            _ => return None,
        };
        (sequence != 0 && sequence <= total).then_some(Concatenation { reference, size, total, sequence })
    }

    /// The element; a reference beyond 8 bits loses its high octet when the size says so.
    #[must_use]
    pub fn element(self) -> InformationElement {
        let [high, low] = self.reference.to_be_bytes();
        match self.size {
            ReferenceSize::Eight => InformationElement::short(iei::CONCATENATION_8, [low, self.total, self.sequence]),
            ReferenceSize::Sixteen => {
                InformationElement::short(iei::CONCATENATION_16, [high, low, self.total, self.sequence])
            }
        }
    }
}

/// Application ports (9.2.3.24.3 with 8 bits, 9.2.3.24.4 with 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ports {
    /// The port that the message is for.
    pub destination: u16,
    /// The port that it comes from.
    pub originator: u16,
    /// Whether they are sent with 16 bits each.
    pub wide: bool,
}

impl Ports {
    /// Reads the element.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        match (element.iei(), element.data()) {
            (iei::PORTS_8, &[destination, originator]) => {
                Some(Ports { destination: destination.into(), originator: originator.into(), wide: false })
            }
            (iei::PORTS_16, &[d1, d0, o1, o0]) => Some(Ports {
                destination: u16::from_be_bytes([d1, d0]),
                originator: u16::from_be_bytes([o1, o0]),
                wide: true,
            }),
            _ => None,
        }
    }

    /// The element; ports beyond 8 bits lose their high octet when `wide` is false.
    #[must_use]
    pub fn element(self) -> InformationElement {
        let ([d1, d0], [o1, o0]) = (self.destination.to_be_bytes(), self.originator.to_be_bytes());
        if self.wide {
            InformationElement::short(iei::PORTS_16, [d1, d0, o1, o0])
        } else {
            InformationElement::short(iei::PORTS_8, [d0, o0])
        }
    }
}

/// A shift to national language tables (9.2.3.24.15 single, 9.2.3.24.16 locking).
#[must_use]
pub fn shift(iei: u8, language: NationalLanguage) -> InformationElement {
    InformationElement::short(iei, [language.identifier()])
}

/// The language that a shift element of this identifier names; reserved identifiers name none.
#[must_use]
pub fn shift_language(element: &InformationElement, iei: u8) -> Option<NationalLanguage> {
    match (element.iei() == iei, element.data()) {
        (true, &[identifier]) => NationalLanguage::from_identifier(identifier),
        _ => None,
    }
}

/// How many messages of a kind wait (9.2.3.24.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SpecialMessage {
    /// The kind; [`Indication::Other`] is the extended type of the standard.
    pub indication: Indication,
    /// The extended message type, 0 to 7: 0 none, 1 video. It counts with [`Indication::Other`].
    pub extended: u8,
    /// The subscriber profile, 1 to 4.
    pub profile: u8,
    /// Whether the short message is to be stored when the indication is shown.
    pub store: bool,
    /// The number of waiting messages; 255 means 255 or more.
    pub count: u8,
}

impl SpecialMessage {
    /// Reads the element.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        let (iei::SPECIAL_MESSAGE, &[octet, count]) = (element.iei(), element.data()) else { return None };
        Some(SpecialMessage {
            indication: Indication::from_bits(octet),
            extended: octet >> 2 & 7,
            profile: (octet >> 5 & 3) + 1,
            store: octet & 0x80 != 0,
            count,
        })
    }

    /// The element.
    #[must_use]
    pub fn element(self) -> InformationElement {
        let octet = u8::from(self.store) << 7
            | (self.profile.wrapping_sub(1) & 3) << 5
            | (self.extended & 7) << 2
            | self.indication as u8;
        InformationElement::short(iei::SPECIAL_MESSAGE, [octet, self.count])
    }
}

/// What the service centre is to report of this segment (9.2.3.24.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SmscControl(pub u8);

impl SmscControl {
    /// A status report when the short message transaction is completed.
    pub const COMPLETED: u8 = 0x01;
    /// A status report on a permanent error, the service centre trying no more.
    pub const PERMANENT_ERROR: u8 = 0x02;
    /// A status report on a temporary error, the service centre trying no more.
    pub const TEMPORARY_ERROR_GIVEN_UP: u8 = 0x04;
    /// A status report on a temporary error, the service centre still trying.
    pub const TEMPORARY_ERROR: u8 = 0x08;
    /// No status reports for the rest of a concatenated message.
    pub const CANCEL_REST: u8 = 0x40;
    /// The original user data header goes into the report.
    pub const INCLUDE_HEADER: u8 = 0x80;

    /// Reads the element.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        match (element.iei(), element.data()) {
            (iei::SMSC_CONTROL, &[flags]) => Some(SmscControl(flags)),
            _ => None,
        }
    }

    /// The element.
    #[must_use]
    pub fn element(self) -> InformationElement {
        InformationElement::short(iei::SMSC_CONTROL, [self.0])
    }
}

/// The length of the e-mail header at the beginning of the text, in characters or octets (9.2.3.24.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmailHeader(pub u8);

impl EmailHeader {
    /// Reads the element.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        match (element.iei(), element.data()) {
            (iei::EMAIL_HEADER, &[length]) => Some(EmailHeader(length)),
            _ => None,
        }
    }

    /// The element.
    #[must_use]
    pub fn element(self) -> InformationElement {
        InformationElement::short(iei::EMAIL_HEADER, [self.0])
    }
}

/// The look of a part of the text (9.2.3.24.10.1.1). Positions count characters of the segment's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextFormatting {
    /// The first character.
    pub start: u8,
    /// The number of characters; 0 makes it the default for what follows.
    pub length: u8,
    /// Bits 1..0 alignment, 3..2 size, 4 bold, 5 italic, 6 underlined, 7 struck through.
    pub mode: u8,
    /// Low half foreground, high half background.
    pub colour: Option<u8>,
}

impl TextFormatting {
    /// Reads the element.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        let (start, length, mode, colour) = match (element.iei(), element.data()) {
            (iei::TEXT_FORMATTING, &[start, length, mode]) => (start, length, mode, None),
            (iei::TEXT_FORMATTING, &[start, length, mode, colour]) => (start, length, mode, Some(colour)),
            _ => return None,
        };
        Some(TextFormatting { start, length, mode, colour })
    }

    /// The element.
    #[must_use]
    pub fn element(self) -> InformationElement {
        match self.colour {
            None => InformationElement::short(iei::TEXT_FORMATTING, [self.start, self.length, self.mode]),
            Some(colour) => {
                InformationElement::short(iei::TEXT_FORMATTING, [self.start, self.length, self.mode, colour])
            }
        }
    }
}

/// The address that an answer is to go to, instead of the originator's (9.2.3.24.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReplyAddress(pub Address);

impl ReplyAddress {
    /// Reads the element: an address field and nothing else.
    #[must_use]
    pub fn read(element: &InformationElement) -> Option<Self> {
        let (iei::REPLY_ADDRESS, data) = (element.iei(), element.data()) else { return None };
        Address::parse_all(data, "IED").ok().map(ReplyAddress)
    }

    /// The element.
    #[must_use]
    pub fn element(self) -> InformationElement {
        let address = self.0.octets();
        // An address field has at most twelve octets, so there is an element for it.
        InformationElement::new(iei::REPLY_ADDRESS, &address)
            .unwrap_or_else(|_| InformationElement::short(iei::REPLY_ADDRESS, []))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concatenation_that_cannot_be_is_ignored() {
        for (total, sequence, valid) in [(2, 1, true), (1, 1, true), (0, 1, false), (2, 0, false), (2, 3, false)] {
            for size in [ReferenceSize::Eight, ReferenceSize::Sixteen] {
                let concatenation = Concatenation { reference: 7, size, total, sequence };
                let back = Concatenation::read(&concatenation.element());
                assert_eq!(back, valid.then_some(concatenation));
            }
        }
    }

    #[test]
    fn a_reply_address_is_an_address_field_and_nothing_else() {
        let address = Address::detect("+4915112345678".into()).expect("digits");
        let element = ReplyAddress(address).element();
        assert_eq!(element.data(), [0x0D, 0x91, 0x94, 0x51, 0x11, 0x32, 0x54, 0x76, 0xF8]);
        assert_eq!(ReplyAddress::read(&element), Some(ReplyAddress(address)));
        for data in [&element.data()[..8], &[element.data(), &[0]].concat(), &[]] {
            let element = InformationElement::new(iei::REPLY_ADDRESS, data).expect("short");
            assert_eq!(ReplyAddress::read(&element), None);
        }
    }

    #[test]
    fn typed_elements_read_what_they_make() {
        let ports = Ports { destination: 0x0B84, originator: 0x23F0, wide: true };
        assert_eq!(ports.element().data(), [0x0B, 0x84, 0x23, 0xF0]);
        assert_eq!(Ports::read(&ports.element()), Some(ports));
        for octet in 0..=255u8 {
            let element = InformationElement::short(iei::SPECIAL_MESSAGE, [octet, 3]);
            assert_eq!(SpecialMessage::read(&element).map(SpecialMessage::element), Some(element));
            let element = InformationElement::short(iei::SMSC_CONTROL, [octet]);
            assert_eq!(SmscControl::read(&element).map(SmscControl::element), Some(element));
            let element = InformationElement::short(iei::TEXT_FORMATTING, [1, 2, octet]);
            assert_eq!(TextFormatting::read(&element).map(TextFormatting::element), Some(element));
        }
    }
}
