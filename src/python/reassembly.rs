//! `smsenc.Reassembler` and what comes out of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyString, PyTuple};

use super::convert::{Octets, Reduced, SCHEMA, hex, string, wrong_type};
use super::decode::{Anomaly, Decoded, content_data, content_text};
use super::segment::Segment;
use super::{element, error, kept, options};
use crate::{Content, Incomplete as CoreIncomplete, Limits, Reassembler as Core, Whole};

/// A whole message that was put together.
#[pyclass(frozen, eq, hash, skip_from_py_object, module = "smsenc")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Reassembled(Whole);

#[pymethods]
impl Reassembled {
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        content_text(py, &self.0.content)
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        content_data(py, &self.0.content)
    }

    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::encoding(py, self.0.encoding)
    }

    #[getter]
    fn originator(&self) -> &str {
        &self.0.originator
    }

    #[getter]
    fn reference(&self) -> Option<u16> {
        self.0.concatenation.map(|place| place.reference)
    }

    #[getter]
    fn total(&self) -> u8 {
        self.0.concatenation.map_or(1, |place| place.total)
    }

    #[getter]
    fn ports<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.ports.map(|ports| element::object(py, &ports.element())).transpose()
    }

    #[getter]
    fn anomalies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let anomalies = self.0.anomalies.iter().map(|&(sequence, anomaly)| Anomaly::of(anomaly, Some(sequence)));
        PyTuple::new(py, anomalies.map(|anomaly| Bound::new(py, anomaly)).collect::<PyResult<Vec<_>>>()?)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("schema", SCHEMA)?;
        dict.set_item("type", "reassembled")?;
        dict.set_item("text", self.text(py)?)?;
        dict.set_item("data", self.data(py).map(|data| hex(data.as_bytes())))?;
        dict.set_item("encoding", self.0.encoding.as_str())?;
        dict.set_item("originator", self.originator())?;
        dict.set_item("reference", self.reference())?;
        dict.set_item("total", self.total())?;
        let anomalies = self.0.anomalies.iter();
        let anomalies = anomalies.map(|&(sequence, anomaly)| Anomaly::of(anomaly, Some(sequence)).to_dict(py));
        dict.set_item("anomalies", anomalies.collect::<PyResult<Vec<_>>>()?)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let content = match self.text(py)? {
            Some(text) => format!("text={}", text.repr()?),
            None => "data=...".into(),
        };
        // No number is shown: a representation may end in a log.
        Ok(format!("Reassembled({content}, encoding='{}', total={})", self.0.encoding.as_str(), self.total()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Bound<'py, PyBytes>,)> {
        // A reassembler that holds nothing else writes the message down.
        let restore = py.import("smsenc._core")?.getattr("restore_reassembled")?;
        Ok((restore, (PyBytes::new(py, &crate::snapshot::write_whole(&self.0)),)))
    }
}

/// The message of these octets, for pickles.
#[pyfunction(pass_module)]
pub(super) fn restore_reassembled(module: &Bound<'_, PyModule>, octets: &Bound<'_, PyAny>) -> PyResult<Reassembled> {
    let whole = crate::snapshot::read_whole(&Octets::new("octets", octets)?);
    whole.map(Reassembled).map_err(|wrong| error::decode(module.py(), wrong))
}

/// A message that was given up.
#[pyclass(frozen, eq, hash, skip_from_py_object, module = "smsenc")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Incomplete(CoreIncomplete);

#[pymethods]
impl Incomplete {
    #[getter]
    fn originator(&self) -> &str {
        &self.0.originator
    }

    #[getter]
    fn reference(&self) -> u16 {
        self.0.concatenation.reference
    }

    #[getter]
    fn total(&self) -> u8 {
        self.0.concatenation.total
    }

    /// Sequence number to text or octets.
    #[getter]
    fn segments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (sequence, content) in &self.0.segments {
            match content {
                Content::Text(_) => dict.set_item(sequence, content_text(py, content)?)?,
                Content::Data(_) => dict.set_item(sequence, content_data(py, content))?,
            }
        }
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("<Incomplete message: {} of {} segments>", self.0.segments.len(), self.total())
    }
}

/// Segments in any order in, whole messages out.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Reassembler(Mutex<(Core, f64)>);

impl Reassembler {
    fn lock(&self) -> MutexGuard<'_, (Core, f64)> {
        // Nothing panics while the lock is held, so it cannot be poisoned; if it were, the state is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time of a call; without one the clock stands still.
    fn time(state: &mut (Core, f64), now: Option<f64>) -> f64 {
        state.1 = now.unwrap_or(state.1);
        state.1
    }
}

