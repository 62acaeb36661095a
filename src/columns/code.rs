//! What is wrong with a row, as a number that fits a column.

use crate::error::EncodeError;

/// Why a row has no result. The numbers are part of the interface and never change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ErrorCode {
    /// Nothing is wrong.
    #[default]
    None = 0,
    /// The row is null: there is no text.
    Missing = 1,
    /// The row is something else than a text.
    WrongType = 2,
    /// The octets of the row are not UTF-8.
    InvalidUtf8 = 3,
    /// No permitted alphabet holds a character.
    Unmappable = 4,
    /// More segments are needed than permitted.
    TooManySegments = 5,
    /// The header leaves no room for a character that must be sent.
    InvalidHeader = 6,
    /// An option does not fit the text: an ellipsis, suffix or numbering that the encoding of the message cannot hold.
    InvalidOption = 7,
}

impl ErrorCode {
    /// Every code, by number.
    pub const ALL: [ErrorCode; 8] = {
        use ErrorCode::*;
        [None, Missing, WrongType, InvalidUtf8, Unmappable, TooManySegments, InvalidHeader, InvalidOption]
    };

    /// The name in lower case, as columns of names spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::None => "none",
            ErrorCode::Missing => "missing",
            ErrorCode::WrongType => "wrong_type",
            ErrorCode::InvalidUtf8 => "invalid_utf8",
            ErrorCode::Unmappable => "unmappable",
            ErrorCode::TooManySegments => "too_many_segments",
            ErrorCode::InvalidHeader => "invalid_header",
            ErrorCode::InvalidOption => "invalid_option",
        }
    }
}

impl From<&EncodeError> for ErrorCode {
    fn from(error: &EncodeError) -> Self {
        match error {
            EncodeError::Unmappable { .. } => ErrorCode::Unmappable,
            EncodeError::TooManySegments { .. } => ErrorCode::TooManySegments,
            EncodeError::Header(_) => ErrorCode::InvalidHeader,
            EncodeError::Addition { .. } => ErrorCode::InvalidOption,
        }
    }
}
