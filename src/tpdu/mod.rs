//! Transfer protocol data units: 3GPP TS 23.040 clause 9.2.
//!
//! SMS-SUBMIT, SMS-DELIVER and SMS-STATUS-REPORT, each parsed strictly and built; building what was parsed gives the
//! same octets. Strict is the layout: what a field cannot be is a [`DecodeError`] with its octet. What a receiver must
//! take is taken and kept: reserved values, unused bits, time stamps that are no time. The user data are carried as
//! they are; what is wrong inside their header is for [`decode()`](crate::decode()) to say, because clause 9.2.3.24 has a receiver
//! ignore it.
//!
//! The type of a TPDU depends on its direction, which the caller knows: types 00, 01 and 10 mean other TPDUs the other
//! way round. Left out: SMS-COMMAND and the reports that acknowledge a SUBMIT or a DELIVER.

mod deliver;
mod pid;
mod status_report;
mod submit;

use std::fmt;

use crate::address::{Address, ServiceCentre};
use crate::dcs::DataCodingScheme;
use crate::error::{DecodeError, DecodeErrorKind, EncodingName};
use crate::timestamp::Timestamp;
use crate::udh::USER_DATA_OCTETS;

pub use deliver::Deliver;
pub use pid::ProtocolIdentifier;
pub use status_report::{REPORT_USER_DATA_OCTETS, ReportParameters, Status, StatusCategory, StatusReport};
pub use submit::{ReportRequest, Submit, SubmitOptions, submits};

/// Bits of the first octet (clauses 9.2.2 and 9.2.3) that stand at the same place in several types.
mod bit {
    /// TP-MTI.
    pub(super) const TYPE: u8 = 0x03;
    /// TP-MMS: no more messages wait.
    pub(super) const NO_MORE_MESSAGES: u8 = 0x04;
    /// TP-LP.
    pub(super) const LOOP_PREVENTION: u8 = 0x08;
    /// TP-SRR, TP-SRI or TP-SRQ.
    pub(super) const STATUS_REPORT: u8 = 0x20;
    /// TP-UDHI.
    pub(super) const HEADER: u8 = 0x40;
    /// TP-RP.
    pub(super) const REPLY_PATH: u8 = 0x80;
}

/// Sets bits if a statement is true.
fn flag(set: bool, bits: u8) -> u8 {
    if set { bits } else { 0 }
}

/// TP-UDL and TP-UD with the coding that they are counted by (clauses 9.2.3.16 and 9.2.3.24).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserData {
    dcs: DataCodingScheme,
    length: u8,
    octets: Box<[u8]>,
}

/// Why there are no such user data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserDataError {
    /// More octets than the TPDU has room for.
    TooLong {
        /// Octets of the user data.
        octets: usize,
        /// Octets that there is room for.
        limit: usize,
    },
    /// Other octets than the length says.
    Length {
        /// TP-UDL.
        length: u8,
        /// Octets of that length.
        needed: usize,
        /// Octets of the user data.
        octets: usize,
    },
}

impl fmt::Display for UserDataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserDataError::TooLong { octets, limit } => write!(f, "{octets} octets, there is room for {limit}"),
            UserDataError::Length { length, needed, octets } => {
                write!(f, "TP-UDL {length} stands for {needed} octets, not {octets}")
            }
        }
    }
}

impl std::error::Error for UserDataError {}

impl UserData {
    /// User data of SUBMIT and DELIVER: at most 140 octets.
    ///
    /// # Errors
    /// [`UserDataError`]: too many octets, or others than the length says.
    pub fn new(dcs: DataCodingScheme, length: u8, octets: &[u8]) -> Result<Self, UserDataError> {
        Self::within(dcs, length, octets, USER_DATA_OCTETS)
    }

    fn within(dcs: DataCodingScheme, length: u8, octets: &[u8], limit: usize) -> Result<Self, UserDataError> {
        if octets.len() > limit {
            return Err(UserDataError::TooLong { octets: octets.len(), limit });
        }
        let needed = Self::octets_of(dcs, length);
        if needed != octets.len() {
            return Err(UserDataError::Length { length, needed, octets: octets.len() });
        }
        Ok(UserData { dcs, length, octets: octets.into() })
    }

