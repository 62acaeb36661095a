//! The one door for exceptions: core errors become the classes of `smsenc.errors`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use super::{convert, kept};
use crate::{DecodeError, EncodeError, HeaderError};

/// A class of `smsenc.errors`, imported once.
struct Class(&'static str, PyOnceLock<Py<PyType>>);

impl Class {
    const fn new(name: &'static str) -> Self {
        Class(name, PyOnceLock::new())
    }

    fn raise<'py>(&self, py: Python<'py>, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
        let class = self.1.import(py, "smsenc.errors", self.0);
        class.and_then(|class| class.call1(arguments)).map_or_else(|error| error, PyErr::from_value)
    }
}

static UNMAPPABLE: Class = Class::new("UnmappableCharacter");
static TOO_MANY: Class = Class::new("TooManySegments");
static INVALID_HEADER: Class = Class::new("InvalidHeader");
static INVALID_OPTION: Class = Class::new("InvalidOption");
static DECODE: Class = Class::new("DecodeError");

/// An error of encoding.
pub(super) fn encode(py: Python<'_>, error: EncodeError) -> PyErr {
    let raised = || -> PyResult<PyErr> {
        Ok(match error {
            EncodeError::Unmappable { character, position, encoding } => {
                let character = convert::new_string(py, &[character])?;
                UNMAPPABLE.raise(py, (character, position, kept::encoding(py, encoding)?))
            }
            EncodeError::TooManySegments { needed, limit, encoding } => {
                TOO_MANY.raise(py, (needed, limit, kept::encoding(py, encoding)?))
            }
            EncodeError::Header(error) => header(py, error),
            EncodeError::Addition { addition, text, encoding } => {
                let allowed = format!("characters of {} that {}", encoding.as_str(), addition.room());
                INVALID_OPTION.raise(py, (addition.as_str(), text, allowed))
            }
        })
    };
    raised().unwrap_or_else(|error| error)
}

/// An error of a header that is to be sent.
pub(super) fn header(py: Python<'_>, error: HeaderError) -> PyErr {
    INVALID_HEADER.raise(py, (error.to_string(), py.None()))
}

/// An error of a header that is to be sent, at an octet.
pub(super) fn header_at(py: Python<'_>, error: HeaderError, offset: usize) -> PyErr {
    INVALID_HEADER.raise(py, (error.to_string(), offset))
}

/// A wrong value of an option or another argument.
pub(super) fn invalid_option(option: &str, value: &Bound<'_, PyAny>, allowed: &str) -> PyErr {
    INVALID_OPTION.raise(value.py(), (option, value, allowed))
}

/// Octets that cannot be parsed.
pub(super) fn decode(py: Python<'_>, error: DecodeError) -> PyErr {
    DECODE.raise(py, (error.kind.to_string(), error.offset, error.field))
}

/// An option that does not exist.
pub(super) fn unknown_option(name: &str) -> PyErr {
    PyTypeError::new_err(format!("'{name}' is not an option of smsenc"))
}
