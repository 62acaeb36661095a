//! Strings and octets across the border.
//!
//! Strings are read in place, in whichever width CPython holds them: no UTF-8 copy is made, and none stays behind in
//! the caller's string.

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyStringData, PyTuple};

use crate::Text;

/// The version of the dictionaries that `to_dict` gives.
pub(super) const SCHEMA: u32 = 1;

/// What `__reduce__` gives: what to call, and with which arguments.
pub(super) type Reduced<'py, A> = PyResult<(Bound<'py, PyAny>, A)>;

/// The characters of a string, in place.
#[inline(always)]
pub(super) fn text<'a>(string: &'a Bound<'_, PyString>) -> PyResult<Text<'a>> {
    // SAFETY: `data` asks that the string is not changed while its characters are borrowed. A `str` that Python code
    // can hold is immutable, and the borrow keeps a reference to it.
    Ok(match unsafe { string.data() }? {
        PyStringData::Ucs1(units) => Text::Latin1(units),
        PyStringData::Ucs2(units) => Text::Ucs2(units),
        PyStringData::Ucs4(units) => Text::Ucs4(units),
    })
}

/// An argument that must be a `str`, or a `TypeError` that names it.
pub(super) fn string<'a, 'py>(name: &str, value: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    value.cast::<PyString>().map_err(|_| wrong_type(name, "str", value))
}

/// The picture of a result in HTML, as notebooks ask for it. The module that draws is imported by the first picture.
pub(super) fn picture<'py, T>(result: &Bound<'py, T>) -> PyResult<Bound<'py, PyAny>> {
    result.py().import("smsenc.pictures")?.call_method1("html", (result.as_any(),))
}

/// The `TypeError` of an argument of another type.
pub(super) fn wrong_type(name: &str, wanted: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let found = value.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string());
    PyTypeError::new_err(format!("{name} must be {wanted}, not {found}"))
}

/// A string of characters, lone surrogates among them.
pub(super) fn new_string<'py>(py: Python<'py>, characters: &[u32]) -> PyResult<Bound<'py, PyString>> {
    super::hot::string(py, characters)
}

/// The part of a string between two character indices.
pub(super) fn substring<'py>(
    string: &Bound<'py, PyString>,
    range: std::ops::Range<usize>,
) -> PyResult<Bound<'py, PyString>> {
    if range == (0..string.len()?) {
        return Ok(string.clone());
    }
    let slice = pyo3::types::PySlice::new(string.py(), range.start as isize, range.end as isize, 1);
    Ok(string.get_item(slice)?.cast_into()?)
}

/// Octets of a caller: `bytes` in place, any other contiguous buffer of octets copied.
pub(super) enum Octets<'a> {
    Borrowed(&'a [u8]),
    Copied(Vec<u8>),
}

impl<'a> Octets<'a> {
    pub(super) fn new(name: &str, value: &'a Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Octets::Borrowed(bytes.as_bytes()));
        }
        let wrong = || wrong_type(name, "bytes-like", value);
        let buffer = PyBuffer::<u8>::get(value).map_err(|_| wrong())?;
        if buffer.dimensions() > 1 {
            return Err(PyValueError::new_err(format!("{name} must have one dimension")));
        }
        Ok(Octets::Copied(buffer.to_vec(value.py())?))
    }
}

impl std::ops::Deref for Octets<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Octets::Borrowed(octets) => octets,
            Octets::Copied(octets) => octets,
        }
    }
}

/// Octets as upper-case hexadecimal digits.
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

/// `index` of a sequence, as tuples do it.
pub(super) fn sequence_index(tuple: &Bound<'_, PyAny>, item: Py<PyAny>, range: &Bound<'_, PyTuple>) -> PyResult<usize> {
    let arguments = std::iter::once(item.into_bound(tuple.py())).chain(range.iter()).collect::<Vec<_>>();
    tuple.call_method1("index", PyTuple::new(tuple.py(), arguments)?)?.extract()
}

/// The beginning of a long representation.
pub(super) fn shorten(shown: &str) -> String {
    match shown.char_indices().nth(60) {
        None => shown.to_owned(),
        Some((end, _)) => format!("{}...'", &shown[..end]),
    }
}