    /// Whether TP-UDL counts septets: it does for text in a GSM 7 bit alphabet, unless it is compressed.
    #[must_use]
    pub fn counts_septets(dcs: DataCodingScheme) -> bool {
        dcs.encoding() == EncodingName::Gsm7 && !dcs.is_compressed()
    }

    /// Octets that TP-UDL stands for.
    #[must_use]
    pub fn octets_of(dcs: DataCodingScheme, length: u8) -> usize {
        let length = usize::from(length);
        if Self::counts_septets(dcs) { (length * 7).div_ceil(8) } else { length }
    }

    /// The coding that the length counts by.
    #[must_use]
    pub fn dcs(&self) -> DataCodingScheme {
        self.dcs
    }

    /// TP-UDL: septets, header and fill bits included, or octets.
    #[must_use]
    pub fn length(&self) -> u8 {
        self.length
    }

    /// TP-UD.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    fn write(&self, octets: &mut Vec<u8>) {
        octets.push(self.length);
        octets.extend_from_slice(&self.octets);
    }
}

/// Octets that are parsed from the front; errors know where they are.
struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(octets: &'a [u8]) -> Self {
        Reader { octets, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.octets.get(self.at..).unwrap_or_default()
    }

    /// An error at the octet that was read last.
    fn wrong(&self, kind: DecodeErrorKind, field: &'static str) -> DecodeError {
        DecodeError::new(kind, self.at.saturating_sub(1), field)
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        let Some((octets, _)) = self.rest().split_first_chunk() else {
            return Err(DecodeError::new(DecodeErrorKind::Truncated, self.octets.len(), field));
        };
        self.at += N;
        Ok(*octets)
    }

    fn octet(&mut self, field: &'static str) -> Result<u8, DecodeError> {
        self.array(field).map(|[octet]| octet)
    }

    /// The first octet, whose type must be among those given.
    fn first_octet(&mut self, types: &[u8]) -> Result<u8, DecodeError> {
        let octet = self.octet("TP-MTI")?;
        if types.contains(&(octet & bit::TYPE)) {
            Ok(octet)
        } else {
            Err(self.wrong(DecodeErrorKind::BadValue(octet), "TP-MTI"))
        }
    }

    fn address(&mut self, field: &'static str) -> Result<Address, DecodeError> {
        let (address, octets) = Address::parse(self.rest(), field).map_err(|error| error.shifted(self.at))?;
        self.at += octets;
        Ok(address)
    }

    fn timestamp(&mut self, field: &'static str) -> Result<Timestamp, DecodeError> {
        self.array(field).map(Timestamp)
    }

    /// TP-UDL and the octets that it stands for.
    fn user_data(&mut self, dcs: DataCodingScheme, limit: usize) -> Result<UserData, DecodeError> {
        let length = self.octet("TP-UDL")?;
        let count = UserData::octets_of(dcs, length);
        if count > limit {
            return Err(self.wrong(DecodeErrorKind::BadLength(length.into()), "TP-UDL"));
        }
        let Some(octets) = self.rest().get(..count) else {
            return Err(DecodeError::new(DecodeErrorKind::Truncated, self.octets.len(), "TP-UD"));
        };
        self.at += count;
        Ok(UserData { dcs, length, octets: octets.into() })
    }

    /// The end: nothing may be left.
    fn end(&self, field: &'static str) -> Result<(), DecodeError> {
        if self.rest().is_empty() { Ok(()) } else { Err(DecodeError::new(DecodeErrorKind::Excess, self.at, field)) }
    }
}

/// Parses the PDU of an AT command: the service centre, then a TPDU that `parse` reads.
///
/// # Errors
/// [`DecodeError`] of either; offsets count from the first octet of the service centre.
pub fn parse_with_service_centre<T>(
    octets: &[u8],
    parse: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
) -> Result<(Option<ServiceCentre>, T), DecodeError> {
    let (centre, used) = ServiceCentre::parse(octets)?;
    let tpdu = parse(octets.get(used..).unwrap_or_default()).map_err(|error| error.shifted(used))?;
    Ok((centre, tpdu))
}
