//! The raw codecs: `smsenc.gsm7` and `smsenc.ucs2` are thin Python modules over these.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::convert::{Octets, new_string, string, text};
use super::{error, hot, kept, options};
use crate::kernel::Level;
use crate::text::is_surrogate;
use crate::{Alphabet, DecodeError, DecodeErrorKind, EncodeError, EncodingName, Text, decode, septet, ucs2};

fn alphabet(locking: Option<&Bound<'_, PyAny>>, single: Option<&Bound<'_, PyAny>>) -> PyResult<Alphabet> {
    let language = |name, value: Option<&Bound<'_, PyAny>>| {
        value.filter(|value| !value.is_none()).map(|value| kept::parse_language(name, value)).transpose()
    };
    let (locked, single) = (language("locking", locking)?, language("single", single)?);
    match (locked, locking) {
        (Some(language), Some(value)) if !language.has_locking_table() => {
            Err(error::invalid_option("locking", value, "a language with a locking shift table (A.3.2 is void)"))
        }
        _ => Ok(Alphabet { locking: locked, single }),
    }
}

fn fill_bits(value: Option<&Bound<'_, PyAny>>) -> PyResult<u8> {
    value.map_or(Ok(0), |value| options::integer("fill_bits", value, 0, 6).map(|bits| bits as u8))
}

/// The septets of a text, one an octet (TS 23.038 clause 6.2.1).
#[pyfunction(pass_module)]
#[pyo3(signature = (text, /, *, locking = None, single = None))]
pub(super) fn gsm7_encode<'py>(
    module: &Bound<'py, PyModule>,
    #[pyo3(from_py_with = keep)] text: Bound<'py, PyAny>,
    locking: Option<&Bound<'py, PyAny>>,
    single: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = module.py();
    let alphabet = alphabet(locking, single)?;
    let characters = self::text(string("text", &text)?)?;
    let mut septets = Vec::with_capacity(characters.end() + Level::SLACK);
    match alphabet.translate(characters, &mut septets) {
        Ok(()) => Ok(PyBytes::new(py, &septets)),
        Err(position) => {
            let (character, encoding) = (characters.character(position), EncodingName::Gsm7);
            Err(error::encode(py, EncodeError::Unmappable { character, position, encoding }))
        }
    }
}

/// An argument as it comes, for names that a function of this module has too.
fn keep<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    Ok(value.clone())
}

/// The text of septets, one an octet, by the escape rules of TS 23.038 clause 6.2.1.1.
#[pyfunction(pass_module)]
#[pyo3(signature = (septets, /, *, locking = None, single = None))]
pub(super) fn gsm7_decode<'py>(
    module: &Bound<'py, PyModule>,
    septets: &Bound<'py, PyAny>,
    locking: Option<&Bound<'py, PyAny>>,
    single: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyString>> {
    let alphabet = alphabet(locking, single)?;
    let octets = Octets::new("septets", septets)?;
    if alphabet == Alphabet::DEFAULT
        && let Some(characters) = decode::latin1(&octets)
    {
        return hot::latin1_string(module.py(), &characters);
    }
    if let Some(offset) = Level::active().no_septet(&octets) {
        let kind = DecodeErrorKind::BadValue(octets[offset]);
        return Err(error::decode(module.py(), DecodeError { kind, offset, field: "septet" }));
    }
    let (characters, _) = decode::septets(&octets, alphabet);
    new_string(module.py(), &characters)
}

/// Septets packed into octets behind 0 to 6 fill bits (TS 23.038 clause 6.1.2.1).
#[pyfunction(pass_module)]
#[pyo3(signature = (septets, fill_bits = None), text_signature = "(septets, fill_bits=0)")]
pub(super) fn gsm7_pack<'py>(
    module: &Bound<'py, PyModule>,
    septets: &Bound<'py, PyAny>,
    fill_bits: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let fill_bits = self::fill_bits(fill_bits)?;
    Ok(PyBytes::new(module.py(), &septet::pack(&checked(septets)?, fill_bits)))
}

/// Septets of a caller: each below 128.
fn checked<'a>(septets: &'a Bound<'_, PyAny>) -> PyResult<Octets<'a>> {
    let octets = Octets::new("septets", septets)?;
    match Level::active().no_septet(&octets) {
        Some(_) => Err(error::invalid_option("septets", septets, "each 0x00 to 0x7F")),
        None => Ok(octets),
    }
}

