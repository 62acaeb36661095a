//! SMS-STATUS-REPORT, from the service centre to the mobile station: 3GPP TS 23.040 clause 9.2.2.3.

use super::{ProtocolIdentifier, Reader, UserData, UserDataError, bit, flag};
use crate::address::Address;
use crate::dcs::DataCodingScheme;
use crate::error::DecodeError;
use crate::timestamp::Timestamp;

/// TP-MTI of a STATUS-REPORT.
const TYPE: u8 = 0b10;
/// The bits without a name.
const UNUSED: u8 = 0x90;

/// Octets of user data in a report, when TP-RA takes two octets and TP-PID and TP-DCS are absent; 131 are guaranteed.
pub const REPORT_USER_DATA_OCTETS: usize = 143;

/// What became of a short message: TP-ST (clause 9.2.3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Status(pub u8);

/// What a status means for the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusCategory {
    /// The transaction is completed.
    Completed,
    /// A temporary error, and the service centre still tries.
    TemporaryStillTrying,
    /// A permanent error: the service centre tries no more.
    Permanent,
    /// A temporary error, and the service centre tries no more.
    TemporaryGivenUp,
}

impl StatusCategory {
    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StatusCategory::Completed => "completed",
            StatusCategory::TemporaryStillTrying => "temporary_still_trying",
            StatusCategory::Permanent => "permanent",
            StatusCategory::TemporaryGivenUp => "temporary_given_up",
        }
    }
}

impl Status {
    /// What a reserved value is read as; it is kept as it came (clause 9.2.3.15).
    pub const SERVICE_REJECTED: Self = Self(0x63);

    /// Whether the value is reserved.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        matches!(self.0, 0x03..=0x0F | 0x26..=0x2F | 0x4A..=0x4F | 0x66..=0x6F | 0x80..=0xFF)
    }

    /// Whether the value means what the service centre says it means, within its category.
    #[must_use]
    pub fn is_specific_to_service_centre(self) -> bool {
        matches!(self.0, 0x10..=0x1F | 0x30..=0x3F | 0x50..=0x5F | 0x70..=0x7F)
    }

    /// The category; a reserved value is read as a rejected service.
    #[must_use]
    pub fn category(self) -> StatusCategory {
        match self.0 {
            _ if self.is_reserved() => StatusCategory::TemporaryGivenUp,
            0x00..=0x1F => StatusCategory::Completed,
            0x20..=0x3F => StatusCategory::TemporaryStillTrying,
            0x40..=0x5F => StatusCategory::Permanent,
            _ => StatusCategory::TemporaryGivenUp,
        }
    }

    /// What the octet says, in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self.0 {
            0x00 => "received by the SME",
            0x01 => "forwarded to the SME, delivery not confirmed",
            0x02 => "replaced by the service centre",
            0x20 | 0x60 => "congestion",
            0x21 | 0x61 => "SME busy",
            0x22 | 0x62 => "no response from SME",
            0x23 | 0x63 => "service rejected",
            0x24 | 0x44 | 0x64 => "quality of service not available",
            0x25 | 0x65 => "error in SME",
            0x40 => "remote procedure error",
            0x41 => "incompatible destination",
            0x42 => "connection rejected by SME",
            0x43 => "not obtainable",
            0x45 => "no interworking available",
            0x46 => "validity period expired",
            0x47 => "deleted by the originating SME",
            0x48 => "deleted by the administration of the service centre",
            0x49 => "the short message does not exist",
            _ if self.is_specific_to_service_centre() => "specific to the service centre",
            _ => "reserved, read as service rejected",
        }
    }
}

/// Bits of TP-PI (clause 9.2.3.27).
mod announces {
    pub(super) const PROTOCOL: u8 = 0x01;
    pub(super) const DCS: u8 = 0x02;
    pub(super) const LENGTH: u8 = 0x04;
    pub(super) const NAMED: u8 = PROTOCOL | DCS | LENGTH;
    pub(super) const EXTENSION: u8 = 0x80;
}

