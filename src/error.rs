//! Errors as data: what went wrong, where, and with which value. The words are made in one `Display` each.

use std::fmt;

/// The name of a coding, without its tables (3GPP TS 23.038 clause 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncodingName {
    /// A GSM 7 bit alphabet.
    Gsm7,
    /// Octets.
    EightBit,
    /// UCS-2, sent as UTF-16BE.
    Ucs2,
}

impl EncodingName {
    /// The name in results: `gsm7`, `8bit`, `ucs2`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EncodingName::Gsm7 => "gsm7",
            EncodingName::EightBit => "8bit",
            EncodingName::Ucs2 => "ucs2",
        }
    }
}

/// Why a message cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// No permitted alphabet holds a character.
    Unmappable {
        /// The character, possibly a lone surrogate.
        character: u32,
        /// Its position in the caller's text.
        position: usize,
        /// The encoding that was tried last.
        encoding: EncodingName,
    },
    /// More segments are needed than permitted.
    TooManySegments {
        /// Segments of the whole message.
        needed: usize,
        /// Segments permitted.
        limit: usize,
        /// The cheapest permitted encoding.
        encoding: EncodingName,
    },
    /// The header cannot be sent.
    Header(HeaderError),
    /// What the caller wants to be added has a character that the encoding of the message cannot hold, or has no room.
    Addition {
        /// What it is.
        addition: Addition,
        /// The ellipsis, the suffix, or the form of the numbering.
        text: String,
        /// The encoding of the message.
        encoding: EncodingName,
    },
}

/// What a caller may have added to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Addition {
    /// Behind a text that was cut off.
    Ellipsis,
    /// At the end of the message.
    Suffix,
    /// In every segment.
    Numbering,
}

impl Addition {
    /// The name of the option.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Addition::Ellipsis => "ellipsis",
            Addition::Suffix => "suffix",
            Addition::Numbering => "numbering",
        }
    }

    /// How much room it has.
    #[must_use]
    pub fn room(self) -> &'static str {
        match self {
            Addition::Ellipsis => "fit in the permitted segments",
            Addition::Suffix => "fit into one segment",
            Addition::Numbering => "leave room for the text",
        }
    }
}

/// Why a user data header cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// An element that the library sets itself: concatenation and shifts.
    Reserved(u8),
    /// An element of more than 255 octets.
    ElementTooLong(usize),
    /// A header of more octets than user data has.
    TooLong(usize),
    /// The header leaves no room for a character that must be sent.
    NoRoom(usize),
}

impl From<HeaderError> for EncodeError {
    fn from(error: HeaderError) -> Self {
        EncodeError::Header(error)
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeaderError::Reserved(iei) => {
                write!(f, "element 0x{iei:02X} (concatenation or shift) is set by the library")
            }
            HeaderError::ElementTooLong(octets) => write!(f, "an element of {octets} octets, at most 255 are possible"),
            HeaderError::TooLong(octets) => write!(f, "{octets} octets, user data has 140"),
            HeaderError::NoRoom(octets) => {
                write!(f, "{octets} octets leave no room for a character that must be sent")
            }
        }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::Unmappable { character, position, encoding } => {
                write!(f, "U+{character:04X} at {position} cannot be encoded in {}", encoding.as_str())
            }
            EncodeError::TooManySegments { needed, limit, encoding } => {
                write!(f, "{needed} segments in {} needed, {limit} permitted", encoding.as_str())
            }
            EncodeError::Header(error) => error.fmt(f),
            EncodeError::Addition { addition, encoding, .. } => {
                let (name, encoding, room) = (addition.as_str(), encoding.as_str(), addition.room());
                write!(f, "the {name} must have characters of {encoding} that {room}")
            }
        }
    }
}

/// Octets that cannot be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// The octet where it is wrong, from the beginning of what was parsed.
    pub offset: usize,
    /// The field, as the standard abbreviates it.
    pub field: &'static str,
}

/// What is wrong with octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The octets end before the field does.
    Truncated,
    /// Octets follow that belong to nothing.
    Excess,
    /// A length that the field cannot have.
    BadLength(usize),
    /// A value that the field cannot have.
    BadValue(u8),
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind, offset: usize, field: &'static str) -> Self {
        DecodeError { kind, offset, field }
    }

    /// The same error in octets that begin so much earlier.
    pub(crate) fn shifted(self, octets: usize) -> Self {
        DecodeError { offset: self.offset + octets, ..self }
    }
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeErrorKind::Truncated => f.write_str("the octets end too early"),
            DecodeErrorKind::Excess => f.write_str("octets left over"),
            DecodeErrorKind::BadLength(length) => write!(f, "a length of {length} is not possible here"),
            DecodeErrorKind::BadValue(value) => write!(f, "the value 0x{value:02X} is not possible here"),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at octet {}: {}", self.field, self.offset, self.kind)
    }
}

impl std::error::Error for EncodeError {}
impl std::error::Error for HeaderError {}
impl std::error::Error for DecodeError {}
