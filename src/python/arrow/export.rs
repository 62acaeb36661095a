//! `Array` and `Stream`: results handed to others through the Arrow PyCapsule interface.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_data::ArrayData;
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::Field;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::import::Failure;

/// Results in Arrow's layout, in one piece or in several.
#[pyclass(frozen, module = "smsenc.arrow")]
pub(in crate::python) struct Array {
    field: Field,
    /// At least one.
    chunks: Vec<ArrayData>,
}

impl Array {
    /// An array of chunks, which are all of the type of the field.
    pub(super) fn new(field: Field, chunks: Vec<ArrayData>) -> Self {
        Array { field, chunks }
    }

    fn schema(&self) -> PyResult<FFI_ArrowSchema> {
        schema(&self.field)
    }
}

fn schema(field: &Field) -> PyResult<FFI_ArrowSchema> {
    FFI_ArrowSchema::try_from(field).map_err(|error| PyValueError::new_err(error.to_string()))
}

#[pymethods]
impl Array {
    #[getter]
    fn r#type(&self) -> String {
        self.field.data_type().to_string()
    }

    #[getter]
    fn num_chunks(&self) -> usize {
        self.chunks.len()
    }

    fn __len__(&self) -> usize {
        self.chunks.iter().map(ArrayData::len).sum()
    }

    fn __repr__(&self) -> String {
        let rows = self.__len__();
        format!("<smsenc.arrow.Array of {rows} rows: {}>", self.field.data_type())
    }

    // What nobody takes out of a capsule is released with the capsule: the structures release themselves when dropped.

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        PyCapsule::new_with_value(py, self.schema()?, c"arrow_schema")
    }

    /// The requested schema is a wish, which a producer may pass over.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        let [chunk] = &self.chunks[..] else {
            let reason = "the column has several chunks: take it as a stream (__arrow_c_stream__)";
            return Err(PyValueError::new_err(reason));
        };
        let array = PyCapsule::new_with_value(py, FFI_ArrowArray::new(chunk), c"arrow_array")?;
        (self.__arrow_c_schema__(py)?, array).into_pyobject(py)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        self.schema()?; // a stream could tell this error only later
        let stream = stream(self.field.clone(), self.chunks.clone().into_iter().map(Ok));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// Results that are made when they are asked for: a stream to be taken once.
#[pyclass(frozen, module = "smsenc.arrow")]
pub(in crate::python) struct Stream {
    content: Mutex<Option<FFI_ArrowArrayStream>>,
}

impl Stream {
    pub(super) fn new(
        field: Field,
        chunks: impl Iterator<Item = Result<ArrayData, Failure>> + Send + 'static,
    ) -> PyResult<Self> {
        schema(&field)?; // a stream could tell this error only later
        Ok(Stream { content: Mutex::new(Some(stream(field, chunks))) })
    }
}

#[pymethods]
impl Stream {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let content = self.content.lock().ok().and_then(|mut content| content.take());
        let content = content.ok_or_else(|| PyValueError::new_err("the stream was taken before"))?;
        PyCapsule::new_with_value(py, content, c"arrow_array_stream")
    }
}

/// What a stream owns.
struct Owned {
    field: Field,
    chunks: Box<dyn Iterator<Item = Result<ArrayData, Failure>> + Send>,
    error: Option<CString>,
}

fn stream(
    field: Field,
    chunks: impl Iterator<Item = Result<ArrayData, Failure>> + Send + 'static,
) -> FFI_ArrowArrayStream {
    let owned = Box::new(Owned { field, chunks: Box::new(chunks), error: None });
    FFI_ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release),
        private_data: Box::into_raw(owned).cast::<c_void>(),
    }
}

impl Owned {
    /// Keeps the message of an error, and gives its code.
    fn failed(&mut self, failure: Failure) -> c_int {
        self.error = CString::new(failure.message).ok();
        failure.code
    }
}

/// What a stream of ours owns.
///
/// # Safety
/// The stream must be one that [`stream`] made, not released, and used by one thread at a time: so the C stream
/// interface demands it of the consumer.
unsafe fn owned<'a>(stream: *mut FFI_ArrowArrayStream) -> &'a mut Owned {
    // SAFETY: as above; `private_data` is the box of `stream`.
    unsafe { &mut *(*stream).private_data.cast::<Owned>() }
}

unsafe extern "C" fn get_schema(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: the consumer calls this with a stream of ours and a place for a schema, which holds nothing yet.
    let stream = unsafe { owned(stream) };
    match FFI_ArrowSchema::try_from(&stream.field) {
        Ok(schema) => {
            // SAFETY: as above.
            unsafe { out.write(schema) };
            0
        }
        Err(error) => stream.failed(Failure::invalid(error.to_string())),
    }
}

unsafe extern "C" fn get_next(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: as for the schema.
    let stream = unsafe { owned(stream) };
    // No panic crosses the border.
    let next = catch_unwind(AssertUnwindSafe(|| stream.chunks.next()));
    let array = match next.unwrap_or_else(|_| Some(Err(Failure::invalid("it cannot be worked on".into())))) {
        Some(Ok(chunk)) => FFI_ArrowArray::new(&chunk),
        Some(Err(failure)) => return stream.failed(failure),
        // A released array is the end of a stream.
        None => FFI_ArrowArray::empty(),
    };
    // SAFETY: as for the schema.
    unsafe { out.write(array) };
    0
}

unsafe extern "C" fn get_last_error(stream: *mut FFI_ArrowArrayStream) -> *const c_char {
    // SAFETY: as for the schema; the message lives until the next call.
    unsafe { owned(stream) }.error.as_deref().map_or(std::ptr::null(), CStr::as_ptr)
}

unsafe extern "C" fn release(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: the consumer releases a stream once, and it is marked as released.
    unsafe {
        drop(Box::from_raw((*stream).private_data.cast::<Owned>()));
        (*stream).private_data = std::ptr::null_mut();
        (*stream).release = None;
    }
}
