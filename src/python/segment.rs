//! The class `Segment`: one short message, a look at the message that it belongs to.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use super::convert::{Reduced, hex, shorten, substring};
use super::header::UserDataHeader;
use super::lean::{Known, Lean};
use super::message::Message;
use crate::{Encoding, Message as Core};

/// One short message of a message.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Segment {
    message: Py<Message>,
    index: usize,
}

impl Lean for Segment {
    fn known() -> &'static OnceLock<Known> {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        &KNOWN
    }

    #[inline(always)]
    unsafe fn release(value: *mut Self, py: Python<'_>) {
        // SAFETY: the value is there, and is not used any more.
        drop(unsafe { value.read() }.message.into_bound(py));
    }
}

impl Segment {
    /// A segment of a message that has it.
    pub(super) fn new(message: &Bound<'_, Message>, index: usize) -> Self {
        Segment { message: message.clone().unbind(), index }
    }

    pub(super) fn core(&self) -> &Core {
        self.message.get().core()
    }

    /// The number of the segment, from 0.
    pub(super) fn number(&self) -> usize {
        self.index
    }
}

#[pymethods]
impl Segment {
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        let text = self.message.get().text(py);
        text.map(|text| substring(&text, self.core().text_range(self.index))).transpose()
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        let binary = self.core().estimate().encoding == Encoding::EightBit;
        binary.then(|| self.payload(py))
    }

    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.message.get().encoding(py)
    }

    #[getter]
    fn dcs(&self) -> u8 {
        self.core().dcs().0
    }

    #[getter]
    fn units(&self) -> usize {
        self.core().units(self.index)
    }

    #[getter]
    fn sequence(&self) -> usize {
        self.index + 1
    }

    #[getter]
    fn total(&self) -> usize {
        self.core().len()
    }

    #[getter]
    fn header(&self) -> UserDataHeader {
        UserDataHeader(self.core().header(self.index))
    }

    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.core().payload(self.index))
    }

    #[getter]
    fn user_data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core().user_data(self.index))
    }

    #[getter]
    fn user_data_length(&self) -> usize {
        self.core().user_data_length(self.index)
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("sequence", self.sequence())?;
        dict.set_item("total", self.total())?;
        dict.set_item("text", self.text(py)?)?;
        dict.set_item("data", self.data(py).map(|data| hex(data.as_bytes())))?;
        dict.set_item("units", self.units())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("header", hex(&self.core().header(self.index).to_octets().unwrap_or_default()))?;
        dict.set_item("user_data", hex(&self.core().user_data(self.index)))?;
        dict.set_item("user_data_length", self.user_data_length())?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Segment>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let said = |segment: &Segment| {
            let core = segment.core();
            (core.dcs(), core.header(segment.index), core.estimate().encoding, segment.index, core.len())
        };
        let same = said(self) == said(other) && self.core().payload(self.index) == other.core().payload(other.index);
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.core().payload(self.index), self.index, self.total(), self.dcs()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let content = match self.text(py)? {
            Some(text) => shorten(&text.repr()?.to_string_lossy()),
            None => format!("{} octets", self.units()),
        };
        let place = format!("{} of {}", self.sequence(), self.total());
        Ok(format!(
            "<Segment {place}: {content}, units={}, user_data_length={}>",
            self.units(),
            self.user_data_length()
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Py<Message>, usize)> {
        Ok((py.import("operator")?.getattr("getitem")?, (self.message.clone_ref(py), self.index)))
    }
}
