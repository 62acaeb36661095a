//! `count_segments` and `estimate` as bare functions of C, and strings made in place: what PyO3's frame around a
//! function takes is more than the whole scan of a message.
//!
//! The only file of the binding with functions that CPython calls directly. What is shared by all of them:
//!
//! * CPython calls them with the interpreter attached, so a token may be assumed for as long as they run.
//! * Their arguments are borrowed references, valid until they return; none is kept.
//! * They give a new reference, or null with an exception set.
//! * No panic leaves them: [`guarded`] makes one an exception.
//! * Whatever is no plain call that succeeds (options, errors) is done by PyO3 under `Python::attach`, because a
//!   reference that is dropped outside of it would wait for the next call of PyO3 before it is given back.

use std::any::Any;
use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::panic::PanicException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::convert::text;
use super::functions;
use super::results::Estimate;

/// Adds the functions to the module.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    // SAFETY: the module is one, and `METHODS` ends in an empty entry. CPython keeps pointers to its entries and only
    // reads them; they live as long as the program, and nothing else uses them.
    match unsafe { ffi::PyModule_AddFunctions(module.as_ptr(), (&raw mut METHODS).cast()) } {
        0 => Ok(()),
        _ => Err(PyErr::fetch(module.py())),
    }
}

static mut METHODS: [ffi::PyMethodDef; 3] = [
    ffi::PyMethodDef {
        ml_name: c"count_segments".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: count_segments },
        ml_flags: ffi::METH_O,
        ml_doc: COUNT_SEGMENTS.as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"estimate".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: estimate },
        ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: ESTIMATE.as_ptr(),
    },
    ffi::PyMethodDef::zeroed(),
];

const COUNT_SEGMENTS: &CStr =
    c"count_segments($module, text, /)\n--\n\nThe number of segments of a text by default options.";
const ESTIMATE: &CStr = c"estimate($module, text, /, **options)\n--\n\nWhat a text takes, before any octet is made.";

unsafe extern "C" fn count_segments(_module: *mut ffi::PyObject, value: *mut ffi::PyObject) -> *mut ffi::PyObject {
    guarded(|| {
        // SAFETY: attached, and the argument is borrowed for the call (see above).
        let (py, value) =
            unsafe { (Python::assume_attached(), Bound::ref_from_ptr(Python::assume_attached(), &value)) };
        if let Some(segments) = plain(value).and_then(|text| crate::count_segments(text, functions::defaults()).ok()) {
            return small(py, segments);
        }
        attached(|py| {
            functions::count(value, functions::defaults())?.into_pyobject(py).map(Bound::into_any).map_err(Into::into)
        })
    })
}

unsafe extern "C" fn estimate(
    _module: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    guarded(|| {
        if count == 1 && names.is_null() {
            // SAFETY: attached; there is one argument, borrowed for the call.
            let (py, value) =
                unsafe { (Python::assume_attached(), Bound::ref_from_ptr(Python::assume_attached(), &*arguments)) };
            let estimate = plain(value).and_then(|text| crate::estimate(text, functions::defaults()).ok());
            if let Some(estimate) = estimate.and_then(|estimate| Estimate::new(py, &estimate).ok()) {
                return match Bound::new(py, estimate) {
                    Ok(estimate) => estimate.into_any().into_ptr(),
                    Err(error) => raised(py, error),
                };
            }
        }
        attached(|py| {
            // SAFETY: CPython gives `count` arguments and behind them as many as the tuple `names` has, all borrowed.
            let (value, options) = unsafe { split(py, arguments, count, names) }?;
            let estimate = functions::estimated(&value, &*functions::with(options.as_ref())?)?;
            Bound::new(py, estimate).map(Bound::into_any)
        })
    })
}

