//! The results of the `_many` functions: rows kept as columns.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PySlice, PyTuple};

use super::column::{Column, Numbers, position, sliced};
use super::lean::object;
use super::{estimate, kept};
use crate::columns::{ENCODINGS, Encoded, Estimates, Rare};
use crate::{Alphabet, Encoding, EncodingName, NationalLanguage, Replacement, Truncation};

/// The error codes as the nulls of other columns: nothing, if no row failed.
pub(super) fn nulls(errors: &Arc<Vec<u8>>) -> Option<Arc<Vec<u8>>> {
    errors.iter().any(|&code| code != 0).then(|| Arc::clone(errors))
}

/// What many messages take, one column per field.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct EstimateColumns {
    encoding: Numbers,
    segments: Numbers,
    units: Numbers,
    capacity: Numbers,
    remaining: Numbers,
    locking: Numbers,
    single: Numbers,
    errors: Arc<Vec<u8>>,
    nulls: Option<Arc<Vec<u8>>>,
    rare: Vec<(usize, Rare)>,
}

impl EstimateColumns {
    pub(super) fn new(estimates: Estimates) -> Self {
        let errors = Arc::new(estimates.errors);
        EstimateColumns {
            encoding: estimates.encoding.into(),
            segments: estimates.segments.into(),
            units: estimates.units.into(),
            capacity: estimates.capacity.into(),
            remaining: estimates.remaining.into(),
            locking: estimates.locking.into(),
            single: estimates.single.into(),
            nulls: nulls(&errors),
            errors,
            rare: estimates.rare,
        }
    }

    fn column(&self, numbers: &Numbers) -> Column {
        Column::new(numbers.clone(), self.nulls.clone())
    }

    /// A column of what only rows have that were cut off.
    fn cut(&self, value: impl Fn(Truncation) -> usize) -> Column {
        let mut numbers = vec![0i32; self.errors.len()];
        let mut nulls = vec![1u8; self.errors.len()];
        for (row, rare) in &self.rare {
            if let Some(truncation) = rare.truncation {
                numbers[*row] = i32::try_from(value(truncation)).unwrap_or(i32::MAX);
                nulls[*row] = 0;
            }
        }
        Column::new(numbers.into(), Some(Arc::new(nulls)))
    }

    fn estimate(&self, row: usize) -> Option<crate::Estimate> {
        let number = |numbers: &Numbers| numbers.get(row) as usize;
        let language = |numbers: &Numbers| NationalLanguage::from_identifier(numbers.get(row) as u8);
        let encoding = match ENCODINGS.get(number(&self.encoding)).copied().flatten()? {
            EncodingName::Gsm7 => {
                Encoding::Gsm7(Alphabet { locking: language(&self.locking), single: language(&self.single) })
            }
            EncodingName::EightBit => Encoding::EightBit,
            EncodingName::Ucs2 => Encoding::Ucs2,
        };
        let rare = self.rare.binary_search_by_key(&row, |&(row, _)| row).ok().map(|found| &self.rare[found].1);
        Some(crate::Estimate {
            encoding,
            segments: number(&self.segments),
            units: number(&self.units),
            capacity: number(&self.capacity),
            remaining: number(&self.remaining),
            truncation: rare.and_then(|rare| rare.truncation),
            replacements: rare.map_or_else(Vec::new, |rare| rare.replacements.clone()),
        })
    }

    fn object<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyAny>> {
        match self.estimate(row) {
            None => Ok(py.None().into_bound(py)),
            Some(estimate) => Ok(object(py, estimate::Estimate::new(py, &estimate)?)?.into_any()),
        }
    }
}

#[pymethods]
impl EstimateColumns {
    /// The encodings by their codes; the code 0 stands in rows without a result.
    #[classattr]
    #[pyo3(name = "ENCODINGS")]
    fn encodings(py: Python<'_>) -> PyResult<Py<PyTuple>> {
        let members = ENCODINGS.map(|name| name.map_or_else(|| Ok(py.None()), |name| kept::encoding(py, name)));
        Ok(PyTuple::new(py, members.into_iter().collect::<PyResult<Vec<_>>>()?)?.unbind())
    }

    #[getter]
    fn encoding(&self) -> Column {
        self.column(&self.encoding)
    }

    #[getter]
    fn segments(&self) -> Column {
        self.column(&self.segments)
    }

    #[getter]
    fn units(&self) -> Column {
        self.column(&self.units)
    }

    #[getter]
    fn capacity(&self) -> Column {
        self.column(&self.capacity)
    }

    #[getter]
    fn remaining(&self) -> Column {
        self.column(&self.remaining)
    }

    #[getter]
    fn locking(&self) -> Column {
        self.column(&self.locking)
    }

    #[getter]
    fn single(&self) -> Column {
        self.column(&self.single)
    }

    #[getter]
    fn truncated_at(&self) -> Column {
        self.cut(|truncation| truncation.position)
    }

    #[getter]
    fn needed(&self) -> Column {
        self.cut(|truncation| truncation.needed)
    }

