//! SMS-DELIVER, from the service centre to the mobile station: 3GPP TS 23.040 clause 9.2.2.1.

use super::{ProtocolIdentifier, Reader, UserData, bit, flag};
use crate::address::Address;
use crate::dcs::DataCodingScheme;
use crate::error::DecodeError;
use crate::timestamp::Timestamp;
use crate::udh::USER_DATA_OCTETS;

/// TP-MTI of a DELIVER.
const TYPE: u8 = 0b00;
/// The reserved TP-MTI, which a mobile station processes as SMS-DELIVER and keeps as it came (clause 9.2.3.1).
const RESERVED_TYPE: u8 = 0b11;
/// The bit without a name.
const UNUSED: u8 = 0x10;

/// A short message as it is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deliver {
    /// TP-MMS: more messages wait in the service centre. (The bit on the air is the contrary.)
    pub more_messages: bool,
    /// TP-LP: the message was forwarded or spawned; it must not be forwarded again, nor give rise to another.
    pub loop_prevention: bool,
    /// TP-SRI: a status report is returned to the sender.
    pub status_report_indication: bool,
    /// TP-UDHI: the user data begin with a header.
    pub has_header: bool,
    /// TP-RP: the reply path is set.
    pub reply_path: bool,
    /// Bits of the first octet that mean nothing to a receiver, as they came: bit 4, and the two bits of the reserved
    /// type 11. 0 in what is built anew; other bits are not looked at.
    pub reserved_bits: u8,
    /// TP-OA.
    pub originator: Address,
    /// TP-PID.
    pub protocol: ProtocolIdentifier,
    /// TP-SCTS: when the service centre received the message.
    pub timestamp: Timestamp,
    /// TP-DCS, TP-UDL and TP-UD.
    pub user_data: UserData,
}

impl Deliver {
    /// A delivery with no bit set and TP-PID 00.
    #[must_use]
    pub fn new(originator: Address, timestamp: Timestamp, user_data: UserData) -> Self {
        Deliver {
            more_messages: false,
            loop_prevention: false,
            status_report_indication: false,
            has_header: false,
            reply_path: false,
            reserved_bits: 0,
            originator,
            protocol: ProtocolIdentifier::PLAIN,
            timestamp,
            user_data,
        }
    }

    /// Parses a whole TPDU.
    ///
    /// # Errors
    /// [`DecodeError`] of TP-MTI, TP-OA, TP-PID, TP-DCS, TP-SCTS, TP-UDL or TP-UD.
    pub fn parse(octets: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(octets);
        let first = reader.first_octet(&[TYPE, RESERVED_TYPE])?;
        let originator = reader.address("TP-OA")?;
        let protocol = ProtocolIdentifier(reader.octet("TP-PID")?);
        let dcs = DataCodingScheme(reader.octet("TP-DCS")?);
        let timestamp = reader.timestamp("TP-SCTS")?;
        let user_data = reader.user_data(dcs, USER_DATA_OCTETS)?;
        reader.end("TP-UD")?;
        Ok(Deliver {
            more_messages: first & bit::NO_MORE_MESSAGES == 0,
            loop_prevention: first & bit::LOOP_PREVENTION != 0,
            status_report_indication: first & bit::STATUS_REPORT != 0,
            has_header: first & bit::HEADER != 0,
            reply_path: first & bit::REPLY_PATH != 0,
            reserved_bits: first & (UNUSED | bit::TYPE),
            originator,
            protocol,
            timestamp,
            user_data,
        })
    }

    /// The octets of the TPDU.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let kind = if self.reserved_bits & bit::TYPE == RESERVED_TYPE { RESERVED_TYPE } else { TYPE };
        let mut octets = vec![
            kind | self.reserved_bits & UNUSED
                | flag(!self.more_messages, bit::NO_MORE_MESSAGES)
                | flag(self.loop_prevention, bit::LOOP_PREVENTION)
                | flag(self.status_report_indication, bit::STATUS_REPORT)
                | flag(self.has_header, bit::HEADER)
                | flag(self.reply_path, bit::REPLY_PATH),
        ];
        self.originator.write(&mut octets);
        octets.extend([self.protocol.0, self.user_data.dcs().0]);
        octets.extend(self.timestamp.0);
        self.user_data.write(&mut octets);
        octets
    }
}