/// The one positional argument and the keyword arguments of a call.
///
/// # Safety
/// The arguments must be as CPython gives them to a function of `METH_FASTCALL | METH_KEYWORDS`.
unsafe fn split<'py>(
    py: Python<'py>,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> PyResult<(Bound<'py, PyAny>, Option<Bound<'py, PyDict>>)> {
    if count != 1 {
        let message = match count {
            0 => "estimate() missing 1 required positional argument: 'text'".to_owned(),
            _ => format!("estimate() takes 1 positional argument but {count} were given"),
        };
        return Err(PyTypeError::new_err(message));
    }
    // SAFETY: there is a first argument, and one behind it for each name, by the contract of the caller.
    let argument = |number: usize| unsafe { Bound::from_borrowed_ptr(py, *arguments.add(number)) };
    if names.is_null() {
        return Ok((argument(0), None));
    }
    let options = PyDict::new(py);
    // SAFETY: not null, so the tuple of names.
    let names = unsafe { Bound::from_borrowed_ptr(py, names) };
    for (number, name) in names.try_iter()?.enumerate() {
        options.set_item(name?, argument(1 + number))?;
    }
    Ok((argument(0), Some(options)))
}

/// The characters of a string; `None` for everything else.
#[inline]
fn plain<'a>(value: &'a Bound<'_, PyAny>) -> Option<crate::Text<'a>> {
    value.cast::<PyString>().ok().and_then(|string| text(string).ok())
}

/// A new reference to an int.
#[inline]
fn small(_attached: Python<'_>, number: usize) -> *mut ffi::PyObject {
    // SAFETY: attached; gives a new reference, or null with an exception.
    unsafe { ffi::PyLong_FromSize_t(number) }
}

#[cold]
fn attached(work: impl for<'py> FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>>) -> *mut ffi::PyObject {
    Python::attach(|py| match work(py) {
        Ok(value) => value.into_ptr(),
        Err(error) => raised(py, error),
    })
}

#[cold]
fn raised(py: Python<'_>, error: PyErr) -> *mut ffi::PyObject {
    error.restore(py);
    ptr::null_mut()
}

/// Runs a function that C calls: a panic may not go through C, and becomes the exception that PyO3 makes of one.
#[inline]
fn guarded(work: impl FnOnce() -> *mut ffi::PyObject) -> *mut ffi::PyObject {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| panicked(&*payload))
}

#[cold]
fn panicked(payload: &(dyn Any + Send)) -> *mut ffi::PyObject {
    let message = payload.downcast_ref::<&str>().map(|message| (*message).to_owned());
    let message = message.or_else(|| payload.downcast_ref::<String>().cloned());
    let message = message.unwrap_or_else(|| "panic from Rust code".to_owned());
    Python::attach(|py| raised(py, PanicException::new_err((message,))))
}

/// A string of characters below U+0100, in the narrowest form.
pub(super) fn latin1_string<'py>(py: Python<'py>, characters: &[u8]) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: the kind says one octet a character, of which there are so many; they are copied.
    unsafe { string_of(py, ffi::PyUnicode_1BYTE_KIND as _, characters.as_ptr().cast(), characters.len()) }
}

/// A string of characters up to U+10FFFF, lone surrogates among them; a greater number becomes U+FFFD.
pub(super) fn string<'py>(py: Python<'py>, characters: &[u32]) -> PyResult<Bound<'py, PyString>> {
    if characters.iter().fold(0, |most, &character| most.max(character)) > 0x10_FFFF {
        let characters: Vec<u32> = characters.iter().map(|&c| if c > 0x10_FFFF { 0xFFFD } else { c }).collect();
        return string(py, &characters);
    }
    // SAFETY: the kind says four octets a character, of which there are so many, none above U+10FFFF; they are copied.
    unsafe { string_of(py, ffi::PyUnicode_4BYTE_KIND as _, characters.as_ptr().cast(), characters.len()) }
}

/// # Safety
/// There must be `count` characters of this kind.
unsafe fn string_of<'py>(
    py: Python<'py>,
    kind: std::ffi::c_int,
    characters: *const std::ffi::c_void,
    count: usize,
) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: attached, and the characters are there. The result is a new reference to a `str`, or null.
    unsafe {
        let string = ffi::PyUnicode_FromKindAndData(kind, characters, count as ffi::Py_ssize_t);
        Bound::from_owned_ptr_or_err(py, string).map(|string| string.cast_into_unchecked())
    }
}
