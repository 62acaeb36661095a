//! The data coding scheme: TP-DCS, 3GPP TS 23.038 clause 4.

use crate::error::EncodingName;

/// The message class (clause 4): who is to keep the message. Class 0 is displayed at once ("flash").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum MessageClass {
    /// Immediate display.
    Class0,
    /// Mobile equipment.
    Class1,
    /// (U)SIM.
    Class2,
    /// Terminal equipment.
    Class3,
}

impl MessageClass {
    /// The class of a number from 0 to 3.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        use MessageClass::*;
        [Class0, Class1, Class2, Class3].get(usize::from(number)).copied()
    }
}

/// Which messages an indication is about (clause 4, group 11xx).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Indication {
    /// Voice mail.
    Voicemail,
    /// Fax.
    Fax,
    /// Electronic mail.
    Email,
    /// Something else.
    Other,
}

impl Indication {
    /// The indication in the two lowest bits of an octet.
    #[must_use]
    pub fn from_bits(octet: u8) -> Self {
        use Indication::*;
        [Voicemail, Fax, Email, Other][usize::from(octet & 3)]
    }

    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Indication::Voicemail => "voicemail",
            Indication::Fax => "fax",
            Indication::Email => "email",
            Indication::Other => "other",
        }
    }
}

/// A data coding scheme octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DataCodingScheme(pub u8);

impl DataCodingScheme {
    /// The scheme that we send: 00, 04 or 08, with a class 10, 14 or 18 and the class.
    #[must_use]
    pub fn new(encoding: EncodingName, class: Option<MessageClass>) -> Self {
        let coding = match encoding {
            EncodingName::Gsm7 => 0x00,
            EncodingName::EightBit => 0x04,
            EncodingName::Ucs2 => 0x08,
        };
        DataCodingScheme(coding | class.map_or(0, |class| 0x10 | class as u8))
    }

    /// Whether the group, or the coding in it, is reserved. Such a scheme is read as GSM 7 bit default alphabet.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        match self.0 >> 4 {
            0x0..=0x7 => self.0 & 0x0C == 0x0C,
            0x8..=0xB => true,
            0xF => self.0 & 0x08 != 0,
            _ => self.0 & 0x04 != 0,
        }
    }

    /// How the user data is coded. "Any reserved codings shall be assumed to be the GSM 7 bit default alphabet."
    #[must_use]
    pub fn encoding(self) -> EncodingName {
        match (self.0 >> 4, self.0 & 0x0C) {
            (0x0..=0x7, 0x04) => EncodingName::EightBit,
            (0x0..=0x7, 0x08) | (0xE, _) => EncodingName::Ucs2,
            (0xF, bits) if bits & 0x04 != 0 => EncodingName::EightBit,
            _ => EncodingName::Gsm7,
        }
    }

    /// The message class; the class bits of groups 00xx and 01xx mean nothing without bit 4.
    #[must_use]
    pub fn message_class(self) -> Option<MessageClass> {
        let has_class = match self.0 >> 4 {
            0x0..=0x7 => self.0 & 0x10 != 0,
            0xF => true,
            _ => false,
        };
        if has_class { MessageClass::new(self.0 & 3) } else { None }
    }

    /// Whether the text is compressed (3GPP TS 23.042); TP-UDL then counts octets.
    #[must_use]
    pub fn is_compressed(self) -> bool {
        self.0 & 0xA0 == 0x20
    }

    /// Whether the message may be deleted once read (group 01xx).
    #[must_use]
    pub fn deletes_itself(self) -> bool {
        self.0 >> 6 == 0b01
    }

    /// The waiting messages that groups 1100 to 1110 speak of, and whether there are any.
    #[must_use]
    pub fn indication(self) -> Option<(Indication, bool)> {
        matches!(self.0 >> 4, 0xC..=0xE).then(|| (Indication::from_bits(self.0), self.0 & 0x08 != 0))
    }

    /// Whether the message itself may be discarded, once its indication is shown (group 1100).
    #[must_use]
    pub fn is_discardable(self) -> bool {
        self.0 >> 4 == 0xC
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EncodingName::*;

    #[test]
    fn every_octet_reads_as_clause_4_says() {
        for octet in 0..=255u8 {
            let dcs = DataCodingScheme(octet);
            let (encoding, reserved) = match octet >> 4 {
                0..=7 => match octet >> 2 & 3 {
                    0 => (Gsm7, false),
                    1 => (EightBit, false),
                    2 => (Ucs2, false),
                    _ => (Gsm7, true),
                },
                8..=11 => (Gsm7, true),
                12 | 13 => (Gsm7, octet & 4 != 0),
                14 => (Ucs2, octet & 4 != 0),
                _ => (if octet & 4 == 0 { Gsm7 } else { EightBit }, octet & 8 != 0),
            };
            assert_eq!((dcs.encoding(), dcs.is_reserved()), (encoding, reserved), "{octet:02X}");
        }
    }

    #[test]
    fn what_we_send_reads_back() {
        let classes = [None, MessageClass::new(0), MessageClass::new(1), MessageClass::new(2), MessageClass::new(3)];
        for encoding in [Gsm7, EightBit, Ucs2] {
            for class in classes {
                let dcs = DataCodingScheme::new(encoding, class);
                assert_eq!((dcs.encoding(), dcs.message_class(), dcs.is_reserved()), (encoding, class, false));
            }
        }
        assert_eq!(DataCodingScheme::new(EightBit, MessageClass::new(1)).0, 0x15);
    }
}
