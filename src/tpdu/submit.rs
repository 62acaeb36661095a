//! SMS-SUBMIT, from the mobile station to the service centre: 3GPP TS 23.040 clause 9.2.2.2.

use super::{ProtocolIdentifier, Reader, UserData, bit, flag};
use crate::address::Address;
use crate::dcs::DataCodingScheme;
use crate::error::DecodeError;
use crate::message::Message;
use crate::udh::USER_DATA_OCTETS;
use crate::validity::{EnhancedPeriod, RelativePeriod, ValidityPeriod};

/// TP-MTI of a SUBMIT.
const TYPE: u8 = 0b01;
/// TP-RD.
const REJECT_DUPLICATES: u8 = 0x04;
/// Where TP-VPF begins.
const FORMAT_SHIFT: u8 = 3;

/// A short message as it is submitted. Every bit of its first octet has a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Submit {
    /// TP-RD: the service centre is to reject a message with the reference and destination of one that it still holds.
    pub reject_duplicates: bool,
    /// TP-SRR: a status report is asked for.
    pub status_report_request: bool,
    /// TP-UDHI: the user data begin with a header.
    pub has_header: bool,
    /// TP-RP: the reply path is asked for.
    pub reply_path: bool,
    /// TP-MR: the number that a status report repeats.
    pub message_reference: u8,
    /// TP-DA.
    pub destination: Address,
    /// TP-PID.
    pub protocol: ProtocolIdentifier,
    /// TP-VP, with its format TP-VPF.
    pub validity: Option<ValidityPeriod>,
    /// TP-DCS, TP-UDL and TP-UD.
    pub user_data: UserData,
}

impl Submit {
    /// A submission with no bit set, TP-MR 0 and TP-PID 00.
    #[must_use]
    pub fn new(destination: Address, user_data: UserData) -> Self {
        Submit {
            reject_duplicates: false,
            status_report_request: false,
            has_header: false,
            reply_path: false,
            message_reference: 0,
            destination,
            protocol: ProtocolIdentifier::PLAIN,
            validity: None,
            user_data,
        }
    }

    /// Parses a whole TPDU.
    ///
    /// # Errors
    /// [`DecodeError`] of TP-MTI, TP-MR, TP-DA, TP-PID, TP-DCS, TP-VP, TP-UDL or TP-UD.
    pub fn parse(octets: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(octets);
        let first = reader.first_octet(&[TYPE])?;
        let message_reference = reader.octet("TP-MR")?;
        let destination = reader.address("TP-DA")?;
        let protocol = ProtocolIdentifier(reader.octet("TP-PID")?);
        let dcs = DataCodingScheme(reader.octet("TP-DCS")?);
        let validity = match first >> FORMAT_SHIFT & 0b11 {
            0b00 => None,
            0b01 => Some(ValidityPeriod::Enhanced(EnhancedPeriod(reader.array("TP-VP")?))),
            0b10 => Some(ValidityPeriod::Relative(RelativePeriod(reader.octet("TP-VP")?))),
            _ => Some(ValidityPeriod::Absolute(reader.timestamp("TP-VP")?)),
        };
        let user_data = reader.user_data(dcs, USER_DATA_OCTETS)?;
        reader.end("TP-UD")?;
        Ok(Submit {
            reject_duplicates: first & REJECT_DUPLICATES != 0,
            status_report_request: first & bit::STATUS_REPORT != 0,
            has_header: first & bit::HEADER != 0,
            reply_path: first & bit::REPLY_PATH != 0,
            message_reference,
            destination,
            protocol,
            validity,
            user_data,
        })
    }

    /// The octets of the TPDU.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let first = TYPE
            | flag(self.reject_duplicates, REJECT_DUPLICATES)
            | ValidityPeriod::format_bits(self.validity.as_ref()) << FORMAT_SHIFT
            | flag(self.status_report_request, bit::STATUS_REPORT)
            | flag(self.has_header, bit::HEADER)
            | flag(self.reply_path, bit::REPLY_PATH);
        let mut octets = vec![first, self.message_reference];
        self.destination.write(&mut octets);
        octets.extend([self.protocol.0, self.user_data.dcs().0]);
        if let Some(validity) = &self.validity {
            validity.write(&mut octets);
        }
        self.user_data.write(&mut octets);
        octets
    }
}

/// Of which segments a status report is asked for: a report names one segment only (clause 9.2.3.24.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReportRequest {
    /// Of none.
    #[default]
    None,
    /// Of each.
    Each,
    /// Of the last.
    Last,
}

/// What the submissions of a message have beside its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SubmitOptions {
    /// TP-MR of the first segment; it counts up modulo 256 (clause 9.2.3.6).
    pub first_reference: u8,
    /// Status reports.
    pub status_reports: ReportRequest,
    /// TP-RD.
    pub reject_duplicates: bool,
    /// TP-RP.
    pub reply_path: bool,
    /// TP-PID.
    pub protocol: ProtocolIdentifier,
    /// TP-VP.
    pub validity: Option<ValidityPeriod>,
}

/// The submissions of a message, one a segment. All of it but TP-MR, TP-SRR, TP-UDL and TP-UD is the same in each
/// (clause 9.2.3.24.1).
///
/// ```
/// use smsenc::tpdu::{SubmitOptions, submits};
/// use smsenc::{Address, Message, Options, Text};
///
/// let message = Message::encode(Text::from("hello €"), &Options::default(), None)?;
/// let pdus = submits(&message, &Address::detect("+46708251358".into())?, &SubmitOptions::default());
/// assert_eq!(pdus.len(), 1);
/// assert_eq!(pdus[0].octets()[..5], [0x01, 0x00, 0x0B, 0x91, 0x64]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn submits(message: &Message, destination: &Address, options: &SubmitOptions) -> Vec<Submit> {
    let template = message.template();
    let last = message.len() - 1;
    (0..message.len())
        .map(|segment| {
            let payload = message.payload(segment);
            // A segment has at most 255 siblings, 140 octets and 160 septets.
            let user_data = UserData {
                dcs: message.dcs(),
                length: template.user_data_length(payload) as u8,
                octets: template.user_data(payload, (segment + 1) as u8).into(),
            };
            Submit {
                reject_duplicates: options.reject_duplicates,
                status_report_request: match options.status_reports {
                    ReportRequest::None => false,
                    ReportRequest::Each => true,
                    ReportRequest::Last => segment == last,
                },
                has_header: !message.header(segment).is_empty(),
                reply_path: options.reply_path,
                message_reference: options.first_reference.wrapping_add(segment as u8),
                destination: *destination,
                protocol: options.protocol,
                validity: options.validity,
                user_data,
            }
        })
        .collect()
}
