//! SMS encoding and segmentation, exact to the clause.
//!
//! A text becomes the short messages that a network will carry (3GPP TS 23.038, TS 23.040):
//!
//! ```text
//! text ─► prepare ─► choose ─► segment ─► user data
//! ```
//!
//! ```
//! use smsenc::{Message, Options, Text};
//!
//! let message = Message::encode(Text::from("Grüße für 5 €"), &Options::default(), None)?;
//! assert_eq!(message.estimate().units, 14); // the euro sign is an escape and one more septet
//! assert_eq!(message.len(), 1);
//! # Ok::<(), smsenc::EncodeError>(())
//! ```
//!
//! The crate knows nothing of Python; the extension module `smsenc._core` stands behind the feature `python`.

mod address;
mod alphabet;
mod candidates;
mod choose;
pub mod columns;
mod dcs;
pub mod decode;
pub mod element;
mod encoding;
mod error;
mod estimate;
pub mod explain;
#[doc(hidden)]
#[allow(unsafe_code)]
pub mod kernel;
mod links;
mod message;
mod numbering;
mod options;
mod prepare;
#[cfg(feature = "python")]
#[allow(unsafe_code)]
mod python;
mod reassembly;
mod reference;
pub mod replace;
mod segment;
pub mod septet;
mod snapshot;
mod text;
mod timestamp;
pub mod tpdu;
pub mod ucs2;
mod udh;
mod user_data;
mod validity;

pub use address::{ADDRESS_DIGITS, ADDRESS_SEPTETS, Address, AddressError, NumberingPlan, ServiceCentre, TypeOfNumber};
pub use alphabet::{Alphabet, ESCAPE, NationalLanguage, Septets};
pub use dcs::{DataCodingScheme, Indication, MessageClass};
pub use decode::{Anomaly, AnomalyKind, Content, Decoded, Reading, decode};
pub use encoding::{Encoding, fill_bits, header_septets};
pub use error::{Addition, DecodeError, DecodeErrorKind, EncodeError, EncodingName, HeaderError};
pub use estimate::{Estimate, Settled, Truncation, count_segments, estimate, estimate_binary, estimate_plain, settle};
pub use message::Message;
pub use numbering::Numbering;
pub use options::{Boundary, Coding, Family, Layout, LoneSurrogates, Options, Overflow, Prepare, Splitting};
pub use prepare::{Prepared, Replacement, composed};
pub use reassembly::{Incomplete, Limits, Reassembler, Statistics, Whole, normalise};
pub use reference::content_reference;
pub use text::{Text, is_surrogate};
pub use timestamp::{LocalTime, Timestamp};
pub use udh::{HeaderFault, InformationElement, USER_DATA_OCTETS, UserDataHeader, header_octets};
pub use user_data::{Template, Unwritten};
pub use validity::{EnhancedFormat, EnhancedPeriod, RelativePeriod, ValidityPeriod};
