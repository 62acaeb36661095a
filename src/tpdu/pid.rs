//! The protocol identifier TP-PID: 3GPP TS 23.040 clause 9.2.3.9.

/// A protocol identifier octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProtocolIdentifier(pub u8);

impl ProtocolIdentifier {
    /// Plain messages from SME to SME.
    pub const PLAIN: Self = Self(0x00);
    /// Interworking with Internet e-mail.
    pub const EMAIL: Self = Self(0x32);
    /// A message that is acknowledged and discarded.
    pub const TYPE_0: Self = Self(0x40);
    /// Data for the (U)SIM.
    pub const USIM_DATA_DOWNLOAD: Self = Self(0x7F);

    /// The number of a message that replaces a stored one with the same number and the same originating address, 1 to
    /// 7; the service centre's address does not count.
    #[must_use]
    pub fn replace_type(self) -> Option<u8> {
        match self.0 {
            0x41..=0x47 => Some(self.0 & 7),
            _ => None,
        }
    }

    /// Whether the value is reserved. A receiver treats a reserved value of the group 10 as 00.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        self.meaning() == RESERVED
    }

    /// What the octet says, in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self.0 {
            0x00 => "short message from SME to SME",
            0x01..=0x1F => "SM-AL protocol",
            0x20 => "telematic device of implicit type",
            0x21 => "telex",
            0x22 => "group 3 telefax",
            0x23 => "group 4 telefax",
            0x24 => "voice telephone",
            0x25 => "ERMES",
            0x26 => "national paging system",
            0x27 => "videotex",
            0x28..=0x2C => "teletex",
            0x2D => "UCI",
            0x30 => "message handling facility",
            0x31 => "public X.400 message handling system",
            0x32 => "Internet electronic mail",
            0x38..=0x3E => "telematic device, specific to the service centre",
            0x3F => "mobile station; the service centre converts the coding",
            0x40 => "short message type 0",
            0x41..=0x47 => "replace short message",
            0x48 => "device triggering short message",
            0x5E => "enhanced message service (obsolete)",
            0x5F => "return call message",
            0x7C => "ANSI-136 R-DATA",
            0x7D => "ME data download",
            0x7E => "ME de-personalization short message",
            0x7F => "(U)SIM data download",
            0xC0..=0xFF => "specific to the service centre",
            _ => RESERVED,
        }
    }
}

const RESERVED: &str = "reserved";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_the_clause() {
        let replaced: Vec<_> = (0..=255).filter_map(|octet| ProtocolIdentifier(octet).replace_type()).collect();
        assert_eq!(replaced, [1, 2, 3, 4, 5, 6, 7]);
        assert!((0x80..=0xBF).all(|octet| ProtocolIdentifier(octet).is_reserved()));
        assert!((0xC0..=0xFF).all(|octet| !ProtocolIdentifier(octet).is_reserved()));
        assert_eq!(ProtocolIdentifier::EMAIL.meaning(), "Internet electronic mail");
    }
}
