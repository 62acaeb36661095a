//! `Column`: numbers in one run of memory, lent to `memoryview`, NumPy and others through the buffer protocol.

use std::ffi::{CStr, c_int};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::{PyBufferError, PyIndexError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PySlice, PyTuple};

use super::options;

/// The numbers of a column, shared with the result that it is part of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Numbers {
    Octets(Arc<Vec<u8>>),
    Ints(Arc<Vec<i32>>),
    Longs(Arc<Vec<i64>>),
}

impl From<Vec<u8>> for Numbers {
    fn from(numbers: Vec<u8>) -> Self {
        Numbers::Octets(Arc::new(numbers))
    }
}

impl From<Vec<i32>> for Numbers {
    fn from(numbers: Vec<i32>) -> Self {
        Numbers::Ints(Arc::new(numbers))
    }
}

impl From<Vec<i64>> for Numbers {
    fn from(numbers: Vec<i64>) -> Self {
        Numbers::Longs(Arc::new(numbers))
    }
}

impl Numbers {
    pub(super) fn len(&self) -> usize {
        match self {
            Numbers::Octets(numbers) => numbers.len(),
            Numbers::Ints(numbers) => numbers.len(),
            Numbers::Longs(numbers) => numbers.len(),
        }
    }

    pub(super) fn get(&self, index: usize) -> i64 {
        match self {
            Numbers::Octets(numbers) => numbers[index].into(),
            Numbers::Ints(numbers) => numbers[index].into(),
            Numbers::Longs(numbers) => numbers[index],
        }
    }

    /// The format of one number, as the module `struct` spells it.
    fn format(&self) -> &'static CStr {
        match self {
            Numbers::Octets(_) => c"B",
            Numbers::Ints(_) => c"i",
            Numbers::Longs(_) => c"q",
        }
    }

    fn itemsize(&self) -> usize {
        match self {
            Numbers::Octets(_) => 1,
            Numbers::Ints(_) => 4,
            Numbers::Longs(_) => 8,
        }
    }

    fn address(&self) -> *const u8 {
        match self {
            Numbers::Octets(numbers) => numbers.as_ptr(),
            Numbers::Ints(numbers) => numbers.as_ptr().cast(),
            Numbers::Longs(numbers) => numbers.as_ptr().cast(),
        }
    }

    fn to_octets(&self) -> Vec<u8> {
        match self {
            Numbers::Octets(numbers) => numbers.to_vec(),
            Numbers::Ints(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Numbers::Longs(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
        }
    }

    fn from_octets(format: &str, octets: &[u8]) -> Option<Self> {
        let ints = octets.chunks_exact(4).map(|four| four.try_into().map(i32::from_le_bytes));
        let longs = octets.chunks_exact(8).map(|eight| eight.try_into().map(i64::from_le_bytes));
        Some(match format {
            "B" => octets.to_vec().into(),
            "i" if octets.len().is_multiple_of(4) => ints.collect::<Result<Vec<_>, _>>().ok()?.into(),
            "q" if octets.len().is_multiple_of(8) => longs.collect::<Result<Vec<_>, _>>().ok()?.into(),
            _ => return None,
        })
    }
}

/// Numbers in rows; a row without a result is `None` among Python's objects and 0 in the buffer.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct Column {
    numbers: Numbers,
    /// Not 0 where there is no result; nothing if every row has one.
    nulls: Option<Arc<Vec<u8>>>,
    /// What a buffer says of its shape; its address is lent with the buffer.
    shape: [ffi::Py_ssize_t; 1],
}

impl Column {
    pub(super) fn new(numbers: Numbers, nulls: Option<Arc<Vec<u8>>>) -> Self {
        let shape = [numbers.len() as ffi::Py_ssize_t];
        Column { numbers, nulls, shape }
    }

    pub(super) fn numbers(&self) -> Numbers {
        self.numbers.clone()
    }

    fn is_null(&self, index: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls[index] != 0)
    }

    fn value(&self, index: usize) -> Option<i64> {
        (!self.is_null(index)).then(|| self.numbers.get(index))
    }

    /// The numbers of rows without a result.
    fn null_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let nulls = self.nulls.as_ref().map_or(&[][..], |nulls| nulls);
        nulls.iter().enumerate().filter(|&(_, &null)| null != 0).map(|(row, _)| row)
    }

    fn select(&self, rows: impl Iterator<Item = usize> + Clone) -> Column {
        let numbers: Numbers = match &self.numbers {
            Numbers::Octets(numbers) => rows.clone().map(|row| numbers[row]).collect::<Vec<_>>().into(),
            Numbers::Ints(numbers) => rows.clone().map(|row| numbers[row]).collect::<Vec<_>>().into(),
            Numbers::Longs(numbers) => rows.clone().map(|row| numbers[row]).collect::<Vec<_>>().into(),
        };
        let nulls = self.nulls.as_ref().map(|nulls| Arc::new(rows.map(|row| nulls[row]).collect()));
        Column::new(numbers, nulls)
    }
}

/// Makes a list with one object per row; the rows are visited in order.
fn list<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    values: impl ExactSizeIterator<Item = T>,
) -> PyResult<Bound<'py, PyList>> {
    PyList::new(py, values)
}