fn seconds(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    let number = if value.is_instance_of::<PyBool>() { None } else { value.extract::<f64>().ok() };
    let number = number.ok_or_else(|| wrong_type(name, "a number of seconds", value))?;
    if number >= 0.0 { Ok(number) } else { Err(error::invalid_option(name, value, "0 or more seconds")) }
}

#[pymethods]
impl Reassembler {
    #[new]
    #[pyo3(
        signature = (*, max_messages = None, max_octets = None, expiry = Expiry::Default, memory = None),
        text_signature = "(*, max_messages=10000, max_octets=16000000, expiry=86400.0, memory=300.0)"
    )]
    fn new(
        max_messages: Option<&Bound<'_, PyAny>>,
        max_octets: Option<&Bound<'_, PyAny>>,
        expiry: Expiry,
        memory: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut limits = Limits::default();
        let bound = |name, value| options::integer(name, value, 1, i64::MAX).map(|bound| bound as usize);
        if let Some(value) = max_messages {
            limits.messages = bound("max_messages", value)?;
        }
        if let Some(value) = max_octets {
            limits.octets = bound("max_octets", value)?;
        }
        match expiry {
            Expiry::Default => {}
            Expiry::Never => limits.expiry = None,
            Expiry::After(seconds) => limits.expiry = Some(seconds),
        }
        if let Some(value) = memory {
            limits.memory = seconds("memory", value)?;
        }
        Ok(Reassembler(Mutex::new((Core::new(limits), 0.0))))
    }

    #[pyo3(
        signature = (segment, /, *, originator = None, now = None),
        text_signature = "($self, segment, /, *, originator='', now=None)"
    )]
    fn add(
        &self,
        segment: &Bound<'_, PyAny>,
        originator: Option<&Bound<'_, PyAny>>,
        now: Option<f64>,
    ) -> PyResult<Option<Reassembled>> {
        let originator = originator.map(|value| string("originator", value)).transpose()?;
        let originator = originator.map_or("".into(), |originator| originator.to_string_lossy());
        let add = |decoded: &Decoded| {
            let mut state = self.lock();
            let now = Self::time(&mut state, now);
            state.0.add(decoded.core(), &originator, now).map(Reassembled)
        };
        if let Ok(decoded) = segment.cast::<Decoded>() {
            return Ok(add(decoded.get()));
        }
        match segment.cast::<Segment>() {
            Ok(segment) => Ok(add(&Decoded::of_segment(segment.get(), false))),
            Err(_) => Err(wrong_type("segment", "a Segment or a Decoded", segment)),
        }
    }

    #[pyo3(signature = (now, /))]
    fn expire(&self, now: f64) -> Vec<Incomplete> {
        let mut state = self.lock();
        let now = Self::time(&mut state, Some(now));
        state.0.expire(now).into_iter().map(Incomplete).collect()
    }

    #[getter]
    fn statistics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (statistics, open, octets) = {
            let state = self.lock();
            (state.0.statistics(), state.0.open(), state.0.octets())
        };
        let dict = PyDict::new(py);
        dict.set_item("open", open)?;
        dict.set_item("octets", octets)?;
        dict.set_item("completed", statistics.completed)?;
        dict.set_item("duplicates", statistics.duplicates)?;
        dict.set_item("conflicts", statistics.conflicts)?;
        dict.set_item("superseded", statistics.superseded)?;
        dict.set_item("expired", statistics.expired)?;
        dict.set_item("evicted", statistics.evicted)?;
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.lock().0.open()
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let octets = {
            let state = self.lock();
            let mut octets = state.1.to_le_bytes().to_vec();
            octets.extend(state.0.snapshot());
            octets
        };
        PyBytes::new(py, &octets)
    }

    #[staticmethod]
    fn restore(snapshot: &Bound<'_, PyAny>) -> PyResult<Self> {
        let octets = Octets::new("snapshot", snapshot)?;
        let (now, rest) = octets.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let core = Core::restore(rest).map_err(|wrong| error::decode(snapshot.py(), wrong))?;
        Ok(Reassembler(Mutex::new((core, f64::from_le_bytes(*now)))))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Bound<'py, PyBytes>,)> {
        let class = py.get_type::<Reassembler>();
        Ok((class.getattr("restore")?, (self.snapshot(py),)))
    }

    fn __repr__(&self) -> String {
        format!("<Reassembler: {} messages open>", self.__len__())
    }
}

/// `expiry` has a default that is not `None`, which means never.
pub(super) enum Expiry {
    Default,
    Never,
    After(f64),
}

impl<'py> FromPyObject<'_, 'py> for Expiry {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() { Ok(Expiry::Never) } else { seconds("expiry", &value).map(Expiry::After) }
    }
}