/// TP-PI and the fields that it announces (clause 9.2.3.27).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReportParameters {
    /// Octets of TP-PI as they came; the named bits of the first are set from the fields below. Never empty.
    indicators: Vec<u8>,
    protocol: Option<ProtocolIdentifier>,
    dcs: Option<DataCodingScheme>,
    user_data: Option<UserData>,
    /// What follows TP-UD, where a reserved bit announces that something does. A receiver discards it.
    rest: Box<[u8]>,
}

impl ReportParameters {
    /// Parameters of a report: TP-PID, TP-DCS, and TP-UDL with TP-UD. User data without a coding are in the default
    /// alphabet.
    ///
    /// # Errors
    /// [`UserDataError`]: too many octets, or others than the length says.
    pub fn new(
        protocol: Option<ProtocolIdentifier>,
        dcs: Option<DataCodingScheme>,
        user_data: Option<(u8, &[u8])>,
    ) -> Result<Self, UserDataError> {
        let user_data = user_data
            .map(|(length, octets)| UserData::within(dcs.unwrap_or_default(), length, octets, REPORT_USER_DATA_OCTETS));
        let user_data = user_data.transpose()?;
        let named = flag(protocol.is_some(), announces::PROTOCOL)
            | flag(dcs.is_some(), announces::DCS)
            | flag(user_data.is_some(), announces::LENGTH);
        Ok(ReportParameters { indicators: vec![named], protocol, dcs, user_data, rest: Box::default() })
    }

    fn parse(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut indicators = vec![reader.octet("TP-PI")?];
        while indicators.last().is_some_and(|octet| octet & announces::EXTENSION != 0) {
            indicators.push(reader.octet("TP-PI")?);
        }
        let first = indicators[0];
        let announced = |bits| first & bits != 0;
        let protocol = announced(announces::PROTOCOL).then(|| reader.octet("TP-PID")).transpose()?;
        let dcs = announced(announces::DCS).then(|| reader.octet("TP-DCS")).transpose()?.map(DataCodingScheme);
        let user_data = announced(announces::LENGTH)
            .then(|| reader.user_data(dcs.unwrap_or_default(), REPORT_USER_DATA_OCTETS))
            .transpose()?;
        // A reserved bit means that more follows behind TP-UD, which a receiver discards. All bits but the extension
        // are reserved in the octets behind the first.
        let reserved = first & !(announces::NAMED | announces::EXTENSION) != 0
            || indicators[1..].iter().any(|octet| octet & !announces::EXTENSION != 0);
        if !reserved {
            reader.end(if user_data.is_some() { "TP-UD" } else { "TP-PI" })?;
        }
        let rest = reader.rest().into();
        Ok(ReportParameters { indicators, protocol: protocol.map(ProtocolIdentifier), dcs, user_data, rest })
    }

    fn write(&self, octets: &mut Vec<u8>) {
        octets.extend_from_slice(&self.indicators);
        octets.extend(self.protocol.map(|protocol| protocol.0));
        octets.extend(self.dcs.map(|dcs| dcs.0));
        if let Some(user_data) = &self.user_data {
            user_data.write(octets);
        }
        octets.extend_from_slice(&self.rest);
    }

    /// The octets of TP-PI.
    #[must_use]
    pub fn indicators(&self) -> &[u8] {
        &self.indicators
    }

    /// TP-PID.
    #[must_use]
    pub fn protocol(&self) -> Option<ProtocolIdentifier> {
        self.protocol
    }

    /// TP-DCS.
    #[must_use]
    pub fn dcs(&self) -> Option<DataCodingScheme> {
        self.dcs
    }

    /// TP-UDL and TP-UD.
    #[must_use]
    pub fn user_data(&self) -> Option<&UserData> {
        self.user_data.as_ref()
    }
}

