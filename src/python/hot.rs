//! The functions of one text as bare functions of C, and strings made in place: what PyO3's frame around a function
//! takes is more than the whole scan of a message.
//!
//! Here and in [`super::hot_codecs`] alone stand functions that CPython calls directly. What is shared by all of them:
//!
//! * CPython calls them with the interpreter attached, so a token may be assumed for as long as they run.
//! * Their arguments are borrowed references, valid until they return; none is kept. The first one of a method or a
//!   getter is an object of the class that it was made for: the descriptor sees to that before it calls.
//! * They give a new reference, or null with an exception set.
//! * No panic leaves them: [`guarded`] makes one an exception.
//! * Whatever is no plain call that succeeds (options, errors) is done by PyO3 under `Python::attach`, because a
//!   reference that is dropped outside of it would wait for the next call of PyO3 before it is given back.

use std::any::Any;
use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::panic::PanicException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3::{PyTypeInfo, ffi, intern};

use super::convert::text;
use super::estimate::Estimate;
use super::functions::{self, Profile, defaults};
use super::lean::{adopt, object};
use super::message::Message;
use super::segment::Segment;
use crate::text::{Stored, with_source};
use crate::{Message as Core, Options};

/// Adds the functions to the module, and the methods and getters to their classes.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    // SAFETY: the module is one, and `FUNCTIONS` ends in an empty entry. CPython keeps pointers to its entries and only
    // reads them; they live as long as the program, and nothing else uses them.
    if unsafe { ffi::PyModule_AddFunctions(module.as_ptr(), (&raw mut FUNCTIONS).cast()) } != 0 {
        return Err(PyErr::fetch(py));
    }
    let names = module.index()?; // `__all__`, as PyO3 keeps it for its own functions
    for name in ["count_segments", "estimate", "encode"] {
        names.append(name)?;
    }
    let first = (&raw mut METHODS).cast::<ffi::PyMethodDef>();
    for number in 0..METHODS_COUNT {
        // SAFETY: there are so many entries, of which is true what is said above; the class is one.
        let descriptor = unsafe { ffi::PyDescr_NewMethod(Profile::type_object_raw(py), first.add(number)) };
        let name = unsafe { CStr::from_ptr((*first.add(number)).ml_name) };
        add::<Profile>(py, name, descriptor)?;
    }
    // SAFETY: as above, with one entry.
    let descriptor = unsafe { ffi::PyDescr_NewGetSet(Message::type_object_raw(py), &raw mut USER_DATA) };
    add::<Message>(py, c"user_data", descriptor)?;

    adopt(&Bound::new(py, Estimate::prototype(py))?);
    let empty = Bound::new(py, functions::encoded(&PyString::new(py, ""), Arc::clone(defaults()), None)?)?;
    adopt(&empty);
    adopt(&Bound::new(py, Segment::new(&empty, 0))?);
    Ok(())
}

/// Adds a descriptor, a new reference or null with an exception set, to a class.
fn add<T: PyTypeInfo>(py: Python<'_>, name: &CStr, descriptor: Object) -> PyResult<()> {
    // SAFETY: attached, and the descriptor is as said.
    let descriptor = unsafe { Bound::from_owned_ptr_or_err(py, descriptor)? };
    T::type_object(py).setattr(name.to_string_lossy(), descriptor)
}

pub(super) const fn with_one(name: &'static CStr, function: ffi::PyCFunction, doc: &'static CStr) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: function },
        ml_flags: ffi::METH_O,
        ml_doc: doc.as_ptr(),
    }
}

pub(super) const fn with_names(
    name: &'static CStr,
    function: ffi::PyCFunctionFastWithKeywords,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: function },
        ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: doc.as_ptr(),
    }
}

static mut FUNCTIONS: [ffi::PyMethodDef; 4] = [
    with_one(
        c"count_segments",
        count_segments,
        c"count_segments($module, text, /)\n--\n\nThe number of segments of a text by default options.",
    ),
    with_names(
        c"estimate",
        estimate,
        c"estimate($module, text, /, **options)\n--\n\nWhat a text takes, before any octet is made.",
    ),
    with_names(
        c"encode",
        encode,
        c"encode($module, text, /, *, reference=None, **options)\n--\n\nEncode a text into its segments.",
    ),
    ffi::PyMethodDef::zeroed(),
];

const METHODS_COUNT: usize = 3;

