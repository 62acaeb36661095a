//! Objects made once and handed out again: the members of the two enumerations.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

use crate::{EncodingName, NationalLanguage};

struct Kept {
    gsm7: Py<PyAny>,
    ucs2: Py<PyAny>,
    eight_bit: Py<PyAny>,
    languages: Vec<Py<PyAny>>,
}

static KEPT: PyOnceLock<Kept> = PyOnceLock::new();

fn kept(py: Python<'_>) -> PyResult<&Kept> {
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
        })
    })
}

/// The member of `smsenc.Encoding`.
pub(super) fn encoding(py: Python<'_>, name: EncodingName) -> PyResult<Py<PyAny>> {
    let kept = kept(py)?;
    let member = match name {
        EncodingName::Gsm7 => &kept.gsm7,
        EncodingName::EightBit => &kept.eight_bit,
        EncodingName::Ucs2 => &kept.ucs2,
    };
    Ok(member.clone_ref(py))
}

/// The member of `smsenc.NationalLanguage`, or `None`.
pub(super) fn language(py: Python<'_>, language: Option<NationalLanguage>) -> PyResult<Py<PyAny>> {
    match language {
        None => Ok(py.None()),
        Some(language) => Ok(kept(py)?.languages[usize::from(language.identifier()) - 1].clone_ref(py)),
    }
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