/// A report of what became of a submitted message, or of the part of it with that reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusReport {
    /// TP-MMS: more messages wait in the service centre. (The bit on the air is the contrary.)
    pub more_messages: bool,
    /// TP-LP: the message was forwarded or spawned.
    pub loop_prevention: bool,
    /// TP-SRQ: the report answers an SMS-COMMAND, not an SMS-SUBMIT.
    pub answers_command: bool,
    /// TP-UDHI: the user data begin with a header.
    pub has_header: bool,
    /// Bits 4 and 7 of the first octet, which have no name, as they came. 0 in what is built anew.
    pub reserved_bits: u8,
    /// TP-MR of the message that the report is about.
    pub message_reference: u8,
    /// TP-RA: where that message was to go.
    pub recipient: Address,
    /// TP-SCTS: when the service centre received that message.
    pub timestamp: Timestamp,
    /// TP-DT: when it was delivered, or last tried.
    pub discharge_time: Timestamp,
    /// TP-ST.
    pub status: Status,
    /// TP-PI and what it announces; many reports end before.
    pub parameters: Option<ReportParameters>,
}

impl StatusReport {
    /// A report with no bit set and no parameters.
    #[must_use]
    pub fn new(
        message_reference: u8,
        recipient: Address,
        timestamp: Timestamp,
        discharge_time: Timestamp,
        status: Status,
    ) -> Self {
        StatusReport {
            more_messages: false,
            loop_prevention: false,
            answers_command: false,
            has_header: false,
            reserved_bits: 0,
            message_reference,
            recipient,
            timestamp,
            discharge_time,
            status,
            parameters: None,
        }
    }

    /// Parses a whole TPDU. It may end with TP-ST.
    ///
    /// # Errors
    /// [`DecodeError`] of TP-MTI, TP-MR, TP-RA, TP-SCTS, TP-DT, TP-ST, TP-PI, TP-PID, TP-DCS, TP-UDL or TP-UD.
    pub fn parse(octets: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(octets);
        let first = reader.first_octet(&[TYPE])?;
        Ok(StatusReport {
            more_messages: first & bit::NO_MORE_MESSAGES == 0,
            loop_prevention: first & bit::LOOP_PREVENTION != 0,
            answers_command: first & bit::STATUS_REPORT != 0,
            has_header: first & bit::HEADER != 0,
            reserved_bits: first & UNUSED,
            message_reference: reader.octet("TP-MR")?,
            recipient: reader.address("TP-RA")?,
            timestamp: reader.timestamp("TP-SCTS")?,
            discharge_time: reader.timestamp("TP-DT")?,
            status: Status(reader.octet("TP-ST")?),
            parameters: match reader.rest() {
                [] => None,
                _ => Some(ReportParameters::parse(&mut reader)?),
            },
        })
    }

    /// The octets of the TPDU.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let first = TYPE
            | self.reserved_bits & UNUSED
            | flag(!self.more_messages, bit::NO_MORE_MESSAGES)
            | flag(self.loop_prevention, bit::LOOP_PREVENTION)
            | flag(self.answers_command, bit::STATUS_REPORT)
            | flag(self.has_header, bit::HEADER);
        let mut octets = vec![first, self.message_reference];
        self.recipient.write(&mut octets);
        octets.extend(self.timestamp.0);
        octets.extend(self.discharge_time.0);
        octets.push(self.status.0);
        if let Some(parameters) = &self.parameters {
            parameters.write(&mut octets);
        }
        octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_every_status() {
        for octet in 0..=255 {
            let status = Status(octet);
            let expected = match octet {
                0x00..=0x02 | 0x10..=0x1F => StatusCategory::Completed,
                0x20..=0x25 | 0x30..=0x3F => StatusCategory::TemporaryStillTrying,
                0x40..=0x49 | 0x50..=0x5F => StatusCategory::Permanent,
                _ => StatusCategory::TemporaryGivenUp,
            };
            assert_eq!(status.category(), expected, "{octet:02X}");
            assert!(!(status.is_reserved() && status.is_specific_to_service_centre()));
            assert_eq!(status.is_reserved(), status.meaning().starts_with("reserved"), "{octet:02X}");
        }
    }
}
