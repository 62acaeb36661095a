//! Keyword options to `Options` and back. The names, values and defaults of the Python API stand here once.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyMapping, PyString, PyTuple};

use super::convert::wrong_type;
use super::error::{self, invalid_option, unknown_option};
use super::header::UserDataHeader;
use super::kept;
use crate::element::ReferenceSize;
use crate::replace::{Level, Replace, ReplaceWhen};
use crate::{
    Boundary, Family, Layout, LoneSurrogates, MessageClass, NationalLanguage, Numbering, Options, Overflow, Splitting,
    is_surrogate,
};

/// The options that a call gives, on top of others.
pub(super) fn parse(base: &Options, given: Option<&Bound<'_, PyDict>>) -> PyResult<Options> {
    let mut options = base.clone();
    let Some(given) = given else { return Ok(options) };
    for (key, value) in given {
        let key = key.cast_into::<PyString>()?;
        set(&mut options, &key.to_string_lossy(), &value)?;
    }
    // The ellipsis may be given before or behind the overflow that makes it count.
    if let Some(value) = given.get_item("ellipsis")? {
        let text = characters("ellipsis", &value)?;
        match &mut options.splitting.overflow {
            Overflow::Truncate { ellipsis } => *ellipsis = text,
            Overflow::Error if text.is_empty() => {}
            Overflow::Error => return Err(invalid_option("ellipsis", &value, "only with overflow='truncate'")),
        }
    }
    Ok(options)
}

fn set(options: &mut Options, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let Options { prepare, coding, splitting } = options;
    match name {
        "encoding" => {
            coding.family =
                one_of(name, value, &[("auto", Family::Auto), ("gsm7", Family::Gsm7), ("ucs2", Family::Ucs2)])?;
        }
        "languages" => coding.languages = languages(value)?,
        "reference_bits" => splitting.reference_size = reference_size(name, value)?,
        "header" => splitting.header = header(value)?,
        "max_segments" => splitting.max_segments = integer(name, value, 1, 255)? as u8,
        "overflow" => {
            if one_of(name, value, &[("error", false), ("truncate", true)])? {
                if splitting.overflow == Overflow::Error {
                    splitting.overflow = Overflow::Truncate { ellipsis: String::new() };
                }
            } else {
                splitting.overflow = Overflow::Error;
            }
        }
        "ellipsis" => {} // with `overflow`, once that is known
        "boundary" => {
            let values =
                [("character", Boundary::Character), ("grapheme", Boundary::Grapheme), ("word", Boundary::Word)];
            let boundary = one_of(name, value, &values)?;
            lay_out(splitting, |layout| layout.boundary = boundary);
        }
        "suffix" => {
            let suffix = characters(name, value)?;
            lay_out(splitting, |layout| layout.suffix = suffix);
        }
        "numbering" => {
            let numbering = if value.is_none() {
                None
            } else {
                let numbering = Numbering::parse(&characters(name, value)?);
                Some(numbering.ok_or_else(|| invalid_option(name, value, Numbering::FORM))?)
            };
            lay_out(splitting, |layout| layout.numbering = numbering);
        }
        "line_breaks" => prepare.fold_line_breaks = one_of(name, value, &[("keep", false), ("lf", true)])?,
        "normalization" => prepare.compose = !value.is_none() && one_of(name, value, &[("NFC", true)])?,
        "lone_surrogates" => {
            let values = [
                ("error", LoneSurrogates::Error),
                ("replace", LoneSurrogates::Replace),
                ("keep", LoneSurrogates::Keep),
            ];
            prepare.lone_surrogates = one_of(name, value, &values)?;
        }
        "replace" => prepare.replace = replace(name, value)?,
        "replace_when" => {
            let values = [("saves", ReplaceWhen::Saves), ("always", ReplaceWhen::Always)];
            prepare.replace_when = one_of(name, value, &values)?;
        }
        "message_class" => {
            coding.message_class =
                if value.is_none() { None } else { MessageClass::new(integer(name, value, 0, 3)? as u8) };
        }
        _ => return Err(unknown_option(name)),
    }
    Ok(())
}

