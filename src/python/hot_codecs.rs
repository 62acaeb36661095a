//! The raw codecs in their plain form as bare functions of C, beside [`super::hot`], whose rules they keep.
//!
//! Each stands before the function of the same name in [`super::gsm7`], and hands over to it whatever is no plain call
//! that succeeds: other arguments, keywords, errors.

use std::ffi::CStr;
use std::sync::OnceLock;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::convert::text;
use super::hot::{Object, attached, guarded, latin1_string, with_names, with_one};
use crate::kernel::Level;
use crate::{Text, decode, septet};

/// The functions of PyO3 that stand behind, in the order of [`FUNCTIONS`].
static BEHIND: OnceLock<[Py<PyAny>; COUNT]> = OnceLock::new();

const COUNT: usize = 4;
const GSM7_ENCODE: usize = 0;
const GSM7_DECODE: usize = 1;
const GSM7_UNPACK: usize = 2;
const UCS2_ENCODE: usize = 3;

static mut FUNCTIONS: [ffi::PyMethodDef; COUNT + 1] = [
    with_names(
        c"gsm7_encode",
        gsm7_encode,
        c"gsm7_encode($module, text, /, *, locking=None, single=None)\n--\n\nThe septets of a text, one an octet.",
    ),
    with_names(
        c"gsm7_decode",
        gsm7_decode,
        c"gsm7_decode($module, septets, /, *, locking=None, single=None)\n--\n\nThe text of septets, one an octet.",
    ),
    with_names(
        c"gsm7_unpack",
        gsm7_unpack,
        c"gsm7_unpack($module, octets, count, fill_bits=0)\n--\n\nThe first septets of octets behind fill bits.",
    ),
    with_one(c"ucs2_encode", ucs2_encode, c"ucs2_encode($module, text, /)\n--\n\nUTF-16BE without byte order mark."),
    ffi::PyMethodDef::zeroed(),
];

/// Puts the functions before those of PyO3, which the module must have.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let mut behind = Vec::with_capacity(COUNT);
    let first = (&raw mut FUNCTIONS).cast::<ffi::PyMethodDef>();
    for number in 0..COUNT {
        // SAFETY: there are so many entries, and their names are strings that end in a zero.
        let name = unsafe { CStr::from_ptr((*first.add(number)).ml_name) };
        behind.push(module.getattr(name.to_string_lossy())?.unbind());
    }
    if let Ok(behind) = behind.try_into() {
        let _ = BEHIND.set(behind); // a module that is made anew has the same ones
    }
    // SAFETY: as in `hot`: the module is one, and the entries, which end in an empty one, are there for ever.
    match unsafe { ffi::PyModule_AddFunctions(module.as_ptr(), first) } {
        0 => Ok(()),
        _ => Err(PyErr::fetch(module.py())),
    }
}

/// Calls the function behind.
///
/// # Safety
/// Attached, and the arguments are as CPython gives them to a function of `METH_FASTCALL | METH_KEYWORDS`.
#[cold]
unsafe fn behind(number: usize, arguments: *const Object, count: isize, names: Object) -> Object {
    attached(|py| {
        let Some(behind) = BEHIND.get() else { return Err(PyErr::fetch(py)) };
        // SAFETY: as the caller promises; gives a new reference, or null with an exception.
        unsafe {
            let result = ffi::PyObject_Vectorcall(behind[number].as_ptr(), arguments, count as usize, names);
            Bound::from_owned_ptr_or_err(py, result)
        }
    })
}

/// The only argument of a call without keywords.
///
/// # Safety
/// As [`behind`]; the result is used while the arguments are there.
#[inline(always)]
unsafe fn only<'a>(arguments: *const Object, count: isize, names: Object) -> Option<&'a Bound<'a, PyAny>> {
    // SAFETY: attached; there is one argument, borrowed for the call.
    (count == 1 && names.is_null()).then(|| unsafe { Bound::ref_from_ptr(Python::assume_attached(), &*arguments) })
}

unsafe extern "C" fn gsm7_encode(_module: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    // SAFETY: see the head of `hot`; so for all functions that follow.
    guarded(|| unsafe {
        if let Some(value) = only(arguments, count, names)
            && let Some(characters) = value.cast::<PyString>().ok().and_then(|string| text(string).ok())
        {
            let mut septets = Vec::with_capacity(characters.end() + Level::SLACK);
            if Level::active().septets(characters, &mut septets).is_ok() {
                return bytes(&septets);
            }
        }
        behind(GSM7_ENCODE, arguments, count, names)
    })
}

unsafe extern "C" fn gsm7_decode(_module: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    guarded(|| unsafe {
        if let Some(value) = only(arguments, count, names)
            && let Ok(octets) = value.cast::<PyBytes>()
            && let Some(characters) = decode::latin1(octets.as_bytes())
            && let Ok(string) = latin1_string(value.py(), &characters)
        {
            return string.into_ptr();
        }
        behind(GSM7_DECODE, arguments, count, names)
    })
}

unsafe extern "C" fn gsm7_unpack(_module: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    guarded(|| unsafe {
        if count == 2 && names.is_null() {
            let py = Python::assume_attached();
            let (octets, wanted) = (Bound::ref_from_ptr(py, &*arguments), *arguments.add(1));
            if let (Ok(octets), 1) = (octets.cast::<PyBytes>(), ffi::PyLong_CheckExact(wanted)) {
                let octets = octets.as_bytes();
                let wanted = ffi::PyLong_AsSsize_t(wanted);
                // A number that is too great for the type is -1, with an exception that the function behind makes anew.
                if wanted == -1 {
                    ffi::PyErr_Clear();
                }
                if let Ok(wanted @ 0..) = usize::try_from(wanted)
                    && wanted <= septet::unpacked_len(octets.len(), 0)
                {
                    return bytes(&septet::unpack(octets, wanted, 0));
                }
            }
        }
        behind(GSM7_UNPACK, arguments, count, names)
    })
}

unsafe extern "C" fn ucs2_encode(_module: Object, value: Object) -> Object {
    guarded(|| unsafe {
        let string = Bound::ref_from_ptr(Python::assume_attached(), &value);
        if let Some(Text::Ucs2(units)) = string.cast::<PyString>().ok().and_then(|string| text(string).ok())
            && !Level::active().has_surrogate(Text::Ucs2(units))
        {
            let made = PyBytes::new_with(string.py(), units.len() * 2, |octets| {
                Level::active().utf16be_over(units, octets);
                Ok(())
            });
            if let Ok(made) = made {
                return made.into_ptr();
            }
        }
        behind(UCS2_ENCODE, &value, 1, std::ptr::null_mut())
    })
}

/// A new object of these octets.
///
/// # Safety
/// Attached.
#[inline(always)]
unsafe fn bytes(octets: &[u8]) -> Object {
    // SAFETY: attached, and there are so many octets, which are copied; gives a new reference, or null and an exception.
    unsafe { ffi::PyBytes_FromStringAndSize(octets.as_ptr().cast(), octets.len() as ffi::Py_ssize_t) }
}