/// The first septets of octets behind 0 to 6 fill bits.
#[pyfunction(pass_module)]
#[pyo3(signature = (octets, count, fill_bits = None), text_signature = "(octets, count, fill_bits=0)")]
pub(super) fn gsm7_unpack<'py>(
    module: &Bound<'py, PyModule>,
    octets: &Bound<'py, PyAny>,
    count: &Bound<'py, PyAny>,
    fill_bits: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let fill_bits = self::fill_bits(fill_bits)?;
    let packed = Octets::new("octets", octets)?;
    let most = septet::unpacked_len(packed.len(), fill_bits);
    let count = options::integer("count", count, 0, most as i64)? as usize;
    Ok(PyBytes::new(module.py(), &septet::unpack(&packed, count, fill_bits)))
}

/// Septets packed for USSD, with carriage returns as filling (TS 23.038 clause 6.1.2.3.1).
#[pyfunction(pass_module)]
pub(super) fn gsm7_pack_ussd<'py>(
    module: &Bound<'py, PyModule>,
    septets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(module.py(), &septet::pack_ussd(&checked(septets)?)))
}

/// The septets of USSD octets, a filling carriage return left out.
#[pyfunction(pass_module)]
pub(super) fn gsm7_unpack_ussd<'py>(
    module: &Bound<'py, PyModule>,
    octets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(module.py(), &septet::unpack_ussd(&Octets::new("octets", octets)?)))
}

/// A cell broadcast page of 82 octets (TS 23.038 clause 6.1.2.2).
#[pyfunction(pass_module)]
pub(super) fn gsm7_pack_cell_broadcast<'py>(
    module: &Bound<'py, PyModule>,
    septets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let page = septet::pack_cell_broadcast(&checked(septets)?);
    let page = page.ok_or_else(|| error::invalid_option("septets", septets, "at most 93 septets"))?;
    Ok(PyBytes::new(module.py(), &page))
}

/// The septets of a cell broadcast page, filling left out.
#[pyfunction(pass_module)]
pub(super) fn gsm7_unpack_cell_broadcast<'py>(
    module: &Bound<'py, PyModule>,
    octets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(module.py(), &septet::unpack_cell_broadcast(&Octets::new("octets", octets)?)))
}

/// Whether the default alphabet and its extension table hold every character.
#[pyfunction(pass_module)]
#[pyo3(signature = (text, /))]
pub(super) fn gsm7_is_gsm7(
    _module: &Bound<'_, PyModule>,
    #[pyo3(from_py_with = keep)] text: Bound<'_, PyAny>,
) -> PyResult<bool> {
    let characters = self::text(string("text", &text)?)?;
    Ok(Level::active().scan(characters).is_ok())
}

/// UTF-16BE without byte order mark (TS 23.038 clause 6.2.3).
#[pyfunction(pass_module)]
#[pyo3(signature = (text, /))]
pub(super) fn ucs2_encode<'py>(
    module: &Bound<'py, PyModule>,
    #[pyo3(from_py_with = keep)] text: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let characters = self::text(string("text", &text)?)?;
    if Level::active().has_surrogate(characters)
        && let Some((position, character)) = characters.characters().find(|&(_, character)| is_surrogate(character))
    {
        let encoding = EncodingName::Ucs2;
        return Err(error::encode(module.py(), EncodeError::Unmappable { character, position, encoding }));
    }
    if let Text::Ucs2(units) = characters {
        return PyBytes::new_with(module.py(), units.len() * 2, |octets| {
            Level::active().utf16be_over(units, octets);
            Ok(())
        });
    }
    let mut octets = Vec::with_capacity(characters.end() * 2);
    Level::active().utf16be(characters, &mut octets);
    Ok(PyBytes::new(module.py(), &octets))
}

/// The text of UTF-16BE octets.
#[pyfunction(pass_module)]
#[pyo3(signature = (octets, /))]
pub(super) fn ucs2_decode<'py>(
    module: &Bound<'py, PyModule>,
    octets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyString>> {
    new_string(module.py(), &ucs2::decode(&Octets::new("octets", octets)?))
}