/// All options as keyword arguments, defaults included.
pub(super) fn to_dict<'py>(py: Python<'py>, options: &Options) -> PyResult<Bound<'py, PyDict>> {
    let Options { prepare, coding, splitting } = options;
    let dict = PyDict::new(py);
    let family = match coding.family {
        Family::Auto => "auto",
        Family::Gsm7 => "gsm7",
        Family::Ucs2 => "ucs2",
    };
    dict.set_item("encoding", family)?;
    let names = coding.languages.iter().map(|language| language.name());
    dict.set_item("languages", PyTuple::new(py, names.collect::<Vec<_>>())?)?;
    dict.set_item("reference_bits", splitting.reference_size.bits())?;
    let header = Bound::new(py, UserDataHeader(splitting.header.clone()))?;
    dict.set_item("header", PyTuple::new(py, header.try_iter()?.collect::<PyResult<Vec<_>>>()?)?)?;
    dict.set_item("max_segments", splitting.max_segments)?;
    let (overflow, ellipsis) = match &splitting.overflow {
        Overflow::Error => ("error", ""),
        Overflow::Truncate { ellipsis } => ("truncate", &**ellipsis),
    };
    dict.set_item("overflow", overflow)?;
    dict.set_item("ellipsis", ellipsis)?;
    let layout = splitting.layout();
    let boundary = match layout.boundary {
        Boundary::Character => "character",
        Boundary::Grapheme => "grapheme",
        Boundary::Word => "word",
    };
    dict.set_item("boundary", boundary)?;
    dict.set_item("suffix", &layout.suffix)?;
    dict.set_item("numbering", layout.numbering.as_ref().map(Numbering::form))?;
    dict.set_item("line_breaks", if prepare.fold_line_breaks { "lf" } else { "keep" })?;
    dict.set_item("normalization", if prepare.compose { Some("NFC") } else { None })?;
    let lone = match prepare.lone_surrogates {
        LoneSurrogates::Error => "error",
        LoneSurrogates::Replace => "replace",
        LoneSurrogates::Keep => "keep",
    };
    dict.set_item("lone_surrogates", lone)?;
    match &prepare.replace {
        Replace::Nothing => dict.set_item("replace", py.None())?,
        Replace::Level(level) => {
            let name = LEVELS.into_iter().find(|(_, known)| known == level).map(|(name, _)| name);
            dict.set_item("replace", name)?;
        }
        Replace::Map(map) => {
            let texts = PyDict::new(py);
            for (&character, text) in &**map {
                texts.set_item(super::convert::new_string(py, &[character])?, text)?;
            }
            dict.set_item("replace", texts)?;
        }
    }
    let when = match prepare.replace_when {
        ReplaceWhen::Saves => "saves",
        ReplaceWhen::Always => "always",
    };
    dict.set_item("replace_when", when)?;
    dict.set_item("message_class", coding.message_class.map(|class| class as u8))?;
    Ok(dict)
}

/// The levels of replacement by name.
const LEVELS: [(&str, Level); 3] =
    [("smart", Level::Smart), ("smart-wide", Level::SmartWide), ("transliterate", Level::Transliterate)];