    #[getter]
    fn error(&self) -> Column {
        Column::new(Numbers::Octets(Arc::clone(&self.errors)), None)
    }

    #[pyo3(signature = (index, /))]
    fn row<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.object(index.py(), position(index, self.errors.len())?)
    }

    fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = (0..self.errors.len()).map(|row| self.object(py, row));
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
    }

    fn __len__(&self) -> usize {
        self.errors.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        match index.cast::<PySlice>() {
            Err(_) => self.row(index),
            Ok(slice) => {
                let rows = sliced(slice, self.errors.len())?.map(|row| self.object(index.py(), row));
                Ok(PyList::new(index.py(), rows.collect::<PyResult<Vec<_>>>()?)?.into_any())
            }
        }
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: a new reference to an iterator that asks for one row after the other, or null and an exception.
        unsafe { Bound::from_owned_ptr_or_err(slf.py(), ffi::PySeqIter_New(slf.as_ptr())) }
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<EstimateColumns>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let said = |columns: &Self| {
            [
                columns.encoding.clone(),
                columns.segments.clone(),
                columns.units.clone(),
                columns.capacity.clone(),
                columns.remaining.clone(),
                columns.locking.clone(),
                columns.single.clone(),
                Numbers::Octets(Arc::clone(&columns.errors)),
            ]
        };
        let same = said(self) == said(other) && self.rare == other.rare;
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.encoding, &self.segments, &self.units, &self.errors).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let failed = self.errors.iter().filter(|&&code| code != 0).count();
        format!("<EstimateColumns of {} rows, {failed} without a result>", self.errors.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let columns = [
            self.encoding(),
            self.segments(),
            self.units(),
            self.capacity(),
            self.remaining(),
            self.locking(),
            self.single(),
            self.error(),
        ];
        let rare = self.rare.iter().map(|(row, rare)| {
            let cut = rare.truncation.map(|cut| (cut.position, cut.needed));
            let changes = rare.replacements.iter().map(|r| (r.position, r.from.clone(), r.to.clone()));
            (*row, cut, changes.collect::<Vec<_>>())
        });
        let state = (PyTuple::new(py, columns)?, rare.collect::<Vec<_>>()).into_pyobject(py)?;
        Ok((py.import("smsenc._core")?.getattr("restore_estimates")?, state))
    }
}

type RareState = (usize, Option<(usize, usize)>, Vec<(usize, Vec<u32>, Vec<u32>)>);

/// The estimates of these columns, for pickles.
#[pyfunction(pass_module)]
pub(super) fn restore_estimates(
    _module: &Bound<'_, PyModule>,
    columns: &Bound<'_, PyTuple>,
    rare: Vec<RareState>,
) -> PyResult<EstimateColumns> {
    let wrong = || PyValueError::new_err("not the state of estimates");
    let columns: Vec<Bound<'_, Column>> =
        columns.iter().map(|column| Ok(column.cast_into::<Column>()?)).collect::<PyResult<_>>()?;
    let [encoding, segments, units, capacity, remaining, locking, single, errors] =
        <[_; 8]>::try_from(columns.iter().map(|column| column.get().numbers()).collect::<Vec<_>>())
            .map_err(|_| wrong())?;
    let Numbers::Octets(errors) = errors else { return Err(wrong()) };
    let rows = errors.len();
    let all = [&encoding, &segments, &units, &capacity, &remaining, &locking, &single];
    if all.iter().any(|column| column.len() != rows) || rare.iter().any(|(row, ..)| *row >= rows) {
        return Err(wrong());
    }
    let rare = rare.into_iter().map(|(row, cut, changes)| {
        let changes = changes.into_iter().map(|(position, from, to)| Replacement { position, from, to });
        let truncation = cut.map(|(position, needed)| Truncation { position, needed });
        (row, Rare { truncation, replacements: changes.collect() })
    });
    let (rare, nulls) = (rare.collect(), nulls(&errors));
    Ok(EstimateColumns { encoding, segments, units, capacity, remaining, locking, single, errors, nulls, rare })
}

/// Many encoded messages: the user data of all segments in one run of octets.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct MessageColumns {
    octets: Arc<Vec<u8>>,
    segment_offsets: Arc<Vec<i64>>,
    row_offsets: Arc<Vec<i64>>,
    dcs: Numbers,
    reference: Numbers,
    single: Arc<Vec<u8>>,
    errors: Arc<Vec<u8>>,
}

impl MessageColumns {
    pub(super) fn new(encoded: Encoded) -> Self {
        MessageColumns {
            octets: Arc::new(encoded.octets),
            segment_offsets: Arc::new(encoded.segment_offsets),
            row_offsets: Arc::new(encoded.row_offsets),
            dcs: encoded.dcs.into(),
            reference: encoded.reference.into(),
            single: Arc::new(encoded.single),
            errors: Arc::new(encoded.errors),
        }
    }

    fn object<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyAny>> {
        if self.errors[row] != 0 {
            return Ok(py.None().into_bound(py));
        }
        let segments = self.row_offsets[row] as usize..self.row_offsets[row + 1] as usize;
        let user_data = segments.map(|segment| {
            let octets = self.segment_offsets[segment] as usize..self.segment_offsets[segment + 1] as usize;
            PyBytes::new(py, &self.octets[octets])
        });
        Ok(PyTuple::new(py, user_data.collect::<Vec<_>>())?.into_any())
    }
}