static mut METHODS: [ffi::PyMethodDef; METHODS_COUNT] = [
    with_one(
        c"count_segments",
        profile_count_segments,
        c"count_segments($self, text, /)\n--\n\nThe number of segments of a text.",
    ),
    with_one(c"estimate", profile_estimate, c"estimate($self, text, /)\n--\n\nWhat a text takes."),
    with_names(
        c"encode",
        profile_encode,
        c"encode($self, text, /, *, reference=None)\n--\n\nEncode a text into its segments.",
    ),
];

static mut USER_DATA: ffi::PyGetSetDef = ffi::PyGetSetDef {
    name: c"user_data".as_ptr(),
    get: Some(user_data),
    set: None,
    doc: c"TP-UD of each segment.".as_ptr(),
    closure: ptr::null_mut(),
};

pub(super) type Object = *mut ffi::PyObject;

unsafe extern "C" fn count_segments(_module: Object, value: Object) -> Object {
    // SAFETY: see the head of this file; so for all functions that follow.
    guarded(|| unsafe { counted(value, defaults()) })
}

unsafe extern "C" fn profile_count_segments(profile: Object, value: Object) -> Object {
    guarded(|| unsafe { counted(value, options_of(&profile)) })
}

unsafe extern "C" fn estimate(_module: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    guarded(|| unsafe {
        if count == 1 && names.is_null() {
            return estimated(*arguments, defaults());
        }
        attached(|py| {
            let (value, options) = split(py, "estimate", arguments, count, names)?;
            let estimate = functions::estimated(&value, &*functions::with(options.as_ref())?)?;
            object(py, estimate).map(Bound::into_any)
        })
    })
}

unsafe extern "C" fn profile_estimate(profile: Object, value: Object) -> Object {
    guarded(|| unsafe { estimated(value, options_of(&profile)) })
}

unsafe extern "C" fn encode(_module: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    guarded(|| unsafe {
        if let Some(message) = encoded(arguments, count, names, defaults()) {
            return message;
        }
        attached(|py| {
            let (value, options) = split(py, "encode", arguments, count, names)?;
            let reference = options.as_ref().map_or(Ok(None), take_reference)?;
            let message = functions::encoded(&value, functions::with(options.as_ref())?, reference.as_ref())?;
            object(py, message).map(Bound::into_any)
        })
    })
}

unsafe extern "C" fn profile_encode(profile: Object, arguments: *const Object, count: isize, names: Object) -> Object {
    guarded(|| unsafe {
        let own = options_of(&profile);
        if let Some(message) = encoded(arguments, count, names, own) {
            return message;
        }
        attached(|py| {
            let (value, others) = split(py, "encode", arguments, count, names)?;
            let reference = others.as_ref().map_or(Ok(None), take_reference)?;
            if let Some((name, _)) = others.as_ref().and_then(|others| others.iter().next()) {
                return Err(PyTypeError::new_err(format!("encode() got an unexpected keyword argument '{name}'")));
            }
            let message = functions::encoded(&value, Arc::clone(own), reference.as_ref())?;
            object(py, message).map(Bound::into_any)
        })
    })
}

unsafe extern "C" fn user_data(message: Object, _closure: *mut c_void) -> Object {
    guarded(|| {
        // SAFETY: attached, and the object is a message (see above).
        let message = unsafe { Bound::ref_from_ptr(Python::assume_attached(), &message).cast_unchecked::<Message>() };
        match message.get().user_data(message.py()) {
            Ok(all) => all.into_ptr().cast(),
            Err(error) => raised(message.py(), error),
        }
    })
}

/// # Safety
/// Attached, and the object is a profile, borrowed for as long as the result is used.
#[inline(always)]
unsafe fn options_of(profile: &Object) -> &Arc<Options> {
    // SAFETY: as the caller promises.
    unsafe { &Bound::ref_from_ptr(Python::assume_attached(), profile).cast_unchecked::<Profile>().get().0 }
}

/// # Safety
/// Attached, and the value is an object, borrowed for the call.
#[inline(always)]
unsafe fn counted(value: Object, options: &Options) -> Object {
    // SAFETY: as the caller promises.
    let (py, value) = unsafe { (Python::assume_attached(), Bound::ref_from_ptr(Python::assume_attached(), &value)) };
    if let Some(text) = plain(value)
        && let Ok(segments) = crate::count_segments(text, options)
    {
        // SAFETY: attached; gives a new reference, or null with an exception.
        return unsafe { ffi::PyLong_FromSize_t(segments) };
    }
    attached(|_| number(py, functions::count(value, options)?))
}

