//! Arrow arrays and streams of others, taken out of the capsules of the Arrow PyCapsule interface.

use std::ffi::{CStr, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::ffi::from_ffi_and_data_type;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_buffer::NullBuffer;
use arrow_data::ArrayData;
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pyo3::exceptions::{PyMemoryError, PyNotImplementedError, PyOSError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::texts::is_text;

/// A column or a table of somebody else, one array after the other.
pub(super) struct Source {
    pub(super) field: Field,
    arrays: Arrays,
}

enum Arrays {
    One(Option<FFI_ArrowArray>),
    Stream(FFI_ArrowArrayStream),
}

/// Where the texts are in a source.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The source is a column of texts.
    Itself,
    /// The source is a table, and this is the number of the column.
    Child(usize),
}

/// Why there is no next array, as streams say it.
pub(super) struct Failure {
    /// An errno.
    pub(super) code: c_int,
    pub(super) message: String,
}

/// The errno of an argument that cannot be.
const INVALID: c_int = 22;

impl Failure {
    pub(super) fn invalid(message: String) -> Self {
        Failure { code: INVALID, message }
    }
}

impl From<Failure> for PyErr {
    fn from(Failure { code, message }: Failure) -> Self {
        match std::io::Error::from_raw_os_error(code).kind() {
            std::io::ErrorKind::OutOfMemory => PyMemoryError::new_err(message),
            std::io::ErrorKind::InvalidInput => PyValueError::new_err(message),
            std::io::ErrorKind::Unsupported => PyNotImplementedError::new_err(message),
            _ => PyOSError::new_err((code, message)),
        }
    }
}

/// Runs what reads the structures of others: there a broken promise must not become a panic of ours.
fn guarded<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, Failure> {
    let reason = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(result)) => return Ok(result),
        Ok(Err(error)) => format!(": {error}"),
        Err(_) => String::new(),
    };
    Err(Failure::invalid(format!("not an Arrow column that can be read{reason}")))
}

/// The structure in a capsule of a name.
fn content<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<*mut T> {
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| PyTypeError::new_err("the producer gave no capsule"))?;
    Ok(capsule.pointer_checked(Some(name))?.cast().as_ptr())
}

/// Reads a schema that stays its owner's.
///
/// # Safety
/// The pointer must be to a schema of the C data interface, released or not.
unsafe fn read_field(schema: *const FFI_ArrowSchema) -> PyResult<Field> {
    // SAFETY: the format is the first member of the structure, and null in one that was consumed or never filled.
    if unsafe { schema.cast::<*const c_char>().read() }.is_null() {
        return Err(PyValueError::new_err("the Arrow schema was consumed before"));
    }
    // SAFETY: as the caller promises.
    Ok(guarded(|| Field::try_from(unsafe { &*schema }))?)
}