/// `None`, the name of a level, or the caller's map of characters to texts.
fn replace(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Replace> {
    if value.is_none() {
        return Ok(Replace::Nothing);
    }
    if value.is_instance_of::<PyString>() {
        return one_of(name, value, &LEVELS).map(Replace::Level);
    }
    let given = value.cast::<PyMapping>().map_err(|_| wrong_type(name, "None, a str or a mapping", value))?;
    let mut map = BTreeMap::new();
    for item in given.items()? {
        let (character, text) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let character = character.cast_into::<PyString>().map_err(|_| wrong_type(name, "a mapping of str", value))?;
        let text = text.cast_into::<PyString>().map_err(|_| wrong_type(name, "a mapping to str", value))?;
        let wrong = || invalid_option(name, value, "single characters as keys, no lone surrogates");
        let mut characters = super::convert::text(&character)?.characters();
        let (Some((0, key)), None) = (characters.next(), characters.next()) else { return Err(wrong()) };
        if is_surrogate(key) {
            return Err(wrong());
        }
        map.insert(key, text.to_str().map_err(|_| wrong())?.to_owned());
    }
    Ok(Replace::Map(Arc::new(map)))
}

fn lay_out(splitting: &mut Splitting, change: impl FnOnce(&mut Layout)) {
    let mut layout = splitting.layout().clone();
    change(&mut layout);
    *splitting = std::mem::take(splitting).with_layout(layout);
}

/// Characters to be sent.
fn characters(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = super::convert::string(name, value)?;
    text.to_str().map(str::to_owned).map_err(|_| invalid_option(name, value, "characters without lone surrogates"))
}

/// One of a few names.
fn one_of<T: Copy>(name: &str, value: &Bound<'_, PyAny>, values: &[(&str, T)]) -> PyResult<T> {
    let given = value.cast::<PyString>().map_err(|_| wrong_type(name, "a str", value))?.to_string_lossy();
    values.iter().find(|(known, _)| *known == given).map(|&(_, meaning)| meaning).ok_or_else(|| {
        let names: Vec<_> = values.iter().map(|(known, _)| format!("'{known}'")).collect();
        invalid_option(name, value, &names.join(", "))
    })
}

/// A whole number within bounds; `bool` is no number here.
pub(super) fn integer(name: &str, value: &Bound<'_, PyAny>, low: i64, high: i64) -> PyResult<i64> {
    if value.is_instance_of::<PyBool>() || !value.is_instance_of::<PyInt>() {
        return Err(wrong_type(name, "an int", value));
    }
    value
        .extract::<i64>()
        .ok()
        .filter(|number| (low..=high).contains(number))
        .ok_or_else(|| invalid_option(name, value, &format!("{low} to {high}")))
}

/// A Python index into so many items; `None` beyond them.
pub(super) fn index(value: &Bound<'_, PyAny>, length: usize) -> PyResult<Option<usize>> {
    let index = match value.extract::<isize>() {
        Err(wrong) if wrong.is_instance_of::<PyOverflowError>(value.py()) => return Ok(None),
        index => index?,
    };
    let index = if index < 0 { index + length as isize } else { index };
    Ok(usize::try_from(index).ok().filter(|&index| index < length))
}

/// 8 or 16.
pub(super) fn reference_size(name: &str, value: &Bound<'_, PyAny>) -> PyResult<ReferenceSize> {
    match integer(name, value, i64::MIN, i64::MAX)? {
        8 => Ok(ReferenceSize::Eight),
        16 => Ok(ReferenceSize::Sixteen),
        _ => Err(invalid_option(name, value, "8, 16")),
    }
}

/// A concatenation reference of a size, or `None`.
pub(super) fn reference(value: Option<&Bound<'_, PyAny>>, size: ReferenceSize) -> PyResult<Option<u16>> {
    match value {
        Some(value) if !value.is_none() => {
            integer("reference", value, 0, size.max().into()).map(|reference| Some(reference as u16))
        }
        _ => Ok(None),
    }
}

fn languages(value: &Bound<'_, PyAny>) -> PyResult<Vec<NationalLanguage>> {
    if let Ok(name) = value.cast::<PyString>() {
        return match &*name.to_string_lossy() {
            "all" => Ok(NationalLanguage::ALL.to_vec()),
            _ => Err(invalid_option("languages", value, "'all', or a tuple of language names")),
        };
    }
    let items = value.try_iter().map_err(|_| wrong_type("languages", "'all' or an iterable of names", value))?;
    let mut languages = Vec::new();
    for item in items {
        let language = kept::parse_language("languages", &item?)?;
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    Ok(languages)
}

fn header(value: &Bound<'_, PyAny>) -> PyResult<crate::UserDataHeader> {
    let elements = UserDataHeader::elements("header", value)?;
    let mut offset = 1;
    for element in &elements {
        // The offset of the element in the header that the caller asks for.
        if let Err(reserved) = Splitting::check_header(vec![element.clone()]) {
            return Err(error::header_at(value.py(), reserved, offset));
        }
        offset += element.octets();
    }
    Splitting::check_header(elements).map_err(|wrong| error::header(value.py(), wrong))
}