/// # Safety
/// As [`counted`].
#[inline(always)]
unsafe fn estimated(value: Object, options: &Options) -> Object {
    // SAFETY: as the caller promises.
    let (py, value) = unsafe { (Python::assume_attached(), Bound::ref_from_ptr(Python::assume_attached(), &value)) };
    if let Some(text) = plain(value)
        && let Some(estimate) = crate::estimate_plain(text, options)
        && let Ok(estimate) = Estimate::new(py, &estimate)
    {
        return match object(py, estimate) {
            Ok(estimate) => estimate.into_ptr(),
            Err(error) => raised(py, error),
        };
    }
    attached(|py| object(py, functions::estimated(value, options)?).map(Bound::into_any))
}

/// What a call of `encode` gives that has a text, at most a reference, and succeeds.
///
/// # Safety
/// As [`split`].
#[inline(always)]
unsafe fn encoded(arguments: *const Object, count: isize, names: Object, options: &Arc<Options>) -> Option<Object> {
    if count != 1 || !names.is_null() {
        return None;
    }
    // SAFETY: attached; there is one argument, borrowed for the call.
    let (py, value) =
        unsafe { (Python::assume_attached(), Bound::ref_from_ptr(Python::assume_attached(), &*arguments)) };
    // The message keeps the string, so it must be a plain one.
    let string = value.cast_exact::<PyString>().ok()?;
    let text = text(string).ok()?;
    match Core::encode_plain(text, options, None) {
        Some(message) => whole(py, message, string, options),
        None => with_source!(text, source => encoded_slowly(py, source, string, options)),
    }
}

#[inline(never)]
fn encoded_slowly<'a>(
    py: Python<'_>,
    source: impl Stored<'a>,
    string: &Bound<'_, PyString>,
    options: &Arc<Options>,
) -> Option<Object> {
    whole(py, Core::encode(source.text(), options, None).ok()?, string, options)
}

/// The object of a message that a string has become.
#[inline(always)]
fn whole(py: Python<'_>, message: Core, string: &Bound<'_, PyString>, options: &Arc<Options>) -> Option<Object> {
    let message = Message::of_text(py, message, string.clone(), options).ok()?;
    object(py, message).ok().map(Bound::into_ptr)
}

/// The reference among keyword arguments, which it is taken from.
fn take_reference<'py>(options: &Bound<'py, PyDict>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let name = intern!(options.py(), "reference");
    let reference = options.get_item(name)?;
    if reference.is_some() {
        options.del_item(name)?;
    }
    Ok(reference)
}

/// The one positional argument and the keyword arguments of a call.
///
/// # Safety
/// The arguments must be as CPython gives them to a function of `METH_FASTCALL | METH_KEYWORDS`.
unsafe fn split<'py>(
    py: Python<'py>,
    function: &str,
    arguments: *const Object,
    count: isize,
    names: Object,
) -> PyResult<(Bound<'py, PyAny>, Option<Bound<'py, PyDict>>)> {
    if count != 1 {
        let message = match count {
            0 => format!("{function}() missing 1 required positional argument: 'text'"),
            _ => format!("{function}() takes 1 positional argument but {count} were given"),
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
#[inline(always)]
fn plain<'a>(value: &'a Bound<'_, PyAny>) -> Option<crate::Text<'a>> {
    match value.cast::<PyString>() {
        Ok(string) => text(string).ok(),
        Err(_) => None,
    }
}

/// A tuple of so many items.
#[inline(always)]
pub(super) fn tuple<'py>(
    py: Python<'py>,
    count: usize,
    mut item: impl FnMut(usize) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: attached. The tuple is new and nobody else has it; each of its places, all empty, is set once to a
    // reference that it takes over. If an item fails, a tuple with empty places is freed, which CPython provides for.
    unsafe {
        let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(count as ffi::Py_ssize_t))?;
        for index in 0..count {
            ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item(index)?.into_ptr());
        }
        Ok(tuple.cast_into_unchecked())
    }
}

/// An int.
#[inline(always)]
pub(super) fn number(py: Python<'_>, number: usize) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: attached; gives a new reference, or null with an exception.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyLong_FromSize_t(number)) }
}

#[cold]
pub(super) fn attached(work: impl for<'py> FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>>) -> Object {
    Python::attach(|py| match work(py) {
        Ok(value) => value.into_ptr(),
        Err(error) => raised(py, error),
    })
}

#[cold]
fn raised(py: Python<'_>, error: PyErr) -> Object {
    error.restore(py);
    ptr::null_mut()
}

/// Runs a function that C calls: a panic may not go through C, and becomes the exception that PyO3 makes of one.
#[inline(always)]
pub(super) fn guarded(work: impl FnOnce() -> Object) -> Object {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| panicked(&*payload))
}

#[cold]
fn panicked(payload: &(dyn Any + Send)) -> Object {
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