impl Source {
    /// Takes the column of an object that speaks the Arrow PyCapsule interface.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        if let Some(method) = object.getattr_opt(intern!(py, "__arrow_c_array__"))? {
            let pair = method.call0()?;
            let pair = pair.cast::<PyTuple>().map_err(|_| PyTypeError::new_err("the producer gave no capsules"))?;
            let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
            let schema = content::<FFI_ArrowSchema>(&schema, c"arrow_schema")?;
            let array = content::<FFI_ArrowArray>(&array, c"arrow_array")?;
            // SAFETY: the names of the capsules promise what is in them, and the capsules are alive. The array is moved
            // out, which leaves a released one behind: so it is released once, by us.
            let (field, array) = unsafe { (read_field(schema)?, FFI_ArrowArray::from_raw(array)) };
            if array.is_released() {
                return Err(PyValueError::new_err("the Arrow array was consumed before"));
            }
            return Ok(Source { field, arrays: Arrays::One(Some(array)) });
        }
        let Some(method) = object.getattr_opt(intern!(py, "__arrow_c_stream__"))? else {
            let found = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "a column must speak the Arrow PyCapsule interface (__arrow_c_array__ or __arrow_c_stream__), not {found}"
            )));
        };
        let stream = method.call0()?;
        let stream = content::<FFI_ArrowArrayStream>(&stream, c"arrow_array_stream")?;
        // SAFETY: as above.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(stream) };
        let get_schema = match stream.get_schema {
            Some(get_schema) if stream.release.is_some() => get_schema,
            _ => return Err(PyValueError::new_err("the Arrow stream was consumed before")),
        };
        let mut schema = FFI_ArrowSchema::empty();
        // The producer may need the interpreter, on whichever thread it works.
        // SAFETY: the stream is alive, and the schema is one to be filled.
        let code = py.detach(|| unsafe { get_schema(&raw mut stream, &raw mut schema) });
        if code != 0 {
            return Err(failure(&mut stream, code).into());
        }
        // SAFETY: the stream has filled the schema, which is released at the end of this function.
        let field = unsafe { read_field(&raw const schema) }?;
        Ok(Source { field, arrays: Arrays::Stream(stream) })
    }

    /// The next array, or `None` behind the last one.
    pub(super) fn next(&mut self, py: Python<'_>) -> PyResult<Option<ArrayData>> {
        Ok(match self.arrays {
            Arrays::One(_) => self.take()?,
            // The producer may need the interpreter, on whichever thread it works.
            Arrays::Stream(_) => py.detach(|| self.take())?,
        })
    }

    /// The next array, taken on a thread that does not have the lock of the interpreter.
    pub(super) fn take(&mut self) -> Result<Option<ArrayData>, Failure> {
        let array = match &mut self.arrays {
            Arrays::One(array) => array.take(),
            Arrays::Stream(stream) => {
                let Some(get_next) = stream.get_next else { return Ok(None) };
                let mut array = FFI_ArrowArray::empty();
                // SAFETY: the stream is alive, and the array is one to be filled.
                let code = unsafe { get_next(&raw mut *stream, &raw mut array) };
                if code != 0 {
                    return Err(failure(stream, code));
                }
                // A released array is the end of a stream.
                (!array.is_released()).then_some(array)
            }
        };
        let data_type = self.field.data_type();
        // SAFETY: the producer promises that the array is of the type that it told.
        array.map(|array| guarded(|| unsafe { from_ffi_and_data_type(array, data_type.clone()) })).transpose()
    }

    /// The columns of a table.
    pub(super) fn children(&self) -> Option<&Fields> {
        match self.field.data_type() {
            DataType::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// Where the texts are: in the column of a name, or in the only one there is.
    pub(super) fn place(&self, name: Option<&str>) -> PyResult<Place> {
        let (place, data_type) = match (self.children(), name) {
            (None, None) => (Place::Itself, self.field.data_type()),
            (None, Some(_)) => {
                return Err(PyValueError::new_err("column= names a column of a table, and this is none"));
            }
            (Some(fields), None) if fields.len() == 1 => (Place::Child(0), fields[0].data_type()),
            (Some(fields), None) => {
                let known: Vec<_> = fields.iter().map(|field| field.name().as_str()).collect();
                let known = known.join(", ");
                return Err(PyValueError::new_err(format!("column= must name one of the columns: {known}")));
            }
            (Some(fields), Some(name)) => match fields.find(name) {
                Some((number, field)) => (Place::Child(number), field.data_type()),
                None => return Err(PyValueError::new_err(format!("the table has no column '{name}'"))),
            },
        };
        if is_text(data_type) {
            Ok(place)
        } else {
            Err(PyTypeError::new_err(format!("a column of strings is needed, not {data_type}")))
        }
    }
}

impl Place {
    /// The column of the texts in an array of the source, and rows that are null because the table's are.
    pub(super) fn find(self, array: &ArrayData) -> (ArrayData, Option<NullBuffer>) {
        match self {
            Place::Itself => (array.clone(), None),
            Place::Child(number) => (child(array, number), array.nulls().cloned()),
        }
    }
}

/// A column of a table, as far as the table goes: the table may be a slice of what its columns hold.
pub(super) fn child(table: &ArrayData, number: usize) -> ArrayData {
    let whole = &table.child_data()[number];
    if table.offset() == 0 && whole.len() == table.len() {
        return whole.clone();
    }
    let length = table.len().min(whole.len().saturating_sub(table.offset()));
    whole.slice(table.offset().min(whole.len()), length)
}

/// The error that a stream has told last.
fn failure(stream: &mut FFI_ArrowArrayStream, code: c_int) -> Failure {
    // SAFETY: the stream is alive, and its last call has failed: so this may be asked, and what it answers holds until
    // the next call.
    let message = stream.get_last_error.and_then(|get_last_error| unsafe {
        let message = get_last_error(&raw mut *stream);
        (!message.is_null()).then(|| CStr::from_ptr(message).to_string_lossy().into_owned())
    });
    let message = message.as_deref().unwrap_or("it gives no reason");
    Failure { code, message: format!("the Arrow stream failed: {message}") }
}
