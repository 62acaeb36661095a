//! Objects of the result classes, made and freed with no more than what both take.
//!
//! PyO3 makes an object through `object.__new__` and frees it inside the frame that its functions have, which together
//! is more than the whole scan of a message. Here an object is asked for from the allocator that the class has, and its
//! value is written to where PyO3 reads it; the class is told to free its objects here as well. What that takes for
//! granted is looked up once, in an object that PyO3 has made ([`adopt`]): a class of another kind is left to PyO3.

use std::ptr;
use std::sync::OnceLock;

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::{PyClass, PyClassInitializer, ffi};

/// A class whose objects are made and freed here.
pub(super) trait Lean: PyClass<Frozen = True> + Sync + Into<PyClassInitializer<Self>> {
    /// Where what is known of the class is kept.
    fn known() -> &'static OnceLock<Known>;

    /// Drops a value where it is, and gives back its references. (Merely dropped, each would ask first whether this
    /// thread may do that.)
    ///
    /// # Safety
    /// The value must be there, and is not afterwards.
    unsafe fn release(value: *mut Self, py: Python<'_>);
}

/// What is known of a class.
pub(super) struct Known {
    class: *mut ffi::PyTypeObject,
    /// Octets of an object.
    size: usize,
    /// Where the value stands in it.
    value: usize,
}

// SAFETY: the class lives as long as the program, since PyO3 keeps a reference, and is used while attached only.
unsafe impl Send for Known {}
// SAFETY: as above.
unsafe impl Sync for Known {}

/// Takes over a class, if an object of it consists of its head and its value and nothing else.
pub(super) fn adopt<T: Lean>(prototype: &Bound<'_, T>) {
    let class = T::type_object_raw(prototype.py());
    let (head, value) = (prototype.as_ptr() as usize, ptr::from_ref(prototype.get()) as usize);
    let (value, size) = (value - head, value - head + size_of::<T>());
    // SAFETY: attached, and the class is there; nothing but its own slots is read.
    let as_expected = unsafe {
        let class = &*class;
        let other = ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_BASETYPE;
        class.tp_basicsize == size as ffi::Py_ssize_t
            && (class.tp_itemsize, class.tp_dictoffset, class.tp_weaklistoffset) == (0, 0, 0)
            && class.tp_flags & other == 0
            && class.tp_flags & ffi::Py_TPFLAGS_HEAPTYPE != 0
            && class.tp_alloc.is_some_and(|alloc| alloc as usize == ffi::PyType_GenericAlloc as *const () as usize)
            && class.tp_free.is_some_and(|free| free as usize == ffi::PyObject_Free as *const () as usize)
            && (class.tp_finalize.is_none() && class.tp_del.is_none())
    };
    debug_assert!(as_expected, "PyO3 lays out its classes in another way");
    if as_expected && T::known().set(Known { class, size, value }).is_ok() {
        // SAFETY: attached. The class has no subclass, and no other thread has an object of it yet: this is done while
        // the module is made. What PyO3 has allocated by the slots above, `dealloc` frees alike.
        unsafe { (*class).tp_dealloc = Some(dealloc::<T>) };
    }
}

/// A new object.
#[inline(always)]
pub(super) fn object<T: Lean>(py: Python<'_>, mut value: T) -> PyResult<Bound<'_, T>> {
    let Some(known) = T::known().get() else { return Bound::new(py, value) };
    // SAFETY: attached. The class allocates `size` octets by this function (`PyType_GenericAlloc` without items and
    // without the collector does just that), `PyObject_Init` writes the head and takes the reference to the class that
    // an object holds, and `T` is all that stands behind the head: so the object is whole, and PyO3 finds its value.
    unsafe {
        let object = ffi::PyObject_Malloc(known.size).cast::<ffi::PyObject>();
        if object.is_null() {
            T::release(&raw mut value, py);
            std::mem::forget(value);
            return Err(PyMemoryError::new_err(()));
        }
        ffi::PyObject_Init(object, known.class);
        object.byte_add(known.value).cast::<T>().write(value);
        Ok(Bound::from_owned_ptr(py, object).cast_into_unchecked())
    }
}

unsafe extern "C" fn dealloc<T: Lean>(object: *mut ffi::PyObject) {
    // It is this function's own class that has it as a slot, so that is known.
    let Some(known) = T::known().get() else { return };
    // SAFETY: attached: CPython calls it so, when nobody has a reference to the object any more, of which there is none
    // of a subclass. The value is there and dropped once, and its memory goes back to where it came from, with the
    // reference to the class.
    unsafe {
        T::release(object.byte_add(known.value).cast::<T>(), Python::assume_attached());
        ffi::PyObject_Free(object.cast());
        ffi::Py_DECREF(known.class.cast());
    }
}
