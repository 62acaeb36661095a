//! Objects made once and handed out again: the members of the enumerations, and small numbers.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyType};

use super::hot;
use crate::explain::{Reason, SuggestionKind};
use crate::{EncodingName, NationalLanguage};

pub(super) struct Kept {
    gsm7: Py<PyAny>,
    ucs2: Py<PyAny>,
    eight_bit: Py<PyAny>,
    languages: Vec<Py<PyAny>>,
    none: Py<PyAny>,
    /// Numbers up to 255: of segments, of units of one segment.
    numbers: Vec<Py<PyAny>>,
}

static KEPT: PyOnceLock<Kept> = PyOnceLock::new();

#[inline(always)]
pub(super) fn kept(py: Python<'_>) -> PyResult<&Kept> {
    match KEPT.get(py) {
        Some(kept) => Ok(kept),
        None => make(py),
    }
}

#[cold]
fn make(py: Python<'_>) -> PyResult<&Kept> {
    KEPT.get_or_try_init(py, || {
        let enums = py.import("smsenc.enums")?;
        let encoding = enums.getattr("Encoding")?;
        let language = enums.getattr("NationalLanguage")?;
        let member = |class: &Bound<'_, PyAny>, value: &str| class.call1((value,)).map(Bound::unbind);
        Ok(Kept {
            gsm7: member(&encoding, EncodingName::Gsm7.as_str())?,
            ucs2: member(&encoding, EncodingName::Ucs2.as_str())?,
            eight_bit: member(&encoding, EncodingName::EightBit.as_str())?,
            languages: NationalLanguage::ALL.iter().map(|l| member(&language, l.name())).collect::<PyResult<_>>()?,
            none: py.None(),
            numbers: (0..256).map(|number| hot::number(py, number).map(Bound::unbind)).collect::<PyResult<_>>()?,
        })
    })
}

impl Kept {
    /// The member of `smsenc.Encoding`.
    #[inline(always)]
    pub(super) fn encoding(&self, py: Python<'_>, name: EncodingName) -> Py<PyAny> {
        let member = match name {
            EncodingName::Gsm7 => &self.gsm7,
            EncodingName::EightBit => &self.eight_bit,
            EncodingName::Ucs2 => &self.ucs2,
        };
        member.clone_ref(py)
    }

    /// The member of `smsenc.NationalLanguage`, or `None`.
    #[inline(always)]
    pub(super) fn language(&self, py: Python<'_>, language: Option<NationalLanguage>) -> Py<PyAny> {
        match language {
            None => self.none.clone_ref(py),
            Some(language) => self.languages[usize::from(language.identifier()) - 1].clone_ref(py),
        }
    }

    /// An `int`.
    #[inline(always)]
    pub(super) fn number(&self, py: Python<'_>, number: usize) -> PyResult<Py<PyAny>> {
        match self.numbers.get(number) {
            Some(kept) => Ok(kept.clone_ref(py)),
            None => hot::number(py, number).map(Bound::unbind),
        }
    }
}

/// The member of `smsenc.Encoding`.
pub(super) fn encoding(py: Python<'_>, name: EncodingName) -> PyResult<Py<PyAny>> {
    Ok(kept(py)?.encoding(py, name))
}

/// The member of `smsenc.NationalLanguage`, or `None`.
pub(super) fn language(py: Python<'_>, language: Option<NationalLanguage>) -> PyResult<Py<PyAny>> {
    Ok(kept(py)?.language(py, language))
}

/// The member of an enumeration of `smsenc.enums` that has a value.
fn member(py: Python<'_>, class: &PyOnceLock<Py<PyType>>, name: &str, value: &str) -> PyResult<Py<PyAny>> {
    class.import(py, "smsenc.enums", name)?.call1((value,)).map(Bound::unbind)
}

/// The member of `smsenc.Reason`.
pub(super) fn reason(py: Python<'_>, reason: Reason) -> PyResult<Py<PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    member(py, &CLASS, "Reason", reason.as_str())
}

/// The member of `smsenc.SuggestionKind`.
pub(super) fn suggestion_kind(py: Python<'_>, kind: SuggestionKind) -> PyResult<Py<PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    member(py, &CLASS, "SuggestionKind", kind.as_str())
}

/// The language of a name or a member, which is a `str` too.
pub(super) fn parse_language(option: &str, value: &Bound<'_, PyAny>) -> PyResult<NationalLanguage> {
    let string = value.cast::<PyString>().map_err(|_| super::convert::wrong_type(option, "a language name", value))?;
    let name = string.to_string_lossy();
    NationalLanguage::from_name(&name).ok_or_else(|| {
        let names: Vec<_> = NationalLanguage::ALL.iter().map(|language| language.name()).collect();
        super::error::invalid_option(option, value, &names.join(", "))
    })
}