/// The rows of a slice of so many.
pub(super) fn sliced(slice: &Bound<'_, PySlice>, length: usize) -> PyResult<impl Iterator<Item = usize> + Clone> {
    let indices = slice.indices(length as isize)?;
    Ok((0..indices.slicelength).map(move |number| (indices.start + number as isize * indices.step) as usize))
}

/// An index into so many rows, or an `IndexError`.
pub(super) fn position(index: &Bound<'_, PyAny>, length: usize) -> PyResult<usize> {
    options::index(index, length)?.ok_or_else(|| PyIndexError::new_err("no such row"))
}

#[pymethods]
impl Column {
    #[getter]
    fn format(&self) -> &'static str {
        self.numbers.format().to_str().unwrap_or_default()
    }

    #[getter]
    fn itemsize(&self) -> usize {
        self.numbers.itemsize()
    }

    #[getter]
    fn nbytes(&self) -> usize {
        self.numbers.len() * self.numbers.itemsize()
    }

    #[getter]
    fn null_count(&self) -> usize {
        self.null_rows().count()
    }

    fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.iter().any(|&null| null != 0)) {
            return list(py, (0..self.numbers.len()).map(|row| self.value(row)));
        }
        match &self.numbers {
            Numbers::Octets(numbers) => list(py, numbers.iter().map(|&number| i32::from(number))),
            Numbers::Ints(numbers) => list(py, numbers.iter().copied()),
            Numbers::Longs(numbers) => list(py, numbers.iter().copied()),
        }
    }

    fn __len__(&self) -> usize {
        self.numbers.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        if let Ok(slice) = index.cast::<PySlice>() {
            return Ok(Bound::new(py, self.select(sliced(slice, self.numbers.len())?))?.into_any());
        }
        let row = position(index, self.numbers.len())?;
        Ok(self.value(row).into_pyobject(py)?.into_any())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.tolist(py)?.try_iter()?.into_any())
    }

    unsafe fn __getbuffer__(slf: Bound<'_, Self>, view: *mut ffi::Py_buffer, flags: c_int) -> PyResult<()> {
        if view.is_null() {
            return Err(PyBufferError::new_err("there is no view to fill"));
        }
        // SAFETY: the protocol gives a view to fill, which is not null.
        let view = unsafe { &mut *view };
        view.obj = std::ptr::null_mut();
        if flags & ffi::PyBUF_WRITABLE == ffi::PyBUF_WRITABLE {
            return Err(PyBufferError::new_err("a column cannot be written to"));
        }
        let column = slf.get();
        let asked = |flag| flags & flag == flag;
        // What the view points to lives in the column, which never changes, and which the view keeps alive: `obj` is a
        // reference that is given back when the view is released.
        view.buf = column.numbers.address().cast_mut().cast();
        view.len = column.nbytes() as ffi::Py_ssize_t;
        view.readonly = 1;
        view.itemsize = column.numbers.itemsize() as ffi::Py_ssize_t;
        let format = column.numbers.format().as_ptr().cast_mut();
        view.format = if asked(ffi::PyBUF_FORMAT) { format } else { std::ptr::null_mut() };
        view.ndim = 1;
        let shape = column.shape.as_ptr().cast_mut();
        view.shape = if asked(ffi::PyBUF_ND) { shape } else { std::ptr::null_mut() };
        view.strides = if asked(ffi::PyBUF_STRIDES) { &raw mut view.itemsize } else { std::ptr::null_mut() };
        view.suboffsets = std::ptr::null_mut();
        view.internal = std::ptr::null_mut();
        view.obj = slf.into_any().into_ptr();
        Ok(())
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Column>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let same = self.numbers == other.numbers && self.null_rows().eq(other.null_rows());
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.numbers.hash(&mut hasher);
        self.null_rows().for_each(|row| row.hash(&mut hasher));
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        const SHOWN: usize = 8;
        let all = self.numbers.len();
        let shown: Vec<_> = (0..all.min(SHOWN))
            .map(|row| self.value(row).map_or_else(|| "None".to_owned(), |number| number.to_string()))
            .collect();
        let more = if all > SHOWN { ", ..." } else { "" };
        let rows = if all == 1 { "row" } else { "rows" };
        format!("<Column '{}' of {all} {rows}: [{}{more}]>", self.format(), shown.join(", "))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let nulls = self.nulls.as_ref().map(|nulls| PyBytes::new(py, nulls));
        let state = (self.format(), PyBytes::new(py, &self.numbers.to_octets()), nulls).into_pyobject(py)?;
        Ok((py.import("smsenc._core")?.getattr("restore_column")?, state))
    }
}

/// The column of a format, its numbers (little-endian) and its nulls, for pickles.
#[pyfunction(pass_module)]
pub(super) fn restore_column(
    _module: &Bound<'_, PyModule>,
    format: &str,
    numbers: &[u8],
    nulls: Option<&[u8]>,
) -> PyResult<Column> {
    Numbers::from_octets(format, numbers)
        .filter(|numbers| nulls.is_none_or(|nulls| nulls.len() == numbers.len()))
        .map(|numbers| Column::new(numbers, nulls.map(|nulls| Arc::new(nulls.to_vec()))))
        .ok_or_else(|| PyValueError::new_err("not the state of a column"))
}