#[pymethods]
impl MessageColumns {
    #[getter]
    fn segments(&self) -> Column {
        let counts = self.row_offsets.windows(2).map(|pair| (pair[1] - pair[0]) as i32);
        Column::new(counts.collect::<Vec<_>>().into(), nulls(&self.errors))
    }

    #[getter]
    fn dcs(&self) -> Column {
        Column::new(self.dcs.clone(), nulls(&self.errors))
    }

    #[getter]
    fn reference(&self) -> Column {
        Column::new(self.reference.clone(), Some(Arc::clone(&self.single)))
    }

    #[getter]
    fn error(&self) -> Column {
        Column::new(Numbers::Octets(Arc::clone(&self.errors)), None)
    }

    #[getter]
    fn octets(&self) -> Column {
        Column::new(Numbers::Octets(Arc::clone(&self.octets)), None)
    }

    #[getter]
    fn segment_offsets(&self) -> Column {
        Column::new(Numbers::Longs(Arc::clone(&self.segment_offsets)), None)
    }

    #[getter]
    fn row_offsets(&self) -> Column {
        Column::new(Numbers::Longs(Arc::clone(&self.row_offsets)), None)
    }

    #[pyo3(signature = (index, /))]
    fn row<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.object(index.py(), position(index, self.errors.len())?)
    }

    fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = (0..self.errors.len()).map(|row| self.object(py, row));
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
    }

    fn __len__(&self) -> usize {
        self.errors.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        match index.cast::<PySlice>() {
            Err(_) => self.row(index),
            Ok(slice) => {
                let rows = sliced(slice, self.errors.len())?.map(|row| self.object(index.py(), row));
                Ok(PyList::new(index.py(), rows.collect::<PyResult<Vec<_>>>()?)?.into_any())
            }
        }
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: a new reference to an iterator that asks for one row after the other, or null and an exception.
        unsafe { Bound::from_owned_ptr_or_err(slf.py(), ffi::PySeqIter_New(slf.as_ptr())) }
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<MessageColumns>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let same = self.octets == other.octets
            && (&self.segment_offsets, &self.row_offsets) == (&other.segment_offsets, &other.row_offsets)
            && (&self.dcs, &self.reference) == (&other.dcs, &other.reference)
            && (&self.single, &self.errors) == (&other.single, &other.errors);
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.octets, &self.segment_offsets, &self.row_offsets, &self.errors).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let failed = self.errors.iter().filter(|&&code| code != 0).count();
        let segments = self.segment_offsets.len() - 1;
        format!(
            "<MessageColumns of {} rows, {failed} without a result: {segments} segments, {} octets>",
            self.errors.len(),
            self.octets.len()
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let single = Column::new(Numbers::Octets(Arc::clone(&self.single)), None);
        let (dcs, reference) = (Column::new(self.dcs.clone(), None), Column::new(self.reference.clone(), None));
        let columns = [self.octets(), self.segment_offsets(), self.row_offsets(), dcs, reference, single, self.error()];
        let state = PyTuple::new(py, columns)?;
        Ok((py.import("smsenc._core")?.getattr("restore_messages")?, state))
    }
}

/// The messages of these columns, for pickles.
#[pyfunction(pass_module)]
#[pyo3(signature = (*columns))]
pub(super) fn restore_messages(
    _module: &Bound<'_, PyModule>,
    columns: &Bound<'_, PyTuple>,
) -> PyResult<MessageColumns> {
    let wrong = || PyValueError::new_err("not the state of messages");
    let columns: Vec<Bound<'_, Column>> =
        columns.iter().map(|column| Ok(column.cast_into::<Column>()?)).collect::<PyResult<_>>()?;
    let numbers: Vec<_> = columns.iter().map(|column| column.get().numbers()).collect();
    let Ok(
        [
            Numbers::Octets(octets),
            Numbers::Longs(segment_offsets),
            Numbers::Longs(row_offsets),
            dcs @ Numbers::Octets(_),
            reference @ Numbers::Ints(_),
            Numbers::Octets(single),
            Numbers::Octets(errors),
        ],
    ) = <[_; 7]>::try_from(numbers)
    else {
        return Err(wrong());
    };
    // What the offsets promise is looked up without further checks of ours, so they must be what they are here.
    let rises = |offsets: &[i64], end: usize| {
        offsets.first() == Some(&0) && offsets.last() == Some(&(end as i64)) && offsets.is_sorted()
    };
    let rows = errors.len();
    let fits = rises(&segment_offsets, octets.len())
        && rises(&row_offsets, segment_offsets.len() - 1)
        && row_offsets.len() == rows + 1
        && [dcs.len(), reference.len(), single.len()] == [rows; 3];
    if !fits {
        return Err(wrong());
    }
    Ok(MessageColumns { octets, segment_offsets, row_offsets, dcs, reference, single, errors })
}
